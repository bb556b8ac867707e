"""Evidence proves a record's history and state; each part that is missing or of another ledger is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount

from chain import abi
from chain.deploy import _constructor_arguments, _create, created_address
from chain.evidence.export import EvidenceError, Exporter, directory_of
from chain.evidence.file import ShownDocument
from chain.evidence.report import Answer, Report
from chain.evidence.verify import verify
from chain.node import ChildNode
from contracts.bindings import enums
from tests.contracts import attachments, boxes, claims, handling, records
from tests.contracts.records import Record
from tests.contracts.test_contract_wallets import ANSWERS, _enrolled, _transfer
from tests.integration.evidence.conftest import GAS, evidence_of, full_life, hash_at
from tests.support.nodes import start_node
from tests.support.personas import secret_of
from tests.support.world import Intent, World
from wallets.action_set import sign_set
from wallets.commitment import commit
from wallets.signer import LocalSigner

LIFE = [
    "IssueBill",
    "Endorse",
    "Pledge",
    "ReleasePledge",
    "Endorse",
    "SurrenderForDelivery",
    "AcceptSurrender",
]


async def _verified(world: World, record: Record) -> Report:
    content = await evidence_of(world, record)
    trusted = [await hash_at(world, content["state_block"])]
    return verify(content, trusted, consortium=world.address("Consortium"))


def _failed(report: Report) -> str:
    return report.checks[-1].name if report.answer is Answer.INVALID else str(report.answer)


@pytest.mark.parametrize("engine", ["anvil", "hardhat"])
async def test_each_engine_proves_a_bills_whole_life(engine: str, tmp_path: Path) -> None:
    node = start_node(engine, tmp_path)
    world = await World.create(node.url)
    report = await _verified(world, await full_life(world))
    await world.rpc.close()
    node.stop()

    assert report.answer is Answer.VALID, report.checks
    assert [step.action for step in report.steps] == LIFE
    assert [step.version for step in report.steps] == list(range(1, 8))
    assert report.steps[2].actor_name == "bank"
    assert report.facts["state"] == "SURRENDERED_FOR_DELIVERY"


@pytest.mark.parametrize("state", ["Active", "Revoked", "Completed"])
async def test_a_release_order_in_each_state(world: World, state: str) -> None:
    record = await records.order(world, state)
    if state == "Active":
        await world.act(records.hold(record, bits=0b101))
        record.version += 1
        await world.act(records.hold(record, by="carrier", authority=2))
    report = await _verified(world, record)
    assert report.answer is Answer.VALID, report.checks


@pytest.mark.parametrize("state", [s for s in enums()["CertificateState"] if s != "None"])
async def test_a_certificate_in_each_state(world: World, state: str) -> None:
    report = await _verified(world, await records.certificate(world, state))
    assert report.answer is Answer.VALID, report.checks


@pytest.mark.parametrize(
    "state",
    ["Pledged", "Frozen", "AmendmentRequested", "Voided", "OnPaper", "Replaced"],
)
async def test_a_bill_in_each_state(world: World, state: str) -> None:
    report = await _verified(world, await records.bill(world, state, with_bank=state != "Voided"))
    assert report.answer is Answer.VALID, report.checks


@pytest.mark.parametrize("state", [s for s in enums()["ClaimState"] if s != "None"])
async def test_a_refund_claim_in_each_state(world: World, state: str) -> None:
    report = await _verified(world, await claims.claim(world, state))
    assert report.answer is Answer.VALID, report.checks


@pytest.mark.parametrize("state", ["Valid", "Superseded", "Revoked", "Consumed"])
async def test_a_supporting_document_in_each_state(world: World, state: str) -> None:
    report = await _verified(world, await attachments.document(world, state))
    assert report.answer is Answer.VALID, report.checks
    assert report.facts["state"] == state.upper()


@pytest.mark.parametrize("state", ["Anchored", "Corrected"])
async def test_a_batch_of_milestones_in_each_state(world: World, state: str) -> None:
    report = await _verified(world, await attachments.milestones(world, state))
    assert report.answer is Answer.VALID, report.checks


@pytest.mark.parametrize("state", ["Requested", "Confirmed", "Refused", "Cancelled"])
async def test_an_appointment_in_each_state(world: World, state: str) -> None:
    record = await handling.appointment(world, state)
    report = await _verified(world, record)
    assert report.answer is Answer.VALID, report.checks
    assert report.facts["state"] == state.upper()
    assert report.facts["order"] == int(record.facts["order"].record_id, 16)


@pytest.mark.parametrize("state", [s for s in enums()["InspectionState"] if s != "None"])
async def test_an_inspection_in_each_state(world: World, state: str) -> None:
    report = await _verified(world, await handling.inspection(world, state))
    assert report.answer is Answer.VALID, report.checks
    assert (report.facts["state"], report.facts["authority"]) == (state.upper(), "CUSTOMS")
    assert report.facts["containers"] == 0b011


@pytest.mark.parametrize("state", ["Shared", "Dissolved", "Out"])
async def test_a_shared_container_in_each_state(world: World, state: str) -> None:
    record = await boxes.box(world, state)
    report = await _verified(world, record)
    assert report.answer is Answer.VALID, report.checks
    assert report.record == f"SharedContainers {record.record_id}"
    assert (report.facts["state"], report.facts["parts"]) == (state.upper(), 2)
    bills = [f"0x{report.facts[f'bill_{place}']:064x}" for place in range(2)]
    assert bills == [bill_id for bill_id, _ in record.facts["slots"]]


async def test_one_gate_out_is_behind_all_that_left_with_it(world: World) -> None:
    """In a batch with others', and when it is corrected."""
    orders = [await records.order(world, "Active") for _ in range(3)]
    alone = orders.pop()
    box = await boxes.shared(world, *orders)
    calls = [
        await world.signed(records.gate_out(world, alone, container=1)),
        await world.signed(records.gate_out(world, orders[1])),
        await world.signed(records.gate_out(world, orders[0], container=1)),
    ]
    assert await world.batch(calls, gas_limit=GAS) == [None, None, None]
    for record in (box, *orders):
        content = await evidence_of(world, record)
        report = await _verified(world, record)
        assert report.answer is Answer.VALID, report.checks
        behind = {shown["call"]: shown["message"] for shown in content["actions"] if shown["call"]}
        assert behind[1]["orderId"] == orders[1].record_id
    assert report.facts["gated_out"] == 0b01

    left = await evidence_of(world, box)
    out = next(t for t in left["transactions"] if t["block"] == left["actions"][-1]["block"])
    left["transactions"].remove(out)
    left["actions"].pop()
    trusted = [await hash_at(world, left["state_block"])]
    hidden = verify(left, trusted, consortium=world.address("Consortium"))
    assert _failed(hidden) == "history"

    await world.act(records.correct_gate_out(world, orders[0]))
    report = await _verified(world, box)
    assert report.answer is Answer.VALID, report.checks
    assert (report.facts["state"], report.steps[-1].action) == ("SHARED", "CorrectGateOut")


