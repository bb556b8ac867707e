"""The refund claim's row as its events tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chain.indexer import handlers
from chain.indexer.events import LogEvent, record_of
from chain.indexer.projection import IndexerGapError, MemoryRows
from chain.next_actions import claim_actions
from chain.states import ClaimState
from chain.store.rows import Claim, RecordParty

EXPORTER, TAX = 2, 8
CLAIM, REASON, CONTENT = "0x" + "c1" * 32, "0x" + "1e" * 32, "0x" + "c2" * 32
ZERO = "0x" + "00" * 32

assert handlers.__all__


class Life:
    """Feeds a claim's events to a projection, one a block, at a time that tells the block."""

    def __init__(self) -> None:
        self.rows = MemoryRows()
        self.version = 0

    def tell(self, name: str, actor: int = TAX, **args: Any) -> Claim:
        self.version += 1
        args |= {"claimId": CLAIM, "actor": actor}
        event = LogEvent(
            block_number=self.version,
            block_hash=f"0x{self.version:064x}",
            transaction_hash=f"0x{self.version:064x}",
            log_index=0,
            contract="RefundClaim",
            name=name,
            record_id=record_of(args),
            actor=actor,
            version=self.version,
            wallet="0x" + "aA" * 20,
            args=args,
            time=1000 + self.version,
        )
        self.rows.apply(event)
        found = self.rows.get(Claim, CLAIM)
        assert found is not None
        return found


@pytest.fixture
def life() -> Life:
    told = Life()
    told.tell("ClaimFiled", EXPORTER, taxAuthority=TAX)
    return told


def test_a_claim_runs_from_its_filing_to_the_treasury(life: Life) -> None:
    accepted = life.tell("ClaimAccepted", managementClass=2)
    assert (accepted.state, accepted.management_class) == (ClaimState.ACCEPTED, 2)
    assert life.tell("ClaimReviewed").state == ClaimState.REVIEWED
    approved = life.tell("ClaimConcluded", outcome=1, reason=ZERO)
    assert (approved.state, approved.reason) == (ClaimState.APPROVED, None)
    paid = life.tell("RefundPaid")
    assert paid == replace(
        accepted,
        state=ClaimState.PAID,
        version=5,
        filed_at=1001,
        accepted_at=1002,
        reviewed_at=1003,
        concluded_at=1004,
        paid_at=1005,
        updated_at=1005,
    )
    parties = {party.member for party in life.rows.all(RecordParty)}
    assert parties == {EXPORTER, TAX}


def test_a_claim_is_returned_corrected_and_refused(life: Life) -> None:
    returned = life.tell("ClaimReturned", reason=REASON)
    assert (returned.state, returned.reason, returned.returned_at) == (
        ClaimState.RETURNED,
        REASON,
        1002,
    )
    filed = life.tell("ClaimRefiled", EXPORTER, content=CONTENT)
    assert (filed.state, filed.content, filed.filed_at) == (ClaimState.FILED, CONTENT, 1001)
    life.tell("ClaimAccepted", managementClass=4)
    life.tell("ClaimReviewed")
    refused = life.tell("ClaimConcluded", outcome=2, reason=CONTENT)
    assert (refused.state, refused.reason, refused.concluded_at) == (
        ClaimState.REFUSED,
        CONTENT,
        1006,
    )
    assert claim_actions(refused) == []


def test_a_claim_is_withdrawn(life: Life) -> None:
    withdrawn = life.tell("ClaimWithdrawn", EXPORTER)
    assert (withdrawn.state, withdrawn.withdrawn_at) == (ClaimState.WITHDRAWN, 1002)
    assert claim_actions(withdrawn) == []


def test_a_missing_event_stops_the_index(life: Life) -> None:
    life.version += 1
    with pytest.raises(IndexerGapError):
        life.tell("ClaimReviewed")
