"""Problem details (RFC 9457) as the gateway sends them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from api.client.messages import Response


@dataclass(frozen=True)
class FieldProblem:
    """A field that breaks a rule: `field` is a JSON path, `rule` a stable word."""

    field: str
    rule: str
    message: str
    message_zh: str = ""


@dataclass(frozen=True)
class ContractError:
    """A custom error of a contract: its name, its arguments and, where given, its words."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True)
class Problem:
    """Why the gateway says no."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[FieldProblem, ...] = ()
    contract_error: ContractError | None = None
    remedy: str | None = None

    def in_words(self) -> str:
        """One line: the reason, and the fields where fields are at fault."""
        fields = "; ".join(f"{e.field}: {e.message}" for e in self.errors)
        reason = self.detail or self.title
        named = f"{self.contract_error.name}: {reason}" if self.contract_error else reason
        # A problem of one field repeats that field in its detail.
        return named if not fields or fields in named else f"{named} [{fields}]"


def problem_of(response: Response) -> Problem:
    """Reads the problem in a response of status 400 or more.

    An answer that is no problem document (a proxy's page, say) still becomes a problem, with the
    code `http_<status>`.
    """
    body: Mapping[str, Any] = response.body if isinstance(response.body, Mapping) else {}
    return Problem(
        status=response.status,
        code=str(body.get("code") or f"http_{response.status}"),
        title=str(body.get("title") or _phrase(response.status)),
        detail=str(body.get("detail") or _phrase(response.status)),
        errors=tuple(
            FieldProblem(
                field=str(e.get("field", "")),
                rule=str(e.get("rule", "")),
                message=str(e.get("message", "")),
                message_zh=str(e.get("message_zh", "")),
            )
            for e in body.get("errors") or ()
        ),
        contract_error=contract_error_of(body.get("contract_error")),
        remedy=body.get("remedy"),
    )


def contract_error_of(value: Any) -> ContractError | None:
    """Reads `{name, args, detail?}`; None where there is none."""
    if not isinstance(value, Mapping) or not value.get("name"):
        return None
    args = value.get("args")
    return ContractError(
        name=str(value["name"]),
        args=dict(args) if isinstance(args, Mapping) else {},
        detail=str(value.get("detail") or ""),
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"HTTP status {status}"
