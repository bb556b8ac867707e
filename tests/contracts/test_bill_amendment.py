"""Amendments, surrenders for another document, paper, and the end of a bill that never moved."""

from __future__ import annotations

import dataclasses

import pytest

from tests.contracts import records
from tests.contracts.records import AMENDED, PAPER, SWITCH_TO_PAPER, ZERO, Record, of_bill
from tests.support.world import Intent, World

STRAIGHT, TO_ORDER, BEARER, WAYBILL = range(4)


async def _read(world: World, record: Record) -> dict[str, object]:
    return dict(await world.read("BillOfLading", "billOf", record.record_id))


async def _view(world: World, view: str, record: Record) -> object:
    return await world.read("BillOfLading", view, record.record_id)


def _amend(record: Record, content: str = AMENDED) -> Intent:
    return of_bill("Amend", "carrier", record, content=content)


def _return(world: World, record: Record, **changes: object) -> Intent:
    holder = world.member("consignee")
    fields = {"originals": 3, "holder": holder, "titleHolder": holder} | changes
    return of_bill("ReturnFromPaper", "carrier", record, **fields)


@pytest.mark.parametrize("kind", [STRAIGHT, TO_ORDER, BEARER, WAYBILL])
async def test_any_kind_is_amended_by_carrier_and_holder(world: World, kind: int) -> None:
    record = await records.bill(world, "Issued", kind=kind, with_bank=False)
    assert await _view(world, "contentOf", record) == record.record_id
    await world.act(records.request_amendment(record))
    record.version += 1
    assert await _view(world, "requestedContentOf", record) == AMENDED
    assert await _view(world, "contentOf", record) == record.record_id
    events = await world.act(_amend(record))
    assert events[0].args["previous"] == record.record_id
    assert await _view(world, "contentOf", record) == AMENDED
    assert await _view(world, "requestedContentOf", record) == ZERO


async def test_a_bill_that_is_not_there_has_no_content(world: World) -> None:
    nothing = Record("BillOfLading", world.new_id(), 0)
    assert await _view(world, "contentOf", nothing) == ZERO


async def test_the_carrier_amends_to_what_was_requested_and_nothing_else(world: World) -> None:
    record = await records.bill(world, "AmendmentRequested")
    other = _amend(record, "0x" + "01" * 32)
    assert await world.refusal(other) == "BillContentNotRequested"
    await world.act(_amend(record))
    record.version += 1
    assert await world.refusal(_amend(record)) == "BillAmendmentNotRequested"
    again = records.request_amendment(record)
    assert await world.refusal(again) == "BillContentUnchanged"


async def test_a_request_names_another_content(world: World) -> None:
    record = await records.bill(world, "Issued")
    assert await world.refusal(records.request_amendment(record, ZERO)) == "BillEmptyContent"
    same = records.request_amendment(record, record.record_id)
    assert await world.refusal(same) == "BillContentUnchanged"


async def test_a_request_lapses_when_the_bill_moves_or_is_pledged(world: World) -> None:
    record = await records.bill(world, "AmendmentRequested")
    fields = {"holder": world.member("consignee")}
    await world.act(of_bill("TransferPossession", "bank", record, **fields))
    record.version += 1
    assert await _view(world, "requestedContentOf", record) == ZERO
    assert await world.refusal(_amend(record)) == "BillAmendmentNotRequested"
    pledged = await records.bill(world, "AmendmentRequested")
    await world.act(records.pledge(world, pledged))
    pledged.version += 1
    assert await world.refusal(_amend(pledged)) == "BillAmendmentNotRequested"


async def test_a_pledged_bill_is_amended_with_the_bank_s_consent_only(world: World) -> None:
    record = await records.bill(world, "Pledged")
    request = records.request_amendment(record)
    assert await world.refusal(request) == "SignatureLength"
    wrong = dataclasses.replace(request, cosigners=(world.signer("consignee"),))
    assert await world.refusal(wrong) == "ConsortiumWalletOfAnotherMember"
    await world.act(dataclasses.replace(request, cosigners=(world.signer("second_bank"),)))
    record.version += 1
    await world.act(_amend(record))
    assert await _view(world, "contentOf", record) == AMENDED
    assert await _view(world, "isPledged", record)


async def test_a_holder_that_asks_can_reject_no_more(world: World) -> None:
    record = await records.bill(world, "AmendmentRequested")
    reject = of_bill("RejectTransfer", "bank", record)
    assert await world.refusal(reject) == "BillNothingToReject"


@pytest.mark.parametrize("reason", [0, 7, 255])
async def test_a_surrender_for_nothing_is_refused(world: World, reason: int) -> None:
    record = await records.bill(world, "Issued")
    assert (
        await world.refusal(records.surrender_for_amendment(record, reason)) == "BillReasonUnknown"
    )


async def test_a_surrender_for_amendment_takes_possession_and_title(world: World) -> None:
    waybill = await records.bill(world, "Issued", kind=WAYBILL, with_bank=False)
    surrender = records.surrender_for_amendment
    assert await world.refusal(surrender(waybill)) == "BillUnexpectedKind"
    straight = await records.bill(world, "Issued", kind=STRAIGHT, with_bank=False)
    assert await world.refusal(surrender(straight)) == "BillNotTitleHolder"


async def test_a_refused_surrender_for_paper_leaves_no_reason(world: World) -> None:
    record = await records.bill(world, "PendingSurrenderForAmendment", reason=SWITCH_TO_PAPER)
    pending = await _read(world, record)
    assert (pending["reason"], pending["surrenderedBy"]) == (4, world.member("bank"))
    await world.act(of_bill("RejectSurrender", "carrier", record))
    bill = await _read(world, record)
    assert (bill["reason"], bill["surrenderedBy"]) == (0, 0)
    assert bill["holder"] == bill["titleHolder"] == world.member("bank")


