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
