"""Every action once in its place, in the order in which a life goes through them.

To measure a new action, add a step where its record is ready for it; the fields that it does not name are empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from contracts.bindings import actions, enums
from scripts.bench.cast import MEMBER
from scripts.bench.gas.bill_steps import BILLS
from scripts.bench.gas.life import REASON, Step, on

UNMEASURED: Final[Mapping[str, str]] = {}
"""Actions without a step, each with the reason."""

VALID_UNTIL: Final = 2**40 - 2
HAPPENED_AT: Final = 1_700_000_000
TRANSFER_POWER: Final = 1 << 3
RECOVERY_SECONDS: Final = 8 * 24 * 3600


def _member(action: str, by: str, version: int, **fields: Any) -> Step:
    return Step(
        action,
        (by,),
        lambda life: {"member": life.member, "version": version} | fields,
        after_seconds=RECOVERY_SECONDS if action == "CompleteRecovery" else 0,
    )


def _order(action: str, by: str, version: int, variant: str = "", **fields: Any) -> Step:
    return on("orderId", "order", action, by, version, variant, **fields)


def _certificate(action: str, by: str, kind: str, version: int, **fields: Any) -> Step:
    return on("certificateId", kind, action, by, version, **fields)


def _claim(action: str, by: str, kind: str, version: int, **fields: Any) -> Step:
    return on("claimId", kind, action, by, version, **fields)


def _file(kind: str) -> Step:
    office = MEMBER["tax_authority"]
    return Step(
        "FileClaim",
        ("shipper",),
        lambda life: {"claimId": life.record(kind), "taxAuthority": office},
    )


def _inspection(action: str, by: str, version: int, **fields: Any) -> Step:
    return on("inspectionId", "inspection", action, by, version, **fields)


def _appointment(action: str, by: str, kind: str) -> Step:
    return on("appointmentId", kind, action, by, 1)


def _request_appointment(kind: str) -> Step:
    return Step(
        "RequestAppointment",
        ("forwarder",),
        lambda life: {
            "appointmentId": life.record(kind),
            "orderId": life.record("order"),
            "container": 2,
            "opensAt": VALID_UNTIL - 3600,
            "closesAt": VALID_UNTIL,
            "pickup": REASON,
        },
    )


def _document(action: str, by: str, kind: str, **fields: Any) -> Step:
    return on("documentId", kind, action, by, 1, **fields)


def _issue_order(
    kind: str, bill: str = "bill", release_to: str = "consignee", variant: str = ""
) -> Step:
    return Step(
        "IssueReleaseOrder",
        ("carrier",),
        lambda life: {
            "orderId": life.record(kind),
            "billId": life.record(bill),
            "terminal": MEMBER["terminal"],
            "releaseTo": MEMBER[release_to],
            "containers": 3,
            "validUntil": VALID_UNTIL,
        },
        variant,
    )


def _waybill(kind: str) -> Step:
    return Step(
        "IssueBill",
        ("carrier",),
        lambda life: {
            "billId": life.record(kind),
            "kind": enums()["BillKind"]["SeaWaybill"],
            "holder": MEMBER["shipper"],
            "titleHolder": MEMBER["forwarder"],
        },
        "a sea waybill",
    )


def _apply(kind: str) -> Step:
    return Step(
        "ApplyCertificate",
        ("shipper",),
        lambda life: {
            "certificateId": life.record(kind),
            "certificateType": enums()["CertificateType"]["AgencyExport"],
            "taxAuthority": MEMBER["tax_authority"],
            "user": MEMBER["shipper"],
            "declarationItem": life.record(f"item of {kind}"),
            "quantity": 100,
            "declaredQuantity": 1000,
        },
    )


def _register(kind: str) -> Step:
    return Step(
        "RegisterDocument",
        ("customs",),
        lambda life: {
            "documentId": life.record(kind),
            "documentType": enums()["DocumentType"]["InspectionQuarantineCertificate"],
            "consumer": MEMBER["consignee"],
        },
    )


def _wallet(action: str, by: tuple[str, ...], version: int, key: str, **fields: Any) -> Step:
    return Step(
        action,
        by,
        lambda life: (
            {"member": life.member, "version": version, "wallet": life.signer(key).address} | fields
        ),
    )


_CONSIGNEE, _FORWARDER = MEMBER["consignee"], MEMBER["forwarder"]
_LAST: Final = 1 << 2
_EVENTS: Final = {"events": 4, "earliestAt": HAPPENED_AT, "latestAt": HAPPENED_AT + 60}

GOVERNANCE: Final = (
    Step(
        "AdmitMember",
        ("governor",),
        lambda life: {
            "identity": life.record("identity"),
            "name": "Benchmark member",
            "roles": enums()["Roles"]["SHIPPER"],
            "wallet": life.admin.address,
        },
    ),
    _wallet("EnrolWallet", ("admin", "clerk"), 1, "clerk", powers=TRANSFER_POWER),
    _member("ChangeRoles", "governor", 2, roles=enums()["Roles"]["FORWARDER"]),
    _member("SuspendMember", "governor", 3),
    _member("ReinstateMember", "governor", 4),
    _member("SetFourEyes", "admin", 5, powers=TRANSFER_POWER),
    _wallet("RevokeWallet", ("admin",), 6, "clerk"),
    _wallet("ProposeRecovery", ("governor",), 7, "heir"),
    _member("VetoRecovery", "admin", 8),
    _wallet("ProposeRecovery", ("governor",), 9, "heir"),
    _member("CompleteRecovery", "heir", 10),
    Step(
        "ChangeThreshold",
        ("governor",),
        lambda life: {"member": 0, "version": 1 + life.number, "threshold": 1},
    ),
)

ORDERS: Final = (
    _issue_order("order in error"),
    Step(
        "RevokeReleaseOrder",
        ("carrier",),
        lambda life: {
            "orderId": life.record("order in error"),
            "version": 1,
            "billId": life.record("bill"),
        },
    ),
    _issue_order("order"),
    _order("SetHold", "customs", 1, authority=0),
    _order("ClearHold", "customs", 2, authority=0),
    _order("DelegateCollection", "consignee", 3, delegate=_FORWARDER),
    _order("DeclineDelegation", "forwarder", 4),
    _order("DelegateCollection", "consignee", 5, delegate=_FORWARDER),
    _order("WithdrawDelegation", "consignee", 6, delegate=_FORWARDER),
    _order("DelegateCollection", "consignee", 7, delegate=_FORWARDER),
    _order("AcceptDelegation", "forwarder", 8),
    _order("ExtendReleaseOrder", "carrier", 9, validUntil=VALID_UNTIL + 1),
    _order("SetHold", "customs", 10, "a container", authority=0, containers=_LAST),
    Step(
        "InstructInspection",
        ("customs",),
        lambda life: {
            "inspectionId": life.record("inspection"),
            "orderId": life.record("order"),
            "containers": _LAST,
        },
    ),
    _inspection("CommissionInspection", "consignee", 1, agent=_FORWARDER),
    _inspection("AcceptCommission", "forwarder", 2),
    _inspection("ScheduleInspection", "forwarder", 3, scheduledAt=VALID_UNTIL),
    _inspection("CompleteInspection", "customs", 4),
    _order("ClearHold", "customs", 11, "a container", authority=0, containers=_LAST),
    _request_appointment("cancelled appointment"),
    _appointment("CancelAppointment", "forwarder", "cancelled appointment"),
    _request_appointment("refused appointment"),
    _appointment("RefuseAppointment", "terminal", "refused appointment"),
    _request_appointment("appointment"),
    _appointment("ConfirmAppointment", "terminal", "appointment"),
    _order("GateOut", "terminal", 12, "the first container", container=0, collector=_FORWARDER),
    _order("GateOut", "terminal", 12, container=1, collector=_FORWARDER),
    _order(
        "CorrectGateOut",
        "terminal, carrier",
        12,
        carrier=MEMBER["carrier"],
        container=0,
        remark=REASON,
    ),
    _waybill("waybill"),
    Step(
        "ShareContainer",
        ("carrier",),
        lambda life: {
            "boxId": life.record("box"),
            "billIds": [life.record("bill"), life.record("waybill")],
            "containers": [0, 0],
        },
    ),
    _issue_order("order on the waybill", "waybill", "forwarder", "of a bill that shares"),
    _order(
        "GateOut", "terminal", 14, "a container of two bills", container=0, collector=_FORWARDER
    ),
    _order(
        "CorrectGateOut",
        "terminal, carrier",
        14,
        "a container of two bills",
        carrier=MEMBER["carrier"],
        container=0,
        remark=REASON,
    ),
    on("boxId", "box", "UnshareContainer", "carrier", 1),
)

CERTIFICATES: Final = (
    _apply("used certificate"),
    _certificate("AcceptApplication", "tax_authority", "used certificate", 1),
    _certificate("IssueCertificate", "tax_authority", "used certificate", 2),
    _certificate("UseCertificate", "shipper", "used certificate", 3, usedFor=REASON),
    _apply("refused certificate"),
    _certificate("ReturnApplication", "tax_authority", "refused certificate", 1, remark=REASON),
    _certificate(
        "ResubmitApplication", "shipper", "refused certificate", 2, content=REASON, quantity=90
    ),
    _certificate("AcceptApplication", "tax_authority", "refused certificate", 3),
    _certificate("RefuseCertificate", "tax_authority", "refused certificate", 4, remark=REASON),
    _apply("withdrawn certificate"),
    _certificate("WithdrawApplication", "shipper", "withdrawn certificate", 1),
    _apply("voided certificate"),
    _certificate("AcceptApplication", "tax_authority", "voided certificate", 1),
    _certificate("IssueCertificate", "tax_authority", "voided certificate", 2),
    _certificate("ApplyVoid", "shipper", "voided certificate", 3),
    _certificate("VoidCertificate", "tax_authority", "voided certificate", 4, remark=REASON),
    _apply("replaced certificate"),
    _certificate("AcceptApplication", "tax_authority", "replaced certificate", 1),
    _certificate("IssueCertificate", "tax_authority", "replaced certificate", 2),
    Step(
        "ApplyVoid",
        ("shipper",),
        lambda life: {
            "certificateId": life.record("replaced certificate"),
            "version": 3,
            "replacement": life.record("replacement"),
            "quantity": 90,
        },
        "for a replacement",
    ),
    Step(
        "ReplaceCertificate",
        ("tax_authority",),
        lambda life: {
            "certificateId": life.record("replaced certificate"),
            "version": 4,
            "replacement": life.record("replacement"),
        },
    ),
)

CLAIMS: Final = (
    _file("paid claim"),
    _claim("ReturnClaim", "tax_authority", "paid claim", 1, remark=REASON),
    _claim("RefileClaim", "shipper", "paid claim", 2, content=REASON),
    _claim("AcceptClaim", "tax_authority", "paid claim", 3, managementClass=1),
    _claim("ReviewClaim", "tax_authority", "paid claim", 4),
    _claim("ConcludeClaim", "tax_authority", "paid claim", 5, outcome=1),
    _claim("PayRefund", "tax_authority", "paid claim", 6),
    _file("withdrawn claim"),
    _claim("WithdrawClaim", "shipper", "withdrawn claim", 1),
)

ATTACHMENTS: Final = (
    Step(
        "RegisterInterchange",
        ("terminal", "haulier"),
        lambda life: {"documentId": life.record("interchange"), "haulier": MEMBER["haulier"]},
    ),
    _register("superseded document"),
    Step(
        "SupersedeDocument",
        ("customs",),
        lambda life: {
            "documentId": life.record("superseded document"),
            "version": 1,
            "successor": life.record("successor"),
        },
    ),
    _register("revoked document"),
    _document("RevokeDocument", "customs", "revoked document"),
    _register("used document"),
    _document("ConsumeDocument", "consignee", "used document", usedFor=REASON),
    Step(
        "AnchorMilestones", ("terminal",), lambda life: {"batchId": life.record("batch")} | _EVENTS
    ),
    Step(
        "CorrectMilestones",
        ("terminal",),
        lambda life: (
            {"batchId": life.record("batch"), "version": 1, "correction": life.record("correction")}
            | _EVENTS
        ),
    ),
)

STEPS: Final = (*GOVERNANCE, *BILLS, *ORDERS, *CERTIFICATES, *CLAIMS, *ATTACHMENTS)


def unmeasured() -> list[str]:
    """The actions that have neither a step nor a stated reason, and those that have both."""
    measured = {step.action for step in STEPS}
    return sorted((set(actions()) - measured - set(UNMEASURED)) | (measured & set(UNMEASURED)))
