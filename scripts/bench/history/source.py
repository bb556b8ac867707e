"""A chain without a node: blocks of a synthetic trade, made as they are asked for and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain, islice
from typing import Final

from chain.indexer.events import LogEvent, actor_of, record_of, wallet_of
from chain.indexer.source import BlockHead
from scripts.bench.history.trade import Step, founding, trade

PER_BLOCK: Final = 50
"""Events in a block."""

_BLOCK_SECONDS: Final = 300
_FIRST_TIME: Final = 1_760_000_000


class TradeSource:
    """What a follower reads; `grow` makes the chain longer. It is read once, from the first block on."""

    def __init__(self) -> None:
        """A chain that has no block yet."""
        self._height = 0
        self._filling = 1
        self._founding = sum(1 for _ in founding())
        self._steps: Iterator[Step] = chain(founding(), trade(lambda: _time(self._filling)))

    def grow(self, actions: int) -> None:
        """Makes the chain as long as it takes for so many actions after its founding."""
        self._height = -(-(self._founding + actions) // PER_BLOCK)

    async def height(self) -> int:
        """As `Source` says."""
        return self._height

    async def head(self, number: int) -> BlockHead | None:
        """As `Source` says."""
        return BlockHead(number, _hash(number), _time(number)) if number <= self._height else None

    async def events(self, first: int, last: int) -> Sequence[LogEvent]:
        """As `Source` says, but for blocks that were read."""
        found: list[LogEvent] = []
        for number in range(first, last + 1):
            self._filling = number
            steps = islice(self._steps, PER_BLOCK)
            found.extend(_event(number, index, *step) for index, step in enumerate(steps))
        return found


def _event(number: int, index: int, contract: str, name: str, args: dict[str, object]) -> LogEvent:
    return LogEvent(
        block_number=number,
        block_hash=_hash(number),
        transaction_hash=_hash(-number),
        log_index=index,
        contract=contract,
        name=name,
        record_id=record_of(args),
        actor=actor_of(args),
        version=int(str(args["version"])),
        wallet=wallet_of(args),
        args=args,
        time=_time(number),
    )


def _hash(number: int) -> str:
    return "0x" + blake2b(f"block {number}".encode(), digest_size=32).hexdigest()


def _time(number: int) -> int:
    return _FIRST_TIME + number * _BLOCK_SECONDS
