"""Signing in (EIP-4361), sessions and API keys, with the refusals."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api.auth.sign_in import MAX_MESSAGE
from tests.integration.api.gateway import Gateway
from tests.support.personas import secret_of
from tests.support.world import Intent
from wallets.signer import LocalSigner


def the_field(answer: Any) -> tuple[str, str]:
    """Field and rule of the one error that a problem names."""
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["message_zh"]
    return error["field"], error["rule"]


async def test_a_wallet_signs_in_and_is_told_who_it_is(gateway: Gateway) -> None:
    answer = await gateway.sign_in(gateway.world.signer("bank"))
    assert answer.status_code == 201
    session = answer.json()
    assert session["member"] == gateway.world.member("bank")
    me = await gateway.http.get(
        "/v1/auth/session", headers={"Authorization": f"Bearer {session['token']}"}
    )
    assert me.json()["wallet"] == gateway.world.signer("bank").address
    assert me.json()["via"] == "session"


async def test_the_message_that_the_nonce_comes_with_is_good_to_sign(gateway: Gateway) -> None:
    signer = gateway.world.signer("bank")
    asked = await gateway.http.post("/v1/auth/nonce", json={"wallet": signer.address.lower()})
    message = asked.json()["message"]
    body = {"message": message, "signature": "0x" + signer.sign_message(message).hex()}
    assert (await gateway.http.post("/v1/auth/session", json=body)).status_code == 201


async def test_a_nonce_is_good_once(gateway: Gateway) -> None:
    nonce = await gateway.nonce()
    signer = gateway.world.signer("bank")
    assert (await gateway.sign_in(signer, nonce=nonce)).status_code == 201
    again = await gateway.sign_in(signer, nonce=nonce)
    assert (again.status_code, again.json()["code"]) == (401, "nonce_unknown")


async def test_a_nonce_ends_after_five_minutes(gateway: Gateway) -> None:
    nonce = await gateway.nonce()
    gateway.clock.ahead = 301
    late = await gateway.sign_in(gateway.world.signer("bank"), nonce=nonce)
    assert (late.status_code, late.json()["code"]) == (401, "nonce_unknown")


@pytest.mark.parametrize(
    ("lie", "field", "rule"),
    [
        ({"domain": "evil.test"}, "message.domain", "eip4361_domain"),
        ({"uri": "http://evil.test"}, "message.uri", "eip4361_uri"),
        ({"uri": "http://gateway.test.evil.test"}, "message.uri", "eip4361_uri"),
        ({"chain_id": 1}, "message.chain_id", "eip4361_chain_id"),
    ],
)
async def test_a_message_for_another_gateway_or_chain_is_refused(
    gateway: Gateway, lie: dict[str, Any], field: str, rule: str
) -> None:
    answer = await gateway.sign_in(gateway.world.signer("bank"), **lie)
    assert answer.status_code == 422
    assert the_field(answer) == (field, rule)


async def test_a_message_that_is_no_sign_in_message_is_refused(gateway: Gateway) -> None:
    body = {"message": "let me in", "signature": "0x" + "11" * 65}
    answer = await gateway.http.post("/v1/auth/session", json=body)
    assert answer.status_code == 422
    assert the_field(answer) == ("message", "eip4361")


@pytest.mark.parametrize("part", ["", "wants", "URI: ", "Nonce: ", "Sign in to ", "Issued At: "])
async def test_no_message_keeps_the_gateway_busy(gateway: Gateway, part: str) -> None:
    """Whoever sends it is nobody yet; a parser that took the square of its length would take half a minute."""
    wallet = gateway.world.signer("bank").address
    asked = await gateway.http.post("/v1/auth/nonce", json={"wallet": wallet})
    message = asked.json()["message"]
    long = message.replace(part, part + "0" * (MAX_MESSAGE - len(message)), 1)
    body = {"message": long[:MAX_MESSAGE], "signature": "0x" + "11" * 65}
    async with asyncio.timeout(2):
        answer = await gateway.http.post("/v1/auth/session", json=body)
    assert answer.status_code == 422
    assert the_field(answer)[0].startswith("message")


async def test_another_wallets_signature_is_refused(gateway: Gateway) -> None:
    signer, other = gateway.world.signer("bank"), gateway.world.signer("carrier")
    asked = await gateway.http.post("/v1/auth/nonce", json={"wallet": signer.address})
    message = asked.json()["message"]
    body = {"message": message, "signature": "0x" + other.sign_message(message).hex()}
    answer = await gateway.http.post("/v1/auth/session", json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_signature")


@pytest.mark.parametrize("signature", ["0x" + "00" * 65, "0x" + "ff" * 65, "0x" + "11" * 65])
async def test_a_malformed_signature_is_refused(gateway: Gateway, signature: str) -> None:
    signer = gateway.world.signer("bank")
    asked = await gateway.http.post("/v1/auth/nonce", json={"wallet": signer.address})
    body = {"message": asked.json()["message"], "signature": signature}
    answer = await gateway.http.post("/v1/auth/session", json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_signature")


async def test_a_wallet_that_is_not_enrolled_is_refused(gateway: Gateway) -> None:
    answer = await gateway.sign_in(LocalSigner.from_key(secret_of("nobody")))
    assert (answer.status_code, answer.json()["code"]) == (401, "wallet_not_enrolled")


async def test_a_session_ends_after_an_hour(gateway: Gateway) -> None:
    token = (await gateway.sign_in(gateway.world.signer("bank"))).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    gateway.clock.ahead = 3590
    assert (await gateway.http.get("/v1/participants", headers=headers)).status_code == 200
    gateway.clock.ahead = 3601
    ended = await gateway.http.get("/v1/participants", headers=headers)
    assert (ended.status_code, ended.json()["code"]) == (401, "session_expired")
    assert ended.headers["www-authenticate"].startswith("Bearer")


async def test_signing_out_ends_the_session(gateway: Gateway) -> None:
    token = (await gateway.sign_in(gateway.world.signer("bank"))).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert (await gateway.http.delete("/v1/auth/session", headers=headers)).status_code == 204
    assert (await gateway.http.get("/v1/participants", headers=headers)).status_code == 401


async def enrolled(gateway: Gateway, persona: str, name: str, expires_at: int = 0) -> LocalSigner:
    """A second wallet of a persona's, enrolled through the gateway."""
    wallet = LocalSigner.from_key(secret_of(name))
    prepared = await gateway.prepare(
        persona, "EnrolWallet", wallet=wallet.address, powers=["TRANSFER"], expiresAt=expires_at
    )
    assert prepared.status_code == 200, prepared.text
    assert [s["wallet"] for s in prepared.json()["signers_needed"]] == [None, wallet.address]
    body = gateway.sign(prepared.json(), [gateway.world.signer(persona), wallet])
    answer = await gateway.submit(persona, body)
    assert answer.json()["status"] == "final", answer.text
    return wallet


