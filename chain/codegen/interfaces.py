"""What each contract shows outside: a second half's functions, errors and events are the first half's."""

from __future__ import annotations

from typing import Any, Final

from chain.compile import DEPLOYED, SECOND_HALVES, Compilation

Json = dict[str, Any]

FACES: Final = tuple(name for name in DEPLOYED if name not in SECOND_HALVES.values())
"""The contracts that are called: no second half is, at its own address."""


def interface(compilation: Compilation, contract: str) -> list[Json]:
    """The ABI of a contract as its callers see it; of a second half only the constructor."""
    own = compilation.artifacts[contract].abi
    if contract not in FACES:
        return [entry for entry in own if entry["type"] == "constructor"]
    second = SECOND_HALVES.get(contract)
    if second is None:
        return own
    # A first half answers with a function of its own where both have one (the signatures' getters).
    known = {_key(entry) for entry in own}
    more = [entry for entry in compilation.artifacts[second].abi if _key(entry) not in known]
    return own + [entry for entry in more if entry["type"] != "constructor"]


def _key(entry: Json) -> tuple[str, str, tuple[str, ...]]:
    inputs = tuple(str(given["type"]) for given in entry.get("inputs", ()))
    return str(entry["type"]), str(entry.get("name", "")), inputs
