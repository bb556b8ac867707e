"""The contracts' Solidity tests, which Forge runs: `tests/contracts/forge`, explained in `docs/proofs.md`."""

from __future__ import annotations

import re

import pytest

from chain.compile import ROOT
from scripts.dev.forge import ORDINARY_CALLS, Verdict, run_tests

HANDLERS = ROOT / "tests" / "contracts" / "forge" / "handlers"
_HANDLER = re.compile(
    r"function (\w+)\(uint256 seed\) external drawn\(seed\) \{(.*?)\n    \}", re.DOTALL
)
_TYPE = re.compile(r"^bytes32 constant (\w+_TYPEHASH)", re.MULTILINE)


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


def _handlers() -> dict[str, set[str]]:
    """For each type hash that a handler signs with, the handlers' names."""
    found: dict[str, set[str]] = {}
    for file in HANDLERS.glob("*.sol"):
        for name, body in _HANDLER.findall(file.read_text("utf-8")):
            for used in re.findall(r"\w+_TYPEHASH", body):
                found.setdefault(used, set()).add(f"{file.stem}.{name}")
    return found


@pytest.mark.timeout(900)
def test_every_action_is_done_in_the_campaigns(verdict: Verdict) -> None:
    """A new action needs a handler, in a campaign, that the contracts accept now and then."""
    types = _TYPE.findall((ROOT / "contracts" / "types" / "Actions.sol").read_text("utf-8"))
    handlers = _handlers()
    missing = [
        each
        for each in types
        if not any(
            name in verdict.actions and verdict.actions[name].accepted
            for name in handlers.get(each, set())
        )
    ]
    assert missing == []
