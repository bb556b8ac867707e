"""The examples of the OpenAPI description work: each that needs no signature is sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api.bills import examples as bill_examples
from api.certificates import examples as certificate_examples
from api.client.rows import NDJSON
from api.documents import examples as document_examples
from api.middleware import STREAMED
from api.milestones import examples as milestone_examples
from api.releases import examples as release_examples
from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.support.world import World

_CALLERS = {
    "/v1/bills/prepare": "carrier",
    "/v1/releases/prepare": "carrier",
    "/v1/certificates/prepare": "shipper",
    "/v1/certificates/{certificate_id}/correction/prepare": "shipper",
    "/v1/claims/prepare": "shipper",
    "/v1/appointments/prepare": "consignee",
    "/v1/inspections/prepare": "customs",
    "/v1/documents/prepare": "terminal",
    "/v1/documents/{document_id}/successor/prepare": "shipper",
    "/v1/milestones/prepare": "terminal",
    "/v1/milestones/{batch_id}/correction/prepare": "terminal",
    "/v1/actions/prepare": "shipper",
    "/v1/api-keys": "shipper",
    "/v1/webhooks": "shipper",
}
_BULK = "/v1/bulk-issues/{bulk_id}/signature"
_SIGNED = {"/v1/actions", "/v1/auth/session", "/v1/encryption-keys", _BULK}
_OWN = {"/v1/api-keys/{key_id}/rotate"}
"""About something of the caller's own: see test_sign_in.py."""
_SEALED = {"/v1/files", "/v1/files/{file_id}/keys"}
"""What is sent is sealed for published keys: see test_files.py."""


def examples_of(operation: dict[str, Any], spec: dict[str, Any]) -> list[Any]:
    """Every example of a request body."""
    content = operation["requestBody"]["content"]["application/json"]
    if "examples" in content:
        return [example["value"] for example in content["examples"].values()]
    schema = content["schema"]
    found = list(schema.get("examples", []))
    reference = schema.get("$ref")
    if reference and not found:
        model = spec["components"]["schemas"][reference.rsplit("/", 1)[-1]]
        properties = model["properties"].items()
        found = [{name: part["examples"][0] for name, part in properties if "examples" in part}]
    return found


@pytest.fixture
async def untouched(anvil: ChildNode, tmp_path: Path) -> AsyncIterator[Gateway]:
    """A ledger of the test's own: a carrier gives the number of an example once."""
    world = await World.create(anvil.url)
    async with Gateway.open(world, anvil.url, tmp_path) as opened:
        yield opened
    await world.rpc.close()


async def test_every_example_that_needs_no_signature_works(untouched: Gateway) -> None:
    gateway = untouched
    made = await _examples_on_the_ledger(gateway)
    spec = gateway.app.openapi()
    sent = 0
    for path, operations in spec["paths"].items():
        if (
            "requestBody" not in operations.get("post", {})
            or path in _SIGNED | _SEALED | _OWN | STREAMED
        ):
            continue
        for example in examples_of(operations["post"], spec):
            caller = _CALLERS.get(path)
            answer = await _send(gateway, caller, path.format_map(made), example)
            assert answer.status_code in {200, 201}, (path, answer.text)
            sent += 1
    assert sent >= 7


async def _examples_on_the_ledger(gateway: Gateway) -> dict[str, str]:
    """Carries out what other examples are about; the ids that stand in their paths."""

    async def done(persona: str, path: str, body: Any) -> dict[str, Any]:
        prepared = await gateway.call(persona, "POST", f"/v1/{path}/prepare", json=body)
        await gateway.carry_out(persona, prepared)
        return dict(prepared.json())

    bill = await done("carrier", "bills", bill_examples.PREPARE)
    assert bill["bill_id"] == bill_examples.BILL_ID
    to = gateway.world.member("consignee")
    await gateway.act("shipper", "SurrenderForDelivery", billId=bill["bill_id"], releaseTo=to)
    await gateway.act("carrier", "AcceptSurrender", billId=bill["bill_id"])
    order = await done("carrier", "releases", release_examples.PREPARE)
    assert order["order_id"] == release_examples.ORDER_ID
    certificate = await done("shipper", "certificates", certificate_examples.PREPARE)
    document = await done("shipper", "documents", document_examples.PREPARE)
    batch = await done("terminal", "milestones", milestone_examples.PREPARE)
    return {
        "certificate_id": certificate["certificate_id"],
        "document_id": document["document_id"],
        "batch_id": batch["batch_id"],
    }


async def _send(gateway: Gateway, caller: str | None, path: str, example: Any) -> Any:
    if caller:
        return await gateway.call(caller, "POST", path, json=example)
    return await gateway.http.post(path, json=example)


async def test_an_upload_s_example_is_a_good_one(gateway: Gateway) -> None:
    """The CSV is told with an ellipsis; test_bulk.py sends whole ones."""
    described = gateway.app.openapi()["paths"]["/v1/bulk-checks"]["post"]["requestBody"]
    example = described["content"][NDJSON]["example"].encode()
    answer = await gateway.call(
        "carrier",
        "POST",
        "/v1/bulk-checks",
        content=example,
        headers={"Content-Type": NDJSON},
    )
    assert answer.json()["rows"] == 1, answer.text
    found = [error["rule"] for bad in answer.json()["bad_rows"] for error in bad["errors"]]
    # Another test may have issued the bill that the documentation shows.
    assert found in ([], ["bill_number_taken"])


async def test_the_signed_example_has_the_shape_of_a_submission(gateway: Gateway) -> None:
    """Its signature is nobody's: the gateway says so, and finds no other fault with it."""
    content = gateway.app.openapi()["paths"]["/v1/actions"]["post"]["requestBody"]["content"]
    (example,) = content["application/json"]["examples"].values()
    answer = await gateway.call("shipper", "POST", "/v1/actions", json=example["value"])
    assert [e["field"] for e in answer.json()["errors"]] == ["signatures"]


async def test_the_description_is_served_as_it_is_made(gateway: Gateway) -> None:
    served = (await gateway.http.get("/openapi.json")).json()
    assert served == json.loads(json.dumps(gateway.app.openapi()))
    assert served["openapi"].startswith("3.1")


async def test_the_page_for_people_has_every_operation_and_nothing_from_elsewhere(
    gateway: Gateway,
) -> None:
    answer = await gateway.http.get("/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    for path, operations in gateway.app.openapi()["paths"].items():
        for method in operations:
            assert f"<code>{method.upper()} {path}</code>" in answer.text
    for loading in ("src=", "<script", "<link", "@import", "url("):
        assert loading not in answer.text