async def test_a_set_that_was_attested_before_its_actions(world: World) -> None:
    made = [Record("BillOfLading", world.new_id(), 0) for _ in range(3)]
    issues = [(await world.signed(records.issue_bill(world, record))).action for record in made]
    signed = sign_set(issues, world.domain("BillOfLading"), world.signer("carrier"))
    attest = abi.encode_call(
        "BillOfLading", "attest", signed.type_hash, signed.struct_hashes, signed.signature
    )
    bare = [abi.encode_action(action, b"") for action in issues]
    outcomes = await world.batch_calls("BillOfLading", [attest, *bare], gas_limit=GAS)
    assert outcomes == [None] * 4

    content = await evidence_of(world, made[2])
    assert bytes.fromhex(content["actions"][0]["signatures"][2:]) == signed.piece(2)
    assert (await _verified(world, made[2])).answer is Answer.VALID


async def test_an_action_of_a_set_is_proved_by_its_path(world: World) -> None:
    made = [Record("BillOfLading", world.new_id(), 0) for _ in range(3)]
    issues = [(await world.signed(records.issue_bill(world, record))).action for record in made]
    signed = sign_set(issues, world.domain("BillOfLading"), world.signer("carrier"))
    assert await world.execute_set(signed, gas_limit=GAS) == [None] * 3

    content = await evidence_of(world, made[1])
    assert bytes.fromhex(content["actions"][0]["signatures"][2:]) == signed.piece(1)
    assert (await _verified(world, made[1])).answer is Answer.VALID


async def test_what_nobody_vouches_for_is_told(world: World) -> None:
    record = await full_life(world)
    content = await evidence_of(world, record)
    number = content["state_block"]
    known, consortium = await hash_at(world, number), world.address("Consortium")

    untrusting = verify(content)
    assert untrusting.answer is Answer.CANNOT_TELL
    open_ = {check.name: check for check in untrusting.checks if check.answer is not Answer.VALID}
    assert set(open_) == {"block", "consortium"}
    assert known in open_["block"].told
    assert consortium.lower() in open_["consortium"].told
    assert verify(content, [known]).answer is Answer.CANNOT_TELL
    assert verify(content, [], consortium=consortium).answer is Answer.CANNOT_TELL
    earlier = await hash_at(world, number - 1)
    assert verify(content, [earlier], consortium=consortium).answer is Answer.CANNOT_TELL
    assert verify(content, [known], consortium=consortium.upper().replace("X", "x")).answer is (
        Answer.VALID
    )


async def test_the_same_contracts_beside_the_ledger_prove_nothing_of_it(
    world: World, node: ChildNode
) -> None:
    impostor = await World.create(node.url)
    record = await full_life(impostor)
    content = await evidence_of(impostor, record)
    trusted = [await hash_at(world, content["state_block"])]
    await impostor.rpc.close()

    report = verify(content, trusted, consortium=world.address("Consortium"))
    assert _failed(report) == "consortium"


