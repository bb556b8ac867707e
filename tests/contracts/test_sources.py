"""The contracts' sources keep the rules of scripts/dev/source_rules.py, and a source that breaks one is found."""

from __future__ import annotations

from typing import Any, Final

import pytest

from chain.compile import compile_contracts
from scripts.dev.source_rules import nodes, senders, unexplained
from tests.support.personas import ROLES
from tests.support.world import World

TREES: Final = compile_contracts().syntax_trees
INTERFACE: Final = "contracts/interfaces/IInvented.sol"


@pytest.mark.parametrize("path", sorted(TREES))
def test_nothing_depends_on_who_sends_the_transaction(path: str) -> None:
    assert senders(TREES[path]) == []


@pytest.mark.parametrize(
    ("node", "asked"),
    [
        (
            {"nodeType": "MemberAccess", "memberName": "sender", "expression": {"name": "msg"}},
            "msg.sender",
        ),
        (
            {"nodeType": "MemberAccess", "memberName": "origin", "expression": {"name": "tx"}},
            "tx.origin",
        ),
        ({"nodeType": "YulFunctionCall", "functionName": {"name": "caller"}}, "caller()"),
        ({"nodeType": "YulFunctionCall", "functionName": {"name": "origin"}}, "origin()"),
        ({"nodeType": "Identifier", "name": "_msgSender"}, "_msgSender"),
    ],
)
def test_a_source_that_asks_for_the_sender_is_found(node: dict[str, Any], asked: str) -> None:
    assert senders({"nodeType": "Block", "statements": [{"nodeType": "Return"}, node]}) == [asked]


def test_the_search_sees_what_the_sources_do_ask() -> None:
    asked = {
        ((node.get("expression") or {}).get("name"), node.get("memberName"))
        for tree in TREES.values()
        for node in nodes(tree)
    }
    assert ("block", "timestamp") in asked


async def test_the_relayer_of_these_tests_is_a_stranger_to_the_ledger(world: World) -> None:
    relayer = world.relayer
    assert (await world.read("Consortium", "walletOf", relayer))["member"] == 0
    assert relayer not in {world.signer(persona).address for persona in ROLES}


def test_the_interfaces_explain_all_that_they_have() -> None:
    assert unexplained(TREES) == []


def _invented(kind: str, text: str, *names: str) -> dict[str, dict[str, Any]]:
    parts = [{"nodeType": "VariableDeclaration", "name": name} for name in names]
    node: dict[str, Any] = {
        "nodeType": kind,
        "name": "Invented",
        "documentation": {"text": text},
        "members" if kind == "StructDefinition" else "parameters": (
            parts if kind == "StructDefinition" else {"parameters": parts}
        ),
    }
    return {INTERFACE: {"nodeType": "SourceUnit", "nodes": [node]}}


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        (_invented("ErrorDefinition", "@notice What is wrong.", "signer"), []),
        (_invented("ErrorDefinition", "@notice The `oddity` is wrong.", "oddity"), []),
        (_invented("EventDefinition", "@notice It was.\n @param oddity One.", "oddity"), []),
        (
            _invented("EventDefinition", "@notice It was.", "oddity"),
            ["Invented.oddity is explained nowhere"],
        ),
        (_invented("FunctionDefinition", "@dev Requirements: none."), ["Invented has no @notice"]),
        (
            _invented("StructDefinition", "@notice A thing.", "signer"),
            ["Invented.signer is explained nowhere"],
        ),
        (
            _invented("ErrorDefinition", "@notice It is.\n @param gone One."),
            ["Invented explains gone, which it does not have"],
        ),
    ],
)
def test_what_an_interface_leaves_unexplained_is_found(
    source: dict[str, dict[str, Any]], faults: list[str]
) -> None:
    assert unexplained(source) == [f"{INTERFACE}: {fault}" for fault in faults]
