"""What a verification says: checks with three answers, and what the evidence tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Answer(StrEnum):
    """The three answers, of one check and of all."""

    VALID = "valid"
    INVALID = "invalid"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Check:
    """One check: its name, its answer, what it found, and what to do where it is not valid."""

    name: str
    answer: Answer
    told: str
    remedy: str = ""


@dataclass(frozen=True)
class Step:
    """One transition of the history, for people."""

    time: int
    block: int
    version: int
    event: str
    action: str | None
    actor: int
    actor_name: str
    wallet: str


@dataclass
class Report:
    """The checks, and what the evidence tells; `facts` and `steps` count only if the answer is valid."""

    checks: list[Check] = field(default_factory=list)
    record: str = ""
    facts: dict[str, int | str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    block: tuple[int, str] | None = None
    time: int = 0

    @property
    def answer(self) -> Answer:
        """Invalid if any check is; cannot tell if any check cannot; else valid."""
        answers = {check.answer for check in self.checks}
        for answer in (Answer.INVALID, Answer.CANNOT_TELL):
            if answer in answers:
                return answer
        return Answer.VALID


class Wrong(Exception):
    """A check fails; the text says what it found."""
