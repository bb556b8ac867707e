"""The relayer: takes actions from the outbox in order and carries them to the chain in batches.

One is a lane, with a key of its own. Its transactions follow each other by nonce, several in flight at a time. Each is
in the journal before it is sent, so that after a crash or a loss of the node the same transaction goes out again:
the nonce makes it unique, the versions in its actions make it harmless.
"""

import asyncio
import itertools
import math
from collections.abc import Awaitable, Callable, Collection, Sequence

import structlog

from chain.actions import ActionRecord
from chain.errors import (
    DatabaseUnavailableError,
    NodeRefusedError,
    NodeUnavailableError,
    NonceTooLowError,
)
from chain.relayer import fees, gas
from chain.relayer.heads import Heads
from chain.relayer.outbox import MinedBlock, Outbox, Outcome, SentTransaction
from chain.relayer.parts import Call, Codec, Elsewhere, IndexBehindError, Lane, TailLostError
from chain.relayer.ties import GOVERNING, ties_of
from chain.relayer.wire import Receipt, Wire

_log = structlog.get_logger(__name__)

_FIRST_LOOK_SECONDS = 0.5
_LAST_LOOK_SECONDS = 1.0
_RESEND_SECONDS = 3.0
_ORPHAN_SECONDS = 10.0
_RAISE_SECONDS = 30.0
_FIRST_RETRY_SECONDS = 0.2
_LAST_RETRY_SECONDS = 5.0
_MAX_ATTEMPTS = 6
_MOST_IN_FLIGHT = 64
_PATIENCE_SECONDS = 0.1
"""How long a batch that is not full waits while transactions of its lane are in flight."""


