"""Enums and bits as names in JSON, and back: DCSA's spelling out, any spelling of the same letters in."""

from collections.abc import Mapping
from enum import IntEnum, IntFlag

from api.kit.certificate_document import CertificateType
from chain import states
from contracts.bindings import enums


class Power(IntFlag):
    """What a wallet may sign for its member; Powers.sol (a test compares them)."""

    ADMIN = 1 << 0
    GOVERN = 1 << 1
    ISSUE = 1 << 2
    TRANSFER = 1 << 3
    SURRENDER = 1 << 4
    RELEASE = 1 << 5
    COLLECT = 1 << 6
    HOLD = 1 << 7
    GATE = 1 << 8
    CERTIFICATE = 1 << 9
    TAX = 1 << 10
    PLEDGE = 1 << 11
    ANCHOR = 1 << 12
    FREEZE = 1 << 13


ENUMS: Mapping[str, type[IntEnum]] = {
    "BillKind": states.BillKind,
    "BillState": states.BillState,
    "EndorsementKind": states.EndorsementKind,
    "SurrenderReason": states.SurrenderReason,
    "ReleaseOrderState": states.ReleaseOrderState,
    "ReleaseFlow": states.ReleaseFlow,
    "BoxState": states.BoxState,
    "AppointmentState": states.AppointmentState,
    "InspectionState": states.InspectionState,
    "InspectionResult": states.InspectionResult,
    "Attendance": states.Attendance,
    "HoldAuthority": states.HoldAuthority,
    "CertificateType": CertificateType,
    "CertificateState": states.CertificateState,
    "ClaimState": states.ClaimState,
    "ManagementClass": states.ManagementClass,
    "ClaimOutcome": states.ClaimOutcome,
    "SubjectKind": states.SubjectKind,
    "DocumentType": states.DocumentType,
    "DocumentState": states.DocumentState,
    "MilestoneState": states.MilestoneState,
}
"""The contracts' enums by name."""

FLAGS: Mapping[str, type[IntFlag]] = {"Roles": states.Role, "Powers": Power}
"""The contracts' bit tables by name."""


def name_of(enum: type[IntEnum], value: int) -> str:
    """The name of an enum's value: `PENDING_SURRENDER_FOR_DELIVERY`."""
    return enum(value).name


def names_of(flags: type[IntFlag], bits: int) -> list[str]:
    """The names of the bits that are set, from the lowest."""
    return [str(flag.name) for flag in flags if flag & bits]


def names_in(table: str) -> str:
    """The names of an enum or bit table as a refusal lists them."""
    return ", ".join(enums()[table])
