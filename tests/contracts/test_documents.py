"""The document's rules beyond its state table: who issues which type, subjects, validity, single use."""

from __future__ import annotations

from typing import Final

import pytest

from contracts.bindings import enums
from tests.contracts import records
from tests.contracts.attachments import (
    document,
    document_action,
    interchange,
    register,
    supersede,
)
from tests.contracts.records import ZERO, Record
from tests.support.personas import secret_of
from tests.support.world import Intent, World
from wallets.signer import LocalSigner

TYPES: Final = enums()["DocumentType"]
ROLES: Final = enums()["Roles"]
BILL, ORDER, CERTIFICATE, CONTAINER, PORT_CALL = range(1, 6)

# Who registers which type, and who does not: domain rules in one place.
ISSUERS: Final = {
    "CrossBorderInvoice": ({"SHIPPER"}, "carrier"),
    "DangerousGoodsPackingCertificate": ({"INSPECTION_BODY"}, "shipper"),
    "InspectionQuarantineCertificate": ({"CUSTOMS"}, "carrier"),
    "CertificateOfOrigin": (set(), None),
    "ThirdPartyInspectionReport": ({"INSPECTION_BODY"}, "customs"),
    "ArrivalNotice": ({"CARRIER", "FORWARDER"}, "terminal"),
    "ProofOfPayment": ({"CARRIER", "TERMINAL"}, "consignee"),
    "EquipmentInterchangeReceipt": ({"CARRIER", "TERMINAL"}, "haulier"),
    "EmissionStatement": ({"CARRIER", "HAULIER", "PORT_AUTHORITY"}, "shipper"),
    "Tariff": ({"CARRIER", "TERMINAL", "PORT_AUTHORITY"}, "forwarder"),
    "Other": (set(), None),
}

ANYBODY: Final = {name for name, (_, outsider) in ISSUERS.items() if outsider is None}


async def _body(world: World) -> str:
    """An accepted inspection body, admitted by the governors."""
    key = LocalSigner.from_key(secret_of(world.new_id()))
    number = await world.read("Consortium", "memberCount") + 1
    fields = {
        "identity": world.new_id(),
        "name": "Inspection body 采信机构",
        "roles": ROLES["INSPECTION_BODY"],
        "wallet": key.address,
    }
    await world.act(Intent("AdmitMember", "governor", fields, (world.signer("second_governor"),)))
    world.enlist(f"body {number}", number, key)
    return f"body {number}"


def _by_governors(world: World, name: str, member: int, version: int, **more: int) -> Intent:
    fields = {"member": member, "version": version} | more
    return Intent(name, "governor", fields, (world.signer("second_governor"),))


@pytest.mark.parametrize("name", sorted(TYPES, key=lambda found: TYPES[found]))
async def test_each_type_is_registered_by_those_who_may(world: World, name: str) -> None:
    expected = sum(ROLES[role] for role in ISSUERS.get(name, (set(), None))[0])
    assert await world.read("Documents", "issuerRoles", TYPES[name]) == expected


