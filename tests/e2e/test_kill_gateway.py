"""Kill the gateway in the middle of the story and start it again: the story ends well all the same."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from scripts.demos.consignments import load_story
from scripts.demos.report import StepResult
from scripts.demos.story import run_story
from scripts.quay.story_view import in_a_line
from scripts.quay.supervise import Plan, Supervisor
from tests.e2e.ledgers import assert_executed_once, wallets_for
from tests.support.rebuilt import assert_nothing_is_open, assert_rebuilt_equal, until_quiet
from tests.support.storage import database_environment, settings_of

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


@pytest.mark.usefixtures("storage")
async def test_a_killed_gateway_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    data = load_story().only(SELECTION)
    wallets = wallets_for(data)
    settings = settings_of(tmp_path)
    plan = Plan(tmp_path, port=0, node_port=0, environment=database_environment(tmp_path))
    async with Supervisor(plan) as ledger:
        await ledger.start(wallets.genesis)
        port, killer = ledger.port, Killer(ledger)
        result = await run_story(ledger.url, data, wallets.signers, killer)
        await killer.restarted()

        assert result.ok, [in_a_line(step) for step in result.wrong]
        assert ledger.port == port
        assert len(set(killer.pids)) == len(KILL_AT) + 1
        await until_quiet(ledger.url)
        founders = len(wallets.genesis.founders)
        await assert_executed_once(ledger.plan, ledger.rpc_url, result.steps, founders)
        await assert_nothing_is_open(settings)

        await assert_rebuilt_equal(ledger, settings)
