"""The tutorial, followed from its first word to its last: real commands, real processes, what they say compared."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from tests.support.pages import Block, Command, Terminal, agrees, commands

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
PORT = "8000"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone that is set up: the project's own files, and a `build` and a place for new files of its own."""
    path = tmp_path / "quayledger"
    (path / "build").mkdir(parents=True)
    for entry in ROOT.iterdir():
        if entry.name not in {"build", ".git", ".venv", ".quay"}:
            (path / entry.name).symlink_to(entry)
    (path / ".venv").symlink_to(sys.prefix)
    for stamp in (".python", ".npm"):  # set up already, like the clone that the tests run in
        (path / "build" / stamp).touch()
    return path


def free_port() -> str:
    """The gateway's usual port, or another where somebody else on this machine has it."""
    with socket.socket() as usual:
        usual.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            usual.bind(("127.0.0.1", int(PORT)))
        except OSError:
            with socket.socket() as other:
                other.bind(("127.0.0.1", 0))
                return str(other.getsockname()[1])
    return PORT


def page() -> str:
    """The tutorial's text; its port is the one thing that may be otherwise."""
    text, port = TUTORIAL.read_text("utf-8"), free_port()
    if port == PORT:
        return text
    return text.replace("quay up &", f"quay up --port {port} &").replace(f":{PORT}", f":{port}")


def test_the_tutorial_works_word_for_word(clone: Path, tmp_path: Path) -> None:
    with Terminal(clone, tmp_path / "said") as terminal:
        assert terminal.follow(page()) is None


def test_what_a_page_shows_is_compared_line_by_line() -> None:
    block = Block("console", "$ one\na  b\n$ two &\n…\nready …\n", 7)
    assert list(commands(block)) == [
        Command("one", "a  b", 7),
        Command("two &", "…\nready …", 9),
    ]
    assert agrees("…\nready … s", "any\nother\nready in 3 s\n")
    assert agrees("", "")
    assert not agrees("ready", "ready to go\n")
    assert not agrees("ready", "first\nready\n")
    assert not agrees("", "something\n")
