"""Writes `contracts/libraries/ActionFields.sol`: for each action the check that every word fits its field.

Solidity's own check of calldata refuses without a reason. The structs are read from the text of
`contracts/types/Actions.sol`, not from its syntax tree: the contracts do not compile before this file names their
actions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chain.codegen.actions import ACTIONS_SOURCE, CodegenError
from chain.compile import CONTRACTS, ROOT

TARGET: Final = CONTRACTS / "libraries" / "ActionFields.sol"

READ_AT_ONCE: Final = frozenset(
    {
        "IssueBill",
        "Endorse",
        "TransferPossession",
        "SurrenderForDelivery",
        "AcceptSurrender",
        "RejectSurrender",
        "RejectTransfer",
    }
)
"""The busiest actions: their fields are read in the same go as they are checked."""

_ENDING: Final = ("representedParty", "remark")
_STRUCT: Final = re.compile(r"^struct (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_MEMBER: Final = re.compile(r"^ {4}([\w\[\]]+) (\w+);$", re.MULTILINE)
_WORD: Final = 32
_SELECTOR: Final = 4

_HEAD: Final = """\
// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Written by `python -m chain.codegen` from contracts/types/Actions.sol.

// A check is one expression, however long.
// solhint-disable max-line-length

import {{
{imports}
}} from "../types/Actions.sol";

/// @title The range of every action's fields
/// @notice A number beyond its field's type is refused by the field's name, before any field is read.
/// @dev A `check` lays the bits beyond the types over one another: all are 0, or the first that is not is looked for.
/// A `read` returns the fields as well, but for the represented party and the remark. The action is the first parameter
/// of the running function.
library ActionFields {{
    /// @notice A number is larger than its field's type allows.
    /// @param selector The selector of the function that takes the action.
    /// @param field The field's place in the action, counted from 0.
    error ActionFieldOutOfRange(bytes4 selector, uint256 field);

    /// @dev Names the first field that is too large. `widths` has a byte a field, the first one's lowest: its bits, or
    /// 0 where any word will do.
    function _refuse(uint256 widths, uint256 start) private pure {{
        for (uint256 field = 0; widths >> (8 * field) != 0; ++field) {{
            uint256 bits = (widths >> (8 * field)) & 0xff;
            uint256 word;
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {{
                word := calldataload(add(start, mul(field, 0x20)))
            }}
            if (bits != 0 && word >> bits != 0) revert ActionFieldOutOfRange(msg.sig, field);
        }}
    }}
"""

_CHECK: Final = """
    function check({name} calldata{parameter}) internal pure {{
        uint256 beyond;
{start}        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {{
{locate}            beyond := {beyond}
        }}
        if (beyond != 0) _refuse({widths}, {first});
{lists}    }}
"""

_READ: Final = """
    function read({name} calldata)
        internal
        pure
        returns ({returns})
    {{
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {{
{loads}
            beyond := {beyond}
        }}
        if (beyond != 0) _refuse({widths}, 4);
    }}
"""

_LIST: Final = """\
        for (uint256 i = 0; i < action.{name}.length; ++i) {{
            uint256 word;
            {type}[] calldata {name} = action.{name};
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {{
                word := calldataload(add({name}.offset, mul(i, 0x20)))
            }}
            if (word >> {bits} != 0) revert ActionFieldOutOfRange(msg.sig, {place});
        }}
"""


@dataclass(frozen=True)
class _Field:
    """A field of an action: its place, and the bits that its type allows, 0 where any word will do."""

    name: str
    type: str
    place: int

    @property
    def bits(self) -> int:
        return _bits(self.type)

    @property
    def static(self) -> bool:
        return self.type != "string" and not self.type.endswith("[]")


def render(text: str) -> str:
    """The source of the library for the structs in the text of Actions.sol."""
    structs = {name: _fields(body) for name, body in _STRUCT.findall(text)}
    names = sorted(structs)
    imports = ",\n".join(f"    {name}" for name in names)
    parts = [_HEAD.format(imports=imports)]
    parts += [_function(name, fields) for name, fields in structs.items()]
    return "".join(parts) + "}\n"


def source() -> str:
    """The source of the library for the structs in Actions.sol as it is."""
    return render((ROOT / ACTIONS_SOURCE).read_text("utf-8"))


def _fields(body: str) -> list[_Field]:
    return [_Field(name, kind, i) for i, (kind, name) in enumerate(_MEMBER.findall(body))]


def _bits(kind: str) -> int:
    if kind == "address":
        return 160
    if kind in {"bytes32", "string", "uint256"} or kind.endswith("[]"):
        return 0
    if not kind.startswith("uint"):
        message = f"{ACTIONS_SOURCE}: no check is known for fields of the type {kind}"
        raise CodegenError(message)
    return int(kind.removeprefix("uint"))


def _function(name: str, fields: Sequence[_Field]) -> str:
    # A static action's words stand right behind the selector; another's where its first word says.
    static = all(field.static for field in fields)
    words = {field.name: _word(field, static=static) for field in fields}
    widths = f"0x{sum(field.bits << 8 * field.place for field in fields):x}"
    if name not in READ_AT_ONCE:
        return _CHECK.format(
            name=name,
            parameter="" if static else " action",
            start="" if static else "        uint256 start;\n",
            locate="" if static else "            start := action\n",
            first="4" if static else "start",
            beyond=_beyond(fields, words),
            widths=widths,
            lists="".join(_list(field) for field in fields),
        )
    own = [field for field in fields if field.name not in _ENDING]
    return _READ.format(
        name=name,
        returns=", ".join(f"{field.type} {field.name}" for field in own),
        loads="\n".join(f"            {field.name} := {words[field.name]}" for field in own),
        beyond=_beyond(fields, words | {field.name: field.name for field in own}),
        widths=widths,
    )


def _word(field: _Field, *, static: bool) -> str:
    if static:
        return f"calldataload(0x{_SELECTOR + _WORD * field.place:02x})"
    return f"calldataload(add(action, 0x{_WORD * field.place:02x}))"


def _beyond(fields: Sequence[_Field], words: dict[str, str]) -> str:
    """All bits beyond the fields' types: fields of one width are shifted together."""
    widths = sorted({field.bits for field in fields if field.bits}, reverse=True)
    groups = ([words[f.name] for f in fields if f.bits == width] for width in widths)
    shifted = [f"shr({width}, {_or(group)})" for width, group in zip(widths, groups, strict=True)]
    return _or(shifted)


def _or(terms: Sequence[str]) -> str:
    first, *rest = terms
    return f"or({first}, {_or(rest)})" if rest else first


def _list(field: _Field) -> str:
    kind = field.type.removesuffix("[]")
    if kind == field.type or not _bits(kind):
        return ""
    return _LIST.format(name=field.name, type=kind, bits=_bits(kind), place=field.place)
