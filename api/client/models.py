"""The gateway's answers, typed. Written from docs/openapi.json by `make fix`; do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Anchor:
    """Where the chain was put on the ledger, with the proof."""

    count: int
    link: str
    anchored_at: datetime
    transaction_hash: str
    block_number: int
    header: str
    index: int
    proof: tuple[str, ...]


@dataclass(frozen=True)
class ApiKey:
    """An API key without its secret."""

    id: str
    label: str
    member: int
    wallet: str
    powers: int
    created_at: datetime
    revoked_at: datetime | None
    previous_until: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True)
class AppointmentSummary:
    """An appointment as the ledger has it."""

    appointment_id: str
    order_id: str
    container: int
    state: str
    version: int
    collector: int
    terminal: int
    opens_at: datetime
    closes_at: datetime
    pickup: str
    requested_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class AuditEntry:
    """Who read what, or whose access changed."""

    number: int
    at: datetime
    event: str
    member: int
    wallet: str
    via: str
    about: Mapping[str, Any]


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be issued."""

    line: int
    errors: tuple[RowProblem, ...]


@dataclass(frozen=True)
class BillSummary:
    """A bill as the ledger has it: who holds it, who has title, in which state."""

    bill_id: str
    state: str
    kind: str
    version: int
    carrier: int
    holder: int
    title_holder: int
    surrendered_by: int | None
    release_to: int | None
    pledgee: int | None
    nominee: int | None
    surrender_reason: str | None
    content: str
    requested_content: str | None
    paper: str | None
    originals: int | None
    origin: str | None
    successor: str | None
    replaced: bool
    frozen_by: int | None
    blank: bool
    restricted: bool
    issued_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class SharedContainerSummary:
    """A container that several bills share, as the ledger has it."""

    box_id: str
    state: str
    version: int
    carrier: int
    slots: tuple[Slot, ...]
    waits_for: tuple[str, ...]
    declared_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class BulkChecked:
    """What the rows are; nothing is kept."""

    rows: int
    good: int
    bad_rows: tuple[BadRow, ...]


@dataclass(frozen=True)
class BulkRow:
    """What became of a row."""

    line: int
    status: str
    bill_id: str | None
    action_id: str | None
    message: Mapping[str, Any] | None
    errors: tuple[RowProblem, ...]


@dataclass(frozen=True)
class BulkSummary:
    """A voyage without its counts."""

    bulk_id: str
    status: str
    rows: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Caller:
    """Who you are to this gateway."""

    member: int
    wallet: str
    powers: int
    via: str
    expires_at: datetime | None


@dataclass(frozen=True)
class CertificateSummary:
    """A certificate as the ledger has it."""

    certificate_id: str
    state: str
    certificate_type: str
    version: int
    applicant: int
    tax_authority: int
    user: int
    quantity: str
    declared_quantity: str
    declaration_item: str
    content: str
    bill_id: str | None
    reason: str | None
    used_for: str | None
    replacement: str | None
    replacement_quantity: str | None
    replaces: str | None
    applied_at: datetime
    accepted_at: datetime | None
    returned_at: datetime | None
    decided_at: datetime | None
    used_at: datetime | None
    voided_at: datetime | None
    withdrawn_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True)
class ClaimClock:
    """How long claims take: working days by the official calendar, of legal days in China."""

    time_zone: str
    by_class: tuple[ClassClock, ...]
    classes_1_and_2: ClassClock


@dataclass(frozen=True)
class ClaimSummary:
    """A claim as the ledger has it."""

    claim_id: str
    state: str
    version: int
    exporter: int
    tax_authority: int
    management_class: str | None
    content: str
    reason: str | None
    filed_at: datetime
    returned_at: datetime | None
    accepted_at: datetime | None
    reviewed_at: datetime | None
    concluded_at: datetime | None
    paid_at: datetime | None
    withdrawn_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True)
