"""A proxy on loopback that keeps every byte that goes to the gateway: request lines, headers, bodies."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Self

_CHUNK = 65_536


class Recorder:
    """Forwards connections to a port and records what the clients send."""

    def __init__(self) -> None:
        self.sent = bytearray()
        self.port = 0
        self._target = 0
        self._server: asyncio.Server | None = None
        self._pumps: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where clients find the gateway."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> Self:
        """Listens; connections wait for `forward_to`."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def forward_to(self, port: int) -> None:
        """Says where the gateway is."""
        self._target = port

    async def close(self) -> None:
        """Stops listening and drops what is open."""
        if self._server is not None:
            self._server.close()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream, downstream = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        for source, sink, keep in ((reader, downstream, True), (upstream, writer, False)):
            pump = asyncio.create_task(self._pump(source, sink, keep=keep))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, keep: bool
    ) -> None:
        try:
            while chunk := await source.read(_CHUNK):
                if keep:
                    self.sent += chunk
                sink.write(chunk)
                await sink.drain()
        except OSError:
            return  # one side has gone: the other is told by the closing below
        finally:
            sink.close()
            with contextlib.suppress(OSError):
                await sink.wait_closed()
