"""Remote endorsement: the title holder nominates, the holder executes, and the nominee may reject."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import Record, of_bill
from tests.support.world import Intent, World

STRAIGHT, TO_ORDER = range(2)


async def _apart(world: World, kind: int = TO_ORDER) -> Record:
    """Title with the shipper (of a straight bill: the consignee), possession with the bank."""
    record = await records.bill(world, "Issued", kind=kind, with_bank=False)
    fields = {"holder": world.member("bank")}
    await world.act(of_bill("TransferPossession", "shipper", record, **fields))
    record.version += 1
    return record


def _nominate(world: World, record: Record, *, by: str = "shipper", **changes: object) -> Intent:
    member = world.member("consignee")
    fields = {"endorsement": 0, "endorsee": member, "deliverTo": member} | changes
    return of_bill("Nominate", by, record, **fields)


def _execute(world: World, record: Record, *, by: str = "bank", to: str = "consignee") -> Intent:
    return of_bill("ExecuteNomination", by, record, endorsee=world.member(to))


async def _read(world: World, record: Record) -> dict[str, object]:
    return dict(await world.read("BillOfLading", "billOf", record.record_id))


async def _nominated(world: World, **changes: object) -> Record:
    record = await _apart(world)
    await world.act(_nominate(world, record, **changes))
    record.version += 1
    return record


async def test_title_and_possession_pass_where_the_nomination_says_so(world: World) -> None:
    record = await _nominated(world)
    assert (await _read(world, record))["nominee"] == world.member("consignee")
    await world.act(_execute(world, record))
    bill = await _read(world, record)
    assert bill["holder"] == bill["titleHolder"] == world.member("consignee")
    assert bill["nominee"] == 0


async def test_possession_stays_where_the_nomination_leaves_it(world: World) -> None:
    record = await _nominated(world, deliverTo=0, endorsement=1)
    await world.act(_execute(world, record))
    bill = await _read(world, record)
    assert (bill["holder"], bill["titleHolder"]) == (
        world.member("bank"),
        world.member("consignee"),
    )
    assert bill["restricted"]


async def test_the_nominee_may_reject_and_all_is_as_before(world: World) -> None:
    record = await _nominated(world)
    await world.act(_execute(world, record))
    record.version += 1
    await world.act(of_bill("RejectTransfer", "consignee", record))
    bill = await _read(world, record)
    assert (bill["holder"], bill["titleHolder"]) == (world.member("bank"), world.member("shipper"))


async def test_a_nomination_lapses_when_possession_moves(world: World) -> None:
    record = await _nominated(world)
    fields = {"holder": world.member("principal")}
    await world.act(of_bill("TransferPossession", "bank", record, **fields))
    record.version += 1
    assert await world.refusal(_execute(world, record, by="principal")) == "BillNotNominee"


async def test_a_nomination_lapses_when_the_holder_rejects(world: World) -> None:
    record = await _nominated(world)
    await world.act(of_bill("RejectTransfer", "bank", record))
    assert (await _read(world, record))["nominee"] == 0


async def test_a_new_nomination_replaces_the_old_one_whole(world: World) -> None:
    record = await _nominated(world, endorsement=1)
    principal = world.member("principal")
    await world.act(_nominate(world, record, endorsee=principal, deliverTo=0))
    record.version += 1
    assert await world.refusal(_execute(world, record)) == "BillNotNominee"
    await world.act(_execute(world, record, to="principal"))
    bill = await _read(world, record)
    assert (bill["titleHolder"], bill["holder"]) == (principal, world.member("bank"))
    assert not bill["restricted"]


async def test_an_endorsee_that_nominates_can_reject_no_more(world: World) -> None:
    record = await records.bill(world, "Issued", with_bank=False)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", deliverTo=0))
    record.version += 1
    await world.act(_nominate(world, record, by="bank"))
    record.version += 1
    reject = of_bill("RejectTransfer", "bank", record)
    assert await world.refusal(reject) == "BillNothingToReject"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"endorsement": 3}, "BillEndorsementUnknown"),
        ({"endorsement": 2}, "BillEndorseeMismatch"),
        ({"endorsee": 0}, "BillEndorseeMismatch"),
        ({"endorsee": "shipper"}, "BillRecipientUnchanged"),
        ({"deliverTo": "principal"}, "BillDeliveryElsewhere"),
        ({"endorsee": "bank", "deliverTo": "bank"}, "BillRecipientUnchanged"),
        ({"endorsee": 999, "deliverTo": 0}, "ConsortiumUnknownMember"),
    ],
)
async def test_a_bad_nomination_is_refused_by_name(
    world: World, changes: dict[str, int | str], error: str
) -> None:
    record = await _apart(world)
    lies = {k: world.member(v) if isinstance(v, str) else v for k, v in changes.items()}
    assert await world.refusal(_nominate(world, record).but(**lies)) == error


async def test_the_present_holder_may_be_nominated_for_title(world: World) -> None:
    record = await _apart(world)
    bank = world.member("bank")
    await world.act(_nominate(world, record, endorsee=bank, deliverTo=0))
    record.version += 1
    await world.act(_execute(world, record, to="bank"))
    bill = await _read(world, record)
    assert bill["holder"] == bill["titleHolder"] == bank


async def test_title_in_possession_endorses_itself(world: World) -> None:
    record = await records.bill(world, "Issued", with_bank=False)
    assert await world.refusal(_nominate(world, record)) == "BillTitleInPossession"


async def test_what_cannot_be_endorsed_cannot_be_nominated_for(world: World) -> None:
    straight = await _apart(world, STRAIGHT)
    by_consignee = _nominate(world, straight, by="consignee", endorsee=world.member("principal"))
    assert await world.refusal(by_consignee) == "BillUnexpectedKind"
    record = await records.bill(world, "Issued", with_bank=False)
    await world.act(
        records.endorse(
            world, record, by="shipper", endorsee="principal", endorsement=1, deliverTo=0
        )
    )
    record.version += 1
    by_endorsee = _nominate(world, record, by="principal")
    assert await world.refusal(by_endorsee) == "BillEndorsementRestricted"
