"""A bill's life through the gateway, from issue to gate-out, and what each party sees of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.integration.api.documents import bill_document, certificate_document, release_document
from tests.integration.api.gateway import Gateway


async def issued(gateway: Gateway, document: dict[str, Any] | None = None, **terms: Any) -> str:
    """A bill to order in the shipper's hands."""
    shipper = gateway.world.member("shipper")
    body = {"document": document or bill_document(), "holder": shipper} | terms
    prepared = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=body)
    await gateway.carry_out("carrier", prepared)
    return str(prepared.json()["bill_id"])


async def accomplished(gateway: Gateway) -> str:
    """A bill that was surrendered to be delivered to the consignee, and accepted."""
    bill_id, consignee = await issued(gateway), gateway.world.member("consignee")
    await gateway.act("shipper", "SurrenderForDelivery", billId=bill_id, releaseTo=consignee)
    await gateway.act("carrier", "AcceptSurrender", billId=bill_id)
    return bill_id


async def ordered(gateway: Gateway) -> str:
    """A release order on an accomplished bill."""
    bill_id = await accomplished(gateway)
    body = {
        "document": release_document(bill_id),
        "terminal": gateway.world.member("terminal"),
    }
    prepared = await gateway.call("carrier", "POST", "/v1/releases/prepare", json=body)
    await gateway.carry_out("carrier", prepared)
    return str(prepared.json()["order_id"])


@asynccontextmanager
async def mining_held(gateway: Gateway) -> AsyncIterator[None]:
    """The node mines nothing within the block: whatever comes meanwhile is not final."""
    await gateway.world.rpc.raw("evm_setAutomine", False)
    try:
        yield
    finally:
        await gateway.world.rpc.raw("evm_setAutomine", True)
        await gateway.world.rpc.raw("evm_mine")


async def test_a_bill_from_issue_to_gate_out(gateway: Gateway) -> None:
    number = gateway.world.member
    bill_id = await issued(gateway)
    await gateway.act(
        "shipper",
        "Endorse",
        billId=bill_id,
        endorsement="ToOrder",
        endorsee=number("bank"),
        deliverTo=number("bank"),
    )
    bill = (await gateway.get("bank", f"/v1/bills/{bill_id}")).json()
    assert (bill["holder"], bill["title_holder"]) == (number("bank"), number("bank"))
    assert (bill["state"], bill["kind"], bill["version"]) == ("ISSUED", "TO_ORDER", 2)
    mine = {a["action"] for a in bill["next_actions"] if a["mine"]}
    assert mine == {
        "TransferPossession",
        "SurrenderForDelivery",
        "Endorse",
        "RejectTransfer",
        "SignBill",
        "Pledge",
        "RequestAmendment",
        "SurrenderForAmendment",
    }

    await gateway.act("bank", "SurrenderForDelivery", billId=bill_id, releaseTo=number("consignee"))
    await gateway.act("carrier", "AcceptSurrender", billId=bill_id)
    release = await gateway.call(
        "carrier",
        "POST",
        "/v1/releases/prepare",
        json={"document": release_document(bill_id), "terminal": number("terminal")},
    )
    assert release.json()["message"]["releaseTo"] == number("consignee")
    await gateway.carry_out("carrier", release)
    order_id = release.json()["order_id"]

    await gateway.act("customs", "SetHold", orderId=order_id, authority="CUSTOMS")
    held = await gateway.prepare(
        "terminal", "GateOut", orderId=order_id, container=0, collector=number("consignee")
    )
    refused = await gateway.submit(
        "terminal", gateway.sign(held.json(), [gateway.world.signer("terminal")])
    )
    assert refused.status_code == 409
    assert refused.json()["contract_error"]["name"] == "ReleaseOrderHeld"
    assert refused.json()["errors"][0]["field"] == "message.container"
    await gateway.act("customs", "ClearHold", orderId=order_id, authority="Customs")

    await gateway.act(
        "consignee", "DelegateCollection", orderId=order_id, delegate=number("forwarder")
    )
    await gateway.act("forwarder", "AcceptDelegation", orderId=order_id)
    await gateway.act(
        "terminal", "GateOut", orderId=order_id, container=0, collector=number("forwarder")
    )
    order = (await gateway.get("forwarder", f"/v1/releases/{order_id}")).json()
    assert (order["state"], order["gated_out"], order["bill_id"]) == ("COMPLETED", 1, bill_id)
    assert order["containers"][0]["collector"] == number("forwarder")
    assert [a["action"] for a in order["next_actions"]] == ["CorrectGateOut"]

    history = (await gateway.get("shipper", f"/v1/bills/{bill_id}/history")).json()["items"]
    assert [h["event"] for h in history] == [
        "BillIssued",
        "BillEndorsed",
        "SurrenderRequested",
        "SurrenderAccepted",
    ]
    assert [h["version"] for h in history] == [1, 2, 3, 4]
    gates = (await gateway.get("customs", f"/v1/releases/{order_id}/history")).json()["items"]
    assert gates[-1]["event"] == "ContainerGatedOut"
    assert gates[-1]["wallet"] == gateway.world.signer("terminal").address


