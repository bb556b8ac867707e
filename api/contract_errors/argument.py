"""An argument of a custom error, in words: enums by name, bits by names, times in RFC 3339."""

from enum import IntEnum

from api.auth.sign_in import rfc3339
from api.kit.names import ENUMS, FLAGS
from chain.states import HoldAuthority

_LONG = 10
_LATEST = 253_402_300_799
"""9999-12-31T23:59:59Z, the last second that a date can show."""


class Argument:
    """Formats itself by the kind that a sentence asks for: `{current:BillState}`."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, kind: str) -> str:
        """The argument in words; without a kind, as it is (ids shortened)."""
        value = self._value
        if isinstance(value, int):
            return _number(value, kind)
        text = "0x" + value.hex() if isinstance(value, bytes) else str(value)
        return f"{text[:_LONG]}…" if kind == "id" and len(text) > _LONG else text


def _number(value: int, kind: str) -> str:
    if kind in ENUMS:
        return _name(ENUMS[kind], value)
    if kind.removesuffix("s") in ENUMS:
        enum = ENUMS[kind.removesuffix("s")]
        return " / ".join(_name(enum, bit) for bit in _bits(value)) or "-"
    if kind == "Authorities":
        return ", ".join(_name(HoldAuthority, bit) for bit in _bits(value)) or "-"
    if kind in FLAGS:
        return ", ".join(str(flag.name) for flag in FLAGS[kind] if flag & value) or "-"
    if kind == "time":
        return rfc3339(min(value, _LATEST))
    if kind == "bits":
        return ", ".join(str(bit) for bit in _bits(value)) or "-"
    return str(value)


def _name(enum: type[IntEnum], value: int) -> str:
    return enum(value).name if value in enum._value2member_map_ else str(value)


def _bits(value: int) -> list[int]:
    return [bit for bit in range(value.bit_length()) if value >> bit & 1]
