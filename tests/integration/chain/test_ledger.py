"""The ledger against a real Anvil with the real contracts and real signatures."""

import asyncio
import time

import pytest
from structlog.testing import capture_logs

from chain.errors import ContractRefusal
from chain.filters import BillFilter, OrderFilter
from chain.ledger import ActionStatus, Ledger, UnknownActionError
from chain.relayer import elsewhere
from chain.rpc import JsonRpc
from chain.states import BillState, CertificateState, ReleaseOrderState
from chain.visibility import RecordKind
from tests.integration.chain.port import WAIT_SECONDS, Port, Signed, new_id, send_directly, submit
from tests.integration.chain.waiting import SlowLedger, until_told
from tests.support.personas import secret_of
from wallets.errors import SignatureError
from wallets.signer import LocalSigner


async def _refusal(ledger: Ledger, signed: Signed) -> ContractRefusal:
    """The refusal at submission; nothing of it may be stored."""
    depth = (await ledger.status()).outbox_depth
    with pytest.raises(ContractRefusal) as caught:
        await ledger.submit(signed.action, signed.signatures)
    assert (await ledger.status()).outbox_depth == depth
    return caught.value


async def test_a_bills_whole_life_from_issue_to_the_last_gate_out(
    ledger: Ledger, port: Port
) -> None:
    bill_id, order_id = new_id(), new_id()
    for step in [*port.to_gate(bill_id, order_id, 3), port.gate_out(order_id, 0)]:
        record = await submit(ledger, step)
        assert record.status is ActionStatus.FINAL, record.error
        assert record.gas_used is not None
        assert 20_000 < record.gas_used < 400_000
    await asyncio.gather(*(submit(ledger, port.gate_out(order_id, i)) for i in (1, 2)))
    bill = await ledger.read.bill(bill_id)
    view = await ledger.read.order(order_id)
    assert bill is not None
    assert bill.state == BillState.SURRENDERED_FOR_DELIVERY
    assert view is not None
    assert view.state is ReleaseOrderState.COMPLETED
    assert [c.collector for c in view.containers] == [port.no("forwarder")] * 3
    history = await ledger.read.history(RecordKind.BILL, bill_id)
    assert [entry.version for entry in history] == [1, 2, 3, 4, 5]
    assert history[1].wallet == port.members["shipper"].signer.address
    assert await ledger.read.live_order(bill_id) == order_id


async def test_a_certificates_life(ledger: Ledger, port: Port) -> None:
    certificate_id, remark = new_id(), new_id()
    fields = {"certificateId": certificate_id}
    most = (1 << 64) - 1
    applied = port.sign(
        "ApplyCertificate",
        "shipper",
        **fields,
        certificateType=5,
        taxAuthority=port.no("tax_authority"),
        user=port.no("shipper"),
        declarationItem=new_id(),
        quantity=most,
        declaredQuantity=most,
        representedParty=port.no("principal"),
        remark=remark,
    )
    accepted = port.sign("AcceptApplication", "tax_authority", **fields, version=1)
    issued = port.sign("IssueCertificate", "tax_authority", **fields, version=2)
    used = port.sign("UseCertificate", "shipper", **fields, version=3, usedFor=new_id())
    for step in (applied, accepted, issued, used):
        assert (await submit(ledger, step)).status is ActionStatus.FINAL
    certificate = await ledger.read.certificate(certificate_id)
    assert certificate is not None
    assert certificate.state == CertificateState.USED
    assert certificate.quantity == most
    history = await ledger.read.history(RecordKind.CERTIFICATE, certificate_id)
    assert [entry.name for entry in history] == [
        "CertificateApplied",
        "CertificateAccepted",
        "CertificateIssued",
        "CertificateUsed",
    ]
    assert (history[0].represented_party, history[0].remark) == (port.no("principal"), remark)
    assert port.no("principal") in await ledger.read.parties(RecordKind.CERTIFICATE, certificate_id)
    again = port.sign("UseCertificate", "shipper", **fields, version=4, usedFor=new_id())
    assert (await _refusal(ledger, again)).name == "CertificateUnexpectedState"


