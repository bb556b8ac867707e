"""The SDK against a real gateway: both clients, from a bill's issue to its release, its events and its webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any

import pytest
import pytest_asyncio

from api.client import QuayClient, Refused, SyncQuayClient
from api.client.models import Event
from api.client.webhook import NotGenuine, received
from api.milestones.examples import EVENT
from tests.e2e.founded import Founded, founded
from tests.integration.api.documents import (
    appointment_document,
    bill_document,
    certificate_document,
    inspection_document,
    release_document,
)

LOOPBACK = '["127.0.0.0/8"]'


@pytest_asyncio.fixture(scope="module")
async def ledger(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Founded]:
    data_dir = tmp_path_factory.mktemp("sdk")
    async with founded(data_dir, QUAY_API_WEBHOOK_PRIVATE_NETWORKS=LOOPBACK) as running:
        yield running


def client(ledger: Founded, party: str) -> QuayClient:
    return QuayClient(ledger.url, ledger.signer(party))


async def test_a_bill_s_life_a_line_a_step(ledger: Founded) -> None:
    bank, terminal = ledger.member("bank"), ledger.member("terminal")
    async with (
        client(ledger, "carrier") as carrier,
        client(ledger, "shipper") as shipper,
        client(ledger, "bank") as holder,
        client(ledger, "terminal") as gate,
    ):
        made = await carrier.bills.issue(bill_document(), holder=ledger.member("shipper"))
        bill_id = made.record_id
        await shipper.bills.endorse(bill_id, endorsement="ToOrder", endorsee=bank, deliver_to=bank)
        await holder.bills.surrender(bill_id, release_to=bank)
        await carrier.bills.accept_surrender(bill_id)
        order = await carrier.releases.issue(release_document(bill_id), terminal=terminal)
        with pytest.raises(Refused) as refused:
            await gate.releases.gate_out(order.record_id, container=0, collector=terminal)
        assert refused.value.contract_error is not None
        await gate.releases.gate_out(order.record_id, container=0, collector=bank)

        bill, release = await holder.bills.read(bill_id), await gate.releases.read(order.record_id)
        assert (bill.state, bill.release_order) == ("SURRENDERED_FOR_DELIVERY", order.record_id)
        assert (release.state, release.containers[0].collector) == ("COMPLETED", bank)
        events = [entry.event for entry in await holder.bills.history(bill_id)]
        assert events == ["BillIssued", "BillEndorsed", "SurrenderRequested", "SurrenderAccepted"]
        answer = await holder.verification.document(bill_document(), made.salt)
        assert answer.answer == "invalid"


def test_what_hangs_on_an_order_is_made_from_its_papers(ledger: Founded) -> None:
    bank, terminal = ledger.member("bank"), ledger.member("terminal")
    with (
        SyncQuayClient(ledger.url, ledger.signer("carrier")) as carrier,
        SyncQuayClient(ledger.url, ledger.signer("bank")) as collector,
        SyncQuayClient(ledger.url, ledger.signer("terminal")) as gate,
        SyncQuayClient(ledger.url, ledger.signer("customs")) as customs,
    ):
        bill_id = carrier.bills.issue(bill_document(), holder=bank).record_id
        collector.bills.surrender(bill_id, release_to=bank)
        carrier.bills.accept_surrender(bill_id)
        order = carrier.releases.issue(release_document(bill_id), terminal=terminal).record_id
        until = carrier.releases.read(order).valid_until.strftime("%Y-%m-%dT%H:%M:%SZ")

        asked = collector.appointments.request(appointment_document(order, closesAt=until))
        gate.appointments.confirm(asked.record_id)
        assert gate.appointments.read(asked.record_id).state == "CONFIRMED"
        customs.releases.hold(order, authority="CUSTOMS", containers=[0])
        told = customs.inspections.instruct(inspection_document(order))
        assert customs.inspections.read(told.record_id).containers == (0,)

        about = {"subject_kind": "BILL", "subject": bill_id}
        paper = gate.documents.register({"a": 1}, document_type="TARIFF", **about)  # type: ignore[arg-type]
        other = gate.documents.supersede(paper.record_id, {"a": 2}, valid_until=None, **about)  # type: ignore[arg-type]
        assert gate.documents.read(paper.record_id).superseded_by == other.record_id
        batch = gate.milestones.anchor([EVENT], **about)  # type: ignore[arg-type]
        right = gate.milestones.correct(batch.record_id, [EVENT, EVENT], **about)  # type: ignore[arg-type]
        assert gate.milestones.read(batch.record_id).corrected_by == right.record_id
        assert gate.milestones.read(right.record_id).subject == bill_id


def test_a_certificate_s_life_without_an_event_loop(ledger: Founded) -> None:
    with (
        SyncQuayClient(ledger.url, ledger.signer("shipper")) as exporter,
        SyncQuayClient(ledger.url, ledger.signer("tax_authority")) as office,
    ):
        document, authority = certificate_document(), ledger.member("tax_authority")
        applied = exporter.certificates.apply(document, tax_authority=authority)
        office.certificates.send_back(applied.record_id, remark="0x" + "2e" * 32)
        corrected = {**document, "quantity": "1000.000"}
        exporter.certificates.correct(applied.record_id, corrected)
        office.certificates.accept(applied.record_id)
        office.certificates.issue(applied.record_id)
        found = office.certificates.list(state="ISSUED").items
        assert [one.certificate_id for one in found] == [applied.record_id]
        assert found[0].quantity == "1000.000"
        exporter.certificates.use(applied.record_id, used_for="0x" + "1f" * 32)
        assert exporter.certificates.read(applied.record_id).state == "USED"


async def test_lists_are_read_to_their_end(ledger: Founded) -> None:
    shipper = ledger.member("shipper")
    async with client(ledger, "carrier") as carrier:
        made = {
            (await carrier.bills.issue(bill_document(), holder=shipper)).record_id for _ in "123"
        }
        found = [bill.bill_id async for bill in carrier.bills.all(holder=shipper, limit=1)]
        assert made <= set(found)
        assert len(found) == len(set(found))
        exported = await carrier.bills.export(holder=shipper)
        assert [bill.bill_id for bill in exported] == found
        actions = [action async for action in carrier.actions.all(limit=2)]
        assert {a.record_id for a in actions} >= made
        assert len({a.action_id for a in actions}) == len(actions)


async def test_events_are_followed_and_gone_on_with(ledger: Founded) -> None:
    shipper = ledger.member("shipper")
    async with client(ledger, "carrier") as carrier, client(ledger, "shipper") as reader:
        last = [event async for event in reader.events.all(limit=2)][-1].cursor
        made = await carrier.bills.issue(bill_document(), holder=shipper)
        bank = ledger.member("bank")
        await reader.bills.endorse(made.record_id, endorsement="ToOrder", endorsee=bank)

        async def next_of(after: str) -> Event:
            async with asyncio.timeout(30):
                async for event in reader.events.follow(after):
                    return event
            raise AssertionError

        first = await next_of(last)
        second = await next_of(first.cursor)
        assert [(e.record_id, e.event) for e in (first, second)] == [
            (made.record_id, "BillIssued"),
            (made.record_id, "BillEndorsed"),
        ]
        # Without an event loop, the same events come.
        with SyncQuayClient(ledger.url, ledger.signer("shipper")) as other:
            stream = other.events.follow(last)
            assert await asyncio.to_thread(lambda: [next(stream), next(stream)]) == [first, second]
            stream.close()  # type: ignore[attr-defined]


@pytest.fixture
def receiver() -> Iterator[tuple[str, Queue[tuple[dict[str, str], bytes]]]]:
    came: Queue[tuple[dict[str, str], bytes]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.put((dict(self.headers.items()), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook", came
    server.shutdown()
    server.server_close()


def test_a_webhook_is_received_and_a_forged_one_is_not(ledger: Founded, receiver: Any) -> None:
    url, came = receiver
    with (
        SyncQuayClient(ledger.url, ledger.signer("carrier")) as carrier,
        SyncQuayClient(ledger.url, ledger.signer("shipper")) as shipper,
    ):
        hook = shipper.webhooks.create(url, ["BillIssued"])
        made = carrier.bills.issue(bill_document(), holder=ledger.member("shipper"))
        headers, body = came.get(timeout=30)
        message = received(hook.secret, headers, body)
        assert (message.type, message.event.record_id) == ("BillIssued", made.record_id)
        for forged in (body.replace(b"BillIssued", b"BillVoided"), body + b" "):
            with pytest.raises(NotGenuine):
                received(hook.secret, headers, forged)
        assert hook.secret not in repr(hook)
        renewed = shipper.webhooks.rotate_secret(hook.webhook_id)
        with pytest.raises(NotGenuine):
            received(renewed.secret, headers, body)
        told = [one.delivery_id for one in shipper.webhooks.all_deliveries(hook.webhook_id)]
        assert told == [message.message_id]
        assert not shipper.webhooks.disable(hook.webhook_id).enabled
        shipper.webhooks.delete(hook.webhook_id)
        assert shipper.webhooks.list() == ()


def test_what_is_made_under_a_key_is_made_once(ledger: Founded) -> None:
    with SyncQuayClient(ledger.url, ledger.signer("bank")) as bank:
        first = bank.api_keys.create("reader", idempotency_key="one")
        again = bank.api_keys.create("reader", idempotency_key="one")
        other = bank.api_keys.create("reader")
        assert (first.id, first.key) == (again.id, again.key)
        assert {key.id for key in bank.api_keys.list()} == {first.id, other.id}
        with SyncQuayClient(ledger.url, api_key=first.key) as program:
            assert program.session.read().member == ledger.member("bank")
        bank.api_keys.revoke(first.id)
        bank.session.end()
        assert {key.id for key in bank.api_keys.list() if key.revoked_at is None} == {other.id}
