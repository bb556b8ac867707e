"""What a block commits to: headers, transactions and receipts as bytes, and proofs in Merkle-Patricia tries.

Everything is read from plain JSON-RPC answers and checked by its hash, so that a proof needs nothing of a node's but
what every engine tells (the Ethereum yellow paper, section 4 and appendix D; EIP-2718 for the types).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import rlp
from rlp.exceptions import RLPException
from trie import HexaryTrie

from wallets.hashing import keccak

Json = Mapping[str, Any]
RlpItem: TypeAlias = "bytes | list[RlpItem]"

_HEADER: Final = (
    ("parentHash", False),
    ("sha3Uncles", False),
    ("miner", False),
    ("stateRoot", False),
    ("transactionsRoot", False),
    ("receiptsRoot", False),
    ("logsBloom", False),
    ("difficulty", True),
    ("number", True),
    ("gasLimit", True),
    ("gasUsed", True),
    ("timestamp", True),
    ("extraData", False),
    ("mixHash", False),
    ("nonce", False),
    ("baseFeePerGas", True),
    ("withdrawalsRoot", False),
    ("blobGasUsed", True),
    ("excessBlobGas", True),
    ("parentBeaconBlockRoot", False),
    ("requestsHash", False),
)
"""A header's fields in their order, and whether each is a number; the later ones came with hard forks."""

_HEADER_PLACES: Final = {name: place for place, (name, _) in enumerate(_HEADER)}
_SHORTEST_HEADER: Final = 15
_LAST_TYPE: Final = 0x7F
_FEE_MARKET: Final = 2
_ACCESS_LIST: Final = 1
_CALL_PLACES: Final = {0: (3, 5), 1: (4, 6), 2: (5, 7), 3: (5, 7), 4: (5, 7)}
"""Where target and calldata stand in a transaction of each type."""

_BAD: Final = (RLPException, ValueError, KeyError, IndexError, TypeError)


class ProofError(Exception):
    """Bytes that are none of what they must be, or do not lead to the hash that they must lead to."""


@dataclass(frozen=True)
class Header:
    """What this project needs of a block's header; hashes and roots are 32 bytes."""

    hash: bytes
    parent: bytes
    number: int
    timestamp: int
    state_root: bytes
    transactions_root: bytes
    receipts_root: bytes


@dataclass(frozen=True)
class Log:
    """A log of a receipt; the address is in lower case, topics and data are 0x-hex, as JSON-RPC tells them."""

    address: str
    topics: tuple[str, ...]
    data: str


@dataclass(frozen=True)
class Receipt:
    """A transaction's receipt: whether it succeeded, and its logs in order."""

    succeeded: bool
    logs: tuple[Log, ...]


@dataclass(frozen=True)
class Transaction:
    """A transaction: its hash, its target (lower case; "" where it makes a contract) and its calldata."""

    hash: bytes
    to: str
    data: bytes


@dataclass(frozen=True)
class Account:
    """An account in the state: the roots of its storage and the hash of its code."""

    storage_root: bytes
    code_hash: bytes


def encode_header(block: Json) -> bytes:
    """A block's header in RLP, from JSON-RPC's block.

    Raises:
        ProofError: it does not hash to the block's hash: the chain's headers have fields that are unknown here.
    """
    fields = [
        _integer(block[name]) if is_number else _bytes(block[name])
        for name, is_number in _HEADER
        if block.get(name) is not None
    ]
    raw = _encoded(fields)
    if "0x" + keccak(raw).hex() != block["hash"]:
        message = f"the header of block {int(block['number'], 16)} has fields that this version does not know"
        raise ProofError(message)
    return raw


def parse_header(raw: bytes) -> Header:
    """A header from its RLP. Raises ProofError."""
    try:
        fields: list[bytes] = rlp.decode(raw)
        if len(fields) < _SHORTEST_HEADER or not all(isinstance(given, bytes) for given in fields):
            raise ProofError("this is no block header")

        def of(name: str) -> bytes:
            return fields[_HEADER_PLACES[name]]

        return Header(
            hash=keccak(raw),
            parent=of("parentHash"),
            number=int.from_bytes(of("number"), "big"),
            timestamp=int.from_bytes(of("timestamp"), "big"),
            state_root=of("stateRoot"),
            transactions_root=of("transactionsRoot"),
            receipts_root=of("receiptsRoot"),
        )
    except _BAD as error:
        raise ProofError("this is no block header") from error


def encode_transaction(transaction: Json) -> bytes:
    """A transaction's bytes from JSON-RPC's transaction; empty for a type that is not known here."""
    kind = int(transaction.get("type") or "0x0", 16)
    if kind > _FEE_MARKET:
        return b""
    target = [_bytes(transaction.get("to") or "0x")]
    body = [*target, _integer(transaction["value"]), _bytes(transaction["input"])]
    nonce, gas = _integer(transaction["nonce"]), _integer(transaction["gas"])
    signature = [_integer(transaction["r"]), _integer(transaction["s"])]
    if not kind:
        price = _integer(transaction["gasPrice"])
        return _encoded([nonce, price, gas, *body, _integer(transaction["v"]), *signature])
    fees = ("maxPriorityFeePerGas", "maxFeePerGas") if kind == _FEE_MARKET else ("gasPrice",)
    parity = _integer(transaction.get("yParity") or transaction["v"])
    fields = [
        _integer(transaction["chainId"]),
        nonce,
        *(_integer(transaction[fee]) for fee in fees),
        gas,
        *body,
        _access_list(transaction.get("accessList") or ()),
        parity,
        *signature,
    ]
    return bytes([kind]) + _encoded(fields)


