// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice What the consortium knows of a member, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///     32 | version        1 at admission, +1 at each change
///     32 | roles          Roles
///     32 | fourEyes       Powers that need two wallets' signatures
///     16 | adminWallets   wallets with the power ADMIN that are not revoked
///      8 | suspended      1 while suspended
type MemberWord is uint256;

using MemberWords for MemberWord global;

library MemberWords {
    uint256 private constant ROLES = 32;
    uint256 private constant FOUR_EYES = 64;
    uint256 private constant ADMIN_WALLETS = 96;
    uint256 private constant SUSPENDED = 112;

    uint256 private constant MASK_16 = 0xffff;
    uint256 private constant MASK_32 = 0xffffffff;

    function create(uint32 roles_) internal pure returns (MemberWord) {
        return MemberWord.wrap(1 | (uint256(roles_) << ROLES));
    }

    function version(MemberWord w) internal pure returns (uint32) {
        return uint32(MemberWord.unwrap(w));
    }

    function roles(MemberWord w) internal pure returns (uint32) {
        return uint32(MemberWord.unwrap(w) >> ROLES);
    }

    function fourEyes(MemberWord w) internal pure returns (uint32) {
        return uint32(MemberWord.unwrap(w) >> FOUR_EYES);
    }

    function adminWallets(MemberWord w) internal pure returns (uint16) {
        return uint16(MemberWord.unwrap(w) >> ADMIN_WALLETS);
    }

    function suspended(MemberWord w) internal pure returns (bool) {
        return (MemberWord.unwrap(w) >> SUSPENDED) & 1 != 0;
    }

    /// @dev Whether the member is there, not suspended, and holds one of these roles, if any is asked for.
    function stands(MemberWord w, uint32 asked) internal pure returns (bool yes) {
        // Without branches, as a wallet's answer.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let no := or(iszero(and(w, MASK_32)), shr(SUSPENDED, w))
            yes := iszero(or(no, lt(iszero(asked), iszero(and(shr(ROLES, w), asked)))))
        }
    }

    function withRoles(MemberWord w, uint32 roles_) internal pure returns (MemberWord) {
        return MemberWord.wrap((MemberWord.unwrap(w) & ~(MASK_32 << ROLES)) | (uint256(roles_) << ROLES));
    }

    function withFourEyes(MemberWord w, uint32 powers) internal pure returns (MemberWord) {
        return MemberWord.wrap((MemberWord.unwrap(w) & ~(MASK_32 << FOUR_EYES)) | (uint256(powers) << FOUR_EYES));
    }

    function withAdminWallets(MemberWord w, uint16 count) internal pure returns (MemberWord) {
        return MemberWord.wrap(
            (MemberWord.unwrap(w) & ~(MASK_16 << ADMIN_WALLETS)) | (uint256(count) << ADMIN_WALLETS)
        );
    }

    function withSuspended(MemberWord w, bool yes) internal pure returns (MemberWord) {
        uint256 cleared = MemberWord.unwrap(w) & ~(uint256(1) << SUSPENDED);
        return MemberWord.wrap(yes ? cleared | (uint256(1) << SUSPENDED) : cleared);
    }

    /// @dev Adds one to the version.
    function advanced(MemberWord w) internal pure returns (MemberWord) {
        uint256 next = Versions.next(w.version());
        return MemberWord.wrap((MemberWord.unwrap(w) & ~MASK_32) | next);
    }
}