async def test_a_certificate_is_applied_for_issued_and_used_once(gateway: Gateway) -> None:
    number = gateway.world.member
    body = {"document": certificate_document(), "tax_authority": number("tax_authority")}
    prepared = await gateway.call("shipper", "POST", "/v1/certificates/prepare", json=body)
    await gateway.carry_out("shipper", prepared)
    certificate_id = prepared.json()["certificate_id"]
    path = f"/v1/certificates/{certificate_id}"
    await gateway.act("tax_authority", "AcceptApplication", certificateId=certificate_id)
    await gateway.act("tax_authority", "IssueCertificate", certificateId=certificate_id)
    used_for = gateway.world.new_id()
    await gateway.act("shipper", "UseCertificate", certificateId=certificate_id, usedFor=used_for)
    row = (await gateway.get("shipper", path)).json()
    assert (row["state"], row["quantity"], row["used_for"]) == ("USED", "1250.500", used_for)
    assert (await gateway.get("stranger", path)).status_code == 404
    steps = (await gateway.get("shipper", f"{path}/history")).json()["items"]
    assert [s["event"] for s in steps] == [
        "CertificateApplied",
        "CertificateAccepted",
        "CertificateIssued",
        "CertificateUsed",
    ]


async def test_certificates_on_one_item_share_its_quantity(gateway: Gateway) -> None:
    """Two applications on one declaration item are added up, whoever made them here."""
    document = certificate_document()
    terms = {"tax_authority": gateway.world.member("tax_authority")}
    first = await gateway.call(
        "shipper", "POST", "/v1/certificates/prepare", json={"document": document} | terms
    )
    await gateway.carry_out("shipper", first)
    second = await gateway.call(
        "shipper",
        "POST",
        "/v1/certificates/prepare",
        json={"document": document | {"quantity": "800.000"}} | terms,
    )
    assert first.json()["item_salt"] == second.json()["item_salt"]
    body = gateway.sign(second.json(), [gateway.world.signer("shipper")])
    refused = await gateway.submit("shipper", body)
    assert refused.status_code == 422
    assert refused.json()["contract_error"]["name"] == "CertificateQuantity"
    assert refused.json()["contract_error"]["args"]["left"] == 749_500


async def test_strangers_get_404_and_parties_of_before_still_read(gateway: Gateway) -> None:
    order_id = await ordered(gateway)
    order = (await gateway.get("carrier", f"/v1/releases/{order_id}")).json()
    bill_id = order["bill_id"]
    for path in (f"/v1/bills/{bill_id}", f"/v1/releases/{order_id}"):
        for below in ("", "/history"):
            answer = await gateway.get("stranger", path + below)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await gateway.get("shipper", f"/v1/bills/{bill_id}")).status_code == 200
    assert (await gateway.get("customs", f"/v1/bills/{bill_id}")).status_code == 200
    listed = (await gateway.get("stranger", "/v1/bills")).json()["items"]
    assert bill_id not in [b["bill_id"] for b in listed]
    prepared = await gateway.prepare("stranger", "TransferPossession", billId=bill_id, holder=3)
    assert prepared.status_code == 404


async def test_a_record_and_none_look_the_same_to_a_stranger(gateway: Gateway) -> None:
    real, none = await issued(gateway), "0x" + "ab" * 32
    answers = [await gateway.get("stranger", f"/v1/bills/{i}") for i in (real, none)]
    assert answers[0].content == answers[1].content


async def test_anyone_may_relay_a_signed_action_and_follow_it(gateway: Gateway) -> None:
    bill_id = await issued(gateway)
    prepared = await gateway.prepare(
        "shipper", "TransferPossession", billId=bill_id, holder=gateway.world.member("bank")
    )
    body = gateway.sign(prepared.json(), [gateway.world.signer("shipper")])
    answer = await gateway.submit("stranger", body)
    assert (answer.status_code, answer.json()["status"]) == (200, "final")
    action_id = answer.json()["action_id"]
    assert action_id == prepared.json()["action_id"]
    for persona, status in (("stranger", 200), ("shipper", 200), ("bank", 200), ("haulier", 404)):
        read = await gateway.get(persona, f"/v1/actions/{action_id}")
        assert read.status_code == status, persona
    listed = (await gateway.get("shipper", "/v1/actions", limit=1)).json()
    assert [a["action_id"] for a in listed["items"]] == [action_id]
    rest = (await gateway.get("shipper", "/v1/actions", after=listed["next_cursor"])).json()
    assert action_id not in [a["action_id"] for a in rest["items"]]


async def test_submitting_twice_gives_the_same_action(gateway: Gateway) -> None:
    bill_id = await issued(gateway)
    prepared = await gateway.prepare(
        "shipper", "TransferPossession", billId=bill_id, holder=gateway.world.member("bank")
    )
    body = gateway.sign(prepared.json(), [gateway.world.signer("shipper")])
    first = (await gateway.submit("shipper", body)).json()
    second = (await gateway.submit("shipper", body)).json()
    assert first == second
    assert (await gateway.get("shipper", f"/v1/bills/{bill_id}")).json()["version"] == 2