@pytest.mark.parametrize("name", sorted(set(ISSUERS) - {"EquipmentInterchangeReceipt"} - ANYBODY))
async def test_nobody_else_registers_it(world: World, name: str) -> None:
    _, outsider = ISSUERS[name]
    assert outsider is not None
    record = await document(world, "None")
    intent = register(world, record, documentType=TYPES[name], validUntil=2**40 - 1)
    assert await world.refusal(intent.signed_by(outsider)) == "ConsortiumMemberLacksRole"


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"documentId": ZERO}, "DocumentEmptyId"),
        ({"documentType": 0}, "DocumentTypeUnknown"),
        ({"documentType": 12}, "DocumentTypeUnknown"),
        ({"documentType": 255}, "DocumentTypeUnknown"),
        ({"documentType": 2}, "DocumentValidityMissing"),
        ({"validUntil": 1}, "DocumentValidityPassed"),
        ({"consumerRoles": 1 << 14}, "DocumentUndefinedRoles"),
        ({"consumerRoles": 2**32 - 1}, "DocumentUndefinedRoles"),
        ({"subjectKind": 6}, "SubjectKindUnknown"),
        ({"subjectKind": 255}, "SubjectKindUnknown"),
        ({"subjectKind": BILL}, "SubjectMismatch"),
        ({"subject": "0x" + "33" * 32}, "SubjectMismatch"),
        ({"subjectKind": BILL, "subject": "0x" + "33" * 32}, "SubjectNotOnLedger"),
        ({"subjectKind": ORDER, "subject": "0x" + "33" * 32}, "SubjectNotOnLedger"),
        ({"subjectKind": CERTIFICATE, "subject": "0x" + "33" * 32}, "SubjectNotOnLedger"),
        ({"consumer": 999}, "ConsortiumUnknownMember"),
        ({"consumerRoles": ROLES["BANK"]}, "ConsortiumMemberLacksRole"),
        ({"representedParty": 999}, "ConsortiumUnknownMember"),
    ],
)
async def test_a_bad_registration_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await document(world, "None")
    assert await world.refusal(register(world, record).but(**lie)) == error


@pytest.mark.parametrize("kind", [BILL, ORDER, CERTIFICATE, CONTAINER, PORT_CALL])
async def test_a_document_is_about_a_record_of_this_ledger_or_a_thing(
    world: World, kind: int
) -> None:
    subject = world.new_id()
    if kind == BILL:
        subject = await world.issued_bill()
    if kind == ORDER:
        subject = (await records.order(world, "Active")).record_id
    if kind == CERTIFICATE:
        subject = (await records.certificate(world, "Submitted")).record_id
    record = await document(world, "None")
    events = await world.act(register(world, record, subjectKind=kind, subject=subject))
    assert (events[0].args["subjectKind"], events[0].args["subject"]) == (kind, subject)


async def test_every_field_of_the_word_keeps_its_bounds(world: World) -> None:
    record = await document(world, "None")
    await world.act(register(world, record, validUntil=2**40 - 1, consumer=0, consumerRoles=16383))
    found = await world.read("Documents", "documentOf", record.record_id)
    assert found == {
        "state": 1,
        "documentType": TYPES["InspectionQuarantineCertificate"],
        "version": 1,
        "validUntil": 2**40 - 1,
        "issuer": world.member("customs"),
        "consumer": 0,
        "consumerRoles": 16383,
        "counterpart": 0,
    }


async def test_it_is_valid_to_the_second(world: World) -> None:
    record = await document(world, "None")
    end = await world.now() + 1000
    assert await world.refusal_at(register(world, record, validUntil=end), end) is None
    late = await world.refusal_at(register(world, record, validUntil=end), end + 1)
    assert late == "DocumentValidityPassed"
    await world.act(register(world, record, validUntil=end))
    record.version = 1
    use = document_action("ConsumeDocument", record)
    assert await world.refusal_at(use, end) is None
    assert await world.refusal_at(use, end + 1) == "DocumentUnexpectedState"


async def test_a_member_with_the_role_uses_it_up_once(world: World) -> None:
    record = await document(world, "None")
    intent = register(world, record, consumer=0, consumerRoles=ROLES["BANK"] | ROLES["INSURER"])
    await world.act(intent)
    record.version = 1
    use = document_action("ConsumeDocument", record)
    assert await world.refusal(use) == "ConsortiumMemberLacksRole"
    assert await world.refusal(use.but(usedFor=ZERO)) == "DocumentUseMissing"
    await world.act(use.signed_by("bank"))
    record.version = 2
    again = document_action("ConsumeDocument", record).signed_by("stranger")
    assert await world.refusal(again) == "DocumentUnexpectedState"
    assert await world.refusal(use.signed_by("bank")) == "DocumentStaleVersion"


