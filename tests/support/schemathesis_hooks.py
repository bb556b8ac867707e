"""What Schemathesis does not know by itself: uploads of lines are text (`SCHEMATHESIS_HOOKS` names this module)."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson", "text/csv", "application/octet-stream")
def text(_: Any, value: Any) -> bytes:
    """The text as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
