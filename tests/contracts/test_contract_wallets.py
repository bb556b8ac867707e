"""Wallets that are contracts (ERC-1271): those that acknowledge, refuse, revert, loop, or answer garbage."""

from __future__ import annotations

import pytest

from chain import abi
from tests.support.world import Intent, SignedAction, World

MAGIC = "1626ba7e" + "00" * 28
ANSWERS = f"7f{MAGIC}60005260206000f3"
REVERTS = "60006000fd"
LOOPS = "5b600056"
GARBAGE = f"7f{'ab' * 32}60005260206000f3"
SHORT = f"7f{MAGIC}60005260046000f3"
LONG = f"7f{MAGIC}60005260406000f3"


def _piece(wallet: str, own: bytes = b"company seal") -> bytes:
    address = bytes.fromhex(wallet[2:]).rjust(32, b"\0")
    return address + len(own).to_bytes(32, "big") + b"\0" + own


async def _enrolled(world: World, runtime: str) -> str:
    """A contract wallet of the shipper; it acknowledges its own enrolment, then behaves as `runtime`."""
    wallet = await world.deploy_code(runtime)
    member = world.member("shipper")
    version = (await world.read("Consortium", "memberOf", member))["version"]
    fields = {"member": member, "version": version, "wallet": wallet, "powers": 1 << 3}
    signed = await world.signed(Intent("EnrolWallet", "shipper", fields | {"expiresAt": 0}))
    await world.set_code(wallet, ANSWERS)
    await world.send(SignedAction(signed.action, signed.signatures + _piece(wallet)))
    await world.set_code(wallet, runtime)
    return wallet


async def _transfer(world: World, wallet: str, own: bytes = b"company seal") -> SignedAction:
    bill = await world.issued_bill()
    fields = {"billId": bill, "version": 1, "holder": world.member("bank")}
    signed = await world.signed(Intent("TransferPossession", "shipper", fields))
    return SignedAction(signed.action, _piece(wallet, own))


async def test_a_contract_wallet_signs_by_acknowledging(world: World) -> None:
    wallet = await _enrolled(world, ANSWERS)
    sent = await _transfer(world, wallet)
    await world.send(sent)
    bill = str(sent.action.message["billId"])
    assert (await world.read("BillOfLading", "billOf", bill))["holder"] == world.member("bank")


@pytest.mark.parametrize(
    "runtime",
    [REVERTS, LOOPS, GARBAGE, SHORT, LONG],
    ids=["reverts", "loops", "garbage", "short answer", "long answer"],
)
async def test_a_contract_wallet_that_does_not_acknowledge_signs_nothing(
    world: World, runtime: str
) -> None:
    wallet = await _enrolled(world, runtime)
    assert await world.refusal_of(await _transfer(world, wallet)) == "SignatureContractRefused"


async def test_an_address_without_code_acknowledges_nothing(world: World) -> None:
    sent = await _transfer(world, world.signer("shipper").address)
    assert await world.refusal_of(sent) == "SignatureContractRefused"


async def test_a_contract_that_is_not_enrolled_signs_nothing(world: World) -> None:
    wallet = await world.deploy_code(ANSWERS)
    assert await world.refusal_of(await _transfer(world, wallet)) == "ConsortiumUnknownWallet"


async def test_a_length_beyond_the_bytes_at_hand_is_refused(world: World) -> None:
    wallet = await _enrolled(world, ANSWERS)
    sent = await _transfer(world, wallet)
    cut = SignedAction(sent.action, sent.signatures[:-1])
    assert await world.refusal_of(cut) == "SignatureLength"
    huge = sent.signatures[:32] + b"\xff" * 32 + sent.signatures[64:]
    assert await world.refusal_of(SignedAction(sent.action, huge)) == "SignatureLength"


async def test_an_empty_own_signature_is_the_contracts_to_judge(world: World) -> None:
    wallet = await _enrolled(world, ANSWERS)
    await world.send(await _transfer(world, wallet, own=b""))


def _calls_back(target: str, data: bytes) -> str:
    """A wallet that calls `target` with `data` before it acknowledges; it reverts if that call succeeds."""
    head_length = 96
    head = bytes.fromhex(
        f"61{len(data):04x}61{head_length:04x}6000"  # length, offset, destination
        "39"  # CODECOPY
        f"60006000"  # no answer wanted
        f"61{len(data):04x}6000"  # the arguments
        "6000"  # no value
        f"73{target[2:]}"  # the target
        "6201d4c0"  # 120,000 gas
        "f1"  # CALL
        "605a57"  # jump if it succeeded
        f"7f{MAGIC}60005260206000f3"  # acknowledge
        "5b60006000fd"  # revert
    )
    assert len(head) == head_length
    return (head + data).hex()


async def test_a_contract_wallet_that_calls_back_changes_nothing(world: World) -> None:
    wallet = await _enrolled(world, ANSWERS)
    sent = await _transfer(world, wallet)
    bill = str(sent.action.message["billId"])
    fields = {"billId": bill, "version": 1, "holder": world.member("stranger")}
    other = await world.signed(Intent("TransferPossession", "shipper", fields))
    assert await world.refusal_of(other) is None, "from outside the same call is lawful"
    data = abi.encode_action(other.action, other.signatures)
    await world.set_code(wallet, _calls_back(world.address("BillOfLading"), data))
    await world.send(sent)
    found = await world.read("BillOfLading", "billOf", bill)
    assert (found["holder"], found["version"]) == (world.member("bank"), 2)
