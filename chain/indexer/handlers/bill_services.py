"""The rarer half of the bill of lading: nominations, amendments, paper, the end of a bill that never moved."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, existing, handles
from chain.states import BillState, SurrenderReason
from chain.store.rows import Bill


@handles("BillOfLading", "NominationMade", parties=("endorsee",))
def nomination_made(rows: Rows, event: LogEvent) -> list[Change]:
    """The title holder acted: what was endorsed to it last it can reject no more."""
    before = existing(rows, Bill, event, event.record_id)
    received = before.may_reject == event.actor
    after = replace(before, nominee=event.number("endorsee"))
    return [_advanced(_acted(after) if received else after, event)]


@handles("BillOfLading", "AmendmentRequested")
def amendment_requested(rows: Rows, event: LogEvent) -> list[Change]:
    """The holder acted, and asked for another content."""
    before = existing(rows, Bill, event, event.record_id)
    received = before.may_reject == before.holder
    after = replace(before, requested_content=event.text("content"))
    return [_advanced(_acted(after) if received else after, event)]


@handles("BillOfLading", "BillAmended")
def bill_amended(rows: Rows, event: LogEvent) -> list[Change]:
    """The content is what the holder asked for; the one before is in the event."""
    before = existing(rows, Bill, event, event.record_id)
    after = replace(before, content=event.text("content"), requested_content=None)
    return [_advanced(after, event)]


@handles("BillOfLading", "BillReissued")
@handles("BillOfLading", "BillCombined")
def bill_replaced(rows: Rows, event: LogEvent) -> list[Change]:
    """Another bill was issued in its place; that one's own event makes its row."""
    before = existing(rows, Bill, event, event.record_id)
    after = replace(before, replaced=True, successor=event.text("newBillId"))
    return [_advanced(after, event)]


@handles("BillOfLading", "BillSplit")
def bill_split(rows: Rows, event: LogEvent) -> list[Change]:
    """Several bills were issued in its place; each of them names it as its origin."""
    before = existing(rows, Bill, event, event.record_id)
    return [_advanced(replace(before, replaced=True), event)]


@handles("BillOfLading", "ConvertedToPaper")
def converted_to_paper(rows: Rows, event: LogEvent) -> list[Change]:
    """Paper originals stand in place of the bill."""
    before = existing(rows, Bill, event, event.record_id)
    after = replace(
        before,
        state=BillState.ON_PAPER,
        surrender_reason=SurrenderReason.NONE,
        paper=event.text("paper"),
        originals=event.number("originals"),
    )
    return [_advanced(after, event)]


@handles("BillOfLading", "ReturnedFromPaper", parties=("holder", "titleHolder"))
def returned_from_paper(rows: Rows, event: LogEvent) -> list[Change]:
    """The bill lives again; a restriction stays with the title that it was made on."""
    before = existing(rows, Bill, event, event.record_id)
    holder, title = event.number("holder"), event.number("titleHolder")
    after = replace(
        before,
        state=BillState.ISSUED,
        holder=holder,
        title_holder=title or holder,
        blank=title == 0,
        restricted=before.restricted and title == before.title_holder,
        surrendered_by=0,
        paper=None,
        originals=0,
    )
    return [_advanced(after, event)]


@handles("BillOfLading", "BillVoided")
def bill_voided(rows: Rows, event: LogEvent) -> list[Change]:
    """Carrier and first holder ended the bill."""
    before = existing(rows, Bill, event, event.record_id)
    after = replace(before, state=BillState.VOIDED, nominee=0, requested_content=None)
    return [_advanced(after, event)]


def _acted(bill: Bill) -> Bill:
    return replace(bill, previously_blank=False, previously_restricted=False, may_reject=0)


def _advanced(bill: Bill, event: LogEvent) -> Bill:
    return replace(bill, version=event.version, updated_at=event.time)
