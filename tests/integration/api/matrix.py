"""What every route answers to whom: the table of `test_refusals.py`, and the records that it is tried on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from api.bills import examples as bill_examples
from api.claims import examples as claim_examples
from api.client.rows import NDJSON
from api.documents import examples as document_examples
from api.milestones import examples as milestone_examples
from api.verify.examples import FIELD, MILESTONE
from tests.integration.api.documents import (
    appointment_document,
    bill_document,
    certificate_document,
    inspection_document,
    release_document,
)
from tests.integration.api.gateway import Gateway
from tests.integration.api.sealed import (
    file_body,
    issued_unseen,
    kept,
    publish,
    sealed_bill,
    secret_bill,
    statement_body,
    wrapped,
)
from tests.integration.api.test_attachments import anchored, batch
from tests.integration.api.test_bill_life import accomplished, issued, ordered
from tests.integration.api.test_governance import decided
from tests.integration.api.test_sign_in import enrolled

LOST_WALLET: Final = "the principal's lost wallet"
REMARK: Final = "0x" + "1f" * 32


@dataclass
class Facts:
    """One record of each kind, and what belongs to the shipper alone; no stranger is a party to any."""

    gateway: Gateway
    ids: dict[str, str] = field(default_factory=dict)
    digest: bytes = b""
    """What is signed for the voyage."""

    def path(self, template: str) -> str:
        """A route's path with the ids in their places."""
        return template.format_map(self.ids)


Body = Callable[[Facts, str], Any]
"""The body that a persona sends."""


@dataclass(frozen=True)
class Route:
    """What a route answers. `by` is an entitled party, which is answered `served`; `stranger` is another member's
    answer, and `why` says the reason where that is no refusal. Whoever may not act at all hears 401, unless the
    route is `public`.
    """

    by: str = "shipper"
    served: int = 200
    stranger: int = 404
    why: str = ""
    public: bool = False
    body: Body | None = None
    endless: bool = False
    ends: bool = False


def _public(why: str, **more: Any) -> Route:
    return Route(by="", stranger=more.get("served", 200), why=why, public=True, **more)


def _list(by: str = "carrier") -> Route:
    return Route(by, stranger=200, why="a list has what the caller may see, and nothing else")


def _own(served: int = 200, **more: Any) -> Route:
    why = "it is about the caller's own organisation"
    return Route("shipper", served, stranger=served, why=why, **more)


def _prepares(by: str, body: Body) -> Route:
    why = "it only makes what is to be signed; the contract refuses whoever lacks the role"
    return Route(by, stranger=200, why=why, body=body)


def _bill(facts: Facts, _: str) -> Any:
    shipper = facts.gateway.world.member("shipper")
    return {"document": bill_document(), "holder": shipper}


def _voyage(facts: Facts, _: str) -> bytes:
    """An upload of one row."""
    salt = facts.gateway.world.new_id()
    return json.dumps(_bill(facts, "") | {"salt": salt}).encode()


def _signature(facts: Facts, persona: str) -> Any:
    """A persona's signature over the voyage."""
    signer = facts.gateway.world.signer(persona)
    return {"signatures": ["0x" + signer.sign_digest(facts.digest).hex()]}


def _release(facts: Facts, _: str) -> Any:
    terminal = facts.gateway.world.member("terminal")
    return {"document": release_document(facts.ids["accomplished_bill"]), "terminal": terminal}


def _certificate(facts: Facts, _: str) -> Any:
    office = facts.gateway.world.member("tax_authority")
    return {"document": certificate_document(), "tax_authority": office}


def _claim(facts: Facts, _: str) -> Any:
    office = facts.gateway.world.member("tax_authority")
    document = claim_examples.DOCUMENT | {"certificates": [facts.ids["certificate_id"]]}
    return {"document": document, "tax_authority": office}


def _document(_: Facts, __: str) -> Any:
    return document_examples.PREPARE


def _successor(_: Facts, __: str) -> Any:
    return document_examples.SUPERSEDE


def _events(_: Facts, __: str) -> Any:
    return milestone_examples.PREPARE


def _right_events(_: Facts, __: str) -> Any:
    return milestone_examples.CORRECT


def _appointment(facts: Facts, _: str) -> Any:
    return {"document": appointment_document(facts.ids["order_id"])}


def _inspection(facts: Facts, _: str) -> Any:
    return {"document": inspection_document(facts.ids["order_id"])}


def _correction(_: Facts, __: str) -> Any:
    return {"document": certificate_document()}


