"""The audit log in JSON."""

from typing import Any

from pydantic import Field

from api.audit.store import Kept, KeptAnchor
from api.auth.sign_in import rfc3339
from api.kit.pagination import DEFAULT_LIMIT, MAX_LIMIT, Page
from api.kit.schema import Address, Id, Input, MemberNumber, Output, Time

_MOST_AT_ONCE = 1000


class AuditQuery(Input):
    """Which page of the entries."""

    after: int | None = Field(
        default=None, ge=1, lt=1 << 63, description="The cursor `next_cursor` of the page before."
    )
    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items at most."
    )


class ChainQuery(Input):
    """Which page of the chain."""

    after: int = Field(
        default=0, ge=0, lt=1 << 63, description="The cursor `next_cursor` of the page before."
    )
    limit: int = Field(
        default=MAX_LIMIT, ge=1, le=_MOST_AT_ONCE, description="How many items at most."
    )


class AuditRead(Output):
    """Who read what, or whose access changed."""

    number: int = Field(description="The entry's place in the chain, from 1.")
    at: Time
    event: str = Field(examples=["file.read"])
    member: MemberNumber = Field(description="Who did it.")
    wallet: Address = Field(description="By which wallet.")
    via: str = Field(description="session, api_key, or signature for a sign-in itself.")
    about: dict[str, Any] = Field(description="What it was done to: ids and numbers.")

    @classmethod
    def of(cls, kept: Kept) -> "AuditRead":
        """From the store's value."""
        entry = kept.entry
        names = ("number", "event", "member", "wallet", "via", "about")
        return cls(at=rfc3339(entry["at"]), **{name: entry[name] for name in names})


class LinkedRead(Output):
    """An entry of the chain: in plain text if it concerns you, else its hash."""

    number: int
    link: Id = Field(description="SHA-256 of the link before it and the hash.")
    hash: Id = Field(description="SHA-256 of the entry in canonical form (RFC 8785).")
    entry: dict[str, Any] | None = Field(description="The entry, if it concerns your member.")

    @classmethod
    def of(cls, kept: Kept, member: int) -> "LinkedRead":
        """From the store's value, as a member may see it."""
        shown = kept.entry if kept.concerns(member) else None
        return cls(number=kept.number, link=kept.link, hash=kept.hash, entry=shown)


class AnchorRead(Output):
    """Where the chain was put on the ledger, with the proof."""

    count: int = Field(description="How many entries it covers.")
    link: Id = Field(description="The last one's link.")
    anchored_at: Time
    transaction_hash: Id
    block_number: int
    header: str = Field(description="The block's header in RLP, 0x-hex.")
    index: int = Field(description="The transaction's place in the block.")
    proof: list[str] = Field(description="Trie nodes from the header's transactionsRoot, 0x-hex.")

    @classmethod
    def of(cls, kept: KeptAnchor) -> "AnchorRead":
        """From the store's value."""
        return cls(
            count=kept.anchor.count,
            link=kept.link,
            anchored_at=rfc3339(kept.anchored_at),
            transaction_hash=kept.transaction_hash,
            block_number=kept.block_number,
            header=kept.anchor.header,
            index=kept.anchor.index,
            proof=kept.anchor.proof,
        )


class AuditPage(Page[AuditRead]):
    """Entries, newest first."""


class ChainPage(Page[LinkedRead]):
    """The chain in order."""


class AnchorPage(Page[AnchorRead]):
    """Anchors, oldest first."""
