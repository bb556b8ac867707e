"""Tries an action before it is accepted: as the next one after those of its record that still wait.

Several actions on successive versions of one record can be queued before the first is mined. So the
trial makes the waiting ones first, in one `eth_call` of Batch.execute, which tells the last outcome.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from chain.actions import ActionRecord
from chain.relayer import gas
from chain.relayer.outbox import Outbox
from chain.relayer.send import Call, Codec

_RECORD_FIELDS = (
    "billId",
    "orderId",
    "boxId",
    "appointmentId",
    "inspectionId",
    "certificateId",
    "claimId",
    "documentId",
    "batchId",
    "subject",
)
_GOVERNING = "Consortium"


class Trial(Protocol):
    """Executes a batch without a transaction, on the pending state."""

    async def try_last(self, calls: Sequence[Call]) -> bytes | None:
        """The revert data of the last call, None if it succeeds."""
        ...


class Preflight:
    """Tells whether an action would be executed if it came next."""

    def __init__(self, outbox: Outbox, codec: Codec, trial: Trial) -> None:
        """Looks at the outbox for what comes before."""
        self._outbox, self._codec, self._trial = outbox, codec, trial

    async def refusal(
        self, contract: str, name: str, message: Mapping[str, Any], signatures: bytes
    ) -> bytes | None:
        """The revert data that the action would get, None if it would be executed."""
        before = await self._before(name, message)
        calls = [self._waiting(action) for action in before]
        data = self._codec.calldata(name, message, signatures)
        limit = gas.trial_limit(name, signatures)
        calls.append(Call(self._codec.target(contract), limit, data))
        return await self._trial.try_last(calls)

    async def _before(self, name: str, message: Mapping[str, Any]) -> list[ActionRecord]:
        """Waiting actions that this one may stand on.

        Those on the records that it names, on the records that these name in turn (an order's bill),
        and all on members and wallets.
        """
        records: set[str] = set()
        named = set(records_of(message))
        waiting: list[ActionRecord] = []
        while named != records:
            records = named
            waiting = await self._outbox.unsettled(_GOVERNING, records)
            named = records.union(*(records_of(action.message) for action in waiting))
        # A gate-out leaves the version and needs no other: forty of them do not wait for each other.
        return [a for a in waiting if not (name == "GateOut" and a.name == "GateOut")]

    def _waiting(self, action: ActionRecord) -> Call:
        name, signatures = action.name, action.signature_bytes
        data = self._codec.calldata(name, action.message, signatures)
        return Call(self._codec.target(action.contract), gas.call_limit(name, signatures, 1), data)


def records_of(message: Mapping[str, Any]) -> list[str]:
    """The records that an action names: its own, and the one that it is on or about."""
    named = [str(message[field]) for field in _RECORD_FIELDS if field in message]
    listed = (*message.get("parents", ()), *message.get("billIds", ()))
    return named + [str(each) for each in listed]


def trial_gas(calls: Iterable[Call]) -> int:
    """Gas for a trial of these calls."""
    return gas.transaction_limit(sum(call.gas_limit + gas.carriage(call.data) for call in calls))
