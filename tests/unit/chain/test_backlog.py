"""How many actions may wait, and when whoever is turned away is told to come back."""

from __future__ import annotations

import pytest

from chain.errors import BacklogFullError
from chain.relayer.backlog import Backlog


class Watch:
    """A clock, and how many wait, that the test sets."""

    def __init__(self) -> None:
        self.now, self.waiting = 0.0, 0

    def backlog(self, places: int) -> Backlog:
        return Backlog(lambda: self.waiting, places, lambda: self.now)


def test_what_is_refused_leaves_its_place() -> None:
    backlog = Watch().backlog(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), backlog.place():
            raise ZeroDivisionError


def test_what_waits_or_is_being_tried_has_a_place() -> None:
    watch, told = Watch(), []
    backlog = watch.backlog(3)
    backlog.on_full = lambda: told.append(watch.waiting)
    watch.waiting = 2
    with backlog.place(), pytest.raises(BacklogFullError), backlog.place():
        pass
    watch.waiting = 3
    with pytest.raises(BacklogFullError), backlog.place():
        pass
    assert told == [2, 3]


@pytest.mark.parametrize(
    ("places", "each_second", "seconds"),
    [(1000, 50, 2), (1000, 1000, 1), (100_000, 20, 60), (1000, 0, 5)],
)
def test_the_time_to_come_back_follows_from_what_is_settled(
    places: int, each_second: int, seconds: int
) -> None:
    watch = Watch()
    backlog = watch.backlog(places)
    for second in range(10):
        watch.now = float(second)
        if each_second:
            backlog.settled(each_second)
    assert backlog.seconds_to_room() == seconds


def test_a_drain_that_has_ended_counts_no_more() -> None:
    watch = Watch()
    backlog = watch.backlog(1000)
    backlog.settled(1000)
    watch.now = 11.0
    assert backlog.seconds_to_room() == 5
