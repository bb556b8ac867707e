"""The examples of the OpenAPI document are examples of its own schemas, for every operation with a body."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from api.openapi import rendered
from tests.integration.api.test_examples import examples_of

SPEC: dict[str, Any] = json.loads(rendered())
JSON = "application/json"


def bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Operations with a JSON body."""
    for path, operations in SPEC["paths"].items():
        for method, operation in operations.items():
            if JSON in operation.get("requestBody", {}).get("content", {}):
                yield f"{method.upper()} {path}", operation


BODIES = dict(bodies())


def validator(schema: dict[str, Any]) -> Any:
    return jsonschema_rs.validator_for({**schema, "components": SPEC["components"]})


def test_operations_and_models_have_names_that_a_client_is_generated_from() -> None:
    names = [o["operationId"] for path in SPEC["paths"].values() for o in path.values()]
    assert sorted(set(names)) == sorted(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    models = SPEC["components"]["schemas"]
    assert [name for name in models if not re.fullmatch(r"([A-Z][a-z]+)+", name)] == []


@pytest.mark.parametrize("name", BODIES)
def test_a_body_s_examples_are_of_its_schema(name: str) -> None:
    operation = BODIES[name]
    found = examples_of(operation, SPEC)
    assert found, name
    checked = validator(operation["requestBody"]["content"][JSON]["schema"])
    for example in found:
        assert [error.message for error in checked.iter_errors(example)] == []


@pytest.mark.parametrize("model", SPEC["components"]["schemas"])
def test_a_member_s_examples_are_of_its_schema(model: str) -> None:
    schema = SPEC["components"]["schemas"][model]
    for name, part in schema.get("properties", {}).items():
        for example in part.get("examples", []):
            errors = [error.message for error in validator(part).iter_errors(example)]
            assert errors == [], (name, example)
