"""What an event of the ledger was: the action that made it, and which of the event's values are the action's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Replay:
    """An action, its fields by the event's values, and who signs after the actor (a value, or the pledgee)."""

    action: str
    fields: Mapping[str, str]
    cosigner: str | None = None


def _of(action: str, *fields: str, cosigner: str | None = None, **renamed: str) -> Replay:
    return Replay(action, {**{name: name for name in fields}, **renamed}, cosigner)


REPLAYS: Final[Mapping[str, Replay]] = {
    "BillIssued": _of("IssueBill", "kind", "holder", "titleHolder"),
    "BillEndorsed": _of("Endorse", "endorsement", "endorsee", deliverTo="holder"),
    "PossessionTransferred": _of("TransferPossession", "holder"),
    "TransferRejected": _of("RejectTransfer"),
    "SurrenderRequested": _of("SurrenderForDelivery", "releaseTo"),
    "SurrenderForAmendmentRequested": _of("SurrenderForAmendment", "reason"),
    "SurrenderAccepted": _of("AcceptSurrender"),
    "SurrenderRejected": _of("RejectSurrender"),
    "BillSigned": _of("SignBill"),
    "PledgeMade": _of("Pledge", "pledgee", cosigner="pledgee"),
    "PledgeReleased": _of("ReleasePledge"),
    "PledgeEnforced": _of("EnforcePledge"),
    "FreezeOrdered": _of("FreezeBill"),
    "FreezeLifted": _of("UnfreezeBill"),
    "NominationMade": _of("Nominate", "endorsement", "endorsee", "deliverTo"),
    "NominationExecuted": _of("ExecuteNomination", "endorsee"),
    "AmendmentRequested": _of("RequestAmendment", "content", cosigner="the pledgee"),
    "BillAmended": _of("Amend", "content"),
    "ConvertedToPaper": _of("ConvertToPaper", "paper", "originals"),
    "ReturnedFromPaper": _of("ReturnFromPaper", "holder", "titleHolder"),
    "BillVoided": _of("VoidBill", "holder", cosigner="holder"),
    "BillReissued": _of("Reissue", "newBillId"),
    "BillSplit": _of("SplitBill", "children"),
    "ReleaseOrderIssued": _of("IssueReleaseOrder", "billId", "terminal", "releaseTo", "flow"),
    "ReleaseOrderExtended": _of("ExtendReleaseOrder", "validUntil"),
    "ReleaseOrderRevoked": _of("RevokeReleaseOrder"),
    "HoldSet": _of("SetHold", "authority", "containers"),
    "HoldCleared": _of("ClearHold", "authority", "containers"),
    "CollectionRightDelegated": _of("DelegateCollection", "delegate"),
    "DelegationAccepted": _of("AcceptDelegation"),
    "DelegationDeclined": _of("DeclineDelegation"),
    "DelegationWithdrawn": _of("WithdrawDelegation", "delegate"),
    "ContainerGatedOut": _of("GateOut", "container", "collector", "pickup"),
    "GateOutCorrected": _of("CorrectGateOut", "carrier", "container", cosigner="carrier"),
    "AppointmentRequested": _of(
        "RequestAppointment", "orderId", "container", "opensAt", "closesAt", "pickup"
    ),
    "AppointmentConfirmed": _of("ConfirmAppointment"),
    "AppointmentRefused": _of("RefuseAppointment"),
    "AppointmentCancelled": _of("CancelAppointment"),
    "InspectionInstructed": _of("InstructInspection", "orderId", "authority", "containers"),
    "InspectionCommissioned": _of("CommissionInspection", "agent", "attendance"),
    "CommissionAccepted": _of("AcceptCommission"),
    "InspectionScheduled": _of("ScheduleInspection", "scheduledAt"),
    "InspectionCompleted": _of("CompleteInspection", "result"),
    "CertificateApplied": _of(
        "ApplyCertificate", "certificateType", "taxAuthority", "user", "billId"
    ),
    "CertificateAccepted": _of("AcceptApplication"),
    "CertificateReturned": _of("ReturnApplication", remark="reason"),
    "CertificateResubmitted": _of("ResubmitApplication", "content", "quantity"),
    "CertificateWithdrawn": _of("WithdrawApplication"),
    "CertificateIssued": _of("IssueCertificate"),
    "CertificateRefused": _of("RefuseCertificate", remark="reason"),
    "CertificateUsed": _of("UseCertificate", "usedFor"),
    "CertificateVoidApplied": _of("ApplyVoid", "replacement", "quantity", "billId"),
    "CertificateVoided": _of("VoidCertificate"),
    "CertificateReplaced": _of("ReplaceCertificate", "replacement"),
    "ClaimFiled": _of("FileClaim", "taxAuthority"),
    "ClaimReturned": _of("ReturnClaim", remark="reason"),
    "ClaimRefiled": _of("RefileClaim", "content"),
    "ClaimWithdrawn": _of("WithdrawClaim"),
    "ClaimAccepted": _of("AcceptClaim", "managementClass"),
    "ClaimReviewed": _of("ReviewClaim"),
    "ClaimConcluded": _of("ConcludeClaim", "outcome", remark="reason"),
    "RefundPaid": _of("PayRefund"),
    "DocumentRegistered": _of(
        "RegisterDocument",
        "documentType",
        "subjectKind",
        "subject",
        "validUntil",
        "consumer",
        "consumerRoles",
    ),
    "InterchangeRegistered": _of(
        "RegisterInterchange", "haulier", "subjectKind", "subject", cosigner="haulier"
    ),
    "DocumentRevoked": _of("RevokeDocument"),
    "DocumentConsumed": _of("ConsumeDocument", "usedFor"),
    "DocumentSuperseded": _of(
        "SupersedeDocument", "successor", "subjectKind", "subject", "validUntil"
    ),
    "MilestonesAnchored": _of("AnchorMilestones", "subjectKind", "subject"),
    "MilestonesCorrected": _of("CorrectMilestones", "correction", "subjectKind", "subject"),
}
"""What each event was. Combined bills and shared containers are not here: one action of theirs makes many events."""
