"""Gas per action: each in a transaction of its own, and its share of a batch of 50, by receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from chain import abi
from chain.deploy import Deployment
from scripts.bench.cast import MEMBER, Signed, issue, new_id, sign
from scripts.bench.raw import RawSender

BATCH: Final = 50
CALL_GAS: Final = 400_000
VALID_UNTIL: Final = 2**40 - 1

Step = tuple[str, Callable[[Deployment, str, str], Signed]]


def _bill(name: str, by: str, version: int, **fields: Any) -> Step:
    return name, lambda d, record, _: sign(d, name, by, billId=record, version=version, **fields)


def _order(name: str, by: str, version: int, **fields: Any) -> Step:
    return name, lambda d, _, record: sign(d, name, by, orderId=record, version=version, **fields)


def _life() -> Iterator[Step]:
    """One bill's life in order; each step gets the bill's and the order's id."""
    bank, consignee, forwarder = (MEMBER[key] for key in ("bank", "consignee", "forwarder"))
    yield "IssueBill", lambda d, bill, _: issue(d, bill)
    yield _bill("Endorse", "shipper", 1, endorsement=0, endorsee=bank, deliverTo=bank)
    yield _bill("RejectTransfer", "bank", 2)
    yield _bill("TransferPossession", "shipper", 3, holder=bank)
    yield _bill("TransferPossession", "bank", 4, holder=MEMBER["shipper"])
    yield _bill("Endorse", "shipper", 5, endorsement=0, endorsee=consignee, deliverTo=consignee)
    yield _bill("SurrenderForDelivery", "consignee", 6, releaseTo=consignee)
    yield _bill("RejectSurrender", "carrier", 7)
    yield _bill("SurrenderForDelivery", "consignee", 8, releaseTo=consignee)
    yield _bill("AcceptSurrender", "carrier", 9)
    yield (
        "IssueReleaseOrder",
        lambda d, bill, order: sign(
            d,
            "IssueReleaseOrder",
            "carrier",
            orderId=order,
            billId=bill,
            terminal=MEMBER["terminal"],
            releaseTo=consignee,
            containers=3,
            validUntil=VALID_UNTIL,
        ),
    )
    yield _order("SetHold", "customs", 1, authority=0)
    yield _order("ClearHold", "customs", 2, authority=0)
    yield _order("DelegateCollection", "consignee", 3, delegate=forwarder)
    yield _order("AcceptDelegation", "forwarder", 4)
    yield _order("GateOut", "terminal", 5, container=0, collector=forwarder)
    yield _order("GateOut", "terminal", 5, container=1, collector=forwarder)


async def measure(sender: RawSender, deployment: Deployment) -> dict[str, dict[str, float]]:
    """Gas per action: `direct`, `batch50` and their ratio. An action that occurs twice counts its second time."""
    found: dict[str, dict[str, float]] = {}
    alone = (new_id(), new_id())
    many = [(new_id(), new_id()) for _ in range(BATCH)]
    for name, make in _life():
        direct = await sender.gas(make(deployment, *alone))
        shared = await _batched(sender, [make(deployment, *pair) for pair in many])
        found[name] = {
            "direct": direct,
            f"batch{BATCH}": round(shared, 1),
            "ratio": round(shared / direct, 3),
        }
    return found


async def _batched(sender: RawSender, signed: list[Signed]) -> float:
    calls = [
        (sender.target(one), CALL_GAS, abi.encode_action(one.action, one.signature))
        for one in signed
    ]
    receipt = await sender.transact(sender.addresses["Batch"], abi.encode_batch(calls))
    failed = [
        log
        for log in receipt["logs"]
        if log["address"].lower() == sender.addresses["Batch"].lower()
    ]
    if failed:
        event = abi.decode_log("Batch", failed[0]["topics"], failed[0]["data"])
        message = f"a benchmark's action failed: {event}"
        raise RuntimeError(message)
    return int(receipt["gasUsed"], 16) / len(signed)
