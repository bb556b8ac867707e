"""Batches of milestones: which events they take, and that a proof shows one event and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallets.commitment import CommitmentError, verify_field
from wallets.milestones import (
    EQUIPMENT,
    MOST_EVENTS,
    SHIPMENT,
    TRANSPORT,
    MilestoneBatch,
    MilestoneError,
    MilestoneProof,
    batch_of,
    happened_at,
    leaf_of,
    verify_event,
)

SALT = bytes(range(32))
GATE_OUT = {
    "eventType": "EQUIPMENT",
    "eventClassifierCode": "ACT",
    "eventDateTime": "2026-11-24T13:53:07.250Z",
    "equipmentEventTypeCode": "GTOT",
    "equipmentReference": "CSQU3054383",
    "transportCall": {"location": {"UNLocationCode": "CNSHA"}},
}
SECONDS = 1_795_528_387


def events(count: int) -> list[dict[str, Any]]:
    return [
        GATE_OUT | {"eventDateTime": f"2026-11-24T13:{minute:02}:00.000Z", "sequence": place}
        for place in range(count)
        for minute in [place % 60]
    ]


def proved(batch: MilestoneBatch, shown: MilestoneProof) -> bool:
    return verify_event(batch.root, batch.count, shown)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 9, 100])
def test_every_event_of_a_batch_is_proved(count: int) -> None:
    batch = batch_of(events(count), SALT)
    assert batch.count == count
    assert all(proved(batch, batch.prove(place)) for place in range(count))


@given(st.integers(1, 40), st.data())
def test_no_event_is_proved_at_another_place(count: int, data: st.DataObject) -> None:
    batch = batch_of(events(count), SALT)
    place = data.draw(st.integers(0, count - 1))
    other = data.draw(st.integers(0, 50).filter(lambda found: found != place))
    assert not proved(batch, replace(batch.prove(place), place=other))


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_equal_events_are_told_apart_by_their_places(count: int) -> None:
    batch = batch_of([GATE_OUT] * count, SALT)
    roots = {batch.commitment(place).root for place in range(count)}
    assert len(roots) == count


@pytest.mark.parametrize(
    "lie",
    [
        {"equipmentReference": "CSQU3054384"},
        {"equipmentEventTypeCode": "GTIN"},
        {"eventDateTime": "2026-11-24T13:00:00.001Z"},
        {"transportCall": {}},
        {"added": True},
        {"number": float("nan")},
    ],
)
def test_a_tampered_event_is_not_proved(lie: dict[str, Any]) -> None:
    batch = batch_of(events(3), SALT)
    shown = batch.prove(0)
    assert not proved(batch, replace(shown, event={**shown.event, **lie}))


def test_nothing_else_of_a_proof_can_be_changed() -> None:
    batch = batch_of(events(5), SALT)
    shown = batch.prove(1)
    other = batch.prove(2)
    assert not proved(batch, replace(shown, salt=other.salt))
    assert not proved(batch, replace(shown, salt=shown.salt[:31]))
    assert not proved(batch, replace(shown, proof=shown.proof[:-1]))
    assert not proved(batch, replace(shown, proof=(*shown.proof, batch.root)))
    assert not proved(batch, replace(shown, proof=other.proof))
    assert not proved(batch, replace(shown, proof=(shown.proof[0][:31], *shown.proof[1:])))
    assert not proved(batch, replace(shown, place=-1))
    assert not verify_event(SALT, batch.count, shown)
    assert not verify_event(batch.root, 1, shown)
    assert not verify_event(batch.root, 2**40, replace(shown, place=MOST_EVENTS))


def test_an_inner_node_is_no_event() -> None:
    batch = batch_of(events(4), SALT)
    inner = batch.prove(0).proof[1]
    assert all(leaf_of(place, inner) not in batch.prove(0).proof for place in range(4))
    assert leaf_of(0, batch.commitment(0).root) != batch.commitment(0).root


def test_single_fields_of_an_event_are_proved() -> None:
    batch = batch_of(events(3), SALT)
    event = batch.commitment(2)
    shown = event.prove_field("/equipmentReference")
    assert verify_field(event.root, shown.pointer, "CSQU3054383", shown.leaf_salt, shown.proof)


@pytest.mark.parametrize("count", [0, -1])
def test_an_empty_batch_is_refused(count: int) -> None:
    with pytest.raises(MilestoneError, match="a batch has 1 to"):
        batch_of(events(max(count, 0)), SALT)


@pytest.mark.parametrize("place", [-1, 3])
def test_what_the_batch_has_not_cannot_be_proved(place: int) -> None:
    batch = batch_of(events(3), SALT)
    with pytest.raises(MilestoneError, match="no event at place"):
        batch.prove(place)
    with pytest.raises(MilestoneError, match="no event at place"):
        batch.commitment(place)


def test_the_salt_has_32_bytes_and_stays_hidden() -> None:
    with pytest.raises(CommitmentError, match="32 bytes"):
        batch_of(events(1), SALT[:31])
    batch = batch_of(events(2), SALT)
    assert SALT.hex() not in repr(batch)
    assert "salt" not in repr(batch.prove(0))
    assert batch_of(events(2), SALT[::-1]).root != batch.root


def test_times_are_in_whole_seconds() -> None:
    assert happened_at(GATE_OUT) == SECONDS
    later = GATE_OUT | {"eventDateTime": "2026-11-24T13:53:09.999Z"}
    batch = batch_of([later, GATE_OUT], SALT)
    assert (batch.earliest_at, batch.latest_at) == (SECONDS, SECONDS + 2)


@pytest.mark.parametrize(
    ("kind", "field", "codes"),
    [
        ("SHIPMENT", "shipmentEventTypeCode", SHIPMENT),
        ("TRANSPORT", "transportEventTypeCode", TRANSPORT),
        ("EQUIPMENT", "equipmentEventTypeCode", EQUIPMENT),
    ],
)
def test_the_codes_are_those_of_the_kind_of_event(
    kind: str, field: str, codes: dict[str, object]
) -> None:
    plain = {key: value for key, value in GATE_OUT.items() if key != "equipmentEventTypeCode"} | {
        "eventType": kind
    }
    for code in codes:
        assert happened_at(plain | {field: code}) == SECONDS
    for code in ("XXXX", "", None, 7, ["GTOT"][0] + "x"):
        with pytest.raises(MilestoneError) as refused:
            happened_at(plain | {field: code}, 4)
        assert (refused.value.field, refused.value.place) == (field, 4)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("eventType", "WEATHER"),
        ("eventType", None),
        ("eventType", ["EQUIPMENT"]),
        ("eventClassifierCode", "EST"),
        ("eventClassifierCode", "PLN"),
        ("eventClassifierCode", None),
        ("transportEventTypeCode", "ARRI"),
        ("equipmentEventTypeCode", ["GTOT"]),
        ("eventDateTime", "2026-11-24T13:53:07Z"),
        ("eventDateTime", "2026-11-24T13:53:07.250+08:00"),
        ("eventDateTime", "2026-02-30T13:53:07.250Z"),
        ("eventDateTime", "1969-12-31T23:59:59.999Z"),
        ("eventDateTime", "2026-11-24 13:53:07.250Z"),
        ("eventDateTime", 1_795_528_387),
        ("eventDateTime", None),
    ],
)
def test_an_event_that_breaks_a_rule_is_refused_by_field(field: str, value: object) -> None:
    with pytest.raises(MilestoneError) as refused:
        batch_of([GATE_OUT, GATE_OUT | {field: value}], SALT)
    assert (refused.value.field, refused.value.place) == (field, 1)


def test_what_no_commitment_can_carry_is_refused_by_place() -> None:
    with pytest.raises(MilestoneError, match="event 1"):
        batch_of([GATE_OUT, GATE_OUT | {"weight": float("inf")}], SALT)
