"""A ledger of the personas for evidence alone, so that its blocks are few, and a bill with a full life on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from chain.evidence.export import Exporter
from chain.node import ChildNode
from tests.contracts import records
from tests.contracts.records import Record
from tests.support.nodes import start_node
from tests.support.world import World

GAS = 600_000


@pytest.fixture(scope="package")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChildNode]:
    """An Anvil for these tests alone."""
    started = start_node("anvil", tmp_path_factory.mktemp("evidence"))
    yield started
    started.stop()


@pytest_asyncio.fixture(scope="package")
async def world(node: ChildNode) -> AsyncIterator[World]:
    """The personas' ledger."""
    made = await World.create(node.url)
    yield made
    await made.rpc.close()


async def full_life(world: World) -> Record:
    """A bill that was endorsed in a batch, pledged and released, transferred, and surrendered for delivery."""
    record = Record("BillOfLading", world.new_id(), 0)
    other = Record("BillOfLading", world.new_id(), 0)
    issues = [await world.signed(records.issue_bill(world, made)) for made in (other, record)]
    assert await world.batch(issues, gas_limit=GAS) == [None, None]
    record.version = 1
    endorsed = await world.signed(records.endorse(world, record, by="shipper", endorsee="bank"))
    # A refused call before the good one: its place in the batch matters.
    stale = await world.signed(records.of_bill("AcceptSurrender", "carrier", record))
    assert await world.batch([stale, endorsed], gas_limit=GAS) == ["BillUnexpectedState", None]
    record.version, record.facts["holder"] = 2, "bank"
    consignee = world.member("consignee")
    for step in (
        lambda: records.pledge(world, record),
        lambda: records.of_bill("ReleasePledge", "second_bank", record),
        lambda: records.endorse(world, record, by="bank", endorsee="consignee"),
        lambda: records.of_bill("SurrenderForDelivery", "consignee", record, releaseTo=consignee),
        lambda: records.of_bill("AcceptSurrender", "carrier", record),
    ):
        await world.act(step())
        record.version += 1
    return record


async def evidence_of(world: World, record: Record, **options: Any) -> dict[str, Any]:
    """A record's evidence as the file has it."""
    exporter = Exporter(world.rpc, world.deployment.addresses, **options)
    found = await exporter.export(record.record_id)
    content: dict[str, Any] = found.model_dump(mode="json")
    return content


async def hash_at(world: World, number: int) -> str:
    """A block's hash, as another source would tell it."""
    block = await world.rpc.block(number)
    assert block is not None
    return str(block["hash"])
