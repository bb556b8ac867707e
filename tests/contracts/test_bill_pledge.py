"""Pledges: who may make, release and enforce one, what they bind meanwhile, and whose signatures it takes."""

from __future__ import annotations

import dataclasses

import pytest

from chain import abi
from tests.contracts import records
from tests.contracts.records import Record, of_bill
from tests.support.personas import secret_of
from tests.support.world import Intent, World
from wallets.action_set import sign_set
from wallets.signer import LocalSigner

STRAIGHT, TO_ORDER, BEARER, WAYBILL = range(4)
PLEDGE = 1 << 11


async def _issued(world: World, kind: int = TO_ORDER) -> Record:
    return await records.bill(world, "Issued", kind=kind, with_bank=False)


async def _pledged(world: World, kind: int = TO_ORDER) -> Record:
    record = await _issued(world, kind)
    await world.act(records.pledge(world, record))
    record.version += 1
    return record


async def _read(world: World, record: Record) -> dict[str, object]:
    return dict(await world.read("BillOfLading", "billOf", record.record_id))


async def _second_wallet(world: World, persona: str, *, four_eyes: bool = True) -> LocalSigner:
    """Another wallet of a member with the power PLEDGE, which is then under four eyes."""
    key = LocalSigner.from_key(secret_of(f"{persona} {world.new_id()}"))
    member = world.member(persona)

    async def version() -> int:
        return int((await world.read("Consortium", "memberOf", member))["version"])

    fields = {"member": member, "wallet": key.address, "powers": PLEDGE, "expiresAt": 0}
    enrol = Intent("EnrolWallet", persona, fields | {"version": await version()})
    await world.act(dataclasses.replace(enrol, cosigners=(key,)))
    if four_eyes:
        rule = {"member": member, "version": await version(), "powers": PLEDGE}
        await world.act(Intent("SetFourEyes", persona, rule))
    return key


async def _end_four_eyes(world: World, persona: str) -> None:
    member = world.member(persona)
    version = (await world.read("Consortium", "memberOf", member))["version"]
    fields = {"member": member, "version": version, "powers": 0}
    await world.act(Intent("SetFourEyes", persona, fields))


async def test_a_pledge_is_seen_without_the_pledgor(world: World) -> None:
    record = await _issued(world)
    assert not await world.read("BillOfLading", "isPledged", record.record_id)
    await world.act(records.pledge(world, record))
    assert await world.read("BillOfLading", "isPledged", record.record_id)
    assert (await _read(world, record))["pledgee"] == world.member("second_bank")


async def test_an_enforced_pledge_gives_the_bank_possession_and_title(world: World) -> None:
    record = await _pledged(world)
    await world.act(of_bill("EnforcePledge", "second_bank", record))
    bill = await _read(world, record)
    bank = world.member("second_bank")
    assert (bill["holder"], bill["titleHolder"], bill["pledgee"]) == (bank, bank, 0)
    record.version += 1
    await world.act(records.endorse(world, record, by="second_bank", endorsee="consignee"))


async def test_an_enforced_pledge_of_a_bearer_bill_leaves_it_blank(world: World) -> None:
    record = await _pledged(world, BEARER)
    await world.act(of_bill("EnforcePledge", "second_bank", record))
    bill = await _read(world, record)
    assert bill["blank"]
    assert bill["holder"] == bill["titleHolder"] == world.member("second_bank")


async def test_a_released_bill_moves_again(world: World) -> None:
    record = await _pledged(world)
    await world.act(of_bill("ReleasePledge", "second_bank", record))
    record.version += 1
    assert (await _read(world, record))["pledgee"] == 0
    await world.act(records.endorse(world, record, by="shipper", endorsee="consignee"))


async def test_a_pledge_ends_the_chance_to_reject(world: World) -> None:
    record = await records.bill(world, "Pledged")
    await world.act(of_bill("ReleasePledge", "second_bank", record))
    record.version += 1
    reject = of_bill("RejectTransfer", "bank", record)
    assert await world.refusal(reject) == "BillNothingToReject"


async def test_title_alone_or_possession_alone_pledges_nothing(world: World) -> None:
    record = await _issued(world)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", deliverTo=0))
    record.version += 1
    by_holder = records.pledge(world, record)
    assert await world.refusal(by_holder) == "BillNotTitleHolder"
    assert await world.refusal(by_holder.signed_by("bank")) == "BillNotHolder"


@pytest.mark.parametrize("kind", [STRAIGHT, WAYBILL])
async def test_a_kind_whose_title_cannot_pass_cannot_be_pledged(world: World, kind: int) -> None:
    record = await _issued(world, kind)
    assert await world.refusal(records.pledge(world, record)) == "BillUnexpectedKind"


