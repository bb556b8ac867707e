"""The whole story, told once for all tests that look at it: real node, real gateway, real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from scripts.demos.consignments import StoryData, load_story
from scripts.demos.report import StoryResult
from scripts.demos.story import run_story
from scripts.quay.supervise import Plan, Supervisor
from tests.e2e.ledgers import Wallets, wallets_for
from tests.e2e.recorder import Recorder


@dataclass(frozen=True)
class Told:
    """The story as it was told, with everything around it still running."""

    data: StoryData
    wallets: Wallets
    result: StoryResult
    ledger: Supervisor
    recorder: Recorder


@pytest_asyncio.fixture(scope="session")
async def told(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    """The whole story through a recording proxy; the keys are in this process alone."""
    data = load_story()
    wallets = wallets_for(data)
    recorder = await Recorder().start()
    plan = Plan(
        tmp_path_factory.mktemp("story"),
        port=0,
        node_port=0,
        environment={"QUAY_API_PUBLIC_URL": recorder.url},
    )
    async with Supervisor(plan) as ledger:
        await ledger.start(wallets.genesis)
        recorder.forward_to(ledger.port)
        result = await run_story(recorder.url, data, wallets.signers)
        yield Told(data, wallets, result, ledger, recorder)
        await recorder.close()
