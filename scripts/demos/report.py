"""What happened: a result for every step, and the story's as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class StepError:
    """A refusal: `name` is the contract's error, or the gateway's code; `reason` its words."""

    name: str
    reason: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StepResult:
    """How a step ended.

    Attributes:
        consignment: the consignment's key, or "consortium" for admissions and enrolments.
        actor: the organisation's key; `wallet` is the address that acts for it.
        signers: the addresses that signed, as recovered from the signatures; an admission has one
            for each governor. Empty where the gateway took no action.
        result: "final", "refused", "sealed" (signed and kept), "unchanged" (a repetition that did
            nothing), "error" (anything else) or "not reached".
        expected: the name of the error that the story expects; None where it expects success.
        ok: whether it ended as the story says.
        gas: the action's share of its transaction's gas; None where nothing was executed.
        seconds: from the first request to the end.
    """

    consignment: str
    does: str
    actor: str
    actor_name: str
    member: int | None
    wallet: str
    signers: tuple[str, ...]
    action: str
    record: str
    record_id: str | None
    result: str
    expected: str | None
    ok: bool
    error: StepError | None
    gas: int | None
    seconds: float
    action_id: str | None = None
    transaction: str | None = None
    block: int | None = None


@dataclass(frozen=True)
class ConsignmentResult:
    """How a consignment ended: `bill`, `order` and `certificate` are the states at the end."""

    key: str
    number: str
    kind: str
    way: str
    ok: bool
    steps: int
    bill: str | None
    order: str | None
    containers: int
    containers_out: int
    certificate: str | None
    claim: str | None
    bill_id: str | None
    order_ids: tuple[str, ...]


@dataclass(frozen=True)
class StoryResult:
    """The whole story."""

    gateway: str
    chain_id: int
    steps: tuple[StepResult, ...]
    consignments: tuple[ConsignmentResult, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every step ended as the story says."""
        return all(s.ok for s in self.steps) and all(c.ok for c in self.consignments)

    @property
    def wrong(self) -> tuple[StepResult, ...]:
        """The steps that did not."""
        return tuple(s for s in self.steps if not s.ok)

    def as_json(self) -> dict[str, Any]:
        """The report as `build/demo.json` has it."""
        return {
            "ok": self.ok,
            "gateway": self.gateway,
            "chain_id": self.chain_id,
            "seconds": round(self.seconds, 3),
            "totals": totals(self.steps),
            "consignments": [asdict(c) for c in self.consignments],
            "steps": [
                {"step": n, **asdict(s), "seconds": round(s.seconds, 4)}
                for n, s in enumerate(self.steps, start=1)
            ],
        }


class Listener(Protocol):
    """Who watches a story while it runs."""

    def began(self, what: str, steps: int) -> None:
        """A part of the story began: a consignment, or the admission of members."""

    def ended(self, result: StepResult) -> None:
        """A step ended."""


class Silent:
    """Watches without a word."""

    def began(self, what: str, steps: int) -> None:
        """Nothing."""

    def ended(self, result: StepResult) -> None:
        """Nothing."""


def totals(steps: Iterable[StepResult]) -> dict[str, int]:
    """How many steps there were, by how they ended, and the gas of all."""
    counts: dict[str, int] = {"steps": 0, "gas": 0}
    for step in steps:
        counts["steps"] += 1
        counts["gas"] += step.gas or 0
        counts[step.result] = counts.get(step.result, 0) + 1
    return counts
