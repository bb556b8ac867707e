"""The node goes away: the gateway says so, with Retry-After, and goes on reading from its cache."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.verify.examples import FIELD
from chain.node import AnvilNode
from tests.integration.api.documents import bill_document
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued
from tests.support.world import World


@pytest.fixture
async def doomed(tmp_path: Path) -> AsyncIterator[tuple[Gateway, AnvilNode]]:
    """A gateway with a node of its own."""
    node = AnvilNode(tmp_path / "node").start()
    try:
        world = await World.create(node.url)
        async with Gateway.open(world, node.url, tmp_path / "gateway") as gateway:
            yield gateway, node
        await world.rpc.close()
    finally:
        node.kill()


async def test_without_its_node_the_gateway_reads_on_and_refuses_to_act(
    doomed: tuple[Gateway, AnvilNode],
) -> None:
    gateway, node = doomed
    bill_id = await issued(gateway)
    prepared = await gateway.prepare("shipper", "TransferPossession", billId=bill_id, holder=8)
    body = gateway.sign(prepared.json(), [gateway.world.signer("shipper")])
    node.kill()

    answer = await gateway.submit("shipper", body)
    assert (answer.status_code, answer.json()["code"]) == (503, "node_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-type"] == "application/problem+json"
    ready = await gateway.http.get("/ready")
    assert (ready.status_code, ready.json()["code"]) == (503, "node_unavailable")
    assert (await gateway.http.get("/health")).status_code == 200
    assert (await gateway.get("shipper", f"/v1/bills/{bill_id}")).status_code == 200

    question = {"document": bill_document(), "salt": "0x" + "01" * 32}
    told = (await gateway.http.post("/v1/verify", json=question)).json()
    assert (told["answer"], told["check"]) == ("cannot_tell", "node")
    told = (await gateway.http.post("/v1/verify/field", json=FIELD)).json()
    assert (told["answer"], told["check"]) == ("cannot_tell", "node")
    told = (await gateway.http.post("/v1/verify/field", json=FIELD | {"value": "another"})).json()
    assert (told["answer"], told["check"]) == ("invalid", "proof")
