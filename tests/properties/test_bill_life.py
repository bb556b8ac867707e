"""A bill's life against a model of the law in plain words: random actions of random parties on a real node.

The model says beforehand what each action must lead to, the new state or the named error. It shares nothing with
the contracts but the words, and the project's own clients carry the actions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.properties.life import Life, live, seen
from tests.support.world import Intent

TO_ORDER, BEARER = 1, 2
ENDORSE_TO_ORDER, RESTRICTIVE, IN_BLANK = 0, 1, 2
TRADERS = ("shipper", "bank", "consignee")
EVERYBODY = (*TRADERS, "carrier", "second_carrier", "stranger")

THE_HOLDER = "the holder"
"""Whoever that is at the time: mostly the holder tries to pass the bill on."""

traders = st.sampled_from(TRADERS)
givers = st.sampled_from((*[THE_HOLDER] * 4, *TRADERS))
receivers = st.sampled_from((*[THE_HOLDER] * 4, *EVERYBODY))


@dataclass(frozen=True)
class Right:
    """Who has what: `title` is nobody's while title follows possession."""

    holder: str
    title: str | None
    restricted: bool = False

    @property
    def titled(self) -> str:
        """Who has title now."""
        return self.holder if self.title is None else self.title


@dataclass(frozen=True)
class Bill:
    """The bill as the law has it; `before` and `may_reject` tell what a rejection leads back to, and whose it is."""

    right: Right
    state: str = "Issued"
    version: int = 1
    before: Right | None = None
    may_reject: str | None = None
    surrendered_by: str | None = None
    pledgee: str | None = None


