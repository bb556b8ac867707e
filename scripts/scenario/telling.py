"""What members are told: the stream, signed webhooks received on loopback, and the list of events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from api.client import ClientError
from api.client.models import Event
from api.client.webhook import received
from scripts.scenario.cast import Cast, Hand
from scripts.scenario.model import Event as EventStep
from scripts.scenario.reading import as_told
from scripts.scenario.scene import Record

_LOOPBACK: Final = "127.0.0.1"
_POLL: Final = 0.1
_AT_ONCE: Final = 500


@dataclass
class Inbox:
    """What one member was told in one way, and what came that was not as it should be."""

    events: list[Event] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


class Tellings:
    """The inboxes of a run, opened before its first step so that nothing is missed."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._inboxes: dict[tuple[str, str], Inbox] = {}
        self._claimed: set[int] = set()

    @asynccontextmanager
    async def listening(self, wanted: Iterable[tuple[str, str]]) -> AsyncIterator[None]:
        """Listens for these members in these ways, until the end of the block."""
        async with AsyncExitStack() as stack:
            for organisation, way in dict.fromkeys(wanted):
                listener = {"stream": self._stream, "webhook": self._webhook}.get(way)
                if listener is not None:
                    hand = self._cast.player(organisation).main
                    inbox = await stack.enter_async_context(listener(hand))
                    self._inboxes[organisation, way] = inbox
            yield

    async def await_event(
        self, step: EventStep, record: Record | None, within: float
    ) -> tuple[Any, str]:
        """The event that a step waits for, as the gateway tells it, and what came instead, in words."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while True:
            events, bad = await self._told(step)
            for event in events:
                about = record is None or event.record_id.lower() == record.id.lower()
                if event.event == step.event and about and id(event) not in self._claimed:
                    if step.by != "list":
                        self._claimed.add(id(event))
                    return as_told(event), ""
            left = deadline - loop.time()
            if left <= 0:
                names = ", ".join(dict.fromkeys(event.event for event in events)) or "no event"
                return None, f"{names}{'; ' + '; '.join(bad) if bad else ''}"
            await asyncio.sleep(min(_POLL, left))

    async def _told(self, step: EventStep) -> tuple[list[Event], list[str]]:
        if step.by == "list":
            client = self._cast.player(step.to).main.client
            return [event async for event in client.events.all(limit=_AT_ONCE)], []
        inbox = self._inboxes.get((step.to, step.by), Inbox())
        return inbox.events, inbox.bad

    # --- server-sent events ----------------------------------------------------------------------

    @asynccontextmanager
    async def _stream(self, hand: Hand) -> AsyncIterator[Inbox]:
        inbox = Inbox()
        task = asyncio.create_task(_follow(hand, inbox, await _newest(hand)))
        try:
            yield inbox
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    # --- webhooks --------------------------------------------------------------------------------

    @asynccontextmanager
    async def _webhook(self, hand: Hand) -> AsyncIterator[Inbox]:
        inbox = Inbox()
        secret: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def receive(request: web.Request) -> web.Response:
            body = await request.read()
            try:
                message = received(await secret, request.headers, body)
            except ClientError as exc:
                inbox.bad.append(f"a webhook that is not genuine: {exc}")
                return web.Response(status=400)
            inbox.events.append(message.event)
            return web.Response(status=204)

        application = web.Application()
        application.router.add_post("/", receive)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, _LOOPBACK, 0).start()
            port = runner.addresses[0][1]
            webhooks = hand.client.webhooks
            made = await webhooks.create(f"http://{_LOOPBACK}:{port}/")
            secret.set_result(made.secret)
            try:
                yield inbox
            finally:
                await webhooks.delete(made.webhook_id)
        finally:
            await runner.cleanup()


async def _newest(hand: Hand) -> str | None:
    """The place behind all that a member was told until now: a stream from there misses nothing."""
    place: str | None = None
    while True:
        page = await hand.client.events.list(place, limit=_AT_ONCE)
        if page.next_cursor is None or page.next_cursor == place:
            return place
        place = page.next_cursor


async def _follow(hand: Hand, inbox: Inbox, after: str | None) -> None:
    """Reads a member's stream of events until it is cancelled."""
    try:
        async for event in hand.client.events.follow(after):
            inbox.events.append(event)
    except ClientError as exc:
        inbox.bad.append(f"the stream ended: {exc}")
