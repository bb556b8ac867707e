// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Who has to be what for an action to be lawful: the question that a record's contract puts to the consortium.
/// @dev Packed into one word, because it is asked at every action. Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///     24 | actor            the member that acts
///     32 | power            the power that its wallet needs
///     32 | roles            the actor holds one of these; 0 for any member
///     24 | recipient        the member that receives; 0 for none, unless a role is asked for
///     32 | recipientRoles   the recipient holds one of these; 0 for any member
type Mandate is uint256;

using Mandates for Mandate global;

library Mandates {
    uint256 private constant POWER = 24;
    uint256 private constant ROLES = 56;
    uint256 private constant RECIPIENT = 88;
    uint256 private constant RECIPIENT_ROLES = 112;

    function by(uint24 actor_, uint32 power_, uint32 roles_) internal pure returns (Mandate) {
        return Mandate.wrap(uint256(actor_) | (uint256(power_) << POWER) | (uint256(roles_) << ROLES));
    }

    /// @dev Adds who receives. 0 without roles adds nobody; with roles it is refused, for nobody holds a role.
    function to(Mandate m, uint24 recipient_, uint32 roles_) internal pure returns (Mandate) {
        return Mandate.wrap(
            Mandate.unwrap(m) | (uint256(recipient_) << RECIPIENT) | (uint256(roles_) << RECIPIENT_ROLES)
        );
    }

    function actor(Mandate m) internal pure returns (uint24) {
        return uint24(Mandate.unwrap(m));
    }

    function power(Mandate m) internal pure returns (uint32) {
        return uint32(Mandate.unwrap(m) >> POWER);
    }

    function roles(Mandate m) internal pure returns (uint32) {
        return uint32(Mandate.unwrap(m) >> ROLES);
    }

    /// @dev Whether a recipient or a role of one is named; nothing lies above the two.
    function asksForRecipient(Mandate m) internal pure returns (bool) {
        return Mandate.unwrap(m) >> RECIPIENT != 0;
    }

    function recipient(Mandate m) internal pure returns (uint24) {
        return uint24(Mandate.unwrap(m) >> RECIPIENT);
    }

    function recipientRoles(Mandate m) internal pure returns (uint32) {
        return uint32(Mandate.unwrap(m) >> RECIPIENT_ROLES);
    }
}
