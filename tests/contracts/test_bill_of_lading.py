"""The bill's rules beyond its state table: title and possession, kinds, rejection, surrender."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import ZERO, Record
from tests.support.world import Intent, World

STRAIGHT, TO_ORDER, BEARER, WAYBILL = range(4)


async def _issued(world: World, kind: int) -> Record:
    return await records.bill(world, "Issued", kind=kind, with_bank=False)


def _transfer(world: World, record: Record, by: str, to: str) -> Intent:
    fields = {"billId": record.record_id, "version": record.version, "holder": world.member(to)}
    return Intent("TransferPossession", by, fields)


def _reject(record: Record, by: str) -> Intent:
    return Intent("RejectTransfer", by, {"billId": record.record_id, "version": record.version})


async def test_endorsement_with_delivery_moves_title_and_possession(world: World) -> None:
    record = await records.bill(world, "Issued")
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert (bill["holder"], bill["titleHolder"]) == (world.member("bank"), world.member("bank"))
    assert bill["version"] == record.version


async def test_endorsement_without_delivery_moves_title_alone(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", deliverTo=0))
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert (bill["holder"], bill["titleHolder"]) == (world.member("shipper"), world.member("bank"))


async def test_possession_alone_gives_no_right_to_endorse_or_surrender(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    await world.act(_transfer(world, record, "shipper", "bank"))
    record.version += 1
    record.facts["holder"] = "bank"
    assert (
        await world.refusal(records.endorse(world, record, by="bank", endorsee="consignee"))
        == "BillNotTitleHolder"
    )
    assert await world.refusal(records.surrender(world, record)) == "BillNotTitleHolder"


async def test_a_restrictive_endorsee_cannot_endorse_on(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", endorsement=1))
    record.version += 1
    again = records.endorse(world, record, by="bank", endorsee="consignee")
    assert await world.refusal(again) == "BillEndorsementRestricted"


async def test_a_blank_endorsement_lets_title_follow_possession(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    named = records.endorse(world, record, by="shipper", endorsee="bank", endorsement=2)
    await world.act(named.but(endorsee=0))
    record.version += 1
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert bill["blank"]
    assert bill["titleHolder"] == bill["holder"] == world.member("bank")
    await world.act(_transfer(world, record, "bank", "consignee"))
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert bill["titleHolder"] == world.member("consignee")


async def test_a_blank_endorsement_can_be_filled_in(world: World) -> None:
    record = await _issued(world, BEARER)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank"))
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert not bill["blank"]
    assert bill["titleHolder"] == world.member("bank")


@pytest.mark.parametrize("kind", [STRAIGHT, WAYBILL])
async def test_non_negotiable_kinds_cannot_be_endorsed(world: World, kind: int) -> None:
    record = await _issued(world, kind)
    assert (
        await world.refusal(records.endorse(world, record, by="shipper", endorsee="bank"))
        == "BillUnexpectedKind"
    )


async def test_a_straight_bill_is_surrendered_by_its_consignee_in_possession(world: World) -> None:
    record = await _issued(world, STRAIGHT)
    assert await world.refusal(records.surrender(world, record)) == "BillNotTitleHolder"
    await world.act(_transfer(world, record, "shipper", "consignee"))
    record.version += 1
    record.facts["holder"] = "consignee"
    await world.act(records.surrender(world, record))
    assert await world.state("BillOfLading", record.record_id) == "PendingSurrenderForDelivery"


async def test_a_sea_waybill_neither_moves_nor_is_surrendered(world: World) -> None:
    record = await _issued(world, WAYBILL)
    assert (
        await world.refusal(_transfer(world, record, "shipper", "consignee"))
        == "BillUnexpectedKind"
    )
    assert await world.refusal(records.surrender(world, record)) == "BillUnexpectedKind"


async def test_a_rejected_transfer_puts_title_possession_and_nature_back(world: World) -> None:
    record = await _issued(world, BEARER)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", endorsement=1))
    record.version += 1
    await world.act(_reject(record, "bank"))
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert bill["holder"] == bill["titleHolder"] == world.member("shipper")
    assert bill["blank"]
    assert not bill["restricted"]


async def test_an_endorsee_without_possession_may_reject_title(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", deliverTo=0))
    record.version += 1
    assert await world.refusal(_reject(record, "shipper")) == "BillNothingToReject"
    await world.act(_reject(record, "bank"))
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert bill["titleHolder"] == world.member("shipper")


async def test_nobody_rejects_twice_or_after_acting(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    assert await world.refusal(_reject(record, "shipper")) == "BillNothingToReject"
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank"))
    record.version += 1
    await world.act(_transfer(world, record, "bank", "consignee"))
    record.version += 1
    assert await world.refusal(_reject(record, "bank")) == "BillNothingToReject"
    await world.act(_reject(record, "consignee"))
    record.version += 1
    assert await world.refusal(_reject(record, "bank")) == "BillNothingToReject"


async def test_a_refused_surrender_gives_possession_back(world: World) -> None:
    record = await records.bill(world, "PendingSurrenderForDelivery")
    pending = await world.read("BillOfLading", "billOf", record.record_id)
    assert pending["holder"] == world.member("carrier")
    assert pending["surrenderedBy"] == world.member("bank")
    await world.act(
        Intent(
            "RejectSurrender", "carrier", {"billId": record.record_id, "version": record.version}
        )
    )
    bill = await world.read("BillOfLading", "billOf", record.record_id)
    assert bill["holder"] == bill["titleHolder"] == world.member("bank")
    assert bill["surrenderedBy"] == bill["releaseTo"] == 0


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"billId": ZERO}, "BillEmptyId"),
        ({"kind": 4}, "BillKindUnknown"),
        ({"kind": 2}, "BillTitleHolderMismatch"),
        ({"titleHolder": 0}, "BillTitleHolderMismatch"),
        ({"titleHolder": 999}, "ConsortiumUnknownMember"),
        ({"holder": 0}, "BillRecipientMissing"),
        ({"holder": 999}, "ConsortiumUnknownMember"),
        ({"representedParty": 999}, "ConsortiumUnknownMember"),
    ],
)
async def test_a_bad_issue_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = Record("BillOfLading", world.new_id(), 0)
    assert await world.refusal(records.issue_bill(world, record).but(**lie)) == error


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"endorsement": 3}, "BillEndorsementUnknown"),
        ({"endorsee": 0}, "BillEndorseeMismatch"),
        ({"endorsement": 2}, "BillEndorseeMismatch"),
        ({"endorsee": 999}, "ConsortiumUnknownMember"),
        ({"deliverTo": 999}, "ConsortiumUnknownMember"),
        ({"version": 7}, "BillStaleVersion"),
    ],
)
async def test_a_bad_endorsement_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await _issued(world, TO_ORDER)
    good = records.endorse(world, record, by="shipper", endorsee="bank")
    assert await world.refusal(good.but(**lie)) == error


async def test_nobody_transfers_to_itself(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    assert (
        await world.refusal(_transfer(world, record, "shipper", "shipper"))
        == "BillRecipientUnchanged"
    )
    own = records.endorse(world, record, by="shipper", endorsee="shipper", deliverTo=0)
    assert await world.refusal(own) == "BillRecipientUnchanged"


async def test_a_replayed_action_is_stale(world: World) -> None:
    record = await _issued(world, TO_ORDER)
    intent = records.endorse(world, record, by="shipper", endorsee="bank")
    sent = await world.signed(intent)
    await world.send(sent)
    assert await world.refusal_of(sent) == "BillStaleVersion"


async def test_a_refused_surrender_leaves_nothing_to_reject(world: World) -> None:
    record = await records.bill(world, "PendingSurrenderForDelivery")
    refuse = {"billId": record.record_id, "version": record.version}
    await world.act(Intent("RejectSurrender", "carrier", refuse))
    record.version += 1
    assert await world.refusal(_reject(record, "bank")) == "BillNothingToReject"
