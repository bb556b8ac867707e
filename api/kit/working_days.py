"""China's working days (工作日), by the State Council's calendar: its holidays and its make-up workdays (调休).

A year that the calendar does not know yet is an error: weekdays alone would be a guess, wrong by weeks a year.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

import chinese_calendar

LEGAL_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Legal days begin at midnight in China, which has kept UTC+8 without summer time since 1991."""

_DAY: Final = timedelta(days=1)


class UnknownCalendarYearError(Exception):
    """The official calendar of this year is not known to this software."""

    def __init__(self, year: int) -> None:
        """Names the year."""
        super().__init__(f"the working days of {year} are not known yet")
        self.year = year


def legal_day(seconds: int) -> date:
    """The day in China of a time in seconds since 1970 UTC."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(LEGAL_TIME).date()


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether offices work on this day. Raises UnknownCalendarYearError."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise UnknownCalendarYearError(day.year) from None


def working_days(since: int, until: int) -> int:
    """The working days after the day of one time, up to and with the day of another.

    The day itself does not count, as periods begin on the next day (civil code, article 201): what is done
    on the day that it began took no working day.

    Args:
        since: When it began, in seconds since 1970 UTC.
        until: When it ended, not before `since`.

    Raises:
        UnknownCalendarYearError: a day of these is in a year that the calendar does not know.
    """
    return _between(legal_day(since), legal_day(until))


@lru_cache(maxsize=65536)
def _between(first: date, last: date) -> int:
    is_working_day(first)
    days = (first + _DAY * ahead for ahead in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)
