"""`python -m scripts.bench` measures gas and throughput and writes `build/bench.json`.

Everything runs on one machine in one run; what counts are the ratios.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from chain.compile import ROOT
from chain.errors import ChainError
from scripts.bench import latency, throughput, voyage
from scripts.bench.gas.measure import Measurement
from scripts.bench.gas.report import gas_table
from scripts.bench.ledger import running
from scripts.quay.console import CommandError
from scripts.quay.supervise import Plan

REPORT: Final = ROOT / "build" / "bench.json"
_UPLOAD: Final = {"QUAY_API_MAX_UPLOAD_BYTES": str(64 << 20)}


async def run(data_dir: Path) -> dict[str, Any]:
    """Starts the ledgers, measures, and stops them."""
    console = Console(stderr=True)
    with console.status("starting a ledger") as status:
        plan = Plan(data_dir / "automine", port=0, node_port=0)
        async with running(plan) as at:
            status.update("single actions: raw transactions and the gateway in turns")
            single = await throughput.measure(at.sender, at.deployment, at.url, at.token)
            status.update("gas: each action alone, in batches and as a set")
            costs = await Measurement(at.sender, at.deployment).run()
        status.update("starting a ledger whose node mines every second")
        steady = voyage.SteadyAnvil
        plan = Plan(data_dir / "steady", port=0, node_port=0, node=steady, environment=_UPLOAD)
        async with running(plan) as at:
            status.update("latency under half load")
            waits = await latency.measure(at.deployment, at.url, at.token)
            status.update("a voyage: raw transactions and the gateway in turns")
            bulk = await voyage.measure(at.sender, at.deployment, at.url, at.token)
    return {
        "node": at.node,
        "gas": costs,
        "throughput": single,
        "latency": waits,
        "voyage": bulk,
    }


def show(report: dict[str, Any]) -> None:
    """Prints the report as tables."""
    Console().print(gas_table(report["gas"], f"gas per action ({report['node']})"))
    rates, bulk, waits = report["throughput"], report["voyage"], report["latency"]
    print("single signed actions over HTTP, a block for each transaction of the node")
    for at in rates:
        print(f"  on a ledger that holds {at['bills_before']:,} bills before")
        print(f"    raw transactions:    {at['raw_per_second']} actions/s by round")
        print(f"    through the gateway: {at['gateway_per_second']} actions/s by round")
        print(f"    gateway ÷ raw:       {at['ratio_gateway_to_raw']}")
    print(f"a voyage of {bulk['bills_per_round']} bills in one upload, a block a second")
    print(f"  raw transactions:    {bulk['raw_per_second']} bills/s by round")
    print(f"  as one voyage:       {bulk['voyage_per_second']} bills/s by round")
    print(f"  voyage ÷ raw:        {bulk['ratio_voyage_to_raw']}")
    print("from accepted to final under half load, in block times")
    print(f"  p50 {waits['p50_blocks']}, p99 {waits['p99_blocks']}")


def main() -> int:
    """Measures, prints and writes the report; the exit status is 1 if the ledger does not run."""
    try:
        with tempfile.TemporaryDirectory(prefix="quayledger-bench-") as folder:
            report = asyncio.run(run(Path(folder)))
    except (ChainError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    show(report)
    print(f"written to {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
