"""The journal's rows as values, and the statements that change them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.actions import ActionRecord, ActionStatus, SignedAction, moment
from chain.store.journal import actions
from wallets.typed_action import Message


@dataclass(frozen=True, slots=True)
class SentTransaction:
    """A transaction as it was signed. `calls` is how many actions ride in it."""

    transaction_hash: str
    sender: str
    nonce: int
    raw: bytes
    calls: int


@dataclass(frozen=True, slots=True)
class MinedBlock:
    """Where a transaction was mined; `time` in seconds since 1970 UTC."""

    number: int
    hash: str
    time: int
    gas_used: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action of a mined transaction: `error` is None if it was executed.

    `executed_in` names another transaction (hash, block) if it was that one that executed it.
    """

    action_id: str
    gas_used: int
    error: Mapping[str, Any] | None
    executed_in: tuple[str, int] | None = None


PROGRESS: Final = (
    actions.c.sequence,
    actions.c.action_id,
    actions.c.status,
    actions.c.accepted_at,
    actions.c.updated_at,
    actions.c.transaction_hash,
    actions.c.batch_index,
    actions.c.block_number,
    actions.c.gas_used,
    actions.c.error,
    actions.c.attempts,
    actions.c.owner,
)
"""How far an action has come. The other columns are what was signed: most of a row, and always the same."""


class Signed(NamedTuple):
    """What was signed, as the journal has it."""

    name: str
    contract: str
    record_id: str
    message: Message
    signatures: str
    signers: Sequence[str]


_PART: Final = 500
_SIGNED: Final = select(actions.c.action_id, *(actions.c[name] for name in Signed._fields)).where(
    actions.c.action_id.in_(bindparam("_ids", expanding=True))
)

Known = Callable[[Row[Any]], Signed | ActionRecord | None]
"""What was signed of the action in a row, if it is in memory."""


def accepted(action_id: str, signed: Signed, now: int, owner: str) -> dict[str, Any]:
    """The row of an action that was just accepted."""
    return {
        "action_id": action_id,
        "name": signed.name,
        "contract": signed.contract,
        "record_id": signed.record_id,
        "message": signed.message,
        "signatures": signed.signatures,
        "signers": signed.signers,
        "status": ActionStatus.ACCEPTED,
        "accepted_at": now,
        "updated_at": now,
        "attempts": 0,
        "owner": owner,
    }


def requeued(which: Any, now: int) -> Any:
    """Puts these actions back to those that wait."""
    return (
        update(actions)
        .where(which)
        .values(
            status=ActionStatus.ACCEPTED,
            transaction_hash=None,
            batch_index=None,
            block_number=None,
            gas_used=None,
            error=None,
            updated_at=now,
        )
    )


async def submit(
    connection: AsyncConnection, batch: Sequence[ActionRecord], transaction_hash: str, now: int
) -> None:
    """Ties the actions of a batch to their transaction, each with its place."""
    tied = update(actions).values(
        status=ActionStatus.SUBMITTED,
        transaction_hash=transaction_hash,
        attempts=actions.c.attempts + 1,
        updated_at=now,
    )
    first, last = batch[0].sequence, batch[-1].sequence
    if [action.sequence for action in batch] == list(range(first, last + 1)):
        # Accepted one after the other: the place follows from that.
        these = tied.where(actions.c.sequence.between(first, last))
        await connection.execute(these.values(batch_index=actions.c.sequence - first))
        return
    each = tied.where(actions.c.action_id == bindparam("_id"))
    await connection.execute(
        each.values(batch_index=bindparam("_index")),
        [{"_id": action.action_id, "_index": place} for place, action in enumerate(batch)],
    )


async def settle(
    connection: AsyncConnection,
    outcomes: Iterable[Outcome],
    transaction_hash: str,
    block_number: int,
    now: int,
) -> None:
    """Writes what became of actions of a transaction: those that it executed, a statement for each share of gas."""
    executed: dict[int, list[str]] = defaultdict(list)
    others = []
    for outcome in outcomes:
        if outcome.error is None and outcome.executed_in is None:
            executed[outcome.gas_used].append(outcome.action_id)
        else:
            others.append(_settlement(outcome, transaction_hash, block_number))
    for gas_used, ids in executed.items():
        here = update(actions).where(actions.c.action_id.in_(ids))
        await connection.execute(
            here.values(
                status=ActionStatus.FINAL,
                transaction_hash=transaction_hash,
                block_number=block_number,
                gas_used=gas_used,
                error=None,
                updated_at=now,
            )
        )
    if others:
        await connection.execute(_SETTLE.values(updated_at=now), others)


_SETTLE = (
    update(actions)
    .where(actions.c.action_id == bindparam("_id"))
    .values(
        status=bindparam("_status"),
        transaction_hash=bindparam("_transaction"),
        block_number=bindparam("_block"),
        gas_used=bindparam("_gas"),
        error=bindparam("_error", type_=actions.c.error.type),
    )
)


def _settlement(outcome: Outcome, transaction_hash: str, block_number: int) -> dict[str, Any]:
    where = outcome.executed_in or (transaction_hash, block_number)
    return {
        "_id": outcome.action_id,
        "_status": ActionStatus.FINAL if outcome.error is None else ActionStatus.FAILED,
        "_transaction": where[0],
        "_block": where[1],
        "_gas": outcome.gas_used,
        "_error": outcome.error,
    }


async def records(
    connection: AsyncConnection, which: Select[Any], known: Known
) -> list[ActionRecord]:
    """The actions that a selection of `PROGRESS` finds, in its order; only what is not known is read besides."""
    found = (await connection.execute(which)).all()
    signed: dict[str, Any] = {row[1]: known(row) for row in found}
    missing = [action_id for action_id, part in signed.items() if part is None]
    for start in range(0, len(missing), _PART):
        rows = await connection.execute(_SIGNED, {"_ids": missing[start : start + _PART]})
        signed.update((row.action_id, row) for row in rows)
    return [_record(row, signed[row[1]]) for row in found]


def signed_part(action: SignedAction) -> Signed:
    """What is kept of an action that is accepted."""
    signatures = "0x" + action.signatures.hex()
    message, signers = dict(action.message), list(action.signers)
    return Signed(action.name, action.contract, action.record_id, message, signatures, signers)


def _record(row: Row[Any], signed: Signed | ActionRecord) -> ActionRecord:
    """An action of its `PROGRESS`, taken by place: by name takes as long again."""
    values: Sequence[Any] = row
    sequence, action_id, status, accepted_at, updated_at, transaction_hash = values[:6]
    batch_index, block_number, gas_used, error, attempts, owner = values[6:12]
    return ActionRecord(
        action_id,
        signed.name,
        signed.contract,
        signed.record_id,
        signed.message,
        signed.signatures,
        signed.signers,
        ActionStatus(status),
        moment(accepted_at),
        moment(updated_at),
        transaction_hash,
        batch_index,
        block_number,
        gas_used,
        error,
        attempts,
        sequence,
        owner,
    )


def transaction_of(row: Row[Any]) -> SentTransaction:
    """A row of transactions as what was sent."""
    return SentTransaction(row.transaction_hash, row.sender, row.nonce, row.raw, row.calls)


def block_of(row: Row[Any]) -> MinedBlock:
    """Where a transaction was mined, by its row."""
    return MinedBlock(row.block_number, row.block_hash, row.block_time, row.gas_used)
