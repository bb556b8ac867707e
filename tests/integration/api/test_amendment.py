"""An amendment through the gateway: who consents to it, and which document is in force before and after."""

from __future__ import annotations

from typing import Any

from api.kit.content import root_of, salt_of
from tests.integration.api.documents import bill_document
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued

SALT = "0x" + "0b" * 32
NEW_SALT = "0x" + "0c" * 32


async def _verify(gateway: Gateway, document: dict[str, Any], salt: str) -> tuple[str, str]:
    question = {"document": document, "salt": salt}
    found = (await gateway.http.post("/v1/verify", json=question)).json()
    return found["answer"], found["state"] or found["check"]


async def _read(gateway: Gateway, bill_id: str) -> dict[str, Any]:
    return dict((await gateway.get("shipper", f"/v1/bills/{bill_id}")).json())


async def test_after_an_amendment_only_the_amended_document_is_in_force(gateway: Gateway) -> None:
    document = bill_document()
    bill_id = await issued(gateway, document, salt=SALT)
    amended = document | {"freightPaymentTermCode": "COL"}
    content = root_of(amended, salt_of(NEW_SALT))

    await gateway.act("shipper", "RequestAmendment", billId=bill_id, content=content)
    assert (await _read(gateway, bill_id))["requested_content"] == content
    assert await _verify(gateway, document, SALT) == ("valid", "ISSUED")
    assert await _verify(gateway, amended, NEW_SALT) == ("invalid", "on_ledger")

    await gateway.act("carrier", "Amend", billId=bill_id, content=content)
    bill = await _read(gateway, bill_id)
    assert (bill["content"], bill["requested_content"]) == (content, None)
    assert await _verify(gateway, amended, NEW_SALT) == ("valid", "ISSUED")
    assert await _verify(gateway, document, SALT) == ("invalid", "AMENDED")


async def test_the_bank_of_a_pledged_bill_is_asked_for_its_consent(gateway: Gateway) -> None:
    world, bill_id = gateway.world, await issued(gateway, salt=SALT)
    shipper, bank = world.member("shipper"), world.member("bank")
    signers = [world.signer("shipper"), world.signer("bank")]
    for action, intent, powers in (
        ("Pledge", {"pledgee": bank}, ["PLEDGE", "PLEDGE"]),
        ("RequestAmendment", {"content": world.new_id()}, ["SURRENDER", "PLEDGE"]),
    ):
        prepared = await gateway.prepare("shipper", action, billId=bill_id, **intent)
        needed = [(n["member"], n["power"]) for n in prepared.json()["signers_needed"]]
        assert needed == list(zip((shipper, bank), powers, strict=True))
        done = await gateway.submit("shipper", gateway.sign(prepared.json(), signers))
        assert done.json()["status"] == "final", done.text


async def test_the_first_holder_consents_to_a_bill_s_end(gateway: Gateway) -> None:
    world, bill_id = gateway.world, await issued(gateway, bill_document(), salt=NEW_SALT)
    shipper = world.member("shipper")
    prepared = await gateway.prepare("carrier", "VoidBill", billId=bill_id, holder=shipper)
    needed = [(n["member"], n["power"]) for n in prepared.json()["signers_needed"]]
    assert needed == [(world.member("carrier"), "ISSUE"), (shipper, "SURRENDER")]
    signers = [world.signer("carrier"), world.signer("shipper")]
    done = await gateway.submit("carrier", gateway.sign(prepared.json(), signers))
    assert done.json()["status"] == "final", done.text
    assert (await _read(gateway, bill_id))["state"] == "VOIDED"
