"""Kill the gateway in the middle of the story and start it again: the story ends well all the same."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path

import httpx

from scripts.demos.consignments import load_story
from scripts.demos.report import StepResult
from scripts.demos.story import run_story
from scripts.quay.processes import Child
from scripts.quay.story_view import in_a_line
from scripts.quay.supervise import Plan, Supervisor, chain_environment
from tests.e2e.ledgers import assert_executed_once, wallets_for

SELECTION = (
    "import-04-polyethylene",
    "import-05-frozen-beef",
    "import-07-coffee",
    "import-08-car-parts",
    "export-01-laptops",
    "export-03-washing-machines",
    "export-04-furniture",
)
KILL_AT = (25, 60, 95)
"""After how many steps the gateway is killed, each time in the midst of others."""


class Killer:
    """Watches the story; kills the gateway at certain steps and starts it again."""

    def __init__(self, ledger: Supervisor) -> None:
        self._ledger = ledger
        self._ended = 0
        self._restarts: list[asyncio.Task[None]] = []
        self.pids = [ledger.pids["gateway"]]

    def began(self, what: str, steps: int) -> None:
        """Nothing."""

    def ended(self, result: StepResult) -> None:
        """Counts, and kills when it is time."""
        self._ended += 1
        if self._ended in KILL_AT:
            os.kill(self._ledger.pids["gateway"], signal.SIGKILL)
            self._restarts.append(asyncio.create_task(self._restart()))

    async def restarted(self) -> None:
        """Waits until the last restart is done; raises what went wrong."""
        await asyncio.gather(*self._restarts)

    async def _restart(self) -> None:
        await self._ledger.kill_gateway()
        await asyncio.sleep(0.2)
        await self._ledger.start_gateway()
        self.pids.append(self._ledger.pids["gateway"])


async def test_a_killed_gateway_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    data = load_story().only(SELECTION)
    wallets = wallets_for(data)
    async with Supervisor(Plan(tmp_path, port=0, node_port=0)) as ledger:
        await ledger.start(wallets.genesis)
        port, killer = ledger.port, Killer(ledger)
        result = await run_story(ledger.url, data, wallets.signers, killer)
        await killer.restarted()

        assert result.ok, [in_a_line(step) for step in result.wrong]
        assert ledger.port == port
        assert len(set(killer.pids)) == len(KILL_AT) + 1
        await _until_quiet(ledger.url)
        founders = len(wallets.genesis.founders)
        await assert_executed_once(ledger.plan, ledger.rpc_url, result.steps, founders)
        _assert_nothing_is_open(tmp_path / "outbox.sqlite")

        await _assert_rebuilt_equal(ledger, tmp_path)


async def _until_quiet(url: str) -> None:
    """Waits until nothing is on its way: what was answered may be read before the index has its block."""
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as http:
        while True:
            answer = await http.get(f"{url}/ready")
            if answer.is_success:
                status = answer.json()
                if (status["lag"], status["outbox_depth"]) == (0, 0):
                    return
            await asyncio.sleep(0.05)


def _assert_nothing_is_open(outbox: Path) -> None:
    with sqlite3.connect(f"file:{outbox}?mode=ro", uri=True) as journal:
        states = dict(journal.execute("select status, count(*) from actions group by status"))
    journal.close()
    assert set(states) <= {"final", "failed"}, states


async def _assert_rebuilt_equal(ledger: Supervisor, data_dir: Path) -> None:
    """The read model, deleted and made again with one command, is what it was, row by row."""
    await ledger.kill_gateway()
    before = rows_of(data_dir / "ledger.sqlite")
    for suffix in ("", "-wal", "-shm"):
        (data_dir / f"ledger.sqlite{suffix}").unlink(missing_ok=True)
    rebuild = await Child.start(
        "quay rebuild",
        [
            *(sys.executable, "-m", "scripts.quay.main", "rebuild"),
            *("--data-dir", str(data_dir), "--rpc-url", ledger.rpc_url),
        ],
        chain_environment(data_dir, ledger.rpc_url),
        data_dir / "rebuild.log",
    )
    assert await rebuild.ended() == 0, rebuild.last_lines()
    after = rows_of(data_dir / "ledger.sqlite")
    assert sum(len(rows) for rows in before.values()) > 100
    assert after == before


def rows_of(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table; of the blocks, those with events.

    How far the index had come when is its own bookkeeping: the last block of each range that it
    read is marked, and ranges depend on the moment.
    """
    connection = sqlite3.connect(database)
    try:
        listed = connection.execute("select name from sqlite_master where type = 'table'")
        names = sorted(name for (name,) in listed if not name.startswith("sqlite_"))
        rows = {
            name: sorted(connection.execute(f'select * from "{name}"'), key=repr)  # noqa: S608
            for name in names
        }
        with_events = {n for (n,) in connection.execute("select block_number from events")}
        return rows | {"blocks": [row for row in rows["blocks"] if row[0] in with_events]}
    finally:
        connection.close()
