"""The faults in Solidity: what each operator makes of an expression or a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, pairwise
from typing import Final

from scripts.dev.mutation.assembly import assembly_sites
from scripts.dev.mutation.syntax import (
    GENERATED,
    NOT_MUTATED,
    Mutant,
    Node,
    Program,
    Site,
    nodes,
    span,
    type_of,
)

_OTHER: Final = {
    "==": ("!=",),
    "!=": ("==",),
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "&&": ("||",),
    "||": ("&&",),
    "&": ("|",),
    "|": ("&",),
    "<<": (">>",),
    ">>": ("<<",),
    "+": ("-",),
    "-": ("+",),
    "*": ("/",),
    "/": ("*",),
    "+=": ("-=", "="),
    "-=": ("+=", "="),
    "|=": ("&=", "="),
    "&=": ("|=", "="),
    ">>=": ("<<=",),
    "<<=": (">>=",),
}
_COMPARISONS: Final = {"==", "!=", "<", "<=", ">", ">="}
_INTEGER: Final = re.compile(r"^u?int\d+$")
_VALUE: Final = re.compile(r"^(u?int\d+|bool|address|bytes\d+|enum \S+|\w+)$")


class Operators:
    """Puts every fault into the sites of each source; the faults are numbered from 1."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._numbers = count(1)
        self.mutants: list[Mutant] = []
        self.sites: dict[str, list[Site]] = {}
        self._path = ""
        self._place = ""
        self._by_place: dict[tuple[int, int, str], Site] = {}
        for path, tree in sorted(program.trees.items()):
            if not path.startswith(NOT_MUTATED) and GENERATED not in program.texts[path]:
                self._source(path, tree)

    def _source(self, path: str, tree: Node) -> None:
        self._path, self._by_place = path, {}
        for contract in tree["nodes"]:
            for function in contract.get("nodes", [contract]):
                if function["nodeType"] == "FunctionDefinition" and function.get("body"):
                    named = function["name"] or function["kind"]
                    self._place = f"{contract['name']}.{named}" if contract != function else named
                    self._function(function)
        self.sites[path] = list(self._by_place.values())

    def _function(self, function: Node) -> None:
        for node in nodes(function["body"]):
            kind = node["nodeType"]
            if kind == "InlineAssembly":
                first = len(self.mutants)
                for start, end, form, operator, after in assembly_sites(node, self._bytes):
                    self._put(start, end, form, operator, after)
                numbers = dict.fromkeys((m.number for m in self.mutants[first:]), "")
                start, end = span(node)
                self._by_place[(start, end, "assembly")] = Site(start, end, "assembly", numbers)
            elif not kind.startswith("Yul"):
                for operator, target, after in self._expression(node):
                    self._put(*span(target), "expression", operator, after)
                self._statement(node)

    @property
    def _bytes(self) -> bytes:
        return self._program.texts[self._path]

    def _text(self, node: Node) -> str:
        start, end = span(node)
        return self._bytes[start:end].decode()

    def _put(
        self,
        start: int,
        end: int,
        kind: str,
        operator: str,
        after: str,
        head: str = "",
        target: str = "",
    ) -> None:
        made = Site(start, end, kind, head=head, target=target)
        site = self._by_place.setdefault((start, end, kind), made)
        before = " ".join(self._bytes[start:end].decode().split())
        shown = " ".join(after.split())
        if shown == before or after in site.faults.values():
            return
        number = next(self._numbers)
        site.faults[number] = after
        line = self._bytes[:start].count(b"\n") + 1
        self.mutants.append(Mutant(number, self._path, self._place, operator, line, before, shown))

    # --- expressions: (operator, the node that is replaced, what stands there instead) ----------------------------

    def _expression(self, node: Node) -> Iterator[tuple[str, Node, str]]:
        match node["nodeType"]:
            case "BinaryOperation":
                yield from self._binary(node)
            case "UnaryOperation" if node["operator"] in {"!", "~"}:
                yield "negation", node, self._text(node["subExpression"])
            case "Conditional":
                yield from self._forced(node["condition"])
            case "IfStatement":
                yield from self._forced(node["condition"])
            case "WhileStatement" | "ForStatement" if node.get("condition"):
                yield "condition", node["condition"], "false"
            case "Return" if node.get("expression"):
                yield from self._returned(node["expression"])
            case "Literal":
                yield from self._literal(node)
            case "Identifier" | "MemberAccess":
                yield from self._named(node)
            case "FunctionCall":
                yield from self._call(node)

    def _binary(self, node: Node) -> Iterator[tuple[str, Node, str]]:
        left, right = self._text(node["leftExpression"]), self._text(node["rightExpression"])
        operator = node["operator"]
        for other in _OTHER.get(operator, ()):
            name = "comparison" if operator in _COMPARISONS else "operator"
            yield name, node, f"{left} {other} {right}"
        # An operand alone: what the other one adds is gone.
        if operator in {"&&", "||", "|"}:
            yield "operand", node, left
            yield "operand", node, right
        if operator in {"&", "+", "-", "<<", ">>", "*", "/"}:
            yield "operand", node, left

    def _forced(self, condition: Node) -> Iterator[tuple[str, Node, str]]:
        yield "condition", condition, "true"
        yield "condition", condition, "false"

    def _returned(self, node: Node) -> Iterator[tuple[str, Node, str]]:
        kind = type_of(node)
        if kind == "bool":
            yield from self._forced(node)
        elif _INTEGER.match(kind) or kind == "bytes32":
            yield "returned", node, f"{kind}(0)"
        elif kind.startswith("enum "):
            yield "returned", node, f"{kind.removeprefix('enum ')}(0)"
        elif kind == "address":
            yield "returned", node, "address(0)"
        elif kind.endswith("Word"):
            yield "returned", node, f"{kind}.wrap(0)"

    def _literal(self, node: Node) -> Iterator[tuple[str, Node, str]]:
        if node["kind"] == "bool":
            yield "constant", node, "false" if node["value"] == "true" else "true"
        parent = self._program.parents.get(node["id"], {})
        if node["kind"] != "number" or parent.get("nodeType") == "ArrayTypeName":
            return
        value = int(node["value"].replace("_", ""), 0)
        cast = self._cast(node)
        for other in (value + 1, value - 1):
            if 0 <= other < 1 << int(cast[4:] or 256 if cast else 256):
                yield "constant", node, f"{cast}({other})" if cast else str(other)

    def _cast(self, node: Node) -> str:
        """The type in which a literal's place must stay, for the conditional has its own."""
        parent = self._program.parents.get(node["id"], {})
        match parent.get("nodeType"):
            case "BinaryOperation":
                if parent["operator"] in {"<<", ">>"}:
                    return "uint256"
                common = type_of({"typeDescriptions": parent["commonType"]})
                return common if _INTEGER.match(common) else ""
            case "FunctionCall" if parent["kind"] == "typeConversion":
                kind = type_of(parent)
                if kind.startswith("bytes"):
                    return f"uint{8 * int(kind.removeprefix('bytes'))}"
                return "uint160" if kind.startswith("address") else ""
        return ""

    def _named(self, node: Node) -> Iterator[tuple[str, Node, str]]:
        declaration = self._program.referred(node)
        if declaration.get("nodeType") == "EnumValue":
            enum = self._program.parents[declaration["id"]]
            names = [member["name"] for member in enum["members"]]
            place = names.index(declaration["name"])
            for other in {names[(place + 1) % len(names)], names[place - 1]} - {names[place]}:
                yield "state", node, f"{self._text(node['expression'])}.{other}"
        elif declaration.get("constant"):
            text, kind = self._text(node), type_of(declaration)
            if _INTEGER.match(kind):
                yield "constant", node, f"({text} + 1)"
                yield "constant", node, f"{kind}(0)"
            elif kind == "bytes32":
                yield "constant", node, "bytes32(0)"

    def _call(self, node: Node) -> Iterator[tuple[str, Node, str]]:
        callee, kind = node["expression"], type_of(node)
        if node["kind"] == "typeConversion" or kind == "error" or kind.startswith("tuple("):
            return
        function = self._program.referred(callee)
        if (
            callee["nodeType"] == "MemberAccess"
            and function.get("nodeType") == "FunctionDefinition"
        ):
            receiver = callee["expression"]
            if type_of(receiver) == kind:
                yield "step", node, self._text(receiver)
            sibling = self._sibling(function)
            if sibling:
                start = span(receiver)[1]
                rest = self._bytes[start : span(node)[1]].decode()
                changed = re.sub(rf"\.{function['name']}\b", f".{sibling}", rest, count=1)
                yield "neighbour", node, self._text(receiver) + changed
        yield from (("swap", node, text) for text in self._swapped(node))

    def _sibling(self, function: Node) -> str:
        """The next function of the library that takes and gives the same."""
        library = self._program.parents.get(function["id"], {})
        alike = [
            other["name"]
            for other in library.get("nodes", [])
            if other["nodeType"] == "FunctionDefinition"
            and _signature(other) == _signature(function)
        ]
        place = alike.index(function["name"]) if function["name"] in alike else 0
        return alike[(place + 1) % len(alike)] if len(alike) > 1 else ""

    def _swapped(self, call: Node) -> Iterator[str]:
        """The call with two neighbouring arguments of one type exchanged."""
        for first, second in pairwise(call["arguments"]):
            if type_of(first) != type_of(second) or type_of(first).startswith("int_const"):
                continue
            (start, end), (a, b), (c, d) = span(call), span(first), span(second)
            text = self._bytes
            parts = (text[start:a], text[c:d], text[b:c], text[a:b], text[d:end])
            yield b"".join(parts).decode()

    # --- statements ------------------------------------------------------------------------------------------------

    def _statement(self, node: Node) -> None:
        parent = self._program.parents.get(node.get("id", -1), {})
        if node in (parent.get("initializationExpression"), parent.get("loopExpression")):
            return
        match node["nodeType"]:
            case "ExpressionStatement":
                self._expression_statement(node)
            case "EmitStatement":
                self._whole(node, "deleted", "")
                for text in self._swapped(node["eventCall"]):
                    self._whole(node, "swap", f"emit {text};")
            case "RevertStatement":
                self._whole(node, "deleted", "")
                for text in self._swapped(node["errorCall"]):
                    self._whole(node, "swap", f"revert {text};")
            case "VariableDeclarationStatement" if node.get("initialValue"):
                self._declaration(node)
            case "Continue":
                self._whole(node, "deleted", "")

    def _expression_statement(self, node: Node) -> None:
        expression = node["expression"]
        self._whole(node, "deleted", "")
        match expression["nodeType"]:
            case "Assignment":
                left = self._text(expression["leftHandSide"])
                right = self._text(expression["rightHandSide"])
                for other in _OTHER.get(expression["operator"], ()):
                    self._whole(node, "operator", f"{left} {other} {right};")
            case "UnaryOperation" if expression["operator"] in {"++", "--"}:
                other = "--" if expression["operator"] == "++" else "++"
                self._whole(node, "operator", f"{other}{self._text(expression['subExpression'])};")
            case "FunctionCall":
                for text in self._swapped(expression):
                    self._whole(node, "swap", f"{text};")

    def _declaration(self, node: Node) -> None:
        """A variable that is not given its value: the call that would have made it is left out with its checks."""
        declared = node["declarations"]
        if self._text(node["initialValue"]) in {"0", "false", "address(0)"}:
            return
        if any(
            variable and variable["storageLocation"] not in {"default", "memory"}
            for variable in declared
        ):
            return
        heads = " ".join(f"{self._text(variable)};" for variable in declared if variable)
        names = ", ".join(variable["name"] if variable else "" for variable in declared)
        target = names if len(declared) == 1 else f"({names})"
        start, end = self._with_semicolon(node)
        self._put(start, end, "declaration", "deleted", heads, heads, target)

    def _with_semicolon(self, node: Node) -> tuple[int, int]:
        start, end = span(node)
        if self._bytes[end - 1 : end] != b";":
            end = self._bytes.index(b";", end) + 1
        return start, end

    def _whole(self, node: Node, operator: str, after: str) -> None:
        self._put(*self._with_semicolon(node), "statement", operator, after)


def _signature(function: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a function takes and gives."""
    takes = tuple(type_of(p) for p in function["parameters"]["parameters"])
    gives = tuple(type_of(p) for p in function["returnParameters"]["parameters"])
    return takes, gives
