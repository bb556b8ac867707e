"""Runs on the screen: a bar while they go on, a table of steps with times, and the verdict."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scripts.quay.console import note, say, table
from scripts.scenario.results import RunResult, StepResult
from scripts.scenario.run import Job

_PATIENCE: Final = 2.0
_FEW: Final = 3


class ProgressBar:
    """A bar of steps, shown once the runs take longer than two seconds."""

    def __init__(self, console: Console, jobs: Sequence[Job]) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[last]}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        total = sum(job.steps + 1 for job in jobs)
        self._task = self._progress.add_task("steps", total=total, last="")
        self._began = time.perf_counter()
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._shown:
            self._progress.stop()

    def began(self, job: Job) -> None:
        """A run begins."""
        self._progress.update(self._task, last=job.title[:60])

    def ended_step(self, job: Job, step: StepResult) -> None:
        """A step ended."""
        self._progress.update(
            self._task, advance=1, last=f"{job.loaded.path.stem}: {step.name}"[:60]
        )
        if not self._shown and time.perf_counter() - self._began > _PATIENCE:
            self._progress.start()
            self._shown = True

    def ended(self, job: Job, result: RunResult) -> None:
        """A run ended."""
        if not result.ok:
            self._progress.console.print(f"failed: {job.title}", markup=False, soft_wrap=True)


def show(results: Sequence[RunResult], *, all_steps: bool) -> None:
    """Prints the steps of few runs, the runs of many, and every failure with its place."""
    if all_steps or len(results) <= _FEW:
        for result in results:
            _show_steps(result)
    else:
        rows = [
            (
                _name(result),
                result.title,
                len(result.steps),
                f"{result.seconds:.2f} s",
                _word(result),
            )
            for result in results
        ]
        table("Scenarios", ("file", "scenario", "count", "time", "verdict"), rows)
    for result in results:
        for failure in result.failures:
            note(failure)
    say(verdict(results))


def _name(result: RunResult) -> str:
    return result.file.rsplit("/", 1)[-1]


def _show_steps(result: RunResult) -> None:
    rows = [
        (place, step.by, step.name, step.outcome, f"{step.seconds * 1000:.0f}")
        for place, step in enumerate(result.steps)
    ]
    title = f"{result.title} ({_word(result)})".replace("[", r"\[")
    table(title, ("#", "by", "step", "outcome", "ms"), rows)
    say("")


def _word(result: RunResult) -> str:
    if result.skipped:
        return f"skipped: {result.skipped}"
    return "passed" if result.ok else "FAILED"


def verdict(results: Sequence[RunResult]) -> str:
    """All runs in one line."""
    failed = sum(not result.ok for result in results)
    skipped = sum(result.skipped is not None for result in results)
    steps = sum(len(result.steps) for result in results)
    took = max((r.began + r.seconds for r in results), default=0.0)
    parts = [f"{len(results) - failed - skipped} passed"]
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{skipped} skipped"] if skipped else []
    return f"{', '.join(parts)} ({steps} steps in {took:.1f} s)"
