"""From what a member may read of a ledger to a scenario that does the same on an embedded one.

Events tell who did what to which record, and in which order. What they do not tell is made anew: documents, numbers,
secrets. Times lie ahead as far as they did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import yaml

from api.client import QuayClient, Refused
from contracts.bindings import FieldSpec, actions, enums
from scripts.scenario.kinds import (
    BILL,
    CERTIFICATE,
    MILESTONES,
    NEW,
    ORDER,
    RecordKind,
    about,
    creates,
    is_member,
    named_by,
)
from scripts.scenario.making import spelled
from scripts.scenario.replay import REPLAYS, Replay

Event = Mapping[str, Any]
Step = dict[str, Any]

_NONE: Final = "0x" + "00" * 32
_PAGE: Final = "500"
_SHOWN: Final = ("state", "holder", "title_holder", "pledgee", "collector", "gated_out", "user")
_MEMBERS: Final = frozenset({"holder", "title_holder", "pledgee", "collector", "user"})
_THOUSANDTHS: Final = 1000
_HEADER: Final = """\
# Recorded from what member {member} may read at a gateway. Documents, numbers and secrets are made anew.
"""


async def recorded(client: QuayClient, only: Collection[str] = (), title: str = "") -> str:
    """A scenario of what the client's member may read, or of some records and what hangs together with them.

    Raises:
        ClientError: the gateway cannot be read.
        LookupError: there is nothing that could be done again.
    """
    session = await client.sign_in()
    events = await _events(client)
    if only:
        events = _connected(events, {one.lower() for one in only})
    listed = (await client.get("/v1/participants"))["items"]
    writer = _Writer(events, {int(m["member"]): m for m in listed})
    steps = list(writer.steps())
    if not steps:
        message = "nothing of what this wallet may read can be done again"
        raise LookupError(message)
    steps += [step async for step in _ends(client, writer, writer.member(session.member))]
    scenario: dict[str, Any] = {
        "scenario": title or f"What member {session.member} saw on a ledger"
    }
    scenario["organisations"] = {
        name: _one_or_all(writer.listed[number]["roles"]) for number, name in writer.members.items()
    }
    if writer.items:
        names = writer.items.values()
        scenario["variables"] = dict.fromkeys(names, "${declaration_item()}")
    scenario["steps"] = steps
    text = yaml.safe_dump(
        scenario, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None
    )
    # Of YAML 1.2, which scenarios are, `on` is a word like any other.
    return _HEADER.format(member=session.member) + text.replace("'on':", "on:")


async def _events(client: QuayClient) -> list[Event]:
    found: list[Event] = []
    query: dict[str, str] = {"limit": _PAGE}
    while True:
        page = await client.page("/v1/events", **query)
        found.extend(page.items)
        if page.next_cursor is None or page.next_cursor == query.get("after"):
            return found
        query["after"] = page.next_cursor


def _connected(events: Sequence[Event], wanted: set[str]) -> list[Event]:
    """The events of some records, and of those that name each other with them."""
    grown = True
    while grown:
        before = len(wanted)
        for event in events:
            named = {event["record_id"], *_ids_in(event["details"])}
            if named & wanted:
                wanted |= named
        grown = len(wanted) > before
    return [event for event in events if event["record_id"] in wanted]


_LINKS: Final = frozenset(
    {
        "billId",
        "orderId",
        "newBillId",
        "children",
        "origin",
        "successor",
        "supersedes",
        "replacement",
        "subject",
    }
)


def _ids_in(details: Mapping[str, Any]) -> Iterator[str]:
    for name in _LINKS & details.keys():
        values = details[name] if isinstance(details[name], list) else [details[name]]
        yield from (str(value) for value in values if value != _NONE)


@dataclass
class _Writer:
    """Writes events as steps."""

    events: Sequence[Event]
    listed: Mapping[int, Mapping[str, Any]]
    members: dict[int, str] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, RecordKind] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    _words: Counter[str] = field(default_factory=Counter)
    _bill_of: dict[str, str] = field(default_factory=dict)
    _pledgees: dict[str, int] = field(default_factory=dict)
    _originals: dict[str, int] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """The steps, in the ledger's order."""
        needed = self._containers()
        for event in self.events:
            replay, record = REPLAYS.get(event["event"]), event["record_id"]
            if replay is None or _came_with_another(event):
                continue
            if not self._can_be_done(event, replay):
                continue
            step = self._step(event, replay)
            if replay.action == "IssueBill" and needed[record] > 1:
                step["make"] = {"containers": needed[record]}
            yield step

    def _can_be_done(self, event: Event, replay: Replay) -> bool:
        """Whether all that it needs is in the scenario: the member may not have seen how that was made."""
        if not creates(replay.action):
            return event["record_id"] in self.records
        base = _STANDS_ON.get(replay.action)
        return base is None or event["details"][base] in self.records

    def _containers(self) -> Counter[str]:
        """How many containers each bill must have, for the orders and the parts that came of it."""
        needed: Counter[str] = Counter()
        for event in reversed(self.events):
            details, record = event["details"], event["record_id"]
            if event["event"] == "ReleaseOrderIssued":
                needed[details["billId"]] = max(needed[details["billId"]], details["containers"])
            elif event["event"] == "BillSplit":
                needed[record] = max(
                    needed[record],
                    len(details["children"]) * max(needed[c] or 1 for c in details["children"]),
                )
            elif event["event"] == "BillReissued":
                needed[record] = max(needed[record], needed[details["newBillId"]])
        return needed

    def member(self, number: int) -> str:
        """The scenario's name for a member: its role, and a number from the second on."""
        if number not in self.members:
            roles = self.listed[number]["roles"] if number in self.listed else ["INSURER"]
            self.members[number] = self._new(roles[0].lower())
        return self.members[number]

    def _new(self, word: str) -> str:
        self._words[word] += 1
        return word if self._words[word] == 1 else f"{word}{self._words[word]}"

    def _record(self, record_id: str, kind: RecordKind) -> str:
        if record_id not in self.records:
            self.records[record_id] = self._new(kind.title.rsplit(maxsplit=1)[-1])
            self.kinds[record_id] = kind
        return self.records[record_id]

    def _step(self, event: Event, replay: Replay) -> Step:
        spec, record = actions()[replay.action], event["record_id"]
        details = {**self._of_successor(event), **event["details"]}
        kind, actor = about(spec), int(event["actor"])
        step: Step = {"do": replay.action, "by": self.member(actor)}
        cosigner = self._cosigner(replay, record, details)
        if cosigner:
            step["by"] = [step["by"], self.member(cosigner)]
        if not creates(replay.action):
            step["on"] = self._record(record, kind)
        fields = {one.name: one for one in spec.fields}
        said: dict[str, Any] = {}
        for name, source in replay.fields.items():
            value = self._value(spec.name, fields[name], details.get(source), event)
            if value is not None and not (name == "deliverTo" and value == self.member(actor)):
                said[name] = value
        said |= self._remembered(replay.action, record, details)
        said |= self._remark(event)
        self._document(step, replay.action, event, said)
        if said:
            step["with"] = said
        if creates(replay.action):
            step["save"] = self._record(record, kind)
        self._remember(event)
        return step

    def _of_successor(self, event: Event) -> Mapping[str, Any]:
        """What a record that takes another's place says of itself."""
        other = event["details"].get("successor") or event["details"].get("correction")
        if event["event"] not in {"DocumentSuperseded", "MilestonesCorrected"}:
            return {}
        return next((e["details"] for e in self.events if e["record_id"] == other), {})

    def _cosigner(self, replay: Replay, record: str, details: Mapping[str, Any]) -> int:
        if replay.cosigner == "the pledgee":
            return self._pledgees.get(record, 0)
        return int(details[replay.cosigner]) if replay.cosigner else 0

    def _value(self, action: str, field_: FieldSpec, value: Any, event: Event) -> Any:
        """A field as a scenario says it; None if it is left out."""
        if value is None or value == _NONE or (value in (0, "0") and _may_be_left_out(field_)):
            return None
        if field_.type.endswith("[]") or (action, field_.name) in NEW:
            kind = named_by(field_) or BILL
            items = value if isinstance(value, list) else [value]
            names = [self._record(item, kind) for item in items]
            return names if isinstance(value, list) else names[0]
        if is_member(field_):
            return self.member(int(value))
        if field_.enum in _BITS:
            bits = enums()[field_.enum].items()
            return [name for name, bit in bits if name != "ALL" and int(value) & bit]
        if field_.enum is not None:
            return spelled(field_.enum, int(value))
        if field_.type == "bytes32":
            known = self.records.get(value)
            return known or (None if named_by(field_) is not None else value)
        if field_.type == "uint256":
            return [place for place in range(256) if int(value) >> place & 1]
        if field_.type == "uint40":
            return f"in {max(int(value) - _seconds(event['time']), 60)} s"
        return int(value)

    def _remembered(self, action: str, record: str, details: Mapping[str, Any]) -> dict[str, Any]:
        """Fields that this event does not tell and an earlier one did."""
        if action == "RevokeReleaseOrder" and record in self._bill_of:
            return {"billId": self.records[self._bill_of[record]]}
        if action == "ReturnFromPaper":
            return {"originals": self._originals.get(record, details.get("originals", 1))}
        return {}

    def _remark(self, event: Event) -> dict[str, Any]:
        for other in self.events:
            same = (other["record_id"], other["version"]) == (event["record_id"], event["version"])
            if same and other["event"] == "Remarked" and other["time"] == event["time"]:
                told = other["details"]
                party, remark = int(told["representedParty"]), told["remark"]
                said = {"representedParty": self.member(party)} if party else {}
                return said | ({"remark": remark} if remark != _NONE else {})
        return {}

    def _document(self, step: Step, action: str, event: Event, said: dict[str, Any]) -> None:
        """How the new record's document is to be made, so that it is as the event tells."""
        details = event["details"]
        if action == "IssueBill" and said.get("kind") == "Bearer":
            said.pop("titleHolder", None)
        elif action == "IssueReleaseOrder":
            left = int(details["validUntil"]) - _seconds(event["time"])
            places = list(range(int(details["containers"])))
            step["make"] = {"containers": places, "valid_for": f"{max(left, 3600)} s"}
        elif action == "ApplyCertificate":
            item = self.items.setdefault(details["declarationItem"], f"item{len(self.items) + 1}")
            amounts = {
                name: f"{int(details[name]) / _THOUSANDTHS:.3f}"
                for name in ("quantity", "declaredQuantity")
            }
            step["document"] = {"declarationItem": f"${{{item}}}", **amounts}
        elif about(actions()[action]) is MILESTONES:
            step["make"] = {"events": int({**self._of_successor(event), **details}["events"])}

    def _remember(self, event: Event) -> None:
        details, record = event["details"], event["record_id"]
        match event["event"]:
            case "ReleaseOrderIssued":
                self._bill_of[record] = details["billId"]
            case "PledgeMade":
                self._pledgees[record] = int(details["pledgee"])
            case "PledgeReleased" | "PledgeEnforced":
                self._pledgees.pop(record, None)
            case "ConvertedToPaper":
                self._originals[record] = int(details["originals"])


