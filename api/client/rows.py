"""Rows of an upload: NDJSON, a JSON object a line, or CSV, whose column names are JSON paths.

`document.transports.portOfLoading.UNLocationCode` and `consignmentItems[0].HSCodes[0]` say where a cell goes. A cell of
a column whose name ends in `:json` is JSON (a number, true, a list), as is one of the members' numbers; any other is
text. An empty cell is left out. The gateway and its client read both forms by this module.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"

_STEP: Final = re.compile(r"([^.\[\]]+)|\[([0-9]{1,3})\]")
_PATH: Final = re.compile(r"[^.\[\]]+(?:\.[^.\[\]]+|\[[0-9]{1,3}\])*")
_JSON: Final = ":json"
_NUMBERS: Final = {"holder", "title_holder", "represented_party"}
_MOST_COLUMNS: Final = 2000
_CONSTANTS: Final = "not a JSON number"

Path = tuple[str | int, ...]


class RowError(ValueError):
    """A line that cannot be read: `rule` is a stable word, the text says what must be."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class Columns:
    """The columns of a CSV upload, from its first line."""

    def __init__(self, header: str) -> None:
        """Raises RowError: a name is no path, or two cannot be together."""
        names = next(csv.reader([header]), [])
        if not 0 < len(names) <= _MOST_COLUMNS:
            raise RowError("columns", f"there must be 1 to {_MOST_COLUMNS} columns")
        if len(set(names)) != len(names):
            raise RowError("columns", "each column must have a name of its own")
        self._columns = [_column(name.strip()) for name in names]

    def row(self, record: str) -> dict[str, Any]:
        """The row of a record. Raises RowError."""
        cells = next(csv.reader([record], strict=True), [])
        if len(cells) != len(self._columns):
            raise RowError("columns", f"must have {len(self._columns)} cells, as the first line")
        row: dict[str, Any] = {}
        for (path, is_json), cell in zip(self._columns, cells, strict=True):
            if cell != "":
                _put(row, path, json_of(cell) if is_json else cell)
        return {name: _lists(value) for name, value in row.items()}


def records(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """CSV's records with the line that each begins at: a line break between quotation marks ends none."""
    begun: list[str] = []
    start = 0
    for number, line in enumerate(lines, 1):
        start = start if begun else number
        begun.append(line)
        if sum(part.count('"') for part in begun) % 2 == 0:
            yield start, "\n".join(begun)
            begun = []
    if begun:
        yield start, "\n".join(begun)


def json_of(text: str) -> Any:
    """A JSON value. Raises RowError: it is none."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise RowError("json", "must be well-formed JSON") from None
    return value


def read_rows(text: str, media_type: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """All rows of a text with their lines; blank lines are skipped.

    Raises:
        RowError: a line cannot be read.
    """
    columns: Columns | None = None
    lines = text.split("\n")
    numbered = enumerate(lines, 1) if media_type == NDJSON else records(lines)
    for number, line in numbered:
        if not line.strip():
            continue
        if media_type == NDJSON:
            row = json_of(line)
        elif columns is None:
            columns = Columns(line.removesuffix("\r"))
            continue
        else:
            row = columns.row(line.removesuffix("\r"))
        if not isinstance(row, dict):
            raise RowError("object", f"line {number} must be a JSON object")
        yield number, row


def _column(name: str) -> tuple[Path, bool]:
    path, is_json = name.removesuffix(_JSON), name.endswith(_JSON)
    if _PATH.fullmatch(path) is None:
        raise RowError("columns", "each column must be a JSON path, such as document.issueDate")
    steps = tuple(int(index) if index else key for key, index in _STEP.findall(path))
    return steps, is_json or path in _NUMBERS


def _put(row: dict[Any, Any], path: Path, value: Any) -> None:
    at = row
    for step in path[:-1]:
        at = at.setdefault(step, {})
        if not isinstance(at, dict):
            raise RowError("columns", "two columns put different things in one place")
    if path[-1] in at:
        raise RowError("columns", "two columns put different things in one place")
    at[path[-1]] = value


def _lists(value: Any) -> Any:
    """Objects whose keys are places become lists; a place that is left out closes up."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_lists(value[key]) for key in sorted(value)]
    return {str(key): _lists(inner) for key, inner in value.items()}


def _no_constant(_: str) -> object:
    raise ValueError(_CONSTANTS)
