"""The second half of a course: customs, the right to collect, and the gates of the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scripts.demos.consignments import Consignment, Way
from scripts.demos.steps import Commitment, Manner, Member, Step, Together, VersionOf


def gates(c: Consignment) -> Iterator[Step | Together]:
    """From the release order to the last container that leaves."""
    yield from _customs(c)
    yield from _delegation(c)
    yield from _tricks(c)
    yield from _gate_outs(c)


def _customs(c: Consignment) -> Iterator[Step]:
    if "customs" not in c.parts:
        return
    yield Step("holds the cargo", "customs", "SetHold", "order", {"authority": "CUSTOMS"})
    if c.way is Way.DELIVERED_WITH_HOLD:
        yield _gate_out(
            c, 0, "tries the gate under hold", collector="consignee", refusal="ReleaseOrderHeld"
        )
    yield Step("clears the cargo", "customs", "ClearHold", "order", {"authority": "CUSTOMS"})
    if c.way is Way.CONTAINER_HELD:
        held = _last(c)
        yield Step(
            does=f"holds {c.containers[held]} for inspection",
            actor="customs",
            action="SetHold",
            record="order",
            intent={"authority": "CUSTOMS", "containers": [held]},
        )


def _delegation(c: Consignment) -> Iterator[Step]:
    chain = [part for part in ("consignee", "forwarder", "haulier") if part in c.parts]
    for giver, taker in pairwise(chain):
        yield Step(
            does=f"passes the right to collect to the {taker}",
            actor=giver,
            action="DelegateCollection",
            record="order",
            intent={"delegate": Member(taker)},
        )
        yield Step("accepts the right to collect", taker, "AcceptDelegation", "order")


def _tricks(c: Consignment) -> Iterator[Step]:
    if c.way is Way.WRONG_TERMINAL:
        yield Step(
            does="tries to let out a container that stands at another terminal",
            actor="other terminal",
            action="GateOut",
            record="order",
            intent={
                "container": 0,
                "collector": Member(_collector(c)),
                "version": VersionOf("order"),
            },
            manner=Manner.OFFLINE,
            refusal="ReleaseOrderNotTerminal",
        )
    if c.way is Way.REPLAYED_SIGNATURE:
        yield from _replays(c)


def _replays(c: Consignment) -> Iterator[Step]:
    yield _gate_out(c, 0, f"lets {c.containers[0]} out", mark="first gate-out")
    yield Step(
        does="sends the same signed gate-out again: nothing happens twice",
        actor="haulier",
        action="GateOut",
        record="order",
        manner=Manner.REPEAT,
        of="first gate-out",
    )
    yield Step(
        does=f"puts that signature under the gate-out of {c.containers[1]}",
        actor="haulier",
        action="GateOut",
        record="order",
        intent={"container": 1},
        manner=Manner.REPLAY,
        of="first gate-out",
        refusal="ConsortiumUnknownWallet",
    )


def _gate_outs(c: Consignment) -> Iterator[Step | Together]:
    held = {_last(c)} if c.way is Way.CONTAINER_HELD else set()
    out = {0} if c.way is Way.REPLAYED_SIGNATURE else set()
    leaving = [i for i in range(len(c.containers)) if i not in held | out]
    yield Together(tuple(_gate_out(c, i, f"lets {c.containers[i]} out") for i in leaving))
    for i in held:
        yield _gate_out(c, i, f"tries to let {c.containers[i]} out", refusal="ReleaseOrderHeld")
    if not held:
        yield Step(
            does=f"tries to let {c.containers[0]} out once more, to another truck",
            actor="gate",
            action="GateOut",
            record="order",
            intent={
                "container": 0,
                "collector": Member(_collector(c)),
                "pickup": Commitment("another truck and driver"),
            },
            refusal="ReleaseOrderUnexpectedState",
        )


def _gate_out(
    c: Consignment,
    container: int,
    does: str,
    *,
    collector: str | None = None,
    refusal: str | None = None,
    mark: str | None = None,
) -> Step:
    return Step(
        does=does,
        actor="gate",
        action="GateOut",
        record="order",
        intent={"container": container, "collector": Member(collector or _collector(c))},
        refusal=refusal,
        mark=mark,
    )


def _collector(c: Consignment) -> str:
    """Who has the right to collect in the end."""
    return next(part for part in ("haulier", "forwarder", "consignee") if part in c.parts)


def _last(c: Consignment) -> int:
    return len(c.containers) - 1
