"""What the codec encodes it decodes again, and every revert has its name."""

from __future__ import annotations

import itertools
from operator import itemgetter
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from chain import abi
from chain.errors import ContractRefusal
from chain.rpc import _refusal
from contracts.bindings import CONTRACTS, InputSpec, PackedSpec, actions, errors, events
from contracts.bindings import abi as contract_abi
from tests.unit.wallets.messages import plain_message, plain_value, typed_actions
from wallets.signatures import compact_signature
from wallets.typed_action import TypedAction, parse_action

SELECTORS = sorted(errors())
STATIC = [
    n
    for n, s in sorted(actions().items())
    if all(f.type.isalnum() and f.type != "string" for f in s.fields)
]
WALLET = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
EVENTS = [(contract, topic) for contract in CONTRACTS for topic in events()[contract]]


def values_of(kind: str) -> st.SearchStrategy[Any]:
    if kind.endswith("[]"):
        return st.lists(values_of(kind[:-2]), max_size=3)
    if kind.startswith("uint"):
        return st.integers(0, 2 ** int(kind[4:]) - 1)
    if kind == "bool":
        return st.booleans()
    if kind == "address":
        return st.binary(min_size=20, max_size=20).map(to_checksum_address)
    if kind == "string":
        return st.text(st.characters(exclude_categories=("Cs",)))
    if kind == "bytes":
        return st.binary()
    return st.binary(min_size=int(kind[5:]), max_size=int(kind[5:]))


