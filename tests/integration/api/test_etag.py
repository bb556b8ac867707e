"""Conditional requests: what the caller has, and the version that it takes a record to be at."""

from __future__ import annotations

import re

import pytest

from tests.integration.api.documents import certificate_document
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued, ordered

RECORDS = {
    "appointments",
    "bills",
    "certificates",
    "claims",
    "documents",
    "inspections",
    "milestones",
    "participants",
    "releases",
    "shared-containers",
}
"""The collections whose records have a version."""

SINGLE = f"/v1/({'|'.join(sorted(RECORDS))})/{{[a-z_]+}}"


async def test_the_tag_begins_with_the_version_and_the_same_answer_is_not_sent_again(
    gateway: Gateway,
) -> None:
    path = f"/v1/bills/{await issued(gateway)}"
    answer = await gateway.get("shipper", path)
    tag = answer.headers["etag"]
    assert tag.startswith('"1.')
    for has in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await gateway.call("shipper", "GET", path, headers={"If-None-Match": has})
        assert (again.status_code, again.content) == (304, b""), has
        assert again.headers["etag"] == tag
    other = await gateway.call("shipper", "GET", path, headers={"If-None-Match": '"1"'})
    assert other.json() == answer.json()


async def test_what_changes_without_a_version_is_sent_again(gateway: Gateway) -> None:
    """A gate-out leaves the version as it is, so that forty gates work at once."""
    order_id, collector = await ordered(gateway), gateway.world.member("consignee")
    path = f"/v1/releases/{order_id}"
    before = await gateway.get("carrier", path)
    await gateway.act("terminal", "GateOut", orderId=order_id, container=0, collector=collector)
    has = {"If-None-Match": before.headers["etag"]}
    after = await gateway.call("carrier", "GET", path, headers=has)
    assert after.json()["version"] == before.json()["version"]
    assert (after.status_code, after.json()["gated_out"]) == (200, 1)


async def test_every_record_is_tagged(gateway: Gateway) -> None:
    described = gateway.app.openapi()["paths"]
    single = [path for path, of in described.items() if "get" in of and re.fullmatch(SINGLE, path)]
    assert {path.split("/")[2] for path in single} == RECORDS
    for path in single:
        assert "304" in described[path]["get"]["responses"], path
    member = gateway.world.member("bank")
    answer = await gateway.get("shipper", f"/v1/participants/{member}")
    assert answer.headers["etag"].startswith(f'"{answer.json()["version"]}.')


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        ("*", True),
        ('"1"', True),
        ('"7", "1"', True),
        ('"2"', False),
        ("1", False),
        ('W/"1"', False),
    ],
)
async def test_an_action_is_prepared_only_at_the_version_that_was_seen(
    gateway: Gateway, wanted: str, passes: bool
) -> None:
    bill_id = await issued(gateway)
    intent = {"billId": bill_id, "holder": gateway.world.member("bank")}
    body = {"action": "TransferPossession", "intent": intent}
    answer = await gateway.call(
        "shipper", "POST", "/v1/actions/prepare", json=body, headers={"If-Match": wanted}
    )
    if passes:
        assert answer.json()["message"]["version"] == 1
        return
    assert (answer.status_code, answer.json()["code"]) == (412, "version_changed")
    assert "version 1" in answer.json()["detail"]
    assert answer.headers["etag"] == '"1"'


async def test_the_tag_of_an_answer_is_good_for_if_match(gateway: Gateway) -> None:
    bill_id, bank = await issued(gateway), gateway.world.member("bank")
    seen = (await gateway.get("shipper", f"/v1/bills/{bill_id}")).headers["etag"]
    prepared = await gateway.prepare("shipper", "SignBill", billId=bill_id)
    body = gateway.sign(prepared.json(), [gateway.world.signer("shipper")])
    given = {"Prefer": "wait=60", "If-Match": seen}
    done = await gateway.call("shipper", "POST", "/v1/actions", json=body, headers=given)
    assert done.json()["status"] == "final", done.text

    moved = await gateway.prepare("shipper", "TransferPossession", billId=bill_id, holder=bank)
    body = gateway.sign(moved.json(), [gateway.world.signer("shipper")])
    late = await gateway.call("shipper", "POST", "/v1/actions", json=body, headers=given)
    assert (late.status_code, late.headers["etag"]) == (412, '"2"')
    hidden = await gateway.call("stranger", "POST", "/v1/actions", json=body, headers=given)
    assert (hidden.status_code, "etag" in hidden.headers) == (412, False)
    assert (await gateway.submit("shipper", body)).json()["status"] == "final"


async def test_what_makes_a_record_or_joins_several_matches_none(gateway: Gateway) -> None:
    intent = {"billId": gateway.world.new_id(), "kind": "TO_ORDER", "holder": 5, "titleHolder": 5}
    body = {"action": "IssueBill", "intent": intent}
    answer = await gateway.call(
        "carrier", "POST", "/v1/actions/prepare", json=body, headers={"If-Match": "*"}
    )
    assert (answer.status_code, "etag" in answer.headers) == (412, False)


async def test_a_correction_is_prepared_only_at_the_version_that_was_seen(
    gateway: Gateway,
) -> None:
    document, office = certificate_document(), gateway.world.member("tax_authority")
    body = {"document": document, "tax_authority": office}
    applied = await gateway.call("shipper", "POST", "/v1/certificates/prepare", json=body)
    await gateway.carry_out("shipper", applied)
    certificate_id = applied.json()["certificate_id"]
    remark = "0x" + "1f" * 32
    await gateway.act(
        "tax_authority", "ReturnApplication", certificateId=certificate_id, remark=remark
    )
    path = f"/v1/certificates/{certificate_id}/correction/prepare"
    corrected = {"document": document | {"quantity": "1200.000"}}
    for wanted, status in (('"1"', 412), ('"2"', 200)):
        answer = await gateway.call(
            "shipper", "POST", path, json=corrected, headers={"If-Match": wanted}
        )
        assert answer.status_code == status, answer.text
