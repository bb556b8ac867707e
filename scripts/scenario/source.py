"""YAML as it stands in its file: plain values, and the place of each.

Of YAML 1.2 the core schema's scalars (null, true, false, numbers) and nothing else: `on`, `yes` and dates stay
text. Merge keys, aliases to an enclosing node and tags are refused, so that what one reads is what is run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from yaml.composer import ComposerError

from scripts.scenario.problems import Mistake, Place, ScenarioError

Path_ = tuple[str | int, ...]

_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,100}|0x[0-9a-fA-F]{1,15}")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
_LARGEST: Final = 1_000_000
_DEEPEST: Final = 50
_MOST_VALUES: Final = 200_000
"""In one file, what an alias repeats counted each time: a few lines of aliases can stand for billions."""
_MERGE: Final = "<<"


@dataclass(frozen=True)
class Source:
    """A file's value, and where its parts stand: of a key's value, and of the key itself."""

    file: str
    value: Any
    values: Mapping[Path_, Place] = field(repr=False)
    keys: Mapping[Path_, Place] = field(repr=False)

    def place(self, path: Sequence[str | int]) -> Place:
        """Where the value at a path stands, or the nearest part around it."""
        for length in range(len(path), -1, -1):
            found = self.values.get(tuple(path[:length]))
            if found is not None:
                return found
        return Place(self.file)

    def key_place(self, path: Sequence[str | int]) -> Place:
        """Where the key of a path stands."""
        return self.keys.get(tuple(path)) or self.place(path)


def read_source(path: Path, shown: str | None = None) -> Source:
    """Reads a file.

    Raises:
        ScenarioError: it cannot be read, or is no YAML of ours.
    """
    name = shown or str(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        reason = getattr(exc, "strerror", None) or "it is not UTF-8"
        raise ScenarioError([Mistake(Place(name), f"cannot be read: {reason}")]) from exc
    return source_of(text, name)


def source_of(text: str, name: str) -> Source:
    """The same from a file's text."""
    if len(text) > _LARGEST:
        raise ScenarioError(
            [Mistake(Place(name), f"has {len(text)} characters; at most {_LARGEST}")]
        )
    try:
        documents = list(yaml.compose_all(text, Loader=_Untagged))
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        place = Place(name) if mark is None else Place(name, mark.line + 1, mark.column + 1)
        words = ", ".join(part for part in (exc.context, exc.problem) if part)
        raise ScenarioError([Mistake(place, f"is no YAML: {words}")]) from exc
    except yaml.YAMLError as exc:
        raise ScenarioError([Mistake(Place(name), f"is no YAML: {exc}")]) from exc
    except RecursionError:
        raise ScenarioError([Mistake(Place(name), _TOO_DEEP)]) from None
    if len(documents) != 1:
        found = len(documents)
        raise ScenarioError([Mistake(Place(name), f"expected one YAML document, found {found}")])
    reader = _Reader(name)
    value = reader.read(documents[0], ())
    if reader.mistakes:
        raise ScenarioError(reader.mistakes)
    return Source(name, value, reader.values, reader.keys)


_TOO_DEEP: Final = f"is nested more than {_DEEPEST} deep"


class _Untagged(yaml.SafeLoader):
    """Composes nodes, and takes none whose tag is written."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        tag = getattr(event, "tag", None)
        if tag is not None:
            text = f"expected a value without a tag, found {tag}"
            raise ComposerError(None, None, text, event.start_mark)
        return super().compose_node(parent, index)


class _Reader:
    """Turns nodes into values."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: dict[Path_, Place] = {}
        self.keys: dict[Path_, Place] = {}
        self.mistakes: list[Mistake] = []
        self._around: set[int] = set()

    def read(self, node: yaml.Node, path: Path_) -> Any:
        place = self._place(node)
        if id(node) in self._around:
            self.mistakes.append(Mistake(place, "an alias stands for what it is in"))
            return None
        if len(self.values) >= _MOST_VALUES:
            if len(self.values) == _MOST_VALUES:
                self.values[path] = place
                self.mistakes.append(Mistake(place, f"is beyond {_MOST_VALUES} values"))
            return None
        self.values[path] = place
        if len(path) > _DEEPEST:
            self.mistakes.append(Mistake(place, _TOO_DEEP))
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self._around.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            return [self.read(item, (*path, place)) for place, item in enumerate(node.value)]
        finally:
            self._around.remove(id(node))

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            place = self._place(key)
            if not isinstance(key, yaml.ScalarNode):
                self.mistakes.append(Mistake(place, "expected a name as the key"))
                continue
            name = str(key.value)
            if name == _MERGE and key.style is None:
                self.mistakes.append(Mistake(place, "expected a name as the key, found a merge"))
                continue
            if name in found:
                first = self.keys[(*path, name)].line
                self.mistakes.append(Mistake(place, f"{name!r} stands here and in line {first}"))
                continue
            self.keys[(*path, name)] = place
            found[name] = self.read(value, (*path, name))
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = str(node.value)
        if node.style is not None:  # quoted, or a block
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text, 0) if text.startswith("0x") else int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        return text

    def _place(self, node: yaml.Node) -> Place:
        return Place(self.name, node.start_mark.line + 1, node.start_mark.column + 1)
