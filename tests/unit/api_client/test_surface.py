"""The SDK has a call for every operation of the gateway's description, and a verb for every action of the contracts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from api.appointments import examples as appointments
from api.client.bulk import Bulk, Row
from api.client.calls import Group, Sync, acts, call, camel, each, follow
from api.client.checks import record_id_of
from api.client.flows import Flows
from api.client.groups import gateway, others, records, voyages
from api.client.groups.files import Files
from api.client.messages import Flow, Request, Response
from api.client.resources import Deployment, Session
from api.client.surface import Surface
from api.inspections import examples as inspections
from api.milestones import examples as milestones
from contracts.bindings import actions, enums
from tests.unit.api_client.gateway_by_hand import (
    ADDRESSES,
    BILL,
    CHAIN_ID,
    DEPLOYMENT,
    ZERO,
    wallet,
)
from wallets.action_set import set_digest
from wallets.contents import Content
from wallets.typed_action import Domain, parse_action

OPERATIONS: Mapping[str, tuple[str, str]] = {
    operation["operationId"]: (method.upper(), path)
    for path, operations in json.loads(Path("docs/openapi.json").read_text("utf-8"))[
        "paths"
    ].items()
    for method, operation in operations.items()
}
RECORDS = {
    "bills": "bill",
    "releases": "release",
    "shared_containers": "shared_container",
    "appointments": "appointment",
    "inspections": "inspection",
    "certificates": "certificate",
    "claims": "claim",
    "documents": "document",
    "milestones": "milestones",
}
KEY = X25519PrivateKey.generate().public_key().public_bytes_raw()
CONTENT = Content("application/json", b"{}", bytes(32))
EVENT = milestones.EVENT
NOTICE = inspections.PREPARE["document"]
WINDOW = appointments.PREPARE["document"]
ROW = Row.of(1, {"document": {"a": 1}, "holder": 7})

Called = Callable[[Surface[Sync]], Any]
_FROM_DOCUMENTS: dict[str, Called] = {
    "prepare_bill": lambda c: c.bills.prepare({}, holder=7),
    "prepare_release": lambda c: c.releases.prepare({}, terminal=7),
    "prepare_certificate": lambda c: c.certificates.prepare({}, tax_authority=7),
    "prepare_claim": lambda c: c.claims.prepare({}, tax_authority=7),
    "prepare_document": lambda c: c.documents.prepare({"a": 1}, document_type="OTHER"),
    "prepare_document_successor": lambda c: c.documents.prepare_successor(
        BILL, {"a": 1}, subject_kind=None, subject=None, valid_until=None
    ),
    "prepare_appointment": lambda c: c.appointments.prepare(WINDOW),
    "prepare_inspection": lambda c: c.inspections.prepare(NOTICE),
    "prepare_milestones": lambda c: c.milestones.prepare([EVENT]),
    "prepare_milestones_correction": lambda c: c.milestones.prepare_correction(
        BILL, [EVENT], subject_kind=None, subject=None
    ),
    "prepare_certificate_correction": lambda c: c.certificates.prepare_correction(BILL, {}),
    "export_bills": lambda c: c.bills.export(state="ISSUED"),
    "export_releases": lambda c: c.releases.export_csv(),
    "export_certificates": lambda c: c.certificates.export(),
}
_GATEWAY: dict[str, Called] = {
    "health": lambda c: c.service.health(),
    "ready": lambda c: c.service.ready(),
    "list_definitions": lambda c: c.service.definitions(),
    "read_deployment": lambda c: c.driver.run(Flows("").deployment()),  # type: ignore[attr-defined]
    "create_nonce": lambda c: c.driver.run(c.flows.sign_in()),  # type: ignore[attr-defined]
    "create_session": lambda c: c.driver.run(c.flows.sign_in()),  # type: ignore[attr-defined]
    "read_session": lambda c: c.session.read(),
    "end_session": lambda c: c.session.end(),
    "list_api_keys": lambda c: c.api_keys.list(),
    "create_api_key": lambda c: c.api_keys.create("a label"),
    "rotate_api_key": lambda c: c.api_keys.rotate("k"),
    "revoke_api_key": lambda c: c.api_keys.revoke("k"),
    "prepare_action": lambda c: c.actions.prepare("Endorse", {}),
    "submit_action": lambda c: c.actions.submit("Endorse", {}, [b""]),
    "read_action": lambda c: c.actions.read(BILL),
    "list_actions": lambda c: c.actions.list(limit=5),
    "list_members": lambda c: c.participants.list(),
    "read_member": lambda c: c.participants.read(7),
    "list_wallets": lambda c: c.participants.wallets(7),
    "list_encryption_keys": lambda c: c.participants.encryption_keys(7),
    "publish_encryption_key": lambda c: c.files.publish_key(KEY),
    "read_claim_clock": lambda c: c.claims.clock(concluded_from=datetime.now(UTC)),
    "list_events": lambda c: c.events.list("1-2-3", limit=5),
    "follow_events": lambda c: c.events.follow("1-2-3"),
    "list_webhooks": lambda c: c.webhooks.list(),
    "create_webhook": lambda c: c.webhooks.create("https://example.com", ["BillIssued"]),
    "read_webhook": lambda c: c.webhooks.read("w"),
    "change_webhook": lambda c: c.webhooks.disable("w"),
    "delete_webhook": lambda c: c.webhooks.delete("w"),
    "rotate_webhook_secret": lambda c: c.webhooks.rotate_secret("w"),
    "list_webhook_deliveries": lambda c: c.webhooks.deliveries("w", status="dead"),
    "replay_webhook_deliveries": lambda c: c.webhooks.replay("w"),
    "replay_webhook_delivery": lambda c: c.webhooks.replay("w", "msg_1"),
    "list_audit_entries": lambda c: c.audit.list(),
    "read_audit_chain": lambda c: c.audit.chain(),
    "list_audit_anchors": lambda c: c.audit.anchors(),
    "verify_document": lambda c: c.verification.document({}, ZERO),
    "verify_field": lambda c: c.verification.field({}),
    "verify_milestone": lambda c: c.verification.milestone({}),
    "verify_pledge": lambda c: c.verification.pledge(BILL),
}
_FILES: dict[str, Called] = {
    "keep_file": lambda c: c.files.keep(CONTENT, BILL, mine=KEY),
    "list_bill_files": lambda c: c.files.list(BILL),
    "list_document_files": lambda c: c.files.list(BILL, "document"),
    "read_file": lambda c: c.files.read(BILL),
    "download_file": lambda c: c.files.download(BILL),
    "list_file_keys": lambda c: c.files.keys(BILL),
    "add_file_keys": lambda c: c.files.add_keys(BILL, []),
}
_BULK: dict[str, Called] = {
    "check_bulk": lambda c: c.bulk.check([ROW]),
    "create_bulk": lambda c: c.bulk.prepare([ROW], skip_bad=True),
    "list_bulks": lambda c: c.bulk.list(),
    "read_bulk": lambda c: c.bulk.read("b"),
    "delete_bulk": lambda c: c.bulk.delete("b"),
    "list_bulk_rows": lambda c: c.bulk.rows("b", status="failed"),
    "read_bulk_typed_data": lambda c: c.bulk.typed_data("b"),
    "sign_bulk": lambda c: c.bulk.sign(_voyage(), [ROW], [wallet()]),
}


def _of_records() -> dict[str, Called]:
    made: dict[str, Called] = {}
    for group, kind in RECORDS.items():
        plural = kind if kind.endswith("s") else f"{kind}s"
        made[f"list_{plural}"] = lambda c, g=group: getattr(c, g).list(state="1", limit=5)  # type: ignore[misc]
        made[f"read_{kind}"] = lambda c, g=group: getattr(c, g).read(BILL)  # type: ignore[misc]
        made[f"read_{kind}_history"] = lambda c, g=group: getattr(c, g).history(BILL)  # type: ignore[misc]
    return made


CALLS: dict[str, Called] = _of_records() | _FROM_DOCUMENTS | _GATEWAY | _FILES | _BULK


class Reached(Exception):
    """The operation was asked for."""


class Until:
    """Carries flows out until one asks for an operation; answers by hand what comes before."""

    def __init__(self, method: str, path: str) -> None:
        self._wanted = (method, re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)))

    def run(self, flow: Flow[Any]) -> Any:
        request = next(flow)
        while True:
            if request.method == self._wanted[0] and self._wanted[1].fullmatch(request.path):
                raise Reached
            request = flow.send(Response(200, {}, _answers(request)))

    def pages(self, page: Callable[[str | None], Flow[Any]], after: str | None) -> Any:
        return self.run(page(after))

    def listen(self, stream: Any) -> Any:
        return self.run(_asked(stream))


def _asked(stream: Any) -> Flow[None]:
    yield (yield from stream.request())


def _answers(request: Request) -> Any:
    if request.path == "/v1/auth/nonce":
        return {"nonce": "8e03978e40d543ddbc936894a57f9324"}
    if request.path.endswith("/rows"):
        told = {"line": 1, "status": "prepared", "message": _issue()}
        return {"items": [told], "next_cursor": None}
    raise AssertionError(f"asked {request.method} {request.path} instead")


def _issue() -> dict[str, Any]:
    kind = enums()["BillKind"]["ToOrder"]
    parties = {"actor": 4, "holder": 7, "titleHolder": 7, "representedParty": 0, "remark": ZERO}
    return {"billId": record_id_of({"a": 1}, ROW.salt), "kind": kind, **parties}


def _voyage() -> Bulk:
    domain = Domain(CHAIN_ID, ADDRESSES["BillOfLading"])
    digest = "0x" + set_digest([parse_action("IssueBill", _issue())], domain).hex()
    return Bulk("b", "prepared", 1, {}, 1, digest, 4)


def _surface(driver: Until) -> Surface[Sync]:
    flows = Flows("http://gateway.test", wallet(), deployment=Deployment.of_json(DEPLOYMENT))
    flows.session = Session("token", datetime.now(UTC) + timedelta(hours=1), 4, wallet().address)
    made: Surface[Sync] = Surface(flows, driver)
    made.driver = driver  # type: ignore[attr-defined]
    return made


def test_every_operation_has_a_call() -> None:
    assert sorted(CALLS) == sorted(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_call_asks_for_its_operation(operation: str) -> None:
    with pytest.raises(Reached):
        CALLS[operation](_surface(Until(*OPERATIONS[operation])))


def _members() -> dict[str, Any]:
    groups = [g for m in (gateway, others, records, voyages) for g in vars(m).values()]
    found = [g for g in [*groups, Files] if isinstance(g, type) and issubclass(g, Group)]
    return {
        f"{group.__name__}.{name}": vars(kind)[name]
        for group in found
        for kind in reversed(group.__mro__)
        for name in vars(kind)
        if not name.startswith("_")
    }


def test_every_action_has_a_verb_that_can_say_all_of_it() -> None:
    verbs = {m.name: m for m in _members().values() if isinstance(m, acts)}
    assert verbs.keys() == actions().keys()
    for name, spec in actions().items():
        given = {p: _some(p) for p in _parameters(verbs[name])}
        fields = {f.name for f in spec.fields} - {"version", "versions"}
        more = {"actor": 4, "represented_party": 5, "remark": BILL}
        given |= {p: value for p, value in more.items() if camel(p) in fields}
        assert verbs[name].asked(**given)[0].keys() == fields


def _parameters(verb: Any) -> list[str]:
    return [name for name in verb._signature.parameters if name not in {"self", "more"}]


def _some(parameter: str) -> Any:
    return [1] if parameter in {"containers", "bill_ids", "children", "parents"} else 1


def test_a_verb_asks_for_no_more_than_it_was_told() -> None:
    until = datetime(2026, 12, 1, tzinfo=UTC)
    verbs = {m.name: m for m in _members().values() if isinstance(m, acts)}
    signers = [wallet()]
    asked = verbs["ExtendReleaseOrder"].asked(BILL, valid_until=until, signers=signers, within=3)
    assert asked == ({"orderId": BILL, "validUntil": int(until.timestamp())}, signers, 3)
    endorsed = {"endorsement": "TO_ORDER", "endorsee": 7}
    assert verbs["Endorse"].asked(BILL, **endorsed)[0] == {"billId": BILL, **endorsed}


def test_what_a_successor_says_anew_is_said_be_it_nothing() -> None:
    verb = next(
        m for m in _members().values() if isinstance(m, acts) and m.name == "SupersedeDocument"
    )
    nothing = {"subject_kind": None, "subject": None, "valid_until": None}
    told = verb.asked(BILL, successor=BILL, **nothing)[0]
    assert {name for name, value in told.items() if value is None} == {
        "subjectKind",
        "subject",
        "validUntil",
    }


def test_members_of_groups_are_calls() -> None:
    kinds = (call, each, follow, acts)
    assert [n for n, member in _members().items() if not isinstance(member, kinds)] == []
