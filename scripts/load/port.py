"""A port's day as steps: consignments from the bill's issue to the last container's gate-out, and who looks meanwhile.

For each bill there are two endorsements, a surrender and its acceptance, a release order, a delegation and its
acceptance, and one to six containers that leave, 2.1 on average. Everybody who acts looks at the record first, and
the consignee and the terminal at their lists, as clerks do: a read and a half for each action.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from contracts.bindings import actions, enums
from scripts.bench.cast import ZERO
from scripts.load.crew import Crew

VALID_UNTIL: Final = 2**40 - 2
_CONTAINERS: Final = (1, 2, 3, 4, 6)
_SHARES: Final = (40, 35, 11, 8, 6)
"""How many containers a bill has, and of 100 bills how many have so many: 2.1 on average."""


@dataclass(frozen=True)
class Act:
    """An action that a part signs."""

    name: str
    by: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """A read by a part; `name` is what the report calls it."""

    name: str
    by: str
    path: str


Step = Act | Look


def consignments(crew: Crew, dice: Random) -> Iterator[list[Step]]:
    """Consignments without end, each with its steps in order."""
    while True:
        yield _consignment(crew, dice)


def actions_of(steps: list[Step]) -> list[Act]:
    """The actions of a consignment, without the reads."""
    return [step for step in steps if isinstance(step, Act)]


def mean_actions() -> float:
    """How many actions a consignment has on average."""
    boxes = zip(_CONTAINERS, _SHARES, strict=True)
    return _BEFORE_GATES + sum(count * share for count, share in boxes) / sum(_SHARES)


_BEFORE_GATES: Final = 8


def _consignment(crew: Crew, dice: Random) -> list[Step]:
    bill, order = _new_id(dice), _new_id(dice)
    containers = dice.choices(_CONTAINERS, _SHARES)[0]
    shipper, bank = crew.member("shipper"), crew.member("bank")
    consignee, forwarder = crew.member("consignee"), crew.member("forwarder")

    def on_bill(name: str, by: str, version: int, **fields: Any) -> list[Step]:
        act = _act(name, by, billId=bill, version=version, **fields)
        return [Look("read a bill", by, f"/v1/bills/{bill}"), act]

    def on_order(name: str, by: str, version: int, **fields: Any) -> list[Step]:
        act = _act(name, by, orderId=order, version=version, **fields)
        return [Look("read a release order", by, f"/v1/releases/{order}"), act]

    to_order = enums()["BillKind"]["ToOrder"]
    issued = _act(
        "IssueBill", "carrier", billId=bill, kind=to_order, holder=shipper, titleHolder=shipper
    )
    released = _act(
        "IssueReleaseOrder",
        "carrier",
        orderId=order,
        billId=bill,
        terminal=crew.member("terminal"),
        releaseTo=consignee,
        containers=containers,
        validUntil=VALID_UNTIL,
    )
    steps: list[Step] = [
        issued,
        *on_bill("Endorse", "shipper", 1, endorsee=bank, deliverTo=bank),
        *on_bill("Endorse", "bank", 2, endorsee=consignee, deliverTo=consignee),
        Look("list bills", "consignee", "/v1/bills?limit=20"),
        *on_bill("SurrenderForDelivery", "consignee", 3, releaseTo=consignee),
        *on_bill("AcceptSurrender", "carrier", 4),
        released,
        *on_order("DelegateCollection", "consignee", 1, delegate=forwarder),
        *on_order("AcceptDelegation", "forwarder", 2),
        Look("list release orders", "terminal", "/v1/releases?limit=20"),
    ]
    for container in range(containers):
        steps += on_order("GateOut", "terminal", 3, container=container, collector=forwarder)
    return [*steps, Look("read a bill's history", "consignee", f"/v1/bills/{bill}/history")]


def _act(name: str, by: str, **fields: Any) -> Act:
    spec = actions()[name]
    empty = {given.name: ZERO if given.type == "bytes32" else 0 for given in spec.fields}
    empty.pop("actor")
    return Act(name, by, empty | fields)


def _new_id(dice: Random) -> str:
    return "0x" + dice.randbytes(32).hex()
