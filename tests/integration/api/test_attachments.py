"""Documents and milestones through the gateway: prepared, signed, read by whom they concern, verified by anybody."""

from __future__ import annotations

from typing import Any

from tests.integration.api.gateway import Gateway
from wallets.commitment import commit
from wallets.milestones import MilestoneBatch, MilestoneProof, batch_of

REPORT = {"reportNumber": "R-2026-17", "finding": "conforms"}


def unique(gateway: Gateway) -> bytes:
    """A salt that no other test has used."""
    return bytes.fromhex(gateway.world.new_id()[2:])


def batch(gateway: Gateway) -> MilestoneBatch:
    event = {
        "eventType": "EQUIPMENT",
        "eventClassifierCode": "ACT",
        "eventDateTime": "2026-01-02T03:04:05.678Z",
        "equipmentEventTypeCode": "GTOT",
    }
    events = [event | {"equipmentReference": f"CSQU30543{place}3"} for place in range(5)]
    return batch_of(events, unique(gateway))


def shown(made: MilestoneBatch, place: int) -> dict[str, Any]:
    proof: MilestoneProof = made.prove(place)
    return {
        "batch_id": "0x" + made.root.hex(),
        "place": place,
        "event": proof.event,
        "salt": "0x" + proof.salt.hex(),
        "proof": ["0x" + step.hex() for step in proof.proof],
    }


async def anchored(gateway: Gateway, made: MilestoneBatch, **intent: Any) -> str:
    batch_id = "0x" + made.root.hex()
    facts = {
        "batchId": batch_id,
        "events": made.count,
        "earliestAt": made.earliest_at,
        "latestAt": made.latest_at,
    }
    await gateway.act("terminal", "AnchorMilestones", **facts | intent)
    return batch_id


async def bill_of(gateway: Gateway) -> str:
    bill_id, shipper = gateway.world.new_id(), gateway.world.member("shipper")
    facts = {"billId": bill_id, "kind": "TO_ORDER", "holder": shipper, "titleHolder": shipper}
    await gateway.act("carrier", "IssueBill", **facts)
    return bill_id


async def verified(gateway: Gateway, path: str, body: dict[str, Any]) -> tuple[str, str | None]:
    answer = (await gateway.http.post(path, json=body)).json()
    return answer["answer"], answer["check"]


async def test_a_document_is_registered_superseded_and_used_up(gateway: Gateway) -> None:
    bill_id, salt, number = await bill_of(gateway), unique(gateway), gateway.world.member
    first = "0x" + commit(REPORT, salt).root.hex()
    corrected = REPORT | {"finding": "conforms, with remarks"}
    second = "0x" + commit(corrected, salt).root.hex()
    about = {"subjectKind": "BILL", "subject": bill_id, "validUntil": "2099-01-01T00:00:00Z"}
    await gateway.act(
        "customs",
        "RegisterDocument",
        documentId=first,
        documentType="INSPECTION_QUARANTINE_CERTIFICATE",
        consumerRoles=["BANK", "INSURER"],
        **about,
    )
    path = f"/v1/documents/{first}"
    answer = await gateway.get("bank", path)
    assert answer.headers["etag"].startswith('"1.')
    row = answer.json()
    assert (row["state"], row["document_type"]) == ("VALID", "INSPECTION_QUARANTINE_CERTIFICATE")
    assert (row["issuer"], row["consumer"]) == (number("customs"), None)
    assert row["consumer_roles"] == ["BANK", "INSURER"]
    assert (row["subject_kind"], row["subject"]) == ("BILL", bill_id)
    assert (row["valid_until"], row["ended_at"]) == ("2099-01-01T00:00:00Z", None)
    mine = {action["action"]: action["mine"] for action in row["next_actions"]}
    assert mine == {"SupersedeDocument": False, "RevokeDocument": False, "ConsumeDocument": True}
    question = {"document": REPORT, "salt": "0x" + salt.hex(), "kind": "document"}
    assert await verified(gateway, "/v1/verify", question) == ("valid", None)

    await gateway.act("customs", "SupersedeDocument", documentId=first, successor=second, **about)
    old = (await gateway.get("customs", path)).json()
    assert (old["state"], old["superseded_by"], old["next_actions"]) == ("SUPERSEDED", second, [])
    assert await verified(gateway, "/v1/verify", question) == ("invalid", "in_force")

    used_for = gateway.world.new_id()
    await gateway.act("bank", "ConsumeDocument", documentId=second, usedFor=used_for)
    used = (await gateway.get("bank", f"/v1/documents/{second}")).json()
    assert (used["state"], used["used_by"]) == ("CONSUMED", number("bank"))
    assert (used["used_for"], used["supersedes"]) == (used_for, first)
    steps = (await gateway.get("bank", f"/v1/documents/{second}/history")).json()["items"]
    assert [step["event"] for step in steps] == ["DocumentRegistered", "DocumentConsumed"]
    again = question | {"document": corrected}
    assert await verified(gateway, "/v1/verify", again) == ("invalid", "in_force")


