"""Which refusal an exception of the rooms below is, by one table; what is in none is a fault of ours."""

import re
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from api.contract_errors import CATALOGUE
from api.contract_errors.entry import STATE
from api.contract_errors.fields import OUT_OF_RANGE, field_of, named_place
from api.errors import (
    ContractError,
    FieldProblem,
    PlatformError,
    TooManyWaiting,
    Unavailable,
    Words,
)
from chain.errors import (
    BacklogFullError,
    ContractRefusal,
    DatabaseUnavailableError,
    NodeError,
)
from wallets.errors import SignatureError
from wallets.typed_action import Message

_TITLES = {403: "Not allowed", 409: "Conflict", 422: "Invalid input"}
_UNKNOWN = Words(
    "The contract refused without a reason that this gateway knows.",
    "合约拒绝执行，且未给出本网关可识别的原因。",
)
_UNKNOWN_REMEDY = Words(
    "Read the record and prepare the action again; if it stays, tell the operator.",
    "请查看记录并重新准备该操作；若仍失败，请联系运营方。",
)


def platform_error_of(exc: BaseException) -> PlatformError | None:
    """The refusal that an exception stands for; None if it is none that a caller can understand."""
    if isinstance(exc, ContractRefusal):
        return contract_refusal(exc.name, exc.args_by_name)
    if isinstance(exc, BacklogFullError):
        return TooManyWaiting(exc.retry_after)
    if isinstance(exc, NodeError | ConnectionError | TimeoutError):
        return Unavailable(
            "node_unavailable",
            Words("The ledger's node does not answer.", "账本节点无响应。"),
        )
    if isinstance(exc, DatabaseUnavailableError | InterfaceError | OperationalError) or (
        isinstance(exc, DBAPIError) and exc.connection_invalidated
    ):
        return Unavailable(
            "database_unavailable",
            Words("The gateway's database does not answer.", "网关数据库无响应。"),
        )
    if isinstance(exc, SignatureError):
        return PlatformError(
            "invalid_input",
            422,
            _TITLES[422],
            Words(f"signatures: {exc}", f"signatures：签名格式错误（{exc}）"),
            remedy=Words(
                "Send 65 bytes r, s, v per signature, s low, v 27 or 28.",
                "每个签名应为 65 字节 r、s、v，s 取低值，v 为 27 或 28。",
            ),
            errors=(FieldProblem("signatures", "eip2_signature", str(exc), "签名格式错误"),),
        )
    return None


def contract_refusal(
    name: str, args: Mapping[str, object], message: Message | None = None
) -> PlatformError:
    """A contract's custom error as a problem: status, words and remedy from the catalogue.

    `message` is the action that was refused; with it the field at fault is named, too.
    """
    entry = CATALOGUE.get(name)
    detail = detail_of(name, args)
    errors: tuple[FieldProblem, ...] = ()
    if message is not None:
        field = field_of(name, args, message)
        errors = (FieldProblem(field, snake(name), detail.en, detail.zh),)
    status = STATE if entry is None else entry.status
    return PlatformError(
        "contract_refused",
        status,
        _TITLES[status],
        detail,
        remedy=_UNKNOWN_REMEDY if entry is None else entry.remedy,
        errors=errors,
        contract_error=ContractError(name or "Unknown", dict(args)),
    )


def snake(name: str) -> str:
    """A custom error's name as the stable word of a rule: `bill_stale_version`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name or "Unknown").lower()


def detail_of(name: str, args: Mapping[str, object]) -> Words:
    """A contract's custom error in words."""
    entry = CATALOGUE.get(name)
    if entry is None:
        return _UNKNOWN
    try:
        return entry.told({**args, "field": named_place(args)} if name == OUT_OF_RANGE else args)
    except KeyError:  # An error of an older contract, with other arguments than today's words.
        return _UNKNOWN