def _intent(facts: Facts, _: str) -> Any:
    holder = facts.gateway.world.member("bank")
    return {
        "action": "TransferPossession",
        "intent": {"billId": facts.ids["bill_id"], "holder": holder},
    }


def _transfer(facts: Facts, persona: str) -> Any:
    """A transfer of the shipper's bill that this persona's wallet signed."""
    world = facts.gateway.world
    message = {
        "billId": facts.ids["bill_id"],
        "version": 1,
        "actor": world.member(persona),
        "holder": world.member("bank"),
        "representedParty": 0,
        "remark": "0x" + "00" * 32,
    }
    prepared = {"action": "TransferPossession", "message": message}
    return facts.gateway.sign(prepared, [world.signer(persona)])


def _label(_: Facts, __: str) -> Any:
    return {"label": "desk"}


def _hook(_: Facts, __: str) -> Any:
    return {"url": "https://erp.example.com/hook"}


def _switch(_: Facts, __: str) -> Any:
    return {"enabled": True}


def _verified(_: Facts, __: str) -> Any:
    return {"document": bill_examples.DOCUMENT, "salt": bill_examples.SALT, "kind": "bill"}


def _field(_: Facts, __: str) -> Any:
    return FIELD


def _milestone(_: Facts, __: str) -> Any:
    return MILESTONE


def _file(facts: Facts, _: str) -> Any:
    return file_body(facts.gateway, sealed_bill(facts.gateway), facts.ids["sealed_bill"], "carrier")


def _wrapped(facts: Facts, _: str) -> Any:
    sealed = sealed_bill(facts.gateway)
    return {"keys": [wrapped(facts.gateway, sealed, "shipper")]}


def _statement(facts: Facts, persona: str) -> Any:
    return statement_body(facts.gateway, persona)


