"""What the runner knows of the contracts' records and actions, beyond what their definitions say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts.bindings import ActionSpec, FieldSpec


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: how the gateway calls it and its id."""

    title: str
    collection: str
    id_field: str


BILL: Final = RecordKind("bill", "bills", "billId")
ORDER: Final = RecordKind("release order", "releases", "orderId")
BOX: Final = RecordKind("shared container", "shared-containers", "boxId")
APPOINTMENT: Final = RecordKind("appointment", "appointments", "appointmentId")
INSPECTION: Final = RecordKind("inspection", "inspections", "inspectionId")
CERTIFICATE: Final = RecordKind("certificate", "certificates", "certificateId")
CLAIM: Final = RecordKind("claim", "claims", "claimId")
DOCUMENT: Final = RecordKind("document", "documents", "documentId")
MILESTONES: Final = RecordKind("batch of milestones", "milestones", "batchId")
MEMBER: Final = RecordKind("member", "participants", "member")

KINDS: Final = (
    BILL,
    ORDER,
    BOX,
    APPOINTMENT,
    INSPECTION,
    CERTIFICATE,
    CLAIM,
    DOCUMENT,
    MILESTONES,
    MEMBER,
)

PREPARED: Final = {
    "IssueBill": BILL,
    "IssueReleaseOrder": ORDER,
    "ApplyCertificate": CERTIFICATE,
    "FileClaim": CLAIM,
}
"""Actions whose record the gateway makes from a document."""

NEW: Final = frozenset(
    {
        ("Reissue", "newBillId"),
        ("SplitBill", "children"),
        ("ApplyVoid", "replacement"),
        ("SupersedeDocument", "successor"),
        ("CorrectMilestones", "correction"),
    }
)
"""Fields that name a record which the action makes beside the one that it is about, or announces."""

_IDS: Final = {
    "billId": BILL,
    "billIds": BILL,
    "newBillId": BILL,
    "children": BILL,
    "parents": BILL,
    "orderId": ORDER,
    "boxId": BOX,
    "appointmentId": APPOINTMENT,
    "inspectionId": INSPECTION,
    "certificateId": CERTIFICATE,
    "replacement": CERTIFICATE,
    "claimId": CLAIM,
    "documentId": DOCUMENT,
    "successor": DOCUMENT,
    "batchId": MILESTONES,
    "correction": MILESTONES,
}
COMMITTED: Final = frozenset({"remark", "content", "paper", "pickup", "usedFor", "identity"})
"""Fields of commitments: text in their place is committed to."""

_CREATING: Final = frozenset(
    {
        "IssueBill",
        "CombineBills",
        "IssueReleaseOrder",
        "ShareContainer",
        "RequestAppointment",
        "InstructInspection",
        "ApplyCertificate",
        "FileClaim",
        "RegisterDocument",
        "RegisterInterchange",
        "AnchorMilestones",
    }
)


def about(spec: ActionSpec) -> RecordKind:
    """The kind of record that an action is about: its first field is the record's id."""
    field = spec.fields[0].name
    return next((kind for kind in KINDS if kind.id_field == field), MEMBER)


def creates(action: str) -> bool:
    """Whether an action makes the record that it is about."""
    return action in _CREATING


def named_by(field: FieldSpec) -> RecordKind | None:
    """The kind of record that a field names, None if it names none, or any (`subject`)."""
    return _IDS.get(field.name) if field.type.startswith("bytes32") else None


def is_member(field: FieldSpec) -> bool:
    """Whether a field is a member's number."""
    return field.type == "uint24"
