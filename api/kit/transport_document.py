"""The transport document: the part of DCSA's TransportDocument (EBL_ISS 3.0.4) that we check.

Properties that are not listed here are accepted and kept. The checks between fields, from the trade
and from DCSA's rules for an issued bill, are in `transport_document_checks`.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from api.kit import transport_document_checks as checks
from api.kit.document_parties import DocumentParties
from api.kit.documents import Document
from api.kit.fields import (
    BillNumber,
    CalendarDay,
    CarrierCodeListProvider,
    ContainerNumber,
    HsCode,
    ImoNumber,
    PortCode,
    SealNumber,
    SizeTypeCode,
)
from api.kit.rules import raise_findings

MOST_CONTAINERS = 256

_Reference = Annotated[str, StringConstraints(max_length=35, pattern=r"^\S(?:.*\S)?$")]
_Name = Annotated[str, StringConstraints(max_length=50, pattern=r"^\S(?:.*\S)?$")]


class BillKind(IntEnum):
    """The kinds of transport document (提单种类), numbered as the contracts number them."""

    STRAIGHT = 0
    TO_ORDER = 1
    BEARER = 2
    SEA_WAYBILL = 3


class TransportDocumentTypeCode(StrEnum):
    """Bill of lading or sea waybill."""

    BOL = "BOL"
    SWB = "SWB"


class Port(Document):
    """A port of loading or discharge, by its UN/LOCODE."""

    un_location_code: Annotated[PortCode, Field(alias="UNLocationCode")]


class VesselVoyage(Document):
    """A ship and the carrier's voyage; the IMO number is ours, DCSA names the ship only."""

    vessel_name: _Name
    carrier_export_voyage_number: _Name
    vessel_imo_number: Annotated[ImoNumber | None, Field(alias="vesselIMONumber")] = None


class Transports(Document):
    """From where to where, on which ship, and when as planned."""

    planned_departure_date: CalendarDay
    planned_arrival_date: CalendarDay
    port_of_loading: Port
    port_of_discharge: Port
    vessel_voyages: Annotated[list[VesselVoyage], Field(min_length=1)]


class Weight(Document):
    """A weight in kilograms (KGM) or pounds (LBR)."""

    value: Annotated[float, Field(gt=0, allow_inf_nan=False, strict=True)]
    unit: Literal["KGM", "LBR"]


class OuterPackaging(Document):
    """What the cargo is packed in."""

    number_of_packages: Annotated[int, Field(ge=1, le=99_999_999, strict=True)]
    description: Annotated[str, StringConstraints(max_length=100)]
    package_code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")] | None = None


class CargoItem(Document):
    """The part of a consignment item that is in one container."""

    equipment_reference: ContainerNumber
    cargo_gross_weight: Weight
    outer_packaging: OuterPackaging


class ConsignmentItem(Document):
    """Goods of one description, in one or more containers."""

    carrier_booking_reference: _Reference
    description_of_goods: Annotated[list[_Reference], Field(min_length=1, max_length=150)]
    hs_codes: Annotated[list[HsCode], Field(alias="HSCodes", min_length=1)]
    cargo_items: Annotated[list[CargoItem], Field(min_length=1)]


class Equipment(Document):
    """A container: its number, its size and type."""

    equipment_reference: ContainerNumber
    iso_equipment_code: Annotated[SizeTypeCode | None, Field(alias="ISOEquipmentCode")] = None


class Seal(Document):
    """A seal on a container."""

    number: SealNumber


class UtilizedTransportEquipment(Document):
    """A container of the bill, with its seals."""

    equipment: Equipment
    is_shipper_owned: StrictBool
    seals: Annotated[list[Seal], Field(min_length=1)]


class TransportDocument(Document):
    """A bill of lading or sea waybill as it is issued on the ledger."""

    transport_document_reference: BillNumber
    transport_document_type_code: TransportDocumentTypeCode
    is_to_order: StrictBool
    is_electronic: StrictBool
    is_shipped_on_board_type: StrictBool
    carrier_code: Annotated[str, StringConstraints(max_length=16)]
    carrier_code_list_provider: CarrierCodeListProvider
    document_parties: DocumentParties
    transports: Transports
    consignment_items: Annotated[list[ConsignmentItem], Field(min_length=1)]
    utilized_transport_equipments: Annotated[
        list[UtilizedTransportEquipment], Field(min_length=1, max_length=MOST_CONTAINERS)
    ]
    issue_date: CalendarDay
    shipped_on_board_date: CalendarDay | None = None
    received_for_shipment_date: CalendarDay | None = None

    @property
    def kind(self) -> BillKind:
        """The kind of bill that type, order clause and parties make it."""
        if self.transport_document_type_code is TransportDocumentTypeCode.SWB:
            return BillKind.SEA_WAYBILL
        if not self.is_to_order:
            return BillKind.STRAIGHT
        return BillKind.TO_ORDER if self.document_parties.endorsee else BillKind.BEARER

    @property
    def container_numbers(self) -> list[str]:
        """The container numbers, compact, in the document's order."""
        return [used.equipment.equipment_reference for used in self.utilized_transport_equipments]

    @model_validator(mode="after")
    def _check_between_fields(self) -> Self:
        raise_findings("TransportDocument", checks.findings(self))
        return self
