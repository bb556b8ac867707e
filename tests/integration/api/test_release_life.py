"""What happens to a release order besides its main line, through the gateway."""

from __future__ import annotations

from typing import Any

import httpx

from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import ordered
from wallets.commitment import commit


async def _order(gateway: Gateway, order_id: str) -> dict[str, Any]:
    return dict((await gateway.get("carrier", f"/v1/releases/{order_id}")).json())


async def test_a_delegation_is_declined_and_withdrawn_and_the_order_extended(
    gateway: Gateway,
) -> None:
    number = gateway.world.member
    order_id = await ordered(gateway)
    offer = {"orderId": order_id, "delegate": number("forwarder")}
    await gateway.act("consignee", "DelegateCollection", **offer)
    await gateway.act("forwarder", "DeclineDelegation", orderId=order_id)
    await gateway.act("consignee", "DelegateCollection", **offer)
    await gateway.act("forwarder", "AcceptDelegation", orderId=order_id)
    await gateway.act("consignee", "WithdrawDelegation", **offer)
    await gateway.act(
        "carrier", "ExtendReleaseOrder", orderId=order_id, validUntil="2099-01-01T00:00:00Z"
    )
    order = await _order(gateway, order_id)
    assert (order["collector"], order["invited"]) == (number("consignee"), None)
    assert (order["valid_until"], order["flow"]) == ("2099-01-01T00:00:00Z", "YARD")


async def correction(gateway: Gateway) -> httpx.Response:
    """A gate-out that was wrong, and its correction as it is to be signed."""
    number, order_id = gateway.world.member, await ordered(gateway)
    await gateway.act(
        "terminal", "GateOut", orderId=order_id, container=0, collector=number("consignee")
    )
    return await gateway.prepare(
        "terminal",
        "CorrectGateOut",
        orderId=order_id,
        carrier=number("carrier"),
        container=0,
        remark="0x" + "44" * 32,
    )


async def test_a_correction_names_both_signers_and_puts_the_container_back(
    gateway: Gateway,
) -> None:
    number, prepared = gateway.world.member, await correction(gateway)
    order_id = prepared.json()["message"]["orderId"]
    needed = [(n["member"], n["power"]) for n in prepared.json()["signers_needed"]]
    assert needed == [(number("terminal"), "GATE"), (number("carrier"), "RELEASE")]
    both = [gateway.world.signer(persona) for persona in ("terminal", "carrier")]
    answer = await gateway.submit("terminal", gateway.sign(prepared.json(), both))
    assert answer.json()["status"] == "final", answer.text
    order = await _order(gateway, order_id)
    assert (order["state"], order["gated_out"], order["version"]) == ("ACTIVE", 0, 2)


async def test_an_appointment_from_request_to_cancellation(gateway: Gateway) -> None:
    number = gateway.world.member
    order_id = await ordered(gateway)
    appointment_id = gateway.world.new_id()
    intent = {
        "appointmentId": appointment_id,
        "orderId": order_id,
        "container": 0,
        "opensAt": "2026-01-01T08:00:00Z",
        "closesAt": (await _order(gateway, order_id))["valid_until"],
        "pickup": "0x" + "55" * 32,
    }
    await gateway.act("consignee", "RequestAppointment", **intent)
    path = f"/v1/appointments/{appointment_id}"
    asked = (await gateway.get("terminal", path)).json()
    assert (asked["state"], asked["container"], asked["version"]) == ("REQUESTED", 0, 1)
    mine = [a["action"] for a in asked["next_actions"] if a["mine"]]
    assert mine == ["ConfirmAppointment", "RefuseAppointment"]
    await gateway.act("terminal", "ConfirmAppointment", appointmentId=appointment_id)
    refused = await gateway.prepare("terminal", "RefuseAppointment", appointmentId=appointment_id)
    body = gateway.sign(refused.json(), [gateway.world.signer("terminal")])
    answer = await gateway.submit("terminal", body)
    assert answer.json()["contract_error"]["name"] == "AppointmentUnexpectedState"
    assert "CONFIRMED" in answer.json()["detail"]
    await gateway.act("consignee", "CancelAppointment", appointmentId=appointment_id)

    page = await gateway.get("carrier", "/v1/appointments", order_id=order_id, state="cancelled")
    assert [row["appointment_id"] for row in page.json()["items"]] == [appointment_id]
    assert page.json()["items"][0]["collector"] == number("consignee")
    history = (await gateway.get("consignee", path + "/history")).json()["items"]
    assert [h["event"] for h in history][-1] == "AppointmentCancelled"
    await _hidden_from_strangers(gateway, "appointments", appointment_id)


