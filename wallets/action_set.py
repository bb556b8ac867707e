"""One signature for many actions of one type.

The wallet signs the EIP-712 struct `Set(Endorse[2][2]… tree)`: nested pairs, so that it can show every action, and the
hash is a Merkle tree of the actions' hashes. Each action can then be relayed alone with its proof, or all of them
together by `Batch.executeSet`, which shows the signature to the contract once (contracts/interfaces/ISigned.sol).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from wallets.errors import ActionFieldError
from wallets.hashing import keccak
from wallets.recover import recover
from wallets.typed_action import (
    Domain,
    TypedAction,
    domain_separator,
    struct_hash,
    typed_data,
)

MAX_HEIGHT: Final = 16
"""A set has at most 2^16 actions."""

OF_A_SET: Final = 32
"""Added to v where a signature is over a set."""


class DigestSigner(Protocol):
    """A wallet that signs 32 bytes: the set's EIP-712 digest."""

    def sign_digest(self, digest_: bytes) -> bytes:
        """65 bytes r‖s‖v."""
        ...


@dataclass(frozen=True)
class SignedSet:
    """A set and its one signature.

    Attributes:
        actions: The actions in the set's order.
        signature: 65 bytes r‖s‖v over the whole set.
    """

    actions: tuple[TypedAction, ...]
    signature: bytes

    @property
    def type_hash(self) -> bytes:
        """The actions' EIP-712 type hash, as `attest` takes it."""
        return self.actions[0].spec.type_hash

    @property
    def struct_hashes(self) -> list[bytes]:
        """The actions' EIP-712 struct hashes in order, as `attest` takes them."""
        return [struct_hash(action) for action in self.actions]

    def piece(self, place: int) -> bytes:
        """The signature piece with which the action at this place is relayed alone.

        Its length is 70 bytes and 32 for each level of the tree.
        """
        return _piece(_rows(self.struct_hashes), place, self.signature)

    def pieces(self) -> list[bytes]:
        """The pieces of all actions in order: the tree is hashed once."""
        rows = _rows(self.struct_hashes)
        return [_piece(rows, place, self.signature) for place in range(len(self.actions))]


@dataclass(frozen=True)
class SignedRows:
    """A set's actions as each is relayed alone.

    Attributes:
        ids: The actions' ids in order.
        signatures: The joined pieces of each.
        signers: The wallets that signed all of them.
    """

    ids: Sequence[str]
    signatures: Sequence[bytes]
    signers: Sequence[str]


def signed_rows(
    actions: Sequence[TypedAction], domain: Domain, signatures: Sequence[bytes]
) -> SignedRows:
    """All actions of a set with their ids, pieces and signers: what is the same for all is found out once.

    Raises:
        ActionFieldError: The set is empty, too large, or of several types.
        SignatureError: A signature is malformed.
    """
    hashes = _checked_hashes(actions)
    rows = _rows(hashes)
    root = root_digest(actions[0], domain, len(rows) - 1, rows[-1][0])
    separator = b"\x19\x01" + domain_separator(domain)
    return SignedRows(
        ["0x" + keccak(separator + each).hex() for each in hashes],
        [
            b"".join([_piece(rows, place, signature) for signature in signatures])
            for place in range(len(hashes))
        ],
        [recover(root, signature) for signature in signatures],
    )


def set_piece(struct_hashes: Sequence[bytes], place: int, signature: bytes) -> bytes:
    """The piece that proves one action of a set alone: the 65 bytes over the set, and the hashes beside its path."""
    return _piece(_rows(struct_hashes), place, signature)


def sign_set(actions: Sequence[TypedAction], domain: Domain, signer: DigestSigner) -> SignedSet:
    """Signs actions of one type at once.

    Raises:
        ActionFieldError: the set is empty, too large, or of several types.
    """
    signed = tuple(actions)
    return SignedSet(signed, signer.sign_digest(set_digest(signed, domain)))


def set_digest(actions: Sequence[TypedAction], domain: Domain) -> bytes:
    """The 32 bytes that the wallet signs for a set.

    Raises:
        ActionFieldError: the set is empty, too large, or of several types.
    """
    rows = _rows(_checked_hashes(actions))
    return root_digest(actions[0], domain, len(rows) - 1, rows[-1][0])


def root_digest(action: TypedAction, domain: Domain, height: int, root: bytes) -> bytes:
    """The 32 bytes that a wallet signs for a set of 2^height actions of this action's type with this Merkle root."""
    set_hash = keccak(keccak(_set_type(action, height).encode()) + root)
    return keccak(b"\x19\x01" + domain_separator(domain) + set_hash)


def set_typed_data(actions: Sequence[TypedAction], domain: Domain) -> dict[str, Any]:
    """The set as EIP-712 JSON, for any wallet's `eth_signTypedData_v4`.

    Raises:
        ActionFieldError: the set is empty, too large, or of several types.
    """
    _checked_hashes(actions)
    height = _height(len(actions))
    first = typed_data(actions[0], domain)
    padded = [typed_data(action, domain)["message"] for action in actions]
    padded += [padded[-1]] * (2**height - len(padded))
    tree: Any = padded
    for _ in range(height):
        tree = [tree[place : place + 2] for place in range(0, len(tree), 2)]
    member = {"name": "tree", "type": actions[0].name + "[2]" * height}
    return {
        "types": first["types"] | {"Set": [member]},
        "primaryType": "Set",
        "domain": first["domain"],
        "message": {"tree": tree[0]},
    }


def _piece(rows: Sequence[Sequence[bytes]], place: int, signature: bytes) -> bytes:
    proof = [row[(place >> level) ^ 1] for level, row in enumerate(rows[:-1])]
    head = signature[:64] + bytes([signature[64] + OF_A_SET])
    return head + bytes([len(proof)]) + place.to_bytes(4, "big") + b"".join(proof)


def _checked_hashes(actions: Sequence[TypedAction]) -> list[bytes]:
    if not actions:
        raise ActionFieldError("Set", "tree", "a set has at least one action")
    name = actions[0].name
    if any(action.name != name for action in actions):
        raise ActionFieldError("Set", "tree", f"all actions of a set are of one type, here {name}")
    if _height(len(actions)) > MAX_HEIGHT:
        raise ActionFieldError("Set", "tree", f"a set has at most {2**MAX_HEIGHT:,} actions")
    return [struct_hash(action) for action in actions]


def _set_type(action: TypedAction, height: int) -> str:
    return f"Set({action.name}{'[2]' * height} tree){action.spec.type_string}"


def _height(count: int) -> int:
    return (count - 1).bit_length()


def _rows(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree's rows from the leaves to the root; a set is filled up with its last action."""
    width = 2 ** _height(len(leaves))
    rows = [[*leaves, *[leaves[-1]] * (width - len(leaves))]]
    while len(rows[-1]) > 1:
        row = rows[-1]
        rows.append([keccak(row[place] + row[place + 1]) for place in range(0, len(row), 2)])
    return rows
