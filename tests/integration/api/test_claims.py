"""A refund claim through the gateway: its life, its certificates, who may read it, its clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from api.claims import examples
from api.kit.working_days import LEGAL_TIME, UnknownCalendarYearError, is_working_day
from tests.integration.api.documents import certificate_document
from tests.integration.api.gateway import Gateway

REASON = "0x" + "1f" * 32


def claim_document(*certificates: str) -> dict[str, Any]:
    """A claim that names these certificates."""
    return examples.DOCUMENT | {"certificates": list(certificates)}


async def _filed(gateway: Gateway, *certificates: str) -> tuple[str, dict[str, Any], str]:
    document = claim_document(*certificates)
    body = {"document": document, "tax_authority": gateway.world.member("tax_authority")}
    prepared = await gateway.call("shipper", "POST", "/v1/claims/prepare", json=body)
    await gateway.carry_out("shipper", prepared)
    return prepared.json()["claim_id"], document, prepared.json()["salt"]


async def _issued_certificate(gateway: Gateway) -> str:
    body = {
        "document": certificate_document(),
        "tax_authority": gateway.world.member("tax_authority"),
    }
    prepared = await gateway.call("shipper", "POST", "/v1/certificates/prepare", json=body)
    await gateway.carry_out("shipper", prepared)
    certificate_id = str(prepared.json()["certificate_id"])
    for action in ("AcceptApplication", "IssueCertificate"):
        await gateway.act("tax_authority", action, certificateId=certificate_id)
    return certificate_id


async def _decide(gateway: Gateway, claim_id: str, action: str, **terms: Any) -> None:
    await gateway.act("tax_authority", action, claimId=claim_id, **terms)


async def _read(gateway: Gateway, claim_id: str, persona: str = "shipper") -> dict[str, Any]:
    return dict((await gateway.get(persona, f"/v1/claims/{claim_id}")).json())


async def test_a_claim_lives_from_its_filing_to_the_treasury(gateway: Gateway) -> None:
    certificate_id = await _issued_certificate(gateway)
    claim_id, document, salt = await _filed(gateway, certificate_id)
    await _decide(gateway, claim_id, "AcceptClaim", managementClass="Class2")
    use = {"certificateId": certificate_id, "usedFor": claim_id}
    await gateway.act("shipper", "UseCertificate", **use)
    await _decide(gateway, claim_id, "ReviewClaim")
    await _decide(gateway, claim_id, "ConcludeClaim", outcome="Approved")
    await _decide(gateway, claim_id, "PayRefund")
    row = await _read(gateway, claim_id)
    assert (row["state"], row["management_class"]) == ("PAID", "CLASS2")
    assert row["certificates"] == [certificate_id]
    times = [row[f"{step}_at"] for step in ("filed", "accepted", "reviewed", "concluded", "paid")]
    assert times == sorted(times)
    steps = (await gateway.get("shipper", f"/v1/claims/{claim_id}/history")).json()["items"]
    assert [step["event"] for step in steps] == [
        "ClaimFiled",
        "ClaimAccepted",
        "ClaimReviewed",
        "ClaimConcluded",
        "RefundPaid",
    ]
    answer = await gateway.http.post(
        "/v1/verify", json={"document": document, "salt": salt, "kind": "claim"}
    )
    assert (answer.json()["answer"], answer.json()["state"]) == ("valid", "PAID")


async def test_a_stranger_cannot_tell_a_claim_from_none(gateway: Gateway) -> None:
    claim_id, _, _ = await _filed(gateway)
    for path in (f"/v1/claims/{claim_id}", f"/v1/claims/{claim_id}/history"):
        for persona in ("stranger", "customs", "bank"):
            answer = await gateway.get(persona, path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        for persona in ("shipper", "tax_authority", "second_tax_authority"):
            assert (await gateway.get(persona, path)).status_code == 200
    for persona, seen in (("stranger", False), ("shipper", True), ("tax_authority", True)):
        listed = (await gateway.get(persona, "/v1/claims", state="FILED", limit=200)).json()
        assert (claim_id in [item["claim_id"] for item in listed["items"]]) is seen
    hidden = await gateway.prepare("stranger", "AcceptClaim", claimId=claim_id, managementClass=1)
    assert hidden.status_code == 404


async def test_a_claim_is_returned_corrected_and_refused(gateway: Gateway) -> None:
    claim_id, document, salt = await _filed(gateway)
    await _decide(gateway, claim_id, "ReturnClaim", remark=REASON)
    content = gateway.world.new_id()
    await gateway.act("shipper", "RefileClaim", claimId=claim_id, content=content)
    answer = await gateway.http.post("/v1/verify", json={"document": document, "salt": salt})
    assert (answer.json()["answer"], answer.json()["state"]) == ("invalid", "CORRECTED")
    await _decide(gateway, claim_id, "AcceptClaim", managementClass=4)
    await _decide(gateway, claim_id, "ReviewClaim")
    await _decide(gateway, claim_id, "ConcludeClaim", outcome="Refused", remark=REASON)
    row = await _read(gateway, claim_id)
    assert (row["state"], row["content"], row["reason"]) == ("REFUSED", content, REASON)
    assert row["next_actions"] == []


async def test_only_the_exporters_own_certificates_are_the_claims(gateway: Gateway) -> None:
    claim_id, _, _ = await _filed(gateway)
    row = await _read(gateway, claim_id)
    assert row["certificates"] == []
    assert {action["action"] for action in row["next_actions"] if action["mine"]} == {
        "WithdrawClaim"
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"exporterUSCC": "91310115MA180527X8"}, "document.exporterUSCC"),
        ({"period": "202613"}, "document.period"),
        ({"batch": "1"}, "document.batch"),
        ({"declarationItems": []}, "document.declarationItems"),
        ({"declarationItems": ["224820261000012345001"]}, "document.declarationItems[0]"),
        ({"declarationItems": ["222520260000067890001"] * 2}, "document.declarationItems[1]"),
        ({"certificates": ["0x12"]}, "document.certificates[0]"),
        ({"refundAmount": 12}, "document.refundAmount"),
        ({"currency": "USD"}, "document.currency"),
    ],
)
async def test_a_bad_claim_is_refused_by_its_field(
    gateway: Gateway, changes: dict[str, Any], field: str
) -> None:
    body = {"document": claim_document() | changes, "tax_authority": 15}
    answer = await gateway.call("shipper", "POST", "/v1/claims/prepare", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def _calendar_is_known() -> bool:
    try:
        is_working_day(datetime.fromtimestamp(time.time(), UTC).astimezone(LEGAL_TIME).date())
    except UnknownCalendarYearError:
        return False
    return True


async def test_the_clock_counts_what_the_caller_may_read(gateway: Gateway) -> None:
    """Today's claims: where the calendar of this year is not published yet, the answer says so."""
    claim_id, _, _ = await _filed(gateway)
    await _decide(gateway, claim_id, "AcceptClaim", managementClass="Class3")
    pending = (await gateway.get("stranger", "/v1/claims/clock")).json()
    assert all(part["pending"] == part["concluded"] == 0 for part in pending["by_class"])
    await _decide(gateway, claim_id, "ReviewClaim")
    await _decide(gateway, claim_id, "ConcludeClaim", outcome="Approved")
    answer = await gateway.get("tax_authority", "/v1/claims/clock")
    if not _calendar_is_known():
        assert (answer.status_code, answer.json()["code"]) == (503, "calendar_missing")
        return
    found = answer.json()
    assert found["time_zone"] == "Asia/Shanghai"
    third = found["by_class"][2]
    assert third["classes"] == ["CLASS3"]
    assert (third["concluded"], third["mean_working_days"], third["limit_working_days"]) == (
        1,
        0.0,
        15,
    )
    assert found["classes_1_and_2"]["classes"] == ["CLASS1", "CLASS2"]
    early = await gateway.get(
        "tax_authority", "/v1/claims/clock", concluded_before="2026-01-01T00:00:00Z"
    )
    assert early.json()["by_class"][2]["concluded"] == 0


@pytest.mark.parametrize("moment", ["yesterday", "2026-01-01T00:00:00", "-1"])
async def test_a_period_is_given_in_rfc_3339(gateway: Gateway, moment: str) -> None:
    answer = await gateway.get("shipper", "/v1/claims/clock", concluded_from=moment)
    assert answer.status_code == 422
