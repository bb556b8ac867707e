"""Working days in China: holidays, make-up workdays, legal days, and years nobody knows yet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.kit.working_days import (
    UnknownCalendarYearError,
    is_working_day,
    legal_day,
    working_days,
)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-11-25", True),  # an ordinary Wednesday
        ("2026-11-28", False),  # an ordinary Saturday
        ("2026-10-01", False),  # National Day
        ("2026-02-14", True),  # a Saturday made up for the Spring Festival
        ("2026-02-17", False),  # Spring Festival
    ],
)
def test_the_calendar_is_the_official_one(day: str, working: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-11-25T09:00:00+08:00", "2026-11-25T17:00:00+08:00", 0),
        ("2026-11-25T09:00:00+08:00", "2026-11-26T08:00:00+08:00", 1),
        ("2026-11-27T09:00:00+08:00", "2026-11-30T09:00:00+08:00", 1),  # over a weekend
        ("2026-11-28T09:00:00+08:00", "2026-11-30T09:00:00+08:00", 1),  # accepted on a Saturday
        ("2026-09-30T09:00:00+08:00", "2026-10-08T09:00:00+08:00", 1),  # over National Day
        ("2026-02-13T09:00:00+08:00", "2026-02-14T09:00:00+08:00", 1),  # a made-up Saturday
    ],
)
def test_days_are_counted_from_the_day_after(since: str, until: str, days: int) -> None:
    assert working_days(at(since), at(until)) == days


def test_a_legal_day_begins_at_midnight_in_china() -> None:
    assert legal_day(at("2026-11-25T15:59:59+00:00")) == date(2026, 11, 25)
    assert legal_day(at("2026-11-25T16:00:00+00:00")) == date(2026, 11, 26)
    evening, night = at("2026-11-25T15:59:59+00:00"), at("2026-11-25T16:00:00+00:00")
    assert working_days(evening, night) == 1


@pytest.mark.parametrize(
    ("since", "until", "year"),
    [
        ("2003-12-30T09:00:00+08:00", "2004-01-05T09:00:00+08:00", 2003),
        ("2026-12-31T09:00:00+08:00", "2199-01-04T09:00:00+08:00", None),
        ("2199-06-03T09:00:00+08:00", "2199-06-03T10:00:00+08:00", 2199),
    ],
)
def test_an_unknown_year_is_an_error_and_never_a_guess(
    since: str, until: str, year: int | None
) -> None:
    with pytest.raises(UnknownCalendarYearError) as caught:
        working_days(at(since), at(until))
    assert year in {None, caught.value.year}
    assert str(caught.value.year) in str(caught.value)
    assert datetime.fromtimestamp(at(since), UTC).year <= caught.value.year
