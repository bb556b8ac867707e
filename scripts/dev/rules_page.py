"""Writes `docs/rules.md`: every action and every refusal of the contracts, from the bindings and the gateway's words.

Run `python -m scripts.dev.rules_page` to write the page, with `--check` to fail if it is not current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from api.actions.powers import POWERS
from api.contract_errors import CATALOGUE
from contracts.bindings import CONTRACTS, ActionSpec, actions, errors
from scripts.dev.pages import ROOT, write_or_check

PAGE: Final = ROOT / "docs" / "rules.md"

HEAD: Final = """# The rules

Every action that a wallet can sign and every refusal of the contracts, written from the code by `make fix`; do not
edit. Which state allows an action is in [state-machines.md](state-machines.md); the words are those that the gateway
answers with.
"""


def _contracts() -> list[str]:
    """The contracts with actions, in the order of their deployment."""
    acting = {spec.contract for spec in actions().values()}
    return [name for name in CONTRACTS if name in acting]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _action(spec: ActionSpec) -> str:
    fields = "<br>".join(f"`{f.name}` {f.type}: {_escaped(f.doc)}" for f in spec.fields)
    power = POWERS[spec.name].name or "–"
    return f"| **{spec.name}** | {_escaped(spec.doc)} | {power} | {fields} |"


def _actions(contract: str) -> Iterator[str]:
    yield "| action | what it does | wallet's power | fields |"
    yield "|---|---|---|---|"
    yield from (_action(spec) for spec in actions().values() if spec.contract == contract)


def _refusals(names: list[str]) -> Iterator[str]:
    yield "| error | status | meaning | 含义 | what to do |"
    yield "|---|---|---|---|---|"
    for name in names:
        entry = CATALOGUE[name]
        detail, remedy = entry.detail, entry.remedy
        told = " | ".join(_escaped(text) for text in (detail.en, detail.zh, remedy.en))
        yield f"| `{name}` | {entry.status} | {told} |"


def render() -> str:
    """The page in Markdown."""
    by_contract: dict[str, list[str]] = {name: [] for name in [*_contracts(), "any contract"]}
    for spec in errors().values():
        raisers = [name for name in spec.contracts if name in by_contract]
        home = raisers[0] if len(raisers) == 1 else "any contract"
        if spec.name.startswith("Consortium"):
            home = "Consortium"
        by_contract[home].append(spec.name)
    parts = [HEAD]
    for contract, names in by_contract.items():
        parts.append(f"## {contract[0].upper()}{contract[1:]}\n")
        if contract in CONTRACTS:
            parts.append("\n".join(_actions(contract)) + "\n")
        parts.append("\n".join(_refusals(sorted(names))) + "\n")
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Writes or checks the page; the exit status is 1 if the check fails."""
    return write_or_check(PAGE, render(), arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