async def test_a_surrender_for_paper_is_answered_with_paper(world: World) -> None:
    record = await records.bill(world, "PendingSurrenderForAmendment", reason=SWITCH_TO_PAPER)
    accept = of_bill("AcceptSurrender", "carrier", record)
    assert await world.refusal(accept) == "BillSurrenderedForPaper"
    convert = of_bill("ConvertToPaper", "carrier", record, paper=PAPER, originals=255)
    assert await world.refusal(convert.but(paper=ZERO)) == "BillEmptyContent"
    assert await world.refusal(convert.but(originals=0)) == "BillOriginalsMissing"
    await world.act(convert)
    assert tuple(await world.read("BillOfLading", "paperOf", record.record_id)) == (PAPER, 255)


async def test_another_surrender_is_not_answered_with_paper(world: World) -> None:
    record = await records.bill(world, "PendingSurrenderForAmendment")
    convert = of_bill("ConvertToPaper", "carrier", record, paper=PAPER, originals=3)
    assert await world.refusal(convert) == "BillUnexpectedReason"


async def test_paper_comes_back_complete_or_not_at_all(world: World) -> None:
    record = await records.bill(world, "OnPaper")
    for originals in (0, 2, 4):
        incomplete = _return(world, record, originals=originals)
        assert await world.refusal(incomplete) == "BillPaperSetIncomplete"
    assert await world.refusal(_return(world, record, holder=0)) == "BillRecipientMissing"
    assert await world.refusal(_return(world, record, holder=999)) == "ConsortiumUnknownMember"
    assert await world.refusal(_return(world, record, titleHolder=999)) == "ConsortiumUnknownMember"
    await world.act(_return(world, record))
    bill = await _read(world, record)
    assert bill["holder"] == bill["titleHolder"] == world.member("consignee")
    assert bill["surrenderedBy"] == 0
    assert tuple(await world.read("BillOfLading", "paperOf", record.record_id)) == (ZERO, 0)


async def test_paper_endorsed_in_blank_makes_a_blank_bill(world: World) -> None:
    record = await records.bill(world, "OnPaper")
    await world.act(_return(world, record, titleHolder=0))
    bill = await _read(world, record)
    assert bill["blank"]
    assert bill["holder"] == bill["titleHolder"] == world.member("consignee")


async def test_a_straight_bill_comes_back_for_its_named_consignee(world: World) -> None:
    record = await records.bill(world, "Issued", kind=STRAIGHT, with_bank=False)
    fields = {"holder": world.member("consignee")}
    await world.act(of_bill("TransferPossession", "shipper", record, **fields))
    record.version += 1
    record.facts["holder"] = "consignee"
    for step in (
        records.surrender_for_amendment(record, SWITCH_TO_PAPER),
        of_bill("ConvertToPaper", "carrier", record, paper=PAPER, originals=3),
    ):
        await world.act(step.but(version=record.version))
        record.version += 1
    bank = world.member("bank")
    for title in (0, bank):
        wrong = _return(world, record, titleHolder=title)
        assert await world.refusal(wrong) == "BillTitleHolderMismatch"
    await world.act(_return(world, record, holder=bank))
    bill = await _read(world, record)
    assert (bill["holder"], bill["titleHolder"]) == (bank, world.member("consignee"))


@pytest.mark.parametrize(("title", "restricted"), [("bank", True), ("consignee", False)])
async def test_a_restriction_survives_paper_with_its_title(
    world: World, title: str, restricted: bool
) -> None:
    record = await records.bill(world, "Issued", with_bank=False)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", endorsement=1))
    record.version += 1
    record.facts["holder"] = "bank"
    await world.act(records.surrender_for_amendment(record, SWITCH_TO_PAPER))
    record.version += 1
    await world.act(of_bill("ConvertToPaper", "carrier", record, paper=PAPER, originals=3))
    record.version += 1
    await world.act(_return(world, record, titleHolder=world.member(title)))
    assert (await _read(world, record))["restricted"] is restricted


@pytest.mark.parametrize("kind", [STRAIGHT, TO_ORDER, BEARER, WAYBILL])
async def test_carrier_and_first_holder_void_what_never_circulated(world: World, kind: int) -> None:
    record = await records.bill(world, "Issued", kind=kind, with_bank=False)
    void = records.void(world, record)
    carrier, shipper = world.signer("carrier"), world.signer("shipper")
    assert await world.refusal(void, signers=[carrier]) == "SignatureLength"
    assert await world.refusal(void, signers=[shipper, carrier]) == (
        "ConsortiumWalletOfAnotherMember"
    )
    assert await world.refusal(void.but(holder=world.member("bank"))) == "BillNotHolder"
    await world.act(void)
    assert await world.state("BillOfLading", record.record_id) == "Voided"


async def test_a_bill_that_circulated_is_never_voided(world: World) -> None:
    rejected = await records.bill(world, "Issued")
    await world.act(of_bill("RejectTransfer", "bank", rejected))
    rejected.version += 1
    assert await world.refusal(records.void(world, rejected)) == "BillCirculated"
    refused = await records.bill(world, "PendingSurrenderForDelivery", with_bank=False)
    await world.act(of_bill("RejectSurrender", "carrier", refused))
    refused.version += 1
    assert await world.refusal(records.void(world, refused)) == "BillCirculated"


async def test_signing_and_amending_are_no_circulation(world: World) -> None:
    record = await records.bill(world, "AmendmentRequested", with_bank=False)
    await world.act(_amend(record))
    record.version += 1
    await world.act(of_bill("SignBill", "shipper", record))
    record.version += 1
    await world.act(records.void(world, record))
