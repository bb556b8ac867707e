"""The faults in inline assembly: arithmetic in other words, and statements left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scripts.dev.mutation.syntax import Node, nodes, span

_OTHER: Final = {
    "add": "sub",
    "sub": "add",
    "mul": "add",
    "and": "or",
    "or": "and",
    "shl": "shr",
    "shr": "shl",
    "lt": "gt",
    "gt": "lt",
    "eq": "sub",
}
"""Pure arithmetic: where both are computed, one counts."""

_STATEMENTS: Final = ("YulExpressionStatement", "YulAssignment")

Fault = tuple[int, int, str, str, str]


def assembly_sites(block: Node, text: bytes) -> Iterator[Fault]:
    """Start, end, kind of site, operator, and what stands there instead.

    A fault within a statement changes the whole statement, which needs no place on the stack; one within a declaration
    or a condition is chosen by a function.
    """
    cases = {id(case["value"]) for case in nodes(block["AST"]) if case["nodeType"] == "YulCase"}
    within: set[int] = set()
    for statement in nodes(block["AST"]):
        if statement["nodeType"] not in _STATEMENTS:
            continue
        start, end = span(statement)
        yield start, end, "yul statement", "deleted", ""
        for node in nodes(statement):
            within.add(id(node))
            for a, b, operator, after in _faults(node, text):
                changed = text[start:a].decode() + after + text[b:end].decode()
                yield start, end, "yul statement", operator, changed
    for node in nodes(block["AST"]):
        if id(node) not in within and id(node) not in cases:
            for start, end, operator, after in _faults(node, text):
                yield start, end, "yul", operator, after


def _faults(node: Node, text: bytes) -> Iterator[tuple[int, int, str, str]]:
    """What stands instead of an expression."""
    start, end = span(node)
    if node["nodeType"] == "YulFunctionCall":
        name = node["functionName"]["name"]
        arguments = text[start + len(name) : end].decode()
        if name in _OTHER:
            yield start, end, "operator", _OTHER[name] + arguments
        if name == "iszero":
            yield start, end, "negation", arguments[1:-1]
    if node["nodeType"] == "YulLiteral" and node["kind"] == "number":
        value = int(node["value"], 0)
        for other in sorted({value + 1, max(value - 1, 0)} - {value}):
            yield start, end, "constant", hex(other)
