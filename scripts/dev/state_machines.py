"""Draws `docs/state-machines.md` from `contracts/state_tables.toml`.

Run `python -m scripts.dev.state_machines` to write the page, with `--check` to fail if it is not current.
"""

from __future__ import annotations

import sys
import tomllib
from typing import Any

from scripts.dev.pages import ROOT, write_or_check

SOURCE = ROOT / "contracts" / "state_tables.toml"
PAGE = ROOT / "docs" / "state-machines.md"

HEAD = """# State machines

Drawn from [`contracts/state_tables.toml`](../contracts/state_tables.toml) by `make fix`; do not edit. The tests run
every state × every action of these tables against the deployed contracts. An arrow's label is the action; its
signer stands in the table below it.
"""

Table = dict[str, Any]


def outcome(action: Table, state: str) -> str:
    """What the action does in a state: the state that it leads to, or the named error."""
    moves: dict[str, str] = action["moves"]
    if state in moves:
        return moves[state]
    refused_in: dict[str, str] = action.get("refused_in", {})
    refused: str = action["refused"]
    return refused_in.get(state, refused)


def _diagram(table: Table) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    for name, action in table["actions"].items():
        for source, target in action["moves"].items():
            start = "[*]" if source == "None" else source
            lines.append(f"  {start} --> {target}: {name}")
    return [*lines, "```"]


def _cell(action: Table, state: str) -> str:
    result = outcome(action, state)
    return f"**→ {result}**" if state in action["moves"] else f"`{result}`"


def _grid(table: Table) -> list[str]:
    states: list[str] = table["states"]
    lines = [
        "| action | signed by | " + " | ".join(states) + " | anyone else |",
        "|---" * (len(states) + 3) + "|",
    ]
    for name, action in table["actions"].items():
        cells = " | ".join(_cell(action, state) for state in states)
        who = action["who"].replace("_", " ")
        lines.append(f"| {name} | {who} | {cells} | `{action['others']}` |")
    return lines


def render(tables: dict[str, Table]) -> str:
    """The page in Markdown: for each contract a diagram and a table."""
    parts = [HEAD]
    for name, table in tables.items():
        contract = table.get("contract", name)
        body = [f"## {contract}: the {table['record']}", "", *_diagram(table), "", *_grid(table)]
        parts.append("\n".join(body) + "\n")
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Writes or checks the page; the exit status is 1 if the check fails."""
    return write_or_check(PAGE, render(tomllib.loads(SOURCE.read_text("utf-8"))), arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
