"""Pages of docs as a reader follows them: their commands typed in order, what they show compared."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

SECONDS: Final = 150.0
"""A bound against hanging, for one command on a machine that is busy with other things."""

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w.-]+)\n")
_DONE: Final = "\x1edone"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line that it begins in."""

    language: str
    text: str
    line: int

    @property
    def file(self) -> str | None:
        """The file that the reader saves it as: its first line says so."""
        named = _FILE.match(self.text)
        return named[1] if named else None


@dataclass(frozen=True)
class Command:
    """What the reader types, and what the page shows as its answer."""

    words: str
    shown: str
    line: int

    @property
    def stays(self) -> bool:
        """Whether it runs on beside the commands that follow."""
        return self.words.endswith("&")


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in _FENCE.finditer(page):
        yield Block(found[1], found[2], page.count("\n", 0, found.start()) + 2)


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block; lines without a prompt are what the last one answers."""
    typed: list[tuple[str, list[str], int]] = []
    for number, line in enumerate(block.text.splitlines(), block.line):
        if line.startswith("$ "):
            typed.append((line.removeprefix("$ "), [], number))
        else:
            typed[-1][1].append(line)
    for words, shown, number in typed:
        yield Command(words, "\n".join(shown), number)


def agrees(shown: str, said: str) -> bool:
    """Whether a command said what the page shows: `…` stands for anything, a line of it for any lines."""
    pattern = ""
    for line in _squeezed(shown).splitlines():
        if line == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += r"[^\n]*?".join(map(re.escape, line.split("…"))) + r"\n"
    return re.fullmatch(pattern, _squeezed(said)) is not None


def _squeezed(text: str) -> str:
    """Lines without trailing blanks, and each run of blanks as one: columns are as wide as a terminal."""
    lines = [re.sub(r"[ \t]+", " ", line).rstrip() for line in text.splitlines()]
    return "".join(line + "\n" for line in lines)


class Terminal:
    """A shell that stays open from the first command of a page to its last."""

    def __init__(self, folder: Path, log: Path) -> None:
        self._folder = folder
        self._log = log
        self._read = 0
        with log.open("wb") as output:
            self._shell = subprocess.Popen(
                ["bash", "--norc", "--noprofile"],  # noqa: S607 - the one that the reader has
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
            )

    def follow(self, page: str) -> str | None:
        """Follows a page to its end; None, or the first command that says otherwise, and what it says."""
        for block in blocks(page):
            if block.file is not None:
                (self._folder / block.file).write_text(block.text, "utf-8")
            for command in commands(block) if block.language == "console" else ():
                said = self.follows(command)
                if said is not None:
                    return f"line {command.line}: $ {command.words}\n{said}"
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Hangs up: what was left running beside the commands ends, too."""
        assert self._shell.stdin is not None
        self._shell.stdin.close()
        try:
            os.killpg(self._shell.pid, signal.SIGTERM)
            self._shell.wait(SECONDS)
        except ProcessLookupError:
            self._shell.wait(SECONDS)

    def follows(self, command: Command) -> str | None:
        """Types a command; None if it says what the page shows, else what it says instead."""
        self._type(command.words)
        if command.stays:
            said = self._until(lambda text: agrees(command.shown, text))
        else:
            # The status of the command is kept for a reader who asks for it next.
            self._type(f"(s=$?; echo '{_DONE}'; exit $s)")
            said = self._until(lambda text: _DONE in text).replace(_DONE + "\n", "")
        self._read += len(said.encode()) + (0 if command.stays else len(_DONE) + 1)
        return None if agrees(command.shown, said) else said

    def _type(self, words: str) -> None:
        assert self._shell.stdin is not None
        self._shell.stdin.write(words.encode() + b"\n")
        self._shell.stdin.flush()

    def _until(self, enough: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + SECONDS
        while True:
            text = self._log.read_bytes()[self._read :].decode()
            if enough(text) or time.monotonic() > deadline or self._shell.poll() is not None:
                return text
            time.sleep(0.05)
