// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {ENROL_WALLET_TYPEHASH, SUSPEND_MEMBER_TYPEHASH} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {BANK, CARRIER, Cast, COURT, SHIPPER} from "../utils/Cast.sol";
import {RECOVERY_DELAY} from "../utils/Contracts.sol";
import {vm} from "../utils/Vm.sol";
import {Intent} from "./Rules.sol";
import {WalletsBase} from "./WalletsBase.sol";

/// @notice The rules of a member's wallets: enrolment, revocation, four eyes, and what a wallet may sign.
contract WalletsRules is WalletsBase {
    function test_enrolment() external {
        Intent memory i = _enrolment(1, SOME, START + 9);
        _refuseStaleOrUnknown(i, 1);
        _refuse(_but(i, POWERS, 0), _error(IConsortium.ConsortiumUndefinedPowers.selector, 0));
        _refuse(_but(i, POWERS, 1 << 14), _error(IConsortium.ConsortiumUndefinedPowers.selector, 1 << 14));
        _refuse(_but(i, EXPIRES_AT, START - 1), _error(IConsortium.ConsortiumExpiryPassed.selector, START - 1, START));
        _expect();
        emit IConsortium.WalletEnrolled(SHIPPER, vm.addr(NEW_KEY), 2, SOME, START + 9, Cast.wallet(SHIPPER));
        _accept(i);

        _isWallet(vm.addr(NEW_KEY), SHIPPER, SOME, START + 9, false);
        _isShipper(2, 1, 0);
        address[] memory wallets = on.consortium.walletsOf(SHIPPER);
        _same(wallets.length, 2);
        _same(abi.encode(wallets[1]), abi.encode(vm.addr(NEW_KEY)));
        _may(_mandate(SHIPPER, Powers.PLEDGE, Roles.SHIPPER, 0, 0), vm.addr(NEW_KEY), address(0));
    }

    function test_enrolment_withAllPowersUntilNow() external {
        _accept(_enrolment(1, Powers.ALL, START));
        _isWallet(vm.addr(NEW_KEY), SHIPPER, Powers.ALL, START, false);
        _isShipper(2, 2, 0);
        for (uint32 power = 1; power < Powers.ALL; power <<= 1) {
            _may(_mandate(SHIPPER, power, 0, 0, 0), vm.addr(NEW_KEY), address(0));
        }
    }

    function test_enrolment_isSignedByAnAdminAndTheWalletItself() external {
        Intent memory i = _enrolment(1, SOME, 0);
        Intent memory alone = _signedBy(i, 0, Cast.key(SHIPPER));
        alone.keys = _keys(Cast.key(SHIPPER));
        _refuse(alone, _error(ISigned.SignatureLength.selector, 65));
        bytes4 consent = IConsortium.ConsortiumWalletDidNotConsent.selector;
        _refuse(_signedBy(i, 1, Cast.key(BANK)), abi.encodeWithSelector(consent, vm.addr(NEW_KEY), Cast.wallet(BANK)));
        _refuse(_with(_with(i, NEW_KEY), NEW_KEY), _error(ISigned.SignatureLength.selector, 260));
        _refuse(
            _signedBy(i, 0, Cast.key(BANK)),
            _error(IConsortium.ConsortiumWalletOfAnotherMember.selector, Cast.wallet(BANK), BANK, SHIPPER)
        );
        uint256 clerk = _clerk();
        _needsAdmin(_enrolment(2, SOME, 0), clerk);
    }

    function test_enrolment_underFourEyes() external {
        uint256 second = _enrol(SHIPPER, Powers.ADMIN, 0);
        _setFourEyes(SHIPPER, Powers.ADMIN);
        Intent memory i = _enrolment(3, SOME, 0);
        bytes4 missing = IConsortium.ConsortiumSecondSignatureMissing.selector;
        _refuse(i, _error(missing, SHIPPER, Powers.ADMIN));
        Intent memory both = _with(_signedBy(i, 1, second), NEW_KEY);
        _expect();
        emit IConsortium.WalletEnrolled(SHIPPER, vm.addr(NEW_KEY), 4, SOME, 0, Cast.wallet(SHIPPER));
        _accept(both);
        // The copy of the rule came with the enrolment.
        bytes memory reason = _error(missing, SHIPPER, Powers.ADMIN);
        _refuse(_revocation(4, vm.addr(second)), reason);
        _isShipper(4, 2, Powers.ADMIN);
    }

    function test_enrolment_againChangesPowersAndCountsAdmins() external {
        _accept(_enrolment(1, SOME | Powers.ADMIN, 0));
        _isShipper(2, 2, 0);
        _accept(_enrolment(2, Powers.ADMIN, 0));
        _isShipper(3, 2, 0);
        _accept(_enrolment(3, SOME, START + 5));
        _isShipper(4, 1, 0);
        _isWallet(vm.addr(NEW_KEY), SHIPPER, SOME, START + 5, false);
        _same(on.consortium.walletsOf(SHIPPER).length, 2);
    }

    function test_enrolment_refusals() external {
        bytes memory fields = abi.encode(SHIPPER, 1, Cast.wallet(BANK), SOME, 0);
        Intent memory i = _to(IConsortium.enrolWallet.selector, ENROL_WALLET_TYPEHASH, fields);
        _refuse(_with(i, Cast.key(BANK)), _error(IConsortium.ConsortiumWalletTaken.selector, Cast.wallet(BANK), BANK));
        _accept(_enrolment(1, SOME, 0));
        _accept(_revocation(2, vm.addr(NEW_KEY)));
        _refuse(_enrolment(3, SOME, 0), _error(IConsortium.ConsortiumWalletRevoked.selector, vm.addr(NEW_KEY)));
        fields = abi.encode(SHIPPER, 3, Cast.wallet(SHIPPER), SOME, 0);
        i = _to(IConsortium.enrolWallet.selector, ENROL_WALLET_TYPEHASH, fields);
        _refuse(_with(i, Cast.key(SHIPPER)), _error(IConsortium.ConsortiumLastAdminWallet.selector, SHIPPER));
    }

    function test_enrolment_ofAsManyWalletsAsAMemberMayHave() external {
        bytes32 slot = keccak256(abi.encode(SHIPPER, WALLETS_OF));
        vm.store(address(on.consortium), slot, bytes32(uint256(256)));
        _refuse(_enrolment(1, SOME, 0), _error(IConsortium.ConsortiumTooManyWallets.selector, SHIPPER));
        // One that is there already is no more.
        bytes memory fields = abi.encode(SHIPPER, 1, Cast.wallet(SHIPPER), Powers.ALL, 0);
        Intent memory i = _to(IConsortium.enrolWallet.selector, ENROL_WALLET_TYPEHASH, fields);
        _accept(_with(i, Cast.key(SHIPPER)));
        vm.store(address(on.consortium), slot, bytes32(uint256(255)));
        _accept(_enrolment(2, SOME, 0));
    }

    function test_revocation() external {
        _accept(_enrolment(1, SOME | Powers.ADMIN, 7 + START));
        address wallet = vm.addr(NEW_KEY);
        Intent memory i = _revocation(2, wallet);
        _refuseStaleOrUnknown(i, 2);
        bytes4 another = IConsortium.ConsortiumWalletOfAnotherMember.selector;
        _refuse(_signedBy(i, 0, Cast.key(BANK)), _error(another, Cast.wallet(BANK), BANK, SHIPPER));
        _refuse(_but(i, WALLET, uint160(Cast.wallet(BANK))), _error(another, Cast.wallet(BANK), BANK, SHIPPER));
        _refuse(_but(i, WALLET, 99), _error(IConsortium.ConsortiumUnknownWallet.selector, address(99)));
        _expect();
        emit IConsortium.WalletRevoked(SHIPPER, wallet, 3, Cast.wallet(SHIPPER));
        _accept(i);

        _isWallet(wallet, SHIPPER, SOME | Powers.ADMIN, 7 + START, true);
        _isShipper(3, 1, 0);
        bytes memory revoked = _error(IConsortium.ConsortiumWalletRevoked.selector, wallet);
        _refuse(_revocation(3, wallet), revoked);
        _mayNot(_mandate(SHIPPER, Powers.PLEDGE, 0, 0, 0), wallet, address(0), revoked);
        _refuse(_revocation(3, Cast.wallet(SHIPPER)), _error(IConsortium.ConsortiumLastAdminWallet.selector, SHIPPER));
    }

    function test_revocation_ofAWalletThatIsNoAdmin() external {
        _accept(_enrolment(1, SOME, 0));
        uint256 clerk = _clerk();
        Intent memory i = _revocation(3, vm.addr(NEW_KEY));
        _needsAdmin(i, clerk);
        _accept(i);
        _isShipper(4, 1, 0);
    }

    function test_fourEyes() external {
        _accept(_enrolment(1, SOME, 0));
        uint256 clerk = _clerk();
        Intent memory i = _fourEyes(3, Powers.PLEDGE);
        _needsAdmin(i, clerk);
        _refuseStaleOrUnknown(i, 3);
        _refuse(_but(i, 2, 1 << 14), _error(IConsortium.ConsortiumUndefinedPowers.selector, 1 << 14));
        _expect();
        emit IConsortium.FourEyesSet(SHIPPER, 4, Powers.PLEDGE, Cast.wallet(SHIPPER));
        _accept(i);

        _isShipper(4, 1, Powers.PLEDGE);
        (address first, address second) = (vm.addr(NEW_KEY), Cast.wallet(SHIPPER));
        uint256 pledge = _mandate(SHIPPER, Powers.PLEDGE, 0, 0, 0);
        bytes4 missing = IConsortium.ConsortiumSecondSignatureMissing.selector;
        _mayNot(pledge, first, address(0), _error(missing, SHIPPER, Powers.PLEDGE));
        _mayNot(pledge, second, address(0), _error(missing, SHIPPER, Powers.PLEDGE));
        _may(pledge, first, second);
        _may(_mandate(SHIPPER, Powers.TRANSFER, 0, 0, 0), first, address(0));
        _mayNot(pledge, first, first, _error(IConsortium.ConsortiumSameWalletTwice.selector, first));
        _mayNot(
            pledge,
            first,
            Cast.wallet(BANK),
            _error(IConsortium.ConsortiumWalletOfAnotherMember.selector, Cast.wallet(BANK), BANK, SHIPPER)
        );
        _mayNot(
            _mandate(SHIPPER, Powers.ISSUE, 0, 0, 0),
            second,
            first,
            _error(IConsortium.ConsortiumWalletLacksPower.selector, first, SOME, Powers.ISSUE)
        );
    }

    function test_fourEyes_ofAllPowersAndOfNoneAgain() external {
        _accept(_enrolment(1, Powers.ALL, 0));
        _accept(_fourEyes(2, Powers.ALL));
        _isShipper(3, 2, Powers.ALL);
        _accept(_with(_fourEyes(3, 0), NEW_KEY));
        _isShipper(4, 2, 0);
        for (uint32 power = 1; power < Powers.ALL; power <<= 1) {
            _may(_mandate(SHIPPER, power, 0, 0, 0), vm.addr(NEW_KEY), address(0));
        }
    }

    /// @dev Who signs sets may enrol, revoke and recover by them, too.
    function test_wallets_bySets() external {
        Intent memory i = _enrolment(1, SOME, 0);
        _accept(i.target, _data(i, _signaturesInSets(i)));
        _accept(_proposal(2, vm.addr(NEW_KEY + 1)));
        vm.warp(START + RECOVERY_DELAY);
        i = _completion(3);
        i.keys = _keys(NEW_KEY + 1);
        _accept(i.target, _data(i, _signaturesInSets(i)));
        uint256 second = _enrol(SHIPPER, Powers.ADMIN, 0);
        _setFourEyes(SHIPPER, Powers.ADMIN);
        bytes memory fields = abi.encode(SHIPPER, 6, vm.addr(NEW_KEY + 2), SOME, 0);
        i = _with(_to(IConsortium.enrolWallet.selector, ENROL_WALLET_TYPEHASH, fields), second);
        i = _with(i, NEW_KEY + 2);
        _accept(i.target, _data(i, _signaturesInSets(i)));
        i = _revocation(7, vm.addr(NEW_KEY));
        i = _with(i, second);
        _accept(i.target, _data(i, _signaturesInSets(i)));
    }

    function test_mandate_ofWhoActs() external {
        (address shipper, address carrier) = (Cast.wallet(SHIPPER), Cast.wallet(CARRIER));
        _may(_mandate(SHIPPER, Powers.TRANSFER, Roles.SHIPPER | Roles.BANK, 0, 0), shipper, address(0));
        uint256 mandate = _mandate(SHIPPER, Powers.TRANSFER, 0, 0, 0);
        _mayNot(mandate, address(99), address(0), _error(IConsortium.ConsortiumUnknownWallet.selector, address(99)));
        _mayNot(
            _mandate(NOBODY, Powers.TRANSFER, 0, 0, 0),
            carrier,
            address(0),
            _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY)
        );
        _mayNot(
            _mandate(SHIPPER, Powers.TRANSFER, Roles.BANK, 0, 0),
            shipper,
            address(0),
            _error(IConsortium.ConsortiumMemberLacksRole.selector, SHIPPER, Roles.SHIPPER, Roles.BANK)
        );
        address expiring = vm.addr(_enrol(SHIPPER, SOME, START + 10));
        vm.warp(START + 10);
        _may(mandate, expiring, address(0));
        vm.warp(START + 11);
        bytes4 expired = IConsortium.ConsortiumWalletExpired.selector;
        _mayNot(mandate, expiring, address(0), _error(expired, expiring, START + 10));
    }

    function test_mandate_ofTwoUntilOneExpires() external {
        uint256 mandate = _mandate(SHIPPER, Powers.TRANSFER, 0, 0, 0);
        address shipper = Cast.wallet(SHIPPER);
        address expiring = vm.addr(_enrol(SHIPPER, SOME, START + 10));
        _setFourEyes(SHIPPER, Powers.TRANSFER);
        _may(mandate, shipper, expiring);
        vm.warp(START + 10);
        _may(mandate, shipper, expiring);
        vm.warp(START + 11);
        bytes4 expired = IConsortium.ConsortiumWalletExpired.selector;
        _mayNot(mandate, shipper, expiring, _error(expired, expiring, START + 10));
    }

    function test_mandate_ofWhoReceives() external {
        address shipper = Cast.wallet(SHIPPER);
        _may(_mandate(SHIPPER, 1, 0, COURT, 0), shipper, address(0));
        _may(_mandate(SHIPPER, 1, 0, COURT, Roles.COURT), shipper, address(0));
        _mayNot(
            _mandate(SHIPPER, 1, 0, COURT, Roles.BANK),
            shipper,
            address(0),
            _error(IConsortium.ConsortiumMemberLacksRole.selector, COURT, Roles.COURT, Roles.BANK)
        );
        bytes4 unknown = IConsortium.ConsortiumUnknownMember.selector;
        _mayNot(_mandate(SHIPPER, 1, 0, NOBODY, 0), shipper, address(0), _error(unknown, NOBODY));
        _mayNot(_mandate(SHIPPER, 1, 0, 0, 1), shipper, address(0), _error(unknown, 0));
        _may(_mandate(SHIPPER, 1, 0, 1, 0), shipper, address(0));
        Intent memory i =
            _governed(IConsortium.suspendMember.selector, SUSPEND_MEMBER_TYPEHASH, abi.encode(uint24(1), uint32(1)));
        (i.keys[0], i.keys[1]) = (Cast.key(2), Cast.key(3));
        _accept(i);
        bytes4 notNow = IConsortium.ConsortiumMemberSuspended.selector;
        _mayNot(_mandate(SHIPPER, 1, 0, 1, 0), shipper, address(0), _error(notNow, 1));
        (i.fields, i.keys[0]) = (abi.encode(COURT, uint32(1)), Cast.key(2));
        _accept(i);
        bytes memory suspended = _error(IConsortium.ConsortiumMemberSuspended.selector, COURT);
        _mayNot(_mandate(SHIPPER, 1, 0, COURT, 0), shipper, address(0), suspended);
    }

    function test_versionsEnd() external {
        bytes32 slot = keccak256(abi.encode(SHIPPER, MEMBERS));
        uint256 word = uint256(vm.load(address(on.consortium), slot));
        vm.store(address(on.consortium), slot, bytes32(word + type(uint32).max - 2));
        _accept(_fourEyes(type(uint32).max - 1, 0));
        _isShipper(type(uint32).max, 1, 0);
        _refuse(_fourEyes(type(uint32).max, 0), _error(Versions.VersionExhausted.selector));
    }
}
