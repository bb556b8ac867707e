"""An appointment on the example release order."""

from typing import Any

from api.bills.examples import CONTAINER
from api.releases.examples import ORDER_ID

PREPARE: dict[str, Any] = {
    "document": {
        "orderId": ORDER_ID,
        "container": 0,
        "containerNumber": CONTAINER,
        "opensAt": "2036-12-01T08:00:00+08:00",
        "closesAt": "2036-12-01T10:00:00+08:00",
        "pickup": {"vehiclePlate": "沪A12345", "driverName": "张伟"},
    },
    "salt": "0x" + "8a" * 32,
}
