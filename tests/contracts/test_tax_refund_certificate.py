"""The certificate's rules beyond its state table: what an application says, quantities, single use."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import (
    ISSUED,
    QUANTITY,
    ZERO,
    Record,
    apply_certificate,
    certificate_action,
)
from tests.support.world import World

REPAID = 7


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"certificateId": ZERO}, "CertificateEmptyId"),
        ({"certificateType": 0}, "CertificateTypeUnknown"),
        ({"certificateType": 10}, "CertificateTypeUnknown"),
        ({"declarationItem": ZERO}, "CertificateEmptyItem"),
        ({"taxAuthority": 0}, "ConsortiumUnknownMember"),
        ({"quantity": 0}, "CertificateQuantity"),
        ({"quantity": QUANTITY + 1}, "CertificateQuantity"),
        ({"billId": "0x" + "33" * 32}, "CertificateBillUnknown"),
        ({"taxAuthority": 999}, "ConsortiumUnknownMember"),
        ({"taxAuthority": 3}, "ConsortiumMemberLacksRole"),
        ({"user": 8}, "ConsortiumMemberLacksRole"),
        ({"certificateType": REPAID}, "ConsortiumMemberLacksRole"),
    ],
)
async def test_a_bad_application_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await records.certificate(world, "None")
    assert await world.refusal(apply_certificate(world, record).but(**lie)) == error


async def test_certificates_on_one_item_never_exceed_its_quantity(world: World) -> None:
    first = await records.certificate(world, "None")
    await world.act(apply_certificate(world, first).but(quantity=600))
    second = Record("TaxRefundCertificate", world.new_id(), 0, first.facts)
    assert (
        await world.refusal(apply_certificate(world, second).but(quantity=401))
        == "CertificateQuantity"
    )
    other_total = apply_certificate(world, second).but(quantity=1, declaredQuantity=QUANTITY * 2)
    assert await world.refusal(other_total) == "CertificateDeclaredQuantity"
    await world.act(apply_certificate(world, second).but(quantity=400))


@pytest.mark.parametrize(
    "path",
    [
        ["WithdrawApplication"],
        ["ReturnApplication", "WithdrawApplication"],
        ["AcceptApplication", "RefuseCertificate"],
        [*ISSUED, "ApplyVoid", "VoidCertificate"],
    ],
)
async def test_a_certificate_that_ends_unused_frees_its_quantity(
    world: World, path: list[str]
) -> None:
    first = await records.certificate(world, "Submitted")
    second = Record("TaxRefundCertificate", world.new_id(), 0, first.facts)
    assert await world.refusal(apply_certificate(world, second)) == "CertificateQuantity"
    for name in path:
        await world.act(certificate_action(name, first))
        first.version += 1
    await world.act(apply_certificate(world, second))


async def test_a_used_certificate_keeps_its_quantity_for_good(world: World) -> None:
    first = await records.certificate(world, "Used")
    second = Record("TaxRefundCertificate", world.new_id(), 0, first.facts)
    assert await world.refusal(apply_certificate(world, second)) == "CertificateQuantity"


async def test_a_declared_quantity_binds_as_long_as_a_certificate_stands_on_it(
    world: World,
) -> None:
    first = await records.certificate(world, "Submitted")
    second = Record("TaxRefundCertificate", world.new_id(), 0, first.facts)
    other = apply_certificate(world, second).but(declaredQuantity=QUANTITY * 2)
    assert await world.refusal(other) == "CertificateDeclaredQuantity"
    await world.act(certificate_action("WithdrawApplication", first))
    await world.act(other)
    item = first.facts["declarationItem"]
    found = await world.read("TaxRefundCertificate", "quantityOf", item, 1)
    assert found == (QUANTITY, QUANTITY * 2)


async def test_refusals_and_returns_state_their_reason_and_a_use_its_purpose(world: World) -> None:
    record = await records.certificate(world, "Submitted")
    back = certificate_action("ReturnApplication", record)
    assert await world.refusal(back.but(remark=ZERO)) == "CertificateReasonMissing"
    await world.act(certificate_action("AcceptApplication", record))
    record.version += 1
    refuse = certificate_action("RefuseCertificate", record)
    assert await world.refusal(refuse.but(remark=ZERO)) == "CertificateReasonMissing"
    await world.act(certificate_action("IssueCertificate", record))
    record.version += 1
    use = certificate_action("UseCertificate", record)
    assert await world.refusal(use.but(usedFor=ZERO)) == "CertificateUseMissing"
