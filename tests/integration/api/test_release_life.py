"""What happens to a release order besides its main line, through the gateway."""

from __future__ import annotations

from typing import Any

from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import ordered


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


async def test_a_correction_names_both_signers_and_puts_the_container_back(
    gateway: Gateway,
) -> None:
    number = gateway.world.member
    order_id = await ordered(gateway)
    await gateway.act(
        "terminal", "GateOut", orderId=order_id, container=0, collector=number("consignee")
    )
    prepared = await gateway.prepare(
        "terminal",
        "CorrectGateOut",
        orderId=order_id,
        carrier=number("carrier"),
        container=0,
        remark="0x" + "44" * 32,
    )
    needed = [(n["member"], n["power"]) for n in prepared.json()["signers_needed"]]
    assert needed == [(number("terminal"), "GATE"), (number("carrier"), "RELEASE")]
    both = [gateway.world.signer(persona) for persona in ("terminal", "carrier")]
    answer = await gateway.submit("terminal", gateway.sign(prepared.json(), both))
    assert answer.json()["status"] == "final", answer.text
    order = await _order(gateway, order_id)
    assert (order["state"], order["gated_out"], order["version"]) == ("ACTIVE", 0, 2)
