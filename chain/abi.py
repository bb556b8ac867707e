"""Encodes calls and decodes logs and errors from the bindings, without web3 (ADR 0003).

Everything that depends on the definitions alone is computed once, so that encoding a call costs what the codec costs.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError

from chain.errors import ContractRefusal
from contracts.bindings import EventSpec, InputSpec, PackedSpec, abi, actions, errors, events
from wallets.addresses import checksummed
from wallets.hashing import keccak
from wallets.signatures import compact_signature
from wallets.typed_action import TypedAction, Value, words

Json = Mapping[str, Any]

_ERROR_STRING: Final = "0x08c379a0"
_PANIC: Final = "0x4e487b71"
_GROUPS: Final = "(address,uint32,bytes[])[]"
_SET: Final = ("(address,uint32,bytes4,bytes32,bytes32[],uint256,bytes32[])", "bytes")
_WORD: Final = 32
_NOTHING: Final = bytes(_WORD)
_DYNAMIC: Final = ("[]", "string", "bytes")
"""How the names of types end whose values have a length of their own."""


@dataclass(frozen=True)
class Function:
    """One function, ready to encode and decode."""

    selector: bytes
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    output_specs: tuple[Json, ...]


@dataclass(frozen=True)
class Event:
    """A decoded log: the contract, the event's name and its arguments by name."""

    contract: str
    name: str
    args: dict[str, Any]


@cache
def function(contract: str, name: str) -> Function:
    """A function of a contract.

    Raises:
        KeyError: the contract has no such function.
    """
    for entry in abi(contract):
        if entry["type"] == "function" and entry["name"] == name:
            inputs = tuple(canonical_type(given) for given in entry["inputs"])
            return Function(
                selector=keccak(f"{name}({','.join(inputs)})".encode())[:4],
                inputs=inputs,
                outputs=tuple(canonical_type(given) for given in entry["outputs"]),
                output_specs=tuple(entry["outputs"]),
            )
    message = f"{contract} has no function {name}"
    raise KeyError(message)


def canonical_type(spec: Json) -> str:
    """The type as signatures spell it: tuples are spelt out."""
    kind: str = spec["type"]
    if not kind.startswith("tuple"):
        return kind
    members = ",".join(canonical_type(member) for member in spec["components"])
    return f"({members}){kind.removeprefix('tuple')}"


def encode_call(contract: str, name: str, *args: object) -> bytes:
    """The calldata of a call."""
    found = function(contract, name)
    return found.selector + encode(found.inputs, args)


def decode_result(contract: str, name: str, data: bytes) -> Any:
    """A call's result: a value, a dict for a struct, or a tuple of such for several."""
    found = function(contract, name)
    values = decode(found.outputs, data)
    plain = tuple(
        _plain(spec, value) for spec, value in zip(found.output_specs, values, strict=True)
    )
    return plain[0] if len(plain) == 1 else plain


def encode_action(action: TypedAction, signatures: bytes) -> bytes:
    """The calldata that submits a signed action to its contract."""
    compact = compact_signature(signatures)
    selector, fields = _static(action.name)
    if not fields:
        spec = action.spec
        return encode_call(spec.contract, spec.function, action_tuple(action), compact)
    return b"".join((selector, words(action), _word((fields + 1) * _WORD), _bytes(compact)))


@cache
def _static(name: str) -> tuple[bytes, int]:
    """The selector of an action's function, and how many words its fields take; none if one has a length of its own."""
    spec = actions()[name]
    dynamic = any(field.type.endswith(_DYNAMIC) for field in spec.fields)
    return function(spec.contract, spec.function).selector, 0 if dynamic else len(spec.fields)


def action_tuple(action: TypedAction) -> tuple[object, ...]:
    """The action's fields as the ABI codec takes them."""
    return tuple(_argument(field.type, action.message[field.name]) for field in action.spec.fields)


def _argument(field_type: str, value: Value) -> object:
    if isinstance(value, list):
        return [_argument(field_type.removesuffix("[]"), item) for item in value]
    return bytes.fromhex(str(value)[2:]) if field_type == "bytes32" else value


