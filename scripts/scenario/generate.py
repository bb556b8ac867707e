"""Data that is right in every check digit, the same from one seed: what `${container()}` and its like make."""

from __future__ import annotations

import random
import string
from typing import Any, Final

from scripts.demos.story_identifiers import Identifiers
from scripts.demos.story_voyages import SHIPS
from scripts.scenario.problems import ValueProblem

OWNERS: Final = ("TGHU", "TEMU", "TCNU", "CSNU", "OOLU", "MSKU", "SEGU", "FFAU")
PORTS: Final = (
    "CNSHG",
    "CNNBG",
    "CNYSA",
    "NLRTM",
    "DEHAM",
    "SGSIN",
    "USLAX",
    "FRLEH",
    "AUMEL",
    "BRSSZ",
)
_LEI_ISSUERS: Final = ("3003", "5299", "7245", "2549")
_REGIONS: Final = ("310115", "310109", "330206", "440305")
_SERIAL: Final = 10
_IMO_WEIGHTS: Final = (7, 6, 5, 4, 3, 2)


class Generator:
    """Makes identifiers; no container, bill or declaration comes twice from one generator."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._identifiers = Identifiers(seed)
        self._random = random.Random(seed ^ 0x5EED)  # noqa: S311 - test data, no secret
        self._owner = "".join(self._random.choices(string.ascii_uppercase, k=4))

    def container(self, owner: str | None = None) -> str:
        """A container number (ISO 6346), of an owner code such as TGHU."""
        if owner is not None and (len(owner) != 4 or not owner.isalpha() or owner[3] not in "UJZ"):  # noqa: PLR2004
            raise ValueProblem(
                f"container({owner!r}): an owner code is three letters and U, J or Z"
            )
        return self._identifiers.container_number(owner or self._random.choice(OWNERS))

    def containers(self, count: int, owner: str | None = None) -> list[str]:
        """Several container numbers."""
        return [self.container(owner) for _ in range(_count(count))]

    def bl_number(self, prefix: str | None = None) -> str:
        """A bill's number: the carrier's code, or another prefix, and ten digits."""
        return (prefix or self._owner) + self._identifiers.digits(_SERIAL)

    def lei(self) -> str:
        """A legal entity identifier (ISO 17442)."""
        return self._identifiers.lei(self._random.choice(_LEI_ISSUERS))

    def uscc(self) -> str:
        """A unified social credit code (统一社会信用代码, GB 32100)."""
        return self._identifiers.uscc("91", self._random.choice(_REGIONS))

    def imo(self) -> str:
        """A ship's IMO number."""
        digits = "9" + self._identifiers.digits(5)
        total = sum(int(d) * w for d, w in zip(digits, _IMO_WEIGHTS, strict=True))
        return digits + str(total % 10)

    def ship(self) -> dict[str, str]:
        """A real container ship: `name` and `imo`."""
        name = self._random.choice(sorted(SHIPS))
        return {"name": name, "imo": SHIPS[name]}

    def locode(self, country: str | None = None) -> str:
        """A port's UN/LOCODE, of a country if one is named."""
        ports = [port for port in PORTS if country is None or port.startswith(country.upper())]
        if not ports:
            known = ", ".join(sorted({port[:2] for port in PORTS}))
            raise ValueProblem(f"locode({country!r}): there are ports of {known}")
        return self._random.choice(ports)

    def declaration(self, direction: str = "export") -> str:
        """A customs declaration's number, 18 digits."""
        flags = {"export": "0", "import": "1"}
        if direction not in flags:
            raise ValueProblem(f"declaration({direction!r}): expected 'export' or 'import'")
        return f"22482026{flags[direction]}{self._identifiers.digits(9)}"

    def declaration_item(self) -> str:
        """The reference of an item of an export declaration, 21 digits."""
        return self._identifiers.declaration_item("2248", 2026, item=1)

    def invoice(self) -> str:
        """The number of an electronic invoice (数电票), 20 digits."""
        return "26312" + self._identifiers.digits(15)

    def digits(self, count: int) -> str:
        """Some digits."""
        return self._identifiers.digits(_count(count))

    def number(self, least: int, most: int) -> int:
        """A whole number between two bounds, both included."""
        return self._identifiers.between(least, most)

    def choice(self, *of: Any) -> Any:
        """One of several values."""
        return self._random.choice(of)

    def carrier_code(self) -> str:
        """The code of this scenario's carrier (SCAC)."""
        return self._owner


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:  # noqa: PLR2004
        raise ValueProblem(f"expected a whole number from 0 to 1000, found {value!r}")
    return value
