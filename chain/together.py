"""Many signed actions accepted at once: one trial and one commit for all that stand on nothing of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from chain.actions import ActionRecord, SignedAction
from chain.relayer.backlog import Backlog
from chain.relayer.outbox import Outbox
from chain.relayer.preflight import Preflight
from chain.relayer.ties import GOVERNING, records_of

AT_ONCE: Final = 100
"""Actions in one trial: it has the gas of one transaction."""


class Together:
    """Accepts what is beyond doubt, and leaves the rest to be submitted one by one."""

    def __init__(self, outbox: Outbox, preflight: Preflight, backlog: Backlog) -> None:
        self._outbox, self._preflight, self._backlog = outbox, preflight, backlog

    async def accept(self, actions: Sequence[SignedAction]) -> dict[str, ActionRecord]:
        """Those that are durable now, by id: whoever is missing was refused, stands on others, or found no place.

        Raises NodeUnavailableError.
        """
        first = [action for action in actions if self._is_first(action)]
        groups = [first[start : start + AT_ONCE] for start in range(0, len(first), AT_ONCE)]
        # While the node tries one group, another one is made durable.
        found = await asyncio.gather(*map(self._accept, groups), return_exceptions=True)
        accepted: dict[str, ActionRecord] = {}
        for records in found:
            if isinstance(records, BaseException):
                raise records
            accepted |= records
        return accepted

    def _is_first(self, action: SignedAction) -> bool:
        """Whether nothing of ours waits that it may stand on, nor itself."""
        return not self._outbox.waiting.related(GOVERNING, records_of(action.message))

    async def _accept(self, group: Sequence[SignedAction]) -> dict[str, ActionRecord]:
        with self._backlog.places(len(group)) as places:
            group = group[:places]
            refused = await self._preflight.refused(group) if group else None
            if refused is None:
                return {}
            lawful = [action for place, action in enumerate(group) if place not in refused]
            records = await self._outbox.accept_all(lawful)
        return {record.action_id: record for record in records}
