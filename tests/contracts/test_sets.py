"""One signature for many actions: relayed together after one attestation, or each alone with its proof."""

from __future__ import annotations

import dataclasses

import pytest
from eth_utils.crypto import keccak

from chain import abi
from chain.errors import ContractRefusal
from contracts.bindings import actions
from tests.contracts import records
from tests.contracts.records import Record
from tests.support.personas import secret_of
from tests.support.world import Intent, SignedAction, World
from wallets.action_set import SignedSet, sign_set
from wallets.signer import LocalSigner
from wallets.typed_action import Domain, struct_hash

GAS = 600_000


async def _issues(world: World, count: int) -> list[SignedAction]:
    made = [Record("BillOfLading", world.new_id(), 0) for _ in range(count)]
    return [await world.signed(records.issue_bill(world, record)) for record in made]


def _signed(
    world: World, issues: list[SignedAction], *, by: str = "carrier", domain: Domain | None = None
) -> SignedSet:
    where = domain or world.domain("BillOfLading")
    return sign_set([issue.action for issue in issues], where, world.signer(by))


def _alone(signed: SignedSet, place: int) -> SignedAction:
    return SignedAction(signed.actions[place], signed.piece(place))


def _attestation(signed: SignedSet, signature: bytes | None = None) -> bytes:
    proof = signed.signature if signature is None else signature
    return abi.encode_call("BillOfLading", "attest", signed.type_hash, signed.struct_hashes, proof)


async def _batch_refusal(world: World, data: bytes, *, gas: int = 10_000_000) -> str | None:
    try:
        await world.rpc.call(world.address("Batch"), data, gas=hex(gas))
    except ContractRefusal as refusal:
        return refusal.name
    return None


async def _data(world: World, intent: Intent) -> bytes:
    sent = await world.signed(intent)
    return abi.encode_action(sent.action, sent.signatures)


async def _together(world: World, signed: SignedSet, attestation: bytes) -> list[str | None]:
    """The outcomes of a batch of the attestation and the set's actions without signatures."""
    bare = [abi.encode_action(action, b"") for action in signed.actions]
    return await world.batch_calls("BillOfLading", [attestation, *bare], gas_limit=GAS)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 50])
