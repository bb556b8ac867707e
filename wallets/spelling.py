"""Names of enums and bits in any spelling of the same letters."""

from __future__ import annotations

from contracts.bindings import enums


def letters(name: str) -> str:
    """What two spellings of one name have in common: `ToOrder`, `TO_ORDER` and `to-order` are one."""
    return name.replace("_", "").replace("-", "").lower()


def value_named(table: str, name: str) -> int | None:
    """The value of a name of an enum or bit table (`ALL` too) in any spelling, None if none has it."""
    wanted = letters(name)
    for known, value in enums().get(table, {}).items():
        if letters(known) == wanted:
            return value
    return None
