"""The gateway's own description: what OpenAPI says beyond what the routes do."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.idempotency.guard import HEADER, PATTERN, takes_key
from api.kit.responses import Problem, problems

DESCRIPTION = """\
Bills of lading, release orders and export-refund certificates are records on a ledger that only the
right party can move. This gateway reads the ledger and relays signed actions; it holds no key of a
member, so that nothing can be done here without the party's own wallet.

**To act**: `POST /v1/actions/prepare` (or a record's own `prepare`) gives the EIP-712 typed data of
what you want to do; sign it with your organisation's wallet; `POST /v1/actions` submits it.

**To call**: sign in with a wallet (EIP-4361) or send an API key, as `Authorization: Bearer …`.

**To be sure**: send a POST with an `Idempotency-Key` of your own, and again with the same key if you heard
nothing: it is carried out once. A record's `ETag` begins with its version; `If-Match` on what you prepare or submit
refuses it if the record has changed since you looked.

**Errors** are RFC 9457 problems with a stable `code`, the fields and rules that were broken, the
contract's own error where there is one, and a remedy; in English and Chinese.
"""

TAGS = [
    {"name": "health", "description": "Is it running."},
    {"name": "deployment", "description": "What this gateway serves. Public."},
    {"name": "sign-in", "description": "Sessions and API keys."},
    {"name": "participants", "description": "The member organisations and their wallets."},
    {"name": "bills", "description": "Bills of lading 提单 and sea waybills 海运单."},
    {
        "name": "bulk issue",
        "description": "A whole voyage 整航次 in one upload, under one signature.",
    },
    {"name": "releases", "description": "Release orders 放货指令: paperless release to gate-out."},
    {"name": "shared containers", "description": "Containers that several bills share 拼箱."},
    {"name": "appointments", "description": "Windows to collect a container 提箱预约."},
    {"name": "inspections", "description": "Inspections of containers 查验."},
    {"name": "certificates", "description": "Export tax refund certificates 出口退税证明."},
    {"name": "documents", "description": "Supporting documents 随附单证: are they still good."},
    {
        "name": "files",
        "description": "Files of records, sealed for their parties: the gateway cannot read them.",
    },
    {"name": "milestones", "description": "Batches of port operation events 作业节点."},
    {"name": "claims", "description": "Export refund claims 出口退税申报 and their clock."},
    {"name": "actions", "description": "Signed actions: prepare, submit, wait."},
    {
        "name": "events",
        "description": "What happened: asked for page by page, or followed as it happens.",
    },
    {"name": "webhooks", "description": "What happened, sent to your own system."},
    {"name": "audit", "description": "Who read what, and whose access changed 审计日志."},
    {"name": "verification", "description": "Is a document on the ledger. Public."},
]

_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A key of your own, a UUID say: the same request with the same key is carried out once, and "
    "gets the first answer again for 24 hours.",
    "schema": {"type": "string", "pattern": PATTERN},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}
_BODY_PROBLEMS = (400, 413, 415)


def install_schema(app: FastAPI) -> None:
    """Makes the application describe its errors as it sends them."""

    def schema() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = schema  # type: ignore[method-assign]


def _describe(app: FastAPI) -> dict[str, Any]:
    spec = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    schemas = spec["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(own.pop("$defs"))
    schemas["Problem"] = own
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if takes_key(method.upper(), path):
                _add_key(operation)
            _complete(operation)
    return spec


def _add_key(operation: dict[str, Any]) -> None:
    """What `api.idempotency` answers belongs to every operation that takes a key."""
    operation.setdefault("parameters", []).append(_KEY)
    for status, response in problems(400, 409, 422).items():
        operation["responses"].setdefault(str(status), response)


def _complete(operation: dict[str, Any]) -> None:
    """What the middleware answers belongs to every operation with a body; what breaks a rule is a problem."""
    if "422" in operation["responses"]:
        operation["responses"].update({"422": problems(422)[422]})
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _sendable(parameter["schema"])
    if "requestBody" in operation:
        for status, response in problems(*_BODY_PROBLEMS).items():
            operation["responses"].setdefault(str(status), response)
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _sendable(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema without null, which cannot be sent: it is left out."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == len(schema.get("anyOf", ())):
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return kinds[0] | rest if len(kinds) == 1 else {"anyOf": kinds} | rest
