"""The content of a release order (放货指令): which containers leave where, and until when."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from api.kit.documents import Document
from api.kit.fields import (
    ContainerNumber,
    FacilityCodeListProvider,
    TerminalCode,
    UnLocationCode,
    UtcTime,
)
from api.kit.rules import Finding, raise_findings
from api.kit.transport_document import MOST_CONTAINERS
from api.kit.transport_document_checks import CONTAINER_REPEATED

RecordId = Annotated[
    str,
    StringConstraints(pattern=r"^0x[0-9a-f]{64}$"),
    Field(description="Id of a record: its content's salted commitment, 32 bytes in hexadecimal"),
]


class ReleaseTerminal(Document):
    """A terminal: its facility code means something only together with the place."""

    facility_code: TerminalCode
    facility_code_list_provider: FacilityCodeListProvider
    un_location_code: Annotated[UnLocationCode, Field(alias="UNLocationCode")]


class ReleaseDocument(Document):
    """A release order's content; a container's index is its bit on the ledger."""

    bill_id: RecordId
    terminal: ReleaseTerminal
    container_numbers: Annotated[
        list[ContainerNumber], Field(min_length=1, max_length=MOST_CONTAINERS)
    ]
    valid_until: UtcTime

    @model_validator(mode="after")
    def _containers_are_unique(self) -> Self:
        findings, listed = [], set()
        for index, container in enumerate(self.container_numbers):
            if container in listed:
                error = CONTAINER_REPEATED.broken(container=container)
                findings.append(Finding(("containerNumbers", index), error, container))
            listed.add(container)
        raise_findings("ReleaseDocument", findings)
        return self
