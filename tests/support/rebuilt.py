"""Whether a ledger at rest is what a rebuild would make of its chain."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import httpx

from chain.settings import ChainSettings
from chain.store.place import Store
from scripts.quay.processes import Child
from scripts.quay.supervise import Supervisor, chain_environment
from tests.support.storage import database_environment, lose_read_model, rows_of


async def until_quiet(url: str) -> None:
    """Waits until nothing is on its way: what was answered may be read before the index has its block."""
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as http:
        while True:
            answer = await http.get(f"{url}/ready")
            if answer.is_success:
                status = answer.json()
                if (status["lag"], status["outbox_depth"]) == (0, 0):
                    return
            await asyncio.sleep(0.05)


async def assert_nothing_is_open(settings: ChainSettings, at_least: int = 0) -> None:
    """Every action of the journal is final or failed; there are so many at least."""
    states = [action["status"] for action in (await rows_of(settings, Store.JOURNAL))["actions"]]
    assert set(states) <= {"final", "failed"}, set(states)
    assert len(states) >= at_least


async def assert_rebuilt_equal(ledger: Supervisor, settings: ChainSettings) -> None:
    """The read model, deleted and made again with one command, is what it was, row by row."""
    await ledger.kill_gateway()
    before = await _projected(settings)
    await lose_read_model(settings)
    environment = chain_environment(settings.data_dir, ledger.rpc_url)
    rebuild = await Child.start(
        "quay rebuild",
        [
            *(sys.executable, "-m", "scripts.quay.main", "rebuild"),
            *("--data-dir", str(settings.data_dir), "--rpc-url", ledger.rpc_url),
        ],
        environment | database_environment(settings.data_dir),
        settings.data_dir / "rebuild.log",
    )
    assert await rebuild.ended() == 0, rebuild.last_lines()
    after = await _projected(settings)
    assert sum(len(rows) for rows in before.values()) > 100
    assert after == before


async def _projected(settings: ChainSettings) -> dict[str, list[dict[str, Any]]]:
    """Every row of the read model; of the blocks, those with events.

    How far the index had come when is its own bookkeeping: the last block of each range that it
    read is marked, and ranges depend on the moment.
    """
    rows = await rows_of(settings, Store.READ_MODEL)
    with_events = {event["block_number"] for event in rows["events"]}
    return rows | {"blocks": [row for row in rows["blocks"] if row["number"] in with_events]}
