"""An inspection on the example release order."""

from typing import Any

from api.bills.examples import CONTAINER
from api.releases.examples import ORDER_ID

PREPARE: dict[str, Any] = {
    "document": {
        "orderId": ORDER_ID,
        "authority": "CUSTOMS",
        "containers": [0],
        "containerNumbers": [CONTAINER],
        "reason": "random check",
    },
    "salt": "0x" + "8b" * 32,
}
