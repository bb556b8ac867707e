"""The salted commitment of a JSON document: a root that proves single fields and tells nothing.

How it is built, so that anybody can build it again:

1. The document is flattened to leaves: the JSON pointer (RFC 6901) of every scalar and of every
   empty list or object, with its value.
2. A leaf's salt is HMAC-SHA256(document salt, pointer in UTF-8): one field can be shown without
   giving away the salts of its neighbours, which could then be guessed.
3. A leaf's hash is keccak256(keccak256(leaf salt + JCS([pointer, value]))), JCS being RFC 8785.
   An outer hash over 32 bytes is never taken for an inner node, which hashes 64.
4. The leaves, ordered by their pointers' UTF-8 bytes, are paired up level by level. A pair hashes
   in ascending order, as in OpenZeppelin's MerkleProof; one without a pair goes up as it is.

An object whose keys are exactly "0", "1", ... would have the pointers of a list: it is refused, so
that no two documents share a root.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import rfc8785

from wallets.hashing import keccak
from wallets.merkle import Levels, leads_to, levels_of, siblings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Scalar: TypeAlias = "str | int | float | bool | None"
JsonValue: TypeAlias = "Scalar | Sequence[JsonValue] | Mapping[str, JsonValue]"

SALT_BYTES = 32
MOST_LEVELS = 64


class CommitmentError(ValueError):
    """No commitment can be made of this; `pointer` says where in the document."""

    def __init__(self, reason: str, pointer: str = "") -> None:
        """Keep the reason, and the pointer in a form that any terminal can print."""
        self.pointer = pointer.encode(errors="backslashreplace").decode()
        super().__init__(f"{reason}, at {self.pointer}" if pointer else reason)


@dataclass(frozen=True, slots=True)
class FieldProof:
    """Shows one field of a document: everything that `verify_field` needs but the root."""

    pointer: str
    value: JsonValue
    leaf_salt: bytes = field(repr=False)
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A document's commitment, and the secret that proves its fields.

    `root` is public: it is the record's id on the ledger. The rest stays with those who may read.
    """

    root: bytes
    _salt: bytes = field(repr=False)
    _leaves: dict[str, JsonValue] = field(repr=False)
    _levels: Levels = field(repr=False)

    @property
    def pointers(self) -> list[str]:
        """The pointers that can be proved, in the tree's order."""
        return list(self._leaves)

    def prove_field(self, pointer: str) -> FieldProof:
        """Prove the value at a pointer.

        Raises CommitmentError if the document has no scalar and no empty container there.
        """
        if pointer not in self._leaves:
            reason = "the document has no single value there"
            raise CommitmentError(reason, pointer)
        index = self.pointers.index(pointer)
        value = self._leaves[pointer]
        salt = derive_leaf_salt(self._salt, pointer)
        return FieldProof(pointer, value, salt, siblings(self._levels, index))


def commit(document: JsonValue, salt: bytes) -> Commitment:
    """Commit to a JSON document with its secret salt of 32 random bytes.

    Raises CommitmentError, naming the pointer, for what JSON cannot carry exactly: NaN, infinities,
    integers beyond 2^53 - 1, lone surrogates, other types; and for more than 64 levels of nesting.
    """
    require_salt(salt)
    leaves = dict(sorted(_flatten(document, "", 0), key=lambda leaf: leaf[0].encode()))
    hashes = tuple(
        _leaf_hash(pointer, value, derive_leaf_salt(salt, pointer))
        for pointer, value in leaves.items()
    )
    levels = levels_of(hashes)
    return Commitment(levels[-1][0], salt, leaves, levels)


def derive_leaf_salt(salt: bytes, pointer: str) -> bytes:
    """Derive the salt of one leaf from the document's salt."""
    return hmac.digest(salt, pointer.encode(), "sha256")


def verify_field(
    root: bytes, pointer: str, value: JsonValue, leaf_salt: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the document behind a root has this value at this pointer.

    Never raises for a wrong proof: what cannot be a leaf or a hash is simply not proved.
    """
    if len(leaf_salt) != SALT_BYTES:
        return False
    if isinstance(value, list | tuple | dict) and value:
        return False
    try:
        leaf = _leaf_hash(pointer, value, leaf_salt)
    except CommitmentError:
        return False
    return leads_to(root, leaf, proof)


def _flatten(value: JsonValue, pointer: str, depth: int) -> Iterator[tuple[str, JsonValue]]:
    if depth > MOST_LEVELS:
        reason = f"nested deeper than {MOST_LEVELS} levels"
        raise CommitmentError(reason, pointer)
    if isinstance(value, dict) and value:
        _require_object(value, pointer)
        for key, member in value.items():
            yield from _flatten(member, f"{pointer}/{_escape(key)}", depth + 1)
    elif isinstance(value, list | tuple) and value:
        for index, member in enumerate(value):
            yield from _flatten(member, f"{pointer}/{index}", depth + 1)
    elif isinstance(value, tuple):
        yield pointer, []
    else:
        _encode(pointer, value)
        yield pointer, value


def _require_object(value: dict[str, JsonValue], pointer: str) -> None:
    for key in value:
        if not isinstance(key, str):
            reason = f"the key {key!r} is no text"
            raise CommitmentError(reason, pointer)
    if set(value) == {str(index) for index in range(len(value))}:
        reason = "the keys of an object read as the places of a list"
        raise CommitmentError(reason, pointer)


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _encode(pointer: str, value: JsonValue) -> bytes:
    try:
        return rfc8785.dumps([pointer, value])
    except rfc8785.CanonicalizationError as error:
        raise CommitmentError(str(error), pointer) from error


def _leaf_hash(pointer: str, value: JsonValue, salt: bytes) -> bytes:
    return keccak(keccak(salt + _encode(pointer, value)))


def require_salt(salt: bytes) -> None:
    """Raises CommitmentError: the salt has another length than 32 bytes."""
    if len(salt) != SALT_BYTES:
        reason = f"a document's salt has {SALT_BYTES} bytes, not {len(salt)}"
        raise CommitmentError(reason)
