"""Too many accepted actions wait: more are answered 429, and those that are known all the same."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from api.client import QuayClient
from api.client.resources import ActionRecord
from chain.node import ChildNode
from tests.integration.api.documents import bill_document
from tests.integration.api.gateway import URL, Gateway
from tests.integration.api.test_bill_life import mining_held
from tests.support.world import World

PLACES = 3


async def _signed_issue(gateway: Gateway) -> dict[str, Any]:
    body = {"document": bill_document(), "holder": gateway.world.member("shipper")}
    prepared = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=body)
    return gateway.sign(prepared.json(), [gateway.world.signer("carrier")])


async def _submit_by_client(gateway: Gateway, body: dict[str, Any]) -> ActionRecord:
    """As an integrator's program does, which comes back by itself."""
    signatures = [bytes.fromhex(signature[2:]) for signature in body["signatures"]]
    transport = httpx.ASGITransport(app=gateway.app)
    async with QuayClient(URL, gateway.world.signer("carrier"), transport=transport) as quay:
        return await quay.submit(body["action"], body["message"], signatures, wait=30)


async def test_more_than_may_wait_is_turned_away_and_told_when_to_come_back(
    anvil: ChildNode, tmp_path: Path
) -> None:
    world = await World.create(anvil.url)
    async with Gateway.open(world, anvil.url, tmp_path, chain={"max_waiting": PLACES}) as gateway:
        bodies = [await _signed_issue(gateway) for _ in range(PLACES + 1)]
        async with mining_held(gateway):
            for body in bodies[:PLACES]:
                assert (await gateway.submit("carrier", body, wait=0)).status_code == 202
            late = await gateway.submit("carrier", bodies[-1], wait=0)
            assert (late.status_code, late.json()["code"]) == (429, "backlog_full")
            assert late.headers["content-type"] == "application/problem+json"
            assert 1 <= int(late.headers["retry-after"]) <= 60
            again = await gateway.submit("carrier", bodies[0], wait=0)
            assert again.status_code == 202
            mine = await gateway.get("carrier", "/v1/actions")
            assert len(mine.json()["items"]) == PLACES
            patient = asyncio.create_task(_submit_by_client(gateway, bodies[-1]))
        first = await gateway.submit("carrier", bodies[0])
        assert first.json()["status"] == "final"
        assert (await patient).status == "final"
    await world.rpc.close()
