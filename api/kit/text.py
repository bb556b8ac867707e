"""Text as people type it, and as it is stored."""

from __future__ import annotations


def compact(text: str) -> str:
    """Drop blanks and hyphens, raise the case: `msku 907032-3` is stored as `MSKU9070323`.

    Only ASCII is touched: a digit or letter of another script stays as it is, and is refused.
    """
    kept = text.replace(" ", "").replace("-", "").strip()
    return kept.upper() if kept.isascii() else kept
