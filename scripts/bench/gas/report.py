"""How gas figures are written: tables for the terminal, the snapshot, and what has grown since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from chain.compile import ROOT
from scripts.bench.gas.floor import Parts
from scripts.bench.gas.peer import OURS

REPORT: Final = ROOT / "build" / "gas.json"
SNAPSHOT: Final = ROOT / "docs" / "gas.json"
WAYS: Final = ("direct", "batch10", "batch50", "set50")
TOLERANCE: Final = 0.005
"""How far a figure may be from the snapshot's: signatures and addresses with other zero bytes make a difference."""

Json = Mapping[str, Any]


def compose(
    node: str, costs: Mapping[str, Mapping[str, float]], peer: Mapping[str, int]
) -> dict[str, Any]:
    """The report: each action's figures, and the peer's beside them."""
    actions: dict[str, Any] = {label: dict(cost) for label, cost in costs.items()}
    for function, label in OURS.items():
        theirs = peer[function]
        ratios = {way: round(costs[label][way] / theirs, 3) for way in WAYS}
        actions[label]["peer"] = {"function": function, "direct": theirs, "ratio": ratios}
    return {"node": node, "actions": actions}


def add_parts(report: Json, parts: Mapping[str, Parts]) -> None:
    """Adds to the report where the direct figures' gas went."""
    for label, found in parts.items():
        if found.used != report["actions"][label]["direct"]:
            message = f"{label} cost {found.used} and {report['actions'][label]['direct']}"
            raise ValueError(message)
        report["actions"][label] |= {"floor": found.floor, "parts": asdict(found)}


def gas_table(costs: Mapping[str, Mapping[str, float]], title: str) -> Table:
    """The figures of each action."""
    table = Table("action", *WAYS, title=title)
    for column in table.columns[1:]:
        column.justify = "right"
    for label, cost in costs.items():
        cells = (f"{cost[way]:,.0f}" if way in cost else "–" for way in WAYS)
        table.add_row(label, *cells)
    return table


def differences(snapshot: Json, report: Json) -> list[str]:
    """Each figure of the report that is not the snapshot's, in a sentence; none if nothing has changed."""
    found = [f"{label} is not in the snapshot" for label in report if label not in snapshot]
    found += [f"{label} is not measured any more" for label in snapshot if label not in report]
    for label in report:
        for way in WAYS:
            now, before = report[label].get(way), snapshot.get(label, {}).get(way)
            if now is not None and before is not None and abs(now - before) > before * TOLERANCE:
                found.append(f"{label}, {way}: {now:,.0f} gas, {before:,.0f} in the snapshot")
    return found


def write(path: Path, report: Json) -> None:
    """Writes a report as JSON."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
