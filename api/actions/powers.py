"""Which power a wallet needs for each action; the contracts' own checks decide, a test compares."""

from collections.abc import Mapping

from api.kit.names import Power

POWERS: Mapping[str, Power] = {
    "AdmitMember": Power.GOVERN,
    "EnrolWallet": Power.ADMIN,
    "RevokeWallet": Power.ADMIN,
    "ChangeRoles": Power.GOVERN,
    "SuspendMember": Power.GOVERN,
    "ReinstateMember": Power.GOVERN,
    "ChangeThreshold": Power.GOVERN,
    "SetFourEyes": Power.ADMIN,
    "ProposeRecovery": Power.GOVERN,
    "VetoRecovery": Power.ADMIN,
    "CompleteRecovery": Power(0),
    "IssueBill": Power.ISSUE,
    "Endorse": Power.TRANSFER,
    "TransferPossession": Power.TRANSFER,
    "RejectTransfer": Power.TRANSFER,
    "SurrenderForDelivery": Power.SURRENDER,
    "AcceptSurrender": Power.ISSUE,
    "RejectSurrender": Power.ISSUE,
    "SignBill": Power.TRANSFER,
    "Pledge": Power.PLEDGE,
    "ReleasePledge": Power.PLEDGE,
    "EnforcePledge": Power.PLEDGE,
    "FreezeBill": Power.FREEZE,
    "UnfreezeBill": Power.FREEZE,
    "IssueReleaseOrder": Power.RELEASE,
    "SetHold": Power.HOLD,
    "ClearHold": Power.HOLD,
    "DelegateCollection": Power.COLLECT,
    "AcceptDelegation": Power.COLLECT,
    "DeclineDelegation": Power.COLLECT,
    "WithdrawDelegation": Power.COLLECT,
    "ExtendReleaseOrder": Power.RELEASE,
    "GateOut": Power.GATE,
    "CorrectGateOut": Power.GATE,
    "RevokeReleaseOrder": Power.RELEASE,
    "ApplyCertificate": Power.CERTIFICATE,
    "IssueCertificate": Power.TAX,
    "RefuseCertificate": Power.TAX,
    "UseCertificate": Power.CERTIFICATE,
    "VoidCertificate": Power.TAX,
    "RegisterDocument": Power.ANCHOR,
    "SupersedeDocument": Power.ANCHOR,
    "RevokeDocument": Power.ANCHOR,
    "ConsumeDocument": Power.ANCHOR,
    "AnchorMilestones": Power.ANCHOR,
    "CorrectMilestones": Power.ANCHOR,
}

SECONDS: Mapping[str, tuple[str, Power]] = {
    "Pledge": ("pledgee", Power.PLEDGE),
    "CorrectGateOut": ("carrier", Power.RELEASE),
}
"""Actions that a second member signs after the actor: the field that names it, its wallet's power."""
