"""Gateways that share a journal: each relays what it accepted, and takes over what one left that is gone.

A gateway is gone when nobody holds its lock in the database, which ends with its connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import structlog
from sqlalchemy import func, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chain.actions import OPEN
from chain.store.engine import is_server
from chain.store.journal import actions, transactions
from chain.store.stores import DatabaseLock, try_owner

_log = structlog.get_logger(__name__)

_LOOK_SECONDS: Final = 1.0
_BLOCKS: Final = 1000
"""No reorganisation is so deep: what was mined below needs nobody."""


class Neighbours:
    """The other gateways, as the journal shows them."""

    def __init__(self, engine: AsyncEngine, owner: str) -> None:
        """`owner` is what this gateway's own rows are known by."""
        self._engine, self._owner = engine, owner

    async def take_over(self) -> bool:
        """Makes what gateways have left that are gone this one's own; False if there was nothing."""
        taken = False
        for owner in await self._others():
            async with self._engine.begin() as connection:
                if await try_owner(connection, owner):
                    await self._take(connection, owner)
                    taken = True
        return taken

    async def _others(self) -> list[str]:
        """Those with something open: with a file the directory's lock says that they are gone."""
        open_ = select(actions.c.owner).where(actions.c.status.in_(OPEN))
        sent = select(transactions.c.owner).where(transactions.c.status == "sent")
        async with self._engine.connect() as connection:
            found = (await connection.execute(union(open_, sent))).scalars()
            return sorted(owner for owner in found if owner != self._owner)

    async def _take(self, connection: AsyncConnection, owner: str) -> None:
        theirs = actions.c.owner == owner
        moved = await connection.execute(
            update(actions).where(theirs, actions.c.status.in_(OPEN)).values(owner=self._owner)
        )
        newest = select(func.max(transactions.c.block_number)).scalar_subquery()
        may_come_back = transactions.c.block_number > newest - _BLOCKS
        await connection.execute(
            update(transactions)
            .where(transactions.c.owner == owner)
            .where((transactions.c.status == "sent") | may_come_back)
            .values(owner=self._owner)
        )
        if is_server(connection):
            _log.warning("relayer.takes_over", gateway=owner, actions=moved.rowcount)


class Sharing:
    """Looks after the shared database, now and then; run as a task."""

    def __init__(
        self,
        lock: DatabaseLock,
        neighbours: Neighbours,
        on_taken: Callable[[], None],
        on_lead: Callable[[], None],
    ) -> None:
        """`on_taken` is told when there is something of others to send, `on_lead` when this gateway leads."""
        self._lock, self._neighbours = lock, neighbours
        self._on_taken, self._on_lead = on_taken, on_lead

    async def run(self) -> None:
        """Looks until cancelled; there is nothing to share where the database is a file."""
        while self._lock.shared:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self._lock.hold()
                if await self._lock.try_to_lead():
                    _log.warning("gateway.leads")
                    self._on_lead()
                if await self._neighbours.take_over():
                    self._on_taken()
            except Exception as error:  # noqa: BLE001 - the database is away, or something to be looked into
                _log.warning("gateway.alone", error=str(error))
