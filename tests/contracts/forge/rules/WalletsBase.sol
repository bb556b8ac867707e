// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {
    COMPLETE_RECOVERY_TYPEHASH,
    ENROL_WALLET_TYPEHASH,
    PROPOSE_RECOVERY_TYPEHASH,
    REVOKE_WALLET_TYPEHASH,
    SET_FOUR_EYES_TYPEHASH,
    VETO_RECOVERY_TYPEHASH
} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {BANK, Cast, SHIPPER} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {Intent, Rules} from "./Rules.sol";

/// @notice What a member does with its wallets, and the questions that are asked about them.
abstract contract WalletsBase is Rules {
    uint256 internal constant MEMBER = 0;
    uint256 internal constant WALLET = 2;
    uint256 internal constant POWERS = 3;
    uint256 internal constant EXPIRES_AT = 4;
    uint256 internal constant NEW_KEY = 0xbeef;
    uint32 internal constant SOME = Powers.TRANSFER | Powers.PLEDGE;
    bytes32 internal constant MEMBERS = bytes32(uint256(3));
    bytes32 internal constant WALLETS_OF = bytes32(uint256(5));

    function _to(bytes4 selector, bytes32 typeHash, bytes memory fields) internal view returns (Intent memory) {
        return _intent(address(on.consortium), selector, typeHash, fields, SHIPPER);
    }

    function _enrolment(uint32 version, uint32 powers, uint40 expiresAt) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(SHIPPER, version, vm.addr(NEW_KEY), powers, expiresAt);
        return _with(_to(IConsortium.enrolWallet.selector, ENROL_WALLET_TYPEHASH, fields), NEW_KEY);
    }

    function _revocation(uint32 version, address wallet) internal view returns (Intent memory) {
        return _to(IConsortium.revokeWallet.selector, REVOKE_WALLET_TYPEHASH, abi.encode(SHIPPER, version, wallet));
    }

    function _fourEyes(uint32 version, uint32 powers) internal view returns (Intent memory) {
        return _to(IConsortium.setFourEyes.selector, SET_FOUR_EYES_TYPEHASH, abi.encode(SHIPPER, version, powers));
    }

    function _proposal(uint32 version, address wallet) internal view returns (Intent memory) {
        return _governed(
            IConsortium.proposeRecovery.selector, PROPOSE_RECOVERY_TYPEHASH, abi.encode(SHIPPER, version, wallet)
        );
    }

    function _veto(uint32 version) internal view returns (Intent memory) {
        return _to(IConsortium.vetoRecovery.selector, VETO_RECOVERY_TYPEHASH, abi.encode(SHIPPER, version));
    }

    function _completion(uint32 version) internal view returns (Intent memory i) {
        i = _to(IConsortium.completeRecovery.selector, COMPLETE_RECOVERY_TYPEHASH, abi.encode(SHIPPER, version));
        i.keys = _keys(NEW_KEY);
    }

    function _refuseStaleOrUnknown(Intent memory i, uint32 current) internal {
        bytes4 stale = IConsortium.ConsortiumStaleVersion.selector;
        _refuse(_but(i, VERSION, current + 1), _error(stale, SHIPPER, current + 1, current));
        _refuse(_but(i, MEMBER, NOBODY), _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY));
    }

    /// @dev A wallet with every power but the admin's: enrolling it takes a version.
    function _clerk() internal returns (uint256) {
        return _enrol(SHIPPER, Powers.ALL & ~Powers.ADMIN, 0);
    }

    function _needsAdmin(Intent memory i, uint256 clerk) internal {
        bytes4 lacks = IConsortium.ConsortiumWalletLacksPower.selector;
        _refuse(_signedBy(i, 0, clerk), _error(lacks, vm.addr(clerk), Powers.ALL & ~Powers.ADMIN, Powers.ADMIN));
        bytes4 another = IConsortium.ConsortiumWalletOfAnotherMember.selector;
        _refuse(_signedBy(i, 0, Cast.key(BANK)), _error(another, Cast.wallet(BANK), BANK, SHIPPER));
    }

    function _isWallet(address wallet, uint24 member, uint32 powers, uint40 expiresAt, bool revoked) internal view {
        _same(abi.encode(on.consortium.walletOf(wallet)), abi.encode(member, powers, expiresAt, revoked));
    }

    function _isShipper(uint32 version, uint16 admins, uint32 fourEyes) internal view {
        bytes32 identity = keccak256(abi.encode("identity of", SHIPPER));
        _same(
            abi.encode(on.consortium.memberOf(SHIPPER)),
            abi.encode(version, Roles.SHIPPER, true, admins, fourEyes, identity)
        );
    }

    function _mandate(uint24 actor, uint32 power, uint32 roles, uint24 recipient, uint32 recipientRoles)
        internal
        pure
        returns (uint256)
    {
        return uint256(actor) | (uint256(power) << 24) | (uint256(roles) << 56) | (uint256(recipient) << 88)
            | (uint256(recipientRoles) << 112);
    }

    function _question(uint256 mandate, address first, address second) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IConsortium.checkMandate.selector, mandate, first, second);
    }

    function _may(uint256 mandate, address first, address second) internal {
        _accept(address(on.consortium), _question(mandate, first, second));
    }

    function _mayNot(uint256 mandate, address first, address second, bytes memory reason) internal {
        _refuse(address(on.consortium), _question(mandate, first, second), reason);
    }
}
