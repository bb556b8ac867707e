"""What a record on the ledger is the commitment of: a JSON document, or a card that describes another file.

A JSON file is committed to as the document that it is, so that single fields of it can be proved. Any other file is
committed to by a card: `{"mediaType": …, "sha256": "0x…", "size": …}`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final

from wallets.commitment import SALT_BYTES, Commitment, CommitmentError, commit
from wallets.errors import WalletError

JSON: Final = "application/json"
MEDIA_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    JSON: (".json",),
    "application/pdf": (".pdf",),
    "application/xml": (".xml",),
}
"""The media types that are kept, each with the endings of its files' names."""
_MOST_NAME: Final = 200


class ContentError(WalletError):
    """A file is none that can be committed to."""


@dataclass(frozen=True)
class Content:
    """A file, to the byte, with the salt of its commitment.

    Attributes:
        media_type: One of `MEDIA_TYPES`.
        data: The file's bytes.
        salt: 32 random bytes; without them nobody can test a guess against the ledger.
        name: The file's name, for people.
    """

    media_type: str
    data: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    name: str = ""

    @cached_property
    def commitment(self) -> Commitment:
        """The commitment, whose root is the record's id or content on the ledger.

        Raises:
            ContentError: the file is no JSON though it says so, or JSON that cannot be committed to.
        """
        try:
            return commit(self.document, self.salt)
        except CommitmentError as error:
            raise ContentError(str(error)) from None

    @property
    def document(self) -> Any:
        """What is committed to: the JSON document itself, or the card of another file."""
        if self.media_type == JSON:
            return json_of(self.data)
        return {
            "mediaType": self.media_type,
            "sha256": "0x" + sha256(self.data).hexdigest(),
            "size": len(self.data),
        }

    @property
    def root(self) -> bytes:
        """The commitment's root."""
        return self.commitment.root


def content_of(name: str, data: bytes, salt: bytes | None = None) -> Content:
    """A file by its name, whose ending tells the media type, with a new salt if there is none yet.

    Raises:
        ContentError: the ending is of no kind of file that is kept.
    """
    plain = PurePath(name).name.encode(errors="replace").decode()
    ending = PurePath(plain).suffix.lower()
    for media_type, endings in MEDIA_TYPES.items():
        if ending in endings:
            made = secrets.token_bytes(SALT_BYTES) if salt is None else salt
            return Content(media_type, data, made, plain[:_MOST_NAME])
    known = ", ".join(ending for endings in MEDIA_TYPES.values() for ending in endings)
    raise ContentError(f"{plain}: only files that end in {known} are kept")


def json_of(data: bytes) -> Any:
    """The JSON value in a text that says each thing once.

    Raises:
        ContentError: it is no JSON in UTF-8, or an object in it has a name twice.
    """
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except ContentError:
        raise
    except (ValueError, RecursionError):
        raise ContentError("this is no JSON in UTF-8") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ContentError("an object in the JSON has one name twice: readers would disagree")
    return found


def _refuse(constant: str) -> object:
    raise ContentError(f"{constant} is no JSON")
