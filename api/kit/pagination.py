"""Pages of lists: newest first, an opaque cursor to the next one."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import Field

from api.kit.schema import Output

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many items a page has at most.")]


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
