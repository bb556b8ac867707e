"""Pages of lists: newest first, an opaque cursor to the next one."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pydantic import Field

from api.kit.schema import Id, Input, Output

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

T = TypeVar("T")


class PageQuery(Input):
    """Which page of a list; what a list can be filtered by is added below."""

    after: Id | None = Field(
        default=None, description="The cursor `next_cursor` of the page before."
    )
    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items at most."
    )


class Page(Output, Generic[T]):
    """A page; `next_cursor` is that of the page after it, null on the last one."""

    items: list[T]
    next_cursor: str | None = Field(description="Send it as `after` to get the next page.")


def page_of(
    found: Sequence[T], limit: int, cursor: Callable[[T], str]
) -> tuple[list[T], str | None]:
    """Cuts a list that was asked for with one item more than the page: that one tells of a next."""
    items = list(found[:limit])
    return items, cursor(items[-1]) if len(found) > limit else None