async def test_without_prefer_the_answer_is_202_and_the_action_can_be_awaited(
    gateway: Gateway,
) -> None:
    bill_id = await issued(gateway)
    prepared = await gateway.prepare(
        "shipper", "TransferPossession", billId=bill_id, holder=gateway.world.member("bank")
    )
    body = gateway.sign(prepared.json(), [gateway.world.signer("shipper")])
    async with mining_held(gateway):
        answer = await gateway.call("shipper", "POST", "/v1/actions", json=body)
        assert answer.status_code == 202
        assert answer.json()["status"] in {"accepted", "submitted"}
    path = f"/v1/actions/{answer.json()['action_id']}"
    ended = (await gateway.get("shipper", path, wait=60)).json()
    assert ended["status"] == "final"
    assert ended["gas_used"] > 0


async def test_lists_page_and_filter(gateway: Gateway) -> None:
    made = [await issued(gateway) for _ in range(3)]
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2, "carrier": gateway.world.member("carrier")}
    while True:
        page = (await gateway.get("carrier", "/v1/bills", **query)).json()
        assert len(page["items"]) <= 2
        seen += [b["bill_id"] for b in page["items"]]
        if page["next_cursor"] is None:
            break
        query["after"] = page["next_cursor"]
    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen)
    ended = (await gateway.get("carrier", "/v1/bills", state="voided")).json()["items"]
    assert {b["state"] for b in ended} <= {"VOIDED"}
    assert not set(made) & {b["bill_id"] for b in ended}
    bearers = (await gateway.get("carrier", "/v1/bills", kind="ToOrder", state="ISSUED")).json()
    assert set(made) <= {b["bill_id"] for b in bearers["items"]}


async def test_a_bill_number_serves_one_bill_of_a_carrier(gateway: Gateway) -> None:
    document = bill_document()
    body = {"document": document, "salt": "0x" + "07" * 32, "holder": 5}
    first = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=body)
    again = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=body)
    assert first.json()["bill_id"] == again.json()["bill_id"]
    other = body | {"salt": "0x" + "08" * 32}
    taken = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=other)
    assert (taken.status_code, taken.json()["code"]) == (409, "bill_number_taken")
    theirs = await gateway.call("second_carrier", "POST", "/v1/bills/prepare", json=other)
    assert theirs.status_code == 200

    gateway.clock.ahead = 86_401
    gateway._tokens.clear()  # the sessions have ended, too
    freed = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=other)
    assert freed.status_code == 200
    await gateway.carry_out("carrier", freed)
    gateway.clock.ahead = 2 * 86_401
    gateway._tokens.clear()
    kept = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=body)
    assert (kept.status_code, kept.json()["code"]) == (409, "bill_number_taken")
    gateway._tokens.clear()


async def test_the_gateway_keeps_neither_number_nor_document(gateway: Gateway) -> None:
    document = bill_document()
    await issued(gateway, document)
    written = b"".join(file.read_bytes() for file in gateway.data_dir.rglob("*") if file.is_file())
    assert document["transportDocumentReference"].encode() not in written
    assert b"SKIN CARE PREPARATIONS" not in written
    assert b"TEMU5678336" not in written


async def test_nobody_reserves_numbers_in_another_carriers_name(gateway: Gateway) -> None:
    body = {"document": bill_document(), "holder": 5, "carrier": gateway.world.member("carrier")}
    answer = await gateway.call("stranger", "POST", "/v1/bills/prepare", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "extra_forbidden"


async def test_verification_has_its_answers(gateway: Gateway) -> None:
    document, salt = bill_document(), "0x" + "0a" * 32
    question = {"document": document, "salt": salt}
    before = (await gateway.http.post("/v1/verify", json=question)).json()
    assert (before["answer"], before["check"]) == ("invalid", "on_ledger")
    await issued(gateway, document, salt=salt)
    valid = (await gateway.http.post("/v1/verify", json=question)).json()
    assert (valid["answer"], valid["kind"], valid["state"]) == ("valid", "bill", "ISSUED")
    assert valid["issued_by"] == "carrier"
    wrong_kind = (await gateway.http.post("/v1/verify", json=question | {"kind": "release"})).json()
    assert (wrong_kind["answer"], wrong_kind["check"]) == ("invalid", "kind")
    altered = document | {"freightPaymentTermCode": "COL"}
    tampered = (await gateway.http.post("/v1/verify", json=question | {"document": altered})).json()
    assert (tampered["answer"], tampered["check"]) == ("invalid", "on_ledger")
    assert tampered["remedy_zh"]


@pytest.mark.parametrize("path", ["/health", "/ready", "/v1/deployment", "/v1/definitions/actions"])
async def test_what_is_public_needs_no_session(gateway: Gateway, path: str) -> None:
    assert (await gateway.http.get(path)).status_code == 200
