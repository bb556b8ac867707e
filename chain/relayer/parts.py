"""What a relayer is put together from: the calls it sends, who encodes them, its lane, and what can stop it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eth_account.signers.local import LocalAccount

from chain.actions import ActionRecord
from chain.errors import NodeError
from chain.relayer.desk import Desk
from chain.relayer.pace import Pace


@dataclass(frozen=True, slots=True)
class Call:
    """An encoded action on its way: the contract's address, gas for it, its calldata."""

    target: str
    gas_limit: int
    data: bytes


class Codec(Protocol):
    """Encodes what the relayer sends and decodes what comes back."""

    def target(self, contract: str) -> str:
        """The address of a contract."""
        ...

    def calldata(self, name: str, message: Mapping[str, Any], signatures: bytes) -> bytes:
        """The call of an action's function."""
        ...

    def batch(self, calls: Sequence[Call]) -> bytes:
        """The call of Batch.execute."""
        ...

    def calls_of(self, data: bytes) -> list[bytes] | None:
        """The calldata of each call that a call of Batch makes, None if it is something else."""
        ...

    def refusal(self, reason: bytes) -> dict[str, Any]:
        """A contract's revert data as {name, args, detail}."""
        ...


class Elsewhere(Protocol):
    """Finds out whether an action was executed by a transaction other than the one in hand."""

    async def find(self, action: ActionRecord, block_number: int) -> tuple[str, int] | None:
        """The hash and the block of the transaction that executed it, as of this block.

        Raises IndexBehindError.
        """
        ...


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane's number, the key that pays for it and has no authority on the ledger, where it gets actions, how many.

    `most_fee` is the most that it offers for a unit of gas, in wei.
    """

    number: int
    account: LocalAccount
    desk: Desk
    pace: Pace
    most_fee: int


class TailLostError(NodeError):
    """The node has fewer of our transactions than it had: blocks of it are gone."""

    def __init__(self, nonce: int, expected: int) -> None:
        """Tells the node's next nonce and the journal's."""
        super().__init__(f"the node's next nonce is {nonce}, the journal's {expected}")
        self.nonce, self.expected = nonce, expected


class IndexBehindError(NodeError):
    """The index has not come to a block in time, so an action's outcome is not known yet."""

    def __init__(self, block_number: int) -> None:
        """Names the block."""
        super().__init__(f"the index has not reached block {block_number}")
        self.block_number = block_number
