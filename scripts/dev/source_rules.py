"""Checks the contracts' sources for what the compiler does not: nothing asks for the sender, all is explained.

An action is lawful by its signature alone, so no source may ask for the sender. The interfaces are the integrator's
page: everything there has its @notice, every member of a struct its @param, and every parameter is explained by a
@param, in the notice as `name`, or by its name, which a field of an action or a struct explains. Run
`python -m scripts.dev.source_rules`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chain.codegen.actions import ACTIONS_SOURCE, documentation
from chain.compile import compile_contracts

Json = dict[str, Any]
Trees = Mapping[str, Json]

CONVENTIONS: Final = frozenset(
    {"act", "action", "signatures", "wallet", "signer", "seen", "current", "allowed", "time"}
)
"""Names that mean the same everywhere; the head of contracts/types/Actions.sol says what."""

_INTERFACES: Final = "contracts/interfaces/"
_DOCUMENTED: Final = frozenset(
    {
        "ContractDefinition",
        "ErrorDefinition",
        "EventDefinition",
        "FunctionDefinition",
        "StructDefinition",
    }
)
_SENDERS: Final = frozenset({("msg", "sender"), ("tx", "origin")})


def nodes(tree: Any) -> Iterator[Json]:
    """Every node of a syntax tree."""
    if isinstance(tree, dict):
        if "nodeType" in tree:
            yield tree
        for part in tree.values():
            yield from nodes(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from nodes(part)


def senders(tree: Json) -> list[str]:
    """What a source asks the sender by, however it does."""
    return [found for node in nodes(tree) if (found := _sender(node)) is not None]


def unexplained(trees: Trees) -> list[str]:
    """What the interfaces leave unexplained, one line each."""
    known = _explained(trees) | CONVENTIONS
    return [
        f"{path}: {fault}"
        for path, tree in trees.items()
        if path.startswith(_INTERFACES)
        for node in nodes(tree)
        if node["nodeType"] in _DOCUMENTED
        for fault in _faults(node, known)
    ]


def _sender(node: Json) -> str | None:
    kind, name = node["nodeType"], node.get("memberName") or node.get("name")
    of = (node.get("expression") or {}).get("name")
    if kind == "MemberAccess" and (of, name) in _SENDERS:
        return f"{of}.{name}"
    if kind == "YulFunctionCall" and node["functionName"]["name"] in {"caller", "origin"}:
        return str(node["functionName"]["name"]) + "()"
    if kind in {"Identifier", "MemberAccess"} and name == "_msgSender":
        return str(name)
    return None


def _faults(node: Json, known: frozenset[str]) -> Iterator[str]:
    notice, params = documentation(node)
    names = _names(node)
    if not notice:
        yield f"{node['name']} has no @notice"
    for name in names:
        by_name = node["nodeType"] != "StructDefinition" and name in known
        if not (by_name or name in params or re.search(rf"`{name}`", notice)):
            yield f"{node['name']}.{name} is explained nowhere"
    for name in sorted(set(params) - set(names)):
        yield f"{node['name']} explains {name}, which it does not have"


def _names(node: Json) -> list[str]:
    parts = node.get("members") or (node.get("parameters") or {}).get("parameters", [])
    return [part["name"] for part in parts if part["name"]]


def _explained(trees: Trees) -> frozenset[str]:
    """The names that a field of an action or of an interface's struct explains."""
    return frozenset(
        name
        for path, tree in trees.items()
        if path.startswith(_INTERFACES) or path == ACTIONS_SOURCE
        for node in nodes(tree)
        if node["nodeType"] == "StructDefinition"
        for name in documentation(node)[1]
    )


def main() -> int:
    """Prints the faults; the exit status is 1 if there is one."""
    trees = compile_contracts().syntax_trees
    faults = [
        f"{path}: asks for {asked}: an action is lawful by its signature alone"
        for path, tree in trees.items()
        for asked in senders(tree)
    ]
    faults += unexplained(trees)
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
