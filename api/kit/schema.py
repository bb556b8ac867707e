"""The base of every schema, and the field types that are the gateway's own."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.auth.sign_in import rfc3339
from wallets.addresses import checksummed


class Input(BaseModel):
    """What a caller sends: unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(frozen=True)


def _lower_hex(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _checksum(value: str) -> str:
    body = value[2:]
    if body not in (body.lower(), body.upper()) and value != checksummed(value):
        raise PydanticCustomError(
            "eip55_checksum",
            "must have the capital letters of its checksum (EIP-55)",
            {"message_zh": "大小写应符合 EIP-55 校验"},
        )
    return checksummed(value)


Id = Annotated[
    str,
    BeforeValidator(_lower_hex),
    Field(
        pattern=r"^0x[0-9a-f]{64}$",
        description="32 bytes as 0x-hex.",
        examples=["0x" + "5f" * 32],
    ),
]
Address = Annotated[
    str,
    Field(
        pattern=r"^0x[0-9a-fA-F]{40}$",
        description="A wallet's address (EIP-55).",
        examples=["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"],
    ),
    AfterValidator(_checksum),
]
MemberNumber = Annotated[
    int, Field(ge=1, lt=1 << 24, strict=True, description="A member's number.", examples=[3])
]
LATEST = 253_402_300_799
"""9999-12-31T23:59:59Z, the last second that a date can show."""

Time = Annotated[
    str,
    Field(
        description="UTC, RFC 3339.",
        examples=["2026-11-24T13:53:00Z"],
        json_schema_extra={"format": "date-time"},
    ),
]


def _moment(value: object) -> int:
    seconds = seconds_of(value)
    if not isinstance(seconds, int) or not 0 <= seconds <= LATEST:
        raise PydanticCustomError(
            "rfc3339",
            "must be a time in RFC 3339 with its zone",
            {"message_zh": "应为带时区的 RFC 3339 时间"},
        )
    return seconds


Moment = Annotated[
    int,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-24T13:53:00Z"]}),
]
"""A time that a caller names, in seconds since 1970 UTC."""


def time_or_none(seconds: int | None) -> str | None:
    """Seconds since 1970 UTC in RFC 3339; none and 0 (never) stay empty."""
    return rfc3339(seconds) if seconds else None


def seconds_of(value: object) -> Any:
    """An RFC 3339 time with its zone as seconds since 1970 UTC; anything else as it is."""
    if not isinstance(value, str) or value.isdigit():
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if moment.tzinfo is None else int(moment.timestamp())


def member_or_none(number: int) -> int | None:
    """The contracts' 0 for nobody as null."""
    return number or None


def id_or_none(value: str | None) -> str | None:
    """The contracts' empty id as null."""
    return value if value and int(value, 16) else None
