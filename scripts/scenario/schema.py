"""The JSON Schema of the language, for editors and other tools."""

from __future__ import annotations

import json
from typing import Any

from scripts.scenario.model import Fragment, Scenario


def schema() -> str:
    """The JSON Schema of scenario files and of fragments."""
    made: dict[str, Any] = Scenario.model_json_schema(by_alias=True)
    part = Fragment.model_json_schema(by_alias=True)
    definitions = {**made.pop("$defs"), **part.pop("$defs")}
    definitions |= {"Scenario": made, "Fragment": part}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Quayledger scenario",
        "description": "A test scenario for `quay scenario`, or a fragment that scenarios include.",
        "type": "object",
        "if": {"required": ["fragment"]},
        "then": {"$ref": "#/$defs/Fragment"},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
