"""What the models of a record's life share: a world of personas, and an action that must end as it was foretold."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.support.world import Intent, World

RIGHT = "whoever is right"
"""Mostly the right party tries."""

seen = st.sampled_from((0, 0, 0, 0, 0, 0, 0, 1, -1))
"""How far the version that the signer saw is from the record's: mostly right."""


def mostly_right(*others: str) -> st.SearchStrategy[str]:
    """The right party four times in five, else one of these."""
    return st.sampled_from((*[RIGHT] * (4 * len(others)), *others))


class Life(RuleBasedStateMachine):
    """Every rule does one action, lawful or not, and compares what came of it. Hypothesis is synchronous."""

    world: ClassVar[World]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def _ends(self, intent: Intent, error: str | None) -> bool:
        """Whether the action was done; it must be, or be refused by this name."""
        if error is not None:
            assert self._do(self.world.refusal(intent)) == error
            return False
        self._do(self.world.act(intent))
        return True


def live(machine: type[Life], examples: int, steps: int) -> None:
    """Leads so many lives of so many steps, the same ones every time."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
