"""The gateway's resources as typed values; `of_json` of each reads one from an answer.

Reading is tolerant of members that are new (a later gateway may say more) and strict about those
that the client relies on: a missing one is an `UnexpectedAnswer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeAlias, TypeVar

from api.client.errors import UnexpectedAnswer
from api.client.problem import ContractError, contract_error_of

Json: TypeAlias = Mapping[str, Any]
R = TypeVar("R")


@dataclass(frozen=True)
class Session:
    """A signed-in wallet; `token` is a secret and does not show in `repr`."""

    token: str = field(repr=False)
    expires_at: datetime
    member: int
    wallet: str

    @classmethod
    def of_json(cls, body: Any) -> Session:
        """Reads the answer of `POST /v1/auth/session`."""
        return read(
            "a session",
            body,
            lambda b: cls(
                token=str(b["token"]),
                expires_at=time_of(b["expires_at"]),
                member=int(b["member"]),
                wallet=str(b["wallet"]),
            ),
        )


@dataclass(frozen=True)
class Deployment:
    """The ledger that a gateway serves: chain and contracts' addresses by name."""

    chain_id: int
    addresses: Mapping[str, str]
    raw: Json = field(repr=False)

    @classmethod
    def of_json(cls, body: Any) -> Deployment:
        """Reads the answer of `GET /v1/deployment`."""
        return read(
            "a deployment",
            body,
            lambda b: cls(
                chain_id=int(b["chain_id"]),
                addresses={str(k): _address(v) for k, v in _contracts(b).items()},
                raw=b,
            ),
        )


@dataclass(frozen=True)
class PreparedAction:
    """An action at the current version of its record, ready to be signed.

    `words` tell what it does, in English and Chinese; `signers_needed` who has to sign it.
    """

    action: str
    contract: str
    message: Json
    action_id: str
    signers_needed: Sequence[Any]
    words: Mapping[str, str]
    typed_data: Json = field(repr=False)

    @classmethod
    def of_json(cls, body: Any) -> PreparedAction:
        """Reads the answer of `POST /v1/actions/prepare`."""
        return read(
            "a prepared action",
            body,
            lambda b: cls(
                action=str(b["action"]),
                contract=str(b.get("contract", "")),
                message=dict(b["message"]),
                action_id=str(b["action_id"]).lower(),
                signers_needed=tuple(b.get("signers_needed") or ()),
                words=dict(b.get("words") or {}),
                typed_data=dict(b["typed_data"]),
            ),
        )


@dataclass(frozen=True)
class PreparedRecord:
    """A document's commitment, and the action that puts it on the ledger.

    `record_id` is the commitment and `salt` its secret part: whoever has the document and the salt
    can prove the content, so both must be kept. `intent` is what was asked for, in the contract's
    names: what the signer holds the action against. `raw` is the whole answer.
    """

    record_id: str
    salt: str = field(repr=False)
    prepared: PreparedAction
    intent: Json
    raw: Json = field(repr=False)

    @classmethod
    def of_json(cls, body: Any, id_field: str, intent: Json) -> PreparedRecord:
        """Reads the answer of `POST /v1/{bills,releases,certificates,claims}/prepare`."""
        return read(
            "a prepared record",
            body,
            lambda b: cls(
                record_id=str(b[id_field]).lower(),
                salt=str(b["salt"]),
                prepared=PreparedAction.of_json(b),
                intent=dict(intent),
                raw=b,
            ),
        )


@dataclass(frozen=True)
class ActionRecord:
    """An action that a gateway took: accepted → submitted → final, or failed with the reason.

    `gas_used` is the action's share of its batch; times are UTC.
    """

    action_id: str
    action: str
    contract: str
    record_id: str | None
    status: str
    message: Json
    signers: Sequence[str]
    transaction_hash: str | None
    block_number: int | None
    gas_used: int | None
    error: ContractError | None
    accepted_at: datetime | None
    updated_at: datetime | None

    @property
    def final(self) -> bool:
        """Whether it took effect."""
        return self.status == "final"

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in {"final", "failed"}

    @classmethod
    def of_json(cls, body: Any) -> ActionRecord:
        """Reads the action resource."""
        return read(
            "an action",
            body,
            lambda b: cls(
                action_id=str(b["action_id"]).lower(),
                action=str(b["action"]),
                contract=str(b.get("contract", "")),
                record_id=b.get("record_id"),
                status=str(b["status"]),
                message=dict(b.get("message") or {}),
                signers=tuple(b.get("signers") or ()),
                transaction_hash=b.get("transaction_hash"),
                block_number=_integer(b.get("block_number")),
                gas_used=_integer(b.get("gas_used")),
                error=contract_error_of(b.get("error")),
                accepted_at=_time(b.get("accepted_at")),
                updated_at=_time(b.get("updated_at")),
            ),
        )


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some of the answers, and the cursor of the next ones (None at the end)."""

    items: Sequence[R]
    next_cursor: str | None = None


def page_of_json(body: Any, item: Callable[[Any], R]) -> Page[R]:
    """Reads a collection."""
    return read(
        "a collection",
        body,
        lambda b: Page(tuple(item(i) for i in b["items"]), b["next_cursor"]),
    )


def object_of_json(body: Any) -> Json:
    """Reads a resource that stays JSON."""
    return read("a resource", body, dict)


def read(what: str, body: Any, reader: Callable[[Any], R]) -> R:
    """Applies `reader`; a body that lacks something or has the wrong shape is an error.

    Raises:
        UnexpectedAnswer: the body is not what it should be.
    """
    if not isinstance(body, Mapping):
        message = f"the gateway's answer is not {what}: no JSON object"
        raise UnexpectedAnswer(message)
    try:
        return reader(body)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        message = f"the gateway's answer is not {what}: {type(exc).__name__} {exc}"
        raise UnexpectedAnswer(message) from exc


def time_of(value: object) -> datetime:
    """Reads an RFC 3339 time; the result is in UTC."""
    time = datetime.fromisoformat(str(value))
    if time.tzinfo is None:
        message = f"{value} has no time zone"
        raise ValueError(message)
    return time.astimezone(UTC)


def _time(value: object) -> datetime | None:
    return None if value is None else time_of(value)


def _integer(value: object) -> int | None:
    return None if value is None else int(str(value))


def _contracts(body: Json) -> Mapping[str, Any]:
    contracts = body.get("addresses") or body["contracts"]
    return dict(contracts)


def _address(value: object) -> str:
    return str(value["address"]) if isinstance(value, Mapping) else str(value)
