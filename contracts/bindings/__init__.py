"""What the contracts look like from outside, as pure data: written by `python -m chain.codegen`, read by everyone.

Only this loader is written by hand. It uses the standard library alone, so that the room of the keys needs no
compiler and no chain (ADR 0001).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_HERE: Final = Path(__file__).parent

CONTRACTS: Final = (
    "ActionTypes",
    "Consortium",
    "BillOfLadingServices",
    "BillOfLading",
    "SharedContainers",
    "ReleaseOrder",
    "Inspections",
    "Appointments",
    "TaxRefundCertificate",
    "RefundClaim",
    "Documents",
    "Milestones",
    "Batch",
)
"""The contracts of a deployment, in the order in which they are deployed.

A second half (ADR 0005) shows nothing of its own: its actions, errors and events are the first half's.
"""


@dataclass(frozen=True)
class FieldSpec:
    """One field of a typed action.

    Attributes:
        name: As in Solidity and EIP-712.
        type: The EIP-712 type.
        enum: The enum or bit table whose values the field carries, if it carries one.
        doc: What it means.
    """

    name: str
    type: str
    enum: str | None
    doc: str


@dataclass(frozen=True)
class ActionSpec:
    """One typed action: an EIP-712 struct, and the contract's function that takes it."""

    name: str
    contract: str
    function: str
    type_string: str
    type_hash: bytes
    doc: str
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True)
class PackedSpec:
    """One of the values that a word holds: so many bits from an offset, counted from the least significant bit."""

    name: str
    type: str
    offset: int
    bits: int


@dataclass(frozen=True)
class InputSpec:
    """One argument of an event or an error.

    Attributes:
        name: As in Solidity.
        type: The ABI's type.
        indexed: Whether it is a topic of its event.
        packs: What an event's word `Act` holds, which is told in its place.
    """

    name: str
    type: str
    indexed: bool
    packs: tuple[PackedSpec, ...] = ()


@dataclass(frozen=True)
class ErrorSpec:
    """One custom error and what it means."""

    name: str
    signature: str
    inputs: tuple[InputSpec, ...]
    contracts: tuple[str, ...]
    doc: str


@dataclass(frozen=True)
class EventSpec:
    """One event and what it means."""

    name: str
    signature: str
    inputs: tuple[InputSpec, ...]
    doc: str


@cache
def actions() -> Mapping[str, ActionSpec]:
    """Every typed action by name."""
    return MappingProxyType(
        {
            name: ActionSpec(
                name=name,
                contract=raw["contract"],
                function=raw["function"],
                type_string=raw["type_string"],
                type_hash=bytes.fromhex(raw["type_hash"][2:]),
                doc=raw["doc"],
                fields=tuple(FieldSpec(**field) for field in raw["fields"]),
            )
            for name, raw in _load("actions").items()
        }
    )


@cache
def enums() -> Mapping[str, Mapping[str, int]]:
    """Every enum and bit table by name: its members' values by their names."""
    return MappingProxyType({name: MappingProxyType(raw) for name, raw in _load("enums").items()})


@cache
def errors() -> Mapping[str, ErrorSpec]:
    """Every custom error by its selector (0x and 8 hex digits)."""
    return MappingProxyType(
        {
            selector: ErrorSpec(
                name=raw["name"],
                signature=raw["signature"],
                inputs=_inputs(raw),
                contracts=tuple(raw["contracts"]),
                doc=raw["doc"],
            )
            for selector, raw in _load("errors").items()
        }
    )


@cache
def events() -> Mapping[str, Mapping[str, EventSpec]]:
    """Every event by contract and topic (0x and 64 hex digits)."""
    return MappingProxyType(
        {
            contract: MappingProxyType(
                {
                    topic: EventSpec(raw["name"], raw["signature"], _inputs(raw), raw["doc"])
                    for topic, raw in by_topic.items()
                }
            )
            for contract, by_topic in _load("events").items()
        }
    )


@cache
def storage(contract: str) -> Mapping[str, int]:
    """The storage variables of a contract: the slot where each begins (Solidity, "Layout of State Variables")."""
    return MappingProxyType(_load("storage")[contract])


@cache
def abi(contract: str) -> list[dict[str, Any]]:
    """The ABI of a contract as its callers see it, its second half's functions included."""
    loaded: list[dict[str, Any]] = _load(f"abi/{contract}")
    return loaded


def bytecode(contract: str) -> bytes:
    """The creation bytecode of a contract."""
    return bytes.fromhex(_load(f"bytecode/{contract}")["bytecode"][2:])


def source_hash() -> str:
    """The hash of the sources and compiler settings that the bindings were made from."""
    loaded: str = _load(f"bytecode/{CONTRACTS[0]}")["source_hash"]
    return loaded


def _inputs(raw: dict[str, Any]) -> tuple[InputSpec, ...]:
    return tuple(
        InputSpec(
            name=given["name"],
            type=given["type"],
            indexed=given["indexed"],
            packs=tuple(PackedSpec(**part) for part in given.get("packs", ())),
        )
        for given in raw["inputs"]
    )


def _load(name: str) -> Any:
    return json.loads((_HERE / f"{name}.json").read_text("utf-8"))
