"""Many actions in one transaction: each alone, none starved."""

from __future__ import annotations

from tests.contracts import records
from tests.contracts.records import Record
from tests.support.world import World

GAS = 400_000


async def test_a_failing_action_does_not_touch_its_neighbours(world: World) -> None:
    made = [Record("BillOfLading", world.new_id(), 0) for _ in range(3)]
    good = [await world.signed(records.issue_bill(world, record)) for record in made]
    doomed = await world.signed(records.issue_bill(world, made[0]))
    outcome = await world.batch([good[0], doomed, good[1], good[2]], gas_limit=GAS)
    assert outcome == [None, "BillAlreadyIssued", None, None]
    for record in made:
        assert await world.state("BillOfLading", record.record_id) == "Issued"


async def test_a_batch_works_in_order(world: World) -> None:
    record = Record("BillOfLading", world.new_id(), 0)
    issue = await world.signed(records.issue_bill(world, record))
    record.version = 1
    endorse = await world.signed(records.endorse(world, record, by="shipper", endorsee="bank"))
    assert await world.batch([endorse, issue, endorse], gas_limit=GAS) == [
        "BillUnknown",
        None,
        None,
    ]


async def test_a_batch_short_of_gas_reverts_whole(world: World) -> None:
    made = [Record("BillOfLading", world.new_id(), 0) for _ in range(4)]
    signed = [await world.signed(records.issue_bill(world, record)) for record in made]
    refusal = await world.batch_refusal(signed, gas_limit=GAS, transaction_gas=GAS + 150_000)
    assert refusal == "BatchOutOfGas"
    for record in made:
        assert await world.state("BillOfLading", record.record_id) == "None"


async def test_a_call_that_gets_too_little_gas_fails_alone(world: World) -> None:
    record = Record("BillOfLading", world.new_id(), 0)
    signed = await world.signed(records.issue_bill(world, record))
    assert await world.batch([signed], gas_limit=30_000) == [""]
    assert await world.state("BillOfLading", record.record_id) == "None"


async def test_an_empty_batch_is_nothing(world: World) -> None:
    assert await world.batch([], gas_limit=GAS) == []
