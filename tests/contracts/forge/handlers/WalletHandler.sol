// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    COMPLETE_RECOVERY_TYPEHASH,
    CompleteRecovery,
    ENROL_WALLET_TYPEHASH,
    EnrolWallet,
    REVOKE_WALLET_TYPEHASH,
    RevokeWallet,
    SET_FOUR_EYES_TYPEHASH,
    SetFourEyes,
    VETO_RECOVERY_TYPEHASH,
    VetoRecovery
} from "../../../../contracts/types/Actions.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Registry} from "../ghosts/Registry.sol";
import {vm} from "../utils/Vm.sol";
import {Handler} from "./Handler.sol";

/// @notice What a member's own wallets decide about its wallets; and the clock, and the replay of what was accepted.
contract WalletHandler is Handler {
    uint256 private constant MAX_WALLETS = 6;

    IConsortium private immutable CONSORTIUM;
    uint256 private _newKeys;

    constructor(Registry registry) Handler(registry) {
        CONSORTIUM = _contracts().consortium;
    }

    function enrolWallet(uint256 seed) external drawn(seed) {
        uint24 member = _anyone();
        address[] memory known = REGISTRY.walletsOf(member);
        uint256 key = uint256(keccak256(abi.encode("enrolled", ++_newKeys)));
        address wallet = _newWallet(key);
        if (known.length >= MAX_WALLETS || _chance(25)) (wallet, key) = (_anyWallet(), 0);
        if (key == 0 && known.length != 0 && !_lies()) wallet = known[_below(known.length)];
        EnrolWallet memory action = EnrolWallet({
            member: member,
            version: _seen(REGISTRY.memberOf(member).version),
            wallet: wallet,
            powers: _chance(60) ? Powers.ALL : uint32(_random()) & (_lies() ? type(uint32).max : Powers.ALL),
            expiresAt: _chance(60) ? 0 : uint40(REGISTRY.clock() + _below(60 days) - (_lies() ? 60 days : 0))
        });
        bytes32 structHash = keccak256(abi.encode(ENROL_WALLET_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONSORTIUM), structHash, member, Powers.ADMIN);
        address[] memory admins = _signers;
        signatures = bytes.concat(signatures, _consent(structHash, wallet, key));
        address consenting = _signers[_signers.length - 1];
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.enrolWallet, (action, signatures)));

        _must(REGISTRY.entitled(member, Powers.ADMIN, 0, admins), "enrolWallet: not signed by an admin");
        _must(consenting == wallet, "enrolWallet: without the wallet's consent");
        _must(action.version == REGISTRY.memberOf(member).version, "enrolWallet: at another version");
        uint24 serves = REGISTRY.walletOf(wallet).member;
        _must(serves == 0 || serves == member, "enrolWallet: a wallet of another");
        _must(!REGISTRY.walletOf(wallet).revoked, "enrolWallet: a revoked wallet");
        _must(action.powers != 0 && action.powers & ~Powers.ALL == 0, "enrolWallet: powers that are not");
        REGISTRY.enrol(member, wallet, key, action.powers, action.expiresAt);
    }

    function revokeWallet(uint256 seed) external drawn(seed) {
        uint24 member = _anyone();
        address[] memory known = REGISTRY.walletsOf(member);
        // A member with one wallet keeps it: mostly, that is refused anyhow.
        vm.assume(known.length > 1 || _lies());
        address wallet = _lies() || known.length == 0 ? _anyWallet() : known[_below(known.length)];
        RevokeWallet memory action = RevokeWallet(member, _seen(REGISTRY.memberOf(member).version), wallet);
        bytes32 structHash = keccak256(abi.encode(REVOKE_WALLET_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONSORTIUM), structHash, member, Powers.ADMIN);
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.revokeWallet, (action, signatures)));

        _mustBeSigned(member, Powers.ADMIN, 0, "revokeWallet");
        _must(action.version == REGISTRY.memberOf(member).version, "revokeWallet: at another version");
        _must(REGISTRY.walletOf(wallet).member == member, "revokeWallet: a wallet of another");
        _must(!REGISTRY.walletOf(wallet).revoked, "revokeWallet: twice");
        REGISTRY.revoke(member, wallet);
        _must(REGISTRY.adminCount(member) != 0, "revokeWallet: the last admin's");
    }

    function setFourEyes(uint256 seed) external drawn(seed) {
        uint24 member = _anyone();
        uint32 powers = _chance(50) ? 0 : uint32(1) << uint32(_below(_lies() ? 32 : 14));
        // Four eyes on ADMIN without a second wallet lock a member out for a week.
        if (powers == Powers.ADMIN && REGISTRY.adminCount(member) < 2 && !_lies()) powers = Powers.TRANSFER;
        SetFourEyes memory action = SetFourEyes(member, _seen(REGISTRY.memberOf(member).version), powers);
        bytes32 structHash = keccak256(abi.encode(SET_FOUR_EYES_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONSORTIUM), structHash, member, Powers.ADMIN);
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.setFourEyes, (action, signatures)));

        _mustBeSigned(member, Powers.ADMIN, 0, "setFourEyes");
        _must(action.version == REGISTRY.memberOf(member).version, "setFourEyes: at another version");
        REGISTRY.setFourEyes(member, powers);
    }

    function vetoRecovery(uint256 seed) external drawn(seed) {
        vm.assume(_chance(50));
        uint24 member = _recovering();
        VetoRecovery memory action = VetoRecovery(member, _seen(REGISTRY.memberOf(member).version));
        bytes32 structHash = keccak256(abi.encode(VETO_RECOVERY_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONSORTIUM), structHash, member, Powers.ADMIN);
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.vetoRecovery, (action, signatures)));

        _mustBeSigned(member, Powers.ADMIN, 0, "vetoRecovery");
        _must(action.version == REGISTRY.memberOf(member).version, "vetoRecovery: at another version");
        _must(REGISTRY.memberOf(member).candidate != address(0), "vetoRecovery: of nothing");
        REGISTRY.endRecovery(member, false);
    }

    function completeRecovery(uint256 seed) external drawn(seed) {
        uint24 member = _recovering();
        Registry.GhostMember memory ghost = REGISTRY.memberOf(member);
        CompleteRecovery memory action = CompleteRecovery(member, _seen(ghost.version));
        bytes32 structHash = keccak256(abi.encode(COMPLETE_RECOVERY_TYPEHASH, action));
        delete _signers;
        address signer = _lies() ? _anyWallet() : ghost.candidate;
        bytes memory signatures = _signature(address(CONSORTIUM), structHash, signer);
        _call(address(CONSORTIUM), abi.encodeCall(CONSORTIUM.completeRecovery, (action, signatures)));

        _must(ghost.candidate != address(0) && _signers[0] == ghost.candidate, "completeRecovery: by another");
        _must(action.version == ghost.version, "completeRecovery: at another version");
        _must(REGISTRY.clock() >= ghost.readyAt, "completeRecovery: before its time");
        REGISTRY.endRecovery(member, true);
    }

    /// @notice Time passes: mostly hours, now and then weeks.
    function pass(uint256 seed) external drawn(seed) {
        REGISTRY.pass(_chance(80) ? _below(12 hours) : _below(10 days));
    }

    /// @notice Nothing that was accepted is accepted again.
    function replay(uint256 seed) external drawn(seed) {
        uint256 count = REGISTRY.acceptedCount();
        vm.assume(count != 0);
        // The latest are the likeliest to pass.
        uint256 place = _chance(50) ? count - 1 - _below(count < 8 ? count : 8) : _below(count);
        (address target, bytes memory call) = REGISTRY.acceptedCall(place);
        (bool ok,) = target.call(call);
        _must(!ok, "replay: accepted twice");
    }

    function _consent(bytes32 structHash, address wallet, uint256 key) private returns (bytes memory) {
        return key == 0 || _lies()
            ? _signature(address(CONSORTIUM), structHash, _lies() ? _anyWallet() : wallet)
            : _signatureBy(address(CONSORTIUM), structHash, wallet, key);
    }

    function _recovering() private returns (uint24) {
        uint24 count = REGISTRY.memberCount();
        uint256 start = _below(count);
        for (uint256 i = 0; i < count; ++i) {
            uint24 member = uint24(1 + (start + i) % count);
            if (REGISTRY.memberOf(member).candidate != address(0)) return member;
        }
        return _anyone();
    }
}
