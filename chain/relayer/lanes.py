"""Several relayers side by side, each with a key and a nonce of its own: one that is stuck holds up no other."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from chain.actions import ActionRecord
from chain.relayer.desk import Desk
from chain.relayer.outbox import Outbox, Outcome
from chain.relayer.recover import reconcile
from chain.relayer.send import Relayer
from chain.relayer.wire import Wire


class Lanes:
    """The lanes of a gateway, which recover one after the other."""

    def __init__(self, relayers: Sequence[Relayer], outbox: Outbox, wire: Wire, desk: Desk) -> None:
        """The lanes in the order of their keys; the first one sees through what none has the key of."""
        self._relayers, self._outbox, self._wire, self._desk = relayers, outbox, wire, desk
        self._recovering = asyncio.Lock()
        self.before_resuming: Callable[[], Awaitable[None]] = _nothing
        """Awaited at the start and whenever the node was away, before journal and chain are compared."""
        self._places = {relayer.sender: place for place, relayer in enumerate(relayers)}
        for place, relayer in enumerate(relayers):
            relayer.before_resuming = partial(self._recover, place)
            relayer.is_ours = partial(self._is_of, place)

    @property
    def senders(self) -> list[str]:
        """The lanes' addresses."""
        return list(self._places)

    def tell(
        self,
        on_mined: Callable[[int], None],
        on_settled: Callable[[Sequence[ActionRecord], Sequence[Outcome], int], None],
    ) -> None:
        """Who is told of blocks and outcomes, as `Relayer` says."""
        for relayer in self._relayers:
            relayer.on_mined, relayer.on_settled = on_mined, on_settled

    async def run(self) -> None:
        """Relays until stopped."""
        await asyncio.gather(*(relayer.run() for relayer in self._relayers))

    def doubt(self) -> None:
        """The chain is another one than it was: recovers before anything else is sent."""
        for relayer in self._relayers:
            relayer.doubt()

    def stop(self) -> None:
        """Ends `run` after the transactions in hand; what is left stays in the outbox."""
        for relayer in self._relayers:
            relayer.stop()

    def _is_of(self, place: int, sender: str) -> bool:
        return self._places.get(sender, 0) == place

    async def _recover(self, place: int) -> None:
        async with self._recovering:
            await self.before_resuming()
            if await reconcile(self._outbox, self._wire):
                for number, other in enumerate(self._relayers):
                    if number != place:
                        other.doubt()
            in_flight: defaultdict[int, list[ActionRecord]] = defaultdict(list)
            for transaction in await self._outbox.in_flight():
                batch = await self._outbox.of_transaction(transaction.transaction_hash)
                in_flight[self._places.get(transaction.sender, 0)] += batch
            self._desk.only(place, in_flight.pop(place, []))
            for lane, batch in in_flight.items():
                self._desk.hold(lane, batch)


async def _nothing() -> None:
    return
