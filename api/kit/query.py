"""Enums by name or number, in filters of lists and in bodies."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.kit.names import names_in, value_named

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


def _filter(table: str) -> Any:
    return WithJsonSchema(
        {"type": "string", "description": "By name or number: " + names_in(table)}
    )


BillStateName = Annotated[int, BeforeValidator(named("BillState")), _filter("BillState")]
BillKindName = Annotated[int, BeforeValidator(named("BillKind")), _filter("BillKind")]
OrderStateName = Annotated[
    int, BeforeValidator(named("ReleaseOrderState")), _filter("ReleaseOrderState")
]
BoxStateName = Annotated[int, BeforeValidator(named("BoxState")), _filter("BoxState")]
ReleaseFlowName = Annotated[int, BeforeValidator(named("ReleaseFlow")), _filter("ReleaseFlow")]
AppointmentStateName = Annotated[
    int, BeforeValidator(named("AppointmentState")), _filter("AppointmentState")
]
InspectionStateName = Annotated[
    int, BeforeValidator(named("InspectionState")), _filter("InspectionState")
]
CertificateStateName = Annotated[
    int, BeforeValidator(named("CertificateState")), _filter("CertificateState")
]
ClaimStateName = Annotated[int, BeforeValidator(named("ClaimState")), _filter("ClaimState")]
ManagementClassName = Annotated[
    int, BeforeValidator(named("ManagementClass")), _filter("ManagementClass")
]
CertificateTypeName = Annotated[
    int, BeforeValidator(named("CertificateType")), _filter("CertificateType")
]
DocumentStateName = Annotated[
    int, BeforeValidator(named("DocumentState")), _filter("DocumentState")
]
DocumentTypeName = Annotated[int, BeforeValidator(named("DocumentType")), _filter("DocumentType")]
MilestoneStateName = Annotated[
    int, BeforeValidator(named("MilestoneState")), _filter("MilestoneState")
]
HoldAuthorityName = Annotated[
    int, BeforeValidator(named("HoldAuthority")), _filter("HoldAuthority")
]
RoleName = Annotated[int, BeforeValidator(named("Roles")), _filter("Roles")]
SubjectKindName = Annotated[int, BeforeValidator(named("SubjectKind")), _filter("SubjectKind")]
