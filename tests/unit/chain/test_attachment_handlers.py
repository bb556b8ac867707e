"""The projection of documents and milestones, and what may follow on them."""

from typing import Any

import pytest

from chain.indexer import handlers
from chain.indexer.projection import IndexerGapError, MemoryRows
from chain.next_actions import NextAction, document_actions, milestone_actions
from chain.states import DocumentState, DocumentType, MilestoneState, SubjectKind
from chain.store.rows import Document, MilestoneBatch, RecordParty
from tests.unit.chain.story import BANK, BILL, CARRIER, CONSIGNEE, ZERO, event

DOCUMENT, SUCCESSOR = "0x" + "d0" * 32, "0x" + "d1" * 32
BATCH, CORRECTION = "0x" + "ba" * 32, "0x" + "bb" * 32
USE = "0x" + "05" * 32

assert handlers.__all__  # importing the package registered the handlers


@pytest.fixture
def rows() -> MemoryRows:
    return MemoryRows()


def register(rows: MemoryRows, document_id: str = DOCUMENT, **changes: Any) -> Document:
    facts = {
        "actor": CARRIER,
        "subject": BILL,
        "version": 1,
        "documentType": int(DocumentType.PROOF_OF_PAYMENT),
        "subjectKind": int(SubjectKind.BILL),
        "validUntil": 2000,
        "consumer": CONSIGNEE,
        "consumerRoles": 0,
        "supersedes": ZERO,
    }
    rows.apply(
        event(1, "Documents", "DocumentRegistered", documentId=document_id, **facts | changes)
    )
    return document(rows, document_id)


def document(rows: MemoryRows, document_id: str = DOCUMENT) -> Document:
    found = rows.get(Document, document_id)
    assert found is not None
    return found


def batch(rows: MemoryRows, batch_id: str = BATCH) -> MilestoneBatch:
    found = rows.get(MilestoneBatch, batch_id)
    assert found is not None
    return found


def anchor(rows: MemoryRows, batch_id: str = BATCH, **changes: Any) -> MilestoneBatch:
    facts = {
        "actor": CARRIER,
        "subject": ZERO,
        "version": 1,
        "subjectKind": 0,
        "events": 2**32 - 1,
        "earliestAt": 900,
        "latestAt": 1000,
        "corrects": ZERO,
    }
    rows.apply(event(1, "Milestones", "MilestonesAnchored", batchId=batch_id, **facts | changes))
    return batch(rows, batch_id)


def parties(rows: MemoryRows) -> set[int]:
    return {row.member for row in rows.all(RecordParty)}


def test_a_registered_document_is_valid_until_its_time(rows: MemoryRows) -> None:
    found = register(rows)
    assert found == Document(
        document_id=DOCUMENT,
        state=DocumentState.VALID,
        document_type=DocumentType.PROOF_OF_PAYMENT,
        version=1,
        issuer=CARRIER,
        consumer=CONSIGNEE,
        consumer_roles=0,
        counterpart=0,
        subject_kind=SubjectKind.BILL,
        subject=BILL,
        valid_until=2000,
        supersedes=None,
        superseded_by=None,
        used_by=0,
        used_for=None,
        registered_at=1001,
        ended_at=None,
        updated_at=1001,
    )
    assert parties(rows) == {CARRIER, CONSIGNEE}
    assert found.state_at(2000) is DocumentState.VALID
    assert found.state_at(2001) is DocumentState.EXPIRED


def test_a_document_without_an_end_never_expires(rows: MemoryRows) -> None:
    assert register(rows, validUntil=0).state_at(2**40) is DocumentState.VALID


def test_a_superseded_document_names_its_successor_and_the_successor_it(rows: MemoryRows) -> None:
    register(rows)
    rows.apply(
        event(
            2,
            "Documents",
            "DocumentSuperseded",
            documentId=DOCUMENT,
            actor=CARRIER,
            successor=SUCCESSOR,
            version=2,
        )
    )
    register(rows, SUCCESSOR, supersedes=DOCUMENT)
    old = document(rows)
    assert (old.state, old.superseded_by, old.version) == (DocumentState.SUPERSEDED, SUCCESSOR, 2)
    assert old.ended_at == 1002
    assert document(rows, SUCCESSOR).supersedes == DOCUMENT
    assert document_actions(old, 1500) == []


