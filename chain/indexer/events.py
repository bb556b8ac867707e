"""One decoded event of our contracts, placed in its block and tied to the record it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_RECORD_FIELDS = (
    "appointmentId",
    "inspectionId",
    "orderId",
    "boxId",
    "certificateId",
    "claimId",
    "documentId",
    "batchId",
    "billId",
    "recordId",
    "member",
)
"""The argument that names a record, in order of precedence: an order names its bill and a shared container too."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """An event of one of our contracts.

    `record_id` is the 0x-hex id of a record, or a member's number in decimal, or ""
    for an event about no record. `version` is the record's version after the event, 0 if it has none.
    `args` are all arguments under their Solidity names: integers, 0x-hex, checksummed addresses, text.
    `time` is the block's timestamp in seconds since 1970 UTC.
    """

    block_number: int
    block_hash: str
    transaction_hash: str
    log_index: int
    contract: str
    name: str
    record_id: str
    actor: int
    version: int
    wallet: str
    args: Mapping[str, Any]
    time: int

    def number(self, name: str) -> int:
        """The integer of this argument: a member, an enum, a count or a time."""
        return int(self.args[name])

    def text(self, name: str) -> str:
        """The id, address or text of this argument."""
        return str(self.args[name])

    def id_or_none(self, name: str) -> str | None:
        """The id of this argument, None if it is zero."""
        value = self.text(name)
        return None if int(value, 16) == 0 else value


def record_of(args: Mapping[str, Any]) -> str:
    """The record that an event's or an action's arguments are about; "" if about none."""
    for field in _RECORD_FIELDS:
        if field in args:
            return str(args[field])
    return ""


def actor_of(args: Mapping[str, Any]) -> int:
    """The member that acted: `actor`, or the member whose own wallets change; 0 if neither is named."""
    return int(args.get("actor", args.get("member", 0)))


def wallet_of(args: Mapping[str, Any]) -> str:
    """The wallet that signed: `signer` where the event is about another wallet; "" if not named."""
    return str(args.get("signer", args.get("wallet", "")))