def inputs_of(specs: tuple[InputSpec, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(values_of(spec.type) for spec in specs))


def plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return "0x" + value.hex() if isinstance(value, bytes) else value


@given(typed_actions(), st.binary(max_size=200))
def test_an_action_comes_back_from_its_calldata(action: TypedAction, signatures: bytes) -> None:
    function = abi.function(action.spec.contract, action.spec.function)
    data = abi.encode_action(action, signatures)
    assert data[:4] == function.selector
    fields, sent = abi.decode(function.inputs, data[4:])
    assert sent == compact_signature(signatures)
    decoded = {
        spec.name: to_checksum_address(value) if spec.type == "address" else plain(value)
        for spec, value in zip(action.spec.fields, fields, strict=True)
    }
    assert decoded == action.message


@pytest.mark.parametrize("name", sorted(actions()))
def test_an_actions_function_takes_its_struct(name: str) -> None:
    spec = actions()[name]
    struct = f"({','.join(field.type for field in spec.fields)})"
    function = abi.function(spec.contract, spec.function)
    assert function.inputs == (struct, "bytes")
    assert function.selector == keccak(text=f"{spec.function}({struct},bytes)")[:4]


def test_there_is_no_other_function() -> None:
    with pytest.raises(KeyError, match="BillOfLading has no function burn"):
        abi.function("BillOfLading", "burn")


@given(
    st.lists(
        st.tuples(values_of("address"), st.integers(0, 2**32 - 1), st.binary(max_size=100)),
        max_size=4,
    )
)
def test_a_batch_comes_back_from_its_calldata(calls: list[tuple[str, int, bytes]]) -> None:
    data = abi.encode_batch(calls)
    function = abi.function("Batch", "execute")
    assert data[:4] == function.selector
    (groups,) = abi.decode(function.inputs, data[4:])
    decoded = [(to, gas, body) for to, gas, bodies in groups for body in bodies]
    assert [(to_checksum_address(to), gas, body) for to, gas, body in decoded] == calls
    keys = [key for key, _ in itertools.groupby(calls, key=itemgetter(0, 1))]
    assert [(to_checksum_address(to), gas) for to, gas, _ in groups] == keys
    assert abi.calls_of_batch(data) == [body for _, _, body in calls]


@pytest.mark.parametrize("name", STATIC)
@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_set_comes_back_from_its_calldata(name: str, count: int) -> None:
    fields = actions()[name].fields
    made = [
        parse_action(name, {field.name: plain_value(field, seed) for field in fields})
        for seed in range(1, count + 1)
    ]
    data = abi.encode_set(WALLET, 100_000, made, b"\1" * 65)
    assert abi.calls_of_batch(data) == [abi.encode_action(action, b"") for action in made]


def test_a_set_says_once_what_its_actions_have_in_common() -> None:
    plain = plain_message("TransferPossession")
    made = [
        parse_action("TransferPossession", plain | {"billId": f"0x{place:064x}"})
        for place in range(50)
    ]
    shared = abi.encode_set(WALLET, 100_000, made, b"\1" * 65)
    one = abi.encode_set(WALLET, 100_000, made[:1], b"\1" * 65)
    assert len(shared) - len(one) == 49 * 32


def test_other_calldata_is_no_batch() -> None:
    assert abi.calls_of_batch(abi.encode_call("Consortium", "memberOf", 1)) is None


@pytest.mark.parametrize("selector", SELECTORS)
@given(data=st.data())
def test_every_error_has_its_name_and_arguments(selector: str, data: st.DataObject) -> None:
    spec = errors()[selector]
    values = data.draw(inputs_of(spec.inputs))
    body = encode([given.type for given in spec.inputs], values)
    refusal = abi.decode_error(selector + body.hex())
    assert refusal.name == spec.name
    expected = {given.name: plain(v) for given, v in zip(spec.inputs, values, strict=True)}
    assert refusal.args_by_name == expected
    assert refusal.data == selector + body.hex()


def test_a_selector_is_that_of_the_signature() -> None:
    for selector, spec in errors().items():
        assert selector == "0x" + keccak(text=spec.signature)[:4].hex()


@pytest.mark.parametrize("data", ["", "0x", "0x08", "0x08c379"])
def test_no_reason_is_told_as_none(data: str) -> None:
    refusal = abi.decode_error(data)
    assert (refusal.name, refusal.args_by_name, refusal.data) == ("", {}, data)
    assert str(refusal).startswith("reverted without a reason")


def test_an_unknown_error_keeps_its_data() -> None:
    refusal = abi.decode_error("0xdeadbeef00ff")
    assert (refusal.name, refusal.data) == ("Unknown", "0xdeadbeef00ff")


@pytest.mark.parametrize("code", [0x01, 0x11, 0x12, 0x32])
def test_a_panic_has_its_code(code: int) -> None:
    refusal = abi.decode_error("0x4e487b71" + encode(["uint256"], [code]).hex())
    assert (refusal.name, refusal.args_by_name) == ("Panic", {"code": code})


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_an_error_string_has_its_message(text: str) -> None:
    refusal = abi.decode_error("0x08c379a0" + encode(["string"], [text]).hex())
    assert (refusal.name, refusal.args_by_name) == ("Error", {"message": text})


@pytest.mark.parametrize("selector", ["0x08c379a0", "0x4e487b71", *SELECTORS])
def test_a_cut_off_error_is_a_refusal_still(selector: str) -> None:
    # A stranger's contract may revert with anything: it must not look like a fault of ours.
    refusal = abi.decode_error(selector + "00" * 3)
    spec = errors().get(selector)
    if spec is None or spec.inputs:
        assert (refusal.name, refusal.args_by_name) == ("Unknown", {})
    assert refusal.data == selector + "00" * 3


@given(st.binary(max_size=200))
def test_any_revert_data_is_a_refusal(data: bytes) -> None:
    assert isinstance(abi.decode_error("0x" + data.hex()), ContractRefusal)


@pytest.mark.parametrize(("contract", "topic"), EVENTS)
@given(data=st.data())
def test_every_event_comes_back(contract: str, topic: str, data: st.DataObject) -> None:
    spec = events()[contract][topic]
    values = data.draw(inputs_of(spec.inputs))
    pairs = list(zip(spec.inputs, values, strict=True))
    topics = [topic] + [
        "0x" + encode([given.type], [value]).hex() for given, value in pairs if given.indexed
    ]
    body = encode(
        [given.type for given, _ in pairs if not given.indexed],
        [value for given, value in pairs if not given.indexed],
    )
    event = abi.decode_log(contract, topics, "0x" + body.hex())
    expected: dict[str, Any] = {}
    for one, value in pairs:
        packed = {part.name: part_of(part, value) for part in one.packs}
        expected |= packed or {one.name: plain(value)}
    assert event == abi.Event(contract, spec.name, expected)


def part_of(part: PackedSpec, word: int) -> Any:
    """What the bits of a word say, read from its binary digits."""
    digits = f"{word:0256b}"[::-1][part.offset : part.offset + part.bits][::-1]
    value = int(digits, 2)
    return to_checksum_address(f"0x{value:040x}") if part.type == "address" else value


@pytest.mark.parametrize(
    ("topics", "data"),
    [(-1, 0), (1, 0), (0, -64), (0, -2), (0, 64)],
    ids=["a topic less", "a topic more", "a word less", "a byte less", "a word more"],
)
def test_a_log_of_another_length_is_refused(topics: int, data: int) -> None:
    topic, spec = next(
        (t, e) for t, e in events()["BillOfLading"].items() if e.name == "BillIssued"
    )
    indexed = sum(given.indexed for given in spec.inputs)
    zero = "0x" + "00" * 32
    log = (
        [topic, *[zero] * (indexed + topics)],
        "0x" + "0" * (64 * (len(spec.inputs) - indexed) + data),
    )
    with pytest.raises(ValueError, match="BillIssued has"):
        abi.decode_log("BillOfLading", *log)


def test_every_event_of_a_record_tells_in_one_word_who_acted() -> None:
    for contract, topic in EVENTS:
        spec = events()[contract][topic]
        if contract in {"Consortium", "Batch"} or spec.name in {"EIP712DomainChanged", "Remarked"}:
            continue
        record, act, *rest = spec.inputs
        assert (record.type, record.indexed, record.packs) == ("bytes32", True, ()), spec.name
        assert (act.name, act.type) == ("act", "uint256"), spec.name
        assert [part.name for part in act.packs][:3] == ["wallet", "version", "actor"], spec.name
        assert not any(given_.indexed or given_.packs for given_ in rest), spec.name


def test_the_parts_of_who_acted_lie_side_by_side_in_one_word() -> None:
    (issued,) = (s for s in events()["BillOfLading"].values() if s.name == "BillIssued")
    packs = issued.inputs[1].packs
    assert [(part.name, part.type) for part in packs] == [
        ("wallet", "address"),
        ("version", "uint32"),
        ("actor", "uint24"),
        ("holder", "uint24"),
        ("kind", "uint16"),
    ]
    assert [part.offset for part in packs] == [0, 160, 192, 216, 240]
    assert packs[-1].offset + packs[-1].bits == 256


def test_no_event_indexes_what_a_topic_only_hashes() -> None:
    for contract, topic in EVENTS:
        for given_ in events()[contract][topic].inputs:
            assert not (given_.indexed and given_.type in {"string", "bytes"})


@pytest.mark.parametrize("topics", [[], ["0x" + "11" * 32]])
def test_a_foreign_log_is_none(topics: list[str]) -> None:
    assert abi.decode_log("BillOfLading", topics, "0x") is None


def test_structs_and_lists_come_back_by_name() -> None:
    entry = next(
        e
        for contract in CONTRACTS
        for e in contract_abi(contract)
        if e["type"] == "function" and e["name"] == "memberOf"
    )
    (output,) = entry["outputs"]
    values = {
        "bytes32": b"\1" * 32,
        "string": "名",
        "address": "0x" + "ab" * 20,
        "bool": True,
    }
    struct = tuple(values.get(c["type"], 7) for c in output["components"])
    data = encode([abi.canonical_type(output)], [struct])
    decoded = abi.decode_result("Consortium", "memberOf", data)
    assert set(decoded) == {c["name"] for c in output["components"]}
    assert decoded["roles"] == 7


STALE = next(selector for selector, spec in errors().items() if spec.name == "BillStaleVersion")
STALE_DATA = STALE + "".join(f"{place:064x}" for place, _ in enumerate(errors()[STALE].inputs))


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 3, "message": "execution reverted: custom error 0x12345678", "data": STALE_DATA},
        {
            "code": 3,
            "message": "VM Exception while processing transaction: reverted with a custom error",
            "data": {"message": "…", "txHash": "0x00", "data": STALE_DATA},
        },
        {"code": -32603, "message": "Internal error", "data": STALE_DATA},
    ],
    ids=["anvil and go-ethereum", "hardhat", "revert data without a word"],
)
def test_a_revert_is_the_contracts_word_on_every_engine(answer: dict[str, Any]) -> None:
    refusal = _refusal(answer)
    assert isinstance(refusal, ContractRefusal)
    assert refusal.name == "BillStaleVersion"


@pytest.mark.parametrize("data", [None, "0x", {"data": "0x"}, {}])
def test_a_revert_without_data_is_a_refusal_without_a_reason(data: Any) -> None:
    refusal = _refusal({"code": 3, "message": "execution reverted", "data": data})
    assert isinstance(refusal, ContractRefusal)
    assert refusal.name == ""
