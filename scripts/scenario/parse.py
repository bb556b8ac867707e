"""From a file to a scenario; whatever the model refuses is told with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scripts.scenario.model import STEPS, Fragment, Scenario, kind_of_step
from scripts.scenario.problems import Mistake, ScenarioError, one_of
from scripts.scenario.source import Path_, Source, read_source

M = TypeVar("M", bound=BaseModel)
_SHOWN = 60
_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "list_type": "a list",
    "none_required": "nothing",
}
"""What a value of another kind was expected to be."""


def read_scenario(path: Path, shown: str | None = None) -> tuple[Scenario, Source]:
    """Reads a scenario file. Raises ScenarioError."""
    source = read_source(path, shown)
    return modelled(Scenario, source), source


def read_fragment(path: Path, shown: str | None = None) -> tuple[Fragment, Source]:
    """Reads a file that is to be included. Raises ScenarioError."""
    source = read_source(path, shown)
    return modelled(Fragment, source), source


def modelled(model: type[M], source: Source) -> M:
    """A source as the model reads it. Raises ScenarioError."""
    try:
        return model.model_validate(source.value)
    except ValidationError as exc:
        mistakes = sorted(set(_mistakes(exc, source)))
        raise ScenarioError(mistakes) from exc


def _mistakes(exc: ValidationError, source: Source) -> Iterator[Mistake]:
    """Each mistake once: of the alternatives that a value may be, the one that got furthest is meant."""
    wrong_types: dict[Path_, list[ErrorDetails]] = {}
    others: list[tuple[Path_, str, ErrorDetails]] = []
    for detail in exc.errors(include_url=False):
        path, rest = _path_in(detail["loc"], source.value)
        if detail["type"] in _KINDS:
            wrong_types.setdefault(path, []).append(detail)
        else:
            others.append((path, rest, detail))
    for path, rest, detail in others:
        yield _mistake(detail, path, rest, source)
    told = [path for path, _, _ in others] + list(wrong_types)
    for path, details in wrong_types.items():
        if any(
            one[: len(path)] == path and (one != path or one in told[: len(others)]) for one in told
        ):
            continue
        kinds = " or ".join(dict.fromkeys(_KINDS[detail["type"]] for detail in details))
        found = _shown(details[0]["input"])
        yield Mistake(source.place(path), f"{_of(path)}expected {kinds}, found {found}")


def _path_in(loc: tuple[Any, ...], value: Any) -> tuple[Path_, str]:
    """The path of a location that exists in the value, without the model's own tags; what remains."""
    path: list[Any] = []
    rest, tagged = "", False
    for step in loc:
        if not tagged and path and isinstance(path[-1], int) and step == kind_of_step(value):
            tagged = True  # the model's tag of a step, which is the name of a key of it, too
            continue
        tagged = False
        if _has(value, step):
            value = value[step]
            path.append(step)
        else:
            rest = str(step)
    return tuple(path), rest


def _has(value: Any, step: int | str) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value


def _mistake(detail: ErrorDetails, path: Path_, rest: str, source: Source) -> Mistake:
    kind = detail["type"]
    found = _shown(detail["input"])
    if kind == "extra_forbidden":
        key = str(path[-1])
        known = _known_beside(path, source)
        where = source.key_place(path)
        return Mistake(where, f"{key!r} is not expected here: {one_of(key, known)}")
    if kind == "missing":
        return Mistake(source.place(path), f"expected {rest!r}, which is missing here")
    if kind == "union_tag_not_found":
        return Mistake(source.place(path), _no_step(detail["input"]))
    if kind == "string_pattern_mismatch":
        text = f"expected a name of small letters, digits and _, found {found}"
        return Mistake(source.place(path), text)
    words = detail["msg"].removeprefix("Input should be ")
    return Mistake(
        source.place(path), f"{_of(path)}expected {words[0].lower()}{words[1:]}, found {found}"
    )


def _of(path: Path_) -> str:
    return f"{path[-1]}: " if path and isinstance(path[-1], str) else ""


def _no_step(value: Any) -> str:
    """What is wrong with a step whose kind cannot be told."""
    if not isinstance(value, dict):
        return f"expected a step, a mapping with one of {', '.join(STEPS)}; found {_shown(value)}"
    several = [key for key in STEPS if key in value]
    if several:
        return f"a step is one of {' and '.join(several)}: make it several steps"
    unknown = str(next(iter(value), ""))
    return f"expected a step with one of {', '.join(STEPS)}; found {_shown(list(value))}: {one_of(unknown, STEPS)}"


def _known_beside(path: Path_, source: Source) -> list[str]:
    """The keys that the model has where an unknown one stands."""
    value: Any = source.value
    parents: list[Any] = [value]
    for step in path[:-1]:
        value = value[step]
        parents.append(value)
    here = parents[-1]
    for key, model in STEPS.items():
        if isinstance(here, dict) and key in here and "steps" in map(str, path[:-1]):
            return _names(model)
    for model_of in _CANDIDATES:
        names = _names(model_of)
        if set(here) - {path[-1]} <= set(names):
            return names
    return []


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _candidates() -> tuple[type[BaseModel], ...]:
    from scripts.scenario import model as m  # noqa: PLC0415 - only these names

    return (m.Refusal, m.Elapsed, m.Wallet, m.Organisation, m.Fragment, m.Scenario)


_CANDIDATES = _candidates()


def _shown(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
