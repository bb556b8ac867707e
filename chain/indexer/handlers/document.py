"""The supporting document: whether it is still good, and what took its place or used it up."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import DocumentState, DocumentType
from chain.store.rows import Document


@handles("Documents", "DocumentRegistered", step=Step.FIRST, parties=("actor", "consumer"))
def document_registered(rows: Rows, event: LogEvent) -> list[Change]:
    """A document was registered, by itself or in the place of another."""
    del rows
    made = _registered(event, event.number("documentType"))
    return [
        replace(
            made,
            consumer=event.number("consumer"),
            consumer_roles=event.number("consumerRoles"),
            valid_until=event.number("validUntil"),
            supersedes=event.id_or_none("supersedes"),
        )
    ]


@handles("Documents", "InterchangeRegistered", step=Step.FIRST, parties=("actor", "haulier"))
def interchange_registered(rows: Rows, event: LogEvent) -> list[Change]:
    """Both sides of an interchange registered their receipt."""
    del rows
    made = _registered(event, DocumentType.EQUIPMENT_INTERCHANGE_RECEIPT)
    return [replace(made, counterpart=event.number("haulier"))]


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


def _registered(event: LogEvent, document_type: int) -> Document:
    return Document(
        document_id=event.record_id,
        state=DocumentState.VALID,
        document_type=document_type,
        version=event.version,
        issuer=event.actor,
        consumer=0,
        consumer_roles=0,
        counterpart=0,
        subject_kind=event.number("subjectKind"),
        subject=event.id_or_none("subject"),
        valid_until=0,
        supersedes=None,
        superseded_by=None,
        used_by=0,
        used_for=None,
        registered_at=event.time,
        ended_at=None,
        updated_at=event.time,
    )


def _ended(rows: Rows, event: LogEvent, state: DocumentState) -> Document:
    before = existing(rows, Document, event, event.record_id)
    return replace(
        before, state=state, version=event.version, ended_at=event.time, updated_at=event.time
    )
