"""The request header `Prefer` (RFC 7240), as far as we honour it: `wait=<seconds>`."""

import re

_WAIT = re.compile(
    r"(?:^|[,;])\s*wait\s*=\s*\"?([0-9]{1,6}(?:\.[0-9]{1,6})?)\"?\s*(?=$|[,;])", re.IGNORECASE
)


def wait_of(prefer: str | None) -> float:
    """The seconds that the caller prefers to wait; 0 if it has no such preference that we understand.

    RFC 7240 says that preferences that are not understood are ignored, not refused.
    """
    found = _WAIT.search(prefer or "")
    return float(found[1]) if found else 0.0
