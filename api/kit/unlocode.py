"""The official UN/LOCODE list (UNECE, issue 2023-1), from the files that `pyunlocode` ships.

The lists themselves are read, not the package's database: that database lost the entries which the
issue marks as changed, and opening it through the package runs `CREATE TABLE` on an installed file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTRY, _PLACE, _NAME, _FUNCTIONS = 1, 2, 3, 6
_REFERENCE_ENTRY = "="  # "Peking = Beijing": an alias in the printed list, without a code
_PORT = "1"  # UN/LOCODE function 1: port, as defined in UN/ECE Recommendation 16
_MOST_HINTS = 4


class PlaceListMissingError(RuntimeError):
    """The installed `pyunlocode` has no code list: the installation is broken."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the official list; `functions` are its function codes, such as `1` for a port."""

    code: str
    name: str
    functions: frozenset[str]

    @property
    def is_port(self) -> bool:
        """Whether ships call there: function code 1."""
        return _PORT in self.functions


def find_place(code: str) -> Place | None:
    """Return the place of a five-letter code, or None if the official list has no such code."""
    return official_list().get(code)


def ports_like(place: Place) -> list[Place]:
    """Return up to four ports of the country whose names start with the same word, by code.

    The list gives a city's airport and its seaport a code each; carriers often write the former.
    """
    first_word = place.name.split()[0]
    return [
        other
        for code, other in sorted(official_list().items())
        if code[:2] == place.code[:2] and other.is_port and other.name.split()[0] == first_word
    ][:_MOST_HINTS]


@lru_cache(maxsize=1)
def official_list() -> dict[str, Place]:
    """Read the official list once, on first use (about 115,800 places, half a second).

    Raises PlaceListMissingError if the installed package has no list.
    """
    places: dict[str, Place] = {}
    for code, name, functions in _rows():
        known = places.get(code)
        if known:  # the same place under another spelling: it has the functions of both rows
            places[code] = Place(code, known.name, known.functions | functions)
        else:
            places[code] = Place(code, name, functions)
    return places


def _rows() -> Iterator[tuple[str, str, frozenset[str]]]:
    for path in _list_files():
        with path.open(encoding="latin-1", newline="") as lines:
            for row in csv.reader(lines):
                if row[0] != _REFERENCE_ENTRY and row[_PLACE]:
                    functions = frozenset(row[_FUNCTIONS].replace("-", ""))
                    yield row[_COUNTRY] + row[_PLACE], row[_NAME], functions


def _list_files() -> list[Path]:
    found = [
        Path(str(file.locate()))
        for file in files("pyunlocode") or []
        if file.suffix == ".csv" and "CodeListPart" in file.name
    ]
    if not found:
        message = (
            "the package pyunlocode is installed without its UN/LOCODE lists; install it again"
        )
        raise PlaceListMissingError(message)
    return sorted(found)
