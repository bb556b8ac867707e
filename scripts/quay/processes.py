"""Child processes that end when they are told to."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_TAIL_LINES = 12
_TAIL_BYTES = 16_384


class Child:
    """A child process with its output in a log file.

    It gets a session of its own, so that a Ctrl-C in the terminal reaches the parent alone, which
    then stops its children in order.
    """

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self.log = log
        self._process = process

    @classmethod
    async def start(
        cls,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        before_exec: Callable[[], None] | None = None,
    ) -> Child:
        """Starts a command; what it prints is appended to `log`.

        `before_exec` runs in the child before the command: there it can ask the kernel to end it
        with its parent.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *command,
                env=dict(environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=before_exec,
            )
        return cls(name, process, log)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._process.returncode

    async def ended(self) -> int:
        """Waits for the end; returns the exit status."""
        return await self._process.wait()

    async def stop(self, grace: float = 10.0) -> None:
        """Asks it to end (SIGTERM), and kills it after `grace` seconds."""
        if self.status is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), grace)
        except TimeoutError:
            self.kill()
            await self._process.wait()

    def kill(self) -> None:
        """Kills it (SIGKILL)."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    def last_lines(self) -> str:
        """The end of its output."""
        try:
            with self.log.open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - _TAIL_BYTES))
                text = log.read().decode(errors="replace")
        except OSError:
            return ""
        return "\n".join(deque(text.splitlines(), maxlen=_TAIL_LINES))

    def in_words(self) -> str:
        """How it ended, in words."""
        status = self.status
        if status is None:
            return "is running"
        if status < 0:
            return f"was killed by {signal.Signals(-status).name}"
        return f"ended with status {status}"
