"""Connections that clients share, at a real server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from api.client import QuayClient, SharedConnections


class Keeping(BaseHTTPRequestHandler):
    """Keeps connections open, and tells each by its port."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Tells which connection asks."""
        body = b'{"port": %d}' % self.client_address[1]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Says nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Keeping) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


async def test_clients_share_a_connection_that_outlives_each_of_them(url: str) -> None:
    shared = SharedConnections()
    ports = []
    for _ in range(3):
        async with QuayClient(url, transport=shared) as client:
            ports.append((await client.get("/which"))["port"])
    await shared.close()
    assert len(set(ports)) == 1
    fresh = SharedConnections()
    async with QuayClient(url, transport=fresh) as client:
        assert (await client.get("/which"))["port"] != ports[0]
    await fresh.close()
