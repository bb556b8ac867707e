"""Port operation events (作业节点) as milestones: checked, committed to in a batch, and proved one by one.

An event is a JSON object in the spelling of DCSA Track & Trace 2.2 and 2.3. How a batch is built, so that anybody can
build it again:

1. The event at place i has the salt HMAC-SHA256(batch salt, "/i") and the commitment of `wallets.commitment`, so that
   one event can be shown without the others, and one field of it without the rest.
2. A batch's leaf is keccak256(place as 4 bytes + the event's commitment). It hashes 36 bytes, an inner node 64 and a
   field's leaf 32: none passes for another.
3. The leaves make a tree as in `wallets.merkle`. Its root is the batch's id on the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from wallets.commitment import (
    Commitment,
    CommitmentError,
    commit,
    derive_leaf_salt,
    require_salt,
)
from wallets.hashing import keccak
from wallets.merkle import Levels, leads_to, levels_of, siblings
from wallets.vocabulary import Words

MOST_EVENTS: Final = 2**32 - 1
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
_HAPPENED: Final = "ACT"

SHIPMENT: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "RECE": Words("received", "已接收"),
        "DRFT": Words("drafted", "已拟稿"),
        "PENA": Words("pending approval", "待批准"),
        "PENU": Words("pending update", "待更新"),
        "PENC": Words("pending confirmation", "待确认"),
        "REJE": Words("rejected", "已拒绝"),
        "APPR": Words("approved", "已批准"),
        "ISSU": Words("issued", "已签发"),
        "SURR": Words("surrendered", "已交还"),
        "SUBM": Words("submitted", "已提交"),
        "VOID": Words("voided", "已作废"),
        "CONF": Words("confirmed", "已确认"),
        "REQS": Words("requested", "已请求"),
        "CMPL": Words("completed", "已完成"),
        "CANC": Words("cancelled", "已取消"),
        "DECL": Words("declined", "已谢绝"),
        "HOLD": Words("on hold", "已扣留"),
        "RELS": Words("released", "已放行"),
    }
)
"""shipmentEventTypeCode: what happened to a document of the shipment."""

TRANSPORT: Final[Mapping[str, Words]] = MappingProxyType(
    {"ARRI": Words("arrived", "抵达"), "DEPA": Words("departed", "驶离")}
)
"""transportEventTypeCode: what happened to the vessel, train, barge or truck."""

EQUIPMENT: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "LOAD": Words("loaded", "装载"),
        "DISC": Words("discharged", "卸船"),
        "GTIN": Words("gated in", "进闸"),
        "GTOT": Words("gated out", "出闸"),
        "STUF": Words("stuffed", "装箱"),
        "STRP": Words("stripped", "拆箱"),
        "PICK": Words("picked up", "提箱"),
        "DROP": Words("dropped off", "交箱"),
        "INSP": Words("seal inspected", "验封"),
        "RSEA": Words("resealed", "重新施封"),
        "RMVD": Words("seal removed", "拆封"),
        "AVPU": Words("available for pick-up", "可提"),
        "AVDO": Words("available for drop-off", "可交"),
        "CUSS": Words("selected by customs for scan", "海关布控机检"),
        "CUSI": Words("selected by customs for inspection", "海关布控查验"),
        "CUSR": Words("released by customs", "海关放行"),
    }
)
"""equipmentEventTypeCode: what happened to a container."""

_CODES: Final[Mapping[str, tuple[str, Mapping[str, Words]]]] = MappingProxyType(
    {
        "SHIPMENT": ("shipmentEventTypeCode", SHIPMENT),
        "TRANSPORT": ("transportEventTypeCode", TRANSPORT),
        "EQUIPMENT": ("equipmentEventTypeCode", EQUIPMENT),
    }
)

Event = Mapping[str, Any]


class MilestoneError(ValueError):
    """An event cannot be a milestone; `place` says which of the batch, `field` what of it is wrong."""

    def __init__(self, rule: str, place: int | None = None, field: str = "") -> None:
        """Keeps the rule, and where it is broken."""
        where = "" if place is None else f"event {place}: "
        super().__init__(f"{where}{field + ' ' if field else ''}{rule}")
        self.rule, self.place, self.field = rule, place, field


@dataclass(frozen=True, slots=True)
class MilestoneProof:
    """Shows one event of a batch: everything that `verify_event` needs but the batch's id and size."""

    place: int
    event: Event
    salt: bytes = field(repr=False)
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class MilestoneBatch:
    """A batch's root and what AnchorMilestones says of it; the rest stays with those who may read.

    Times are in whole seconds since 1970 UTC, as the ledger counts them: milliseconds are cut off.
    """

    root: bytes
    earliest_at: int
    latest_at: int
    _events: tuple[Event, ...] = field(repr=False)
    _commitments: tuple[Commitment, ...] = field(repr=False)
    _salt: bytes = field(repr=False)
    _levels: Levels = field(repr=False)

    @property
    def count(self) -> int:
        """How many events it has."""
        return len(self._events)

    def commitment(self, place: int) -> Commitment:
        """The commitment of the event at a place, which proves its single fields. Raises MilestoneError."""
        return self._commitments[self._checked(place)]

    def prove(self, place: int) -> MilestoneProof:
        """Proves the event at a place. Raises MilestoneError: the batch has none there."""
        event = self._events[self._checked(place)]
        return MilestoneProof(
            place, event, _event_salt(self._salt, place), siblings(self._levels, place)
        )

    def _checked(self, place: int) -> int:
        if not 0 <= place < self.count:
            message = f"the batch has no event at place {place}"
            raise MilestoneError(message)
        return place


