"""What each question costs: the time, SQLite's own steps or PostgreSQL's pages, and the plans of its statements."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from contextlib import contextmanager
from statistics import median
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.store.engine import is_server
from scripts.bench.history.cases import Case

_ROUNDS: Final = 5
_STEPS: Final = 10
"""Instructions of SQLite's machine between two ticks: it counts the work without a clock."""


class Steps:
    """Counts the instructions that SQLite executes for an engine, in all its connections from now on."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Counts nothing on a server."""
        self.ticks = 0
        if not is_server(engine):
            event.listen(engine.sync_engine, "connect", self._watch)

    def _watch(self, connection: Any, _record: object) -> None:
        connection.run_async(lambda driver: driver.set_progress_handler(self._tick, _STEPS))

    def _tick(self) -> int:
        self.ticks += 1
        return 0

    async def of(self, case: Case) -> int:
        """The instructions of one question."""
        before = self.ticks
        await case.ask()
        return (self.ticks - before) * _STEPS


async def measured(engine: AsyncEngine, steps: Steps, cases: Iterable[Case]) -> dict[str, Any]:
    """Of each question the milliseconds, the middle of some, and the steps or pages; by caller and question."""
    found: dict[str, Any] = {}
    for case in cases:
        taken = [await _milliseconds(case) for _ in range(_ROUNDS)]
        cost: dict[str, Any] = {"ms": round(median(taken), 3)}
        if is_server(engine):
            cost["pages"] = await _pages(engine, case)
        else:
            cost["steps"] = await steps.of(case)
        found[f"{case.caller}: {case.what}"] = cost
    return found


async def plans(engine: AsyncEngine, cases: Iterable[Case]) -> dict[str, list[list[str]]]:
    """The plans of the statements of each question; by caller and question."""
    found: dict[str, list[list[str]]] = {}
    explain = "EXPLAIN" if is_server(engine) else "EXPLAIN QUERY PLAN"
    for case in cases:
        with _statements(engine) as asked:
            await case.ask()
        async with engine.connect() as connection:
            found[f"{case.caller}: {case.what}"] = [
                [
                    str(row[-1])
                    for row in await connection.exec_driver_sql(f"{explain} {sql}", given)
                ]
                for sql, given in asked
            ]
    return found


async def _pages(engine: AsyncEngine, case: Case) -> int:
    """The pages of 8 KiB that a server looks into for one question, from its memory or not."""
    with _statements(engine) as asked:
        await case.ask()
    pages = 0
    async with engine.connect() as connection:
        for sql, given in asked:
            explained = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}"
            told = (await connection.exec_driver_sql(explained, given)).scalar_one()
            [found] = json.loads(told) if isinstance(told, str) else told
            pages += found["Plan"]["Shared Hit Blocks"] + found["Plan"]["Shared Read Blocks"]
    return pages


@contextmanager
def _statements(engine: AsyncEngine) -> Any:
    asked: list[tuple[str, Any]] = []

    def note(_: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)


async def _milliseconds(case: Case) -> float:
    before = time.perf_counter()
    await case.ask()
    return (time.perf_counter() - before) * 1000
