"""What the gateway refuses before any route hears of it. No socket, no ledger: none is reached."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.middleware import BodyGuard
from api.settings import ApiSettings
from api.verify.schemas import VerifyRequest
from chain.errors import NodeUnavailableError
from chain.ledger import Ledger
from chain.settings import ChainSettings

MIB = 1 << 20


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    async def never() -> Ledger:
        message = "no ledger here"
        raise AssertionError(message)

    app = create_app(ApiSettings(), never, ChainSettings(data_dir=tmp_path))

    @app.post("/echo")
    async def echo(body: VerifyRequest) -> str:
        return body.salt

    return app


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway.test") as client:
        yield client


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["detail_zh"]
    return body


JSON = {"content-type": "application/json"}


async def test_unknown_routes_and_methods_are_problems(http: httpx.AsyncClient) -> None:
    problem(await http.get("/nope"), 404, "unknown_route")
    answer = await http.delete("/v1/verify")
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"nonsense",
        b'{"a": 1,}',
        b"\xff\xfe",
        b'{"salt": NaN}',
        b'{"salt": Infinity}',
        b'{"salt": "\\ud800"}',
        b"[" * 200_000,
        b'{"salt": ' + b"9" * 5000 + b"}",
    ],
)
async def test_malformed_json_is_refused(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/echo", content=body, headers=JSON)
    if body == b"":
        assert answer.status_code == 422
        return
    (error,) = problem(answer, 400, "malformed_json")["errors"]
    assert (error["field"], error["rule"]) == ("$", "json")


async def test_a_surrogate_pair_is_good_json(http: httpx.AsyncClient) -> None:
    answer = await http.post(
        "/echo", content=b'{"document": {"a": "\\ud83d\\ude00"}}', headers=JSON
    )
    assert answer.json()["errors"][0]["field"] == "salt"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
async def test_what_is_not_json_is_refused(http: httpx.AsyncClient, kind: str) -> None:
    answer = await http.post("/echo", content=b"{}", headers={"content-type": kind})
    (error,) = problem(answer, 415, "unsupported_media_type")["errors"]
    assert (error["field"], error["rule"]) == ("headers.Content-Type", "media_type")


async def test_json_with_parameters_or_a_suffix_is_taken(http: httpx.AsyncClient) -> None:
    for kind in (
        "application/json; charset=utf-8",
        "application/vnd.dcsa+json",
        "Application/JSON",
    ):
        answer = await http.post("/echo", content=b"{}", headers={"content-type": kind})
        problem(answer, 422, "invalid_input")


async def test_a_large_body_is_refused_by_its_declared_length(http: httpx.AsyncClient) -> None:
    body = b'{"a":"' + b"x" * MIB + b'"}'
    answer = await http.post("/echo", content=body, headers=JSON)
    (error,) = problem(answer, 413, "body_too_large")["errors"]
    assert (error["field"], error["rule"]) == ("$", "max_bytes")
    assert answer.headers["connection"] == "close"


async def test_a_large_body_in_chunks_is_refused(http: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * (MIB // 32)

    answer = await http.post("/echo", content=chunks(), headers=JSON)
    problem(answer, 413, "body_too_large")


@pytest.mark.parametrize("declared", ["10", "-1", "many", "9" * 400])
async def test_a_content_length_that_lies_is_no_way_around(
    http: httpx.AsyncClient, declared: str
) -> None:
    body = b'{"a":"' + b"x" * MIB + b'"}'
    answer = await http.post("/echo", content=body, headers=JSON | {"content-length": declared})
    problem(answer, 413, "body_too_large")


async def test_a_body_of_just_the_limit_is_read(http: httpx.AsyncClient) -> None:
    body = b'{"a":"' + b"x" * (MIB - 8) + b'"}'
    assert len(body) == MIB
    answer = await http.post("/echo", content=body, headers=JSON)
    problem(answer, 422, "invalid_input")


async def test_a_fault_of_ours_is_told_by_an_opaque_number_only(
    app: FastAPI, http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    @app.get("/broken")
    async def broken() -> None:
        message = "secret cargo 4711"
        raise RuntimeError(message)

    answer = await http.get("/broken")
    body = problem(answer, 500, "internal")
    assert "4711" not in answer.text
    assert "Traceback" not in answer.text
    incident = body["detail"].split()[-1].rstrip(".")
    assert incident in capsys.readouterr().out


async def test_a_node_that_is_away_is_no_fault_of_the_callers(
    app: FastAPI, http: httpx.AsyncClient
) -> None:
    @app.get("/away")
    async def away() -> None:
        message = "connection refused"
        raise NodeUnavailableError(message)

    answer = await http.get("/away")
    problem(answer, 503, "node_unavailable")
    assert answer.headers["retry-after"] == "2"


async def test_only_so_many_large_bodies_are_held_at_once() -> None:
    begun, served = asyncio.Event(), asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        begun.set()
        await served.wait()
        await Response(status_code=204)(scope, receive, send)

    guard = BodyGuard(slow, limit=10, larger={"/files": 100}, at_once=1)
    transport = httpx.ASGITransport(app=guard)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway.test") as client:
        small, large = b'"small"', b'"' + b"x" * 50 + b'"'
        first = asyncio.create_task(client.post("/files", content=large, headers=JSON))
        await begun.wait()
        refused = await client.post("/files", content=large, headers=JSON)
        problem(refused, 429, "too_many_uploads")
        assert refused.headers["retry-after"] == "2"
        others = asyncio.create_task(client.post("/files", content=small, headers=JSON))
        served.set()
        assert (await others).status_code == (await first).status_code == 204
        again = await client.post("/files", content=large, headers=JSON)
        assert again.status_code == 204
        elsewhere = await client.post("/other", content=large, headers=JSON)
        problem(elsewhere, 413, "body_too_large")
