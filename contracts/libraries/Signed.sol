// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IActionTypes} from "../interfaces/IActionTypes.sol";
import {ISigned} from "../interfaces/ISigned.sol";

/// @title Who signed an action
/// @notice Recovers the wallets behind the signatures of {ISigned}; what they may do is the consortium's to say.
abstract contract Signed is ISigned, EIP712 {
    using TransientSlot for *;

    uint256 private constant PIECE = 65;
    /// @dev A last piece of so many bytes is in the compact form of EIP-2098.
    uint256 private constant COMPACT = 64;
    /// @dev Beside the first wallet of an attested action: there is a second one.
    uint256 private constant TWO = 1 << 160;
    uint256 private constant MAX_HEIGHT = 16;
    /// @dev Added to v where the signature is over a set.
    uint8 private constant OF_A_SET = 32;
    /// @dev Bytes before the proof of a set's piece: height and place.
    uint256 private constant SET_HEAD = 5;
    /// @dev Gas for a wallet's contract: one that loops must not eat what is needed to say so.
    uint256 private constant CONTRACT_GAS = 200_000;

    /// @inheritdoc ISigned
    IActionTypes public immutable TYPES;

    constructor(IActionTypes types) EIP712("Quayledger", "1") {
        TYPES = types;
    }

    /// @inheritdoc ISigned
    function attest(bytes32 typeHash, bytes32[] calldata structHashes, bytes calldata signatures) external {
        uint256 height = _heightFor(structHashes.length);
        bytes32 digest = _setDigest(typeHash, height, _root(structHashes, height));
        (address first, address second) = _both(typeHash, digest, 0, signatures);
        uint256 word = second == address(0) ? uint160(first) : uint160(first) | TWO;
        for (uint256 i = 0; i < structHashes.length; ++i) {
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                tstore(calldataload(add(structHashes.offset, mul(i, 0x20))), word)
            }
            if (word >= TWO) _beside(structHashes[i]).asAddress().tstore(second);
        }
    }

    /// @dev The action's struct hash (EIP-712). The action is the first parameter of the running function and static, so its
    /// `fields` words stand right behind the selector, each as EIP-712 encodes it.
    function _structHash(bytes32 typeHash, uint256 fields) internal pure returns (bytes32 structHash) {
        // In the free memory, which is left free: 200 gas less than `bytes.concat`.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, typeHash)
            calldatacopy(add(start, 0x20), 4, mul(fields, 0x20))
            structHash := keccak256(start, mul(add(fields, 1), 0x20))
        }
    }

    /// @dev The wallets that signed an action: one, or two; the second is 0 if there is none.
    function _signers(bytes32 typeHash, bytes32 structHash, bytes calldata signatures)
        internal
        view
        returns (address first, address second)
    {
        if (signatures.length != 0) {
            bytes32 digest = _hashTypedDataV4(structHash);
            // The everyday case first.
            if (signatures.length == COMPACT) return (_recoverCompact(digest, signatures, 0), address(0));
            return _both(typeHash, digest, structHash, signatures);
        }
        return _attested(structHash);
    }

    /// @dev The wallets that signed an action for two members, in the order of the pieces: two, three or four, then 0.
    function _signersForTwo(bytes32 typeHash, bytes32 structHash, bytes calldata signatures)
        internal
        view
        returns (address[4] memory wallets, uint256 count)
    {
        if (signatures.length == 0) {
            (wallets[0], wallets[1]) = _attested(structHash);
            if (wallets[1] == address(0)) revert SignatureLength(0);
            return (wallets, 2);
        }
        bytes32 digest = _hashTypedDataV4(structHash);
        uint256 end = 0;
        while (end != signatures.length) {
            if (count == wallets.length) revert SignatureLength(signatures.length);
            (wallets[count], end) = _signer(typeHash, digest, structHash, signatures, end);
            ++count;
        }
        if (count == 1) revert SignatureLength(signatures.length);
    }

    /// @dev The wallet of the piece that starts at `start`, and where the next one starts. `structHash` is 0 where `digest`
    /// is of a set already.
    function _signer(bytes32 typeHash, bytes32 digest, bytes32 structHash, bytes calldata signatures, uint256 start)
        internal
        view
        returns (address wallet, uint256 end)
    {
        if (signatures.length == start + COMPACT) {
            return (_recoverCompact(digest, signatures, start), signatures.length);
        }
        end = start + PIECE;
        if (signatures.length < end) revert SignatureLength(signatures.length);
        uint8 v = uint8(signatures[end - 1]);
        if (v == 0) return _contractSigner(digest, signatures, start);
        if (v >= OF_A_SET && structHash != 0) return _setSigner(typeHash, structHash, signatures, start);
        wallet = _recoverLong(digest, v, signatures, start);
    }

    /// @dev The wallets that signed the set which the action is of, if it was attested in this transaction.
    function _attested(bytes32 structHash) private view returns (address first, address second) {
        uint256 word = structHash.asUint256().tload();
        if (word == 0) revert SignatureLength(0);
        // Not by the conversion alone: assembly sees this address as it lies on the stack.
        first = address(uint160(word & ~TWO));
        second = word & TWO == 0 ? address(0) : _beside(structHash).asAddress().tload();
    }

    function _both(bytes32 typeHash, bytes32 digest, bytes32 structHash, bytes calldata signatures)
        private
        view
        returns (address first, address second)
    {
        uint256 end;
        (first, end) = _signer(typeHash, digest, structHash, signatures, 0);
        if (end == signatures.length) return (first, address(0));
        (second, end) = _signer(typeHash, digest, structHash, signatures, end);
        if (end != signatures.length) revert SignatureLength(signatures.length);
    }

    function _setSigner(bytes32 typeHash, bytes32 structHash, bytes calldata signatures, uint256 start)
        private
        view
        returns (address wallet, uint256 end)
    {
        uint256 head = start + PIECE;
        if (signatures.length < head + SET_HEAD) revert SignatureLength(signatures.length);
        uint256 height = uint8(signatures[head]);
        if (height > MAX_HEIGHT) revert SignatureSetHeight(height);
        uint256 place = uint32(bytes4(signatures[head + 1:head + SET_HEAD]));
        end = head + SET_HEAD + 32 * height;
        if (signatures.length < end) revert SignatureLength(signatures.length);

        bytes32 node = structHash;
        for (uint256 i = head + SET_HEAD; i < end; i += 32) {
            bytes32 other = bytes32(signatures[i:i + 32]);
            node = place & 1 == 0 ? _pair(node, other) : _pair(other, node);
            place >>= 1;
        }
        uint8 v = uint8(signatures[head - 1]) - OF_A_SET;
        wallet = _recoverLong(_setDigest(typeHash, height, node), v, signatures, start);
    }

    function _contractSigner(bytes32 digest, bytes calldata signatures, uint256 start)
        private
        view
        returns (address wallet, uint256 end)
    {
        uint256 head = start + PIECE;
        wallet = address(uint160(uint256(_word(signatures, start))));
        uint256 length = uint256(_word(signatures, start + 32));
        if (length > signatures.length - head) revert SignatureLength(signatures.length);
        end = head + length;
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signatures[head:end]));
        // A view, so that a wallet's contract that would call back can change nothing; with little gas, so that neither a
        // loop nor a long answer costs more than that; in a loop only where several governors sign.
        // solhint-disable avoid-low-level-calls
        // slither-disable-next-line low-level-calls,calls-loop,return-bomb
        (bool ok, bytes memory answer) = wallet.staticcall{gas: CONTRACT_GAS}(question);
        // solhint-enable avoid-low-level-calls
        if (!ok || answer.length != 32 || bytes32(answer) != bytes32(IERC1271.isValidSignature.selector)) {
            revert SignatureContractRefused(wallet);
        }
    }

    function _setDigest(bytes32 typeHash, uint256 height, bytes32 root) private view returns (bytes32) {
        // A pure function of a contract of ours; in a loop only where several governors sign sets.
        // slither-disable-next-line calls-loop
        return _hashTypedDataV4(keccak256(abi.encode(TYPES.setTypeHash(typeHash, height), root)));
    }

    function _recoverLong(bytes32 digest, uint8 v, bytes calldata signatures, uint256 start)
        private
        pure
        returns (address)
    {
        return _recover(digest, v, _word(signatures, start), uint256(_word(signatures, start + 32)));
    }

    function _recoverCompact(bytes32 digest, bytes calldata signatures, uint256 start) private pure returns (address) {
        uint256 vs = uint256(_word(signatures, start + 32));
        return _recover(digest, uint8(27 + (vs >> 255)), _word(signatures, start), (vs << 1) >> 1);
    }

    function _recover(bytes32 digest, uint8 v, bytes32 r, uint256 s) private pure returns (address signer) {
        ECDSA.RecoverError failure;
        // The third value only explains the failure, which has one name here.
        // slither-disable-next-line unused-return
        (signer, failure,) = ECDSA.tryRecover(digest, v, r, bytes32(s));
        if (failure != ECDSA.RecoverError.NoError) revert SignatureInvalid();
    }

    /// @dev The 32 bytes at `start`, which the caller knows to be there: 60 gas less than a slice, which looks again.
    function _word(bytes calldata data, uint256 start) private pure returns (bytes32 word) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            word := calldataload(add(data.offset, start))
        }
    }

    function _heightFor(uint256 count) private pure returns (uint256 height) {
        while (1 << height < count) ++height;
        if (count == 0 || height > MAX_HEIGHT) revert SignatureSetHeight(height);
    }

    /// @dev The EIP-712 hash of nested arrays of two: a Merkle tree, filled up with the last leaf.
    function _root(bytes32[] calldata leaves, uint256 height) private pure returns (bytes32 root) {
        uint256 width = 32 << height;
        // Each row is written over the one below it, in free memory, which is left free: two neighbours lie as they are
        // hashed. 150 gas a leaf less than with arrays.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let row := mload(0x40)
            let size := mul(leaves.length, 0x20)
            calldatacopy(row, leaves.offset, size)
            let last := mload(sub(add(row, size), 0x20))
            for { let place := size } lt(place, width) { place := add(place, 0x20) } { mstore(add(row, place), last) }
            for {} gt(width, 0x20) { width := shr(1, width) } {
                for { let place := 0 } lt(place, width) { place := add(place, 0x40) } {
                    mstore(add(row, shr(1, place)), keccak256(add(row, place), 0x40))
                }
            }
            root := mload(row)
        }
    }

    function _pair(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(left, right));
    }

    /// @dev Where the second wallet of an attested action is noted.
    function _beside(bytes32 structHash) private pure returns (bytes32) {
        return ~structHash;
    }
}
