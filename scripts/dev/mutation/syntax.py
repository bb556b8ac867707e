"""The compiler's syntax trees as the operators read them: nodes with their place in the source's bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

Node = dict[str, Any]

NOT_MUTATED: Final = ("contracts/interfaces/", "contracts/types/Actions.sol")
"""Declarations without code, and the struct hashes, which a test of their own computes again."""

GENERATED: Final = b"// Written by `python -m chain.codegen`"
"""In a source that is not mutated, either: tests of its own hold what is written by rule."""


@dataclass(frozen=True)
class Mutant:
    """One fault: what stands in the source at a place, and what stands there instead ("" where it is deleted)."""

    number: int
    path: str
    place: str
    operator: str
    line: int
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is known by however lines move."""
        return (self.path, self.place, self.before, self.after)


@dataclass
class Site:
    """A place in a source where faults are put, each under its number; sites nest, but never overlap."""

    start: int
    end: int
    kind: str
    faults: dict[int, str] = field(default_factory=dict)
    head: str = ""
    target: str = ""
    """Of a declaration: the variables without a value, and what a value is given to."""


@dataclass
class Program:
    """The syntax trees, and what their nodes refer to."""

    trees: dict[str, Node]
    texts: dict[str, bytes]
    declarations: dict[int, Node] = field(default_factory=dict)
    parents: dict[int, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Finds every declaration, and which contract or enumeration it stands in."""
        for tree in self.trees.values():
            for node in nodes(tree):
                if "id" in node:
                    self.declarations[node["id"]] = node
                    for child in _inner(node):
                        if "id" in child:
                            self.parents[child["id"]] = node

    def referred(self, node: Node) -> Node:
        """The declaration that an expression names; empty if it names none of ours."""
        return self.declarations.get(node.get("referencedDeclaration") or -1, {})


def nodes(node: object) -> Iterator[Node]:
    """A node and every node below it."""
    if isinstance(node, dict):
        if "nodeType" in node:
            yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def _inner(node: Node) -> Iterator[Node]:
    for value in node.values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict) and "nodeType" in child:
                yield child


def span(node: Node) -> tuple[int, int]:
    """Where a node stands in the bytes of its source."""
    start, length, _ = node["src"].split(":")
    return int(start), int(start) + int(length)


def type_of(node: Node) -> str:
    """An expression's type in Solidity's words."""
    return str(node.get("typeDescriptions", {}).get("typeString", ""))
