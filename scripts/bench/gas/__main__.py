"""`python -m scripts.bench.gas` measures what each action costs and writes `build/gas.json`.

With `--check` it compares the figures with the snapshot in `docs/gas.json` and fails if one has grown or shrunk; with
`--snapshot` it writes that snapshot and the page `docs/gas.md`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from chain.compile import ROOT
from chain.errors import ChainError
from scripts.bench.gas.floor import Parts
from scripts.bench.gas.ledger import Ledger, ledger
from scripts.bench.gas.measure import Measurement
from scripts.bench.gas.page import PAGE, render
from scripts.bench.gas.peer import Peer
from scripts.bench.gas.report import (
    REPORT,
    SNAPSHOT,
    add_parts,
    compose,
    differences,
    gas_table,
    write,
)
from scripts.bench.raw import RawSender


async def figures() -> dict[str, Any]:
    """What each action costs, ours and the peer's."""
    with tempfile.TemporaryDirectory(prefix="quayledger-gas-") as folder:
        async with ledger(Path(folder), tracing=False) as started:
            costs = await _measurement(started).run()
            peer = await Peer(started.rpc, started.deployment.chain_id).measure()
            return compose(await started.rpc.client_version(), costs, peer)


async def where_it_went() -> dict[str, Parts]:
    """Where the gas of each action alone went."""
    with tempfile.TemporaryDirectory(prefix="quayledger-gas-") as folder:
        async with ledger(Path(folder), tracing=True) as started:
            return await _measurement(started).parts()


def _measurement(started: Ledger) -> Measurement:
    deployment = started.deployment
    sender = RawSender(started.rpc, deployment.addresses, deployment.chain_id)
    return Measurement(sender, deployment)


def main(arguments: list[str]) -> int:
    """Measures, prints and writes; the exit status is 1 if a figure has left the snapshot."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.gas", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the snapshot")
    parser.add_argument("--snapshot", action="store_true", help="write the snapshot")
    options = parser.parse_args(arguments)
    try:
        report = asyncio.run(figures())
        if not options.check:
            add_parts(report, asyncio.run(where_it_went()))
    except ChainError as error:
        print(error, file=sys.stderr)
        return 1
    if not options.check:
        write(REPORT, report)
    if options.snapshot:
        write(SNAPSHOT, report)
        PAGE.write_text(render(report), "utf-8")
    if not options.check:
        Console().print(gas_table(report["actions"], f"gas per action ({report['node']})"))
        print(f"written to {REPORT.relative_to(ROOT)}")
        return 0
    snapshot = json.loads(SNAPSHOT.read_text("utf-8")) if SNAPSHOT.exists() else {"actions": {}}
    found = differences(snapshot["actions"], report["actions"])
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print("if this is meant: `make gas-snapshot`, and say why in the commit", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
