"""The content of a supporting document (随附单证): its JSON, or the card of another file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from api.kit.content import validated
from api.kit.documents import Document

_CARD: Final = frozenset({"mediaType", "sha256", "size"})


class FileCard(Document):
    """What stands for a file that is no JSON (`wallets.contents`): nothing else is in it."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)

    media_type: Literal["application/pdf", "application/xml"]
    sha256: Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{64}$")]
    size: Annotated[int, Field(gt=0, strict=True)]


def check_content(document: Mapping[str, Any]) -> None:
    """Checks what a supporting document is committed to by.

    The trade has no one schema of an invoice or a certificate of origin: its JSON is the issuer's own.

    Raises:
        InvalidInput: It is a card that describes no file.
    """
    if "sha256" in document and document.keys() <= _CARD:
        validated(FileCard, document)
