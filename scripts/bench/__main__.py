"""`python -m scripts.bench` measures gas and throughput and writes `build/bench.json`.

Everything runs on one Anvil in one run; what counts are the ratios.
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
from chain.deploy import Deployment
from chain.errors import ChainError
from chain.rpc import JsonRpc
from scripts.bench import throughput
from scripts.bench.cast import genesis
from scripts.bench.gas.measure import Measurement
from scripts.bench.gas.report import gas_table
from scripts.bench.raw import RawSender
from scripts.quay.console import CommandError
from scripts.quay.supervise import Plan, Supervisor

REPORT: Final = ROOT / "build" / "bench.json"


async def run(data_dir: Path) -> dict[str, Any]:
    """Starts a ledger, measures, and stops it."""
    console = Console(stderr=True)
    async with Supervisor(Plan(data_dir, port=0, node_port=0)) as ledger:
        with console.status("starting a ledger"):
            await ledger.start(genesis())
        deployment = Deployment.load(ledger.plan.deployment_path)
        if deployment is None:
            message = "the ledger was started without a deployment"
            raise CommandError(message)
        async with JsonRpc(ledger.rpc_url, timeout=120) as rpc:
            sender = RawSender(rpc, deployment.addresses, deployment.chain_id)
            with console.status("measuring throughput: raw transactions and the gateway in turns"):
                rates = await throughput.measure(sender, deployment, ledger.url)
            with console.status("measuring gas: each action alone, in batches and as a set"):
                costs = await Measurement(sender, deployment).run()
            version = await rpc.client_version()
    return {"node": version, "gas": costs, "throughput": rates}


def show(report: dict[str, Any]) -> None:
    """Prints the report as tables."""
    Console().print(gas_table(report["gas"], f"gas per action ({report['node']})"))
    rates = report["throughput"]
    print(f"raw transactions:    {rates['raw_per_second']} actions/s by round")
    print(f"through the gateway: {rates['gateway_per_second']} actions/s by round")
    print(f"gateway ÷ raw:       {rates['ratio_gateway_to_raw']}")


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