async def test_an_inspection_from_instruction_to_release(gateway: Gateway) -> None:
    number = gateway.world.member
    order_id = await ordered(gateway)
    inspection_id = gateway.world.new_id()
    held = {"orderId": order_id, "authority": "CUSTOMS", "containers": [0]}
    await gateway.act("customs", "SetHold", **held)
    await gateway.act("customs", "InstructInspection", inspectionId=inspection_id, **held)
    path = f"/v1/inspections/{inspection_id}"
    told = (await gateway.get("carrier", path)).json()
    assert (told["state"], told["containers"], told["agent"]) == ("INSTRUCTED", [0], None)
    await gateway.act(
        "consignee",
        "CommissionInspection",
        inspectionId=inspection_id,
        agent=number("forwarder"),
        attendance="Unaccompanied",
    )
    await gateway.act("forwarder", "AcceptCommission", inspectionId=inspection_id)
    await gateway.act(
        "forwarder",
        "ScheduleInspection",
        inspectionId=inspection_id,
        scheduledAt="2099-01-01T00:00:00Z",
    )
    prepared = await gateway.prepare("customs", "ClearHold", **held)
    body = gateway.sign(prepared.json(), [gateway.world.signer("customs")])
    refused = await gateway.submit("customs", body)
    assert refused.json()["contract_error"]["name"] == "ReleaseOrderUnderInspection"
    await gateway.act("customs", "CompleteInspection", inspectionId=inspection_id, result="PASS")
    await gateway.act("customs", "ClearHold", **held)

    told = (await gateway.get("forwarder", path)).json()
    assert (told["state"], told["attendance"]) == ("PASSED", "UNACCOMPANIED")
    assert (told["scheduled_at"], told["next_actions"]) == ("2099-01-01T00:00:00Z", [])
    page = await gateway.get("terminal", "/v1/inspections", agent=number("forwarder"))
    assert inspection_id in [row["inspection_id"] for row in page.json()["items"]]
    history = (await gateway.get("consignee", path + "/history")).json()["items"]
    assert [h["event"] for h in history] == [
        "InspectionInstructed",
        "InspectionCommissioned",
        "CommissionAccepted",
        "InspectionScheduled",
        "InspectionCompleted",
    ]
    await _hidden_from_strangers(gateway, "inspections", inspection_id)


async def test_an_appointment_and_an_inspection_are_verified_by_their_papers(
    gateway: Gateway,
) -> None:
    """Their ids are commitments like any other record's."""
    order_id, salt = await ordered(gateway), "0x" + "2b" * 32
    until = (await _order(gateway, order_id))["valid_until"]
    papers = {"orderId": order_id, "truck": "沪A 12345"}
    record_id = "0x" + commit(papers, bytes.fromhex(salt[2:])).root.hex()

    async def verified(document: dict[str, Any], kind: str) -> tuple[str, str | None, str | None]:
        body = {"document": document, "salt": salt, "kind": kind}
        answer = (await gateway.http.post("/v1/verify", json=body)).json()
        return answer["answer"], answer["kind"], answer["state"]

    asked = {"appointmentId": record_id, "orderId": order_id, "container": 0, "closesAt": until}
    times = {"opensAt": "2026-01-01T08:00:00Z", "pickup": "0x" + "55" * 32}
    await gateway.act("consignee", "RequestAppointment", **asked, **times)
    assert await verified(papers, "appointment") == ("valid", "appointment", "REQUESTED")
    assert (await verified(papers, "bill"))[0] == "invalid"
    await gateway.act("consignee", "CancelAppointment", appointmentId=record_id)
    assert await verified(papers, "appointment") == ("invalid", "appointment", "CANCELLED")

    notice = {"orderId": order_id, "notice": "2026-7"}
    inspection_id = "0x" + commit(notice, bytes.fromhex(salt[2:])).root.hex()
    held = {"orderId": order_id, "authority": "CUSTOMS", "containers": [0]}
    await gateway.act("customs", "SetHold", **held)
    await gateway.act("customs", "InstructInspection", inspectionId=inspection_id, **held)
    assert await verified(notice, "inspection") == ("valid", "inspection", "INSTRUCTED")


async def _hidden_from_strangers(gateway: Gateway, collection: str, record_id: str) -> None:
    for path in (f"/v1/{collection}/{record_id}", f"/v1/{collection}/{record_id}/history"):
        assert (await gateway.get("stranger", path)).status_code == 404
    listed = (await gateway.get("stranger", f"/v1/{collection}")).json()
    assert listed["items"] == []
