"""Documents of new records: whole and valid, from generated data; a scenario changes what it cares about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from scripts.scenario.generate import Generator
from scripts.scenario.problems import ValueProblem, one_of
from scripts.scenario.values import moment, seconds

Json = dict[str, Any]

_GOODS: Final[Mapping[str, tuple[str, str, str, str, str]]] = {
    "machinery": ("CNC MACHINING CENTRES, 5 AXES", "845710", "42U1", "PC", "Wooden cases"),
    "coffee": ("GREEN COFFEE, ARABICA", "090111", "22G1", "BG", "Jute bags"),
    "garments": ("T-SHIRTS OF COTTON, KNITTED", "610910", "42G1", "CT", "Cartons"),
    "frozen": ("FROZEN BONELESS BEEF", "020230", "45R1", "CT", "Cartons"),
}
GOODS: Final = tuple(_GOODS)
_TERMS: Final = (
    "Carriage under the carrier's terms and conditions, as published on the day of issue."
)
_FROZEN: Final = "frozen"
BILL_OPTIONS: Final = ("containers", "goods", "from", "to")
ORDER_OPTIONS: Final = ("containers", "valid_for")
_VALID_FOR: Final = "30 days"


def bill_document(
    data: Generator, kind: str, names: Mapping[str, str], make: Mapping[str, Any]
) -> Json:
    """A transport document: `names` are of the carrier, the holder and, where one is named, the consignee."""
    boxes = make.get("containers", 1)
    numbers = list(boxes) if isinstance(boxes, list) else data.containers(boxes)
    goods = make.get("goods", "coffee")
    if goods not in _GOODS:
        raise ValueProblem(f"goods: {one_of(str(goods), _GOODS)}")
    loading, discharge = make.get("from", "DEHAM"), make.get("to", "CNSHG")
    today = datetime.now(UTC).date()
    shipped, arrival = str(today - timedelta(days=2)), str(today + timedelta(days=30))
    ship, code = data.ship(), data.carrier_code()
    shipper = _party(data, names["holder"])
    parties: Json = {
        "shipper": shipper,
        "issuingParty": _party(data, names["carrier"]),
        "notifyParties": [_party(data, names.get("consignee", names["holder"]))],
    }
    if kind == "ToOrder":
        parties["endorsee"] = shipper
    elif kind != "Bearer":
        parties["consignee"] = parties["notifyParties"][0]
    return {
        "transportDocumentReference": data.bl_number(),
        "transportDocumentTypeCode": "SWB" if kind == "SeaWaybill" else "BOL",
        "isElectronic": True,
        "isToOrder": kind in ("ToOrder", "Bearer"),
        "isShippedOnBoardType": True,
        "freightPaymentTermCode": "PRE",
        "carrierCode": code,
        "carrierCodeListProvider": "NMFTA",
        "issueDate": shipped,
        "shippedOnBoardDate": shipped,
        "receiptTypeAtOrigin": "CY",
        "deliveryTypeAtDestination": "CY",
        "cargoMovementTypeAtOrigin": "FCL",
        "cargoMovementTypeAtDestination": "FCL",
        "termsAndConditions": _TERMS,
        "placeOfIssue": {"UNLocationCode": loading},
        "invoicePayableAt": {"UNLocationCode": loading},
        "partyContactDetails": [
            {"name": "Documentation desk", "email": "documents@carrier.example"}
        ],
        "documentParties": parties,
        "transports": {
            "plannedDepartureDate": shipped,
            "plannedArrivalDate": arrival,
            "portOfLoading": {"UNLocationCode": loading},
            "portOfDischarge": {"UNLocationCode": discharge},
            "vesselVoyages": [
                {
                    "vesselName": ship["name"],
                    "vesselIMONumber": ship["imo"],
                    "carrierExportVoyageNumber": data.digits(3) + "E",
                }
            ],
        },
        "consignmentItems": [_items(data, goods, numbers)],
        "utilizedTransportEquipments": [_equipment(data, goods, number) for number in numbers],
    }


def _items(data: Generator, goods: str, numbers: Sequence[str]) -> Json:
    description, hs_code, _, package, packaging = _GOODS[goods]
    return {
        "carrierBookingReference": "BK" + data.digits(9),
        "descriptionOfGoods": [description],
        "HSCodes": [hs_code],
        "cargoItems": [
            {
                "equipmentReference": number,
                "cargoGrossWeight": {"value": data.number(9_000, 21_000), "unit": "KGM"},
                "outerPackaging": {
                    "packageCode": package,
                    "numberOfPackages": data.number(40, 900),
                    "description": packaging,
                },
            }
            for number in numbers
        ],
    }


def _equipment(data: Generator, goods: str, number: str) -> Json:
    equipment: Json = {
        "equipment": {"equipmentReference": number, "ISOEquipmentCode": _GOODS[goods][2]},
        "isShipperOwned": False,
        "seals": [{"number": "EM" + data.digits(7), "source": "CAR"}],
    }
    if goods == _FROZEN:
        equipment["activeReeferSettings"] = {"temperatureSetpoint": -18.0, "temperatureUnit": "CEL"}
    return equipment


def _party(data: Generator, name: str) -> Json:
    lei = {"codeListProvider": "GLEIF", "codeListName": "LEI", "partyCode": data.lei()}
    return {
        "partyName": name,
        "address": {"street": "1 Quay Road", "city": "Shanghai", "countryCode": "CN"},
        "identifyingCodes": [lei],
    }


def containers_of(document: Mapping[str, Any]) -> list[str]:
    """The container numbers of a transport document or a release order's, in their order."""
    if "containerNumbers" in document:
        return list(document["containerNumbers"])
    used = document.get("utilizedTransportEquipments", [])
    return [one["equipment"]["equipmentReference"] for one in used]


