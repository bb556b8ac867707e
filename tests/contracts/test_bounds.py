"""The ends of every packed field: what still fits is kept whole, and the next value is refused by name."""

from __future__ import annotations

from typing import Any, Final

import pytest
from eth_utils.crypto import keccak

from chain.compile import compile_contracts
from tests.contracts import attachments, boxes, claims, handling, members, records
from tests.contracts.records import Record
from tests.support.world import Intent, World

UINT8: Final = 2**8 - 1
UINT24: Final = 2**24 - 1
UINT32: Final = 2**32 - 1
UINT40: Final = 2**40 - 1
UINT64: Final = 2**64 - 1

# Where each record keeps its word, and at which bit its version starts.
WORDS: Final = {
    "BillOfLading": ("_bills", 32),
    "ReleaseOrder": ("_orders", 16),
    "SharedContainer": ("_boxes", 8),
    "Appointments": ("_appointments", 8),
    "Inspections": ("_inspections", 8),
    "TaxRefundCertificate": ("_certificates", 16),
    "RefundClaim": ("_claims", 16),
    "Documents": ("_documents", 16),
    "Milestones": ("_batches", 16),
    "Member": ("_members", 0),
}


def _place(contract: str, label: str) -> int:
    layout = compile_contracts().artifacts[contract].storage_layout["storage"]
    return next(int(entry["slot"]) for entry in layout if entry["label"] == label)


def _slot(contract: str, label: str, key: int) -> str:
    """The storage slot of a mapping's value (Solidity documentation, layout of mappings)."""
    place = _place(contract, label)
    return "0x" + keccak(key.to_bytes(32, "big") + place.to_bytes(32, "big")).hex()


async def _word(world: World, contract: str, slot: str) -> int:
    return int(await world.rpc.raw("eth_getStorageAt", world.address(contract), slot, "latest"), 16)


async def _write(world: World, contract: str, slot: str, word: int) -> None:
    await world.rpc.raw("anvil_setStorageAt", world.address(contract), slot, f"0x{word:064x}")


async def _age(world: World, kind: str, key: int, version: int) -> None:
    """Writes a version into a record's word, and nothing else."""
    contract = {"Member": "Consortium", "SharedContainer": "ReleaseOrder"}.get(kind, kind)
    label, offset = WORDS[kind]
    slot = _slot(contract, label, key)
    word = await _word(world, contract, slot)
    await _write(world, contract, slot, word & ~(UINT32 << offset) | version << offset)


async def _bill(world: World) -> tuple[int, Intent]:
    record = await records.bill(world, "Issued", with_bank=False)
    return int(record.record_id, 16), records.endorse(world, record, by="shipper", endorsee="bank")


async def _order(world: World) -> tuple[int, Intent]:
    record = await records.order(world, "Active")
    return int(record.record_id, 16), records.hold(record)


async def _box(world: World) -> tuple[int, Intent]:
    record = await boxes.box(world, "Shared")
    return int(record.record_id, 16), boxes.unshare(record)


async def _appointment(world: World) -> tuple[int, Intent]:
    record = await handling.appointment(world, "Requested")
    intent = handling.appointment_action("ConfirmAppointment", record)
    return int(record.record_id, 16), intent


async def _inspection(world: World) -> tuple[int, Intent]:
    record = await handling.inspection(world, "Instructed")
    intent = await handling.inspection_action(world, "CompleteInspection", record)
    return int(record.record_id, 16), intent


async def _certificate(world: World) -> tuple[int, Intent]:
    record = await records.certificate(world, "Issued")
    intent = records.certificate_action("UseCertificate", record)
    return int(record.record_id, 16), intent


async def _member(world: World) -> tuple[int, Intent]:
    record = await members.member(world, "Active")
    intent = await members.member_action(world, "SetFourEyes", record)
    return int(intent.fields["member"]), intent


async def _claim(world: World) -> tuple[int, Intent]:
    record = await claims.claim(world, "Filed")
    return int(record.record_id, 16), claims.claim_action("AcceptClaim", record)


async def _document(world: World) -> tuple[int, Intent]:
    record = await attachments.document(world, "Valid")
    intent = attachments.document_action("ConsumeDocument", record)
    return int(record.record_id, 16), intent


async def _milestones(world: World) -> tuple[int, Intent]:
    record = await attachments.milestones(world, "Anchored")
    return int(record.record_id, 16), await attachments.correct(world, record)


READY: Final[dict[str, Any]] = {
    "BillOfLading": _bill,
    "ReleaseOrder": _order,
    "SharedContainer": _box,
    "Appointments": _appointment,
    "Inspections": _inspection,
    "TaxRefundCertificate": _certificate,
    "RefundClaim": _claim,
    "Documents": _document,
    "Milestones": _milestones,
    "Member": _member,
}


