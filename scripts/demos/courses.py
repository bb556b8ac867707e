"""The course of a consignment: from issue to the gates, by the kind of bill and the way it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from scripts.demos.consignments import Application, Consignment, Kind, Way
from scripts.demos.episodes import episode
from scripts.demos.gates import gates
from scripts.demos.split import released_apart, split
from scripts.demos.steps import (
    Commitment,
    Course,
    FromNow,
    Manner,
    Member,
    RecordId,
    Step,
    VersionOf,
)

_NOBODY = 0
_NOT_AS_IN_THE_CREDIT = "the goods are not described as in the letter of credit"
_FREIGHT_UNPAID = "the freight is not paid yet"
_INVOICE_MISSING = "the invoice's number is missing"
_QUANTITY_DIFFERS = "the quantity does not agree with the declaration"
_VALID_DAYS = 30
"""How long a release order of the story is valid."""


def course_of(consignment: Consignment) -> Course:
    """Everything that happens to a consignment, in order."""
    return (
        _issue(consignment),
        *_circulation(consignment),
        *_certificate(consignment),
        *_delivery(consignment),
    )


def _delivery(c: Consignment) -> Course:
    """From the consignee's hands to the last gate."""
    if c.way is Way.SPLIT:
        release = partial(_release, c)
        return (*split(c), *released_apart(c, release))
    whole = _release(c, "bill", "order", c.containers)
    return (*episode(c.way), *_surrender(c), whole, *gates(c))


# --- the bill ----------------------------------------------------------------------------------

_A = {
    Kind.STRAIGHT: "a straight bill",
    Kind.TO_ORDER: "a bill to order",
    Kind.BEARER: "a bearer bill",
    Kind.SEA_WAYBILL: "a sea waybill",
}


def _issue(c: Consignment) -> Step:
    title = {Kind.TO_ORDER: Member("shipper"), Kind.BEARER: None}
    return Step(
        does=f"issues {_A[c.kind]}",
        actor="carrier",
        action="IssueBill",
        record="bill",
        manner=Manner.DOCUMENT,
        document=c.document,
        intent={
            "holder": Member("shipper"),
            "title_holder": title.get(c.kind, Member("consignee")),
        },
    )


def _circulation(c: Consignment) -> Iterator[Step]:
    if c.kind is Kind.SEA_WAYBILL:
        yield _waybill_stays()
        return
    if c.way is Way.STALE_VERSION:
        yield _kept_back(c)
    yield _pass_on(c, "shipper", "bank")
    if c.way is Way.STALE_VERSION:
        yield Step(
            does="sends the transfer it kept back: the bill has moved on since",
            actor="shipper",
            action=_passing(c.kind),
            record="bill",
            manner=Manner.SEND,
            of="kept transfer",
            refusal="BillStaleVersion",
        )
    if c.way is Way.TRANSFER_REJECTED:
        yield _turned_down(
            "sends the transfer back", "bank", "RejectTransfer", "bill", _NOT_AS_IN_THE_CREDIT
        )
        yield _pass_on(c, "shipper", "bank", does="passes the bill to the bank again")
    if c.kind is Kind.STRAIGHT:
        yield _title_stays()
    yield _pass_on(c, "bank", "consignee")


def _passing(kind: Kind) -> str:
    return "Endorse" if kind is Kind.TO_ORDER else "TransferPossession"


def _pass_on(c: Consignment, giver: str, taker: str, does: str | None = None) -> Step:
    """A bill to order is endorsed and delivered; a straight or a bearer bill is handed over."""
    verb = "endorses the bill to" if c.kind is Kind.TO_ORDER else "hands the bill to"
    intent: dict[str, object] = {"holder": Member(taker)}
    if c.kind is Kind.TO_ORDER:
        intent = {
            "endorsement": "TO_ORDER",
            "endorsee": Member(taker),
            "deliverTo": Member(taker),
        }
    return Step(does or f"{verb} the {taker}", giver, _passing(c.kind), "bill", intent)


def _kept_back(c: Consignment) -> Step:
    """The shipper signs the bill away twice: the consignee past the bank, and keeps that back."""
    transfer = _pass_on(c, "shipper", "consignee")
    return Step(
        does="signs a transfer past the bank and keeps it back",
        actor="shipper",
        action=transfer.action,
        record="bill",
        intent=transfer.intent,
        manner=Manner.SEAL,
        mark="kept transfer",
    )


def _waybill_stays() -> Step:
    return Step(
        does="tries to hand the sea waybill on, which is not negotiable",
        actor="shipper",
        action="TransferPossession",
        record="bill",
        intent={"holder": Member("consignee"), "version": VersionOf("bill")},
        manner=Manner.OFFLINE,
        refusal="BillUnexpectedKind",
    )


def _title_stays() -> Step:
    return Step(
        does="tries to endorse a straight bill, whose title does not move",
        actor="bank",
        action="Endorse",
        record="bill",
        intent={
            "endorsement": 0,
            "endorsee": Member("bank"),
            "deliverTo": _NOBODY,
            "version": VersionOf("bill"),
        },
        manner=Manner.OFFLINE,
        refusal="BillUnexpectedKind",
    )


