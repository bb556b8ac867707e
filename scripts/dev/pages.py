"""Pages of `docs/` that are written from the code: written anew, or checked to be current."""

from __future__ import annotations

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
