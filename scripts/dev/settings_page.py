"""`python -m scripts.dev.settings_page` writes `docs/settings.md` from the settings' own definitions."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from api.settings import ApiSettings
from chain.settings import ChainSettings, EnvironmentSettings
from scripts.dev.pages import ROOT, write_or_check

PAGE: Final = ROOT / "docs" / "settings.md"
_HEAD: Final = """# Settings

Written by `make fix` from `api/settings.py` and `chain/settings.py`; do not edit.

A gateway reads its settings from the environment once, at its start; `quay up` passes its own environment's on. A
variable that is misspelt or out of bounds stops the start with one line that names it. The defaults run the demo.
Lists and maps are written as JSON.
"""
_KINDS: Final[tuple[tuple[str, type[EnvironmentSettings]], ...]] = (
    ("The gateway", ApiSettings),
    ("The ledger's side", ChainSettings),
)


def page() -> str:
    """The page's text."""
    parts = [_HEAD]
    for title, kind in _KINDS:
        prefix = str(kind.model_config.get("env_prefix"))
        parts.append(
            f"\n## {title}: `{prefix}…`\n\n| variable | default | rule | what it is |\n|---|---|---|---|\n"
        )
        schemas = kind.model_json_schema()["properties"]
        for name, field in kind.model_fields.items():
            variable = f"{prefix}{name}".upper()
            rule = _rule(schemas[name])
            parts.append(f"| `{variable}` | {_default(field)} | {rule} | {field.description} |\n")
    return "".join(parts)


def _default(field: FieldInfo) -> str:
    default = field.default
    if default is None or default == ():
        return "none"
    if isinstance(default, SecretStr):
        raise TypeError("a secret has no default")
    return f"`{json.dumps(default) if isinstance(default, dict) else default}`"


def _rule(schema: dict[str, Any]) -> str:
    """The bounds in words, of the one choice that is not null."""
    chosen = next((s for s in schema.get("anyOf", [schema]) if s.get("type") != "null"), schema)
    if "enum" in chosen:
        return " or ".join(chosen["enum"])
    words = (
        ("minimum", "at least {}"),
        ("maximum", "at most {}"),
        ("minLength", "{} characters or more"),
    )
    found = [text.format(chosen[key]) for key, text in words if key in chosen]
    return ", ".join(found) or str(chosen.get("format", chosen.get("type", "")))


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page(), sys.argv[1:]))