def parse_transaction(raw: bytes) -> Transaction:
    """A transaction from its bytes. Raises ProofError."""
    try:
        kind, body = _typed(raw)
        to, data = _CALL_PLACES[kind]
        fields = rlp.decode(body)
        target = "0x" + fields[to].hex() if fields[to] else ""
        return Transaction(keccak(raw), target, bytes(fields[data]))
    except _BAD as error:
        raise ProofError("this is no transaction") from error


def encode_receipt(receipt: Json) -> bytes:
    """A receipt's bytes, as its block commits to it, from JSON-RPC's receipt."""
    kind = int(receipt.get("type") or "0x0", 16)
    logs = [
        [_bytes(log["address"]), [_bytes(topic) for topic in log["topics"]], _bytes(log["data"])]
        for log in receipt["logs"]
    ]
    fields = [
        _integer(receipt["status"]),
        _integer(receipt["cumulativeGasUsed"]),
        _bytes(receipt["logsBloom"]),
        logs,
    ]
    return (bytes([kind]) if kind else b"") + _encoded(fields)


def parse_receipt(raw: bytes) -> Receipt:
    """A receipt from its bytes. Raises ProofError."""
    try:
        status, _, _, logs = rlp.decode(_typed(raw)[1])
        found = tuple(
            Log(
                "0x" + address.hex(),
                tuple("0x" + topic.hex() for topic in topics),
                "0x" + data.hex(),
            )
            for address, topics, data in logs
        )
        return Receipt(status == b"\x01", found)
    except _BAD as error:
        raise ProofError("this is no receipt") from error


def parse_account(raw: bytes) -> Account:
    """An account from its RLP. Raises ProofError: there is none, or it is malformed."""
    try:
        _, _, storage_root, code_hash = rlp.decode(raw)
        return Account(bytes(storage_root), bytes(code_hash))
    except _BAD as error:
        raise ProofError("there is no such account") from error


def proofs_in_list(items: Sequence[bytes], places: Sequence[int], root: bytes) -> list[list[bytes]]:
    """For each of these places the nodes that prove what stands there in a block's list.

    Raises:
        ProofError: the items do not make the root: the node does not tell them as they are.
    """
    trie = HexaryTrie({})
    for place, item in enumerate(items):
        trie[rlp.encode(place)] = item
    if trie.root_hash != root:
        raise ProofError("what the node tells of a block does not make the root in its header")
    return [[rlp.encode(node) for node in trie.get_proof(rlp.encode(place))] for place in places]


def in_list(root: bytes, place: int, proof: Sequence[bytes]) -> bytes:
    """What a proof shows at a place of a block's list. Raises ProofError: nothing."""
    found = _value(root, rlp.encode(place), proof)
    if not found:
        raise ProofError("the proof shows that nothing is there")
    return found


def account_at(state_root: bytes, address: str, proof: Sequence[bytes]) -> Account:
    """What a proof shows of an account. Raises ProofError."""
    return parse_account(_value(state_root, keccak(bytes.fromhex(address[2:])), proof))


def word_at(storage_root: bytes, slot: int, proof: Sequence[bytes]) -> int:
    """The word that a proof shows in a storage slot; 0 where it shows that nothing is there. Raises ProofError."""
    found = _value(storage_root, keccak(slot.to_bytes(32, "big")), proof)
    try:
        return int.from_bytes(rlp.decode(found), "big") if found else 0
    except _BAD as error:
        raise ProofError("this is no word of storage") from error


def _value(root: bytes, key: bytes, proof: Sequence[bytes]) -> bytes:
    try:
        nodes = [rlp.decode(node) for node in proof]
        found: bytes = HexaryTrie.get_from_proof(root, key, nodes)
    except Exception as error:
        # Strangers' bytes: whatever the library finds wrong with them, they prove nothing.
        raise ProofError("the proof does not lead to the root") from error
    return found


def _encoded(item: Any) -> bytes:
    raw: bytes = rlp.encode(item)
    return raw


def _typed(raw: bytes) -> tuple[int, bytes]:
    return (raw[0], raw[1:]) if raw[0] <= _LAST_TYPE else (0, raw)


def _access_list(entries: Sequence[Json]) -> list[Any]:
    return [[_bytes(e["address"]), [_bytes(k) for k in e["storageKeys"]]] for e in entries]


def _integer(value: str) -> int:
    return int(value, 16)


def _bytes(value: str) -> bytes:
    return bytes.fromhex(value[2:])