async def _registry_beside(world: World) -> World:
    """The bill of lading deployed once more, by anybody, with the ledger's own Consortium."""
    deployer: LocalAccount = Account.from_key(secret_of("who keeps a second registry"))
    halves = ("BillOfLadingServices", "BillOfLading")
    nonce = await world.rpc.nonce(deployer.address)
    beside = {name: created_address(deployer.address, nonce + i) for i, name in enumerate(halves)}
    addresses = world.deployment.addresses | beside
    arguments = _constructor_arguments(addresses, [], 1)
    chain_id = world.deployment.chain_id
    for place, name in enumerate(halves):
        await _create(world.rpc, deployer, chain_id, nonce + place, name, arguments[name])
    return World(world.rpc, replace(world.deployment, addresses=addresses), world._cast)


async def test_a_second_registry_with_the_ledgers_consortium_proves_nothing(world: World) -> None:
    """The same bill twice: its carrier can sign for another contract, whose code and members are the ledger's."""
    beside = await _registry_beside(world)
    record = Record("BillOfLading", world.new_id(), 0)
    for registry in (world, beside):
        await registry.act(records.issue_bill(registry, record))
    assert (await _verified(world, record)).answer is Answer.VALID

    report = await _verified(beside, record)
    assert _failed(report) == "contracts"
    assert report.checks[-1].told == "the Consortium's directory has another BillOfLading"


async def test_a_long_history_hangs_from_several_hashes(world: World) -> None:
    record = await full_life(world)
    content = await evidence_of(world, record, most_headers=1)
    consortium = world.address("Consortium")
    newest = await hash_at(world, content["state_block"])
    assert verify(content, [newest], consortium=consortium).answer is Answer.CANNOT_TELL
    blocks = {t["block"] for t in content["transactions"]} | {content["state_block"]}
    every = [await hash_at(world, number) for number in blocks]
    assert verify(content, every, consortium=consortium).answer is Answer.VALID


async def test_a_wallet_that_is_a_contract_cannot_be_told_offline(world: World) -> None:
    wallet = await _enrolled(world, ANSWERS)
    sent = await _transfer(world, wallet)
    await world.send(sent)
    report = await _verified(world, Record("BillOfLading", str(sent.action.message["billId"]), 2))
    assert report.answer is Answer.CANNOT_TELL
    told = [check for check in report.checks if check.answer is Answer.CANNOT_TELL]
    assert [check.name for check in told] == ["signatures"]
    assert wallet.lower() in told[0].told


async def test_a_wallet_that_was_revoked_afterwards_had_the_right(world: World) -> None:
    signer = LocalSigner.from_key(secret_of("evidence: soon revoked"))
    member = world.member("shipper")

    async def change(name: str, **fields: object) -> None:
        version = (await world.read("Consortium", "memberOf", member))["version"]
        known = {"member": member, "version": version, "wallet": signer.address}
        cosigners = (signer,) if name == "EnrolWallet" else ()
        await world.act(Intent(name, "shipper", known | fields, cosigners))

    await change("EnrolWallet", powers=1 << 3, expiresAt=0)
    bill = await world.issued_bill()
    fields = {"billId": bill, "version": 1, "holder": world.member("bank")}
    await world.act(Intent("TransferPossession", "shipper", fields), signers=[signer])
    await change("RevokeWallet")
    record = Record("BillOfLading", bill, 2)
    content = await evidence_of(world, record)
    trusted = [await hash_at(world, content["state_block"])]
    consortium = world.address("Consortium")
    assert verify(content, trusted, consortium=consortium).answer is Answer.VALID

    last = max(content["transactions"], key=lambda shown: int(shown["block"]))
    content["transactions"].remove(last)
    hidden = verify(content, trusted, consortium=consortium)
    assert _failed(hidden) == "rights"
    assert f"member {member} is otherwise in storage" in hidden.checks[-1].told


async def test_a_document_is_shown_only_where_it_is_given(world: World) -> None:
    document, salt = {"transportDocumentReference": "HLCU123", "weight": 12.5}, bytes(range(32))
    record = Record("BillOfLading", "0x" + commit(document, salt).root.hex(), 0)
    await world.act(records.issue_bill(world, record))
    exporter = Exporter(world.rpc, world.deployment.addresses)
    assert (await exporter.export(record.record_id)).document is None

    shown = ShownDocument(document=document, salt="0x" + salt.hex())
    content = (await exporter.export(record.record_id, document=shown)).model_dump(mode="json")
    assert {check.answer for check in verify(content).checks[:-2]} == {Answer.VALID}
    content["document"]["document"]["weight"] = 12.6
    assert _failed(verify(content)) == "document"


async def test_the_directory_is_read_from_the_consortium_alone(world: World) -> None:
    assert await directory_of(world.rpc, world.address("Consortium")) == dict(
        world.deployment.addresses
    )
    with pytest.raises(EvidenceError, match="no contract at"):
        await directory_of(world.rpc, "0x" + "ab" * 20)


async def test_there_is_no_evidence_of_nothing(world: World) -> None:
    exporter = Exporter(world.rpc, world.deployment.addresses)
    with pytest.raises(EvidenceError, match="no record"):
        await exporter.export(world.new_id())
