"""Two gateways on one database, as clients see them: one session, one action, one message."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from api.store import OtherGatewayKeyError
from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import issued
from tests.integration.api.test_events import Stream, bearer, on_a_port
from tests.integration.api.test_webhooks import LOOPBACK, Receiver, receiver
from tests.support.storage import address_for

__all__ = ["receiver"]

pytestmark = [
    pytest.mark.parametrize("storage", ["postgresql"], indirect=True),
    pytest.mark.usefixtures("storage"),
]


def _directories(tmp_path: Path) -> list[Path]:
    """Two data directories with one gateway.key, once a gateway has made it."""
    return [tmp_path / "first", tmp_path / "second"]


@pytest.fixture
async def pair(
    gateway: Gateway, anvil: ChildNode, tmp_path: Path
) -> AsyncIterator[tuple[Gateway, Gateway]]:
    """Both behind one address; the first one leads."""
    first, second = _directories(tmp_path)
    chain = {"database_url": address_for(tmp_path)}
    opened: list[Gateway] = []
    async with AsyncExitStack() as stack:
        for directory in (first, second):
            opening = Gateway.open(
                gateway.world,
                anvil.url,
                directory,
                chain=chain,
                webhook_private_networks=LOOPBACK,
            )
            opened.append(await stack.enter_async_context(opening))
            second.mkdir(exist_ok=True)
            if directory == first:
                shutil.copy(first / "gateway.key", second)
        yield opened[0], opened[1]


async def _until_refused(gateway: Gateway, token: str) -> str:
    """Asks until the credential counts no more, for two seconds at most; returns the reason."""
    async with asyncio.timeout(2):
        while True:
            bearer = {"Authorization": f"Bearer {token}"}
            answer = await gateway.http.get("/v1/actions", headers=bearer)
            if answer.status_code != 200:
                assert answer.status_code == 401
                return str(answer.json()["code"])
            await asyncio.sleep(0.05)


async def test_a_session_counts_at_both_and_ends_at_both(pair: tuple[Gateway, Gateway]) -> None:
    first, second = pair
    token = await first.token("carrier")
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await second.http.get("/v1/actions", headers=bearer)).status_code == 200
    assert (await first.http.get("/v1/actions", headers=bearer)).status_code == 200
    ended = await second.http.delete("/v1/auth/session", headers=bearer)
    assert ended.status_code == 204
    assert await _until_refused(first, token) == "session_unknown"


async def test_an_api_key_is_revoked_at_both(pair: tuple[Gateway, Gateway]) -> None:
    first, second = pair
    made = await first.call("carrier", "POST", "/v1/api-keys", json={"label": "both"})
    assert made.status_code == 201, made.text
    key = str(made.json()["key"])
    bearer = {"Authorization": f"Bearer {key}"}
    for one in pair:
        assert (await one.http.get("/v1/actions", headers=bearer)).status_code == 200
    path = f"/v1/api-keys/{made.json()['id']}"
    assert (await second.call("carrier", "DELETE", path)).status_code == 204
    assert await _until_refused(first, key) == "key_revoked"


async def test_an_action_is_followed_at_either(pair: tuple[Gateway, Gateway]) -> None:
    first, second = pair
    bill_id = await issued(first)
    for here, there in ((first, second), (second, first)):
        holder = {first: "bank", second: "consignee"}[here]
        by = {first: "shipper", second: "bank"}[here]
        prepared = await here.prepare(
            by, "TransferPossession", billId=bill_id, holder=here.world.member(holder)
        )
        assert prepared.status_code == 200, prepared.text
        body = here.sign(prepared.json(), [here.world.signer(by)])
        accepted = await here.submit(by, body, wait=0)
        path = f"/v1/actions/{accepted.json()['action_id']}"
        told = await there.get(by, path, wait=20)
        assert told.json()["status"] == "final"
        read = await there.get(by, f"/v1/bills/{bill_id}")
        assert read.json()["holder"] == here.world.member(holder)


async def test_a_stream_at_either_tells_of_both_in_order_and_once(
    pair: tuple[Gateway, Gateway],
) -> None:
    """What is done at the first is streamed by the second, and where one stream ended the other goes on."""
    first, second = pair
    token, path = await first.token("shipper"), "/v1/events/stream"
    bank = first.world.member("bank")

    async def handed_over() -> None:
        bill_id = await issued(first)
        await first.act("shipper", "TransferPossession", billId=bill_id, holder=bank)

    async def told(stream: Stream, count: int) -> list[str]:
        found = [await stream.next() for _ in range(count)]
        return [event[0] for event in found if event is not None]

    start = await _newest(first, "shipper")
    async with on_a_port(first) as at_first, on_a_port(second) as at_second:
        async with at_second.stream("GET", path, headers=bearer(token, start)) as response:
            async with asyncio.timeout(10):  # Sooner than a stream looks by itself.
                waiting = asyncio.create_task(told(Stream(response), 6))
                await asyncio.gather(*(handed_over() for _ in range(3)))
                heard = await waiting
        listed = (await first.get("shipper", "/v1/events", after=start)).json()["items"]
        assert heard == [event["cursor"] for event in listed]

        async with at_first.stream("GET", path, headers=bearer(token, heard[0])) as response:
            assert await told(Stream(response), 2) == heard[1:3]
        await handed_over()
        async with at_second.stream("GET", path, headers=bearer(token, heard[2])) as response:
            rest = await told(Stream(response), 5)
        assert rest[:3] == heard[3:]
        assert len({*heard, *rest}) == 8


async def _newest(gateway: Gateway, persona: str) -> str:
    """The place after all that a persona can read so far."""
    query: dict[str, str] = {}
    while True:
        page = (await gateway.get(persona, "/v1/events", **query)).json()
        if page["next_cursor"] in {None, query.get("after")}:
            return str(page["next_cursor"])
        query["after"] = page["next_cursor"]


async def test_each_event_is_told_once(pair: tuple[Gateway, Gateway], receiver: Receiver) -> None:
    first, second = pair
    made = await second.call("shipper", "POST", "/v1/webhooks", json={"url": receiver.url})
    assert made.status_code == 201, made.text
    bills = [await issued(gateway) for gateway in (first, second, first)]
    await receiver.until(3)
    await asyncio.sleep(0.5)
    assert sorted(receiver.events) == sorted(("BillIssued", bill_id) for bill_id in bills)


async def test_a_gateway_with_another_key_does_not_start(
    pair: tuple[Gateway, Gateway], anvil: ChildNode, tmp_path: Path
) -> None:
    chain = {"database_url": address_for(tmp_path)}
    with pytest.raises(OtherGatewayKeyError, match="copy it from the gateway"):
        async with Gateway.open(pair[0].world, anvil.url, tmp_path / "third", chain=chain):
            pass
