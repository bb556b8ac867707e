"""Brings an embedded Anvil that lost its tail, or all of it, back to the journal, block by block.

Anvil writes its state only at a clean stop. Replaying the journaled transactions with their block boundaries and
timestamps gives the same block hashes, so that nothing else has to know about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chain.errors import DeploymentError
from chain.rpc import JsonRpc


@dataclass(frozen=True)
class JournalBlock:
    """A block as the journal remembers it: number, hash, timestamp in seconds, raw transactions in order."""

    number: int
    hash: str
    timestamp: int
    raw_transactions: Sequence[bytes]


async def replay(rpc: JsonRpc, blocks: Iterable[JournalBlock]) -> int:
    """Replays the blocks that the node lacks; returns how many.

    Args:
        rpc: A development node that starts from the same genesis.
        blocks: The journal in the order of the numbers, without gaps.

    Raises:
        DeploymentError: a replayed block has another hash than the journal's: this is another chain.
        NodeError: the node is away, or no development node.
    """
    head = await rpc.block_number()
    missing = [block for block in blocks if block.number > head]
    if not missing:
        return 0
    await rpc.raw("evm_setAutomine", False)
    try:
        for block in missing:
            await _replay_one(rpc, block)
    finally:
        await rpc.raw("evm_setAutomine", True)
    return len(missing)


async def _replay_one(rpc: JsonRpc, block: JournalBlock) -> None:
    await rpc.raw("evm_setNextBlockTimestamp", block.timestamp)
    for raw in block.raw_transactions:
        await rpc.send_raw_transaction(raw)
    await rpc.raw("evm_mine")
    made = await rpc.block(block.number)
    if made is None or made["hash"] != block.hash:
        message = (
            f"block {block.number} came back with another hash than the journal's {block.hash}"
        )
        raise DeploymentError(message)
