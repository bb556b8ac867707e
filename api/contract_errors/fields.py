"""Which field of the signed action a custom error speaks of: the first of these that the action has."""

from collections.abc import Mapping
from functools import cache

from chain import abi
from contracts.bindings import actions
from wallets.typed_action import Message

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
    "BillRecipientMissing": ("holder", "releaseTo", "pledgee"),
    "BillRecipientUnchanged": ("holder", "deliverTo", "pledgee"),
    "BillNothingToReject": _ACTOR,
    "BillTitleInPossession": _ACTOR,
    "BillDeliveryElsewhere": ("deliverTo",),
    "BillNotNominee": ("endorsee",),
    "BillEmptyContent": ("content", "paper"),
    "BillContentUnchanged": ("content",),
    "BillAmendmentNotRequested": ("billId",),
    "BillContentNotRequested": ("content",),
    "BillReasonUnknown": ("reason",),
    "BillSurrenderedForPaper": ("billId",),
    "BillUnexpectedReason": ("billId",),
    "BillOriginalsMissing": ("originals",),
    "BillPaperSetIncomplete": ("originals",),
    "BillCirculated": ("billId",),
    "BillAlreadyReplaced": ("parents", "billId"),
    "BillCount": ("children", "parents"),
    "BillVersionsMismatch": ("versions",),
    "BillCombinationDiffers": ("parents",),
    "BillHasReleaseOrder": ("billId",),
    "BillSharesContainers": ("parents", "billId"),
    "BillFrozen": ("billId",),
    "BillNotFrozen": ("billId",),
    "BillFrozenByAnother": _ACTOR,
    "BillPledged": ("billId",),
    "BillNotPledged": ("billId",),
    "BillNotPledgee": _ACTOR,
    "ReleaseOrderEmptyId": ("orderId",),
    "ReleaseOrderAlreadyIssued": ("orderId",),
    "ReleaseOrderUnknown": ("orderId",),
    "ReleaseOrderStaleVersion": ("version",),
    "ReleaseOrderUnexpectedState": ("orderId",),
    "ReleaseOrderBillNotReleasable": ("billId",),
    "ReleaseOrderBillFrozen": ("billId",),
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
    "ReleaseOrderSharedContainerMissing": ("containers",),
    "ReleaseOrderSharedBillNotReleased": ("container",),
    "SharedContainerEmptyId": ("boxId",),
    "SharedContainerAlreadyDeclared": ("boxId",),
    "SharedContainerUnknown": ("boxId",),
    "SharedContainerStaleVersion": ("version",),
    "SharedContainerUnexpectedState": ("boxId",),
    "SharedContainerBillCount": ("billIds",),
    "SharedContainerNumbersMismatch": ("containers",),
    "SharedContainerBillTwice": ("billIds",),
    "SharedContainerBillEnded": ("billIds",),
    "SharedContainerNotCarrier": _ACTOR,
    "SharedContainerSlotTaken": ("billIds",),
    "SharedContainerUnknownNumber": ("containers",),
    "SharedContainerSlotOut": ("billIds",),
    "SharedContainerHeldByOffice": ("boxId",),
    "SharedContainerBillFrozen": ("boxId",),
    "AppointmentEmptyId": ("appointmentId",),
    "AppointmentAlreadyRequested": ("appointmentId",),
    "AppointmentUnknown": ("appointmentId",),
    "AppointmentStaleVersion": ("version",),
    "AppointmentUnexpectedState": ("appointmentId",),
    "AppointmentWindow": ("closesAt",),
    "AppointmentWindowPassed": ("closesAt",),
    "AppointmentPickupMissing": ("pickup",),
    "AppointmentOrderNotActive": ("orderId", "appointmentId"),
    "AppointmentBeyondValidity": ("closesAt", "appointmentId"),
    "AppointmentNotCollector": _ACTOR,
    "AppointmentUnknownContainer": ("container",),
    "AppointmentContainerOut": ("container", "appointmentId"),
    "AppointmentHeld": ("container", "appointmentId"),
    "AppointmentContainerTaken": ("container",),
    "AppointmentSharedBillNotReleased": ("container", "appointmentId"),
    "AppointmentSharedElsewhere": ("container", "appointmentId"),
    "AppointmentNotTerminal": _ACTOR,
    "AppointmentNotRequester": _ACTOR,
    "InspectionEmptyId": ("inspectionId",),
    "InspectionAlreadyInstructed": ("inspectionId",),
    "InspectionUnknown": ("inspectionId",),
    "InspectionStaleVersion": ("version",),
    "InspectionUnexpectedState": ("inspectionId",),
    "InspectionAuthority": ("authority",),
    "InspectionContainersMissing": ("containers",),
    "InspectionNotHeld": ("containers",),
    "InspectionHoldOfAnother": _ACTOR,
    "InspectionAlreadyOpen": ("containers",),
    "InspectionNotPrincipal": _ACTOR,
    "InspectionAttendanceUnknown": ("attendance",),
    "InspectionNotAgent": _ACTOR,
    "InspectionTimePassed": ("scheduledAt",),
    "InspectionNotOffice": _ACTOR,
    "InspectionResultUnknown": ("result",),
    "ReleaseOrderUnderInspection": ("containers",),
    "ReleaseOrderOtherContainers": ("containers",),
    "CertificateEmptyId": ("replacement", "certificateId"),
    "CertificateAlreadyApplied": ("replacement", "certificateId"),
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
    "CertificateNotApplicant": _ACTOR,
    "CertificateEmptyContent": ("content",),
    "CertificateReplacement": ("replacement", "certificateId"),
    "CertificateReasonMissing": ("remark",),
    "CertificateUseMissing": ("usedFor",),
    "ClaimEmptyId": ("claimId",),
    "ClaimAlreadyFiled": ("claimId",),
    "ClaimUnknown": ("claimId",),
    "ClaimStaleVersion": ("version",),
    "ClaimUnexpectedState": ("claimId",),
    "ClaimNotExporter": _ACTOR,
    "ClaimNotTaxAuthority": _ACTOR,
    "ClaimClassUnknown": ("managementClass",),
    "ClaimOutcomeUnknown": ("outcome",),
    "ClaimEmptyContent": ("content",),
    "ClaimReasonMissing": ("remark",),
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
    "DocumentNeedsBoth": ("documentType", "documentId"),
    "DocumentSameParty": ("haulier",),
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
        "pledgee",
        "deliverTo",
        "releaseTo",
        "terminal",
        "carrier",
        "delegate",
        "collector",
        "agent",
        "taxAuthority",
        "user",
        "consumer",
        "haulier",
        "representedParty",
    }
)
"""The fields of actions that carry a member's number."""

_OF_MEMBERS = frozenset(
    {"ConsortiumUnknownMember", "ConsortiumMemberSuspended", "ConsortiumMemberLacksRole"}
)


OUT_OF_RANGE = "ActionFieldOutOfRange"
"""The error that tells its field by its place, and the action by its function's selector."""


def named_place(args: Mapping[str, object]) -> str:
    """The name of the field that is out of range; its place, if the selector is no action's."""
    place = args.get("field")
    names = _fields_by_selector().get(str(args.get("selector")), ())
    return names[place] if isinstance(place, int) and place < len(names) else str(place)


@cache
def _fields_by_selector() -> Mapping[str, tuple[str, ...]]:
    """The fields' names by selector: functions of one selector have the same, but for ids, which have no bounds."""
    return {
        "0x" + abi.function(spec.contract, spec.function).selector.hex(): tuple(
            field.name for field in spec.fields
        )
        for spec in actions().values()
    }


def field_of(name: str, args: Mapping[str, object], message: Message) -> str:
    """The JSON path, in a submitted action, of what the contract refuses."""
    if name == OUT_OF_RANGE:
        return f"message.{named_place(args)}"
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
