"""Events in JSON."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.auth.sign_in import rfc3339
from api.kit.records import json_number
from api.kit.schema import Address, Id, Input, Output, Time
from chain.feed import FeedEvent, Position

DEFAULT_LIMIT = 100
MAX_LIMIT = 500


def _is_position(text: str) -> str:
    try:
        Position.parse(text)
    except ValueError:
        raise PydanticCustomError(
            "cursor",
            "must be the cursor of an event, as this gateway gave it",
            {"message_zh": "应为本网关给出的事件游标"},
        ) from None
    return text


Cursor = Annotated[
    str,
    AfterValidator(_is_position),
    Field(
        examples=["1204-3-9f86d081"],
        json_schema_extra={
            "pattern": "^[0-9]{1,16}-[0-9]{1,16}-[0-9a-f]{8}$",
            "maxLength": 42,
        },
    ),
]


class EventQuery(Input):
    """Which events."""

    after: Cursor | None = Field(
        default=None, description="The cursor of the last event that you have; none for all."
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many at most.")


class EventRead(Output):
    """One event of a record: a step of its life, or a remark on one."""

    cursor: Cursor = Field(description="Its place: send it as `after`, or as Last-Event-ID.")
    record: str = Field(
        description="The kind of record, by its contract.", examples=["BillOfLading"]
    )
    record_id: Id
    event: str = Field(examples=["BillEndorsed"])
    version: int = Field(description="The record's version after it.")
    actor: int = Field(description="The member that acted.")
    wallet: Address | None = Field(description="The wallet that signed; null for a remark.")
    time: Time
    transaction_hash: Id
    details: dict[str, Any] = Field(description="The event's own values, in the contract's names.")

    @classmethod
    def of(cls, event: FeedEvent) -> "EventRead":
        """From the ledger's value."""
        return cls(
            cursor=str(event.position),
            record=event.contract,
            record_id=event.record_id,
            event=event.name,
            version=event.version,
            actor=event.actor,
            wallet=event.wallet or None,
            time=rfc3339(event.time),
            transaction_hash=event.transaction_hash,
            details={name: json_number(value) for name, value in event.args.items()},
        )


class EventPage(Output):
    """Events, oldest first."""

    items: list[EventRead]
    next_cursor: Cursor | None = Field(
        description="Send it as `after` for what comes next, now or later; null before there is any event."
    )
