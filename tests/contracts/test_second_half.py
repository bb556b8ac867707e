"""A contract in two halves (ADR 0005): one storage, one address, one domain, and nothing at the second half's own."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi.abi import encode

from chain import abi
from chain.codegen.interfaces import interface
from chain.compile import DEPLOYED, SECOND_HALVES, compile_contracts
from chain.errors import ContractRefusal
from contracts.bindings import abi as contract_abi
from contracts.bindings import bytecode
from tests.contracts import records
from tests.contracts.records import of_bill
from tests.support.world import SignedAction, World

HALVES = sorted(SECOND_HALVES.items())
_SIGNED = {"CONSORTIUM", "TYPES", "attest", "eip712Domain"}
_ASKED_IN_BOTH = {"BillOfLading": _SIGNED, "ReleaseOrder": _SIGNED | {"BILLS"}}


def _layout(contract: str) -> list[tuple[str, str, str]]:
    found = compile_contracts().artifacts[contract].storage_layout["storage"]
    return [(entry["slot"], entry["label"], entry["type"]) for entry in found]


async def _call(world: World, contract: str, data: bytes) -> str:
    params: list[Any] = [{"to": world.address(contract), "data": "0x" + data.hex()}, "latest"]
    return str(await world.rpc.read("eth_call", *params))


@pytest.mark.parametrize(("first", "second"), HALVES)
def test_both_halves_lay_their_storage_out_alike(first: str, second: str) -> None:
    assert _layout(first) == _layout(second) != []


@pytest.mark.parametrize(("first", "second"), HALVES)
def test_no_function_is_shadowed_but_the_signatures_own(first: str, second: str) -> None:
    """What both halves have is what every record's contract has, and where the bills are: the first answers."""
    artifacts = compile_contracts().artifacts
    mine, theirs = (
        {entry["name"] for entry in artifacts[name].abi if entry["type"] == "function"}
        for name in (first, second)
    )
    assert mine & theirs == _ASKED_IN_BOTH[first]


@pytest.mark.parametrize(("first", "second"), HALVES)
def test_outside_there_is_one_contract(first: str, second: str) -> None:
    compilation = compile_contracts()
    merged = interface(compilation, first)
    names = {entry["name"] for entry in merged if entry["type"] == "function"}
    for half in (first, second):
        own = {e["name"] for e in compilation.artifacts[half].abi if e["type"] == "function"}
        assert own <= names
    assert [entry["type"] for entry in interface(compilation, second)] == ["constructor"]
    assert DEPLOYED.index(second) < DEPLOYED.index(first)


async def test_the_second_half_is_named_for_good(world: World) -> None:
    named = await world.read("BillOfLading", "SECOND_HALF")
    assert named == world.address("BillOfLadingServices")
    halves = {
        e["name"] for e in contract_abi("BillOfLading") if "half" in e.get("name", "").lower()
    }
    assert halves == {"SECOND_HALF", "SecondHalfMissing"}


async def test_an_action_sent_to_the_second_half_itself_finds_no_bill(world: World) -> None:
    record = await records.bill(world, "Issued")
    signed = await world.signed(of_bill("FreezeBill", "court", record))
    data = abi.encode_action(signed.action, signed.signatures)
    with pytest.raises(ContractRefusal) as refused:
        await _call(world, "BillOfLadingServices", data)
    assert refused.value.name == "BillUnknown"
    await world.send(SignedAction(signed.action, signed.signatures))
    assert await world.state("BillOfLading", record.record_id) == "Frozen"


async def test_a_refusal_of_the_second_half_comes_back_whole(world: World) -> None:
    record = await records.bill(world, "Issued")
    signed = await world.signed(of_bill("FreezeBill", "court", record).but(version=9))
    with pytest.raises(ContractRefusal) as refused:
        await _call(world, "BillOfLading", abi.encode_action(signed.action, signed.signatures))
    assert (refused.value.name, refused.value.args_by_name) == (
        "BillStaleVersion",
        {"billId": record.record_id, "seen": 9, "current": 2},
    )


async def test_what_neither_half_knows_is_refused(world: World) -> None:
    with pytest.raises(ContractRefusal):
        await _call(world, "BillOfLading", b"\xde\xad\xbe\xef")


async def test_a_contract_without_its_second_half_cannot_be_made(world: World) -> None:
    nowhere = "0x" + "ee" * 20
    made = bytecode("BillOfLading") + encode(
        ["address", "address"], [world.address("Consortium"), nowhere]
    )
    with pytest.raises(ContractRefusal) as refused:
        await world.rpc.read("eth_call", {"data": "0x" + made.hex()}, "latest")
    assert refused.value.name == "SecondHalfMissing"
