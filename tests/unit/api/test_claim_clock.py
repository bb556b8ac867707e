"""The clock of claims: means and percentiles by class."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.claims.clock import FIRST_TWO, nearest_rank, readings
from api.kit.working_days import UnknownCalendarYearError
from chain.states import ClaimState, ManagementClass
from chain.store.rows import Claim

MONDAY = int(datetime.fromisoformat("2026-11-02T10:00:00+08:00").timestamp())
DAY = 86_400
LIMITS = {1: 5, 2: 10, 3: 15}


def claim(number: int, days: int | None, *, refused: bool = False) -> Claim:
    """A claim accepted on a Monday and concluded so many calendar days later, or not yet."""
    concluded = None if days is None else MONDAY + days * DAY
    state = ClaimState.REFUSED if refused else ClaimState.PAID
    return Claim(
        claim_id="0x" + "c1" * 32,
        state=ClaimState.ACCEPTED if days is None else state,
        management_class=number,
        version=3,
        exporter=1,
        tax_authority=2,
        content="0x" + "c1" * 32,
        reason=None,
        filed_at=MONDAY,
        returned_at=None,
        accepted_at=MONDAY,
        reviewed_at=None,
        concluded_at=concluded,
        paid_at=None,
        withdrawn_at=None,
        updated_at=MONDAY,
    )


def test_each_class_has_its_mean_its_percentiles_and_its_limit() -> None:
    # 4 working days, 5 over a weekend, and 9: the mean of the first class is 6.
    first = [claim(1, 4), claim(1, 7, refused=True), claim(1, 11)]
    found = readings([*first, claim(1, None), claim(2, 1), claim(4, 2)], LIMITS)
    by_class = {reading.classes: reading for reading in found}
    one = by_class[ManagementClass.CLASS1,]
    assert (one.concluded, one.approved, one.refused, one.pending) == (3, 2, 1, 1)
    assert (one.mean, one.percentiles) == (6.0, {50: 5, 90: 9, 95: 9, 100: 9})
    assert (one.limit, one.within_limit) == (5, 2)
    four = by_class[ManagementClass.CLASS4,]
    assert (four.mean, four.limit, four.within_limit) == (2.0, None, None)
    three = by_class[ManagementClass.CLASS3,]
    assert (three.concluded, three.mean, three.percentiles) == (0, None, {})
    assert (three.limit, three.within_limit) == (15, 0)


def test_the_first_two_classes_are_averaged_together_as_the_target_is() -> None:
    together = readings([claim(1, 1), claim(1, 2), claim(2, 4), claim(3, 25)], LIMITS)[-1]
    assert together.classes == FIRST_TWO
    assert (together.concluded, together.mean, together.limit) == (3, 2.33, None)


def test_a_claim_of_an_unknown_year_is_an_error() -> None:
    late = replace(claim(1, 1), concluded_at=MONDAY + 200 * 365 * DAY)
    with pytest.raises(UnknownCalendarYearError):
        readings([late], LIMITS)


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(1, 100))
def test_nearest_rank_is_the_least_value_that_covers_the_part(values: list[int], part: int) -> None:
    ascending = sorted(values)
    found = nearest_rank(ascending, part)
    covered = sum(value <= found for value in ascending)
    below = sum(value < found for value in ascending)
    assert covered * 100 >= part * len(ascending)
    assert below * 100 < part * len(ascending)
