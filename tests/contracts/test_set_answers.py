"""The consortium looks into the same question of a set's actions once, and never longer than its answer is true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pytest

from chain import abi
from contracts.bindings import enums
from tests.contracts import members, records
from tests.contracts.records import Record
from tests.support.world import World
from wallets.action_set import sign_set
from wallets.typed_action import TypedAction

GAS: Final = 600_000
TRANSFER: Final = 1 << 3


async def _admitted(world: World) -> Record:
    """A member of its own that may trade."""
    return await members.member(world, "Active")


async def _bill_of(world: World, holder: int) -> Record:
    record = await records.bill(world, "Issued", with_bank=False)
    await world.act(records.of_bill("TransferPossession", "shipper", record, holder=holder))
    record.version += 1
    return record


async def _transfers(world: World, by: Record, to: Sequence[int]) -> list[TypedAction]:
    found = []
    for holder in to:
        bill = await _bill_of(world, int(by.record_id))
        intent = records.of_bill("TransferPossession", by.record_id, bill, holder=holder)
        found.append((await world.signed(intent)).action)
    return found


async def _change(world: World, name: str, member: Record, **fields: Any) -> tuple[str, bytes]:
    intent = await members.member_action(world, name, member)
    sent = await world.signed(intent.but(**fields) if fields else intent)
    return "Consortium", abi.encode_action(sent.action, sent.signatures)


async def _with_a_change_between(
    world: World, made: Sequence[TypedAction], by: str, change: tuple[str, bytes]
) -> list[str | None]:
    """The outcomes of a set of two with a change of the consortium between them, in one transaction."""
    signed = sign_set(list(made), world.domain("BillOfLading"), world.signer(by))
    attestation = abi.encode_call(
        "BillOfLading", "attest", signed.type_hash, signed.struct_hashes, signed.signature
    )
    first, second = (("BillOfLading", abi.encode_action(action, b"")) for action in made)
    calls = [("BillOfLading", attestation), first, change, second]
    return await world.mixed_batch(calls, gas_limit=GAS)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("SuspendMember", "ConsortiumMemberSuspended"),
        ("SetFourEyes", "ConsortiumSecondSignatureMissing"),
    ],
)
async def test_what_changes_for_the_actor_counts_at_once(
    world: World, name: str, refusal: str
) -> None:
    actor = await _admitted(world)
    bank = world.member("bank")
    made = await _transfers(world, actor, [bank, bank])
    change = await _change(world, name, actor)
    outcome = await _with_a_change_between(world, made, actor.record_id, change)
    assert outcome == [None, None, None, refusal]


async def test_a_recipient_that_is_suspended_receives_nothing_more(world: World) -> None:
    actor, recipient = await _admitted(world), await _admitted(world)
    made = await _transfers(world, actor, [int(recipient.record_id)] * 2)
    change = await _change(world, "SuspendMember", recipient)
    outcome = await _with_a_change_between(world, made, actor.record_id, change)
    assert outcome == [None, None, None, "ConsortiumMemberSuspended"]


async def test_a_carrier_that_loses_its_role_issues_nothing_more(world: World) -> None:
    carrier = await _admitted(world)
    role = enums()["Roles"]["CARRIER"]
    intent = await members.member_action(world, "ChangeRoles", carrier)
    await world.act(intent.but(roles=role))
    carrier.version += 1
    made = [
        (await world.signed(records.issue_bill(world, record, by=carrier.record_id))).action
        for record in [Record("BillOfLading", world.new_id(), 0) for _ in range(2)]
    ]
    change = await _change(world, "ChangeRoles", carrier, roles=enums()["Roles"]["BANK"])
    outcome = await _with_a_change_between(world, made, carrier.record_id, change)
    assert outcome == [None, None, None, "ConsortiumMemberLacksRole"]


async def test_another_question_is_not_answered_from_memory(world: World) -> None:
    actor = await _admitted(world)
    suspended = await members.member(world, "Suspended")
    bank = world.member("bank")
    made = await _transfers(world, actor, [bank, int(suspended.record_id), bank])
    signed = sign_set(made, world.domain("BillOfLading"), world.signer(actor.record_id))
    outcome = await world.execute_set(signed, gas_limit=GAS)
    assert outcome == [None, "ConsortiumMemberSuspended", None]


async def test_a_refusal_is_not_remembered_as_an_answer(world: World) -> None:
    actor, suspended = await _admitted(world), await members.member(world, "Suspended")
    made = await _transfers(world, actor, [int(suspended.record_id)] * 2)
    signed = sign_set(made, world.domain("BillOfLading"), world.signer(actor.record_id))
    refused = "ConsortiumMemberSuspended"
    assert await world.execute_set(signed, gas_limit=GAS) == [refused, refused]


async def test_asking_on_ones_own_account_gives_nobody_a_right(world: World) -> None:
    """Anybody may put the question; an answer is remembered only where it is yes, and it is true for all."""
    stranger = int(world.signer("stranger").address, 16)
    mandate = world.member("shipper") | TRANSFER << 24
    data = abi.encode_call("Consortium", "checkMandateFromSet", mandate, stranger, 0)
    outcome = await world.mixed_batch([("Consortium", data)] * 2, gas_limit=GAS)
    assert outcome == ["ConsortiumWalletOfAnotherMember"] * 2
