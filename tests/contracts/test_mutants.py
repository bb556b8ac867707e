"""The tool that puts faults into the contracts works; `make mutants` runs them all (`docs/proofs.md`)."""

from __future__ import annotations

import random

import pytest

from scripts.dev.mutation.__main__ import all_mutants, run
from scripts.dev.mutation.operators import Operators
from scripts.dev.mutation.report import OPERATORS, explain, read_explanations, unexplained

SAMPLE = 100


@pytest.fixture(scope="module")
def operators() -> Operators:
    return all_mutants()


def test_every_operator_finds_its_places(operators: Operators) -> None:
    assert {mutant.operator for mutant in operators.mutants} == set(OPERATORS)


def test_no_two_mutants_of_a_place_are_alike(operators: Operators) -> None:
    sites = [site for found in operators.sites.values() for site in found]
    assert all(
        len(set(site.faults.values())) == len(site.faults)
        for site in sites
        if any(site.faults.values())
    )


def test_every_explanation_speaks_of_a_mutant(operators: Operators) -> None:
    for explanation in read_explanations():
        assert any(explanation.covers(mutant) for mutant in operators.mutants), explanation


@pytest.mark.timeout(600)
def test_the_rules_kill_a_sample(operators: Operators) -> None:
    """That no rule fails while no fault is awake, `run` sees to."""
    # The sample must be the same everywhere; nothing here is a secret.
    chosen = random.Random(1).sample(operators.mutants, SAMPLE)  # noqa: S311
    results, _ = run(operators, chosen)
    assert sum(result.verdict == "killed" for result in results) > 0.9 * SAMPLE
    # Whoever is not killed is judged by the whole run alone, which knows how many survivors each explanation speaks of.
    explained = explain(results, read_explanations())
    assert len(unexplained(explained)) < 0.05 * SAMPLE
