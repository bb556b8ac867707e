"""What a supporting document looks like in JSON."""

from typing import Any

from pydantic import Field

from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of, names_of
from api.kit.pagination import Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import DocumentStateName, DocumentTypeName
from api.kit.records import NextActionRead
from api.kit.schema import Id, MemberNumber, Output, Time, member_or_none, time_or_none
from chain.next_actions import document_actions
from chain.states import DocumentType, Role, SubjectKind
from chain.store.rows import Document


class DocumentSummary(Output):
    """A supporting document as the ledger has it; its content stays with its parties."""

    document_id: Id = Field(description="The salted commitment of its content.")
    state: spelled.DocumentState = Field(examples=["VALID"])
    document_type: spelled.DocumentType = Field(examples=["THIRD_PARTY_INSPECTION_REPORT"])
    version: int = Field(description="The version that the next action carries.")
    issuer: MemberNumber
    consumer: int | None = Field(description="The member that may use it up, once.")
    consumer_roles: list[spelled.Role] = Field(
        description="Who uses it up holds one of these; if there is no consumer either, nobody may."
    )
    counterpart: int | None = Field(description="The member that signed it with the issuer.")
    subject_kind: spelled.SubjectKind | None = Field(
        description="What it is about.", examples=["BILL"]
    )
    subject: str | None = Field(description="The id of what it is about.")
    valid_until: Time | None = Field(description="Inclusive; null for good.")
    supersedes: str | None = Field(description="The document whose place it took.")
    superseded_by: str | None = Field(description="The document that took its place.")
    used_by: int | None = Field(description="The member that used it up.")
    used_for: str | None = Field(description="Commitment of what it was used for.")
    registered_at: Time
    ended_at: Time | None = Field(description="When it was superseded, revoked or used up.")
    updated_at: Time

    @classmethod
    def of(cls, row: Document, time: int) -> "DocumentSummary":
        """From the ledger's row, at a time (seconds since 1970 UTC)."""
        return cls(**_plain(row, time))


class DocumentRead(DocumentSummary):
    """A supporting document and what may come next."""

    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, row: Document, time: int, subject: Subject) -> "DocumentRead":
        """From the ledger's row at a time, as this caller sees it."""
        return cls(
            **_plain(row, time),
            next_actions=[NextActionRead.of(a, subject) for a in document_actions(row, time)],
        )


class DocumentQuery(PageQuery):
    """What supporting documents can be filtered by."""

    state: DocumentStateName | None = None
    document_type: DocumentTypeName | None = None
    issuer: MemberFilter = None
    consumer: MemberFilter = None
    subject: Id | None = Field(default=None, description="The id of what they are about.")


class DocumentPage(Page[DocumentSummary]):
    """A page of supporting documents."""


def _plain(row: Document, time: int) -> dict[str, Any]:
    about = row.subject is not None
    return {
        "document_id": row.document_id,
        "state": row.state_at(time).name,
        "document_type": name_of(DocumentType, row.document_type),
        "version": row.version,
        "issuer": row.issuer,
        "consumer": member_or_none(row.consumer),
        "consumer_roles": names_of(Role, row.consumer_roles),
        "counterpart": member_or_none(row.counterpart),
        "subject_kind": name_of(SubjectKind, row.subject_kind) if about else None,
        "subject": row.subject,
        "valid_until": time_or_none(row.valid_until),
        "supersedes": row.supersedes,
        "superseded_by": row.superseded_by,
        "used_by": member_or_none(row.used_by),
        "used_for": row.used_for,
        "registered_at": rfc3339(row.registered_at),
        "ended_at": time_or_none(row.ended_at),
        "updated_at": rfc3339(row.updated_at),
    }
