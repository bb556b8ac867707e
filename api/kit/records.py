"""What records share in JSON: history and what may come next."""

from typing import Any

from pydantic import Field

from api.auth.sign_in import rfc3339
from api.auth.subject import Subject
from api.kit import spelled
from api.kit.names import name_of, names_of
from api.kit.schema import Address, Id, Output, Time
from chain.next_actions import NextAction
from chain.read_model import HistoryEntry
from chain.states import HoldAuthority, Role

_EXACT = 1 << 53


class NextActionRead(Output):
    """An action that the record's state allows now, and who may sign it."""

    action: str = Field(description="Prepare it by this name.", examples=["Endorse"])
    members: list[int] = Field(description="The members that may.")
    roles: list[spelled.Role] = Field(description="Any member with one of these roles may, too.")
    authority: spelled.HoldAuthority | None = Field(description="For a hold: as which authority.")
    mine: bool = Field(description="Whether your organisation may.")

    @classmethod
    def of(cls, action: NextAction, subject: Subject) -> "NextActionRead":
        """From the ledger's value, as this caller sees it."""
        authority = action.authority
        return cls(
            action=action.action,
            members=list(action.members),
            roles=names_of(Role, action.roles),
            authority=None if authority is None else name_of(HoldAuthority, authority),
            mine=action.is_for(subject.member, subject.roles),
        )


class HistoryEntryRead(Output):
    """One step of a record's life, from the contract's event."""

    event: str = Field(examples=["BillEndorsed"])
    version: int = Field(description="The record's version after it.")
    actor: int = Field(description="The member that acted.")
    wallet: Address = Field(description="The wallet that signed.")
    time: Time
    block_number: int
    transaction_hash: Id
    represented_party: int | None = Field(description="The member that it was done for.")
    remark: str | None = Field(description="The commitment of an encrypted remark.")
    details: dict[str, Any] = Field(description="The event's own values, in the contract's names.")

    @classmethod
    def of(cls, entry: HistoryEntry) -> "HistoryEntryRead":
        """From the ledger's value."""
        return cls(
            event=entry.name,
            version=entry.version,
            actor=entry.actor,
            wallet=entry.wallet,
            time=rfc3339(entry.time),
            block_number=entry.block_number,
            transaction_hash=entry.transaction_hash,
            represented_party=entry.represented_party,
            remark=entry.remark,
            details={name: json_number(value) for name, value in entry.args.items()},
        )


class History(Output):
    """A record's steps, oldest first."""

    items: list[HistoryEntryRead]


def json_number(value: object) -> object:
    """An integer that JSON readers would round becomes a decimal string; anything else stays."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return str(value)
    return value