async def test_a_revoked_wallet_loses_its_session_and_its_keys_at_once(gateway: Gateway) -> None:
    wallet = await enrolled(gateway, "bank", "the bank's second wallet")
    token = (await gateway.sign_in(wallet)).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    made = await gateway.http.post("/v1/api-keys", headers=headers, json={"label": "desk"})
    key = {"Authorization": f"Bearer {made.json()['key']}"}
    assert (await gateway.http.get("/v1/bills", headers=key)).status_code == 200

    await gateway.act("bank", "RevokeWallet", wallet=wallet.address)
    for bearer in (headers, key):
        answer = await gateway.http.get("/v1/bills", headers=bearer)
        assert (answer.status_code, answer.json()["code"]) == (401, "wallet_revoked")
    again = await gateway.sign_in(wallet)
    assert (again.status_code, again.json()["code"]) == (401, "wallet_revoked")


async def test_an_expired_wallet_loses_its_session(gateway: Gateway) -> None:
    expires_at = await gateway.world.now() + 1000
    wallet = await enrolled(gateway, "consignee", "the consignee's summer wallet", expires_at)
    token = (await gateway.sign_in(wallet)).json()["token"]
    gateway.clock.ahead = 1200
    answer = await gateway.http.get("/v1/bills", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "wallet_expired")


