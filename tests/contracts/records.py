"""Records brought to any state of the state tables, and the good action of every kind on them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.support.world import Intent, World

CONTAINERS: Final = 3
QUANTITY: Final = 1_000
ISSUED: Final = ["AcceptApplication", "IssueCertificate"]
REASON: Final = "0x" + "11" * 32
ZERO: Final = "0x" + "00" * 32
AMENDED: Final = "0x" + "a3" * 32
PAPER: Final = "0x" + "9a" * 32
AMENDMENT, CHANGE_OF_DESTINATION, SWITCH_BILL, SWITCH_TO_PAPER, SPLIT, COMBINE = range(1, 7)
"""SurrenderReason."""


@dataclass
class Record:
    """A record of one contract in one state, with what its actions need to name."""

    contract: str
    record_id: str
    version: int
    facts: dict[str, Any] = field(default_factory=dict)


async def bill(
    world: World, state: str, *, kind: int = 1, with_bank: bool = True, reason: int = AMENDMENT
) -> Record:
    """A bill to order in a state; issued ones were endorsed to the bank unless `with_bank` is false.

    `reason` is what it is surrendered for, if not for delivery.
    """
    record = Record("BillOfLading", world.new_id(), 0)
    if state == "None":
        return record
    await world.act(issue_bill(world, record, kind=kind))
    record.version = 1
    if with_bank and state != "Voided":
        await world.act(endorse(world, record, by="shipper", endorsee="bank"))
        record.version = 2
        record.facts["holder"] = "bank"
    for step in _steps_to(world, record, state, reason):
        await world.act(step)
        record.version += 1
    return record


def _steps_to(world: World, record: Record, state: str, reason: int) -> Iterator[Intent]:
    """What brings an issued bill to a state; each step is made when the one before it is done."""
    match state:
        case "Pledged":
            yield pledge(world, record)
        case "Frozen":
            yield of_bill("FreezeBill", "court", record)
        case "AmendmentRequested":
            yield request_amendment(record)
        case "Voided":
            yield void(world, record)
        case "PendingSurrenderForDelivery" | "SurrenderedForDelivery":
            yield surrender(world, record)
            if state == "SurrenderedForDelivery":
                yield of_bill("AcceptSurrender", "carrier", record)
        case "PendingSurrenderForAmendment" | "SurrenderedForAmendment" | "Replaced" | "OnPaper":
            yield from _steps_for_amendment(world, record, state, reason)
        case _:
            assert state == "Issued", state


def _steps_for_amendment(world: World, record: Record, state: str, reason: int) -> Iterator[Intent]:
    if state == "OnPaper":
        yield surrender_for_amendment(record, SWITCH_TO_PAPER)
        yield of_bill("ConvertToPaper", "carrier", record, paper=PAPER, originals=3)
    elif state == "PendingSurrenderForAmendment":
        yield surrender_for_amendment(record, reason)
    else:
        yield surrender_for_amendment(record, AMENDMENT if reason == SWITCH_TO_PAPER else reason)
        yield of_bill("AcceptSurrender", "carrier", record)
    if state == "Replaced":
        yield _replacement(world, record, reason)


def _replacement(world: World, record: Record, reason: int) -> Intent:
    if reason == SPLIT:
        children = [world.new_id(), world.new_id()]
        return of_bill("SplitBill", "carrier", record, children=children)
    return of_bill("Reissue", "carrier", record, newBillId=world.new_id())


def of_bill(name: str, by: str, record: Record, **fields: Any) -> Intent:
    """An action on a bill as it stands."""
    return Intent(name, by, {"billId": record.record_id, "version": record.version} | fields)


def pledge(world: World, record: Record, bank: str = "second_bank") -> Intent:
    """A pledge by whoever holds the bill, signed by the bank too."""
    by = record.facts.get("holder", "shipper")
    made = of_bill("Pledge", by, record, pledgee=world.member(bank))
    return replace(made, cosigners=(world.signer(bank),))


def surrender_for_amendment(record: Record, reason: int = AMENDMENT) -> Intent:
    """A surrender for another document by whoever holds the bill."""
    by = record.facts.get("holder", "shipper")
    return of_bill("SurrenderForAmendment", by, record, reason=reason)


def combine(world: World, *parents: Record) -> Intent:
    """The issue of one bill in place of these."""
    fields = {
        "billId": world.new_id(),
        "parents": [parent.record_id for parent in parents],
        "versions": [parent.version for parent in parents],
    }
    return Intent("CombineBills", "carrier", fields)


def request_amendment(record: Record, content: str = AMENDED) -> Intent:
    """A request for an amendment by whoever holds the bill."""
    return of_bill(
        "RequestAmendment", record.facts.get("holder", "shipper"), record, content=content
    )


def void(world: World, record: Record) -> Intent:
    """A voiding by carrier and shipper, the first holder."""
    made = of_bill("VoidBill", "carrier", record, holder=world.member("shipper"))
    return replace(made, cosigners=(world.signer("shipper"),))


def issue_bill(world: World, record: Record, *, kind: int = 1, by: str = "carrier") -> Intent:
    """The issue of a bill to the shipper; straight ones and sea waybills name the consignee."""
    title_holder = {0: "consignee", 1: "shipper", 2: None, 3: "consignee"}[kind]
    return Intent(
        "IssueBill",
        by,
        {
            "billId": record.record_id,
            "kind": kind,
            "holder": world.member("shipper"),
            "titleHolder": world.member(title_holder) if title_holder else 0,
        },
    )


def endorse(world: World, record: Record, *, by: str, endorsee: str, **changes: Any) -> Intent:
    """An endorsement to order with delivery."""
    member = world.member(endorsee)
    fields = {"billId": record.record_id, "version": record.version, "endorsement": 0}
    return Intent("Endorse", by, fields | {"endorsee": member, "deliverTo": member} | changes)


def surrender(world: World, record: Record, **changes: Any) -> Intent:
    """A surrender for delivery to the consignee by whoever holds the bill."""
    fields = {
        "billId": record.record_id,
        "version": record.version,
        "releaseTo": world.member("consignee"),
    }
    return Intent("SurrenderForDelivery", record.facts.get("holder", "shipper"), fields | changes)


async def order(world: World, state: str, *, containers: int = CONTAINERS) -> Record:
    """A release order in a state, on an accomplished bill of its own."""
    base = await bill(world, "SurrenderedForDelivery")
    record = Record("ReleaseOrder", world.new_id(), 0, {"billId": base.record_id})
    if state == "None":
        return record
    valid_until = await world.now() + (30 if state == "Expired" else 86_400)
    await world.act(issue_order(world, record, containers=containers, validUntil=valid_until))
    record.version = 1
    if state == "Revoked":
        fields = {"orderId": record.record_id, "version": 1, "billId": base.record_id}
        await world.act(Intent("RevokeReleaseOrder", "carrier", fields))
        record.version = 2
    if state == "Completed":
        for container in range(containers):
            await world.act(gate_out(world, record, container=container))
    return record


async def expire(world: World, record: Record) -> None:
    """Moves the node's clock past the end of an order or a document."""
    view = {"ReleaseOrder": "orderOf", "Documents": "documentOf"}[record.contract]
    live = await world.read(record.contract, view, record.record_id)
    await world.set_time(live["validUntil"] + 1)


