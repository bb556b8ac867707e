"""The work of each list does not grow with the history, by SQLite's own count of its steps."""

from pathlib import Path

import pytest

from chain.feed import Feed
from chain.indexer.follow import Follower
from chain.read_model import ReadModel
from chain.settings import ChainSettings
from chain.store.stores import open_read_model
from scripts.bench.history.cases import cases, newest_events
from scripts.bench.history.measure import Steps
from scripts.bench.history.source import TradeSource

SHORT, LONG = 8_000, 24_000
A_SHORT_LIST = 25_000
"""What it takes to look through as many entries as a list may have that is looked through."""


async def _steps(folder: Path, actions: int) -> dict[str, int]:
    engine = await open_read_model(ChainSettings(data_dir=folder))
    # Its connections are opened anew, and counted.
    await engine.dispose()
    steps, source = Steps(engine), TradeSource()
    source.grow(actions)
    await Follower(engine, source, 1).catch_up()
    read, feed = ReadModel(engine, lambda: 0), Feed(engine)
    asked = [*cases(read, feed, ("tiny", "carrier", "customs")), *await newest_events(feed)]
    found = {f"{case.caller}: {case.what}": await steps.of(case) for case in asked}
    await engine.dispose()
    return found


async def test_a_page_is_as_much_work_after_three_times_the_history(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    short = await _steps(tmp_path, SHORT)
    long = await _steps(other, LONG)
    assert short.keys() == long.keys()
    assert min(long.values()) > 0
    grown = {
        what: (short[what], steps)
        for what, steps in long.items()
        if steps > 1.2 * max(short[what], A_SHORT_LIST)
    }
    assert not grown
