"""A claim that the documentation and its tests file: valid numbers, an invented party."""

from typing import Any

DOCUMENT: dict[str, Any] = {
    "exporterUSCC": "91310115MA180527X7",
    "period": "202611",
    "batch": "001",
    "declarationItems": ["222520260000067890001"],
    "certificates": ["0x" + "c7" * 32],
    "refundAmount": "1123400.00",
    "currency": "CNY",
}

PREPARE: dict[str, Any] = {
    "document": DOCUMENT,
    "salt": "0x" + "4f" * 32,
    "tax_authority": 15,
}