async def test_a_restrictive_endorsee_cannot_pledge(world: World) -> None:
    record = await _issued(world)
    await world.act(records.endorse(world, record, by="shipper", endorsee="bank", endorsement=1))
    record.version += 1
    record.facts["holder"] = "bank"
    assert await world.refusal(records.pledge(world, record)) == "BillEndorsementRestricted"


@pytest.mark.parametrize(
    ("pledgee", "error"),
    [
        (None, "BillRecipientMissing"),
        ("shipper", "BillRecipientUnchanged"),
        ("consignee", "ConsortiumMemberLacksRole"),
    ],
)
async def test_the_pledgee_is_another_member_and_a_bank(
    world: World, pledgee: str | None, error: str
) -> None:
    record = await _issued(world)
    intent = records.pledge(world, record, pledgee or "second_bank")
    if pledgee is None:
        intent = intent.but(pledgee=0)
    assert await world.refusal(intent) == error


async def test_both_sign_and_in_their_order(world: World) -> None:
    record = await _issued(world)
    intent = records.pledge(world, record)
    shipper, bank = world.signer("shipper"), world.signer("second_bank")
    for signers, error in (
        ([shipper], "SignatureLength"),
        ([bank], "SignatureLength"),
        ([bank, shipper], "ConsortiumWalletOfAnotherMember"),
        ([shipper, shipper], "ConsortiumWalletOfAnotherMember"),
        ([shipper, world.signer("bank")], "ConsortiumWalletOfAnotherMember"),
        ([shipper, bank, shipper, bank, bank], "SignatureLength"),
        ([shipper, bank, shipper], "ConsortiumWalletOfAnotherMember"),
        ([shipper, bank, bank], "ConsortiumSameWalletTwice"),
        ([shipper, shipper, bank], "ConsortiumSameWalletTwice"),
    ):
        assert await world.refusal(intent, signers=signers) == error


async def test_either_member_s_four_eyes_rule_holds(world: World) -> None:
    record = await _issued(world)
    intent = records.pledge(world, record)
    shipper, bank = world.signer("shipper"), world.signer("second_bank")
    second_shipper = await _second_wallet(world, "shipper")
    missing = "ConsortiumSecondSignatureMissing"
    assert await world.refusal(intent, signers=[shipper, bank]) == missing
    assert await world.refusal(intent, signers=[shipper, second_shipper, bank]) is None
    second_bank = await _second_wallet(world, "second_bank")
    assert await world.refusal(intent, signers=[shipper, second_shipper, bank]) == missing
    four = [shipper, second_shipper, bank, second_bank]
    assert await world.refusal(intent, signers=four) is None
    await _end_four_eyes(world, "shipper")
    assert await world.refusal(intent, signers=[shipper, bank, second_bank]) is None
    await world.act(intent, signers=four)
    await _end_four_eyes(world, "second_bank")


async def test_pieces_of_sets_count_for_either_member(world: World) -> None:
    made = [await _issued(world) for _ in range(3)]
    intents = [records.pledge(world, record) for record in made]
    pledges = [(await world.signed(intent)).action for intent in intents]
    domain = world.domain("BillOfLading")
    holder = sign_set(pledges, domain, world.signer("shipper"))
    bank = sign_set(pledges, domain, world.signer("second_bank"))
    for place, intent in enumerate(intents):
        signed = await world.signed(intent)
        joined = holder.piece(place) + bank.piece(place)
        await world.send(dataclasses.replace(signed, signatures=joined))
        assert await world.state("BillOfLading", made[place].record_id) == "Pledged"


async def test_two_members_attest_a_set_once(world: World) -> None:
    made = [await _issued(world) for _ in range(2)]
    pledges = [(await world.signed(records.pledge(world, record))).action for record in made]
    domain = world.domain("BillOfLading")
    holder = sign_set(pledges, domain, world.signer("shipper"))
    bank = sign_set(pledges, domain, world.signer("second_bank"))
    both = holder.signature + bank.signature
    attest = abi.encode_call("BillOfLading", "attest", holder.type_hash, holder.struct_hashes, both)
    calls = [attest, *(abi.encode_action(action, b"") for action in pledges)]
    outcome = await world.batch_calls("BillOfLading", calls, gas_limit=200_000)
    assert outcome == [None] * 3
    alone = abi.encode_call(
        "BillOfLading", "attest", holder.type_hash, holder.struct_hashes, holder.signature
    )
    record = await _issued(world)
    pledge = (await world.signed(records.pledge(world, record))).action
    assert (
        await world.batch_calls(
            "BillOfLading", [alone, abi.encode_action(pledge, b"")], gas_limit=200_000
        )
    )[1] == "SignatureLength"
