// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IActionTypes} from "./IActionTypes.sol";

/// @title How actions are signed
/// @notice `signatures` is one piece, or two where the member's four-eyes rule asks for two, joined; where two members have
/// to agree, the first one's and then the second one's. A piece is 65 bytes r‖s‖v, and v says what it is; but if 64 bytes
/// are left, they are the last piece, ECDSA by the wallet in the compact form r‖vs of EIP-2098, which a relayer makes of
/// the long form to save gas.
///
///   v        | piece
///  ----------|---------------------------------------------------------------------------------------------
///   27, 28   | ECDSA by the wallet over the action
///   0        | ERC-1271: r is the wallet's address, s the length of the contract's own signature, which follows
///   59, 60   | ECDSA (v - 32) over a set of actions of one type; one byte height, four bytes place and the
///            | `height` hashes of the proof follow
///
/// A set of 2^height actions is signed as the EIP-712 struct `Set(Endorse[2][2]… tree)` with one `[2]` a height: any wallet
/// shows every action of it, and its hash is a Merkle tree of the actions' hashes. No signature at all is needed for
/// an action that {attest} has seen in the same transaction.
interface ISigned {
    /// @notice The signatures' bytes have no length that pieces can make up.
    /// @param length Number of bytes.
    error SignatureLength(uint256 length);
    /// @notice A signature is malformed: its s is high, its v is none of the table, or it recovers to nobody.
    error SignatureInvalid();
    /// @notice The wallet's contract does not acknowledge the signature (ERC-1271).
    error SignatureContractRefused(address wallet);
    /// @notice A set has 2^0 to 2^16 actions.
    /// @param height Height of the tree that the set would make.
    error SignatureSetHeight(uint256 height);
    /// @notice This contract has no such type of action.
    error SignatureTypeUnknown(bytes32 typeHash);

    /// @notice Checks the signatures over a whole set once, so that its actions need none in this transaction.
    /// @dev Nothing is stored: it counts in this transaction only.
    /// @param typeHash The EIP-712 type hash of the actions.
    /// @param structHashes The EIP-712 struct hashes of the actions, in the set's order; a set whose size is no power of
    /// two is filled up with its last action.
    /// @param signatures One or two pieces of ECDSA over the set (v 27 or 28), or of ERC-1271.
    function attest(bytes32 typeHash, bytes32[] calldata structHashes, bytes calldata signatures) external;

    /// @notice The letters of the actions' types, for the sets that are signed.
    // An immutable's getter has its name.
    // solhint-disable-next-line func-name-mixedcase
    function TYPES() external view returns (IActionTypes);
}
