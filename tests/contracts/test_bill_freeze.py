"""A court's freeze: in every state, of every action, and nobody but the same court ends it."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import Record, of_bill
from tests.support.world import World

WAYBILL = 3


async def _frozen(world: World, state: str, **how: int) -> Record:
    record = await records.bill(world, state, **how)
    await world.act(of_bill("FreezeBill", "court", record))
    record.version += 1
    return record


async def test_a_freeze_ends_as_it_began(world: World) -> None:
    record = await records.bill(world, "Issued")
    before = await world.read("BillOfLading", "billOf", record.record_id)
    await world.act(of_bill("FreezeBill", "court", record))
    record.version += 1
    court = await world.read("BillOfLading", "frozenBy", record.record_id)
    assert court == world.member("court")
    await world.act(of_bill("UnfreezeBill", "court", record))
    after = await world.read("BillOfLading", "billOf", record.record_id)
    assert after == {**before, "version": before["version"] + 2}
    assert await world.read("BillOfLading", "frozenBy", record.record_id) == 0


async def test_another_court_cannot_end_a_freeze(world: World) -> None:
    record = await _frozen(world, "Issued")
    other = of_bill("UnfreezeBill", "second_court", record)
    assert await world.refusal(other) == "BillFrozenByAnother"
    assert await world.refusal(of_bill("FreezeBill", "second_court", record)) == "BillFrozen"


async def test_a_member_that_is_no_court_freezes_nothing(world: World) -> None:
    record = await records.bill(world, "Issued")
    by_customs = of_bill("FreezeBill", "customs", record)
    assert await world.refusal(by_customs) == "ConsortiumMemberLacksRole"


async def test_a_frozen_surrender_is_not_answered(world: World) -> None:
    record = await _frozen(world, "PendingSurrenderForDelivery")
    for name in ("AcceptSurrender", "RejectSurrender"):
        assert await world.refusal(of_bill(name, "carrier", record)) == "BillFrozen"
    await world.act(of_bill("UnfreezeBill", "court", record))
    record.version += 1
    await world.act(of_bill("AcceptSurrender", "carrier", record))


async def test_the_bank_of_a_frozen_bill_neither_releases_nor_enforces(world: World) -> None:
    record = await _frozen(world, "Pledged")
    for name in ("ReleasePledge", "EnforcePledge"):
        assert await world.refusal(of_bill(name, "second_bank", record)) == "BillFrozen"


async def test_the_chance_to_reject_outlives_a_freeze(world: World) -> None:
    record = await _frozen(world, "Issued")
    assert await world.refusal(of_bill("RejectTransfer", "bank", record)) == "BillFrozen"
    await world.act(of_bill("UnfreezeBill", "court", record))
    record.version += 1
    await world.act(of_bill("RejectTransfer", "bank", record))


@pytest.mark.parametrize("state", ["SurrenderedForDelivery", "Issued"])
async def test_nothing_is_released_on_a_frozen_bill(world: World, state: str) -> None:
    """An accomplished bill, and a sea waybill, which needs no surrender."""
    how = {"kind": WAYBILL, "with_bank": False} if state == "Issued" else {}
    record = await _frozen(world, state, **how)
    order = Record("ReleaseOrder", world.new_id(), 0, {"billId": record.record_id})
    assert await world.refusal(records.issue_order(world, order)) == "ReleaseOrderBillFrozen"
    await world.act(of_bill("UnfreezeBill", "court", record))
    await world.act(records.issue_order(world, order))


async def test_a_bill_that_was_never_issued_is_not_frozen(world: World) -> None:
    nothing = Record("BillOfLading", world.new_id(), 1)
    for name in ("FreezeBill", "UnfreezeBill"):
        assert await world.refusal(of_bill(name, "court", nothing)) == "BillUnknown"
