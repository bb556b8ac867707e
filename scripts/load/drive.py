"""Drives consignments through a gateway: so many at once, or so many actions a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from scripts.bench.throughput import body_of
from scripts.load.crew import Crew
from scripts.load.port import Act, Look, Step, mean_actions

_WAIT_SECONDS: Final = 20
_BUSY: Final = 429
_BAD: Final = 400
_OPEN: Final = frozenset({"accepted", "submitted"})


@dataclass(frozen=True)
class Sample:
    """What became of a step.

    Attributes:
        name: The action's name, or the read's.
        is_action: Whether it was an action.
        ended: Seconds from the start of the load to its end.
        seconds: How long it took: an action until it was final, waits for a busy gateway included.
        fault: Empty, or the code of the problem or the name of the contract's error.
        gas: An action's share of its transaction's gas.
    """

    name: str
    is_action: bool
    ended: float
    seconds: float
    fault: str = ""
    gas: int = 0


@dataclass(frozen=True)
class Pace:
    """How hard to drive: `workers` consignments at once or, with a `rate`, so many actions a second; for `seconds`."""

    seconds: float
    workers: int
    rate: float | None = None


class Driver:
    """One load. `on_sample` hears of each step as it ends."""

    def __init__(self, url: str, crew: Crew, on_sample: Callable[[Sample], None]) -> None:
        self._url, self._crew, self._on_sample = url, crew, on_sample
        self._headers = {
            part: {"Authorization": f"Bearer {hand.token}"} for part, hand in crew.hands.items()
        }
        self._started = 0.0
        self._until = 0.0

    async def run(self, consignments: Iterator[list[Step]], pace: Pace) -> float:
        """Loads the gateway; how many seconds it was loaded. A consignment whose time is over goes no further."""
        self._started = time.perf_counter()
        self._until = self._started + pace.seconds
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(self._url, connector=connector) as http:
            if pace.rate is None:
                workers = (self._worker(http, consignments) for _ in range(pace.workers))
                await asyncio.gather(*workers)
            else:
                await self._at_rate(http, consignments, pace.rate / mean_actions())
        return time.perf_counter() - self._started

    async def _worker(
        self, http: aiohttp.ClientSession, consignments: Iterator[list[Step]]
    ) -> None:
        while self._goes_on:
            await self._consignment(http, next(consignments))

    async def _at_rate(
        self, http: aiohttp.ClientSession, consignments: Iterator[list[Step]], rate: float
    ) -> None:
        """Starts a consignment when its time has come, however many are on their way."""
        under_way = []
        while self._goes_on:
            under_way.append(asyncio.create_task(self._consignment(http, next(consignments))))
            due = self._started + len(under_way) / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await asyncio.gather(*under_way)

    @property
    def _goes_on(self) -> bool:
        return time.perf_counter() < self._until

    async def _consignment(self, http: aiohttp.ClientSession, steps: list[Step]) -> None:
        for step in steps:
            if not self._goes_on:
                return
            sample = await self._step(http, step)
            self._on_sample(sample)
            if sample.fault:
                return  # What follows builds on it.

    async def _step(self, http: aiohttp.ClientSession, step: Step) -> Sample:
        sent = (
            body_of(self._crew.sign(step.name, step.by, step.fields))
            if isinstance(step, Act)
            else None
        )
        started = time.perf_counter()
        try:
            fault, gas = await (
                self._look(http, step) if isinstance(step, Look) else self._act(http, step, sent)
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            fault, gas = type(error).__name__, 0
        ended = time.perf_counter()
        return Sample(
            step.name, sent is not None, ended - self._started, ended - started, fault, gas
        )

    async def _look(self, http: aiohttp.ClientSession, look: Look) -> tuple[str, int]:
        async with http.get(look.path, headers=self._headers[look.by]) as answer:
            body = await answer.json(content_type=None)
        return _fault(answer.status, body), 0

    async def _act(self, http: aiohttp.ClientSession, act: Act, sent: Any) -> tuple[str, int]:
        headers = self._headers[act.by]
        waiting = headers | {"Prefer": f"wait={_WAIT_SECONDS}"}
        while True:
            async with http.post("/v1/actions", json=sent, headers=waiting) as answer:
                record = await answer.json()
            if answer.status != _BUSY:
                break
            await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))
        fault = _fault(answer.status, record)
        while not fault and record["status"] in _OPEN:
            path = f"/v1/actions/{record['action_id']}?wait={_WAIT_SECONDS}"
            async with http.get(path, headers=headers) as answer:
                record = await answer.json()
            fault = _fault(answer.status, record)
        if not fault and record["status"] != "final":
            fault = str((record.get("error") or {}).get("name") or record["status"])
        return fault, int(record.get("gas_used") or 0)


def _fault(status: int, body: Any) -> str:
    """The code of a problem; empty if there is none."""
    if status < _BAD:
        return ""
    contract = body.get("contract_error") or {}
    return f"{status} {contract.get('name') or body.get('code') or ''}".rstrip()
