"""Documents on their way to a commitment: validated as JSON, committed to as received, never stored."""

import secrets
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from api.errors import FieldProblem, InvalidInput
from api.kit.documents import Document
from api.validation import field_problems, prefixed
from wallets.commitment import SALT_BYTES, CommitmentError, commit

D = TypeVar("D", bound=Document)


def validated(model: type[D], document: Mapping[str, Any], root: str = "document") -> D:
    """The document as its model reads it. Raises InvalidInput: every broken rule, by JSON path."""
    try:
        return model.model_validate(document)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        raise InvalidInput(*prefixed(field_problems(errors), root)) from None


def salt_of(salt: str | None) -> bytes:
    """The caller's salt, or 32 new random bytes."""
    return secrets.token_bytes(SALT_BYTES) if salt is None else bytes.fromhex(salt[2:])


def root_of(document: Mapping[str, Any], salt: bytes, root: str = "document") -> str:
    """The document's salted commitment as 0x-hex: its record's id.

    Raises:
        InvalidInput: JSON that no commitment can carry exactly.
    """
    try:
        return "0x" + commit(dict(document), salt).root.hex()
    except CommitmentError as refused:
        raise InvalidInput(
            FieldProblem(
                root + refused.pointer.replace("/", "."),
                "rfc8785",
                str(refused),
                "应为可规范化的 JSON（RFC 8785）",
            )
        ) from None
