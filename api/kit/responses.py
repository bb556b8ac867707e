"""Error responses as OpenAPI declares them."""

from typing import Any

from pydantic import BaseModel, Field

_DESCRIPTIONS = {
    400: "The body is not well-formed JSON.",
    401: "No valid session or API key.",
    403: "The signature, the wallet's powers or the member's role do not allow this.",
    404: "No such record, or your organisation is not a party to it.",
    408: "The body did not come in time.",
    409: "The record's state or version does not allow this, or it was done before.",
    412: "The record is not at the version that `If-Match` names.",
    413: "The body is larger than the gateway takes.",
    415: "The body is not application/json.",
    422: "A field breaks a rule: `errors` names field and rule.",
    429: "Too many accepted actions, or large bodies, wait: come back after `Retry-After` seconds.",
    503: "The ledger's node does not answer.",
}


class FieldProblemRead(BaseModel):
    """A field that breaks a rule."""

    field: str = Field(
        description="JSON path from the body's root.",
        examples=["document.transports.portOfLoading.UNLocationCode"],
    )
    rule: str = Field(description="A stable word.", examples=["iso6346_check_digit"])
    message: str
    message_zh: str


class ContractErrorRead(BaseModel):
    """The contract's own error, decoded."""

    name: str = Field(examples=["BillStaleVersion"])
    args: dict[str, Any]


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(examples=["urn:quayledger:problem:invalid_input"])
    title: str
    status: int
    detail: str
    detail_zh: str
    code: str = Field(description="Stable.", examples=["invalid_input"])
    errors: list[FieldProblemRead]
    remedy: str | None = None
    remedy_zh: str | None = None
    contract_error: ContractErrorRead | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these problems."""
    return {
        status: {
            "description": _DESCRIPTIONS[status],
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status in statuses
    }


def conditional(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that reads one record."""
    return {304: {"description": "It is what `If-None-Match` names."}} | problems(*statuses)
