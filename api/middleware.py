"""What happens around every request: the last catch, the body's limits, the access log."""

import asyncio
import json
import re
import time
from collections.abc import Mapping

import structlog
from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import FieldProblem, PlatformError, Words
from api.kit.asgi import header, replaying
from api.metrics.requests import RequestMetrics
from api.problem import problem_response, to_problem
from api.validation import MalformedBody

log = structlog.get_logger("quay.api")

STREAMED = frozenset({"/v1/bulk-issues", "/v1/bulk-checks"})
"""Where the route itself reads the body, bit by bit, within limits of its own."""

_BODY_SECONDS = 30.0
_ON_EVERY_ANSWER = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
"""What an answer says depends on who asks and when: nobody in between may keep it."""
_SUSPECT = re.compile(rb"NaN|Infinity|\\u[dD][89a-fA-F]")


class ProblemGuard:
    """Turns whatever escapes into a problem: no traceback leaves, and none is lost."""

    def __init__(self, app: ASGIApp, *, metrics: RequestMetrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def watching(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_ON_EVERY_ANSWER]
            await send(message)

        try:
            await self._app(scope, receive, watching)
        except Exception as exc:
            problem = to_problem(exc, scope["path"], scope["method"])
            if status:  # The answer has begun: all that is left is to break it off.
                raise
            await problem_response(problem)(scope, receive, watching)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.answered(scope, status, seconds)
            log.debug(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                seconds=round(seconds, 4),
            )


class BodyGuard:
    """Reads the body before anybody else, unless it is streamed: too large 413, not JSON 415, malformed 400.

    `larger` are the paths whose bodies may be larger than `limit`, each with its own. So many such bodies as
    `at_once` are held in memory; further ones are asked to come back.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limit: int,
        larger: Mapping[str, int] | None = None,
        at_once: int = 8,
    ) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger or {}
        self._free = at_once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request with its body in hand."""
        if scope["type"] != "http" or scope["path"] in STREAMED:
            await self._app(scope, receive, send)
            return
        held: list[int] = []
        try:
            await self._serve(scope, receive, send, held)
        finally:
            self._free += len(held)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, held: list[int]) -> None:
        try:
            body = await self._read(scope, receive, held)
        except PlatformError as refusal:
            await self._refuse(refusal)(scope, receive, send)
            return
        if body is None:
            return  # The client has gone.
        await self._app(scope, replaying(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive, held: list[int]) -> bytes | None:
        declared = header(scope, "content-length")
        limit = self._larger.get(scope["path"], self._limit)
        if declared is not None and declared.isdigit() and int(declared[:20]) > limit:
            raise _too_large(limit)
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                body = await self._collect(receive, limit, held)
        except TimeoutError:
            raise _too_slow() from None
        if body:
            _require_json(header(scope, "content-type"))
            _require_sane(body)
        return body

    async def _collect(self, receive: Receive, limit: int, held: list[int]) -> bytes | None:
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            if size > self._limit and not held:
                if not self._free:
                    raise _too_many_large()
                self._free -= 1
                held.append(limit)
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)

    @staticmethod
    def _refuse(refusal: PlatformError) -> Response:
        response = problem_response(refusal)
        # The rest of the body is not read, so that the connection cannot be used again.
        response.headers["Connection"] = "close"
        return response


def _require_json(content_type: str | None) -> None:
    media = (content_type or "").split(";", maxsplit=1)[0].strip().lower()
    if media == "application/json" or (
        media.startswith("application/") and media.endswith("+json")
    ):
        return
    raise PlatformError(
        "unsupported_media_type",
        415,
        "Unsupported media type",
        Words("A body must be application/json.", "请求体类型应为 application/json。"),
        remedy=Words(
            "Send the header `Content-Type: application/json`.",
            "请发送请求头 `Content-Type: application/json`。",
        ),
        errors=(
            FieldProblem(
                "headers.Content-Type",
                "media_type",
                "must be application/json",
                "应为 application/json",
            ),
        ),
    )


def _require_sane(body: bytes) -> None:
    """Refuses what Python's parser lets through though JSON or UTF-8 does not have it."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedBody("it is not UTF-8") from None
    if _SUSPECT.search(body) is None:
        return
    try:
        value = json.loads(text, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedBody("a \\u escape is half of a surrogate pair") from None
    except (ValueError, RecursionError):
        raise MalformedBody("syntax error") from None


def _no_constant(_: str) -> object:
    message = "not a JSON number"
    raise ValueError(message)


def _too_large(limit: int) -> PlatformError:
    return PlatformError(
        "body_too_large",
        413,
        "Content too large",
        Words(f"A body may have at most {limit} bytes.", f"请求体不得超过 {limit} 字节。"),
        remedy=Words("Send less at once.", "请减少单次发送的内容。"),
        errors=(
            FieldProblem(
                "$", "max_bytes", f"must have at most {limit} bytes", f"不得超过 {limit} 字节"
            ),
        ),
    )


def _too_many_large() -> PlatformError:
    return PlatformError(
        "too_many_uploads",
        429,
        "Too many requests",
        Words(
            "As many large bodies are on their way as this gateway holds at once.",
            "本网关同时接收的大请求体已达上限。",
        ),
        remedy=Words("Send it again in 2 seconds.", "请在 2 秒后重新发送。"),
        headers={"Retry-After": "2"},
    )


def _too_slow() -> PlatformError:
    return PlatformError(
        "body_too_slow",
        408,
        "Request timeout",
        Words("The body did not arrive in time.", "请求体未在规定时间内到达。"),
        remedy=Words("Send it again.", "请重新发送。"),
    )