def _surrender(c: Consignment) -> Iterator[Step]:
    if c.kind is Kind.SEA_WAYBILL:
        return
    yield _surrender_once("surrenders the bill for delivery")
    if c.way is Way.SURRENDER_REFUSED:
        yield _turned_down(
            "refuses the surrender", "carrier", "RejectSurrender", "bill", _FREIGHT_UNPAID
        )
        yield _surrender_once("surrenders the bill again")
    yield Step("accepts the surrender", "carrier", "AcceptSurrender", "bill")


def _surrender_once(does: str) -> Step:
    intent = {"releaseTo": Member("consignee")}
    return Step(does, "consignee", "SurrenderForDelivery", "bill", intent)


def _release(c: Consignment, bill: str, order: str, containers: tuple[str, ...]) -> Step:
    count = len(containers)
    return Step(
        does=f"orders the release of {count} container{'s' if count > 1 else ''}",
        actor="carrier",
        action="IssueReleaseOrder",
        record=order,
        manner=Manner.DOCUMENT,
        document={
            "billId": RecordId(bill),
            "terminal": c.facility,
            "containerNumbers": list(containers),
            "validUntil": FromNow(_VALID_DAYS),
        },
        intent={"terminal": Member("terminal"), "release_to": Member("consignee")},
    )


# --- the refund certificate of an export -------------------------------------------------------


def _certificate(c: Consignment) -> Iterator[Step]:
    if c.application is None:
        return
    yield Step(
        does="applies for an export-refund certificate",
        actor="applicant",
        action="ApplyCertificate",
        record="certificate",
        manner=Manner.DOCUMENT,
        document=c.application.document,
        intent={
            "tax_authority": Member("tax authority"),
            "user": Member("certificate user"),
            "bill_id": RecordId("bill"),
        },
    )
    yield from _FATES[c.application.fate](c.application)


def _accepted() -> Step:
    return Step("accepts the application", "tax authority", "AcceptApplication", "certificate")


def _refused(application: Application) -> Iterator[Step]:
    yield _turned_down(
        "sends the application back",
        "tax authority",
        "ReturnApplication",
        "certificate",
        _INVOICE_MISSING,
    )
    yield Step(
        does="submits the application again, corrected",
        actor="applicant",
        action="ResubmitApplication",
        record="certificate",
        intent={
            "content": Commitment("the application with the invoice's number"),
            "quantity": application.quantity_thousandths,
        },
    )
    yield _accepted()
    yield _turned_down(
        "refuses the certificate",
        "tax authority",
        "RefuseCertificate",
        "certificate",
        _QUANTITY_DIFFERS,
    )


def _turned_down(does: str, actor: str, action: str, record: str, why: str) -> Step:
    """A party's own refusal: why is told here, and goes on the ledger as the remark's commitment."""
    return Step(f"{does}: {why}", actor, action, record, {"remark": Commitment(why)})


def _issued() -> Iterator[Step]:
    yield _accepted()
    yield Step("issues the certificate", "tax authority", "IssueCertificate", "certificate")


def _used(application: Application) -> Iterator[Step]:
    yield from _issued()
    if application.is_of_agency_export:
        yield from _claimed(application)
    else:
        yield _use("uses the certificate", Commitment("the agent's own application"))
    yield _use(
        "tries to use the certificate a second time",
        Commitment("another claim for refund"),
        refusal="CertificateUnexpectedState",
    )


def _use(does: str, used_for: object, refusal: str | None = None) -> Step:
    intent = {"usedFor": used_for}
    return Step(does, "certificate user", "UseCertificate", "certificate", intent, refusal)


def _claimed(application: Application) -> Iterator[Step]:
    """The principal's claim for refund, from its filing to the treasury: the clock of both offices."""
    yield Step(
        does="files a claim for refund with the certificate",
        actor="certificate user",
        action="FileClaim",
        record="claim",
        manner=Manner.DOCUMENT,
        document={
            "exporterUSCC": application.document["counterpartUSCC"],
            "period": "202611",
            "batch": "001",
            "declarationItems": [application.document["declarationItem"]],
            "certificates": [RecordId("certificate")],
            "refundAmount": application.document["FOBAmount"],
        },
        intent={"tax_authority": Member("tax authority")},
    )
    first = {"managementClass": "Class1"}
    yield _of_tax("accepts the claim of a class 1 exporter", "AcceptClaim", first)
    yield _use("uses the certificate for the claim", RecordId("claim"))
    yield _of_tax("reviews the claim", "ReviewClaim")
    yield _of_tax("concludes the claim: approved", "ConcludeClaim", {"outcome": "Approved"})
    yield _of_tax("has the refund paid", "PayRefund")


def _of_tax(does: str, action: str, intent: Mapping[str, object] | None = None) -> Step:
    return Step(does, "tax authority", action, "claim", intent or {})


def _voided(_: Application) -> Iterator[Step]:
    yield from _issued()
    yield Step(
        does="tries to void the certificate, which its applicant has not asked for",
        actor="tax authority",
        action="VoidCertificate",
        record="certificate",
        refusal="CertificateUnexpectedState",
    )
    yield Step("asks to have the certificate voided", "applicant", "ApplyVoid", "certificate")
    yield Step("voids the unused certificate", "tax authority", "VoidCertificate", "certificate")


_FATES = {"refused": _refused, "used": _used, "voided": _voided}
