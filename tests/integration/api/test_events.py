"""Events as a member's system gets them: page by page, or as a stream that it comes back to."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sse_starlette.sse import AppStatus

from api.__main__ import serve, server_for
from api.app import create_app
from api.settings import ApiSettings
from chain.ledger import Ledger
from chain.node import ChildNode, free_port
from chain.settings import ChainSettings
from tests.integration.api.gateway import URL, Gateway, until_ready
from tests.integration.api.test_bill_life import issued

SECONDS = 60


async def _events(gateway: Gateway, persona: str, **query: Any) -> dict[str, Any]:
    answer = await gateway.get(persona, "/v1/events", **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_what_happened_comes_in_order_and_once(gateway: Gateway) -> None:
    start = (await _events(gateway, "shipper"))["next_cursor"]
    # Whatever the others' tests left is read up.
    while (page := await _events(gateway, "shipper", after=start, limit=500))["items"]:
        start = page["next_cursor"]
    bill_id = await issued(gateway)
    bank = gateway.world.member("bank")
    await gateway.act("shipper", "TransferPossession", billId=bill_id, holder=bank)

    found = await _events(gateway, "shipper", after=start)
    assert [event["event"] for event in found["items"]] == ["BillIssued", "PossessionTransferred"]
    assert {event["record_id"] for event in found["items"]} == {bill_id}
    moved = found["items"][1]
    assert (moved["record"], moved["version"]) == ("BillOfLading", 2)
    assert moved["actor"] == gateway.world.member("shipper")
    assert moved["details"]["holder"] == bank
    assert moved["wallet"] == gateway.world.signer("shipper").address

    one = await _events(gateway, "shipper", after=start, limit=1)
    rest = await _events(gateway, "shipper", after=one["next_cursor"], limit=1)
    assert one["items"] + rest["items"] == found["items"]
    assert (await _events(gateway, "shipper", after=found["next_cursor"]))["items"] == []
    of_bank = (await _events(gateway, "bank", after=start))["items"]
    assert of_bank == found["items"]


async def test_strangers_hear_nothing(gateway: Gateway) -> None:
    bill_id = await issued(gateway)
    query: dict[str, Any] = {"limit": 500}
    while (page := await _events(gateway, "haulier", **query))["items"]:
        assert bill_id not in json.dumps(page)
        query["after"] = page["next_cursor"]
    assert (await gateway.http.get("/v1/events")).status_code == 401
    assert (await gateway.http.get("/v1/events/stream")).status_code == 401


@pytest.mark.parametrize("cursor", ["x", "1-2", "1-2-zzzzzzzz", "9" * 40 + "-0-00000000"])
async def test_what_is_no_cursor_is_refused_by_name(gateway: Gateway, cursor: str) -> None:
    answer = await gateway.get("shipper", "/v1/events", after=cursor)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "cursor")
    assert answer.json()["errors"][0]["field"] == "query.after"
    answer = await gateway.call(
        "shipper", "GET", "/v1/events/stream", headers={"Last-Event-ID": cursor}
    )
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "cursor")


class Stream:
    """A client of the stream: what it was told, in order."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self) -> tuple[str, str, dict[str, Any]] | None:
        """The next event: id, name, data; None at the stream's end."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(SECONDS):
            async for line in self._lines:
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif "data" in fields:
                    return fields["id"], fields["event"], json.loads(fields["data"])
                else:
                    fields = {}
        return None


@asynccontextmanager
async def on_a_port(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a gateway behind a real socket: streams do not fit through a call."""
    port = free_port()
    config = uvicorn.Config(gateway.app, port=port, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - nothing to wait on
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", timeout=SECONDS, trust_env=False
    ) as http:
        yield http
    gateway.app.state.services.events.close()
    server.should_exit = True
    await serving


@pytest.fixture
async def served(
    gateway: Gateway, anvil: ChildNode, tmp_path: Path
) -> AsyncIterator[tuple[Gateway, httpx.AsyncClient]]:
    """A gateway of the test's own on a port."""
    async with (
        Gateway.open(gateway.world, anvil.url, tmp_path) as opened,
        on_a_port(opened) as http,
    ):
        yield opened, http


def bearer(token: str, last: str | None = None) -> dict[str, str]:
    """The headers of a reader, who comes back with the last event's id."""
    headers = {"Authorization": f"Bearer {token}"}
    return headers if last is None else headers | {"Last-Event-ID": last}


async def test_a_stream_tells_as_it_happens_and_goes_on_where_it_was_left(
    served: tuple[Gateway, httpx.AsyncClient],
) -> None:
    gateway, http = served
    token = await gateway.token("shipper")
    path, bank = "/v1/events/stream", gateway.world.member("bank")
    async with http.stream("GET", path, headers=bearer(token)) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = Stream(response)
        waiting = asyncio.create_task(stream.next())
        bill_id = await issued(gateway)
        first = await waiting
    assert first is not None
    last, name, data = first
    assert (name, data["record_id"], data["cursor"]) == ("BillIssued", bill_id, last)

    await gateway.act("shipper", "TransferPossession", billId=bill_id, holder=bank)
    async with http.stream("GET", path, headers=bearer(token, last)) as response:
        stream = Stream(response)
        missed = await stream.next()
        assert missed is not None
        assert (missed[1], missed[2]["version"]) == ("PossessionTransferred", 2)
        await gateway.act("bank", "RejectTransfer", billId=bill_id)
        live = await stream.next()
        assert live is not None
        assert (live[1], live[2]["version"]) == ("TransferRejected", 3)


async def test_a_stream_ends_with_its_session(
    served: tuple[Gateway, httpx.AsyncClient],
) -> None:
    gateway, http = served
    token = (await gateway.sign_in(gateway.world.signer("shipper"))).json()["token"]
    async with http.stream("GET", "/v1/events/stream", headers=bearer(token)) as response:
        stream = Stream(response)
        waiting = asyncio.create_task(stream.next())
        await issued(gateway)
        assert (await waiting) is not None
        assert (await http.delete("/v1/auth/session", headers=bearer(token))).status_code == 204
        await issued(gateway)
        assert await stream.next() is None


async def test_a_signal_ends_streams_and_then_the_gateway(
    gateway: Gateway, anvil: ChildNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of the whole process, which goes on here: without this no later stream would stay open.
    monkeypatch.setattr(AppStatus, "should_exit", False)
    chain = ChainSettings(data_dir=tmp_path, rpc_url=anvil.url)
    settings = ApiSettings(public_url=URL, port=free_port())

    async def open_ledger() -> Ledger:
        return await Ledger.open(chain, gateway.world.deployment)

    app = create_app(settings, open_ledger, chain, gateway.clock)
    server = server_for(app, settings)
    serving = asyncio.create_task(serve(app, server))
    while not server.started:  # noqa: ASYNC110 - nothing to wait on
        await asyncio.sleep(0.01)
    address = f"http://127.0.0.1:{settings.port}"
    async with httpx.AsyncClient(base_url=address, timeout=SECONDS, trust_env=False) as http:
        theirs = Gateway(app, http, gateway.world, gateway.clock, tmp_path)
        await until_ready(http)
        token = await theirs.token("shipper")
        async with http.stream("GET", "/v1/events/stream", headers=bearer(token)) as response:
            stream = Stream(response)
            waiting = asyncio.create_task(stream.next())
            await issued(gateway)
            assert (await waiting) is not None
            os.kill(os.getpid(), signal.SIGTERM)
            assert await stream.next() is None
    await asyncio.wait_for(serving, SECONDS)
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        with pytest.raises(httpx.ConnectError):
            await http.get("/health")
