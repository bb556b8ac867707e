"""Which field of the signed action a custom error speaks of: the first of these that the action has."""

from collections.abc import Mapping

_SIGNATURES = ("signatures",)
_ACTOR = ("actor",)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "SignatureLength": _SIGNATURES,
    "SignatureInvalid": _SIGNATURES,
    "SignatureContractRefused": _SIGNATURES,
    "SignatureSetHeight": _SIGNATURES,
    "SignatureTypeUnknown": _SIGNATURES,
    "ConsortiumSecondSignatureMissing": _SIGNATURES,
    "ConsortiumSameWalletTwice": _SIGNATURES,
    "ConsortiumRecoveryOfAnother": _SIGNATURES,
    "ConsortiumTooManyWallets": ("wallet",),
    "ConsortiumMemberNotSuspended": ("member",),
    "ConsortiumNoRecovery": ("member",),
    "ConsortiumRecoveryTooEarly": ("member",),
    "ConsortiumThreshold": ("threshold", "roles", "member"),
    "ConsortiumUnknownWallet": _SIGNATURES,
    "ConsortiumWalletOfAnotherMember": _SIGNATURES,
    "ConsortiumWalletRevoked": _SIGNATURES,
    "ConsortiumWalletExpired": _SIGNATURES,
    "ConsortiumWalletLacksPower": _SIGNATURES,
    "ConsortiumWalletDidNotConsent": _SIGNATURES,
    "ConsortiumTooFewGovernors": _SIGNATURES,
    "ConsortiumGovernorsOutOfOrder": _SIGNATURES,
    "ConsortiumWalletTaken": ("wallet",),
    "ConsortiumZeroWallet": ("wallet",),
    "ConsortiumLastAdminWallet": ("wallet",),
    "ConsortiumUndefinedPowers": ("powers",),
    "ConsortiumExpiryPassed": ("expiresAt",),
    "ConsortiumUnknownMember": ("member", "actor"),
    "ConsortiumMemberSuspended": ("member", "actor"),
    "ConsortiumMemberLacksRole": _ACTOR,
    "ConsortiumStaleVersion": ("version",),
    "ConsortiumIdentityTaken": ("identity",),
    "ConsortiumEmptyIdentity": ("identity",),
    "ConsortiumNameLength": ("name",),
    "ConsortiumUndefinedRoles": ("roles",),
    "BillEmptyId": ("billId",),
    "BillAlreadyIssued": ("billId",),
    "BillUnknown": ("billId",),
    "BillStaleVersion": ("version",),
    "BillUnexpectedState": ("billId",),
    "BillKindUnknown": ("kind",),
    "BillEndorsementUnknown": ("endorsement",),
    "BillUnexpectedKind": ("billId",),
    "BillTitleHolderMismatch": ("titleHolder",),
    "BillNotHolder": _ACTOR,
    "BillNotTitleHolder": _ACTOR,
    "BillNotCarrier": _ACTOR,
    "BillEndorsementRestricted": _ACTOR,
    "BillEndorseeMismatch": ("endorsee",),
    "BillRecipientMissing": ("holder", "releaseTo"),
    "BillRecipientUnchanged": ("holder", "deliverTo"),
    "BillNothingToReject": _ACTOR,
    "ReleaseOrderEmptyId": ("orderId",),
    "ReleaseOrderAlreadyIssued": ("orderId",),
    "ReleaseOrderUnknown": ("orderId",),
    "ReleaseOrderStaleVersion": ("version",),
    "ReleaseOrderUnexpectedState": ("orderId",),
    "ReleaseOrderBillNotReleasable": ("billId",),
    "ReleaseOrderBillHasOrder": ("billId",),
    "ReleaseOrderOfAnotherBill": ("billId",),
    "ReleaseOrderNotCarrier": ("carrier", "actor"),
    "ReleaseOrderWrongReleaseTo": ("releaseTo",),
    "ReleaseOrderContainerCount": ("containers",),
    "ReleaseOrderValidityPassed": ("validUntil",),
    "ReleaseOrderAuthorityUnknown": ("authority",),
    "ReleaseOrderNotAuthority": _ACTOR,
    "ReleaseOrderHoldOfAnother": _ACTOR,
    "ReleaseOrderAlreadyHeld": ("containers",),
    "ReleaseOrderNotHeld": ("containers",),
    "ReleaseOrderUnknownContainer": ("container", "containers"),
    "ReleaseOrderHeld": ("container",),
    "ReleaseOrderContainerAlreadyOut": ("container", "containers", "orderId"),
    "ReleaseOrderNotTerminal": _ACTOR,
    "ReleaseOrderNotCollector": ("collector", "actor"),
    "ReleaseOrderDelegationPending": ("orderId",),
    "ReleaseOrderDelegationExhausted": ("orderId",),
    "ReleaseOrderDelegateUnchanged": ("delegate",),
    "ReleaseOrderDelegateMissing": ("delegate",),
    "ReleaseOrderNotInvited": _ACTOR,
    "ReleaseOrderNotDelegate": ("delegate",),
    "ReleaseOrderNotDelegator": _ACTOR,
    "ReleaseOrderFlowUnknown": ("flow",),
    "ReleaseOrderNotExtended": ("validUntil",),
    "ReleaseOrderHeldByOffice": ("orderId",),
    "ReleaseOrderContainerNotOut": ("container",),
    "ReleaseOrderReasonMissing": ("remark",),
    "VersionExhausted": ("version",),
    "ConsortiumFull": ("identity",),
    "CertificateEmptyId": ("certificateId",),
    "CertificateAlreadyApplied": ("certificateId",),
    "CertificateUnknown": ("certificateId",),
    "CertificateStaleVersion": ("version",),
    "CertificateUnexpectedState": ("certificateId",),
    "CertificateTypeUnknown": ("certificateType",),
    "CertificateEmptyItem": ("declarationItem",),
    "CertificateQuantity": ("quantity",),
    "CertificateDeclaredQuantity": ("declaredQuantity",),
    "CertificateBillUnknown": ("billId",),
    "CertificateNotTaxAuthority": _ACTOR,
    "CertificateNotUser": _ACTOR,
    "CertificateReasonMissing": ("remark",),
    "CertificateUseMissing": ("usedFor",),
    "SubjectKindUnknown": ("subjectKind",),
    "SubjectMismatch": ("subject",),
    "SubjectNotOnLedger": ("subject",),
    "DocumentEmptyId": ("successor", "documentId"),
    "DocumentAlreadyRegistered": ("successor", "documentId"),
    "DocumentUnknown": ("documentId",),
    "DocumentStaleVersion": ("version",),
    "DocumentUnexpectedState": ("documentId",),
    "DocumentTypeUnknown": ("documentType",),
    "DocumentValidityMissing": ("validUntil",),
    "DocumentValidityPassed": ("validUntil",),
    "DocumentUndefinedRoles": ("consumerRoles",),
    "DocumentNotIssuer": _ACTOR,
    "DocumentNotConsumable": ("documentId",),
    "DocumentNotConsumer": _ACTOR,
    "DocumentUseMissing": ("usedFor",),
    "MilestonesEmptyId": ("correction", "batchId"),
    "MilestonesAlreadyAnchored": ("correction", "batchId"),
    "MilestonesUnknown": ("batchId",),
    "MilestonesStaleVersion": ("version",),
    "MilestonesUnexpectedState": ("batchId",),
    "MilestonesNoEvents": ("events",),
    "MilestonesTimesReversed": ("earliestAt",),
    "MilestonesNotYet": ("latestAt",),
    "MilestonesNotObserver": _ACTOR,
}
"""Custom error → fields; the errors of the contracts' making and of batches speak of none."""

MEMBER_FIELDS = frozenset(
    {
        "actor",
        "member",
        "holder",
        "titleHolder",
        "endorsee",
        "deliverTo",
        "releaseTo",
        "terminal",
        "carrier",
        "delegate",
        "collector",
        "taxAuthority",
        "user",
        "consumer",
        "representedParty",
    }
)
"""The fields of actions that carry a member's number."""

_OF_MEMBERS = frozenset(
    {"ConsortiumUnknownMember", "ConsortiumMemberSuspended", "ConsortiumMemberLacksRole"}
)


def field_of(name: str, args: Mapping[str, object], message: Mapping[str, int | str]) -> str:
    """The JSON path, in a submitted action, of what the contract refuses."""
    if name in _OF_MEMBERS:
        member = args.get("member")
        for field, value in message.items():
            if isinstance(value, int) and value == member and field in MEMBER_FIELDS:
                return f"message.{field}"
    for field in FIELDS.get(name, ()):
        if field == "signatures":
            return field
        if field in message:
            return f"message.{field}"
    return "message"
