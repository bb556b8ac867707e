"""Making records: the commitment of a document, generated and changed as the step says."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from contracts.bindings import ActionSpec, enums
from scripts.scenario import documents
from scripts.scenario.cast import Hand
from scripts.scenario.intent import intent_of
from scripts.scenario.kinds import MEMBER, MILESTONES, NEW, RecordKind, about, creates
from scripts.scenario.model import Act
from scripts.scenario.problems import ValueProblem, one_of
from scripts.scenario.scene import Record, Scene
from scripts.scenario.values import moment
from wallets.commitment import commit
from wallets.milestones import batch_of
from wallets.spelling import letters


def record_of(step: Act, spec: ActionSpec, hand: Hand, scene: Scene) -> Record | None:
    """The record that a step is about: named, or new. Raises ValueProblem."""
    kind, said = about(spec), step.with_
    if kind is MEMBER:
        if step.on is None:
            return None
        return Record(step.on, MEMBER, str(scene.cast.number(step.on)), step.on)
    name = step.save or f"{step.do} of {hand.organisation}"
    if kind.id_field in said and (creates(step.do) or step.on is None):
        found = intent_of(spec, {kind.id_field: said[kind.id_field]}, scene)
        return Record(name, kind, found[kind.id_field], hand.organisation)
    if creates(step.do):
        return _made(name, kind, step, hand, scene)
    return scene.record(scene.value(step.on))


def _made(name: str, kind: RecordKind, step: Act, hand: Hand, scene: Scene) -> Record:
    if kind is MILESTONES:
        batch = batch_of(_events(step, scene), secrets.token_bytes(32))
        facts = {
            "events": batch.count,
            "earliestAt": batch.earliest_at,
            "latestAt": batch.latest_at,
        }
        return Record(name, kind, "0x" + batch.root.hex(), hand.organisation, facts)
    document: dict[str, Any] = {"number": scene.data.digits(12), "kind": kind.title}
    parents = [scene.record(scene.value(parent)) for parent in step.with_.get("parents", [])]
    whole = [parent.document for parent in parents if parent.document]
    if whole:
        document = documents.union(whole, scene.data.bl_number())
    return _committed(name, kind, document, step, hand, scene)


def _committed(
    name: str, kind: RecordKind, document: Mapping[str, Any], step: Act, hand: Hand, scene: Scene
) -> Record:
    changed = documents.merged(document, scene.value(step.document))
    salt = secrets.token_bytes(32)
    root = "0x" + commit(changed, salt).root.hex()
    return Record(name, kind, root, hand.organisation, changed, "0x" + salt.hex())


def _events(step: Act, scene: Scene) -> list[dict[str, Any]]:
    """Events that have just happened: as the step says, or containers that were discharged."""
    said = scene.value(step.document).get("events")
    if said:
        return list(said)
    count = scene.value(step.make).get("events", 3)
    return [
        {
            "eventType": "EQUIPMENT",
            "eventClassifierCode": "ACT",
            "eventDateTime": _ago(count - place, scene),
            "equipmentEventTypeCode": "DISC",
            "equipmentReference": scene.data.container(),
        }
        for place in range(count)
    ]


def _ago(minutes: int, scene: Scene) -> str:
    return str(moment(f"{minutes} minutes ago", scene.clock())).replace("Z", ".000Z")


def further_records(step: Act, spec: ActionSpec, hand: Hand, scene: Scene) -> dict[str, Any]:
    """What a step makes beside its record, by field, as `children: [first, second]` names it."""
    made: dict[str, Any] = {}
    for field, raw in step.with_.items():
        if (spec.name, field) not in NEW:
            continue
        value = scene.value(raw)
        names = value if isinstance(value, list) else [value]
        if any(isinstance(one, Record) or str(one).startswith("0x") for one in names):
            continue
        new = [
            scene.records.get(name) or _further(name, place, len(names), step, spec, hand, scene)
            for place, name in enumerate(names)
        ]
        made[field] = new if isinstance(value, list) else new[0]
    return made


def _further(
    name: str, place: int, count: int, step: Act, spec: ActionSpec, hand: Hand, scene: Scene
) -> Record:
    kind = about(spec)
    if kind is MILESTONES:
        return _made(name, kind, step, hand, scene)
    document: dict[str, Any] = dict(scene.record(scene.value(step.on)).document or {})
    if "utilizedTransportEquipments" in document:
        boxes = documents.shares(documents.containers_of(document), count)[place]
        document = documents.part(document, boxes, scene.data.bl_number())
    return _committed(name, kind, document, step, hand, scene)


def filled(spec: ActionSpec, record: Record | None, further: Mapping[str, Any]) -> dict[str, Any]:
    """What a batch of milestones says of itself, for the fields that the step leaves out."""
    source = further.get("correction", record)
    names = {field.name for field in spec.fields}
    if "earliestAt" not in names or not isinstance(source, Record):
        return {}
    return dict(source.document or {})


def document_of(step: Act, hand: Hand, scene: Scene) -> dict[str, Any]:
    """The document of a record that the gateway makes from one."""
    said, make = step.with_, scene.value(step.make)
    if step.do == "IssueBill":
        names = {"carrier": hand.organisation, "holder": str(scene.value(said.get("holder")))}
        if said.get("titleHolder"):
            names["consignee"] = str(scene.value(said["titleHolder"]))
        kind = spelled("BillKind", scene.value(said.get("kind", "ToOrder")))
        made = documents.bill_document(scene.data, kind, names, make)
    elif step.do == "IssueReleaseOrder":
        bill = scene.record(scene.value(said.get("billId")))
        made = documents.order_document(bill.id, bill.document or {}, make, scene.clock())
    elif step.do == "ApplyCertificate":
        kind = spelled("CertificateType", scene.value(said.get("certificateType", "AgencyExport")))
        number = enums()["CertificateType"][kind]
        made = documents.application_document(scene.data, number)
    else:
        certificates = [scene.record(name) for name in make.get("certificates", [])]
        made = documents.claim_document(scene.data, certificates)
    return dict(documents.merged(made, scene.value(step.document)))


def spelled(table: str, name: Any) -> str:
    """A value of an enum by the contracts' own name, however it was spelled. Raises ValueProblem."""
    names = enums()[table]
    if isinstance(name, int) and not isinstance(name, bool) and name in names.values():
        return next(known for known, value in names.items() if value == name)
    for known in names:
        if letters(known) == letters(str(name)):
            return known
    raise ValueProblem(f"there is no {table} {name!r}: {one_of(str(name), names)}")
