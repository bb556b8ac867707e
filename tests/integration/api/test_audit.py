"""The audit log of a gateway: what is noted, who reads it, and that it holds against its anchors on the ledger."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from chain.audit import START, link_after, verify_audit
from chain.evidence.report import Answer
from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.sealed import (
    issued_unseen,
    kept,
    opened,
    publish,
    sealed_bill,
    secret_bill,
)
from tests.integration.api.test_sign_in import enrolled
from tests.support.world import World


async def _entries(gateway: Gateway, persona: str, limit: int = 200) -> list[dict[str, Any]]:
    answer = await gateway.call(persona, "GET", f"/v1/audit?limit={limit}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def _file(gateway: Gateway, persona: str) -> dict[str, Any]:
    chain = (await gateway.call(persona, "GET", "/v1/audit/chain?limit=1000")).json()
    anchors = (await gateway.call(persona, "GET", "/v1/audit/anchors")).json()
    assert chain["next_cursor"] is None
    linked = [{name: one[name] for name in ("link", "hash", "entry")} for one in chain["items"]]
    names = ("count", "header", "index", "proof")
    return {
        "member": gateway.world.member(persona),
        "entries": linked,
        "anchors": [{name: one[name] for name in names} for one in anchors["items"]],
    }


async def test_each_change_of_access_is_noted(gateway: Gateway) -> None:
    before = len(await _entries(gateway, "second_carrier"))
    signed_in = await gateway.sign_in(gateway.world.signer("second_carrier"))
    bearer = {"Authorization": f"Bearer {signed_in.json()['token']}"}

    async def ask(method: str, path: str, **body: Any) -> dict[str, Any]:
        answer = await gateway.http.request(method, path, headers=bearer, **body)
        assert answer.status_code < 300, answer.text
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    key = await ask("POST", "/v1/api-keys", json={"label": "desk"})
    await ask("DELETE", f"/v1/api-keys/{key['id']}")
    await ask("DELETE", f"/v1/api-keys/{key['id']}")
    hook = await ask("POST", "/v1/webhooks", json={"url": "https://erp.example.com/hook"})
    await ask("POST", f"/v1/webhooks/{hook['webhook_id']}/secret")
    await ask("PATCH", f"/v1/webhooks/{hook['webhook_id']}", json={"enabled": False})
    await ask("DELETE", f"/v1/webhooks/{hook['webhook_id']}")
    await ask("DELETE", "/v1/auth/session")

    entries = (await _entries(gateway, "second_carrier"))[:-before]
    assert [entry["event"] for entry in reversed(entries)] == [
        "session.begun",
        "key.made",
        "key.revoked",
        "webhook.made",
        "webhook.rotated",
        "webhook.switched_off",
        "webhook.deleted",
        "session.ended",
    ]
    assert {entry["member"] for entry in entries} == {gateway.world.member("second_carrier")}
    assert entries[-2]["about"]["key"] == key["id"]
    assert key["key"].split("_")[2] not in str(entries)


async def test_each_read_of_a_file_is_noted_for_its_reader_and_its_keeper(gateway: Gateway) -> None:
    for persona in ("carrier", "shipper"):
        await publish(gateway, persona)
    content = secret_bill()
    bill = await issued_unseen(gateway, content)
    file = await kept(gateway, sealed_bill(gateway, content), bill, "shipper")
    await opened(gateway, "shipper", file)
    for persona in ("shipper", "carrier"):
        mine = [
            entry["event"]
            for entry in await _entries(gateway, persona)
            if entry["about"].get("file") == file
            and entry["member"] == gateway.world.member("shipper")
        ]
        assert mine == ["file.keys_read", "file.read"]
    stranger = await _entries(gateway, "stranger")
    assert file not in str(stranger)
    keeping = (await _entries(gateway, "carrier"))[2]
    readers = [str(gateway.world.member(persona)) for persona in ("carrier", "shipper")]
    assert (keeping["event"], keeping["about"]["readers"]) == ("file.kept", ",".join(readers))


async def test_the_log_is_an_admin_wallets_affair(gateway: Gateway) -> None:
    wallet = await enrolled(gateway, "bank", "a bank's clerk who audits nothing")
    token = (await gateway.sign_in(wallet)).json()["token"]
    for path in ("", "/chain", "/anchors"):
        refused = await gateway.http.get(
            "/v1/audit" + path, headers={"Authorization": f"Bearer {token}"}
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "admin_session")


async def test_pages_go_on_where_they_ended(gateway: Gateway) -> None:
    for _ in range(3):
        await gateway.sign_in(gateway.world.signer("second_terminal"))
    whole = await _entries(gateway, "second_terminal")
    paged, after = [], ""
    while True:
        page = (await gateway.call("second_terminal", "GET", f"/v1/audit?limit=2{after}")).json()
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        after = f"&after={page['next_cursor']}"
    assert [entry["number"] for entry in paged] == [entry["number"] for entry in whole]


async def test_the_chain_is_anchored_on_the_ledger_and_holds_against_it(
    anvil: ChildNode, tmp_path: Path
) -> None:
    world = await World.create(anvil.url)
    async with Gateway.open(world, anvil.url, tmp_path, audit_anchor_seconds=3600) as gateway:
        for persona in ("carrier", "shipper", "bank"):
            await gateway.token(persona)
        anchorer = gateway.app.state.services.anchorer
        assert not await anchorer.anchor_if_due()
        gateway.clock.ahead = 3601
        assert await anchorer.anchor_if_due()
        assert not await anchorer.anchor_if_due()
        gateway.clock.ahead = 0
        await gateway.token("consignee")
        file = await _file(gateway, "carrier")
        anchors = (await gateway.call("carrier", "GET", "/v1/audit/anchors")).json()["items"]
    block = await world.rpc.block(anchors[0]["block_number"])
    await world.rpc.close()
    assert block is not None
    trusted = [str(block["hash"])]

    checks = verify_audit(file, trusted)
    assert {check.answer for check in checks} == {Answer.VALID}, checks
    assert "3 entries are anchored; 1 are newer" in checks[2].told
    assert [linked["entry"] is not None for linked in file["entries"]] == [
        True,
        False,
        False,
        False,
    ]
    assert [c.name for c in verify_audit(file) if c.answer is Answer.CANNOT_TELL] == ["blocks"]
    _require_each_forgery_found(file, trusted)


def _require_each_forgery_found(file: dict[str, Any], trusted: list[str]) -> None:
    """Altered, taken out, put in, moved, cut off; and a chain that is made anew all through."""

    def forged(change: Any) -> str:
        content = copy.deepcopy(file)
        change(content["entries"])
        last = verify_audit(content, trusted)[-1]
        assert last.answer is Answer.INVALID, last
        return last.name

    assert forged(lambda e: e[0]["entry"].update(event="file.read")) == "chain"
    assert forged(lambda e: e[1].update(hash="0x" + "11" * 32)) == "chain"
    assert forged(lambda e: e.pop(1)) == "chain"
    assert forged(lambda e: e.insert(1, e[1])) == "chain"
    assert forged(lambda e: e.insert(0, e.pop(1))) == "chain"
    assert forged(lambda e: e.__delitem__(slice(2, None))) == "anchors"
    assert forged(_anew) == "anchors"


def _anew(entries: list[dict[str, Any]]) -> None:
    """Who can write the database can make every link again; not the anchor on the ledger."""
    entries[1]["hash"] = "0x" + "11" * 32
    link = START
    for entry in entries:
        link = entry["link"] = link_after(link, entry["hash"])
