"""A certificate through the gateway: accepted, returned and corrected, voided and replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chain.node import ChildNode
from tests.integration.api.documents import certificate_document
from tests.integration.api.gateway import Gateway

REASON = "0x" + "1f" * 32


async def _applied(gateway: Gateway, **changes: Any) -> tuple[str, dict[str, Any], str]:
    """An application by the shipper: its id, document and salt."""
    document = certificate_document(**changes)
    body = {"document": document, "tax_authority": gateway.world.member("tax_authority")}
    prepared = await gateway.call("shipper", "POST", "/v1/certificates/prepare", json=body)
    await gateway.carry_out("shipper", prepared)
    answer = prepared.json()
    return answer["certificate_id"], document, answer["salt"]


async def _decide(gateway: Gateway, certificate_id: str, *actions: str, **terms: Any) -> None:
    for action in actions:
        await gateway.act("tax_authority", action, certificateId=certificate_id, **terms)


async def _read(gateway: Gateway, certificate_id: str, persona: str = "shipper") -> dict[str, Any]:
    return dict((await gateway.get(persona, f"/v1/certificates/{certificate_id}")).json())


async def _correction(
    gateway: Gateway, certificate_id: str, document: dict[str, Any], persona: str = "shipper"
) -> Any:
    path = f"/v1/certificates/{certificate_id}/correction/prepare"
    return await gateway.call(persona, "POST", path, json={"document": document})


async def _verify(gateway: Gateway, document: dict[str, Any], salt: str) -> tuple[str, str]:
    answer = await gateway.http.post("/v1/verify", json={"document": document, "salt": salt})
    found = answer.json()
    return found["answer"], found["state"]


def _next(row: dict[str, Any]) -> set[tuple[str, bool]]:
    return {(action["action"], action["mine"]) for action in row["next_actions"]}


async def test_a_returned_application_is_corrected_and_only_the_correction_counts(
    gateway: Gateway,
) -> None:
    certificate_id, document, salt = await _applied(gateway)
    await _decide(gateway, certificate_id, "ReturnApplication", remark=REASON)
    row = await _read(gateway, certificate_id)
    assert (row["state"], row["reason"]) == ("RETURNED", REASON)
    assert _next(row) == {("ResubmitApplication", True), ("WithdrawApplication", True)}

    corrected = document | {"quantity": "1200.000"}
    prepared = await _correction(gateway, certificate_id, corrected)
    await gateway.carry_out("shipper", prepared)
    row = await _read(gateway, certificate_id)
    content, new_salt = prepared.json()["content"], prepared.json()["salt"]
    assert (row["state"], row["quantity"], row["content"]) == ("SUBMITTED", "1200.000", content)
    await _decide(gateway, certificate_id, "AcceptApplication", "IssueCertificate")
    assert await _verify(gateway, corrected, new_salt) == ("valid", "ISSUED")
    assert await _verify(gateway, document, salt) == ("invalid", "CORRECTED")
    row = await _read(gateway, certificate_id)
    assert row["accepted_at"] <= row["decided_at"]


async def test_an_issued_certificate_is_replaced_by_a_corrected_one(gateway: Gateway) -> None:
    certificate_id, document, _ = await _applied(gateway)
    await _decide(gateway, certificate_id, "AcceptApplication", "IssueCertificate")
    prepared = await _correction(gateway, certificate_id, document | {"quantity": "10.000"})
    new_id = prepared.json()["content"]
    await gateway.carry_out("shipper", prepared)
    row = await _read(gateway, certificate_id, "tax_authority")
    assert (row["state"], row["replacement"]) == ("VOID_APPLIED", new_id)
    assert row["replacement_quantity"] == "10.000"
    assert ("ReplaceCertificate", True) in _next(row)

    await _decide(gateway, certificate_id, "ReplaceCertificate", replacement=new_id)
    old, new = await _read(gateway, certificate_id), await _read(gateway, new_id)
    assert (old["state"], old["replacement"], old["next_actions"]) == ("VOIDED", new_id, [])
    assert (new["state"], new["replaces"], new["quantity"]) == ("ISSUED", certificate_id, "10.000")
    assert new["applicant"] == gateway.world.member("shipper")
    assert (await gateway.get("stranger", f"/v1/certificates/{new_id}")).status_code == 404
    used_for = gateway.world.new_id()
    await gateway.act("shipper", "UseCertificate", certificateId=new_id, usedFor=used_for)


async def test_a_certificate_is_voided_on_its_applicants_application_alone(
    gateway: Gateway,
) -> None:
    certificate_id, _, _ = await _applied(gateway)
    await _decide(gateway, certificate_id, "AcceptApplication", "IssueCertificate")
    early = await gateway.prepare("tax_authority", "VoidCertificate", certificateId=certificate_id)
    body = gateway.sign(early.json(), [gateway.world.signer("tax_authority")])
    refused = (await gateway.submit("tax_authority", body)).json()
    assert refused["contract_error"]["name"] == "CertificateUnexpectedState"
    await gateway.act("shipper", "ApplyVoid", certificateId=certificate_id)
    await _decide(gateway, certificate_id, "VoidCertificate")
    row = await _read(gateway, certificate_id)
    assert (row["state"], row["replacement"], row["replacement_quantity"]) == ("VOIDED", None, None)


async def test_a_withdrawn_application_ends(gateway: Gateway) -> None:
    certificate_id, _, _ = await _applied(gateway)
    await gateway.act("shipper", "WithdrawApplication", certificateId=certificate_id)
    row = await _read(gateway, certificate_id)
    assert (row["state"], row["next_actions"]) == ("WITHDRAWN", [])
    assert row["withdrawn_at"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"certificateType": 5}, "document.certificateType"),
        ({"declaredQuantity": "2001"}, "document.declaredQuantity"),
        ({"quantity": "0"}, "document.quantity"),
    ],
)
async def test_a_correction_leaves_type_and_declared_quantity(
    gateway: Gateway, changes: dict[str, Any], field: str
) -> None:
    certificate_id, document, _ = await _applied(gateway)
    answer = await _correction(gateway, certificate_id, document | changes)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    hidden = await _correction(gateway, certificate_id, document, "stranger")
    assert hidden.status_code == 404


async def test_a_gateway_may_ask_for_the_bill_of_some_types(
    gateway: Gateway, anvil: ChildNode, tmp_path: Path
) -> None:
    strict = {"certificate_types_with_bill": (1,)}
    async with Gateway.open(gateway.world, anvil.url, tmp_path, **strict) as asking:
        body = {"document": certificate_document(), "tax_authority": 15}
        path = "/v1/certificates/prepare"
        refused = await asking.call("shipper", "POST", path, json=body)
        assert [error["rule"] for error in refused.json()["errors"]] == ["certificate_bill"]
        bill_id = await gateway.world.issued_bill()
        named = await asking.call("shipper", "POST", path, json=body | {"bill_id": bill_id})
        assert named.status_code == 200
        body["document"] = certificate_document(certificateType=5)
        assert (await asking.call("shipper", "POST", path, json=body)).status_code == 200
