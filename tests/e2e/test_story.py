"""The first bill sails: from issue to gate-out, through the HTTP API alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from chain.deploy import Deployment
from chain.node import ChildNode
from chain.rpc import JsonRpc
from scripts.demos.consignments import Way, load_story
from scripts.demos.story import run_story
from scripts.quay.story_view import in_a_line
from scripts.quay.supervise import Plan, Supervisor
from tests.e2e.conftest import Told
from tests.e2e.ledgers import assert_executed_once, wallets_for

SELECTION = (
    "import-02-wine",
    "import-03-machining-centres",
    "import-06-copper-cathodes",
    "import-09-cosmetics",
    "import-10-natural-rubber",
    "import-13-injection-moulds",
    "export-03-washing-machines",
    "export-06-bicycles",
)
"""Each kind of bill but the straight one, and half of the unhappy ways, in few containers."""

ACCOMPLISHED, IN_CIRCULATION, IN_PIECES = 3, 1, 5
ENDS = {str(Way.SEA_WAYBILL): IN_CIRCULATION, str(Way.SPLIT): IN_PIECES}


def test_every_step_ends_as_the_story_says(told: Told) -> None:
    assert told.result.ok, [in_a_line(step) for step in told.result.wrong]
    assert {c.key for c in told.result.consignments} == {c.key for c in told.data.consignments}


def test_there_are_enough_bills_of_every_kind_and_way(told: Told) -> None:
    assert len(told.result.consignments) >= 12
    assert {c.kind for c in told.result.consignments} == {
        "Straight",
        "ToOrder",
        "Bearer",
        "SeaWaybill",
    }
    assert {c.way for c in told.result.consignments} == {str(way) for way in Way}
    assert {c.certificate for c in told.result.consignments} >= {"USED", "REFUSED", "VOIDED"}
    assert [c.claim for c in told.result.consignments].count("PAID") >= 1


def test_each_refusal_is_named_and_says_why(told: Told) -> None:
    refused = [s for s in told.result.steps if s.result == "refused"]
    names = Counter(s.error.name for s in refused if s.error is not None)

    assert set(names) == {
        "BillContentNotRequested",
        "BillPledged",
        "BillStaleVersion",
        "BillUnexpectedKind",
        "BillUnexpectedState",
        "CertificateUnexpectedState",
        "ConsortiumUnknownWallet",
        "ReleaseOrderHeld",
        "ReleaseOrderNotTerminal",
        "ReleaseOrderUnexpectedState",
    }
    assert all(len(s.error.reason.split()) >= 4 for s in refused if s.error is not None)


def test_every_executed_step_has_its_signer_its_gas_and_its_transaction(told: Told) -> None:
    for step in told.result.steps:
        if step.result == "final":
            assert step.wallet in step.signers, step
            assert step.gas, step
            assert step.transaction, step
            assert step.seconds > 0, step


def test_containers_leave_by_the_signature_of_their_gate(told: Told) -> None:
    gates = {s.address for key, s in told.wallets.signers.items() if key.endswith("/gate")}
    left = [s for s in told.result.steps if s.action == "GateOut" and s.result == "final"]

    assert len(gates) == 2
    assert len(left) == sum(c.containers_out for c in told.result.consignments)
    assert {signer for step in left for signer in step.signers} == gates


def test_an_admission_is_signed_by_every_governor(told: Told) -> None:
    governors = [founder.wallet for founder in told.wallets.genesis.founders]
    admissions = [s for s in told.result.steps if s.action == "AdmitMember"]

    assert len(governors) == 2
    assert len(admissions) == len(told.data.organisations) - len(governors)
    assert all(list(s.signers) == governors for s in admissions)


async def test_the_chain_says_the_same(told: Told) -> None:
    deployment = Deployment.load(told.ledger.plan.deployment_path)
    assert deployment is not None
    async with JsonRpc(told.ledger.rpc_url) as rpc:
        for c in told.result.consignments:
            bills, orders = (deployment.addresses[n] for n in ("BillOfLading", "ReleaseOrder"))
            bill = await rpc.ask("BillOfLading", bills, "billOf", bytes.fromhex(c.bill_id[2:]))
            found = [
                await rpc.ask("ReleaseOrder", orders, "orderOf", bytes.fromhex(order_id[2:]))
                for order_id in c.order_ids
            ]
            assert bill["state"] == ENDS.get(c.way, ACCOMPLISHED), c
            assert sum(o["gatedOut"].bit_count() for o in found) == c.containers_out, c


async def test_nothing_is_executed_twice(told: Told) -> None:
    founders = len(told.wallets.genesis.founders)
    await assert_executed_once(told.ledger.plan, told.ledger.rpc_url, told.result.steps, founders)


async def test_any_engine_tells_the_same_story(any_node: ChildNode, tmp_path: Path) -> None:
    data = load_story().only(SELECTION)
    wallets = wallets_for(data)
    plan = Plan(tmp_path, port=0, rpc_url=any_node.url)
    async with Supervisor(plan) as ledger:
        await ledger.start(wallets.genesis)
        result = await run_story(ledger.url, data, wallets.signers)
    assert result.ok, [in_a_line(step) for step in result.wrong]
    assert {c.key for c in result.consignments} == set(SELECTION)
