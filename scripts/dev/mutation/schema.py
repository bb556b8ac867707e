"""The contracts with every fault in them, each asleep until its number is in `prevrandao`, which no contract reads.

`a >= b` becomes `(fault(17) ? a > b : a >= b)` and a statement `{ if (fault(18)) {} else { statement } }`: one
compilation stands for thousands. Within a fault stands the source as it was: only one is awake at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scripts.dev.mutation.syntax import Site

SWITCH: Final = "contracts/Fault.sol"
REACH: Final = (1 << 256) - 1
"""In `prevrandao`, it lets no fault happen, but each that is passed reads a slot of its own."""

SLOTS: Final = 0xFA017 << 200
"""The first of those slots."""

_SWITCH_SOURCE: Final = f"""// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

function fault(uint256 which) view returns (bool awake) {{
    assembly {{
        awake := eq(prevrandao(), which)
        if eq(prevrandao(), {REACH}) {{ awake := sload(add({SLOTS}, which)) }}
    }}
}}

function faults(uint256 first, uint256 last) view {{
    for (uint256 number = first; number <= last && block.prevrandao == {REACH}; ++number) fault(number);
}}
"""
_YUL_SWITCH: Final = (
    "function fault_(which, faulty, sound) -> chosen "
    "{ chosen := sound if eq(prevrandao(), which) { chosen := faulty } }"
)
_PURE: Final = re.compile(r"\bpure\b")
_PRAGMA: Final = re.compile(r"^pragma solidity .*;$", re.MULTILINE)
_MARKED: Final = re.compile(r"/\*<(\d+)\*/")
_ASKED: Final = re.compile(r"fault_?\((\d+)")


def schema(
    sources: dict[str, str], sites: dict[str, list[Site]], left_out: Iterable[int] = ()
) -> dict[str, str]:
    """All sources, with the faults of the sites but for those left out."""
    without = set(left_out)
    changed = {}
    for path, text in sources.items():
        written = text
        if path in sites:
            written = _Rendered(text.encode(), sites[path], without).source()
            written = _PRAGMA.sub(_with_import, written, count=1)
        # A sleeping fault reads the block.
        changed[path] = _PURE.sub("view", written) if path.startswith("contracts/") else written
    return changed | {SWITCH: _SWITCH_SOURCE}


def _with_import(pragma: re.Match[str]) -> str:
    return f'{pragma.group()}\nimport {{fault, faults}} from "{SWITCH}";'


def culprits(text: str, start: int, end: int) -> set[int]:
    """The faults for which a schema does not compile, by the place that the compiler complains of."""
    encoded = text.encode()
    before, within = encoded[:start].decode(), encoded[start:end].decode()
    open_ = [number for number in _MARKED.findall(before) if f"/*{number}>*/" not in before]
    if open_:
        return {int(open_[-1])}
    # A fault of another type than what it stands for: the complaint is about the whole choice.
    asked = _ASKED.findall(before[-40:] + within)
    return {int(asked[0])} if asked else set()


class _Rendered:
    """One source, rewritten from the innermost sites outwards."""

    def __init__(self, text: bytes, sites: list[Site], without: set[int]) -> None:
        self._text = text
        self._without = without
        # Outer sites first; of two that are alike, the statement is outside the expression.
        self._sites = sorted(sites, key=lambda site: (site.start, -site.end, site.kind == "yul"))

    def source(self) -> str:
        return self._range(0, len(self._text), 0)[0]

    def _range(self, start: int, end: int, place: int) -> tuple[str, int]:
        """The text from start to end, with the sites from this place of the list on; and the next place."""
        parts = []
        at = start
        while place < len(self._sites) and self._sites[place].start < end:
            site = self._sites[place]
            parts.append(self._text[at : site.start].decode())
            inner, place = self._range(site.start, site.end, place + 1)
            parts.append(self._with_faults(site, inner))
            at = site.end
        parts.append(self._text[at:end].decode())
        return "".join(parts), place

    def _with_faults(self, site: Site, inner: str) -> str:
        faults = {
            number: f"/*<{number}*/{text}/*{number}>*/"
            for number, text in site.faults.items()
            if number not in self._without
        }
        if not faults:
            return inner
        match site.kind:
            case "expression":
                chosen = "".join(f"fault({number}) ? {text} : " for number, text in faults.items())
                return f"({chosen}{inner})"
            case "statement":
                chosen = "".join(
                    f"if (fault({number})) {{ {text} }} else " for number, text in faults.items()
                )
                return f"{{ {chosen}{{ {inner} }} }}"
            case "declaration":
                (number,) = faults
                value = inner.partition("=")[2]
                return f"{site.head} {{ if (!fault({number})) {{ {site.target} = {value} }} }}"
            case "assembly":
                first, last = min(faults), max(faults)
                opened = inner.index("{") + 1
                return f"faults({first}, {last}); {inner[:opened]} {_YUL_SWITCH} {inner[opened:]}"
            case "yul":
                for number, text in faults.items():
                    inner = f"fault_({number}, {text}, {inner})"
                return inner
            case _:
                asleep = "1"
                for number in faults:
                    asleep = f"and({asleep}, iszero(eq(prevrandao(), {number})))"
                chosen = " ".join(
                    f"if eq(prevrandao(), {number}) {{ {text} }}" for number, text in faults.items()
                )
                return f"{chosen} if {asleep} {{ {inner} }}"
