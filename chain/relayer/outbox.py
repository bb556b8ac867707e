"""The outbox: durable acceptance with grouped commits, and the life of each action and transaction."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chain.actions import OPEN, ActionRecord, ActionStatus, SignedAction
from chain.bell import Bell
from chain.errors import ChainError
from chain.grouped import Grouped
from chain.relayer.rows import (
    PROGRESS,
    MinedBlock,
    Outcome,
    SentTransaction,
    accepted,
    block_of,
    records,
    requeued,
    settle,
    signed_part,
    submit,
    transaction_of,
)
from chain.relayer.waiting import WaitingActions
from chain.store.engine import is_server
from chain.store.journal import actions, transactions
from chain.store.upsert import insert_missing, upsert

__all__ = ["MinedBlock", "NotOursError", "Outbox", "Outcome", "SentTransaction"]

_LARGEST_COMMIT = 500
_THEIRS, _OURS = 0.1, 5.0
"""How often one looks whether an action of another gateway's is settled, or of ours: it may have been taken over."""

Clock = Callable[[], int]
"""Microseconds since 1970 UTC."""


def system_clock() -> int:
    """The machine's clock in microseconds since 1970 UTC."""
    return time.time_ns() // 1000


class NotOursError(ChainError):
    """Another gateway has taken actions over that were to be sent: it thought that this one was gone."""

    def __init__(self, actions: int) -> None:
        """Tells how many."""
        super().__init__(f"another gateway has taken over {actions} actions")


