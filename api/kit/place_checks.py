"""Rules for places: UN/LOCODE, looked up in the official list."""

from __future__ import annotations

import re

from api.kit.rules import Rule
from api.kit.text import compact
from api.kit.unlocode import Place, find_place, ports_like

_SOURCE = "UN/LOCODE, UN/ECE Recommendation 16"

UNLOCODE_FORMAT = Rule(
    "unlocode_format",
    _SOURCE,
    "a UN/LOCODE is two letters of the country and three characters of A to Z or 2 to 9",
    "口岸代码(UN/LOCODE)为2位国家字母加3位字母或数字2至9",
)
UNLOCODE_UNKNOWN = Rule(
    "unlocode_unknown",
    _SOURCE,
    "the official list has no place {code}",
    "官方代码表中没有{code}",
)
UNLOCODE_NOT_A_PORT = Rule(
    "unlocode_not_a_port",
    _SOURCE,
    "{code} is {name}, which is no port in the official list{hint}",
    "{code}({name})在官方代码表中不是港口{hint_zh}",
)

_FORMAT = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")

# The official list gave these to airports; carriers' schedules and port systems go on naming the seaports of
# Shanghai and Ningbo by them, so that to refuse them would refuse most bills of those ports.
_PORTS_BY_CUSTOM = frozenset({"CNSHA", "CNNGB"})


def check_un_location_code(text: str) -> str:
    """Return the compact code of a place that the official list has."""
    return _place_of(text).code


def check_port_code(text: str) -> str:
    """Return the compact code of a place that the official list calls a port (function code 1).

    CNSHA and CNNGB pass, too: the trade means the ports of Shanghai and Ningbo by them.
    """
    place = _place_of(text)
    if not place.is_port and place.code not in _PORTS_BY_CUSTOM:
        ports = ", ".join(f"{port.code} {port.name}" for port in ports_like(place))
        raise UNLOCODE_NOT_A_PORT.broken(
            code=place.code,
            name=place.name,
            hint=f"; its ports are {ports}" if ports else "",
            hint_zh=f"; 相近港口: {ports}" if ports else "",
        )
    return place.code


def _place_of(text: str) -> Place:
    code = compact(text)
    if not _FORMAT.fullmatch(code):
        raise UNLOCODE_FORMAT.broken()
    place = find_place(code)
    if place is None:
        raise UNLOCODE_UNKNOWN.broken(code=code)
    return place
