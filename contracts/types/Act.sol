// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Who acted: what every record's event tells in one word, because each word of a log and each topic is paid for.
/// @dev An event's tags name what its counterparty and its detail are; an event without a tag has none, and 0 there. Readers
/// of logs unpack them under these names (`chain.abi`); ADR 0008 tells what that costs them. Layout, from the least
/// significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///    160 | wallet         the (first) wallet that signed
///     32 | version        the record's version after the action
///     24 | actor          the member that acted
///     24 | counterparty   the other member: `@custom:counterparty` of the event
///     16 | detail         a kind, a reason, a place: `@custom:detail` of the event
type Act is uint256;

using Acts for Act global;

library Acts {
    uint256 private constant VERSION = 160;
    uint256 private constant ACTOR = 192;
    uint256 private constant COUNTERPARTY = 216;
    uint256 private constant DETAIL = 240;

    function by(uint24 actor, address wallet, uint32 version) internal pure returns (Act) {
        return Act.wrap(uint256(uint160(wallet)) | (uint256(version) << VERSION) | (uint256(actor) << ACTOR));
    }

    /// @dev Adds the other member; once.
    function to(Act act, uint24 counterparty) internal pure returns (Act) {
        return Act.wrap(Act.unwrap(act) | (uint256(counterparty) << COUNTERPARTY));
    }

    /// @dev Adds the detail; once.
    function how(Act act, uint16 detail) internal pure returns (Act) {
        return Act.wrap(Act.unwrap(act) | (uint256(detail) << DETAIL));
    }
}
