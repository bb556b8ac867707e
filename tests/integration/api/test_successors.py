"""Bills in place of bills through the gateway: lists in intents, versions filled in, both sides linked."""

from __future__ import annotations

from typing import Any

from tests.integration.api.gateway import Gateway


async def _surrendered(gateway: Gateway, reason: str) -> str:
    """A bill that the shipper surrendered for this reason and the carrier accepted."""
    bill_id, shipper = gateway.world.new_id(), gateway.world.member("shipper")
    parties = {"holder": shipper, "titleHolder": shipper}
    await gateway.act("carrier", "IssueBill", billId=bill_id, kind="ToOrder", **parties)
    await gateway.act("shipper", "SurrenderForAmendment", billId=bill_id, reason=reason)
    await gateway.act("carrier", "AcceptSurrender", billId=bill_id)
    return bill_id


async def _read(gateway: Gateway, persona: str, bill_id: str) -> dict[str, Any]:
    return dict((await gateway.get(persona, f"/v1/bills/{bill_id}")).json())


def _offered(bill: dict[str, Any]) -> list[str]:
    return [action["action"] for action in bill["next_actions"]]


async def test_a_split_bill_s_parts_are_their_holder_s(gateway: Gateway) -> None:
    bill_id = await _surrendered(gateway, "Split")
    assert "SplitBill" in _offered(await _read(gateway, "carrier", bill_id))
    children = [gateway.world.new_id() for _ in range(3)]
    done = await gateway.act("carrier", "SplitBill", billId=bill_id, children=children)
    assert done["message"]["children"] == children
    parent = await _read(gateway, "shipper", bill_id)
    assert (parent["replaced"], parent["successor"]) == (True, None)
    history = (await gateway.get("shipper", f"/v1/bills/{bill_id}/history")).json()["items"]
    assert history[-1]["details"]["children"] == children
    for child in children:
        part = await _read(gateway, "shipper", child)
        assert (part["origin"], part["holder"]) == (bill_id, gateway.world.member("shipper"))
        assert "TransferPossession" in _offered(part)


async def test_a_combination_fills_in_each_bill_s_version(gateway: Gateway) -> None:
    parents = [await _surrendered(gateway, "Combine") for _ in range(2)]
    union = gateway.world.new_id()
    done = await gateway.act("carrier", "CombineBills", billId=union, parents=parents)
    assert done["message"]["versions"] == [3, 3]
    for parent in parents:
        assert (await _read(gateway, "shipper", parent))["successor"] == union
    made = await _read(gateway, "shipper", union)
    assert (made["holder"], made["origin"]) == (gateway.world.member("shipper"), None)


async def test_a_list_is_asked_for_and_its_bills_must_be_readable(gateway: Gateway) -> None:
    world = gateway.world
    union, strange = world.new_id(), world.new_id()
    for parents, status, rule in (
        (None, 422, "missing"),
        ("all of them", 422, "list"),
        (["one"], 422, "bytes32"),
        ([strange, strange], 404, None),
    ):
        intent = {} if parents is None else {"parents": parents}
        answer = await gateway.prepare("carrier", "CombineBills", billId=union, **intent)
        assert answer.status_code == status, answer.text
        if rule:
            assert answer.json()["errors"][0]["rule"] == rule
    said = await gateway.prepare("carrier", "CombineBills", billId=union, parents=[], versions=[1])
    assert said.status_code == 422
    bill_id = await _surrendered(gateway, "Split")
    for children in ("none", ["0x12"], [7]):
        wrong = await gateway.prepare("carrier", "SplitBill", billId=bill_id, children=children)
        assert wrong.status_code == 422, wrong.text
        assert wrong.json()["errors"][0]["field"] == "intent.children"
