"""How `quay` speaks: tables for people, JSON for programs, one line for an error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import orjson
from rich.console import Console
from rich.table import Table

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class CommandError(Exception):
    """A command cannot go on: `message` says why, `status` is the exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def say(line: str) -> None:
    """Prints a line for people, as it is."""
    out.print(line, markup=False, soft_wrap=True)


def note(line: str) -> None:
    """Prints a line beside the result, to standard error."""
    err.print(line, markup=False, soft_wrap=True)


def fail(message: str, status: int = 1) -> NoReturn:
    """Ends the program, with the reason on standard error."""
    err.print(f"quay: {message}", markup=False, soft_wrap=True)
    sys.exit(status)


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def print_json(value: Any) -> None:
    """Prints a value as JSON."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode() + "\n")
    sys.stdout.flush()


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints a table; where nobody watches, it is as wide as its longest row."""
    grid = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold", justify="right" if column in _NUMBERS else "left")
    for row in rows:
        grid.add_row(*(_cell(value) for value in row))
    console = out if out.is_terminal else Console(width=_WIDE, highlight=False)
    console.print(grid)


_NUMBERS = frozenset({"#", "gas", "ms", "member", "containers", "count"})
_WIDE = 200


def _cell(value: object) -> str:
    if value is None:
        return ""
    # Square brackets in names and reasons are text, not markup.
    return str(value).replace("[", r"\[")
