"""A commitment proves each field, and nothing but what the document says."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from wallets.commitment import (
    MOST_LEVELS,
    CommitmentError,
    commit,
    derive_leaf_salt,
    verify_field,
)

SALT = bytes(range(32))
MOST_INTEGER = 2**53 - 1

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-MOST_INTEGER, MOST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
# Letters only: objects whose keys are the places of a list are refused (tested below).
keys = st.text(st.sampled_from("ab/~é提"), max_size=3)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)


def _reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reversed_keys(value[key]) for key in reversed(list(value))}
    if isinstance(value, list):
        return [_reversed_keys(item) for item in value]
    return value


@given(document=documents, salt=st.binary(min_size=32, max_size=32))
def test_every_field_is_proved(document: Any, salt: bytes) -> None:
    commitment = commit(document, salt)
    assert commitment.pointers
    for pointer in commitment.pointers:
        shown = commitment.prove_field(pointer)
        assert shown.pointer == pointer
        assert verify_field(commitment.root, pointer, shown.value, shown.leaf_salt, shown.proof)


@given(document=documents)
def test_root_does_not_depend_on_key_order_or_text(document: Any) -> None:
    root = commit(document, SALT).root
    assert commit(_reversed_keys(document), SALT).root == root
    assert commit(json.loads(json.dumps(document)), SALT).root == root


@given(one=documents, other=documents)
def test_two_documents_never_share_a_root(one: Any, other: Any) -> None:
    # RFC 8785 writes -0.0 and 1.0 as 0 and 1: numbers are the same as in Python, truths are not.
    def distinct(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: distinct(item) for key, item in value.items()}
        if isinstance(value, list):
            return [distinct(item) for item in value]
        return ("truth", value) if isinstance(value, bool) else value

    same = distinct(one) == distinct(other)
    assert (commit(one, SALT).root == commit(other, SALT).root) == same


@given(document=documents, data=st.data())
def test_a_changed_field_is_not_proved(document: Any, data: st.DataObject) -> None:
    commitment = commit(document, SALT)
    shown = commitment.prove_field(data.draw(st.sampled_from(commitment.pointers)))
    root, salt, proof = commitment.root, shown.leaf_salt, shown.proof
    assert not verify_field(root, shown.pointer, "another value ", salt, proof)
    assert not verify_field(root, shown.pointer + "/x", shown.value, salt, proof)
    assert not verify_field(root, shown.pointer, shown.value, bytes(32), proof)
    assert not verify_field(root, shown.pointer, shown.value, salt, (*proof, bytes(32)))
    assert not verify_field(bytes(32), shown.pointer, shown.value, salt, proof)
    if proof:
        assert not verify_field(root, shown.pointer, shown.value, salt, proof[:-1])
        flipped = bytes([proof[0][0] ^ 1]) + proof[0][1:]
        assert not verify_field(root, shown.pointer, shown.value, salt, (flipped, *proof[1:]))


@given(count=st.integers(1, 70))
def test_every_size_of_tree_works(count: int) -> None:
    commitment = commit(list(range(count)), SALT)
    for place in range(count):
        shown = commitment.prove_field(f"/{place}")
        assert verify_field(commitment.root, f"/{place}", place, shown.leaf_salt, shown.proof)


def test_root_by_hand() -> None:
    """The construction of the module's first lines, written out once more for three fields."""

    def leaf(pointer: str, canonical: str) -> bytes:
        salt = derive_leaf_salt(SALT, pointer)
        return keccak(keccak(salt + canonical.encode()))

    def pair(one: bytes, other: bytes) -> bytes:
        return keccak(min(one, other) + max(one, other))

    first, second = leaf("/a", '["/a",1]'), leaf("/b/0", '["/b/0","x"]')
    third = leaf("/c~1d", '["/c~1d",{}]')
    expected = pair(pair(first, second), third)
    assert commit({"c/d": {}, "b": ["x"], "a": 1.0}, SALT).root == expected


def test_root_of_known_document_never_changes() -> None:
    document: dict[str, Any] = {
        "transportDocumentReference": "COSU6312345670",
        "isToOrder": True,
        "HSCodes": [],
    }
    root = commit(document, SALT).root.hex()
    assert root == "ddefce63680810a0abd64b6b4f1a311199cdff61066a6d88e2ca72a0bebccba6"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": []}, {"a": {}}),
        ({"a": [[]]}, {"a": []}),
        ({"a": None}, {}),
        ({"a/b": 1}, {"a": {"b": 1}}),
        ({"a~1b": 1}, {"a/b": 1}),
        ({"a": {"": 1}}, {"a": 1}),
        ({"a": "1"}, {"a": 1}),
        ({"a": True}, {"a": 1}),
        ({"a": "null"}, {"a": None}),
        ([["x"], []], [["x"]]),
        ({"0": 1, "2": 2}, [1, 2]),
        ("", {}),
    ],
)
def test_documents_that_look_alike_differ(one: Any, other: Any) -> None:
    assert commit(one, SALT).root != commit(other, SALT).root


@pytest.mark.parametrize("document", [{"a": {"0": "x"}}, {"a": {"1": "y", "0": "x"}}])
def test_object_that_reads_as_a_list_is_refused(document: Any) -> None:
    with pytest.raises(CommitmentError, match="places of a list, at /a") as refusal:
        commit(document, SALT)
    assert refusal.value.pointer == "/a"


