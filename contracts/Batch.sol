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
            uint256 enough = _enoughFor(gasLimit);
            bytes[] calldata calls = group.calls;
            for (uint256 j = 0; j < calls.length; ++j) {
                uint256 left = gasleft();
                if (left < enough) revert BatchOutOfGas(index, _available(left), gasLimit);
                bytes calldata data = calls[j];
                // solhint-disable-next-line no-inline-assembly
                assembly ("memory-safe") {
                    let start := mload(0x40)
                    calldatacopy(start, data.offset, data.length)
                    succeeded := call(gasLimit, target, 0, start, data.length, 0, 0)
                }
                reason = succeeded ? bytes("") : _reported(index, target);
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

        (address target, uint256 gasLimit) = (set.target, set.gasLimit);
        (uint256 first, uint256 others) = _differing(set.varying, action);
        uint256 enough = _enoughFor(gasLimit);
        uint256 next = _offset(set.words);
        uint256 selector = uint32(set.selector);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(add(action, 0x20), selector)
        }
        for (uint256 i = 0; i < count; ++i) {
            uint256 left = gasleft();
            if (left < enough) revert BatchOutOfGas(i, _available(left), gasLimit);
            bool succeeded;
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                mstore(first, calldataload(next))
                next := add(next, 0x20)
                let field := first
                for { let rest := others } rest { rest := shr(1, rest) } {
                    field := add(field, 0x20)
                    if and(rest, 1) {
                        mstore(field, calldataload(next))
                        next := add(next, 0x20)
                    }
                }
                succeeded := call(gasLimit, target, 0, add(action, 0x3c), sub(mload(action), 0x1c), 0, 0)
            }
            // The reason is on record; nobody asks for it here.
            // slither-disable-next-line unused-return
            if (!succeeded) _reported(i, target);
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

    /// @dev The EIP-712 struct hash of each action. The words in which it differs, which {_countOf} has shown to be there, are
    /// laid into the encoded action.
    function _structHashes(ActionSet calldata set, uint256 count, bytes memory action)
        private
        pure
        returns (bytes32[] memory hashes)
    {
        hashes = new bytes32[](count);
        uint256 size = (set.common.length + 1) * WORD;
        (uint256 first, uint256 others) = _differing(set.varying, action);
        uint256 next = _offset(set.words);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let end := add(hashes, mul(count, 0x20))
            for { let place := hashes } lt(place, end) {} {
                mstore(first, calldataload(next))
                next := add(next, 0x20)
                let field := first
                for { let rest := others } rest { rest := shr(1, rest) } {
                    field := add(field, 0x20)
                    if and(rest, 1) {
                        mstore(field, calldataload(next))
                        next := add(next, 0x20)
                    }
                }
                place := add(place, 0x20)
                mstore(place, keccak256(add(action, 0x20), size))
            }
        }
    }

    /// @dev Where in the encoded action the first field lies in which the actions differ, and a bit for each field after it that
    /// is another: most often there is none.
    function _differing(uint256 varying, bytes memory action) private pure returns (uint256 first, uint256 others) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            first := add(action, 0x40)
        }
        while (varying & 1 == 0) {
            varying >>= 1;
            first += WORD;
        }
        others = varying >> 1;
    }

    /// @dev Where in the calldata the words start.
    function _offset(bytes32[] calldata words) private pure returns (uint256 start) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            start := words.offset
        }
    }

    /// @dev The gas to have before a call of so much: EIP-150 passes on at most 63/64 of the gas at hand; with less the call
    /// would fail for want of gas that the relayer owed, and the failure would look like the action's own.
    function _enoughFor(uint256 gasLimit) private pure returns (uint256) {
        return RESERVE + (gasLimit * 64 + 62) / 63;
    }

    /// @dev Puts on record that the last call failed, and returns why.
    function _reported(uint256 index, address target) private returns (bytes memory reason) {
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

    /// @dev The gas that a call can get at most of so much.
    function _available(uint256 left) private pure returns (uint256) {
        return left > RESERVE ? ((left - RESERVE) * 63) / 64 : 0;
    }
}
