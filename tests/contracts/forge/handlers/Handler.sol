// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Registry} from "../ghosts/Registry.sol";
import {Contracts} from "../utils/Contracts.sol";
import {ContractWallet} from "../utils/ContractWallet.sol";
import {Signing} from "../utils/Signing.sol";
import {vm} from "../utils/Vm.sol";

/// @notice What the handlers share: drawing parties, versions and signers, mostly the right ones, and calling.
/// @dev A handler draws everything from one seed. A refusal of the contract reverts the handler, which changes nothing;
/// an action that is accepted against the law is reported to the registry.
abstract contract Handler {
    struct Party {
        uint24 member;
        uint32 power;
        uint32 roles;
    }

    /// @dev How often, in a hundred, a party, a version or a signer is drawn at random instead of being the right one.
    uint256 private constant LIES = 7;

    Registry internal immutable REGISTRY;
    uint256 private _seed;
    address[] internal _signers;

    constructor(Registry registry) {
        REGISTRY = registry;
    }

    /// @dev Time does not stay between Forge's calls by itself.
    modifier drawn(uint256 seed) {
        vm.warp(REGISTRY.clock());
        _seed = seed;
        _;
    }

    function _random() internal returns (uint256) {
        unchecked {
            return uint256(keccak256(abi.encode(++_seed)));
        }
    }

    function _below(uint256 bound) internal returns (uint256) {
        return _random() % bound;
    }

    function _chance(uint256 percent) internal returns (bool) {
        return _below(100) < percent;
    }

    function _lies() internal returns (bool) {
        return _chance(LIES);
    }

    /// @dev Any member, or now and then nobody or one that does not exist.
    function _anyone() internal returns (uint24) {
        return uint24(_below(uint256(REGISTRY.memberCount()) + 2));
    }

    /// @dev The right member, or now and then anyone.
    function _or(uint24 right) internal returns (uint24) {
        return _lies() ? _anyone() : right;
    }

    /// @dev The right version, or now and then one near it.
    function _seen(uint32 right) internal returns (uint32) {
        return _lies() ? right + uint32(_below(3)) - 1 : right;
    }

    function _pick(uint24 a, uint24 b) internal returns (uint24) {
        return _chance(50) ? a : b;
    }

    /// @dev Signs for `member`, with as many wallets as it asks for; now and then with wrong ones, too many or too few,
    /// or over other words. Leaves the signers, as the contract must see them, in `_signers`.
    function _signed(address target, bytes32 structHash, uint24 member, uint32 power)
        internal
        returns (bytes memory signatures)
    {
        delete _signers;
        return _signedToo(target, structHash, member, power);
    }

    /// @dev As `_signed`, after whoever signed before.
    function _signedToo(address target, bytes32 structHash, uint24 member, uint32 power)
        internal
        returns (bytes memory signatures)
    {
        uint256 before = _signers.length;
        uint256 wanted = REGISTRY.memberOf(member).fourEyes & power != 0 ? 2 : 1;
        if (_lies()) wanted = 1 + _below(2);
        for (uint256 i = 0; i < wanted; ++i) {
            address taken = i == 0 ? address(0) : _signers[before];
            address wallet = _lies() ? _anyWallet() : _walletFor(member, power, taken);
            signatures = bytes.concat(signatures, _signature(target, structHash, wallet));
        }
    }

    /// @dev One wallet's signature; now and then over other words than the action's, by which nobody known has signed.
    function _signature(address target, bytes32 structHash, address wallet) internal returns (bytes memory) {
        uint256 key = REGISTRY.keyOf(wallet);
        return
            key == 0 ? _signatureBy(target, structHash, vm.addr(1), 1) : _signatureBy(target, structHash, wallet, key);
    }

    function _signatureBy(address target, bytes32 structHash, address wallet, uint256 key)
        internal
        returns (bytes memory)
    {
        if (_chance(2)) {
            _signers.push(address(0));
            return Signing.signAs(wallet, key, target, ~structHash);
        }
        _signers.push(wallet);
        return Signing.signAs(wallet, key, target, structHash);
    }

    /// @dev The wallet of a new key; now and then a contract that the key owns with another.
    function _newWallet(uint256 key) internal returns (address) {
        return _chance(25) ? address(new ContractWallet(key)) : vm.addr(key);
    }

    /// @dev A wallet of the member that may sign now, other than the one taken; some wallet, if there is none.
    function _walletFor(uint24 member, uint32 power, address taken) internal returns (address) {
        address[] memory wallets = REGISTRY.walletsOf(member);
        uint256 start = wallets.length == 0 ? 0 : _below(wallets.length);
        for (uint256 i = 0; i < wallets.length; ++i) {
            address wallet = wallets[(start + i) % wallets.length];
            if (wallet != taken && REGISTRY.usable(wallet, member, power)) return wallet;
        }
        return _anyWallet();
    }

    function _anyWallet() internal returns (address) {
        address[] memory wallets = REGISTRY.walletsOf(_anyone());
        return wallets.length == 0 ? vm.addr(1) : wallets[_below(wallets.length)];
    }

    /// @dev Calls; reverts as the contract does, or remembers the call as accepted.
    function _call(address target, bytes memory data) internal {
        (bool ok, bytes memory reason) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
        REGISTRY.accepted(target, data);
    }

    /// @dev What must hold of an action that the contract has accepted.
    function _must(bool lawful, string memory law) internal {
        if (!lawful) REGISTRY.report(law);
    }

    /// @dev That the wallets that signed move this member.
    function _mustBeSigned(uint24 member, uint32 power, uint32 roles, string memory action) internal {
        _must(REGISTRY.entitled(member, power, roles, _signers), string.concat(action, ": not signed by its party"));
    }

    /// @dev That the wallets that signed move both members: first the one's, then the other's.
    function _mustBeSignedByBoth(Party memory one, Party memory other, string memory action) internal {
        bool lawful = false;
        for (uint256 count = 1; count < _signers.length; ++count) {
            bool both = REGISTRY.entitled(one.member, one.power, one.roles, _slice(0, count))
                && REGISTRY.entitled(other.member, other.power, other.roles, _slice(count, _signers.length));
            lawful = lawful || both;
        }
        _must(lawful, string.concat(action, ": not signed by both parties"));
    }

    function _slice(uint256 start, uint256 end) private view returns (address[] memory part) {
        part = new address[](end - start);
        for (uint256 i = start; i < end; ++i) {
            part[i - start] = _signers[i];
        }
    }

    function _contracts() internal view returns (Contracts memory) {
        return REGISTRY.contracts();
    }
}
