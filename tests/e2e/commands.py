"""`quay` as a process of its own, as a terminal starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = (sys.executable, "-m", "scripts.quay.main")
SECONDS = 120.0
"""A bound against hanging, for a machine that is busy with other things; nothing is measured."""


def quay(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", **environment},
    )


class Running:
    """A command that runs on; it has a process group of its own, as in a terminal."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self.log = log

    @property
    def output(self) -> str:
        """What it has said so far, both streams."""
        return self.log.read_text("utf-8")

    def says(self, text: str) -> str:
        """Waits for a line with this text and returns it."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for line in self.output.splitlines():
                if text in line:
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"no {text!r} in:\n{self.output}")

    def interrupt(self) -> int:
        """Ctrl-C: SIGINT for the whole group, as a terminal does; returns the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(SECONDS)


@contextmanager
def running(log: Path, *arguments: str, cwd: Path | None = None) -> Iterator[Running]:
    """Runs a command while the block lasts, and kills what is left of it then."""
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            cwd=cwd,
            env={**os.environ, "NO_COLOR": "1"},
        )
    children: set[int] = set()
    try:
        yield Running(process, log)
    finally:
        if process.poll() is None:
            children = children_of(process.pid)
            process.kill()
            process.wait(SECONDS)
        wait_until_gone(children)


def children_of(pid: int) -> set[int]:
    """The process ids of a process's children and theirs (Linux)."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            child = int(entry.name)
            found |= {child} | children_of(child)
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def wait_until_gone(pids: set[int]) -> None:
    """Waits until none of these processes runs.

    Raises:
        AssertionError: some still run when the patience is over.
    """
    deadline = time.monotonic() + SECONDS
    while left := {pid for pid in pids if alive(pid)}:
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.05)
