"""The drivers against a real server on loopback: retries, Retry-After, a gateway that is away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from api.client import GatewayUnreachable, QuayClient, Refused, RetryPolicy, SyncQuayClient
from api.client.messages import Request
from chain.node import free_port

QUICK = RetryPolicy(give_up_after=5.0, first_pause=0.01, longest_pause=0.05)
Answers = Callable[[int], tuple[int, dict[str, str], Any]]


class Server:
    """A server whose n-th answer is the function of n; it keeps what it was asked."""

    def __init__(self, answers: Answers, port: int = 0) -> None:
        self.asked: list[tuple[float, str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._answer()

            def _answer(self) -> None:
                server.asked.append((time.monotonic(), self.command, self.path))
                status, headers, body = answers(len(server.asked))
                if status == 0:
                    self.close_connection = True
                    return
                content = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Says nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stops it."""
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(answers: Answers, port: int = 0) -> Server:
        servers.append(Server(answers, port))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_passing_fault_is_tried_again(serve: Callable[..., Server], status: int) -> None:
    server = serve(lambda n: (status, {}, {}) if n < 4 else (200, {}, {"ok": True}))
    with SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay:
        assert quay.get("/v1/bills") == {"ok": True}
    assert len(server.asked) == 4


async def test_the_asynchronous_driver_does_the_same(serve: Callable[..., Server]) -> None:
    server = serve(lambda n: (503, {}, {}) if n < 3 else (200, {}, {"ok": True}))
    async with QuayClient(server.url, api_key="k", retry=QUICK) as quay:
        assert await quay.get("/v1/bills") == {"ok": True}
    assert len(server.asked) == 3


def test_retry_after_is_honoured(serve: Callable[..., Server]) -> None:
    server = serve(lambda n: (429, {"Retry-After": "1"}, {}) if n == 1 else (200, {}, {}))
    with SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay:
        quay.get("/v1/bills")
    assert server.asked[1][0] - server.asked[0][0] >= 1.0


def test_a_refusal_is_not_tried_again(serve: Callable[..., Server]) -> None:
    server = serve(lambda _: (409, {}, {"code": "stale", "detail": "moved on"}))
    with (
        SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay,
        pytest.raises(Refused, match="moved on"),
    ):
        quay.get("/v1/bills")
    assert len(server.asked) == 1


def test_a_plain_fault_is_tried_three_times(serve: Callable[..., Server]) -> None:
    server = serve(lambda _: (500, {}, {"code": "internal", "detail": "incident 7"}))
    with (
        SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay,
        pytest.raises(Refused, match="incident 7"),
    ):
        quay.get("/v1/bills")
    assert len(server.asked) == 3


def test_a_dropped_connection_is_tried_again_if_repeating_does_no_harm(
    serve: Callable[..., Server],
) -> None:
    server = serve(lambda n: (0, {}, {}) if n == 1 else (200, {}, {"action_id": "x"}))
    with SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay:
        quay.run(quay.flows.call(Request("POST", "/v1/actions", body={})))
    assert len(server.asked) == 2


def test_what_must_not_be_repeated_is_not(serve: Callable[..., Server]) -> None:
    server = serve(lambda n: (0, {}, {}) if n == 1 else (200, {}, {}))
    key = Request("POST", "/v1/api-keys", body={"label": "gate"}, repeatable=False)
    with (
        SyncQuayClient(server.url, api_key="k", retry=QUICK) as quay,
        pytest.raises(GatewayUnreachable, match="may have taken"),
    ):
        quay.run(quay.flows.call(key))
    assert len(server.asked) == 1


def test_a_gateway_that_comes_back_is_found_again(serve: Callable[..., Server]) -> None:
    port = free_port()
    timer = threading.Timer(0.4, lambda: serve(lambda _: (200, {}, {"ok": True}), port))
    timer.start()
    with SyncQuayClient(f"http://127.0.0.1:{port}", api_key="k", retry=QUICK) as quay:
        assert quay.get("/v1/bills") == {"ok": True}
    timer.join()


async def test_a_gateway_that_stays_away_is_unreachable() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    patience = RetryPolicy(give_up_after=0.2, first_pause=0.01, longest_pause=0.05)
    async with QuayClient(url, api_key="k", retry=patience) as quay:
        with pytest.raises(GatewayUnreachable, match=url):
            await quay.get("/v1/bills")
