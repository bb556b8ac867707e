"""Pages of lists: newest first, an opaque cursor to the next one."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from api.kit.paths import MemberFilter
from api.kit.schema import Input, Moment, Output
from chain.filters import Filters, Listing, Sort
from chain.lists import Found, Place

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

NOBODY = -1
"""A member's number that no member has."""

T = TypeVar("T")
F = TypeVar("F", bound=Filters)

Cursor = Annotated[
    str,
    BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
    Field(pattern=r"^(?:[0-9]{1,12}\.)?0x[0-9a-f]{64}$", examples=["0x" + "5f" * 32]),
]


class ListQuery(Input):
    """What every list of records can be asked for; what else it can be filtered by is added below."""

    sort: Sort = Field(
        default=Sort.NEWEST,
        description="By when records were made (issued, applied for, registered) or last changed; with a minus the "
        "last comes first. By `updated`, a record that changes meanwhile comes again and none is left out.",
    )
    made_since: Moment | None = Field(default=None, description="Made at this time or later.")
    made_before: Moment | None = Field(default=None, description="Made before this time.")
    updated_since: Moment | None = Field(default=None, description="Changed at this time or later.")
    party: MemberFilter = Field(
        default=None, description="A member that is or was a party to it: a counterparty."
    )


class PageQuery(ListQuery):
    """Which page of a list of records."""

    after: Cursor | None = Field(
        default=None, description="The cursor `next_cursor` of the page before."
    )
    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items at most."
    )

    @model_validator(mode="after")
    def _of_this_order(self) -> "PageQuery":
        if self.after is not None and ("." in self.after) != self.sort.by_update:
            raise PydanticCustomError(
                "cursor",
                "after must be a cursor of a list in the same order",
                {"message_zh": "after 应为相同排序下的游标"},
            )
        return self


def listing_of(query: ListQuery, after: str | None = None) -> tuple[Listing, str | None]:
    """What every list is asked for, and the id of the record that it goes on after."""
    place, _, last = (after or "").rpartition(".")
    names = ("sort", "made_since", "made_before", "updated_since", "party")
    asked = {name: getattr(query, name) for name in names}
    return Listing(**asked, place=int(place) if place else None), last or None


def filters_of(kind: type[F], query: ListQuery, role: str | None = None, member: int = 0) -> F:
    """The conditions of a list's own; with a role, also that the member has it."""
    asked = {name: getattr(query, name) for name in kind.__dataclass_fields__}
    if role is not None:
        asked[role] = member if asked[role] in (None, member) else NOBODY
    return kind(**asked)


class Page(Output, Generic[T]):
    """A page; `next_cursor` is that of the page after it, null on the last one."""

    items: list[T]
    next_cursor: str | None = Field(
        description="Send it as `after` to get the next page; there may be one after a page that is not full."
    )


def page_of(
    found: Sequence[T], limit: int, cursor: Callable[[T], str]
) -> tuple[list[T], str | None]:
    """Cuts a list that was asked for with one item more than the page: that one tells of a next."""
    items = list(found[:limit])
    return items, cursor(items[-1]) if len(found) > limit else None


def page_of_records(
    found: Found[T], query: "PageQuery", place: Callable[[T], Place]
) -> tuple[list[T], str | None]:
    """The same of records. `place` tells when one was last changed, and its id."""
    items = list(found[: query.limit])
    if len(found) > query.limit:
        return items, cursor_of(query, place(items[-1]))
    return items, None if found.further is None else cursor_of(query, found.further)


def cursor_of(query: ListQuery, place: Place) -> str:
    """The cursor that goes on after a place."""
    updated_at, record_id = place
    return f"{updated_at}.{record_id}" if query.sort.by_update else record_id
