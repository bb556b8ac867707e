"""Enums by name or number, in filters of lists and in bodies."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.kit.names import names_in
from contracts.bindings import enums
from wallets.spelling import letters, value_named

_MOST_DIGITS = 3
"""An enum has fewer than 1000 values."""


def named(table: str) -> Callable[[object], int]:
    """A validator that turns an enum's name or number into its value."""

    def value(name: object) -> int:
        if isinstance(name, str) and name.isdecimal() and len(name) <= _MOST_DIGITS:
            return int(name)
        found = value_named(table, name) if isinstance(name, str) else None
        if found is None:
            raise PydanticCustomError(
                "enum",
                "must be one of {expected}",
                {"expected": names_in(table), "message_zh": f"应为以下之一：{names_in(table)}"},
            )
        return found

    return value


def described_as(table: str) -> Any:
    """The contract's names in the spelling that answers have, or the number."""
    names = [_answered(name) for name in enums()[table] if letters(name) != "none"]
    return WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "enum": names},
                {"type": "string", "pattern": "^[0-9]{1,3}$", "maxLength": _MOST_DIGITS},
            ],
            "description": "By name or number.",
        }
    )


def _answered(name: str) -> str:
    """`PendingSurrender` as `PENDING_SURRENDER`."""
    return name if name.isupper() else re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


BillStateName = Annotated[int, BeforeValidator(named("BillState")), described_as("BillState")]
BillKindName = Annotated[int, BeforeValidator(named("BillKind")), described_as("BillKind")]
OrderStateName = Annotated[
    int, BeforeValidator(named("ReleaseOrderState")), described_as("ReleaseOrderState")
]
BoxStateName = Annotated[int, BeforeValidator(named("BoxState")), described_as("BoxState")]
ReleaseFlowName = Annotated[int, BeforeValidator(named("ReleaseFlow")), described_as("ReleaseFlow")]
AppointmentStateName = Annotated[
    int, BeforeValidator(named("AppointmentState")), described_as("AppointmentState")
]
InspectionStateName = Annotated[
    int, BeforeValidator(named("InspectionState")), described_as("InspectionState")
]
CertificateStateName = Annotated[
    int, BeforeValidator(named("CertificateState")), described_as("CertificateState")
]
ClaimStateName = Annotated[int, BeforeValidator(named("ClaimState")), described_as("ClaimState")]
ManagementClassName = Annotated[
    int, BeforeValidator(named("ManagementClass")), described_as("ManagementClass")
]
CertificateTypeName = Annotated[
    int, BeforeValidator(named("CertificateType")), described_as("CertificateType")
]
DocumentStateName = Annotated[
    int, BeforeValidator(named("DocumentState")), described_as("DocumentState")
]
DocumentTypeName = Annotated[
    int, BeforeValidator(named("DocumentType")), described_as("DocumentType")
]
MilestoneStateName = Annotated[
    int, BeforeValidator(named("MilestoneState")), described_as("MilestoneState")
]
HoldAuthorityName = Annotated[
    int, BeforeValidator(named("HoldAuthority")), described_as("HoldAuthority")
]
RoleName = Annotated[int, BeforeValidator(named("Roles")), described_as("Roles")]
SubjectKindName = Annotated[int, BeforeValidator(named("SubjectKind")), described_as("SubjectKind")]
