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
        for (uint256 i = 0; i < structHashes.length; ++i) {
            structHashes[i].asAddress().tstore(first);
            if (second != address(0)) _beside(structHashes[i]).asAddress().tstore(second);
        }
    }

    /// @dev The action's struct hash (EIP-712). The action is the first parameter of the running function and static, so its
    /// `fields` words stand right behind the selector, each as EIP-712 encodes it.
    function _structHash(bytes32 typeHash, uint256 fields) internal pure returns (bytes32) {
        return keccak256(bytes.concat(typeHash, msg.data[4:4 + 32 * fields]));
    }

    /// @dev The wallets that signed an action: one, or two; the second is 0 if there is none.
    function _signers(bytes32 typeHash, bytes32 structHash, bytes calldata signatures)
        internal
        view
        returns (address first, address second)
    {
        if (signatures.length != 0) {
            bytes32 digest = _hashTypedDataV4(structHash);
            // The everyday case first: one wallet's ECDSA signature.
            if (signatures.length == PIECE) {
                ECDSA.RecoverError failure;
                // The third value only explains a failure, which is looked into below.
                // slither-disable-next-line unused-return
                (first, failure,) = ECDSA.tryRecoverCalldata(digest, signatures);
                if (failure == ECDSA.RecoverError.NoError) return (first, address(0));
            }
            return _both(typeHash, digest, structHash, signatures);
        }
        first = structHash.asAddress().tload();
        if (first == address(0)) revert SignatureLength(0);
        second = _beside(structHash).asAddress().tload();
    }

    /// @dev The wallets that signed an action for two members, in the order of the pieces: two, three or four, then 0.
    function _signersForTwo(bytes32 typeHash, bytes32 structHash, bytes calldata signatures)
        internal
        view
        returns (address[4] memory wallets, uint256 count)
    {
        if (signatures.length == 0) {
            wallets[0] = structHash.asAddress().tload();
            wallets[1] = _beside(structHash).asAddress().tload();
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
        end = start + PIECE;
        if (signatures.length < end) revert SignatureLength(signatures.length);
        uint8 v = uint8(signatures[end - 1]);
        if (v == 0) return _contractSigner(digest, signatures, start);
        if (v >= OF_A_SET && structHash != 0) return _setSigner(typeHash, structHash, signatures, start);
        wallet = _recover(digest, signatures, start, v);
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
        wallet = _recover(_setDigest(typeHash, height, node), signatures, start, v);
    }

    function _contractSigner(bytes32 digest, bytes calldata signatures, uint256 start)
        private
        view
        returns (address wallet, uint256 end)
    {
        uint256 head = start + PIECE;
        wallet = address(uint160(uint256(bytes32(signatures[start:start + 32]))));
        uint256 length = uint256(bytes32(signatures[start + 32:start + 64]));
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

    function _recover(bytes32 digest, bytes calldata signatures, uint256 start, uint8 v)
        private
        pure
        returns (address signer)
    {
        ECDSA.RecoverError failure;
        // The third value only explains the failure, which has one name here.
        // slither-disable-next-line unused-return
        (signer, failure,) = ECDSA.tryRecover(
            digest, v, bytes32(signatures[start:start + 32]), bytes32(signatures[start + 32:start + 64])
        );
        if (failure != ECDSA.RecoverError.NoError) revert SignatureInvalid();
    }

    function _heightFor(uint256 count) private pure returns (uint256 height) {
        while (1 << height < count) ++height;
        if (count == 0 || height > MAX_HEIGHT) revert SignatureSetHeight(height);
    }

    /// @dev The EIP-712 hash of nested arrays of two: a Merkle tree, filled up with the last leaf.
    function _root(bytes32[] calldata leaves, uint256 height) private pure returns (bytes32) {
        uint256 width = 1 << height;
        bytes32[] memory row = new bytes32[](width);
        for (uint256 i = 0; i < width; ++i) {
            row[i] = leaves[i < leaves.length ? i : leaves.length - 1];
        }
        for (; width > 1; width >>= 1) {
            for (uint256 i = 0; i < width; i += 2) {
                row[i >> 1] = _pair(row[i], row[i + 1]);
            }
        }
        return row[0];
    }

    function _pair(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(left, right));
    }

    /// @dev Where the second wallet of an attested action is noted.
    function _beside(bytes32 structHash) private pure returns (bytes32) {
        return ~structHash;
    }
}
