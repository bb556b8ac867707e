// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Many signed actions in one transaction
/// @notice Each call succeeds or fails alone and says why; none can starve its neighbours of gas.
interface IBatch {
    /// @notice One signed action to relay.
    /// @param target The record's contract.
    /// @param gasLimit Gas that the call gets; the batch reverts as a whole if it cannot give that much.
    /// @param data The encoded call.
    struct Call {
        address target;
        uint32 gasLimit;
        bytes data;
    }

    /// @notice The call at `index` failed; `reason` is its revert data (a named custom error).
    event CallFailed(uint256 indexed index, address indexed target, bytes reason);

    /// @notice The transaction has too little gas for the call at `index`: nothing of the batch happened.
    error BatchOutOfGas(uint256 index, uint256 available, uint256 needed);

    /// @notice Makes the calls in order. Emits {CallFailed} for each that fails.
    /// @param calls The calls.
    /// @return succeeded For each call whether it succeeded.
    /// @return reasons For each call its revert data; empty where it succeeded.
    function execute(Call[] calldata calls) external returns (bool[] memory succeeded, bytes[] memory reasons);
}
