"""Governors' decisions, four eyes, and the recovery of lost wallets."""

from __future__ import annotations

import pytest

from chain.deploy import RECOVERY_DELAY_SECONDS
from tests.support.personas import secret_of
from tests.support.world import Intent, World
from wallets.signer import LocalSigner

TRANSFER, SURRENDER, ADMIN = 1 << 3, 1 << 4, 1 << 0


def _governors(world: World) -> list[LocalSigner]:
    return [world.signer("governor"), world.signer("second_governor")]


async def _member(world: World, name: str, persona: str, **fields: object) -> Intent:
    member = world.member(persona)
    version = (await world.read("Consortium", "memberOf", member))["version"]
    return Intent(name, persona, {"member": member, "version": version} | fields)


async def _decide(world: World, name: str, persona: str, **fields: object) -> None:
    await world.act(await _member(world, name, persona, **fields), signers=_governors(world))


async def _transfer(world: World) -> Intent:
    bill = await world.issued_bill()
    fields = {"billId": bill, "version": 1, "holder": world.member("bank")}
    return Intent("TransferPossession", "shipper", fields)


async def test_a_suspended_member_neither_acts_nor_receives_and_loses_nothing(world: World) -> None:
    transfer = await _transfer(world)
    await _decide(world, "SuspendMember", "shipper")
    assert await world.refusal(transfer) == "ConsortiumMemberSuspended"
    issue = {"billId": world.new_id(), "kind": 2, "holder": world.member("shipper")}
    to_shipper = Intent("IssueBill", "carrier", issue | {"titleHolder": 0})
    assert await world.refusal(to_shipper) == "ConsortiumMemberSuspended"
    again = await _member(world, "SuspendMember", "shipper")
    assert await world.refusal(again, signers=_governors(world)) == "ConsortiumMemberSuspended"
    await _decide(world, "ReinstateMember", "shipper")
    await world.act(transfer)


async def test_only_a_suspended_member_is_reinstated(world: World) -> None:
    intent = await _member(world, "ReinstateMember", "bank")
    refused = await world.refusal(intent, signers=_governors(world))
    assert refused == "ConsortiumMemberNotSuspended"


async def test_changed_roles_count_at_once(world: World) -> None:
    member = world.member("second_carrier")
    carrier = (await world.read("Consortium", "memberOf", member))["roles"]
    issue = {
        "billId": world.new_id(),
        "kind": 2,
        "holder": world.member("shipper"),
        "titleHolder": 0,
    }
    intent = Intent("IssueBill", "second_carrier", issue)
    await _decide(world, "ChangeRoles", "second_carrier", roles=1 << 3)
    assert await world.refusal(intent) == "ConsortiumMemberLacksRole"
    await _decide(world, "ChangeRoles", "second_carrier", roles=carrier)
    await world.act(intent)


@pytest.mark.parametrize("roles", [0, 1 << 14])
async def test_changed_roles_are_defined(world: World, roles: int) -> None:
    intent = await _member(world, "ChangeRoles", "bank", roles=roles)
    assert await world.refusal(intent, signers=_governors(world)) == "ConsortiumUndefinedRoles"


@pytest.mark.parametrize("name", ["SuspendMember", "ChangeRoles", "ProposeRecovery"])
async def test_one_governor_decides_nothing(world: World, name: str) -> None:
    fields = {"ChangeRoles": {"roles": 1}, "ProposeRecovery": {"wallet": "0x" + "11" * 20}}
    intent = await _member(world, name, "bank", **fields.get(name, {}))
    alone = _governors(world)[:1]
    assert await world.refusal(intent, signers=alone) == "ConsortiumTooFewGovernors"
    stale = intent.but(version=99)
    assert await world.refusal(stale, signers=_governors(world)) == "ConsortiumStaleVersion"


async def test_there_are_always_enough_governors(world: World) -> None:
    suspend = await _member(world, "SuspendMember", "governor")
    assert await world.refusal(suspend, signers=_governors(world)) == "ConsortiumThreshold"
    demote = await _member(world, "ChangeRoles", "governor", roles=1)
    assert await world.refusal(demote, signers=_governors(world)) == "ConsortiumThreshold"


async def test_the_threshold_moves_between_one_and_all_governors(world: World) -> None:
    version = await world.read("Consortium", "version")
    change = Intent(
        "ChangeThreshold", "governor", {"member": 0, "version": version, "threshold": 1}
    )
    for threshold in (0, 3):
        refused = await world.refusal(change.but(threshold=threshold), signers=_governors(world))
        assert refused == "ConsortiumThreshold"
    wrong = await world.refusal(change.but(member=1), signers=_governors(world))
    assert wrong == "ConsortiumUnknownMember"
    await world.act(change, signers=_governors(world))
    assert await world.read("Consortium", "threshold") == 1
    assert await world.refusal(change, signers=_governors(world)) == "ConsortiumStaleVersion"
    back = change.but(version=version + 1, threshold=2)
    await world.act(back, signers=_governors(world)[:1])
    assert await world.read("Consortium", "threshold") == 2


