"""Runs scenarios: each file, row and copy for itself, several at a time, against one ledger."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from zlib import crc32

from api.client import ClientError
from scripts.scenario import model as m
from scripts.scenario.cast import Cast, Governor
from scripts.scenario.generate import Generator
from scripts.scenario.load import Loaded
from scripts.scenario.perform import Performer
from scripts.scenario.problems import ValueProblem
from scripts.scenario.results import RunResult, StepResult
from scripts.scenario.scene import Scene
from scripts.scenario.telling import Tellings


class Watcher(Protocol):
    """Is told how the runs go on."""

    def began(self, job: Job) -> None:
        """A run begins."""

    def ended_step(self, job: Job, step: StepResult) -> None:
        """A step of it ended."""

    def ended(self, job: Job, result: RunResult) -> None:
        """The run ended."""


@dataclass(frozen=True)
class Ground:
    """The ledger that scenarios run against.

    `advance` moves the clock of an embedded ledger's node, and is None at a live gateway; `ahead` is how far it has.
    """

    url: str
    governors: Sequence[Governor] = ()
    advance: Callable[[float], Awaitable[None]] | None = None
    ahead: Callable[[], float] = lambda: 0.0


@dataclass(frozen=True)
class Job:
    """One run: a file, one of its rows, and the number of the copy."""

    loaded: Loaded
    row: int = 0
    copy: int = 0
    copies: int = 1
    seed: int = 0

    @property
    def case(self) -> str:
        """What tells this run from the file's others."""
        parts = [f"row {self.row + 1}"] if len(self.loaded.rows) > 1 else []
        parts += [f"copy {self.copy + 1}"] if self.copies > 1 else []
        return ", ".join(parts)

    @property
    def title(self) -> str:
        """The scenario's line, and the case."""
        text = self.loaded.scenario.scenario
        return f"{text} [{self.case}]" if self.case else text

    @property
    def moves_clock(self) -> bool:
        """Whether it moves the ledger's clock, which every other run would feel."""
        return any(isinstance(s.step, m.Advance) for s in self.loaded.script.all_steps())

    @property
    def steps(self) -> int:
        """How many steps it has."""
        return sum(_counts(located.step) for located in self.loaded.script.all_steps())


def _counts(step: m.Step) -> bool:
    return not isinstance(step, m.Parallel | m.Include)


def jobs_of(loaded: Sequence[Loaded], copies: int, seed: int) -> list[Job]:
    """All runs of these files; each has a seed of its own, which follows from the one given."""
    return [
        Job(one, row, copy, copies, _seed(one, row, copy, seed))
        for one in loaded
        for row in range(len(one.rows))
        for copy in range(copies)
    ]


def _seed(loaded: Loaded, row: int, copy: int, seed: int) -> int:
    own = loaded.scenario.seed
    if own is not None:
        return own + row * 1_000_003 + copy
    return seed ^ crc32(f"{loaded.path.name}/{row}/{copy}".encode())


@dataclass
class Pool:
    """Runs jobs, `workers` at a time; those that move the clock run alone, after all others."""

    ground: Ground
    workers: int
    watcher: Watcher
    results: dict[int, RunResult] = field(default_factory=dict)

    async def run(self, jobs: Sequence[Job]) -> list[RunResult]:
        """Runs all jobs; their results come in the jobs' order."""
        began = time.perf_counter()
        numbered = list(enumerate(jobs))
        together = iter([pair for pair in numbered if not pair[1].moves_clock])

        async def work() -> None:
            for place, job in together:
                self.results[place] = await self._one(job, began)

        await asyncio.gather(*(work() for _ in range(self.workers)))
        for place, job in numbered:
            if job.moves_clock:
                self.results[place] = await self._one(job, began)
        return [self.results[place] for place, _ in numbered]

    async def _one(self, job: Job, began: float) -> RunResult:
        self.watcher.began(job)
        cast = Cast(self.ground.url, self.ground.governors)
        result = await run_job(
            job, self.ground, cast, began, lambda step: self.watcher.ended_step(job, step)
        )
        self.watcher.ended(job, result)
        return result


async def run_job(
    job: Job,
    ground: Ground,
    cast: Cast,
    began: float,
    ended: Callable[[StepResult], None],
) -> RunResult:
    """Runs one job to its end; what goes wrong is in the result."""
    start, loaded = time.perf_counter(), job.loaded
    steps: list[StepResult] = []
    skipped = None
    if job.moves_clock and ground.advance is None:
        skipped = "it advances the clock, which only an embedded ledger allows"
    else:
        try:
            steps = await _perform(job, ground, cast, start, ended)
        finally:
            await cast.close()
    return RunResult(
        title=job.title,
        file=str(loaded.path),
        began=start - began,
        seconds=time.perf_counter() - start,
        seed=job.seed,
        steps=steps,
        skipped=skipped,
        case=job.case,
    )


_ENTRY: Final = "organisations"
"""What the step is called in which everybody enters."""


async def _perform(
    job: Job, ground: Ground, cast: Cast, start: float, ended: Callable[[StepResult], None]
) -> list[StepResult]:
    loaded = job.loaded
    scenario, place = loaded.scenario, loaded.source.key_place(("organisations",))
    began = time.perf_counter()
    found: list[StepResult] = []

    def note(name: str, outcome: str, mistake: str | None = None) -> None:
        seconds = time.perf_counter() - began
        names = ", ".join(scenario.organisations)
        step = StepResult(name, names, place, began - start, seconds, outcome, mistake)
        found.append(step)
        ended(step)

    try:
        await cast.enter(scenario.organisations, loaded.path.parent, loaded.path.stem)
        scene = Scene(
            cast, Generator(job.seed), {"row": loaded.rows[job.row], "copy": job.copy + 1}
        )
        scene.clock = ground.ahead
        variables: Mapping[str, Any] = scenario.variables
        for name, value in variables.items():
            scene.variables[name] = scene.value(value)
        tellings = Tellings(cast)
        wanted = [
            (s.step.to, s.step.by) for s in loaded.script.all_steps() if isinstance(s.step, m.Event)
        ]
        async with tellings.listening(wanted):
            note(_ENTRY, "ready")
            scene.ended[_ENTRY] = time.perf_counter()
            performer = Performer(scene, tellings, start, ground.advance, ended)
            performer.results = found
            await performer.run(loaded.script)
            began = time.perf_counter()
    except (ClientError, ValueProblem, OSError) as exc:
        # What was done is told, too: it may be the end that failed, such as that of a webhook.
        note("the end" if found else _ENTRY, "failed", str(exc) or type(exc).__name__)
    return found
