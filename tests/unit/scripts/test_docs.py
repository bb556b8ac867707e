"""What the docs name is there: routes in the API's description, and every problem on the page of problems."""

from __future__ import annotations

import json
import re
from pathlib import Path

from scripts.dev.problems_page import page

DOCS = Path(__file__).parents[3] / "docs"
ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[\w/{}-]+)")


def shape(path: str) -> str:
    """A path whatever its parameters are called."""
    return re.sub(r"\{\w+\}", "{}", path)


def test_the_routes_that_pages_name_exist() -> None:
    paths = json.loads((DOCS / "openapi.json").read_text("utf-8"))["paths"]
    known = {f"{method.upper()} {shape(path)}" for path, ways in paths.items() for method in ways}
    known.add("GET /metrics")  # for the operator alone, and not described
    named = {
        (str(file.relative_to(DOCS)), f"{method} {shape(path)}")
        for file in DOCS.glob("**/*.md")
        if "adr" not in file.parts
        for method, path in ROUTE.findall(file.read_text("utf-8"))
    }
    assert len(named) > 20
    assert sorted(one for one in named if one[1] not in known) == []


def test_problems_are_found_however_they_are_raised() -> None:
    rows = page()
    assert "| `not_your_key` | 403 | Another wallet made this API key. |" in rows  # at its place
    assert "| `malformed_json` | 400 |" in rows  # a kind of its own
    assert "| `wallet_revoked` | 401 |" in rows  # by a function that is given the code
    assert "| `method_not_allowed` | 405 | This path does not take this method. |" in rows  # listed
