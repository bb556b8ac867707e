"""Documents and milestones on the ledger: their rows equal the chain, and the right members read them."""

import time
from typing import Any

import pytest

from chain.actions import ActionRecord
from chain.filters import DocumentFilter, MilestoneFilter
from chain.ledger import ActionStatus, Ledger
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.states import DocumentState, DocumentType, MilestoneState, Role, SubjectKind
from chain.store.rows import Document, MilestoneBatch
from chain.visibility import RecordKind
from tests.integration.chain.port import WAIT_SECONDS, Port, Signed, new_id, submit
from tests.integration.chain.test_projection import contents


def register(port: Port, document_id: str, by: str = "carrier", **fields: Any) -> Signed:
    given = {"documentId": document_id, "documentType": int(DocumentType.PROOF_OF_PAYMENT)}
    return port.sign("RegisterDocument", by, **given | fields)


def anchor(port: Port, batch_id: str, by: str = "terminal", **fields: Any) -> Signed:
    given = {"batchId": batch_id, "events": 3, "earliestAt": 1000, "latestAt": 2000}
    return port.sign("AnchorMilestones", by, **given | fields)


async def final(ledger: Ledger, signed: Signed) -> ActionRecord:
    record = await submit(ledger, signed)
    assert record.status is ActionStatus.FINAL, record.error
    return record


async def document(ledger: Ledger, document_id: str) -> Document:
    found = await ledger.read.document(document_id)
    assert found is not None
    return found


async def batch(ledger: Ledger, batch_id: str) -> MilestoneBatch:
    found = await ledger.read.milestones(batch_id)
    assert found is not None
    return found


async def on_chain(rpc: JsonRpc, port: Port, contract: str, view: str, record_id: str) -> Any:
    target = port.deployment.addresses[contract]
    return await rpc.ask(contract, target, view, bytes.fromhex(record_id[2:]))


async def readers(ledger: Ledger, port: Port, kind: RecordKind, record_id: str) -> set[str]:
    """The personas that may read a record; the list and the single read agree."""
    found = set()
    for persona in port.members:
        number = port.no(persona)
        may = await ledger.read.may_read(kind, record_id, number)
        if kind is RecordKind.DOCUMENT:
            listed = {row.document_id for row in await ledger.read.documents(number, limit=500)}
        else:
            listed = {
                row.batch_id for row in await ledger.read.milestone_batches(number, limit=500)
            }
        assert may == (record_id in listed)
        if may:
            found.add(persona)
    return found


def holding(port: Port, role: Role) -> set[str]:
    """The personas with one of these roles."""
    return {key for key, persona in port.members.items() if persona.roles & role}


