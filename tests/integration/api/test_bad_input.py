"""Bad input: always a 4xx problem that names field and rule, never a 500, never a traceback."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.integration.api.documents import bill_document, certificate_document, release_document
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued
from tests.integration.api.test_sign_in import enrolled
from tests.support.personas import secret_of
from wallets.signer import LocalSigner
from wallets.typed_action import Domain

Change = Callable[[dict[str, Any]], None]


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem, after checking what every problem has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["type"] == f"urn:quayledger:problem:{body['code']}"
    assert "Traceback" not in answer.text
    for error in body["errors"]:
        assert all(error[part] for part in ("field", "rule", "message", "message_zh"))
    return body


def fields_and_rules(body: dict[str, Any]) -> set[tuple[str, str]]:
    return {(error["field"], error["rule"]) for error in body["errors"]}


def container(number: object) -> Change:
    def change(body: dict[str, Any]) -> None:
        used = body["document"]["utilizedTransportEquipments"][0]
        used["equipment"]["equipmentReference"] = number

    return change


def port(code: object) -> Change:
    def change(body: dict[str, Any]) -> None:
        body["document"]["transports"]["portOfLoading"]["UNLocationCode"] = code

    return change


def put(**changes: Any) -> Change:
    return lambda body: body.update(changes)


def put_in_document(**changes: Any) -> Change:
    return lambda body: body["document"].update(changes)


def without(name: str) -> Change:
    return lambda body: body["document"].pop(name) and None


def vessel(number: str) -> Change:
    def change(body: dict[str, Any]) -> None:
        body["document"]["transports"]["vesselVoyages"][0]["vesselIMONumber"] = number

    return change


_NUMBER = "document.utilizedTransportEquipments[0].equipment.equipmentReference"
_PORT = "document.transports.portOfLoading.UNLocationCode"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (container("TEMU5678337"), _NUMBER),
        (container("TEM"), _NUMBER),
        (container(7), _NUMBER),
        (port("FRXXX"), _PORT),
        (port("ZZZZZ"), _PORT),
        (vessel("9839178"), "document.transports.vesselVoyages[0].vesselIMONumber"),
        (without("issueDate"), "document.issueDate"),
        (put_in_document(issueDate="2026-02-30"), "document.issueDate"),
        (put_in_document(carrierCode="1"), "document.carrierCode"),
        (put_in_document(isToOrder="yes"), "document.isToOrder"),
        (put(holder=0), "holder"),
        (put(holder="five"), "holder"),
        (put(holder=1 << 24), "holder"),
        (put(salt="0x12"), "salt"),
        (put(kind="Bearer"), "kind"),
        (put(kind="Nonsense"), "kind"),
        (put(document=[]), "document"),
        (put(extra=1), "extra"),
        (put(remark="0x00"), "remark"),
    ],
)
async def test_a_bad_bill_is_refused_by_field_and_rule(
    gateway: Gateway, change: Change, field: str
) -> None:
    body: dict[str, Any] = {"document": copy.deepcopy(bill_document()), "holder": 5}
    change(body)
    answer = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=body)
    found = problem(answer, 422)
    assert field in {error["field"] for error in found["errors"]}


async def test_a_wrong_check_digit_is_named_as_such(gateway: Gateway) -> None:
    body: dict[str, Any] = {"document": bill_document(), "holder": 5}
    container("TEMU5678337")(body)
    answer = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=body)
    errors = {e["field"]: e for e in problem(answer, 422)["errors"]}
    assert "check_digit" in errors[_NUMBER]["rule"]
    assert "ISO 6346" in errors[_NUMBER]["message"]


async def test_a_refused_document_reserves_no_number(gateway: Gateway) -> None:
    document = bill_document()
    bad = {"document": document | {"issueDate": "never"}, "holder": 5}
    problem(await gateway.call("carrier", "POST", "/v1/bills/prepare", json=bad), 422)
    good = {"document": document, "holder": 5}
    answer = await gateway.call("carrier", "POST", "/v1/bills/prepare", json=good)
    assert answer.status_code == 200


async def test_a_bad_release_order_is_refused(gateway: Gateway) -> None:
    document = release_document(await issued(gateway), containerNumbers=["TEMU5678337"])
    body = {"document": document, "terminal": 11}
    answer = await gateway.call("carrier", "POST", "/v1/releases/prepare", json=body)
    fields = {e["field"] for e in problem(answer, 422)["errors"]}
    assert fields == {"document.containerNumbers[0]"}


async def test_a_release_order_on_no_bill_is_not_found(gateway: Gateway) -> None:
    body = {"document": release_document("0x" + "77" * 32), "terminal": 11}
    problem(await gateway.call("carrier", "POST", "/v1/releases/prepare", json=body), 404)


async def test_a_bad_certificate_is_refused(gateway: Gateway) -> None:
    document = certificate_document(quantity="5000", applicantUSCC="91110000600037341X")
    body = {"document": document, "tax_authority": 15}
    answer = await gateway.call("shipper", "POST", "/v1/certificates/prepare", json=body)
    assert "document.applicantUSCC" in {e["field"] for e in problem(answer, 422)["errors"]}


@pytest.mark.parametrize(
    ("action", "intent", "field", "rule"),
    [
        ("Nonsense", {}, "action", "typed_action"),
        ("Endorse", {}, "intent.billId", "missing"),
        ("Endorse", {"billId": "0x12"}, "intent.billId", "bytes32"),
        ("Endorse", {"billId": 12}, "intent.billId", "bytes32"),
        ("EnrolWallet", {"powers": ["GATE"]}, "intent.wallet", "missing"),
        ("EnrolWallet", {"wallet": "0x1", "powers": 1}, "intent.wallet", "address"),
        ("EnrolWallet", {"wallet": "0x" + "1" * 40, "powers": ["FLY"]}, "intent.powers[0]", "enum"),
        ("EnrolWallet", {"wallet": "0x" + "1" * 40, "powers": -1}, "intent.powers", "uint32"),
        (
            "EnrolWallet",
            {"wallet": "0x" + "1" * 40, "powers": 1, "expiresAt": "soon"},
            "intent.expiresAt",
            "uint40",
        ),
        (
            "EnrolWallet",
            {"wallet": "0x" + "1" * 40, "powers": 1, "version": 1},
            "intent.version",
            "extra_forbidden",
        ),
        ("IssueBill", {"billId": "0x" + "1" * 64, "holder": 5}, "intent.kind", "missing"),
        (
            "IssueBill",
            {"billId": "0x" + "1" * 64, "holder": 5, "kind": "Paper"},
            "intent.kind",
            "enum",
        ),
        (
            "IssueBill",
            {"billId": "0x" + "1" * 64, "holder": 1.5, "kind": 1},
            "intent.holder",
            "uint24",
        ),
    ],
)
async def test_a_bad_intent_is_refused_by_field_and_rule(
    gateway: Gateway, action: str, intent: dict[str, Any], field: str, rule: str
) -> None:
    answer = await gateway.prepare("carrier", action, **intent)
    assert (field, rule) in fields_and_rules(problem(answer, 422))


@pytest.mark.parametrize(
    ("containers", "field", "rule"),
    [
        ([], "intent.containers", "too_short"),
        ([0, 256], "intent.containers[1]", "container_index"),
        (["0"], "intent.containers[0]", "container_index"),
        ([True], "intent.containers[0]", "container_index"),
    ],
)
async def test_bad_containers_are_refused(
    gateway: Gateway, containers: list[Any], field: str, rule: str
) -> None:
    from tests.integration.api.test_bill_life import ordered  # noqa: PLC0415

    order_id = await ordered(gateway)
    answer = await gateway.prepare(
        "customs", "SetHold", orderId=order_id, authority="Customs", containers=containers
    )
    assert (field, rule) in fields_and_rules(problem(answer, 422))


async def transfer(gateway: Gateway) -> dict[str, Any]:
    """A prepared transfer of a new bill from the shipper to the bank."""
    answer = await gateway.prepare(
        "shipper",
        "TransferPossession",
        billId=await issued(gateway),
        holder=gateway.world.member("bank"),
    )
    return dict(answer.json())


async def refused(
    gateway: Gateway, prepared: dict[str, Any], signer: LocalSigner, domain: Domain | None = None
) -> httpx.Response:
    return await gateway.submit("shipper", gateway.sign(prepared, [signer], domain))


async def test_a_tampered_payload_is_refused_and_told_as_such(gateway: Gateway) -> None:
    body = gateway.sign(await transfer(gateway), [gateway.world.signer("shipper")])
    body["message"] = body["message"] | {"holder": gateway.world.member("consignee")}
    found = problem(await gateway.submit("shipper", body), 403)
    assert found["contract_error"]["name"] == "ConsortiumUnknownWallet"
    assert fields_and_rules(found) == {("signatures", "consortium_unknown_wallet")}
    assert "differs" in found["detail"]
    assert found["remedy_zh"]


async def test_a_signature_for_another_chain_is_refused(gateway: Gateway) -> None:
    prepared = await transfer(gateway)
    here = gateway.world.domain("BillOfLading")
    elsewhere = Domain(1, here.verifying_contract)
    answer = await refused(gateway, prepared, gateway.world.signer("shipper"), elsewhere)
    found = problem(answer, 403)
    assert found["contract_error"]["name"] == "ConsortiumUnknownWallet"
    assert "chain id" in found["remedy"]


async def test_a_signature_of_something_else_is_told_before_a_stale_version(
    gateway: Gateway,
) -> None:
    prepared = await transfer(gateway)
    prepared["message"]["version"] = 7
    elsewhere = Domain(1, gateway.world.address("BillOfLading"))
    answer = await refused(gateway, prepared, gateway.world.signer("shipper"), elsewhere)
    found = problem(answer, 403)
    assert fields_and_rules(found) == {("signatures", "consortium_unknown_wallet")}
    assert found["contract_error"]["name"] == "BillStaleVersion"


async def test_a_stale_version_is_refused(gateway: Gateway) -> None:
    prepared = await transfer(gateway)
    prepared["message"]["version"] = 7
    found = problem(await refused(gateway, prepared, gateway.world.signer("shipper")), 409)
    assert fields_and_rules(found) == {("message.version", "bill_stale_version")}
    assert found["contract_error"]["args"]["seen"] == 7
    assert found["contract_error"]["args"]["current"] == 1


async def test_a_wrong_wallet_is_refused(gateway: Gateway) -> None:
    prepared = await transfer(gateway)
    found = problem(await refused(gateway, prepared, gateway.world.signer("bank")), 403)
    assert found["contract_error"]["name"] == "ConsortiumWalletOfAnotherMember"
    assert fields_and_rules(found) == {("signatures", "consortium_wallet_of_another_member")}


async def test_a_party_that_does_not_hold_the_bill_is_refused(gateway: Gateway) -> None:
    prepared = await transfer(gateway)
    prepared["message"] |= {"actor": gateway.world.member("bank"), "holder": 3}
    found = problem(await refused(gateway, prepared, gateway.world.signer("bank")), 403)
    assert found["contract_error"]["name"] == "BillNotHolder"
    assert fields_and_rules(found) == {("message.actor", "bill_not_holder")}


async def test_a_wrong_role_is_refused(gateway: Gateway) -> None:
    prepared = await gateway.prepare(
        "shipper",
        "IssueBill",
        billId=gateway.world.new_id(),
        kind="ToOrder",
        holder=gateway.world.member("bank"),
        titleHolder=gateway.world.member("bank"),
    )
    found = problem(await refused(gateway, prepared.json(), gateway.world.signer("shipper")), 403)
    assert found["contract_error"]["name"] == "ConsortiumMemberLacksRole"
    assert fields_and_rules(found) == {("message.actor", "consortium_member_lacks_role")}
    assert "CARRIER" in found["detail"]


async def test_a_wallet_without_the_power_is_refused(gateway: Gateway) -> None:
    wallet = await enrolled(gateway, "shipper", "the shipper's wallet for transfers")
    bill_id = await issued(gateway)
    prepared = await gateway.prepare(
        "shipper", "SurrenderForDelivery", billId=bill_id, releaseTo=gateway.world.member("bank")
    )
    found = problem(await refused(gateway, prepared.json(), wallet), 403)
    assert found["contract_error"]["name"] == "ConsortiumWalletLacksPower"
    assert "SURRENDER" in found["detail"]


async def test_a_wallet_that_nobody_enrolled_is_refused(gateway: Gateway) -> None:
    prepared = await transfer(gateway)
    nobody = LocalSigner.from_key(secret_of("nobody at all"))
    found = problem(await refused(gateway, prepared, nobody), 403)
    assert nobody.address in found["detail"]


@pytest.mark.parametrize(
    ("signatures", "field", "rule"),
    [
        ([], "signatures", "too_short"),
        (["0x12"], "signatures[0]", "string_pattern_mismatch"),
        (["0x" + "ff" * 65], "signatures", "eip2_signature"),
        (["0x" + "00" * 65], "signatures", "eip2_signature"),
        ("0x", "signatures", "list_type"),
    ],
)
async def test_a_malformed_signature_is_refused(
    gateway: Gateway, signatures: Any, field: str, rule: str
) -> None:
    body = gateway.sign(await transfer(gateway), []) | {"signatures": signatures}
    found = problem(await gateway.submit("shipper", body), 422)
    assert (field, rule) in fields_and_rules(found)


async def test_the_same_wallet_s_signature_twice_is_refused(gateway: Gateway) -> None:
    signer = gateway.world.signer("shipper")
    body = gateway.sign(await transfer(gateway), [signer, signer])
    found = problem(await gateway.submit("shipper", body), 403)
    assert found["contract_error"]["name"] == "ConsortiumSameWalletTwice"


async def test_three_signatures_are_refused(gateway: Gateway) -> None:
    signer = gateway.world.signer("shipper")
    body = gateway.sign(await transfer(gateway), [signer] * 3)
    found = problem(await gateway.submit("shipper", body), 422)
    assert found["contract_error"] == {"name": "SignatureLength", "args": {"length": 195}}


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"version": None}, "message.version", "uint32"),
        ({"version": "01"}, "message.version", "uint32"),
        ({"version": 1 << 32}, "message.version", "uint32"),
        ({"billId": "0x" + "zz" * 32}, "message.billId", "bytes32"),
        ({"extra": 1}, "message.extra", "extra_forbidden"),
        ({"actor": True}, "message.actor", "uint24"),
        ({"actor": {"a": [1]}}, "message.actor", "uint24"),
    ],
)
async def test_a_malformed_message_is_refused(
    gateway: Gateway, changes: dict[str, Any], field: str, rule: str
) -> None:
    body = gateway.sign(await transfer(gateway), [gateway.world.signer("shipper")])
    body["message"] = body["message"] | changes
    found = problem(await gateway.submit("shipper", body), 422)
    assert fields_and_rules(found) == {(field, rule)}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/bills/0x12", 422),
        ("/v1/bills/" + "9" * 70, 422),
        ("/v1/bills/0x" + "ab" * 32, 404),
        ("/v1/bills?limit=0", 422),
        ("/v1/bills?limit=many", 422),
        ("/v1/bills?state=lost", 422),
        ("/v1/bills?nonsense=1", 422),
        ("/v1/bills?carrier=-1", 422),
        ("/v1/bills?after=zzz", 422),
        ("/v1/releases?state=999999", 422),
        ("/v1/certificates?bill_id=1", 422),
        ("/v1/documents?state=lost", 422),
        ("/v1/documents?subject=1", 422),
        ("/v1/documents/0x" + "ab" * 32, 404),
        ("/v1/milestones?subject_kind=sea", 422),
        ("/v1/milestones/0x" + "ab" * 32 + "/history", 404),
        ("/v1/participants/0", 422),
        ("/v1/participants/99999999999999999999", 422),
        ("/v1/participants/9999", 404),
        ("/v1/actions/0x" + "ab" * 32, 404),
        ("/v1/actions/0x" + "ab" * 32 + "?wait=nan", 422),
        ("/v1/actions/0x" + "ab" * 32 + "?wait=-1", 422),
        ("/v1/actions?after=-1", 422),
        ("/v1/actions?after=99999999999999999999999", 422),
        ("/v1/nowhere", 404),
        ("/v1/bills/%00", 422),
        ("/v1/bills/%ff%fe", 422),
    ],
)
async def test_bad_paths_and_queries_are_refused(gateway: Gateway, path: str, status: int) -> None:
    found = problem(await gateway.call("carrier", "GET", path), status)
    assert bool(found["errors"]) == (status == 422)


async def test_after_a_record_that_is_not_there_the_list_is_empty(gateway: Gateway) -> None:
    answer = await gateway.get("carrier", "/v1/bills", after="0x" + "ab" * 32)
    assert answer.json()["items"] == []