def issue_order(world: World, record: Record, **changes: Any) -> Intent:
    """The issue of a release order to the consignee."""
    fields = {
        "orderId": record.record_id,
        "billId": record.facts["billId"],
        "terminal": world.member("terminal"),
        "releaseTo": world.member("consignee"),
        "containers": CONTAINERS,
        "validUntil": 2**40 - 1,
        "flow": 0,
    }
    return Intent("IssueReleaseOrder", "carrier", fields | changes)


def gate_out(
    world: World, record: Record, *, container: int = 0, by: str = "terminal", **changes: Any
) -> Intent:
    """The gate-out of one container, collected by the consignee unless changed."""
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "container": container,
        "collector": world.member("consignee"),
        "pickup": ZERO,
    }
    return Intent("GateOut", by, fields | changes)


def correct_gate_out(world: World, record: Record, *, container: int = 0) -> Intent:
    """The correction of a gate-out by the terminal and the carrier."""
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "carrier": world.member("carrier"),
        "container": container,
        "remark": "0x" + "33" * 32,
    }
    return Intent("CorrectGateOut", "terminal", fields, (world.signer("carrier"),))


def hold(
    record: Record,
    *,
    action: str = "SetHold",
    by: str = "customs",
    authority: int = 0,
    bits: int = 0,
) -> Intent:
    """Setting or clearing a hold of the order (0) or of the containers of these bits."""
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "authority": authority,
        "containers": bits,
    }
    return Intent(action, by, fields)


