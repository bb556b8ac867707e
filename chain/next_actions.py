"""Which actions a record's state allows next, and for which members: pure functions of its rows.

They mirror the contracts' requirements that follow from the record itself. What follows from the
member (suspension, roles, a wallet's powers) is for the contract to say when it is tried.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chain.read_model import OrderView
from chain.sharing_reads import BoxView
from chain.states import (
    AppointmentState,
    BillKind,
    BillState,
    BoxState,
    CertificateState,
    ClaimState,
    DocumentState,
    HoldAuthority,
    InspectionState,
    MilestoneState,
    ReleaseOrderState,
    Role,
    SurrenderReason,
)
from chain.store.rows import (
    WHOLE_ORDER,
    Appointment,
    Bill,
    Certificate,
    Claim,
    Document,
    Inspection,
    MilestoneBatch,
    OrderContainer,
    ReleaseOrder,
)

_OFFICES = {
    HoldAuthority.CUSTOMS: Role.CUSTOMS,
    HoldAuthority.QUARANTINE: Role.CUSTOMS | Role.INSPECTION_BODY,
    HoldAuthority.COURT: Role.COURT,
}
"""The authorities that any member with an office's role acts as; the others are the order's own parties."""


_REPLACING: Mapping[int, str] = {
    SurrenderReason.SPLIT: "SplitBill",
    SurrenderReason.COMBINE: "CombineBills",
}
_PENDING = (BillState.PENDING_SURRENDER_FOR_DELIVERY, BillState.PENDING_SURRENDER_FOR_AMENDMENT)


@dataclass(frozen=True, slots=True)
class NextAction:
    """An action that the state allows: for these members, or for any with one of these roles (bits).

    `authority` tells one hold from another.
    """

    action: str
    members: tuple[int, ...] = ()
    roles: int = 0
    authority: HoldAuthority | None = None

    def is_for(self, member: int, roles: int) -> bool:
        """Whether a member with these roles (bits) may sign it."""
        return member in self.members or bool(self.roles & roles)


def bill_actions(bill: Bill, live_order: str | None, *, shares: bool) -> list[NextAction]:
    """What may follow on a bill.

    `live_order` is the id of its release order that is not revoked; `shares` tells whether it shares a container
    with other bills: then nothing ends it.
    """
    if bill.frozen_by:
        return [_by("UnfreezeBill", bill.frozen_by)]
    if bill.state == BillState.VOIDED:
        return []
    freeze = NextAction("FreezeBill", roles=int(Role.COURT))
    return [*_unfrozen_actions(bill, live_order, shares=shares), freeze]


def _unfrozen_actions(bill: Bill, live_order: str | None, *, shares: bool) -> Iterable[NextAction]:
    if bill.state in _PENDING:
        paper = bill.surrender_reason == SurrenderReason.SWITCH_TO_PAPER
        yield _by("ConvertToPaper" if paper else "AcceptSurrender", bill.carrier)
        yield _by("RejectSurrender", bill.carrier)
    elif bill.state == BillState.SURRENDERED_FOR_AMENDMENT and not bill.replaced:
        if not shares:
            yield _by(_REPLACING.get(bill.surrender_reason, "Reissue"), bill.carrier)
    elif bill.state == BillState.ON_PAPER:
        yield _by("ReturnFromPaper", bill.carrier)
    elif bill.state == BillState.ISSUED:
        yield _by("SignBill", bill.holder)
        yield _by("RequestAmendment", bill.holder)
        if bill.requested_content:
            yield _by("Amend", bill.carrier)
        if not (bill.pledgee or bill.circulated or live_order or shares):
            yield _by("VoidBill", bill.carrier)
        yield from _pledged_actions(bill) if bill.pledgee else _free_actions(bill)
    releasable = bill.state == BillState.ISSUED and bill.kind == BillKind.SEA_WAYBILL
    if (releasable or bill.state == BillState.SURRENDERED_FOR_DELIVERY) and not live_order:
        yield _by("IssueReleaseOrder", bill.carrier)


def _pledged_actions(bill: Bill) -> Iterable[NextAction]:
    yield _by("ReleasePledge", bill.pledgee)
    yield _by("EnforcePledge", bill.pledgee)


def _free_actions(bill: Bill) -> Iterable[NextAction]:
    if bill.kind == BillKind.SEA_WAYBILL:
        return
    yield _by("TransferPossession", bill.holder)
    if bill.holder == bill.title_holder:
        yield _by("SurrenderForDelivery", bill.holder)
        yield _by("SurrenderForAmendment", bill.holder)
    if bill.kind in (BillKind.TO_ORDER, BillKind.BEARER) and not bill.restricted:
        yield from _title_actions(bill)
    if bill.nominee:
        yield _by("ExecuteNomination", bill.holder)
    if bill.may_reject:
        yield _by("RejectTransfer", bill.may_reject)


def _title_actions(bill: Bill) -> Iterable[NextAction]:
    if bill.holder != bill.title_holder:
        yield _by("Nominate", bill.title_holder)
        return
    yield _by("Endorse", bill.holder)
    yield _by("Pledge", bill.holder)


def order_actions(view: OrderView, time: int) -> list[NextAction]:
    """What may follow on a release order at a time (seconds since 1970 UTC)."""
    order, holds = view.order, view.holds
    state = order.state_at(time)
    if state == ReleaseOrderState.COMPLETED:
        return [_by("CorrectGateOut", order.terminal)]
    if state not in (ReleaseOrderState.ACTIVE, ReleaseOrderState.EXPIRED):
        return []
    actions = list(_hold_actions(view))
    actions.append(_by("ExtendReleaseOrder", order.carrier))
    actions.extend(_withdrawals(order))
    if order.gated_out:
        actions.append(_by("CorrectGateOut", order.terminal))
    if not any(hold.authority in _OFFICES for hold in holds):
        actions.append(_by("RevokeReleaseOrder", order.carrier))
    if state == ReleaseOrderState.ACTIVE:
        actions.extend(_collection_actions(view))
    return actions


def box_actions(view: BoxView) -> list[NextAction]:
    """What may follow on a shared container; that no office holds its orders is for the contract to say."""
    if view.box.state != BoxState.SHARED:
        return []
    return [_by("UnshareContainer", view.box.carrier)]


def appointment_actions(appointment: Appointment, time: int) -> list[NextAction]:
    """What may follow on an appointment at a time (seconds since 1970 UTC)."""
    state = appointment.state_at(time)
    cancel = _by("CancelAppointment", appointment.collector)
    if state == AppointmentState.REQUESTED:
        answers = ("ConfirmAppointment", "RefuseAppointment")
        return [*(_by(name, appointment.terminal) for name in answers), cancel]
    return [cancel] if state == AppointmentState.CONFIRMED else []


def inspection_actions(inspection: Inspection, order: ReleaseOrder) -> list[NextAction]:
    """What may follow on an inspection of containers of this order."""
    state = inspection.state
    if state == InspectionState.PASSED:
        return []
    actions = [_by("CompleteInspection", inspection.office)]
    if state in (InspectionState.INSTRUCTED, InspectionState.COMMISSIONED):
        principals = dict.fromkeys((order.collector, order.release_to))
        actions.append(NextAction("CommissionInspection", tuple(principals)))
    if state == InspectionState.COMMISSIONED:
        actions.append(_by("AcceptCommission", inspection.agent))
    if state in (InspectionState.ACCEPTED, InspectionState.SCHEDULED):
        actions.append(_by("ScheduleInspection", inspection.agent))
    return actions


def certificate_actions(certificate: Certificate) -> list[NextAction]:
    """What may follow on a refund certificate."""
    office, applicant = certificate.tax_authority, certificate.applicant
    use, void = _by("UseCertificate", certificate.user), _by("ApplyVoid", applicant)
    withdraw = _by("WithdrawApplication", applicant)
    match certificate.state:
        case CertificateState.SUBMITTED:
            return [_by("AcceptApplication", office), _by("ReturnApplication", office), withdraw]
        case CertificateState.RETURNED:
            return [_by("ResubmitApplication", applicant), withdraw]
        case CertificateState.ACCEPTED:
            return [_by("IssueCertificate", office), _by("RefuseCertificate", office), withdraw]
        case CertificateState.ISSUED:
            return [use, void]
        case CertificateState.VOID_APPLIED:
            decide = "ReplaceCertificate" if certificate.replacement else "VoidCertificate"
            return [use, void, _by(decide, office)]
        case _:
            return []


def document_actions(document: Document, time: int) -> list[NextAction]:
    """What may follow on a supporting document at a time (seconds since 1970 UTC)."""
    state = document.state_at(time)
    # What two members signed, neither undoes alone.
    if document.counterpart or state not in (DocumentState.VALID, DocumentState.EXPIRED):
        return []
    actions = [_by("SupersedeDocument", document.issuer), _by("RevokeDocument", document.issuer)]
    if state == DocumentState.EXPIRED:
        return actions
    if document.consumer:
        actions.append(_by("ConsumeDocument", document.consumer))
    elif document.consumer_roles:
        actions.append(NextAction("ConsumeDocument", roles=document.consumer_roles))
    return actions


def milestone_actions(batch: MilestoneBatch) -> list[NextAction]:
    """What may follow on a batch of milestones."""
    if batch.state == MilestoneState.ANCHORED:
        return [_by("CorrectMilestones", batch.observer)]
    return []


def claim_actions(claim: Claim) -> list[NextAction]:
    """What may follow on a refund claim."""
    office, exporter = claim.tax_authority, claim.exporter
    withdraw = _by("WithdrawClaim", exporter)
    match claim.state:
        case ClaimState.FILED:
            return [_by("AcceptClaim", office), _by("ReturnClaim", office), withdraw]
        case ClaimState.RETURNED:
            return [_by("RefileClaim", exporter), withdraw]
        case ClaimState.ACCEPTED:
            return [_by("ReviewClaim", office)]
        case ClaimState.REVIEWED:
            return [_by("ConcludeClaim", office)]
        case ClaimState.APPROVED:
            return [_by("PayRefund", office)]
        case _:
            return []


def _by(action: str, member: int) -> NextAction:
    return NextAction(action, (member,))


def _collection_actions(view: OrderView) -> Iterable[NextAction]:
    order = view.order
    if order.invited:
        yield _by("AcceptDelegation", order.invited)
    elif order.second_delegate == 0:
        yield _by("DelegateCollection", order.collector)
    free = any(not row.is_out and row.held_by == 0 for row in _alone_or_ready(view))
    if free and order.order_holds == 0:
        yield _by("GateOut", order.terminal)


def _alone_or_ready(view: OrderView) -> Iterable[OrderContainer]:
    """The containers that wait for no other bill."""
    for row in view.containers:
        box = view.shared.get(row.container_index)
        if box is None or not box.waits_for:
            yield row


def _withdrawals(order: ReleaseOrder) -> Iterable[NextAction]:
    """What the invited member, and those that stand before it or a delegate, may undo."""
    if order.invited:
        yield _by("DeclineDelegation", order.invited)
    delegators = [order.release_to] if order.first_delegate or order.invited else []
    if order.first_delegate and (order.second_delegate or order.invited):
        delegators.append(order.first_delegate)
    if delegators:
        yield NextAction("WithdrawDelegation", tuple(delegators))


def _hold_actions(view: OrderView) -> Iterable[NextAction]:
    """A hold is cleared, and added to, by the member alone that set it."""
    order, containers = view.order, view.containers
    setters = {hold.authority: hold.member for hold in view.holds}
    for authority in HoldAuthority:
        setter = setters.get(authority)
        if setter is not None and _can_clear(view, authority):
            yield NextAction("ClearHold", (setter,), authority=authority)
        if not _can_hold_more(order, containers, authority):
            continue
        if setter is not None:
            yield NextAction("SetHold", (setter,), authority=authority)
        elif authority in _OFFICES:
            yield NextAction("SetHold", roles=int(_OFFICES[authority]), authority=authority)
        else:
            party = order.carrier if authority == HoldAuthority.CARRIER else order.terminal
            yield NextAction("SetHold", (party,), authority=authority)


def _can_clear(view: OrderView, authority: HoldAuthority) -> bool:
    """An inspection keeps the hold of a container; never that of the whole order."""
    inspected = view.inspected.get(authority, 0)
    return any(
        hold.authority == authority
        and (hold.container_index == WHOLE_ORDER or not inspected >> hold.container_index & 1)
        for hold in view.holds
    )


def _can_hold_more(
    order: ReleaseOrder, containers: Iterable[OrderContainer], authority: HoldAuthority
) -> bool:
    bit = 1 << authority
    if not order.order_holds & bit:
        return True
    return any(not row.is_out and not row.held_by & bit for row in containers)