def test_a_revoked_document_has_ended_and_never_expires(rows: MemoryRows) -> None:
    register(rows)
    rows.apply(event(2, "Documents", "DocumentRevoked", documentId=DOCUMENT, actor=1, version=2))
    assert document(rows).ended_at == 1002
    assert document(rows).state_at(3000) is DocumentState.REVOKED


def test_whoever_uses_a_document_up_becomes_party_to_it(rows: MemoryRows) -> None:
    register(rows, consumer=0, consumerRoles=1 << 4)
    rows.apply(
        event(
            2,
            "Documents",
            "DocumentConsumed",
            documentId=DOCUMENT,
            actor=BANK,
            version=2,
            usedFor=USE,
        )
    )
    used = document(rows)
    assert (used.state, used.used_by, used.used_for) == (DocumentState.CONSUMED, BANK, USE)
    assert BANK in parties(rows)


@pytest.mark.parametrize("name", ["DocumentSuperseded", "DocumentRevoked", "DocumentConsumed"])
@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_does_not_follow_is_a_gap(rows: MemoryRows, name: str, version: int) -> None:
    register(rows)
    facts = {"actor": CARRIER, "version": version, "successor": SUCCESSOR, "usedFor": USE}
    with pytest.raises(IndexerGapError):
        rows.apply(event(2, "Documents", name, documentId=DOCUMENT, **facts))


def test_what_may_follow_on_a_document(rows: MemoryRows) -> None:
    issuers = [
        NextAction("SupersedeDocument", (CARRIER,)),
        NextAction("RevokeDocument", (CARRIER,)),
    ]
    named = register(rows)
    assert document_actions(named, 2000) == [*issuers, NextAction("ConsumeDocument", (CONSIGNEE,))]
    assert document_actions(named, 2001) == issuers
    by_role = register(rows, SUCCESSOR, consumer=0, consumerRoles=6)
    assert document_actions(by_role, 0)[-1] == NextAction("ConsumeDocument", roles=6)
    shown = register(rows, "0x" + "d2" * 32, consumer=0)
    assert document_actions(shown, 0) == issuers


def test_an_interchange_receipt_is_both_sides_own_and_nothing_follows(rows: MemoryRows) -> None:
    facts = {"actor": CARRIER, "haulier": BANK, "version": 1, "subjectKind": 0, "subject": ZERO}
    rows.apply(event(1, "Documents", "InterchangeRegistered", documentId=DOCUMENT, **facts))
    found = document(rows)
    assert found.document_type == DocumentType.EQUIPMENT_INTERCHANGE_RECEIPT
    assert (found.issuer, found.counterpart, found.subject) == (CARRIER, BANK, None)
    assert parties(rows) == {CARRIER, BANK}
    assert document_actions(found, 0) == []


def test_a_corrected_batch_stays_and_names_its_correction(rows: MemoryRows) -> None:
    first = anchor(rows)
    assert first == MilestoneBatch(
        batch_id=BATCH,
        state=MilestoneState.ANCHORED,
        version=1,
        observer=CARRIER,
        subject_kind=SubjectKind.NONE,
        subject=None,
        events=2**32 - 1,
        earliest_at=900,
        latest_at=1000,
        corrects=None,
        corrected_by=None,
        anchored_at=1001,
        updated_at=1001,
    )
    assert milestone_actions(first) == [NextAction("CorrectMilestones", (CARRIER,))]
    facts = {"actor": CARRIER, "correction": CORRECTION, "version": 2}
    rows.apply(event(2, "Milestones", "MilestonesCorrected", batchId=BATCH, **facts))
    anchor(rows, CORRECTION, corrects=BATCH)
    old = batch(rows)
    assert (old.state, old.version, old.corrected_by) == (MilestoneState.CORRECTED, 2, CORRECTION)
    assert (old.events, old.anchored_at, old.updated_at) == (2**32 - 1, 1001, 1002)
    assert batch(rows, CORRECTION).corrects == BATCH
    assert milestone_actions(old) == []
    assert parties(rows) == {CARRIER}
