"""Hands the rows of signed voyages to the ledger, and notes what becomes of them; goes on after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import structlog

from api.bulk.store import OPEN, Bulk, BulkStore, RowStatus
from api.clock import Clock
from api.refusals import detail_of, snake
from chain.actions import ActionRecord, ActionStatus, SignedAction
from chain.errors import BacklogFullError, ContractRefusal, NodeUnavailableError
from chain.ledger import Ledger
from wallets.typed_action import TypedAction

_log = structlog.get_logger("quay.bulk")

_AT_ONCE: Final = 400
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
        self._actions: dict[str, dict[int, SignedAction]] = {}

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
            self._actions.clear()
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
            self._actions.pop(bulk.bulk_id, None)
        return pause

    async def _submit_some(self, bulk: Bulk) -> bool:
        """Whether rows were handed in."""
        lines = await self._store.lines(bulk.bulk_id, RowStatus.PREPARED, _AT_ONCE)
        if not lines:
            return False
        actions = await self._actions_of(bulk)
        try:
            found = await self._ledger.submit_all([actions[line] for line in lines])
        except NodeUnavailableError:
            return False
        marked = [_handed_in(line, each) for line, each in zip(lines, found, strict=True)]
        handed_in = [one for one in marked if one is not None]
        await self._store.mark(bulk.bulk_id, handed_in)
        _raise_unforeseen(found)
        return bool(handed_in)

    async def _note_outcomes(self, bulk: Bulk) -> None:
        """Asks for the accepted rows what became of them; of those under way here there is nothing to hear yet."""
        actions = await self._actions_of(bulk)
        accepted = await self._store.lines(bulk.bulk_id, RowStatus.ACCEPTED)
        lines = {actions[line].action_id: line for line in accepted}
        over = [each for each in lines if not self._ledger.is_under_way(each)]
        for start in range(0, len(over), _AT_ONCE):
            records = await self._ledger.all_of(over[start : start + _AT_ONCE])
            settled = [_marked(lines[one.action_id], one) for one in records if one.settled]
            await self._store.mark(bulk.bulk_id, settled)

    async def signed(self, bulk: Bulk, signatures: Sequence[str]) -> dict[int, SignedAction]:
        """The rows of the signed set by line, each as it is relayed alone.

        Raises:
            SignatureError: A signature is malformed.
        """
        messages = await self._store.messages(bulk.bulk_id)
        actions = [TypedAction(_ACTION, message) for message in messages.values()]
        pieces = [bytes.fromhex(one[2:]) for one in signatures]
        signed = await asyncio.to_thread(self._ledger.signed_set, actions, pieces)
        return dict(zip(messages, signed, strict=True))

    def take(self, bulk_id: str, actions: dict[int, SignedAction]) -> None:
        """The voyage is signed, and its rows are these: looks at once."""
        self._actions[bulk_id] = actions
        self._woken.set()

    async def _actions_of(self, bulk: Bulk) -> dict[int, SignedAction]:
        """Made once a voyage."""
        if bulk.bulk_id not in self._actions:
            self._actions[bulk.bulk_id] = await self.signed(bulk, bulk.signatures or ())
        return self._actions[bulk.bulk_id]


def _handed_in(line: int, found: ActionRecord | BaseException) -> Marked | None:
    """The row's new state; None if it has to wait."""
    if isinstance(found, ActionRecord):
        return _marked(line, found)
    if isinstance(found, ContractRefusal):
        return line, RowStatus.REFUSED, [_error(found.name, found.args_by_name)]
    return None


def _raise_unforeseen(found: Sequence[ActionRecord | BaseException]) -> None:
    """Raises what no row should end in, after the others were noted."""
    foreseen = (ActionRecord, ContractRefusal, BacklogFullError, NodeUnavailableError)
    for each in found:
        if not isinstance(each, foreseen):
            raise each


def _marked(line: int, record: ActionRecord) -> Marked:
    status = _SETTLED.get(record.status, RowStatus.ACCEPTED)
    if record.error is None:
        return line, status, []
    name, args = str(record.error.get("name") or ""), dict(record.error.get("args") or {})
    return line, status, [_error(name, args)]


def _error(name: str, args: dict[str, Any]) -> dict[str, str]:
    told = detail_of(name, args)
    return {"field": "$", "rule": snake(name), "message": told.en, "message_zh": told.zh}
