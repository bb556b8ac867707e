"""What an action says, in one sentence in English and one in Chinese, for the person who is about to sign it.

One table holds the sentences of both languages. Every field appears in them, so that nobody signs what was not
said. Texts that others chose (names) are quoted and cannot pose as part of the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from contracts.bindings import FieldSpec
from wallets.sentences import CLAUSES, SENTENCES
from wallets.typed_action import Scalar, TypedAction, Value
from wallets.vocabulary import BIT_WORDS, Words, bit_words, enum_words

__all__ = ["Words", "describe"]

_NOBODY: Final[Mapping[int, str]] = MappingProxyType({})
_LAST_TIME: Final = 253_402_300_799  # 9999-12-31 23:59:59 UTC: what a calendar date can say
_SHORTENED: Final = (6, 4)
_SHORTEST_RUN: Final = 3
_THOUSANDTHS: Final = 1000
_MEMBER_BEFORE_HAN: Final = re.compile(r"(成员 \d+)(?=[\u4e00-\u9fff])")
_COUNTED: Final[Mapping[str, Words]] = {
    "containers": Words("container", "集装箱"),
    "events": Words("event", "节点"),
}
_ZERO_ID: Final = "0x" + "00" * 32


def describe(action: TypedAction, names: Mapping[int, str] = _NOBODY) -> Words:
    """The action in one sentence in English and one in Chinese.

    Args:
        action: The action.
        names: Members' names by their numbers; a member without one is told by its number alone.
    """
    en: dict[str, str] = {}
    zh: dict[str, str] = {}
    for field in action.spec.fields:
        en[field.name], zh[field.name] = _clause(action, field, names)
    sentence = SENTENCES[action.name]
    return Words(
        re.sub(r"^member", "Member", sentence.en.format_map(en)),
        _MEMBER_BEFORE_HAN.sub(r"\1 ", sentence.zh.format_map(zh)),
    )


def _clause(action: TypedAction, field: FieldSpec, names: Mapping[int, str]) -> Words:
    value = action.message[field.name]
    words = _value_words(field, value, names)
    clause = CLAUSES.get(f"{action.name}.{field.name}") or CLAUSES.get(field.name)
    if clause is None:
        return words
    present, absent = clause
    if not isinstance(value, list) and value in {0, _ZERO_ID}:
        return absent
    return Words(present.en.format(words.en), present.zh.format(words.zh))


def _value_words(field: FieldSpec, value: Value, names: Mapping[int, str]) -> Words:
    if isinstance(value, list):
        return _list_words(value)
    if isinstance(value, str):
        return _text_words(field, value)
    if field.enum is not None:
        return (bit_words if field.enum in BIT_WORDS else enum_words)(field.enum, value)
    match field.type:
        case "uint24":
            return _member(value, names)
        case "uint40":
            return _time(value)
        case "uint64":
            return _same(_quantity(value))
        case "uint256":
            places = ", ".join(_runs(value))
            return Words(f"containers {places} (counted from 0)", f"第 {places} 号箱(从 0 起)")
        case "uint16" | "uint32" if field.name in _COUNTED:
            one = _COUNTED[field.name]
            return Words(f"{value} {one.en}{'s' * (value != 1)}", f"{value} 个{one.zh}")
        case "uint8":
            return _small(field, value)
        case _:
            return _same(str(value))


def _small(field: FieldSpec, value: int) -> Words:
    if field.name == "originals":
        return Words(f"{value} paper original{'s' * (value != 1)}", f"{value} 份纸质正本")
    if field.name == "threshold":
        return _same(str(value))
    return Words(f"container {value} (counted from 0)", f"第 {value} 号箱(从 0 起)")


def _list_words(values: list[Scalar]) -> Words:
    """All of them, in their order; what is none is told as such."""
    head, tail = _SHORTENED
    shown = [str(v) if isinstance(v, int) else f"{v:.{head}}…{v[-tail:]}" for v in values]
    listed = ", ".join(shown)
    return Words(listed, listed) if shown else Words("none", "无")


def _text_words(field: FieldSpec, value: str) -> Words:
    if field.type == "bytes32":
        head, tail = _SHORTENED
        return _same(f"{value[:head]}…{value[-tail:]}")
    if field.type == "string":
        shown = _harmless(value)
        return Words(f"“{shown}”", f"“{shown}”")
    return _same(value)


def _same(text: str) -> Words:
    return Words(text, text)


def _member(number: int, names: Mapping[int, str]) -> Words:
    name = names.get(number)
    if name is None:
        return Words(f"member {number}", f"成员 {number}")
    # The number stays beside the name: two members may call themselves alike.
    shown = _harmless(name)
    return Words(f"{shown} (member {number})", f"{shown}(成员 {number})")


def _time(seconds: int) -> Words:
    if seconds > _LAST_TIME:
        return Words(f"second {seconds} since 1970 UTC", f"1970 年(UTC)起第 {seconds} 秒")
    return _same(f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC")


def _quantity(thousandths: int) -> str:
    whole, rest = divmod(thousandths, _THOUSANDTHS)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def _runs(bits: int) -> Iterator[str]:
    """The places of the bits that are set, from 0; three or more in a row as a range."""
    places = [place for place in range(bits.bit_length()) if bits >> place & 1]
    start = 0
    for index, place in enumerate(places):
        if index + 1 < len(places) and places[index + 1] == place + 1:
            continue
        run = places[start : index + 1]
        start = index + 1
        if len(run) >= _SHORTEST_RUN:
            yield f"{run[0]}–{run[-1]}"
        else:
            yield from map(str, run)


def _harmless(text: str) -> str:
    """The text without characters that could hide, reorder or end what stands around it."""
    return "".join(
        f"\\u{{{ord(character):x}}}"
        if unicodedata.category(character)[0] == "C"
        or unicodedata.category(character) in {"Zl", "Zp"}
        or character in "“”\\"
        else character
        for character in text
    )
