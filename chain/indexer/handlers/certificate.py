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
    return [
        Certificate(
            certificate_id=event.record_id,
            state=CertificateState.SUBMITTED,
            certificate_type=event.number("certificateType"),
            version=event.version,
            applicant=event.actor,
            tax_authority=event.number("taxAuthority"),
            user=event.number("user"),
            quantity=event.number("quantity"),
            declared_quantity=event.number("declaredQuantity"),
            declaration_item=event.text("declarationItem"),
            bill_id=event.id_or_none("billId"),
            reason=None,
            used_for=None,
            applied_at=event.time,
            decided_at=None,
            used_at=None,
            voided_at=None,
            updated_at=event.time,
        )
    ]


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


@handles("TaxRefundCertificate", "CertificateVoided")
def certificate_voided(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority voided it unused."""
    after = _moved(rows, event, CertificateState.VOIDED)
    return [replace(after, voided_at=event.time)]


def _moved(rows: Rows, event: LogEvent, state: CertificateState) -> Certificate:
    before = existing(rows, Certificate, event, event.record_id)
    return replace(before, state=state, version=event.version, updated_at=event.time)