_DIRECTORY: Final = "the directory of members is read by every member"
_RECORD: Final = Route("carrier")
ROUTES: Final[dict[str, Route]] = {
    "GET /health": _public("says only that the process answers"),
    "GET /ready": _public("load balancers ask, and it names no record"),
    "GET /v1/deployment": _public("what signing offline needs; the consortium publishes it"),
    "GET /v1/definitions/actions": _public("the contracts' own types"),
    "POST /v1/auth/nonce": _public("signing in begins here"),
    "POST /v1/auth/session": _public(
        "signing in ends here: the signature decides",
        served=422,
        body=lambda _, __: {"message": "let me in", "signature": "0x" + "11" * 65},
    ),
    "POST /v1/verify": _public("whoever has document and salt may ask", body=_verified),
    "POST /v1/verify/milestone": _public("whoever has event and proof may ask", body=_milestone),
    "POST /v1/verify/field": _public("whoever has field and proof may ask", body=_field),
    "GET /v1/auth/session": _own(),
    "GET /v1/api-keys": _own(),
    "POST /v1/api-keys": _own(201, body=_label),
    "POST /v1/api-keys/{key_id}/rotate": Route(served=201),
    "DELETE /v1/api-keys/{key_id}": Route(served=204, ends=True),
    "GET /v1/participants": Route(stranger=200, why=_DIRECTORY),
    "GET /v1/participants/{member}": Route(stranger=200, why=_DIRECTORY),
    "GET /v1/participants/{member}/wallets": Route(stranger=200, why=_DIRECTORY),
    "POST /v1/bills/prepare": _prepares("carrier", _bill),
    "POST /v1/bulk-checks": _prepares("carrier", _voyage),
    "POST /v1/bulk-issues": Route(
        "carrier", 201, stranger=201, why="what it prepares is the caller's own", body=_voyage
    ),
    "GET /v1/bulk-issues": _list(),
    "GET /v1/bulk-issues/{bulk_id}": _RECORD,
    "GET /v1/bulk-issues/{bulk_id}/rows": _RECORD,
    "GET /v1/bulk-issues/{bulk_id}/typed-data": _RECORD,
    "POST /v1/bulk-issues/{bulk_id}/signature": Route("carrier", 202, body=_signature),
    # It is signed by then, as the same answer to its owner says.
    "DELETE /v1/bulk-issues/{bulk_id}": Route("carrier", 409, ends=True),
    "GET /v1/bills/export": _list("carrier"),
    "GET /v1/bills": _list(),
    "GET /v1/bills/{bill_id}": _RECORD,
    "GET /v1/bills/{bill_id}/history": _RECORD,
    "POST /v1/releases/prepare": Route("carrier", body=_release),
    "GET /v1/releases/export": _list("carrier"),
    "GET /v1/releases": _list(),
    "GET /v1/releases/{order_id}": _RECORD,
    "GET /v1/releases/{order_id}/history": _RECORD,
    "GET /v1/shared-containers": _list(),
    "GET /v1/shared-containers/{box_id}": _RECORD,
    "GET /v1/shared-containers/{box_id}/history": _RECORD,
    "POST /v1/appointments/prepare": Route("consignee", body=_appointment),
    "GET /v1/appointments": _list(),
    "GET /v1/appointments/{appointment_id}": _RECORD,
    "GET /v1/appointments/{appointment_id}/history": _RECORD,
    "POST /v1/inspections/prepare": Route("customs", body=_inspection),
    "GET /v1/inspections": _list(),
    "GET /v1/inspections/{inspection_id}": _RECORD,
    "GET /v1/inspections/{inspection_id}/history": _RECORD,
    "POST /v1/certificates/prepare": _prepares("shipper", _certificate),
    "GET /v1/certificates/export": _list("shipper"),
    "GET /v1/certificates": _list("shipper"),
    "GET /v1/certificates/{certificate_id}": Route(),
    "POST /v1/certificates/{certificate_id}/correction/prepare": Route(body=_correction),
    "GET /v1/certificates/{certificate_id}/history": Route(),
    "POST /v1/claims/prepare": _prepares("shipper", _claim),
    "GET /v1/claims": _list("shipper"),
    "GET /v1/claims/clock": _list("shipper"),
    "GET /v1/claims/{claim_id}": Route(),
    "GET /v1/claims/{claim_id}/history": Route(),
    "POST /v1/documents/prepare": _prepares("customs", _document),
    "POST /v1/documents/{document_id}/successor/prepare": Route("customs", body=_successor),
    "GET /v1/documents": _list("customs"),
    "GET /v1/documents/{document_id}": Route("customs"),
    "GET /v1/documents/{document_id}/history": Route("customs"),
    "POST /v1/encryption-keys": _own(201, body=_statement),
    "GET /v1/participants/{member}/encryption-keys": Route(stranger=200, why=_DIRECTORY),
    "POST /v1/files": Route("carrier", served=201, body=_file),
    "GET /v1/bills/{bill_id}/files": _RECORD,
    "GET /v1/documents/{document_id}/files": Route("customs"),
    "GET /v1/files/{file_id}": _RECORD,
    "GET /v1/files/{file_id}/sealed": _RECORD,
    "GET /v1/files/{file_id}/keys": _RECORD,
    "POST /v1/files/{file_id}/keys": Route("carrier", served=201, body=_wrapped),
    "POST /v1/milestones/prepare": _prepares("terminal", _events),
    "POST /v1/milestones/{batch_id}/correction/prepare": Route("terminal", body=_right_events),
    "GET /v1/milestones": _list("terminal"),
    "GET /v1/milestones/{batch_id}": Route("terminal"),
    "GET /v1/milestones/{batch_id}/history": Route("terminal"),
    "GET /v1/events": _list(),
    "GET /v1/events/stream": Route(
        "carrier", stranger=200, why="as the list; what it tells is in test_events.py", endless=True
    ),
    "GET /v1/audit": _own(),
    "GET /v1/audit/chain": _own(),
    "GET /v1/audit/anchors": _own(),
    "GET /v1/webhooks": _own(),
    "POST /v1/webhooks": _own(201, body=_hook),
    "GET /v1/webhooks/{webhook_id}": Route(),
    "PATCH /v1/webhooks/{webhook_id}": Route(body=_switch),
    "DELETE /v1/webhooks/{webhook_id}": Route(served=204, ends=True),
    "POST /v1/webhooks/{webhook_id}/secret": Route(served=201),
    "GET /v1/webhooks/{webhook_id}/deliveries": Route(),
    "POST /v1/webhooks/{webhook_id}/replay": Route(served=202),
    "POST /v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": Route(served=202),
    "POST /v1/actions/prepare": Route(body=_intent),
    "POST /v1/actions": Route(stranger=403, served=202, body=_transfer, ends=True),
    "GET /v1/actions": _list("carrier"),
    "GET /v1/actions/{action_id}": _RECORD,
    "GET /v1/verify/pledge/{content}": _public("a bank that is no member asks; it tells of nobody"),
    "DELETE /v1/auth/session": _own(204, ends=True),
}
"""Every operation of the OpenAPI document; the last one is tried last."""


