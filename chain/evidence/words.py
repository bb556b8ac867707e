"""Words of storage: which slot they are in, what they pack, and what the consortium's say of members and wallets.

Where a word's fields stand is said at its type (contracts/types/*Word.sol); which slot a variable begins at, the
compiler says (contracts/bindings/storage.json).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chain.evidence.layouts import MEMBER, WALLET, Layout
from chain.store.rows import Member, Wallet
from contracts.bindings import storage
from wallets.hashing import keccak

Facts = dict[str, int]
Words = Mapping[str, int]
"""Words of a record's storage by the names of their slots."""


def fields_of(layout: Layout, word: int) -> Facts:
    """The fields that a word packs."""
    return {name: word >> offset & (1 << bits) - 1 for name, (offset, bits) in layout.items()}


def member_slots(member: int) -> dict[str, int]:
    """The slot of a member's word."""
    return {"member": entry("Consortium", "_members", member)}


def wallet_slot(wallet: str) -> int:
    """The slot of a wallet's word."""
    return entry("Consortium", "_wallets", int(wallet, 16))


def directory_slot(contract: str) -> int:
    """The slot of a contract's address in the consortium's directory, which is fixed at deployment."""
    base = storage("Consortium")["_directory"].to_bytes(32, "big")
    return int.from_bytes(keccak(contract.encode() + base), "big")


def member_of_word(word: int) -> Facts:
    """What the consortium's storage says of a member."""
    return fields_of(MEMBER, word)


def member_of_row(row: Member) -> Facts:
    """What the history says of a member."""
    return {
        "version": row.version,
        "roles": row.roles,
        "four_eyes": row.four_eyes,
        "admin_wallets": row.admin_wallets,
        "suspended": int(not row.active),
    }


def wallet_of_word(word: int) -> Facts:
    """What the consortium's storage says of a wallet."""
    return fields_of(WALLET, word)


def wallet_of_row(row: Wallet) -> Facts:
    """What the history says of a wallet."""
    return {
        "member": row.member,
        "powers": row.powers,
        "expires_at": row.expires_at,
        "revoked": int(row.revoked),
    }


def entry(contract: str, variable: str, key: int, within: int | None = None) -> int:
    """The slot of a mapping's entry; `within` is the entry's slot of the mapping that this one is in."""
    base = storage(contract)[variable] if within is None else within
    return int.from_bytes(keccak(key.to_bytes(32, "big") + base.to_bytes(32, "big")), "big")


def named(layout: Layout, row: Any) -> Facts:
    """The row's values under the names of the word's fields; what has not happened is 0 in storage."""
    return {name: getattr(row, name) or 0 for name in layout}


def number(hash_: str | None) -> int:
    """A hash as the number that it is in storage; none is 0."""
    return int(hash_, 16) if hash_ else 0
