// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Many signed actions in one transaction
/// @notice Each call succeeds or fails alone and says why; none can starve its neighbours of gas.
interface IBatch {
    /// @notice Signed actions for one contract.
    /// @param target The records' contract.
    /// @param gasLimit Gas that each call gets; the batch reverts as a whole if it cannot give that much.
    /// @param calls The encoded calls.
    struct Group {
        address target;
        uint32 gasLimit;
        bytes[] calls;
    }

    /// @notice Actions of one type that were signed as a set. What they have in common is said once.
    /// @param target The records' contract.
    /// @param gasLimit Gas that each action gets; the batch reverts as a whole if it cannot give that much.
    /// @param selector The action's function.
    /// @param typeHash The action's EIP-712 type hash.
    /// @param common The words of the action's fields; what stands where actions differ is of no account.
    /// @param varying A bit for each field in which the actions differ: 1 << 0 for the first field; one at least.
    /// @param words The words of these fields, action by action in the set's order.
    struct ActionSet {
        address target;
        uint32 gasLimit;
        bytes4 selector;
        bytes32 typeHash;
        bytes32[] common;
        uint256 varying;
        bytes32[] words;
    }

    /// @notice The call at `index`, counted over all groups, failed; `reason` is its revert data (a named custom error).
    event CallFailed(uint256 indexed index, address indexed target, bytes reason);

    /// @notice The transaction has too little gas for the call at `index`: nothing of the batch happened.
    /// @param available Gas that the transaction has left.
    /// @param needed Gas that the call needs.
    error BatchOutOfGas(uint256 index, uint256 available, uint256 needed);
    /// @notice So many words do not make actions of so many fields, of which those differ.
    /// @param fields Number of fields of each action.
    error BatchSetSize(uint256 fields, uint256 varying, uint256 words);

    /// @notice Makes the calls in order. Emits {CallFailed} for each that fails.
    /// @param groups The calls; one that comes after another of the same contract needs no group of its own.
    /// @return succeeded Whether the last call succeeded: so a call without a transaction tells of an action that comes
    /// after others.
    /// @return reason The revert data of the last call; empty where it succeeded.
    function execute(Group[] calldata groups) external returns (bool succeeded, bytes memory reason);

    /// @notice Shows the one signature over a set to the target, then makes its actions in order. Emits {CallFailed} for
    /// each that fails, and reverts with the target's reason if the signature is none.
    /// @param set The actions.
    /// @param signatures The pieces over the set, as {ISigned-attest} takes them.
    function executeSet(ActionSet calldata set, bytes calldata signatures) external;
}
