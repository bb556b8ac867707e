"""Names in scenario files: organisations, records, errors, and what stands in expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.bindings import enums, errors
from scripts.scenario.cast import GOVERNORS
from scripts.scenario.expect import CHECKS
from scripts.scenario.expressions import calls_in, expressions_in, references_in
from scripts.scenario.kinds import RecordKind
from scripts.scenario.load import Located
from scripts.scenario.model import Elapsed, Refusal
from scripts.scenario.problems import Mistake, Place, ValueProblem, one_of
from scripts.scenario.scene import FUNCTIONS
from scripts.scenario.values import seconds
from wallets.spelling import letters


@dataclass
class Known:
    """What a step may refer to."""

    organisations: Mapping[str, set[str]]
    names: set[str]
    records: dict[str, RecordKind | None] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=lambda: {"organisations"})
    columns: set[str] | None = None

    def with_names(self, names: Iterable[str]) -> Known:
        """The same, with other variables; records and all else are shared."""
        return replace(self, names=set(names))


class NameChecker:
    """Tells of names that do not exist."""

    def __init__(self) -> None:
        self._mistakes: list[Mistake] = []

    def _say(self, place: Place, text: str) -> None:
        self._mistakes.append(Mistake(place, text))

    def _names(self, table: str, said: Any, place: Place) -> None:
        for name in said if isinstance(said, list) else [said]:
            if letters(str(name)) not in {letters(known) for known in enums()[table]}:
                self._say(
                    place, f"there is no {table} {name!r}: {one_of(str(name), enums()[table])}"
                )

    # --- names -----------------------------------------------------------------------------------

    def _who(self, located: Located, who: Any, known: Known) -> None:
        for place, name in enumerate(who if isinstance(who, list) else [who]):
            if name != GOVERNORS:
                self._organisation(
                    located, "by", name, known, place if isinstance(who, list) else None
                )

    def _organisation(
        self, located: Located, key: str, name: str, known: Known, item: int | None = None
    ) -> None:
        path = (*located.path, key) if item is None else (*located.path, key, item)
        self._member(name, located.source.place(path), known, wallet=key == "by")

    def _member(self, name: str, place: Place, known: Known, *, wallet: bool = False) -> None:
        if "${" in name:
            self._expressions(name, known, place)
            return
        organisation, _, other = name.partition("/") if wallet else (name, "", "")
        if organisation not in known.organisations:
            named = [o for o in known.organisations if not o.startswith("governor")]
            self._say(
                place, f"there is no organisation {organisation!r}: {one_of(organisation, named)}"
            )
        elif other and other not in known.organisations[organisation]:
            wallets = known.organisations[organisation]
            self._say(place, f"{organisation} has no wallet {other!r}: {one_of(other, wallets)}")

    def _record(
        self, located: Located, key: str, name: str, known: Known, kind: RecordKind | None = None
    ) -> None:
        place = located.source.place((*located.path, key))
        if "${" in name:
            self._expressions(name, known, place)
            return
        self._named_record(name, kind, place, known)

    def _named_record(self, name: str, kind: RecordKind | None, place: Place, known: Known) -> None:
        if name not in known.records:
            what = kind.title if kind else "record"
            self._say(place, f"no {what} {name!r} was saved before: {one_of(name, known.records)}")
        elif kind is not None and known.records[name] not in {None, kind}:
            found = known.records[name]
            title = found.title if found else ""
            self._say(place, f"expected a {kind.title}, found {name!r}, which is a {title}")

    def _refused(self, located: Located, refused: Any, known: Known) -> None:
        if refused is None:
            return
        name = refused.error if isinstance(refused, Refusal) else refused
        place = located.source.place((*located.path, "refused"))
        self._expressions(name, known, place)
        if "${" not in name and name[:1].isupper() and name not in {*error_names(), "NoKey"}:
            self._say(place, f"the contracts have no error {name!r}: {one_of(name, error_names())}")

    def _elapsed(self, located: Located, elapsed: Elapsed, known: Known) -> None:
        for key in ("since", "until"):
            name = getattr(elapsed, key)
            if name is not None and name not in known.titles:
                place = located.source.place((*located.path, "elapsed", key))
                self._say(place, f"no step before is called {name!r}: {one_of(name, known.titles)}")
        for key in ("at_most", "at_least"):
            self._duration(located, ("elapsed", key), getattr(elapsed, key))

    def _duration(self, located: Located, path: tuple[str, ...], value: Any) -> None:
        if value is None or (isinstance(value, str) and "${" in value):
            return
        try:
            seconds(value)
        except ValueProblem as exc:
            self._say(located.source.place((*located.path, *path)), str(exc))

    # --- expressions -----------------------------------------------------------------------------

    def _value(
        self, located: Located, path: tuple[str | int, ...], value: Any, known: Known
    ) -> None:
        for inner, text in _texts(value):
            self._expressions(text, known, located.source.place((*located.path, *path, *inner)))

    def _expressions(self, value: Any, known: Known, place: Place) -> None:
        try:
            found = list(expressions_in(value))
        except ValueProblem as exc:
            self._say(place, str(exc))
            return
        for expression in found:
            for call in calls_in(expression):
                if call.function not in FUNCTIONS:
                    text = f"there is no function {call.function}(): {one_of(call.function, FUNCTIONS)}"
                    self._say(place, text)
            for reference in references_in(expression):
                self._reference(reference.name, reference.steps, known, place)

    def _reference(self, name: str, steps: tuple[Any, ...], known: Known, place: Place) -> None:
        names = {*known.names, *known.records, *known.organisations}
        if name not in names:
            self._say(place, f"nothing is called {name!r} here: {one_of(name, names)}")
        column = steps[0] if steps and isinstance(steps[0], str) else None
        if name == "row" and column is not None and column not in (known.columns or set()):
            text = f"the rows have no column {column!r}: {one_of(column, known.columns or ())}"
            self._say(place, text)

    def _checks(self, located: Located, path: tuple[str, ...], expect: Mapping[str, Any]) -> None:
        """A mapping with one word of expectation has nothing but such words."""
        for key, value in expect.items():
            if not isinstance(value, Mapping):
                continue
            words = [word for word in value if word in CHECKS]
            for other in value:
                if words and other not in CHECKS:
                    place = located.source.key_place((*located.path, *path, key, other))
                    self._say(
                        place, f"{other!r} is no word of expectation: {one_of(other, CHECKS)}"
                    )
            if not words:
                self._checks(located, (*path, key), value)


def error_names() -> set[str]:
    """The contracts' named errors."""
    return {spec.name for spec in errors().values()}


def _texts(value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            for path, text in _texts(part):
                yield (key, *path), text
    elif isinstance(value, list):
        for place, part in enumerate(value):
            for path, text in _texts(part):
                yield (place, *path), text