class ClassClock:
    """The clock of the claims of a class, or of several, from acceptance to conclusion."""

    classes: tuple[str, ...]
    concluded: int
    approved: int
    refused: int
    pending: int
    mean_working_days: float | None
    median_working_days: int | None
    p90_working_days: int | None
    p95_working_days: int | None
    longest_working_days: int | None
    limit_working_days: int | None
    within_limit: int | None


@dataclass(frozen=True)
class Container:
    """A container of the order, by its place in the order's list."""

    index: int
    held_by: tuple[str, ...]
    gated_out_at: datetime | None
    collector: int | None
    pickup: str | None
    carried_from: str | None
    shared: Shared | None


@dataclass(frozen=True)
class Definitions:
    """The typed actions, and the enums and bit tables that their fields carry."""

    items: tuple[ActionDefinition, ...]
    enums: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class ActionDefinition:
    """A typed action: what a wallet can sign."""

    name: str
    contract: str
    function: str
    type_string: str
    type_hash: str
    description: str
    power: str | None
    fields: tuple[FieldDefinition, ...]


@dataclass(frozen=True)
class Delivery:
    """A message: what became of it so far."""

    delivery_id: str
    status: str
    attempts: int
    answer: str | None
    next_attempt_at: datetime | None
    body: str


@dataclass(frozen=True)
class SupportingDocumentSummary:
    """A supporting document as the ledger has it; its content stays with its parties."""

    document_id: str
    state: str
    document_type: str
    version: int
    issuer: int
    consumer: int | None
    consumer_roles: tuple[str, ...]
    counterpart: int | None
    subject_kind: str | None
    subject: str | None
    valid_until: datetime | None
    supersedes: str | None
    superseded_by: str | None
    used_by: int | None
    used_for: str | None
    registered_at: datetime
    ended_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True)
class EncryptionKey:
    """A published key with its statement, for whoever seals a file to check."""

    member: int
    public_key: str
    issued_at: datetime
    expires_at: datetime
    wallet: str
    signature: str
    published_at: datetime


@dataclass(frozen=True)
class Event:
    """One event of a record: a step of its life, or a remark on one."""

    cursor: str
    record: str
    record_id: str
    event: str
    version: int
    actor: int
    wallet: str | None
    time: datetime
    transaction_hash: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class RowProblem:
    """A field that breaks a rule."""

    field: str
    rule: str
    message: str
    message_zh: str


@dataclass(frozen=True)
class FieldDefinition:
    """A field of a typed action."""

    name: str
    type: str
    enum: str | None
    description: str


@dataclass(frozen=True)
class Health:
    """The process answers."""

    status: str


@dataclass(frozen=True)
class HistoryEntry:
    """One step of a record's life, from the contract's event."""

    event: str
    version: int
    actor: int
    wallet: str
    time: datetime
    block_number: int
    transaction_hash: str
    represented_party: int | None
    remark: str | None
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Hold:
    """A live hold and the member that set it."""

    authority: str
    container: int | None
    member: int
    since: datetime


@dataclass(frozen=True)
class InspectionSummary:
    """An inspection as the ledger has it."""

    inspection_id: str
    order_id: str
    containers: tuple[int, ...]
    authority: str
    state: str
    version: int
    office: int
    principal: int | None
    agent: int | None
    attendance: str | None
    scheduled_at: datetime | None
    instructed_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class WrappedKey:
    """A content key wrapped for a key of yours."""

    public_key: str
    member: int
    wrapped_key: str
    wrapped_by: int
    created_at: datetime


@dataclass(frozen=True)
class AuditLink:
    """An entry of the chain: in plain text if it concerns you, else its hash."""

    number: int
    link: str
    hash: str
    entry: Mapping[str, Any] | None


