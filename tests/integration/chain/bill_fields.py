"""What a random walk says in the actions on a bill: any value that the bill's row allows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, Final

from chain.states import BillKind, BillState, EndorsementKind, SurrenderReason
from chain.store.rows import Bill
from tests.integration.chain.port import Port, new_id

CONTAINERS: Final = 3
ORIGINALS: Final = 3
TRADERS: Final = ("shipper", "bank", "consignee", "principal")

Fields = dict[str, Any]


class BillFields:
    """Draws fields for one action after another."""

    def __init__(self, port: Port, source: random.Random) -> None:
        self._port, self._random = port, source

    def of(self, bill: Bill, name: str) -> Fields:
        """The fields of an action on the bill beside its id."""
        draw: Callable[[Bill], Fields] | None = getattr(self, f"_{name.lower()}", None)
        more = draw(bill) if draw else {}
        return more if name == "IssueReleaseOrder" else {"version": bill.version, **more}

    def beside(self, bill: Bill, name: str) -> str:
        """Who signs after the actor; "" for nobody."""
        consenting = {
            "Pledge": self._bank_for(bill),
            "VoidBill": self._persona(bill.holder),
            "RequestAmendment": self._persona(bill.pledgee) if bill.pledgee else "",
        }
        return consenting.get(name, "")

    def _issuereleaseorder(self, bill: Bill) -> Fields:
        surrendered = bill.state == BillState.SURRENDERED_FOR_DELIVERY
        return {
            "orderId": new_id(),
            "terminal": self._port.no("terminal"),
            "releaseTo": bill.release_to if surrendered else bill.title_holder,
            "containers": CONTAINERS,
            "flow": self._random.randrange(3),
            "validUntil": int(time.time()) + 3600,
        }

    def _transferpossession(self, bill: Bill) -> Fields:
        return {"holder": self._other_than(bill.holder)}

    def _endorse(self, bill: Bill) -> Fields:
        kind = self._random.choice(list(EndorsementKind))
        blank = kind is EndorsementKind.IN_BLANK
        return {
            "endorsement": int(kind),
            "endorsee": 0 if blank else self._other_than(bill.holder),
            "deliverTo": self._random.choice([0, self._other_than(bill.holder)]),
        }

    def _nominate(self, bill: Bill) -> Fields:
        endorsee = self._other_than(bill.title_holder)
        deliver = endorsee != bill.holder and self._random.random() < 1 / 2
        return {
            "endorsement": self._random.choice([0, 1]),
            "endorsee": endorsee,
            "deliverTo": endorsee if deliver else 0,
        }

    def _executenomination(self, bill: Bill) -> Fields:
        return {"endorsee": bill.nominee}

    def _requestamendment(self, _: Bill) -> Fields:
        return {"content": new_id()}

    def _amend(self, bill: Bill) -> Fields:
        return {"content": bill.requested_content}

    def _surrenderfordelivery(self, _: Bill) -> Fields:
        return {"releaseTo": self._port.no("consignee")}

    def _surrenderforamendment(self, _: Bill) -> Fields:
        return {"reason": int(self._random.choice(list(SurrenderReason)[1:]))}

    def _reissue(self, _: Bill) -> Fields:
        return {"newBillId": new_id()}

    def _splitbill(self, _: Bill) -> Fields:
        return {"children": [new_id() for _ in range(self._random.choice([2, 3]))]}

    def _converttopaper(self, _: Bill) -> Fields:
        return {"paper": new_id(), "originals": ORIGINALS}

    def _returnfrompaper(self, bill: Bill) -> Fields:
        holder = self._other_than(bill.holder)
        straight = bill.kind == BillKind.STRAIGHT
        title = bill.title_holder if straight else self._random.choice([0, holder])
        return {"originals": bill.originals, "holder": holder, "titleHolder": title}

    def _voidbill(self, bill: Bill) -> Fields:
        return {"holder": bill.holder}

    def _pledge(self, bill: Bill) -> Fields:
        return {"pledgee": self._port.no(self._bank_for(bill))}

    def _bank_for(self, bill: Bill) -> str:
        return "second_bank" if self._port.no("second_bank") != bill.holder else "bank"

    def _persona(self, member: int) -> str:
        return next(key for key, p in self._port.members.items() if p.member == member)

    def _other_than(self, member: int) -> int:
        return self._random.choice([n for n in map(self._port.no, TRADERS) if n != member])
