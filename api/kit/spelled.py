"""Enums as they go out: a text that is one of these names, so that a generated client knows them."""

from enum import IntEnum, IntFlag
from typing import Annotated, Any

from pydantic import WithJsonSchema

from api.kit import certificate_document, names
from chain import states


def _one_of(table: type[IntEnum | IntFlag]) -> Any:
    """The names of a table; NONE stands for nothing and is null in JSON."""
    names_ = [value.name for value in table if value.name != "NONE"]
    return WithJsonSchema({"type": "string", "enum": names_})


AppointmentState = Annotated[str, _one_of(states.AppointmentState)]
Attendance = Annotated[str, _one_of(states.Attendance)]
BillKind = Annotated[str, _one_of(states.BillKind)]
BillState = Annotated[str, _one_of(states.BillState)]
BoxState = Annotated[str, _one_of(states.BoxState)]
CertificateState = Annotated[str, _one_of(states.CertificateState)]
CertificateType = Annotated[str, _one_of(certificate_document.CertificateType)]
ClaimState = Annotated[str, _one_of(states.ClaimState)]
DocumentState = Annotated[str, _one_of(states.DocumentState)]
DocumentType = Annotated[str, _one_of(states.DocumentType)]
HoldAuthority = Annotated[str, _one_of(states.HoldAuthority)]
InspectionState = Annotated[str, _one_of(states.InspectionState)]
ManagementClass = Annotated[str, _one_of(states.ManagementClass)]
MilestoneState = Annotated[str, _one_of(states.MilestoneState)]
Power = Annotated[str, _one_of(names.Power)]
ReleaseFlow = Annotated[str, _one_of(states.ReleaseFlow)]
ReleaseOrderState = Annotated[str, _one_of(states.ReleaseOrderState)]
Role = Annotated[str, _one_of(states.Role)]
SubjectKind = Annotated[str, _one_of(states.SubjectKind)]
SurrenderReason = Annotated[str, _one_of(states.SurrenderReason)]
