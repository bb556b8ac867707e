"""Webhooks against a receiver of our own: signed, filtered, retried, dead, replayed, and never lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

from api.webhooks.dispatcher import RETRY_SECONDS
from api.webhooks.service import MOST
from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued

SECONDS = 60
LOOPBACK = ["127.0.0.0/8"]


class Receiver:
    """A member's system: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.sent: list[tuple[Mapping[str, str], str]] = []
        self.status = 200
        self.url = ""
        self._came = asyncio.Condition()

    async def take(self, request: web.Request) -> web.Response:
        async with self._came:
            self.sent.append((dict(request.headers), await request.text()))
            self._came.notify_all()
        return web.Response(status=self.status)

    async def until(self, count: int) -> None:
        """Waits until so many messages have come."""
        async with asyncio.timeout(SECONDS), self._came:
            await self._came.wait_for(lambda: len(self.sent) >= count)

    @property
    def events(self) -> list[tuple[str, str]]:
        """Type and record of each message, in the order of their coming."""
        bodies = [json.loads(body) for _, body in self.sent]
        return [(body["type"], body["data"]["record_id"]) for body in bodies]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def mine(gateway: Gateway, anvil: ChildNode, tmp_path: Path) -> AsyncIterator[Gateway]:
    """A gateway of the test's own, whose webhooks may reach this machine."""
    async with Gateway.open(
        gateway.world,
        anvil.url,
        tmp_path,
        webhook_private_networks=LOOPBACK,
        session_seconds=30 * 86_400,  # The clock is set ahead by days here.
    ) as opened:
        yield opened