async def test_a_named_consumer_holds_the_role_still_when_it_uses_it(world: World) -> None:
    body = await _body(world)
    record = await document(world, "None")
    intent = register(
        world, record, consumer=world.member(body), consumerRoles=ROLES["INSPECTION_BODY"]
    )
    await world.act(intent)
    record.version = 1
    await world.act(
        _by_governors(world, "ChangeRoles", world.member(body), 1, roles=ROLES["HAULIER"])
    )
    use = document_action("ConsumeDocument", record).signed_by(body)
    assert await world.refusal(use) == "ConsortiumMemberLacksRole"


async def test_what_is_only_shown_is_never_used_up(world: World) -> None:
    record = await document(world, "None")
    await world.act(register(world, record, consumer=0))
    record.version = 1
    use = document_action("ConsumeDocument", record)
    assert await world.refusal(use) == "DocumentNotConsumable"


async def test_a_successor_takes_over_type_and_consumer_at_once(world: World) -> None:
    record = await document(world, "Valid")
    bill_id, remark = await world.issued_bill(), "0x" + "44" * 32
    intent = supersede(
        world, record, subjectKind=BILL, subject=bill_id, remark=remark, representedParty=5
    )
    events = await world.act(intent)
    assert [event.name for event in events] == [
        "DocumentSuperseded",
        "Remarked",
        "DocumentRegistered",
        "Remarked",
    ]
    assert events[2].args["supersedes"] == record.record_id
    successor = Record("Documents", intent.fields["successor"], 1)
    found = await world.read("Documents", "documentOf", successor.record_id)
    assert found["documentType"] == TYPES["InspectionQuarantineCertificate"]
    assert found["consumer"] == world.member("consignee")
    await world.act(document_action("ConsumeDocument", successor))


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"successor": ZERO}, "DocumentEmptyId"),
        ({"validUntil": 1}, "DocumentValidityPassed"),
        ({"subjectKind": BILL, "subject": "0x" + "33" * 32}, "SubjectNotOnLedger"),
        ({"version": 2}, "DocumentStaleVersion"),
        ({"version": 0}, "DocumentStaleVersion"),
    ],
)
async def test_a_bad_successor_is_refused_and_the_old_one_stands(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await document(world, "Valid")
    assert await world.refusal(supersede(world, record).but(**lie)) == error
    itself = supersede(world, record, successor=record.record_id)
    assert await world.refusal(itself) == "DocumentAlreadyRegistered"
    assert await world.state("Documents", record.record_id) == "Valid"


async def test_a_packing_certificate_is_renewed_with_an_end(world: World) -> None:
    body = await _body(world)
    record = await document(world, "None")
    packing = TYPES["DangerousGoodsPackingCertificate"]
    intent = register(world, record, documentType=packing, validUntil=2**40 - 1).signed_by(body)
    await world.act(intent)
    record.version = 1
    renewed = supersede(world, record).signed_by(body)
    assert await world.refusal(renewed) == "DocumentValidityMissing"
    await world.act(renewed.but(validUntil=2**40 - 2))


async def test_a_suspended_body_issues_nothing_new_and_its_reports_stand(world: World) -> None:
    body = await _body(world)
    record = await document(world, "None")
    report = TYPES["ThirdPartyInspectionReport"]
    await world.act(register(world, record, documentType=report).signed_by(body))
    record.version = 1
    await world.act(_by_governors(world, "SuspendMember", world.member(body), 1))
    fresh = await document(world, "None")
    new_report = register(world, fresh, documentType=report).signed_by(body)
    assert await world.refusal(new_report) == "ConsortiumMemberSuspended"
    assert await world.refusal(supersede(world, record).signed_by(body)) == (
        "ConsortiumMemberSuspended"
    )
    assert await world.state("Documents", record.record_id) == "Valid"
    await world.act(document_action("ConsumeDocument", record))


async def test_an_issuer_without_its_role_still_revokes_what_it_issued(world: World) -> None:
    body = await _body(world)
    record = await document(world, "None")
    report = TYPES["ThirdPartyInspectionReport"]
    await world.act(register(world, record, documentType=report).signed_by(body))
    record.version = 1
    await world.act(
        _by_governors(world, "ChangeRoles", world.member(body), 1, roles=ROLES["HAULIER"])
    )
    renewed = supersede(world, record).signed_by(body)
    assert await world.refusal(renewed) == "ConsortiumMemberLacksRole"
    await world.act(document_action("RevokeDocument", record).signed_by(body))
    assert await world.state("Documents", record.record_id) == "Revoked"


async def test_a_wallet_without_the_power_anchors_nothing(world: World) -> None:
    key = LocalSigner.from_key(secret_of(world.new_id()))
    customs = world.member("customs")
    version = (await world.read("Consortium", "memberOf", customs))["version"]
    fields = {
        "member": customs,
        "version": version,
        "wallet": key.address,
        "powers": enums()["Powers"]["ALL"] & ~enums()["Powers"]["ANCHOR"],
        "expiresAt": 0,
    }
    await world.act(Intent("EnrolWallet", "customs", fields, (key,)))
    intent = register(world, await document(world, "None"))
    assert await world.refusal(intent, signers=[key]) == "ConsortiumWalletLacksPower"


async def test_both_sides_of_an_interchange_sign_its_receipt(world: World) -> None:
    record = await document(world, "None")
    intent = interchange(world, record)
    terminal, haulier = world.signer("terminal"), world.signer("haulier")
    for signers, error in (
        ([terminal], "SignatureLength"),
        ([haulier, terminal], "ConsortiumWalletOfAnotherMember"),
        ([terminal, world.signer("forwarder")], "ConsortiumWalletOfAnotherMember"),
    ):
        assert await world.refusal(intent, signers=signers) == error
    events = await world.act(intent)
    assert events[0].name == "InterchangeRegistered"
    assert events[0].args["haulierWallet"] == haulier.address
    found = await world.read("Documents", "documentOf", record.record_id)
    assert found["documentType"] == TYPES["EquipmentInterchangeReceipt"]
    assert (found["issuer"], found["counterpart"]) == (
        world.member("terminal"),
        world.member("haulier"),
    )


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"documentId": ZERO}, "DocumentEmptyId"),
        ({"haulier": 11}, "DocumentSameParty"),
        ({"haulier": 0}, "ConsortiumUnknownMember"),
        ({"subjectKind": 6}, "SubjectKindUnknown"),
        ({"subjectKind": BILL, "subject": "0x" + "33" * 32}, "SubjectNotOnLedger"),
        ({"representedParty": 999}, "ConsortiumUnknownMember"),
    ],
)
async def test_a_bad_interchange_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    assert world.member("terminal") == 11
    intent = interchange(world, await document(world, "None"))
    assert await world.refusal(intent.but(**lie)) == error


async def test_a_haulier_takes_part_as_a_haulier_only(world: World) -> None:
    forwarder = world.signer("forwarder")
    intent = interchange(world, await document(world, "None"), haulier=world.member("forwarder"))
    signers = [world.signer("terminal"), forwarder]
    assert await world.refusal(intent, signers=signers) == "ConsortiumMemberLacksRole"


async def test_what_both_signed_neither_makes_nor_undoes_alone(world: World) -> None:
    record = await document(world, "None")
    receipt = TYPES["EquipmentInterchangeReceipt"]
    alone = register(world, record, documentType=receipt).signed_by("terminal")
    assert await world.refusal(alone) == "DocumentNeedsBoth"
    await world.act(interchange(world, record))
    record.version = 1
    for intent in (supersede(world, record), document_action("RevokeDocument", record)):
        assert await world.refusal(intent.signed_by("terminal")) == "DocumentNeedsBoth"
    use = document_action("ConsumeDocument", record)
    assert await world.refusal(use) == "DocumentNotConsumable"
