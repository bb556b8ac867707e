"""Back-pressure: how many accepted actions may wait before new ones are turned away, and for how long."""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from chain.errors import BacklogFullError

_WINDOW_SECONDS: Final = 10.0
_SOON_SECONDS: Final = 1
_LATE_SECONDS: Final = 60
_UNKNOWN_SECONDS: Final = 5
"""When to come back while nothing is settled: most likely the node is away."""

_ROOM: Final = 10
"""Whoever was turned away is to find a tenth of the places free."""


class Backlog:
    """The places of a gateway: one for each action that is accepted and not settled, or being tried."""

    def __init__(
        self,
        waiting: Callable[[], int],
        places: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`waiting` tells how many actions are accepted and not settled."""
        self._waiting, self._places, self._clock = waiting, places, clock
        self._in_hand = 0
        self._drained: deque[tuple[float, int]] = deque()
        self.on_full: Callable[[], None] = lambda: None
        """Told of each action that is turned away."""

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """A place for an action while it is tried; accepted, it waits. Raises BacklogFullError."""
        if self._waiting() + self._in_hand >= self._places:
            self.on_full()
            raise BacklogFullError(self._places, self.seconds_to_room())
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1

    @contextlib.contextmanager
    def places(self, wanted: int) -> Iterator[int]:
        """So many places at once, or as many as are free, which it tells; that none is, it tells nobody else."""
        free = self._places - self._waiting() - self._in_hand
        taken = max(0, min(wanted, free))
        self._in_hand += taken
        try:
            yield taken
        finally:
            self._in_hand -= taken

    def settled(self, actions: int) -> None:
        """So many actions wait no longer."""
        self._drained.append((self._clock(), actions))
        self._forget()

    def seconds_to_room(self) -> int:
        """After how many seconds there will be room, if actions go on to be settled as in the last ones."""
        self._forget()
        drained = sum(actions for _, actions in self._drained)
        if not drained:
            return _UNKNOWN_SECONDS
        since = max(self._clock() - self._drained[0][0], _SOON_SECONDS)
        seconds = math.ceil(self._places / _ROOM * since / drained)
        return min(max(seconds, _SOON_SECONDS), _LATE_SECONDS)

    def _forget(self) -> None:
        while self._drained and self._clock() - self._drained[0][0] > _WINDOW_SECONDS:
            self._drained.popleft()
