"""What became of a run: every step with its time, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.scenario.problems import Place


@dataclass(frozen=True)
class StepResult:
    """One step; `began` and `seconds` are on the run's own clock."""

    name: str
    by: str
    place: Place
    began: float
    seconds: float
    outcome: str
    mistake: str | None = None
    action_id: str | None = None
    gas: int | None = None
    lane: int = 0

    @property
    def ok(self) -> bool:
        """Whether it ended as the scenario says."""
        return self.mistake is None and self.outcome != NOT_REACHED

    @property
    def failure(self) -> str | None:
        """File, line, and what was expected and found; None if all is well."""
        return None if self.mistake is None else f"{self.place}: {self.name}: {self.mistake}"


NOT_REACHED = "not reached"


@dataclass(frozen=True)
class RunResult:
    """One run of a scenario: of a file, a row, a copy."""

    title: str
    file: str
    began: float
    seconds: float
    seed: int
    steps: Sequence[StepResult]
    skipped: str | None = None
    case: str = ""

    @property
    def ok(self) -> bool:
        """Whether every step ended as the scenario says."""
        return all(step.ok for step in self.steps)

    @property
    def failures(self) -> list[str]:
        """What went wrong, each with its place."""
        return [step.failure for step in self.steps if step.failure is not None]
