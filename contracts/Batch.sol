// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatch} from "./interfaces/IBatch.sol";
import {ISigned} from "./interfaces/ISigned.sol";

/// @title Batch
/// @notice Many signed actions in one transaction; see {IBatch}.
/// @dev It has no authority and no state: every call carries its own signatures, and the targets ignore who calls. A call's
/// data is laid into free memory, which stays free: 400 gas a call less than with a `bytes` for each.
contract Batch is IBatch {
    /// @dev Gas that stays here to report a failure after the call: a log of the revert data, and the loop.
    uint256 private constant RESERVE = 20_000;
    uint256 private constant WORD = 32;

    /// @inheritdoc IBatch
    function execute(Group[] calldata groups) external returns (bool succeeded, bytes memory reason) {
        uint256 index = 0;
        for (uint256 i = 0; i < groups.length; ++i) {
            Group calldata group = groups[i];
            address target = group.target;
            uint256 gasLimit = group.gasLimit;
            bytes[] calldata calls = group.calls;
            for (uint256 j = 0; j < calls.length; ++j) {
                bytes calldata data = calls[j];
                uint256 start;
                // solhint-disable-next-line no-inline-assembly
                assembly ("memory-safe") {
                    start := mload(0x40)
                    calldatacopy(start, data.offset, data.length)
                }
                (succeeded, reason) = _call(index, target, gasLimit, start, data.length);
                ++index;
            }
        }
    }

    /// @inheritdoc IBatch
    function executeSet(ActionSet calldata set, bytes calldata signatures) external {
        uint256 count = _countOf(set);
        // One word, then the fields, then where the signatures would start and that there are none. The word is the type hash
        // while the actions are hashed, and ends with the function's selector when they are called.
        bytes memory action =
            abi.encodePacked(set.typeHash, set.common, (set.common.length + 1) * WORD, uint256(0));
        ISigned(set.target).attest(set.typeHash, _structHashes(set, count, action), signatures);

        (address target, uint256 gasLimit, uint256 varying) = (set.target, set.gasLimit, set.varying);
        uint256 selector = uint32(set.selector);
        uint256 next = _offset(set.words);
        uint256 start;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(add(action, 0x20), selector)
            start := add(action, 0x3c)
        }
        for (uint256 i = 0; i < count; ++i) {
            next = _lay(varying, next, action);
            // The reason is on record; nobody asks for it here.
            // slither-disable-next-line unused-return
            _call(i, target, gasLimit, start, action.length - 28);
        }
    }

    /// @dev How many actions the set has.
    function _countOf(ActionSet calldata set) private pure returns (uint256 count) {
        uint256 each = 0;
        for (uint256 rest = set.varying; rest != 0; rest &= rest - 1) {
            ++each;
        }
        if (each != 0 && set.varying >> set.common.length == 0) count = set.words.length / each;
        if (count == 0 || count * each != set.words.length) {
            revert BatchSetSize(set.common.length, set.varying, set.words.length);
        }
    }

    /// @dev The EIP-712 struct hash of each action.
    function _structHashes(ActionSet calldata set, uint256 count, bytes memory action)
        private
        pure
        returns (bytes32[] memory hashes)
    {
        hashes = new bytes32[](count);
        uint256 size = (set.common.length + 1) * WORD;
        uint256 varying = set.varying;
        uint256 next = _offset(set.words);
        for (uint256 i = 0; i < count; ++i) {
            next = _lay(varying, next, action);
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                mstore(add(add(hashes, 0x20), mul(i, 0x20)), keccak256(add(action, 0x20), size))
            }
        }
    }

    /// @dev Lays the words in which the next action differs, which start at `word` in the calldata, into the encoded action,
    /// and returns where the words after them start. {_countOf} has shown that all are there.
    function _lay(uint256 varying, uint256 word, bytes memory action) private pure returns (uint256 next) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            next := word
            for { let field := add(action, 0x40) } varying { field := add(field, 0x20) } {
                if and(varying, 1) {
                    mstore(field, calldataload(next))
                    next := add(next, 0x20)
                }
                varying := shr(1, varying)
            }
        }
    }

    /// @dev Where in the calldata the words start.
    function _offset(bytes32[] calldata words) private pure returns (uint256 start) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            start := words.offset
        }
    }

    /// @dev Makes a call of the data in memory, which may fail, and says so where it does.
    function _call(uint256 index, address target, uint256 gasLimit, uint256 start, uint256 length)
        private
        returns (bool succeeded, bytes memory reason)
    {
        _requireGas(index, gasLimit);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            succeeded := call(gasLimit, target, 0, start, length, 0, 0)
        }
        if (succeeded) return (true, "");
        // A failure is an outcome to report, not to propagate. The batch has no state that a callee could find half done, and
        // a relayer that batches calls to contracts of long answers pays for them itself.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            reason := mload(0x40)
            mstore(reason, returndatasize())
            returndatacopy(add(reason, 0x20), 0, returndatasize())
            mstore(0x40, add(add(reason, 0x20), and(add(returndatasize(), 0x1f), not(0x1f))))
        }
        // slither-disable-next-line reentrancy-events
        emit CallFailed(index, target, reason);
    }

    /// @dev EIP-150 passes on at most 63/64 of the gas at hand; with less than `needed` the call would fail for want of
    /// gas that the relayer owed, and the failure would look like the action's own.
    function _requireGas(uint256 index, uint256 needed) private view {
        uint256 available = gasleft() > RESERVE ? ((gasleft() - RESERVE) * 63) / 64 : 0;
        if (available < needed) revert BatchOutOfGas(index, available, needed);
    }
}
