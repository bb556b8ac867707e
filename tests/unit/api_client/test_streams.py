"""A stream goes on after the last event that came, whatever breaks; against a server that breaks it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from threading import Thread
from typing import Any

import pytest

from api.client import (
    GatewayUnreachable,
    QuayClient,
    Refused,
    RetryPolicy,
    SyncQuayClient,
    UnexpectedAnswer,
)
from api.client.flows import Flows
from api.client.streams import Stream

QUICK = RetryPolicy(give_up_after=2.0, first_pause=0.01, longest_pause=0.05)


def told(number: int, *, broken: bool = False) -> str:
    """An event as the gateway sends it; a broken one has no end."""
    event = {
        "cursor": f"{number}-0-9f86d081",
        "record": "BillOfLading",
        "record_id": "0x" + "ab" * 32,
        "event": "BillIssued",
        "version": number,
        "actor": 4,
        "wallet": None,
        "time": "2026-11-25T12:00:00Z",
        "transaction_hash": "0x" + "cd" * 32,
        "details": {},
    }
    lines = f"id: {event['cursor']}\r\nevent: BillIssued\r\ndata: {json.dumps(event)}\r\n"
    return lines if broken else f": ping\r\n\r\n{lines}\r\n"


class Server:
    """Answers each connection as its number says, and keeps where each asked to go on."""

    def __init__(self, *answers: tuple[int, str]) -> None:
        self.asked: list[str | None] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.headers.get("Last-Event-ID"))
                status, text = answers[min(len(server.asked), len(answers)) - 1]
                self.send_response(status)
                kind = "text/event-stream" if status == 200 else "application/problem+json"
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Says nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


BREAKING = (
    (200, told(1) + told(2) + told(3, broken=True)),
    (503, "{}"),
    (200, told(3)),
    (200, ""),
    (200, told(4)),
)
ASKED = [None, "2-0-9f86d081", "2-0-9f86d081", "3-0-9f86d081", "3-0-9f86d081"]


@pytest.fixture
def breaking() -> Iterator[Server]:
    server = Server(*BREAKING)
    yield server
    server.close()


def test_it_goes_on_where_it_broke(breaking: Server) -> None:
    with SyncQuayClient(breaking.url, api_key="k", retry=QUICK) as quay:
        found = [event.version for event in islice(quay.events.follow(), 4)]
    assert found == [1, 2, 3, 4]
    assert breaking.asked == ASKED


async def test_it_goes_on_where_it_broke_in_an_event_loop(breaking: Server) -> None:
    found = []
    async with QuayClient(breaking.url, api_key="k", retry=QUICK) as quay, asyncio.timeout(20):
        async for event in quay.events.follow():
            found.append(event.version)
            if len(found) == 4:
                break
    assert found == [1, 2, 3, 4]
    assert breaking.asked == ASKED


@pytest.mark.parametrize("first", [None, "7-0-9f86d081"])
def test_it_begins_where_it_is_told_to(first: str | None) -> None:
    server = Server((200, told(8)))
    with SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay:
        assert next(quay.events.follow(first)).version == 8
    server.close()
    assert server.asked == [first]


def test_a_refusal_ends_it() -> None:
    server = Server((422, '{"code": "invalid_input", "detail": "no such cursor"}'))
    with (
        SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay,
        pytest.raises(Refused, match="no such cursor"),
    ):
        next(quay.events.follow("nonsense"))
    server.close()
    assert len(server.asked) == 1


def test_it_is_given_up_when_nothing_comes_for_long() -> None:
    server = Server((200, ""))
    with (
        SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay,
        pytest.raises(GatewayUnreachable, match="the stream ended"),
    ):
        next(quay.events.follow())
    server.close()
    assert len(server.asked) > 5


def test_a_long_event_comes_on_several_lines() -> None:
    stream: Stream[Any] = Stream(Flows("http://gateway.test"), "/", lambda body: body)
    lines = ["id: 1", 'data: {"a":', "data:  1}", ": a comment", "retry: 5", ""]
    assert [event for line in lines for event in stream.line(line)] == [{"a": 1}]
    with pytest.raises(UnexpectedAnswer):
        [*stream.line("data: nonsense"), *stream.line("")]