class Relayer:
    """Sends what the outbox holds; run as a task."""

    def __init__(
        self,
        outbox: Outbox,
        wire: Wire,
        codec: Codec,
        lane: Lane,
        chain_id: int,
        elsewhere: Elsewhere,
    ) -> None:
        """Sends what the lane is given, by its key."""
        self._outbox, self._wire, self._codec = outbox, wire, codec
        self._heads = Heads(wire.height)
        self._account, self._chain_id = lane.account, chain_id
        self._elsewhere = elsewhere
        self._lane, self._desk, self._pace = lane.number, lane.desk, lane.pace
        self._most_fee = lane.most_fee
        self._stopping = False
        self._doubt = True
        self._left_at = 0.0
        self._most_gas = gas.TRANSACTION_LIMIT
        self.on_mined: Callable[[int], None] = lambda _: None
        """Told the number of each block that a transaction of ours is in."""
        self.on_settled: Callable[[Sequence[ActionRecord], Sequence[Outcome], int], None] = (
            lambda _batch, _outcomes, _gas: None
        )
        """Told the actions of each mined transaction of ours, their outcomes, and its gas."""
        self.before_resuming: Callable[[], Awaitable[None]] = _nothing
        """Awaited at the start and whenever the node was away: recovery."""

        self.is_ours: Callable[[str], bool] = lambda _: True
        """Whether this lane sees the transactions of a sender through."""

    @property
    def sender(self) -> str:
        """The address that pays."""
        return str(self._account.address)

    async def run(self) -> None:
        """Relays until stopped. A node that is away is waited for."""
        retry = _FIRST_RETRY_SECONDS
        while not self._stopping:
            try:
                if self._doubt:
                    self._doubt = False
                    await self.before_resuming()
                    self._most_gas = min(gas.TRANSACTION_LIMIT, await self._wire.block_gas_limit())
                await self._send_in_flight()
                await self._drain()
                retry = _FIRST_RETRY_SECONDS
            except (
                NodeUnavailableError,
                DatabaseUnavailableError,
                TailLostError,
                IndexBehindError,
            ) as error:
                _log.warning("relayer.waits", error=str(error), retry_seconds=retry)
                self._doubt = True
            except Exception as error:  # noqa: BLE001 - the outbox keeps all; a retry may succeed
                _log.exception("relayer.failed", error=str(error))
                self._doubt = True
            if self._doubt and not self._stopping:
                await asyncio.sleep(retry)
                retry = min(retry * 2, _LAST_RETRY_SECONDS)

    def doubt(self) -> None:
        """The chain is another one than it was: recovers before anything else is sent."""
        self._doubt = True
        self._wake()

    def stop(self) -> None:
        """Ends `run` after the transaction in hand; what is left stays in the outbox."""
        self._stopping = True
        self._wake()

    def _wake(self) -> None:
        self._outbox.arrived.ring()
        self._heads.wake()

    async def _drain(self) -> None:
        """Sends until stopped or in doubt; waits where there is nothing to send.

        A full batch leaves at once, whatever is in flight. One that is not waits for company until nothing is in
        flight, or for a moment: on a chain with a block for each transaction batches grow with the load, on one with a
        block a second no second is lost.
        """
        flights: set[asyncio.Task[None]] = set()
        try:
            while not self._stopping and not self._doubt:
                seen = self._outbox.arrived.rings
                batch = await self._next_batch() if self._worthwhile(flights) else []
                if batch:
                    flights.add(self._launched(await self._written(batch)))
                    self._left_at = _now()
                else:
                    await self._outbox.arrived.rung(seen, _PATIENCE_SECONDS if flights else 1.0)
                    if not flights:
                        await asyncio.sleep(self._pace.linger)
                flights = _in_the_air(flights)
        finally:
            # Those in flight end by themselves where the lane is stopped or in doubt, at a point where nothing is lost.
            self._doubt = self._doubt or not self._stopping
            self._heads.wake()
            await asyncio.gather(*flights, return_exceptions=True)
        _in_the_air(flights)

    def _worthwhile(self, flights: Collection[asyncio.Task[None]]) -> bool:
        if not flights:
            return True
        if len(flights) >= _MOST_IN_FLIGHT:
            return False
        unsent = len(self._outbox.waiting) - self._desk.held
        return unsent >= self._pace.size or _now() - self._left_at >= _PATIENCE_SECONDS

    def _launched(self, *attempts: SentTransaction) -> asyncio.Task[None]:
        task = asyncio.create_task(self._see_through(list(attempts)))
        task.add_done_callback(lambda _: self._outbox.arrived.ring())
        return task

    async def _send_in_flight(self) -> None:
        sent = [each for each in await self._outbox.in_flight() if self.is_ours(each.sender)]
        by_nonce = itertools.groupby(sorted(sent, key=_place), key=_place)
        flights = {self._launched(*attempts) for _, attempts in by_nonce}
        if flights:
            await asyncio.wait(flights)
        _in_the_air(flights)

    async def _next_batch(self) -> list[tuple[ActionRecord, Call]]:
        """As many actions, in order, as fit into one transaction."""
        batch: list[tuple[ActionRecord, Call]] = []
        total = 0
        taken = await self._desk.take(self._lane, self._pace.size)
        for action in taken:
            call = self._call(action)
            total += call.gas_limit + gas.carriage(call.data)
            if batch and gas.transaction_limit(total) > self._most_gas:
                break
            batch.append((action, call))
        if batch:
            # One that the gas has cut short is full, too.
            self._pace.sent(self._pace.size if len(batch) < len(taken) else len(batch))
        self._desk.release(taken[len(batch) :])
        return batch

    def _call(self, action: ActionRecord) -> Call:
        data = self._codec.calldata(action.name, action.message, action.signature_bytes)
        limit = gas.call_limit(action.name, action.signature_bytes, action.attempts)
        return Call(self._codec.target(action.contract), limit, data)

    async def _written(self, batch: Sequence[tuple[ActionRecord, Call]]) -> SentTransaction:
        """The transaction of a batch, in the journal."""
        actions = [action for action, _ in batch]
        try:
            transaction = await self._signed([call for _, call in batch])
            await self._outbox.record_sent(transaction, actions)
        except BaseException:
            self._desk.release(actions)
            raise
        return transaction

    async def _signed(self, calls: Sequence[Call]) -> SentTransaction:
        sender = self._account.address
        nonce = await self._next_nonce(sender)
        limits = sum(call.gas_limit + gas.carriage(call.data) for call in calls)
        limit, data = gas.transaction_limit(limits), self._codec.batch(calls)
        payload = fees.Payload(self._chain_id, nonce, limit, self._codec.target("Batch"), data)
        offer = (await self._wire.offer()).capped(self._most_fee)
        transaction_hash, raw = payload.signed(self._account, offer)
        return SentTransaction(transaction_hash, sender, nonce, raw, len(calls))

    async def _next_nonce(self, sender: str) -> int:
        """The first nonce that is free: one that was given up leaves a gap, and what is behind it waits.

        Raises TailLostError if the node has not got all that was mined.
        """
        nonce = await self._wire.next_nonce(sender)
        expected, taken = await self._outbox.nonces(sender)
        if nonce < expected:
            raise TailLostError(nonce, expected)
        while nonce in taken:
            nonce += 1
        return nonce

    async def _see_through(self, attempts: list[SentTransaction]) -> None:
        """Sends until it is mined, however often it takes; or gives it up if it never can be.

        Where the chain is another one than it was, it stays in flight until that is recovered. One of another key
        is not waited for: it cannot be made to pay more, and a repeat of its actions does no harm.
        """
        ours = attempts[-1].sender == self.sender
        deadline = _now() + (math.inf if ours else _ORPHAN_SECONDS)
        raise_at = _now() + _RAISE_SECONDS
        while not self._stopping and not self._doubt and await self._offer(attempts):
            receipt = await self._await_receipt(attempts)
            if receipt is not None:
                await self._settle(await self._mined(attempts, receipt), receipt)
                return
            if _now() > deadline:
                _log.warning("relayer.orphaned", transaction=attempts[-1].transaction_hash)
                await self._give_up(attempts)
                return
            if ours and _now() > raise_at:
                raise_at = _now() + _RAISE_SECONDS
                await self._raise(attempts)

    async def _offer(self, attempts: list[SentTransaction]) -> bool:
        """Sends the last one; False if the transaction had to be given up and its actions go out anew."""
        try:
            await self._wire.send(attempts[-1].raw)
        except NonceTooLowError:
            if await self._receipt(attempts) is not None:
                return True
            _log.warning("relayer.nonce_taken", transaction=attempts[-1].transaction_hash)
        except NodeRefusedError as error:
            _log.warning("relayer.rejected", error=str(error))
            if len(attempts) > 1:
                gone = attempts.pop()
                await self._outbox.settle_for(attempts[-1].transaction_hash, gone.transaction_hash)
                return True
            await self._give_up(attempts)
            raise
        else:
            return True
        await self._give_up(attempts)
        return False

    async def _raise(self, attempts: list[SentTransaction]) -> None:
        """Makes a transaction that is not mined pay more, if that may help and may be."""
        last = attempts[-1]
        payload, offered = fees.read(last.raw, self._chain_id)
        offer = offered.raised(await self._wire.offer(), self._most_fee)
        if offer is None:
            return
        transaction_hash, raw = payload.signed(self._account, offer)
        raised = SentTransaction(transaction_hash, last.sender, last.nonce, raw, last.calls)
        await self._outbox.record_raised(raised, last.transaction_hash)
        _log.warning("relayer.raises", transaction=transaction_hash, most_wei=offer.most)
        attempts.append(raised)

    async def _mined(self, attempts: list[SentTransaction], receipt: Receipt) -> SentTransaction:
        """The one that was mined, which has the actions from now on."""
        mined = next(a for a in attempts if a.transaction_hash == receipt.transaction_hash)
        for other in attempts:
            if other is not mined:
                await self._outbox.settle_for(mined.transaction_hash, other.transaction_hash)
        return mined

    async def _give_up(self, attempts: Sequence[SentTransaction]) -> None:
        for transaction in attempts:
            batch = await self._outbox.of_transaction(transaction.transaction_hash)
            await self._outbox.drop(transaction.transaction_hash)
            self._desk.release(batch)
        self._outbox.arrived.ring()

    async def _receipt(self, attempts: Sequence[SentTransaction]) -> Receipt | None:
        for transaction in attempts:
            receipt = await self._wire.receipt(transaction.transaction_hash)
            if receipt is not None:
                return receipt
        return None

    async def _await_receipt(self, attempts: Sequence[SentTransaction]) -> Receipt | None:
        """Looks with each new block, and now and then; None when it is time to send again."""
        deadline = _now() + _RESEND_SECONDS
        pause = _FIRST_LOOK_SECONDS
        while _now() < deadline and not (self._stopping or self._doubt):
            seen = self._heads.seen
            receipt = await self._receipt(attempts)
            if receipt is not None:
                return receipt
            await self._heads.changed(seen, pause)
            pause = min(pause * 2, _LAST_LOOK_SECONDS)
        return None

    async def _settle(self, transaction: SentTransaction, receipt: Receipt) -> None:
        """Settles each action by its own outcome; those without one go out again."""
        self.on_mined(receipt.block_number)
        batch = await self._outbox.of_transaction(transaction.transaction_hash)
        shares = gas.shares(receipt.gas_used, transaction.calls)
        outcomes = []
        for action in batch:
            share = shares[action.batch_index or 0]
            outcome = await self._outcome(action, receipt, share)
            if outcome is not None:
                outcomes.append(outcome)
        block = MinedBlock(
            receipt.block_number, receipt.block_hash, receipt.block_time, receipt.gas_used
        )
        await self._outbox.record_mined(transaction.transaction_hash, block, outcomes)
        self._desk.release(batch, {outcome.action_id for outcome in outcomes})
        self._outbox.arrived.ring()
        self.on_settled(batch, outcomes, receipt.gas_used)

    async def _outcome(self, action: ActionRecord, receipt: Receipt, share: int) -> Outcome | None:
        """None asks for another attempt: the fault was not the action's own."""
        reason = receipt.failures.get(action.batch_index or 0)
        if receipt.succeeded and reason is None:
            return Outcome(action.action_id, share, None)
        if not reason:
            if action.attempts < _MAX_ATTEMPTS:
                return None
            return Outcome(action.action_id, share, _OUT_OF_GAS)
        found = await self._elsewhere.find(action, receipt.block_number)
        if found is not None:
            return Outcome(action.action_id, share, None, executed_in=found)
        if await self._came_too_early(action):
            return None
        return Outcome(action.action_id, share, self._codec.refusal(reason))

    async def _came_too_early(self, action: ActionRecord) -> bool:
        """Whether another gateway has accepted, and not settled, what this one stands on."""
        before = await self._outbox.unsettled(GOVERNING, ties_of(action))
        return any(b.owner != self._outbox.owner and b.sequence < action.sequence for b in before)


_OUT_OF_GAS = {
    "name": "RelayOutOfGas",
    "args": {},
    "detail": "the action used up all gas that a transaction may give it, several times",
}


def _in_the_air(flights: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    """Those that have not landed; raises what one of the others fell over."""
    landed = {flight for flight in flights if flight.done()}
    for flight in landed:
        flight.result()
    return flights - landed


def _now() -> float:
    return asyncio.get_running_loop().time()


def _place(transaction: SentTransaction) -> tuple[str, int]:
    return transaction.sender, transaction.nonce


async def _nothing() -> None:
    return
