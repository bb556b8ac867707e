"""Supporting documents that the documentation and its tests register."""

from typing import Any

INVOICE: dict[str, Any] = {
    "invoiceNumber": "INV-2026-0815",
    "invoiceDate": "2026-11-20",
    "currency": "USD",
    "totalAmount": "48250.00",
}
CARD: dict[str, Any] = {
    "mediaType": "application/pdf",
    "sha256": "0x" + "9d" * 32,
    "size": 184_320,
}
PREPARE: dict[str, Any] = {
    "document": INVOICE,
    "salt": "0x" + "6a" * 32,
    "document_type": "CROSS_BORDER_INVOICE",
    "valid_until": "2036-12-31T15:59:59Z",
    "consumer_roles": ["BANK"],
}
RECEIPT: dict[str, Any] = {
    "document": CARD,
    "salt": "0x" + "6b" * 32,
    "document_type": "EQUIPMENT_INTERCHANGE_RECEIPT",
    "haulier": 10,
}
SUPERSEDE: dict[str, Any] = {
    "document": INVOICE | {"totalAmount": "48520.00"},
    "salt": "0x" + "6c" * 32,
    "subject_kind": "PORT_CALL",
    "subject": "0x" + "5a" * 32,
    "valid_until": "2036-12-31T15:59:59Z",
}
