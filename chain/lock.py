"""One process at a time works on a data directory, by a lock that the kernel takes back however the process ends.

Two gateways on one directory would send from one outbox, and two nodes would each go on with a chain of its own.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from chain.errors import DirectoryInUseError

_LONGEST_NUMBER = 20


class DirectoryLock:
    """A lock that this process holds; made by `take`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path) -> Self:
        """Takes the lock of this file, and writes this process's number into it.

        Raises:
            DirectoryInUseError: another process has it, or this one has it already.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, _LONGEST_NUMBER).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise DirectoryInUseError(path.parent, holder) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
        return cls(descriptor)

    def release(self) -> None:
        """Gives the lock back; once is enough, and twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
