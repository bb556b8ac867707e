"""The export tax refund certificate and the time of each step."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import CertificateState
from chain.store.rows import Certificate


@handles(
    "TaxRefundCertificate",
    "CertificateApplied",
    step=Step.FIRST,
    parties=("actor", "taxAuthority", "user"),
)
def certificate_applied(rows: Rows, event: LogEvent) -> list[Change]:
    """A certificate was applied for."""
    del rows
    return [_made(event, event.actor, event.number("taxAuthority"))]


@handles("TaxRefundCertificate", "CertificateAccepted")
def certificate_accepted(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority accepted the application."""
    after = _moved(rows, event, CertificateState.ACCEPTED)
    return [replace(after, accepted_at=event.time)]


@handles("TaxRefundCertificate", "CertificateReturned")
def certificate_returned(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority sent the application back, for the reason whose commitment the event carries."""
    after = _moved(rows, event, CertificateState.RETURNED)
    return [replace(after, returned_at=event.time, reason=event.text("reason"))]


@handles("TaxRefundCertificate", "CertificateResubmitted")
def certificate_resubmitted(rows: Rows, event: LogEvent) -> list[Change]:
    """The applicant corrected the application."""
    after = _moved(rows, event, CertificateState.SUBMITTED)
    return [replace(after, content=event.text("content"), quantity=event.number("quantity"))]


@handles("TaxRefundCertificate", "CertificateWithdrawn")
def certificate_withdrawn(rows: Rows, event: LogEvent) -> list[Change]:
    """The applicant withdrew the application."""
    after = _moved(rows, event, CertificateState.WITHDRAWN)
    return [replace(after, withdrawn_at=event.time)]


@handles("TaxRefundCertificate", "CertificateIssued")
def certificate_issued(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority issued it."""
    after = _moved(rows, event, CertificateState.ISSUED)
    return [replace(after, decided_at=event.time)]


@handles("TaxRefundCertificate", "CertificateRefused")
def certificate_refused(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority refused it, for the reason whose commitment the event carries."""
    after = _moved(rows, event, CertificateState.REFUSED)
    return [replace(after, decided_at=event.time, reason=event.text("reason"))]


@handles("TaxRefundCertificate", "CertificateUsed")
def certificate_used(rows: Rows, event: LogEvent) -> list[Change]:
    """Its user used it, once and for good."""
    after = _moved(rows, event, CertificateState.USED)
    return [replace(after, used_at=event.time, used_for=event.text("usedFor"))]


@handles("TaxRefundCertificate", "CertificateVoidApplied")
def certificate_void_applied(rows: Rows, event: LogEvent) -> list[Change]:
    """The applicant asked for it to be voided, or replaced."""
    after = _moved(rows, event, CertificateState.VOID_APPLIED)
    asked = event.id_or_none("replacement")
    return [replace(after, replacement=asked, corrected=event.number("quantity"))]


@handles("TaxRefundCertificate", "CertificateReplaced")
@handles("TaxRefundCertificate", "CertificateVoided")
def certificate_voided(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority voided it unused; another may have taken its place."""
    after = _moved(rows, event, CertificateState.VOIDED)
    return [replace(after, voided_at=event.time)]


@handles(
    "TaxRefundCertificate",
    "CertificateReissued",
    step=Step.FIRST,
    parties=("actor", "applicant", "user"),
)
def certificate_reissued(rows: Rows, event: LogEvent) -> list[Change]:
    """It was issued in the place of another: the event tells all that the other's row would."""
    del rows
    made = _made(event, event.number("applicant"), event.actor)
    replaces = event.text("replaces")
    issued = CertificateState.ISSUED
    return [replace(made, state=issued, replaces=replaces, decided_at=event.time)]


def _moved(rows: Rows, event: LogEvent, state: CertificateState) -> Certificate:
    before = existing(rows, Certificate, event, event.record_id)
    return replace(before, state=state, version=event.version, updated_at=event.time)


def _made(event: LogEvent, applicant: int, tax_authority: int) -> Certificate:
    return Certificate(
        certificate_id=event.record_id,
        state=CertificateState.SUBMITTED,
        certificate_type=event.number("certificateType"),
        version=event.version,
        applicant=applicant,
        tax_authority=tax_authority,
        user=event.number("user"),
        quantity=event.number("quantity"),
        declared_quantity=event.number("declaredQuantity"),
        declaration_item=event.text("declarationItem"),
        content=event.record_id,
        bill_id=event.id_or_none("billId"),
        reason=None,
        used_for=None,
        replacement=None,
        corrected=0,
        replaces=None,
        applied_at=event.time,
        accepted_at=None,
        returned_at=None,
        decided_at=None,
        used_at=None,
        voided_at=None,
        withdrawn_at=None,
        updated_at=event.time,
    )
