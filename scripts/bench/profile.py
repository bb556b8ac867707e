"""`python -m scripts.bench.profile` shows where the gateway's time goes per action.

The gateway issues bills under full load while py-spy takes samples of its main thread; each sample counts for the
first stage of the list below that its stack shows. `build/profile.json` has the shares, and the processor time per
action by the kernel.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from chain.compile import ROOT
from chain.errors import ChainError
from scripts.bench import throughput
from scripts.bench.ledger import running
from scripts.quay.console import CommandError
from scripts.quay.supervise import Plan

REPORT: Final = ROOT / "build" / "profile.json"
_SECONDS: Final = 15
_RATE: Final = 250
_STAGES: Final = (
    ("signatures", r"wallets/"),
    ("webhooks", r"api/webhooks/"),
    ("index: events into the read model", r"chain/indexer/"),
    ("journal of the node's blocks", r"chain/relayer/blocks"),
    ("relay: batches and receipts", r"chain/relayer/send"),
    ("journal: accept, submit, settle", r"chain/relayer/outbox"),
    ("trial before acceptance", r"chain/relayer/(preflight|node_wire)|chain/rpc"),
    ("encoding of calls", r"eth_abi/|chain/abi"),
    ("who calls", r"api/auth/"),
    ("the action's routes", r"api/actions/|chain/ledger"),
    ("HTTP: FastAPI and its middleware", r"fastapi/|starlette/|api/"),
    ("HTTP: uvicorn", r"uvicorn/"),
    ("calls of the node: aiohttp", r"aiohttp/"),
    ("database driver", r"sqlalchemy/|aiosqlite/|asyncpg/"),
)
"""A stage and the files that show it."""
_REST: Final = "event loop and the rest"


def stages(lines: Iterable[str]) -> Counter[str]:
    """How many samples each stage has, from py-spy's folded stacks of the main thread."""
    counted: Counter[str] = Counter()
    for line in lines:
        stack, count = line.rsplit(" ", 1)
        thread, *frames = stack.split(";")
        if "MainThread" in thread:
            counted[_stage(frames)] += int(count)
    return counted


def _stage(frames: list[str]) -> str:
    text = ";".join(frames)
    return next((name for name, files in _STAGES if re.search(rf"\(({files})", text)), _REST)


async def profile(data_dir: Path) -> dict[str, Any]:
    """Starts a ledger, loads it, samples it, and stops it."""
    async with running(Plan(data_dir, port=0, node_port=0)) as at:
        await throughput.gateway_round(at.deployment, at.url, at.token)
        gateway, folded = at.gateway_pid, data_dir / "stacks"
        before = _processor_seconds(gateway)
        sampler = await asyncio.create_subprocess_exec(
            *(str(Path(sys.executable).with_name("py-spy")), "record", "--pid", str(gateway)),
            *("--rate", str(_RATE), "--duration", str(_SECONDS), "--format", "raw"),
            *("--gil", "--nonblocking", "--threads", "--output", str(folded)),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        actions = 0
        while sampler.returncode is None:
            await throughput.gateway_round(at.deployment, at.url, at.token)
            actions += throughput.ACTIONS
            await asyncio.sleep(0)
        spent = _processor_seconds(gateway) - before
    if not folded.exists():
        message = "py-spy could not read the gateway: it needs the right to trace processes"
        raise CommandError(message)
    found = stages(folded.read_text("utf-8").splitlines())
    return {
        "actions": actions,
        "milliseconds_per_action": round(1000 * spent / actions, 2),
        "shares": {name: round(count / found.total(), 3) for name, count in found.most_common()},
    }


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Measures, prints and writes the report; the exit status is 1 if it cannot."""
    console = Console()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="quayledger-profile-") as folder,
            console.status("sampling the gateway under full load"),
        ):
            report = asyncio.run(profile(Path(folder)))
    except (ChainError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    each = report["milliseconds_per_action"]
    table = Table("stage", "share", "ms", title=f"processor time per action: {each} ms")
    for name, share in report["shares"].items():
        table.add_row(name, f"{share:.1%}", f"{share * each:.2f}")
    console.print(table)
    console.print(f"written to {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
