"""A block's transactions as bytes, from what a node tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chain.evidence.ethereum import encode_transaction, parse_transaction
from chain.rpc import JsonRpc


async def raw_transactions(rpc: JsonRpc, block: Mapping[str, Any]) -> list[bytes]:
    """The bytes of every transaction of a block that was asked for with its transactions."""
    return [await _raw(rpc, transaction) for transaction in block["transactions"]]


async def _raw(rpc: JsonRpc, transaction: Mapping[str, Any]) -> bytes:
    raw = encode_transaction(transaction)
    if raw and parse_transaction(raw).hash.hex() == transaction["hash"][2:]:
        return raw
    found = await rpc.read("eth_getRawTransactionByHash", transaction["hash"])
    return bytes.fromhex(found[2:])
