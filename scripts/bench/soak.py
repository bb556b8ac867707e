"""`python -m scripts.bench.soak` loads a ledger steadily for an hour and watches the gateway's memory.

Bills are issued over HTTP at a steady rate by single signed actions. Every minute the resident memory of the gateway is
read; `build/soak.json` has all of it. What counts is the slope after the first quarter, in bytes per action.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import linear_regression
from typing import Any, Final

import aiohttp
from rich.progress import Progress

from chain.compile import ROOT
from chain.errors import ChainError
from scripts.bench.cast import issue, new_id
from scripts.bench.ledger import Bench, running
from scripts.bench.throughput import submit
from scripts.quay.console import CommandError
from scripts.quay.supervise import Plan

REPORT: Final = ROOT / "build" / "soak.json"
_WARM_UP: Final = 0.25
_SAMPLES: Final = 60


@dataclass(frozen=True)
class Sample:
    """The gateway's resident memory after so many seconds and final actions."""

    seconds: float
    actions: int
    resident_bytes: int


class Soak:
    """A steady load, and what the gateway weighs meanwhile."""

    def __init__(self, at: Bench) -> None:
        self._at = at
        self.final = 0
        self.samples: list[Sample] = []

    async def run(self, seconds: float, rate: float, progress: Progress) -> None:
        """Loads for so long, at so many actions a second."""
        bar = progress.add_task(f"{rate:g} actions a second", total=seconds)
        started = time.monotonic()
        headers = {"Authorization": f"Bearer {self._at.token}", "Prefer": "wait=20"}
        async with (
            aiohttp.ClientSession(self._at.url, headers=headers) as http,
            asyncio.TaskGroup() as load,
        ):
            for number in range(int(seconds * rate)):
                due = started + number / rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                load.create_task(self._issue(http))
                elapsed = time.monotonic() - started
                progress.update(bar, completed=elapsed)
                if elapsed >= len(self.samples) * seconds / _SAMPLES:
                    self._sample(elapsed)
        self._sample(time.monotonic() - started)

    async def _issue(self, http: aiohttp.ClientSession) -> None:
        await submit(http, issue(self._at.deployment, new_id()))
        self.final += 1

    def _sample(self, elapsed: float) -> None:
        status = Path(f"/proc/{self._at.gateway_pid}/status").read_text("ascii")
        kilobytes = next(
            line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")
        )
        self.samples.append(Sample(round(elapsed, 1), self.final, int(kilobytes) * 1024))


def report_of(samples: list[Sample], rate: float) -> dict[str, Any]:
    """The samples and the slope of the memory after the warm-up."""
    warm = [sample for sample in samples if sample.seconds >= _WARM_UP * samples[-1].seconds]
    slope = linear_regression(
        [float(sample.actions) for sample in warm],
        [float(sample.resident_bytes) for sample in warm],
    ).slope
    return {
        "rate_per_second": rate,
        "actions": samples[-1].actions,
        "seconds": samples[-1].seconds,
        "bytes_per_action": round(slope, 1),
        "first_bytes": warm[0].resident_bytes,
        "last_bytes": warm[-1].resident_bytes,
        "samples": [asdict(sample) for sample in samples],
    }


def _plan(data_dir: Path, seconds: float) -> Plan:
    lasting = {"QUAY_API_SESSION_SECONDS": str(round(2 * seconds) + 60)}
    return Plan(data_dir, port=0, node_port=0, environment=lasting)


async def soak(data_dir: Path, seconds: float, rate: float) -> dict[str, Any]:
    """Starts a ledger, loads it, and stops it."""
    with Progress() as progress:
        async with running(_plan(data_dir, seconds)) as at:
            load = Soak(at)
            await load.run(seconds, rate, progress)
    return report_of(load.samples, rate)


def main() -> int:
    """Loads, prints and writes the report; the exit status is 1 if the ledger does not run."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.soak", description=__doc__)
    parser.add_argument(
        "--minutes", type=float, default=60.0, help="how long (default: %(default)s)"
    )
    parser.add_argument(
        "--rate", type=float, default=50.0, help="actions a second (default: %(default)s)"
    )
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="quayledger-soak-") as folder:
            report = asyncio.run(soak(Path(folder), arguments.minutes * 60, arguments.rate))
    except (ChainError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    mebibytes = [report[name] / 2**20 for name in ("first_bytes", "last_bytes")]
    print(f"{report['actions']} actions in {report['seconds'] / 60:.0f} minutes")
    print(
        f"gateway's memory: {mebibytes[0]:.1f} MiB after the warm-up, {mebibytes[1]:.1f} MiB at the end"
    )
    print(f"slope: {report['bytes_per_action']} bytes per action")
    print(f"written to {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
