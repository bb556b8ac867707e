"""Words of scenario files as values: durations and times."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from scripts.scenario.problems import ValueProblem

_UNITS: Final = {
    "ms": 0.001,
    "millisecond": 0.001,
    "s": 1,
    "second": 1,
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": 86_400,
    "day": 86_400,
    "week": 7 * 86_400,
}
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_FROM_NOW: Final = re.compile(r"in\s+(.+)|(.+)\s+ago")


def seconds(value: Any) -> float:
    """A duration in seconds.

    Raises:
        ValueProblem: it is none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    match = _DURATION.fullmatch(str(value).strip())
    unit = match[2] if match else ""
    factor = _UNITS.get(unit, _UNITS.get(unit.removesuffix("s")) if len(unit) > 1 else None)
    if match is None or factor is None:
        raise ValueProblem(f"expected a duration such as 5 s, 2 minutes or 3 days, found {value!r}")
    return float(match[1]) * factor


def moment(value: Any, shift: float = 0.0) -> Any:
    """A time that is said from now, as RFC 3339; `shift` is how far the ledger's clock is ahead."""
    match = _FROM_NOW.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return value
    away = seconds(match[1]) if match[1] else -seconds(match[2])
    time = datetime.now(UTC) + timedelta(seconds=away + shift)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
