"""What the relayer asks of a node, and what it needs to know of a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from chain.relayer.fees import Offer


@dataclass(frozen=True, slots=True)
class Receipt:
    """A mined transaction.

    `failures` has the revert data of each call of the batch that failed, by the call's place;
    `succeeded` is false if the whole transaction reverted; `block_time` is in seconds since 1970 UTC.
    """

    transaction_hash: str
    block_number: int
    block_hash: str
    block_time: int
    gas_used: int
    succeeded: bool
    failures: Mapping[int, bytes]


class Wire(Protocol):
    """What the relayer asks of a node. All raise NodeUnavailableError if it does not answer."""

    async def next_nonce(self, sender: str) -> int:
        """How many transactions of this sender are mined."""
        ...

    async def offer(self) -> Offer:
        """What the chain asks for a unit of gas, with room for a while."""
        ...

    async def block_gas_limit(self) -> int:
        """Gas that a block has room for."""
        ...

    async def height(self) -> int:
        """The head's number."""
        ...

    async def send(self, raw: bytes) -> None:
        """Gives the node a signed transaction; one that it has already is fine.

        Raises NonceTooLowError, NodeRefusedError.
        """
        ...

    async def receipt(self, transaction_hash: str) -> Receipt | None:
        """The receipt, None while the transaction is not mined."""
        ...

    async def input_of(self, transaction_hash: str) -> bytes | None:
        """A mined transaction's input data, None if the node does not know it."""
        ...
