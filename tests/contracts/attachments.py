"""Documents and milestones brought to any state of the state tables, and the good action of every kind on them."""

from __future__ import annotations

from typing import Any, Final

from tests.contracts.records import ZERO, Record
from tests.support.world import Intent, World

INSPECTION_QUARANTINE: Final = 3
EVENTS: Final = 4


async def document(world: World, state: str) -> Record:
    """An inspection and quarantine certificate for the consignee in a state."""
    record = Record("Documents", world.new_id(), 0)
    if state == "None":
        return record
    valid_until = await world.now() + 30 if state == "Expired" else 0
    await world.act(register(world, record, validUntil=valid_until))
    record.version = 1
    path = {
        "Valid": None,
        "Expired": None,
        "Superseded": supersede(world, record),
        "Revoked": document_action("RevokeDocument", record),
        "Consumed": document_action("ConsumeDocument", record),
    }[state]
    if path is not None:
        await world.act(path)
        record.version = 2
    return record


def register(world: World, record: Record, **changes: Any) -> Intent:
    """The registration of a certificate that the consignee may use up."""
    fields = {
        "documentId": record.record_id,
        "documentType": INSPECTION_QUARANTINE,
        "subjectKind": 0,
        "subject": ZERO,
        "validUntil": 0,
        "consumer": world.member("consignee"),
        "consumerRoles": 0,
    }
    return Intent("RegisterDocument", "customs", fields | changes)


def interchange(world: World, record: Record, **changes: Any) -> Intent:
    """The terminal's and the haulier's interchange receipt."""
    fields = {
        "documentId": record.record_id,
        "haulier": world.member("haulier"),
        "subjectKind": 0,
        "subject": ZERO,
    }
    return Intent("RegisterInterchange", "terminal", fields | changes, (world.signer("haulier"),))


def supersede(world: World, record: Record, **changes: Any) -> Intent:
    """Another certificate in the place of one."""
    fields = {
        "documentId": record.record_id,
        "version": record.version,
        "successor": world.new_id(),
        "subjectKind": 0,
        "subject": ZERO,
        "validUntil": 0,
    }
    return Intent("SupersedeDocument", "customs", fields | changes)


def document_action(name: str, record: Record, **changes: Any) -> Intent:
    """Revoking or using up, by whom the table names."""
    fields: dict[str, Any] = {"documentId": record.record_id, "version": record.version}
    if name == "ConsumeDocument":
        fields["usedFor"] = "0x" + "22" * 32
    by = "consignee" if name == "ConsumeDocument" else "customs"
    return Intent(name, by, fields | changes)


async def milestones(world: World, state: str) -> Record:
    """A batch of the terminal's in a state."""
    record = Record("Milestones", world.new_id(), 0)
    if state == "None":
        return record
    await world.act(await anchor(world, record))
    record.version = 1
    if state == "Corrected":
        await world.act(await correct(world, record))
        record.version = 2
    return record


async def anchor(world: World, record: Record, **changes: Any) -> Intent:
    """The anchoring of a batch of events that have just happened."""
    fields = {"batchId": record.record_id} | await _events(world)
    return Intent("AnchorMilestones", "terminal", fields | changes)


async def correct(world: World, record: Record, **changes: Any) -> Intent:
    """The correction of a batch by another one."""
    fields = {
        "batchId": record.record_id,
        "version": record.version,
        "correction": world.new_id(),
    } | await _events(world)
    return Intent("CorrectMilestones", "terminal", fields | changes)


async def _events(world: World) -> dict[str, Any]:
    now = await world.now()
    return {
        "subjectKind": 0,
        "subject": ZERO,
        "events": EVENTS,
        "earliestAt": now - 3600,
        "latestAt": now,
    }
