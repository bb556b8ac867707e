"""The governors' decisions, four eyes and recoveries through the gateway; sets of actions under one signature."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.integration.api.gateway import Gateway
from tests.support.personas import secret_of
from wallets.action_set import sign_set
from wallets.signer import LocalSigner
from wallets.typed_action import parse_action


def _rule(answer: Any) -> str:
    """The rule of the one error that a refusal names."""
    (error,) = answer.json()["errors"]
    return str(error["rule"])


async def decided(gateway: Gateway, action: str, **intent: Any) -> dict[str, Any]:
    """Both governors sign what the first prepared, in ascending order."""
    prepared = await gateway.prepare("governor", action, **intent)
    assert prepared.status_code == 200, prepared.text
    needed = prepared.json()["signers_needed"]
    assert [(n["role"], n["power"]) for n in needed] == [("GOVERNOR", "GOVERN")] * 2
    governors = [gateway.world.signer(key) for key in ("governor", "second_governor")]
    answer = await gateway.submit("governor", gateway.sign(prepared.json(), governors))
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "final", answer.text
    return dict(answer.json())


async def _read(gateway: Gateway, persona: str) -> dict[str, Any]:
    number = gateway.world.member(persona)
    return dict((await gateway.get("governor", f"/v1/participants/{number}")).json())


async def _enrolled(gateway: Gateway, persona: str, name: str) -> LocalSigner:
    wallet = LocalSigner.from_key(secret_of(name))
    intent = {"wallet": wallet.address, "powers": ["TRANSFER", "ADMIN"], "expiresAt": 0}
    prepared = await gateway.prepare(persona, "EnrolWallet", **intent)
    body = gateway.sign(prepared.json(), [gateway.world.signer(persona), wallet])
    assert (await gateway.submit(persona, body)).json()["status"] == "final"
    return wallet


async def test_a_suspended_member_is_shown_as_such_and_reinstated(gateway: Gateway) -> None:
    member = gateway.world.member("second_terminal")
    await decided(gateway, "SuspendMember", member=member)
    assert (await _read(gateway, "second_terminal"))["active"] is False
    await decided(gateway, "ReinstateMember", member=member)
    assert (await _read(gateway, "second_terminal"))["active"] is True


async def test_a_decision_of_governors_names_the_member(gateway: Gateway) -> None:
    answer = await gateway.prepare("governor", "SuspendMember")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["rule"]) == ("intent.member", "missing")


async def test_roles_change(gateway: Gateway) -> None:
    member = gateway.world.member("second_carrier")
    await decided(gateway, "ChangeRoles", member=member, roles=["CARRIER", "FORWARDER"])
    assert (await _read(gateway, "second_carrier"))["roles"] == ["CARRIER", "FORWARDER"]
    await decided(gateway, "ChangeRoles", member=member, roles=["CARRIER"])


async def test_the_threshold_is_the_consortium_s(gateway: Gateway) -> None:
    done = await decided(gateway, "ChangeThreshold", threshold=2)
    assert done["message"]["member"] == 0
    again = await decided(gateway, "ChangeThreshold", threshold=2)
    assert again["message"]["version"] == done["message"]["version"] + 1


async def test_four_eyes_take_two_wallets(gateway: Gateway) -> None:
    second = await _enrolled(gateway, "principal", "the principal's second pair of eyes")
    await gateway.act("principal", "SetFourEyes", powers=["ADMIN"])
    assert (await _read(gateway, "principal"))["four_eyes"] == ["ADMIN"]
    prepared = await gateway.prepare("principal", "SetFourEyes", powers=[])
    member = gateway.world.member("principal")
    needed = prepared.json()["signers_needed"]
    assert [(n["member"], n["power"]) for n in needed] == [(member, "ADMIN")] * 2

    alone = gateway.sign(prepared.json(), [gateway.world.signer("principal")])
    refused = await gateway.submit("principal", alone)
    assert _rule(refused) == "consortium_second_signature_missing"
    twice = gateway.sign(prepared.json(), [gateway.world.signer("principal")] * 2)
    refused = await gateway.submit("principal", twice)
    assert _rule(refused) == "consortium_same_wallet_twice"
    both = gateway.sign(prepared.json(), [gateway.world.signer("principal"), second])
    assert (await gateway.submit("principal", both)).json()["status"] == "final"
    assert (await _read(gateway, "principal"))["four_eyes"] == []


async def test_a_recovery_is_proposed_and_vetoed(gateway: Gateway) -> None:
    member, wallet = gateway.world.member("haulier"), LocalSigner.from_key(secret_of("found again"))
    await decided(gateway, "ProposeRecovery", member=member, wallet=wallet.address)
    proposed = await _read(gateway, "haulier")
    assert proposed["recovery_wallet"] == wallet.address
    assert proposed["recovery_ready_at"] > proposed["updated_at"]

    prepared = await gateway.prepare("governor", "CompleteRecovery", member=member)
    assert [n["wallet"] for n in prepared.json()["signers_needed"]] == [wallet.address]
    early = await gateway.submit("governor", gateway.sign(prepared.json(), [wallet]))
    assert _rule(early) == "consortium_recovery_too_early"

    await gateway.act("haulier", "VetoRecovery")
    assert (await _read(gateway, "haulier"))["recovery_wallet"] is None


async def test_one_signature_serves_many_actions(gateway: Gateway) -> None:
    world = gateway.world
    intents = [
        {"holder": world.member("bank"), "billId": await world.issued_bill()} for _ in range(3)
    ]
    # The index follows what the test relayed itself.
    async with asyncio.timeout(60):
        for intent in intents:
            path = f"/v1/bills/{intent['billId']}"
            while (await gateway.get("shipper", path)).status_code != 200:  # noqa: ASYNC110 - another task
                await asyncio.sleep(0.05)
    prepared = [
        (await gateway.prepare("shipper", "TransferPossession", **intent)).json()
        for intent in intents
    ]
    actions = [parse_action(one["action"], one["message"]) for one in prepared]
    signed = sign_set(actions, world.domain("BillOfLading"), world.signer("shipper"))
    for place, one in enumerate(prepared):
        body = {"action": one["action"], "message": one["message"]}
        piece = "0x" + signed.piece(place).hex()
        answer = await gateway.submit("shipper", body | {"signatures": [piece]})
        assert answer.json()["status"] == "final", answer.text
        assert answer.json()["signers"] == [world.signer("shipper").address]
