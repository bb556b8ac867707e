"""Make `story_data.json`, the demo's organisations and consignments: one seed, one file.

Example: python -m scripts.demos.make_story_data --check
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from scripts.demos.story_exports import EXPORTS
from scripts.demos.story_identifiers import Identifiers
from scripts.demos.story_imports import IMPORTS
from scripts.demos.story_parties import in_document, make_parties
from scripts.demos.story_voyages import SHIPS, Certificate, Voyage

SEED = 20261124
OUTPUT = Path(__file__).with_name("story_data.json")

# Owner codes seen on the quay: leased boxes travel with any carrier.
_OWNERS = ("TGHU", "TEMU", "TCNU", "CSNU", "OOLU", "MSKU", "SEGU", "FFAU")
_YEAR, _EXPORT_OFFICE = 2026, "2248"
_TERMS = (
    "Carriage under the carrier's terms and conditions, as published on the day of issue. "
    "Contracts of carriage to and from Chinese ports: Maritime Code of the People's Republic of "
    "China, chapter IV."
)

Party = dict[str, Any]


def make_story(seed: int = SEED) -> dict[str, Any]:
    """Make the whole story as it is written to the file."""
    identifiers = Identifiers(seed)
    parties = make_parties(identifiers)
    return {
        "seed": seed,
        "parties": list(parties.values()),
        "consignments": [
            _consignment(voyage, parties, identifiers) for voyage in (*IMPORTS, *EXPORTS)
        ],
    }


def as_text(story: dict[str, Any]) -> str:
    """Write the story as the file has it: UTF-8, two blanks a level, one line break at its end."""
    return json.dumps(story, ensure_ascii=False, indent=2) + "\n"


def _consignment(
    voyage: Voyage, parties: dict[str, Party], identifiers: Identifiers
) -> dict[str, Any]:
    carrier, shipper, bank, consignee = voyage.parties
    terminal, facility = _terminal_at(voyage.ports[1], parties)
    document = _document(voyage, parties, identifiers)
    consignment: dict[str, Any] = {
        "key": voyage.key,
        "path": voyage.path,
        "parties": {
            "carrier": carrier,
            "shipper": shipper,
            "bank": bank,
            "consignee": consignee,
            "forwarder": "forwarder_haitong",
            "haulier": "haulier_donghai",
            "terminal": terminal,
        },
        "facility": facility,
        "document": document,
    }
    if voyage.certificate:
        number = document["transportDocumentReference"]
        consignment["certificate"] = _certificate(voyage.certificate, number, parties, identifiers)
    return consignment


def _terminal_at(port: str, parties: dict[str, Party]) -> tuple[str, dict[str, str]]:
    for party in parties.values():
        for facility in party.get("facilities", []):
            if facility["UNLocationCode"] == port:
                return party["key"], facility
    message = f"no terminal of the story works in {port}"
    raise ValueError(message)


def _document(
    voyage: Voyage, parties: dict[str, Party], identifiers: Identifiers
) -> dict[str, Any]:
    carrier = parties[voyage.parties[0]]
    on_board, issued, arrival = voyage.dates
    equipments = [_equipment(voyage, identifiers) for _ in range(voyage.containers)]
    loading, discharge = voyage.ports
    return {
        "transportDocumentReference": carrier["carrier_code"] + identifiers.digits(10),
        "transportDocumentStatus": "ISSUED",
        "transportDocumentTypeCode": "SWB" if voyage.kind == "sea_waybill" else "BOL",
        "isElectronic": True,
        "isToOrder": voyage.kind in ("to_order", "bearer"),
        "isShippedOnBoardType": True,
        "freightPaymentTermCode": "PRE",
        "carrierCode": carrier["carrier_code"],
        "carrierCodeListProvider": "NMFTA",
        "issueDate": issued,
        "shippedOnBoardDate": on_board,
        "receiptTypeAtOrigin": "CY",
        "deliveryTypeAtDestination": "CY",
        "cargoMovementTypeAtOrigin": "FCL",
        "cargoMovementTypeAtDestination": "FCL",
        "termsAndConditions": _TERMS,
        "placeOfIssue": {"UNLocationCode": loading},
        "invoicePayableAt": {"UNLocationCode": loading},
        "partyContactDetails": [_contact(carrier)],
        "documentParties": _document_parties(voyage, parties),
        "transports": {
            "plannedDepartureDate": on_board,
            "plannedArrivalDate": arrival,
            "portOfLoading": {"UNLocationCode": loading},
            "portOfDischarge": {"UNLocationCode": discharge},
            "vesselVoyages": [
                {
                    "vesselName": voyage.ship,
                    "vesselIMONumber": SHIPS[voyage.ship],
                    "carrierExportVoyageNumber": voyage.voyage,
                }
            ],
        },
        "consignmentItems": [_consignment_item(voyage, equipments, identifiers)],
        "utilizedTransportEquipments": equipments,
    }


def _document_parties(voyage: Voyage, parties: dict[str, Party]) -> dict[str, Any]:
    carrier, shipper, _, consignee = (parties[key] for key in voyage.parties)
    named = {
        "shipper": in_document(shipper),
        "issuingParty": in_document(carrier),
        "notifyParties": [in_document(consignee)],
    }
    if voyage.kind == "to_order":  # to the order of the shipper, who endorses it first
        named["endorsee"] = in_document(shipper)
    elif voyage.kind in ("straight", "sea_waybill"):
        named["consignee"] = in_document(consignee)
    return named


def _contact(party: Party) -> dict[str, str]:
    domain = party["key"].replace("_", "-")
    return {"name": "Documentation desk", "email": f"documents@{domain}.example"}


def _equipment(voyage: Voyage, identifiers: Identifiers) -> dict[str, Any]:
    owner = _OWNERS[identifiers.between(0, len(_OWNERS) - 1)]
    equipment: dict[str, Any] = {
        "equipment": {
            "equipmentReference": identifiers.container_number(owner),
            "ISOEquipmentCode": voyage.goods.size_type,
        },
        "isShipperOwned": False,
        "seals": [{"number": "EM" + identifiers.digits(7), "source": "CAR"}],
    }
    if voyage.goods.set_point is not None:
        equipment["activeReeferSettings"] = {
            "temperatureSetpoint": voyage.goods.set_point,
            "temperatureUnit": "CEL",
        }
    return equipment


def _consignment_item(
    voyage: Voyage, equipments: list[dict[str, Any]], identifiers: Identifiers
) -> dict[str, Any]:
    goods = voyage.goods
    return {
        "carrierBookingReference": "BK" + identifiers.digits(9),
        "descriptionOfGoods": list(goods.description),
        "HSCodes": [goods.hs_code],
        "cargoItems": [
            {
                "equipmentReference": used["equipment"]["equipmentReference"],
                "cargoGrossWeight": {"value": identifiers.between(*goods.weight), "unit": "KGM"},
                "outerPackaging": {
                    "packageCode": goods.package_code,
                    "numberOfPackages": identifiers.between(*goods.packages),
                    "description": goods.packaging,
                },
            }
            for used in equipments
        ],
    }


def _certificate(
    certificate: Certificate, bill: str, parties: dict[str, Party], identifiers: Identifiers
) -> dict[str, Any]:
    return {
        "type": certificate.type,
        "fate": certificate.fate,
        "applicant": certificate.applicant,
        "user": certificate.user,
        "tax_authority": "tax_pudong",
        "content": {
            "certificateType": certificate.type,
            "declarationItem": identifiers.declaration_item(_EXPORT_OFFICE, _YEAR, item=1),
            "applicantUSCC": parties[certificate.applicant]["legal_identifier"]["value"],
            "counterpartUSCC": parties[certificate.counterpart]["legal_identifier"]["value"],
            "goodsCode": certificate.goods_code,
            "quantity": certificate.quantity,
            "declaredQuantity": certificate.declared_quantity,
            "unit": certificate.unit,
            "FOBAmount": certificate.fob,
            "FOBCurrency": "USD",
            "billOfLadingNumber": bill,
        },
    }


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or with `--check` tell by the exit status whether it is current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if it is stale")
    check = parser.parse_args(arguments).check
    text = as_text(make_story())
    if not check:
        OUTPUT.write_text(text, encoding="utf-8")
        return 0
    if OUTPUT.exists() and OUTPUT.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{OUTPUT.name} is not what its generator makes; make it again\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