async def test_api_keys_are_told_once_listed_and_revoked(gateway: Gateway) -> None:
    made = await gateway.call("terminal", "POST", "/v1/api-keys", json={"label": "gate 3"})
    assert made.status_code == 201
    key = {"Authorization": f"Bearer {made.json()['key']}"}
    me = (await gateway.http.get("/v1/auth/session", headers=key)).json()
    assert (me["member"], me["via"]) == (gateway.world.member("terminal"), "api_key")

    listed = (await gateway.get("terminal", "/v1/api-keys")).json()["items"]
    assert [k["label"] for k in listed] == ["gate 3"]
    assert made.json()["key"].split("_", 2)[2] not in str(listed)
    assert (await gateway.get("customs", "/v1/api-keys")).json()["items"] == []

    path = f"/v1/api-keys/{made.json()['id']}"
    assert (await gateway.call("bank", "DELETE", path)).status_code == 404
    assert (await gateway.call("terminal", "DELETE", path)).status_code == 204
    dead = await gateway.http.get("/v1/auth/session", headers=key)
    assert (dead.status_code, dead.json()["code"]) == (401, "key_revoked")


async def _who(gateway: Gateway, key: str) -> tuple[int, str | None]:
    answer = await gateway.http.get("/v1/auth/session", headers={"Authorization": f"Bearer {key}"})
    return answer.status_code, answer.json().get("code")


async def test_a_rotated_key_is_good_beside_the_old_one_for_as_long_as_was_said(
    gateway: Gateway,
) -> None:
    made = (await gateway.call("customs", "POST", "/v1/api-keys", json={"label": "desk"})).json()
    path = f"/v1/api-keys/{made['id']}/rotate"
    rotated = await gateway.call("customs", "POST", path, json={"overlap_seconds": 600})
    assert rotated.status_code == 201, rotated.text
    assert rotated.json()["id"] == made["id"]
    assert rotated.json()["key"] != made["key"]
    assert await _who(gateway, made["key"]) == (200, None)
    assert await _who(gateway, rotated.json()["key"]) == (200, None)
    gateway.clock.ahead = 601
    assert await _who(gateway, made["key"]) == (401, "key_unknown")
    assert await _who(gateway, rotated.json()["key"]) == (200, None)
    (listed,) = (await gateway.get("customs", "/v1/api-keys")).json()["items"]
    assert listed["last_used_at"] > listed["created_at"]

    gateway.clock.ahead = 0
    second = (await gateway.call("customs", "POST", path, json={"overlap_seconds": 600})).json()
    third = (await gateway.call("customs", "POST", path, json={"overlap_seconds": 0})).json()
    for ended in (made, rotated.json(), second):
        assert await _who(gateway, ended["key"]) == (401, "key_unknown")
    assert await _who(gateway, third["key"]) == (200, None)
    await gateway.call("customs", "DELETE", f"/v1/api-keys/{made['id']}")
    revoked = await gateway.call("customs", "POST", path)
    assert (revoked.status_code, revoked.json()["code"]) == (409, "key_revoked")
    assert await _who(gateway, third["key"]) == (401, "key_revoked")


