"""Puts the end of the audit log on the ledger, once in a while."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog

from api.audit.store import AuditStore
from api.clock import Clock
from chain.audit import anchor_data
from chain.ledger import Ledger

_log = structlog.get_logger("quay.audit")

_LOOK_SECONDS: Final = 60.0


class Anchorer:
    """Run as a task beside the gateway."""

    def __init__(self, ledger: Ledger, store: AuditStore, clock: Clock, every: int) -> None:
        """Anchors when the oldest entry without an anchor is `every` seconds old; never for 0."""
        self._ledger, self._store, self._clock, self._every = ledger, store, clock, every
        self._closing = asyncio.Event()

    async def run(self) -> None:
        """Works until closed; a node or a database that is away is tried again a minute later."""
        while self._every and not self._closing.is_set():
            try:
                await self.anchor_if_due()
            except Exception:  # noqa: BLE001 - nothing is lost: the next anchor covers what this one would have
                _log.warning("audit.not_anchored", exc_info=True)
            await self._sleep(min(self._every, _LOOK_SECONDS))

    def close(self) -> None:
        """Ends `run`."""
        self._closing.set()

    async def anchor_if_due(self) -> bool:
        """Anchors the chain's end if it is time; tells whether it did."""
        count, link = await self._store.end()
        covered, _ = await self._store.last_anchor()
        if count == covered:
            return False
        waiting_since = await self._store.written_at(covered + 1)
        if self._clock() < waiting_since + self._every:
            return False
        noted = await self._ledger.note(anchor_data(count, link))
        await self._store.add_anchor(count, link, noted, int(self._clock()))
        _log.info("audit.anchored", count=count, block=noted.block_number)
        return True

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return
