"""What a refund claim and its clock look like in JSON."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from api.actions.records import ContentPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.claims.clock import Reading
from api.kit import spelled
from api.kit.names import name_of
from api.kit.pagination import Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import ClaimStateName, ManagementClassName
from api.kit.records import NextActionRead
from api.kit.schema import (
    LATEST,
    Id,
    Input,
    MemberNumber,
    Moment,
    Output,
    Time,
    time_or_none,
)
from chain.next_actions import claim_actions
from chain.states import ClaimState, ManagementClass
from chain.store.rows import Claim


class ClaimSummary(Output):
    """A claim as the ledger has it."""

    claim_id: Id
    state: spelled.ClaimState = Field(examples=["ACCEPTED"])
    version: int = Field(description="The version that the next action carries.")
    exporter: MemberNumber
    tax_authority: MemberNumber
    management_class: spelled.ManagementClass | None = Field(
        description="The exporter's class, as the tax authority accepted the claim.",
        examples=["CLASS1"],
    )
    content: Id = Field(description="Commitment of the claim as last corrected.")
    reason: str | None = Field(description="Commitment of the reason of a refusal or a return.")
    filed_at: Time = Field(description="申报")
    returned_at: Time | None = Field(description="退回补正")
    accepted_at: Time | None = Field(description="受理: the clock starts.")
    reviewed_at: Time | None = Field(description="审核")
    concluded_at: Time | None = Field(description="办结: the clock stops.")
    paid_at: Time | None = Field(description="退库")
    withdrawn_at: Time | None
    updated_at: Time

    @classmethod
    def of(cls, row: Claim) -> "ClaimSummary":
        """From the ledger's row."""
        return cls(**_plain(row))


class ClaimRead(ClaimSummary):
    """A claim, the certificates that its exporter has used for it, and what may come next."""

    certificates: list[str] = Field(description="Their ids; at most 200.")
    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, row: Claim, certificates: Sequence[str], subject: Subject) -> "ClaimRead":
        """From the ledger's row, as this caller sees it."""
        return cls(
            **_plain(row),
            certificates=list(certificates),
            next_actions=[NextActionRead.of(a, subject) for a in claim_actions(row)],
        )


class ClaimQuery(PageQuery):
    """What claims can be filtered by."""

    state: ClaimStateName | None = None
    management_class: ManagementClassName | None = None
    exporter: MemberFilter = None
    tax_authority: MemberFilter = None


class ClaimPrepare(ContentPrepare):
    """What your organisation claims."""

    document: dict[str, Any] = Field(
        description="The claim: exporterUSCC, period, batch, declarationItems, refundAmount, …"
    )
    tax_authority: MemberNumber = Field(description="The competent tax authority.")


class ClaimPrepared(RecordPrepared):
    """The claim's id, the salt to keep, and what to sign."""

    claim_id: Id


class ClockQuery(Input):
    """Which concluded claims count."""

    concluded_from: Moment = Field(default=0, description="UTC, RFC 3339; from then on.")
    concluded_before: Moment = Field(default=LATEST, description="UTC, RFC 3339; before it.")


class ClassClock(Output):
    """The clock of the claims of a class, or of several, from acceptance to conclusion."""

    classes: list[str] = Field(examples=[["CLASS1"]])
    concluded: int = Field(description="How many were concluded in the period.")
    approved: int
    refused: int
    pending: int = Field(description="How many are accepted and not concluded now.")
    mean_working_days: float | None = Field(examples=[2.75])
    median_working_days: int | None
    p90_working_days: int | None
    p95_working_days: int | None
    longest_working_days: int | None
    limit_working_days: int | None = Field(description="The limit of a single claim.")
    within_limit: int | None = Field(description="How many kept it.")

    @classmethod
    def of(cls, reading: Reading) -> "ClassClock":
        """From the clock's reading."""
        parts = reading.percentiles
        return cls(
            classes=[given.name for given in reading.classes],
            concluded=reading.concluded,
            approved=reading.approved,
            refused=reading.refused,
            pending=reading.pending,
            mean_working_days=reading.mean,
            median_working_days=parts.get(50),
            p90_working_days=parts.get(90),
            p95_working_days=parts.get(95),
            longest_working_days=parts.get(100),
            limit_working_days=reading.limit,
            within_limit=reading.within_limit,
        )


class ClaimClock(Output):
    """How long claims take: working days by the official calendar, of legal days in China."""

    time_zone: str = Field(examples=["Asia/Shanghai"])
    by_class: list[ClassClock]
    classes_1_and_2: ClassClock = Field(description="Together, as the target is their average.")


class ClaimPage(Page[ClaimSummary]):
    """A page of claims."""


def _plain(row: Claim) -> dict[str, Any]:
    accepted = row.management_class != 0
    return {
        "claim_id": row.claim_id,
        "state": name_of(ClaimState, row.state),
        "version": row.version,
        "exporter": row.exporter,
        "tax_authority": row.tax_authority,
        "management_class": name_of(ManagementClass, row.management_class) if accepted else None,
        "content": row.content,
        "reason": row.reason,
        "filed_at": rfc3339(row.filed_at),
        "returned_at": time_or_none(row.returned_at),
        "accepted_at": time_or_none(row.accepted_at),
        "reviewed_at": time_or_none(row.reviewed_at),
        "concluded_at": time_or_none(row.concluded_at),
        "paid_at": time_or_none(row.paid_at),
        "withdrawn_at": time_or_none(row.withdrawn_at),
        "updated_at": rfc3339(row.updated_at),
    }
