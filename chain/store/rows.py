"""The read model's rows as values: frozen, comparable, free of the database.

Ids are 0x-hex of 32 bytes, members are integers (0 for none), times are whole seconds since 1970 UTC
taken from block timestamps.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chain.states import AppointmentState, DocumentState, ReleaseOrderState

WHOLE_ORDER = -1
"""The container index of a hold on the whole order."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of the deployment, as entered in the consortium's directory."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Consortium:
    """What the governors decided for all: one row, of the number 0."""

    number: int
    version: int
    threshold: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation; `roles` are the bits of Roles.sol, `four_eyes` those of Powers.sol.

    `recovery_wallet` may take over at `recovery_ready_at`, unless the member vetoes; None without a proposal.
    """

    number: int
    identity: str
    name: str
    roles: int
    version: int
    active: bool
    admin_wallets: int
    four_eyes: int
    recovery_wallet: str | None
    recovery_ready_at: int | None
    admitted_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Wallet:
    """A key that signs for one member; `powers` are the bits of Powers.sol, `expires_at` 0 is never."""

    address: str
    member: int
    powers: int
    expires_at: int
    revoked: bool
    enrolled_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill of lading: what `billOf` says, and what the rejection of the last transfer restores.

    `state` and `kind` are BillState and BillKind. `pledgee` is the bank of a live pledge and `frozen_by` the
    court that froze it, or 0. `surrender_reason` is SurrenderReason. `content` is None while it is the one
    that the id commits to; `paper` is the commitment of the paper set in the bill's place. `origin` is the one
    bill that it was issued in place of, `successor` the one that was issued in its place. `may_reject` is
    the member that may send the last transfer back now, or 0.
    """

    bill_id: str
    state: int
    kind: int
    version: int
    carrier: int
    holder: int
    title_holder: int
    surrendered_by: int
    release_to: int
    pledgee: int
    nominee: int
    frozen_by: int
    surrender_reason: int
    content: str | None
    requested_content: str | None
    paper: str | None
    originals: int
    origin: str | None
    successor: str | None
    replaced: bool
    circulated: bool
    blank: bool
    restricted: bool
    previously_blank: bool
    previously_restricted: bool
    may_reject: int
    issued_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """A release order. `state` is Active, Revoked or Completed; Expired follows from the clock.

    `flow` is ReleaseFlow. `order_holds` has a bit for each HoldAuthority; `held_containers` and `gated_out`
    a bit for each container.
    """

    order_id: str
    bill_id: str
    state: int
    version: int
    carrier: int
    terminal: int
    release_to: int
    first_delegate: int
    second_delegate: int
    invited: int
    containers: int
    valid_until: int
    flow: int
    order_holds: int
    held_containers: int
    gated_out: int
    issued_at: int
    updated_at: int

    @property
    def collector(self) -> int:
        """The member with the right to collect now: the last delegate that accepted."""
        return self.second_delegate or self.first_delegate or self.release_to

    def state_at(self, time: int) -> ReleaseOrderState:
        """The order's state at a time (seconds since 1970 UTC): an active one may have expired."""
        if self.state == ReleaseOrderState.ACTIVE and time > self.valid_until:
            return ReleaseOrderState.EXPIRED
        return ReleaseOrderState(self.state)


@dataclass(frozen=True, slots=True)
class OrderContainer:
    """A container of an order; `held_by` has a bit for each HoldAuthority that holds it on its own.

    `carried_from` is the bill's revoked order under which, or before which, it left.
    """

    order_id: str
    container_index: int
    held_by: int
    gated_out_at: int | None
    collector: int
    pickup: str | None
    carried_from: str | None

    @property
    def is_out(self) -> bool:
        """Whether it has left, under this order or a former one."""
        return self.gated_out_at is not None or self.carried_from is not None


@dataclass(frozen=True, slots=True)
class Hold:
    """A live hold of one authority on the whole order or on one container, and who set it."""

    order_id: str
    authority: int
    container_index: int
    member: int
    version: int
    since: int


