"""Sealed files from the carrier to the bank, through a gateway that must not be able to read them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.files import service
from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.sealed import (
    asked_everything,
    file_body,
    issued_unseen,
    kept,
    opened,
    publish,
    secret_bill,
    statement_body,
    wrapped,
)
from tests.integration.api.test_sign_in import enrolled
from tests.support.object_store import ObjectStore
from wallets.contents import Content, content_of
from wallets.sealing import seal

MOST_BYTES = 40_000


@pytest.fixture(scope="module", params=["folder", "s3"])
def storage_settings(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Where the gateway keeps files: each kind of storage in turn."""
    if request.param == "folder":
        return {}
    store: ObjectStore = request.getfixturevalue("object_store")
    return store.bucket()


@pytest.fixture(scope="module")
async def keeper(
    gateway: Gateway,
    anvil: ChildNode,
    tmp_path_factory: pytest.TempPathFactory,
    storage_settings: dict[str, Any],
) -> AsyncIterator[Gateway]:
    """A gateway with the readers' keys."""
    folder = tmp_path_factory.mktemp("keeper")
    more = {"max_file_bytes": MOST_BYTES, "max_files_per_record": 3, "log_level": "debug"}
    async with Gateway.open(
        gateway.world, anvil.url, folder, **storage_settings, **more
    ) as opened_gateway:
        for persona in ("carrier", "shipper", "bank", "customs"):
            await publish(opened_gateway, persona)
        yield opened_gateway


def traces(content: Content, key: bytes) -> list[bytes]:
    """What would give the document away, or part of it, as it may be written down anywhere."""
    document = json.loads(content.data)
    words = [
        document["transportDocumentReference"],
        document["transports"]["vesselVoyages"][0]["vesselName"],
        document["documentParties"]["shipper"]["partyName"],
        document["utilizedTransportEquipments"][0]["equipment"]["equipmentReference"],
        "bill.json",
    ]
    secrets = [content.salt, key]
    return [
        *(word.encode() for word in words),
        *(form for s in secrets for form in (s, s.hex().encode(), b64encode(s))),
    ]


async def test_a_file_follows_the_bill_and_the_gateway_never_reads_it(keeper: Gateway) -> None:
    content = secret_bill()
    with capture_logs() as told:
        bill_id = await issued_unseen(keeper, content)
        sealed = seal(content)
        file_id = await kept(keeper, sealed, bill_id, "shipper")
        assert (await opened(keeper, "shipper", file_id)) == content

        share = {"keys": [wrapped(keeper, sealed, "bank")]}
        added = await keeper.call("shipper", "POST", f"/v1/files/{file_id}/keys", json=share)
        assert added.status_code == 201, added.text
        for outsider in ("bank", "stranger"):
            answers = await asked_everything(keeper, outsider, bill_id, file_id, sealed)
            assert {answer.status_code for answer in answers} == {404}

        bank = keeper.world.member("bank")
        await keeper.act("shipper", "TransferPossession", billId=bill_id, holder=bank)
        listed = (await keeper.get("bank", f"/v1/bills/{bill_id}/files")).json()["items"]
        assert [(file["file_id"], file["content"]) for file in listed] == [(file_id, bill_id)]
        assert (await opened(keeper, "bank", file_id)) == content
        answers = await asked_everything(keeper, "stranger", bill_id, file_id, sealed)
        assert {answer.status_code for answer in answers} == {404}

    written = [json.dumps(told, default=repr).encode()]
    written += [path.read_bytes() for path in keeper.data_dir.rglob("*") if path.is_file()]
    assert bill_id.encode() in b"".join(written)  # we look in the right place
    for trace in traces(content, sealed.key):
        assert not any(trace in found for found in written), trace


