"""The projection of each event, on rows in memory: no node, no database."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chain.compile import SECOND_HALVES
from chain.indexer import handlers
from chain.indexer.events import LogEvent, actor_of, record_of, wallet_of
from chain.indexer.projection import (
    HANDLERS,
    IndexerGapError,
    MemoryRows,
    UnknownEventError,
)
from chain.states import (
    BillKind,
    BillState,
    CertificateState,
    EndorsementKind,
    HoldAuthority,
    ReleaseFlow,
    ReleaseOrderState,
)
from chain.store.rows import (
    WHOLE_ORDER,
    Bill,
    Certificate,
    Consortium,
    Contract,
    Hold,
    Member,
    OrderContainer,
    RecordParty,
    ReleaseOrder,
    Wallet,
    bits,
)

CARRIER, SHIPPER, BANK, CONSIGNEE, TERMINAL, FORWARDER, CUSTOMS, TAX = range(1, 9)
BILL = "0x" + "b1" * 32
ORDER = "0x" + "0d" * 32
CERTIFICATE = "0x" + "ce" * 32
ITEM = "0x" + "17" * 32
ZERO = "0x" + "00" * 32
WALLET = "0x" + "aA" * 20
NOBODY = "0x" + "00" * 20
RECORDS = (
    "BillOfLading",
    "ReleaseOrder",
    "TaxRefundCertificate",
    "RefundClaim",
    "Documents",
    "Milestones",
    "Appointments",
    "Inspections",
)

assert handlers.__all__  # importing the package registered the handlers


class Story:
    """Feeds events to a projection, one block each, at a time that tells the block."""

    def __init__(self) -> None:
        self.rows = MemoryRows()
        self.block = 0

    def tell(self, contract: str, event: str, /, **args: Any) -> "Story":
        """One event; `actor` and `version` are part of the arguments."""
        self.block += 1
        args.setdefault("wallet", WALLET)
        self.rows.apply(
            LogEvent(
                block_number=self.block,
                block_hash=f"0x{self.block:064x}",
                transaction_hash=f"0x{self.block:064x}",
                log_index=0,
                contract=contract,
                name=event,
                record_id=record_of(args),
                actor=actor_of(args),
                version=int(args.get("version", 0)),
                wallet=wallet_of(args),
                args=args,
                time=1000 + self.block,
            )
        )
        return self

    def bill_event(self, name: str, actor: int, version: int, **args: Any) -> "Story":
        return self.tell("BillOfLading", name, billId=BILL, actor=actor, version=version, **args)

    def issued(self, kind: BillKind = BillKind.TO_ORDER) -> "Story":
        title = 0 if kind is BillKind.BEARER else SHIPPER
        title = SHIPPER if kind is BillKind.BEARER else title  # the event names who has title
        return self.bill_event(
            "BillIssued", CARRIER, 1, holder=SHIPPER, kind=int(kind), titleHolder=title
        )

    def order_event(self, name: str, actor: int, version: int, **args: Any) -> "Story":
        return self.tell("ReleaseOrder", name, orderId=ORDER, actor=actor, version=version, **args)

    def ordered(self, containers: int = 3) -> "Story":
        return self.order_event(
            "ReleaseOrderIssued",
            CARRIER,
            1,
            billId=BILL,
            terminal=TERMINAL,
            releaseTo=CONSIGNEE,
            containers=containers,
            validUntil=5000,
            flow=ReleaseFlow.DIRECT_PICKUP,
        )

    @property
    def bill(self) -> Bill:
        found = self.rows.get(Bill, BILL)
        assert found is not None
        return found

    @property
    def order(self) -> ReleaseOrder:
        found = self.rows.get(ReleaseOrder, ORDER)
        assert found is not None
        return found

    def container(self, index: int) -> OrderContainer:
        found = self.rows.get(OrderContainer, ORDER, index)
        assert found is not None
        return found

    def parties(self) -> set[int]:
        return {row.member for row in self.rows.all(RecordParty)}


@pytest.fixture
def story() -> Story:
    return Story()


def _endorse(
    story: Story, actor: int, version: int, kind: EndorsementKind, endorsee: int, holder: int
) -> Story:
    return story.bill_event(
        "BillEndorsed", actor, version, endorsement=int(kind), endorsee=endorsee, holder=holder
    )


def test_every_event_of_the_contracts_has_a_handler() -> None:
    root = Path(__file__).parents[3] / "contracts"
    faces = {second: first for first, second in SECOND_HALVES.items()}
    declared: set[tuple[str, str]] = set()
    for path in (root / "interfaces").glob("I*.sol"):
        for name in re.findall(r"^ {4}event (\w+)\(", path.read_text(), re.MULTILINE):
            declared.add((faces.get(path.stem[1:], path.stem[1:]), name))
    shared = (root / "libraries" / "SignedActions.sol").read_text()
    for name in re.findall(r"^ {4}event (\w+)\(", shared, re.MULTILINE):
        declared |= {(contract, name) for contract in RECORDS}
    assert len(declared) > 20
    assert set(HANDLERS) == declared


def test_an_event_without_a_handler_stops_the_index(story: Story) -> None:
    with pytest.raises(UnknownEventError, match="BillBurnt"):
        story.bill_event("BillBurnt", CARRIER, 1)


def test_issued_bill_is_with_its_first_holder(story: Story) -> None:
    story.issued()
    assert story.bill == Bill(
        bill_id=BILL,
        state=BillState.ISSUED,
        kind=BillKind.TO_ORDER,
        version=1,
        carrier=CARRIER,
        holder=SHIPPER,
        title_holder=SHIPPER,
        surrendered_by=0,
        release_to=0,
        pledgee=0,
        nominee=0,
        frozen_by=0,
        surrender_reason=0,
        content=None,
        requested_content=None,
        paper=None,
        originals=0,
        origin=None,
        successor=None,
        replaced=False,
        circulated=False,
        blank=False,
        restricted=False,
        previously_blank=False,
        previously_restricted=False,
        may_reject=0,
        issued_at=1001,
        updated_at=1001,
    )
    assert story.parties() == {CARRIER, SHIPPER}


def test_endorsement_with_delivery_moves_title_and_possession(story: Story) -> None:
    _endorse(story.issued(), SHIPPER, 2, EndorsementKind.TO_ORDER, BANK, BANK)
    assert (story.bill.holder, story.bill.title_holder, story.bill.may_reject) == (BANK,) * 3
    assert story.bill.version == 2
    assert story.parties() == {CARRIER, SHIPPER, BANK}


def test_endorsement_without_delivery_leaves_possession(story: Story) -> None:
    _endorse(story.issued(), SHIPPER, 2, EndorsementKind.RESTRICTIVE, BANK, SHIPPER)
    assert (story.bill.holder, story.bill.title_holder) == (SHIPPER, BANK)
    assert story.bill.restricted
    assert story.bill.may_reject == BANK


def test_title_follows_possession_of_a_blank_bill(story: Story) -> None:
    _endorse(story.issued(), SHIPPER, 2, EndorsementKind.IN_BLANK, 0, SHIPPER)
    assert story.bill.blank
    assert (story.bill.title_holder, story.bill.may_reject) == (SHIPPER, 0)
    story.bill_event("PossessionTransferred", SHIPPER, 3, holder=BANK)
    assert (story.bill.holder, story.bill.title_holder, story.bill.may_reject) == (BANK,) * 3


def test_bearer_bill_is_blank_from_issue(story: Story) -> None:
    story.issued(BillKind.BEARER).bill_event("PossessionTransferred", SHIPPER, 2, holder=BANK)
    assert (story.bill.blank, story.bill.title_holder) == (True, BANK)


def test_blank_bill_surrendered_has_title_with_the_carrier_until_it_is_rejected(
    story: Story,
) -> None:
    _endorse(story.issued(), SHIPPER, 2, EndorsementKind.IN_BLANK, 0, SHIPPER)
    story.bill_event("SurrenderRequested", SHIPPER, 3, releaseTo=CONSIGNEE)
    assert story.bill.state == BillState.PENDING_SURRENDER_FOR_DELIVERY
    assert (story.bill.holder, story.bill.title_holder) == (CARRIER, CARRIER)
    assert (story.bill.surrendered_by, story.bill.release_to) == (SHIPPER, CONSIGNEE)
    story.bill_event("SurrenderRejected", CARRIER, 4, holder=SHIPPER)
    assert story.bill.state == BillState.ISSUED
    assert (story.bill.holder, story.bill.title_holder) == (SHIPPER, SHIPPER)
    assert (story.bill.surrendered_by, story.bill.release_to) == (0, 0)


def test_surrender_accepted_keeps_who_surrendered_and_who_receives(story: Story) -> None:
    story.issued().bill_event("SurrenderRequested", SHIPPER, 2, releaseTo=CONSIGNEE)
    story.bill_event("SurrenderAccepted", CARRIER, 3, surrenderedBy=SHIPPER)
    assert story.bill.state == BillState.SURRENDERED_FOR_DELIVERY
    assert (story.bill.surrendered_by, story.bill.release_to) == (SHIPPER, CONSIGNEE)
    assert (story.bill.holder, story.bill.title_holder) == (CARRIER, SHIPPER)
    assert CONSIGNEE in story.parties()


def test_rejected_transfer_restores_nature_and_title(story: Story) -> None:
    _endorse(story.issued(), SHIPPER, 2, EndorsementKind.IN_BLANK, 0, SHIPPER)
    blank = story.bill
    _endorse(story, SHIPPER, 3, EndorsementKind.RESTRICTIVE, BANK, BANK)
    assert (story.bill.blank, story.bill.restricted, story.bill.previously_blank) == (
        False,
        True,
        True,
    )
    story.bill_event("TransferRejected", BANK, 4, holder=SHIPPER, titleHolder=SHIPPER)
    assert story.bill == replace(blank, version=4, updated_at=1004)


def test_a_signing_holder_can_reject_no_more(story: Story) -> None:
    _endorse(story.issued(), SHIPPER, 2, EndorsementKind.TO_ORDER, BANK, BANK)
    story.bill_event("BillSigned", BANK, 3)
    assert (story.bill.holder, story.bill.may_reject) == (BANK, 0)


def test_an_endorsee_may_still_reject_after_the_holder_signed(story: Story) -> None:
    _endorse(story.issued(), SHIPPER, 2, EndorsementKind.TO_ORDER, BANK, SHIPPER)
    story.bill_event("BillSigned", SHIPPER, 3)
    assert story.bill.may_reject == BANK


def test_a_pledge_is_made_and_released(story: Story) -> None:
    before = story.issued().bill
    story.bill_event("PledgeMade", SHIPPER, 2, pledgee=BANK)
    assert story.bill.pledgee == BANK
    assert BANK in story.parties()
    story.bill_event("PledgeReleased", BANK, 3)
    assert story.bill == replace(before, version=3, updated_at=1003)


def test_an_enforced_pledge_gives_the_bank_possession_and_title(story: Story) -> None:
    story.issued().bill_event("PledgeMade", SHIPPER, 2, pledgee=BANK)
    story.bill_event("PledgeEnforced", BANK, 3, pledgor=SHIPPER)
    assert (story.bill.holder, story.bill.title_holder, story.bill.pledgee) == (BANK, BANK, 0)


def test_a_nomination_lapses_when_the_bill_moves(story: Story) -> None:
    story.issued().bill_event("PossessionTransferred", SHIPPER, 2, holder=FORWARDER)
    nomination = {"endorsee": BANK, "endorsement": 0, "deliverTo": 0}
    story.bill_event("NominationMade", SHIPPER, 3, **nomination)
    assert (story.bill.nominee, story.bill.may_reject) == (BANK, FORWARDER)
    story.bill_event("TransferRejected", FORWARDER, 4, holder=SHIPPER, titleHolder=SHIPPER)
    assert story.bill.nominee == 0


def test_an_executed_nomination_may_be_rejected_by_its_endorsee(story: Story) -> None:
    story.issued().bill_event("PossessionTransferred", SHIPPER, 2, holder=FORWARDER)
    story.bill_event("NominationMade", SHIPPER, 3, endorsee=BANK, endorsement=1, deliverTo=0)
    story.bill_event(
        "NominationExecuted", FORWARDER, 4, endorsee=BANK, endorsement=1, holder=FORWARDER
    )
    assert (story.bill.title_holder, story.bill.holder) == (BANK, FORWARDER)
    assert (story.bill.nominee, story.bill.may_reject, story.bill.restricted) == (0, BANK, True)


def test_a_request_becomes_the_content_or_lapses(story: Story) -> None:
    story.issued().bill_event("AmendmentRequested", SHIPPER, 2, content=ITEM)
    assert (story.bill.content, story.bill.requested_content) == (None, ITEM)
    story.bill_event("BillAmended", CARRIER, 3, content=ITEM, previous=BILL)
    assert (story.bill.content, story.bill.requested_content) == (ITEM, None)
    story.bill_event("AmendmentRequested", SHIPPER, 4, content=ORDER)
    story.bill_event("PossessionTransferred", SHIPPER, 5, holder=BANK)
    assert (story.bill.content, story.bill.requested_content) == (ITEM, None)


def test_paper_stands_in_place_of_the_bill_until_it_is_back(story: Story) -> None:
    story.issued().bill_event("SurrenderForAmendmentRequested", SHIPPER, 2, reason=4)
    assert (story.bill.state, story.bill.surrender_reason) == (4, 4)
    story.bill_event("ConvertedToPaper", CARRIER, 3, paper=ITEM, originals=3)
    assert (story.bill.state, story.bill.paper, story.bill.originals) == (7, ITEM, 3)
    assert (story.bill.holder, story.bill.surrendered_by) == (CARRIER, SHIPPER)
    story.bill_event("ReturnedFromPaper", CARRIER, 4, holder=BANK, titleHolder=0)
    assert (story.bill.state, story.bill.paper, story.bill.originals) == (1, None, 0)
    assert (story.bill.holder, story.bill.title_holder, story.bill.blank) == (BANK, BANK, True)
    assert BANK in story.parties()


def test_a_surrender_for_amendment_is_accepted_as_such(story: Story) -> None:
    story.issued().bill_event("SurrenderForAmendmentRequested", SHIPPER, 2, reason=1)
    story.bill_event("SurrenderAccepted", CARRIER, 3, surrenderedBy=SHIPPER)
    assert story.bill.state == BillState.SURRENDERED_FOR_AMENDMENT
    assert story.bill.surrender_reason == 1


@pytest.mark.parametrize("name", ["BillReissued", "BillCombined"])
def test_a_replaced_bill_names_its_successor(story: Story, name: str) -> None:
    story.issued().bill_event("SurrenderForAmendmentRequested", SHIPPER, 2, reason=1)
    story.bill_event("SurrenderAccepted", CARRIER, 3, surrenderedBy=SHIPPER)
    story.bill_event(name, CARRIER, 4, newBillId=ITEM)
    assert (story.bill.replaced, story.bill.successor) == (True, ITEM)
    assert story.bill.state == BillState.SURRENDERED_FOR_AMENDMENT


def test_the_parts_of_a_bill_name_it_as_their_origin(story: Story) -> None:
    parts = [ITEM, ORDER]
    story.issued().bill_event("BillSplit", CARRIER, 2, children=parts)
    assert (story.bill.replaced, story.bill.successor) == (True, None)
    for part in parts:
        story.tell(
            "BillOfLading",
            "SuccessorIssued",
            billId=part,
            actor=CARRIER,
            version=1,
            holder=SHIPPER,
            kind=int(BillKind.BEARER),
            titleHolder=SHIPPER,
            origin=BILL,
        )
        made = story.rows.get(Bill, part)
        assert made is not None
        assert (made.origin, made.holder, made.blank, made.version) == (BILL, SHIPPER, True, 1)


def test_a_voided_bill_keeps_its_holder(story: Story) -> None:
    assert not story.issued().bill.circulated
    story.bill_event("BillVoided", CARRIER, 2, holder=SHIPPER)
    assert (story.bill.state, story.bill.holder) == (BillState.VOIDED, SHIPPER)


def test_a_freeze_names_its_court_until_it_ends(story: Story) -> None:
    before = story.issued().bill
    story.bill_event("FreezeOrdered", CUSTOMS, 2)
    assert story.bill.frozen_by == CUSTOMS
    story.bill_event("FreezeLifted", CUSTOMS, 3)
    assert story.bill == replace(before, version=3, updated_at=1003)


def test_version_gap_is_an_error_and_changes_nothing(story: Story) -> None:
    story.issued()
    with pytest.raises(IndexerGapError, match="makes version 3, but the read model has 1"):
        story.bill_event("PossessionTransferred", SHIPPER, 3, holder=BANK)
    assert story.bill.version == 1


@pytest.mark.parametrize("version", [1, 2])
def test_a_bill_is_issued_once_and_at_version_one(story: Story, version: int) -> None:
    if version == 1:
        story.issued()
    with pytest.raises(IndexerGapError):
        story.bill_event(
            "BillIssued", CARRIER, version, holder=SHIPPER, kind=1, titleHolder=SHIPPER
        )


def test_event_of_an_unknown_record_is_a_gap(story: Story) -> None:
    with pytest.raises(IndexerGapError, match="has none"):
        story.bill_event("PossessionTransferred", SHIPPER, 2, holder=BANK)


def test_remark_makes_the_represented_party_a_party(story: Story) -> None:
    story.issued().tell(
        "BillOfLading",
        "Remarked",
        recordId=BILL,
        version=1,
        representedParty=FORWARDER,
        remark=ZERO,
    )
    assert FORWARDER in story.parties()
    assert story.bill.version == 1


def test_order_has_a_row_for_each_container(story: Story) -> None:
    story.ordered(3)
    assert sorted(row.container_index for row in story.rows.all(OrderContainer)) == [0, 1, 2]
    assert story.parties() == {CARRIER, TERMINAL, CONSIGNEE}
    assert story.order.collector == CONSIGNEE


def test_order_of_256_containers_is_completed_by_the_last_bit(story: Story) -> None:
    story.ordered(256)
    for index in range(256):
        assert story.order.state == ReleaseOrderState.ACTIVE
        story.order_event(
            "ContainerGatedOut", TERMINAL, 1, collector=CONSIGNEE, container=index, pickup=ZERO
        )
    assert story.order.gated_out == (1 << 256) - 1
    assert story.order.state == ReleaseOrderState.COMPLETED
    assert story.order.version == 1
    assert story.container(255).gated_out_at == 1257


def test_gate_out_keeps_who_collected_and_the_pickup(story: Story) -> None:
    pickup = "0x" + "77" * 32
    story.ordered().order_event(
        "ContainerGatedOut", TERMINAL, 1, collector=FORWARDER, container=1, pickup=pickup
    )
    assert story.container(1) == OrderContainer(ORDER, 1, 0, 1002, FORWARDER, pickup, None)
    assert story.container(0).gated_out_at is None
    assert FORWARDER in story.parties()


def test_a_corrected_gate_out_makes_a_completed_order_active(story: Story) -> None:
    story.ordered(1).order_event(
        "ContainerGatedOut", TERMINAL, 1, collector=FORWARDER, container=0, pickup=ZERO
    )
    assert story.order.state == ReleaseOrderState.COMPLETED
    story.order_event("GateOutCorrected", TERMINAL, 2, carrier=CARRIER, container=0)
    assert (story.order.state, story.order.gated_out) == (ReleaseOrderState.ACTIVE, 0)
    assert story.container(0) == OrderContainer(ORDER, 0, 0, None, 0, None, None)
    assert FORWARDER in story.parties(), "it was party to the order, and may read it for ever"


def _hold(story: Story, name: str, version: int, authority: HoldAuthority, containers: int) -> None:
    story.order_event(name, CUSTOMS, version, authority=int(authority), containers=containers)


def test_whole_order_hold_is_set_and_cleared(story: Story) -> None:
    _hold(story.ordered(), "HoldSet", 2, HoldAuthority.CUSTOMS, 0)
    assert story.order.order_holds == 1 << HoldAuthority.CUSTOMS
    assert story.order.held_containers == 0
    assert story.rows.all(Hold) == [Hold(ORDER, 0, WHOLE_ORDER, CUSTOMS, 2, 1002)]
    _hold(story, "HoldCleared", 3, HoldAuthority.CUSTOMS, 0)
    assert story.order.order_holds == 0
    assert story.rows.all(Hold) == []


def test_container_stays_held_while_any_authority_holds_it(story: Story) -> None:
    _hold(story.ordered(), "HoldSet", 2, HoldAuthority.CUSTOMS, 0b011)
    _hold(story, "HoldSet", 3, HoldAuthority.COURT, 0b110)
    assert story.order.held_containers == 0b111
    _hold(story, "HoldCleared", 4, HoldAuthority.CUSTOMS, 0b011)
    assert story.order.held_containers == 0b110
    assert [story.container(i).held_by for i in range(3)] == [0, 16, 16]
    assert {(h.authority, h.container_index) for h in story.rows.all(Hold)} == {(4, 1), (4, 2)}


def test_hold_that_grows_keeps_the_time_of_what_was_held_before(story: Story) -> None:
    _hold(story.ordered(), "HoldSet", 2, HoldAuthority.CUSTOMS, 0b001)
    _hold(story, "HoldSet", 3, HoldAuthority.CUSTOMS, 0b011)
    assert {(h.container_index, h.since) for h in story.rows.all(Hold)} == {(0, 1002), (1, 1003)}


def test_right_to_collect_moves_on_acceptance_and_twice_at_most(story: Story) -> None:
    story.ordered().order_event("CollectionRightDelegated", CONSIGNEE, 2, delegate=FORWARDER)
    assert (story.order.invited, story.order.collector) == (FORWARDER, CONSIGNEE)
    story.order_event("DelegationAccepted", FORWARDER, 3)
    assert (story.order.invited, story.order.collector) == (0, FORWARDER)
    story.order_event("CollectionRightDelegated", FORWARDER, 4, delegate=BANK)
    story.order_event("DelegationAccepted", BANK, 5)
    assert (story.order.first_delegate, story.order.second_delegate) == (FORWARDER, BANK)
    assert story.order.collector == BANK


def test_a_declined_invitation_leaves_the_right_where_it_is(story: Story) -> None:
    story.ordered().order_event("CollectionRightDelegated", CONSIGNEE, 2, delegate=FORWARDER)
    story.order_event("DelegationDeclined", FORWARDER, 3)
    assert (story.order.invited, story.order.collector) == (0, CONSIGNEE)


@pytest.mark.parametrize(("delegate", "collector"), [(FORWARDER, CONSIGNEE), (BANK, FORWARDER)])
def test_a_withdrawal_takes_the_right_from_the_delegate_on(
    story: Story, delegate: int, collector: int
) -> None:
    story.ordered().order_event("CollectionRightDelegated", CONSIGNEE, 2, delegate=FORWARDER)
    story.order_event("DelegationAccepted", FORWARDER, 3)
    story.order_event("CollectionRightDelegated", FORWARDER, 4, delegate=BANK)
    story.order_event("DelegationAccepted", BANK, 5)
    story.order_event("DelegationWithdrawn", CONSIGNEE, 6, delegate=delegate)
    assert story.order.collector == collector
    assert (story.order.second_delegate, story.order.invited) == (0, 0)


def test_an_extended_order_is_active_again(story: Story) -> None:
    story.ordered().order_event("ReleaseOrderExtended", CARRIER, 2, validUntil=6000)
    assert story.order.state_at(6000) == ReleaseOrderState.ACTIVE
    assert story.order.flow == ReleaseFlow.DIRECT_PICKUP


def test_a_new_order_carries_over_what_left_under_the_bill_s_revoked_one(story: Story) -> None:
    former = "0x" + "f0" * 32
    story.ordered().order_event(
        "ContainersCarriedOver", CARRIER, 1, formerOrderId=former, containers=0b101
    )
    assert (story.order.gated_out, story.order.version) == (0b101, 1)
    assert [story.container(i).is_out for i in range(3)] == [True, False, True]
    assert story.container(2).carried_from == former
    story.order_event(
        "ContainerGatedOut", TERMINAL, 1, collector=CONSIGNEE, container=1, pickup=ZERO
    )
    assert story.order.state == ReleaseOrderState.COMPLETED


def test_revoked_order_ends(story: Story) -> None:
    story.ordered().order_event("ReleaseOrderRevoked", CARRIER, 2)
    assert story.order.state == ReleaseOrderState.REVOKED


def test_expiry_is_a_matter_of_the_time_asked_about(story: Story) -> None:
    story.ordered()
    assert story.order.state_at(5000) == ReleaseOrderState.ACTIVE
    assert story.order.state_at(5001) == ReleaseOrderState.EXPIRED


def _applied(story: Story) -> Certificate:
    story.tell(
        "TaxRefundCertificate",
        "CertificateApplied",
        certificateId=CERTIFICATE,
        actor=SHIPPER,
        version=1,
        taxAuthority=TAX,
        certificateType=2,
        user=FORWARDER,
        declarationItem=ITEM,
        quantity=(1 << 64) - 1,
        declaredQuantity=(1 << 64) - 1,
        billId=ZERO,
    )
    return _certificate(story)


def _certificate(story: Story) -> Certificate:
    found = story.rows.get(Certificate, CERTIFICATE)
    assert found is not None
    return found


def _decide(story: Story, name: str, version: int, **args: Any) -> Certificate:
    story.tell(
        "TaxRefundCertificate",
        name,
        certificateId=CERTIFICATE,
        actor=TAX,
        version=version,
        **args,
    )
    return _certificate(story)


def test_certificate_is_applied_for_issued_and_used(story: Story) -> None:
    applied = _applied(story)
    assert (applied.state, applied.bill_id) == (CertificateState.SUBMITTED, None)
    assert story.parties() == {SHIPPER, TAX, FORWARDER}
    issued = _decide(story, "CertificateIssued", 2)
    assert (issued.state, issued.decided_at) == (CertificateState.ISSUED, 1002)
    used = _decide(story, "CertificateUsed", 3, usedFor=ITEM)
    assert used == replace(
        applied,
        state=CertificateState.USED,
        version=3,
        decided_at=1002,
        used_at=1003,
        used_for=ITEM,
        updated_at=1003,
    )


def test_certificate_is_accepted_before_it_is_issued(story: Story) -> None:
    _applied(story)
    accepted = _decide(story, "CertificateAccepted", 2)
    assert (accepted.state, accepted.accepted_at) == (CertificateState.ACCEPTED, 1002)


def test_certificate_is_returned_and_corrected(story: Story) -> None:
    applied = _applied(story)
    returned = _decide(story, "CertificateReturned", 2, reason=ITEM)
    assert (returned.state, returned.reason) == (CertificateState.RETURNED, ITEM)
    corrected = _decide(story, "CertificateResubmitted", 3, content=ORDER, quantity=7)
    assert corrected == replace(
        applied,
        state=CertificateState.SUBMITTED,
        version=3,
        content=ORDER,
        quantity=7,
        reason=ITEM,
        returned_at=1002,
        updated_at=1003,
    )


def test_certificate_is_withdrawn(story: Story) -> None:
    _applied(story)
    withdrawn = _decide(story, "CertificateWithdrawn", 2)
    assert (withdrawn.state, withdrawn.withdrawn_at) == (CertificateState.WITHDRAWN, 1002)


def test_certificate_is_replaced_by_one_that_begins_issued(story: Story) -> None:
    applied, new_id = _applied(story), "0x" + "cf" * 32
    _decide(story, "CertificateIssued", 2)
    asked = {"replacement": new_id, "quantity": 9, "billId": BILL}
    pending = _decide(story, "CertificateVoidApplied", 3, **asked)
    assert (pending.state, pending.replacement) == (CertificateState.VOID_APPLIED, new_id)
    replaced = _decide(story, "CertificateReplaced", 4, replacement=new_id)
    assert (replaced.state, replaced.replacement, replaced.corrected, replaced.voided_at) == (
        CertificateState.VOIDED,
        new_id,
        9,
        1004,
    )
    story.tell(
        "TaxRefundCertificate",
        "CertificateReissued",
        certificateId=new_id,
        actor=TAX,
        version=1,
        replaces=CERTIFICATE,
        certificateType=2,
        applicant=SHIPPER,
        user=FORWARDER,
        declarationItem=ITEM,
        quantity=9,
        declaredQuantity=(1 << 64) - 1,
        billId=BILL,
    )
    assert story.rows.get(Certificate, new_id) == replace(
        applied,
        certificate_id=new_id,
        state=CertificateState.ISSUED,
        quantity=9,
        content=new_id,
        bill_id=BILL,
        replaces=CERTIFICATE,
        applied_at=1005,
        decided_at=1005,
        updated_at=1005,
    )
    parties = {p.member for p in story.rows.all(RecordParty) if p.record_id == new_id}
    assert parties == {SHIPPER, TAX, FORWARDER}


def test_certificate_applied_to_be_voided_without_another(story: Story) -> None:
    _applied(story)
    _decide(story, "CertificateIssued", 2)
    asked = {"replacement": ZERO, "quantity": 0, "billId": ZERO}
    pending = _decide(story, "CertificateVoidApplied", 3, **asked)
    assert (pending.replacement, pending.corrected) == (None, 0)


def test_certificate_is_refused_with_a_reason(story: Story) -> None:
    _applied(story)
    refused = _decide(story, "CertificateRefused", 2, reason=ITEM)
    assert (refused.state, refused.reason) == (CertificateState.REFUSED, ITEM)


def test_certificate_is_voided(story: Story) -> None:
    _applied(story)
    _decide(story, "CertificateIssued", 2)
    voided = _decide(story, "CertificateVoided", 3)
    assert (voided.state, voided.voided_at) == (CertificateState.VOIDED, 1003)


def _admit(story: Story) -> None:
    story.tell(
        "Consortium", "MemberAdmitted", member=7, identity=ITEM, version=1, roles=3, name="Quay"
    )
    _enrol(story, WALLET, 1, (1 << 14) - 1, NOBODY)


def _enrol(story: Story, wallet: str, version: int, powers: int, signer: str) -> None:
    story.tell(
        "Consortium",
        "WalletEnrolled",
        member=7,
        wallet=wallet,
        version=version,
        powers=powers,
        expiresAt=0,
        signer=signer,
    )


def _member(story: Story) -> Member:
    found = story.rows.get(Member, 7)
    assert found is not None
    return found


def test_admin_wallets_are_counted_through_enrolment_change_and_revocation(story: Story) -> None:
    second = "0x" + "bB" * 20
    _admit(story)
    assert (_member(story).version, _member(story).admin_wallets) == (1, 1)
    _enrol(story, second, 2, 1, WALLET)
    assert _member(story).admin_wallets == 2
    _enrol(story, second, 3, 2, WALLET)
    assert _member(story).admin_wallets == 1
    _enrol(story, second, 4, 3, WALLET)
    story.tell("Consortium", "WalletRevoked", member=7, wallet=WALLET, version=5, signer=second)
    assert (_member(story).version, _member(story).admin_wallets) == (5, 1)
    assert story.rows.get(Wallet, WALLET) == Wallet(
        WALLET, 7, (1 << 14) - 1, 0, revoked=True, enrolled_at=1002, updated_at=1006
    )


def test_enrolment_by_somebody_advances_the_version(story: Story) -> None:
    _admit(story)
    with pytest.raises(IndexerGapError):
        _enrol(story, "0x" + "bB" * 20, 1, 1, WALLET)


def test_the_governors_decisions_change_the_member(story: Story) -> None:
    _admit(story)
    story.tell("Consortium", "RolesChanged", member=7, version=2, roles=4)
    assert (_member(story).roles, _member(story).version) == (4, 2)
    story.tell("Consortium", "MemberSuspended", member=7, version=3)
    assert not _member(story).active
    story.tell("Consortium", "MemberReinstated", member=7, version=4)
    assert _member(story).active
    story.tell("Consortium", "FourEyesSet", member=7, version=5, powers=8, signer=WALLET)
    assert (_member(story).four_eyes, _member(story).updated_at) == (8, 1006)


def test_a_recovery_is_proposed_vetoed_proposed_again_and_completed(story: Story) -> None:
    new = "0x" + "cC" * 20
    _admit(story)
    story.tell("Consortium", "FourEyesSet", member=7, version=2, powers=8, signer=WALLET)
    proposal = {"member": 7, "wallet": new, "readyAt": 9000}
    story.tell("Consortium", "RecoveryProposed", version=3, **proposal)
    assert (_member(story).recovery_wallet, _member(story).recovery_ready_at) == (new, 9000)
    story.tell("Consortium", "RecoveryVetoed", member=7, wallet=new, version=4, signer=WALLET)
    assert (_member(story).recovery_wallet, _member(story).recovery_ready_at) == (None, None)
    story.tell("Consortium", "RecoveryProposed", version=5, **proposal)
    _enrol(story, new, 6, (1 << 14) - 1, new)
    story.tell("Consortium", "RecoveryCompleted", member=7, wallet=new, version=6)
    after = _member(story)
    assert (after.recovery_wallet, after.four_eyes, after.version) == (None, 0, 6)
    assert after.admin_wallets == 2


def test_the_threshold_is_the_consortium_s_own(story: Story) -> None:
    story.tell("Consortium", "ThresholdChanged", member=0, version=1, threshold=2)
    story.tell("Consortium", "ThresholdChanged", member=0, version=2, threshold=3)
    assert story.rows.all(Consortium) == [Consortium(0, 2, 3, 1002)]
    with pytest.raises(IndexerGapError):
        story.tell("Consortium", "ThresholdChanged", member=0, version=4, threshold=1)


def test_directory_names_the_contracts(story: Story) -> None:
    story.tell("Consortium", "ContractRegistered", name="Batch", target=WALLET)
    assert story.rows.all(Contract) == [Contract("Batch", WALLET)]


def test_refused_call_changes_no_record(story: Story) -> None:
    story.tell("Batch", "CallFailed", index=0, target=WALLET, reason="0x")
    assert story.rows.written() == []


@pytest.mark.parametrize("bitmap", [0, 1, 1 << 255, (1 << 256) - 1, 0b1010])
def test_bits_are_the_places_that_are_set(bitmap: int) -> None:
    assert sum(1 << place for place in bits(bitmap)) == bitmap
