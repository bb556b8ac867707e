"""The story on the screen: live progress while it runs, and tables of what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from scripts.demos.report import StepResult, StoryResult
from scripts.quay.console import say, table

_MARK = {True: "ok", False: "WRONG"}


class LiveProgress:
    """A bar for each consignment; where nobody watches, a line for each step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.fields[name]}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[last]}", markup=False),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def began(self, what: str, steps: int) -> None:
        """A part of the story began."""
        self._tasks[what] = self._progress.add_task("", total=steps, name=what, last="")

    def ended(self, result: StepResult) -> None:
        """A step ended."""
        last = f"{result.actor_name} {result.does}"
        self._progress.update(self._tasks[result.consignment], advance=1, last=last[:70])
        if not self._console.is_terminal:
            self._console.print(in_a_line(result), markup=False, soft_wrap=True)


def in_a_line(result: StepResult) -> str:
    """A step in one line, with the reason if it was refused."""
    told = f"{result.consignment}: {result.actor_name} {result.does}"
    if result.error is None:
        return f"{told} -> {result.result} [{_MARK[result.ok]}]"
    reason = f"{result.error.name}: {result.error.reason}"
    return f"{told} -> {result.result}, {reason} [{_MARK[result.ok]}]"


@dataclass(frozen=True)
class Row:
    """A line of the table of steps: one step, or the gate-outs of many containers at once."""

    number: str
    result: StepResult
    does: str
    gas: int | None
    seconds: float


def rows_of(steps: Sequence[StepResult]) -> Iterator[Row]:
    """The steps as rows: gate-outs that follow each other share one."""
    at = 0
    while at < len(steps):
        run = _gate_outs_from(steps, at)
        first = steps[at]
        if len(run) < 2:  # noqa: PLR2004 - a run is two or more
            yield Row(str(at + 1), first, first.does, first.gas, first.seconds)
            at += 1
            continue
        yield Row(
            number=f"{at + 1}-{at + len(run)}",
            result=first,
            does=f"lets {len(run)} containers out, each signed",
            gas=sum(step.gas or 0 for step in run),
            seconds=max(step.seconds for step in run),
        )
        at += len(run)


def _gate_outs_from(steps: Sequence[StepResult], start: int) -> list[StepResult]:
    run: list[StepResult] = []
    for step in steps[start:]:
        plain = step.action == "GateOut" and step.result == "final" and step.ok
        if not plain or step.consignment != steps[start].consignment:
            break
        run.append(step)
    return run


def show(result: StoryResult) -> None:
    """Prints what happened: every step, every refusal in words, every consignment's end."""
    _show_steps(result)
    say("")
    _show_refusals(result)
    say("")
    _show_consignments(result)
    say("")
    say(verdict(result))


def verdict(result: StoryResult) -> str:
    """The whole story in one line."""
    refused = sum(1 for s in result.steps if s.result == "refused" and s.ok)
    wrong = len(result.wrong)
    ends = sum(1 for c in result.consignments if not c.ok)
    gas = sum(s.gas or 0 for s in result.steps)
    told = (
        f"{len(result.steps)} steps, {refused} refused as they must be, "
        f"{gas:,} gas, {result.seconds:.1f} s"
    )
    if result.ok:
        return f"The story ended well: {told}."
    return (
        f"THE STORY WENT WRONG: {wrong} steps and {ends} consignments did not end as told; {told}."
    )


def _show_steps(result: StoryResult) -> None:
    table(
        "What happened",
        ["#", "consignment", "who", "wallet", "does", "action", "record", "result", "gas", "ms"],
        (
            (
                row.number,
                row.result.consignment,
                row.result.actor_name,
                _short(row.result.wallet),
                row.does,
                row.result.action,
                _short(row.result.record_id),
                _outcome(row.result),
                "" if row.gas is None else f"{row.gas:,}",
                f"{row.seconds * 1000:.0f}",
            )
            for row in rows_of(result.steps)
        ),
    )


def _show_refusals(result: StoryResult) -> None:
    table(
        "Refused, and why",
        ["#", "consignment", "who", "tried to", "error", "reason"],
        (
            (n, s.consignment, s.actor_name, s.does, s.error.name, s.error.reason)
            for n, s in enumerate(result.steps, start=1)
            if s.error is not None
        ),
    )


def _show_consignments(result: StoryResult) -> None:
    table(
        "Where every consignment ended",
        [
            "consignment",
            "kind",
            "way",
            "bill",
            "order",
            "containers out",
            "certificate",
            "claim",
            "as told",
        ],
        (
            (
                c.key,
                c.kind,
                c.way,
                c.bill,
                c.order,
                f"{c.containers_out} of {c.containers}",
                c.certificate,
                c.claim,
                "yes" if c.ok else "NO",
            )
            for c in result.consignments
        ),
    )


def _outcome(step: StepResult) -> str:
    named = f"{step.result}: {step.error.name}" if step.error else step.result
    return named if step.ok else f"WRONG {named}"


def _short(value: str | None) -> str:
    """An id or an address, short enough for a table."""
    if value is None or not value.startswith("0x"):
        return value or ""
    return f"{value[:8]}…{value[-4:]}"
