"""The faults: each operator finds its places in a line of Solidity and says what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Mutant:
    """One fault in one source: the line's number from 1, and the line with the fault."""

    path: str
    operator: str
    line: int
    before: str
    after: str

    def apply(self, text: str) -> str:
        """The source with the fault."""
        lines = text.split("\n")
        lines[self.line - 1] = self.after
        return "\n".join(lines)


_SWAPS: Final = (
    ("equal", r" == ", " != "),
    ("unequal", r" != ", " == "),
    ("less", r" < ", " <= "),
    ("less-or-equal", r" <= ", " < "),
    ("greater", r" > ", " >= "),
    ("greater-or-equal", r" >= ", " > "),
    ("and", r" && ", " || "),
    ("or", r" \|\| ", " && "),
    ("bit-and", r" & ", " | "),
    ("bit-or", r" \| ", " & "),
    ("plus", r" \+ ", " - "),
    ("minus", r" - ", " + "),
    ("version-stays", r"\.advanced\(\)", ""),
    ("frozen-forgotten", r"\.without\(", ".with("),
    ("holder-for-title", r"\.titleHolder\(\)", ".holder()"),
    ("title-for-holder", r"\.holder\(\)", ".titleHolder()"),
    ("state", r"State\.Issued\b", "State.None"),
    ("state-moved-to", r"withState\([A-Za-z]+State\.\w+\)", None),
)
_STATEMENT: Final = re.compile(
    r"^\s*(if \(.*\) revert .*;|_require\w+\(.*\);|CONSORTIUM\.\w+\(.*\);)$"
)
_CODE: Final = re.compile(r"^\s*(///|//|\*|import |pragma |event |error |emit |function .*\($)")


def mutants(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of one source."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _CODE.match(line) or not line.strip():
            continue
        code = line.split(" //")[0]
        for operator, pattern, replacement in _SWAPS:
            for found in re.finditer(pattern, code):
                other = replacement if replacement is not None else _other_state(found.group())
                after = line[: found.start()] + other + line[found.end() :]
                yield Mutant(path, operator, number, line, after)
        if _STATEMENT.match(line):
            yield Mutant(path, "requirement-deleted", number, line, "")


def _other_state(call: str) -> str:
    """A state change that changes nothing."""
    return re.sub(r"\((\w+)\.\w+\)", r"(\1(0))", call)
