"""A container that two bills share, through the gateway: declared, waited for, out, and shared no more."""

from __future__ import annotations

from typing import Any

from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import accomplished, ordered


async def _read(gateway: Gateway, by: str, path: str) -> dict[str, Any]:
    answer = await gateway.get(by, path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _events_of(gateway: Gateway, record_id: str) -> list[str]:
    """What the consignee's feed tells of a record."""
    found: list[str] = []
    after: dict[str, str] = {}
    while items := (await gateway.get("consignee", "/v1/events", **after)).json()["items"]:
        found += [item["event"] for item in items if item["record_id"] == record_id]
        after = {"after": items[-1]["cursor"]}
    return found


async def test_a_container_of_two_bills_waits_for_both(gateway: Gateway) -> None:
    number = gateway.world.member
    order_id = await ordered(gateway)
    bill_id = (await _read(gateway, "carrier", f"/v1/releases/{order_id}"))["bill_id"]
    other_bill = await accomplished(gateway)
    box_id = gateway.world.new_id()
    intent = {"boxId": box_id, "billIds": [bill_id, other_bill], "containers": [0, 0]}
    await gateway.act("carrier", "ShareContainer", **intent)

    path = f"/v1/shared-containers/{box_id}"
    box = await _read(gateway, "consignee", path)
    assert (box["state"], box["version"], box["waits_for"]) == ("SHARED", 1, ["NO_ORDER"])
    assert [slot["lacks"] for slot in box["slots"]] == [None, "NO_ORDER"]
    order = await _read(gateway, "terminal", f"/v1/releases/{order_id}")
    shared = {"box_id": box_id, "bills": 2, "waits_for": ["NO_ORDER"]}
    assert order["containers"][0]["shared"] == shared
    assert "GateOut" not in [action["action"] for action in order["next_actions"]]
    bill = await _read(gateway, "carrier", f"/v1/bills/{other_bill}")
    assert bill["shared_containers"] == [box_id]

    leave = {"orderId": order_id, "container": 0, "collector": number("consignee")}
    prepared = await gateway.prepare("terminal", "GateOut", **leave)
    body = gateway.sign(prepared.json(), [gateway.world.signer("terminal")])
    refused = (await gateway.submit("terminal", body)).json()
    assert refused["contract_error"]["name"] == "ReleaseOrderSharedBillNotReleased"
    assert other_bill[:10] in refused["detail"]
    assert "拼箱" in refused["detail_zh"]

    other_order = gateway.world.new_id()
    await gateway.act(
        "carrier",
        "IssueReleaseOrder",
        orderId=other_order,
        billId=other_bill,
        terminal=number("terminal"),
        releaseTo=number("consignee"),
        containers=1,
        validUntil="2099-01-01T00:00:00Z",
    )
    await gateway.act("terminal", "GateOut", **leave)
    for each in (order_id, other_order):
        order = await _read(gateway, "carrier", f"/v1/releases/{each}")
        assert (order["state"], order["gated_out"]) == ("COMPLETED", 1)
    box = await _read(gateway, "carrier", path)
    assert (box["state"], box["waits_for"], box["next_actions"]) == ("OUT", [], [])
    history = (await _read(gateway, "terminal", path + "/history"))["items"]
    assert [step["event"] for step in history] == [
        "SharedContainerDeclared",
        "SharedContainerLeft",
    ]
    assert await _events_of(gateway, box_id) == [step["event"] for step in history]


async def test_a_sharing_is_undone_by_its_carrier_at_its_version(gateway: Gateway) -> None:
    bills = [await accomplished(gateway) for _ in range(2)]
    box_id = gateway.world.new_id()
    intent = {"boxId": box_id, "billIds": bills, "containers": [0, 3]}
    prepared = await gateway.prepare("carrier", "ShareContainer", **intent)
    assert "各提单均放货后方可出闸" in prepared.json()["words"]["zh"]
    await gateway.carry_out("carrier", prepared)
    path = f"/v1/shared-containers/{box_id}"
    box = await _read(gateway, "carrier", path)
    assert [action["action"] for action in box["next_actions"]] == ["UnshareContainer"]
    assert [(s["bill_id"], s["container"]) for s in box["slots"]] == [(bills[0], 0), (bills[1], 3)]
    await gateway.act("carrier", "UnshareContainer", boxId=box_id)
    page = await gateway.get(
        "carrier", "/v1/shared-containers", state="dissolved", bill_id=bills[0]
    )
    assert [item["box_id"] for item in page.json()["items"]] == [box_id]
    bill = await _read(gateway, "carrier", f"/v1/bills/{bills[0]}")
    assert bill["shared_containers"] == []


async def test_strangers_do_not_see_a_shared_container(gateway: Gateway) -> None:
    bills = [await accomplished(gateway) for _ in range(2)]
    box_id = gateway.world.new_id()
    intent = {"boxId": box_id, "billIds": bills, "containers": [0, 0]}
    await gateway.act("carrier", "ShareContainer", **intent)
    path = f"/v1/shared-containers/{box_id}"
    for hidden in (path, path + "/history"):
        assert (await gateway.get("stranger", hidden)).status_code == 404
    assert (await gateway.get("stranger", "/v1/shared-containers")).json()["items"] == []
    unshare = await gateway.prepare("stranger", "UnshareContainer", boxId=box_id)
    assert unshare.status_code == 404
    assert "shared container" in unshare.json()["detail"]
