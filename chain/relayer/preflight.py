"""Tries an action before it is accepted: as the next one after those of its record that still wait.

Several actions on successive versions of one record can be queued before the first is mined. So the
trial makes the waiting ones first, in one `eth_call` of Batch.execute, which tells the last outcome.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from chain.actions import ActionRecord, SignedAction
from chain.errors import NodeUnavailableError
from chain.relayer import gas
from chain.relayer.outbox import Outbox
from chain.relayer.parts import Call, Codec
from chain.relayer.ties import GOVERNING, records_of

_Related = Callable[[str, Iterable[str]], Awaitable[list[ActionRecord]]]
"""The waiting actions of a contract or of these records, in the order of their acceptance."""


class Trial(Protocol):
    """Executes a batch without a transaction."""

    async def try_last(self, calls: Sequence[Call], *, on_head: bool) -> bytes | None:
        """The revert data of the last call, None if it succeeds: on the head's state, or the pending one."""
        ...

    async def try_all(self, calls: Sequence[Call], *, on_head: bool) -> Collection[int] | None:
        """The places of the calls that fail, made in turn; None if the node cannot tell, or not for so much gas."""
        ...


class UnderWayElsewhereError(NodeUnavailableError):
    """What the action stands on was accepted by another gateway and is not settled: ours must not be sent before."""

    def __init__(self) -> None:
        super().__init__("another gateway has an action under way that this one stands on")


class Preflight:
    """Tells whether an action would be executed if it came next."""

    def __init__(
        self, outbox: Outbox, codec: Codec, trial: Trial, crowded: Callable[[], bool]
    ) -> None:
        """Looks at the outbox for what comes before. `crowded` tells whether much of ours is in flight.

        Then a trial stands on the head: a block is due, so that the head's time is nearly the next one's, what comes
        before is tried with the action in any case, and a development node would execute all that is in flight for
        each call on the pending state. Otherwise it stands on the pending state, whose time is now.
        """
        self._outbox, self._codec, self._trial = outbox, codec, trial
        self._crowded = crowded

    async def refusal(
        self, contract: str, name: str, message: Mapping[str, Any], signatures: bytes
    ) -> bytes | None:
        """The revert data that the action would get, None if it would be executed."""
        data = self._codec.calldata(name, message, signatures)
        limit = gas.trial_limit(name, signatures)
        own = Call(self._codec.target(contract), limit, data)
        before = await _before(name, message, self._known)
        reason = await self._tried(before, own)
        if reason is None:
            return None
        # Another gateway may have accepted what this one stands on: the journal has it.
        journalled = await _before(name, message, self._outbox.unsettled)
        if [action.action_id for action in journalled] == [action.action_id for action in before]:
            return reason
        reason = await self._tried(journalled, own)
        if reason is None and any(action.owner != self._outbox.owner for action in journalled):
            raise UnderWayElsewhereError
        return reason

    async def refused(self, group: Sequence[SignedAction]) -> Collection[int] | None:
        """The places of those that would not be executed one after the other, with nothing of ours before them.

        None if nobody can tell: each is to be tried by itself then.
        """
        calls = [
            Call(
                self._codec.target(action.contract),
                gas.trial_limit(action.name, action.signatures),
                self._codec.calldata(action.name, action.message, action.signatures),
            )
            for action in group
        ]
        return await self._trial.try_all(calls, on_head=self._crowded())

    async def _tried(self, before: Iterable[ActionRecord], own: Call) -> bytes | None:
        calls = [*(self._waiting(action) for action in before), own]
        return await self._trial.try_last(calls, on_head=self._crowded())

    async def _known(self, contract: str, record_ids: Iterable[str]) -> list[ActionRecord]:
        return self._outbox.waiting.related(contract, record_ids)

    def _waiting(self, action: ActionRecord) -> Call:
        name, signatures = action.name, action.signature_bytes
        data = self._codec.calldata(name, action.message, signatures)
        return Call(self._codec.target(action.contract), gas.call_limit(name, signatures, 1), data)


async def _before(name: str, message: Mapping[str, Any], related: _Related) -> list[ActionRecord]:
    """Waiting actions that this one may stand on.

    Those on the records that it names, on the records that these name in turn (an order's bill),
    and all on members and wallets.
    """
    records: set[str] = set()
    named = set(records_of(message))
    waiting: list[ActionRecord] = []
    while named != records:
        records = named
        waiting = await related(GOVERNING, records)
        named = records.union(*(records_of(action.message) for action in waiting))
    # A gate-out leaves the version and needs no other: forty of them do not wait for each other.
    return [a for a in waiting if not (name == "GateOut" and a.name == "GateOut")]


def trial_gas(calls: Iterable[Call]) -> int:
    """Gas for a trial of these calls."""
    return gas.transaction_limit(sum(call.gas_limit + gas.carriage(call.data) for call in calls))
