"""The contents of an appointment (提箱预约) and of an inspection's instruction (查验指令)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from api.errors import FieldProblem, InvalidInput
from api.kit.documents import Document
from api.kit.fields import ContainerNumber, UtcTime
from api.kit.query import HoldAuthorityName
from api.kit.release_document import RecordId
from api.kit.rules import Finding, Rule, raise_findings
from api.kit.transport_document import MOST_CONTAINERS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE = "rule of this ledger for containers in a release order"

WINDOW = Rule(
    "appointment_window", _SOURCE, "must not close before it opens", "预约时段不得先关后开"
)
PLACE_REPEATED = Rule(
    "container_repeated", _SOURCE, "names a container twice", "同一箱不得重复列出"
)
NUMBERS_MISMATCH = Rule(
    "container_numbers_match",
    _SOURCE,
    "must have a number for each place",
    "箱号应与箱序号一一对应",
)

Place = Annotated[
    int,
    Field(ge=0, lt=MOST_CONTAINERS, strict=True, description="A container's place in the order."),
]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=70)]


class Pickup(Document):
    """Truck and driver: for the terminal alone, the ledger has their commitment."""

    vehicle_plate: Annotated[_Words, Field(examples=["沪A12345"])]
    driver_name: Annotated[_Words | None, Field(examples=["张伟"])] = None


class AppointmentDocument(Document):
    """Which container is collected when, and by which truck."""

    order_id: RecordId
    container: Place
    container_number: ContainerNumber
    opens_at: UtcTime
    closes_at: UtcTime
    pickup: Pickup

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.closes_at < self.opens_at:
            raise_findings("AppointmentDocument", [Finding(("closesAt",), WINDOW.broken())])
        return self


class InspectionDocument(Document):
    """Which containers are inspected, and by whose instruction."""

    order_id: RecordId
    authority: HoldAuthorityName
    containers: Annotated[list[Place], Field(min_length=1, max_length=MOST_CONTAINERS)]
    container_numbers: Annotated[
        list[ContainerNumber], Field(min_length=1, max_length=MOST_CONTAINERS)
    ]

    @model_validator(mode="after")
    def _check_between_fields(self) -> Self:
        raise_findings("InspectionDocument", self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        if len(self.containers) != len(self.container_numbers):
            yield Finding(("containerNumbers",), NUMBERS_MISMATCH.broken())
        for name, values in (
            ("containers", self.containers),
            ("containerNumbers", self.container_numbers),
        ):
            seen: set[object] = set()
            for index, value in enumerate(values):
                if value in seen:
                    yield Finding((name, index), PLACE_REPEATED.broken(), value)
                seen.add(value)


def require_places(field: str, places: list[int], containers: int) -> None:
    """Lets places pass that an order of so many containers has. Raises InvalidInput."""
    if any(place >= containers for place in places):
        raise InvalidInput(
            FieldProblem(
                field,
                "container_index",
                f"must be a place in the order, which has {containers} containers",
                f"应为该放货指令内的箱序号（共 {containers} 箱）",
            )
        )
