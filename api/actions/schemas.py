"""What a typed action looks like in JSON: prepared, submitted, on its way."""

from typing import Annotated, Any

from pydantic import Field

from api.actions.prepare import Needed, Prepared
from api.auth.sign_in import rfc3339
from api.kit import spelled
from api.kit.names import Power, names_of
from api.kit.pagination import DEFAULT_LIMIT, MAX_LIMIT, Page
from api.kit.records import json_number
from api.kit.schema import Address, Id, Input, Output, Time
from chain.actions import ActionRecord, ActionStatus
from wallets.typed_action import Message

Signature = Annotated[
    str,
    Field(
        pattern=r"^0x(?:[0-9a-fA-F]{2}){65,4096}$",
        description="65 bytes r, s, v as 0x-hex; more follows where v says that the signature is over "
        "a set of actions or by a wallet that is a contract (contracts/interfaces/ISigned.sol).",
    ),
]


class WordsRead(Output):
    """The action in words, as the signer's wallet should show it."""

    en: str
    zh: str


class SignerNeeded(Output):
    """A signature that the action needs, in the order of `signatures`."""

    member: int | None = Field(description="A wallet of this member; null: see `wallet`, `role`.")
    power: spelled.Power | None = Field(
        description="The wallet needs this power.", examples=["TRANSFER"]
    )
    wallet: str | None = Field(description="This wallet itself.")
    role: str | None = Field(description="A member with this role; several sign, ascending.")

    @classmethod
    def of(cls, needed: Needed) -> "SignerNeeded":
        """From the service's value."""
        power = names_of(Power, needed.power)
        return cls(
            member=needed.member,
            power=power[0] if power else None,
            wallet=needed.wallet,
            role=needed.role,
        )


class ActionPrepare(Input):
    """What a party wants to do; the gateway adds the record's current version."""

    action: str = Field(description="A typed action.", examples=["Endorse"], max_length=64)
    intent: dict[str, Any] = Field(
        description="The action's fields by the contract's names, without `version`: enums by name "
        "or number, times in RFC 3339, containers as a list of places. `actor` is your "
        "organisation unless you name another.",
    )


class TypedDomain(Output):
    """An EIP-712 domain: where the signature counts."""

    name: str
    version: str
    chain_id: int = Field(alias="chainId")
    verifying_contract: str = Field(alias="verifyingContract")


class TypedField(Output):
    """A member of an EIP-712 type."""

    name: str
    type: str


class TypedData(Output):
    """EIP-712 data as every wallet takes it."""

    types: dict[str, list[TypedField]]
    primary_type: str = Field(alias="primaryType", examples=["Endorse"])
    domain: TypedDomain
    message: dict[str, Any]


class PreparedAction(Output):
    """What to sign, and what it says."""

    action: str
    action_id: Id = Field(description="The EIP-712 digest.")
    contract: str
    message: dict[str, Any] = Field(description="Submit it as it is.")
    typed_data: TypedData = Field(description="For `eth_signTypedData_v4`.")
    signers_needed: list[SignerNeeded]
    words: WordsRead

    @classmethod
    def members_of(cls, prepared: Prepared) -> dict[str, Any]:
        """The fields of a prepared action, for this schema and those that add to it."""
        return {
            "action": prepared.action.name,
            "action_id": prepared.action_id,
            "contract": prepared.contract,
            "message": json_message(prepared.action.message),
            "typed_data": TypedData.model_validate(prepared.typed_data),
            "signers_needed": [SignerNeeded.of(needed) for needed in prepared.needed],
            "words": WordsRead(en=prepared.words.en, zh=prepared.words.zh),
        }


class ActionSubmit(Input):
    """A signed action; anyone may relay it, the authority is in the signatures."""

    action: str = Field(description="The typed action.", examples=["Endorse"], max_length=64)
    message: dict[str, Any] = Field(
        description="The EIP-712 message exactly as it was signed; integers may be decimal strings."
    )
    signatures: list[Signature] = Field(
        min_length=1,
        max_length=64,
        description="One, or two where the member asks for four eyes; for EnrolWallet then the enrolled "
        "wallet's own; for what the governors decide theirs, ascending by member number.",
    )


class ActionQuery(Input):
    """Which page of one's actions."""

    after: int | None = Field(
        default=None,
        ge=0,
        lt=1 << 63,
        description="The cursor `next_cursor` of the page before.",
    )
    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items at most."
    )


class ActionError(Output):
    """Why the contract refused."""

    name: str = Field(examples=["BillStaleVersion"])
    args: dict[str, Any]
    detail: str
    detail_zh: str
    remedy: str
    remedy_zh: str


class ActionRead(Output):
    """A signed action on its way to the ledger."""

    action_id: Id = Field(description="The EIP-712 digest: submission is idempotent by it.")
    action: str
    contract: str
    record_id: str = Field(description="The record; the member's number for a wallet's action.")
    message: dict[str, Any]
    signers: list[Address]
    status: ActionStatus = Field(examples=["final"])
    accepted_at: Time
    updated_at: Time
    transaction_hash: str | None
    block_number: int | None
    gas_used: int | None = Field(description="Its share of the transaction's gas.")
    attempts: int
    error: ActionError | None

    @classmethod
    def of(cls, record: ActionRecord, error: ActionError | None) -> "ActionRead":
        """From the ledger's value; `error` is its error in words."""
        return cls(
            action_id=record.action_id,
            action=record.name,
            contract=record.contract,
            record_id=record.record_id,
            message=json_message(record.message),
            signers=list(record.signers),
            status=record.status,
            accepted_at=rfc3339(record.accepted_at.timestamp()),
            updated_at=rfc3339(record.updated_at.timestamp()),
            transaction_hash=record.transaction_hash,
            block_number=record.block_number,
            gas_used=record.gas_used,
            attempts=record.attempts,
            error=error,
        )


class ActionPage(Page[ActionRead]):
    """A page of signed actions."""


def json_message(message: Message) -> dict[str, Any]:
    """A message in JSON: what readers would round travels as a decimal string."""
    return {name: json_number(value) for name, value in message.items()}
