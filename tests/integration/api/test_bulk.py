"""A voyage in one upload: checked row by row, signed once, issued bill by bill, and gone on with after a restart."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from chain.node import ChildNode
from tests.integration.api.documents import bill_document
from tests.integration.api.gateway import Gateway
from tests.integration.api.test_bill_life import mining_held
from tests.support.storage import settings_of
from tests.support.world import World
from wallets.action_set import set_digest
from wallets.commitment import commit
from wallets.typed_action import parse_action

BULKS = "/v1/bulk-issues"
NDJSON = "application/x-ndjson"
SECONDS = 120


@pytest.fixture(scope="module")
async def world(anvil: ChildNode) -> AsyncIterator[World]:
    made = await World.create(anvil.url)
    yield made
    await made.rpc.close()


@pytest.fixture(scope="module")
async def mine(
    world: World, anvil: ChildNode, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Gateway]:
    """A gateway of this module's own."""
    async with Gateway.open(
        world,
        anvil.url,
        tmp_path_factory.mktemp("bulk"),
        max_bulk_rows=400,
        max_upload_bytes=2 << 20,
    ) as opened:
        yield opened


def row(gateway: Gateway, **changes: Any) -> dict[str, Any]:
    holder = gateway.world.member("shipper")
    salt = "0x" + secrets.token_hex(32)
    return {"document": bill_document(), "holder": holder, "salt": salt} | changes


def ndjson(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in rows).encode()


async def upload(
    gateway: Gateway, content: bytes, media: str = NDJSON, *, path: str = BULKS
) -> httpx.Response:
    headers = {"Content-Type": media}
    return await gateway.call("carrier", "POST", path, content=content, headers=headers)


async def prepared(gateway: Gateway, rows: list[dict[str, Any]], query: str = "") -> dict[str, Any]:
    answer = await upload(gateway, ndjson(rows), path=BULKS + query)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def sign(gateway: Gateway, bulk: dict[str, Any], by: str = "carrier") -> httpx.Response:
    digest = bytes.fromhex(bulk["digest"][2:])
    body = {"signatures": ["0x" + gateway.world.signer(by).sign_digest(digest).hex()]}
    return await gateway.call("carrier", "POST", f"{BULKS}/{bulk['bulk_id']}/signature", json=body)


async def until(gateway: Gateway, bulk_id: str, reached: Callable[[Any], bool]) -> dict[str, Any]:
    path = f"{BULKS}/{bulk_id}"
    async with asyncio.timeout(SECONDS):
        while not reached(read := (await gateway.get("carrier", path)).json()):  # noqa: ASYNC110 - asked, not told
            await asyncio.sleep(0.02)
    return dict(read)


async def done(gateway: Gateway, bulk_id: str) -> dict[str, Any]:
    return await until(gateway, bulk_id, lambda read: read["status"] == "done")