def batch_of(events: Sequence[Event], salt: bytes) -> MilestoneBatch:
    """Commits to events with the batch's secret salt of 32 random bytes.

    Raises:
        MilestoneError: There is no event, or one breaks a rule.
        CommitmentError: The salt has another length.
    """
    require_salt(salt)
    if not 0 < len(events) <= MOST_EVENTS:
        raise MilestoneError("a batch has 1 to 2^32 - 1 events")
    times = [happened_at(event, place) for place, event in enumerate(events)]
    commitments = tuple(_committed(event, place, salt) for place, event in enumerate(events))
    levels = levels_of([leaf_of(place, made.root) for place, made in enumerate(commitments)])
    root = levels[-1][0]
    return MilestoneBatch(root, min(times), max(times), tuple(events), commitments, salt, levels)


def happened_at(event: Event, place: int | None = None) -> int:
    """Checks an event and returns when it happened, in seconds since 1970 UTC.

    Raises MilestoneError, naming the field: a kind or code that is none of DCSA's, more than one code, an event that is
    only planned or estimated, a time that is not in UTC with milliseconds.
    """
    kind = event.get("eventType")
    if not isinstance(kind, str) or kind not in _CODES:
        raise MilestoneError(f"must be one of {', '.join(_CODES)}", place, "eventType")
    if event.get("eventClassifierCode") != _HAPPENED:
        raise MilestoneError("must be ACT: it has happened", place, "eventClassifierCode")
    for other, (name, codes) in _CODES.items():
        if other != kind and name in event:
            raise MilestoneError(f"is not of an event of type {kind}", place, name)
        if other == kind and str(event.get(name)) not in codes:
            raise MilestoneError(f"must be one of {', '.join(codes)}", place, name)
    return _seconds(event.get("eventDateTime"), place)


def leaf_of(place: int, event_root: bytes) -> bytes:
    """The batch's leaf for the event of this commitment at this place."""
    return keccak(place.to_bytes(4, "big") + event_root)


def verify_event(root: bytes, count: int, shown: MilestoneProof) -> bool:
    """Tells whether the batch of this root and number of events has the event that is shown.

    Never raises for a wrong proof: what cannot be committed to is simply not proved.
    """
    if not 0 <= shown.place < count <= MOST_EVENTS:
        return False
    try:
        event_root = commit(shown.event, shown.salt).root
    except CommitmentError:
        return False
    return leads_to(root, leaf_of(shown.place, event_root), shown.proof)


def _committed(event: Event, place: int, salt: bytes) -> Commitment:
    try:
        return commit(event, _event_salt(salt, place))
    except CommitmentError as refused:
        raise MilestoneError(str(refused), place) from refused


def _event_salt(salt: bytes, place: int) -> bytes:
    return derive_leaf_salt(salt, f"/{place}")


def _seconds(value: object, place: int | None) -> int:
    if isinstance(value, str) and _TIME.fullmatch(value):
        try:
            moment = datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            pass
        else:
            if moment.timestamp() >= 0:
                return int(moment.timestamp())
    rule = "must be a time in UTC with milliseconds, such as 2026-11-24T13:53:00.000Z"
    raise MilestoneError(rule, place, "eventDateTime")
