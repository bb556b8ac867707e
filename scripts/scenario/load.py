"""A scenario with everything that it includes, and the place of every step."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scripts.scenario import model as m
from scripts.scenario.parse import read_fragment, read_scenario
from scripts.scenario.problems import Mistake, Place, ScenarioError
from scripts.scenario.source import Path_, Source

_DEEPEST: Final = 10


@dataclass(frozen=True)
class Located:
    """A step, and where it stands; of `parallel` its branches, of `include` what is included."""

    step: m.Step
    source: Source
    path: Path_
    branches: Sequence[Script] = ()
    included: Script | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.source.place(self.path)

    @property
    def kind(self) -> str:
        """The key that tells what kind of step it is."""
        return m.kind_of_step(self.step) or ""

    @property
    def title(self) -> str:
        """What the report calls it."""
        return self.step.name or _title(self.step)

    @property
    def who(self) -> Any:
        """Who does it, as the file says: a name, a list of names, an expression, or nobody."""
        return self.step.to if isinstance(self.step, m.Event) else getattr(self.step, "by", None)


@dataclass(frozen=True)
class Script:
    """Steps in order; of an included file its parameters with their default values, too."""

    steps: Sequence[Located]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def all_steps(self) -> Iterator[Located]:
        """Every step, those of branches and of included files after their own."""
        for located in self.steps:
            yield located
            for script in (*located.branches, *filter(None, [located.included])):
                yield from script.all_steps()


@dataclass(frozen=True)
class Loaded:
    """A scenario file, read whole: `rows` are what it is run for."""

    path: Path
    scenario: m.Scenario
    source: Source
    script: Script
    rows: Sequence[Mapping[str, Any]]


def load(path: Path) -> Loaded:
    """Reads a scenario file with what it includes and its rows.

    Raises:
        ScenarioError: with every mistake that reading finds.
    """
    scenario, source = read_scenario(path, str(path))
    loader = _Loader()
    script = Script(loader.located(scenario.steps, source, ("steps",), path, 0))
    rows = loader.rows(scenario.rows, source, path)
    if loader.mistakes:
        raise ScenarioError(loader.mistakes)
    return Loaded(path, scenario, source, script, rows)


class _Loader:
    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def located(
        self, steps: Sequence[m.Step], source: Source, path: Path_, file: Path, depth: int
    ) -> list[Located]:
        return [
            self._one(step, source, (*path, place), file, depth) for place, step in enumerate(steps)
        ]

    def _one(self, step: m.Step, source: Source, path: Path_, file: Path, depth: int) -> Located:
        if isinstance(step, m.Parallel):
            branches = [
                Script(self.located(branch, source, (*path, "parallel", place), file, depth))
                for place, branch in enumerate(step.parallel)
            ]
            return Located(step, source, path, branches)
        if isinstance(step, m.Include):
            return Located(step, source, path, (), self._included(step, source, path, file, depth))
        return Located(step, source, path)

    def _included(
        self, step: m.Include, source: Source, path: Path_, file: Path, depth: int
    ) -> Script | None:
        place = source.place((*path, "include"))
        if depth >= _DEEPEST:
            self.mistakes.append(
                Mistake(place, f"files include each other more than {_DEEPEST} deep")
            )
            return None
        other = file.parent / step.include
        if not other.is_file():
            self.mistakes.append(Mistake(place, f"expected a file to include, found no {other}"))
            return None
        try:
            fragment, inner = read_fragment(other, str(other))
        except ScenarioError as exc:
            self.mistakes.extend(exc.mistakes)
            return None
        self._parameters(step, fragment, source, path)
        steps = self.located(fragment.steps, inner, ("steps",), other, depth + 1)
        return Script(steps, fragment.parameters)

    def _parameters(
        self, step: m.Include, fragment: m.Fragment, source: Source, path: Path_
    ) -> None:
        known = ", ".join(fragment.parameters) or "none"
        for name in step.with_:
            if name not in fragment.parameters:
                text = f"{step.include} has no parameter {name!r}; it has {known}"
                self.mistakes.append(Mistake(source.key_place((*path, "with", name)), text))
        for name, default in fragment.parameters.items():
            if default is None and name not in step.with_:
                text = f"{step.include} needs the parameter {name!r}, which is missing here"
                self.mistakes.append(Mistake(source.place(path), text))

    def rows(self, rows: Any, source: Source, file: Path) -> list[Mapping[str, Any]]:
        if rows is None:
            return [{}]
        if isinstance(rows, list):
            if not rows:
                self.mistakes.append(Mistake(source.place(("rows",)), "expected a row, found none"))
            return list(rows)
        place, table = source.place(("rows",)), file.parent / str(rows)
        try:
            with table.open(encoding="utf-8-sig", newline="") as lines:
                found = list(csv.DictReader(lines, strict=True))
        except (OSError, UnicodeDecodeError, csv.Error) as exc:
            reason = getattr(exc, "strerror", None) or exc
            self.mistakes.append(Mistake(place, f"cannot read {table}: {reason}"))
            return []
        for number, row in enumerate(found, 2):
            if None in row or None in row.values():
                text = "has not as many cells as the first line has columns"
                self.mistakes.append(Mistake(Place(str(table), number), text))
        if not found:
            self.mistakes.append(Mistake(place, f"{table} has no rows"))
        return [dict(row) for row in found]


_TITLES: Final = {
    "submit": "submit {submit}",
    "read": "read {read}",
    "get": "get {get}",
    "verify": "verify {verify}",
    "event": "{event} by {by}",
    "wait": "wait {wait}",
    "advance": "advance {advance}",
    "elapsed": "time since {elapsed.since}",
    "bulk": "issue {bulk} bills in bulk",
    "seal": "seal {seal}",
    "open": "open {open}",
    "include": "include {include}",
}


def _title(step: m.Step) -> str:
    if isinstance(step, m.Act):
        return f"{step.do} {step.on}" if step.on else step.do
    if isinstance(step, m.Let):
        return f"let {', '.join(step.let)}"
    values = {name: getattr(step, name) for name in type(step).model_fields}
    return _TITLES.get(m.kind_of_step(step) or "", "parallel").format(**values)
