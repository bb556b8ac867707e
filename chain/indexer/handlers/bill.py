"""The bill of lading: possession and title as its events tell them.

While title follows possession (`blank`) the title holder is whoever has possession, the carrier
included while a surrender is open: so `billOf` reads, and so does the row.
"""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import BillKind, BillState, EndorsementKind, SurrenderReason
from chain.store.rows import Bill

_ACCEPTED = {
    BillState.PENDING_SURRENDER_FOR_DELIVERY: BillState.SURRENDERED_FOR_DELIVERY,
    BillState.PENDING_SURRENDER_FOR_AMENDMENT: BillState.SURRENDERED_FOR_AMENDMENT,
}


@handles("BillOfLading", "BillIssued", step=Step.FIRST, parties=("actor", "holder", "titleHolder"))
@handles(
    "BillOfLading", "SuccessorIssued", step=Step.FIRST, parties=("actor", "holder", "titleHolder")
)
def bill_issued(rows: Rows, event: LogEvent) -> list[Change]:
    """The carrier issued a bill to its first holder, be it in place of another one."""
    del rows
    return [
        Bill(
            bill_id=event.record_id,
            state=BillState.ISSUED,
            kind=event.number("kind"),
            version=event.version,
            carrier=event.actor,
            holder=event.number("holder"),
            title_holder=event.number("titleHolder"),
            surrendered_by=0,
            release_to=0,
            pledgee=0,
            nominee=0,
            frozen_by=0,
            surrender_reason=SurrenderReason.NONE,
            content=None,
            requested_content=None,
            paper=None,
            originals=0,
            origin=event.id_or_none("origin") if "origin" in event.args else None,
            successor=None,
            replaced=False,
            circulated=False,
            blank=event.number("kind") == BillKind.BEARER,
            restricted=False,
            previously_blank=False,
            previously_restricted=False,
            may_reject=0,
            issued_at=event.time,
            updated_at=event.time,
        )
    ]


@handles("BillOfLading", "BillEndorsed", parties=("endorsee", "holder"))
@handles("BillOfLading", "NominationExecuted", parties=("endorsee", "holder"))
def bill_endorsed(rows: Rows, event: LogEvent) -> list[Change]:
    """Title was endorsed, and possession delivered if the event names another holder than before."""
    before = existing(rows, Bill, event, event.record_id)
    holder, endorsee = event.number("holder"), event.number("endorsee")
    blank = event.number("endorsement") == EndorsementKind.IN_BLANK
    after = replace(
        _remembered(before),
        holder=holder,
        title_holder=holder if blank else endorsee,
        blank=blank,
        restricted=event.number("endorsement") == EndorsementKind.RESTRICTIVE,
        may_reject=holder if holder != before.holder else endorsee,
    )
    return [_advanced(after, event)]


@handles("BillOfLading", "PossessionTransferred", parties=("holder",))
def possession_transferred(rows: Rows, event: LogEvent) -> list[Change]:
    """Possession moved; title with it if it follows possession."""
    before = _remembered(existing(rows, Bill, event, event.record_id))
    holder = event.number("holder")
    return [_advanced(replace(_in_possession(before, holder), may_reject=holder), event)]


@handles("BillOfLading", "TransferRejected")
def transfer_rejected(rows: Rows, event: LogEvent) -> list[Change]:
    """The last transfer was sent back: all is as before it."""
    before = existing(rows, Bill, event, event.record_id)
    after = replace(
        before,
        holder=event.number("holder"),
        title_holder=event.number("titleHolder"),
        blank=before.previously_blank,
        restricted=before.previously_restricted,
    )
    return [_advanced(_moved(after), event)]


@handles("BillOfLading", "SurrenderRequested", parties=("releaseTo",))
def surrender_requested(rows: Rows, event: LogEvent) -> list[Change]:
    """The bill is with its carrier until the surrender is answered (DCSA surrender 3.0.4)."""
    before = existing(rows, Bill, event, event.record_id)
    state = BillState.PENDING_SURRENDER_FOR_DELIVERY
    after = replace(_surrendered(before, event, state), release_to=event.number("releaseTo"))
    return [_advanced(after, event)]


