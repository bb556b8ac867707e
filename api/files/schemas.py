"""Sealed files in JSON."""

import binascii
from base64 import b64decode
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.auth.sign_in import rfc3339
from api.files.store import SealedFile, WrappedKey
from api.kit.schema import Id, Input, MemberNumber, Output, Time
from wallets.sealing import WRAPPED_BYTES

FileKind = Literal["bill", "document"]


def _decoded(value: object) -> object:
    """The bytes of a text in base64 (RFC 4648, section 4), with its padding and nothing else."""
    if not isinstance(value, str):
        raise _NOT_BASE64
    try:
        return b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise _NOT_BASE64 from None


def _wrapped(value: bytes) -> bytes:
    if len(value) != WRAPPED_BYTES:
        raise PydanticCustomError(
            "wrapped_key",
            f"must be {WRAPPED_BYTES} bytes",
            {"message_zh": f"应为 {WRAPPED_BYTES} 字节"},
        )
    return value


_NOT_BASE64 = PydanticCustomError(
    "base64", "must be base64 (RFC 4648)", {"message_zh": "应为 base64 编码"}
)


def _base64(**more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "contentEncoding": "base64", **more})


WRAPPED = "A" * 107 + "="
Wrapped = Annotated[
    bytes,
    BeforeValidator(_decoded),
    AfterValidator(_wrapped),
    Field(
        description="The file's content key, wrapped by HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM: "
        "the encapsulated key, then the cipher.",
    ),
    _base64(pattern="^[A-Za-z0-9+/]{107}=$", examples=[WRAPPED]),
]


class KeyGiven(Input):
    """A file's content key, wrapped for one published key of a member."""

    member: MemberNumber
    public_key: Id = Field(description="The reader's X25519 key that it was wrapped for.")
    wrapped_key: Wrapped


KEY = {"member": 3, "public_key": "0x" + "5f" * 32, "wrapped_key": WRAPPED}
"""A wrapped key as the documentation shows it: it opens nothing."""


class FileCreate(Input):
    """A sealed file of a record, and its key wrapped for the first readers."""

    record_kind: FileKind = Field(
        description="A bill, or a supporting document.", examples=["bill"]
    )
    record_id: Id
    sealed: Annotated[
        bytes,
        BeforeValidator(_decoded),
        Field(description="The sealed file: QUAYSEAL, version 1."),
        _base64(examples=["UVVBWVNFQUwB"]),
    ]
    keys: list[KeyGiven] = Field(min_length=1, max_length=64, examples=[[KEY]])


class KeysAdd(Input):
    """A file's key, wrapped for more readers."""

    keys: list[KeyGiven] = Field(min_length=1, max_length=64, examples=[[KEY]])


class FileRead(Output):
    """What is known here of a sealed file."""

    file_id: Id = Field(description="The SHA-256 of the sealed file.")
    record_kind: FileKind
    record_id: Id
    content: Id = Field(description="The commitment that it is sealed for.")
    media_type: str = Field(examples=["application/json"])
    size: int = Field(description="Bytes of the sealed file.")
    member: MemberNumber = Field(description="Who keeps it here.")
    created_at: Time

    @classmethod
    def of(cls, file: SealedFile) -> "FileRead":
        """From the store's value."""
        return cls(
            file_id=file.file_id,
            record_kind="bill" if file.record_kind == "bill" else "document",
            record_id=file.record_id,
            content=file.content,
            media_type=file.media_type,
            size=file.size,
            member=file.member,
            created_at=rfc3339(file.created_at),
        )


class FileList(Output):
    """A record's files."""

    items: list[FileRead]


class KeyRead(Output):
    """A content key wrapped for a key of yours."""

    public_key: Id = Field(description="Your key that it was wrapped for.")
    member: MemberNumber
    wrapped_key: str = Field(description="Base64.")
    wrapped_by: MemberNumber
    created_at: Time

    @classmethod
    def of(cls, key: WrappedKey) -> "KeyRead":
        """From the store's value."""
        return cls(
            public_key=key.public_key,
            member=key.member,
            wrapped_key=key.wrapped_key,
            wrapped_by=key.wrapped_by,
            created_at=rfc3339(key.created_at),
        )


class KeyList(Output):
    """Wrapped keys, newest first."""

    items: list[KeyRead]
