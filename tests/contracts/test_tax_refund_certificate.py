"""The certificate's rules beyond its state table: types and roles, quantities, single use."""

from __future__ import annotations

import pytest

from tests.contracts import records
from tests.contracts.records import QUANTITY, ZERO, Record, apply_certificate, certificate_action
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


@pytest.mark.parametrize("path", [["RefuseCertificate"], ["IssueCertificate", "VoidCertificate"]])
async def test_a_refused_or_voided_certificate_frees_its_quantity(
    world: World, path: list[str]
) -> None:
    first = await records.certificate(world, "Submitted")
    second = Record("TaxRefundCertificate", world.new_id(), 0, first.facts)
    assert await world.refusal(apply_certificate(world, second)) == "CertificateQuantity"
    for name in path:
        await world.act(certificate_action(name, first))
        first.version += 1
    await world.act(apply_certificate(world, second))


async def test_customs_alone_uses_the_certificate_for_returned_goods(world: World) -> None:
    record = await records.certificate(world, "None")
    intent = apply_certificate(world, record).but(
        certificateType=REPAID, user=world.member("customs")
    )
    await world.act(intent)
    record.version = 1
    await world.act(certificate_action("IssueCertificate", record))
    record.version = 2
    use = certificate_action("UseCertificate", record)
    assert await world.refusal(use) == "CertificateNotUser"
    await world.act(use.signed_by("customs"))
    assert await world.state("TaxRefundCertificate", record.record_id) == "Used"


async def test_a_refusal_states_its_reason_and_a_use_its_purpose(world: World) -> None:
    record = await records.certificate(world, "Submitted")
    refuse = certificate_action("RefuseCertificate", record)
    assert await world.refusal(refuse.but(remark=ZERO)) == "CertificateReasonMissing"
    await world.act(certificate_action("IssueCertificate", record))
    record.version += 1
    use = certificate_action("UseCertificate", record)
    assert await world.refusal(use.but(usedFor=ZERO)) == "CertificateUseMissing"
