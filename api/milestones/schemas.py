"""What a batch of milestones looks like in JSON."""

from typing import Annotated, Any

from pydantic import Field

from api.actions.records import AboutPrepare, RecordPrepared
from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.milestone_event import MOST_EVENTS
from api.kit.names import name_of
from api.kit.pagination import Page, PageQuery
from api.kit.paths import MemberFilter
from api.kit.query import MilestoneStateName, SubjectKindName
from api.kit.records import NextActionRead
from api.kit.schema import Id, MemberNumber, Output, Time
from chain.next_actions import milestone_actions
from chain.states import MilestoneState, SubjectKind
from chain.store.rows import MilestoneBatch


class MilestoneBatchSummary(Output):
    """A batch of events as the ledger has it; the events stay with their parties."""

    batch_id: Id = Field(description="The root of the Merkle tree over its events.")
    state: spelled.MilestoneState = Field(examples=["ANCHORED"])
    version: int = Field(description="The version that the next action carries.")
    observer: MemberNumber = Field(description="Who observed the events and signed.")
    subject_kind: spelled.SubjectKind | None = Field(
        description="What its events are about.", examples=["BILL"]
    )
    subject: str | None = Field(description="The id of what they are about.")
    events: int = Field(description="How many events it has.", examples=[40])
    earliest_at: Time = Field(description="When the earliest event happened.")
    latest_at: Time = Field(description="When the latest event happened.")
    corrects: str | None = Field(description="The batch that it corrects.")
    corrected_by: str | None = Field(description="The batch that says what is right.")
    anchored_at: Time
    updated_at: Time

    @classmethod
    def of(cls, row: MilestoneBatch) -> "MilestoneBatchSummary":
        """From the ledger's row."""
        return cls(**_plain(row))


class MilestoneBatchRead(MilestoneBatchSummary):
    """A batch and what may come next."""

    next_actions: list[NextActionRead]

    @classmethod
    def with_next(cls, row: MilestoneBatch, subject: Subject) -> "MilestoneBatchRead":
        """From the ledger's row, as this caller sees it."""
        return cls(
            **_plain(row),
            next_actions=[NextActionRead.of(a, subject) for a in milestone_actions(row)],
        )


class MilestoneQuery(PageQuery):
    """What batches of milestones can be filtered by."""

    state: MilestoneStateName | None = None
    observer: MemberFilter = None
    subject_kind: SubjectKindName | None = None
    subject: Id | None = Field(default=None, description="The id of what they are about.")


Events = Annotated[
    list[dict[str, Any]],
    Field(
        min_length=1,
        max_length=MOST_EVENTS,
        description="Events in the spelling of DCSA Track & Trace: eventType, eventClassifierCode ACT, "
        "eventDateTime in UTC with milliseconds, the event type's own code, equipmentReference, …",
    ),
]


class MilestonePrepare(AboutPrepare):
    """What your organisation observed: events, all about one thing."""

    events: Events


class MilestoneCorrect(AboutPrepare):
    """What is right; what it is about is said anew, be it null."""

    events: Events
    subject_kind: SubjectKindName | None = Field(description="What all events are about.")
    subject: Id | None = Field(description="The id of what they are about.")


class MilestonePrepared(RecordPrepared):
    """The batch's id, the salt to keep with its events, and what to sign."""

    batch_id: Id = Field(description="Of the batch as it is prepared here.")


class MilestonePage(Page[MilestoneBatchSummary]):
    """A page of batches of milestones."""


def _plain(row: MilestoneBatch) -> dict[str, Any]:
    about = row.subject is not None
    return {
        "batch_id": row.batch_id,
        "state": name_of(MilestoneState, row.state),
        "version": row.version,
        "observer": row.observer,
        "subject_kind": name_of(SubjectKind, row.subject_kind) if about else None,
        "subject": row.subject,
        "events": row.events,
        "earliest_at": rfc3339(row.earliest_at),
        "latest_at": rfc3339(row.latest_at),
        "corrects": row.corrects,
        "corrected_by": row.corrected_by,
        "anchored_at": rfc3339(row.anchored_at),
        "updated_at": rfc3339(row.updated_at),
    }
