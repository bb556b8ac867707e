// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Mandate} from "./Mandate.sol";

/// @notice What the consortium knows of a wallet, packed into one storage word.
/// @dev The member's roles, suspension and four-eyes rule are copied here at each change of theirs, so that an action
/// costs one read of its signer and none of its member. Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///     24 | member       the member that it signs for, for ever
///     32 | powers       Powers that it may sign
///     40 | expiresAt    seconds since 1970 UTC, inclusive; 0 for never
///     32 | roles        copy of the member's Roles
///     32 | fourEyes     copy of the member's Powers that need two signatures
///      8 | revoked      1 for good
///      8 | suspended    copy: 1 while the member is suspended
type WalletWord is uint256;

using WalletWords for WalletWord global;

library WalletWords {
    uint256 private constant POWERS = 24;
    uint256 private constant EXPIRES_AT = 56;
    uint256 private constant ROLES = 96;
    uint256 private constant FOUR_EYES = 128;
    uint256 private constant REVOKED = 160;
    uint256 private constant SUSPENDED = 168;

    uint256 private constant MASK_24 = 0xffffff;
    uint256 private constant MASK_32 = 0xffffffff;
    uint256 private constant MASK_40 = 0xffffffffff;
    /// @dev The powers, in a wallet's word and in a mandate, and how far left of them the wallet's four eyes stand.
    uint256 private constant MASK_POWERS = 0xffffffff << 24;
    uint256 private constant FOUR_EYES_BESIDE = 128 - 24;
    /// @dev The roles in a mandate, and how far left of them a wallet's stand.
    uint256 private constant MASK_ROLES_ASKED = 0xffffffff << 56;
    uint256 private constant ROLES_BESIDE = 96 - 56;

    function create(uint24 member_, uint32 powers_, uint40 expiresAt_) internal pure returns (WalletWord) {
        return WalletWord.wrap(uint256(member_) | (uint256(powers_) << POWERS) | (uint256(expiresAt_) << EXPIRES_AT));
    }

    function member(WalletWord w) internal pure returns (uint24) {
        return uint24(WalletWord.unwrap(w));
    }

    function powers(WalletWord w) internal pure returns (uint32) {
        return uint32(WalletWord.unwrap(w) >> POWERS);
    }

    function expiresAt(WalletWord w) internal pure returns (uint40) {
        return uint40(WalletWord.unwrap(w) >> EXPIRES_AT);
    }

    function roles(WalletWord w) internal pure returns (uint32) {
        return uint32(WalletWord.unwrap(w) >> ROLES);
    }

    function fourEyes(WalletWord w) internal pure returns (uint32) {
        return uint32(WalletWord.unwrap(w) >> FOUR_EYES);
    }

    function revoked(WalletWord w) internal pure returns (bool) {
        return (WalletWord.unwrap(w) >> REVOKED) & 1 != 0;
    }

    function suspended(WalletWord w) internal pure returns (bool) {
        return (WalletWord.unwrap(w) >> SUSPENDED) & 1 != 0;
    }

    /// @dev Whether the wallet may do alone what the mandate asks of its actor: the everyday answer, by few operations on the
    /// two words, whose members and powers stand at the same places. No is not the last word: who then looks field by field finds
    /// the reason, or another signature that helps.
    function answers(WalletWord w, Mandate mandate, uint256 time) internal pure returns (bool yes) {
        // Without branches: a third of what the same questions cost one after another.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let power := and(mandate, MASK_POWERS)
            let asked := and(mandate, MASK_ROLES_ASKED)
            // Another member's, revoked, or of a suspended member.
            let no := or(and(xor(w, mandate), MASK_24), shr(REVOKED, w))
            no := or(no, iszero(and(w, power)))
            // Four eyes are asked for.
            no := or(no, and(shr(FOUR_EYES_BESIDE, w), power))
            // A role is asked for and none of them is held.
            no := or(no, lt(iszero(asked), iszero(and(shr(ROLES_BESIDE, w), asked))))
            // Expired; an expiry of 0 wraps to the end of time.
            no := or(no, lt(sub(and(shr(EXPIRES_AT, w), MASK_40), 1), sub(time, 1)))
            yes := iszero(no)
        }
    }

    function withRevoked(WalletWord w) internal pure returns (WalletWord) {
        return WalletWord.wrap(WalletWord.unwrap(w) | (uint256(1) << REVOKED));
    }

    /// @dev Copies what the member's word says.
    function withMember(WalletWord w, uint32 roles_, uint32 fourEyes_, bool suspended_)
        internal
        pure
        returns (WalletWord)
    {
        uint256 kept = WalletWord.unwrap(w) & ~((MASK_32 << ROLES) | (MASK_32 << FOUR_EYES) | (uint256(1) << SUSPENDED));
        return WalletWord.wrap(
            kept | (uint256(roles_) << ROLES) | (uint256(fourEyes_) << FOUR_EYES)
                | (suspended_ ? uint256(1) << SUSPENDED : 0)
        );
    }
}
