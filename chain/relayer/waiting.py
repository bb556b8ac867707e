"""The actions that this process accepted and has not seen settled, and those that settled last: in memory.

A shortcut past the journal, which stays the truth: what is missing here may be there.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable

from chain.actions import ActionRecord

_SETTLED = 4_096


class WaitingActions:
    """Actions by the records that they are on."""

    def __init__(self) -> None:
        self._actions: dict[str, ActionRecord] = {}
        self._places: defaultdict[str, dict[str, ActionRecord]] = defaultdict(dict)
        self._settled: OrderedDict[str, ActionRecord] = OrderedDict()

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._actions

    def __len__(self) -> int:
        return len(self._actions)

    def add(self, actions: Iterable[ActionRecord]) -> None:
        """Knows these; the settled ones as settled."""
        for action in actions:
            self._forget(action.action_id)
            if action.settled:
                self._remember(action)
                continue
            self._actions[action.action_id] = action
            for place in (action.record_id, action.contract):
                self._places[place][action.action_id] = action

    def settled(self, action_id: str) -> ActionRecord | None:
        """An action as it was settled; None if it is not, or so long ago that it is forgotten."""
        return self._settled.get(action_id)

    def known(self, action_id: str) -> ActionRecord | None:
        """An action as it was accepted or settled, if it is remembered: what was signed of it is so for ever."""
        return self._actions.get(action_id) or self._settled.get(action_id)

    def clear(self) -> None:
        """Forgets all."""
        self._actions.clear()
        self._places.clear()
        self._settled.clear()

    def related(self, contract: str, record_ids: Iterable[str]) -> list[ActionRecord]:
        """Those of these records or of this contract, in the order of their acceptance."""
        found: dict[str, ActionRecord] = {}
        for place in (contract, *record_ids):
            found.update(self._places.get(place, {}))
        return sorted(found.values(), key=lambda action: action.sequence)

    def _forget(self, action_id: str) -> None:
        self._settled.pop(action_id, None)
        known = self._actions.pop(action_id, None)
        if known is None:
            return
        for place in (known.record_id, known.contract):
            there = self._places[place]
            del there[action_id]
            if not there:
                del self._places[place]

    def _remember(self, action: ActionRecord) -> None:
        self._settled[action.action_id] = action
        if len(self._settled) > _SETTLED:
            self._settled.popitem(last=False)
