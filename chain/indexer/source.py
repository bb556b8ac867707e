"""Where the index reads the chain from: three questions, so that the flow is one for every engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chain.indexer.events import LogEvent


@dataclass(frozen=True, slots=True)
class BlockHead:
    """A block: its number, its 0x-hex hash, its timestamp in seconds since 1970 UTC."""

    number: int
    hash: str
    time: int


class Source(Protocol):
    """What the index asks of a node. All raise the chain's unavailable error if it does not answer."""

    async def height(self) -> int:
        """The number of the newest block."""
        ...

    async def head(self, number: int) -> BlockHead | None:
        """The block of this number, None if the chain is shorter."""
        ...

    async def events(self, first: int, last: int) -> Sequence[LogEvent]:
        """The events of our contracts in these blocks, both included, in chain order."""
        ...
