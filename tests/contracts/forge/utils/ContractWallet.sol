// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {vm} from "./Vm.sol";

/// @notice An organisation's wallet that is a contract (ERC-1271): it has signed what both its owners have signed.
contract ContractWallet is IERC1271 {
    bytes4 private constant NO = 0xffffffff;
    uint256 private constant BOTH = 130;

    address private immutable FIRST;
    address private immutable SECOND;

    constructor(uint256 key) {
        (FIRST, SECOND) = (vm.addr(key), vm.addr(secondKey(key)));
    }

    /// @notice The second owner's key follows from the first's.
    function secondKey(uint256 key) public pure returns (uint256) {
        return uint256(keccak256(abi.encode("second owner beside", key)));
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != BOTH) return NO;
        if (_signer(digest, signature[:65]) != FIRST || _signer(digest, signature[65:]) != SECOND) return NO;
        return IERC1271.isValidSignature.selector;
    }

    function _signer(bytes32 digest, bytes calldata piece) private pure returns (address) {
        return ecrecover(digest, uint8(piece[64]), bytes32(piece[:32]), bytes32(piece[32:64]));
    }
}
