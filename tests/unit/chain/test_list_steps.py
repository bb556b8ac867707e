"""The work of each list does not grow with the history, by SQLite's own count of its steps."""

from functools import partial
from pathlib import Path

import pytest

import chain.feed
import chain.lists
from chain.feed import Feed
from chain.filters import Listing, Sort
from chain.indexer.follow import Follower
from chain.read_model import ReadModel
from chain.settings import ChainSettings
from chain.store.stores import open_read_model
from scripts.bench.history.cases import CALLERS, LISTS, Case, cases, newest_events
from scripts.bench.history.measure import Steps
from scripts.bench.history.source import TradeSource

SHORT, LONG = 4_000, 12_000
LOOKED_AT = 60
"""Entries that a page looks at here: less than the lists of a short history have."""

A_PAGE = 12_000
"""The work of a full page that has looked at so many entries of each of its readers."""
AN_EMPTY_PAGE = 4_000
"""The same where none of them is in the list."""

FUTURE = Listing(Sort.MADE, updated_since=1 << 40)
"""What no record answers, so that all would be looked at that a page may."""


async def _steps(folder: Path, actions: int) -> dict[str, int]:
    engine = await open_read_model(ChainSettings(data_dir=folder))
    # Its connections are opened anew, and counted.
    await engine.dispose()
    steps, source = Steps(engine), TradeSource()
    source.grow(actions)
    await Follower(engine, source, 1).catch_up()
    read, feed = ReadModel(engine, lambda: 0), Feed(engine)
    asked = [*cases(read, feed), *await newest_events(feed)]
    asked += [
        Case(
            caller,
            f"{name}(of the future)",
            partial(getattr(read, name), CALLERS[caller], listing=FUTURE),
        )
        for caller in CALLERS
        for name in LISTS
    ]
    found = {f"{case.caller}: {case.what}": await steps.of(case) for case in asked}
    await engine.dispose()
    return found


async def test_a_page_is_as_much_work_after_three_times_the_history(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain.lists, "SHORT", LOOKED_AT)
    monkeypatch.setattr(chain.feed, "LOOKED_AT", LOOKED_AT)
    other = tmp_path_factory.mktemp("other")
    short = await _steps(tmp_path, SHORT)
    long = await _steps(other, LONG)
    assert short.keys() == long.keys()
    assert min(long.values()) > 0
    grown = {
        what: (short[what], steps)
        for what, steps in long.items()
        if steps > 1.2 * max(short[what], AN_EMPTY_PAGE if "future" in what else A_PAGE)
    }
    assert not grown
