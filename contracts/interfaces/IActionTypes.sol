// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The EIP-712 types of the actions, in letters
/// @notice A set's type is made from its actions' type; see {ISigned}. It has no state and no authority.
interface IActionTypes {
    /// @notice The EIP-712 type hash of a set of 2^height actions: of `Set(Endorse[2][2]… tree)Endorse(…)`.
    /// @param typeHash The type hash of the actions.
    /// @param height How many times `[2]`.
    /// @return The set's type hash; {ISigned-SignatureTypeUnknown} is raised if no contract has such actions.
    function setTypeHash(bytes32 typeHash, uint256 height) external pure returns (bytes32);
}
