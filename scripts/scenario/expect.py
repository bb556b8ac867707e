"""Expectations: what fields must be, and what they are instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scripts.scenario.expressions import part_of
from scripts.scenario.problems import ValueProblem
from scripts.scenario.scene import Record, Scene
from wallets.spelling import letters

_SHOWN: Final = 200


@dataclass(frozen=True)
class Difference:
    """A field that is not as expected: its path in the expectation, and the words."""

    path: tuple[str, ...]
    text: str


def differences(expected: Mapping[str, Any], found: Any, scene: Scene) -> list[Difference]:
    """Everything in which a value differs from an expectation. Raises ValueProblem."""
    return list(_in_mapping(expected, found, scene, ()))


def _in_mapping(
    expected: Mapping[str, Any], found: Any, scene: Scene, path: tuple[str, ...]
) -> Iterator[Difference]:
    for key, wanted in expected.items():
        here = (*path, key)
        try:
            value = _field(found, key)
        except ValueProblem as exc:
            yield Difference(here, str(exc))
            continue
        yield from _in_value(wanted, value, scene, here)


def _field(found: Any, key: str) -> Any:
    value, said = found, "the answer"
    for step in re.findall(r"[^.\[\]]+", key):
        value = part_of(value, int(step) if step.isdecimal() else step, said)
        said = f"{said}.{step}"
    return value


def _in_value(wanted: Any, value: Any, scene: Scene, path: tuple[str, ...]) -> Iterator[Difference]:
    wanted = scene.value(wanted)
    if isinstance(wanted, Mapping) and not isinstance(wanted, Record):
        if wanted and all(key in CHECKS for key in wanted):
            for key, operand in wanted.items():
                words, check = CHECKS[key]
                if not check(value, operand, scene):
                    yield _difference(path, f"{words} {told(operand)}", value, operand, scene)
            return
        yield from _in_mapping(wanted, value, scene, path)
        return
    if not same(value, wanted, scene):
        yield _difference(path, told(wanted), value, wanted, scene)


def _difference(
    path: tuple[str, ...], expected: str, value: Any, wanted: Any, scene: Scene
) -> Difference:
    found = told(value)
    names = isinstance(wanted, str) and wanted in scene.cast.players
    if names and isinstance(value, int) and (name := scene.cast.name_of(value)):
        found = f"{name} (member {value})"
    return Difference(path, f"{'.'.join(path)}: expected {expected}, found {found}")


def told(value: Any) -> str:
    """A value for people."""
    if isinstance(value, Record):
        return f"{value.name} ({value.id})"
    if value is None:
        return "nothing"
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def same(value: Any, wanted: Any, scene: Scene) -> bool:
    """Whether a value is the one wanted: names of organisations and records, any spelling of an enum's."""
    if isinstance(wanted, bool) or isinstance(value, bool) or wanted is None or value is None:
        return value is wanted
    if isinstance(wanted, Record):
        return bool(value == wanted.id)
    if isinstance(wanted, list):
        return (
            isinstance(value, list)
            and len(value) == len(wanted)
            and all(same(v, w, scene) for v, w in zip(value, wanted, strict=True))
        )
    if isinstance(wanted, str) and isinstance(value, int) and wanted in scene.cast.players:
        return scene.cast.player(wanted).number == value
    if isinstance(wanted, str) and isinstance(value, str):
        if wanted in scene.records and value == scene.records[wanted].id:
            return True
        return value == wanted or (
            _is_name(wanted) and _is_name(value) and letters(value) == letters(wanted)
        )
    return bool(value == wanted)


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", text) is not None


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any, Scene], bool]:
    def check(value: Any, operand: Any, _: Scene) -> bool:
        try:
            return compare(_number(value), _number(operand))
        except TypeError:
            return False

    return check


def _number(value: Any) -> Any:
    """The number that a string of digits is: what JSON would round travels as one."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _contains(value: Any, operand: Any, scene: Scene) -> bool:
    if isinstance(value, list):
        return any(not list(_in_value(operand, item, scene, ())) for item in value)
    return isinstance(value, str) and str(operand) in value


def _is_one_of(value: Any, operand: Any, scene: Scene) -> bool:
    if not isinstance(operand, list):
        raise ValueProblem(f"one_of: expected a list, found {told(operand)}")
    return any(same(value, one, scene) for one in operand)


def _matches(value: Any, operand: Any, _: Scene) -> bool:
    try:
        found = re.compile(str(operand))
    except re.error as exc:
        raise ValueProblem(f"matches: {operand!r} is no pattern: {exc}") from exc
    return isinstance(value, str) and found.search(value) is not None


def _counts(value: Any, operand: Any, _: Scene) -> bool:
    return isinstance(value, list | dict | str) and len(value) == operand


CHECKS: Final[Mapping[str, tuple[str, Callable[[Any, Any, Scene], bool]]]] = {
    "is": ("", same),
    "is_not": ("anything but", lambda value, operand, scene: not same(value, operand, scene)),
    "at_least": ("at least", _ordered(lambda value, operand: value >= operand)),
    "at_most": ("at most", _ordered(lambda value, operand: value <= operand)),
    "one_of": ("one of", _is_one_of),
    "contains": ("something that contains", _contains),
    "matches": ("text that matches", _matches),
    "count": ("as many as", _counts),
}
"""What may be asked of a field, with its words."""