def part(document: Mapping[str, Any], boxes: Sequence[str], number: str) -> Json:
    """The document of a bill for some of the containers alone, under a number of its own."""
    kept = [
        one
        for one in document["utilizedTransportEquipments"]
        if one["equipment"]["equipmentReference"] in boxes
    ]
    items = [
        {**item, "cargoItems": [c for c in item["cargoItems"] if c["equipmentReference"] in boxes]}
        for item in document["consignmentItems"]
    ]
    return {
        **document,
        "transportDocumentReference": number,
        "utilizedTransportEquipments": kept,
        "consignmentItems": [item for item in items if item["cargoItems"]],
    }


def shares(boxes: Sequence[str], count: int) -> list[list[str]]:
    """The containers shared out: to the first as many as to the last, or one more."""
    size, more = divmod(len(boxes), count)
    if not size:
        raise ValueProblem(f"{len(boxes)} containers cannot be split into {count} bills")
    found, start = [], 0
    for place in range(count):
        end = start + size + (1 if place < more else 0)
        found.append(list(boxes[start:end]))
        start = end
    return found


def union(documents: Sequence[Mapping[str, Any]], number: str) -> Json:
    """The document of one bill for what several covered."""
    return {
        **documents[0],
        "transportDocumentReference": number,
        "utilizedTransportEquipments": [
            one for document in documents for one in document["utilizedTransportEquipments"]
        ],
        "consignmentItems": [one for document in documents for one in document["consignmentItems"]],
    }


def order_document(
    bill_id: str, bill: Mapping[str, Any], make: Mapping[str, Any], ahead: float
) -> Json:
    """A release order's document, for all of a bill's containers or for those at some places."""
    numbers = containers_of(bill)
    wanted = make.get("containers")
    if wanted is not None:
        try:
            numbers = [one if isinstance(one, str) else numbers[one] for one in wanted]
        except (IndexError, TypeError):
            raise ValueProblem(
                f"containers: the bill has {len(numbers)} containers, found {wanted!r}"
            ) from None
    port = bill.get("transports", {}).get("portOfDischarge", {}).get("UNLocationCode", "CNSHG")
    valid_for = seconds(make.get("valid_for", _VALID_FOR))
    return {
        "billId": bill_id,
        "terminal": {
            "facilityCode": "QLT1",
            "facilityCodeListProvider": "SMDG",
            "UNLocationCode": port,
        },
        "containerNumbers": numbers,
        "validUntil": moment(f"in {valid_for:.3f} s", ahead),
    }


_OF_IMPORT: Final = frozenset({3})


def application_document(data: Generator, certificate_type: int) -> Json:
    """An application for a refund certificate of one of the nine types."""
    item = data.declaration_item()
    if certificate_type in _OF_IMPORT:
        item = item[:8] + "1" + item[9:]
    return {
        "certificateType": certificate_type,
        "declarationItem": item,
        "applicantUSCC": data.uscc(),
        "counterpartUSCC": data.uscc(),
        "goodsCode": "8471300000",
        "quantity": "1250.500",
        "declaredQuantity": "2000",
        "unit": "035",
        "FOBAmount": "86400.00",
        "FOBCurrency": "USD",
    }


def claim_document(data: Generator, certificates: Sequence[Mapping[str, Any]]) -> Json:
    """A claim for refund, with the certificates that it rests on."""
    items = [c["document"]["declarationItem"] for c in certificates if c["document"]]
    return {
        "exporterUSCC": data.uscc(),
        "period": "202611",
        "batch": "001",
        "declarationItems": items or [data.declaration_item()],
        "certificates": [c["id"] for c in certificates],
        "refundAmount": "11234.00",
        "currency": "CNY",
    }


def merged(base: Any, over: Any) -> Any:
    """A document with another laid over it: mappings are merged, anything else is replaced."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        both = {**base, **over}
        return {
            key: merged(base[key], over[key]) if key in base and key in over else value
            for key, value in both.items()
        }
    return over