async def test_successive_versions_may_be_queued_at_once(ledger: Ledger, port: Port) -> None:
    bill_id, order_id = new_id(), new_id()
    records = [
        await ledger.submit(step.action, step.signatures)
        for step in port.to_gate(bill_id, order_id, 40)
    ]
    gates = [port.gate_out(order_id, index) for index in range(40)]
    records += await asyncio.gather(*(ledger.submit(g.action, g.signatures) for g in gates))
    settled = [await ledger.wait(record.action_id, WAIT_SECONDS) for record in records]
    assert {record.status for record in settled} == {ActionStatus.FINAL}
    assert len({record.transaction_hash for record in settled}) < len(settled)
    view = await ledger.read.order(order_id)
    assert view is not None
    assert view.state is ReleaseOrderState.COMPLETED


async def test_gas_of_a_batch_is_shared_to_the_last_unit(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    bills = [port.issue_bill(new_id()) for _ in range(7)]
    records = await asyncio.gather(*(submit(ledger, bill) for bill in bills))
    used: dict[str, int] = {}
    for record in records:
        assert record.transaction_hash is not None
        assert record.gas_used is not None
        used[record.transaction_hash] = used.get(record.transaction_hash, 0) + record.gas_used
    for transaction_hash, gas in used.items():
        receipt = await rpc.receipt(transaction_hash)
        assert receipt is not None
        assert gas == int(receipt["gasUsed"], 16)


async def test_the_same_action_many_times_at_once_is_executed_once(
    ledger: Ledger, port: Port
) -> None:
    bill_id = new_id()
    signed = port.issue_bill(bill_id)
    records = await asyncio.gather(*(submit(ledger, signed) for _ in range(10)))
    assert len({record.sequence for record in records}) == 1
    again = await submit(ledger, signed)
    assert (again.status, again.attempts) == (ActionStatus.FINAL, 1)
    assert len(await ledger.read.history(RecordKind.BILL, bill_id)) == 1


async def test_of_two_rivals_for_one_version_the_second_is_refused_at_once(
    ledger: Ledger, port: Port
) -> None:
    bill_id = new_id()
    await submit(ledger, port.issue_bill(bill_id))
    to_bank = port.endorse(bill_id, 1, "shipper", "bank")
    to_consignee = port.endorse(bill_id, 1, "shipper", "consignee")
    outcomes = await asyncio.gather(
        submit(ledger, to_bank), submit(ledger, to_consignee), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, ContractRefusal)]
    assert [refusal.name for refusal in refused] == ["BillStaleVersion"]


async def test_refusals_come_decoded_and_leave_nothing_behind(ledger: Ledger, port: Port) -> None:
    bill_id = new_id()
    await submit(ledger, port.issue_bill(bill_id))
    stranger = await _refusal(ledger, port.endorse(bill_id, 1, "bank", "consignee"))
    assert stranger.name == "BillNotHolder"
    assert stranger.args_by_name == {
        "billId": bill_id,
        "actor": port.no("bank"),
        "holder": port.no("shipper"),
    }
    stale = await _refusal(ledger, port.endorse(bill_id, 9, "shipper", "bank"))
    assert stale.args_by_name == {"billId": bill_id, "seen": 9, "current": 1}
    unknown = await _refusal(ledger, port.endorse(new_id(), 1, "shipper", "bank"))
    assert unknown.name == "BillUnknown"
    waybill = new_id()
    await submit(ledger, port.issue_bill(waybill, kind=3))
    kind = await _refusal(ledger, port.endorse(waybill, 1, "shipper", "bank"))
    assert kind.name == "BillUnexpectedKind"


async def test_forged_and_malformed_signatures_are_refused(ledger: Ledger, port: Port) -> None:
    good = port.issue_bill(new_id())
    outsider = LocalSigner.from_key(secret_of("nobody"))
    forged = outsider.sign_action(good.action, port.deployment.domain("BillOfLading"))
    assert (await _refusal(ledger, Signed(good.action, forged))).name == "ConsortiumUnknownWallet"
    with pytest.raises(SignatureError):
        await ledger.submit(good.action, good.signatures[:-2])
    with pytest.raises(SignatureError):
        await ledger.submit(good.action, b"")
    both = Signed(good.action, good.signatures * 2)
    assert (await _refusal(ledger, both)).name == "ConsortiumSameWalletTwice"
    other = await _refusal(ledger, Signed(port.issue_bill(new_id()).action, good.signatures))
    assert other.name == "ConsortiumUnknownWallet"


