"""Who signed an action: its `signatures` are joined pieces, and a piece's v says what it is (ISigned.sol)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from wallets.action_set import MAX_HEIGHT, OF_A_SET, root_digest
from wallets.addresses import checksummed
from wallets.errors import SignatureError
from wallets.hashing import keccak
from wallets.recover import SIGNATURE_LENGTH, recover
from wallets.typed_action import Domain, TypedAction, digest, struct_hash

_HEAD: Final = 5
_HASH: Final = 32
_CONTRACT: Final = 0
_COMPACT_LENGTH: Final = 64
_PLAIN_V: Final = 27
_PARITY: Final = 0x80


class Signer(NamedTuple):
    """A wallet that signed.

    Attributes:
        wallet: Its checksummed address.
        proven: Whether the signature itself proves it; a wallet that is a contract (ERC-1271) is only named here,
            and the ledger asks it.
    """

    wallet: str
    proven: bool


def signers(action: TypedAction, domain: Domain, signatures: bytes) -> list[Signer]:
    """The wallets that signed the action, in the signatures' order.

    Raises:
        SignatureError: the bytes are no joined pieces, or a piece is malformed: the contracts would refuse it too.
    """
    if not signatures:
        raise SignatureError("there is no signature")
    return list(_pieces(action, domain, signatures))


def compact_signature(signatures: bytes) -> bytes:
    """A lone ECDSA signature r‖s‖v in the compact form r‖vs (EIP-2098), anything else as it is."""
    if len(signatures) != SIGNATURE_LENGTH or signatures[32] & _PARITY:
        return signatures
    parity = signatures[-1] - _PLAIN_V
    if parity not in {0, 1}:
        return signatures
    return signatures[:32] + bytes([signatures[32] | parity * _PARITY]) + signatures[33:-1]


def plain_signature(compact: bytes) -> bytes:
    """The 65 bytes r‖s‖v of a compact signature."""
    v = _PLAIN_V + (compact[32] >= _PARITY)
    return compact[:32] + bytes([compact[32] & ~_PARITY]) + compact[33:] + bytes([v])


def _pieces(action: TypedAction, domain: Domain, rest: bytes) -> Iterator[Signer]:
    while rest:
        if len(rest) == _COMPACT_LENGTH:
            rest = plain_signature(rest)
        if len(rest) < SIGNATURE_LENGTH:
            message = f"a signature is {SIGNATURE_LENGTH} bytes r‖s‖v, this one is {len(rest)}"
            raise SignatureError(message)
        head, rest = rest[:SIGNATURE_LENGTH], rest[SIGNATURE_LENGTH:]
        v = head[-1]
        if v == _CONTRACT:
            if not any(head[:32]):
                raise SignatureError("a signature's v is 27 or 28; 0 is for a wallet's contract")
            length = int.from_bytes(head[32:64], "big")
            _cut(rest, length)
            yield Signer(checksummed(head[12:32]), proven=False)
        elif v >= OF_A_SET:
            length = _HEAD + _HASH * _height(rest)
            proof = _cut(rest, length)
            plain = head[:-1] + bytes([v - OF_A_SET])
            yield Signer(recover(_set_digest(action, domain, proof), plain), proven=True)
        else:
            length = 0
            yield Signer(recover(digest(action, domain), head), proven=True)
        rest = rest[length:]


def _height(rest: bytes) -> int:
    height = _cut(rest, 1)[0]
    if height > MAX_HEIGHT:
        message = f"a set of actions has a height of at most {MAX_HEIGHT}, not {height}"
        raise SignatureError(message)
    return height


def _set_digest(action: TypedAction, domain: Domain, proof: bytes) -> bytes:
    place = int.from_bytes(proof[1:_HEAD], "big")
    node = struct_hash(action)
    for start in range(_HEAD, len(proof), _HASH):
        other = proof[start : start + _HASH]
        node = keccak(other + node if place & 1 else node + other)
        place >>= 1
    return root_digest(action, domain, proof[0], node)


def _cut(rest: bytes, length: int) -> bytes:
    if len(rest) < length:
        message = f"a signature says that {length} more bytes follow, but {len(rest)} do"
        raise SignatureError(message)
    return rest[:length]