async def test_only_who_put_the_record_there_keeps_files_for_it(keeper: Gateway) -> None:
    content = secret_bill()
    bill_id, sealed = await issued_unseen(keeper, content), seal(content)
    body = file_body(keeper, sealed, bill_id, "carrier")
    refused = await keeper.call("shipper", "POST", "/v1/files", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_the_issuer")
    unknown = body | {"record_id": keeper.world.new_id()}
    assert (await keeper.call("carrier", "POST", "/v1/files", json=unknown)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("sealed", "AAAA", "sealed_file"),
        ("sealed", "not base64!", "base64"),
        ("keys", [], "too_short"),
        ("record_kind", "milestones", "literal_error"),
    ],
)
async def test_what_is_no_sealed_file_is_refused(
    keeper: Gateway, field: str, value: object, rule: str
) -> None:
    body = file_body(keeper, seal(secret_bill()), keeper.world.new_id(), "carrier")
    answer = await keeper.call("carrier", "POST", "/v1/files", json=body | {field: value})
    assert answer.status_code == 422, answer.text
    assert [error["rule"] for error in answer.json()["errors"]] == [rule]


async def test_a_file_is_taken_for_its_own_record_alone(keeper: Gateway) -> None:
    bill_id = await issued_unseen(keeper, secret_bill())
    body = file_body(keeper, seal(secret_bill()), bill_id, "carrier")
    answer = await keeper.call("carrier", "POST", "/v1/files", json=body)
    assert [error["rule"] for error in answer.json()["errors"]] == ["content_of_record"]


