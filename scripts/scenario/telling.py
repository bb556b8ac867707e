"""What members are told: the stream, signed webhooks received on loopback, and the list of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from aiohttp import web
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from api.client.messages import Request
from scripts.scenario.cast import Cast, Hand
from scripts.scenario.model import Event
from scripts.scenario.scene import Record

_LOOPBACK: Final = "127.0.0.1"
_POLL: Final = 0.1


@dataclass
class Inbox:
    """What one member was told in one way, and what came that was not as it should be."""

    events: list[dict[str, Any]] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, event: dict[str, Any]) -> None:
        """Puts an event in."""
        self.events.append(event)
        self.arrived.set()


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
        self, step: Event, record: Record | None, within: float
    ) -> tuple[dict[str, Any] | None, str]:
        """The event that a step waits for, and what came instead, in words."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while True:
            events, bad = await self._told(step)
            for event in events:
                about = record is None or event["record_id"].lower() == record.id.lower()
                if event["event"] == step.event and about and id(event) not in self._claimed:
                    if step.by != "list":
                        self._claimed.add(id(event))
                    return event, ""
            left = deadline - loop.time()
            if left <= 0:
                names = ", ".join(dict.fromkeys(e["event"] for e in events)) or "no event"
                return None, f"{names}{'; ' + '; '.join(bad) if bad else ''}"
            await asyncio.sleep(min(_POLL, left))

    async def _told(self, step: Event) -> tuple[list[dict[str, Any]], list[str]]:
        if step.by == "list":
            client = self._cast.player(step.to).main.client
            found: list[dict[str, Any]] = []
            query: dict[str, str] = {"limit": "500"}
            while True:
                page = await client.page("/v1/events", **query)
                found.extend(dict(item) for item in page.items)
                if page.next_cursor is None or page.next_cursor == query.get("after"):
                    return found, []
                query["after"] = page.next_cursor
        inbox = self._inboxes.get((step.to, step.by), Inbox())
        return inbox.events, inbox.bad

    # --- server-sent events ----------------------------------------------------------------------

    @asynccontextmanager
    async def _stream(self, hand: Hand) -> AsyncIterator[Inbox]:
        inbox, opened = Inbox(), asyncio.Event()
        task = asyncio.create_task(_follow(hand, inbox, opened))
        try:
            async with asyncio.timeout(10):
                await opened.wait()
            yield inbox
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    # --- webhooks --------------------------------------------------------------------------------

    @asynccontextmanager
    async def _webhook(self, hand: Hand) -> AsyncIterator[Inbox]:
        inbox = Inbox()
        secret: list[str] = []

        async def receive(request: web.Request) -> web.Response:
            body = await request.text()
            headers = {name.lower(): value for name, value in request.headers.items()}
            try:
                Webhook(secret[0]).verify(body, headers)
            except (WebhookVerificationError, IndexError):
                inbox.bad.append("a webhook whose signature is wrong")
                return web.Response(status=400)
            message = json.loads(body)
            inbox.take(message.get("data", message))
            return web.Response(status=204)

        application = web.Application()
        application.router.add_post("/", receive)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, _LOOPBACK, 0)
        await site.start()
        port = runner.addresses[0][1]
        client = hand.client
        body = {"url": f"http://{_LOOPBACK}:{port}/", "events": []}
        try:
            made = await client.run(client.flows.call(Request("POST", "/v1/webhooks", body=body)))
            secret.append(made["secret"])
            try:
                yield inbox
            finally:
                path = f"/v1/webhooks/{made['webhook_id']}"
                await client.run(client.flows.call(Request("DELETE", path)))
        finally:
            await runner.cleanup()


async def _follow(hand: Hand, inbox: Inbox, opened: asyncio.Event) -> None:
    """Reads a member's stream of events until it is cancelled."""
    session = await hand.client.sign_in()
    headers = {"Authorization": f"Bearer {session.token}", "Accept": "text/event-stream"}
    timeout = httpx.Timeout(10.0, read=None)
    async with (
        httpx.AsyncClient(trust_env=False, timeout=timeout) as http,
        http.stream("GET", f"{hand.client.flows.url}/v1/events/stream", headers=headers) as answer,
    ):
        answer.raise_for_status()
        opened.set()
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                inbox.take(json.loads(line.removeprefix("data:")))
