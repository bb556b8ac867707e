"""What the words of bills, release orders, certificates and claims say, and what the history does."""

from __future__ import annotations

from chain.evidence.layouts import BILL, BILL_FLAGS, BILL_REASON, CERTIFICATE, CLAIM, ORDER
from chain.evidence.words import Facts, Words, entry, fields_of, named, number
from chain.states import BillState, HoldAuthority, ReleaseOrderState
from chain.store.rows import Bill, Certificate, Claim, ReleaseOrder


def bill_slots(bill_id: str) -> dict[str, int]:
    """The slots of a bill."""
    key = int(bill_id, 16)

    def at(variable: str) -> int:
        return entry("BillOfLading", variable, key)

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


def bill_of_words(words: Words) -> Facts:
    """What storage says of a bill."""
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


def bill_of_row(row: Bill) -> Facts:
    """What the history says of a bill."""
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
        "content": number(row.content),
        "requested_content": number(row.requested_content),
        "paper": number(row.paper),
        "originals": row.originals,
        "successor": number(row.successor),
        "origin": number(row.origin),
    }


def order_slots(order_id: str) -> dict[str, int]:
    """The slots of a release order."""
    key = int(order_id, 16)
    holds = entry("ReleaseOrder", "_containerHolds", key)
    return {
        "order": entry("ReleaseOrder", "_orders", key),
        "gated_out": entry("ReleaseOrder", "_gatedOut", key),
    } | {
        f"held_by_{authority.name.lower()}": entry("ReleaseOrder", "", authority, holds)
        for authority in HoldAuthority
    }


def order_of_words(words: Words) -> Facts:
    """What storage says of a release order."""
    facts = fields_of(ORDER, words["order"])
    held = 0
    for authority in HoldAuthority:
        held |= words[f"held_by_{authority.name.lower()}"]
    return facts | {
        "containers": facts.pop("last_container") + 1,
        "gated_out": words["gated_out"],
        "held_containers": held,
    }


def order_of_row(row: ReleaseOrder) -> Facts:
    """What the history says of a release order."""
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


def certificate_slots(certificate_id: str) -> dict[str, int]:
    """The slots of a certificate."""
    key = int(certificate_id, 16)
    return {
        "certificate": entry("TaxRefundCertificate", "_certificates", key),
        "declaration_item": entry("TaxRefundCertificate", "_itemOf", key),
        "content": entry("TaxRefundCertificate", "_contentOf", key),
    }


def certificate_of_words(words: Words) -> Facts:
    """What storage says of a certificate."""
    return fields_of(CERTIFICATE, words["certificate"]) | {
        "declaration_item": words["declaration_item"],
        "content": words["content"],
    }


def certificate_of_row(row: Certificate) -> Facts:
    """What the history says of a certificate."""
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


def claim_slots(claim_id: str) -> dict[str, int]:
    """The slots of a refund claim."""
    key = int(claim_id, 16)
    return {
        "claim": entry("RefundClaim", "_claims", key),
        "content": entry("RefundClaim", "_contentOf", key),
    }


def claim_of_words(words: Words) -> Facts:
    """What storage says of a refund claim."""
    return fields_of(CLAIM, words["claim"]) | {"content": words["content"]}


def claim_of_row(row: Claim) -> Facts:
    """What the history says of a refund claim."""
    content = 0 if row.content == row.claim_id else int(row.content, 16)
    return named(CLAIM, row) | {"content": content}
