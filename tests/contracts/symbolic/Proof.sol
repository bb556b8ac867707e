// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IActionTypes} from "../../../contracts/interfaces/IActionTypes.sol";
import {Mandate} from "../../../contracts/types/Mandate.sol";

/// @notice The few cheatcodes of halmos that the proofs need.
interface Svm {
    function enableSymbolicStorage(address target) external;

    function createUint(uint256 bits, string calldata name) external view returns (uint256);

    function createAddress(string calldata name) external view returns (address);

    function createBytes32(string calldata name) external view returns (bytes32);

    function createBytes(uint256 size, string calldata name) external view returns (bytes memory);
}

Svm constant svm = Svm(address(uint160(uint256(keccak256("svm cheat code")))));

/// @notice Cheatcodes that halmos shares with Forge.
interface Hevm {
    function assume(bool holds) external pure;

    function warp(uint256 time) external;

    function load(address target, bytes32 slot) external view returns (bytes32);
}

Hevm constant hevm = Hevm(address(uint160(uint256(keccak256("hevm cheat code")))));

/// @notice A consortium in which one member alone may act, by one wallet.
contract OnlyOne {
    IActionTypes public constant TYPES = IActionTypes(address(0));

    uint24 private immutable MEMBER;
    address private immutable WALLET;

    constructor(uint24 member, address wallet) {
        (MEMBER, WALLET) = (member, wallet);
    }

    function checkMandate(Mandate mandate, address first, address second) external view {
        require(mandate.actor() == MEMBER && first == WALLET && second == address(0));
    }

    function checkMandateFromSet(Mandate mandate, uint256 first, uint256 second) external view {
        require(mandate.actor() == MEMBER && first == uint160(WALLET) && second == 0);
    }

    function requireMember(uint24, uint32) external view {}
}

/// @notice A consortium in which everyone may act, by any wallet, but one member.
contract AllButOne {
    struct Wallet {
        uint24 member;
        uint32 powers;
        uint40 expiresAt;
        bool revoked;
    }

    IActionTypes public constant TYPES = IActionTypes(address(0));

    uint24 private immutable ABSENT;

    constructor(uint24 absent) {
        ABSENT = absent;
    }

    function checkMandate(Mandate mandate, address, address) external view {
        require(mandate.actor() != ABSENT);
    }

    function checkMandateFromSet(Mandate mandate, uint256, uint256) external view {
        require(mandate.actor() != ABSENT);
    }

    function requireMember(uint24, uint32) external view {}

    function walletOf(address) external pure returns (Wallet memory) {
        return Wallet(0, 0, 0, false);
    }
}

/// @notice Release orders of which there are none: no bill is kept by one, or by a container that it shares.
contract NoOrders {
    function liveOrderOf(bytes32) external pure returns (bytes32) {
        return 0;
    }

    function sharedOf(bytes32) external pure returns (uint256) {
        return 0;
    }
}

/// @notice What the proofs share: an action of any content, by any signature, at any state of the contract.
/// @dev A proof says nothing if no call can succeed. So each contract of proofs has a shadow whose `REACHED` is true, and in
/// which every proof must fail: halmos finds a call that succeeds and changes the record.
abstract contract Proof {
    struct Made {
        bool ok;
        bytes action;
        bytes signatures;
    }

    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    uint256 internal constant ONE = 65;
    uint256 internal constant TWO = 130;

    bool internal immutable REACHED;

    constructor(bool reached) {
        REACHED = reached;
    }

    /// @dev Calls a function with an action of so many words of any content, and so many bytes of signatures.
    function _make(address target, bytes4 selector, uint256 words, uint256 length) internal returns (Made memory made) {
        made = _any(words, length);
        _send(target, selector, made);
    }

    /// @dev An action of any content with any signatures.
    function _any(uint256 words, uint256 length) internal view returns (Made memory made) {
        made.action = svm.createBytes(32 * words, "action");
        made.signatures = svm.createBytes(length, "signatures");
        // The first of two by ECDSA: a contract's signature has any length, and then nobody knows where the second begins.
        if (length == TWO) made.signatures[64] = hex"1b";
    }

    function _send(address target, bytes4 selector, Made memory made) internal {
        uint256 length = made.signatures.length;
        bytes memory padding = new bytes((32 - length % 32) % 32);
        bytes32 place = bytes32(made.action.length + 32);
        (made.ok,) = target.call(bytes.concat(selector, made.action, place, bytes32(length), made.signatures, padding));
    }

    function _word(bytes memory action, uint256 place) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(action, 32), mul(place, 32)))
        }
    }

    /// @dev Who signed exactly this action, by ecrecover, of which the proof knows nothing.
    function _signer(address target, bytes32 typeHash, Made memory made) internal view returns (address) {
        return _signerOf(target, keccak256(bytes.concat(typeHash, made.action)), made.signatures, 0);
    }

    /// @dev As `_signer`, of the second of two pieces.
    function _secondSigner(address target, bytes32 typeHash, Made memory made) internal view returns (address) {
        return _signerOf(target, keccak256(bytes.concat(typeHash, made.action)), made.signatures, ONE);
    }

    /// @dev Who signed what has this struct hash by the piece that starts there.
    function _signerOf(address target, bytes32 structHash, bytes memory signatures, uint256 start)
        internal
        view
        returns (address)
    {
        bytes32 separator =
            keccak256(abi.encode(DOMAIN, keccak256("Quayledger"), keccak256("1"), block.chainid, target));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", separator, structHash));
        bytes32 r;
        bytes32 s;
        assembly ("memory-safe") {
            r := mload(add(add(signatures, 32), start))
            s := mload(add(add(signatures, 64), start))
        }
        return ecrecover(digest, uint8(signatures[start + 64]), r, s);
    }
}
