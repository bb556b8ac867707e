"""Every action once in its place: the lives of records that the gas measurement leads.

A life is one set of records (a member, a bill, an order, certificates), and `STEPS` is what happens to it in
order. Many lives go through the steps side by side, so that a step can be measured alone, in batches and as a signed
set. To measure a new action, add the step where its record is ready for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from eth_utils.crypto import keccak

from contracts.bindings import enums
from scripts.bench.cast import MEMBER, ROLES, WALLETS
from wallets.signer import LocalSigner

VALID_UNTIL: Final = 2**40 - 1
TRANSFER_POWER: Final = 1 << 3
RECOVERY_SECONDS: Final = 8 * 24 * 3600
REASON: Final = "0x" + keccak(text="benchmark reason").hex()
FIRST_MEMBER: Final = len(ROLES) + 1

UNMEASURED: Final[Mapping[str, str]] = {}
"""Actions without a step, each with the reason."""


@dataclass(frozen=True)
class Life:
    """One life: the ids of its records follow from its number, so that every run is the same."""

    number: int

    def record(self, kind: str) -> str:
        """The id of its record of this kind."""
        return "0x" + keccak(text=f"benchmark {kind} {self.number}").hex()

    @property
    def member(self) -> int:
        """The number of the member that is admitted in this life."""
        return FIRST_MEMBER + self.number

    @cached_property
    def admin(self) -> LocalSigner:
        """The first wallet of its member."""
        return self._wallet("admin")

    @cached_property
    def clerk(self) -> LocalSigner:
        """A wallet that its member enrols."""
        return self._wallet("clerk")

    @cached_property
    def heir(self) -> LocalSigner:
        """The wallet that recovers its member."""
        return self._wallet("heir")

    def signer(self, key: str) -> LocalSigner:
        """A wallet of this life by its name, or of the cast by its member's."""
        own = {"admin", "clerk", "heir"}
        wallet: LocalSigner = getattr(self, key) if key in own else WALLETS[key]
        return wallet

    def _wallet(self, key: str) -> LocalSigner:
        return LocalSigner.from_key(keccak(text=f"benchmark {key} of {self.number}"))


@dataclass(frozen=True)
class Step:
    """One action in every life.

    Attributes:
        action: The action's name.
        by: Whose wallets sign, in order; the first one's member acts.
        fields: The action's fields in a life; those that are not given are empty.
        variant: What tells it from the action's other steps in the report.
        after_seconds: How far the clock is moved before it.
    """

    action: str
    by: tuple[str, ...]
    fields: Callable[[Life], Mapping[str, Any]]
    variant: str = ""
    after_seconds: int = 0

    @property
    def as_set(self) -> bool:
        """Whether the same wallets sign in every life, so that one signature can serve many.

        Governors' actions are counted signature by signature.
        """
        return all(key in WALLETS and key != "governor" for key in self.by)

    @property
    def label(self) -> str:
        """Its name in the report."""
        return f"{self.action} ({self.variant})" if self.variant else self.action


def _member(action: str, by: str, version: int, **fields: Any) -> Step:
    return Step(
        action,
        (by,),
        lambda life: {"member": life.member, "version": version} | fields,
        after_seconds=RECOVERY_SECONDS if action == "CompleteRecovery" else 0,
    )


def _bill(action: str, by: str, version: int, variant: str = "", **fields: Any) -> Step:
    return Step(
        action,
        (by,),
        lambda life: {"billId": life.record("bill"), "version": version} | fields,
        variant,
    )


def _order(action: str, by: str, version: int, variant: str = "", **fields: Any) -> Step:
    return Step(
        action,
        (by,),
        lambda life: {"orderId": life.record("order"), "version": version} | fields,
        variant,
    )


def _certificate(action: str, by: str, kind: str, version: int, **fields: Any) -> Step:
    return Step(
        action,
        (by,),
        lambda life: {"certificateId": life.record(kind), "version": version} | fields,
    )


def _apply(kind: str) -> Step:
    return Step(
        "ApplyCertificate",
        ("shipper",),
        lambda life: {
            "certificateId": life.record(kind),
            "certificateType": enums()["CertificateType"]["AgencyExport"],
            "taxAuthority": MEMBER["tax_authority"],
            "user": MEMBER["shipper"],
            "declarationItem": life.record(f"item of {kind}"),
            "quantity": 100,
            "declaredQuantity": 1000,
        },
    )


