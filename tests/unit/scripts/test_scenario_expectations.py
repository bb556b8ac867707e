"""Expectations of scenarios: what counts as expected, and the words where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.scenario.cast import Cast
from scripts.scenario.expect import differences
from scripts.scenario.generate import Generator
from scripts.scenario.scene import Scene


def found(expected: Any, value: Any) -> list[str]:
    scene = Scene(Cast("http://127.0.0.1:1", []), Generator(1), {})
    return [one.text for one in differences({"field": expected}, {"field": value}, scene)]


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ({"at_least": 10}, 10),
        ({"at_least": 9}, "10"),
        ({"at_most": "10"}, "9"),
        ({"at_least": "2026-01-01T00:00:00Z"}, "2026-11-25T08:00:00Z"),
        ({"one_of": ["Issued", "Surrendered"]}, "ISSUED"),
        ({"contains": 3}, [1, 3]),
        (None, None),
    ],
)
def test_as_expected(expected: Any, value: Any) -> None:
    assert found(expected, value) == []


@pytest.mark.parametrize(
    ("expected", "value", "words"),
    [
        ({"at_least": 10}, "9", "field: expected at least 10, found 9"),
        ({"at_most": "9"}, "10", "field: expected at most 9, found 10"),
        ({"at_least": 1}, None, "field: expected at least 1, found nothing"),
        (True, 1, "field: expected True, found 1"),
    ],
)
def test_otherwise_with_its_words(expected: Any, value: Any, words: str) -> None:
    assert found(expected, value) == [words]
