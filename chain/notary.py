"""Puts a few bytes on the ledger with a proof of them: a transaction of a key of its own to itself.

The key pays and proves nothing: what counts is that the bytes are in a block. It is none of the relayer's keys, whose
nonces are the relayer's affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eth_typing import HexStr

from chain.deploy import load_or_create_key
from chain.evidence.blocks import raw_transactions
from chain.evidence.ethereum import encode_header, parse_header, proofs_in_list
from chain.rpc import JsonRpc

NOTE_GAS: Final = 60_000
"""What a note may cost at most."""

_MINED_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Noted:
    """Bytes in a block: its header in RLP, the transaction's place there, and the nodes that prove it."""

    transaction_hash: str
    block_number: int
    header: bytes
    index: int
    proof: Sequence[bytes]


class Notary:
    """Writes notes. Its key is made at the first one; on a chain with fees it needs something to pay with."""

    def __init__(self, rpc: JsonRpc, key_path: Path, chain_id: int) -> None:
        """Keeps its key at `key_path`."""
        self._rpc, self._key_path, self._chain_id = rpc, key_path, chain_id

    async def note(self, data: bytes) -> Noted:
        """Writes bytes, and returns when they are mined.

        Raises:
            NodeError: The node is away, refuses, or did not mine it in time.
            ProofError: The node does not tell of the block what its header says.
        """
        key = load_or_create_key(self._key_path)
        signed = key.sign_transaction(
            {
                "chainId": self._chain_id,
                "nonce": await self._rpc.nonce(key.address),
                "to": HexStr(key.address),
                "gas": NOTE_GAS,
                **await self._rpc.fees(),
                "value": 0,
                "data": data,
            }
        )
        transaction_hash = await self._rpc.send_raw_transaction(bytes(signed.raw_transaction))
        receipt = await self._rpc.mined(transaction_hash, within=_MINED_SECONDS)
        block: dict[str, Any] = await self._rpc.read(
            "eth_getBlockByHash", receipt["blockHash"], True
        )
        header, index = encode_header(block), int(receipt["transactionIndex"], 16)
        root = parse_header(header).transactions_root
        (proof,) = proofs_in_list(await raw_transactions(self._rpc, block), [index], root)
        return Noted(transaction_hash, int(block["number"], 16), header, index, proof)
