"""What is wrong with a scenario file, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_MOST: Final = 30


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Mistake:
    """Something that a file must not say, in one line: what was expected and what was found."""

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class ScenarioError(Exception):
    """A file that cannot be run; it may have several mistakes."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class ValueProblem(ValueError):
    """A value cannot be used: the text says why, and whoever knows the place adds it."""


def one_of(name: str, known: Iterable[str]) -> str:
    """What is expected in place of an unknown name: the nearest of those that are known, or all."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    if len(names) > _MOST:
        return f"there are {len(names)}, from {names[0]} to {names[-1]}"
    return f"there are: {', '.join(names)}" if names else "there are none"
