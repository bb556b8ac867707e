"""A member's system that webhooks are sent to."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web


class Receiver:
    """Remembers each event that it was told, (event, record, version), with the ids of its messages.

    A message may come twice, as webhooks may, but under one id: so that its reader knows it.
    """

    def __init__(self) -> None:
        self.events: dict[tuple[str, str, int], set[str]] = {}
        self.messages = 0
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.messages += 1
        event = (told["type"], told["data"]["record_id"], told["data"]["version"])
        self.events.setdefault(event, set()).add(request.headers["webhook-id"])
        return web.Response()
