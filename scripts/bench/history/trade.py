"""The events of a synthetic trade: consignment after consignment, each from issue to gate-out, the same each time.

A big carrier, terminal and bank have most of it, many shippers and consignees a hundredth each, and one shipper had
a few consignments at the very beginning: the newest of all records are never its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final
from zlib import crc32

from chain.states import DocumentType, Role, SubjectKind

BIG_CARRIER, BIG_TERMINAL, BIG_BANK, CUSTOMS, TAX, COURT, TINY = 1, 11, 21, 31, 32, 33, 39
MIDDLE = 40
"""The first of a hundred shippers."""

ZERO: Final = "0x" + "00" * 32
WALLET: Final = "0x" + "aA" * 20

_CARRIERS, _TERMINALS, _BANKS = range(1, 11), range(11, 21), range(21, 31)
_SHIPPERS, _CONSIGNEES, _FORWARDERS = range(40, 140), range(140, 240), range(240, 250)
_TINY = range(3, 63, 3)
_TOGETHER: Final = 200
"""Consignments that are on their way at once."""

_VALID_SECONDS: Final = 14 * 86_400

Step = tuple[str, str, dict[str, Any]]
"""A contract, an event of it, and its arguments."""

Trade = Iterator[Step]


def members() -> Iterator[tuple[int, Role]]:
    """Everybody who takes part, and what as."""
    for numbers, role in (
        (_CARRIERS, Role.CARRIER),
        (_TERMINALS, Role.TERMINAL),
        (_BANKS, Role.BANK),
        ((CUSTOMS,), Role.CUSTOMS),
        ((TAX,), Role.TAX_AUTHORITY),
        ((COURT,), Role.COURT),
        ((TINY, *_SHIPPERS), Role.SHIPPER),
        (_CONSIGNEES, Role.CONSIGNEE),
        (_FORWARDERS, Role.FORWARDER),
    ):
        yield from ((number, role) for number in numbers)


def founding() -> Trade:
    """The members, as a deployment admits them."""
    for number, role in members():
        yield (
            "Consortium",
            "MemberAdmitted",
            {
                "member": number,
                "identity": id_of("member", number),
                "name": f"Member {number}",
                "roles": int(role),
                "version": 1,
                "actor": 0,
            },
        )


def trade(time: Any) -> Trade:
    """The consignments' events, without end. `time` gives the time of the block that is being filled."""
    number = 0
    while True:
        underway = [_life(Consignment(i), time) for i in range(number, number + _TOGETHER)]
        number += _TOGETHER
        while underway:
            for life in list(underway):
                step = next(life, None)
                if step is None:
                    underway.remove(life)
                else:
                    yield step


def id_of(kind: str, number: int) -> str:
    """The id of a record: as evenly spread as the real ones."""
    return "0x" + blake2b(f"{kind} {number}".encode(), digest_size=32).hexdigest()


@dataclass
class Consignment:
    """Who has part in the consignment of a number, and the versions of its records."""

    number: int
    versions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = self.number
        self.carrier = BIG_CARRIER if n % 10 < 6 else _CARRIERS[n % 9 + 1]  # noqa: PLR2004 - six in ten
        self.terminal = BIG_TERMINAL if n % 10 < 6 else _TERMINALS[n % 9 + 1]  # noqa: PLR2004 - the same
        self.bank = BIG_BANK if n % 4 else _BANKS[n % 9 + 1]
        self.shipper = TINY if n in _TINY else _SHIPPERS[n * 7 % 100]
        self.consignee = _CONSIGNEES[n * 13 % 100]
        self.forwarder = _FORWARDERS[n % 10]

    def every(self, count: int, what: str) -> bool:
        """Whether this is one of so many for which something is so, whatever else is so for them."""
        return crc32(f"{what} {self.number}".encode()) % count == 0

    def step(self, contract: str, name: str, key: str, kind: str, /, **args: Any) -> Step:
        """An event of a record of this consignment, which takes the record to its next version."""
        record_id = id_of(kind, self.number)
        self.versions[kind] = self.versions.get(kind, 0) + args.pop("steps", 1)
        given = {key: record_id, "version": self.versions[kind], "wallet": WALLET}
        return contract, name, given | args


def _life(of: Consignment, time: Any) -> Trade:
    bill = id_of("bill", of.number)
    of_bill = ("billId", "bill")
    issued = {
        "kind": 3 if of.every(97, "bearer") else 1,
        "holder": of.shipper,
        "titleHolder": of.shipper,
    }
    yield of.step("BillOfLading", "BillIssued", *of_bill, actor=of.carrier, **issued)
    if of.every(10, "refund"):
        yield from _certified(of, bill)
    holder = of.shipper
    for to in (of.bank, of.consignee) if of.every(2, "financed") else (of.consignee,):
        endorsed = {"endorsee": to, "endorsement": 0, "holder": to}
        yield of.step("BillOfLading", "BillEndorsed", *of_bill, actor=holder, **endorsed)
        holder = to
    if of.every(20, "kept"):
        return
    to_consignee = {"actor": holder, "releaseTo": of.consignee}
    yield of.step("BillOfLading", "SurrenderRequested", *of_bill, **to_consignee)
    if of.every(50, "unanswered"):
        return
    accepted = {"actor": of.carrier, "surrenderedBy": holder}
    yield of.step("BillOfLading", "SurrenderAccepted", *of_bill, **accepted)
    yield from _released(of, bill, time)


