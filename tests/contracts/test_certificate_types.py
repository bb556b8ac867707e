"""The nine types of certificate: who applies, who issues, who uses, how much, and whether a bill is needed."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest

from contracts.bindings import enums
from tests.contracts import records
from tests.contracts.records import (
    ISSUED,
    QUANTITY,
    ZERO,
    Record,
    apply_certificate,
    certificate_action,
)
from tests.support.personas import ROLES
from tests.support.world import World


class Type(NamedTuple):
    """A type as `contracts/libraries/CertificateRules.sol` has it in its table."""

    name: str
    applicants: frozenset[str]
    users: frozenset[str]


def _type(name: str, applicants: str, users: str) -> Type:
    return Type(name, frozenset(applicants.split()), frozenset(users.split()))


TYPES: Final = {
    1: _type("AgencyExport", "SHIPPER FORWARDER", "SHIPPER"),
    2: _type("EntrustedExport", "SHIPPER", "SHIPPER FORWARDER"),
    3: _type("AgencyImport", "SHIPPER CONSIGNEE FORWARDER", "SHIPPER CONSIGNEE"),
    4: _type("ProcessingExemption", "SHIPPER", "SHIPPER"),
    5: _type("DomesticSale", "SHIPPER", "SHIPPER"),
    6: _type("BidWinning", "SHIPPER", "TAX_AUTHORITY"),
    7: _type("TaxRepaidOrNotRefunded", "SHIPPER", "CUSTOMS"),
    8: _type("CigarettePurchaseExemption", "SHIPPER", "SHIPPER"),
    9: _type("CigaretteExempted", "SHIPPER", "TAX_AUTHORITY"),
}
PERSONAS: Final = (
    "shipper",
    "consignee",
    "forwarder",
    "customs",
    "tax_authority",
    "carrier",
    "bank",
    "court",
)

every_type = pytest.mark.parametrize("number", sorted(TYPES))


def _role(persona: str) -> str:
    return ROLES[persona][0]


def _one_with(roles: frozenset[str]) -> str:
    return next(persona for persona in PERSONAS if _role(persona) in roles)


async def _fresh(world: World) -> Record:
    return await records.certificate(world, "None")


def test_these_are_all_types() -> None:
    names = {number: name for name, number in enums()["CertificateType"].items() if number}
    assert {number: given.name for number, given in TYPES.items()} == names


@every_type
@pytest.mark.parametrize("persona", PERSONAS)
async def test_who_may_apply(world: World, number: int, persona: str) -> None:
    given = TYPES[number]
    user = world.member(_one_with(given.users))
    intent = apply_certificate(world, await _fresh(world), certificateType=number, user=user)
    refusal = await world.refusal(intent.signed_by(persona))
    allowed = _role(persona) in given.applicants
    assert refusal == (None if allowed else "ConsortiumMemberLacksRole")


@every_type
@pytest.mark.parametrize("persona", PERSONAS)
async def test_who_may_be_named_as_its_user(world: World, number: int, persona: str) -> None:
    user = world.member(persona)
    intent = apply_certificate(world, await _fresh(world), certificateType=number, user=user)
    allowed = _role(persona) in TYPES[number].users
    refusal = await world.refusal(intent)
    assert refusal == (None if allowed else "ConsortiumMemberLacksRole")


@every_type
async def test_the_contract_tells_the_roles(world: World, number: int) -> None:
    bits = enums()["Roles"]
    for view, roles in (
        ("applicantRoles", TYPES[number].applicants),
        ("userRoles", TYPES[number].users),
    ):
        found = await world.read("TaxRefundCertificate", view, number)
        assert found == sum(bits[role] for role in roles)


@every_type
async def test_only_its_tax_authority_issues_it_and_only_its_user_uses_it_once(
    world: World, number: int
) -> None:
    record, user = await _fresh(world), _one_with(TYPES[number].users)
    intent = apply_certificate(world, record, certificateType=number, user=world.member(user))
    await world.act(intent)
    for name in ISSUED:
        record.version += 1
        step = certificate_action(name, record)
        other = step.signed_by("second_tax_authority")
        assert await world.refusal(other) == "CertificateNotTaxAuthority"
        await world.act(step)
    record.version += 1
    use = certificate_action("UseCertificate", record)
    for persona in PERSONAS:
        if persona != user:
            assert await world.refusal(use.signed_by(persona)) == "CertificateNotUser"
    await world.act(use.signed_by(user))
    again = use.but(version=record.version + 1).signed_by(user)
    assert await world.refusal(again) == "CertificateUnexpectedState"


@every_type
async def test_types_are_counted_apart_and_none_exceeds_its_item(world: World, number: int) -> None:
    """A whole item may be certified once for each type, and no type gives a thousandth more."""
    item = await records.certificate(world, "Submitted")
    other = 1 + number % len(TYPES)
    for kind in {number, other} - {1}:
        user = world.member(_one_with(TYPES[kind].users))
        first = Record("TaxRefundCertificate", world.new_id(), 0, item.facts)
        terms = {"certificateType": kind, "user": user}
        await world.act(apply_certificate(world, first, **terms, quantity=QUANTITY - 1))
        second = Record("TaxRefundCertificate", world.new_id(), 0, item.facts)
        more = apply_certificate(world, second, **terms, quantity=2)
        assert await world.refusal(more) == "CertificateQuantity"
        await world.act(more.but(quantity=1))


@every_type
async def test_no_type_needs_a_bill_and_one_that_is_named_exists(world: World, number: int) -> None:
    user = world.member(_one_with(TYPES[number].users))
    intent = apply_certificate(world, await _fresh(world), certificateType=number, user=user)
    assert await world.refusal(intent.but(billId=ZERO)) is None
    assert await world.refusal(intent.but(billId=world.new_id())) == "CertificateBillUnknown"
    assert await world.refusal(intent.but(billId=await world.issued_bill())) is None
