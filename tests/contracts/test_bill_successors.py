"""Bills in place of bills: reissue, split and combination, each once, for the party that surrendered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts import records
from tests.contracts.records import COMBINE, SPLIT, ZERO, Record, combine, of_bill
from tests.support.world import Intent, World

STRAIGHT, TO_ORDER, BEARER = range(3)
LAST_NUMBER = 64


async def _ready(world: World, reason: int = records.AMENDMENT, **how: Any) -> Record:
    return await records.bill(world, "SurrenderedForAmendment", reason=reason, **how)


async def _read(world: World, bill_id: str) -> dict[str, Any]:
    return dict(await world.read("BillOfLading", "billOf", bill_id))


async def _link(world: World, view: str, bill_id: str) -> str:
    return str(await world.read("BillOfLading", view, bill_id))


def _reissue(record: Record, new: str) -> Intent:
    return of_bill("Reissue", "carrier", record, newBillId=new)


def _split(record: Record, children: list[str]) -> Intent:
    return of_bill("SplitBill", "carrier", record, children=children)


@pytest.mark.parametrize("reason", [1, 2, 3])
async def test_a_reissued_bill_is_the_surrenderer_s_and_linked_both_ways(
    world: World, reason: int
) -> None:
    record, new = await _ready(world, reason), world.new_id()
    await world.act(_reissue(record, new))
    bill, bank = await _read(world, new), world.member("bank")
    assert (bill["state"], bill["version"], bill["kind"]) == (1, 1, TO_ORDER)
    assert bill["carrier"] == world.member("carrier")
    assert bill["holder"] == bill["titleHolder"] == bank
    assert not bill["circulated"]
    assert await _link(world, "successorOf", record.record_id) == new
    assert await _link(world, "originOf", new) == record.record_id
    new_record = Record("BillOfLading", new, 1, {"holder": "bank"})
    await world.act(records.endorse(world, new_record, by="bank", endorsee="consignee"))


async def test_a_bill_is_replaced_once(world: World) -> None:
    record = await _ready(world)
    await world.act(_reissue(record, world.new_id()))
    record.version += 1
    again = _reissue(record, world.new_id())
    assert await world.refusal(again) == "BillAlreadyReplaced"


@pytest.mark.parametrize("reason", [SPLIT, COMBINE])
async def test_a_bill_surrendered_for_a_split_or_combination_is_not_reissued(
    world: World, reason: int
) -> None:
    record = await _ready(world, reason)
    assert await world.refusal(_reissue(record, world.new_id())) == "BillUnexpectedReason"


async def test_a_successor_takes_an_id_of_its_own(world: World) -> None:
    record = await _ready(world)
    assert await world.refusal(_reissue(record, ZERO)) == "BillEmptyId"
    assert await world.refusal(_reissue(record, record.record_id)) == "BillAlreadyIssued"


async def test_a_suspended_party_gets_no_successor(world: World) -> None:
    record = await _ready(world)
    governors = [world.signer("governor"), world.signer("second_governor")]
    bank = world.member("bank")

    async def decide(name: str) -> None:
        version = (await world.read("Consortium", "memberOf", bank))["version"]
        intent = Intent(name, "governor", {"member": bank, "version": version})
        await world.act(intent, signers=governors)

    await decide("SuspendMember")
    refusal = await world.refusal(_reissue(record, world.new_id()))
    await decide("ReinstateMember")
    assert refusal == "ConsortiumMemberSuspended"


async def _bearer(world: World) -> Record:
    return await _ready(world, kind=BEARER, with_bank=False)


async def _filled_in(world: World) -> Record:
    return await _ready(world, kind=BEARER)


async def _restricted(world: World) -> Record:
    record = await records.bill(world, "Issued", with_bank=False)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", endorsement=1))
    record.version += 1
    record.facts["holder"] = "bank"
    await world.act(records.surrender_for_amendment(record))
    record.version += 1
    await world.act(of_bill("AcceptSurrender", "carrier", record))
    record.version += 1
    return record


@pytest.mark.parametrize(
    ("make", "kind", "blank"),
    [(_bearer, BEARER, True), (_filled_in, TO_ORDER, False), (_restricted, STRAIGHT, False)],
    ids=["bearer", "filled in", "restricted"],
)
async def test_a_successor_can_do_what_its_origin_s_title_could(
    world: World, make: Any, kind: int, *, blank: bool
) -> None:
    record, new = await make(world), world.new_id()
    await world.act(_reissue(record, new))
    bill = await _read(world, new)
    assert (bill["kind"], bill["blank"], bill["restricted"]) == (kind, blank, False)
    assert bill["holder"] == bill["titleHolder"]


@pytest.mark.parametrize("count", [2, LAST_NUMBER])
async def test_a_split_issues_all_its_parts(world: World, count: int) -> None:
    record = await _ready(world, SPLIT)
    children = [world.new_id() for _ in range(count)]
    events = await world.act(_split(record, children))
    assert events[-1].args["children"] == children
    for child in (children[0], children[-1]):
        assert (await _read(world, child))["holder"] == world.member("bank")
        assert await _link(world, "originOf", child) == record.record_id
    assert await _link(world, "successorOf", record.record_id) == ZERO
    assert await world.state("BillOfLading", record.record_id) == "Replaced"


@pytest.mark.parametrize("count", [0, 1, LAST_NUMBER + 1])
async def test_a_split_makes_two_to_sixty_four(world: World, count: int) -> None:
    record = await _ready(world, SPLIT)
    children = [world.new_id() for _ in range(count)]
    assert await world.refusal(_split(record, children)) == "BillCount"


async def test_a_split_repeats_no_part(world: World) -> None:
    record, child = await _ready(world, SPLIT), world.new_id()
    assert await world.refusal(_split(record, [child, child])) == "BillAlreadyIssued"
    assert await world.refusal(_split(record, [child, ZERO])) == "BillEmptyId"
    assert await world.state("BillOfLading", child) == "None"


async def test_another_list_than_was_signed_is_by_nobody(world: World) -> None:
    record = await _ready(world, SPLIT)
    signed = await world.signed(_split(record, [world.new_id(), world.new_id()]))
    other = await world.signed(_split(record, [world.new_id(), world.new_id()]))
    forged = type(signed)(other.action, signed.signatures)
    assert await world.refusal_of(forged) == "ConsortiumUnknownWallet"


@pytest.mark.parametrize("count", [2, 3])
async def test_a_combination_ends_each_bill_once(world: World, count: int) -> None:
    parents = [await _ready(world, COMBINE) for _ in range(count)]
    intent = combine(world, *parents)
    union = str(intent.fields["billId"])
    events = await world.act(intent)
    assert [event.name for event in events] == ["SuccessorIssued", *["BillCombined"] * count]
    assert (await _read(world, union))["holder"] == world.member("bank")
    assert await _link(world, "originOf", union) == ZERO
    for parent in parents:
        assert await world.state("BillOfLading", parent.record_id) == "Replaced"
        assert await _link(world, "successorOf", parent.record_id) == union
        assert (await _read(world, parent.record_id))["version"] == parent.version + 1


async def test_a_combination_takes_alike_bills_each_once_at_its_version(world: World) -> None:
    one, two = [await _ready(world, COMBINE) for _ in range(2)]
    shippers = await _ready(world, COMBINE, with_bank=False)
    bearer = await _ready(world, COMBINE, kind=BEARER, with_bank=False)
    split = await _ready(world, SPLIT)
    for parents, error in (
        ([one], "BillCount"),
        ([one, one], "BillAlreadyReplaced"),
        ([one, shippers], "BillCombinationDiffers"),
        ([shippers, bearer], "BillCombinationDiffers"),
        ([one, split], "BillUnexpectedReason"),
    ):
        assert await world.refusal(combine(world, *parents)) == error
    good = combine(world, one, two)
    stale = good.but(versions=[one.version, two.version - 1])
    assert await world.refusal(stale) == "BillStaleVersion"
    assert await world.refusal(good.but(versions=[one.version])) == "BillVersionsMismatch"
    assert await world.refusal(good.but(billId=one.record_id)) == "BillAlreadyIssued"
    assert await world.refusal(good.but(billId=ZERO)) == "BillEmptyId"
    frozen = await _ready(world, COMBINE)
    await world.act(of_bill("FreezeBill", "court", frozen))
    frozen.version += 1
    assert await world.refusal(combine(world, one, frozen)) == "BillFrozen"
    await world.act(good)


async def test_sixty_five_bills_are_too_many_to_combine(world: World) -> None:
    nothing = [Record("BillOfLading", world.new_id(), 1) for _ in range(LAST_NUMBER + 1)]
    assert await world.refusal(combine(world, *nothing)) == "BillCount"