def _released(of: Consignment, bill: str, time: Any) -> Trade:
    order, of_order = id_of("order", of.number), ("orderId", "order")
    terms = {"terminal": of.terminal, "releaseTo": of.consignee, "containers": 2, "flow": 0}
    yield of.step(
        "ReleaseOrder",
        "ReleaseOrderIssued",
        *of_order,
        billId=bill,
        actor=of.carrier,
        validUntil=time() + _VALID_SECONDS,
        **terms,
    )
    if of.every(5, "documents"):
        yield _document(of, SubjectKind.RELEASE_ORDER, order, time)
    if of.every(50, "shared"):
        slots = {"billIds": [bill, id_of("bill", of.number ^ 1)], "containers": [0, 0]}
        box = ("boxId", "box")
        yield of.step("ReleaseOrder", "SharedContainerDeclared", *box, actor=of.carrier, **slots)
    if of.every(20, "inspected"):
        yield from _inspected(of, order)
    if of.every(30, "left behind"):
        return
    invited = {"actor": of.consignee, "delegate": of.forwarder}
    yield of.step("ReleaseOrder", "CollectionRightDelegated", *of_order, **invited)
    yield of.step("ReleaseOrder", "DelegationAccepted", *of_order, actor=of.forwarder)
    if of.every(2, "appointed"):
        yield from _appointed(of, order, time)
    for container in range(2):
        left = {"collector": of.forwarder, "container": container, "pickup": ZERO, "steps": 0}
        yield of.step("ReleaseOrder", "ContainerGatedOut", *of_order, actor=of.terminal, **left)
    if of.every(4, "observed"):
        told = {"events": 12, "earliestAt": time() - 3600, "latestAt": time(), "corrects": ZERO}
        about = {"subjectKind": int(SubjectKind.RELEASE_ORDER), "subject": order}
        batch = ("batchId", "batch")
        yield of.step(
            "Milestones", "MilestonesAnchored", *batch, actor=of.terminal, **told, **about
        )


def _inspected(of: Consignment, order: str) -> Trade:
    of_order, inspection = ("orderId", "order"), ("inspectionId", "inspection")
    first = {"actor": CUSTOMS, "authority": 0, "containers": 1}
    yield of.step("ReleaseOrder", "HoldSet", *of_order, **first)
    yield of.step("Inspections", "InspectionInstructed", *inspection, orderId=order, **first)
    passed = {"actor": CUSTOMS, "result": 0}
    yield of.step("Inspections", "InspectionCompleted", *inspection, **passed)
    yield of.step("ReleaseOrder", "HoldCleared", *of_order, **first)


def _appointed(of: Consignment, order: str, time: Any) -> Trade:
    appointment = ("appointmentId", "appointment")
    window = {
        "opensAt": time() + 3_600,
        "closesAt": time() + 7_200,
        "pickup": id_of("pickup", of.number),
    }
    yield of.step(
        "Appointments",
        "AppointmentRequested",
        *appointment,
        orderId=order,
        container=0,
        actor=of.forwarder,
        terminal=of.terminal,
        **window,
    )
    if not of.every(10, "unconfirmed"):
        yield of.step("Appointments", "AppointmentConfirmed", *appointment, actor=of.terminal)


def _certified(of: Consignment, bill: str) -> Trade:
    certificate = ("certificateId", "certificate")
    applied = {
        "taxAuthority": TAX,
        "user": of.shipper,
        "certificateType": of.number % 3,
        "quantity": 1000,
        "declaredQuantity": 1000,
        "declarationItem": id_of("item", of.number),
        "billId": bill,
    }
    contract = "TaxRefundCertificate"
    yield of.step(contract, "CertificateApplied", *certificate, actor=of.shipper, **applied)
    yield of.step(contract, "CertificateAccepted", *certificate, actor=TAX)
    yield of.step(contract, "CertificateIssued", *certificate, actor=TAX)
    if of.every(2, "claimed"):
        claim = ("claimId", "claim")
        yield of.step("RefundClaim", "ClaimFiled", *claim, actor=of.shipper, taxAuthority=TAX)
        used = {"actor": of.shipper, "usedFor": id_of("claim", of.number)}
        yield of.step(contract, "CertificateUsed", *certificate, **used)
        accepted = {"actor": TAX, "managementClass": 1 + of.number % 4}
        yield of.step("RefundClaim", "ClaimAccepted", *claim, **accepted)


def _document(of: Consignment, kind: SubjectKind, subject: str, time: Any) -> Step:
    types = (DocumentType.PROOF_OF_PAYMENT, DocumentType.TARIFF)
    tariff = of.every(50, "tariff")
    facts = {
        "documentType": int(types[tariff]),
        "subjectKind": int(SubjectKind.NONE if tariff else kind),
        "subject": ZERO if tariff else subject,
        "validUntil": time() + _VALID_SECONDS,
        "consumer": 0 if of.every(2, "any terminal") else of.terminal,
        "consumerRoles": int(Role.TERMINAL) if of.every(2, "any terminal") else 0,
        "supersedes": ZERO,
    }
    document = ("documentId", "document")
    return of.step("Documents", "DocumentRegistered", *document, actor=of.carrier, **facts)
