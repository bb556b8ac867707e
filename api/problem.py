"""Problem details for HTTP APIs (RFC 9457): the one place where a refusal becomes a response."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.errors import InvalidInput, PlatformError, Unavailable, Words
from api.kit.etag import NotModified
from api.refusals import platform_error_of
from api.validation import MalformedBody, field_problems

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:quayledger:problem:"
log = structlog.get_logger("quay.api")


def problem_body(error: PlatformError) -> dict[str, Any]:
    """The members of a problem: RFC 9457's, and `code`, `errors`, `contract_error`, `remedy`."""
    body: dict[str, Any] = {
        "type": _TYPE + error.code,
        "title": error.title,
        "status": error.status,
        "detail": error.detail.en,
        "detail_zh": error.detail.zh,
        "code": error.code,
        "errors": [e.as_json() for e in error.errors],
    }
    if error.remedy is not None:
        body["remedy"] = error.remedy.en
        body["remedy_zh"] = error.remedy.zh
    if error.contract_error is not None:
        body["contract_error"] = {
            "name": error.contract_error.name,
            "args": _plain(error.contract_error.args),
        }
    return body


def problem_response(error: PlatformError) -> Response:
    """Renders a refusal."""
    return JSONResponse(
        problem_body(error), error.status, headers=error.headers, media_type=MEDIA_TYPE
    )


def unexpected(request_path: str, method: str, exc: BaseException) -> PlatformError:
    """A fault of ours: logged under an id without any body, told to the caller by that id only."""
    incident = secrets.token_hex(8)
    log.error(
        "unexpected",
        incident=incident,
        method=method,
        path=request_path,
        error=type(exc).__name__,
        exc_info=exc,
    )
    return PlatformError(
        "internal",
        500,
        "Internal error",
        Words(
            f"The gateway failed to answer this; it is logged as {incident}.",
            f"网关未能处理该请求；日志编号 {incident}。",
        ),
        remedy=Words(
            "Try again; if it stays, tell the operator this number.",
            "请重试；若仍失败，请将该编号告知运营方。",
        ),
    )


def _http_error(exc: HTTPException) -> PlatformError:
    """Starlette's own: unknown routes and methods, and JSON that breaks the parser's limits."""
    if exc.status_code == HTTPStatus.BAD_REQUEST:
        return MalformedBody("nested too deeply, or a number is too long")
    phrase = HTTPStatus(exc.status_code).phrase
    words: Mapping[int, tuple[str, Words]] = {
        404: ("unknown_route", Words("There is nothing at this path.", "该路径不存在。")),
        405: (
            "method_not_allowed",
            Words("This path does not take this method.", "该路径不支持此方法。"),
        ),
    }
    code, detail = words.get(exc.status_code, ("http_error", Words(phrase, phrase)))
    return PlatformError(
        code,
        exc.status_code,
        phrase,
        detail,
        remedy=Words("See /openapi.json or /docs.", "请参阅 /openapi.json 或 /docs。"),
        headers=exc.headers,
    )


def to_problem(exc: Exception, path: str, method: str) -> PlatformError:
    """What an exception that nobody handled is to the caller: a known refusal, or a fault of ours."""
    known = exc if isinstance(exc, PlatformError) else platform_error_of(exc)
    if known is None:
        return unexpected(path, method, exc)
    if isinstance(known, Unavailable):
        log.warning("unavailable", path=path, error=type(exc).__name__)
    return known


def install(app: FastAPI) -> None:
    """Registers the handlers that turn every exception into a problem."""

    async def on_platform(_: Request, exc: Exception) -> Response:
        return problem_response(cast("PlatformError", exc))

    async def on_http(request: Request, exc: Exception) -> Response:
        error = _http_error(cast("HTTPException", exc))
        if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
            error.headers["Allow"] = ", ".join(_methods_of(app, request.url.path))
        return problem_response(error)

    async def on_validation(_: Request, exc: Exception) -> Response:
        errors = cast("RequestValidationError", exc).errors()
        try:
            return problem_response(InvalidInput(*field_problems(errors)))
        except MalformedBody as malformed:
            return problem_response(malformed)

    async def on_not_modified(_: Request, exc: Exception) -> Response:
        return Response(status_code=304, headers={"ETag": cast("NotModified", exc).tag})

    app.add_exception_handler(PlatformError, on_platform)
    app.add_exception_handler(NotModified, on_not_modified)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)


def _methods_of(app: FastAPI, path: str) -> list[str]:
    """What a path takes: the framework's own answer knows the first of its routes alone."""
    paths = app.openapi()["paths"]
    templates = [path] if path in paths else [t for t in paths if compile_path(t)[0].match(path)]
    return sorted({method.upper() for template in templates for method in paths[template]})


def _plain(value: object) -> Any:
    """A JSON value: bytes become 0x-hex, integers beyond 2^53 become decimal strings."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 53 else str(value)
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return str(value)
