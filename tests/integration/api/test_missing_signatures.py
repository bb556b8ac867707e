"""An action that not all have signed is refused with the names of those who have yet to sign."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import httpx

from tests.integration.api.gateway import Gateway
from tests.integration.api.test_release_life import correction
from wallets.signer import LocalSigner


async def _issued(gateway: Gateway) -> str:
    bill_id, shipper = gateway.world.new_id(), gateway.world.member("shipper")
    parties = {"holder": shipper, "titleHolder": shipper}
    await gateway.act("carrier", "IssueBill", billId=bill_id, kind="ToOrder", **parties)
    return bill_id


async def _by(gateway: Gateway, prepared: httpx.Response, *signers: str) -> httpx.Response:
    assert prepared.status_code == 200, prepared.text
    signed = gateway.sign(prepared.json(), [gateway.world.signer(name) for name in signers])
    return await gateway.submit(signers[0], signed)


def _tells(gateway: Gateway, answer: httpx.Response, *missing: tuple[str, str]) -> Any:
    """The problem names these members and powers, in both languages, and no others."""
    assert answer.status_code == 422, answer.text
    problem, number = answer.json(), gateway.world.member
    assert problem["contract_error"]["name"] == "SignatureLength"
    (error,) = problem["errors"]
    assert (error["field"], error["rule"]) == ("signatures", "signature_missing")
    for text, start in ((problem["detail"], "member"), (problem["detail_zh"], "成员")):
        assert text.count(start) == len(missing)
        for persona, power in missing:
            assert f"{start} {number(persona)} " in text.replace("（", " （")
            assert power in text
    return problem


async def _refused(
    gateway: Gateway, prepared: httpx.Response, sides: Sequence[tuple[str, str]]
) -> None:
    """Either side alone is told the other; both together are taken."""
    (first, _), (second, _) = sides
    _tells(gateway, await _by(gateway, prepared, first), sides[1])
    _tells(gateway, await _by(gateway, prepared, second), sides[0])
    done = await _by(gateway, prepared, first, second)
    assert done.json()["status"] == "final", done.text


async def test_the_pledge_and_the_amendment_of_a_pledged_bill(gateway: Gateway) -> None:
    world, bill_id = gateway.world, await _issued(gateway)
    pledge = await gateway.prepare(
        "shipper", "Pledge", billId=bill_id, pledgee=world.member("bank")
    )
    alone = _tells(gateway, await _by(gateway, pledge, "shipper"), ("bank", "PLEDGE"))
    bank = (await gateway.get("bank", f"/v1/participants/{world.member('bank')}")).json()
    assert alone["detail"] == (
        f"Still to be signed by a wallet of member {world.member('bank')} ({bank['name']}) with the power PLEDGE."
    )
    await _refused(gateway, pledge, (("shipper", "PLEDGE"), ("bank", "PLEDGE")))
    amendment = await gateway.prepare(
        "shipper", "RequestAmendment", billId=bill_id, content=world.new_id()
    )
    await _refused(gateway, amendment, (("shipper", "SURRENDER"), ("bank", "PLEDGE")))


async def test_a_bill_s_end(gateway: Gateway) -> None:
    bill_id, shipper = await _issued(gateway), gateway.world.member("shipper")
    void = await gateway.prepare("carrier", "VoidBill", billId=bill_id, holder=shipper)
    stranger = await _by(gateway, void, "bank")
    assert stranger.json()["errors"][0]["rule"] == "signature_length"
    assert "member" not in stranger.json()["detail"]
    await _refused(gateway, void, (("carrier", "ISSUE"), ("shipper", "SURRENDER")))


async def test_the_correction_of_a_gate_out(gateway: Gateway) -> None:
    await _refused(
        gateway, await correction(gateway), (("terminal", "GATE"), ("carrier", "RELEASE"))
    )


async def test_an_interchange_receipt(gateway: Gateway) -> None:
    receipt = await gateway.prepare(
        "terminal",
        "RegisterInterchange",
        documentId=gateway.world.new_id(),
        haulier=gateway.world.member("haulier"),
    )
    await _refused(gateway, receipt, (("terminal", "ANCHOR"), ("haulier", "ANCHOR")))


async def test_a_new_wallet_s_own_signature(gateway: Gateway) -> None:
    wallet = LocalSigner.from_key(secrets.token_bytes(32))
    intent = {"wallet": wallet.address, "powers": ["GATE"]}
    enrolment = await gateway.prepare("haulier", "EnrolWallet", **intent)
    problem = (await _by(gateway, enrolment, "haulier")).json()
    assert problem["detail"] == f"Still to be signed by the wallet {wallet.address}."
    assert problem["detail_zh"] == f"尚缺签名：钱包 {wallet.address}。"
