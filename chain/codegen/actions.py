"""The typed actions, read from the structs of `contracts/types/Actions.sol`."""

from __future__ import annotations

import re
from typing import Any, Final

from chain.codegen.interfaces import FACES, interface
from chain.compile import Compilation
from wallets.hashing import keccak

ACTIONS_SOURCE: Final = "contracts/types/Actions.sol"
_TAG: Final = re.compile(r"@(notice|param)\s+(.*?)(?=\n\s*@|\Z)", re.DOTALL)
_CUSTOM: Final = re.compile(r"@custom:(\w+)\s+(\w+)")
_FIRST_WORD: Final = re.compile(r"^([A-Z]\w+)\b")

Json = dict[str, Any]


class CodegenError(Exception):
    """The contracts do not follow the conventions that the bindings are made by."""


def actions(compilation: Compilation, tables: set[str]) -> Json:
    """Every typed action by name; `tables` are the names of the enums and bit tables that fields may carry.

    Raises:
        CodegenError: an action has no function, or several.
    """
    tree = compilation.syntax_trees[ACTIONS_SOURCE]
    structs = [node for node in tree["nodes"] if node["nodeType"] == "StructDefinition"]
    return {struct["name"]: _action(compilation, struct, tables) for struct in structs}


def _action(compilation: Compilation, struct: Json, tables: set[str]) -> Json:
    name = struct["name"]
    notice, params = documentation(struct)
    fields = [_field(member, params, tables, name) for member in struct["members"]]
    members = ",".join(f"{field['type']} {field['name']}" for field in fields)
    type_string = f"{name}({members})"
    contract, function = _function_of(compilation, name)
    return {
        "contract": contract,
        "function": function,
        "type_string": type_string,
        "type_hash": "0x" + keccak(type_string.encode()).hex(),
        "doc": notice,
        "fields": fields,
    }


def _field(member: Json, params: dict[str, str], tables: set[str], action: str) -> Json:
    name = member["name"]
    if name not in params:
        message = f"{ACTIONS_SOURCE}: {action}.{name} has no @param"
        raise CodegenError(message)
    first = _FIRST_WORD.match(params[name])
    table = first.group(1) if first and first.group(1) in tables else None
    solidity_type = member["typeName"]["typeDescriptions"]["typeString"]
    return {"name": name, "type": solidity_type, "enum": table, "doc": params[name]}


def documentation(node: Json) -> tuple[str, dict[str, str]]:
    """The @notice and the @params of a syntax tree's node."""
    text = (node.get("documentation") or {}).get("text", "")
    notice, params = "", {}
    for tag, body in _TAG.findall(text):
        words = " ".join(body.split())
        if tag == "notice":
            notice = words
        else:
            name, _, description = words.partition(" ")
            params[name] = description
    return notice, params


def custom_tags(node: Json) -> dict[str, str]:
    """The custom tags of a syntax tree's node: a word each."""
    return dict(_CUSTOM.findall((node.get("documentation") or {}).get("text", "")))


def _function_of(compilation: Compilation, action: str) -> tuple[str, str]:
    found = [
        (contract, entry["name"])
        for contract in FACES
        for entry in interface(compilation, contract)
        if entry["type"] == "function"
        and [given["internalType"] for given in entry["inputs"]] == [f"struct {action}", "bytes"]
    ]
    if len(found) != 1:
        message = (
            f"{ACTIONS_SOURCE}: {action} needs one function (action, signatures), found {found}"
        )
        raise CodegenError(message)
    return found[0]
