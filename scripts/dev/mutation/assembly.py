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
"""Pure arithmetic: both may be computed, of which one counts."""

Fault = tuple[int, int, str, str, str]


def assembly_sites(block: Node, text: bytes) -> Iterator[Fault]:
    """Start, end, kind of site, operator, and what stands there instead."""
    cases = {id(case["value"]) for case in nodes(block["AST"]) if case["nodeType"] == "YulCase"}
    for node in nodes(block["AST"]):
        start, end = span(node)
        match node["nodeType"]:
            case "YulFunctionCall":
                name = node["functionName"]["name"]
                arguments = text[start + len(name) : end].decode()
                if name in _OTHER:
                    yield start, end, "yul", "operator", _OTHER[name] + arguments
                if name == "iszero":
                    yield start, end, "yul", "negation", arguments[1:-1]
            case "YulLiteral" if node["kind"] == "number" and id(node) not in cases:
                value = int(node["value"], 0)
                for other in {value + 1, max(value - 1, 0)} - {value}:
                    yield start, end, "yul", "constant", hex(other)
            case "YulExpressionStatement" | "YulAssignment":
                yield start, end, "yul statement", "deleted", ""