async def test_both_sides_sign_an_interchange_receipt(gateway: Gateway) -> None:
    document_id, number = gateway.world.new_id(), gateway.world.member
    prepared = (
        await gateway.prepare(
            "terminal", "RegisterInterchange", documentId=document_id, haulier=number("haulier")
        )
    ).json()
    needed = [(needed["member"], needed["power"]) for needed in prepared["signers_needed"]]
    assert needed == [(number("terminal"), "ANCHOR"), (number("haulier"), "ANCHOR")]
    both = [gateway.world.signer("terminal"), gateway.world.signer("haulier")]
    refused = await gateway.submit("terminal", gateway.sign(prepared, both[:1]))
    assert [error["field"] for error in refused.json()["errors"]] == ["signatures"]
    answer = await gateway.submit("haulier", gateway.sign(prepared, both))
    assert answer.json()["status"] == "final", answer.text
    row = (await gateway.get("haulier", f"/v1/documents/{document_id}")).json()
    assert (row["document_type"], row["counterpart"]) == (
        "EQUIPMENT_INTERCHANGE_RECEIPT",
        number("haulier"),
    )
    assert row["next_actions"] == []


async def test_a_successor_says_anew_what_it_is_about(gateway: Gateway) -> None:
    document_id = gateway.world.new_id()
    await gateway.act("carrier", "RegisterDocument", documentId=document_id, documentType="TARIFF")
    intent = {"documentId": document_id, "successor": gateway.world.new_id()}
    refused = await gateway.prepare("carrier", "SupersedeDocument", **intent)
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {
        "intent.subjectKind",
        "intent.subject",
        "intent.validUntil",
    }
    nothing = {"subjectKind": None, "subject": None, "validUntil": None}
    prepared = await gateway.prepare("carrier", "SupersedeDocument", **intent, **nothing)
    assert prepared.status_code == 200
    assert prepared.json()["message"]["validUntil"] == 0