def test_an_inner_node_is_no_field() -> None:
    """Second preimage: what is under an inner node cannot be shown as a leaf."""
    commitment = commit(["x", "y", "z"], SALT)
    shown = commitment.prove_field("/0")
    inner = keccak(b"".join(sorted([_leaf_hash(commitment, "/0"), _leaf_hash(commitment, "/1")])))
    third = commitment.prove_field("/2")
    assert third.proof == (inner,)
    assert not verify_field(commitment.root, "/0", "x", shown.leaf_salt, shown.proof[1:])
    assert not verify_field(commitment.root, "", inner.hex(), bytes(32), third.proof)


def _leaf_hash(commitment: Any, pointer: str) -> bytes:
    shown = commitment.prove_field(pointer)
    single = commit("x", SALT)
    assert single.pointers == [""]
    canonical = json.dumps([pointer, shown.value], separators=(",", ":")).encode()
    return keccak(keccak(shown.leaf_salt + canonical))


@pytest.mark.parametrize("value", [["x"], {"a": 1}, float("nan"), object(), 2**53, "\ud800"])
def test_what_is_no_leaf_is_not_proved(value: Any) -> None:
    shown = commit(["x"], SALT).prove_field("/0")
    root = commit(["x"], SALT).root
    assert verify_field(root, "/0", "x", shown.leaf_salt, shown.proof)
    assert not verify_field(root, "/0", value, shown.leaf_salt, shown.proof)
    assert not verify_field(root, "/\ud800", "x", shown.leaf_salt, shown.proof)


def test_a_root_over_a_whole_list_proves_nothing() -> None:
    """Only leaves are fields: a root that somebody made of a list as one leaf is not accepted."""
    made = keccak(keccak(SALT + b'["",["x"]]'))
    assert verify_field(keccak(keccak(SALT + b'["",[]]')), "", [], SALT, ())
    assert not verify_field(made, "", ["x"], SALT, ())


def test_malformed_proofs_are_not_proofs() -> None:
    shown = commit(["x", "y"], SALT).prove_field("/0")
    root = commit(["x", "y"], SALT).root
    assert not verify_field(root, "/0", "x", shown.leaf_salt[:-1], shown.proof)
    assert not verify_field(root, "/0", "x", shown.leaf_salt, (shown.proof[0][:-1],))
    assert not verify_field(root[:-1], "/0", "x", shown.leaf_salt, shown.proof)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        10**400,
        "\udc00",
        b"bytes",
        {1, 2},
        object(),
    ],
)
def test_what_json_cannot_carry_is_refused_by_pointer(value: Any) -> None:
    with pytest.raises(CommitmentError, match=r", at /consignmentItems/1/weight$") as refusal:
        commit({"consignmentItems": [{"weight": 1}, {"weight": value}]}, SALT)
    assert refusal.value.pointer == "/consignmentItems/1/weight"


def test_integers_up_to_the_limit_are_carried() -> None:
    commitment = commit([MOST_INTEGER, -MOST_INTEGER], SALT)
    assert commitment.prove_field("/0").value == MOST_INTEGER


@pytest.mark.parametrize("key", [1, None, "\ud800"])
def test_keys_are_text(key: Any) -> None:
    with pytest.raises(CommitmentError, match=", at /a"):
        commit({"a": {key: 1}}, SALT)


def test_deep_nesting_is_refused_without_a_stack_overflow() -> None:
    document: Any = "x"
    for _ in range(MOST_LEVELS):
        document = [document]
    assert len(commit(document, SALT).pointers) == 1
    for _ in range(5_000):
        document = [document]
    with pytest.raises(CommitmentError, match="nested deeper than 64 levels"):
        commit(document, SALT)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_salt_has_32_bytes(length: int) -> None:
    with pytest.raises(CommitmentError, match=f"has 32 bytes, not {length}"):
        commit({}, bytes(length))


def test_another_salt_gives_another_root() -> None:
    assert commit({"a": 1}, SALT).root != commit({"a": 1}, bytes(32)).root


def test_unknown_pointer_has_no_proof() -> None:
    commitment = commit({"a": {"b": 1}}, SALT)
    with pytest.raises(CommitmentError, match="no single value there, at /a"):
        commitment.prove_field("/a")


def test_leaf_salts_differ_and_secrets_stay_out_of_repr() -> None:
    commitment = commit({"a": 1, "b": 1}, SALT)
    one, other = commitment.prove_field("/a"), commitment.prove_field("/b")
    assert one.leaf_salt != other.leaf_salt
    assert repr(SALT) not in repr(commitment)
    assert repr(one.leaf_salt) not in repr(one)


def test_the_document_is_not_changed() -> None:
    document: dict[str, Any] = {"b": [1, {"c": []}], "a": "x"}
    before = copy.deepcopy(document)
    commit(document, SALT)
    assert document == before
    assert list(document) == ["b", "a"]


def test_large_document_in_any_key_order() -> None:
    fields = {f"field{number}": number for number in range(500)}
    shuffled = list(fields.items())
    random.Random(7).shuffle(shuffled)  # noqa: S311 - an order, no secret
    assert commit(dict(shuffled), SALT).root == commit(fields, SALT).root