async def test_a_documents_life_reads_as_the_chain_has_it(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    bill_id, old, new = new_id(), new_id(), new_id()
    until = int(time.time()) + 86_400
    about = {"subjectKind": int(SubjectKind.BILL), "subject": bill_id, "validUntil": until}
    roles = int(Role.BANK | Role.INSURER)
    steps = [
        port.issue_bill(bill_id),
        register(port, old, consumer=port.no("bank"), consumerRoles=roles, **about),
        port.sign(
            "SupersedeDocument", "carrier", documentId=old, version=1, successor=new, **about
        ),
    ]
    # All at once: the trial of each stands on those before it.
    records = [await ledger.submit(step.action, step.signatures) for step in steps]
    settled = [await ledger.wait(record.action_id, WAIT_SECONDS) for record in records]
    assert {record.status for record in settled} == {ActionStatus.FINAL}
    used_for = new_id()
    use = port.sign("ConsumeDocument", "bank", documentId=new, version=1, usedFor=used_for)
    await final(ledger, use)

    first, second = await document(ledger, old), await document(ledger, new)
    assert (first.state, first.superseded_by) == (DocumentState.SUPERSEDED, new)
    assert (second.state, second.supersedes) == (DocumentState.CONSUMED, old)
    assert (second.used_by, second.used_for) == (port.no("bank"), used_for)
    for row in (first, second):
        assert row.subject == bill_id
        assert await on_chain(rpc, port, "Documents", "documentOf", row.document_id) == {
            "state": row.state,
            "documentType": row.document_type,
            "version": row.version,
            "validUntil": row.valid_until,
            "issuer": row.issuer,
            "consumer": row.consumer,
            "consumerRoles": row.consumer_roles,
            "counterpart": row.counterpart,
        }
    history = await ledger.read.history(RecordKind.DOCUMENT, new)
    assert [entry.name for entry in history] == ["DocumentRegistered", "DocumentConsumed"]


async def test_a_corrected_batch_reads_as_the_chain_has_it(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    old, new, remark = new_id(), new_id(), new_id()
    await final(ledger, anchor(port, old, events=2**32 - 1))
    correction = port.sign(
        "CorrectMilestones",
        "terminal",
        batchId=old,
        version=1,
        correction=new,
        events=1,
        earliestAt=1500,
        latestAt=1500,
        representedParty=port.no("principal"),
        remark=remark,
    )
    await final(ledger, correction)
    first, second = await batch(ledger, old), await batch(ledger, new)
    assert (first.state, first.corrected_by) == (MilestoneState.CORRECTED, new)
    assert (second.state, second.corrects) == (MilestoneState.ANCHORED, old)
    for row in (first, second):
        assert await on_chain(rpc, port, "Milestones", "batchOf", row.batch_id) == {
            "state": row.state,
            "subjectKind": row.subject_kind,
            "version": row.version,
            "observer": row.observer,
            "events": row.events,
            "earliestAt": row.earliest_at,
            "latestAt": row.latest_at,
        }
        history = await ledger.read.history(RecordKind.MILESTONES, row.batch_id)
        assert history[-1].represented_party == port.no("principal")
        assert history[-1].remark == remark
        assert port.no("principal") in await ledger.read.parties(
            RecordKind.MILESTONES, row.batch_id
        )


async def test_a_document_is_read_by_its_parties_and_those_of_its_subject(
    ledger: Ledger, port: Port
) -> None:
    bill_id, document_id = new_id(), new_id()
    await final(ledger, port.issue_bill(bill_id))
    await final(
        ledger,
        register(
            port,
            document_id,
            "terminal",
            subjectKind=int(SubjectKind.BILL),
            subject=bill_id,
            consumer=port.no("bank"),
            representedParty=port.no("haulier"),
        ),
    )
    authorities = holding(port, Role.CUSTOMS | Role.COURT)
    parties = {"terminal", "bank", "haulier"}
    of_the_bill = {"carrier", "shipper"}
    found = await readers(ledger, port, RecordKind.DOCUMENT, document_id)
    assert found == authorities | parties | of_the_bill
    await final(ledger, port.endorse(bill_id, 1, "shipper", "consignee"))
    found = await readers(ledger, port, RecordKind.DOCUMENT, document_id)
    assert "consignee" in found


async def test_a_container_of_the_bills_id_opens_nothing(ledger: Ledger, port: Port) -> None:
    bill_id, document_id = new_id(), new_id()
    await final(ledger, port.issue_bill(bill_id))
    about = {"subjectKind": int(SubjectKind.CONTAINER), "subject": bill_id}
    await final(ledger, register(port, document_id, "terminal", **about))
    found = await readers(ledger, port, RecordKind.DOCUMENT, document_id)
    assert found == {"terminal"} | holding(port, Role.CUSTOMS | Role.COURT)


async def test_whoever_may_use_a_document_up_reads_it(ledger: Ledger, port: Port) -> None:
    document_id, named = new_id(), new_id()
    role = int(Role.INSURER)
    await final(ledger, register(port, document_id, "shipper", documentType=1, consumerRoles=role))
    found = await readers(ledger, port, RecordKind.DOCUMENT, document_id)
    assert found == {"shipper"} | holding(port, Role.INSURER | Role.CUSTOMS | Role.COURT)
    await final(
        ledger,
        register(port, named, consumer=port.no("bank"), consumerRoles=int(Role.BANK)),
    )
    assert "stranger" not in await readers(ledger, port, RecordKind.DOCUMENT, named)


async def test_a_tariff_is_published_to_all_members(ledger: Ledger, port: Port) -> None:
    document_id = new_id()
    await final(ledger, register(port, document_id, documentType=int(DocumentType.TARIFF)))
    found = await readers(ledger, port, RecordKind.DOCUMENT, document_id)
    assert found == set(port.members)


@pytest.mark.parametrize("with_subject", [False, True])
async def test_milestones_are_read_by_the_observer_and_the_parties_of_their_subject(
    ledger: Ledger, port: Port, *, with_subject: bool
) -> None:
    bill_id, batch_id = new_id(), new_id()
    await final(ledger, port.issue_bill(bill_id))
    about = {"subjectKind": int(SubjectKind.BILL), "subject": bill_id} if with_subject else {}
    await final(ledger, anchor(port, batch_id, "haulier", **about))
    found = await readers(ledger, port, RecordKind.MILESTONES, batch_id)
    authorities = holding(port, Role.CUSTOMS | Role.COURT | Role.PORT_AUTHORITY)
    of_the_bill = {"carrier", "shipper"} if with_subject else set()
    assert found == {"haulier"} | authorities | of_the_bill


async def test_documents_are_filtered_by_their_state_at_the_time(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    issuer = port.no("second_terminal")
    ids = [new_id() for _ in range(3)]
    until = await ledger.read.time() + 2
    await final(ledger, register(port, ids[0], "second_terminal", validUntil=until))
    await final(ledger, register(port, ids[1], "second_terminal"))
    await final(ledger, register(port, ids[2], "second_terminal"))
    await final(
        ledger, port.sign("RevokeDocument", "second_terminal", documentId=ids[2], version=1)
    )
    while await ledger.read.time() <= until:
        await rpc.raw("evm_increaseTime", 2)
        await final(ledger, port.issue_bill(new_id()))
    for state, expected in (
        (DocumentState.EXPIRED, ids[0]),
        (DocumentState.VALID, ids[1]),
        (DocumentState.REVOKED, ids[2]),
    ):
        filters = DocumentFilter(state=state, issuer=issuer)
        assert [row.document_id for row in await ledger.read.documents(filters=filters)] == [
            expected
        ]
    newest = await ledger.read.documents(filters=DocumentFilter(issuer=issuer), limit=2)
    rest = await ledger.read.documents(
        filters=DocumentFilter(issuer=issuer), after=newest[-1].document_id
    )
    assert {row.document_id for row in [*newest, *rest]} == set(ids)


async def test_batches_are_filtered(ledger: Ledger, port: Port) -> None:
    bill_id, batch_id = new_id(), new_id()
    await final(ledger, port.issue_bill(bill_id))
    await final(ledger, anchor(port, batch_id, subjectKind=int(SubjectKind.BILL), subject=bill_id))
    for filters in (
        MilestoneFilter(subject=bill_id),
        MilestoneFilter(observer=port.no("terminal"), subject_kind=1, state=1, subject=bill_id),
    ):
        found = await ledger.read.milestone_batches(filters=filters)
        assert [row.batch_id for row in found] == [batch_id]
    assert (
        await ledger.read.milestone_batches(filters=MilestoneFilter(state=2, subject=bill_id)) == []
    )


async def test_rebuilt_equals_live_row_by_row(ledger: Ledger, port: Port, rpc: JsonRpc) -> None:
    """Runs last: the tests above left documents and batches in every state."""
    await ledger.close()
    live = await contents(port.settings)
    assert len({row["state"] for row in live["documents"]}) >= 4
    assert {row["state"] for row in live["milestone_batches"]} == {1, 2}
    await rebuild(port.settings, rpc, port.deployment)
    assert await contents(port.settings) == live
