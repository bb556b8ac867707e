"""Who signed what: hostile signatures, wrong domains, tampered actions, and a sender of no account."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from chain import abi
from tests.contracts import records
from tests.contracts.records import Record
from tests.support.personas import secret_of
from tests.support.world import Intent, World
from wallets.signatures import compact_signature
from wallets.signer import LocalSigner
from wallets.typed_action import Domain

ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


async def _endorsement(world: World) -> Intent:
    record = await records.bill(world, "Issued", with_bank=False)
    return records.endorse(world, record, by="shipper", endorsee="bank")


def _malleated(signature: bytes) -> bytes:
    s = int.from_bytes(signature[32:64], "big")
    flipped = 27 if signature[64] == 28 else 28
    return signature[:32] + (ORDER_OF_SECP256K1 - s).to_bytes(32, "big") + bytes([flipped])


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda _: b"", "SignatureLength"),
        (lambda s: s[:63], "SignatureLength"),
        (lambda s: s[:32] + b"\x7f" + b"\xff" * 31, "SignatureInvalid"),
        (lambda _: bytes(64), "SignatureInvalid"),
        (lambda s: s + b"\x00", "SignatureLength"),
        (lambda s: s + s, "ConsortiumSameWalletTwice"),
        (_malleated, "SignatureInvalid"),
        (lambda s: s[:64] + b"\x01", "SignatureInvalid"),
        (lambda s: s[:64] + b"\x1d", "SignatureInvalid"),
        (lambda _: bytes(64) + b"\x1b", "SignatureInvalid"),
    ],
    ids=[
        "empty",
        "short",
        "compact, high s",
        "compact, zero",
        "long",
        "double",
        "high s",
        "v 1",
        "v 29",
        "zero",
    ],
)
async def test_a_malformed_signature_is_refused(
    world: World, damage: Callable[[bytes], bytes], error: str
) -> None:
    sent = await world.signed(await _endorsement(world))
    assert (
        await world.refusal_of(dataclasses.replace(sent, signatures=damage(sent.signatures)))
        == error
    )


@pytest.mark.parametrize("parity", [0, 1])
async def test_the_compact_and_the_long_form_are_the_same_signature(
    world: World, parity: int
) -> None:
    while True:
        sent = await world.signed(await _endorsement(world))
        if sent.signatures[64] == 27 + parity:
            break
    compact = compact_signature(sent.signatures)
    assert len(compact) == 64
    other = compact[:32] + bytes([compact[32] ^ 0x80]) + compact[33:]
    assert await world.refusal_of(dataclasses.replace(sent, signatures=other)) in {
        "ConsortiumUnknownWallet",
        "SignatureInvalid",
    }
    fields = abi.action_tuple(sent.action)
    for form in (sent.signatures, compact):
        data = abi.encode_call("BillOfLading", "endorseBill", fields, form)
        assert data[-len(form) :].strip(b"\0") or len(data) % 32 == 4
        await world.rpc.call(world.address("BillOfLading"), data)
    await world.send(dataclasses.replace(sent, signatures=compact))


async def test_a_compact_piece_may_be_the_last_of_two(world: World) -> None:
    sent = await world.signed(await _endorsement(world))
    twice = sent.signatures + compact_signature(sent.signatures)
    refused = await world.refusal_of(dataclasses.replace(sent, signatures=twice))
    assert refused == "ConsortiumSameWalletTwice"
    turned = compact_signature(sent.signatures) + sent.signatures
    assert await world.refusal_of(dataclasses.replace(sent, signatures=turned)) is not None


@pytest.mark.parametrize("change", ["chain", "contract"])
async def test_a_signature_for_another_ledger_is_by_nobody(world: World, change: str) -> None:
    intent = await _endorsement(world)
    right = world.domain("BillOfLading")
    wrong = Domain(right.chain_id + 1, right.verifying_contract)
    if change == "contract":
        wrong = Domain(right.chain_id, world.address("ReleaseOrder"))
    assert (
        await world.refusal_of(await world.signed(intent, domain=wrong))
        == "ConsortiumUnknownWallet"
    )


async def test_an_action_changed_after_signing_is_by_nobody(world: World) -> None:
    sent = await world.signed(await _endorsement(world))
    message = {**sent.action.message, "endorsee": world.member("stranger")}
    tampered = dataclasses.replace(sent, action=dataclasses.replace(sent.action, message=message))
    assert await world.refusal_of(tampered) == "ConsortiumUnknownWallet"


async def test_a_key_that_is_not_enrolled_signs_nothing(world: World) -> None:
    nobody = LocalSigner.from_key(secret_of("not enrolled"))
    assert (
        await world.refusal(await _endorsement(world), signers=[nobody])
        == "ConsortiumUnknownWallet"
    )


async def test_a_wallet_signs_for_its_own_member_only(world: World) -> None:
    refused = await world.refusal(await _endorsement(world), signers=[world.signer("bank")])
    assert refused == "ConsortiumWalletOfAnotherMember"


async def test_the_holder_cannot_act_as_another_member(world: World) -> None:
    intent = await _endorsement(world)
    assert await world.refusal(intent.signed_by("stranger")) == "BillNotHolder"


async def test_one_signature_does_not_serve_another_bill(world: World) -> None:
    sent = await world.signed(await _endorsement(world))
    other = await records.bill(world, "Issued", with_bank=False)
    message = {**sent.action.message, "billId": other.record_id}
    moved = dataclasses.replace(sent, action=dataclasses.replace(sent.action, message=message))
    assert await world.refusal_of(moved) == "ConsortiumUnknownWallet"


async def test_a_represented_party_and_a_remark_are_on_record(world: World) -> None:
    record = Record("BillOfLading", world.new_id(), 0)
    remark = "0x" + "44" * 32
    intent = records.issue_bill(world, record).but(
        representedParty=world.member("stranger"), remark=remark
    )
    events = await world.act(intent)
    remarked = [event for event in events if event.name == "Remarked"]
    assert [event.args["remark"] for event in remarked] == [remark]
    assert [event.args["representedParty"] for event in remarked] == [world.member("stranger")]
