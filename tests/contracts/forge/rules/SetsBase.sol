// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {BillState} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {SHIPPER} from "../utils/Cast.sol";
import {Signing} from "../utils/Signing.sol";
import {vm} from "../utils/Vm.sol";
import {BillsBase} from "./BillsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice Sets of actions under one signature, written again for the rules.
abstract contract SetsBase is BillsBase {
    bytes4 internal constant LENGTH = ISigned.SignatureLength.selector;
    bytes4 internal constant HEIGHT = ISigned.SignatureSetHeight.selector;
    uint32 internal constant GAS = 3_000_000;

    function _id(uint256 place) internal pure returns (bytes32) {
        return keccak256(abi.encode("bill of a set", place));
    }

    /// @dev The root of nested arrays of two over leaves that are filled up with the last one.
    function _root(bytes32[] memory leaves, uint256 height) internal pure returns (bytes32) {
        bytes32[] memory row = new bytes32[](1 << height);
        for (uint256 i = 0; i < row.length; ++i) {
            row[i] = leaves[i < leaves.length ? i : leaves.length - 1];
        }
        for (uint256 width = row.length / 2; width != 0; width /= 2) {
            for (uint256 i = 0; i < width; ++i) {
                row[i] = keccak256(abi.encode(row[2 * i], row[2 * i + 1]));
            }
        }
        return row[0];
    }

    function _signSet(uint256 key, bytes32 typeHash, bytes32[] memory leaves, uint256 height)
        internal
        view
        returns (bytes memory)
    {
        return Signing.sign(key, address(on.bills), _setHash(typeHash, height, _root(leaves, height)));
    }

    /// @dev The signing of so many bills by their holder.
    function _signings(uint256 count) internal returns (Intent[] memory all, bytes32[] memory leaves) {
        (all, leaves) = (new Intent[](count), new bytes32[](count));
        for (uint256 i = 0; i < count; ++i) {
            if (_bill(_id(i)).state == BillState.None) _issued(_id(i));
            all[i] = _sign(_id(i), _bill(_id(i)).version, SHIPPER);
            leaves[i] = _hash(all[i]);
        }
    }

    function _attest(bytes32 typeHash, bytes32[] memory leaves, bytes memory signatures) internal {
        _accept(address(on.bills), abi.encodeCall(ISigned.attest, (typeHash, leaves, signatures)));
    }

    function _piece(bytes memory signature, uint8 height, uint32 place, bytes memory proof)
        internal
        pure
        returns (bytes memory)
    {
        bytes memory shifted = bytes.concat(signature);
        shifted[64] = bytes1(uint8(shifted[64]) + 32);
        return bytes.concat(shifted, bytes1(height), bytes4(place), proof);
    }

    /// @dev A wallet of the shipper whose address ends with a one.
    function _oddWallet() internal returns (uint256 key) {
        do {
            key = _enrol(SHIPPER, Powers.ALL, 0);
        } while (uint160(vm.addr(key)) & 1 == 0);
    }

    function _first(bytes32[] memory leaves) internal pure returns (bytes32[] memory first) {
        first = new bytes32[](1);
        first[0] = leaves[0];
    }
}
