"""Documents, milestones, appointments and inspections prepared by their content, and what is refused on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from api.documents import examples as papers
from api.milestones import examples as events
from tests.integration.api.documents import appointment_document, inspection_document
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued, ordered
from wallets.commitment import commit
from wallets.milestones import batch_of

Change = Callable[[dict[str, Any]], Any]


async def prepared(gateway: Gateway, persona: str, path: str, body: Any, **kw: Any) -> Any:
    return await gateway.call(persona, "POST", f"/v1/{path}/prepare", json=body, **kw)


def root(document: Any, answer: dict[str, Any]) -> str:
    return "0x" + commit(document, bytes.fromhex(answer["salt"][2:])).root.hex()


async def test_a_document_and_its_successor_are_prepared_by_their_content(gateway: Gateway) -> None:
    bill_id = await issued(gateway)
    about = {"subject_kind": "bill", "subject": bill_id}
    terms = {"document_type": "PROOF_OF_PAYMENT", "consumer_roles": ["BANK", "CARRIER"]}
    body = {"document": papers.CARD, **about, **terms}
    first = await prepared(gateway, "terminal", "documents", body)
    await gateway.carry_out("terminal", first)
    document_id = first.json()["document_id"]
    assert document_id == root(papers.CARD, first.json())
    row = (await gateway.get("shipper", f"/v1/documents/{document_id}")).json()
    assert (row["subject"], row["consumer_roles"]) == (bill_id, ["CARRIER", "BANK"])
    assert (row["document_type"], row["valid_until"]) == ("PROOF_OF_PAYMENT", None)

    path = f"documents/{document_id}/successor"
    body = {"document": papers.INVOICE, "valid_until": "2036-12-31T15:59:59Z"}
    missing = await prepared(gateway, "terminal", path, body)
    assert {e["field"] for e in missing.json()["errors"]} == {"subject_kind", "subject"}
    body |= about
    stale = await prepared(gateway, "terminal", path, body, headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    assert (await prepared(gateway, "stranger", path, body)).status_code == 404
    second = await prepared(gateway, "terminal", path, body, headers={"If-Match": '"1"'})
    await gateway.carry_out("terminal", second)
    assert second.json()["document_id"] == root(papers.INVOICE, second.json())
    old = (await gateway.get("shipper", f"/v1/documents/{document_id}")).json()
    assert old["superseded_by"] == second.json()["document_id"]
    new = (await gateway.get("shipper", f"/v1/documents/{old['superseded_by']}")).json()
    assert (new["subject"], new["valid_until"]) == (bill_id, "2036-12-31T15:59:59Z")


async def test_an_interchange_receipt_is_prepared_for_both_its_sides(gateway: Gateway) -> None:
    body = papers.RECEIPT | {"haulier": gateway.world.member("haulier"), "salt": None}
    answer = (await prepared(gateway, "terminal", "documents", body)).json()
    assert answer["action"] == "RegisterInterchange"
    assert len(answer["signers_needed"]) == 2
    both = [gateway.world.signer(persona) for persona in ("terminal", "haulier")]
    sent = await gateway.submit("terminal", gateway.sign(answer, both))
    assert sent.json()["status"] == "final", sent.text


async def test_milestones_and_their_correction_are_prepared_by_their_events(
    gateway: Gateway,
) -> None:
    bill_id = await issued(gateway)
    about = {"subject_kind": "BILL", "subject": bill_id}
    body = {"events": events.PREPARE["events"], **about}
    first = await prepared(gateway, "terminal", "milestones", body)
    await gateway.carry_out("terminal", first)
    batch_id, salt = first.json()["batch_id"], bytes.fromhex(first.json()["salt"][2:])
    made = batch_of(body["events"], salt)
    assert batch_id == "0x" + made.root.hex()
    row = (await gateway.get("shipper", f"/v1/milestones/{batch_id}")).json()
    assert (row["events"], row["latest_at"]) == (2, "2026-11-24T13:53:07Z")
    shown = made.prove(1)
    proof = {
        "batch_id": batch_id,
        "place": 1,
        "event": shown.event,
        "salt": "0x" + shown.salt.hex(),
        "proof": ["0x" + step.hex() for step in shown.proof],
    }
    assert (await gateway.http.post("/v1/verify/milestone", json=proof)).json()["answer"] == "valid"

    path = f"milestones/{batch_id}/correction"
    right = {"events": events.CORRECT["events"], **about}
    assert (await prepared(gateway, "stranger", path, right)).status_code == 404
    stale = await prepared(gateway, "terminal", path, right, headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    second = await prepared(gateway, "terminal", path, right)
    await gateway.carry_out("terminal", second)
    row = (await gateway.get("shipper", f"/v1/milestones/{batch_id}")).json()
    assert (row["state"], row["corrected_by"]) == ("CORRECTED", second.json()["batch_id"])


async def test_an_appointment_and_an_inspection_are_prepared_by_their_papers(
    gateway: Gateway,
) -> None:
    order_id = await ordered(gateway)
    until = (await gateway.get("carrier", f"/v1/releases/{order_id}")).json()["valid_until"]
    document = appointment_document(order_id, closesAt=until)
    asked = await prepared(gateway, "consignee", "appointments", {"document": document})
    await gateway.carry_out("consignee", asked)
    appointment_id = asked.json()["appointment_id"]
    assert appointment_id == root(document, asked.json())
    row = (await gateway.get("terminal", f"/v1/appointments/{appointment_id}")).json()
    assert (row["opens_at"], row["closes_at"]) == ("2026-01-01T08:00:00Z", until)
    assert row["pickup"] == root(document["pickup"], asked.json())

    held = {"orderId": order_id, "authority": "CUSTOMS", "containers": [0]}
    await gateway.act("customs", "SetHold", **held)
    notice = {"document": inspection_document(order_id)}
    told = await prepared(gateway, "customs", "inspections", notice)
    await gateway.carry_out("customs", told)
    inspection_id = told.json()["inspection_id"]
    assert inspection_id == root(notice["document"], told.json())
    row = (await gateway.get("terminal", f"/v1/inspections/{inspection_id}")).json()
    assert (row["authority"], row["containers"]) == ("CUSTOMS", [0])
    for path, sent in (("appointments", document), ("inspections", notice["document"])):
        body = {"document": sent}
        assert (await prepared(gateway, "stranger", path, body)).status_code == 404


def _doc(**changes: Any) -> Change:
    return lambda body: body | {"document": body["document"] | changes}


def _with(**changes: Any) -> Change:
    return lambda body: body | changes


REFUSED: Final[list[tuple[str, Change, str, str]]] = [
    ("documents", _with(document={}), "document", "too_short"),
    ("documents", _doc(sha256="0x12"), "document.sha256", "string_pattern_mismatch"),
    ("documents", _doc(size=0), "document.size", "greater_than"),
    ("documents", _doc(mediaType="image/png"), "document.mediaType", "literal_error"),
    ("documents", _with(subject_kind="BILL"), "$", "subject_incomplete"),
    ("documents", _with(subject_kind="SHIP"), "subject_kind", "enum"),
    ("documents", _with(subject_kind=1.5), "subject_kind", "enum"),
    ("documents", _with(consumer_roles=["KING"]), "consumer_roles[0]", "enum"),
    ("documents", _with(haulier=10), "$", "interchange_haulier"),
    ("receipt", _with(haulier=None), "$", "interchange_haulier"),
    ("receipt", _with(consumer=3), "$", "interchange_terms"),
    ("milestones", _with(events=[]), "events", "too_short"),
    (
        "milestones",
        _with(events=[events.EVENT, events.EVENT | {"equipmentReference": "MSKU9070324"}]),
        "events[1].equipmentReference",
        "container_check_digit",
    ),
    (
        "milestones",
        _with(events=[events.EVENT | {"equipmentEventTypeCode": "GONE"}]),
        "events[0].equipmentEventTypeCode",
        "milestone_event",
    ),
    (
        "milestones",
        _with(events=[events.EVENT | {"eventClassifierCode": "PLN"}]),
        "events[0].eventClassifierCode",
        "literal_error",
    ),
    (
        "appointments",
        _doc(closesAt="2025-01-01T00:00:00Z"),
        "document.closesAt",
        "appointment_window",
    ),
    ("appointments", _doc(container=1), "document.container", "container_index"),
    ("appointments", _doc(container=256), "document.container", "less_than"),
    (
        "appointments",
        _doc(pickup={"vehiclePlate": " "}),
        "document.pickup.vehiclePlate",
        "string_too_short",
    ),
    ("inspections", _doc(containers=[1]), "document.containers", "container_index"),
    (
        "inspections",
        _doc(containers=[0, 0]),
        "document.containerNumbers",
        "container_numbers_match",
    ),
    ("inspections", _doc(authority="MAYOR"), "document.authority", "enum"),
]


@pytest.fixture(scope="module")
async def order_id(gateway: Gateway) -> str:
    return await ordered(gateway)


@pytest.mark.parametrize(("kind", "change", "field", "rule"), REFUSED)
async def test_what_breaks_a_rule_is_refused_by_field(
    gateway: Gateway, order_id: str, kind: str, change: Change, field: str, rule: str
) -> None:
    persona, path, body = {
        "documents": ("carrier", "documents", papers.PREPARE | {"document": papers.CARD}),
        "receipt": ("terminal", "documents", papers.RECEIPT),
        "milestones": ("terminal", "milestones", events.PREPARE),
        "appointments": ("consignee", "appointments", {"document": appointment_document(order_id)}),
        "inspections": ("customs", "inspections", {"document": inspection_document(order_id)}),
    }[kind]
    assert (await prepared(gateway, persona, path, body)).status_code == 200
    answer = await prepared(gateway, persona, path, change(body))
    assert answer.status_code == 422, answer.text
    assert (field, rule) in [(e["field"], e["rule"]) for e in answer.json()["errors"]], answer.text