async def rows_of(gateway: Gateway, bulk_id: str, **query: Any) -> list[dict[str, Any]]:
    answer = await gateway.get("carrier", f"{BULKS}/{bulk_id}/rows", **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_a_voyage_is_issued_under_one_signature(mine: Gateway) -> None:
    rows = [row(mine) for _ in range(300)]
    bulk = await prepared(mine, rows)
    assert (bulk["status"], bulk["rows"], bulk["counts"]) == ("prepared", 300, {"prepared": 300})
    assert bulk["signatures_needed"] == 1
    answer = await sign(mine, bulk)
    assert (answer.status_code, answer.json()["status"]) == (202, "signed")
    ended = await done(mine, bulk["bulk_id"])
    assert ended["counts"] == {"final": 300}

    path = f"{BULKS}/{bulk['bulk_id']}/rows"
    told = await mine.call("carrier", "GET", path, headers={"Accept": NDJSON})
    assert told.headers["content-type"].startswith(NDJSON)
    lines = [json.loads(line) for line in told.text.splitlines()]
    assert [line["line"] for line in lines] == list(range(1, 301))
    for line, one in list(zip(lines, rows, strict=True))[::60]:
        salt = bytes.fromhex(one["salt"][2:])
        assert line["bill_id"] == "0x" + commit(one["document"], salt).root.hex()
        bill = (await mine.get("shipper", f"/v1/bills/{line['bill_id']}")).json()
        assert (bill["state"], bill["holder"]) == ("ISSUED", one["holder"])
        assert (await mine.get("carrier", f"/v1/actions/{line['action_id']}")).status_code == 200
    assert (await sign(mine, bulk)).json()[
        "status"
    ] == "done"  # The same signature again is no error.


async def test_what_is_signed_can_be_computed_from_one_s_own_rows(mine: Gateway) -> None:
    bulk = await prepared(mine, [row(mine) for _ in range(3)])
    rows = await rows_of(mine, bulk["bulk_id"])
    actions = [parse_action("IssueBill", one["message"]) for one in rows]
    digest = set_digest(actions, mine.world.domain("BillOfLading"))
    assert bulk["digest"] == "0x" + digest.hex()
    typed = (await mine.get("carrier", bulk["typed_data"])).json()
    signable = encode_typed_data(full_message=typed)
    signed = mine.world.signer("carrier").sign_digest(digest)
    # An independent reading of EIP-712 comes to the same.
    assert (
        Account.recover_message(signable, signature=signed) == mine.world.signer("carrier").address
    )


async def test_bad_rows_are_told_by_line_field_and_rule_and_nothing_is_kept(mine: Gateway) -> None:
    good = row(mine)
    no_vessel = row(mine, document=bill_document(transports={}))
    lines = [
        json.dumps(good),
        json.dumps(no_vessel),
        "{",
        "",
        json.dumps(row(mine, holder=0)),
        json.dumps(good),
        json.dumps({key: value for key, value in row(mine).items() if key != "salt"}),
    ]
    content = "\n".join(lines).encode() + b'\n{"document": "\xff"}\n'
    answer = await upload(mine, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_rows")
    told = {(error["field"], error["rule"]) for error in answer.json()["errors"]}
    assert told >= {
        ("rows[2].document.transports.portOfLoading", "missing"),
        ("rows[3]", "json"),
        ("rows[5].holder", "greater_than_equal"),
        ("rows[6].document.transportDocumentReference", "unique_in_upload"),
        ("rows[7].salt", "missing"),
        ("rows[8]", "utf_8"),
    }
    assert "6 of 7 rows" in answer.json()["detail"]
    checked = (await upload(mine, content, path="/v1/bulk-checks")).json()
    assert (checked["rows"], checked["good"]) == (7, 1)
    assert [bad["line"] for bad in checked["bad_rows"]] == [2, 3, 5, 6, 7, 8]
    # Nothing was kept, and no number is reserved: another bill may have it.
    assert (await upload(mine, ndjson([row(mine, document=good["document"])]))).status_code == 201


async def test_one_can_go_on_without_the_bad_rows(mine: Gateway) -> None:
    rows = [row(mine), row(mine, holder=-1), row(mine)]
    bulk = await prepared(mine, rows, "?skip_bad=true")
    assert bulk["counts"] == {"prepared": 2, "bad": 1}
    await sign(mine, bulk)
    assert (await done(mine, bulk["bulk_id"]))["counts"] == {"final": 2, "bad": 1}
    (bad,) = await rows_of(mine, bulk["bulk_id"], status="bad")
    assert (bad["line"], bad["errors"][0]["field"], bad["bill_id"]) == (2, "holder", None)
    none = await upload(mine, ndjson([row(mine, holder=-1)]), path=f"{BULKS}?skip_bad=true")
    assert none.status_code == 422


async def test_a_row_that_the_contract_refuses_is_refused_alone(mine: Gateway) -> None:
    rows = [row(mine), row(mine, holder=4_000_000), row(mine)]
    bulk = await prepared(mine, rows)
    await sign(mine, bulk)
    assert (await done(mine, bulk["bulk_id"]))["counts"] == {"final": 2, "refused": 1}
    (refused,) = await rows_of(mine, bulk["bulk_id"], status="refused")
    assert refused["line"] == 2
    assert refused["errors"][0]["rule"].startswith("consortium_")
    assert refused["errors"][0]["message_zh"]


async def test_a_signature_of_somebody_else_is_refused_and_nothing_moves(mine: Gateway) -> None:
    bulk = await prepared(mine, [row(mine)])
    answer = await sign(mine, bulk, by="shipper")
    assert (answer.status_code, answer.json()["code"]) == (403, "contract_refused")
    assert (await mine.get("carrier", f"{BULKS}/{bulk['bulk_id']}")).json()["status"] == "prepared"
    assert (await sign(mine, bulk)).status_code == 202
    assert (await sign(mine, bulk, by="shipper")).status_code == 409
    assert (await mine.call("carrier", "DELETE", f"{BULKS}/{bulk['bulk_id']}")).status_code == 409


async def test_the_same_upload_is_the_same_voyage_and_a_number_goes_to_one_bill(
    mine: Gateway,
) -> None:
    rows = [row(mine), row(mine)]
    bulk = await prepared(mine, rows)
    assert (await prepared(mine, rows))["bulk_id"] == bulk["bulk_id"]
    other = await upload(mine, ndjson([row(mine, document=rows[1]["document"])]))
    assert [e["rule"] for e in other.json()["errors"]] == ["bill_number_taken"]
    listed = (await mine.get("carrier", BULKS, limit=1)).json()
    assert len(listed["items"]) == 1
    more = (await mine.get("carrier", BULKS, after=listed["next_cursor"])).json()["items"]
    every = [one["bulk_id"] for one in listed["items"] + more]
    assert bulk["bulk_id"] in every
    assert len(set(every)) == len(every)
    assert (await mine.call("carrier", "DELETE", f"{BULKS}/{bulk['bulk_id']}")).status_code == 204
    assert (await mine.get("carrier", f"{BULKS}/{bulk['bulk_id']}")).status_code == 404


async def test_csv_says_the_same_as_json(mine: Gateway) -> None:
    rows = [row(mine), row(mine)]
    rows[1]["document"]["consignmentItems"][0]["descriptionOfGoods"] = ['A "quoted", text']
    table = [dict(_cells(one)) for one in rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, table[0], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(table)
    answer = await upload(mine, out.getvalue().encode(), "text/csv; charset=utf-8")
    assert answer.status_code == 201, answer.text
    found = await rows_of(mine, answer.json()["bulk_id"])
    for one, told in zip(rows, found, strict=True):
        salt = bytes.fromhex(one["salt"][2:])
        assert told["bill_id"] == "0x" + commit(one["document"], salt).root.hex()


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"", NDJSON, 422),
        (b"\n\n", NDJSON, 422),
        (b"{}", "application/json", 415),
        (b"a[x],b\n1,2\n", "text/csv", 422),
        (b"a,a\n1,2\n", "text/csv", 422),
        (b"document\nx,y\n", "text/csv", 422),
        (b"{}\n" * 401, NDJSON, 413),
        (b"x" * ((2 << 20) + 1), NDJSON, 413),
        (b"[" * 100_000 + b"\n", NDJSON, 422),
    ],
)
async def test_what_is_no_upload_is_refused(
    mine: Gateway, content: bytes, media: str, status: int
) -> None:
    answer = await upload(mine, content, media)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_voyage_goes_on_after_a_restart(
    storage: str, world: World, anvil: ChildNode, tmp_path: Path
) -> None:
    """On both databases: signed while nothing is mined, ended, started again."""
    del storage
    chain = {"database_url": settings_of(tmp_path).database_url, "max_waiting": 100}
    async with Gateway.open(world, anvil.url, tmp_path, chain=chain) as gateway:
        bulk = await prepared(gateway, [row(gateway) for _ in range(250)])
        async with mining_held(gateway):
            assert (await sign(gateway, bulk)).status_code == 202
            await until(gateway, bulk["bulk_id"], lambda read: "accepted" in read["counts"])
    async with Gateway.open(world, anvil.url, tmp_path, chain=chain) as gateway:
        assert (await done(gateway, bulk["bulk_id"]))["counts"] == {"final": 250}


def _cells(value: Any, path: str = "") -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _cells(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _cells(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value
    else:
        yield f"{path}:json", json.dumps(value)