class BillLife(Life):
    """The life of one bill."""

    def _intent(self, name: str, by: str, off: int = 0, **fields: Any) -> Intent:
        fields = {"billId": self.bill_id, "version": self.bill.version + off} | fields
        return Intent(name, by, fields)

    def _who(self, by: str) -> str:
        return self.bill.right.holder if by == THE_HOLDER else by

    def _try(self, intent: Intent, error: str | None, after: Bill) -> None:
        """The action must end with the error, or with the bill as it is `after`, one version on."""
        if intent.fields["version"] != self.bill.version:
            error = "BillStaleVersion"
        if self._ends(intent, error):
            self.bill = replace(after, version=self.bill.version + 1)
            self._compare()

    def _compare(self) -> None:
        found = self._do(self.world.read("BillOfLading", "billOf", self.bill_id))
        member, right = self.world.member, self.bill.right
        state = "Pledged" if self.bill.pledgee else self.bill.state
        assert self._do(self.world.state("BillOfLading", self.bill_id)) == state
        assert found["version"] == self.bill.version
        assert found["holder"] == member(right.holder)
        assert found["titleHolder"] == member(right.titled)
        assert found["blank"] == (right.title is None)
        assert found["restricted"] == right.restricted
        assert found["pledgee"] == (member(self.bill.pledgee) if self.bill.pledgee else 0)

    def _circulating(self, *, holder: str | None = None) -> str | None:
        """Why nothing circulates now, or why this member is not the one who passes the bill on."""
        if self.bill.state != "Issued":
            return "BillUnexpectedState"
        if self.bill.pledgee:
            return "BillPledged"
        return "BillNotHolder" if holder not in {None, self.bill.right.holder} else None

    @initialize(bearer=st.booleans())
    def issue(self, *, bearer: bool) -> None:
        """The carrier issues to the shipper."""
        self.bill_id = self.world.new_id()
        shipper = self.world.member("shipper")
        fields = {
            "billId": self.bill_id,
            "kind": BEARER if bearer else TO_ORDER,
            "holder": shipper,
            "titleHolder": 0 if bearer else shipper,
        }
        self._do(self.world.act(Intent("IssueBill", "carrier", fields)))
        self.bill = Bill(Right("shipper", None if bearer else "shipper"))
        self._compare()

    @rule(
        by=givers,
        off=seen,
        kind=st.sampled_from((ENDORSE_TO_ORDER, ENDORSE_TO_ORDER, RESTRICTIVE, IN_BLANK)),
        endorsee=traders,
        deliver_to=st.none() | traders,
    )
    def endorse(self, by: str, off: int, kind: int, endorsee: str, deliver_to: str | None) -> None:
        """Title moves, and possession if it is delivered."""
        by, right = self._who(by), self.bill.right
        error = self._circulating(holder=by)
        if error is None and by != right.titled:
            error = "BillNotTitleHolder"
        if error is None and right.restricted:
            error = "BillEndorsementRestricted"
        to_itself = kind != IN_BLANK and endorsee == by and right.title is not None
        if error is None and (to_itself or deliver_to == by):
            error = "BillRecipientUnchanged"
        title = None if kind == IN_BLANK else endorsee
        after = Right(deliver_to or right.holder, title, kind == RESTRICTIVE)
        moved = replace(self.bill, right=after, before=right, may_reject=deliver_to or title)
        intent = self._intent(
            "Endorse",
            by,
            off,
            endorsement=kind,
            endorsee=self.world.member(title) if title else 0,
            deliverTo=self.world.member(deliver_to) if deliver_to else 0,
        )
        self._try(intent, error, moved)

    @rule(by=givers, off=seen, to=traders)
    def transfer(self, by: str, off: int, to: str) -> None:
        """Possession alone moves."""
        by, right = self._who(by), self.bill.right
        error = self._circulating(holder=by) or ("BillRecipientUnchanged" if to == by else None)
        after = replace(self.bill, right=replace(right, holder=to), before=right, may_reject=to)
        intent = self._intent("TransferPossession", by, off, holder=self.world.member(to))
        self._try(intent, error, after)

    @rule(by=receivers, off=seen)
    def reject(self, by: str, off: int) -> None:
        """Whoever has just received sends it back."""
        by, error = self._who(by), self._circulating()
        if error is None and (self.bill.before is None or by != self.bill.may_reject):
            error = "BillNothingToReject"
        after = replace(
            self.bill, right=self.bill.before or self.bill.right, before=None, may_reject=None
        )
        self._try(self._intent("RejectTransfer", by, off), error, after)

    @rule(by=givers, off=seen)
    def surrender(self, by: str, off: int) -> None:
        """Possession and title together give the bill back for delivery."""
        by, right = self._who(by), self.bill.right
        error = self._circulating(holder=by)
        if error is None and by != right.titled:
            error = "BillNotTitleHolder"
        after = replace(
            self.bill,
            right=replace(right, holder="carrier"),
            state="PendingSurrenderForDelivery",
            before=None,
            may_reject=None,
            surrendered_by=by,
        )
        to = self.world.member("consignee")
        self._try(self._intent("SurrenderForDelivery", by, off, releaseTo=to), error, after)

    @rule(by=st.sampled_from(("carrier", "carrier", "carrier", "second_carrier")), off=seen)
    def accept(self, by: str, off: int) -> None:
        """The carrier accepts: the bill is accomplished."""
        after = replace(self.bill, state="SurrenderedForDelivery")
        self._try(self._intent("AcceptSurrender", by, off), self._unanswerable(by), after)

    @rule(by=st.sampled_from(("carrier", "carrier", "carrier", "second_carrier")), off=seen)
    def refuse(self, by: str, off: int) -> None:
        """The carrier refuses: possession goes back."""
        error, back = self._unanswerable(by), self.bill.surrendered_by or "carrier"
        right = replace(self.bill.right, holder=back)
        after = replace(self.bill, right=right, state="Issued", surrendered_by=None)
        self._try(self._intent("RejectSurrender", by, off), error, after)

    def _unanswerable(self, by: str) -> str | None:
        if self.bill.state != "PendingSurrenderForDelivery":
            return "BillUnexpectedState"
        return None if by == "carrier" else "BillNotCarrier"

    @precondition(lambda self: self._circulating() is None and not self.bill.right.restricted)
    @precondition(lambda self: self.bill.right.titled == self.bill.right.holder != "bank")
    @rule(off=seen)
    def pledge(self, off: int) -> None:
        """Holder and bank sign one action."""
        holder = self.bill.right.holder
        intent = self._intent("Pledge", holder, off, pledgee=self.world.member("bank"))
        both = replace(intent, cosigners=(self.world.signer("bank"),))
        self._try(both, None, replace(self.bill, pledgee="bank", before=None, may_reject=None))

    @rule(by=traders, off=seen)
    def release_pledge(self, by: str, off: int) -> None:
        """The bank alone gives its pledge up."""
        error = "BillUnexpectedState" if self.bill.state != "Issued" else None
        if error is None and not self.bill.pledgee:
            error = "BillNotPledged"
        if error is None and by != self.bill.pledgee:
            error = "BillNotPledgee"
        self._try(self._intent("ReleasePledge", by, off), error, replace(self.bill, pledgee=None))


def test_a_bill_lives_as_the_law_says(on_a_node: Callable[[type[Life]], None]) -> None:
    on_a_node(BillLife)
    live(BillLife, examples=150, steps=40)
