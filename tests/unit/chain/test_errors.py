"""The node's troubles and the contracts' refusals are never mistaken for each other."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from chain import errors
from chain.errors import (
    AlreadyKnownError,
    ChainError,
    ContractRefusal,
    NodeError,
    NodeRefusedError,
    NonceTooLowError,
    PortInUseError,
    node_refusal,
)
from chain.rpc import _refusal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nonce too low: next nonce 3, tx nonce 1", NonceTooLowError),
        ("Nonce too low. Expected nonce to be 3 but got 1.", NonceTooLowError),
        ("nonce is too low", NonceTooLowError),
        ("already known", AlreadyKnownError),
        ("transaction already imported", AlreadyKnownError),
        ("Known transaction", AlreadyKnownError),
        ("insufficient funds for gas * price + value", NodeRefusedError),
        ("", NodeRefusedError),
    ],
)
def test_a_nodes_words_have_a_type(text: str, kind: type[NodeRefusedError]) -> None:
    for refusal in (node_refusal(-32000, text), _refusal({"code": -32000, "message": text})):
        assert type(refusal) is kind
        assert refusal.code == -32000
        assert text in str(refusal)


@pytest.mark.parametrize(
    "answer",
    [
        {"code": -32601, "message": "Method not found"},
        {"code": -32602, "message": "invalid params", "data": "0x"},
        {"code": -32602, "message": "invalid params", "data": "field 3"},
        {
            "code": -32603,
            "message": "Internal error",
            "data": {"message": "no revert here, said someone"},
        },
        {"code": -32000, "message": "out of gas", "data": None},
        {"message": "no code"},
        {"code": None, "message": None},
        {},
    ],
    ids=str,
)
def test_a_nodes_trouble_is_no_refusal_of_a_contract(answer: dict[str, Any]) -> None:
    refusal = _refusal(answer)
    assert isinstance(refusal, NodeError)
    assert not isinstance(refusal, ContractRefusal)


def test_the_branches_are_apart() -> None:
    assert not issubclass(ContractRefusal, NodeError)
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, Exception)
    ]
    assert all(issubclass(kind, ChainError) for kind in kinds)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    documented = errors.__doc__ or ""
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, Exception):
            assert name in documented


def test_texts_say_what_happened() -> None:
    assert str(PortInUseError(8545)) == "port 8545 is in use"
    refusal = ContractRefusal("BillStaleVersion", {"expected": 2, "given": 1}, "0x")
    assert str(refusal) == "BillStaleVersion(expected=2, given=1)"
