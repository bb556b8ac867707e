"""A record's words in storage, and the same facts as the history tells them.

Where a word's fields stand is said at its type (contracts/types/*Word.sol); which slot a variable begins at, the
compiler says (contracts/bindings/storage.json).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from chain.evidence.layouts import (
    BILL,
    BILL_FLAGS,
    BILL_REASON,
    CERTIFICATE,
    CLAIM,
    DOCUMENT,
    MEMBER,
    MILESTONES,
    ORDER,
    WALLET,
    Layout,
)
from chain.states import (
    BillKind,
    BillState,
    CertificateState,
    ClaimState,
    DocumentState,
    DocumentType,
    HoldAuthority,
    ManagementClass,
    MilestoneState,
    ReleaseFlow,
    ReleaseOrderState,
    SubjectKind,
    SurrenderReason,
)
from chain.store.rows import (
    Bill,
    Certificate,
    Claim,
    Document,
    Member,
    MilestoneBatch,
    ReleaseOrder,
    Row,
    Wallet,
)
from contracts.bindings import storage
from wallets.hashing import keccak

Facts = dict[str, int]


@dataclass(frozen=True)
class Kind:
    """A kind of record that evidence can be given of.

    Attributes:
        row: Its row, as the history makes it.
        slots: The storage slots of a record by name.
        of_words: What the words in these slots say.
        of_row: What the row says of the same.
        enums: The facts that are members of enums.
    """

    row: type[Row]
    slots: Callable[[str], dict[str, int]]
    of_words: Callable[[Mapping[str, int]], Facts]
    of_row: Callable[[Any], Facts]
    enums: Mapping[str, type[IntEnum]]


def fields_of(layout: Layout, word: int) -> Facts:
    """The fields that a word packs."""
    return {name: word >> offset & (1 << bits) - 1 for name, (offset, bits) in layout.items()}


def member_slots(member: int) -> dict[str, int]:
    """The slot of a member's word."""
    return {"member": _entry("Consortium", "_members", member)}


def wallet_slot(wallet: str) -> int:
    """The slot of a wallet's word."""
    return _entry("Consortium", "_wallets", int(wallet, 16))


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


def _entry(contract: str, variable: str, key: int, within: int | None = None) -> int:
    """The slot of a mapping's entry; `within` is the entry's slot of the mapping that this one is in."""
    base = storage(contract)[variable] if within is None else within
    return int.from_bytes(keccak(key.to_bytes(32, "big") + base.to_bytes(32, "big")), "big")


def _bill_slots(bill_id: str) -> dict[str, int]:
    number = int(bill_id, 16)

    def at(variable: str) -> int:
        return _entry("BillOfLading", variable, number)

    return {
        "bill": at("_bills"),
        "frozen_by": at("_frozenBy"),
        "content": at("_contents"),
        "requested_content": at("_requestedContents"),
        "paper": at("_papers"),
        "originals": at("_papers") + 1,
        "successor": at("_successors"),
        "origin": at("_origins"),
    }


def _bill_of_words(words: Mapping[str, int]) -> Facts:
    facts = fields_of(BILL, words["bill"])
    flags, previous = facts.pop("flags"), facts.pop("previous_holder")
    facts |= {name: flags >> place & 1 for name, place in BILL_FLAGS.items()}
    facts["surrender_reason"] = flags >> BILL_REASON[0] & (1 << BILL_REASON[1]) - 1
    facts["surrendered_by"] = previous if facts["state"] != BillState.ISSUED else 0
    if facts["blank"]:
        facts["title_holder"] = facts["holder"]
    frozen, requested = facts.pop("frozen"), facts.pop("amendment_requested")
    return facts | {
        "frozen_by": words["frozen_by"] if frozen else 0,
        "content": words["content"],
        "requested_content": words["requested_content"] if requested else 0,
        "paper": words["paper"],
        "originals": words["originals"],
        "successor": words["successor"],
        "origin": words["origin"],
    }


def _bill_of_row(row: Bill) -> Facts:
    return {
        "state": row.state,
        "kind": row.kind,
        "version": row.version,
        "carrier": row.carrier,
        "holder": row.holder,
        "title_holder": row.title_holder,
        "release_to": row.release_to,
        "pledgee": row.pledgee,
        "nominee": row.nominee,
        "restricted": int(row.restricted),
        "blank": int(row.blank),
        "circulated": int(row.circulated),
        "replaced": int(row.replaced),
        "surrender_reason": row.surrender_reason,
        "surrendered_by": row.surrendered_by if row.state != BillState.ISSUED else 0,
        "frozen_by": row.frozen_by,
        "content": _number(row.content),
        "requested_content": _number(row.requested_content),
        "paper": _number(row.paper),
        "originals": row.originals,
        "successor": _number(row.successor),
        "origin": _number(row.origin),
    }


