"""The batch of milestones: who observed them, and which batch corrects it."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import MilestoneState
from chain.store.rows import MilestoneBatch


@handles("Milestones", "MilestonesAnchored", step=Step.FIRST, parties=("actor",))
def milestones_anchored(rows: Rows, event: LogEvent) -> list[Change]:
    """A batch was anchored, by itself or to correct another."""
    del rows
    return [
        MilestoneBatch(
            batch_id=event.record_id,
            state=MilestoneState.ANCHORED,
            version=event.version,
            observer=event.actor,
            subject_kind=event.number("subjectKind"),
            subject=event.id_or_none("subject"),
            events=event.number("events"),
            earliest_at=event.number("earliestAt"),
            latest_at=event.number("latestAt"),
            corrects=event.id_or_none("corrects"),
            corrected_by=None,
            anchored_at=event.time,
            updated_at=event.time,
        )
    ]


@handles("Milestones", "MilestonesCorrected")
def milestones_corrected(rows: Rows, event: LogEvent) -> list[Change]:
    """A later batch says what is right; this one stays on record."""
    before = existing(rows, MilestoneBatch, event, event.record_id)
    return [
        replace(
            before,
            state=MilestoneState.CORRECTED,
            version=event.version,
            corrected_by=event.text("correction"),
            updated_at=event.time,
        )
    ]
