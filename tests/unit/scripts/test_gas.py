"""The gas measurement covers every action, and its snapshot notices what has grown."""

from __future__ import annotations

from contracts.bindings import actions
from scripts.bench.cast import WALLETS
from scripts.bench.gas import peer
from scripts.bench.gas.life import Life
from scripts.bench.gas.report import TOLERANCE, differences
from scripts.bench.gas.steps import STEPS, UNMEASURED, unmeasured


def test_every_action_is_measured_or_says_why_not() -> None:
    assert unmeasured() == []
    assert all(UNMEASURED.values())


def test_a_step_names_fields_of_its_action_only() -> None:
    for step in STEPS:
        names = {field.name for field in actions()[step.action].fields}
        assert set(step.fields(Life(3))) <= names - {"actor"}
        assert not step.as_set or set(step.by) <= set(WALLETS) - {"governor"}


def test_what_the_peer_does_one_of_our_steps_does() -> None:
    assert set(peer.OURS.values()) <= {step.label for step in STEPS}


def test_growth_beyond_the_tolerance_is_told() -> None:
    before = {"Endorse": {"direct": 40_000, "batch10": 20_000.5}}
    within = {"Endorse": {"direct": 40_000 * (1 + TOLERANCE), "batch10": 20_000.5}}
    assert differences(before, within) == []
    grown = {"Endorse": {"direct": 40_000 * (1 + TOLERANCE) + 1, "batch10": 20_000.5}}
    assert differences(before, grown) == ["Endorse, direct: 40,201 gas, 40,000 in the snapshot"]
    shrunk = {"Endorse": {"direct": 30_000, "batch10": 20_000.5}}
    assert differences(before, shrunk) == ["Endorse, direct: 30,000 gas, 40,000 in the snapshot"]


def test_actions_that_come_or_go_are_told() -> None:
    one = {"Endorse": {"direct": 40_000}}
    assert differences({}, one) == ["Endorse is not in the snapshot"]
    assert differences(one, {}) == ["Endorse is not measured any more"]
