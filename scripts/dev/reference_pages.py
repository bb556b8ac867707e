"""`python -m scripts.dev.reference_pages` writes `docs/reference` from what describes itself."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import typer.testing
from typer.cli import app as typer_app

from api.client import SyncQuayClient, errors
from api.client.calls import Group, acts, call, each, follow
from scripts.dev import problems_page
from scripts.dev.pages import ROOT, write_or_check

REFERENCE: Final = ROOT / "docs" / "reference"
OPENAPI: Final = ROOT / "docs" / "openapi.json"
_API: Final = """# The API, from its description

Written by `make fix` from `docs/openapi.json`; do not edit. A gateway has the same, to try out, at `/docs`, and as
a file at `/openapi.json`. Refusals are problems (RFC 9457); what the contracts' errors among them mean is in
[rules](../rules.md), the gateway's own ones are in [problems](problems.md).
"""

_SDK: Final = """# The SDK, from its code

Written by `make fix` from `api/client`; do not edit. `QuayClient` is asynchronous, `SyncQuayClient` is not: both have
these calls; of the first they are awaited. [Clients](../sdk.md) shows how to work with them. Arguments after `*` are
given by name.
"""
_CALLS: Final = (call, each, follow, acts)


def cli_page() -> str:
    """The commands with their options, as typer itself writes them."""
    arguments = ["scripts.quay.main", "utils", "docs", "--name", "quay"]
    told = typer.testing.CliRunner().invoke(typer_app, arguments)
    if told.exit_code:
        raise SystemExit(told.output)
    return told.stdout.rstrip() + "\n"


def api_page() -> str:
    """The operations by what they are about."""
    api = json.loads(OPENAPI.read_text("utf-8"))
    groups: dict[str, list[str]] = {}
    for path, method, operation in operations(api):
        tag = operation.get("tags", ["other"])[0]
        answers = ", ".join(sorted(operation["responses"]))
        groups.setdefault(tag, []).append(
            f"| `{method.upper()} {path}` | {operation['summary']} | `{operation['operationId']}` | {answers} |\n"
        )
    parts = [_API]
    for tag, rows in groups.items():
        parts.append(f"\n## {tag}\n\n| call | what | name | answers |\n|---|---|---|---|\n")
        parts.extend(rows)
    return "".join(parts)


def operations(api: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every operation with its path and its method."""
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def sdk_page() -> str:
    """The client's calls by what they are about, and what it raises."""
    parts = [_SDK]
    with SyncQuayClient("http://127.0.0.1") as client:
        groups = {n: g for n, g in vars(client).items() if isinstance(g, Group)}
    for name, group in groups.items():
        about = inspect.cleandoc(type(group).__doc__ or "").splitlines()[0]
        parts.append(f"\n## {name}\n\n{about}\n\n| call | what |\n|---|---|\n")
        for method in _methods(type(group)):
            what = inspect.cleandoc(method.__doc__ or "").splitlines()[0]
            parts.append(f"| `{name}.{method.__name__}({_arguments(method)})` | {what} |\n")
    parts.append(f"\n## Errors\n\n```text\n{inspect.cleandoc(errors.__doc__ or '')}\n```\n")
    return "".join(parts)


def _methods(kind: type) -> Iterator[Callable[..., Any]]:
    """The calls of a group, its own ones first."""
    seen: set[str] = set()
    for owner in kind.__mro__:
        for name, value in vars(owner).items():
            if isinstance(value, _CALLS) and name not in seen:
                seen.add(name)
                yield value.__wrapped__  # type: ignore[union-attr]


def _arguments(method: Callable[..., Any]) -> str:
    """The arguments' names; `=…` stands for a default."""
    told: list[str] = []
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "self" or (name == "after" and parameter.default is parameter.empty):
            continue  # the client gives them
        if parameter.kind is parameter.VAR_KEYWORD:
            told.append(f"**{name}")
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in told:
            told.append("*")
        told.append(name if parameter.default is parameter.empty else f"{name}=…")
    return ", ".join(told)


def main(arguments: list[str]) -> int:
    """Writes the pages, or with `--check` compares them."""
    pages: dict[Path, str] = {
        REFERENCE / "cli.md": cli_page(),
        REFERENCE / "api.md": api_page(),
        REFERENCE / "sdk.md": sdk_page(),
        REFERENCE / "problems.md": problems_page.page(),
    }
    return max([write_or_check(path, text, arguments) for path, text in pages.items()])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
