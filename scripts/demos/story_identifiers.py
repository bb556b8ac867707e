"""Identifiers of the story: fictitious, right in every check digit, the same from one seed."""

from __future__ import annotations

import random
import string

from stdnum import iso6346
from stdnum.cn import uscc
from stdnum.iso7064 import mod_97_10

_CONTAINER_ALPHABET = "0123456789A BCDEFGHIJK LMNOPQRSTU VWXYZ"
_NOT_RECOMMENDED = 10  # ISO 6346: serials of this remainder should not be used
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_ALPHANUMERIC = string.digits + string.ascii_uppercase


class Identifiers:
    """Makes identifiers from a seed; no container number comes twice."""

    def __init__(self, seed: int) -> None:
        """Start from a seed: the same seed makes the same identifiers in the same order."""
        self._random = random.Random(seed)  # noqa: S311 - data of a story, no secret
        self._containers: set[str] = set()

    def digits(self, count: int) -> str:
        """Make some digits."""
        return "".join(self._random.choices(string.digits, k=count))

    def between(self, least: int, most: int) -> int:
        """Make a whole number between two bounds, both included."""
        return self._random.randint(least, most)

    def container_number(self, owner: str) -> str:
        """Make a new container number of an owner code such as `TGHU` (ISO 6346)."""
        while True:
            body = owner + self.digits(6)
            if body not in self._containers and _remainder(body) != _NOT_RECOMMENDED:
                self._containers.add(body)
                return body + iso6346.calc_check_digit(body)

    def uscc(self, kind: str, region: str) -> str:
        """Make a 统一社会信用代码 (GB 32100): kind such as `91`, six digits of a region."""
        organisation = "MA1" + self.digits(5) if kind.startswith("9") else self.digits(8)
        body = kind + region + organisation + _organisation_check(organisation)
        return body + uscc.calc_check_digit(body)

    def lei(self, issuer: str) -> str:
        """Make a legal entity identifier (ISO 17442) with an issuer's four-character prefix."""
        body = issuer + "00" + "".join(self._random.choices(_ALPHANUMERIC, k=12))
        return body + mod_97_10.calc_check_digits(body)

    def declaration_item(self, office: str, year: int, *, item: int) -> str:
        """Make the reference of an item of an export declaration (18 digits, 0, two digits)."""
        return f"{office}{year}0{self.digits(9)}0{item:02d}"


def _remainder(body: str) -> int:
    return sum(_CONTAINER_ALPHABET.index(sign) << place for place, sign in enumerate(body)) % 11


def _organisation_check(organisation: str) -> str:
    values = (_ALPHANUMERIC.index(sign) for sign in organisation)
    total = sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