def revoke(record: Record) -> Intent:
    """The revocation of an order by its carrier."""
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "billId": record.facts["billId"],
    }
    return Intent("RevokeReleaseOrder", "carrier", fields)


async def certificate(world: World, state: str) -> Record:
    """An agency export certificate in a state."""
    record = Record("TaxRefundCertificate", world.new_id(), 0, {"declarationItem": world.new_id()})
    if state == "None":
        return record
    await world.act(apply_certificate(world, record))
    record.version = 1
    path = {
        "Submitted": [],
        "Returned": ["ReturnApplication"],
        "Accepted": ["AcceptApplication"],
        "Withdrawn": ["WithdrawApplication"],
        "Issued": ISSUED,
        "Refused": ["AcceptApplication", "RefuseCertificate"],
        "Used": [*ISSUED, "UseCertificate"],
        "VoidApplied": [*ISSUED, "ApplyVoid"],
        "Voided": [*ISSUED, "ApplyVoid", "VoidCertificate"],
    }[state]
    for name in path:
        await world.act(certificate_action(name, record))
        record.version += 1
    return record


def apply_certificate(world: World, record: Record, **changes: Any) -> Intent:
    """An application by the shipper for the whole of an item, to be used by the principal."""
    fields = {
        "certificateId": record.record_id,
        "certificateType": 1,
        "taxAuthority": world.member("tax_authority"),
        "user": world.member("principal"),
        "declarationItem": record.facts["declarationItem"],
        "quantity": QUANTITY,
        "declaredQuantity": QUANTITY,
        "billId": ZERO,
    }
    return Intent("ApplyCertificate", "shipper", fields | changes)


def certificate_action(name: str, record: Record, *, by: str | None = None) -> Intent:
    """Anything after the application, by whom the table names; a void without a replacement."""
    fields: dict[str, Any] = {"certificateId": record.record_id, "version": record.version}
    fields |= _CERTIFICATE_FIELDS.get(name, {})
    return Intent(name, by or _CERTIFICATE_ACTORS.get(name, "tax_authority"), fields)


def replacement(world: World, record: Record, **changes: Any) -> Intent:
    """The applicant's application to have the certificate replaced by one of the same quantity."""
    asked = {"replacement": world.new_id(), "quantity": QUANTITY}
    return certificate_action("ApplyVoid", record).but(**asked | changes)


_CERTIFICATE_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "RefuseCertificate": {"remark": REASON},
    "ReturnApplication": {"remark": REASON},
    "ResubmitApplication": {"content": "0x" + "33" * 32, "quantity": QUANTITY},
    "UseCertificate": {"usedFor": "0x" + "22" * 32},
    "ApplyVoid": {"replacement": ZERO, "quantity": 0, "billId": ZERO},
    "ReplaceCertificate": {"replacement": "0x" + "44" * 32},
}
_CERTIFICATE_ACTORS: Final = {
    "ResubmitApplication": "shipper",
    "WithdrawApplication": "shipper",
    "ApplyVoid": "shipper",
    "UseCertificate": "principal",
}


Maker = Callable[..., Awaitable[Record]]
MAKERS: Final[dict[str, Maker]] = {
    "BillOfLading": bill,
    "ReleaseOrder": order,
    "TaxRefundCertificate": certificate,
}