async def test_an_enrolment_still_queued_counts_for_the_next_action(
    ledger: Ledger, port: Port
) -> None:
    carrier = port.members["second_carrier"]
    desk = LocalSigner.from_key(secret_of("second carrier's desk"))
    domain = port.deployment.domain("Consortium")
    unsigned = port.sign(
        "EnrolWallet",
        "second_carrier",
        member=carrier.member,
        version=1,
        wallet=desk.address,
        powers=1 << 2,
        expiresAt=int(time.time()) + 3600,
    )
    enrolment = Signed(
        unsigned.action, unsigned.signatures + desk.sign_action(unsigned.action, domain)
    )
    bill = port.issue_bill(new_id(), actor=carrier.member)
    by_desk = desk.sign_action(bill.action, port.deployment.domain("BillOfLading"))
    await ledger.submit(enrolment.action, enrolment.signatures)
    record = await submit(ledger, Signed(bill.action, by_desk))
    assert (record.status, record.signers) == (ActionStatus.FINAL, [desk.address])
    # By the second of their enrolment, which may be the same for both.
    wallets = {wallet.address: wallet for wallet in await ledger.read.wallets(carrier.member)}
    assert wallets.keys() == {carrier.signer.address, desk.address}
    member = await ledger.read.member(carrier.member)
    assert member is not None
    assert (member.version, member.admin_wallets) == (2, 1)
    assert await ledger.read.wallet(desk.address.lower()) == wallets[desk.address]
    assert await ledger.read.version_of(RecordKind.MEMBER, carrier.member) == 2


async def test_what_somebody_else_relayed_first_is_final_here_too(
    slow: SlowLedger, port: Port, rpc: JsonRpc
) -> None:
    signed = port.issue_bill(new_id())
    record = await slow.accept(signed)
    theirs = await send_directly(rpc, port, signed)
    await slow.go_on()
    settled = await slow.ledger.wait(record.action_id, WAIT_SECONDS)
    assert settled.status is ActionStatus.FINAL, settled.error
    assert settled.transaction_hash == theirs


async def test_without_its_index_nobody_calls_a_relayed_action_failed(
    slow: SlowLedger, port: Port, rpc: JsonRpc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "_WAIT_SECONDS", 0.01)
    signed = port.issue_bill(new_id())
    record = await slow.accept(signed)
    theirs = await send_directly(rpc, port, signed)
    with capture_logs() as told:
        await slow.go_on_blind()
        await until_told(told, "relayer.waits")
    blind = await slow.ledger.action(record.action_id)
    assert blind is not None
    assert not blind.settled
    slow.see()
    settled = await slow.ledger.wait(record.action_id, WAIT_SECONDS)
    assert (settled.status, settled.transaction_hash) == (ActionStatus.FINAL, theirs)


async def test_a_rival_relayed_elsewhere_makes_ours_fail_with_its_reason(
    slow: SlowLedger, port: Port, rpc: JsonRpc
) -> None:
    bill_id = new_id()
    await send_directly(rpc, port, port.issue_bill(bill_id))
    ours = port.endorse(bill_id, 1, "shipper", "bank")
    record = await slow.accept(ours)
    await send_directly(rpc, port, port.endorse(bill_id, 1, "shipper", "consignee"))
    await slow.go_on()
    settled = await slow.ledger.wait(record.action_id, WAIT_SECONDS)
    assert settled.status is ActionStatus.FAILED
    assert settled.error is not None
    assert settled.error["name"] == "BillStaleVersion"
    assert settled.error["args"] == {"billId": bill_id, "seen": 1, "current": 2}
    with pytest.raises(ContractRefusal, match="BillStaleVersion"):
        await slow.accept(ours)


async def test_a_failed_action_may_be_submitted_again_when_it_has_become_lawful(
    slow: SlowLedger, port: Port, rpc: JsonRpc
) -> None:
    bill_id, theirs, ours = new_id(), new_id(), new_id()
    life = port.to_gate(bill_id, theirs, 1)
    for step in life[:5]:
        await send_directly(rpc, port, step)
    order = port.sign("IssueReleaseOrder", "carrier", **{**life[5].action.message, "orderId": ours})
    record = await slow.accept(order)
    await send_directly(rpc, port, life[5])
    await slow.go_on()
    failed = await slow.ledger.wait(record.action_id, WAIT_SECONDS)
    assert failed.error is not None
    assert failed.error["name"] == "ReleaseOrderBillHasOrder"
    revoked = {"orderId": theirs, "version": 1, "billId": bill_id}
    await send_directly(rpc, port, port.sign("RevokeReleaseOrder", "carrier", **revoked))
    again = await submit(slow.ledger, order)
    assert (again.status, again.sequence) == (ActionStatus.FINAL, record.sequence)