async def test_a_file_and_the_number_of_files_have_a_limit(keeper: Gateway) -> None:
    content = secret_bill()
    bill_id = await issued_unseen(keeper, content)
    text = json.dumps(json.loads(content.data), indent=400)
    large = Content(content.media_type, text.encode(), content.salt)
    assert len(text) > MOST_BYTES
    body = file_body(keeper, seal(large), bill_id, "carrier")
    answer = await keeper.call("carrier", "POST", "/v1/files", json=body)
    assert [error["rule"] for error in answer.json()["errors"]] == ["max_bytes"]
    for _ in range(3):
        await kept(keeper, seal(content), bill_id)
    body = file_body(keeper, seal(content), bill_id, "carrier")
    answer = await keeper.call("carrier", "POST", "/v1/files", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_files")


async def test_no_member_takes_the_room_for_keys_of_another(
    keeper: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_KEYS", 2)
    content = secret_bill()
    bill_id, sealed = await issued_unseen(keeper, content), seal(content)
    path = f"/v1/files/{await kept(keeper, sealed, bill_id, 'shipper')}/keys"
    share = {"keys": [wrapped(keeper, sealed, "bank")]}
    full = await keeper.call("carrier", "POST", path, json=share)
    assert (full.status_code, full.json()["code"]) == (409, "too_many_keys")
    assert (await keeper.call("shipper", "POST", path, json=share)).status_code == 201


async def test_keeping_a_file_again_changes_nothing(keeper: Gateway) -> None:
    content = secret_bill()
    bill_id, sealed = await issued_unseen(keeper, content), seal(content)
    first, second = [await kept(keeper, sealed, bill_id) for _ in range(2)]
    assert first == second
    listed = (await keeper.get("carrier", f"/v1/bills/{bill_id}/files")).json()["items"]
    assert len(listed) == 1
    keys = (await keeper.get("carrier", f"/v1/files/{first}/keys")).json()["items"]
    assert len(keys) == 1


async def test_whoever_has_no_key_passes_none_on(keeper: Gateway) -> None:
    content = secret_bill()
    bill_id, sealed = await issued_unseen(keeper, content), seal(content)
    file_id = await kept(keeper, sealed, bill_id)
    share = {"keys": [wrapped(keeper, sealed, "bank")]}
    path = f"/v1/files/{file_id}/keys"
    refused = await keeper.call("shipper", "POST", path, json=share)
    assert (refused.status_code, refused.json()["code"]) == (403, "no_key_of_this_file")
    assert (await keeper.get("shipper", path)).json()["items"] == []
    unpublished = {"keys": [wrapped(keeper, sealed, "stranger")]}
    answer = await keeper.call("carrier", "POST", path, json=unpublished)
    assert [error["rule"] for error in answer.json()["errors"]] == ["published_key"]


async def test_a_supporting_document_has_its_file_too(keeper: Gateway) -> None:
    content = content_of("report.pdf", b"%PDF-1.7 conforms")
    document_id, sealed = "0x" + content.root.hex(), seal(content)
    bill_id = await issued_unseen(keeper, secret_bill())
    await keeper.act(
        "customs",
        "RegisterDocument",
        documentId=document_id,
        documentType="INSPECTION_QUARANTINE_CERTIFICATE",
        subjectKind="BILL",
        subject=bill_id,
    )
    body = file_body(keeper, sealed, document_id, "customs", "shipper", kind="document")
    answer = await keeper.call("customs", "POST", "/v1/files", json=body)
    assert answer.status_code == 201, answer.text
    listed = await keeper.get("shipper", f"/v1/documents/{document_id}/files")
    (file,) = listed.json()["items"]
    assert (file["media_type"], file["size"]) == ("application/pdf", len(sealed.data))
    assert (await opened(keeper, "shipper", file["file_id"])).data == content.data
    assert (await keeper.get("stranger", f"/v1/documents/{document_id}/files")).status_code == 404


async def test_an_amended_document_is_kept_before_the_amendment_and_after_it(
    keeper: Gateway,
) -> None:
    content, amended, third = secret_bill(), secret_bill(), secret_bill()
    bill_id = await issued_unseen(keeper, content)
    new = "0x" + amended.root.hex()
    body = file_body(keeper, seal(amended), bill_id, "carrier")
    early = await keeper.call("carrier", "POST", "/v1/files", json=body)
    assert early.status_code == 422
    await keeper.act("shipper", "RequestAmendment", billId=bill_id, content=new)
    before = await kept(keeper, seal(amended), bill_id)
    await keeper.act("carrier", "Amend", billId=bill_id, content=new)
    after = await kept(keeper, seal(amended), bill_id)
    first = await kept(keeper, seal(content), bill_id)
    listed = (await keeper.get("shipper", f"/v1/bills/{bill_id}/files")).json()["items"]
    assert {file["file_id"]: file["content"] for file in listed} == {
        before: new,
        after: new,
        first: bill_id,
    }
    body = file_body(keeper, seal(third), bill_id, "carrier")
    assert (await keeper.call("carrier", "POST", "/v1/files", json=body)).status_code == 422


async def test_a_file_that_the_storage_lost_or_damaged_is_told_and_not_served(
    keeper: Gateway, storage_settings: dict[str, Any]
) -> None:
    if storage_settings:
        return  # what is in the bucket is the store's own affair
    content = secret_bill()
    bill_id = await issued_unseen(keeper, content)
    file_id = await kept(keeper, seal(content), bill_id)
    (path,) = (keeper.data_dir / "files").rglob(file_id[2:])
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"something else")
    for code in ("file_damaged", "storage_failed"):
        answer = await keeper.get("carrier", f"/v1/files/{file_id}/sealed")
        assert (answer.status_code, answer.json()["code"]) == (503, code)
        path.unlink(missing_ok=True)


async def test_a_key_is_published_with_a_statement_that_everybody_can_check(
    keeper: Gateway,
) -> None:
    member = keeper.world.member("bank")
    path = f"/v1/participants/{member}/encryption-keys"
    (told,) = (await keeper.get("shipper", path)).json()["items"]
    body = statement_body(keeper, "bank")
    assert (told["public_key"], told["member"]) == (body["public_key"], member)
    assert told["wallet"] == keeper.world.signer("bank").address


@pytest.mark.parametrize(
    ("lie", "rule"),
    [
        ({"member": 1}, "admin_wallet"),
        ({"chain_id": 1}, "admin_wallet"),
        ({"consortium": "0x" + "11" * 20}, "admin_wallet"),
        ({"expires_at": 1_700_000_000, "issued_at": 1_600_000_000}, "holds_now"),
        ({"expires_at": 4_000_000_000}, "holds_now"),
    ],
)
async def test_a_statement_that_is_not_the_members_own_is_refused(
    keeper: Gateway, lie: dict[str, Any], rule: str
) -> None:
    body = statement_body(keeper, "bank", **lie)
    answer = await keeper.call("bank", "POST", "/v1/encryption-keys", json=body)
    assert answer.status_code == 422, answer.text
    assert [error["rule"] for error in answer.json()["errors"]] == [rule]


async def test_only_an_admin_wallet_publishes_a_key(keeper: Gateway) -> None:
    desk = await enrolled(keeper, "bank", f"a desk of {keeper.data_dir}")
    body = statement_body(keeper, "bank", desk)
    answer = await keeper.call("bank", "POST", "/v1/encryption-keys", json=body)
    assert [error["rule"] for error in answer.json()["errors"]] == ["admin_wallet"]
