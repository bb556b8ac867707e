"""One field of a bill, shown to somebody who sees nothing else of it."""

from __future__ import annotations

import json
import secrets
from typing import Any

from tests.integration.api.documents import bill_document
from tests.integration.api.gateway import Gateway
from tests.integration.api.sealed import issued_unseen
from wallets.contents import Content, content_of
from wallets.field_proof import show_field

CONTAINER = "/utilizedTransportEquipments/0/equipment/equipmentReference"


def proof_of(content: Content, pointer: str = CONTAINER) -> dict[str, Any]:
    said = show_field(content, pointer).as_json()
    return {name: said[name] for name in ("root", "pointer", "value", "salt", "proof")}


async def asked(gateway: Gateway, body: dict[str, Any]) -> tuple[str, str | None]:
    answer = await gateway.http.post("/v1/verify/field", json=body)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["record_id"] == body["root"]
    return told["answer"], told["check"]


def bill() -> Content:
    return content_of("bill.json", json.dumps(bill_document()).encode())


async def test_a_field_is_verified_against_the_ledger(gateway: Gateway) -> None:
    content = bill()
    proof = proof_of(content)
    assert await asked(gateway, proof) == ("invalid", "on_ledger")
    await issued_unseen(gateway, content)
    assert await asked(gateway, proof) == ("valid", None)
    assert await asked(gateway, proof | {"kind": "bill"}) == ("valid", None)
    assert await asked(gateway, proof | {"kind": "release"}) == ("invalid", "kind")
    answer = (await gateway.http.post("/v1/verify/field", json=proof)).json()
    assert (answer["issued_by"], answer["state"], answer["kind"]) == ("carrier", "ISSUED", "bill")


async def test_what_the_proof_does_not_prove_is_invalid(gateway: Gateway) -> None:
    content = bill()
    await issued_unseen(gateway, content)
    proof, other = proof_of(content), proof_of(content, "/transportDocumentReference")
    lies: list[dict[str, Any]] = [
        {"value": "CSQU3054383"},
        {"value": None},
        {"value": {"equipmentReference": proof["value"]}},
        {"value": 2**70},
        {"pointer": other["pointer"]},
        {"salt": "0x" + secrets.token_hex(32)},
        {"root": gateway.world.new_id()},
        {"proof": proof["proof"][:-1]},
        {"proof": [*proof["proof"], proof["proof"][0]]},
    ]
    for lie in lies:
        assert await asked(gateway, proof | lie) == ("invalid", "proof"), lie


async def test_a_field_of_a_bill_that_was_amended_is_not_in_force(gateway: Gateway) -> None:
    content, amended = bill(), bill()
    bill_id = await issued_unseen(gateway, content)
    new = "0x" + amended.root.hex()
    await gateway.act("shipper", "RequestAmendment", billId=bill_id, content=new)
    assert await asked(gateway, proof_of(amended)) == ("invalid", "on_ledger")
    await gateway.act("carrier", "Amend", billId=bill_id, content=new)
    assert await asked(gateway, proof_of(content)) == ("invalid", "in_force")
    assert await asked(gateway, proof_of(amended)) == ("valid", None)
