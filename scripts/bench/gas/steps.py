"""Every action once in its place, in the order in which a life goes through them.

To measure a new action, add a step where its record is ready for it; the fields that it does not name are empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from eth_utils.crypto import keccak

from contracts.bindings import actions, enums
from scripts.bench.cast import MEMBER
from scripts.bench.gas.life import Step

UNMEASURED: Final[Mapping[str, str]] = {
    "SplitBill": "carries a list: about 50,000 gas for each part",
    "CombineBills": "carries a list: about 35,000 gas for each bill",
}
"""Actions without a step, each with the reason."""

VALID_UNTIL: Final = 2**40 - 2
HAPPENED_AT: Final = 1_700_000_000
TRANSFER_POWER: Final = 1 << 3
RECOVERY_SECONDS: Final = 8 * 24 * 3600
REASON: Final = "0x" + keccak(text="benchmark reason").hex()


def _on(
    field: str, kind: str, action: str, by: str, version: int, variant: str = "", **fields: Any
) -> Step:
    """A step on a record of the life, by one wallet or by several ("shipper, bank")."""
    return Step(
        action,
        tuple(by.split(", ")),
        lambda life: {field: life.record(kind), "version": version} | fields,
        variant,
    )


def _member(action: str, by: str, version: int, **fields: Any) -> Step:
    return Step(
        action,
        (by,),
        lambda life: {"member": life.member, "version": version} | fields,
        after_seconds=RECOVERY_SECONDS if action == "CompleteRecovery" else 0,
    )


def _bill(action: str, by: str, version: int, variant: str = "", **fields: Any) -> Step:
    return _on("billId", "bill", action, by, version, variant, **fields)


def _order(action: str, by: str, version: int, variant: str = "", **fields: Any) -> Step:
    return _on("orderId", "order", action, by, version, variant, **fields)


def _certificate(action: str, by: str, kind: str, version: int, **fields: Any) -> Step:
    return _on("certificateId", kind, action, by, version, **fields)


def _claim(action: str, by: str, kind: str, version: int, **fields: Any) -> Step:
    return _on("claimId", kind, action, by, version, **fields)


def _file(kind: str) -> Step:
    office = MEMBER["tax_authority"]
    return Step(
        "FileClaim",
        ("shipper",),
        lambda life: {"claimId": life.record(kind), "taxAuthority": office},
    )


def _document(action: str, by: str, kind: str, **fields: Any) -> Step:
    return _on("documentId", kind, action, by, 1, **fields)


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


def _register(kind: str) -> Step:
    return Step(
        "RegisterDocument",
        ("customs",),
        lambda life: {
            "documentId": life.record(kind),
            "documentType": enums()["DocumentType"]["InspectionQuarantineCertificate"],
            "consumer": MEMBER["consignee"],
        },
    )


def _wallet(action: str, by: tuple[str, ...], version: int, key: str, **fields: Any) -> Step:
    return Step(
        action,
        by,
        lambda life: (
            {"member": life.member, "version": version, "wallet": life.signer(key).address} | fields
        ),
    )


_SHIPPER, _BANK = MEMBER["shipper"], MEMBER["bank"]
_CONSIGNEE, _FORWARDER = MEMBER["consignee"], MEMBER["forwarder"]
_TO_PAPER: Final = enums()["SurrenderReason"]["SwitchToPaper"]
_AMENDMENT: Final = enums()["SurrenderReason"]["Amendment"]
_EVENTS: Final = {"events": 4, "earliestAt": HAPPENED_AT, "latestAt": HAPPENED_AT + 60}

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
    _wallet("EnrolWallet", ("admin", "clerk"), 1, "clerk", powers=TRANSFER_POWER),
    _member("ChangeRoles", "governor", 2, roles=enums()["Roles"]["FORWARDER"]),
    _member("SuspendMember", "governor", 3),
    _member("ReinstateMember", "governor", 4),
    _member("SetFourEyes", "admin", 5, powers=TRANSFER_POWER),
    _wallet("RevokeWallet", ("admin",), 6, "clerk"),
    _wallet("ProposeRecovery", ("governor",), 7, "heir"),
    _member("VetoRecovery", "admin", 8),
    _wallet("ProposeRecovery", ("governor",), 9, "heir"),
    _member("CompleteRecovery", "heir", 10),
    Step(
        "ChangeThreshold",
        ("governor",),
        lambda life: {"member": 0, "version": 1 + life.number, "threshold": 1},
    ),
)

BILLS: Final = (
    _issue_bill("pledged bill"),
    _on("billId", "pledged bill", "Pledge", "shipper, bank", 1, pledgee=_BANK),
    _on("billId", "pledged bill", "ReleasePledge", "bank", 2),
    _on("billId", "pledged bill", "Pledge", "shipper, bank", 3, pledgee=_BANK),
    _on("billId", "pledged bill", "EnforcePledge", "bank", 4),
    _issue_bill("voided bill"),
    _on("billId", "voided bill", "VoidBill", "carrier, shipper", 1, holder=_SHIPPER),
    _issue_bill("paper bill"),
    _on("billId", "paper bill", "SurrenderForAmendment", "shipper", 1, reason=_TO_PAPER),
    _on("billId", "paper bill", "ConvertToPaper", "carrier", 2, paper=REASON, originals=3),
    _on(
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
    _on("billId", "reissued bill", "SurrenderForAmendment", "shipper", 1, reason=_AMENDMENT),
    _on("billId", "reissued bill", "AcceptSurrender", "carrier", 2, "for amendment"),
    Step(
        "Reissue",
        ("carrier",),
        lambda life: {
            "billId": life.record("reissued bill"),
            "version": 3,
            "newBillId": life.record("reissue"),
        },
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
    _order("DeclineDelegation", "forwarder", 4),
    _order("DelegateCollection", "consignee", 5, delegate=_FORWARDER),
    _order("WithdrawDelegation", "consignee", 6, delegate=_FORWARDER),
    _order("DelegateCollection", "consignee", 7, delegate=_FORWARDER),
    _order("AcceptDelegation", "forwarder", 8),
    _order("ExtendReleaseOrder", "carrier", 9, validUntil=VALID_UNTIL + 1),
    _order("GateOut", "terminal", 10, "the first container", container=0, collector=_FORWARDER),
    _order("GateOut", "terminal", 10, container=1, collector=_FORWARDER),
    _order(
        "CorrectGateOut",
        "terminal, carrier",
        10,
        carrier=MEMBER["carrier"],
        container=0,
        remark=REASON,
    ),
)

CERTIFICATES: Final = (
    _apply("used certificate"),
    _certificate("AcceptApplication", "tax_authority", "used certificate", 1),
    _certificate("IssueCertificate", "tax_authority", "used certificate", 2),
    _certificate("UseCertificate", "shipper", "used certificate", 3, usedFor=REASON),
    _apply("refused certificate"),
    _certificate("ReturnApplication", "tax_authority", "refused certificate", 1, remark=REASON),
    _certificate(
        "ResubmitApplication", "shipper", "refused certificate", 2, content=REASON, quantity=90
    ),
    _certificate("AcceptApplication", "tax_authority", "refused certificate", 3),
    _certificate("RefuseCertificate", "tax_authority", "refused certificate", 4, remark=REASON),
    _apply("withdrawn certificate"),
    _certificate("WithdrawApplication", "shipper", "withdrawn certificate", 1),
    _apply("voided certificate"),
    _certificate("AcceptApplication", "tax_authority", "voided certificate", 1),
    _certificate("IssueCertificate", "tax_authority", "voided certificate", 2),
    _certificate("ApplyVoid", "shipper", "voided certificate", 3),
    _certificate("VoidCertificate", "tax_authority", "voided certificate", 4, remark=REASON),
    _apply("replaced certificate"),
    _certificate("AcceptApplication", "tax_authority", "replaced certificate", 1),
    _certificate("IssueCertificate", "tax_authority", "replaced certificate", 2),
    Step(
        "ApplyVoid",
        ("shipper",),
        lambda life: {
            "certificateId": life.record("replaced certificate"),
            "version": 3,
            "replacement": life.record("replacement"),
            "quantity": 90,
        },
        "for a replacement",
    ),
    Step(
        "ReplaceCertificate",
        ("tax_authority",),
        lambda life: {
            "certificateId": life.record("replaced certificate"),
            "version": 4,
            "replacement": life.record("replacement"),
        },
    ),
)

CLAIMS: Final = (
    _file("paid claim"),
    _claim("ReturnClaim", "tax_authority", "paid claim", 1, remark=REASON),
    _claim("RefileClaim", "shipper", "paid claim", 2, content=REASON),
    _claim("AcceptClaim", "tax_authority", "paid claim", 3, managementClass=1),
    _claim("ReviewClaim", "tax_authority", "paid claim", 4),
    _claim("ConcludeClaim", "tax_authority", "paid claim", 5, outcome=1),
    _claim("PayRefund", "tax_authority", "paid claim", 6),
    _file("withdrawn claim"),
    _claim("WithdrawClaim", "shipper", "withdrawn claim", 1),
)

ATTACHMENTS: Final = (
    Step(
        "RegisterInterchange",
        ("terminal", "haulier"),
        lambda life: {"documentId": life.record("interchange"), "haulier": MEMBER["haulier"]},
    ),
    _register("superseded document"),
    Step(
        "SupersedeDocument",
        ("customs",),
        lambda life: {
            "documentId": life.record("superseded document"),
            "version": 1,
            "successor": life.record("successor"),
        },
    ),
    _register("revoked document"),
    _document("RevokeDocument", "customs", "revoked document"),
    _register("used document"),
    _document("ConsumeDocument", "consignee", "used document", usedFor=REASON),
    Step(
        "AnchorMilestones", ("terminal",), lambda life: {"batchId": life.record("batch")} | _EVENTS
    ),
    Step(
        "CorrectMilestones",
        ("terminal",),
        lambda life: (
            {"batchId": life.record("batch"), "version": 1, "correction": life.record("correction")}
            | _EVENTS
        ),
    ),
)

STEPS: Final = (*GOVERNANCE, *BILLS, *ORDERS, *CERTIFICATES, *CLAIMS, *ATTACHMENTS)


def unmeasured() -> list[str]:
    """The actions that have neither a step nor a stated reason, and those that have both."""
    measured = {step.action for step in STEPS}
    return sorted((set(actions()) - measured - set(UNMEASURED)) | (measured & set(UNMEASURED)))
