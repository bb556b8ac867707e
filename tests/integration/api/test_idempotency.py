"""`Idempotency-Key`: done once, told again, on both databases and after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.idempotency.guard import takes_key
from api.idempotency.store import KEPT_SECONDS
from api.middleware import STREAMED
from chain.node import ChildNode
from chain.store.place import Store
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued, mining_held
from tests.support.storage import rows_of, settings_of
from tests.support.world import World

KEYS = "/v1/api-keys"
DESK = {"label": "desk"}


@pytest.fixture(scope="module")
async def world(anvil: ChildNode) -> AsyncIterator[World]:
    made = await World.create(anvil.url)
    yield made
    await made.rpc.close()


@pytest.fixture
async def mine(
    storage: str, world: World, anvil: ChildNode, tmp_path: Path
) -> AsyncIterator[Gateway]:
    """A gateway of the test's own, on each database."""
    del storage
    database = {"database_url": settings_of(tmp_path).database_url}
    async with Gateway.open(world, anvil.url, tmp_path, chain=database) as opened:
        yield opened


async def post(
    gateway: Gateway, key: str, path: str = KEYS, body: Any = None, by: str = "bank", **headers: str
) -> httpx.Response:
    given = {"Idempotency-Key": key} | headers
    return await gateway.call(by, "POST", path, json=body or DESK, headers=given)


async def keys_of(gateway: Gateway, by: str = "bank") -> int:
    return len((await gateway.get(by, KEYS)).json()["items"])


async def test_the_same_request_is_done_once_and_told_again(mine: Gateway) -> None:
    first, again = await post(mine, "k"), await post(mine, '"k"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-type"] == first.headers["content-type"]
    assert await keys_of(mine) == 1


async def test_a_refusal_is_told_again_as_well(mine: Gateway) -> None:
    wrong = {"label": ""}
    first, again = await post(mine, "k", body=wrong), await post(mine, "k", body=wrong)
    assert (first.status_code, again.json()) == (422, first.json())
    assert again.headers["content-type"] == "application/problem+json"
    assert again.headers["idempotency-replayed"] == "true"


async def test_an_answer_outlives_the_gateway_and_lasts_a_day(
    storage: str, world: World, anvil: ChildNode, tmp_path: Path
) -> None:
    del storage
    settings = settings_of(tmp_path)
    chain = {"database_url": settings.database_url}
    async with Gateway.open(world, anvil.url, tmp_path, chain=chain) as gateway:
        first = await post(gateway, "k")
    async with Gateway.open(
        world, anvil.url, tmp_path, chain=chain, session_seconds=30 * 86_400
    ) as gateway:
        assert (await post(gateway, "k")).json() == first.json()
        gateway.clock.ahead = KEPT_SECONDS + 2.0
        assert (await post(gateway, "k")).json()["id"] != first.json()["id"]
        assert await keys_of(gateway) == 2
    kept = repr((await rows_of(settings, Store.GATEWAY))["answers"])
    assert first.json()["id"] not in kept
    assert first.json()["key"] not in kept


async def test_another_request_with_the_key_is_refused(mine: Gateway) -> None:
    await post(mine, "k")
    hook = {"url": "https://erp.example.com/hook"}
    for other in (
        await post(mine, "k", body={"label": "another"}),
        await post(mine, "k", path=KEYS + "?x=1"),
        await post(mine, "k", path="/v1/webhooks", body=hook),
        await post(mine, "k", **{"If-Match": '"1"'}),
    ):
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await keys_of(mine) == 1


async def test_a_key_is_the_caller_s_own(mine: Gateway) -> None:
    first, theirs = await post(mine, "k"), await post(mine, "k", by="shipper")
    assert theirs.json()["id"] != first.json()["id"]
    # The wallet's API key does not hear what its session was told.
    bearer = {"Authorization": f"Bearer {first.json()['key']}", "Idempotency-Key": "k"}
    answer = await mine.http.post(KEYS, json=DESK, headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "session_required")
    nobody = await mine.http.post(KEYS, json=DESK, headers={"Idempotency-Key": "k"})
    assert nobody.status_code == 401


async def test_while_the_first_is_under_way_the_second_is_told_so(mine: Gateway) -> None:
    prepared = await mine.prepare("shipper", "SignBill", billId=await issued(mine))
    body = mine.sign(prepared.json(), [mine.world.signer("shipper")])
    action = ("/v1/actions", body, "shipper")
    async with mining_held(mine):
        first = asyncio.create_task(post(mine, "k", *action, Prefer="wait=60"))
        path = f"/v1/actions/{prepared.json()['action_id']}"
        async with asyncio.timeout(30):
            while (await mine.get("shipper", path)).status_code == 404:  # noqa: ASYNC110 - asked, not told
                await asyncio.sleep(0.01)
        second = await post(mine, "k", *action)
    assert second.json()["code"] == "idempotency_key_in_use"
    assert second.headers["retry-after"] == "1"
    assert (await first).json()["status"] == "final"
    assert (await post(mine, "k", *action)).json() == (await first).json()


async def test_what_a_crash_broke_off_may_be_tried_again(mine: Gateway) -> None:
    """The first request's row is there, and nobody is left who would answer."""
    await post(mine, "k")
    await _unanswered(mine)
    assert (await post(mine, "k")).status_code == 409
    mine.clock.ahead = 121.0
    assert (await post(mine, "k")).status_code == 201
    assert await keys_of(mine) == 2


async def test_who_was_not_known_may_try_again_and_sign_in_takes_no_key(mine: Gateway) -> None:
    given = {"Idempotency-Key": "k"}
    nonces = [await mine.http.post("/v1/auth/nonce", headers=given) for _ in range(2)]
    assert nonces[0].json()["nonce"] != nonces[1].json()["nonce"]
    public = {
        path
        for path, of in mine.app.openapi()["paths"].items()
        if "post" in of and "security" not in of["post"]
    }
    # An upload is known by its rows: the same one again is the same voyage.
    posts = {path for path, of in mine.app.openapi()["paths"].items() if "post" in of} - STREAMED
    assert public == {path for path in posts if not takes_key("POST", path)}
    for path in posts - public:
        names = [one["name"] for one in mine.app.openapi()["paths"][path]["post"]["parameters"]]
        assert "Idempotency-Key" in names, path


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a b", '"', "é"])
async def test_a_malformed_key_is_refused(mine: Gateway, key: str) -> None:
    headers = {
        b"Idempotency-Key": key.encode("latin-1"),
        b"Authorization": f"Bearer {await mine.token('bank')}".encode(),
    }
    answer = await mine.http.post(KEYS, json=DESK, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")
    assert answer.json()["errors"][0]["field"] == "headers.Idempotency-Key"


async def _unanswered(gateway: Gateway) -> None:
    answers: Any = gateway.app.state.services.answers
    async with answers._engine.begin() as db:
        await db.exec_driver_sql("UPDATE answers SET sealed = NULL")
