// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IActionTypes} from "../../../../contracts/interfaces/IActionTypes.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {SignedActions} from "../../../../contracts/libraries/SignedActions.sol";
import {Act} from "../../../../contracts/types/Act.sol";
import {
    CHANGE_ROLES_TYPEHASH,
    ENROL_WALLET_TYPEHASH,
    SET_FOUR_EYES_TYPEHASH,
    SUSPEND_MEMBER_TYPEHASH
} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Cast, FORWARDER, GOVERNOR, INSPECTION_BODY, SECOND_GOVERNOR, STRANGER} from "../utils/Cast.sol";
import {Contracts, Deployer} from "../utils/Contracts.sol";
import {Signing} from "../utils/Signing.sol";
import {Log, vm} from "../utils/Vm.sol";

/// @notice An action as it is sent: where to, what it says word by word, and whose keys sign.
struct Intent {
    address target;
    bytes4 selector;
    bytes32 typeHash;
    bytes fields;
    uint256[] keys;
}

/// @notice What the rules share: building and signing an action, and saying what must come of it.
/// @dev A rule says: who else may not, what is refused with which error, and then that the action is accepted with which
/// events and which record. Fields are named by their place: an action's words begin with id, version and actor.
abstract contract Rules {
    uint256 internal constant ID = 0;
    uint256 internal constant VERSION = 1;
    uint256 internal constant ACTOR = 2;
    uint40 internal constant START = 1_800_000_000;
    uint24 internal constant NOBODY = 999;
    /// @dev Every good action is done for another member and carries a remark.
    uint24 internal constant PARTY = FORWARDER;
    bytes32 internal constant REMARK = keccak256("remark");

    error AcceptedAgainstTheLaw();
    error Refused(bytes reason);
    error RefusedOtherwise(bytes reason, bytes expected);
    error EventsDiffer(uint256 place, uint256 expected, uint256 got);
    error Differs(bytes got, bytes expected);

    Contracts internal on;
    bool private _expecting;
    uint256 private _lastKey;

    function setUp() public virtual {
        vm.warp(START);
        on = Deployer.deploy(Cast.founders());
        _arrange();
    }

    /// @dev The records that a suite's rules begin with.
    function _arrange() internal virtual {}

    // --- actions --------------------------------------------------------------------------------------------------

    function _intent(address target, bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        internal
        pure
        returns (Intent memory)
    {
        return Intent(target, selector, typeHash, fields, _keys(Cast.key(by)));
    }

    function _keys(uint256 key) internal pure returns (uint256[] memory keys) {
        keys = new uint256[](1);
        keys[0] = key;
    }

    /// @dev The same action, signed by one more.
    function _with(Intent memory i, uint256 key) internal pure returns (Intent memory) {
        uint256[] memory keys = new uint256[](i.keys.length + 1);
        for (uint256 k = 0; k < i.keys.length; ++k) {
            keys[k] = i.keys[k];
        }
        keys[i.keys.length] = key;
        return Intent(i.target, i.selector, i.typeHash, i.fields, keys);
    }

    /// @dev The same action, where another key signs at a place.
    function _signedBy(Intent memory i, uint256 place, uint256 key) internal pure returns (Intent memory other) {
        other = _with(i, 0);
        assembly ("memory-safe") {
            let keys := mload(add(other, 0x80))
            mstore(keys, sub(mload(keys), 1))
        }
        other.keys[place] = key;
    }

    /// @dev The same action with another word at a place.
    function _but(Intent memory i, uint256 place, uint256 word) internal pure returns (Intent memory) {
        bytes memory fields = bytes.concat(i.fields);
        assembly ("memory-safe") {
            mstore(add(add(fields, 0x20), mul(place, 0x20)), word)
        }
        return Intent(i.target, i.selector, i.typeHash, fields, i.keys);
    }

    function _word(Intent memory i, uint256 place) internal pure returns (uint256 word) {
        bytes memory fields = i.fields;
        assembly ("memory-safe") {
            word := mload(add(add(fields, 0x20), mul(place, 0x20)))
        }
    }

    function _hash(Intent memory i) internal pure returns (bytes32) {
        return keccak256(bytes.concat(i.typeHash, i.fields));
    }

    function _signatures(Intent memory i) internal view returns (bytes memory signatures) {
        bytes32 structHash = _hash(i);
        for (uint256 k = 0; k < i.keys.length; ++k) {
            signatures = bytes.concat(signatures, Signing.sign(i.keys[k], i.target, structHash));
        }
    }

    /// @dev Every signer has signed the action within a set of two, in which it is the second.
    function _signaturesInSets(Intent memory i) internal view returns (bytes memory signatures) {
        bytes32 structHash = _hash(i);
        bytes32 other = keccak256("the other action");
        bytes32 root = keccak256(abi.encode(other, structHash));
        for (uint256 k = 0; k < i.keys.length; ++k) {
            bytes memory piece = Signing.sign(i.keys[k], i.target, _setHash(i.typeHash, 1, root));
            piece[64] = bytes1(uint8(piece[64]) + 32);
            signatures = bytes.concat(signatures, piece, bytes1(uint8(1)), bytes4(uint32(1)), other);
        }
    }

    function _setHash(bytes32 typeHash, uint256 height, bytes32 root) internal view returns (bytes32) {
        IActionTypes types = ISigned(address(on.consortium)).TYPES();
        return keccak256(abi.encode(types.setTypeHash(typeHash, height), root));
    }

    function _data(Intent memory i, bytes memory signatures) internal pure returns (bytes memory) {
        bytes memory padding = new bytes((32 - signatures.length % 32) % 32);
        bytes32 offset = bytes32(i.fields.length + 32);
        return bytes.concat(i.selector, i.fields, offset, bytes32(signatures.length), signatures, padding);
    }

    // --- what comes of them -------------------------------------------------------------------------------------------

    /// @dev What the rule emits from here on is what the next accepted action must emit, no more and no less.
    function _expect() internal {
        vm.recordLogs();
        _expecting = true;
    }

    function _accept(Intent memory i) internal {
        _accept(i.target, _data(i, _signatures(i)));
    }

    function _accept(address target, bytes memory data) internal {
        (bool ok, bytes memory reason) = target.call(data);
        if (!ok) revert Refused(reason);
        if (_expecting) _compareEvents(target);
    }

    function _refuse(Intent memory i, bytes memory reason) internal {
        _refuse(i.target, _data(i, _signatures(i)), reason);
    }

    function _refuse(address target, bytes memory data, bytes memory expected) internal {
        (bool ok, bytes memory reason) = target.call(data);
        if (ok) revert AcceptedAgainstTheLaw();
        if (keccak256(reason) != keccak256(expected)) revert RefusedOtherwise(reason, expected);
    }

    function _error(bytes4 name) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name);
    }

    function _error(bytes4 name, uint256 a) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a);
    }

    function _error(bytes4 name, uint256 a, uint256 b) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a, b);
    }

    function _error(bytes4 name, uint256 a, uint256 b, uint256 c) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a, b, c);
    }

    function _error(bytes4 name, address a) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a);
    }

    function _error(bytes4 name, address a, uint256 b) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a, b);
    }

    function _error(bytes4 name, address a, uint256 b, uint256 c) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a, b, c);
    }

    function _errorOn(bytes4 name, bytes32 a) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a);
    }

    function _errorOn(bytes4 name, bytes32 a, uint256 b) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a, b);
    }

    function _errorOn(bytes4 name, bytes32 a, uint256 b, uint256 c) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(name, a, b, c);
    }

    function _same(bytes memory got, bytes memory expected) internal pure {
        if (keccak256(got) != keccak256(expected)) revert Differs(got, expected);
    }

    function _same(uint256 got, uint256 expected) internal pure {
        _same(abi.encode(got), abi.encode(expected));
    }

    function _compareEvents(address target) internal {
        _expecting = false;
        Log[] memory logs = vm.getRecordedLogs();
        uint256 expected = 0;
        while (expected < logs.length && logs[expected].emitter == address(this)) ++expected;
        if (logs.length != 2 * expected) revert EventsDiffer(0, expected, logs.length - expected);
        for (uint256 i = 0; i < expected; ++i) {
            Log memory got = logs[expected + i];
            bytes memory theirs = abi.encode(got.topics, got.data, got.emitter);
            if (keccak256(theirs) != keccak256(abi.encode(logs[i].topics, logs[i].data, target))) {
                revert EventsDiffer(i + 1, uint256(logs[i].topics[0]), uint256(got.topics[0]));
            }
        }
    }

    /// @dev Every good action says for whom it is done, and carries a remark; `version` is the record's after the action.
    function _expectRemark(bytes32 id, uint32 version) internal {
        emit SignedActions.Remarked(id, version, PARTY, REMARK);
    }

    /// @dev Good at the record's current version only.
    function _bindsVersion(Intent memory i, bytes4 stale) internal {
        bytes32 id = bytes32(_word(i, ID));
        uint256 current = _word(i, VERSION);
        _refuse(_but(i, VERSION, current + 1), _errorOn(stale, id, current + 1, current));
        _refuse(_but(i, VERSION, current - 1), _errorOn(stale, id, current - 1, current));
    }

    /// @dev The word in which an event tells who acted: wallet, version, actor, counterparty and detail.
    function _by(uint24 actor, uint32 version, uint24 counterparty, uint16 detail) internal pure returns (Act) {
        return _byWallet(Cast.wallet(actor), actor, version, counterparty, detail);
    }

    function _byWallet(address wallet, uint24 actor, uint32 version, uint24 counterparty, uint16 detail)
        internal
        pure
        returns (Act)
    {
        uint256 word = uint256(uint160(wallet)) | (uint256(version) << 160) | (uint256(actor) << 192)
            | (uint256(counterparty) << 216) | (uint256(detail) << 240);
        return Act.wrap(word);
    }

    function _by(uint24 actor, uint32 version) internal pure returns (Act) {
        return _by(actor, version, 0, 0);
    }

    // --- who may ---------------------------------------------------------------------------------------------------

    /// @dev The signer at a place must be a wallet of this member with this power, and the member must hold one of these
    /// roles (0: any).
    function _needs(Intent memory i, uint256 place, uint24 member, uint32 power, uint32 roles) internal {
        uint24 other = member == STRANGER ? INSPECTION_BODY : STRANGER;
        _refuse(
            _signedBy(i, place, Cast.key(other)),
            _error(IConsortium.ConsortiumWalletOfAnotherMember.selector, Cast.wallet(other), other, member)
        );
        uint32 powers = Powers.ALL & ~power;
        uint256 clerk = _enrol(member, powers, 0);
        _refuse(
            _signedBy(i, place, clerk),
            _error(IConsortium.ConsortiumWalletLacksPower.selector, vm.addr(clerk), powers, power)
        );
        if (roles == 0) return;
        uint32 before = on.consortium.memberOf(member).roles;
        uint32 others = (Roles.ALL & ~roles & ~Roles.GOVERNOR);
        _setRoles(member, others);
        _refuse(i, _error(IConsortium.ConsortiumMemberLacksRole.selector, member, others, roles));
        _setRoles(member, before);
    }

    function _needs(Intent memory i, uint24 member, uint32 power, uint32 roles) internal {
        _needs(i, 0, member, power, roles);
    }

    /// @dev The field at a place must be an active member with one of these roles (0: any).
    function _receives(Intent memory i, uint256 place, uint32 roles) internal {
        _refuse(_but(i, place, NOBODY), _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY));
        if (roles == 0) return;
        _refuse(
            _but(i, place, STRANGER),
            _error(IConsortium.ConsortiumMemberLacksRole.selector, STRANGER, Cast.roles(STRANGER), roles)
        );
    }

    /// @dev A new wallet of a member; its key.
    function _enrol(uint24 member, uint32 powers, uint40 expiresAt) internal returns (uint256 key) {
        key = uint256(keccak256(abi.encode("enrolled", ++_lastKey)));
        uint32 version = on.consortium.memberOf(member).version;
        bytes memory fields = abi.encode(member, version, vm.addr(key), powers, expiresAt);
        Intent memory i =
            _intent(address(on.consortium), IConsortium.enrolWallet.selector, ENROL_WALLET_TYPEHASH, fields, member);
        _accept(_with(i, key));
    }

    function _setRoles(uint24 member, uint32 roles) internal {
        bytes memory fields = abi.encode(member, on.consortium.memberOf(member).version, roles);
        _accept(_governed(IConsortium.changeRoles.selector, CHANGE_ROLES_TYPEHASH, fields));
    }

    function _suspend(uint24 member) internal {
        bytes memory fields = abi.encode(member, on.consortium.memberOf(member).version);
        _accept(_governed(IConsortium.suspendMember.selector, SUSPEND_MEMBER_TYPEHASH, fields));
    }

    function _setFourEyes(uint24 member, uint32 powers) internal {
        bytes memory fields = abi.encode(member, on.consortium.memberOf(member).version, powers);
        _accept(
            _intent(address(on.consortium), IConsortium.setFourEyes.selector, SET_FOUR_EYES_TYPEHASH, fields, member)
        );
    }

    /// @dev What two governors sign.
    function _governed(bytes4 selector, bytes32 typeHash, bytes memory fields) internal view returns (Intent memory) {
        Intent memory i = _intent(address(on.consortium), selector, typeHash, fields, GOVERNOR);
        return _with(i, Cast.key(SECOND_GOVERNOR));
    }
}
