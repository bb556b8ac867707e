"""The gateway's clock, passed in so that a test can hold it."""

import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since 1970 UTC."""


def system_clock() -> float:
    """The time now."""
    return time.time()