@handles("BillOfLading", "SurrenderForAmendmentRequested")
def surrender_for_amendment_requested(rows: Rows, event: LogEvent) -> list[Change]:
    """The bill is with its carrier, for another document in its place."""
    before = existing(rows, Bill, event, event.record_id)
    state = BillState.PENDING_SURRENDER_FOR_AMENDMENT
    after = replace(_surrendered(before, event, state), surrender_reason=event.number("reason"))
    return [_advanced(after, event)]


@handles("BillOfLading", "SurrenderAccepted")
def surrender_accepted(rows: Rows, event: LogEvent) -> list[Change]:
    """For delivery the bill is accomplished; for amendment it makes room for its successor."""
    before = existing(rows, Bill, event, event.record_id)
    return [_advanced(replace(before, state=_ACCEPTED[BillState(before.state)]), event)]


@handles("BillOfLading", "SurrenderRejected")
def surrender_rejected(rows: Rows, event: LogEvent) -> list[Change]:
    """The bill is back with the party that surrendered it."""
    before = existing(rows, Bill, event, event.record_id)
    after = replace(
        _in_possession(before, event.number("holder")),
        state=BillState.ISSUED,
        surrendered_by=0,
        release_to=0,
        surrender_reason=SurrenderReason.NONE,
    )
    return [_advanced(after, event)]


@handles("BillOfLading", "BillSigned")
def bill_signed(rows: Rows, event: LogEvent) -> list[Change]:
    """The holder acted: what it received last it can reject no more."""
    before = existing(rows, Bill, event, event.record_id)
    received = before.may_reject == before.holder
    return [_advanced(_forgotten(before) if received else before, event)]


@handles("BillOfLading", "PledgeMade", parties=("pledgee",))
def pledge_made(rows: Rows, event: LogEvent) -> list[Change]:
    """The bill is pledged to a bank; its holder acted."""
    before = _lapsed(_forgotten(existing(rows, Bill, event, event.record_id)))
    return [_advanced(replace(before, pledgee=event.number("pledgee")), event)]


@handles("BillOfLading", "PledgeReleased")
def pledge_released(rows: Rows, event: LogEvent) -> list[Change]:
    """The pledge is over."""
    before = existing(rows, Bill, event, event.record_id)
    return [_advanced(replace(before, pledgee=0), event)]


@handles("BillOfLading", "PledgeEnforced")
def pledge_enforced(rows: Rows, event: LogEvent) -> list[Change]:
    """The bank has possession and title."""
    before = _moved(existing(rows, Bill, event, event.record_id))
    after = replace(before, pledgee=0, holder=event.actor, title_holder=event.actor)
    return [_advanced(after, event)]


@handles("BillOfLading", "FreezeOrdered")
def freeze_ordered(rows: Rows, event: LogEvent) -> list[Change]:
    """A court froze the bill."""
    before = existing(rows, Bill, event, event.record_id)
    return [_advanced(replace(before, frozen_by=event.actor), event)]


@handles("BillOfLading", "FreezeLifted")
def freeze_lifted(rows: Rows, event: LogEvent) -> list[Change]:
    """The court ended its freeze."""
    before = existing(rows, Bill, event, event.record_id)
    return [_advanced(replace(before, frozen_by=0), event)]


def _in_possession(bill: Bill, holder: int) -> Bill:
    return replace(bill, holder=holder, title_holder=holder if bill.blank else bill.title_holder)


def _surrendered(bill: Bill, event: LogEvent, state: BillState) -> Bill:
    return replace(
        _in_possession(_moved(bill), bill.carrier), state=state, surrendered_by=event.actor
    )


def _remembered(bill: Bill) -> Bill:
    """Keeps what the rejection of the transfer that follows would restore, as BillWord does."""
    return replace(_moved(bill), previously_blank=bill.blank, previously_restricted=bill.restricted)


def _moved(bill: Bill) -> Bill:
    """The bill moves: nothing is left to reject, and what is pending lapses."""
    return replace(_lapsed(_forgotten(bill)), circulated=True)


def _forgotten(bill: Bill) -> Bill:
    return replace(bill, previously_blank=False, previously_restricted=False, may_reject=0)


def _lapsed(bill: Bill) -> Bill:
    return replace(bill, nominee=0, requested_content=None)


def _advanced(bill: Bill, event: LogEvent) -> Bill:
    return replace(bill, version=event.version, updated_at=event.time)
