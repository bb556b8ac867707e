"""Enums, bit tables, errors and events, read from the syntax trees and the ABIs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from chain.codegen.actions import CodegenError, custom_tags, documentation
from chain.codegen.interfaces import FACES, interface
from chain.compile import DEPLOYED, Compilation
from wallets.hashing import keccak

BIT_TABLES: Final = ("Roles", "Powers")
"""The libraries whose constants are bits that actions carry."""

_ACT: Final = "Act"
_ACT_LIBRARY: Final = "Acts"
_NAMED_BY_EVENT: Final = frozenset({"counterparty", "detail"})
"""The fields of an event's `Act` that the event's own tags name."""

_WORD_BITS: Final = 256

Json = dict[str, Any]


def enums(compilation: Compilation) -> Json:
    """Every enum and bit table of `contracts/types`: its members by name."""
    found: Json = {}
    for path, tree in compilation.syntax_trees.items():
        if not path.startswith("contracts/types/"):
            continue
        for node in tree["nodes"]:
            if node["nodeType"] == "EnumDefinition":
                members = [member["name"] for member in node["members"]]
                found[node["name"]] = {name: value for value, name in enumerate(members)}
            elif node["nodeType"] == "ContractDefinition" and node["name"] in BIT_TABLES:
                found[node["name"]] = dict(_constants(node))
    return dict(sorted(found.items()))


def errors(compilation: Compilation) -> Json:
    """Every custom error by selector: name, signature, inputs, the contracts that raise it, its meaning."""
    found: Json = {}
    docs = _docs(compilation, "ErrorDefinition")
    for contract, entry in _entries(compilation, "error"):
        signature = _signature(entry)
        selector = "0x" + keccak(signature.encode())[:4].hex()
        record = found.setdefault(selector, _described(entry, signature, docs) | {"contracts": []})
        if record["signature"] != signature:
            message = f"errors {signature} and {record['signature']} share the selector {selector}"
            raise CodegenError(message)
        record["contracts"].append(contract)
    return dict(sorted(found.items(), key=lambda item: item[1]["name"]))


def events(compilation: Compilation) -> Json:
    """Every event by contract and topic: name, signature, inputs, its meaning."""
    docs = _docs(compilation, "EventDefinition")
    tags = {name: custom_tags(node) for name, node in _nodes(compilation, "EventDefinition")}
    layout = _act_layout(compilation)
    found: Json = {contract: {} for contract in DEPLOYED}
    for contract, entry in _entries(compilation, "event"):
        signature = _signature(entry)
        topic = "0x" + keccak(signature.encode()).hex()
        described = _described(entry, signature, docs)
        for given, described_input in zip(entry["inputs"], described["inputs"], strict=True):
            if given["internalType"] == _ACT:
                described_input["packs"] = _packed(layout, tags[entry["name"]])
        found[contract][topic] = described
    return found


def _packed(layout: Sequence[Json], tags: dict[str, str]) -> list[Json]:
    """The fields that an event's `Act` holds, under the event's own names."""
    names = [tags.get(f["name"]) if f["name"] in _NAMED_BY_EVENT else f["name"] for f in layout]
    return [
        field | {"name": name}
        for field, name in zip(layout, names, strict=True)
        if name is not None
    ]


def _act_layout(compilation: Compilation) -> list[Json]:
    """Name, type, offset and bits of each field of `Act`, from the offsets in its library: the wallet comes first."""
    library = next(
        node
        for tree in compilation.syntax_trees.values()
        for node in tree["nodes"]
        if node.get("name") == _ACT_LIBRARY
    )
    offsets = [("wallet", 0), *((name.lower(), offset) for name, offset in _constants(library))]
    ends = [offset for _, offset in offsets[1:]] + [_WORD_BITS]
    return [
        {
            "name": name,
            "type": "address" if offset == 0 else f"uint{end - offset}",
            "offset": offset,
            "bits": end - offset,
        }
        for (name, offset), end in zip(offsets, ends, strict=True)
    ]


def _described(entry: Json, signature: str, docs: dict[str, str]) -> Json:
    inputs = [
        {"name": given["name"], "type": given["type"], "indexed": given.get("indexed", False)}
        for given in entry["inputs"]
    ]
    name = entry["name"]
    return {"name": name, "signature": signature, "inputs": inputs, "doc": docs.get(name, "")}


def _signature(entry: Json) -> str:
    return f"{entry['name']}({','.join(given['type'] for given in entry['inputs'])})"


def _entries(compilation: Compilation, kind: str) -> Iterator[tuple[str, Json]]:
    for contract in FACES:
        for entry in interface(compilation, contract):
            if entry["type"] == kind:
                yield contract, entry


def storage(compilation: Compilation) -> Json:
    """Every contract's storage variables: the slot where each begins."""
    return {
        contract: {
            variable["label"]: int(variable["slot"])
            for variable in compilation.artifacts[contract].storage_layout.get("storage", ())
        }
        for contract in DEPLOYED
    }


def _docs(compilation: Compilation, node_type: str) -> dict[str, str]:
    return {name: documentation(node)[0] for name, node in _nodes(compilation, node_type)}


def _nodes(compilation: Compilation, node_type: str) -> Iterator[tuple[str, Json]]:
    for tree in compilation.syntax_trees.values():
        for contract in tree["nodes"]:
            if contract["nodeType"] == "ContractDefinition":
                for node in contract["nodes"]:
                    if node["nodeType"] == node_type:
                        yield node["name"], node


def _constants(library: Json) -> Iterator[tuple[str, int]]:
    for node in library["nodes"]:
        if node["nodeType"] == "VariableDeclaration" and node["constant"]:
            # A literal expression's type is its value: `int_const 16383`.
            kind, _, value = node["value"]["typeDescriptions"]["typeString"].partition(" ")
            if kind != "int_const":
                message = f"{library['name']}.{node['name']} is no literal expression"
                raise CodegenError(message)
            yield node["name"], int(value)
