"""An application that the documentation and its tests make: valid numbers, invented parties."""

from typing import Any

DOCUMENT: dict[str, Any] = {
    "certificateType": 1,
    "declarationItem": "222520260000067890001",
    "applicantUSCC": "91110000600037341L",
    "counterpartUSCC": "91310115MA180527X7",
    "goodsCode": "8471300000",
    "quantity": "1250.500",
    "declaredQuantity": "2000",
    "unit": "035",
    "FOBAmount": "86400.00",
    "FOBCurrency": "USD",
}

PREPARE: dict[str, Any] = {
    "document": DOCUMENT,
    "salt": "0x" + "4d" * 32,
    "tax_authority": 15,
    "user": 6,
}

CORRECT: dict[str, Any] = {
    "document": DOCUMENT | {"quantity": "1200.000"},
    "salt": "0x" + "4e" * 32,
}
