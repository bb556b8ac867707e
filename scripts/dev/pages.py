"""Files that are written from others: written anew, or checked to be current."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


def write_or_check(page: Path, text: str, arguments: Sequence[str]) -> int:
    """Writes a page, or with `--check` compares it; the exit status is 1 if it is not current."""
    if "--check" not in arguments:
        page.write_text(text, "utf-8")
        return 0
    if page.exists() and page.read_text("utf-8") == text:
        return 0
    print(f"{page.relative_to(ROOT)} is not current: run `make fix`", file=sys.stderr)
    return 1


def formatted(source: str) -> str:
    """A Python source as the formatter would have it."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--stdin-filename",
        str(ROOT / "made.py"),
        "-",
    ]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    return done.stdout
