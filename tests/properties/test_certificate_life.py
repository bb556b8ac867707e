"""The refund certificates of one declaration item against a model of the law in plain words.

As for bills, the model says beforehand what each action must lead to, the new state or the named error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.contracts.records import REASON, ZERO, Record, apply_certificate
from tests.properties.life import RIGHT, Life, live, mostly_right, seen
from tests.support.world import Intent

MOST = 4
DECLARED = 1_000
GONE = {"Refused", "Voided", "Withdrawn"}
"""What takes nothing of the item any more."""
DECISIONS = (
    ("AcceptApplication", "Submitted", "Accepted"),
    ("AcceptApplication", "Submitted", "Accepted"),
    ("ReturnApplication", "Submitted", "Returned"),
    ("IssueCertificate", "Accepted", "Issued"),
    ("IssueCertificate", "Accepted", "Issued"),
    ("IssueCertificate", "Accepted", "Issued"),
    ("RefuseCertificate", "Accepted", "Refused"),
)
"""What the tax authority decides, in which state, and the state that follows."""
STALE, STATE = "CertificateStaleVersion", "CertificateUnexpectedState"

chosen = st.integers(0, MOST - 1)
quantities = st.sampled_from((0, 1, 100, 200, 300, 300, 500, DECLARED, DECLARED + 1))
officers = mostly_right("second_tax_authority", "shipper")
applicants = mostly_right("principal", "tax_authority")


@dataclass(frozen=True)
class Certificate:
    """A certificate as the law has it; `asked` is what its applicant wants in its place, with how much."""

    record_id: str
    quantity: int
    state: str = "Submitted"
    version: int = 1
    asked: tuple[str, int] | None = None


class CertificateLife(Life):
    """All certificates of one type on one item."""

    @initialize()
    def declare(self) -> None:
        """The item is new."""
        self.item, self.all, self.declared = self.world.new_id(), list[Certificate](), DECLARED

    @property
    def certified(self) -> int:
        """What the certificates that stand take."""
        return sum(each.quantity for each in self.all if each.state not in GONE)

    def _any(self, *states: str) -> bool:
        return any(each.state in states for each in self.all)

    def _at(self, at: int, allowed: str) -> int:
        """One that is in an allowed state, if there is one; the highest draw takes any."""
        fitting = [place for place, each in enumerate(self.all) if each.state in allowed.split()]
        return fitting[at % len(fitting)] if fitting and at != MOST - 1 else at % len(self.all)

    def _too_much(self, quantity: int, freed: int = 0) -> str | None:
        fits = 0 < quantity <= self.declared - (self.certified - freed)
        return None if fits else "CertificateQuantity"

    def _try(
        self,
        name: str,
        by: str,
        off: int,
        at: int,
        after: Certificate,
        *,
        allowed: str,
        error: str | None,
        **fields: object,
    ) -> bool:
        """The action on one certificate must end with the error, or with the certificate as it is `after`."""
        before = self.all[at]
        if before.state not in allowed.split():
            error = STATE
        if off:
            error = STALE
        known = {"certificateId": before.record_id, "version": before.version + off}
        done = self._ends(Intent(name, by, known | fields), error)
        if done:
            self.all[at] = replace(after, version=before.version + 1)
            self._compare(at)
        return done

    def _compare(self, at: int) -> None:
        expected = self.all[at]
        found = self._do(
            self.world.read("TaxRefundCertificate", "certificateOf", expected.record_id)
        )
        state = self._do(self.world.state("TaxRefundCertificate", expected.record_id))
        assert (state, found["version"]) == (expected.state, expected.version)
        assert found["quantity"] == expected.quantity
        certified, declared = self._do(
            self.world.read("TaxRefundCertificate", "quantityOf", self.item, 1)
        )
        assert (certified, declared) == (self.certified, self.declared)
        assert self.certified <= self.declared

    @precondition(lambda self: len(self.all) < MOST and self.certified < self.declared)
    @rule(quantity=quantities, declared=st.sampled_from((DECLARED, DECLARED, DECLARED, 900)))
    def apply(self, quantity: int, declared: int) -> None:
        """The shipper applies for a part of the item."""
        made = Record(
            "TaxRefundCertificate", self.world.new_id(), 0, {"declarationItem": self.item}
        )
        fields = {"quantity": quantity, "declaredQuantity": declared}
        error = None
        if self.certified and declared != self.declared:
            error = "CertificateDeclaredQuantity"
        elif not 0 < quantity <= declared - self.certified:
            error = "CertificateQuantity"
        if self._ends(apply_certificate(self.world, made, **fields), error):
            self.declared = declared
            self.all.append(Certificate(made.record_id, quantity))
            self._compare(-1)

    @precondition(lambda self: bool(self.all))
    @rule(by=officers, off=seen, at=chosen, pick=st.integers(0, 59))
    def decide(self, by: str, off: int, at: int, pick: int) -> None:
        """The tax authority accepts, returns, issues or refuses; mostly what can be done now."""
        at = self._at(at, "Submitted Accepted")
        steps = [step for step in DECISIONS if step[1] == self.all[at].state] or DECISIONS
        name, allowed, state = steps[pick % len(steps)]
        after = replace(self.all[at], state=state)
        by, error = self._officer(by)
        self._try(name, by, off, at, after, allowed=allowed, error=error, remark=REASON)

    @precondition(lambda self: self._any("Returned"))
    @rule(by=applicants, off=seen, at=chosen, quantity=quantities)
    def resubmit(self, by: str, off: int, at: int, quantity: int) -> None:
        """The applicant corrects what was returned."""
        at = self._at(at, "Returned")
        by, error = self._applicant(by)
        error = error or self._too_much(quantity, self.all[at].quantity)
        after = replace(self.all[at], state="Submitted", quantity=quantity)
        fields = {"content": self.world.new_id(), "quantity": quantity}
        self._try(
            "ResubmitApplication", by, off, at, after, allowed="Returned", error=error, **fields
        )

    @precondition(lambda self: len(self.all) > 2 and self._any("Submitted", "Returned"))
    @rule(by=applicants, off=seen, at=chosen)
    def withdraw(self, by: str, off: int, at: int) -> None:
        """The applicant takes back what is not decided."""
        at = self._at(at, "Submitted Returned Accepted")
        by, error = self._applicant(by)
        after = replace(self.all[at], state="Withdrawn")
        allowed = "Submitted Returned Accepted"
        self._try("WithdrawApplication", by, off, at, after, allowed=allowed, error=error)

    @precondition(lambda self: len(self.all) > 1 and self._any("Issued", "VoidApplied", "Used"))
    @rule(by=mostly_right("shipper", "customs"), off=seen, at=chosen)
    def use(self, by: str, off: int, at: int) -> None:
        """The user uses it, once, also while its voiding is applied for."""
        at = self._at(at, "Issued VoidApplied")
        by = "principal" if by == RIGHT else by
        error = None if by == "principal" else "CertificateNotUser"
        after = replace(self.all[at], state="Used")
        fields = {"usedFor": self.world.new_id()}
        allowed = "Issued VoidApplied"
        self._try("UseCertificate", by, off, at, after, allowed=allowed, error=error, **fields)

    @precondition(lambda self: self._any("Issued", "VoidApplied"))
    @rule(by=applicants, off=seen, at=chosen, quantity=st.none() | quantities)
    def apply_void(self, by: str, off: int, at: int, quantity: int | None) -> None:
        """The applicant asks for its voiding, or for another in its place."""
        at = self._at(at, "Issued VoidApplied")
        by, error = self._applicant(by)
        if error is None and quantity is not None:
            error = self._too_much(quantity, self.all[at].quantity)
        asked = None if quantity is None else (self.world.new_id(), quantity)
        after = replace(self.all[at], state="VoidApplied", asked=asked)
        replacement, corrected = asked or (ZERO, 0)
        fields = {"replacement": replacement, "quantity": corrected, "billId": ZERO}
        allowed = "Issued VoidApplied"
        self._try("ApplyVoid", by, off, at, after, allowed=allowed, error=error, **fields)

    @precondition(lambda self: self._any("VoidApplied"))
    @rule(by=officers, off=seen, at=chosen)
    def void(self, by: str, off: int, at: int) -> None:
        """The tax authority voids what nothing is to replace."""
        at = self._at(at, "VoidApplied")
        by, error = self._officer(by)
        if error is None and self.all[at].asked:
            error = "CertificateReplacement"
        after = replace(self.all[at], state="Voided")
        self._try("VoidCertificate", by, off, at, after, allowed="VoidApplied", error=error)

    @precondition(lambda self: self._any("VoidApplied"))
    @rule(by=officers, off=seen, at=chosen, other=st.sampled_from((False, False, False, True)))
    def replace_one(self, by: str, off: int, at: int, *, other: bool) -> None:
        """The tax authority puts into its place what was asked for, and nothing else: at once, and if it still fits."""
        at = self._at(at, "VoidApplied")
        before = self.all[at]
        by, error = self._officer(by)
        asked, quantity = before.asked or (self.world.new_id(), 0)
        if error is None and (other or not before.asked):
            error = "CertificateReplacement"
        error = error or self._too_much(quantity, before.quantity)
        fields = {"replacement": self.world.new_id() if other else asked}
        if error is None and before.state == "VoidApplied" and not off:
            self.all.append(Certificate(asked, quantity, "Issued"))
        after = replace(before, state="Voided")
        done = self._try(
            "ReplaceCertificate", by, off, at, after, allowed="VoidApplied", error=error, **fields
        )
        if done:
            self._compare(-1)

    def _officer(self, by: str) -> tuple[str, str | None]:
        by = "tax_authority" if by == RIGHT else by
        return by, None if by == "tax_authority" else "CertificateNotTaxAuthority"

    def _applicant(self, by: str) -> tuple[str, str | None]:
        by = "shipper" if by == RIGHT else by
        return by, None if by == "shipper" else "CertificateNotApplicant"


def test_certificates_live_as_the_law_says(on_a_node: Callable[[type[Life]], None]) -> None:
    on_a_node(CertificateLife)
    live(CertificateLife, examples=100, steps=50)
