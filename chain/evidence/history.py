"""The events of a history, read from receipts, and the rows that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chain import abi
from chain.evidence.carried import Carried
from chain.evidence.ethereum import Header, Receipt
from chain.indexer import handlers
from chain.indexer.events import LogEvent, actor_of, record_of, wallet_of
from chain.indexer.projection import MemoryRows
from wallets.typed_action import TypedAction

REGISTERED = handlers.__all__
"""Importing the handlers registers them."""

Place = tuple[int, int]
"""A transaction: its block's number and its place there."""

_LOGS: int = 1 << 32
"""More logs than a receipt has: an event's place in its block is its transaction's and its own."""


@dataclass(frozen=True)
class Mined:
    """A proved transaction: its block's header, its place, its receipt, and the actions that it carries."""

    header: Header
    index: int
    hash: bytes
    receipt: Receipt
    carried: tuple[Carried, ...]

    @property
    def place(self) -> Place:
        """Which transaction it is."""
        return self.header.number, self.index


def events_of(mined: Mined, addresses: Mapping[str, str]) -> list[LogEvent]:
    """The events of our contracts in a transaction's receipt, in order."""
    names = {address.lower(): name for name, address in addresses.items()}
    found = []
    for number, log in enumerate(mined.receipt.logs):
        contract = names.get(log.address)
        event = abi.decode_log(contract, log.topics, log.data) if contract else None
        if event is not None:
            found.append(_event(mined, number, event))
    return found


def index_of(event: LogEvent) -> int:
    """The place in its block of the transaction that an event is of."""
    return event.log_index // _LOGS


def fold(events: Iterable[LogEvent]) -> MemoryRows:
    """The rows that events of whole histories make, by the indexer's own rules.

    Raises:
        IndexerGapError: an event is missing before one.
    """
    rows = MemoryRows()
    for event in sorted(events, key=lambda e: (e.block_number, e.log_index)):
        rows.apply(event)
    return rows


def failures_of(mined: Mined, batch: str) -> frozenset[int]:
    """The places of the calls in a batch that the contracts refused."""
    failed = set()
    for log in mined.receipt.logs:
        if log.address != batch.lower():
            continue
        event = abi.decode_log("Batch", log.topics, log.data)
        if event is not None and event.name == "CallFailed":
            failed.add(int(event.args["index"]))
    return frozenset(failed)


def action_behind(
    event: LogEvent, candidates: Sequence[Carried], transaction: Sequence[LogEvent]
) -> Carried | None:
    """The action that made an event, of those which its transaction executed; None if none can have.

    Args:
        event: The event.
        candidates: The transaction's actions that were executed, in order.
        transaction: All events of the transaction, in order.
    """
    fitting = [carried for carried in candidates if _explains(carried.action, event)]
    exact = [carried for carried in fitting if _is_about(carried.action, event)]
    if event.name not in _TOGETHER:
        return next(iter(exact or fitting), None)
    if exact:
        return exact[0]
    # One action, on one order, moves a shared container on all its orders.
    places = _moved_together(event, transaction)
    behind = [
        carried
        for carried in candidates
        if carried.action.name == _TOGETHER[event.name]
        and carried.action.message["actor"] == event.actor
        and (carried.action.message["orderId"], carried.action.message["container"]) in places
    ]
    return behind[-1] if behind else None


_TOGETHER: Final = {
    "ContainerGatedOut": "GateOut",
    "SharedContainerLeft": "GateOut",
    "GateOutCorrected": "CorrectGateOut",
    "SharedContainerReturned": "CorrectGateOut",
}
"""Events that an action on another order may have made, and that action."""

_OF_ORDER: Final = frozenset({"ContainerGatedOut", "GateOutCorrected"})


def _moved_together(event: LogEvent, transaction: Sequence[LogEvent]) -> set[tuple[str, int]]:
    """The orders on which a shared container moved with this event, each with its place there.

    The contract tells of each order, and then of the shared container.
    """
    told = [e for e in transaction if e.name != "Remarked"]
    end = told.index(event)
    while end < len(told) and told[end].name in _OF_ORDER:
        end += 1
    if end == len(told) or not told[end].name.startswith("SharedContainer"):
        return set()
    found: set[tuple[str, int]] = set()
    for before in reversed(told[:end]):
        if before.name not in _OF_ORDER or before.wallet != event.wallet:
            break
        found.add((before.record_id, int(before.args["container"])))
    return found


def _explains(action: TypedAction, event: LogEvent) -> bool:
    if action.spec.contract != event.contract or action.message.get("actor") != event.actor:
        return False
    ids = {event.record_id, *(v for v in event.args.values() if _is_id(v))}
    if not ids & set(_ids_in(action)):
        return False
    said = action.message
    for name in ("container", "pickup", "authority"):
        if name in said and name in event.args and said[name] != event.args[name]:
            return False
    return True


def _is_about(action: TypedAction, event: LogEvent) -> bool:
    """Whether the action names the record first, and the version before the event, or the same where it stays."""
    if action.message[action.spec.fields[0].name] != event.record_id:
        return False
    return action.message.get("version", 0) in {event.version - 1, event.version}


def _ids_in(action: TypedAction) -> Iterable[str]:
    for value in action.message.values():
        for item in value if isinstance(value, list) else [value]:
            if _is_id(item):
                yield str(item)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 66 and int(value, 16) != 0  # noqa: PLR2004 - 0x and 32 bytes


def _event(mined: Mined, number: int, event: abi.Event) -> LogEvent:
    return LogEvent(
        block_number=mined.header.number,
        block_hash="0x" + mined.header.hash.hex(),
        transaction_hash="0x" + mined.hash.hex(),
        log_index=mined.index * _LOGS + number,
        contract=event.contract,
        name=event.name,
        record_id=record_of(event.args),
        actor=actor_of(event.args),
        version=int(event.args.get("version", 0)),
        wallet=wallet_of(event.args),
        args=event.args,
        time=mined.header.timestamp,
    )