async def test_documents_are_listed_by_what_they_are(gateway: Gateway) -> None:
    bill_id = await bill_of(gateway)
    ids = [gateway.world.new_id() for _ in range(3)]
    about = {"subjectKind": "BILL", "subject": bill_id}
    for document_id in ids:
        await gateway.act(
            "terminal",
            "RegisterDocument",
            documentId=document_id,
            documentType="PROOF_OF_PAYMENT",
            **about,
        )
    await gateway.act("terminal", "RevokeDocument", documentId=ids[0])
    seen, cursor = [], {}
    while True:
        page = (
            await gateway.get("shipper", "/v1/documents", subject=bill_id, limit=2, **cursor)
        ).json()
        seen += [item["document_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"after": page["next_cursor"]}
    assert sorted(seen) == sorted(ids)
    revoked = await gateway.get("carrier", "/v1/documents", subject=bill_id, state="REVOKED")
    assert [item["document_id"] for item in revoked.json()["items"]] == [ids[0]]
    other = await gateway.get("carrier", "/v1/documents", subject=bill_id, document_type="TARIFF")
    assert other.json()["items"] == []


async def test_strangers_get_404_for_documents_and_milestones(gateway: Gateway) -> None:
    bill_id, document_id = await bill_of(gateway), gateway.world.new_id()
    about = {"subjectKind": "BILL", "subject": bill_id}
    await gateway.act(
        "terminal",
        "RegisterDocument",
        documentId=document_id,
        documentType="PROOF_OF_PAYMENT",
        **about,
    )
    batch_id = await anchored(gateway, batch(gateway), **about)
    for path in (f"/v1/documents/{document_id}", f"/v1/milestones/{batch_id}"):
        for below in ("", "/history"):
            answer = await gateway.get("stranger", path + below)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert (await gateway.get("shipper", path)).status_code == 200
    prepared = await gateway.prepare("stranger", "RevokeDocument", documentId=document_id)
    assert prepared.status_code == 404
    for collection in ("documents", "milestones"):
        listed = await gateway.get("stranger", f"/v1/{collection}", subject=bill_id)
        assert listed.json()["items"] == []


async def test_anybody_with_the_proof_verifies_an_event(gateway: Gateway) -> None:
    made, path = batch(gateway), "/v1/verify/milestone"
    truth = shown(made, 3)
    assert await verified(gateway, path, truth) == ("invalid", "on_ledger")
    batch_id = await anchored(gateway, made)
    assert await verified(gateway, path, truth) == ("valid", None)
    answer = (await gateway.http.post(path, json=truth)).json()
    assert (answer["kind"], answer["state"], answer["record_id"]) == (
        "milestones",
        "ANCHORED",
        batch_id,
    )
    for lie in (
        {"place": 2},
        {"place": 5},
        {"event": truth["event"] | {"equipmentReference": "MSKU9070323"}},
        {"salt": "0x" + "11" * 32},
        {"proof": truth["proof"][:-1]},
        {"proof": []},
    ):
        assert await verified(gateway, path, truth | lie) == ("invalid", "proof")


async def test_a_corrected_batch_is_told_from_a_wrong_event(gateway: Gateway) -> None:
    made, right = batch(gateway), batch(gateway)
    batch_id = await anchored(gateway, made)
    facts = {
        "batchId": batch_id,
        "correction": "0x" + right.root.hex(),
        "subjectKind": None,
        "subject": None,
        "events": right.count,
        "earliestAt": "2026-01-02T03:04:05Z",
        "latestAt": "2026-01-02T03:04:05Z",
    }
    await gateway.act("terminal", "CorrectMilestones", **facts)
    path = "/v1/verify/milestone"
    assert await verified(gateway, path, shown(made, 0)) == ("invalid", "in_force")
    assert await verified(gateway, path, shown(right, 0)) == ("valid", None)
    row = (await gateway.get("terminal", f"/v1/milestones/{batch_id}")).json()
    assert (row["state"], row["corrected_by"]) == ("CORRECTED", facts["correction"])
    assert (row["events"], row["earliest_at"], row["next_actions"]) == (
        5,
        "2026-01-02T03:04:05Z",
        [],
    )
    corrected = await gateway.get("terminal", "/v1/milestones", state="CORRECTED")
    assert batch_id in [item["batch_id"] for item in corrected.json()["items"]]
    steps = (await gateway.get("terminal", f"/v1/milestones/{batch_id}/history")).json()["items"]
    assert [step["event"] for step in steps] == ["MilestonesAnchored", "MilestonesCorrected"]
    latest = (await gateway.get("terminal", f"/v1/milestones/{facts['correction']}")).json()
    assert (latest["corrects"], latest["state"]) == (batch_id, "ANCHORED")


async def test_the_refusals_are_in_words(gateway: Gateway) -> None:
    document_id = gateway.world.new_id()
    prepared = await gateway.prepare(
        "carrier",
        "RegisterDocument",
        documentId=document_id,
        documentType="INSPECTION_QUARANTINE_CERTIFICATE",
    )
    body = gateway.sign(prepared.json(), [gateway.world.signer("carrier")])
    refused = await gateway.submit("carrier", body)
    assert refused.status_code == 403
    assert refused.json()["contract_error"]["name"] == "ConsortiumMemberLacksRole"
    prepared = await gateway.prepare(
        "carrier",
        "RegisterDocument",
        documentId=document_id,
        documentType="TARIFF",
        subjectKind="BILL",
        subject=gateway.world.new_id(),
    )
    body = gateway.sign(prepared.json(), [gateway.world.signer("carrier")])
    refused = await gateway.submit("carrier", body)
    assert refused.status_code == 422
    assert refused.json()["contract_error"]["name"] == "SubjectNotOnLedger"
    assert [error["field"] for error in refused.json()["errors"]] == ["message.subject"]
