"""The checks between fields of a transport document; each finding names the field by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from api.kit.fields import check_carrier_code
from api.kit.rules import Finding, Location, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.kit.transport_document import TransportDocument

_KINDS = "DCSA eBL 3, kinds of transport document"
_ISSUED = "DCSA eBL 3, issued transport document"

NOT_ELECTRONIC = Rule(
    "document_not_electronic",
    _ISSUED,
    "only an electronic document can be issued here: isElectronic is true",
    "本平台仅签发电子单证: isElectronic应为true",
)
CONSIGNEE_MISSING = Rule(
    "consignee_missing",
    _KINDS,
    "a straight bill and a sea waybill name the consignee",
    "记名提单和海运单应有收货人",
)
CONSIGNEE_FORBIDDEN = Rule(
    "consignee_forbidden",
    _KINDS,
    "a bill to order names an endorsee or nobody, and no consignee",
    "指示提单不得有记名收货人",
)
ENDORSEE_FORBIDDEN = Rule(
    "endorsee_forbidden",
    _KINDS,
    "a straight bill and a sea waybill have no endorsee",
    "记名提单和海运单不得有被背书人",
)
SEA_WAYBILL_TO_ORDER = Rule(
    "sea_waybill_to_order",
    _KINDS,
    "a sea waybill is never to order: isToOrder is false",
    "海运单不得为指示式: isToOrder应为false",
)
SAME_PORTS = Rule(
    "ports_equal",
    "rule of this ledger for transport documents",
    "the port of discharge is another one than the port of loading",
    "卸货港不得与装货港相同",
)
ARRIVAL_BEFORE_DEPARTURE = Rule(
    "arrival_before_departure",
    "rule of this ledger for transport documents",
    "the planned arrival is not before the planned departure",
    "预计抵港日不得早于预计离港日",
)
ON_BOARD_DATE_MISSING = Rule(
    "shipped_on_board_date_missing",
    _ISSUED,
    "a shipped-on-board document has a shippedOnBoardDate",
    "已装船单证应有装船日期",
)
ON_BOARD_DATE_FORBIDDEN = Rule(
    "shipped_on_board_date_forbidden",
    _ISSUED,
    "a received-for-shipment document has no shippedOnBoardDate",
    "收货待运单证不得有装船日期",
)
RECEIVED_DATE_MISSING = Rule(
    "received_for_shipment_date_missing",
    _ISSUED,
    "a received-for-shipment document has a receivedForShipmentDate",
    "收货待运单证应有收货日期",
)
RECEIVED_DATE_FORBIDDEN = Rule(
    "received_for_shipment_date_forbidden",
    _ISSUED,
    "a shipped-on-board document has no receivedForShipmentDate",
    "已装船单证不得有收货待运日期",
)
ISSUED_TOO_EARLY = Rule(
    "issued_before_taken_over",
    "rule of this ledger for transport documents",
    "the document is not issued before the goods were shipped or received",
    "签发日不得早于装船或收货日期(禁止倒签)",
)
CONTAINER_REPEATED = Rule(
    "container_repeated",
    "ISO 6346; containers are unique within a bill",
    "container {container} is on this bill already",
    "箱号{container}在本提单中重复",
)
CONTAINER_NOT_ON_BILL = Rule(
    "container_not_on_bill",
    "DCSA CargoItem.equipmentReference",
    "the cargo is in container {container}, which utilizedTransportEquipments does not list",
    "货物所在箱{container}不在本提单箱列表中",
)


def findings(document: TransportDocument) -> Iterator[Finding]:
    """Yield every rule between fields that the document breaks."""
    yield from _form(document)
    yield from _kind(document)
    yield from _voyage(document)
    yield from _dates(document)
    yield from _containers(document)


def _form(document: TransportDocument) -> Iterator[Finding]:
    if not document.is_electronic:
        yield Finding(("isElectronic",), NOT_ELECTRONIC.broken(), value=False)
    try:
        check_carrier_code(document.carrier_code, document.carrier_code_list_provider)
    except PydanticCustomError as error:
        yield Finding(("carrierCode",), error, document.carrier_code)


def _kind(document: TransportDocument) -> Iterator[Finding]:
    parties = document.document_parties
    is_sea_waybill = document.transport_document_type_code == "SWB"
    if is_sea_waybill and document.is_to_order:
        yield Finding(("isToOrder",), SEA_WAYBILL_TO_ORDER.broken(), value=True)
    if document.is_to_order and not is_sea_waybill:
        if parties.consignee:
            yield Finding(("documentParties", "consignee"), CONSIGNEE_FORBIDDEN.broken())
        return
    if not parties.consignee:
        yield Finding(("documentParties", "consignee"), CONSIGNEE_MISSING.broken())
    if parties.endorsee:
        yield Finding(("documentParties", "endorsee"), ENDORSEE_FORBIDDEN.broken())


def _voyage(document: TransportDocument) -> Iterator[Finding]:
    transports = document.transports
    discharge = transports.port_of_discharge.un_location_code
    if discharge == transports.port_of_loading.un_location_code:
        location: Location = ("transports", "portOfDischarge", "UNLocationCode")
        yield Finding(location, SAME_PORTS.broken(), discharge)
    if transports.planned_arrival_date < transports.planned_departure_date:
        arrival = transports.planned_arrival_date.isoformat()
        location = ("transports", "plannedArrivalDate")
        yield Finding(location, ARRIVAL_BEFORE_DEPARTURE.broken(), arrival)


def _dates(document: TransportDocument) -> Iterator[Finding]:
    on_board, received = document.shipped_on_board_date, document.received_for_shipment_date
    if document.is_shipped_on_board_type:
        if on_board is None:
            yield Finding(("shippedOnBoardDate",), ON_BOARD_DATE_MISSING.broken())
        if received is not None:
            error = RECEIVED_DATE_FORBIDDEN.broken()
            yield Finding(("receivedForShipmentDate",), error, received.isoformat())
    else:
        if received is None:
            yield Finding(("receivedForShipmentDate",), RECEIVED_DATE_MISSING.broken())
        if on_board is not None:
            error = ON_BOARD_DATE_FORBIDDEN.broken()
            yield Finding(("shippedOnBoardDate",), error, on_board.isoformat())
    taken_over = on_board or received
    if taken_over is not None and document.issue_date < taken_over:
        yield Finding(("issueDate",), ISSUED_TOO_EARLY.broken(), document.issue_date.isoformat())


def _containers(document: TransportDocument) -> Iterator[Finding]:
    listed: set[str] = set()
    for index, container in enumerate(document.container_numbers):
        if container in listed:
            location: Location = (
                "utilizedTransportEquipments",
                index,
                "equipment",
                "equipmentReference",
            )
            yield Finding(location, CONTAINER_REPEATED.broken(container=container), container)
        listed.add(container)
    for number, item in enumerate(document.consignment_items):
        for index, cargo in enumerate(item.cargo_items):
            container = cargo.equipment_reference
            if container not in listed:
                location = ("consignmentItems", number, "cargoItems", index, "equipmentReference")
                error = CONTAINER_NOT_ON_BILL.broken(container=container)
                yield Finding(location, error, container)