async def test_waiting_for_an_unknown_action_says_so(ledger: Ledger) -> None:
    with pytest.raises(UnknownActionError):
        await ledger.wait(new_id(), 0.1)
    assert await ledger.action(new_id()) is None


async def test_waiting_ends_at_the_timeout(slow: SlowLedger, port: Port) -> None:
    record = await slow.accept(port.issue_bill(new_id()))
    early = await slow.ledger.wait(record.action_id, 0.01)
    assert not early.settled
    await slow.go_on()
    assert (await slow.ledger.wait(record.action_id, WAIT_SECONDS)).settled


async def test_a_record_is_visible_to_its_parties_and_its_authorities_only(
    ledger: Ledger, port: Port
) -> None:
    bill_id = new_id()
    await submit(ledger, port.issue_bill(bill_id))
    await submit(ledger, port.endorse(bill_id, 1, "shipper", "bank"))
    may = {
        persona
        for persona in port.members
        if await ledger.read.bill(bill_id, visible_to=port.no(persona)) is not None
    }
    assert may == {
        "carrier",
        "shipper",
        "bank",
        "customs",
        "second_customs",
        "court",
        "second_court",
        "governor",
    }
    listed = await ledger.read.bills(visible_to=port.no("stranger"))
    assert listed == []
    assert bill_id in {b.bill_id for b in await ledger.read.bills(visible_to=port.no("bank"))}


async def test_pages_follow_each_other_without_gap_or_overlap(ledger: Ledger, port: Port) -> None:
    ids = [new_id() for _ in range(7)]
    await asyncio.gather(
        *(submit(ledger, port.issue_bill(i, holder=port.no("principal"))) for i in ids)
    )
    mine = BillFilter(holder=port.no("principal"))
    seen: list[str] = []
    after = None
    while page := await ledger.read.bills(filters=mine, after=after, limit=3):
        seen += [bill.bill_id for bill in page]
        after = page[-1].bill_id
    assert sorted(seen) == sorted(ids)
    assert len(seen) == len(set(seen))


async def test_orders_are_filtered_by_their_state_at_the_time(ledger: Ledger, port: Port) -> None:
    bill_id, order_id = new_id(), new_id()
    for step in port.to_gate(bill_id, order_id, 1):
        await submit(ledger, step)
    of_bill = OrderFilter(state=ReleaseOrderState.ACTIVE, bill_id=bill_id)
    assert [v.order.order_id for v in await ledger.read.orders(filters=of_bill)] == [order_id]
    completed = OrderFilter(state=ReleaseOrderState.COMPLETED, bill_id=bill_id)
    assert await ledger.read.orders(filters=completed) == []
    await submit(ledger, port.gate_out(order_id, 0))
    assert len(await ledger.read.orders(filters=completed)) == 1
    assert len(await ledger.read.orders(port.no("terminal"), completed)) == 1
    assert await ledger.read.orders(port.no("stranger"), completed) == []


async def test_status_tells_how_far_it_is(ledger: Ledger, port: Port, rpc: JsonRpc) -> None:
    record = await submit(ledger, port.issue_bill(new_id()))
    status = await ledger.status()
    assert status.chain_id == port.deployment.chain_id
    assert status.head_block == await rpc.block_number()
    assert record.block_number is not None
    assert status.indexed_block >= record.block_number
    assert status.node_version is not None
    assert status.node_version.startswith("anvil")
    assert (status.outbox_depth, status.index_failure) == (0, None)


async def test_actions_are_listed_by_who_signed_them(ledger: Ledger, port: Port) -> None:
    ids = [new_id() for _ in range(3)]
    for bill_id in ids:
        await submit(ledger, port.issue_bill(bill_id))
    wallet = port.members["carrier"].signer.address
    newest = await ledger.actions([wallet], limit=2)
    assert [record.record_id for record in newest] == [ids[2], ids[1]]
    older = await ledger.actions([wallet], limit=1, before=newest[-1].sequence)
    assert [record.record_id for record in older] == [ids[0]]
    assert await ledger.actions([port.members["stranger"].signer.address]) == []


async def test_simulation_stores_nothing(ledger: Ledger, port: Port) -> None:
    signed = port.issue_bill(new_id())
    await ledger.simulate(signed.action, signed.signatures)
    bill_id = str(signed.action.message["billId"])
    assert await ledger.read.bill(bill_id) is None
