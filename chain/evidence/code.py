"""Whether the code at an address is a contract of this version, and which addresses are built into it."""

from __future__ import annotations

from typing import Final

from contracts.bindings import bytecode

_WORD: Final = 32
_PUSH32: Final = 0x7F
_METADATA: Final = 53
"""Bytes of the compiler's metadata at a code's end: they have the sources' hash."""


def immutables(contract: str, code: bytes) -> list[bytes] | None:
    """The words that were built into a contract's code when it was deployed; None if it is no code of this version.

    The code may differ from what the compiler wrote only where that has a word of zeros to be filled in.
    """
    created = bytecode(contract)
    start = created.rfind(code[-_METADATA:]) + _METADATA - len(code)
    if len(code) <= _METADATA or start < 0:
        return None
    template = created[start : start + len(code)]
    words: list[bytes] = []
    place = 0
    while place < len(code):
        if template[place] == code[place]:
            place += 1
            continue
        first = _start_of_word(template, place)
        if first is None:
            return None
        words.append(code[first : first + _WORD])
        place = first + _WORD
    return words


def _start_of_word(template: bytes, place: int) -> int | None:
    """Where the word of zeros begins that this place is in, behind its PUSH32."""
    for first in range(max(1, place - _WORD + 1), place + 1):
        word = template[first : first + _WORD]
        if template[first - 1] == _PUSH32 and len(word) == _WORD and not any(word):
            return first
    return None


def built_in(words: list[bytes], address: str) -> bool:
    """Whether an address is among the words."""
    return bytes.fromhex(address[2:]).rjust(_WORD, b"\0") in words