class Outbox:
    """A gateway's own part of the journal. Every method that changes something returns after the commit."""

    def __init__(self, engine: AsyncEngine, owner: str = "", clock: Clock = system_clock) -> None:
        """Works on a journal whose tables are there; `owner` is what this gateway's rows are known by."""
        self._engine, self.owner = engine, owner
        self._clock = clock
        self._accepting = Grouped(self._commit, _LARGEST_COMMIT)
        self._writing = asyncio.Lock()
        self._settled: dict[str, asyncio.Event] = {}
        self.waiting = WaitingActions()
        """What this process accepted, in memory."""
        self.arrived = Bell()
        """Rings whenever there may be something to send."""

    async def accept(self, action: SignedAction) -> ActionRecord:
        """Makes an action durable; one that is there already stays as it is, a failed one is taken anew.

        Submissions that come together share one commit.
        """
        return await self._accepting(action)

    async def accept_all(self, group: Iterable[SignedAction]) -> list[ActionRecord]:
        """Makes these durable, as `accept` does each."""
        return await self._accepting.all(group)

    async def load(self) -> None:
        """Reads anew which actions of ours are not settled: at the start, and when that may have changed."""
        ours = (actions.c.owner == self.owner) & actions.c.status.in_(OPEN)
        # Nothing is accepted between the reading and the forgetting.
        async with self._writing:
            open_ = await self._records(select(*PROGRESS).where(ours))
            self.waiting.clear()
            self.waiting.add(open_)

    async def get(self, action_id: str) -> ActionRecord | None:
        """The action of this id, None if it never came here."""
        found = await self._records(select(*PROGRESS).where(actions.c.action_id == action_id))
        return found[0] if found else None

    async def all_of(self, action_ids: Iterable[str]) -> list[ActionRecord]:
        """Those of these actions that ever came here; some hundred at once."""
        known = {each: self.waiting.settled(each) for each in action_ids}
        found = [record for record in known.values() if record is not None]
        others = [each for each, record in known.items() if record is None]
        return found + (await self._records(_these(others)) if others else [])

    async def claim(self, limit: int, after: int = 0) -> list[ActionRecord]:
        """Accepted actions in the order of their acceptance, from the one after this sequence on."""
        waiting = (actions.c.status == ActionStatus.ACCEPTED) & (actions.c.sequence > after)
        ours = actions.c.owner == self.owner
        return await self._records(
            select(*PROGRESS).where(waiting, ours).order_by(actions.c.sequence).limit(limit)
        )

    async def unsettled(self, contract: str, record_ids: Iterable[str]) -> list[ActionRecord]:
        """Actions not settled that a new one may depend on: of these records, or of this contract.

        Also those of other gateways.
        """
        open_ = actions.c.status.in_(OPEN)
        related = actions.c.record_id.in_(list(record_ids)) | (actions.c.contract == contract)
        return await self._records(
            select(*PROGRESS).where(open_, related).order_by(actions.c.sequence)
        )

    async def of_transaction(self, transaction_hash: str) -> list[ActionRecord]:
        """The actions of a transaction in the order of its calls."""
        return await self._records(
            select(*PROGRESS)
            .where(actions.c.transaction_hash == transaction_hash)
            .order_by(actions.c.batch_index)
        )

    async def by_signers(
        self, signers: Iterable[str], limit: int, before: int | None
    ) -> list[ActionRecord]:
        """The newest actions whose first signer is one of these wallets, of a sequence below `before`."""
        first = func.json_extract(actions.c.signers, "$[0]")
        if self._engine.dialect.name == "postgresql":
            first = actions.c.signers[0].as_string()
        statement = select(*PROGRESS).where(first.in_(list(signers)))
        if before is not None:
            statement = statement.where(actions.c.sequence < before)
        return await self._records(statement.order_by(actions.c.sequence.desc()).limit(limit))

    async def depth(self) -> int:
        """How many actions are accepted or submitted, and not settled."""
        statement = select(func.count()).where(actions.c.status.in_(OPEN))
        async with self._engine.connect() as connection:
            return (await connection.execute(statement)).scalar_one()

    async def record_sent(
        self, transaction: SentTransaction, batch: Sequence[ActionRecord]
    ) -> None:
        """Writes a signed transaction and ties its actions to it: before it is sent.

        Raises NotOursError if another gateway has taken one of them over.
        """
        now = self._clock()
        async with self._write() as connection:
            if is_server(connection):
                await self._require_ours(connection, [action.action_id for action in batch])
            # The same batch at the same nonce is the same transaction: one that was given up may come again.
            row = {
                "transaction_hash": transaction.transaction_hash,
                "sender": transaction.sender,
                "nonce": transaction.nonce,
                "raw": transaction.raw,
                "calls": transaction.calls,
                "status": "sent",
                "sent_at": now,
                "owner": self.owner,
            }
            await upsert(connection, transactions, [row])
            await submit(connection, batch, transaction.transaction_hash, now)

    async def record_raised(self, transaction: SentTransaction, instead_of: str) -> None:
        """Writes a transaction that pays more, before it is sent; either of the two may be mined."""
        row = {
            "transaction_hash": transaction.transaction_hash,
            "sender": transaction.sender,
            "nonce": transaction.nonce,
            "raw": transaction.raw,
            "calls": transaction.calls,
            "status": "sent",
            "sent_at": self._clock(),
            "owner": self.owner,
        }
        async with self._write() as connection:
            await upsert(connection, transactions, [row])
            await connection.execute(_retied(instead_of, transaction.transaction_hash))

    async def settle_for(self, transaction_hash: str, gone: str) -> None:
        """Of two transactions with the same actions and nonce one is gone: the actions are the other's."""
        async with self._write() as connection:
            await connection.execute(_retied(gone, transaction_hash))
            await connection.execute(
                update(transactions)
                .where(transactions.c.transaction_hash == gone)
                .values(status="dropped")
            )

    async def record_mined(
        self, transaction_hash: str, block: MinedBlock, outcomes: Sequence[Outcome]
    ) -> None:
        """Writes where a transaction was mined, settles its actions, puts those without outcome back."""
        now = self._clock()
        async with self._write() as connection:
            await connection.execute(
                update(transactions)
                .where(transactions.c.transaction_hash == transaction_hash)
                .values(
                    status="mined",
                    block_number=block.number,
                    block_hash=block.hash,
                    block_time=block.time,
                    gas_used=block.gas_used,
                )
            )
            await settle(connection, outcomes, transaction_hash, block.number, now)
            theirs = actions.c.transaction_hash == transaction_hash
            unsettled = actions.c.status == ActionStatus.SUBMITTED
            await connection.execute(requeued(theirs & unsettled, now))
            ids = [outcome.action_id for outcome in outcomes]
            settled = await records(connection, _these(ids), self._known)
        self.waiting.add(settled)
        for outcome in outcomes:
            self._announce(outcome.action_id)

    async def drop(self, transaction_hash: str) -> None:
        """Gives a transaction up that can never be mined, and puts its unsettled actions back."""
        now = self._clock()
        async with self._write() as connection:
            await connection.execute(
                update(transactions)
                .where(transactions.c.transaction_hash == transaction_hash)
                .values(status="dropped", block_number=None, block_hash=None, block_time=None)
            )
            theirs = actions.c.transaction_hash == transaction_hash
            submitted = actions.c.status == ActionStatus.SUBMITTED
            # Nothing of it was tried.
            again = requeued(theirs & submitted, now).values(attempts=actions.c.attempts - 1)
            await connection.execute(again)
        self.arrived.ring()

    async def reopen(self, transaction_hash: str) -> None:
        """A mined transaction is gone with its block: it and its actions are in flight again. Then comes `load`."""
        now = self._clock()
        async with self._write() as connection:
            await connection.execute(
                update(transactions)
                .where(transactions.c.transaction_hash == transaction_hash)
                .values(status="sent", block_number=None, block_hash=None, block_time=None)
            )
            await connection.execute(
                update(actions)
                .where(actions.c.transaction_hash == transaction_hash)
                .where(actions.c.status.in_([ActionStatus.FINAL, ActionStatus.FAILED]))
                .values(
                    status=ActionStatus.SUBMITTED, block_number=None, error=None, updated_at=now
                )
            )

    async def reopen_foreign(self, above: int) -> None:
        """Actions that somebody else's transaction executed above this block go out again. Then comes `load`."""
        live = transactions.c.status.in_(["sent", "mined"])
        ours = select(transactions.c.transaction_hash).where(live)
        gone = (actions.c.status == ActionStatus.FINAL) & (actions.c.block_number > above)
        gone &= actions.c.owner == self.owner
        async with self._write() as connection:
            foreign = actions.c.transaction_hash.not_in(ours)
            await connection.execute(requeued(gone & foreign, self._clock()))
        self.arrived.ring()

    async def in_flight(self) -> list[SentTransaction]:
        """Transactions of ours whose receipt is not known, by nonce; the last of a nonce has its actions."""
        ours = (transactions.c.status == "sent") & (transactions.c.owner == self.owner)
        statement = select(transactions).where(ours)
        async with self._engine.connect() as connection:
            found = await connection.execute(
                statement.order_by(transactions.c.nonce, transactions.c.sent_at)
            )
            return [transaction_of(row) for row in found]

    async def nonces(self, sender: str) -> tuple[int, set[int]]:
        """The nonce after this sender's last one that is mined, 0 if there is none, and those that are in flight."""
        row = transactions.c
        mined = select(func.max(row.nonce)).where(row.sender == sender, row.status == "mined")
        sent = select(row.nonce).where(row.sender == sender, row.status == "sent")
        async with self._engine.connect() as connection:
            last, *in_flight = await connection.scalars(mined.union_all(sent))
        return 0 if last is None else last + 1, set(in_flight)

    async def mined(
        self, limit: int, below: tuple[int, int] | None = None
    ) -> list[tuple[SentTransaction, MinedBlock]]:
        """Mined transactions of ours, the newest first; `below` is the (block, nonce) of the last one seen."""
        place = tuple_(transactions.c.block_number, transactions.c.nonce)
        statement = (
            select(transactions)
            .where(transactions.c.status == "mined", transactions.c.owner == self.owner)
            .order_by(transactions.c.block_number.desc(), transactions.c.nonce.desc())
            .limit(limit)
        )
        if below is not None:
            statement = statement.where(place < below)
        async with self._engine.connect() as connection:
            found = await connection.execute(statement)
            return [(transaction_of(row), block_of(row)) for row in found]

    async def settled(self, action_id: str, wait_seconds: float) -> ActionRecord | None:
        """The action once it is settled, or as it is when the time is over; None if it never came here."""
        known = self.waiting.settled(action_id)
        if known is not None:
            return known
        event = self._settled.setdefault(action_id, asyncio.Event())
        if action_id not in self.waiting:
            record = await self.get(action_id)
            if record is None or record.settled:
                self._announce(action_id)
                return record
        deadline = asyncio.get_running_loop().time() + wait_seconds
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            # Nobody here is told of what another gateway settles.
            ours = action_id in self.waiting
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), min(left, _OURS if ours else _THEIRS))
            if event.is_set():
                break
            record = await self.get(action_id)
            if record is None or record.settled:
                self._announce(action_id)
                return record
        return self.waiting.settled(action_id) or await self.get(action_id)

    async def close(self) -> None:
        """Waits for the commits that are under way."""
        await self._accepting.close()

    @contextlib.asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        """One write transaction at a time: SQLite has one writer, and waiting here is cheaper."""
        async with self._writing, self._engine.begin() as connection:
            yield connection

    async def _commit(self, group: Sequence[SignedAction]) -> Sequence[ActionRecord]:
        now = self._clock()
        signed = {action.action_id: signed_part(action) for action in group}

        def ours(row: Any) -> Any:
            # One that was there already may have been signed by others.
            part = signed[row.action_id]
            return part if part.signatures == row.signatures else None

        async with self._write() as connection:
            rows = [accepted(each, part, now, self.owner) for each, part in signed.items()]
            await insert_missing(connection, actions, rows)
            failed = actions.c.status == ActionStatus.FAILED
            again = requeued(actions.c.action_id.in_(signed) & failed, now)
            await connection.execute(again.values(owner=self.owner))
            which = _these(signed).add_columns(actions.c.signatures)
            found = {each.action_id: each for each in await records(connection, which, ours)}
        self.waiting.add(r for r in found.values() if r.settled or r.owner == self.owner)
        self.arrived.ring()
        return [found[action.action_id] for action in group]

    async def _require_ours(self, connection: AsyncConnection, ids: Sequence[str]) -> None:
        ours = (actions.c.owner == self.owner) & (actions.c.status == ActionStatus.ACCEPTED)
        which = select(actions.c.sequence).where(actions.c.action_id.in_(ids), ours)
        found = (await connection.execute(which.with_for_update())).all()
        if len(found) < len(ids):
            raise NotOursError(len(ids) - len(found))

    async def _records(self, statement: Any) -> list[ActionRecord]:
        async with self._engine.connect() as connection:
            return await records(connection, statement, self._known)

    def _known(self, row: Any) -> ActionRecord | None:
        return self.waiting.known(row.action_id)

    def _announce(self, action_id: str) -> None:
        event = self._settled.pop(action_id, None)
        if event is not None:
            event.set()


def _these(ids: Iterable[str]) -> Select[Any]:
    return select(*PROGRESS).where(actions.c.action_id.in_(list(ids)))


def _retied(from_: str, to: str) -> Any:
    """Gives the actions of a transaction to another one."""
    submitted = actions.c.status == ActionStatus.SUBMITTED
    theirs = (actions.c.transaction_hash == from_) & submitted
    return update(actions).where(theirs).values(transaction_hash=to)
