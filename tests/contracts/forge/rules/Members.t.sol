// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IActionTypes} from "../../../../contracts/interfaces/IActionTypes.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {
    ADMIT_MEMBER_TYPEHASH,
    AdmitMember,
    CHANGE_ROLES_TYPEHASH,
    CHANGE_THRESHOLD_TYPEHASH,
    PROPOSE_RECOVERY_TYPEHASH,
    REINSTATE_MEMBER_TYPEHASH,
    SUSPEND_MEMBER_TYPEHASH
} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {CARRIER, Cast, FOUNDERS, GOVERNOR, SECOND_GOVERNOR, SHIPPER, THIRD_GOVERNOR} from "../utils/Cast.sol";
import {Deployer, RECOVERY_DELAY, THRESHOLD} from "../utils/Contracts.sol";
import {Signing} from "../utils/Signing.sol";
import {vm} from "../utils/Vm.sol";
import {Intent, Rules} from "./Rules.sol";

/// @notice The rules of membership: who is admitted, what the governors sign together, and what a member's change does.
contract MembersRules is Rules {
    uint24 private constant NEW = FOUNDERS + 1;
    uint256 private constant MEMBER = 0;
    /// @dev Where the consortium counts its members; behind it lie governors, version and threshold.
    bytes32 private constant COUNTS = bytes32(uint256(2));

    function _admission() private pure returns (AdmitMember memory) {
        return AdmitMember(keccak256("new"), "New Member", Roles.BANK | Roles.INSURER, vm.addr(77));
    }

    function _admit(AdmitMember memory a, uint24[] memory governors) private view returns (bytes memory) {
        bytes32 structHash =
            keccak256(abi.encode(ADMIT_MEMBER_TYPEHASH, a.identity, keccak256(bytes(a.name)), a.roles, a.wallet));
        bytes memory signatures;
        for (uint256 i = 0; i < governors.length; ++i) {
            signatures =
                bytes.concat(signatures, Signing.sign(Cast.key(governors[i]), address(on.consortium), structHash));
        }
        return abi.encodeCall(IConsortium.admitMember, (a, signatures));
    }

    function _two(uint24 first, uint24 second) private pure returns (uint24[] memory both) {
        both = new uint24[](2);
        (both[0], both[1]) = (first, second);
    }

    function _refuseAdmission(AdmitMember memory a, bytes memory reason) private {
        _refuse(address(on.consortium), _admit(a, _two(GOVERNOR, SECOND_GOVERNOR)), reason);
    }

    function _changeRoles(uint24 member, uint32 version, uint32 roles) private view returns (Intent memory) {
        return _governed(IConsortium.changeRoles.selector, CHANGE_ROLES_TYPEHASH, abi.encode(member, version, roles));
    }

    function _suspension(uint24 member, uint32 version) private view returns (Intent memory) {
        return _governed(IConsortium.suspendMember.selector, SUSPEND_MEMBER_TYPEHASH, abi.encode(member, version));
    }

    function _reinstatement(uint24 member, uint32 version) private view returns (Intent memory) {
        return _governed(IConsortium.reinstateMember.selector, REINSTATE_MEMBER_TYPEHASH, abi.encode(member, version));
    }

    function _threshold(uint256 member, uint32 version, uint8 threshold) private view returns (Intent memory) {
        bytes memory fields = abi.encode(member, version, threshold);
        return _governed(IConsortium.changeThreshold.selector, CHANGE_THRESHOLD_TYPEHASH, fields);
    }

    function _isMember(uint24 member, IConsortium.Member memory expected) private view {
        _same(abi.encode(on.consortium.memberOf(member)), abi.encode(expected));
    }

    function _founder(uint24 member, uint32 version) private pure returns (IConsortium.Member memory) {
        return IConsortium.Member({
            version: version,
            roles: Cast.roles(member),
            active: true,
            adminWallets: 1,
            fourEyes: 0,
            identity: keccak256(abi.encode("identity of", member))
        });
    }

    function _requireGovernors(Intent memory i) private {
        uint256[] memory keys = i.keys;
        i.keys = _keys(keys[0]);
        _refuse(i, _error(IConsortium.ConsortiumTooFewGovernors.selector, 1, THRESHOLD));
        i.keys = new uint256[](0);
        _refuse(i, _error(IConsortium.ConsortiumTooFewGovernors.selector, 0, THRESHOLD));
        i.keys = keys;
    }

    function test_deployment_writesFoundersAndDirectory() external {
        IConsortium.FoundingMember[] memory founders = new IConsortium.FoundingMember[](2);
        founders[0] = IConsortium.FoundingMember(keccak256("one"), "one", Roles.GOVERNOR, vm.addr(11));
        founders[1] = IConsortium.FoundingMember(keccak256("two"), "two", Roles.BANK, vm.addr(12));
        IConsortium.DirectoryEntry[] memory directory = new IConsortium.DirectoryEntry[](2);
        directory[0] = IConsortium.DirectoryEntry("Here", address(100));
        directory[1] = IConsortium.DirectoryEntry("There", address(101));
        IActionTypes types = ISigned(address(on.consortium)).TYPES();

        _expect();
        for (uint24 i = 1; i <= 2; ++i) {
            IConsortium.FoundingMember memory f = founders[i - 1];
            emit IConsortium.MemberAdmitted(i, f.identity, 1, f.roles, f.name);
            emit IConsortium.WalletEnrolled(i, f.wallet, 1, Powers.ALL, 0, address(0));
        }
        emit IConsortium.ThresholdChanged(0, 1, 1);
        emit IConsortium.ContractRegistered("Here", address(100));
        emit IConsortium.ContractRegistered("There", address(101));
        address made = Deployer.create("Consortium", abi.encode(founders, uint8(1), uint40(55), types, directory));
        _compareEvents(made);

        IConsortium consortium = IConsortium(made);
        _same(consortium.memberCount(), 2);
        _same(consortium.governorCount(), 1);
        _same(consortium.threshold(), 1);
        _same(consortium.version(), 1);
        _same(consortium.recoveryDelay(), 55);
        _same(abi.encode(ISigned(made).TYPES()), abi.encode(types));
        _same(abi.encode(consortium.contractNamed("Here")), abi.encode(address(100)));
        _same(abi.encode(consortium.contractNamed("There")), abi.encode(address(101)));
        _same(abi.encode(consortium.contractNamed("Nowhere")), abi.encode(address(0)));
    }

    function test_founders_areMembers() external view {
        _isMember(GOVERNOR, _founder(GOVERNOR, 1));
        _isMember(SHIPPER, _founder(SHIPPER, 1));
        _same(on.consortium.memberCount(), FOUNDERS);
        _same(on.consortium.governorCount(), 3);
        _same(on.consortium.recoveryDelay(), RECOVERY_DELAY);
        IConsortium.Member memory none;
        _isMember(NOBODY, none);
    }

    function test_admission() external {
        AdmitMember memory a = _admission();
        _expect();
        emit IConsortium.MemberAdmitted(NEW, a.identity, 1, a.roles, a.name);
        emit IConsortium.WalletEnrolled(NEW, a.wallet, 1, Powers.ALL, 0, address(0));
        _accept(address(on.consortium), _admit(a, _two(GOVERNOR, SECOND_GOVERNOR)));

        _isMember(NEW, IConsortium.Member(1, a.roles, true, 1, 0, a.identity));
        _same(on.consortium.memberCount(), NEW);
        _same(on.consortium.governorCount(), 3);
        _same(abi.encode(on.consortium.walletOf(a.wallet)), abi.encode(NEW, Powers.ALL, 0, false));
        address[] memory wallets = on.consortium.walletsOf(NEW);
        _same(wallets.length, 1);
        _same(abi.encode(wallets[0]), abi.encode(a.wallet));
        _refuseAdmission(a, _errorOn(IConsortium.ConsortiumIdentityTaken.selector, a.identity, NEW));
    }

    function test_admission_refusals() external {
        AdmitMember memory a = _admission();
        a.identity = 0;
        _refuseAdmission(a, _error(IConsortium.ConsortiumEmptyIdentity.selector));
        a.identity = keccak256(abi.encode("identity of", SHIPPER));
        _refuseAdmission(a, _errorOn(IConsortium.ConsortiumIdentityTaken.selector, a.identity, SHIPPER));
        a = _admission();
        a.name = "";
        _refuseAdmission(a, _error(IConsortium.ConsortiumNameLength.selector, 0));
        a.name = string(new bytes(65));
        _refuseAdmission(a, _error(IConsortium.ConsortiumNameLength.selector, 65));
        a = _admission();
        a.roles = 0;
        _refuseAdmission(a, _error(IConsortium.ConsortiumUndefinedRoles.selector, 0));
        a.roles = Roles.ALL + 2;
        _refuseAdmission(a, _error(IConsortium.ConsortiumUndefinedRoles.selector, Roles.ALL + 2));
        a = _admission();
        a.wallet = address(0);
        _refuseAdmission(a, _error(IConsortium.ConsortiumZeroWallet.selector));
        a.wallet = Cast.wallet(SHIPPER);
        _refuseAdmission(a, _error(IConsortium.ConsortiumWalletTaken.selector, a.wallet, SHIPPER));
    }

    function test_admission_ofAGovernorWithTheLongestNameAndAllRoles() external {
        AdmitMember memory a = _admission();
        a.name = string(new bytes(64));
        a.roles = Roles.ALL;
        _accept(address(on.consortium), _admit(a, _two(GOVERNOR, THIRD_GOVERNOR)));
        _same(on.consortium.governorCount(), 4);
    }

    function test_admission_refusedWhenFull() external {
        bytes32 word = vm.load(address(on.consortium), COUNTS);
        vm.store(address(on.consortium), COUNTS, word | bytes32(uint256(type(uint24).max)));
        _same(on.consortium.memberCount(), type(uint24).max);
        _refuseAdmission(_admission(), _error(IConsortium.ConsortiumFull.selector));
    }

    function test_governors_signTogetherEachOnceAndInOrder() external {
        AdmitMember memory a = _admission();
        address target = address(on.consortium);
        uint24[] memory one = new uint24[](1);
        one[0] = GOVERNOR;
        _refuse(target, _admit(a, one), _error(IConsortium.ConsortiumTooFewGovernors.selector, 1, 2));
        bytes4 order = IConsortium.ConsortiumGovernorsOutOfOrder.selector;
        _refuse(target, _admit(a, _two(SECOND_GOVERNOR, GOVERNOR)), _error(order, SECOND_GOVERNOR, GOVERNOR));
        _refuse(target, _admit(a, _two(GOVERNOR, GOVERNOR)), _error(order, GOVERNOR, GOVERNOR));
        _refuse(
            target,
            _admit(a, _two(GOVERNOR, CARRIER)),
            _error(IConsortium.ConsortiumMemberLacksRole.selector, CARRIER, Roles.CARRIER, Roles.GOVERNOR)
        );
        _refuse(
            target,
            _admit(a, _two(GOVERNOR, NOBODY)),
            _error(IConsortium.ConsortiumUnknownWallet.selector, Cast.wallet(NOBODY))
        );
        uint24[] memory three = new uint24[](3);
        (three[0], three[1], three[2]) = (GOVERNOR, SECOND_GOVERNOR, THIRD_GOVERNOR);
        _accept(target, _admit(a, three));
    }

    function test_governors_needThePowerButNoFourEyes() external {
        uint256 clerk = _enrol(GOVERNOR, Powers.ALL & ~Powers.GOVERN, 0);
        Intent memory i = _changeRoles(CARRIER, 1, Roles.BANK);
        _refuse(
            _signedBy(i, 0, clerk),
            _error(
                IConsortium.ConsortiumWalletLacksPower.selector,
                vm.addr(clerk),
                Powers.ALL & ~Powers.GOVERN,
                Powers.GOVERN
            )
        );
        _setFourEyes(GOVERNOR, Powers.GOVERN);
        _accept(i);
    }

    function test_rolesChange() external {
        uint256 second = _enrol(CARRIER, Powers.ISSUE, 0);
        _setFourEyes(CARRIER, Powers.PLEDGE);
        Intent memory i = _changeRoles(CARRIER, 3, Roles.BANK | Roles.COURT);
        _requireGovernors(i);
        _refuse(_but(i, VERSION, 2), _error(IConsortium.ConsortiumStaleVersion.selector, CARRIER, 2, 3));
        _refuse(_but(i, MEMBER, NOBODY), _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY));
        _refuse(_but(i, 2, 0), _error(IConsortium.ConsortiumUndefinedRoles.selector, 0));
        _refuse(_but(i, 2, 1 << 14), _error(IConsortium.ConsortiumUndefinedRoles.selector, 1 << 14));
        _expect();
        emit IConsortium.RolesChanged(CARRIER, 4, Roles.BANK | Roles.COURT);
        _accept(i);

        IConsortium.Member memory expected = _founder(CARRIER, 4);
        (expected.roles, expected.fourEyes) = (Roles.BANK | Roles.COURT, Powers.PLEDGE);
        _isMember(CARRIER, expected);
        _same(on.consortium.governorCount(), 3);
        // Every wallet's copy has changed, and nothing else of it.
        _checks(CARRIER, Powers.ISSUE, Roles.COURT, vm.addr(second));
        _checks(CARRIER, Powers.ISSUE, Roles.BANK, Cast.wallet(CARRIER));
        _same(abi.encode(on.consortium.walletOf(vm.addr(second))), abi.encode(CARRIER, Powers.ISSUE, 0, false));
        uint256 mandate = uint256(CARRIER) | (uint256(Powers.ISSUE) << 24) | (uint256(Roles.CARRIER) << 56);
        _refuse(
            address(on.consortium),
            abi.encodeWithSelector(IConsortium.checkMandate.selector, mandate, vm.addr(second), address(0)),
            _error(IConsortium.ConsortiumMemberLacksRole.selector, CARRIER, Roles.BANK | Roles.COURT, Roles.CARRIER)
        );
    }

    function _checks(uint24 member, uint32 power, uint32 roles, address wallet) private view {
        uint256 word = uint256(member) | (uint256(power) << 24) | (uint256(roles) << 56);
        (bool ok, bytes memory reason) = address(on.consortium)
            .staticcall(abi.encodeWithSelector(IConsortium.checkMandate.selector, word, wallet, address(0)));
        if (!ok) revert Refused(reason);
    }

    function test_rolesChange_countsGovernors() external {
        _accept(_changeRoles(CARRIER, 1, Roles.GOVERNOR));
        _same(on.consortium.governorCount(), 4);
        _accept(_changeRoles(CARRIER, 2, Roles.GOVERNOR | Roles.CARRIER));
        _same(on.consortium.governorCount(), 4);
        _accept(_changeRoles(CARRIER, 3, Roles.CARRIER));
        _same(on.consortium.governorCount(), 3);
        _accept(_changeRoles(THIRD_GOVERNOR, 1, Roles.BANK));
        _same(on.consortium.governorCount(), 2);
        // The threshold must stay within reach.
        bytes memory reason = _error(IConsortium.ConsortiumThreshold.selector, 2, 1);
        _refuse(_changeRoles(SECOND_GOVERNOR, 1, Roles.BANK), reason);
        _refuse(_suspension(SECOND_GOVERNOR, 1), reason);
    }

    function test_suspension() external {
        uint256 second = _enrol(SHIPPER, Powers.TRANSFER, 0);
        _setFourEyes(SHIPPER, Powers.PLEDGE);
        Intent memory i = _suspension(SHIPPER, 3);
        _requireGovernors(i);
        _refuse(_but(i, VERSION, 4), _error(IConsortium.ConsortiumStaleVersion.selector, SHIPPER, 4, 3));
        _refuse(_reinstatement(SHIPPER, 3), _error(IConsortium.ConsortiumMemberNotSuspended.selector, SHIPPER));
        _expect();
        emit IConsortium.MemberSuspended(SHIPPER, 4);
        _accept(i);

        IConsortium.Member memory expected = _founder(SHIPPER, 4);
        (expected.active, expected.fourEyes) = (false, Powers.PLEDGE);
        _isMember(SHIPPER, expected);
        bytes memory suspended = _error(IConsortium.ConsortiumMemberSuspended.selector, SHIPPER);
        _refuse(_suspension(SHIPPER, 4), suspended);
        _refuse(address(on.consortium), abi.encodeCall(IConsortium.requireMember, (SHIPPER, 0)), suspended);
        uint256 mandate = uint256(SHIPPER) | (uint256(Powers.TRANSFER) << 24);
        bytes memory question =
            abi.encodeWithSelector(IConsortium.checkMandate.selector, mandate, vm.addr(second), address(0));
        _refuse(address(on.consortium), question, suspended);
        _same(abi.encode(on.consortium.walletOf(vm.addr(second)).revoked), abi.encode(false));

        Intent memory back = _reinstatement(SHIPPER, 4);
        _requireGovernors(back);
        _refuse(_but(back, VERSION, 3), _error(IConsortium.ConsortiumStaleVersion.selector, SHIPPER, 3, 4));
        _expect();
        emit IConsortium.MemberReinstated(SHIPPER, 5);
        _accept(back);
        (expected.active, expected.version) = (true, 5);
        _isMember(SHIPPER, expected);
        _accept(address(on.consortium), question);
    }

    function test_suspension_countsGovernors() external {
        _accept(_suspension(THIRD_GOVERNOR, 1));
        _same(on.consortium.governorCount(), 2);
        // While suspended it does not count, whatever its roles.
        _accept(_changeRoles(THIRD_GOVERNOR, 2, Roles.BANK));
        _accept(_changeRoles(THIRD_GOVERNOR, 3, Roles.GOVERNOR));
        _same(on.consortium.governorCount(), 2);
        _accept(_reinstatement(THIRD_GOVERNOR, 4));
        _same(on.consortium.governorCount(), 3);
        _accept(_suspension(SHIPPER, 1));
        _accept(_reinstatement(SHIPPER, 2));
        _same(on.consortium.governorCount(), 3);
    }

    /// @dev Each governor signs as a member of a set of two actions of one type.
    function test_governors_signSets() external {
        Intent[5] memory all = [
            _changeRoles(CARRIER, 1, Roles.BANK),
            _suspension(CARRIER, 2),
            _reinstatement(CARRIER, 3),
            _threshold(0, 1, 1),
            _governed(
                IConsortium.proposeRecovery.selector,
                PROPOSE_RECOVERY_TYPEHASH,
                abi.encode(CARRIER, uint32(4), vm.addr(77))
            )
        ];
        for (uint256 i = 0; i < all.length; ++i) {
            _accept(all[i].target, _data(all[i], _signaturesInSets(all[i])));
        }
        AdmitMember memory a = _admission();
        Intent memory admission = _governed(
            IConsortium.admitMember.selector,
            ADMIT_MEMBER_TYPEHASH,
            abi.encode(a.identity, keccak256(bytes(a.name)), a.roles, a.wallet)
        );
        bytes memory data = abi.encodeCall(IConsortium.admitMember, (a, _signaturesInSets(admission)));
        _accept(address(on.consortium), data);
    }

    function test_threshold() external {
        Intent memory i = _threshold(0, 1, 3);
        _requireGovernors(i);
        _refuse(_but(i, MEMBER, 1), _error(IConsortium.ConsortiumUnknownMember.selector, 1));
        _refuse(_but(i, VERSION, 2), _error(IConsortium.ConsortiumStaleVersion.selector, 0, 2, 1));
        _refuse(_but(i, 2, 0), _error(IConsortium.ConsortiumThreshold.selector, 0, 3));
        _refuse(_but(i, 2, 4), _error(IConsortium.ConsortiumThreshold.selector, 4, 3));
        _expect();
        emit IConsortium.ThresholdChanged(0, 2, 3);
        _accept(i);
        _same(on.consortium.threshold(), 3);
        _same(on.consortium.version(), 2);
        _refuse(_changeRoles(CARRIER, 1, Roles.BANK), _error(IConsortium.ConsortiumTooFewGovernors.selector, 2, 3));
    }
}
