"""A pledge through the gateway: what it tells to sign, both members' signatures, and what either may do next."""

from __future__ import annotations

from typing import Any

from tests.integration.api.gateway import Gateway


def _next(bill: dict[str, Any]) -> dict[str, list[int]]:
    return {action["action"]: action["members"] for action in bill["next_actions"]}


async def _issued(gateway: Gateway) -> str:
    bill_id, shipper = gateway.world.new_id(), gateway.world.member("shipper")
    parties = {"holder": shipper, "titleHolder": shipper}
    await gateway.act("carrier", "IssueBill", billId=bill_id, kind="ToOrder", **parties)
    return bill_id


async def test_a_pledge_takes_the_holder_s_and_the_bank_s_signatures(gateway: Gateway) -> None:
    world = gateway.world
    shipper, bank = world.member("shipper"), world.member("bank")
    bill_id = await _issued(gateway)
    prepared = await gateway.prepare("shipper", "Pledge", billId=bill_id, pledgee=bank)
    assert prepared.status_code == 200, prepared.text
    needed = prepared.json()["signers_needed"]
    assert [(n["member"], n["power"]) for n in needed] == [(shipper, "PLEDGE"), (bank, "PLEDGE")]

    alone = gateway.sign(prepared.json(), [world.signer("shipper")])
    refused = await gateway.submit("shipper", alone)
    assert refused.status_code == 422, refused.text
    assert refused.json()["contract_error"]["name"] == "SignatureLength"

    both = gateway.sign(prepared.json(), [world.signer("shipper"), world.signer("bank")])
    done = await gateway.submit("shipper", both)
    assert done.json()["status"] == "final", done.text
    bill = (await gateway.get("bank", f"/v1/bills/{bill_id}")).json()
    assert bill["pledgee"] == bank
    assert _next(bill)["EnforcePledge"] == [bank]
    assert "TransferPossession" not in _next(bill)


async def test_a_court_freezes_and_sees_what_it_froze(gateway: Gateway) -> None:
    world = gateway.world
    bill_id = await _issued(gateway)
    done = await gateway.act("court", "FreezeBill", billId=bill_id)
    assert done["status"] == "final"
    bill = (await gateway.get("court", f"/v1/bills/{bill_id}")).json()
    assert bill["frozen_by"] == world.member("court")
    assert list(_next(bill)) == ["UnfreezeBill"]
    moved = await gateway.prepare("shipper", "TransferPossession", billId=bill_id, holder=8)
    answer = await gateway.submit("shipper", gateway.sign(moved.json(), [world.signer("shipper")]))
    assert answer.status_code == 409
    assert answer.json()["contract_error"]["name"] == "BillFrozen"
    await gateway.act("court", "UnfreezeBill", billId=bill_id)


async def test_an_outside_bank_asks_the_chain_for_a_live_pledge(gateway: Gateway) -> None:
    """Also by the commitment of an amended content; a bill that is not there is not one without pledge."""
    world, content = gateway.world, gateway.world.new_id()
    bill_id = await _issued(gateway)

    async def asked(of: str) -> Any:
        return await gateway.http.get(f"/v1/verify/pledge/{of}")

    assert (await asked(bill_id)).json()["pledged"] is False
    await gateway.act("shipper", "RequestAmendment", billId=bill_id, content=content)
    await gateway.act("carrier", "Amend", billId=bill_id, content=content)
    pledge = await gateway.prepare(
        "shipper", "Pledge", billId=bill_id, pledgee=world.member("bank")
    )
    both = gateway.sign(pledge.json(), [world.signer("shipper"), world.signer("bank")])
    assert (await gateway.submit("shipper", both)).json()["status"] == "final"
    for of in (bill_id, content, content.upper().replace("0X", "0x")):
        answer = await asked(of)
        assert (answer.status_code, answer.json()["pledged"]) == (200, True)
        assert set(answer.json()) == {"bill_id", "pledged", "as_of_block"}
        assert answer.json()["bill_id"] == bill_id
    assert (await asked(world.new_id())).status_code == 404
    await gateway.act("bank", "ReleasePledge", billId=bill_id)
    assert (await asked(bill_id)).json()["pledged"] is False
