"""What happened: a page, or a stream of server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from sse_starlette import EventSourceResponse, JSONServerSentEvent

from api.deps import Caller, Services
from api.errors import NotAuthenticated
from api.events.schemas import Cursor, EventPage, EventQuery, EventRead
from api.kit.responses import problems
from chain.feed import Position

router = APIRouter(prefix="/v1/events", tags=["events"])
_PING_SECONDS = 15


@router.get("", summary="List events", responses=problems(401, 422))
async def list_events(
    services: Services, subject: Caller, query: Annotated[EventQuery, Query()]
) -> EventPage:
    """What happened to the records that your organisation may read, oldest first.

    Ask again with `next_cursor` for what has happened since. A page looks at a bounded number of events of all
    members, so that it may be short, or even empty, with more behind it: all is read when the cursor stays as it
    was. After a reorganisation of the chain an event may come twice; none is left out.
    """
    after = None if query.after is None else Position.parse(query.after)
    found, place = await services.events.page(subject, after, query.limit)
    return EventPage(
        items=[EventRead.of(event) for event in found],
        next_cursor=None if place is None else str(place),
    )


@router.get(
    "/stream",
    summary="Follow events",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "Server-sent events: `id` is the cursor, `event` the event's name, `data` an EventRead.",
            "content": {
                "text/event-stream": {"schema": {"$ref": "#/components/schemas/EventRead"}}
            },
        },
        **problems(401, 422),
    },
)
async def follow_events(
    request: Request,
    services: Services,
    subject: Caller,  # noqa: ARG001 - refuses strangers before the stream begins
    last_event_id: Annotated[Cursor | None, Header(alias="Last-Event-ID")] = None,
) -> EventSourceResponse:
    """What happens to the records that your organisation may read, as it happens.

    Begins after the event that `Last-Event-ID` names, or now. The stream ends with the session or key; come back
    with the last `id` that you have, and nothing is left out.
    """
    authorization = request.headers.get("authorization")

    async def events() -> AsyncIterator[JSONServerSentEvent]:
        after = None if last_event_id is None else Position.parse(last_event_id)
        try:
            async for event in services.events.stream(
                lambda: services.auth.subject(authorization), after
            ):
                told = EventRead.of(event)
                yield JSONServerSentEvent(
                    told.model_dump(mode="json"), id=told.cursor, event=told.event
                )
        except NotAuthenticated:
            return

    return EventSourceResponse(events(), ping=_PING_SECONDS)
