"""The supporting document: whether it is still good, and what took its place or used it up."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import DocumentState
from chain.store.rows import Document


@handles("Documents", "DocumentRegistered", step=Step.FIRST, parties=("actor", "consumer"))
def document_registered(rows: Rows, event: LogEvent) -> list[Change]:
    """A document was registered, by itself or in the place of another."""
    del rows
    return [
        Document(
            document_id=event.record_id,
            state=DocumentState.VALID,
            document_type=event.number("documentType"),
            version=event.version,
            issuer=event.actor,
            consumer=event.number("consumer"),
            consumer_roles=event.number("consumerRoles"),
            subject_kind=event.number("subjectKind"),
            subject=event.id_or_none("subject"),
            valid_until=event.number("validUntil"),
            supersedes=event.id_or_none("supersedes"),
            superseded_by=None,
            used_by=0,
            used_for=None,
            registered_at=event.time,
            ended_at=None,
            updated_at=event.time,
        )
    ]


@handles("Documents", "DocumentSuperseded")
def document_superseded(rows: Rows, event: LogEvent) -> list[Change]:
    """Another document took its place."""
    after = _ended(rows, event, DocumentState.SUPERSEDED)
    return [replace(after, superseded_by=event.text("successor"))]


@handles("Documents", "DocumentRevoked")
def document_revoked(rows: Rows, event: LogEvent) -> list[Change]:
    """Its issuer revoked it."""
    return [_ended(rows, event, DocumentState.REVOKED)]


@handles("Documents", "DocumentConsumed", parties=("actor",))
def document_consumed(rows: Rows, event: LogEvent) -> list[Change]:
    """It was used up, once and for good; whoever did is party to it from then on."""
    after = _ended(rows, event, DocumentState.CONSUMED)
    return [replace(after, used_by=event.actor, used_for=event.text("usedFor"))]


def _ended(rows: Rows, event: LogEvent, state: DocumentState) -> Document:
    before = existing(rows, Document, event, event.record_id)
    return replace(
        before, state=state, version=event.version, ended_at=event.time, updated_at=event.time
    )
