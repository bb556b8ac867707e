"""The refund claim and the time of each of its steps."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import ClaimOutcome, ClaimState
from chain.store.rows import Claim


@handles("RefundClaim", "ClaimFiled", step=Step.FIRST, parties=("actor", "taxAuthority"))
def claim_filed(rows: Rows, event: LogEvent) -> list[Change]:
    """A claim was filed."""
    del rows
    return [
        Claim(
            claim_id=event.record_id,
            state=ClaimState.FILED,
            management_class=0,
            version=event.version,
            exporter=event.actor,
            tax_authority=event.number("taxAuthority"),
            content=event.record_id,
            reason=None,
            filed_at=event.time,
            returned_at=None,
            accepted_at=None,
            reviewed_at=None,
            concluded_at=None,
            paid_at=None,
            withdrawn_at=None,
            updated_at=event.time,
        )
    ]


@handles("RefundClaim", "ClaimReturned")
def claim_returned(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority sent it back, for the reason whose commitment the event carries."""
    after = _moved(rows, event, ClaimState.RETURNED)
    return [replace(after, returned_at=event.time, reason=event.text("reason"))]


@handles("RefundClaim", "ClaimRefiled")
def claim_refiled(rows: Rows, event: LogEvent) -> list[Change]:
    """The exporter corrected it; the time of the first filing stays."""
    after = _moved(rows, event, ClaimState.FILED)
    return [replace(after, content=event.text("content"))]


@handles("RefundClaim", "ClaimWithdrawn")
def claim_withdrawn(rows: Rows, event: LogEvent) -> list[Change]:
    """The exporter withdrew it."""
    after = _moved(rows, event, ClaimState.WITHDRAWN)
    return [replace(after, withdrawn_at=event.time)]


@handles("RefundClaim", "ClaimAccepted")
def claim_accepted(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority accepted it, under the exporter's class: the clock starts."""
    after = _moved(rows, event, ClaimState.ACCEPTED)
    management_class = event.number("managementClass")
    return [replace(after, management_class=management_class, accepted_at=event.time)]


@handles("RefundClaim", "ClaimReviewed")
def claim_reviewed(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority reviewed it."""
    after = _moved(rows, event, ClaimState.REVIEWED)
    return [replace(after, reviewed_at=event.time)]


@handles("RefundClaim", "ClaimConcluded")
def claim_concluded(rows: Rows, event: LogEvent) -> list[Change]:
    """The tax authority approved or refused it: the clock stops."""
    approved = event.number("outcome") == ClaimOutcome.APPROVED
    after = _moved(rows, event, ClaimState.APPROVED if approved else ClaimState.REFUSED)
    reason = event.id_or_none("reason") or after.reason
    return [replace(after, concluded_at=event.time, reason=reason)]


@handles("RefundClaim", "RefundPaid")
def refund_paid(rows: Rows, event: LogEvent) -> list[Change]:
    """The refund was paid."""
    after = _moved(rows, event, ClaimState.PAID)
    return [replace(after, paid_at=event.time)]


def _moved(rows: Rows, event: LogEvent, state: ClaimState) -> Claim:
    before = existing(rows, Claim, event, event.record_id)
    return replace(before, state=state, version=event.version, updated_at=event.time)