async def facts_of(gateway: Gateway) -> Facts:
    """Makes one record of each kind."""
    facts, world = Facts(gateway), gateway.world
    ids = facts.ids
    ids["member"] = str(world.member("carrier"))
    hook = await _made(gateway, "/v1/webhooks", {"url": "https://erp.example.com/hook"})
    key = await _made(gateway, "/v1/api-keys", {"label": "desk"})
    ids["webhook_id"], ids["key_id"] = hook["webhook_id"], key["id"]

    ids["bill_id"] = await issued(gateway)
    last = (await gateway.get("carrier", "/v1/actions", limit=1)).json()["items"][0]
    ids["action_id"] = last["action_id"]
    upload = {"content": _voyage(facts, ""), "headers": {"Content-Type": NDJSON}}
    bulk = (await gateway.call("carrier", "POST", "/v1/bulk-issues", **upload)).json()
    ids["bulk_id"], facts.digest = bulk["bulk_id"], bytes.fromhex(bulk["digest"][2:])
    ids["content"] = ids["bill_id"]
    ids["accomplished_bill"] = await accomplished(gateway)
    ids["order_id"] = await ordered(gateway)
    order = (await gateway.get("carrier", f"/v1/releases/{ids['order_id']}")).json()
    await _on_the_order(facts, order)

    body = _certificate(facts, "shipper")
    applied = await gateway.call("shipper", "POST", "/v1/certificates/prepare", json=body)
    await gateway.carry_out("shipper", applied)
    ids["certificate_id"] = applied.json()["certificate_id"]
    filed = await gateway.call("shipper", "POST", "/v1/claims/prepare", json=_claim(facts, ""))
    await gateway.carry_out("shipper", filed)
    ids["claim_id"] = filed.json()["claim_id"]
    returned = {"certificateId": ids["certificate_id"], "remark": REMARK}
    await gateway.act("tax_authority", "ReturnApplication", **returned)

    ids["batch_id"] = await anchored(gateway, batch(gateway))
    ids["document_id"] = world.new_id()
    await gateway.act(
        "customs",
        "RegisterDocument",
        documentId=ids["document_id"],
        documentType="INSPECTION_QUARANTINE_CERTIFICATE",
        consumerRoles=["BANK"],
    )
    for persona in ("carrier", "shipper"):
        await publish(gateway, persona)
    content = secret_bill()
    ids["sealed_bill"] = await issued_unseen(gateway, content)
    ids["file_id"] = await kept(gateway, sealed_bill(gateway, content), ids["sealed_bill"])
    told = await gateway.get("shipper", facts.path("/v1/webhooks/{webhook_id}/deliveries"))
    ids["delivery_id"] = told.json()["items"][0]["delivery_id"]
    return facts


async def _on_the_order(facts: Facts, order: dict[str, Any]) -> None:
    """A shared container, an appointment and an inspection of the order."""
    gateway, ids, new_id = facts.gateway, facts.ids, facts.gateway.world.new_id
    ids["box_id"], ids["appointment_id"], ids["inspection_id"] = new_id(), new_id(), new_id()
    await gateway.act(
        "consignee",
        "RequestAppointment",
        appointmentId=ids["appointment_id"],
        orderId=ids["order_id"],
        container=0,
        opensAt="2026-01-01T08:00:00Z",
        closesAt=order["valid_until"],
        pickup="0x" + "55" * 32,
    )
    held = {"orderId": ids["order_id"], "authority": "CUSTOMS", "containers": [0]}
    await gateway.act("customs", "SetHold", **held)
    await gateway.act("customs", "InstructInspection", inspectionId=ids["inspection_id"], **held)
    shared = [order["bill_id"], ids["accomplished_bill"]]
    await gateway.act(
        "carrier", "ShareContainer", boxId=ids["box_id"], billIds=shared, containers=[0, 0]
    )


async def _made(gateway: Gateway, path: str, body: Any) -> dict[str, Any]:
    answer = await gateway.call("shipper", "POST", path, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def without_standing(gateway: Gateway) -> dict[str, str | None]:
    """Credentials of those who may not act: their bearer tokens, opened while they still might."""
    tokens: dict[str, str | None] = {"no auth": None}
    tokens["suspended member"] = await gateway.token("second_court")
    wallet = await enrolled(gateway, "principal", LOST_WALLET)
    tokens["revoked wallet"] = (await gateway.sign_in(wallet)).json()["token"]
    await gateway.act("principal", "RevokeWallet", wallet=wallet.address)
    await decided(gateway, "SuspendMember", member=gateway.world.member("second_court"))
    # The last to sign in: whoever signs in after it has the gateway forget it.
    gateway.clock.ahead = -2 * 3600.0
    early = await gateway.sign_in(gateway.world.signer("carrier"))
    gateway.clock.ahead = 0.0
    tokens["expired session"] = early.json()["token"]
    return tokens
