"""What a refund certificate looks like in JSON."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.actions.records import ContentPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.certificate_document import CertificateType
from api.kit.names import name_of
from api.kit.pagination import ListQuery, Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import CertificateStateName, CertificateTypeName
from api.kit.records import NextActionRead
from api.kit.schema import Id, MemberNumber, Output, Time, time_or_none
from chain.next_actions import certificate_actions
from chain.states import CertificateState
from chain.store.rows import Certificate

_THOUSAND = 1000


class CertificateSummary(Output):
    """A certificate as the ledger has it."""

    certificate_id: Id
    state: spelled.CertificateState = Field(examples=["SUBMITTED"])
    certificate_type: spelled.CertificateType = Field(examples=["AGENCY_EXPORT"])
    version: int = Field(description="The version that the next action carries.")
    applicant: MemberNumber
    tax_authority: MemberNumber
    user: MemberNumber = Field(description="Who may use it, once.")
    quantity: str = Field(description="In the declared unit, a decimal.", examples=["1250.500"])
    declared_quantity: str = Field(description="Of the whole item.", examples=["2000.000"])
    declaration_item: Id = Field(description="Salted commitment of the declaration's item.")
    content: Id = Field(description="Commitment of the application as last corrected.")
    bill_id: str | None
    reason: str | None = Field(description="Commitment of the reason of a refusal or a return.")
    used_for: str | None = Field(description="Commitment of what it was used for.")
    replacement: str | None = Field(
        description="The certificate applied for in its place; it has taken it once this is VOIDED."
    )
    replacement_quantity: str | None = Field(description="The quantity of that certificate.")
    replaces: str | None = Field(description="The certificate whose place this one took.")
    applied_at: Time
    accepted_at: Time | None
    returned_at: Time | None
    decided_at: Time | None
    used_at: Time | None
    voided_at: Time | None
    withdrawn_at: Time | None
    updated_at: Time

    @classmethod
    def of(cls, row: Certificate) -> "CertificateSummary":
        """From the ledger's row."""
        return cls(**_plain(row))


class CertificateRead(CertificateSummary):
    """A certificate and what may come next."""

    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, row: Certificate, subject: Subject) -> "CertificateRead":
        """From the ledger's row, as this caller sees it."""
        return cls(
            **_plain(row),
            next_actions=[NextActionRead.of(a, subject) for a in certificate_actions(row)],
        )


class CertificateFilters(ListQuery):
    """What certificates can be filtered by."""

    state: CertificateStateName | None = None
    certificate_type: CertificateTypeName | None = None
    applicant: MemberFilter = None
    tax_authority: MemberFilter = None
    user: MemberFilter = None
    bill_id: Id | None = Field(default=None, description="The bill of lading.")
    used_for: Id | None = Field(default=None, description="The claim or declaration.")
    role: Literal["applicant", "tax_authority", "user"] | None = Field(
        default=None, description="What your organisation is to it."
    )


class CertificateQuery(CertificateFilters, PageQuery):
    """Which page of them."""


class CertificatePrepare(ContentPrepare):
    """What your organisation applies for."""

    document: dict[str, Any] = Field(
        description="The application: certificateType, declarationItem, applicantUSCC, quantity, …"
    )
    item_salt: Annotated[
        str | None,
        Field(
            pattern=r"^0x[0-9a-fA-F]{64}$",
            description="The salt of the declaration's item: all applications on one item must use "
            "the same. Default: this gateway's own for the item.",
        ),
    ] = None
    tax_authority: MemberNumber = Field(description="The competent tax authority.")
    user: MemberNumber | None = Field(
        default=None, description="Who may use it, once. Default: the applicant."
    )
    bill_id: Id | None = Field(default=None, description="The bill of lading on this ledger.")


class CertificateCorrect(ContentPrepare):
    """The application as it should have been."""

    document: dict[str, Any] = Field(
        description="The whole application, corrected; type, item and declared quantity stay."
    )
    bill_id: Id | None = Field(
        default=None, description="The bill of lading of a replacement, on this ledger."
    )


class CertificateCorrected(RecordPrepared):
    """The commitment of the corrected application, the salt to keep, and what to sign."""

    certificate_id: Id
    content: Id = Field(
        description="Of a returned application its new content; of an issued certificate the id of "
        "the certificate to be issued in its place."
    )


class CertificatePrepared(RecordPrepared):
    """The certificate's id, the salts to keep, and what to sign."""

    certificate_id: Id
    item_salt: Id = Field(description="Proves the declaration's item.")


class CertificatePage(Page[CertificateSummary]):
    """A page of certificates."""


def _plain(row: Certificate) -> dict[str, Any]:
    return {
        "certificate_id": row.certificate_id,
        "state": name_of(CertificateState, row.state),
        "certificate_type": name_of(CertificateType, row.certificate_type),
        "version": row.version,
        "applicant": row.applicant,
        "tax_authority": row.tax_authority,
        "user": row.user,
        "quantity": _decimal(row.quantity),
        "declared_quantity": _decimal(row.declared_quantity),
        "declaration_item": row.declaration_item,
        "content": row.content,
        "bill_id": row.bill_id,
        "reason": row.reason,
        "used_for": row.used_for,
        "replacement": row.replacement,
        "replacement_quantity": _decimal(row.corrected) if row.replacement else None,
        "replaces": row.replaces,
        "applied_at": rfc3339(row.applied_at),
        "accepted_at": time_or_none(row.accepted_at),
        "returned_at": time_or_none(row.returned_at),
        "decided_at": time_or_none(row.decided_at),
        "used_at": time_or_none(row.used_at),
        "voided_at": time_or_none(row.voided_at),
        "withdrawn_at": time_or_none(row.withdrawn_at),
        "updated_at": rfc3339(row.updated_at),
    }


def _decimal(thousandths: int) -> str:
    return f"{thousandths // _THOUSAND}.{thousandths % _THOUSAND:03d}"
