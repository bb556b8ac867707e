"""Events that every record's contract has, and those about no record."""

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, handles


@handles("BillOfLading", "Remarked", step=Step.SAME, parties=("representedParty",))
@handles("ReleaseOrder", "Remarked", step=Step.SAME, parties=("representedParty",))
@handles("Appointments", "Remarked", step=Step.SAME, parties=("representedParty",))
@handles("Inspections", "Remarked", step=Step.SAME, parties=("representedParty",))
@handles("TaxRefundCertificate", "Remarked", step=Step.SAME, parties=("representedParty",))
@handles("RefundClaim", "Remarked", step=Step.SAME, parties=("representedParty",))
@handles("Documents", "Remarked", step=Step.SAME, parties=("representedParty",))
@handles("Milestones", "Remarked", step=Step.SAME, parties=("representedParty",))
def remarked(rows: Rows, event: LogEvent) -> list[Change]:
    """The represented party becomes party to the record; the remark itself stays with the event."""
    del rows, event
    return []


@handles("Batch", "CallFailed", step=Step.NONE)
def call_failed(rows: Rows, event: LogEvent) -> list[Change]:
    """A refusal changes no record: it is the relayer's to report."""
    del rows, event
    return []
