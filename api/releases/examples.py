"""A release order on the example bill."""

from typing import Any

from api.bills.examples import BILL_ID, CONTAINER
from api.kit.content import root_of, salt_of

SALT = "0x" + "3c" * 32
DOCUMENT: dict[str, Any] = {
    "billId": BILL_ID,
    "terminal": {
        "facilityCode": "YDTW",
        "facilityCodeListProvider": "SMDG",
        "UNLocationCode": "CNSHG",
    },
    "containerNumbers": [CONTAINER],
    "validUntil": "2036-12-08T15:59:59Z",
}
ORDER_ID = root_of(DOCUMENT, salt_of(SALT))

PREPARE: dict[str, Any] = {
    "document": DOCUMENT,
    "salt": SALT,
    "terminal": 11,
    "release_to": 7,
}