def encode_batch(calls: Sequence[tuple[str, int, bytes]]) -> bytes:
    """The calldata of `Batch.execute` for calls of (target, gas limit, calldata).

    Neighbours that go to one contract with one limit share a group.
    """
    groups = [
        b"".join(
            (
                bytes.fromhex(target[2:]).rjust(_WORD, b"\0"),
                _word(limit),
                _word(3 * _WORD),
                _array([_bytes(data) for _, _, data in neighbours]),
            )
        )
        for (target, limit), neighbours in itertools.groupby(calls, key=itemgetter(0, 1))
    ]
    return function("Batch", "execute").selector + _word(_WORD) + _array(groups)


def encode_set(
    target: str, gas_limit: int, actions: Sequence[TypedAction], signatures: bytes
) -> bytes:
    """The calldata of `Batch.executeSet` for the actions of a set and the signatures over it.

    Only the fields in which the actions differ are written for each; the first one, if they differ in none.
    """
    spec = actions[0].spec
    found = function(spec.contract, spec.function)
    rows = [_words(encode(found.inputs[:1], (action_tuple(action),))) for action in actions]
    differ = [place for place, column in enumerate(zip(*rows, strict=True)) if len(set(column)) > 1]
    differ = differ or [0]
    together = (
        target,
        gas_limit,
        found.selector,
        spec.type_hash,
        [_NOTHING if place in differ else word for place, word in enumerate(rows[0])],
        sum(1 << place for place in differ),
        [row[place] for row in rows for place in differ],
    )
    return function("Batch", "executeSet").selector + encode(
        _SET, (together, compact_signature(signatures))
    )


def calls_of_batch(data: bytes) -> list[bytes] | None:
    """The calldata of each call that a call of `Batch` makes, None if it is something else.

    An action of a set has no signature of its own: its calldata ends with a length of zero.
    """
    selector, body = data[:4], data[4:]
    if selector == function("Batch", "execute").selector:
        return [call for _, _, calls in decode((_GROUPS,), body)[0] for call in calls]
    if selector != function("Batch", "executeSet").selector:
        return None
    _, _, action, _, common, varying, words = decode(_SET, body)[0]
    differ = [place for place in range(len(common)) if varying >> place & 1]
    unsigned = ((len(common) + 1) * _WORD).to_bytes(_WORD, "big") + _NOTHING
    calls = []
    for start in range(0, len(words), len(differ)):
        own = dict(zip(differ, words[start : start + len(differ)], strict=True))
        fields = b"".join(own.get(place, word) for place, word in enumerate(common))
        calls.append(action + fields + unsigned)
    return calls


def _word(number: int) -> bytes:
    return number.to_bytes(_WORD, "big")


def _bytes(data: bytes) -> bytes:
    """The length, and the bytes filled up to whole words."""
    return _word(len(data)) + data + bytes(-len(data) % _WORD)


def _array(items: Sequence[bytes]) -> bytes:
    """An array of items of any length: how many, where each starts, and the items."""
    starts = itertools.accumulate(map(len, items), initial=len(items) * _WORD)
    offsets = [_word(start) for start, _ in zip(starts, items, strict=False)]
    return b"".join((_word(len(items)), *offsets, *items))


def _words(data: bytes) -> list[bytes]:
    return [data[start : start + _WORD] for start in range(0, len(data), _WORD)]


def decode_log(contract: str, topics: Sequence[str], data: str) -> Event | None:
    """The event in a log of one of our contracts; None for a topic that is none of theirs.

    Raises:
        ValueError: The log is none that a contract can have written: too short, or too long.
    """
    layout = _layouts(contract).get(topics[0]) if topics else None
    if layout is None:
        return None
    return Event(contract, layout.spec.name, _event_args(layout, topics, data))


class _Layout(NamedTuple):
    """An event, how many topics it has, the types of what is in none, and if one of them has a length of its own."""

    spec: EventSpec
    topics: int
    types: tuple[str, ...]
    dynamic: bool