def _issue_order(kind: str) -> Step:
    return Step(
        "IssueReleaseOrder",
        ("carrier",),
        lambda life: {
            "orderId": life.record(kind),
            "billId": life.record("bill"),
            "terminal": MEMBER["terminal"],
            "releaseTo": MEMBER["consignee"],
            "containers": 3,
            "validUntil": VALID_UNTIL,
        },
    )


_SHIPPER, _BANK = MEMBER["shipper"], MEMBER["bank"]
_CONSIGNEE, _FORWARDER = MEMBER["consignee"], MEMBER["forwarder"]

GOVERNANCE: Final = (
    Step(
        "AdmitMember",
        ("governor",),
        lambda life: {
            "identity": life.record("identity"),
            "name": "Benchmark member",
            "roles": enums()["Roles"]["SHIPPER"],
            "wallet": life.admin.address,
        },
    ),
    Step(
        "EnrolWallet",
        ("admin", "clerk"),
        lambda life: {
            "member": life.member,
            "version": 1,
            "wallet": life.clerk.address,
            "powers": TRANSFER_POWER,
        },
    ),
    _member("ChangeRoles", "governor", 2, roles=enums()["Roles"]["FORWARDER"]),
    _member("SuspendMember", "governor", 3),
    _member("ReinstateMember", "governor", 4),
    _member("SetFourEyes", "admin", 5, powers=TRANSFER_POWER),
    Step(
        "RevokeWallet",
        ("admin",),
        lambda life: {"member": life.member, "version": 6, "wallet": life.clerk.address},
    ),
    Step(
        "ProposeRecovery",
        ("governor",),
        lambda life: {"member": life.member, "version": 7, "wallet": life.heir.address},
    ),
    _member("VetoRecovery", "admin", 8),
    Step(
        "ProposeRecovery",
        ("governor",),
        lambda life: {"member": life.member, "version": 9, "wallet": life.heir.address},
    ),
    _member("CompleteRecovery", "heir", 10),
    Step(
        "ChangeThreshold",
        ("governor",),
        lambda life: {"member": 0, "version": 1 + life.number, "threshold": 1},
    ),
)

BILLS: Final = (
    Step(
        "IssueBill",
        ("carrier",),
        lambda life: {
            "billId": life.record("bill"),
            "kind": enums()["BillKind"]["ToOrder"],
            "holder": _SHIPPER,
            "titleHolder": _SHIPPER,
        },
    ),
    _bill("Endorse", "shipper", 1, "title and possession", endorsee=_BANK, deliverTo=_BANK),
    _bill("RejectTransfer", "bank", 2, "both"),
    _bill("TransferPossession", "shipper", 3, holder=_BANK),
    _bill("RejectTransfer", "bank", 4),
    _bill("Endorse", "shipper", 5, "title alone", endorsee=_BANK),
    _bill("RejectTransfer", "bank", 6),
    _bill(
        "Endorse", "shipper", 7, "title and possession", endorsee=_CONSIGNEE, deliverTo=_CONSIGNEE
    ),
    _bill("SurrenderForDelivery", "consignee", 8, releaseTo=_CONSIGNEE),
    _bill("RejectSurrender", "carrier", 9),
    _bill("SurrenderForDelivery", "consignee", 10, releaseTo=_CONSIGNEE),
    _bill("AcceptSurrender", "carrier", 11),
)

ORDERS: Final = (
    _issue_order("order in error"),
    Step(
        "RevokeReleaseOrder",
        ("carrier",),
        lambda life: {
            "orderId": life.record("order in error"),
            "version": 1,
            "billId": life.record("bill"),
        },
    ),
    _issue_order("order"),
    _order("SetHold", "customs", 1, authority=0),
    _order("ClearHold", "customs", 2, authority=0),
    _order("DelegateCollection", "consignee", 3, delegate=_FORWARDER),
    _order("AcceptDelegation", "forwarder", 4),
    _order("GateOut", "terminal", 5, "the first container", container=0, collector=_FORWARDER),
    _order("GateOut", "terminal", 5, container=1, collector=_FORWARDER),
)

CERTIFICATES: Final = (
    _apply("used certificate"),
    _certificate("IssueCertificate", "tax_authority", "used certificate", 1),
    _certificate("UseCertificate", "shipper", "used certificate", 2, usedFor=REASON),
    _apply("refused certificate"),
    _certificate("RefuseCertificate", "tax_authority", "refused certificate", 1, remark=REASON),
    _apply("voided certificate"),
    _certificate("IssueCertificate", "tax_authority", "voided certificate", 1),
    _certificate("VoidCertificate", "tax_authority", "voided certificate", 2, remark=REASON),
)

STEPS: Final = (*GOVERNANCE, *BILLS, *ORDERS, *CERTIFICATES)
