"""Prometheus's view of the gateway: true numbers, for the operator alone, and nothing of a record in them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from chain.node import AnvilNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued
from tests.support.world import World

TOKEN = "a token of the operator's own"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[tuple[Gateway, AnvilNode]]:
    """A gateway with a node of its own, and with metrics."""
    node = AnvilNode(tmp_path / "node").start()
    world = await World.create(node.url)
    async with Gateway.open(world, node.url, tmp_path / "g", metrics_token=TOKEN) as gateway:
        yield gateway, node
    await world.rpc.close()
    node.kill()


async def _read(gateway: Gateway) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = await gateway.http.get("/metrics", headers=AUTHORIZED)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_the_numbers_are_those_of_what_happened(watched: tuple[Gateway, AnvilNode]) -> None:
    gateway, node = watched
    before = await _read(gateway)
    bill_id = await issued(gateway)
    read = await gateway.get("shipper", f"/v1/bills/{bill_id}")
    assert read.status_code == 200
    assert (await gateway.http.get("/no-such-path")).status_code == 404
    assert (await gateway.http.request("BREW", "/health")).status_code == 405
    after = await _read(gateway)

    final = ("quay_actions_settled_total", (("action", "IssueBill"), ("outcome", "final")))
    assert (before.get(final, 0), after[final]) == (0, 1)
    assert after[("quay_action_seconds_count", ())] == 1
    assert after[("quay_transaction_actions_sum", ())] == 1
    assert after[("quay_gas_used_total", ())] > 50_000
    assert after[("quay_node_up", ())] == 1
    assert after[("quay_index_lag_blocks", ())] == 0
    assert after[("quay_index_block", ())] == after[("quay_node_block", ())] > 0
    assert after[("quay_outbox_actions", ())] == 0
    route = (("method", "GET"), ("route", "/v1/bills/{bill_id}"), ("status", "200"))
    assert after[("quay_http_request_seconds_count", route)] >= 1
    lost = (("method", "none"), ("route", "none"), ("status", "404"))
    assert after[("quay_http_request_seconds_count", lost)] == 1
    assert bill_id not in str(after)

    node.kill()
    alone = await _read(gateway)
    assert alone[("quay_node_up", ())] == 0
    assert alone[("quay_index_block", ())] == after[("quay_index_block", ())]


@pytest.mark.parametrize("sent", [None, "Bearer", "Bearer wrong", TOKEN, "Bearer 令牌"])
async def test_without_the_token_there_is_nothing_here(
    watched: tuple[Gateway, AnvilNode], sent: str | None
) -> None:
    headers = {} if sent is None else {"Authorization": sent.encode()}
    answer = await watched[0].http.get("/metrics", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_route")
    assert "QUAY_API_METRICS_TOKEN" in answer.json()["remedy"]


async def test_without_the_setting_there_are_no_metrics(gateway: Gateway) -> None:
    answer = await gateway.http.get("/metrics", headers=AUTHORIZED)
    assert answer.status_code == 404
