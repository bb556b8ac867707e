// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ADMIT_MEMBER_TYPEHASH,
    AdmitMember,
    CHANGE_ROLES_TYPEHASH,
    CHANGE_THRESHOLD_TYPEHASH,
    ChangeRoles,
    ChangeThreshold,
    PROPOSE_RECOVERY_TYPEHASH,
    ProposeRecovery,
    REINSTATE_MEMBER_TYPEHASH,
    ReinstateMember,
    SUSPEND_MEMBER_TYPEHASH,
    SuspendMember
} from "../../../../contracts/types/Actions.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Registry} from "../ghosts/Registry.sol";
import {Cast, FOUNDERS} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {Handler} from "./Handler.sol";

/// @notice What the governors sign together.
contract GovernanceHandler is Handler {
    uint256 private constant MAX_MEMBERS = 28;

    IConsortium private immutable CONSORTIUM;
    uint256 private _newKeys;

    constructor(Registry registry) Handler(registry) {
        CONSORTIUM = _contracts().consortium;
    }

    function admitMember(uint256 seed) external drawn(seed) {
        vm.assume(REGISTRY.memberCount() < MAX_MEMBERS);
        uint256 key = uint256(keccak256(abi.encode("admitted", ++_newKeys)));
        address wallet = _lies() ? _anyWallet() : _newWallet(key);
        AdmitMember memory action = AdmitMember({
            identity: keccak256(abi.encode("admitted", _lies() ? _newKeys - 1 : _newKeys)),
            name: "admitted",
            roles: _lies() ? uint32(_random()) : Cast.roles(uint24(1 + _below(FOUNDERS))),
            wallet: wallet
        });
        bytes32 structHash = keccak256(
            abi.encode(
                ADMIT_MEMBER_TYPEHASH, action.identity, keccak256(bytes(action.name)), action.roles, action.wallet
            )
        );
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.admitMember, (action, _governors(structHash))));

        _mustBeGoverned("admitMember");
        _must(REGISTRY.walletOf(wallet).member == 0, "admitMember: a wallet of another");
        REGISTRY.addMember(action.roles, wallet, key);
    }

    function changeRoles(uint256 seed) external drawn(seed) {
        vm.assume(_chance(50));
        uint24 member = _anyone();
        uint32 roles = member <= FOUNDERS && member != 0 ? Cast.roles(member) : uint32(1) << uint32(_below(13));
        if (_chance(40)) roles |= uint32(1) << uint32(_below(15));
        ChangeRoles memory action = ChangeRoles(member, _seen(REGISTRY.memberOf(member).version), roles);
        bytes32 structHash = keccak256(abi.encode(CHANGE_ROLES_TYPEHASH, action));
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.changeRoles, (action, _governors(structHash))));

        _mustBeGoverned("changeRoles");
        _must(action.version == REGISTRY.memberOf(member).version, "changeRoles: at another version");
        _must(roles & ~Roles.ALL == 0, "changeRoles: to roles that are not");
        REGISTRY.setRoles(member, roles);
    }

    function suspendMember(uint256 seed) external drawn(seed) {
        // Too many suspended members would leave nobody to act.
        vm.assume(_chance(35));
        uint24 member = _anyone();
        SuspendMember memory action = SuspendMember(member, _seen(REGISTRY.memberOf(member).version));
        bytes32 structHash = keccak256(abi.encode(SUSPEND_MEMBER_TYPEHASH, action));
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.suspendMember, (action, _governors(structHash))));

        _mustBeGoverned("suspendMember");
        _must(action.version == REGISTRY.memberOf(member).version, "suspendMember: at another version");
        _must(REGISTRY.active(member), "suspendMember: twice");
        REGISTRY.setSuspended(member, true);
    }

    function reinstateMember(uint256 seed) external drawn(seed) {
        uint24 member = _suspended();
        ReinstateMember memory action = ReinstateMember(member, _seen(REGISTRY.memberOf(member).version));
        bytes32 structHash = keccak256(abi.encode(REINSTATE_MEMBER_TYPEHASH, action));
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.reinstateMember, (action, _governors(structHash))));

        _mustBeGoverned("reinstateMember");
        _must(action.version == REGISTRY.memberOf(member).version, "reinstateMember: at another version");
        _must(REGISTRY.memberOf(member).suspended, "reinstateMember: not suspended");
        REGISTRY.setSuspended(member, false);
    }

    function changeThreshold(uint256 seed) external drawn(seed) {
        ChangeThreshold memory action = ChangeThreshold({
            member: _lies() ? _anyone() : 0,
            version: _seen(REGISTRY.version()),
            threshold: uint8(_lies() ? _below(256) : 1 + _below(3))
        });
        bytes32 structHash = keccak256(abi.encode(CHANGE_THRESHOLD_TYPEHASH, action));
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.changeThreshold, (action, _governors(structHash))));

        _mustBeGoverned("changeThreshold");
        _must(action.version == REGISTRY.version() && action.member == 0, "changeThreshold: at another version");
        _must(action.threshold != 0 && action.threshold <= REGISTRY.governorCount(), "changeThreshold: out of reach");
        REGISTRY.setThreshold(action.threshold);
    }

    function proposeRecovery(uint256 seed) external drawn(seed) {
        uint24 member = _anyone();
        uint256 key = uint256(keccak256(abi.encode("recovered", ++_newKeys)));
        address wallet = _lies() ? _anyWallet() : _newWallet(key);
        ProposeRecovery memory action = ProposeRecovery(member, _seen(REGISTRY.memberOf(member).version), wallet);
        bytes32 structHash = keccak256(abi.encode(PROPOSE_RECOVERY_TYPEHASH, action));
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.proposeRecovery, (action, _governors(structHash))));

        _mustBeGoverned("proposeRecovery");
        _must(action.version == REGISTRY.memberOf(member).version, "proposeRecovery: at another version");
        _must(REGISTRY.walletOf(wallet).member == 0, "proposeRecovery: a wallet of another");
        REGISTRY.propose(member, wallet, key);
    }

    /// @dev As many governors as the threshold asks, ascending; now and then one too few, or somebody else among them.
    function _governors(bytes32 structHash) private returns (bytes memory signatures) {
        delete _signers;
        uint256 wanted = REGISTRY.threshold();
        if (_lies()) --wanted;
        for (uint24 member = 1; member <= REGISTRY.memberCount() && _signers.length < wanted; ++member) {
            bool governor = REGISTRY.activeAs(member, Roles.GOVERNOR);
            if (!governor && !_chance(1)) continue;
            address wallet = _walletFor(member, Powers.GOVERN, address(0));
            if (governor && REGISTRY.walletOf(wallet).member != member) continue;
            signatures = bytes.concat(signatures, _signature(address(CONSORTIUM), structHash, wallet));
        }
    }

    function _mustBeGoverned(string memory action) private {
        _must(REGISTRY.governed(_signers), string.concat(action, ": not signed by enough governors"));
    }

    function _suspended() private returns (uint24) {
        uint24 count = REGISTRY.memberCount();
        uint256 start = _below(count);
        for (uint256 i = 0; i < count; ++i) {
            uint24 member = uint24(1 + (start + i) % count);
            if (REGISTRY.memberOf(member).suspended) return member;
        }
        return _anyone();
    }
}
