"""The journal's rows as values, and the statements that change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.actions import ActionRecord, ActionStatus, SignedAction, moment
from chain.store.journal import actions


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


def accepted(action: SignedAction, now: int) -> dict[str, Any]:
    """The row of an action that was just accepted."""
    return {
        "action_id": action.action_id,
        "name": action.name,
        "contract": action.contract,
        "record_id": action.record_id,
        "message": dict(action.message),
        "signatures": "0x" + action.signatures.hex(),
        "signers": list(action.signers),
        "status": ActionStatus.ACCEPTED,
        "accepted_at": now,
        "updated_at": now,
        "attempts": 0,
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


SETTLE = (
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


def settlement(outcome: Outcome, transaction_hash: str, block_number: int) -> dict[str, Any]:
    """The parameters of `SETTLE` for an outcome."""
    where = outcome.executed_in or (transaction_hash, block_number)
    return {
        "_id": outcome.action_id,
        "_status": ActionStatus.FINAL if outcome.error is None else ActionStatus.FAILED,
        "_transaction": where[0],
        "_block": where[1],
        "_gas": outcome.gas_used,
        "_error": outcome.error,
    }


async def these(connection: AsyncConnection, ids: Sequence[str]) -> list[ActionRecord]:
    """The actions of these ids, in no order."""
    found = await connection.execute(select(actions).where(actions.c.action_id.in_(ids)))
    return [record_of(row) for row in found]


def record_of(row: Row[Any]) -> ActionRecord:
    """A row of actions as a value."""
    values = row._asdict()
    values["status"] = ActionStatus(values["status"])
    values["accepted_at"] = moment(values["accepted_at"])
    values["updated_at"] = moment(values["updated_at"])
    return ActionRecord(**values)


def transaction_of(row: Row[Any]) -> SentTransaction:
    """A row of transactions as what was sent."""
    return SentTransaction(row.transaction_hash, row.sender, row.nonce, row.raw, row.calls)


def block_of(row: Row[Any]) -> MinedBlock:
    """Where a transaction was mined, by its row."""
    return MinedBlock(row.block_number, row.block_hash, row.block_time, row.gas_used)
