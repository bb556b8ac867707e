"""`python -m scripts.scenario.reference` writes the language's schema and its reference page from the model."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from scripts.dev.pages import ROOT, write_or_check
from scripts.scenario.expect import CHECKS
from scripts.scenario.generate import Generator
from scripts.scenario.model import STEPS, Fragment, Organisation, Part, Refusal, Scenario, Wallet
from scripts.scenario.scene import OF_DATA
from scripts.scenario.schema import schema

SCHEMA: Final = ROOT / "docs" / "scenario.schema.json"
PAGE: Final = ROOT / "docs" / "scenario-reference.md"
_MANY: Final = 10
_OTHERS: Final = {
    "plus(a, b)": "The sum of two numbers, or two texts or lists one after the other.",
    "range(n)": "The numbers from 0 to n - 1.",
    "length(x)": "How many items a list has.",
    "join(list, between)": "A list's items as one text.",
    "upper(text)": "A text in capital letters.",
    "text(x)": "A value as text.",
    "commitment(text)": "A salted commitment to a text.",
    "now()": "The time, on the ledger's clock.",
    "after(duration)": "The time after a duration, such as `after('2 days')`.",
    "member(name)": "An organisation's member number.",
    "places(record)": "The places of a bill's or an order's containers: 0, 1, 2 …",
}


def page() -> str:
    """The reference of the language."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The language of scenario files"
    yield ""
    yield "Written from the code by `make fix`; do not edit. [scenarios.md](scenarios.md) teaches it."
    yield ""
    yield "## The file"
    yield ""
    yield from _table(Scenario)
    yield "## Organisations and wallets"
    yield ""
    yield from _table(Organisation)
    yield "Of one of `wallets`:"
    yield ""
    yield from _table(Wallet)
    yield "## Steps"
    yield ""
    yield "Every step may have a `name`."
    yield ""
    for key, model in STEPS.items():
        yield f"### `{key}`"
        yield ""
        yield _doc(model)
        yield ""
        yield from _table(model, first=key)
    yield "## `refused`"
    yield ""
    yield "The error's name, or:"
    yield ""
    yield from _table(Refusal)
    yield "## `expect`"
    yield ""
    yield (
        "A field's value is compared with what is written: organisations and records by name, names of enums in any "
        "spelling, lists item by item, mappings field by field. Or with one or several of these words:"
    )
    yield ""
    yield "| word | it must be |"
    yield "|---|---|"
    for word, (words, _) in CHECKS.items():
        yield f"| `{word}` | {words or 'the same as'} … |"
    yield ""
    yield "## Expressions"
    yield ""
    yield (
        "`${…}` anywhere in a value: a name with its parts (`${bill.id}`, `${row.kind}`, `${boxes[0]}`), or a call of "
        "a function. `$${` is a plain `${`. Records have `id`, `document`, `salt`, `containers` and `seen`, the "
        "fields as they were last read."
    )
    yield ""
    yield "| function | what it gives |"
    yield "|---|---|"
    for name in OF_DATA:
        method = getattr(Generator, name)
        yield f"| `{_signature(name, method)}` | {_doc(method)} |"
    for signature, words in _OTHERS.items():
        yield f"| `{signature}` | {words} |"
    yield ""
    yield "## A fragment, to be included"
    yield ""
    yield from _table(Fragment)


def _doc(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split())


def _signature(name: str, method: Any) -> str:
    parameters = [p.name for p in inspect.signature(method).parameters.values()][1:]
    return f"{name}({', '.join(parameters)})"


def _table(model: type[Part], first: str | None = None) -> Iterator[str]:
    yield "| key | value | meaning |"
    yield "|---|---|---|"
    made = model.model_json_schema(by_alias=True)
    properties = (made if "properties" in made else made["$defs"][model.__name__])["properties"]
    required = {f.alias or n for n, f in model.model_fields.items() if f.is_required()}
    order = sorted(properties, key=lambda key: (key != first, key not in required))
    for key in order:
        if key == "name" and first is not None:
            continue
        said = properties[key]
        words = said.get("description", "")
        if key in required:
            words = f"**Needed.** {words}"
        examples = ", ".join(
            f"`{json.dumps(e, ensure_ascii=False)}`" for e in said.get("examples", [])
        )
        words += f" For example {examples}." if examples else ""
        yield f"| `{key}` | {_kind(said)} | {words.strip()} |"
    yield ""


def _kind(said: dict[str, Any]) -> str:
    if "anyOf" in said:
        kinds = [_kind(one) for one in said["anyOf"]]
        return " or ".join(dict.fromkeys(k for k in kinds if k != "null"))
    if "enum" in said and len(said["enum"]) < _MANY:
        return ", ".join(f"`{value}`" for value in said["enum"])
    if "$ref" in said:
        return str(said["$ref"]).rsplit("/", 1)[-1].lower()
    words = {"string": "text", "object": "mapping", "array": "list", "integer": "number"}
    kind = str(said.get("type", "any value"))
    return words.get(kind, kind)


def main(arguments: list[str]) -> int:
    """Writes both files, or with `--check` compares them."""
    return max(write_or_check(SCHEMA, schema(), arguments), write_or_check(PAGE, page(), arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
