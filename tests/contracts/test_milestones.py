"""The rules of milestones beyond their state table: who observes, times, corrections, and the proof of one event."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.contracts.attachments import anchor, correct, milestones
from tests.contracts.records import ZERO, Record
from tests.support.world import Intent, World
from wallets.milestones import MilestoneBatch, batch_of

BILL: Final = 1


def _events(count: int) -> list[dict[str, Any]]:
    return [
        {
            "eventType": "EQUIPMENT",
            "eventClassifierCode": "ACT",
            "eventDateTime": "2026-01-01T00:00:00.000Z",
            "equipmentEventTypeCode": "GTOT",
            "sequence": place,
        }
        for place in range(count)
    ]


async def _anchored(world: World, count: int) -> MilestoneBatch:
    batch = batch_of(_events(count), world_salt(world))
    fields = {
        "batchId": "0x" + batch.root.hex(),
        "subjectKind": 0,
        "subject": ZERO,
        "events": batch.count,
        "earliestAt": batch.earliest_at,
        "latestAt": batch.latest_at,
    }
    await world.act(Intent("AnchorMilestones", "terminal", fields))
    return batch


def world_salt(world: World) -> bytes:
    """A salt of its own for each batch."""
    return bytes.fromhex(world.new_id()[2:])


async def _verified(
    world: World, batch: MilestoneBatch, place: int, event: bytes, proof: tuple[bytes, ...]
) -> bool:
    found = await world.read(
        "Milestones", "verify", "0x" + batch.root.hex(), place, event, list(proof)
    )
    assert isinstance(found, bool)
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 33])
async def test_the_contract_proves_every_event_as_the_wallets_do(world: World, count: int) -> None:
    batch = await _anchored(world, count)
    for place in range(count):
        proof = batch.prove(place).proof
        assert await _verified(world, batch, place, batch.commitment(place).root, proof)


@pytest.mark.parametrize("count", [1, 2, 3, 33])
async def test_no_event_is_proved_that_the_batch_has_not(world: World, count: int) -> None:
    batch = await _anchored(world, count)
    place, last = 0, count - 1
    event, proof = batch.commitment(place).root, batch.prove(place).proof
    tampered = bytes([event[0] ^ 1]) + event[1:]
    assert not await _verified(world, batch, place, tampered, proof)
    for wrong in {last, count, 2**32 - 1} - {place}:
        assert not await _verified(world, batch, wrong, event, proof)
    assert not await _verified(world, batch, place, event, (*proof, batch.root))
    assert not await _verified(world, batch, place, batch.root, ())
    if proof:
        assert not await _verified(world, batch, place, event, proof[:-1])
        assert not await _verified(world, batch, place, event, (*proof[::-1], proof[0]))
        # An inner node or a neighbour's leaf, taken for an event.
        for step in range(len(proof)):
            assert not await _verified(world, batch, place, proof[step], proof[:step])


async def test_nothing_is_in_a_batch_that_was_never_anchored(world: World) -> None:
    batch = batch_of(_events(2), world_salt(world))
    shown = batch.prove(0)
    assert not await _verified(world, batch, 0, batch.commitment(0).root, shown.proof)
    assert not await world.read("Milestones", "verify", ZERO, 0, ZERO, [])


async def test_a_corrected_batch_still_proves_what_it_said(world: World) -> None:
    batch = await _anchored(world, 3)
    record = Record("Milestones", "0x" + batch.root.hex(), 1)
    intent = await correct(world, record)
    events = await world.act(intent)
    assert [event.name for event in events] == ["MilestonesCorrected", "MilestonesAnchored"]
    assert events[1].args["corrects"] == record.record_id
    assert await world.state("Milestones", record.record_id) == "Corrected"
    assert await world.state("Milestones", intent.fields["correction"]) == "Anchored"
    assert await _verified(world, batch, 2, batch.commitment(2).root, batch.prove(2).proof)


async def test_the_correction_is_what_is_corrected_next(world: World) -> None:
    record = await milestones(world, "Anchored")
    first = await correct(world, record)
    await world.act(first)
    record.version = 2
    assert await world.refusal(await correct(world, record)) == "MilestonesUnexpectedState"
    await world.act(await correct(world, Record("Milestones", first.fields["correction"], 1)))


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"batchId": ZERO}, "MilestonesEmptyId"),
        ({"events": 0}, "MilestonesNoEvents"),
        ({"earliestAt": 2**40 - 1}, "MilestonesTimesReversed"),
        ({"latestAt": 2**40 - 1}, "MilestonesNotYet"),
        ({"subjectKind": 6}, "SubjectKindUnknown"),
        ({"subjectKind": BILL}, "SubjectMismatch"),
        ({"subjectKind": BILL, "subject": "0x" + "33" * 32}, "SubjectNotOnLedger"),
        ({"representedParty": 999}, "ConsortiumUnknownMember"),
    ],
)
async def test_a_bad_batch_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    record = await milestones(world, "None")
    assert await world.refusal((await anchor(world, record)).but(**lie)) == error
    if "batchId" not in lie:
        old = await milestones(world, "Anchored")
        assert await world.refusal((await correct(world, old)).but(**lie)) == error


async def test_a_correction_is_a_batch_of_its_own(world: World) -> None:
    record = await milestones(world, "Anchored")
    intent = await correct(world, record)
    assert await world.refusal(intent.but(correction=ZERO)) == "MilestonesEmptyId"
    itself = intent.but(correction=record.record_id)
    assert await world.refusal(itself) == "MilestonesAlreadyAnchored"
    for version in (0, 2, 2**32 - 1):
        assert await world.refusal(intent.but(version=version)) == "MilestonesStaleVersion"


async def test_events_have_happened_to_the_second(world: World) -> None:
    record = await milestones(world, "None")
    now = await world.now()
    intent = await anchor(world, record, earliestAt=now + 100, latestAt=now + 100)
    assert await world.refusal_at(intent, now + 99) == "MilestonesNotYet"
    assert await world.refusal_at(intent, now + 100) is None


@pytest.mark.parametrize("by", ["shipper", "consignee", "bank", "court", "tax_authority"])
async def test_who_stands_elsewhere_observes_nothing(world: World, by: str) -> None:
    intent = await anchor(world, await milestones(world, "None"))
    assert await world.refusal(intent.signed_by(by)) == "ConsortiumMemberLacksRole"


@pytest.mark.parametrize(
    "by", ["carrier", "forwarder", "terminal", "haulier", "customs", "governor"]
)
async def test_who_stands_there_observes(world: World, by: str) -> None:
    record = await milestones(world, "None")
    await world.act((await anchor(world, record)).signed_by(by))
    found = await world.read("Milestones", "batchOf", record.record_id)
    assert found["observer"] == world.member(by)


async def test_every_field_of_the_word_keeps_its_bounds(world: World) -> None:
    record = await milestones(world, "None")
    bill_id, now = await world.issued_bill(), await world.now()
    intent = await anchor(
        world, record, subjectKind=BILL, subject=bill_id, events=2**32 - 1, earliestAt=0
    )
    await world.act(intent)
    found = await world.read("Milestones", "batchOf", record.record_id)
    assert found == {
        "state": 1,
        "subjectKind": BILL,
        "version": 1,
        "observer": world.member("terminal"),
        "events": 2**32 - 1,
        "earliestAt": 0,
        "latestAt": intent.fields["latestAt"],
    }
    assert found["latestAt"] >= now - 1
