"""A bill that is split: two bills in its place, each surrendered and released for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from scripts.demos.consignments import Consignment
from scripts.demos.steps import (
    Course,
    Manner,
    Member,
    NewRecord,
    Step,
    Together,
    VersionOf,
)

ReleaseOf: TypeAlias = "Callable[[str, str, tuple[str, ...]], Step]"
"""Makes the step that issues a release order: for a bill, as an order, of these containers."""


def split(c: Consignment) -> Iterator[Step]:
    """The consignee gives the bill back, and the carrier issues two that cover its containers."""
    yield Step(
        does="gives the bill back to have it split",
        actor="consignee",
        action="SurrenderForAmendment",
        record="bill",
        intent={"reason": "SPLIT"},
    )
    yield Step("accepts the surrender of the bill", "carrier", "AcceptSurrender", "bill")
    children = [NewRecord(f"bill {n}", c.part(boxes)) for n, boxes in enumerate(_halves(c), 1)]
    yield Step(
        does="splits the bill into two, each for half of the containers",
        actor="carrier",
        action="SplitBill",
        record="bill",
        intent={"children": children},
    )
    yield Step(
        does="tries to pass on the bill that was split",
        actor="consignee",
        action="TransferPossession",
        record="bill",
        intent={"holder": Member("bank"), "version": VersionOf("bill")},
        manner=Manner.OFFLINE,
        refusal="BillUnexpectedState",
    )


def released_apart(c: Consignment, release: ReleaseOf) -> Course:
    """Each of the two bills is surrendered, released, and its containers leave with the consignee."""
    return tuple(
        step
        for n, boxes in enumerate(_halves(c), 1)
        for step in _released(f"bill {n}", f"order {n}", boxes, release)
    )


def _released(
    bill: str, order: str, boxes: tuple[str, ...], release: ReleaseOf
) -> Iterator[Step | Together]:
    yield Step(
        does=f"surrenders {bill} for delivery",
        actor="consignee",
        action="SurrenderForDelivery",
        record=bill,
        intent={"releaseTo": Member("consignee")},
    )
    yield Step(f"accepts the surrender of {bill}", "carrier", "AcceptSurrender", bill)
    yield release(bill, order, boxes)
    yield Together(
        tuple(
            Step(
                does=f"lets {box} out",
                actor="gate",
                action="GateOut",
                record=order,
                intent={"container": place, "collector": Member("consignee")},
            )
            for place, box in enumerate(boxes)
        )
    )


def _halves(c: Consignment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    middle = len(c.containers) // 2
    return c.containers[:middle], c.containers[middle:]
