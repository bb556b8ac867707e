"""How many actions go into a transaction and how long the first one waits for company: more as the load grows."""

from __future__ import annotations


class Pace:
    """Doubles while transactions leave full, halves while they leave half empty, between two limits."""

    def __init__(self, least: int, most: int, linger_seconds: float) -> None:
        """`linger_seconds` is the longest wait, at full load."""
        self._least, self._most, self._linger = min(least, most), most, linger_seconds
        self.size = self._least
        """Most actions in the next transaction."""

    @property
    def linger(self) -> float:
        """How long the first action waits for company, in seconds: little while there is none to be expected."""
        return self._linger * self.size / self._most

    def sent(self, actions: int) -> None:
        """A transaction left with so many."""
        if actions >= self.size:
            self.size = min(self._most, 2 * self.size)
        elif actions <= self.size // 2:
            self.size = max(self._least, self.size // 2)
