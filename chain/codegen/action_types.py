"""Writes `contracts/ActionTypes.sol`: the actions' type strings, for the sets that are signed."""

from __future__ import annotations

from typing import Any, Final

from chain.codegen.names import type_hash_constant
from chain.compile import CONTRACTS

TARGET: Final = CONTRACTS / "ActionTypes.sol"

_HEAD: Final = """\
// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Written by `python -m chain.codegen` from contracts/types/Actions.sol.

// An EIP-712 type is one string, however long.
// solhint-disable max-line-length

import {{IActionTypes}} from "./interfaces/IActionTypes.sol";
import {{ISigned}} from "./interfaces/ISigned.sol";
import {{
{imports}
}} from "./types/Actions.sol";

/// @title ActionTypes
/// @notice The EIP-712 types of the actions in letters; see {{IActionTypes}}.
/// @dev A contract of its own, so that the letters burden no record's contract. The answer is held against the type
/// hash: a misspelt type refuses, it does not mislead.
contract ActionTypes is IActionTypes {{
    uint256 private constant MAX_HEIGHT = 16;

    /// @inheritdoc IActionTypes
    function setTypeHash(bytes32 typeHash, uint256 height) external pure returns (bytes32) {{
        (bytes memory typeString, uint256 nameLength) = _typeOf(typeHash);
        if (keccak256(typeString) != typeHash) revert ISigned.SignatureTypeUnknown(typeHash);
        if (height > MAX_HEIGHT) revert ISigned.SignatureSetHeight(height);
        // The dimensions and the name are the heads of what is longer: a string is as long as its first word says.
        bytes memory dimensions = "[2][2][2][2][2][2][2][2][2][2][2][2][2][2][2][2]";
        uint256 length = typeString.length;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {{
            mstore(dimensions, mul(height, 3))
            mstore(typeString, nameLength)
        }}
        bytes memory set = bytes.concat("Set(", typeString, dimensions, " tree)");
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {{
            mstore(typeString, length)
        }}
        return keccak256(bytes.concat(set, typeString));
    }}

    /// @dev The type string, and how many of its letters are the name.
    // One line a type reads better than a search.
    // slither-disable-next-line cyclomatic-complexity
    function _typeOf(bytes32 typeHash) private pure returns (bytes memory typeString, uint256 nameLength) {{
{lines}
    }}
}}
"""
_LINE: Final = """\
        if (typeHash == {constant}) return ("{type_string}", {length});"""


def render(found: dict[str, Any]) -> str:
    """The source of the contract for these actions (as `chain.codegen.actions.actions` describes them)."""
    constants = {name: type_hash_constant(name) for name in found}
    imports = ",\n".join(f"    {constant}" for constant in sorted(constants.values()))
    lines = "\n".join(
        _LINE.format(constant=constants[name], type_string=action["type_string"], length=len(name))
        for name, action in found.items()
    )
    return _HEAD.format(imports=imports, lines=lines)
