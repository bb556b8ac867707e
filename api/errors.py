"""The gateway's refusals: one tree, each with a stable code and a remedy.

A `PlatformError` is raised where a rule fails and rendered in one place (`api.problem`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FieldProblem:
    """A field that breaks a rule.

    `field` is a JSON path from the body's root (`document.utilizedTransportEquipments[0].
    equipment.equipmentReference`), `rule` a stable word; the value itself is never repeated.
    """

    field: str
    rule: str
    message: str
    message_zh: str

    def as_json(self) -> dict[str, str]:
        """The member of `errors` in a problem."""
        return {
            "field": self.field,
            "rule": self.rule,
            "message": self.message,
            "message_zh": self.message_zh,
        }


@dataclass(frozen=True)
class ContractError:
    """A custom error of a contract: its name and its decoded arguments."""

    name: str
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """A sentence in English and in Chinese."""

    en: str
    zh: str


class PlatformError(Exception):
    """A refusal that the caller can understand: status, stable code, words and a remedy."""

    def __init__(
        self,
        code: str,
        status: int,
        title: str,
        detail: Words,
        *,
        remedy: Words | None = None,
        errors: tuple[FieldProblem, ...] = (),
        contract_error: ContractError | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail.en}")
        self.code = code
        self.status = status
        self.title = title
        self.detail = detail
        self.remedy = remedy
        self.errors = errors
        self.contract_error = contract_error
        self.headers = dict(headers or {})


class InvalidInput(PlatformError):
    """422: fields break rules, each named."""

    def __init__(self, *errors: FieldProblem) -> None:
        first = errors[0]
        more = len(errors) - 1
        super().__init__(
            "invalid_input",
            422,
            "Invalid input",
            Words(
                f"{first.field}: {first.message}" + (f" (and {more} more)" if more else ""),
                f"{first.field}：{first.message_zh}" + (f"（另有 {more} 处）" if more else ""),
            ),
            remedy=Words("Correct the fields named in `errors`.", "请更正 `errors` 中列出的字段。"),
            errors=errors,
        )


class NotAuthenticated(PlatformError):
    """401: no session and no key, or one that is not valid any more."""

    def __init__(self, code: str, detail: Words, remedy: Words | None = None) -> None:
        super().__init__(
            code,
            401,
            "Not authenticated",
            detail,
            remedy=remedy
            or Words(
                "Sign in with an enrolled wallet (POST /v1/auth/nonce, then /v1/auth/session) or "
                "send an API key as `Authorization: Bearer …`.",
                "请用已登记的钱包登录（先 POST /v1/auth/nonce，再 /v1/auth/session），"
                "或以 `Authorization: Bearer …` 发送 API 密钥。",
            ),
            headers={"WWW-Authenticate": 'Bearer realm="quayledger"'},
        )


class Forbidden(PlatformError):
    """403: the caller is known and may not do this."""

    def __init__(self, code: str, detail: Words, remedy: Words | None = None) -> None:
        super().__init__(code, 403, "Not allowed", detail, remedy=remedy)


class NotFound(PlatformError):
    """404: there is no such thing, or not for this caller (strangers cannot tell the two)."""

    def __init__(self, what: str, what_zh: str) -> None:
        super().__init__(
            "not_found",
            404,
            "Not found",
            Words(f"No such {what}.", f"没有该{what_zh}。"),
            remedy=Words(
                "Check the identifier, and that your organisation is a party to the record.",
                "请核对编号，并确认贵单位是该记录的当事方。",
            ),
        )


class Conflict(PlatformError):
    """409: what is asked clashes with what is on record."""

    def __init__(self, code: str, detail: Words, remedy: Words | None = None) -> None:
        super().__init__(code, 409, "Conflict", detail, remedy=remedy)


class TooManyWaiting(PlatformError):
    """429: as many accepted actions wait as may; nothing of this one is kept."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            "backlog_full",
            429,
            "Too many actions wait",
            Words(
                "As many accepted actions wait for the ledger as this gateway takes in.",
                "等待上链的已受理操作已达本网关上限。",
            ),
            remedy=Words(
                f"Submit it again in {retry_after} seconds; submission is idempotent.",
                f"请在 {retry_after} 秒后重新提交；重复提交不会重复执行。",
            ),
            headers={"Retry-After": str(retry_after)},
        )


class Unavailable(PlatformError):
    """503: something that the gateway depends on does not answer; the caller may try again."""

    def __init__(self, code: str, detail: Words, retry_after: int = 2) -> None:
        super().__init__(
            code,
            503,
            "Service unavailable",
            detail,
            remedy=Words(
                f"Try again in {retry_after} seconds; submission is idempotent.",
                f"请在 {retry_after} 秒后重试；重复提交不会重复执行。",
            ),
            headers={"Retry-After": str(retry_after)},
        )
