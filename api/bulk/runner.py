"""Hands the rows of signed voyages to the ledger, and notes what becomes of them; goes on after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import structlog

from api.bulk.store import OPEN, Bulk, BulkStore, RowStatus, StoredRow
from api.clock import Clock
from api.refusals import detail_of, snake
from chain.actions import ActionRecord, ActionStatus
from chain.errors import BacklogFullError, ContractRefusal, NodeUnavailableError
from chain.ledger import Ledger
from wallets.action_set import SignedSet
from wallets.typed_action import TypedAction

_log = structlog.get_logger("quay.bulk")

_AT_ONCE: Final = 200
_LOOK_SECONDS: Final = 1.0
_MOMENT_SECONDS: Final = 0.1
_NOTE_SECONDS: Final = 1.0
"""How often outcomes are looked for while rows are still being handed in."""
_ACTION: Final = "IssueBill"
_SETTLED: Final = {ActionStatus.FINAL: RowStatus.FINAL, ActionStatus.FAILED: RowStatus.FAILED}

Marked = tuple[int, RowStatus, list[Any]]


class BulkRunner:
    """Run as a task beside the gateway.

    A row is the action that it is signed as: handing it in twice, after a crash, is handing it in once.
    """

    def __init__(self, ledger: Ledger, store: BulkStore, clock: Clock) -> None:
        self._ledger, self._store, self._clock = ledger, store, clock
        self._closing = False
        self._noted_at = 0.0
        self._woken = asyncio.Event()
        self._pieces: dict[str, dict[int, bytes]] = {}

    async def run(self) -> None:
        """Works until closed; a database or a node that is away, and a full outbox, are waited for."""
        while not self._closing:
            self._woken.clear()
            pause = _LOOK_SECONDS
            try:
                pause = await self._round()
            except Exception:  # noqa: BLE001 - what is signed stays signed; the next round may succeed
                _log.warning("bulk.failed", exc_info=True)
            if pause and not self._closing:
                await self._sleep(pause)

    def close(self) -> None:
        """Ends `run` after the rows in hand."""
        self._closing = True
        self._woken.set()

    def wake(self) -> None:
        """Looks at once: a voyage was signed."""
        self._woken.set()

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _round(self) -> float:
        """Goes some rows further with each voyage; returns how long to wait for the next round.

        One gateway of several does: the one that leads.
        """
        pause = _LOOK_SECONDS
        if not self._ledger.leads:
            self._pieces.clear()
            return pause
        for bulk in await self._store.under_way():
            if self._closing:
                return 0.0
            submitted = await self._submit_some(bulk)
            if submitted and self._clock() < self._noted_at + _NOTE_SECONDS:
                pause = 0.0
                continue
            await self._note_outcomes(bulk)
            self._noted_at = self._clock()
            if await self._store.rows(bulk.bulk_id, OPEN, limit=1):
                pause = min(pause, 0.0 if submitted else _MOMENT_SECONDS)
                continue
            await self._store.finish(bulk.bulk_id, int(self._clock()))
            self._pieces.pop(bulk.bulk_id, None)
        return pause

    async def _submit_some(self, bulk: Bulk) -> bool:
        """Whether rows were handed in."""
        rows = await self._store.rows(bulk.bulk_id, [RowStatus.PREPARED], limit=_AT_ONCE)
        if not rows:
            return False
        pieces = await self._pieces_of(bulk)
        found = await asyncio.gather(*(self._submit(row, pieces[row.line]) for row in rows))
        marked = [one for one in found if one is not None]
        await self._store.mark(bulk.bulk_id, marked)
        return bool(marked)

    async def _submit(self, row: StoredRow, signatures: bytes) -> Marked | None:
        """The row's new state; None if it has to wait."""
        action = TypedAction(_ACTION, dict(row.message or {}))
        try:
            record = await self._ledger.submit(action, signatures)
        except ContractRefusal as refusal:
            error = _error(refusal.name, refusal.args_by_name)
            return row.line, RowStatus.REFUSED, [error]
        except (BacklogFullError, NodeUnavailableError):
            return None
        return _marked(row.line, record)

    async def _note_outcomes(self, bulk: Bulk) -> None:
        """Asks for all accepted rows what became of them."""
        after: int | None = None
        accepted = [RowStatus.ACCEPTED]
        while rows := await self._store.rows(bulk.bulk_id, accepted, after, _AT_ONCE):
            lines = {str(row.action_id): row.line for row in rows}
            records = await self._ledger.all_of(lines)
            settled = [_marked(lines[one.action_id], one) for one in records if one.settled]
            await self._store.mark(bulk.bulk_id, settled)
            after = rows[-1].line

    async def _pieces_of(self, bulk: Bulk) -> dict[int, bytes]:
        """The signatures of each row by line, each with its proof; made once a voyage."""
        if bulk.bulk_id not in self._pieces:
            rows = [
                row async for row in self._store.every_row(bulk.bulk_id) if row.message is not None
            ]
            self._pieces[bulk.bulk_id] = await asyncio.to_thread(
                _pieces, rows, [bytes.fromhex(one[2:]) for one in bulk.signatures or ()]
            )
        return self._pieces[bulk.bulk_id]


def _pieces(rows: Sequence[StoredRow], signatures: Sequence[bytes]) -> dict[int, bytes]:
    actions = tuple(TypedAction(_ACTION, dict(row.message or {})) for row in rows)
    of_each = [SignedSet(actions, signature).pieces() for signature in signatures]
    return {
        row.line: b"".join(parts)
        for row, parts in zip(rows, zip(*of_each, strict=True), strict=True)
    }


def _marked(line: int, record: ActionRecord) -> Marked:
    status = _SETTLED.get(record.status, RowStatus.ACCEPTED)
    if record.error is None:
        return line, status, []
    name, args = str(record.error.get("name") or ""), dict(record.error.get("args") or {})
    return line, status, [_error(name, args)]


def _error(name: str, args: dict[str, Any]) -> dict[str, str]:
    told = detail_of(name, args)
    return {"field": "$", "rule": snake(name), "message": told.en, "message_zh": told.zh}
