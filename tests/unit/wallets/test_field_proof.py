from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallets.commitment import commit, derive_leaf_salt
from wallets.contents import content_of
from wallets.field_proof import FieldProofError, FieldShown, parse_field_proof, show_field

SALT = bytes(range(100, 132))
CONTAINER = "/utilizedTransportEquipments/0/equipment/equipmentReference"
BILL = content_of(
    "bill.json",
    json.dumps(
        {
            "transportDocumentReference": "NSTC4118304212",
            "utilizedTransportEquipments": [
                {"equipment": {"equipmentReference": "TEMU5678336"}, "isShipperOwned": False},
                {"equipment": {"equipmentReference": "CSQU3054383"}, "isShipperOwned": True},
            ],
            "documentParties": {"shipper": {"partyName": "Elbe Rohstoff"}},
        }
    ).encode(),
    SALT,
)
names = st.text(st.characters(codec="utf-8"), max_size=6)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=12)
)
documents = st.dictionaries(
    names.map(lambda name: f"n{name}"),
    st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(names.map(lambda name: f"n{name}"), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=5,
)


def text_of(shown: FieldShown) -> bytes:
    return json.dumps(shown.as_json()).encode()


def test_a_container_number_is_shown_without_the_rest() -> None:
    shown = show_field(BILL, CONTAINER)
    assert (shown.value, shown.root) == ("TEMU5678336", BILL.root)
    text = text_of(shown)
    assert parse_field_proof(text) == shown
    assert shown.holds
    for secret in ("NSTC4118304212", "CSQU3054383", "Elbe", "partyName", SALT.hex()):
        assert secret.encode() not in text


@given(documents, st.data(), st.binary(min_size=32, max_size=32))
def test_a_proof_has_its_own_salt_and_no_other(document: Any, data: Any, salt: bytes) -> None:
    content = content_of("d.json", json.dumps(document).encode(), salt)
    pointers = commit(document, salt).pointers
    pointer = data.draw(st.sampled_from(pointers))
    text = text_of(show_field(content, pointer))
    assert derive_leaf_salt(salt, pointer).hex().encode() in text
    assert salt.hex().encode() not in text
    for other in pointers:
        if other != pointer:
            assert derive_leaf_salt(salt, other).hex().encode() not in text


@given(documents, st.data())
def test_a_proof_holds_to_the_letter_alone(document: Any, data: Any) -> None:
    content = content_of("d.json", json.dumps(document).encode(), SALT)
    pointer = data.draw(st.sampled_from(commit(document, SALT).pointers))
    said = show_field(content, pointer).as_json()
    assert parse_field_proof(json.dumps(said).encode()).holds
    changed = dict(said)
    name = data.draw(st.sampled_from(["root", "salt", "pointer", "value", "proof"]))
    if name in {"root", "salt"}:
        changed[name] = data.draw(hashes.filter(lambda one: one != said[name]))
    elif name == "pointer":
        changed[name] = data.draw(names.map(lambda n: f"/n{n}").filter(lambda p: p != pointer))
    elif name == "value":
        value = data.draw((scalars | st.just([]) | st.just({})).filter(lambda v: differs(v, said)))
        changed[name] = value
    elif said["proof"]:
        place = data.draw(st.integers(0, len(said["proof"]) - 1))
        steps = list(said["proof"])
        steps[place : place + 1] = data.draw(
            st.just([]) | hashes.filter(lambda one: one != steps[place]).map(lambda one: [one])
        )
        changed[name] = steps
    else:
        changed[name] = [data.draw(hashes)]
    assert not parse_field_proof(json.dumps(changed).encode()).holds


hashes = st.binary(min_size=32, max_size=32).map(lambda raw: "0x" + raw.hex())


def differs(value: Any, said: dict[str, Any]) -> bool:
    """False and 0 are one to Python, and two to JSON."""
    return json.dumps(value) != json.dumps(said["value"])


def test_only_single_values_are_shown() -> None:
    for pointer in ("/documentParties", "/nothing", "", "documentParties"):
        with pytest.raises(FieldProofError):
            show_field(BILL, pointer)


def test_a_proof_does_not_move_to_another_field_or_document() -> None:
    first, second = (show_field(BILL, CONTAINER.replace("/0/", f"/{n}/")) for n in (0, 1))
    mixed = FieldShown(first.root, first.pointer, second.value, first.salt, first.proof)
    moved = FieldShown(first.root, second.pointer, first.value, first.salt, first.proof)
    other = FieldShown(bytes(32), first.pointer, first.value, first.salt, first.proof)
    assert [shown.holds for shown in (first, second, mixed, moved, other)] == [True] * 2 + [
        False
    ] * 3


def test_a_file_that_is_no_json_shows_its_hash_and_size() -> None:
    report = content_of("report.pdf", b"%PDF-1.7", SALT)
    assert show_field(report, "/size").value == 8
    assert show_field(report, "/mediaType").holds


@pytest.mark.parametrize(
    "change",
    [
        {"type": "another"},
        {"version": 2},
        {"root": "0x12"},
        {"salt": None},
        {"proof": "0x"},
        {"proof": ["0x" + "00" * 32] * 65},
        {"proof": ["00" * 32]},
        {"pointer": 7},
        {"more": 1},
    ],
)
def test_what_is_no_proof_is_told(change: dict[str, Any]) -> None:
    said = show_field(BILL, CONTAINER).as_json() | change
    with pytest.raises(FieldProofError):
        parse_field_proof(json.dumps(said).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"type":1,"type":2}', b"\xff"])
def test_what_is_no_json_object_is_no_proof(data: bytes) -> None:
    with pytest.raises(FieldProofError):
        parse_field_proof(data)
