"""`docs/gas.md`, written from the snapshot in `docs/gas.json`; `--check` fails if it is not current."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scripts.bench.gas.floor import Parts
from scripts.bench.gas.report import SNAPSHOT, WAYS
from scripts.dev.pages import ROOT, write_or_check

PAGE: Final = ROOT / "docs" / "gas.md"
TARGETS: Final[Mapping[str, tuple[float, float, float]]] = {
    "IssueBill": (0.22, 0.14, 0.10),
    "TransferPossession": (0.55, 0.25, 0.14),
    "Endorse (title alone)": (0.55, 0.25, 0.14),
    "Endorse (title and possession)": (0.55, 0.25, 0.14),
    "SurrenderForDelivery": (0.55, 0.25, 0.14),
    "AcceptSurrender": (0.55, 0.25, 0.14),
}
"""What was aimed at, as shares of the peer's figure: direct, in a batch of 50, 50 under one signature."""
TARGET_WAYS: Final = ("direct", "batch50", "set50")

HEAD: Final = """# What an action costs

Written by `python -m scripts.bench.gas.page` from `docs/gas.json`; do not edit.

Gas by receipts on {node}, our on-chain signature check included. `direct` is a transaction of the action
alone; `batch10` and `batch50` are its share of a `Batch.execute` of 10 and of 50 actions on as many records; `set50` is
its share of a `Batch.executeSet` of 50 actions under one signature, which differ in the record only. Keys, ids and
addresses are fixed: every run gives the same figures.

- `make gas` measures into `build/gas.json`. `make gas-check`, a part of `make lint`, compares with the snapshot and
  fails on any figure that is more than 0.5 % away. `make gas-snapshot` writes the snapshot and this page anew; the
  commit says why.
- A new action gets a step in `scripts/bench/gas/steps.py`; a test fails until it has one.

"""

PEER: Final = """## Beside a peer

The peer is `@tradetrust-tt/token-registry` 5.5.1, deployed on the same node from its package's own artifacts. It goes
by the sender and checks no signature; its parties each send their own transactions, so it has no batched figure, and
shares are of its direct one. Its token id is a full hash here; with a small number for an id, `mint` and `burn` cost it
336 less.

| action | peer's function | peer | direct | target | batch50 | target | set50 | target |
|---|---|---:|---:|---:|---:|---:|---:|---:|
"""

FLOOR: Final = """
## Where the floor is

Of the direct figure, what the chain charges whatever the code does: the base cost of a transaction; its calldata (4 gas
a zero byte, 16 any other); 3,000 for the recovery of each signature; the accounts that are called (2,600 for the first
call of another contract, 100 for the precompile); the storage words read and written; the log. What clearing a word
gives back is taken off. The rest is the contracts' own execution, and `above` is its share of the floor.

The words of a transfer: the bill (2,100 to read, 2,900 to write), the signing wallet (2,100) and the recipient (2,100).
In a batch the consortium's account and the wallet's word are paid once, and the base cost is shared; in a set the
consortium looks into the same question once (ADR 0010).

| action | base | calldata | signatures | accounts | storage | log | refund | floor | direct | execution | above |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""

ALL: Final = """
## All actions

| action | direct | batch10 | batch50 | set50 |
|---|---:|---:|---:|---:|
"""

END: Final = """
A dash: each of several wallets signs for itself (governors, a member's own admin wallets), or the action has a list of
bills, which `Batch.executeSet` does not carry; a set of such actions is signed once all the same, and each is relayed
with its proof.
"""


def render(report: Mapping[str, Any]) -> str:
    """The page in Markdown."""
    actions = report["actions"]
    lines = [*_peer_rows(actions)]
    parts = [HEAD.format(node=report["node"]), PEER, *lines, _verdict(actions)]
    parts += [FLOOR, *_floor_rows(actions), ALL, *_all_rows(actions), END]
    return "".join(parts)


def _peer_rows(actions: Mapping[str, Any]) -> Iterator[str]:
    for label, figures in actions.items():
        if "peer" not in figures:
            continue
        peer, cells = figures["peer"], []
        targets = TARGETS.get(label, (None, None, None))
        for way, target in zip(TARGET_WAYS, targets, strict=True):
            cells.append(f"{figures[way]:,.0f} ({peer['ratio'][way]:.3f})")
            cells.append("–" if target is None else f"{target * peer['direct']:,.0f} ({target})")
        yield f"| {label} | `{peer['function']}` | {peer['direct']:,} | {' | '.join(cells)} |\n"


def _verdict(actions: Mapping[str, Any]) -> str:
    """Which targets are missed, and by how much."""
    missed = [
        f"- {label}, {way}: {figures[way] - target * figures['peer']['direct']:,.0f} gas over the target\n"
        for label, figures in actions.items()
        for way, target in zip(TARGET_WAYS, TARGETS.get(label, ()), strict=False)
        if figures[way] > target * figures["peer"]["direct"]
    ]
    return "\nMissed:\n\n" + "".join(missed) if missed else "\nEvery target is met.\n"


def _floor_rows(actions: Mapping[str, Any]) -> Iterator[str]:
    for label, figures in actions.items():
        parts = Parts(**figures["parts"])
        charged = (parts.base, parts.calldata, parts.signatures, parts.accounts, parts.storage)
        cells = (*charged, parts.log, -parts.refund, parts.floor, figures["direct"])
        above = parts.execution / parts.floor
        row = " | ".join(f"{cell:,}" for cell in (*cells, parts.execution))
        yield f"| {label} | {row} | {above:.0%} |\n"


def _all_rows(actions: Mapping[str, Any]) -> Iterator[str]:
    for label, figures in actions.items():
        cells = (f"{figures[way]:,.0f}" if way in figures else "–" for way in WAYS)
        yield f"| {label} | {' | '.join(cells)} |\n"


def main(arguments: list[str]) -> int:
    """Writes or checks the page; the exit status is 1 if the check fails."""
    report = json.loads(SNAPSHOT.read_text("utf-8"))
    return write_or_check(PAGE, render(report), arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
