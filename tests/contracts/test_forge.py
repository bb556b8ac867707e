"""The contracts' Solidity tests, which Forge runs: `tests/contracts/forge`, explained in `docs/proofs.md`."""

from __future__ import annotations

import pytest

from scripts.dev.forge import ORDINARY_CALLS, Verdict, run_tests


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return run_tests()


@pytest.mark.timeout(900)
def test_no_sequence_of_actions_breaks_the_law(verdict: Verdict) -> None:
    assert verdict.failures == []
    assert verdict.calls >= ORDINARY_CALLS


@pytest.mark.timeout(900)
def test_the_campaigns_do_not_idle(verdict: Verdict) -> None:
    assert verdict.idle() == []
