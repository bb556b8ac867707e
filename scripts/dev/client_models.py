"""Writes the SDK's typed answers and queries, `api/client/models.py` and `queries.py`, from `docs/openapi.json`.

Run `python -m scripts.dev.client_models` to write them, with `--check` to fail if they are not current.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scripts.dev.pages import ROOT, formatted, write_or_check

Schema = Mapping[str, Any]

SPEC: Final = ROOT / "docs" / "openapi.json"
MODELS: Final = ROOT / "api" / "client" / "models.py"
QUERIES: Final = ROOT / "api" / "client" / "queries.py"

_HEAD: Final = '''"""The gateway's answers, typed. Written from docs/openapi.json by `make fix`; do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

'''
_QUERIES_HEAD: Final = '''"""What lists can be asked for. Written from docs/openapi.json by `make fix`; do not edit."""

from datetime import datetime
from typing import TypedDict

'''
_BY_HAND: Final = frozenset(
    {
        "ActionError",
        "ActionRead",
        "BulkRead",
        "DeploymentRead",
        "DomainRead",
        "FileRead",
        "SessionRead",
    }
    | {
        "NonceRead",
        "PreparedAction",
        "SignerNeeded",
        "TypedData",
        "TypedDomain",
        "TypedField",
        "WordsRead",
    }
)
"""What `resources.py`, `files.py` and `bulk.py` read themselves."""

_NAMES: Final = {
    "BoxRead": "SharedContainer",
    "BoxSummary": "SharedContainerSummary",
    "DefinitionRead": "ActionDefinition",
    "DefinitionList": "Definitions",
    "DocumentRead": "SupportingDocument",
    "DocumentSummary": "SupportingDocumentSummary",
    "FieldProblemRead": "RowProblem",
    "FieldRead": "FieldDefinition",
    "KeyRead": "WrappedKey",
    "LinkedRead": "AuditLink",
    "AuditRead": "AuditEntry",
    "ReleaseRead": "ReleaseOrder",
    "ReleaseSummary": "ReleaseOrderSummary",
}
_SECRET: Final = frozenset({("ApiKeyCreated", "key"), ("WebhookCreated", "secret")})
_PAGED: Final = ("items", "next_cursor")


def models(spec: Schema) -> str:
    """The module of all answers."""
    schemas = spec["components"]["schemas"]
    wanted = sorted(name for name in _answered(spec) if not _is_list(schemas[name]))
    # What others add to comes first.
    order = sorted(wanted, key=lambda name: _base(name, schemas) is not None)
    return formatted(_HEAD + "\n".join(_model(name, schemas) for name in order))


def queries(spec: Schema) -> str:
    """The module of what lists can be asked for."""
    parts = []
    for path, operations in spec["paths"].items():
        operation = operations.get("get", {})
        asked = [
            p
            for p in operation.get("parameters", ())
            if p["in"] == "query" and p["name"] != "after"
        ]
        if operation.get("operationId", "").startswith("list_") and len(asked) > 1:
            parts.append(_query(path, asked))
    return formatted(_QUERIES_HEAD + "\n".join(parts))


def _answered(spec: Schema) -> set[str]:
    """The models that answers are made of."""
    found: set[str] = set()
    for operations in spec["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status.startswith("2"):
                    _collect(response, spec["components"]["schemas"], found)
    return found


def _collect(tree: Any, schemas: Schema, found: set[str]) -> None:
    for name in _references(tree):
        properties = schemas[name].get("properties", {})
        if name in found | _BY_HAND or not properties or "typed_data" in properties:
            continue
        found.add(name)
        _collect(schemas[name], schemas, found)


def _references(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        if isinstance(tree.get("$ref"), str):
            yield tree["$ref"].rsplit("/", 1)[-1]
        for part in tree.values():
            yield from _references(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _references(part)


def _is_list(schema: Schema) -> bool:
    """Whether it is a page or list, which the client reads as such."""
    names = set(schema["properties"])
    return "items" in names and names <= set(_PAGED)


def _base(name: str, schemas: Schema) -> str | None:
    """The model that this one adds to: a record's summary, or what is told without its secret."""
    for ending, other in (("Read", "Summary"), ("Created", "Read")):
        base = name.removesuffix(ending) + other
        own, more = schemas.get(base, {}).get("properties", {}), schemas[name]["properties"]
        if name.endswith(ending) and own and own.keys() < more.keys():
            return base
    return None


def _model(name: str, schemas: Schema) -> str:
    base = _base(name, schemas)
    known = schemas[base]["properties"] if base else {}
    head = f"class {_named(name)}({_named(base)}):" if base else f"class {_named(name)}:"
    lines = ["@dataclass(frozen=True)", head, *_docstring(schemas[name].get("description", "")), ""]
    for part, schema in schemas[name]["properties"].items():
        if part not in known:
            secret = " = field(repr=False)" if (name, part) in _SECRET else ""
            lines.append(f"    {part}: {_type(schema)}{secret}")
    return "\n".join(lines) + "\n"


def _docstring(text: str) -> list[str]:
    first = text.split("\n\n", maxsplit=1)[0].replace("\n", " ") or "An answer."
    return [f'    """{first}"""']


def _named(name: str) -> str:
    return _NAMES.get(name, name.removesuffix("Read"))


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return "str" if name.endswith(("Status", "Sort")) else _named(name)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(part) for part in schema["anyOf"]))
    match schema.get("type"):
        case "string":
            return "datetime" if schema.get("format") == "date-time" else "str"
        case "array":
            return f"tuple[{_type(schema['items'])}, ...]"
        case "object":
            more = schema.get("additionalProperties", True)
            return f"Mapping[str, {'Any' if more is True else _type(more)}]"
        case "integer" | "number" | "boolean" | "null" as kind:
            return {"integer": "int", "number": "float", "boolean": "bool", "null": "None"}[kind]
        case _:
            return "Any"


def _query(path: str, asked: list[Schema]) -> str:
    words = re.sub(r"\{[^}]*\}", "", path.removeprefix("/v1/")).replace("-", "/").split("/")
    name = "".join(word.capitalize() for word in words if word) + "Query"
    lines = [
        f"class {name}(TypedDict, total=False):",
        f'    """What `GET {path}` can be asked for."""',
        "",
    ]
    for parameter in asked:
        kind = _type(parameter["schema"]).removesuffix(" | None")
        lines.append(f"    {parameter['name']}: {'datetime | str' if kind == 'datetime' else kind}")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Writes or checks both modules."""
    spec = json.loads(SPEC.read_text("utf-8"))
    made = ((MODELS, models(spec)), (QUERIES, queries(spec)))
    return max(write_or_check(path, text, arguments) for path, text in made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
