// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatch} from "../../../../contracts/interfaces/IBatch.sol";

/// @notice A call that anyone may relay.
struct Attempt {
    address target;
    bytes data;
}

/// @notice Tells what would come of calls, one after another and each alone; nothing of it stays.
contract Rehearsal {
    function outcome(Attempt[] memory attempts) external returns (bool[] memory done) {
        try this.rehearse(attempts) {}
        catch (bytes memory came) {
            done = abi.decode(came, (bool[]));
        }
    }

    function rehearse(Attempt[] memory attempts) external {
        bool[] memory done = new bool[](attempts.length);
        for (uint256 i = 0; i < attempts.length; ++i) {
            (done[i],) = attempts[i].target.call(attempts[i].data);
        }
        bytes memory came = abi.encode(done);
        assembly ("memory-safe") {
            revert(add(came, 32), mload(came))
        }
    }
}

/// @notice Sets of actions under one signature, written again for the tests: a Merkle tree, filled up with the last leaf.
library Sets {
    function height(uint256 count) internal pure returns (uint8 h) {
        while (uint256(1) << h < count) ++h;
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        (bytes32 node,) = _climb(leaves, 0);
        return node;
    }

    /// @dev What stands behind a signature over the set, so that it counts for one action alone: height, place, siblings.
    function path(bytes32[] memory leaves, uint256 place) internal pure returns (bytes memory) {
        (, bytes memory siblings) = _climb(leaves, place);
        return abi.encodePacked(height(leaves.length), uint32(place), siblings);
    }

    /// @dev The set as the batch takes it: the words in which the actions are alike, and those in which they are not.
    function pack(address target, uint32 gasLimit, bytes4 selector, bytes32 typeHash, bytes[] memory actions)
        internal
        pure
        returns (IBatch.ActionSet memory set)
    {
        uint256 fields = actions[0].length / 32;
        (set.target, set.gasLimit, set.selector, set.typeHash) = (target, gasLimit, selector, typeHash);
        set.common = new bytes32[](fields);
        // The id always: a set of one action, or of one action twice, differs in nothing.
        set.varying = 1;
        uint256 each = 1;
        for (uint256 field = 0; field < fields; ++field) {
            set.common[field] = _word(actions[0], field);
            for (uint256 i = 1; i < actions.length && (set.varying >> field) & 1 == 0; ++i) {
                if (_word(actions[i], field) == set.common[field]) continue;
                set.varying |= uint256(1) << field;
                ++each;
            }
        }
        set.words = new bytes32[](each * actions.length);
        uint256 next = 0;
        for (uint256 i = 0; i < actions.length; ++i) {
            for (uint256 field = 0; field < fields; ++field) {
                if ((set.varying >> field) & 1 != 0) set.words[next++] = _word(actions[i], field);
            }
        }
    }

    function _climb(bytes32[] memory leaves, uint256 place) private pure returns (bytes32, bytes memory siblings) {
        uint256 size = uint256(1) << height(leaves.length);
        bytes32[] memory row = new bytes32[](size);
        for (uint256 i = 0; i < size; ++i) {
            row[i] = leaves[i < leaves.length ? i : leaves.length - 1];
        }
        for (; size > 1; size /= 2) {
            siblings = bytes.concat(siblings, row[place ^ 1]);
            place /= 2;
            for (uint256 i = 0; i < size; i += 2) {
                row[i / 2] = keccak256(bytes.concat(row[i], row[i + 1]));
            }
        }
        return (row[0], siblings);
    }

    function _word(bytes memory action, uint256 field) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(action, 32), mul(field, 32)))
        }
    }
}
