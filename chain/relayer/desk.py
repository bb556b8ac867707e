"""Which lane may take which action, so that the actions on a record keep the order of their acceptance.

A record stays with the lane that has an action on it until that one is settled; others on the record go into the same
lane or wait. Actions on members and wallets are about everybody: they wait for all that came before, in other lanes,
and all that comes after waits for them.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from typing import Final, Protocol

from chain.actions import ActionRecord
from chain.relayer.ties import GOVERNING, ties_of

_PAGE: Final = 200


class Accepted(Protocol):
    """What waits to be sent."""

    async def claim(self, limit: int, after: int = 0) -> list[ActionRecord]:
        """Accepted actions in the order of their acceptance, from the one after this sequence on."""
        ...


class Desk:
    """Gives actions out to the lanes, and remembers who has what."""

    def __init__(self, outbox: Accepted) -> None:
        """Gives out what this outbox has."""
        self._outbox = outbox
        self._turn = asyncio.Lock()
        self._held: dict[str, tuple[int, frozenset[str]]] = {}
        self._lanes: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._all: Counter[int] = Counter()
        self._came_back = 0

    @property
    def held(self) -> int:
        """How many actions the lanes have."""
        return len(self._held)

    async def take(self, lane: int, limit: int) -> list[ActionRecord]:
        """The next actions for a lane, which holds them from now on."""
        async with self._turn:
            while True:
                taken: list[ActionRecord] = []
                came_back = self._came_back
                try:
                    await self._fill(taken, lane, limit)
                except BaseException:
                    self.release(taken)
                    raise
                if came_back == self._came_back:
                    return taken
                # What waits again, and was not there when we read, must not be overtaken.
                for action in taken:
                    self._drop(action.action_id)

    async def _fill(self, taken: list[ActionRecord], lane: int, limit: int) -> None:
        passed: set[str] = set()
        asked, last = limit, 0
        while len(taken) < limit and GOVERNING not in passed:
            page = await self._outbox.claim(asked, last)
            for action in page:
                if len(taken) == limit or GOVERNING in passed:
                    return
                if action.action_id in self._held:
                    continue
                if self._may(lane, action, passed):
                    self._hold(lane, action)
                    taken.append(action)
                else:
                    passed |= ties_of(action)
            if len(page) < asked:
                return
            asked, last = max(limit, _PAGE), page[-1].sequence

    def hold(self, lane: int, actions: Iterable[ActionRecord]) -> None:
        """A lane has these already: they are in a transaction of its own."""
        for action in actions:
            if action.action_id not in self._held:
                self._hold(lane, action)

    def only(self, lane: int, actions: Iterable[ActionRecord]) -> None:
        """A lane that begins anew has these and no others, whatever it did not hear the end of."""
        kept = {action.action_id: action for action in actions}
        for action_id, (holder, _) in list(self._held.items()):
            if holder == lane and action_id not in kept:
                self._drop(action_id)
                self._came_back += 1
        self.hold(lane, kept.values())

    def release(self, actions: Iterable[ActionRecord], settled: Container[str] = ()) -> None:
        """These are settled, if their ids are among those, or wait again."""
        for action in actions:
            if action.action_id in self._held:
                self._drop(action.action_id)
                self._came_back += action.action_id not in settled

    def _drop(self, action_id: str) -> None:
        lane, ties = self._held.pop(action_id)
        _count_down(self._all, lane)
        for tie in ties:
            _count_down(self._lanes[tie], lane)
            if not self._lanes[tie]:
                del self._lanes[tie]

    def _may(self, lane: int, action: ActionRecord, passed: set[str]) -> bool:
        """Whether all that it must come after is settled, or in this lane before it."""
        ties = ties_of(action)
        if GOVERNING in ties:
            return not passed and not (self._all.keys() - {lane})
        if ties & passed:
            return False
        behind = {holder for tie in (GOVERNING, *ties) for holder in self._lanes.get(tie, ())}
        return not (behind - {lane})

    def _hold(self, lane: int, action: ActionRecord) -> None:
        ties = ties_of(action)
        self._held[action.action_id] = (lane, ties)
        self._all[lane] += 1
        for tie in ties:
            self._lanes[tie][lane] += 1


def _count_down(counter: Counter[int], lane: int) -> None:
    counter[lane] -= 1
    if not counter[lane]:
        del counter[lane]
