"""The route that exports a list: one shape for all lists that have it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.auth.subject import Subject
from api.deps import Caller, Services
from api.kit.export import EXPORTED, Accept, export
from api.kit.pagination import ListQuery, cursor_of
from api.kit.responses import problems
from api.services import GatewayServices
from chain.lists import Found, Place

R = TypeVar("R")
Q = TypeVar("Q", bound=ListQuery)


Some = Callable[[Subject, Q, str | None, int], Awaitable[Found[R]]]
"""Reads so many records of a list after a cursor, as a member may."""


def add_export(
    router: APIRouter,
    what: str,
    filters: type[Q],
    some: Callable[[GatewayServices], Some[Q, R]],
    place: Callable[[R], Place],
    shown: Callable[[R], BaseModel],
    model: type[BaseModel],
) -> None:
    """Adds `/export` to a router, before the route that takes an id.

    Args:
        router: The collection's.
        what: Its records, many of them.
        filters: What they can be filtered by.
        some: Which service reads them.
        place: When a record changed last, and its id.
        shown: A record in JSON.
        model: What that is.
    """

    async def export_records(
        services: Services, subject: Caller, query: Any, accept: Accept = None
    ) -> StreamingResponse:
        """All that the list has, in one answer that comes as it is read: lines of JSON, or CSV."""
        read = some(services)
        return await export(
            lambda after, limit: read(subject, query, after, limit),
            lambda last: cursor_of(query, last),
            place,
            shown,
            model,
            accept,
        )

    export_records.__annotations__["query"] = Annotated[filters, Query()]
    router.add_api_route(
        "/export",
        export_records,
        name="export_" + router.prefix.rpartition("/")[2],
        summary=f"Export {what}",
        response_class=StreamingResponse,
        responses=EXPORTED | problems(401, 422),
    )