async def _made(gateway: Gateway, url: str, **more: Any) -> dict[str, Any]:
    answer = await gateway.call("shipper", "POST", "/v1/webhooks", json={"url": url} | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def _deliveries(
    gateway: Gateway, webhook: dict[str, Any], **query: Any
) -> list[dict[str, Any]]:
    path = f"/v1/webhooks/{webhook['webhook_id']}/deliveries"
    answer = await gateway.get("shipper", path, **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def _until(
    gateway: Gateway, webhook: dict[str, Any], reached: Callable[[list[dict[str, Any]]], bool]
) -> list[dict[str, Any]]:
    async with asyncio.timeout(SECONDS):
        while not reached(found := await _deliveries(gateway, webhook)):  # noqa: ASYNC110 - asked, not told
            await asyncio.sleep(0.02)
    return found


def _all(status: str) -> Callable[[list[dict[str, Any]]], bool]:
    return lambda found: bool(found) and {one["status"] for one in found} == {status}


async def test_what_was_asked_for_is_sent_and_signed(mine: Gateway, receiver: Receiver) -> None:
    await issued(mine)  # Before there is a webhook: not told.
    webhook = await _made(mine, receiver.url, events=["PossessionTransferred"])
    bill_id = await issued(mine)
    bank = mine.world.member("bank")
    await mine.act("shipper", "TransferPossession", billId=bill_id, holder=bank)
    await receiver.until(1)
    found = await _until(mine, webhook, _all("delivered"))
    assert receiver.events == [("PossessionTransferred", bill_id)]
    headers, body = receiver.sent[0]
    told = Webhook(webhook["secret"]).verify(body, dict(headers))
    assert told["data"]["details"]["holder"] == bank
    assert told["timestamp"] == told["data"]["time"]
    assert [(one["delivery_id"], one["body"]) for one in found] == [(headers["webhook-id"], body)]
    with pytest.raises(WebhookVerificationError):
        Webhook(webhook["secret"]).verify(body.replace(bill_id, "0x" + "0" * 64), dict(headers))


async def test_a_receiver_that_fails_is_asked_again(mine: Gateway, receiver: Receiver) -> None:
    webhook = await _made(mine, receiver.url)
    receiver.status = 503
    await issued(mine)
    await receiver.until(1)
    (waiting,) = await _until(mine, webhook, lambda found: found[0]["attempts"] == 1)
    assert (waiting["status"], waiting["answer"]) == ("pending", "status 503")
    receiver.status = 200
    mine.clock.ahead += RETRY_SECONDS[0] + 1
    await receiver.until(2)
    (done,) = await _until(mine, webhook, _all("delivered"))
    assert (done["attempts"], done["next_attempt_at"]) == (2, None)
    first, second = (headers["webhook-id"] for headers, _ in receiver.sent)
    assert first == second


async def test_what_nobody_takes_is_dead_until_it_is_replayed(
    mine: Gateway, receiver: Receiver
) -> None:
    webhook = await _made(mine, receiver.url)
    receiver.status = 302
    bill_id = await issued(mine)
    for attempt, pause in enumerate((*RETRY_SECONDS, 0), 1):
        await receiver.until(attempt)
        await _until(mine, webhook, lambda found, n=attempt: found[0]["attempts"] == n)
        mine.clock.ahead += pause * 1.1 + 1
    (dead,) = await _deliveries(mine, webhook, status="dead")
    assert dead["answer"] == "status 302"
    assert await _deliveries(mine, webhook, status="pending") == []

    receiver.status = 200
    path = f"/v1/webhooks/{webhook['webhook_id']}"
    answer = await mine.call("shipper", "POST", f"{path}/replay")
    assert (answer.status_code, answer.json()) == (202, {"count": 1})
    await _until(mine, webhook, _all("delivered"))
    one = f"{path}/deliveries/{dead['delivery_id']}/replay"
    assert (await mine.call("shipper", "POST", one)).json() == {"count": 1}
    await receiver.until(len(RETRY_SECONDS) + 3)
    assert set(receiver.events) == {("BillIssued", bill_id)}
    nothing = f"{path}/deliveries/msg_{'0' * 32}/replay"
    assert (await mine.call("shipper", "POST", nothing)).status_code == 404


async def test_a_receiver_that_is_gone_is_left_alone_until_it_is_switched_on(
    mine: Gateway, receiver: Receiver
) -> None:
    webhook = await _made(mine, receiver.url)
    path = f"/v1/webhooks/{webhook['webhook_id']}"
    receiver.status = 410
    first = await issued(mine)
    await receiver.until(1)
    async with asyncio.timeout(SECONDS):
        while (await mine.get("shipper", path)).json()["enabled"]:  # noqa: ASYNC110 - asked, not told
            await asyncio.sleep(0.02)
    receiver.status = 200
    second = await issued(mine)
    assert (await mine.call("shipper", "PATCH", path, json={"enabled": True})).json()["enabled"]
    await receiver.until(2)
    assert receiver.events == [("BillIssued", first), ("BillIssued", second)]


async def test_a_rotated_secret_signs_from_then_on(mine: Gateway, receiver: Receiver) -> None:
    webhook = await _made(mine, receiver.url)
    path = f"/v1/webhooks/{webhook['webhook_id']}/secret"
    rotated = (await mine.call("shipper", "POST", path)).json()
    await issued(mine)
    await receiver.until(1)
    headers, body = receiver.sent[0]
    assert Webhook(rotated["secret"]).verify(body, dict(headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(webhook["secret"]).verify(body, dict(headers))
    listed = (await mine.get("shipper", "/v1/webhooks")).json()["items"]
    assert [one["webhook_id"] for one in listed] == [webhook["webhook_id"]]
    assert "secret" not in json.dumps(listed)
    gone = f"/v1/webhooks/{webhook['webhook_id']}"
    assert (await mine.call("shipper", "DELETE", gone)).status_code == 204
    assert (await mine.get("shipper", gone)).status_code == 404


async def test_nothing_is_lost_between_two_lives_of_the_gateway(
    gateway: Gateway, anvil: ChildNode, tmp_path: Path, receiver: Receiver
) -> None:
    settings = {"webhook_private_networks": LOOPBACK}
    receiver.status = 500
    async with Gateway.open(gateway.world, anvil.url, tmp_path, **settings) as first:
        webhook = await _made(first, receiver.url)
        before = await issued(first)
        await receiver.until(1)
    between = await issued(gateway)  # Another gateway's, while this one is away.
    receiver.status = 200
    async with Gateway.open(gateway.world, anvil.url, tmp_path, **settings) as second:
        second.clock.ahead = RETRY_SECONDS[0] + 1
        found = await _until(
            second, webhook, lambda found: len(found) == 2 and _all("delivered")(found)
        )
        assert {json.loads(one["body"])["data"]["record_id"] for one in found} == {before, between}
    assert [event for event in receiver.events if event[1] == between] == [("BillIssued", between)]


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({"url": "http://erp.example.com/"}, "url", "https"),
        ({"url": "https://10.0.0.1/"}, "url", "public_address"),
        ({"url": "https://u:p@erp.example.com/"}, "url", "url"),
        ({"url": "https://erp.example.com/", "events": ["NoSuchEvent"]}, "events[0]", "event"),
    ],
)
async def test_a_webhook_breaks_a_rule_by_name(
    gateway: Gateway, body: dict[str, Any], field: str, rule: str
) -> None:
    answer = await gateway.call("shipper", "POST", "/v1/webhooks", json=body)
    assert answer.status_code == 422
    problem = answer.json()["errors"][0]
    assert (problem["field"], problem["rule"]) == (field, rule)
    assert problem["message_zh"]


async def test_a_member_has_only_so_many(gateway: Gateway) -> None:
    url = "https://erp.example.com/"
    left = MOST - len((await gateway.get("shipper", "/v1/webhooks")).json()["items"])
    made = [await _made(gateway, url, events=["BillVoided"]) for _ in range(left)]
    answer = await gateway.call("shipper", "POST", "/v1/webhooks", json={"url": url})
    assert answer.json()["errors"][0]["rule"] == "too_many"
    for webhook in made:
        await gateway.call("shipper", "DELETE", f"/v1/webhooks/{webhook['webhook_id']}")


async def test_webhooks_are_an_admin_wallets_and_its_members_alone(gateway: Gateway) -> None:
    webhook = await _made(gateway, "https://erp.example.com/", events=["BillVoided"])
    path = f"/v1/webhooks/{webhook['webhook_id']}"
    key = (await gateway.call("shipper", "POST", "/v1/api-keys", json={"label": "desk"})).json()
    by_key = {"Authorization": f"Bearer {key['key']}"}
    assert (await gateway.http.get("/v1/webhooks", headers=by_key)).status_code == 403
    for persona in ("bank", "carrier"):
        assert (await gateway.get(persona, path)).status_code == 404
        assert (await gateway.get(persona, f"{path}/deliveries")).status_code == 404
        assert (await gateway.call(persona, "DELETE", path)).status_code == 404
    await gateway.call("shipper", "DELETE", path)
