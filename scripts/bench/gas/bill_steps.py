"""The steps of the bills; what follows them is in `steps`."""

from __future__ import annotations

from typing import Any, Final

from contracts.bindings import enums
from scripts.bench.cast import MEMBER
from scripts.bench.gas.life import REASON, Step, on

_SHIPPER, _BANK, _CONSIGNEE = MEMBER["shipper"], MEMBER["bank"], MEMBER["consignee"]
_AMENDMENT: Final = enums()["SurrenderReason"]["Amendment"]
_TO_PAPER: Final = enums()["SurrenderReason"]["SwitchToPaper"]
_SPLIT: Final = enums()["SurrenderReason"]["Split"]
_COMBINE: Final = enums()["SurrenderReason"]["Combine"]
_PARENTS: Final = ("first parent", "second parent")


def _bill(action: str, by: str, version: int, variant: str = "", **fields: Any) -> Step:
    return on("billId", "bill", action, by, version, variant, **fields)


def _issue_bill(kind: str) -> Step:
    return Step(
        "IssueBill",
        ("carrier",),
        lambda life: {
            "billId": life.record(kind),
            "kind": enums()["BillKind"]["ToOrder"],
            "holder": MEMBER["shipper"],
            "titleHolder": MEMBER["shipper"],
        },
    )


BILLS: Final = (
    _issue_bill("pledged bill"),
    on("billId", "pledged bill", "Pledge", "shipper, bank", 1, pledgee=_BANK),
    on("billId", "pledged bill", "ReleasePledge", "bank", 2),
    on("billId", "pledged bill", "Pledge", "shipper, bank", 3, pledgee=_BANK),
    on("billId", "pledged bill", "EnforcePledge", "bank", 4),
    _issue_bill("voided bill"),
    on("billId", "voided bill", "VoidBill", "carrier, shipper", 1, holder=_SHIPPER),
    _issue_bill("paper bill"),
    on("billId", "paper bill", "SurrenderForAmendment", "shipper", 1, reason=_TO_PAPER),
    on("billId", "paper bill", "ConvertToPaper", "carrier", 2, paper=REASON, originals=3),
    on(
        "billId",
        "paper bill",
        "ReturnFromPaper",
        "carrier",
        3,
        originals=3,
        holder=_SHIPPER,
        titleHolder=_SHIPPER,
    ),
    _issue_bill("reissued bill"),
    on("billId", "reissued bill", "SurrenderForAmendment", "shipper", 1, reason=_AMENDMENT),
    on("billId", "reissued bill", "AcceptSurrender", "carrier", 2),
    Step(
        "Reissue",
        ("carrier",),
        lambda life: {
            "billId": life.record("reissued bill"),
            "version": 3,
            "newBillId": life.record("new bill"),
        },
    ),
    _issue_bill("split bill"),
    on("billId", "split bill", "SurrenderForAmendment", "shipper", 1, reason=_SPLIT),
    on("billId", "split bill", "AcceptSurrender", "carrier", 2),
    Step(
        "SplitBill",
        ("carrier",),
        lambda life: {
            "billId": life.record("split bill"),
            "version": 3,
            "children": [life.record("first child"), life.record("second child")],
        },
        "in two",
    ),
    *(
        step
        for parent in _PARENTS
        for step in (
            _issue_bill(parent),
            on("billId", parent, "SurrenderForAmendment", "shipper", 1, reason=_COMBINE),
            on("billId", parent, "AcceptSurrender", "carrier", 2),
        )
    ),
    Step(
        "CombineBills",
        ("carrier",),
        lambda life: {
            "billId": life.record("union"),
            "parents": [life.record(parent) for parent in _PARENTS],
            "versions": [3, 3],
        },
        "of two",
    ),
    _issue_bill("bill"),
    _bill("Endorse", "shipper", 1, "title and possession", endorsee=_BANK, deliverTo=_BANK),
    _bill("RejectTransfer", "bank", 2, "both"),
    _bill("TransferPossession", "shipper", 3, holder=_BANK),
    _bill("RejectTransfer", "bank", 4),
    _bill("Endorse", "shipper", 5, "title alone", endorsee=_BANK),
    _bill("RejectTransfer", "bank", 6, "title"),
    _bill("SignBill", "shipper", 7),
    _bill("FreezeBill", "court", 8),
    _bill("UnfreezeBill", "court", 9),
    _bill("RequestAmendment", "shipper", 10, content=REASON),
    _bill("Amend", "carrier", 11, content=REASON),
    _bill("TransferPossession", "shipper", 12, holder=_BANK),
    _bill("Nominate", "shipper", 13, endorsee=_CONSIGNEE, deliverTo=_CONSIGNEE),
    _bill("ExecuteNomination", "bank", 14, endorsee=_CONSIGNEE),
    _bill("SurrenderForDelivery", "consignee", 15, releaseTo=_CONSIGNEE),
    _bill("RejectSurrender", "carrier", 16),
    _bill("SurrenderForDelivery", "consignee", 17, releaseTo=_CONSIGNEE),
    _bill("AcceptSurrender", "carrier", 18),
)
