"""A signed action on its way: what the outbox keeps and what callers see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from wallets.typed_action import Message

_MOMENTS = 1024
"""Times remembered: what is accepted and settled together is so at the same one."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ActionStatus(StrEnum):
    """How far an action has come."""

    ACCEPTED = "accepted"
    """It is durable here and will be sent."""
    SUBMITTED = "submitted"
    """It is in a transaction that is sent and not mined yet."""
    FINAL = "final"
    """It was executed."""
    FAILED = "failed"
    """The contract refused it; `error` says why."""


SETTLED = frozenset({ActionStatus.FINAL, ActionStatus.FAILED})
"""The states that nothing follows."""

OPEN = (ActionStatus.ACCEPTED, ActionStatus.SUBMITTED)
"""The others."""


@dataclass(frozen=True, slots=True)
class SignedAction:
    """An action ready to be relayed.

    `action_id` is the 0x-hex EIP-712 digest; `record_id` the 0x-hex record, for a wallet's enrolment or
    revocation the member's number in decimal, for an admission the identity; `signatures` are the
    concatenated 65-byte signatures.
    """

    action_id: str
    name: str
    contract: str
    record_id: str
    message: Message
    signatures: bytes
    signers: Sequence[str]


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """An action as the outbox has it.

    `signatures` is 0x-hex; times are the gateway's, in UTC; `gas_used` is the action's share of its
    transaction's gas; `error` is {name, args, detail} of a failed one; `attempts` counts how often it
    was put into a transaction; `sequence` orders acceptance; `owner` is the gateway that relays it.
    """

    action_id: str
    name: str
    contract: str
    record_id: str
    message: Message
    signatures: str
    signers: Sequence[str]
    status: ActionStatus
    accepted_at: datetime
    updated_at: datetime
    transaction_hash: str | None
    batch_index: int | None
    block_number: int | None
    gas_used: int | None
    error: Mapping[str, Any] | None
    attempts: int
    sequence: int
    owner: str

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in SETTLED

    @property
    def signature_bytes(self) -> bytes:
        """The signatures as the contract takes them."""
        return bytes.fromhex(self.signatures.removeprefix("0x"))


@lru_cache(_MOMENTS)
def moment(microseconds: int) -> datetime:
    """The time of so many microseconds since 1970 UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)