async def test_a_key_is_rotated_by_its_own_wallet_or_an_admin(gateway: Gateway) -> None:
    """Another wallet of the member would get powers that it has not."""
    clerk = await enrolled(gateway, "second_terminal", "a clerk who would be more")
    token = (await gateway.sign_in(clerk)).json()["token"]
    as_clerk = {"Authorization": f"Bearer {token}"}
    made = await gateway.call("second_terminal", "POST", "/v1/api-keys", json={"label": "gate"})
    path = f"/v1/api-keys/{made.json()['id']}/rotate"
    refused = await gateway.http.post(path, headers=as_clerk)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_key")
    assert await _who(gateway, made.json()["key"]) == (200, None)
    own = await gateway.http.post("/v1/api-keys", headers=as_clerk, json={"label": "own"})
    own_path = f"/v1/api-keys/{own.json()['id']}/rotate"
    assert (await gateway.http.post(own_path, headers=as_clerk)).status_code == 201
    assert (await gateway.call("second_terminal", "POST", own_path)).status_code == 201
    with_key = {"Authorization": f"Bearer {made.json()['key']}"}
    by_key = await gateway.http.post(path, headers=with_key)
    assert (by_key.status_code, by_key.json()["code"]) == (403, "session_required")


async def test_a_key_may_have_less_power_than_its_wallet(gateway: Gateway) -> None:
    transfer, everything = 1 << 3, (1 << 32) - 1
    body = {"label": "transfers", "powers": transfer}
    made = (await gateway.call("bank", "POST", "/v1/api-keys", json=body)).json()
    assert made["powers"] == transfer
    me = await gateway.http.get(
        "/v1/auth/session", headers={"Authorization": f"Bearer {made['key']}"}
    )
    assert me.json()["powers"] == transfer
    body = {"label": "all", "powers": everything}
    refused = await gateway.call("bank", "POST", "/v1/api-keys", json=body)
    assert refused.status_code == 422
    assert the_field(refused) == ("powers", "powers")
    no_number = {"label": "none", "powers": False}
    refused = await gateway.call("bank", "POST", "/v1/api-keys", json=no_number)
    assert the_field(refused) == ("powers", "int_type")


async def test_a_key_does_not_make_keys(gateway: Gateway) -> None:
    made = await gateway.call("haulier", "POST", "/v1/api-keys", json={"label": "truck"})
    key = {"Authorization": f"Bearer {made.json()['key']}"}
    answer = await gateway.http.post("/v1/api-keys", headers=key, json={"label": "another"})
    assert (answer.status_code, answer.json()["code"]) == (403, "session_required")


async def test_a_key_with_a_wrong_secret_is_refused(gateway: Gateway) -> None:
    made = await gateway.call("haulier", "POST", "/v1/api-keys", json={"label": "truck"})
    wrong = made.json()["key"][:-4] + "AAAA"
    answer = await gateway.http.get("/v1/bills", headers={"Authorization": f"Bearer {wrong}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "key_unknown")


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer quay_x", "Bearer \xff"]
)
async def test_anything_else_is_no_credential(gateway: Gateway, authorization: str) -> None:
    headers = {b"Authorization": authorization.encode("latin-1")}
    answer = await gateway.http.get("/v1/bills", headers=headers)
    assert answer.status_code == 401


async def test_nothing_secret_is_in_the_gateways_files(gateway: Gateway) -> None:
    made = await gateway.call("forwarder", "POST", "/v1/api-keys", json={"label": "office"})
    token = await gateway.token("forwarder")
    written = b"".join(file.read_bytes() for file in gateway.data_dir.glob("gateway.sqlite*"))
    assert made.json()["id"].encode() in written
    assert token.encode() not in written
    assert made.json()["key"].split("_", 2)[2].encode() not in written


async def test_a_suspect_intent_is_not_signed_in(gateway: Gateway) -> None:
    """An action's signature is no sign-in: the two kinds of signature cannot be confused."""
    intent = Intent(
        "TransferPossession",
        "shipper",
        {"billId": gateway.world.new_id(), "version": 1, "holder": 3},
    )
    signed = await gateway.world.signed(intent)
    asked = await gateway.http.post(
        "/v1/auth/nonce", json={"wallet": gateway.world.signer("shipper").address}
    )
    body = {"message": asked.json()["message"], "signature": "0x" + signed.signatures.hex()}
    answer = await gateway.http.post("/v1/auth/session", json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_signature")