@cache
def _layouts(contract: str) -> Mapping[str, _Layout]:
    found = {}
    for topic, spec in events()[contract].items():
        types = tuple(given.type for given in spec.inputs if not given.indexed)
        dynamic = any(kind.endswith(_DYNAMIC) for kind in types)
        found[topic] = _Layout(spec, 1 + len(spec.inputs) - len(types), types, dynamic)
    return found


def _event_args(layout: _Layout, topics: Sequence[str], data: str) -> dict[str, Any]:
    """The arguments of 0x-hex topics and data: word by word, for they all have the length of one in most events."""
    size = 2 * _WORD
    if len(topics) != layout.topics:
        raise ValueError(f"{layout.spec.name} has {layout.topics} topics, this log {len(topics)}")
    if layout.dynamic:
        values = iter(decode(layout.types, bytes.fromhex(data[2:])))
    elif len(data) != 2 + size * len(layout.types):
        raise ValueError(
            f"{layout.spec.name} has {len(layout.types)} words, this log another length"
        )
    else:
        parts = [data[start : start + size] for start in range(2, len(data), size)]
        values = iter([_value(kind, part) for kind, part in zip(layout.types, parts, strict=True)])
    of_topics = iter(topics[1:])
    found: dict[str, Any] = {}
    for given in layout.spec.inputs:
        value = _value(given.type, next(of_topics)[2:]) if given.indexed else next(values)
        if given.packs:
            found |= unpacked(given.packs, value)
        else:
            found[given.name] = plain_value(given.type, value)
    return found


def _value(kind: str, word: str) -> Any:
    """The value of a type of fixed length in a word of 64 hex digits."""
    if kind == "bytes32":
        return "0x" + word.lower()
    if kind == "address":
        return "0x" + word[24:]
    return int(word, 16)


def unpacked(packs: Sequence[PackedSpec], word: int) -> dict[str, Any]:
    """The values that a packed word holds, by name."""
    return {part.name: plain_value(part.type, _bits(part, word)) for part in packs}


def _bits(part: PackedSpec, word: int) -> int | bytes:
    value = word >> part.offset & (1 << part.bits) - 1
    return value.to_bytes(part.bits // 8, "big") if part.type == "address" else value


def decode_error(data: str) -> ContractRefusal:
    """The refusal in revert data (0x-hex).

    An unknown selector, or arguments that are cut off, give a refusal "Unknown" that keeps its raw data: a call may
    revert with anything.
    """
    if len(data) < len(_PANIC):
        return ContractRefusal("", {}, data)
    try:
        name, args = _named_error(data[:10].lower(), bytes.fromhex(data[10:]))
    except (DecodingError, OverflowError, ValueError):
        name, args = "Unknown", {}
    return ContractRefusal(name, args, data)


def _named_error(selector: str, body: bytes) -> tuple[str, dict[str, Any]]:
    if selector == _ERROR_STRING:
        return "Error", {"message": decode(["string"], body)[0]}
    if selector == _PANIC:
        return "Panic", {"code": decode(["uint256"], body)[0]}
    spec = errors().get(selector)
    return ("Unknown", {}) if spec is None else (spec.name, _named(spec.inputs, body))


def _named(inputs: Sequence[InputSpec], body: bytes) -> dict[str, Any]:
    values = decode([given.type for given in inputs], body)
    return {
        given.name: plain_value(given.type, value)
        for given, value in zip(inputs, values, strict=True)
    }


def plain_value(kind: str, value: Any) -> Any:
    """A decoded value as everyone else writes it: bytes as 0x-hex, addresses with their checksum."""
    if isinstance(value, tuple):
        return [plain_value(kind.removesuffix("[]"), item) for item in value]
    if kind == "address":
        return checksummed(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value


def _plain(spec: Json, value: Any) -> Any:
    kind: str = spec["type"]
    if kind.endswith("[]"):
        inner = {**spec, "type": kind[:-2]}
        return [_plain(inner, item) for item in value]
    if kind == "tuple":
        return {
            member["name"]: _plain(member, item)
            for member, item in zip(spec["components"], value, strict=True)
        }
    return plain_value(kind, value)