def _order_slots(order_id: str) -> dict[str, int]:
    number = int(order_id, 16)
    holds = _entry("ReleaseOrder", "_containerHolds", number)
    return {
        "order": _entry("ReleaseOrder", "_orders", number),
        "gated_out": _entry("ReleaseOrder", "_gatedOut", number),
    } | {
        f"held_by_{authority.name.lower()}": _entry("ReleaseOrder", "", authority, holds)
        for authority in HoldAuthority
    }


def _order_of_words(words: Mapping[str, int]) -> Facts:
    facts = fields_of(ORDER, words["order"])
    held = 0
    for authority in HoldAuthority:
        held |= words[f"held_by_{authority.name.lower()}"]
    return facts | {
        "containers": facts.pop("last_container") + 1,
        "gated_out": words["gated_out"],
        "held_containers": held,
    }


def _order_of_row(row: ReleaseOrder) -> Facts:
    # That all containers are out is no state of its own in storage.
    completed = row.state == ReleaseOrderState.COMPLETED
    return {
        "state": ReleaseOrderState.ACTIVE if completed else row.state,
        "version": row.version,
        "valid_until": row.valid_until,
        "order_holds": row.order_holds,
        "carrier": row.carrier,
        "terminal": row.terminal,
        "release_to": row.release_to,
        "first_delegate": row.first_delegate,
        "second_delegate": row.second_delegate,
        "invited": row.invited,
        "flow": row.flow,
        "containers": row.containers,
        "gated_out": row.gated_out,
        "held_containers": row.held_containers,
    }


def _certificate_slots(certificate_id: str) -> dict[str, int]:
    number = int(certificate_id, 16)
    return {
        "certificate": _entry("TaxRefundCertificate", "_certificates", number),
        "declaration_item": _entry("TaxRefundCertificate", "_itemOf", number),
        "content": _entry("TaxRefundCertificate", "_contentOf", number),
    }


def _certificate_of_words(words: Mapping[str, int]) -> Facts:
    return fields_of(CERTIFICATE, words["certificate"]) | {
        "declaration_item": words["declaration_item"],
        "content": words["content"],
    }


def _certificate_of_row(row: Certificate) -> Facts:
    return {
        "state": row.state,
        "certificate_type": row.certificate_type,
        "version": row.version,
        "applicant": row.applicant,
        "tax_authority": row.tax_authority,
        "user": row.user,
        "quantity": row.quantity,
        "declaration_item": int(row.declaration_item, 16),
        # A content of its own is written only once it is another than the id commits to.
        "content": 0 if row.content == row.certificate_id else int(row.content, 16),
    }


def _claim_slots(claim_id: str) -> dict[str, int]:
    number = int(claim_id, 16)
    return {
        "claim": _entry("RefundClaim", "_claims", number),
        "content": _entry("RefundClaim", "_contentOf", number),
    }


def _claim_of_words(words: Mapping[str, int]) -> Facts:
    return fields_of(CLAIM, words["claim"]) | {"content": words["content"]}


def _claim_of_row(row: Claim) -> Facts:
    content = 0 if row.content == row.claim_id else int(row.content, 16)
    return _named(CLAIM, row) | {"content": content}


def _named(layout: Layout, row: Any) -> Facts:
    """The row's values under the names of the word's fields; what has not happened is 0 in storage."""
    return {name: getattr(row, name) or 0 for name in layout}


def _of_one_word(
    contract: str, variable: str, row: type[Row], layout: Layout, enums: Mapping[str, type[IntEnum]]
) -> Kind:
    """A kind whose records are one word each, with the names of the row's values."""
    return Kind(
        row,
        lambda record_id: {"word": _entry(contract, variable, int(record_id, 16))},
        lambda words: fields_of(layout, words["word"]),
        lambda found: _named(layout, found),
        enums,
    )


def _number(hash_: str | None) -> int:
    return int(hash_, 16) if hash_ else 0


KINDS: Final[Mapping[str, Kind]] = {
    "BillOfLading": Kind(
        Bill,
        _bill_slots,
        _bill_of_words,
        _bill_of_row,
        {"state": BillState, "kind": BillKind, "surrender_reason": SurrenderReason},
    ),
    "ReleaseOrder": Kind(
        ReleaseOrder,
        _order_slots,
        _order_of_words,
        _order_of_row,
        {"state": ReleaseOrderState, "flow": ReleaseFlow},
    ),
    "TaxRefundCertificate": Kind(
        Certificate,
        _certificate_slots,
        _certificate_of_words,
        _certificate_of_row,
        {"state": CertificateState},
    ),
    "RefundClaim": Kind(
        Claim,
        _claim_slots,
        _claim_of_words,
        _claim_of_row,
        {"state": ClaimState, "management_class": ManagementClass},
    ),
    "Documents": _of_one_word(
        "Documents",
        "_documents",
        Document,
        DOCUMENT,
        {"state": DocumentState, "document_type": DocumentType},
    ),
    "Milestones": _of_one_word(
        "Milestones",
        "_batches",
        MilestoneBatch,
        MILESTONES,
        {"state": MilestoneState, "subject_kind": SubjectKind},
    ),
}
"""The kinds of records by their contract."""
