"""A POST with an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) is carried out once.

The same key with the same request gets the first answer again, with `Idempotency-Replayed: true`. An answer below 500
is kept; one of 500 and above, or that the caller is not known, came to nothing and may be tried again.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final, cast

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import FieldProblem, PlatformError, Words
from api.idempotency.store import Answer, Answers, Attempt
from api.kit.asgi import header, replaying
from api.middleware import STREAMED
from api.problem import problem_response

if TYPE_CHECKING:
    from api.services import GatewayServices

log = structlog.get_logger("quay.api")

HEADER: Final = "Idempotency-Key"
PATTERN: Final = r'^(?:"[\x20\x21\x23-\x7e]{1,255}"|[\x21\x23-\x7e]{1,255})$'
"""A string of structured headers as in the draft, or the same without its quotation marks."""

_REPLAYED: Final = ("Idempotency-Replayed", "true")
_ANYBODY_S: Final = ("/v1/auth/", "/v1/verify")
"""Where nobody is known yet and nothing could be doubled: a nonce is used once, a question changes nothing."""

_KEPT_HEADERS: Final = {"content-type", "etag", "location", "retry-after"}
_TO_BE_TRIED_AGAIN: Final = {401, 408, 429}
_SERVER_ERROR: Final = 500


def takes_key(method: str, path: str) -> bool:
    """Whether requests like this may have a key."""
    if path in STREAMED or path.startswith(_ANYBODY_S):
        return False
    return method == "POST" and path.startswith("/v1/")


class IdempotencyGuard:
    """Stands before the routes, behind whoever read the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or answers as before."""
        given = header(scope, HEADER) if scope["type"] == "http" else None
        if given is None or not takes_key(scope["method"], scope["path"]):
            await self._app(scope, receive, send)
            return
        services = cast("GatewayServices", scope["app"].state.services)
        try:
            key = _key(given)
            subject = await services.auth.subject(header(scope, "authorization"))
            body = await _body(receive)
            attempt = services.answers.attempt(subject, key, *_request(scope, body))
            answer = await services.answers.begin(attempt)
        except PlatformError as refusal:
            await problem_response(refusal)(scope, receive, send)
            return
        if answer is None:
            answer = await self._carried_out(
                scope, replaying(body, receive), services.answers, attempt
            )
        else:
            answer = Answer(answer.status, (*answer.headers, _REPLAYED), answer.body)
        await Response(answer.body, answer.status, dict(answer.headers))(scope, receive, send)

    async def _carried_out(
        self, scope: Scope, receive: Receive, answers: Answers, attempt: Attempt
    ) -> Answer:
        """The answer of the routes, kept before it is told."""
        heard: list[Message] = []

        async def hear(message: Message) -> None:
            heard.append(message)

        done = False
        try:
            await self._app(scope, receive, hear)
            answer = _answer(heard)
            done = answer.status < _SERVER_ERROR and answer.status not in _TO_BE_TRIED_AGAIN
        finally:
            if not done:
                await answers.forget(attempt)
        if done:
            await _keep(answers, attempt, answer)
        return answer


async def _keep(answers: Answers, attempt: Attempt, answer: Answer) -> None:
    """What was done is told, also if it cannot be written down for a second time."""
    kept = tuple(one for one in answer.headers if one[0].lower() in _KEPT_HEADERS)
    try:
        await answers.end(attempt, Answer(answer.status, kept, answer.body))
    except SQLAlchemyError as exc:
        log.warning("answer not kept", error=type(exc).__name__)


async def _body(receive: Receive) -> bytes:
    """The body, which is in hand already and comes in one message."""
    return bytes((await receive()).get("body", b""))


def _request(scope: Scope, body: bytes) -> tuple[str, ...]:
    """What makes two requests the same."""
    return (
        scope["method"],
        scope["path"],
        scope["query_string"].decode("latin-1"),
        header(scope, "if-match") or "",
        hashlib.sha256(body).hexdigest(),
    )


def _answer(heard: list[Message]) -> Answer:
    start = heard[0]
    headers = [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]
    ]
    body = b"".join(message.get("body", b"") for message in heard[1:])
    return Answer(start["status"], tuple(headers), body)


def _key(given: str) -> str:
    if re.fullmatch(PATTERN, given) is None:
        raise PlatformError(
            "idempotency_key_invalid",
            400,
            "Malformed Idempotency-Key",
            Words(
                f"{HEADER} must have 1 to 255 visible ASCII characters.",
                f"{HEADER} 应为 1 至 255 个可见 ASCII 字符。",
            ),
            remedy=Words("Send a UUID.", "请发送一个 UUID。"),
            errors=(
                FieldProblem(
                    f"headers.{HEADER}",
                    "pattern",
                    "must have 1 to 255 visible ASCII characters",
                    "应为 1 至 255 个可见 ASCII 字符",
                ),
            ),
        )
    return given.strip('"')
