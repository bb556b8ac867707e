"""A transport document is checked in its fields and as a whole; errors name the JSON path."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from api.kit.rules import json_path
from api.kit.transport_document import BillKind, TransportDocument

CONTRACTS = Path(__file__).parents[3] / "contracts"

Change = Callable[[dict[str, Any]], object]

LEI = {"codeListProvider": "GLEIF", "codeListName": "LEI", "partyCode": "213800KUD8LAJWSQ9D15"}
USCC = {"type": "USCC", "countryCode": "CN", "value": "91110000600037341L"}


def _equipment(number: str) -> dict[str, Any]:
    return {
        "equipment": {"equipmentReference": number, "ISOEquipmentCode": "22G1"},
        "isShipperOwned": False,
        "seals": [{"number": "CN4471902"}],
    }


def _cargo(number: str) -> dict[str, Any]:
    return {
        "equipmentReference": number,
        "cargoGrossWeight": {"value": 12000.5, "unit": "KGM"},
        "outerPackaging": {"numberOfPackages": 400, "packageCode": "4G", "description": "Boxes"},
    }


def good() -> dict[str, Any]:
    """A correct bill to the order of its shipper; each test changes one thing."""
    party = {"partyName": "Huadong Light Industry", "identifyingCodes": [LEI]}
    return {
        "transportDocumentReference": "COSU6312345670",
        "transportDocumentTypeCode": "BOL",
        "isToOrder": True,
        "isElectronic": True,
        "isShippedOnBoardType": True,
        "carrierCode": "COSU",
        "carrierCodeListProvider": "NMFTA",
        "documentParties": {
            "shipper": copy.deepcopy(party) | {"taxLegalReferences": [USCC]},
            "endorsee": copy.deepcopy(party),
            "issuingParty": {"partyName": "Eastern Meridian Line"},
            "notifyParties": [{"partyName": "Maasvlakte Trading"}],
        },
        "transports": {
            "plannedDepartureDate": "2026-10-12",
            "plannedArrivalDate": "2026-11-20",
            "portOfLoading": {"UNLocationCode": "CNYSA"},
            "portOfDischarge": {"UNLocationCode": "NLRTM"},
            "vesselVoyages": [
                {
                    "vesselName": "OOCL HONG KONG",
                    "vesselIMONumber": "9776171",
                    "carrierExportVoyageNumber": "044W",
                }
            ],
        },
        "consignmentItems": [
            {
                "carrierBookingReference": "BK123456789",
                "descriptionOfGoods": ["PORTABLE COMPUTERS"],
                "HSCodes": ["847130"],
                "cargoItems": [_cargo("CSQU3054383"), _cargo("MSKU9070323")],
            }
        ],
        "utilizedTransportEquipments": [_equipment("CSQU3054383"), _equipment("MSKU9070323")],
        "issueDate": "2026-10-13",
        "shippedOnBoardDate": "2026-10-12",
    }


def _set(path: str, value: object) -> Change:
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def change(document: dict[str, Any]) -> None:
        target: Any = document
        for step in parents:
            target = target[step]
        target[last] = value

    return change


def _drop(path: str) -> Change:
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def change(document: dict[str, Any]) -> None:
        target: Any = document
        for step in parents:
            target = target[step]
        del target[last]

    return change


def _straight(document: dict[str, Any]) -> None:
    document["isToOrder"] = False
    parties = document["documentParties"]
    parties["consignee"] = parties.pop("endorsee")


def _all(*changes: Change) -> Change:
    def change(document: dict[str, Any]) -> None:
        for one in changes:
            one(document)

    return change


def _errors(change: Change) -> list[tuple[str, str]]:
    document = good()
    change(document)
    with pytest.raises(ValidationError) as refusal:
        TransportDocument.model_validate(document)
    return [(json_path(error["loc"]), error["type"]) for error in refusal.value.errors()]


WAYBILL = _set("transportDocumentTypeCode", "SWB")

KINDS = [
    (_all(), BillKind.TO_ORDER),
    (_straight, BillKind.STRAIGHT),
    (_drop("documentParties.endorsee"), BillKind.BEARER),
    (_all(_straight, WAYBILL), BillKind.SEA_WAYBILL),
]

PORTS = "transports.portOfDischarge.UNLocationCode"
CARGO = "consignmentItems.0.cargoItems.1.equipmentReference"
EQUIPMENT = "utilizedTransportEquipments.1.equipment.equipmentReference"

REFUSED = [
    (_set("isElectronic", value=False), "isElectronic", "document_not_electronic"),
    (_set("carrierCode", "C0SU"), "carrierCode", "carrier_code_scac"),
    (_set("carrierCodeListProvider", "SMDG"), "carrierCode", "carrier_code_smdg"),
    (_set("isToOrder", value=False), "documentParties.consignee", "consignee_missing"),
    (WAYBILL, "isToOrder", "sea_waybill_to_order"),
    (
        _all(_straight, _set("isToOrder", value=True)),
        "documentParties.consignee",
        "consignee_forbidden",
    ),
    (
        _all(
            _straight,
            _set("documentParties.endorsee", {"partyName": "X", "identifyingCodes": [LEI]}),
        ),
        "documentParties.endorsee",
        "endorsee_forbidden",
    ),
    (_set(PORTS, "CNYSA"), PORTS, "ports_equal"),
    (_set(PORTS, "CNBJS"), PORTS, "unlocode_not_a_port"),
    (_set(PORTS, "NLZZ9"), PORTS, "unlocode_unknown"),
    (
        _set("transports.plannedArrivalDate", "2026-10-11"),
        "transports.plannedArrivalDate",
        "arrival_before_departure",
    ),
    (_set("issueDate", "2026-10-11"), "issueDate", "issued_before_taken_over"),
    (_set("issueDate", 20261013), "issueDate", "date_format"),
    (_set("issueDate", "2026-02-30"), "issueDate", "date_from_datetime_parsing"),
    (_drop("shippedOnBoardDate"), "shippedOnBoardDate", "shipped_on_board_date_missing"),
    (
        _set("receivedForShipmentDate", "2026-10-12"),
        "receivedForShipmentDate",
        "received_for_shipment_date_forbidden",
    ),
    (_set(EQUIPMENT, "CSQU3054383"), EQUIPMENT, "container_repeated"),
    (_set(EQUIPMENT, "CSQU3054384"), EQUIPMENT, "container_check_digit"),
    (_set(CARGO, "CCLU4500120"), CARGO, "container_not_on_bill"),
    (_set("utilizedTransportEquipments", []), "utilizedTransportEquipments", "too_short"),
    (
        _set("utilizedTransportEquipments.0.seals", []),
        "utilizedTransportEquipments.0.seals",
        "too_short",
    ),
    (
        _set("utilizedTransportEquipments.0.equipment.ISOEquipmentCode", "20GP"),
        "utilizedTransportEquipments.0.equipment.ISOEquipmentCode",
        "size_type_format",
    ),
    (_set("consignmentItems.0.HSCodes.0", "770100"), "consignmentItems.0.HSCodes.0", "hs_chapter"),
    (
        _set("transports.vesselVoyages.0.vesselIMONumber", "9776172"),
        "transports.vesselVoyages.0.vesselIMONumber",
        "imo_check_digit",
    ),
    (
        _set(
            "documentParties.shipper.identifyingCodes.0",
            LEI | {"partyCode": "213800KUD8LAJWSQ9D51"},
        ),
        "documentParties.shipper.identifyingCodes.0.partyCode",
        "lei_check_digits",
    ),
    (
        _set(
            "documentParties.shipper.taxLegalReferences.0", USCC | {"value": "91110000600037341M"}
        ),
        "documentParties.shipper.taxLegalReferences.0.value",
        "uscc_check_digit",
    ),
    (
        _set("documentParties.shipper.taxLegalReferences.0", USCC | {"countryCode": "DE"}),
        "documentParties.shipper.taxLegalReferences.0.countryCode",
        "uscc_country",
    ),
    (
        _set("documentParties.endorsee.identifyingCodes", []),
        "documentParties.endorsee.identifyingCodes",
        "too_short",
    ),
    (_drop("documentParties.issuingParty"), "documentParties.issuingParty", "missing"),
    (
        _set("transportDocumentReference", "X" * 21),
        "transportDocumentReference",
        "bill_number_length",
    ),
    (_set("isToOrder", "true"), "isToOrder", "bool_type"),
    (
        _set("consignmentItems.0.cargoItems.0.cargoGrossWeight.value", 0),
        "consignmentItems.0.cargoItems.0.cargoGrossWeight.value",
        "greater_than",
    ),
]


def test_good_document_is_read() -> None:
    document = TransportDocument.model_validate(good())
    assert document.container_numbers == ["CSQU3054383", "MSKU9070323"]
    assert document.transports.port_of_discharge.un_location_code == "NLRTM"
    assert document.consignment_items[0].hs_codes == ["847130"]


@pytest.mark.parametrize(("change", "kind"), KINDS)
def test_kind_follows_from_type_order_and_parties(change: Change, kind: BillKind) -> None:
    document = good()
    change(document)
    assert TransportDocument.model_validate(document).kind is kind


def test_kinds_are_numbered_as_in_the_contracts() -> None:
    source = (CONTRACTS / "types" / "BillWord.sol").read_text(encoding="utf-8")
    body = re.sub(r"//.*", "", source.split("enum BillKind {")[1].split("}")[0])
    names = [name.strip() for name in body.split(",")]
    assert [kind.name.replace("_", "") for kind in BillKind] == [name.upper() for name in names]


@pytest.mark.parametrize(("change", "path", "code"), REFUSED)
def test_broken_rule_is_named_at_its_path(change: Change, path: str, code: str) -> None:
    expected = re.sub(r"\.(\d+)", r"[\1]", path)
    assert (expected, code) in _errors(change)


def test_all_broken_rules_between_fields_are_told_at_once() -> None:
    lies = _all(
        _set(PORTS, "CNYSA"), _set(EQUIPMENT, "CSQU3054383"), _set("issueDate", "2026-10-01")
    )
    assert {code for _, code in _errors(lies)} == {
        "ports_equal",
        "container_repeated",
        "container_not_on_bill",
        "issued_before_taken_over",
    }


def _received(document: dict[str, Any]) -> None:
    document["isShippedOnBoardType"] = False
    document["receivedForShipmentDate"] = document.pop("shippedOnBoardDate")


def test_received_for_shipment() -> None:
    document = good()
    _received(document)
    assert TransportDocument.model_validate(document).received_for_shipment_date
    assert _errors(_all(_received, _drop("receivedForShipmentDate"))) == [
        ("receivedForShipmentDate", "received_for_shipment_date_missing")
    ]
    assert _errors(_all(_received, _set("shippedOnBoardDate", "2026-10-12"))) == [
        ("shippedOnBoardDate", "shipped_on_board_date_forbidden")
    ]


@pytest.mark.parametrize(("count", "accepted"), [(1, True), (256, True), (257, False)])
def test_one_to_256_containers(count: int, accepted: bool) -> None:
    numbers = [_numbered(serial) for serial in range(count)]
    document = good()
    document["utilizedTransportEquipments"] = [_equipment(number) for number in numbers]
    document["consignmentItems"][0]["cargoItems"] = [_cargo(number) for number in numbers]
    if accepted:
        assert TransportDocument.model_validate(document).container_numbers == numbers
    else:
        with pytest.raises(ValidationError, match="at most 256"):
            TransportDocument.model_validate(document)


def _numbered(serial: int) -> str:
    body = f"TGHU{serial:06d}"
    alphabet = "0123456789A BCDEFGHIJK LMNOPQRSTU VWXYZ"
    total = sum(alphabet.index(sign) << place for place, sign in enumerate(body))
    return f"{body}{total % 11 % 10}"


def test_issue_on_the_day_of_loading_and_arrival_on_that_of_departure() -> None:
    document = good()
    document["issueDate"] = document["shippedOnBoardDate"]
    document["transports"]["plannedArrivalDate"] = document["transports"]["plannedDepartureDate"]
    assert TransportDocument.model_validate(document).issue_date.isoformat() == "2026-10-12"


def test_containers_are_compared_compact() -> None:
    document = good()
    document["utilizedTransportEquipments"][1]["equipment"]["equipmentReference"] = "csqu 305438-3"
    with pytest.raises(ValidationError, match="container CSQU3054383 is on this bill already"):
        TransportDocument.model_validate(document)


def test_unknown_properties_are_kept_and_the_input_is_not_changed() -> None:
    document = good()
    document["serviceContractReference"] = "HHL51800000"
    document["transports"]["preCarriageBy"] = "Barge"
    before = copy.deepcopy(document)
    read = TransportDocument.model_validate(document)
    assert document == before
    assert read.model_extra == {"serviceContractReference": "HHL51800000"}
    assert read.transports.model_extra == {"preCarriageBy": "Barge"}
    written = json.loads(read.model_dump_json(by_alias=True, exclude_unset=True))
    assert written == document


def test_schema_has_the_json_names_of_dcsa() -> None:
    schema = TransportDocument.model_json_schema()
    names = set(schema["properties"])
    for model in schema["$defs"].values():
        names |= set(model.get("properties", {}))
    assert names >= {
        "transportDocumentReference",
        "HSCodes",
        "UNLocationCode",
        "ISOEquipmentCode",
        "vesselIMONumber",
        "carrierExportVoyageNumber",
        "utilizedTransportEquipments",
    }
