"""Applications that are corrected, and issued certificates that are voided or replaced on their applicant's word."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import (
    QUANTITY,
    ZERO,
    Record,
    apply_certificate,
    certificate_action,
    replacement,
)
from tests.support.world import Intent, World

CONTRACT = "TaxRefundCertificate"
UINT64 = 2**64 - 1


async def _certified(world: World, record: Record) -> int:
    item = record.facts["declarationItem"]
    return int((await world.read(CONTRACT, "quantityOf", item, 1))[0])


async def _partly(world: World, quantity: int) -> Record:
    """A submitted application for a part of an item."""
    record = await records.certificate(world, "None")
    await world.act(apply_certificate(world, record, quantity=quantity))
    record.version = 1
    return record


async def _next(world: World, record: Record, *names: str) -> None:
    for name in names:
        await world.act(certificate_action(name, record))
        record.version += 1


# --- correction before the decision ------------------------------------------------------------


async def test_a_returned_application_comes_back_with_another_content_and_quantity(
    world: World,
) -> None:
    record = await _partly(world, 600)
    before = await world.read(CONTRACT, "certificateOf", record.record_id)
    assert before["content"] == record.record_id
    await _next(world, record, "ReturnApplication")
    assert await _certified(world, record) == 600
    content = world.new_id()
    corrected = certificate_action("ResubmitApplication", record)
    await world.act(corrected.but(content=content, quantity=QUANTITY))
    after = await world.read(CONTRACT, "certificateOf", record.record_id)
    assert (after["content"], after["quantity"]) == (content, QUANTITY)
    assert await _certified(world, record) == QUANTITY


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"content": ZERO}, "CertificateEmptyContent"),
        ({"quantity": 0}, "CertificateQuantity"),
        ({"quantity": 601}, "CertificateQuantity"),
        ({"quantity": UINT64}, "CertificateQuantity"),
        ({"quantity": 600}, None),
        ({"quantity": 1}, None),
    ],
)
async def test_a_correction_stays_within_what_the_others_leave(
    world: World, lie: dict[str, object], error: str | None
) -> None:
    record = await _partly(world, 500)
    second = Record(CONTRACT, world.new_id(), 0, record.facts)
    await world.act(apply_certificate(world, second, quantity=QUANTITY - 600))
    await _next(world, record, "ReturnApplication")
    intent = certificate_action("ResubmitApplication", record)
    assert await world.refusal(intent.but(**lie)) == error


@pytest.mark.parametrize("state", ["Submitted", "Returned", "Accepted", "Issued"])
async def test_only_the_applicant_acts_for_itself(world: World, state: str) -> None:
    record = await records.certificate(world, state)
    names = {
        "Submitted": "WithdrawApplication",
        "Returned": "ResubmitApplication",
        "Accepted": "WithdrawApplication",
        "Issued": "ApplyVoid",
    }
    intent = certificate_action(names[state], record)
    for persona in ("principal", "tax_authority", "stranger"):
        assert await world.refusal(intent.signed_by(persona)) == "CertificateNotApplicant"
    assert await world.refusal(intent) is None


# --- void and replacement of an issued one -----------------------------------------------------


async def test_a_certificate_applied_to_be_voided_is_in_force_until_it_is(world: World) -> None:
    record = await records.certificate(world, "VoidApplied")
    await _next(world, record, "UseCertificate")
    for name in ("ApplyVoid", "VoidCertificate", "ReplaceCertificate"):
        intent = certificate_action(name, record)
        assert await world.refusal(intent) == "CertificateUnexpectedState"


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"quantity": 0}, "CertificateQuantity"),
        ({"quantity": 601}, "CertificateQuantity"),
        ({"quantity": 600}, None),
        ({"quantity": 1}, None),
        ({"replacement": ZERO}, "CertificateEmptyId"),
        ({"replacement": ZERO, "quantity": 0, "billId": "0x" + "66" * 32}, "CertificateEmptyId"),
        ({"replacement": ZERO, "quantity": 0}, None),
        ({"billId": "0x" + "66" * 32}, "CertificateBillUnknown"),
    ],
)
async def test_a_replacement_fits_in_the_place_of_its_certificate(
    world: World, lie: dict[str, object], error: str | None
) -> None:
    record = await _partly(world, 500)
    second = Record(CONTRACT, world.new_id(), 0, record.facts)
    await world.act(apply_certificate(world, second, quantity=QUANTITY - 600))
    await _next(world, record, "AcceptApplication", "IssueCertificate")
    intent = replacement(world, record).but(billId=ZERO)
    assert await world.refusal(intent.but(**({"quantity": 500} | lie))) == error


async def test_a_replacement_is_a_new_certificate(world: World) -> None:
    record = await records.certificate(world, "Issued")
    for known in (record.record_id, (await records.certificate(world, "Voided")).record_id):
        intent = replacement(world, record, replacement=known)
        assert await world.refusal(intent) == "CertificateAlreadyApplied"


async def test_a_replacement_voids_and_issues_at_once_and_links_the_two(world: World) -> None:
    record, bill = await records.certificate(world, "Issued"), await world.issued_bill()
    asked = replacement(world, record, quantity=700, billId=bill)
    await world.act(asked)
    record.version += 1
    new_id = asked.fields["replacement"]
    events = await world.act(_replace(record, new_id))
    assert [event.name for event in events] == ["CertificateReissued", "CertificateReplaced"]
    assert (events[0].args["replaces"], events[0].args["billId"]) == (record.record_id, bill)
    old = await world.read(CONTRACT, "certificateOf", record.record_id)
    new = await world.read(CONTRACT, "certificateOf", new_id)
    assert (old["replacement"], old["corrected"]) == (new_id, 700)
    assert (new["version"], new["quantity"], new["content"]) == (1, 700, new_id)
    for same in ("certificateType", "applicant", "taxAuthority", "user", "declarationItem"):
        assert new[same] == old[same]
    assert await _certified(world, record) == 700

    fresh = Record(CONTRACT, new_id, 1, record.facts)
    for spent in ("UseCertificate", "ApplyVoid", "VoidCertificate"):
        intent = certificate_action(spent, Record(CONTRACT, record.record_id, record.version + 1))
        assert await world.refusal(intent) == "CertificateUnexpectedState"
    await _next(world, fresh, "UseCertificate")
    assert await world.state(CONTRACT, new_id) == "Used"


def _replace(record: Record, new_id: str) -> Intent:
    return certificate_action("ReplaceCertificate", record).but(replacement=new_id)


async def test_the_tax_authority_decides_on_what_was_applied_for(world: World) -> None:
    record = await records.certificate(world, "VoidApplied")
    assert await world.refusal(_replace(record, world.new_id())) == "CertificateReplacement"
    asked = replacement(world, record)
    await world.act(asked)
    record.version += 1
    void = certificate_action("VoidCertificate", record)
    assert await world.refusal(void) == "CertificateReplacement"
    assert await world.refusal(_replace(record, world.new_id())) == "CertificateReplacement"
    assert await world.refusal(_replace(record, ZERO)) == "CertificateReplacement"
    assert await world.refusal(_replace(record, asked.fields["replacement"])) is None
    await _next(world, record, "ApplyVoid", "VoidCertificate")
    assert await world.state(CONTRACT, record.record_id) == "Voided"


async def test_what_was_free_at_the_application_may_be_taken_at_the_replacement(
    world: World,
) -> None:
    record = await _partly(world, 500)
    await _next(world, record, "AcceptApplication", "IssueCertificate")
    asked = replacement(world, record)
    await world.act(asked)
    record.version += 1
    second = Record(CONTRACT, world.new_id(), 0, record.facts)
    await world.act(apply_certificate(world, second, quantity=1))
    intent = _replace(record, asked.fields["replacement"])
    assert await world.refusal(intent) == "CertificateQuantity"
    assert await world.state(CONTRACT, record.record_id) == "VoidApplied"

    await world.act(certificate_action("WithdrawApplication", second).but(version=1))
    third = Record(CONTRACT, asked.fields["replacement"], 0, {"declarationItem": world.new_id()})
    await world.act(apply_certificate(world, third))
    assert await world.refusal(intent) == "CertificateAlreadyApplied"
