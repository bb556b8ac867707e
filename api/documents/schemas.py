"""What a supporting document looks like in JSON."""

from functools import reduce
from operator import or_
from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.actions.records import AboutPrepare, ContentPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of, names_of
from api.kit.pagination import Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import DocumentStateName, DocumentTypeName, RoleName, SubjectKindName
from api.kit.records import NextActionRead
from api.kit.schema import (
    Id,
    MemberNumber,
    Moment,
    Output,
    Time,
    member_or_none,
    time_or_none,
)
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


class DocumentPrepare(ContentPrepare, AboutPrepare):
    """What your organisation registers, or hands over together with a haulier."""

    document: dict[str, Any] = Field(
        min_length=1,
        description="The document's JSON; of a file that is no JSON its card: mediaType, sha256, size.",
    )
    document_type: DocumentTypeName
    valid_until: Moment | None = Field(default=None, description="Inclusive; null for good.")
    consumer: MemberNumber | None = Field(default=None, description="Who may use it up, once.")
    consumer_roles: tuple[RoleName, ...] = Field(
        default=(),
        max_length=32,
        description="Who uses it up holds one of these.",
        examples=[["BANK"]],
    )
    haulier: MemberNumber | None = Field(
        default=None,
        description="Who signs an EQUIPMENT_INTERCHANGE_RECEIPT with you; of no other document.",
    )

    @model_validator(mode="after")
    def _only_receipts_have_a_haulier(self) -> Self:
        receipt = self.document_type == DocumentType.EQUIPMENT_INTERCHANGE_RECEIPT
        if receipt != (self.haulier is not None):
            raise PydanticCustomError(
                "interchange_haulier",
                "must name a haulier if, and only if, it is an equipment interchange receipt",
                {"message_zh": "仅设备交接单须且应填写承运车队（haulier）"},
            )
        if receipt and (self.valid_until or self.consumer or self.consumer_roles):
            raise PydanticCustomError(
                "interchange_terms",
                "must have no valid_until and no consumer: a receipt is good for good, used up by nobody",
                {"message_zh": "设备交接单长期有效且不被核销，不得填写 valid_until 与 consumer"},
            )
        return self

    @property
    def roles(self) -> int:
        """The roles of who may use it up, as bits."""
        return reduce(or_, self.consumer_roles, 0)


class DocumentSupersede(ContentPrepare, AboutPrepare):
    """What takes a document's place; what it is about and its validity are said anew, be they null."""

    document: dict[str, Any] = Field(
        min_length=1, description="The successor's JSON, or the card of its file."
    )
    subject_kind: SubjectKindName | None = Field(description="What the successor is about.")
    subject: Id | None = Field(description="The id of what the successor is about.")
    valid_until: Moment | None = Field(description="Inclusive; null for good.")


class DocumentPrepared(RecordPrepared):
    """The document's id, the salt to keep, and what to sign."""

    document_id: Id = Field(description="Of the document as it is prepared here.")


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
