"""The story's data is what its generator makes, and all of it passes the gateway's rules."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from pydantic import TypeAdapter
from stdnum import iso6346

from api.kit import fields
from api.kit.certificate_document import CertificateDocument
from api.kit.release_document import ReleaseTerminal
from api.kit.transport_document import BillKind, TransportDocument
from scripts.demos.consignments import Way
from scripts.demos.make_story_data import OUTPUT, SEED, as_text, main, make_story
from scripts.demos.story_identifiers import Identifiers
from wallets.commitment import commit

STORY: dict[str, Any] = json.loads(OUTPUT.read_text(encoding="utf-8"))
PARTIES = {party["key"]: party for party in STORY["parties"]}
CONSIGNMENTS: list[dict[str, Any]] = STORY["consignments"]
EXPORTS = [consignment for consignment in CONSIGNMENTS if "certificate" in consignment]

ROLES_AT_LEAST = {
    "CARRIER": 2,
    "SHIPPER": 3,
    "CONSIGNEE": 3,
    "FORWARDER": 1,
    "HAULIER": 1,
    "BANK": 2,
    "TERMINAL": 2,
    "CUSTOMS": 1,
    "TAX_AUTHORITY": 1,
    "PORT_AUTHORITY": 1,
    "GOVERNOR": 2,
}
PATHS = {str(way) for way in Way}


def _key(consignment: dict[str, Any]) -> str:
    return str(consignment["key"])


def _document(consignment: dict[str, Any]) -> TransportDocument:
    return TransportDocument.model_validate(consignment["document"])


def test_the_file_is_current() -> None:
    assert OUTPUT.read_text(encoding="utf-8") == as_text(make_story())
    assert main(["--check"]) == 0


def test_a_stale_file_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "story_data.json"
    stale.write_text("{}", encoding="utf-8")
    monkeypatch.setattr("scripts.demos.make_story_data.OUTPUT", stale)
    assert main(["--check"]) == 1
    assert "make it again" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_another_seed_is_another_story() -> None:
    assert make_story(SEED + 1) != make_story(SEED)


@pytest.mark.parametrize("party", STORY["parties"], ids=_key)
def test_party_has_valid_identifiers(party: dict[str, Any]) -> None:
    legal = party["legal_identifier"]
    rule = {"LEI": fields.Lei, "USCC": fields.Uscc}[legal["type"]]
    assert TypeAdapter(rule).validate_python(legal["value"]) == legal["value"]
    assert TypeAdapter(fields.Lei).validate_python(party["lei"]) == party["lei"]
    assert (legal["type"] == "USCC") == (party["address"]["country_code"] == "CN")
    assert 1 <= len(party["name"].encode()) <= 64
    assert party["name_zh"]


def test_all_roles_are_played() -> None:
    played = Counter(role for party in STORY["parties"] for role in party["roles"])
    assert all(played[role] >= least for role, least in ROLES_AT_LEAST.items())
    assert set(played) == set(ROLES_AT_LEAST)
    values = [party["legal_identifier"]["value"] for party in STORY["parties"]]
    assert len(set(values)) == len(values) == len(PARTIES)


@pytest.mark.parametrize("consignment", CONSIGNMENTS, ids=_key)
def test_document_is_valid_and_as_stored(consignment: dict[str, Any]) -> None:
    document = _document(consignment)
    written = json.loads(document.model_dump_json(by_alias=True, exclude_unset=True))
    assert written == consignment["document"]
    assert len(commit(consignment["document"], bytes(32)).root) == 32
    for item in document.consignment_items:
        weighed = [cargo.equipment_reference for cargo in item.cargo_items]
        assert weighed == document.container_numbers


@pytest.mark.parametrize("consignment", CONSIGNMENTS, ids=_key)
def test_parties_have_the_roles_that_they_play(consignment: dict[str, Any]) -> None:
    for part, key in consignment["parties"].items():
        assert part.upper() in PARTIES[key]["roles"]
    document, carrier = _document(consignment), PARTIES[consignment["parties"]["carrier"]]
    assert document.carrier_code == carrier["carrier_code"]
    shipper = PARTIES[consignment["parties"]["shipper"]]
    assert document.document_parties.shipper.party_name == shipper["name"]


@pytest.mark.parametrize("consignment", CONSIGNMENTS, ids=_key)
def test_the_terminal_works_in_the_port_of_discharge(consignment: dict[str, Any]) -> None:
    facility = ReleaseTerminal.model_validate(consignment["facility"])
    port = _document(consignment).transports.port_of_discharge.un_location_code
    assert facility.un_location_code == port
    assert consignment["facility"] in PARTIES[consignment["parties"]["terminal"]]["facilities"]


def test_kinds_paths_and_sizes() -> None:
    kinds = Counter(_document(consignment).kind for consignment in CONSIGNMENTS)
    assert len(CONSIGNMENTS) >= 14
    assert kinds[BillKind.TO_ORDER] > len(CONSIGNMENTS) / 2
    assert kinds[BillKind.STRAIGHT] >= 1
    assert kinds[BillKind.BEARER] >= 1
    assert kinds[BillKind.SEA_WAYBILL] == 1
    assert {consignment["path"] for consignment in CONSIGNMENTS} == PATHS
    sizes = {_key(c): len(_document(c).container_numbers) for c in CONSIGNMENTS}
    assert set(sizes.values()) >= {1, 40}
    largest = [c for c in CONSIGNMENTS if sizes[_key(c)] == 40]
    assert [c["path"] for c in largest] == ["delivered"]
    (waybill,) = (c for c in CONSIGNMENTS if c["path"] == "sea_waybill")
    assert _document(waybill).kind is BillKind.SEA_WAYBILL


def test_containers_are_unique_and_never_of_remainder_ten() -> None:
    numbers = [n for c in CONSIGNMENTS for n in _document(c).container_numbers]
    assert len(set(numbers)) == len(numbers) >= 100
    alphabet = "0123456789A BCDEFGHIJK LMNOPQRSTU VWXYZ"
    for number in numbers:
        total = sum(alphabet.index(sign) << place for place, sign in enumerate(number[:10]))
        assert total % 11 != 10
        assert iso6346.is_valid(number)


def test_bill_numbers_are_unique() -> None:
    numbers = [_document(c).transport_document_reference for c in CONSIGNMENTS]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("consignment", EXPORTS, ids=_key)
def test_certificate_is_valid_and_about_its_bill(consignment: dict[str, Any]) -> None:
    certificate = consignment["certificate"]
    content = CertificateDocument.model_validate(certificate["content"])
    document = _document(consignment)
    assert content.certificate_type == certificate["type"]
    assert content.bill_of_lading_number == document.transport_document_reference
    assert content.goods_code.startswith(document.consignment_items[0].hs_codes[0])
    assert content.applicant_uscc == PARTIES[certificate["applicant"]]["legal_identifier"]["value"]
    assert document.transports.port_of_loading.un_location_code.startswith("CN")
    assert "TAX_AUTHORITY" in PARTIES[certificate["tax_authority"]]["roles"]
    user_role = "CUSTOMS" if certificate["type"] == 7 else "SHIPPER"
    assert user_role in PARTIES[certificate["user"]]["roles"]
    assert "SHIPPER" in PARTIES[certificate["applicant"]]["roles"]


def test_certificates_end_in_every_way() -> None:
    exported = {_key(c) for c in CONSIGNMENTS if _key(c).startswith("export")}
    assert {_key(c) for c in EXPORTS} == exported
    assert {c["certificate"]["fate"] for c in EXPORTS} == {"used", "refused", "voided"}
    items = [c["certificate"]["content"]["declarationItem"] for c in EXPORTS]
    assert len(set(items)) == len(items)


def test_identifiers_pass_for_many_seeds() -> None:
    for seed in range(40):
        made = Identifiers(seed)
        assert TypeAdapter(fields.Uscc).validate_python(made.uscc("91", "310115"))
        assert TypeAdapter(fields.Uscc).validate_python(made.uscc("11", "310115"))
        assert TypeAdapter(fields.Lei).validate_python(made.lei("5299"))
        assert TypeAdapter(fields.ContainerNumber).validate_python(made.container_number("TGHU"))
        item = made.declaration_item("2248", 2026, item=7)
        assert TypeAdapter(fields.DeclarationItem).validate_python(item)