@dataclass(frozen=True, slots=True)
class SharedContainer:
    """A container that several bills share. `state` is BoxState, `carrier` the member that declared it."""

    box_id: str
    state: int
    version: int
    carrier: int
    declared_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class SharedSlot:
    """One bill's part in a shared container: the container's index in the bill's release order.

    `place` is its place among the parts, from 0.
    """

    box_id: str
    place: int
    bill_id: str
    container_index: int


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment to collect a container. `state` is never Ended, which follows from the clock."""

    appointment_id: str
    order_id: str
    container_index: int
    state: int
    version: int
    collector: int
    terminal: int
    opens_at: int
    closes_at: int
    pickup: str
    requested_at: int
    updated_at: int

    def state_at(self, time: int) -> AppointmentState:
        """The state at a time (seconds since 1970 UTC): one that stands ends with its window."""
        stands = self.state in (AppointmentState.REQUESTED, AppointmentState.CONFIRMED)
        if stands and time > self.closes_at:
            return AppointmentState.ENDED
        return AppointmentState(self.state)


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection of containers of an order, of which `containers` has the bits.

    `principal`, `agent` and `attendance` are 0 before the commission, `scheduled_at` before the schedule.
    """

    inspection_id: str
    order_id: str
    containers: int
    authority: int
    state: int
    version: int
    office: int
    principal: int
    agent: int
    attendance: int
    scheduled_at: int
    instructed_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A refund certificate; quantities are in thousandths of the declared unit.

    `content` is the commitment of the application as it stands, `reason` that of the last refusal or return.
    `replacement` is the certificate that was applied for in its place, with the quantity `corrected`; once
    the certificate is voided it has taken it. `replaces` is the certificate whose place this one took.
    """

    certificate_id: str
    state: int
    certificate_type: int
    version: int
    applicant: int
    tax_authority: int
    user: int
    quantity: int
    declared_quantity: int
    declaration_item: str
    content: str
    bill_id: str | None
    reason: str | None
    used_for: str | None
    replacement: str | None
    corrected: int
    replaces: str | None
    applied_at: int
    accepted_at: int | None
    returned_at: int | None
    decided_at: int | None
    used_at: int | None
    voided_at: int | None
    withdrawn_at: int | None
    updated_at: int


@dataclass(frozen=True, slots=True)
class Document:
    """A supporting document. `state` is never Expired, which follows from the clock.

    `consumer` (0 for any) and `consumer_roles` (0 for any) say who may use it up; nobody, if both are 0.
    `counterpart` signed it with the issuer, or 0.
    """

    document_id: str
    state: int
    document_type: int
    version: int
    issuer: int
    consumer: int
    consumer_roles: int
    counterpart: int
    subject_kind: int
    subject: str | None
    valid_until: int
    supersedes: str | None
    superseded_by: str | None
    used_by: int
    used_for: str | None
    registered_at: int
    ended_at: int | None
    updated_at: int

    def state_at(self, time: int) -> DocumentState:
        """The document's state at a time (seconds since 1970 UTC): a valid one may have expired."""
        if self.state == DocumentState.VALID and 0 < self.valid_until < time:
            return DocumentState.EXPIRED
        return DocumentState(self.state)


@dataclass(frozen=True, slots=True)
class MilestoneBatch:
    """A batch of port operation events; the events themselves stay with their parties."""

    batch_id: str
    state: int
    version: int
    observer: int
    subject_kind: int
    subject: str | None
    events: int
    earliest_at: int
    latest_at: int
    corrects: str | None
    corrected_by: str | None
    anchored_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A refund claim and its clock; `management_class` is 0 until it is accepted.

    `content` is the commitment of the claim as it stands, `reason` that of the last return or refusal.
    """

    claim_id: str
    state: int
    management_class: int
    version: int
    exporter: int
    tax_authority: int
    content: str
    reason: str | None
    filed_at: int
    returned_at: int | None
    accepted_at: int | None
    reviewed_at: int | None
    concluded_at: int | None
    paid_at: int | None
    withdrawn_at: int | None
    updated_at: int


@dataclass(frozen=True, slots=True)
class RecordParty:
    """A member that is or was party to a record, and may read it for ever.

    A record is its contract's name and its id: an id alone could be taken again in another contract by
    a stranger who wants to read along.
    """

    contract: str
    record_id: str
    member: int
    since: int


Row = (
    Contract
    | Consortium
    | Member
    | Wallet
    | Bill
    | ReleaseOrder
    | OrderContainer
    | Hold
    | SharedContainer
    | SharedSlot
    | Appointment
    | Inspection
    | Certificate
    | Claim
    | Document
    | MilestoneBatch
    | RecordParty
)
"""Any row of the read model that events project to."""


def bits(bitmap: int) -> Iterator[int]:
    """The places of the bits that are set, ascending."""
    while bitmap:
        lowest = bitmap & -bitmap
        yield lowest.bit_length() - 1
        bitmap ^= lowest
