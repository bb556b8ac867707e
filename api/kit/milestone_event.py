"""A port operation event (作业节点) on its way into a batch, as `wallets.milestones` commits to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from api.errors import FieldProblem, InvalidInput
from api.kit.content import validated
from api.kit.documents import Document
from api.kit.fields import ContainerNumber, ImoNumber, SizeTypeCode, UnLocationCode
from wallets.milestones import MilestoneBatch, MilestoneError, batch_of

MOST_EVENTS = 1000
"""In one batch that a gateway commits to; whoever commits to it elsewhere may have more."""


class _Place(Document):
    un_location_code: Annotated[UnLocationCode | None, Field(alias="UNLocationCode")] = None


class _Vessel(Document):
    vessel_imo_number: Annotated[ImoNumber | None, Field(alias="vesselIMONumber")] = None


class _TransportCall(_Place):
    vessel: _Vessel | None = None


class MilestoneEvent(Document):
    """What an event names by the trade's standards; its kind, codes and time are checked with the batch."""

    event_type: Literal["SHIPMENT", "TRANSPORT", "EQUIPMENT"]
    event_classifier_code: Literal["ACT"]
    equipment_reference: ContainerNumber | None = None
    iso_equipment_code: Annotated[SizeTypeCode | None, Field(alias="ISOEquipmentCode")] = None
    event_location: _Place | None = None
    transport_call: _TransportCall | None = None


def batch_from(events: Sequence[Mapping[str, Any]], salt: bytes) -> MilestoneBatch:
    """Checks events and commits to them. Raises InvalidInput, naming each event and field."""
    wrong: list[FieldProblem] = []
    for place, event in enumerate(events):
        try:
            validated(MilestoneEvent, event, f"events[{place}]")
        except InvalidInput as invalid:
            wrong.extend(invalid.errors)
    if wrong:
        raise InvalidInput(*wrong)
    try:
        return batch_of(events, salt)
    except MilestoneError as refused:
        field = f"events[{refused.place}]" + (f".{refused.field}" if refused.field else "")
        raise InvalidInput(
            FieldProblem(field, "milestone_event", refused.rule, "不符合作业节点事件的规则")
        ) from None
