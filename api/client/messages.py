"""What the sans-I/O core and its drivers exchange: requests out, responses in."""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import quote

T = TypeVar("T")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Request:
    """One HTTP request that a flow wants made.

    `path` starts with a slash and is relative to the gateway's URL; a whole URL is another server's, which
    never gets our session. `repeatable` says whether
    sending it twice is the same as sending it once: only then may a driver repeat it after a
    failure that leaves open whether the gateway has seen it. `patience` is how long, in seconds,
    the gateway may hold the answer back because the request asks it to wait. A `body` of bytes goes as it
    is, under the `Content-Type` of `headers`; any other as JSON.
    """

    method: str
    path: str
    body: Mapping[str, Any] | bytes | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    signed_in: bool = True
    repeatable: bool = True
    patience: float = 0.0


@dataclass(frozen=True)
class Response:
    """The answer to a `Request`: its status, its headers (lower-case names) and its JSON body.

    `body` is None where the answer has no body, or none that is JSON; the bytes of an `application/octet-stream`; the
    text of lines, CSV and plain text.
    """

    status: int
    headers: Mapping[str, str]
    body: Any


Flow: TypeAlias = Generator[Request, Response, T]
"""A conversation with the gateway: yields requests, is sent responses, returns its result."""


def segment(value: object) -> str:
    """A path segment: whatever it holds, it stays one segment."""
    return quote(str(value), safe="")


def is_elsewhere(path: str) -> bool:
    """Whether a request's path is a whole URL, which may be another server's."""
    return _SCHEME.match(path) is not None
