// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractWallet} from "./ContractWallet.sol";
import {vm} from "./Vm.sol";

/// @notice EIP-712 as the wallets do it, written again for the tests.
library Signing {
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    function digest(address target, bytes32 structHash) internal view returns (bytes32) {
        bytes32 separator =
            keccak256(abi.encode(DOMAIN, keccak256("Quayledger"), keccak256("1"), block.chainid, target));
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }

    /// @dev A wallet's piece: its key's signature, or, of a contract, its address, the length, 0 and what its owners signed.
    function signAs(address wallet, uint256 key, address target, bytes32 structHash)
        internal
        view
        returns (bytes memory)
    {
        if (wallet.code.length == 0) return sign(key, target, structHash);
        uint256 second = ContractWallet(wallet).secondKey(key);
        bytes memory both = bytes.concat(sign(key, target, structHash), sign(second, target, structHash));
        return abi.encodePacked(uint256(uint160(wallet)), both.length, uint8(0), both);
    }

    function sign(uint256 key, address target, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(target, structHash));
        return abi.encodePacked(r, s, v);
    }
}
