"""Connections that many clients of one process share: each client would make a pool of its own otherwise."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def _tls() -> ssl.SSLContext:
    """One for the process: to make one takes longer than many a request."""
    return httpx.create_ssl_context()


class SharedConnections(httpx.AsyncBaseTransport):
    """Give it to each `QuayClient` as `transport`, and close it by `close` when none needs it any more."""

    def __init__(self) -> None:
        self._inner = httpx.AsyncHTTPTransport(verify=_tls())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request."""
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """A client that is closed leaves the others their connections."""

    async def close(self) -> None:
        """Closes the connections."""
        await self._inner.aclose()
