"""A release order's life against a model of the law in plain words; a revoked order lives on in its successor.

As for bills, the model says beforehand what each action must lead to, the new state or the named error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.contracts.records import ZERO, Record, issue_order, order
from tests.properties.life import RIGHT, Life, live, mostly_right, seen
from tests.support.world import Intent

CUSTOMS, CARRIER, TERMINAL, COURT = 0, 2, 3, 4
OFFICES = {CUSTOMS: ("customs", "second_customs"), COURT: ("court", "second_court")}
PARTIES = {CARRIER: "carrier", TERMINAL: "terminal"}
BITS = {CUSTOMS: 1, CARRIER: 4, TERMINAL: 8, COURT: 16}
COUNT = 3
DAY = 86_400

authorities = st.sampled_from(tuple(BITS))
containers = st.integers(0, COUNT - 1)
some_containers = st.frozensets(containers)
delegates = st.sampled_from(("forwarder", "haulier"))


@dataclass(frozen=True)
class Hold:
    """What one authority holds, and who set it; the whole order or single containers."""

    setter: str
    whole: bool = False
    single: frozenset[int] = frozenset()

    @property
    def stands(self) -> bool:
        """Whether anything is held."""
        return self.whole or bool(self.single)


@dataclass(frozen=True)
class Order:
    """The order as the law has it. `chain` are those who had the right to collect, the last of whom has it."""

    valid_until: int
    version: int = 1
    revoked: bool = False
    expired: bool = False
    out: frozenset[int] = frozenset()
    chain: tuple[str, ...] = ("consignee",)
    invited: str | None = None
    holds: dict[int, Hold] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """ReleaseOrderState by name."""
        if self.revoked:
            return "Revoked"
        if len(self.out) == COUNT:
            return "Completed"
        return "Expired" if self.expired else "Active"

    def held_by(self, authority: int) -> Hold:
        """What the authority holds."""
        return self.holds.get(authority, Hold(""))

    def with_hold(self, authority: int, hold: Hold) -> Order:
        """With another hold of the authority; none, if nothing is held any more."""
        others = {each: held for each, held in self.holds.items() if each != authority}
        return replace(self, holds=others | ({authority: hold} if hold.stands else {}))


class OrderLife(Life):
    """The life of the orders on one bill, one after another."""

    def _intent(self, name: str, by: str, off: int = 0, **fields: object) -> Intent:
        known = {"orderId": self.record.record_id, "version": self.order.version + off}
        return Intent(name, by, known | fields)

    def _try(
        self,
        intent: Intent,
        allowed: str,
        error: str | None,
        after: Order,
        *,
        advances: bool = True,
    ) -> None:
        """The action must end with the error, or with the order as it is `after`."""
        if self.order.state not in allowed.split():
            error = "ReleaseOrderUnexpectedState"
        if intent.fields["version"] != self.order.version:
            error = "ReleaseOrderStaleVersion"
        if self._ends(intent, error):
            self.order = replace(after, version=self.order.version + advances)
            self._compare()

    def _compare(self) -> None:
        found = self._do(self.world.read("ReleaseOrder", "orderOf", self.record.record_id))
        expected, member = self.order, self.world.member
        assert self._do(self.world.state("ReleaseOrder", self.record.record_id)) == expected.state
        assert found["version"] == expected.version
        assert found["collector"] == member(expected.chain[-1])
        assert found["invited"] == (member(expected.invited) if expected.invited else 0)
        assert found["gatedOut"] == _bits(expected.out)
        assert found["validUntil"] == expected.valid_until
        holds = expected.holds.items()
        assert found["orderHolds"] == sum(BITS[each] for each, hold in holds if hold.whole)
        singles = frozenset[int]().union(*(hold.single for _, hold in holds))
        assert found["heldContainers"] == _bits(singles)
        live_order = self._do(self.world.read("ReleaseOrder", "liveOrderOf", self.bill_id))
        assert live_order == (ZERO if expected.revoked else self.record.record_id)

    @initialize()
    def issue(self) -> None:
        """The carrier issues on an accomplished bill."""
        self.record = self._do(order(self.world, "Active", containers=COUNT))
        self.bill_id = self.record.facts["billId"]
        found = self._do(self.world.read("ReleaseOrder", "orderOf", self.record.record_id))
        self.order = Order(found["validUntil"])
        self._compare()

    @rule(
        by=mostly_right("stranger", "second_customs"), off=seen, at=authorities, on=some_containers
    )
    def set_hold(self, by: str, off: int, at: int, on: frozenset[int]) -> None:
        """An authority holds the order, or containers that are in."""
        hold = self.order.held_by(at)
        by = self._authority(at) if by == RIGHT else by
        error = self._not_party(at, by)
        if error is None and on & self.order.out:
            error = "ReleaseOrderContainerAlreadyOut"
        if error is None and (on <= hold.single if on else hold.whole):
            error = "ReleaseOrderAlreadyHeld"
        if error is None and hold.stands and by != hold.setter:
            error = "ReleaseOrderHoldOfAnother"
        error = error or self._no_office(at, by)
        held = Hold(by, hold.whole or not on, hold.single | on)
        fields = {"authority": at, "containers": _bits(on)}
        after = self.order.with_hold(at, held)
        self._try(self._intent("SetHold", by, off, **fields), "Active Expired", error, after)

    @precondition(lambda self: bool(self.order.holds))
    @rule(
        by=mostly_right("stranger", "second_customs"), off=seen, at=authorities, whole=st.booleans()
    )
    def clear_hold(self, by: str, off: int, at: int, *, whole: bool) -> None:
        """An authority clears its own hold: of the order, or of all containers."""
        hold = self.order.held_by(at)
        by = self._authority(at) if by == RIGHT else by
        on = frozenset[int]() if whole else hold.single or frozenset({0})
        error = self._not_party(at, by)
        if error is None and not (hold.whole if whole else on <= hold.single):
            error = "ReleaseOrderNotHeld"
        if error is None and by != hold.setter:
            error = "ReleaseOrderHoldOfAnother"
        error = error or self._no_office(at, by)
        left = Hold(hold.setter, hold.whole and not whole, hold.single - on)
        fields = {"authority": at, "containers": _bits(on)}
        after = self.order.with_hold(at, left)
        self._try(self._intent("ClearHold", by, off, **fields), "Active Expired", error, after)

    def _authority(self, at: int) -> str:
        return self.order.held_by(at).setter or PARTIES.get(at) or OFFICES[at][0]

    def _not_party(self, at: int, by: str) -> str | None:
        wrong = at in PARTIES and by != PARTIES[at]
        return "ReleaseOrderNotAuthority" if wrong else None

    def _no_office(self, at: int, by: str) -> str | None:
        wrong = at in OFFICES and by not in OFFICES[at]
        return "ConsortiumMemberLacksRole" if wrong else None

    @rule(by=mostly_right("consignee", "stranger"), off=seen, to=delegates)
    def delegate(self, by: str, off: int, to: str) -> None:
        """Whoever has the right to collect invites another."""
        order, by = self.order, self.order.chain[-1] if by == RIGHT else by
        error = None
        if by != order.chain[-1]:
            error = "ReleaseOrderNotCollector"
        elif order.invited:
            error = "ReleaseOrderDelegationPending"
        elif len(order.chain) == 3:
            error = "ReleaseOrderDelegationExhausted"
        elif to in order.chain:
            error = "ReleaseOrderDelegateUnchanged"
        intent = self._intent("DelegateCollection", by, off, delegate=self.world.member(to))
        self._try(intent, "Active", error, replace(order, invited=to))

    @precondition(lambda self: self.order.invited)
    @rule(by=mostly_right("consignee", "stranger"), off=seen, accepts=st.booleans())
    def answer(self, by: str, off: int, *, accepts: bool) -> None:
        """The invited member accepts or declines."""
        order = self.order
        by = (order.invited or "forwarder") if by == RIGHT else by
        error = None if by == order.invited else "ReleaseOrderNotInvited"
        after = replace(order, invited=None)
        if accepts:
            after = replace(after, chain=(*order.chain, by))
        name, allowed = (
            ("AcceptDelegation", "Active") if accepts else ("DeclineDelegation", "Active Expired")
        )
        self._try(self._intent(name, by, off), allowed, error, after)

    @precondition(lambda self: self.order.invited or len(self.order.chain) > 1)
    @rule(by=mostly_right("forwarder", "haulier", "stranger"), off=seen, of=delegates)
    def withdraw(self, by: str, off: int, of: str) -> None:
        """Whoever stands before a delegate takes the right back, from it and all behind it."""
        order = self.order
        line = (*order.chain, *([order.invited] if order.invited else []))
        by = line[0] if by == RIGHT else by
        error = None
        if of not in line:
            error = "ReleaseOrderNotDelegate"
        elif by not in line[: line.index(of)]:
            error = "ReleaseOrderNotDelegator"
        kept = order.chain[: line.index(of)] if of in line else order.chain
        intent = self._intent("WithdrawDelegation", by, off, delegate=self.world.member(of))
        self._try(intent, "Active Expired", error, replace(order, chain=kept, invited=None))

    @rule(
        by=mostly_right("second_terminal", "stranger"),
        off=seen,
        at=containers,
        to=mostly_right("haulier"),
    )
    def gate_out(self, by: str, off: int, at: int, to: str) -> None:
        """A container leaves; the version stays, so that many gates can work at once."""
        order = self.order
        by, to = ("terminal" if by == RIGHT else by), (order.chain[-1] if to == RIGHT else to)
        error = None
        if by != "terminal":
            error = "ReleaseOrderNotTerminal"
        elif at in order.out:
            error = "ReleaseOrderContainerAlreadyOut"
        elif any(hold.whole or at in hold.single for hold in order.holds.values()):
            error = "ReleaseOrderHeld"
        elif to != order.chain[-1]:
            error = "ReleaseOrderNotCollector"
        fields = {"container": at, "collector": self.world.member(to), "pickup": ZERO}
        after = replace(order, out=order.out | {at})
        self._try(
            self._intent("GateOut", by, off, **fields), "Active", error, after, advances=False
        )

    @precondition(lambda self: bool(self.order.out))
    @rule(off=seen, at=containers, lies=st.sampled_from((False, False, True)))
    def correct(self, off: int, at: int, *, lies: bool) -> None:
        """Terminal and carrier take back a gate-out recorded in error."""
        order = self.order
        at = at if lies else sorted(order.out)[at % len(order.out)]
        fields = {
            "container": at,
            "carrier": self.world.member("carrier"),
            "remark": "0x" + "33" * 32,
        }
        intent = self._intent("CorrectGateOut", "terminal", off, **fields)
        both = replace(intent, cosigners=(self.world.signer("carrier"),))
        error = None if at in order.out else "ReleaseOrderContainerNotOut"
        self._try(both, "Active Expired Completed", error, replace(order, out=order.out - {at}))

    @rule(by=mostly_right("second_carrier", "stranger"), off=seen)
    def extend(self, by: str, off: int) -> None:
        """The carrier gives a day more, from now at the least."""
        by = "carrier" if by == RIGHT else by
        error = None if by == "carrier" else "ReleaseOrderNotCarrier"
        until = max(self.order.valid_until, self._do(self.world.now())) + DAY
        intent = self._intent("ExtendReleaseOrder", by, off, validUntil=until)
        after = replace(self.order, valid_until=until, expired=False)
        self._try(intent, "Active Expired", error, after)

    @precondition(lambda self: self.order.state == "Active" and self.order.version > 4)
    @rule()
    def expire(self) -> None:
        """Time passes, one second beyond the order's last."""
        self._do(self.world.set_time(self.order.valid_until + 1))
        self.order = replace(self.order, expired=True)
        self._compare()

    @precondition(lambda self: self.order.version > 6)
    @rule(by=mostly_right("second_carrier", "stranger"), off=seen, at_once=st.booleans())
    def revoke(self, by: str, off: int, *, at_once: bool) -> None:
        """The carrier revokes, but not from under an office's hold; it may issue another order at once."""
        by = "carrier" if by == RIGHT else by
        error = None
        if by != "carrier":
            error = "ReleaseOrderNotCarrier"
        elif OFFICES.keys() & self.order.holds.keys():
            error = "ReleaseOrderHeldByOffice"
        intent = self._intent("RevokeReleaseOrder", by, off, billId=self.bill_id)
        self._try(intent, "Active Expired", error, replace(self.order, revoked=True))
        if self.order.revoked and at_once:
            self.replace_order(COUNT)

    @precondition(lambda self: self.order.revoked or self.order.version == 5)
    @rule(count=st.sampled_from((COUNT, COUNT, COUNT - 1)))
    def replace_order(self, count: int) -> None:
        """Another order on the same bill: after a revocation alone, and with what left already."""
        successor = Record("ReleaseOrder", self.world.new_id(), 0, self.record.facts)
        until = self._do(self.world.now()) + DAY
        intent = issue_order(self.world, successor, containers=count, validUntil=until)
        if not self.order.revoked:
            self._ends(intent, "ReleaseOrderBillHasOrder")
        elif count != COUNT:
            # Of fewer containers only where none has left; it is not done then, for the model knows three.
            error = "ReleaseOrderOtherContainers" if self.order.out else None
            assert self._do(self.world.refusal(intent)) == error
        elif self._ends(intent, None):
            self.record = successor
            self.order = Order(until, out=self.order.out)
            self._compare()


def _bits(places: frozenset[int]) -> int:
    return sum(1 << place for place in places)


def test_an_order_lives_as_the_law_says(on_a_node: Callable[[type[Life]], None]) -> None:
    on_a_node(OrderLife)
    live(OrderLife, examples=100, steps=40)
