"""The gateway's services, built once at its start from what it was given."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from api.actions.prepare import Preparer
from api.actions.relays import Relays
from api.actions.service import ActionService
from api.appointments.service import AppointmentService
from api.audit.anchorer import Anchorer
from api.audit.service import AuditService
from api.audit.store import AuditStore
from api.auth.service import AuthService
from api.auth.store import AuthStore
from api.bills.reservations import Reservations
from api.bills.service import BillService
from api.boxes.service import BoxService
from api.bulk.runner import BulkRunner
from api.bulk.service import BulkService
from api.bulk.store import BulkStore
from api.certificates.service import CertificateService
from api.claims.service import ClaimService
from api.clock import Clock
from api.documents.service import DocumentService
from api.encryption_keys.service import EncryptionKeyService
from api.encryption_keys.store import KeyStore
from api.events.service import EventService
from api.files.service import FileService
from api.files.storage import FileStorage
from api.files.store import FileStore
from api.health.service import HealthService
from api.idempotency.store import Answers
from api.inspections.service import InspectionService
from api.kit.secret import GatewaySecret
from api.metrics.requests import RequestMetrics
from api.metrics.service import MetricsService
from api.milestones.service import MilestoneService
from api.participants.service import ParticipantService
from api.releases.service import ReleaseService
from api.settings import ApiSettings
from api.verify.service import VerifyService
from api.webhooks.addresses import Addresses
from api.webhooks.dispatcher import Dispatcher
from api.webhooks.service import WebhookService
from api.webhooks.store import WebhookStore
from chain.ledger import Ledger

_ANSWER_SECONDS = 60.0
"""No answer takes longer, beside a wait that the caller asked for."""


@dataclass(frozen=True)
class GatewayServices:
    """One service per resource, over one ledger and one database of the gateway's own."""

    ledger: Ledger
    health: HealthService
    metrics: MetricsService
    events: EventService
    dispatcher: Dispatcher
    webhooks: WebhookService
    auth: AuthService
    audit: AuditService
    anchorer: Anchorer
    answers: Answers
    actions: ActionService
    bills: BillService
    bulk: BulkService
    bulk_runner: BulkRunner
    releases: ReleaseService
    boxes: BoxService
    appointments: AppointmentService
    inspections: InspectionService
    certificates: CertificateService
    claims: ClaimService
    documents: DocumentService
    files: FileService
    encryption_keys: EncryptionKeyService
    milestones: MilestoneService
    participants: ParticipantService
    verify: VerifyService


def build_services(
    settings: ApiSettings,
    engine: AsyncEngine,
    secret: GatewaySecret,
    ledger: Ledger,
    clock: Clock,
    requests: RequestMetrics,
    storage: FileStorage,
) -> GatewayServices:
    """Ties the services to what they need."""
    preparer = Preparer(ledger)
    hooks = WebhookStore(engine)
    addresses = Addresses(settings.webhook_private_networks)
    dispatcher = Dispatcher(ledger, hooks, secret, addresses, clock)
    keys = KeyStore(engine)
    log = AuditStore(engine)
    audit = AuditService(log, clock)
    reservations = Reservations(engine, secret, ledger.read, clock, settings.reservation_seconds)
    bulks = BulkStore(engine)
    bulk_runner = BulkRunner(ledger, bulks, clock)
    return GatewayServices(
        ledger=ledger,
        health=HealthService(ledger),
        metrics=MetricsService(ledger, requests, settings.metrics_secret),
        events=EventService(ledger),
        dispatcher=dispatcher,
        webhooks=WebhookService(ledger, hooks, dispatcher, addresses, secret, clock),
        auth=AuthService(settings, AuthStore(engine), ledger, clock),
        audit=audit,
        anchorer=Anchorer(ledger, log, clock, settings.audit_anchor_seconds),
        answers=Answers(engine, secret, clock, settings.max_wait_seconds + _ANSWER_SECONDS),
        actions=ActionService(ledger, preparer, Relays(engine), settings),
        bills=BillService(ledger, preparer, reservations),
        bulk=BulkService(ledger, preparer, reservations, bulks, bulk_runner, settings, clock),
        bulk_runner=bulk_runner,
        releases=ReleaseService(ledger, preparer),
        boxes=BoxService(ledger),
        appointments=AppointmentService(ledger, preparer),
        inspections=InspectionService(ledger, preparer),
        certificates=CertificateService(
            ledger, preparer, secret, settings.certificate_types_with_bill
        ),
        claims=ClaimService(ledger, preparer, settings.refund_limits_days),
        documents=DocumentService(ledger, preparer),
        files=FileService(ledger, FileStore(engine), storage, keys, settings, clock, audit),
        encryption_keys=EncryptionKeyService(ledger, keys, clock),
        milestones=MilestoneService(ledger, preparer),
        participants=ParticipantService(ledger),
        verify=VerifyService(ledger),
    )