_WITH_ZERO: Final = frozenset(
    {"BillKind", "EndorsementKind", "HoldAuthority", "InspectionResult", "Attendance"}
)
_STANDS_ON: Final = {
    "IssueReleaseOrder": "billId",
    "RequestAppointment": "orderId",
    "InstructInspection": "orderId",
}
_BITS: Final = frozenset({"Roles", "Powers"})


def _may_be_left_out(field_: FieldSpec) -> bool:
    """Whether 0 is how a field says nothing."""
    if field_.enum is not None:
        return field_.enum not in _WITH_ZERO
    return is_member(field_) or field_.type in {"uint256", "uint40", "uint64"}


def _came_with_another(event: Event) -> bool:
    """Whether a record was made by what was done to another one, which is told there."""
    details = event["details"]
    return any(details.get(name, _NONE) != _NONE for name in ("supersedes", "corrects"))


async def _ends(client: QuayClient, writer: _Writer, reader: str) -> Any:
    """Steps that read every record, and expect what the gateway tells of it now."""
    for record_id, name in list(writer.records.items()):
        kind = writer.kinds[record_id]
        try:
            seen = await client.get(f"/v1/{kind.collection}/{record_id}")
        except Refused:
            continue
        told = [int(e["version"]) for e in writer.events if e["record_id"] == record_id]
        if int(seen.get("version", 0)) > max(told):
            continue  # it has gone on since
        expect: dict[str, Any] = {}
        for key in _SHOWN:
            if key not in seen or (kind is ORDER and seen[key] == "EXPIRED"):
                continue
            value = seen[key]
            expect[key] = writer.member(value) if key in _MEMBERS and value else value
        if kind is CERTIFICATE:
            expect["quantity"] = seen["quantity"]
        yield {"read": name, "by": reader, "expect": expect}


def _one_or_all(roles: Sequence[str]) -> Any:
    return roles[0] if len(roles) == 1 else list(roles)


def _seconds(time: str) -> int:
    return int(datetime.fromisoformat(time).timestamp())
