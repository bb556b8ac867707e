"""After a crash, a reorganisation or a loss of the node's tail: brings journal and chain together.

What is in flight is sent again by the relayer itself. Here the transactions that were mined once are
looked for from the newest down: the first one whose block is still there proves all below it.
"""

from dataclasses import dataclass

import structlog

from chain.relayer.outbox import MinedBlock, Outbox, SentTransaction
from chain.relayer.wire import Wire

_log = structlog.get_logger(__name__)

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Lost:
    """A transaction that was mined in a block which is there no more."""

    transaction: SentTransaction
    block: MinedBlock


async def lost_transactions(outbox: Outbox, wire: Wire) -> list[Lost]:
    """The journal's mined transactions that the node does not have where they were, oldest first."""
    lost: list[Lost] = []
    below: tuple[int, int] | None = None
    while page := await outbox.mined(_PAGE, below):
        for transaction, block in page:
            receipt = await wire.receipt(transaction.transaction_hash)
            if receipt is not None and receipt.block_hash == block.hash:
                return lost[::-1]
            lost.append(Lost(transaction, block))
            below = (block.number, transaction.nonce)
    return lost[::-1]


async def reconcile(outbox: Outbox, wire: Wire) -> int:
    """Puts every lost transaction in flight again; returns how many there were.

    The relayer then finds each mined elsewhere, or sends it as it was: same bytes, same nonce.
    """
    lost = await lost_transactions(outbox, wire)
    if not lost:
        return 0
    _log.warning("relayer.tail_lost", transactions=len(lost), first_block=lost[0].block.number)
    await outbox.reopen_foreign(lost[0].block.number - 1)
    for gone in lost:
        await outbox.reopen(gone.transaction.transaction_hash)
    await outbox.load()
    return len(lost)
