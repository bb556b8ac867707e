"""Expressions of scenario files: what they give, and that nothing in them runs."""

from __future__ import annotations

from typing import Any

import pytest
from stdnum import iso6346, lei
from stdnum.cn import uscc
from stdnum.imo import is_valid as is_imo

from scripts.scenario.expressions import Evaluator
from scripts.scenario.generate import Generator
from scripts.scenario.problems import ValueProblem
from scripts.scenario.values import seconds

NAMES: dict[str, Any] = {"bill": {"id": "0x1", "boxes": ["A", "B"]}, "place": 1}


def value(raw: object) -> Any:
    return Evaluator(NAMES.__getitem__, {"plus": lambda a, b: a + b, "size": len}).value(raw)


def test_a_whole_expression_keeps_its_type_and_one_in_text_becomes_text() -> None:
    assert value("${bill.boxes}") == ["A", "B"]
    assert value("${bill.boxes[place]} of ${size(bill.boxes)}") == "B of 2"
    assert value({"a": ["${plus(place, 2)}", "${'x'}"]}) == {"a": [3, "x"]}
    assert value("$${bill} stays") == "${bill} stays"


BAD = (
    "${}",
    "${bill.}",
    "${bill[9]}",
    "${bill.none}",
    "${bill.__class__}",
    "${size(}",
    "${size()}",
    "${none()}",
    "${1 + 1}",
    "${a b}",
)


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_expression_is_told(bad: str) -> None:
    with pytest.raises(ValueProblem):
        value(bad)


def test_generated_identifiers_are_valid_and_follow_from_the_seed() -> None:
    one, same, other = Generator(7), Generator(7), Generator(8)
    boxes = one.containers(40)
    assert len(set(boxes)) == 40
    assert all(iso6346.is_valid(box) for box in boxes)
    assert same.containers(40) == boxes != other.containers(40)
    for _ in range(20):
        assert uscc.is_valid(one.uscc())
        assert lei.is_valid(one.lei())
        assert is_imo(one.imo())
    assert len(one.declaration_item()) == 21
    assert one.locode("NL").startswith("NL")


@pytest.mark.parametrize(
    ("said", "meant"),
    [(3, 3), ("5 s", 5), ("200 ms", 0.2), ("2 minutes", 120), ("3 days", 259_200)],
)
def test_durations_are_said_with_units(said: object, meant: float) -> None:
    assert seconds(said) == meant


@pytest.mark.parametrize("bad", ["soon", "5 ells", "-3 s", True, None, -1])
def test_what_is_no_duration_is_told(bad: object) -> None:
    with pytest.raises(ValueProblem):
        seconds(bad)
