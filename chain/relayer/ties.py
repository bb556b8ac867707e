"""Which records an action is about: what comes before it on one of them must be executed first."""

from collections.abc import Mapping
from typing import Any

from chain.actions import ActionRecord

_RECORD_FIELDS = (
    "billId",
    "orderId",
    "boxId",
    "appointmentId",
    "inspectionId",
    "certificateId",
    "claimId",
    "documentId",
    "batchId",
    "subject",
)
GOVERNING = "Consortium"
"""The contract of members and wallets: whatever they are to do may stand on it."""


def records_of(message: Mapping[str, Any]) -> list[str]:
    """The records that an action names: its own, and the one that it is on or about."""
    named = [str(message[field]) for field in _RECORD_FIELDS if field in message]
    listed = (*message.get("parents", ()), *message.get("billIds", ()))
    return named + [str(each) for each in listed]


def ties_of(action: ActionRecord) -> frozenset[str]:
    """All that an action is about; an action on members or wallets may be about anybody."""
    if action.contract == GOVERNING:
        return frozenset({GOVERNING})
    return frozenset({action.record_id, *records_of(action.message)})
