"""What DCSA's TransportDocument (EBL_ISS 3.0.4) requires beyond what a bill on this ledger needs.

A bill is issued here with less than that: the ledger has its commitment, and the trade's rules are in
`transport_document`. A document that is to travel through other platforms needs all of it. Required members go by
the name of the object that has them, which has one shape wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from api.errors import FieldProblem

_QUANTITY: Final = ("value", "unit")
_PARTY: Final = ("partyName",)
_PARTY_WITH_CODES: Final = ("partyName", "identifyingCodes")
_COMMODITY: Final = ("type", "values")

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "document": (
        "transportDocumentReference",
        "transportDocumentStatus",
        "transportDocumentTypeCode",
        "isShippedOnBoardType",
        "isElectronic",
        "isToOrder",
        "invoicePayableAt",
        "partyContactDetails",
        "documentParties",
        "consignmentItems",
        "utilizedTransportEquipments",
        "termsAndConditions",
        "receiptTypeAtOrigin",
        "deliveryTypeAtDestination",
        "cargoMovementTypeAtOrigin",
        "cargoMovementTypeAtDestination",
        "carrierCode",
        "carrierCodeListProvider",
        "transports",
    ),
    "transports": (
        "plannedArrivalDate",
        "plannedDepartureDate",
        "portOfLoading",
        "portOfDischarge",
        "vesselVoyages",
    ),
    "address": ("street", "city", "countryCode"),
    "facility": ("facilityCode", "facilityCodeListProvider"),
    "geoCoordinate": ("latitude", "longitude"),
    "city": ("city", "countryCode"),
    "vesselVoyages": ("vesselName", "carrierExportVoyageNumber"),
    "charges": (
        "chargeName",
        "currencyAmount",
        "currencyCode",
        "paymentTermCode",
        "calculationBasis",
        "unitPrice",
        "quantity",
    ),
    "partyContactDetails": ("name",),
    "documentParties": ("shipper", "issuingParty"),
    "shipper": _PARTY,
    "onBehalfOfShipper": _PARTY,
    "consignee": _PARTY_WITH_CODES,
    "onBehalfOfConsignee": _PARTY,
    "endorsee": _PARTY_WITH_CODES,
    "issuingParty": ("partyName", "address"),
    "carriersAgentAtDestination": ("partyName", "address", "partyContactDetails"),
    "notifyParties": _PARTY,
    "other": ("party", "partyFunction"),
    "party": _PARTY,
    "identifyingCodes": ("codeListProvider", "partyCode"),
    "taxLegalReferences": ("type", "countryCode", "value"),
    "consignmentItems": (
        "carrierBookingReference",
        "descriptionOfGoods",
        "HSCodes",
        "cargoItems",
    ),
    "nationalCommodityCodes": _COMMODITY,
    "extendedNationalCommodityCodes": _COMMODITY,
    "customsReferences": ("type", "countryCode", "values"),
    "cargoItems": ("equipmentReference", "cargoGrossWeight", "outerPackaging"),
    "cargoGrossWeight": _QUANTITY,
    "cargoGrossVolume": _QUANTITY,
    "cargoNetWeight": _QUANTITY,
    "cargoNetVolume": _QUANTITY,
    "outerPackaging": ("numberOfPackages", "description"),
    "dangerousGoods": ("properShippingName", "imoClass"),
    "innerPackagings": ("quantity", "material", "description"),
    "emergencyContactDetails": ("contact", "phone"),
    "grossWeight": _QUANTITY,
    "netWeight": _QUANTITY,
    "netVolume": _QUANTITY,
    "netExplosiveContent": _QUANTITY,
    "limits": ("temperatureUnit",),
    "utilizedTransportEquipments": ("equipment", "isShipperOwned", "seals"),
    "equipment": ("equipmentReference",),
    "tareWeight": _QUANTITY,
    "seals": ("number",),
}
"""By the name of an object, or of a list of them, its required members."""

EXACTLY_ONE: Final[Mapping[str, tuple[str, ...]]] = {
    "placeOfIssue": ("UNLocationCode", "countryCode"),
    "invoicePayableAt": ("UNLocationCode", "freeText"),
    "dangerousGoods": ("UNNumber", "NANumber"),
}
AT_LEAST_ONE: Final[Mapping[str, tuple[str, ...]]] = {"partyContactDetails": ("phone", "email")}
_TYPES: Final = ("CY", "SD", "CFS")
CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "receiptTypeAtOrigin": _TYPES,
    "deliveryTypeAtDestination": _TYPES,
}
"""Members with a closed list of codes that `transport_document` does not check."""


def findings(document: Mapping[str, Any]) -> list[FieldProblem]:
    """What a transport document lacks of DCSA's schema, by JSON path."""
    return list(_of_object(document, "document", "document"))


def _of_object(value: Mapping[str, Any], name: str, path: str) -> Iterator[FieldProblem]:
    for member in REQUIRED.get(name, ()):
        if member not in value:
            yield _missing(f"{path}.{member}")
    present = [member for member in EXACTLY_ONE.get(name, ()) if member in value]
    if name in EXACTLY_ONE and len(present) != 1:
        yield _choice(path, "exactly one", "恰有其一", EXACTLY_ONE[name])
    if name in AT_LEAST_ONE and not any(member in value for member in AT_LEAST_ONE[name]):
        yield _choice(path, "at least one", "至少其一", AT_LEAST_ONE[name])
    for member, held in value.items():
        if member in CODES and held not in CODES[member]:
            yield _code(f"{path}.{member}", CODES[member])
        yield from _of_value(held, member, f"{path}.{member}")


def _of_value(value: Any, name: str, path: str) -> Iterator[FieldProblem]:
    if isinstance(value, Mapping):
        yield from _of_object(value, name, path)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _of_value(item, name, f"{path}[{place}]")


def _missing(path: str) -> FieldProblem:
    return FieldProblem(
        path, "dcsa_required", "is required by DCSA's EBL_ISS 3.0.4", "为 DCSA EBL_ISS 3.0.4 必填项"
    )


def _choice(path: str, how: str, how_zh: str, members: tuple[str, ...]) -> FieldProblem:
    names = ", ".join(members)
    return FieldProblem(path, "dcsa_choice", f"must have {how} of {names}", f"{names} 应{how_zh}")


def _code(path: str, codes: tuple[str, ...]) -> FieldProblem:
    names = ", ".join(codes)
    return FieldProblem(path, "dcsa_code", f"must be one of {names}", f"应为以下之一：{names}")