@pytest.mark.parametrize("kind", sorted(WORDS))
async def test_a_version_reaches_its_end_and_never_wraps(world: World, kind: str) -> None:
    key, intent = await READY[kind](world)
    await _age(world, kind, key, UINT32)
    assert await world.refusal(intent.but(version=UINT32)) == "VersionExhausted"
    await _age(world, kind, key, UINT32 - 1)
    assert await world.refusal(intent.but(version=UINT32 - 1)) is None


async def test_a_bill_names_the_largest_member_numbers_or_says_that_there_is_none(
    world: World,
) -> None:
    record = await records.bill(world, "Issued", with_bank=False)
    intent = records.endorse(world, record, by="shipper", endorsee="bank")
    lie = intent.but(endorsee=UINT24, deliverTo=UINT24)
    assert await world.refusal(lie) == "ConsortiumUnknownMember"


@pytest.mark.parametrize(("count", "error"), [(UINT24 - 1, None), (UINT24, "ConsortiumFull")])
async def test_the_consortium_is_full_at_the_last_member_number(
    world: World, count: int, error: str | None
) -> None:
    record = await members.member(world, "None")
    admission = await members.member_action(world, "AdmitMember", record)
    slot = f"0x{_place('Consortium', '_memberCount'):064x}"
    before = await _word(world, "Consortium", slot)
    await _write(world, "Consortium", slot, before & ~UINT24 | count)
    assert await world.refusal(admission) == error
    await _write(world, "Consortium", slot, before)


@pytest.mark.parametrize(("count", "error"), [(255, None), (256, "ConsortiumTooManyWallets")])
async def test_a_member_has_at_most_256_wallets(
    world: World, count: int, error: str | None
) -> None:
    record = await members.wallet(world, "None")
    enrolment = await members.wallet_action(world, "EnrolWallet", record)
    slot = _slot("Consortium", "_walletsOf", world.member("principal"))
    before = await _word(world, "Consortium", slot)
    await _write(world, "Consortium", slot, count)
    assert await world.refusal(enrolment) == error
    await _write(world, "Consortium", slot, before)


async def test_a_member_with_all_its_wallets_can_still_be_recovered(world: World) -> None:
    record = await members.member(world, "Active")
    recovery = await members.member_action(world, "CompleteRecovery", record)
    slot = _slot("Consortium", "_walletsOf", int(record.record_id))
    await _write(world, "Consortium", slot, 256)
    await world.act(recovery)
    found = await world.read("Consortium", "walletsOf", int(record.record_id))
    assert len(found) == 257
    assert found[256] == recovery.by


async def test_a_wallet_and_an_order_may_last_to_the_last_second(world: World) -> None:
    wallet = await members.wallet(world, "None")
    enrolment = await members.wallet_action(world, "EnrolWallet", wallet)
    await world.act(enrolment.but(expiresAt=UINT40))
    found = await world.read("Consortium", "walletOf", wallet.record_id)
    assert found["expiresAt"] == UINT40
    order = await records.order(world, "None")
    await world.act(records.issue_order(world, order, validUntil=UINT40))
    assert (await world.read("ReleaseOrder", "orderOf", order.record_id))["validUntil"] == UINT40


async def test_a_certificate_keeps_the_largest_quantity_whole(world: World) -> None:
    record = await records.certificate(world, "None")
    largest = {"quantity": UINT64, "declaredQuantity": UINT64}
    await world.act(records.apply_certificate(world, record, **largest))
    found = await world.read("TaxRefundCertificate", "certificateOf", record.record_id)
    assert found["quantity"] == UINT64
    more = Record("TaxRefundCertificate", world.new_id(), 0, record.facts)
    one = records.apply_certificate(world, more, quantity=1, declaredQuantity=UINT64)
    assert await world.refusal(one) == "CertificateQuantity"


@pytest.mark.parametrize(
    ("count", "error"),
    [
        (0, "ReleaseOrderContainerCount"),
        (1, None),
        (256, None),
        (257, "ReleaseOrderContainerCount"),
        (2**16 - 1, "ReleaseOrderContainerCount"),
    ],
)
async def test_an_order_has_1_to_256_containers(
    world: World, count: int, error: str | None
) -> None:
    record = await records.order(world, "None")
    assert await world.refusal(records.issue_order(world, record, containers=count)) == error


@pytest.mark.parametrize("threshold", [0, UINT8])
async def test_a_threshold_that_no_governors_can_reach_is_refused(
    world: World, threshold: int
) -> None:
    fields = {"member": 0, "version": await world.read("Consortium", "version")}
    intent = Intent(
        "ChangeThreshold",
        "governor",
        fields | {"threshold": threshold},
        (world.signer("second_governor"),),
    )
    assert await world.refusal(intent) == "ConsortiumThreshold"
