"""`quay rebuild`: the read model is a cache; this makes it again from the chain."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from scripts.quay.console import CommandError, note, say
from scripts.quay.processes import Child
from scripts.quay.signals import run_with_stop, unless_stopped
from scripts.quay.supervise import Plan, Supervisor, chain_environment, is_deployed


def run(data_dir: Path, rpc_url: str | None) -> int:
    """Rebuilds the read model of a data directory; returns the exit status.

    Raises:
        CommandError: there is no deployment, or the rebuild fails.
    """
    if not is_deployed(data_dir):
        message = f"{data_dir} has no deployment: there is nothing to rebuild from"
        raise CommandError(message)

    async def work(stop: asyncio.Event) -> int:
        async with Supervisor(Plan(data_dir, node_port=0, rpc_url=rpc_url), note) as ledger:
            ledger.start_node()
            return await unless_stopped(_rebuild(data_dir, ledger.rpc_url), stop)

    return run_with_stop(work)


async def _rebuild(data_dir: Path, rpc_url: str) -> int:
    child = await Child.start(
        "the rebuild",
        [sys.executable, "-m", "chain", "rebuild"],
        chain_environment(data_dir, rpc_url),
        data_dir / "logs" / "rebuild.log",
    )
    try:
        status = await child.ended()
    finally:
        await child.stop()
    if status != 0:
        message = f"{child.name} {child.in_words()}; its last lines:\n{child.last_lines()}"
        raise CommandError(message)
    say(child.last_lines() or f"The read model of {data_dir} is rebuilt.")
    return 0