async def test_four_eyes_ask_for_two_wallets_of_the_member(world: World) -> None:
    second = LocalSigner.from_key(secret_of("second pair of eyes"))
    first = world.signer("shipper")
    enrol = await _member(
        world, "EnrolWallet", "shipper", wallet=second.address, powers=TRANSFER | ADMIN, expiresAt=0
    )
    await world.act(enrol, signers=[first, second])
    await world.act(await _member(world, "SetFourEyes", "shipper", powers=TRANSFER))
    transfer = await _transfer(world)
    assert await world.refusal(transfer) == "ConsortiumSecondSignatureMissing"
    assert await world.refusal(transfer, signers=[first, first]) == "ConsortiumSameWalletTwice"
    stranger = await world.refusal(transfer, signers=[first, world.signer("bank")])
    assert stranger == "ConsortiumWalletOfAnotherMember"
    third = await world.refusal(transfer, signers=[first, second, first])
    assert third == "SignatureLength"
    await world.act(transfer, signers=[first, second])
    await world.act(await _member(world, "SetFourEyes", "shipper", powers=0))
    await world.act(await _transfer(world))


async def test_four_eyes_on_admin_hold_for_their_own_removal(world: World) -> None:
    own, other = world.signer("forwarder"), LocalSigner.from_key(secret_of("forwarder's second"))
    enrol = await _member(
        world, "EnrolWallet", "forwarder", wallet=other.address, powers=ADMIN, expiresAt=0
    )
    await world.act(enrol, signers=[own, other])
    await world.act(await _member(world, "SetFourEyes", "forwarder", powers=ADMIN))
    remove = await _member(world, "SetFourEyes", "forwarder", powers=0)
    assert await world.refusal(remove) == "ConsortiumSecondSignatureMissing"
    third = LocalSigner.from_key(secret_of("forwarder's third"))
    enrol = await _member(
        world, "EnrolWallet", "forwarder", wallet=third.address, powers=TRANSFER, expiresAt=0
    )
    assert await world.refusal(enrol, signers=[own, third]) == "ConsortiumSecondSignatureMissing"
    await world.act(enrol, signers=[own, other, third])
    await world.act(remove.but(version=remove.fields["version"] + 1), signers=[own, other])


async def test_undefined_powers_need_no_four_eyes(world: World) -> None:
    intent = await _member(world, "SetFourEyes", "bank", powers=1 << 14)
    assert await world.refusal(intent) == "ConsortiumUndefinedPowers"


async def test_lost_wallets_are_recovered_after_the_delay(world: World) -> None:
    fresh = LocalSigner.from_key(secret_of("haulier's new key"))
    await _decide(world, "ProposeRecovery", "haulier", wallet=fresh.address)
    ready_at = (await world.read("Consortium", "recoveryOf", world.member("haulier")))["readyAt"]
    assert ready_at == await world.now() + RECOVERY_DELAY_SECONDS
    complete = await _member(world, "CompleteRecovery", "haulier")
    early = await world.refusal_at(complete, ready_at - 1, signers=[fresh])
    assert early == "ConsortiumRecoveryTooEarly"
    other = await world.refusal_at(complete, ready_at, signers=[world.signer("bank")])
    assert other == "ConsortiumRecoveryOfAnother"
    await world.set_time(ready_at)
    await world.act(complete, signers=[fresh])
    wallet = await world.read("Consortium", "walletOf", fresh.address)
    assert wallet["member"] == world.member("haulier")
    assert fresh.address in await world.read("Consortium", "walletsOf", world.member("haulier"))
    gone = await _member(world, "CompleteRecovery", "haulier")
    assert await world.refusal(gone, signers=[fresh]) == "ConsortiumNoRecovery"


async def test_a_member_that_lost_nothing_vetoes_its_recovery(world: World) -> None:
    thief = LocalSigner.from_key(secret_of("not the terminal's"))
    veto = await _member(world, "VetoRecovery", "terminal")
    assert await world.refusal(veto) == "ConsortiumNoRecovery"
    await _decide(world, "ProposeRecovery", "terminal", wallet=thief.address)
    veto = await _member(world, "VetoRecovery", "terminal")
    assert await world.refusal(veto, signers=[thief]) == "ConsortiumUnknownWallet"
    await world.act(veto)
    complete = await _member(world, "CompleteRecovery", "terminal")
    assert await world.refusal(complete, signers=[thief]) == "ConsortiumNoRecovery"


async def test_a_recovery_brings_a_wallet_that_nobody_uses(world: World) -> None:
    taken = await _member(world, "ProposeRecovery", "bank", wallet=world.signer("carrier").address)
    assert await world.refusal(taken, signers=_governors(world)) == "ConsortiumWalletTaken"
    zero = taken.but(wallet="0x" + "00" * 20)
    assert await world.refusal(zero, signers=_governors(world)) == "ConsortiumZeroWallet"
