"""`${…}` in scenario files: references, literals and calls of a few functions. Nothing is evaluated as code.

expression = reference | literal | call
reference  = name ("." name | "[" (integer | expression) "]")*
call       = name "(" [expression ("," expression)*] ")"
literal    = integer | decimal | 'text' | "text" | true | false | null
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from scripts.scenario.problems import ValueProblem, one_of

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>[.,()\[\]]))"
)
_PLACEHOLDER: Final = re.compile(r"\$\$\{|\$\{([^{}]*)\}")
_CONSTANTS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Literal:
    """A value as it stands."""

    value: Any


@dataclass(frozen=True)
class Reference:
    """A name, and the way from its value to a part of it."""

    name: str
    steps: tuple[str | Expression, ...]


@dataclass(frozen=True)
class Call:
    """A function's name and its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression: TypeAlias = "Literal | Reference | Call"
Functions: TypeAlias = "Mapping[str, Callable[..., Any]]"


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Reads an expression.

    Raises:
        ValueProblem: it is none.
    """
    parser = _Parser(text)
    found = parser.expression()
    parser.end()
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0

    def expression(self) -> Expression:
        kind, token = self._next("a name, a number or a text")
        if kind == "number":
            return Literal(float(token) if "." in token else int(token))
        if kind == "text":
            return Literal(token[1:-1])
        if kind != "name":
            raise self._wrong("a name, a number or a text", token)
        if token in _CONSTANTS:
            return Literal(_CONSTANTS[token])
        if self._is("("):
            return Call(token, tuple(self._arguments()))
        return Reference(token, tuple(self._path()))

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise self._wrong("the end", self._tokens[self._at][1])

    def _arguments(self) -> Iterator[Expression]:
        self._expect("(")
        while not self._is(")"):
            yield self.expression()
            if not self._is(")"):
                self._expect(",")
        self._expect(")")

    def _path(self) -> Iterator[str | Expression]:
        while True:
            if self._is("."):
                self._expect(".")
                kind, token = self._next("a name")
                if kind != "name":
                    raise self._wrong("a name", token)
                yield token
            elif self._is("["):
                self._expect("[")
                yield self.expression()
                self._expect("]")
            else:
                return

    def _is(self, sign: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at] == ("sign", sign)

    def _expect(self, sign: str) -> None:
        kind, token = self._next(repr(sign))
        if (kind, token) != ("sign", sign):
            raise self._wrong(repr(sign), token)

    def _next(self, expected: str) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise self._wrong(expected, "its end")
        self._at += 1
        return self._tokens[self._at - 1]

    def _wrong(self, expected: str, found: str) -> ValueProblem:
        return ValueProblem(f"in ${{{self._text}}}: expected {expected}, found {found}")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueProblem(f"in ${{{text}}}: {text[at:].strip()[0]!r} is not expected")
        yield str(match.lastgroup), match[str(match.lastgroup)]
        at = match.end()


def expressions_in(value: Any) -> Iterator[Expression]:
    """All expressions of a value, at any depth. Raises ValueProblem."""
    if isinstance(value, str):
        for match in _PLACEHOLDER.finditer(value):
            if match[1] is not None:
                yield parse(match[1])
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from expressions_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from expressions_in(part)


def references_in(expression: Expression) -> Iterator[Reference]:
    """The references of an expression, those of its arguments included."""
    if isinstance(expression, Reference):
        yield expression
        parts: Sequence[Any] = expression.steps
    else:
        parts = expression.arguments if isinstance(expression, Call) else ()
    for part in parts:
        if not isinstance(part, str):
            yield from references_in(part)


def calls_in(expression: Expression) -> Iterator[Call]:
    """The calls of an expression, nested ones included."""
    if isinstance(expression, Call):
        yield expression
    parts: Sequence[Any] = ()
    if isinstance(expression, Call):
        parts = expression.arguments
    elif isinstance(expression, Reference):
        parts = expression.steps
    for part in parts:
        if not isinstance(part, str):
            yield from calls_in(part)


class Evaluator:
    """Evaluates what stands in a scenario, with its names and functions."""

    def __init__(self, look_up: Callable[[str], Any], functions: Functions) -> None:
        self._look_up = look_up
        self._functions = functions

    def value(self, raw: Any) -> Any:
        """A value with everything in it evaluated; `$${` stands for `${`.

        Raises:
            ValueProblem: a name, a part or a function does not exist, or a function refuses.
        """
        if isinstance(raw, str):
            return self._text(raw)
        if isinstance(raw, dict):
            return {key: self.value(part) for key, part in raw.items()}
        if isinstance(raw, list | tuple):
            return [self.value(part) for part in raw]
        return raw

    def _text(self, raw: str) -> Any:
        whole = _PLACEHOLDER.fullmatch(raw)
        if whole is not None and whole[1] is not None:
            return self.evaluate(parse(whole[1]))
        return _PLACEHOLDER.sub(self._in_text, raw)

    def _in_text(self, match: re.Match[str]) -> str:
        return "${" if match[1] is None else str(self.evaluate(parse(match[1])))

    def evaluate(self, expression: Expression) -> Any:
        """The value of one expression."""
        match expression:
            case Literal(value):
                return value
            case Reference(name, steps):
                value, said = self._look_up(name), name
                for step in steps:
                    key = step if isinstance(step, str) else self.evaluate(step)
                    value = part_of(value, key, said)
                    said = f"{said}.{key}" if isinstance(step, str) else f"{said}[{key}]"
                return value
            case Call(function, arguments):
                return self._call(function, [self.evaluate(a) for a in arguments])

    def _call(self, name: str, arguments: list[Any]) -> Any:
        function = self._functions.get(name)
        if function is None:
            raise ValueProblem(f"there is no function {name}(): {one_of(name, self._functions)}")
        try:
            return function(*arguments)
        except (TypeError, LookupError) as exc:
            raise ValueProblem(f"{name}() cannot be called so: {exc}") from exc


def part_of(value: Any, key: str | int, said: str) -> Any:
    """A member of a mapping, an item of a list.

    Raises:
        ValueProblem: there is none of that name or place.
    """
    if isinstance(value, Mapping):
        if key in value:
            return value[key]
        raise ValueProblem(f"{said} has no {key!r}: {one_of(str(key), map(str, value))}")
    if isinstance(value, list | tuple):
        if isinstance(key, int) or (isinstance(key, str) and key.isdecimal()):
            place = int(key)
            if -len(value) <= place < len(value):
                return value[place]
        raise ValueProblem(f"{said} has {len(value)} items: there is no item {key!r}")
    raise ValueProblem(f"{said} is {value!r}: it has no part {key!r}")
