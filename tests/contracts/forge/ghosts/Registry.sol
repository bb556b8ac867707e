// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {BANK, Cast, FOUNDERS, PRINCIPAL, SECOND_TERMINAL} from "../utils/Cast.sol";
import {ContractWallet} from "../utils/ContractWallet.sol";
import {Contracts, Deployer, RECOVERY_DELAY, THRESHOLD} from "../utils/Contracts.sol";

/// @notice What the campaign knows of members and wallets, kept from the accepted actions alone, and the first breach of
/// the law that it found.
/// @dev A handler must not revert to report a breach: Forge takes its revert for a refusal. It reports here.
contract Registry {
    struct GhostMember {
        uint32 version;
        uint32 roles;
        uint32 fourEyes;
        bool suspended;
        address candidate;
        uint256 readyAt;
    }

    struct GhostWallet {
        uint24 member;
        uint32 powers;
        uint40 expiresAt;
        bool revoked;
    }

    string public breach;
    uint256 public clock = 1_790_000_000;
    uint24 public memberCount;
    uint8 public threshold = THRESHOLD;
    uint32 public version = 1;

    Contracts private _contracts;
    mapping(uint24 => GhostMember) private _members;
    mapping(uint24 => address[]) private _walletsOf;
    mapping(address => GhostWallet) private _wallets;
    mapping(address => uint256) private _keys;
    bytes[] private _accepted;
    address[] private _acceptedBy;

    constructor() {
        IConsortium.FoundingMember[] memory founders = Cast.founders();
        uint24[3] memory byContract = [BANK, PRINCIPAL, SECOND_TERMINAL];
        for (uint256 i = 0; i < byContract.length; ++i) {
            founders[byContract[i] - 1].wallet = address(new ContractWallet(Cast.key(byContract[i])));
        }
        _contracts = Deployer.deploy(founders);
        for (uint24 member = 1; member <= FOUNDERS; ++member) {
            addMember(founders[member - 1].roles, founders[member - 1].wallet, Cast.key(member));
        }
    }

    /// @notice Notes that the law was broken; the first breach stays.
    function report(string calldata what) external {
        if (bytes(breach).length == 0) breach = what;
    }

    /// @notice Remembers an accepted call, so that it can be replayed.
    function accepted(address target, bytes calldata call) external {
        _acceptedBy.push(target);
        _accepted.push(call);
    }

    function acceptedCount() external view returns (uint256) {
        return _accepted.length;
    }

    function acceptedCall(uint256 place) external view returns (address, bytes memory) {
        return (_acceptedBy[place], _accepted[place]);
    }

    function pass(uint256 time) external {
        clock += time;
    }

    // --- what accepted actions change ---

    function addMember(uint32 roles, address wallet, uint256 key) public {
        uint24 member = ++memberCount;
        _members[member].version = 1;
        _members[member].roles = roles;
        _keys[wallet] = key;
        _walletsOf[member].push(wallet);
        _wallets[wallet] = GhostWallet(member, Powers.ALL, 0, false);
    }

    function enrol(uint24 member, address wallet, uint256 key, uint32 powers, uint40 expiresAt) external {
        if (_wallets[wallet].member == 0) _walletsOf[member].push(wallet);
        if (key != 0) _keys[wallet] = key;
        _wallets[wallet] = GhostWallet(member, powers, expiresAt, false);
        ++_members[member].version;
    }

    function revoke(uint24 member, address wallet) external {
        _wallets[wallet].revoked = true;
        ++_members[member].version;
    }

    function setRoles(uint24 member, uint32 roles) external {
        _members[member].roles = roles;
        ++_members[member].version;
    }

    function setSuspended(uint24 member, bool yes) external {
        _members[member].suspended = yes;
        ++_members[member].version;
    }

    function setFourEyes(uint24 member, uint32 powers) external {
        _members[member].fourEyes = powers;
        ++_members[member].version;
    }

    function setThreshold(uint8 count) external {
        threshold = count;
        ++version;
    }

    function propose(uint24 member, address candidate, uint256 key) external {
        _members[member].candidate = candidate;
        _members[member].readyAt = clock + RECOVERY_DELAY;
        _keys[candidate] = key;
        ++_members[member].version;
    }

    function endRecovery(uint24 member, bool completed) external {
        address candidate = _members[member].candidate;
        _members[member].candidate = address(0);
        ++_members[member].version;
        if (!completed) return;
        _members[member].fourEyes = 0;
        _walletsOf[member].push(candidate);
        _wallets[candidate] = GhostWallet(member, Powers.ALL, 0, false);
    }

    // --- what the law says of it ---

    function contracts() external view returns (Contracts memory) {
        return _contracts;
    }

    function memberOf(uint24 member) external view returns (GhostMember memory) {
        return _members[member];
    }

    function walletOf(address wallet) external view returns (GhostWallet memory) {
        return _wallets[wallet];
    }

    function walletsOf(uint24 member) external view returns (address[] memory) {
        return _walletsOf[member];
    }

    function keyOf(address wallet) external view returns (uint256) {
        return _keys[wallet];
    }

    /// @notice Whether a member exists and is not suspended.
    function active(uint24 member) public view returns (bool) {
        return _members[member].version != 0 && !_members[member].suspended;
    }

    /// @notice Whether a member is active and holds one of these roles (any, if 0).
    function activeAs(uint24 member, uint32 roles) public view returns (bool) {
        return active(member) && (roles == 0 || _members[member].roles & roles != 0);
    }

    /// @notice Whether a wallet may sign for its member by this power now.
    function usable(address wallet, uint24 member, uint32 power) public view returns (bool) {
        GhostWallet memory w = _wallets[wallet];
        return member != 0 && w.member == member && !w.revoked && w.powers & power != 0
            && (w.expiresAt == 0 || w.expiresAt >= clock);
    }

    /// @notice Whether these signatures move the member: the question that every accepted action must answer with yes.
    function entitled(uint24 member, uint32 power, uint32 roles, address[] calldata signers)
        external
        view
        returns (bool)
    {
        if (!activeAs(member, roles) || signers.length == 0 || signers.length > 2) return false;
        if (_members[member].fourEyes & power != 0 && signers.length != 2) return false;
        if (signers.length == 2 && signers[0] == signers[1]) return false;
        for (uint256 i = 0; i < signers.length; ++i) {
            if (!usable(signers[i], member, power)) return false;
        }
        return true;
    }

    /// @notice Whether these wallets are enough governors, each member once, in ascending order.
    function governed(address[] calldata signers) external view returns (bool) {
        uint24 previous = 0;
        for (uint256 i = 0; i < signers.length; ++i) {
            uint24 member = _wallets[signers[i]].member;
            if (member <= previous || !activeAs(member, Roles.GOVERNOR)) return false;
            if (!usable(signers[i], member, Powers.GOVERN)) return false;
            previous = member;
        }
        return signers.length >= threshold;
    }

    function governorCount() external view returns (uint24 count) {
        for (uint24 member = 1; member <= memberCount; ++member) {
            if (activeAs(member, Roles.GOVERNOR)) ++count;
        }
    }

    function adminCount(uint24 member) public view returns (uint16 count) {
        address[] storage wallets = _walletsOf[member];
        for (uint256 i = 0; i < wallets.length; ++i) {
            GhostWallet storage w = _wallets[wallets[i]];
            if (!w.revoked && w.powers & Powers.ADMIN != 0) ++count;
        }
    }
}
