"""What Schemathesis does not know by itself: uploads of lines are text, and a key is for one request.

`SCHEMATHESIS_HOOKS` names this module.
"""

from __future__ import annotations

from typing import Any

import schemathesis

from api.idempotency.guard import HEADER


@schemathesis.serializer("application/x-ndjson", "text/csv", "application/octet-stream")
def text(_: Any, value: Any) -> bytes:
    """The text as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.hook
def before_load_schema(_: Any, schema: dict[str, Any]) -> None:
    """One operation keeps its Idempotency-Key: examples come often, and another request under one key is refused."""
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            if path != "/v1/api-keys" and "parameters" in operation:
                operation["parameters"] = [
                    one for one in operation["parameters"] if one["name"] != HEADER
                ]
