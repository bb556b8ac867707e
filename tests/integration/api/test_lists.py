"""Lists of records: filtered, sorted, paged, and exported whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import accomplished, issued, ordered
from tests.support.world import World

BILLS = 6


@pytest.fixture(scope="module")
async def mine(
    anvil: ChildNode, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Gateway]:
    """A ledger of this module's own with six bills: of them one accomplished, one at the bank."""
    world = await World.create(anvil.url)
    async with Gateway.open(world, anvil.url, tmp_path_factory.mktemp("lists")) as gateway:
        bills = [await issued(gateway) for _ in range(BILLS - 1)]
        await accomplished(gateway)
        # Each in a second of its own.
        await world.set_time(await world.now() + 10)
        bank = world.member("bank")
        await gateway.act("shipper", "TransferPossession", billId=bills[0], holder=bank)
        yield gateway
    await world.rpc.close()


async def bills(gateway: Gateway, by: str = "carrier", **query: Any) -> list[dict[str, Any]]:
    """All pages, two at a time."""
    found: list[dict[str, Any]] = []
    query |= {"limit": 2}
    while True:
        answer = await gateway.get(by, "/v1/bills", **query)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next_cursor"] is None:
            return found
        query["after"] = answer.json()["next_cursor"]


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [bill["bill_id"] for bill in found]


@pytest.mark.parametrize("by", ["made", "updated"])
async def test_lists_are_sorted_both_ways_and_paged_without_gaps(mine: Gateway, by: str) -> None:
    column = "issued_at" if by == "made" else "updated_at"
    rising, falling = await bills(mine, sort=by), await bills(mine, sort=f"-{by}")
    assert len(set(ids(rising))) == BILLS
    assert ids(rising) == ids(falling)[::-1]
    assert [bill[column] for bill in rising] == sorted(bill[column] for bill in rising)
    if by == "updated":
        assert rising[-1]["holder"] == mine.world.member("bank")


async def test_a_record_that_changes_meanwhile_comes_again(mine: Gateway) -> None:
    """Whoever follows by `updated` misses nothing."""
    first = (await mine.get("carrier", "/v1/bills", sort="updated", limit=1)).json()
    moved = first["items"][0]["bill_id"]
    await mine.world.set_time(await mine.world.now() + 10)
    await mine.act("shipper", "SignBill", billId=moved)
    rest = await bills(mine, sort="updated", after=first["next_cursor"])
    assert len(rest) == BILLS
    assert rest[-1]["bill_id"] == moved


async def test_times_counterparties_and_roles_filter(mine: Gateway) -> None:
    number = mine.world.member
    every = await bills(mine, sort="made")
    at = every[3]["issued_at"]
    assert ids(await bills(mine, made_since=at, sort="made")) == [
        bill["bill_id"] for bill in every if bill["issued_at"] >= at
    ]
    before = [bill["bill_id"] for bill in every if bill["issued_at"] < at]
    assert ids(await bills(mine, made_before=at, sort="made")) == before
    latest = max(bill["updated_at"] for bill in every)
    changed = await bills(mine, updated_since=latest)
    assert {bill["updated_at"] for bill in changed} == {latest}
    offset = datetime.fromisoformat(latest).astimezone(UTC).isoformat()
    assert await bills(mine, updated_since=offset) == changed

    with_bank = await bills(mine, party=number("bank"))
    assert [bill["holder"] for bill in with_bank] == [number("bank")]
    assert await bills(mine, party=number("stranger")) == []
    assert len(await bills(mine, role="carrier")) == BILLS
    # What was surrendered to it, the carrier holds.
    held = await bills(mine, role="holder")
    assert [bill["state"] for bill in held] == ["SURRENDERED_FOR_DELIVERY"]
    assert len(await bills(mine, "bank", role="holder")) == 1
    assert await bills(mine, "bank", role="holder", holder=number("shipper")) == []
    assert [b["state"] for b in await bills(mine, release_to=number("consignee"))] == [
        "SURRENDERED_FOR_DELIVERY"
    ]
    assert await bills(mine, "stranger", party=number("bank")) == []


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ({"sort": "holder"}, "enum"),
        ({"made_since": "yesterday"}, "rfc3339"),
        ({"made_since": "2026-01-01T00:00:00"}, "rfc3339"),
        ({"made_since": "-5"}, "rfc3339"),
        ({"role": "owner"}, "literal_error"),
        ({"sort": "updated", "after": "0x" + "5f" * 32}, "cursor"),
        ({"after": "17.0x" + "5f" * 32}, "cursor"),
        ({"after": "x"}, "string_pattern_mismatch"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    mine: Gateway, query: dict[str, str], rule: str
) -> None:
    answer = await mine.get("carrier", "/v1/bills", **query)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, rule)


async def test_an_export_has_all_of_the_list_and_no_more(mine: Gateway) -> None:
    every = await bills(mine, sort="made")
    answer = await mine.get("carrier", "/v1/bills/export", sort="made")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in answer.text.splitlines()] == every
    table = await mine.call(
        "carrier", "GET", "/v1/bills/export?sort=made", headers={"Accept": "text/csv"}
    )
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["bill_id"] for row in rows] == ids(every)
    assert [row["version"] for row in rows] == [str(bill["version"]) for bill in every]
    assert rows[0]["pledgee"] == ""
    mine_only = await mine.get("bank", "/v1/bills/export")
    assert [json.loads(line)["holder"] for line in mine_only.text.splitlines()] == [
        mine.world.member("bank")
    ]
    nothing = await mine.get("stranger", "/v1/bills/export")
    assert (nothing.status_code, nothing.text) == (200, "")
    assert (await mine.get("carrier", "/v1/bills/export", limit=3)).status_code == 422


async def test_an_export_goes_on_from_page_to_page(
    mine: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.kit.export.PAGE", 2)
    answer = await mine.get("carrier", "/v1/bills/export", sort="-updated")
    assert [json.loads(line)["bill_id"] for line in answer.text.splitlines()] == ids(
        await bills(mine, sort="-updated")
    )


async def test_orders_and_certificates_are_exported_as_listed(mine: Gateway) -> None:
    order_id = await ordered(mine)
    for path, by in (("/v1/releases", "terminal"), ("/v1/certificates", "shipper")):
        listed = (
            await mine.get(by, path, role="terminal" if "rel" in path else "applicant")
        ).json()
        exported = await mine.get(by, path + "/export")
        assert [json.loads(line) for line in exported.text.splitlines()] == listed["items"]
    assert order_id in (await mine.get("terminal", "/v1/releases/export")).text
