"""A way to a node that a test can break: what comes in at its port goes on to another one of loopback."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Self
from urllib.parse import urlsplit


class Forwarder:
    """Forwards TCP connections to a node's port, until it is cut."""

    def __init__(self, url: str) -> None:
        """`url` is the node's."""
        self._to = urlsplit(url).port
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        """The node's address by this way."""
        return f"http://127.0.0.1:{self.port}"

    async def mend(self) -> Self:
        """Opens the way, at the same port as before."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def cut(self) -> None:
        """Closes the port and breaks what is open."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        while self._open:  # noqa: ASYNC110 - the handlers end by themselves
            await asyncio.sleep(0.01)

    async def _serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, on = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {back, on}
        try:
            await asyncio.gather(_pump(near, on), _pump(far, back))
        finally:
            self._open -= {back, on}


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(1 << 16):
            sink.write(piece)
            await sink.drain()
    sink.close()