async def test_every_action_of_a_set_can_be_relayed_alone(world: World, count: int) -> None:
    issues = await _issues(world, count)
    signed = _signed(world, issues)
    for place in {0, count // 2, count - 1}:
        await world.send(_alone(signed, place))
        bill = signed.actions[place].message["billId"]
        assert await world.state("BillOfLading", str(bill)) == "Issued"


@pytest.mark.parametrize("count", [1, 3, 50])
async def test_an_attested_set_needs_no_more_signatures(world: World, count: int) -> None:
    signed = _signed(world, await _issues(world, count))
    assert await _together(world, signed, _attestation(signed)) == [None] * (count + 1)
    for action in signed.actions:
        assert await world.state("BillOfLading", str(action.message["billId"])) == "Issued"


@pytest.mark.parametrize("count", [1, 3, 50])
async def test_a_set_is_relayed_under_its_one_signature(world: World, count: int) -> None:
    signed = _signed(world, await _issues(world, count))
    assert await world.execute_set(signed, gas_limit=GAS) == [None] * count
    for action in signed.actions:
        assert await world.state("BillOfLading", str(action.message["billId"])) == "Issued"


async def test_a_failing_action_of_a_set_does_not_touch_its_neighbours(world: World) -> None:
    issues = await _issues(world, 4)
    await world.send(issues[1])
    signed = _signed(world, issues)
    outcome = await world.execute_set(signed, gas_limit=GAS)
    assert outcome == [None, "BillAlreadyIssued", None, None]
    for action in signed.actions:
        assert await world.state("BillOfLading", str(action.message["billId"])) == "Issued"


async def test_the_actions_of_a_set_may_differ_in_every_field(world: World) -> None:
    order = await records.order(world, "Active")
    gates = [
        (await world.signed(records.gate_out(world, order, container=place))).action
        for place in range(3)
    ]
    signed = sign_set(gates, world.domain("ReleaseOrder"), world.signer("terminal"))
    assert await world.execute_set(signed, gas_limit=GAS) == [None] * 3
    assert await world.state("ReleaseOrder", order.record_id) == "Completed"


async def test_a_set_by_another_key_is_executed_for_nobody(world: World) -> None:
    signed = _signed(world, await _issues(world, 2), by="bank")
    outcome = await world.execute_set(signed, gas_limit=GAS)
    assert outcome == ["ConsortiumWalletOfAnotherMember"] * 2


async def test_a_set_without_a_signature_reverts_whole(world: World) -> None:
    signed = _signed(world, await _issues(world, 2))
    broken = dataclasses.replace(signed, signature=bytes(65))
    data = world.set_data(broken, gas_limit=GAS)
    assert await _batch_refusal(world, data) == "SignatureContractRefused"


async def test_a_set_short_of_gas_reverts_whole(world: World) -> None:
    signed = _signed(world, await _issues(world, 4))
    data = world.set_data(signed, gas_limit=GAS)
    assert await _batch_refusal(world, data, gas=GAS + 100_000) == "BatchOutOfGas"


async def test_an_action_of_a_set_that_gets_too_little_gas_fails_alone(world: World) -> None:
    signed = _signed(world, await _issues(world, 2))
    assert await world.execute_set(signed, gas_limit=30_000) == ["", ""]


@pytest.mark.parametrize(
    ("common", "varying", "words"),
    [(7, 0, 7), (7, 1 << 7, 2), (7, 0b11, 3), (7, 1, 0), (0, 1, 1)],
    ids=["nothing differs", "no such field", "half an action", "no action", "no field"],
)
async def test_words_that_make_no_actions_are_refused(
    world: World, common: int, varying: int, words: int
) -> None:
    made = (bytes(32),) * max(common, words)
    one = (world.address("BillOfLading"), GAS, b"1234", b"5" * 32)
    given = (*one, made[:common], varying, made[:words])
    data = abi.encode_call("Batch", "executeSet", given, bytes(65))
    assert await _batch_refusal(world, data) == "BatchSetSize"


async def test_a_wallet_that_is_revoked_in_the_same_batch_signs_nothing_more(world: World) -> None:
    """What the consortium knows is asked at every action, an attested one, too."""
    member = world.member("shipper")
    made = [await records.bill(world, "Issued", with_bank=False) for _ in range(2)]
    clerk = LocalSigner.from_key(secret_of(f"clerk {made[0].record_id}"))
    version = (await world.read("Consortium", "memberOf", member))["version"]
    plain = {"member": member, "version": version, "wallet": clerk.address}
    enrol = Intent("EnrolWallet", "shipper", plain | {"powers": 1 << 3, "expiresAt": 0})
    await world.act(enrol, signers=[world.signer("shipper"), clerk])
    transfers = [
        (await world.signed(records.endorse(world, bill, by="shipper", endorsee="bank"))).action
        for bill in made
    ]
    signed = sign_set(transfers, world.domain("BillOfLading"), clerk)
    revoke = Intent("RevokeWallet", "shipper", plain | {"version": version + 1})
    calls = [
        ("BillOfLading", _attestation(signed)),
        ("BillOfLading", abi.encode_action(transfers[0], b"")),
        ("Consortium", await _data(world, revoke)),
        ("BillOfLading", abi.encode_action(transfers[1], b"")),
    ]
    assert await world.mixed_batch(calls, gas_limit=GAS) == [
        None,
        None,
        None,
        "ConsortiumWalletRevoked",
    ]


async def test_an_attestation_counts_in_its_own_transaction_only(world: World) -> None:
    signed = _signed(world, await _issues(world, 2))
    await world.transact("BillOfLading", _attestation(signed))
    assert await world.refusal_of(SignedAction(signed.actions[0], b"")) == "SignatureLength"


async def test_an_action_that_was_not_attested_has_no_signature(world: World) -> None:
    signed = _signed(world, await _issues(world, 2))
    other = (await _issues(world, 1))[0].action
    calls = [_attestation(signed), abi.encode_action(other, b"")]
    outcome = await world.batch_calls("BillOfLading", calls, gas_limit=GAS)
    assert outcome == [None, "SignatureLength"]


async def test_a_set_by_another_key_authorises_nothing(world: World) -> None:
    signed = _signed(world, await _issues(world, 2), by="bank")
    refused = await world.refusal_of(_alone(signed, 0))
    assert refused == "ConsortiumWalletOfAnotherMember"
    outcome = await _together(world, signed, _attestation(signed))
    assert outcome == [None, refused, refused]


async def test_a_proof_serves_its_own_place_only(world: World) -> None:
    signed = _signed(world, await _issues(world, 4))
    crossed = SignedAction(signed.actions[0], signed.piece(1))
    assert await world.refusal_of(crossed) == "ConsortiumUnknownWallet"


async def test_a_set_for_another_contract_is_by_nobody(world: World) -> None:
    signed = _signed(world, await _issues(world, 2), domain=world.domain("ReleaseOrder"))
    assert await world.refusal_of(_alone(signed, 0)) == "ConsortiumUnknownWallet"


async def test_an_action_outside_the_set_is_not_in_it(world: World) -> None:
    issues = await _issues(world, 3)
    signed = _signed(world, issues[:2])
    smuggled = SignedAction(issues[2].action, signed.piece(0))
    assert await world.refusal_of(smuggled) == "ConsortiumUnknownWallet"


async def test_the_type_that_is_attested_is_one_of_the_contracts(world: World) -> None:
    signed = _signed(world, await _issues(world, 2))
    foreign = abi.encode_call(
        "BillOfLading", "attest", b"\x11" * 32, signed.struct_hashes, signed.signature
    )
    assert await world.batch_calls("BillOfLading", [foreign], gas_limit=GAS) == [
        "SignatureTypeUnknown"
    ]


@pytest.mark.parametrize(
    ("cut", "error"),
    [(65, "SignatureInvalid"), (69, "SignatureLength"), (71, "SignatureLength")],
)
async def test_a_piece_that_is_cut_short_is_refused(world: World, cut: int, error: str) -> None:
    signed = _signed(world, await _issues(world, 4))
    whole = _alone(signed, 0)
    short = dataclasses.replace(whole, signatures=whole.signatures[:cut])
    assert await world.refusal_of(short) in {error, "SignatureLength"}


async def test_a_set_is_no_taller_than_sixteen(world: World) -> None:
    signed = _signed(world, await _issues(world, 2))
    piece = signed.piece(0)
    tall = piece[:65] + bytes([17]) + piece[66:70] + bytes(32 * 17)
    assert await world.refusal_of(SignedAction(signed.actions[0], tall)) == "SignatureSetHeight"
    empty = abi.encode_call("BillOfLading", "attest", signed.type_hash, [], signed.signature)
    outcome = await world.batch_calls("BillOfLading", [empty], gas_limit=GAS)
    assert outcome == ["SignatureSetHeight"]


async def test_every_action_type_can_be_signed_as_a_set(world: World) -> None:
    record = await records.bill(world, "Issued", with_bank=False)
    transfer = records.endorse(world, record, by="shipper", endorsee="bank")
    endorsed = (await world.signed(transfer)).action
    signed = sign_set([endorsed], world.domain("BillOfLading"), world.signer("shipper"))
    assert len(struct_hash(endorsed)) == 32
    await world.send(SignedAction(endorsed, signed.piece(0)))
    order = await records.order(world, "Active")
    gates = [
        (await world.signed(records.gate_out(world, order, container=place))).action
        for place in range(3)
    ]
    out = sign_set(gates, world.domain("ReleaseOrder"), world.signer("terminal"))
    for place in range(3):
        await world.send(SignedAction(gates[place], out.piece(place)))
    assert await world.state("ReleaseOrder", order.record_id) == "Completed"


async def test_a_member_action_can_be_signed_as_a_set(world: World) -> None:
    member = world.member("customs")
    version = (await world.read("Consortium", "memberOf", member))["version"]
    fields = {"member": member, "version": version, "powers": 0}
    action = (await world.signed(Intent("SetFourEyes", "customs", fields))).action
    signed = sign_set([action, action], world.domain("Consortium"), world.signer("customs"))
    await world.send(SignedAction(action, signed.piece(1)))


@pytest.mark.parametrize("name", list(actions()))
async def test_the_contracts_spell_every_set_as_the_wallets_do(world: World, name: str) -> None:
    spec = actions()[name]
    for height in (0, 1, 6):
        spelt = f"Set({name}{'[2]' * height} tree){spec.type_string}"
        found = await world.read("ActionTypes", "setTypeHash", spec.type_hash, height)
        assert found == "0x" + keccak(text=spelt).hex()
