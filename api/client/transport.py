"""What both drivers share: making httpx requests of ours, and when to try again.

A request is tried again after a connection error, 429 and 5xx, with growing pauses, or after
`Retry-After` where the gateway says so. Submission is idempotent (an action's id is its digest),
so that a gateway that was killed and comes back loses nothing and does nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
import orjson
from tenacity import RetryCallState, retry_if_exception
from tenacity.wait import wait_random_exponential

from api.client.errors import GatewayUnreachable
from api.client.messages import Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

_SLACK = 10.0
_SILENCE = 45.0
_LONGEST_RETRY_AFTER = 60.0
_TRIES_OF_A_FAULT = 3
_TEXT = frozenset({"text/plain", "text/csv", "application/x-ndjson"})


@dataclass(frozen=True)
class RetryPolicy:
    """How long to go on trying, in seconds; 0 tries once.

    Pauses grow from `first_pause` to `longest_pause`, with jitter.
    """

    give_up_after: float = 60.0
    first_pause: float = 0.1
    longest_pause: float = 2.0


class TryAgain(Exception):
    """An attempt that may be repeated: `response` is the answer, if there was one."""

    def __init__(self, reason: str, response: Response | None = None) -> None:
        super().__init__(reason)
        self.response = response


def httpx_arguments(request: Request, timeout: float) -> dict[str, Any]:
    """The arguments of `httpx.Client.request` for a request of ours."""
    headers = {"Accept": "application/json", **request.headers}
    content: bytes | None = None
    if isinstance(request.body, bytes):
        content = request.body
    elif request.body is not None:
        headers["Content-Type"] = "application/json"
        content = orjson.dumps(request.body)
    return {
        "method": request.method,
        "url": request.path,
        "params": dict(request.query) or None,
        "headers": headers,
        "content": content,
        "timeout": httpx.Timeout(timeout + request.patience + (_SLACK if request.patience else 0)),
    }


def stream_arguments(request: Request, timeout: float) -> dict[str, Any]:
    """The arguments of `httpx.Client.stream`: the gateway says something at least every 15 seconds."""
    times = httpx.Timeout(timeout, read=_SILENCE)
    return {**httpx_arguments(request, timeout), "timeout": times}


def answered_once(response: httpx.Response) -> Response:
    """Our reading of an answer, whatever its status."""
    return Response(response.status_code, dict(response.headers), _body(response))


def response_of(response: httpx.Response) -> Response:
    """Our reading of an answer; raises `TryAgain` where the gateway asks to come back."""
    ours = answered_once(response)
    if is_passing(ours.status):
        reason = f"it answers {ours.status}"
        raise TryAgain(reason, ours)
    return ours


def _body(response: httpx.Response) -> Any:
    kind = response.headers.get("content-type", "").partition(";")[0]
    if kind == "application/octet-stream":
        return response.content
    if kind in _TEXT:
        return response.text
    try:
        return orjson.loads(response.content) if response.content else None
    except orjson.JSONDecodeError:
        return None


def is_passing(status: int) -> bool:
    """Whether a status speaks of the gateway's moment, not of the request."""
    server = HTTPStatus.INTERNAL_SERVER_ERROR
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= server


def failure_of(request: Request, exc: httpx.TransportError) -> TryAgain | GatewayUnreachable:
    """What a failed attempt means: another try, or the end if the gateway may have acted."""
    reason = str(exc) or type(exc).__name__
    never_sent = isinstance(exc, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
    if request.repeatable or never_sent:
        return TryAgain(reason)
    return GatewayUnreachable(str(exc.request.url), f"{reason}; it may have taken the request")


def retrying(policy: RetryPolicy) -> Mapping[str, Any]:
    """Arguments for tenacity's `Retrying` and `AsyncRetrying`."""
    backoff = wait_random_exponential(multiplier=policy.first_pause, max=policy.longest_pause)

    def wait(state: RetryCallState) -> float:
        asked = _retry_after(state)
        return max(backoff(state), asked)

    def stop(state: RetryCallState) -> bool:
        if _is_fault(state) and state.attempt_number >= _TRIES_OF_A_FAULT:
            return True
        elapsed = (state.seconds_since_start or 0.0) + state.upcoming_sleep
        return elapsed >= policy.give_up_after

    return {
        "retry": retry_if_exception(lambda e: isinstance(e, TryAgain)),
        "stop": stop,
        "wait": wait,
        "reraise": True,
    }


def last_word(url: str, request: Request, last: TryAgain) -> Response:
    """The last answer, once the retries are used up; without one whoever was asked is unreachable."""
    if last.response is None:
        asked = request.path if "://" in request.path else url
        raise GatewayUnreachable(asked, str(last)) from last
    return last.response


def _is_fault(state: RetryCallState) -> bool:
    """Whether the answer is a plain 500: a fault that another minute seldom mends."""
    exc = state.outcome.exception() if state.outcome is not None else None
    response = exc.response if isinstance(exc, TryAgain) else None
    return response is not None and response.status == HTTPStatus.INTERNAL_SERVER_ERROR


def _retry_after(state: RetryCallState) -> float:
    """Seconds that the gateway asks for: `Retry-After` as a number or as an HTTP date."""
    exc = state.outcome.exception() if state.outcome is not None else None
    if not isinstance(exc, TryAgain) or exc.response is None:
        return 0.0
    value = exc.response.headers.get("retry-after", "")
    if value.isdecimal():
        return min(float(value), _LONGEST_RETRY_AFTER)
    try:
        seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return 0.0
    return min(max(seconds, 0.0), _LONGEST_RETRY_AFTER)
