"""One field of a document, shown with a proof that it belongs to the record, and nothing else of the document.

A proof is a small JSON that can be handed to anybody. It has the field's own salt, and neither the document's nor
those of its neighbours: what they say stays unknown, and cannot be guessed and tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wallets.commitment import CommitmentError, JsonValue, verify_field
from wallets.contents import Content, ContentError, json_of
from wallets.errors import WalletError

TYPE: Final = "quayledger field proof"
VERSION: Final = 1
MOST_STEPS: Final = 64
_HASH_BYTES: Final = 32
_NAMES: Final = {"type", "version", "root", "pointer", "value", "salt", "proof"}


class FieldProofError(WalletError):
    """A field cannot be proved, or this is no proof of one."""


@dataclass(frozen=True)
class FieldShown:
    """A field and its proof.

    Attributes:
        root: The commitment that it is said to belong to: the record's id or content.
        pointer: Where it is in the document (RFC 6901).
        value: What it says.
        salt: Its own salt.
        proof: The hashes beside its path to the root, from the leaf up.
    """

    root: bytes
    pointer: str
    value: JsonValue
    salt: bytes = field(repr=False)
    proof: tuple[bytes, ...]

    @property
    def holds(self) -> bool:
        """Whether the document behind the root says this there; not whether the root is on record."""
        return verify_field(self.root, self.pointer, self.value, self.salt, self.proof)

    def as_json(self) -> dict[str, Any]:
        """The proof as it is handed on."""
        return {
            "type": TYPE,
            "version": VERSION,
            "root": "0x" + self.root.hex(),
            "pointer": self.pointer,
            "value": self.value,
            "salt": "0x" + self.salt.hex(),
            "proof": ["0x" + step.hex() for step in self.proof],
        }


def show_field(content: Content, pointer: str) -> FieldShown:
    """Proves one field of a document.

    Raises:
        FieldProofError: the document has no single value there.
        ContentError: the document cannot be committed to.
    """
    commitment = content.commitment
    try:
        shown = commitment.prove_field(pointer)
    except CommitmentError as error:
        raise FieldProofError(str(error)) from None
    return FieldShown(commitment.root, pointer, shown.value, shown.leaf_salt, shown.proof)


def parse_field_proof(data: bytes) -> FieldShown:
    """Reads a proof as it was handed on; whether it holds is another question.

    Raises:
        FieldProofError: this is no proof of a field, or of another version.
    """
    try:
        said: Any = json_of(data)
    except ContentError as error:
        raise FieldProofError(f"this is no proof of a field: {error}") from None
    if not isinstance(said, Mapping) or (said.get("type"), said.get("version")) != (TYPE, VERSION):
        raise FieldProofError(f"this is no {TYPE} of version {VERSION}")
    if set(said) != _NAMES or not isinstance(said["pointer"], str):
        raise FieldProofError(f"a proof has exactly: {', '.join(sorted(_NAMES))}")
    steps = said["proof"]
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise FieldProofError(f"a proof has a list of at most {MOST_STEPS} hashes")
    return FieldShown(
        _bytes(said["root"]),
        said["pointer"],
        said["value"],
        _bytes(said["salt"]),
        tuple(_bytes(step) for step in steps),
    )


def _bytes(text: object) -> bytes:
    try:
        found = bytes.fromhex(str(text)[2:]) if str(text)[:2] == "0x" else b""
    except ValueError:
        found = b""
    if len(found) != _HASH_BYTES:
        raise FieldProofError(f"a proof's root, salt and hashes are {_HASH_BYTES} bytes as 0x-hex")
    return found
