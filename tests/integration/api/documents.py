"""Valid documents, each with a number of its own."""

from __future__ import annotations

import copy
import itertools
from typing import Any

from api.bills import examples as bill_examples
from api.certificates import examples as certificate_examples

_numbers = itertools.count(1)


def bill_document(**changes: Any) -> dict[str, Any]:
    """A bill to order that no test has used."""
    document = copy.deepcopy(bill_examples.DOCUMENT)
    document["transportDocumentReference"] = f"NSTC{next(_numbers):010d}"
    return document | changes


def release_document(bill_id: str, **changes: Any) -> dict[str, Any]:
    """A release order's content on a bill."""
    document: dict[str, Any] = {
        "billId": bill_id,
        "terminal": {
            "facilityCode": "YDTW",
            "facilityCodeListProvider": "SMDG",
            "UNLocationCode": "CNSHG",
        },
        "containerNumbers": [bill_examples.CONTAINER],
        "validUntil": "2036-12-08T15:59:59Z",
    }
    return document | changes


def certificate_document(**changes: Any) -> dict[str, Any]:
    """An application on an item of its own."""
    document = copy.deepcopy(certificate_examples.DOCUMENT)
    document["declarationItem"] = f"222520260000{next(_numbers):06d}001"
    return document | changes


def appointment_document(order_id: str, **changes: Any) -> dict[str, Any]:
    """An appointment for the one container of an order."""
    document: dict[str, Any] = {
        "orderId": order_id,
        "container": 0,
        "containerNumber": bill_examples.CONTAINER,
        "opensAt": "2026-01-01T08:00:00Z",
        "closesAt": "2036-01-01T10:00:00Z",
        "pickup": {"vehiclePlate": "沪A12345", "driverName": "张伟"},
    }
    return document | changes


def inspection_document(order_id: str, **changes: Any) -> dict[str, Any]:
    """An instruction to inspect the one container of an order."""
    document: dict[str, Any] = {
        "orderId": order_id,
        "authority": "CUSTOMS",
        "containers": [0],
        "containerNumbers": [bill_examples.CONTAINER],
    }
    return document | changes
