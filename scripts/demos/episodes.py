"""What may befall a bill while the consignee holds it: a pledge, an amendment, a time on paper, a split."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from scripts.demos.consignments import Way
from scripts.demos.steps import Commitment, Manner, Member, Step, VersionOf


def episode(way: Way) -> Iterator[Step]:
    """The steps of a way between the last transfer and the surrender; most ways have none."""
    make = _EPISODES.get(way)
    if make is not None:
        yield from make()


def _pledged() -> Iterator[Step]:
    yield Step(
        does="pledges the bill to the bank, which signs too",
        actor="consignee",
        action="Pledge",
        record="bill",
        intent={"pledgee": Member("bank")},
        cosigner="bank",
    )
    yield Step(
        does="tries to surrender the pledged bill without the bank",
        actor="consignee",
        action="SurrenderForDelivery",
        record="bill",
        intent={"releaseTo": Member("consignee")},
        refusal="BillPledged",
    )
    yield Step("is paid and gives the pledge up", "bank", "ReleasePledge", "bill")


def _amended() -> Iterator[Step]:
    content = Commitment("the bill with its gross weight corrected")
    yield Step(
        does="asks to have the gross weight corrected",
        actor="consignee",
        action="RequestAmendment",
        record="bill",
        intent={"content": content},
    )
    yield Step(
        does="tries to write something else than the holder has asked for",
        actor="carrier",
        action="Amend",
        record="bill",
        intent={"content": Commitment("the bill with another notify party")},
        refusal="BillContentNotRequested",
    )
    yield Step("amends the bill as asked", "carrier", "Amend", "bill", {"content": content})


def _on_paper() -> Iterator[Step]:
    yield Step(
        does="gives the bill back for paper originals",
        actor="consignee",
        action="SurrenderForAmendment",
        record="bill",
        intent={"reason": "SWITCH_TO_PAPER"},
    )
    yield Step(
        does="prints three originals; the electronic bill rests",
        actor="carrier",
        action="ConvertToPaper",
        record="bill",
        intent={"paper": Commitment("the paper set of three originals"), "originals": _ORIGINALS},
    )
    yield Step(
        does="tries to pass on the electronic bill while the paper lives",
        actor="consignee",
        action="TransferPossession",
        record="bill",
        intent={"holder": Member("bank"), "version": VersionOf("bill")},
        manner=Manner.OFFLINE,
        refusal="BillUnexpectedState",
    )
    yield Step(
        does="has all three originals back and lets the electronic bill live again",
        actor="carrier",
        action="ReturnFromPaper",
        record="bill",
        intent={
            "originals": _ORIGINALS,
            "holder": Member("consignee"),
            "titleHolder": Member("consignee"),
        },
    )


_ORIGINALS = 3
_EPISODES: Mapping[Way, Callable[[], Iterator[Step]]] = {
    Way.PLEDGED: _pledged,
    Way.AMENDED: _amended,
    Way.ON_PAPER: _on_paper,
}