@dataclass(frozen=True)
class Member:
    """An organisation."""

    member: int
    name: str
    roles: tuple[str, ...]
    active: bool
    version: int
    four_eyes: tuple[str, ...]
    recovery_wallet: str | None
    recovery_ready_at: datetime | None
    identity: str
    admitted_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class MilestoneBatchSummary:
    """A batch of events as the ledger has it; the events stay with their parties."""

    batch_id: str
    state: str
    version: int
    observer: int
    subject_kind: str | None
    subject: str | None
    events: int
    earliest_at: datetime
    latest_at: datetime
    corrects: str | None
    corrected_by: str | None
    anchored_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class NextAction:
    """An action that the record's state allows now, and who may sign it."""

    action: str
    members: tuple[int, ...]
    roles: tuple[str, ...]
    authority: str | None
    mine: bool


@dataclass(frozen=True)
class PledgeAnswer:
    """Whether a bank has a live pledge on a bill; not which, and not whose bill it is."""

    bill_id: str
    pledged: bool
    as_of_block: int


@dataclass(frozen=True)
class Readiness:
    """The node answers and the index keeps up."""

    status: str
    chain_id: int
    head_block: int | None
    indexed_block: int
    lag: int | None
    outbox_depth: int
    node: str | None
    node_url: str | None


@dataclass(frozen=True)
class ReleaseOrderSummary:
    """A release order as the ledger has it."""

    order_id: str
    bill_id: str
    state: str
    version: int
    carrier: int
    terminal: int
    release_to: int
    collector: int
    invited: int | None
    valid_until: datetime
    flow: str
    container_count: int
    gated_out: int
    containers: tuple[Container, ...]
    holds: tuple[Hold, ...]
    issued_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Replayed:
    """What was queued again."""

    count: int


@dataclass(frozen=True)
class Shared:
    """The shared container that a container of the order is."""

    box_id: str
    bills: int
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """One bill's part in the container."""

    bill_id: str
    container: int
    order_id: str | None
    lacks: str | None


@dataclass(frozen=True)
class VerifyAnswer:
    """valid: it is on the ledger and in force. invalid: `check` failed. cannot_tell: ask again."""

    answer: str
    check: str | None
    detail: str
    detail_zh: str
    remedy: str | None
    remedy_zh: str | None
    record_id: str
    kind: str | None
    state: str | None
    issued_by: str | None
    recorded_at: datetime | None
    as_of_block: int | None


@dataclass(frozen=True)
class Wallet:
    """A key that signs for one member."""

    wallet: str
    member: int
    powers: tuple[str, ...]
    expires_at: datetime | None
    revoked: bool
    enrolled_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Webhook:
    """A webhook."""

    webhook_id: str
    url: str
    events: tuple[str, ...]
    enabled: bool
    created_at: datetime


@dataclass(frozen=True)
class ApiKeyCreated(ApiKey):
    """A new key, or one with a new secret; its text is told this once."""

    key: str = field(repr=False)


@dataclass(frozen=True)
class Appointment(AppointmentSummary):
    """An appointment and what may come next."""

    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class Bill(BillSummary):
    """A bill, its live release order and what may come next."""

    release_order: str | None
    shared_containers: tuple[str, ...]
    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class SharedContainer(SharedContainerSummary):
    """A shared container and what may come next."""

    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class Certificate(CertificateSummary):
    """A certificate and what may come next."""

    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class Claim(ClaimSummary):
    """A claim, the certificates that its exporter has used for it, and what may come next."""

    certificates: tuple[str, ...]
    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class SupportingDocument(SupportingDocumentSummary):
    """A supporting document and what may come next."""

    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class Inspection(InspectionSummary):
    """An inspection and what may come next."""

    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class MilestoneBatch(MilestoneBatchSummary):
    """A batch and what may come next."""

    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class ReleaseOrder(ReleaseOrderSummary):
    """A release order and what may come next."""

    next_actions: tuple[NextAction, ...]


@dataclass(frozen=True)
class WebhookCreated(Webhook):
    """A webhook with its secret, which is told this once."""

    secret: str = field(repr=False)
