"""`python -m scripts.bench.history` asks the same of 10,000 and of 1,000,000 actions, and writes `build/history.json`.

The chain is synthetic, the follower that reads it is the one of a rebuild. On SQLite in a folder of its own, or on
the database that QUAY_CHAIN_DATABASE_URL names, whose read model is dropped.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress

from chain.compile import ROOT
from chain.feed import Feed
from chain.indexer.follow import Follower
from chain.read_model import ReadModel
from chain.settings import ChainSettings
from chain.store.engine import is_server
from chain.store.migrate import prepare_read_model
from chain.store.place import Store
from chain.store.read_model import SCHEMA_VERSION, metadata
from chain.store.stores import open_read_model
from scripts.bench.history.cases import cases, newest_events
from scripts.bench.history.measure import Steps, measured, plans
from scripts.bench.history.source import TradeSource

REPORT: Final = ROOT / "build" / "history.json"
SHORT: Final = 10_000
LONG: Final = 1_000_000
_MARKS: Final = 10
_MEGABYTE: Final = 1 << 20


async def run(settings: ChainSettings, long: int) -> dict[str, Any]:
    """Fills the read model in steps, and asks at the first and the last."""
    engine = await open_read_model(settings)
    await prepare_read_model(engine, settings.place(Store.READ_MODEL), metadata, -SCHEMA_VERSION)
    await prepare_read_model(engine, settings.place(Store.READ_MODEL), metadata, SCHEMA_VERSION)
    await engine.dispose()
    steps = Steps(engine)
    source = TradeSource()
    follower = Follower(engine, source, 1)
    read, feed = ReadModel(engine, lambda: 0), Feed(engine)
    costs: list[dict[str, Any]] = []
    filled: list[dict[str, Any]] = []
    marks = sorted({SHORT, *(long * part // _MARKS for part in range(1, _MARKS + 1))})
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("actions", total=long)
        done = 0
        for mark in marks:
            source.grow(mark)
            before = time.perf_counter()
            await follower.catch_up()
            seconds = time.perf_counter() - before
            filled.append(
                {
                    "actions": mark,
                    "per_second": round((mark - done) / seconds),
                    "resident_mb": round(_resident() / _MEGABYTE),
                }
            )
            done = mark
            progress.update(task, completed=mark)
            if mark in (SHORT, long):
                if is_server(engine):
                    await _statistics(engine)
                asked = [*cases(read, feed), *await newest_events(feed)]
                costs.append(await measured(engine, steps, asked))
        shown = await plans(engine, cases(read, feed))
    await engine.dispose()
    database = "postgresql" if is_server(engine) else "sqlite"
    return {
        "database": database,
        "filled": filled,
        "costs": {what: [cost, costs[1][what]] for what, cost in costs[0].items()},
        "plans": shown,
    }


async def _statistics(engine: Any) -> None:
    """What a server does by itself after a while."""
    async with engine.connect() as connection:
        await connection.exec_driver_sql("ANALYZE")
        await connection.commit()


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def show(report: dict[str, Any]) -> None:
    """Prints how the index was filled, and what grew most."""
    for mark in report["filled"]:
        print(
            f"{mark['actions']:>9,} actions  {mark['per_second']:>6,}/s  {mark['resident_mb']:>5} MB"
        )
    by = "steps" if report["database"] == "sqlite" else "pages"
    costs = report["costs"]
    grown = sorted(costs, key=lambda what: costs[what][1][by] / max(costs[what][0][by], 1))
    for what in reversed(grown[-30:]):
        first, last = costs[what]
        print(f"{what:70} {first} → {last}")


def main() -> int:
    """Measures, prints and writes the report."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.history", description=__doc__)
    parser.add_argument("--actions", type=int, default=LONG, help="how long the history gets")
    arguments = parser.parse_args()
    address = os.environ.get("QUAY_CHAIN_DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="quayledger-history-") as folder:
        settings = ChainSettings(
            data_dir=Path(folder), database_url=None if address is None else SecretStr(address)
        )
        report = asyncio.run(run(settings, arguments.actions))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    show(report)
    print(f"written to {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
