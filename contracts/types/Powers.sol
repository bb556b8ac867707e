// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a wallet may sign for its member: one bit a family of actions.
/// @dev A role says what the organisation may do, a power which of its wallets may do it.
library Powers {
    /// @notice Enrols and revokes the member's own wallets.
    uint32 internal constant ADMIN = 1 << 0;
    /// @notice Signs as a governor.
    uint32 internal constant GOVERN = 1 << 1;
    /// @notice Issues bills and answers surrenders.
    uint32 internal constant ISSUE = 1 << 2;
    /// @notice Endorses, transfers possession, rejects a transfer.
    uint32 internal constant TRANSFER = 1 << 3;
    /// @notice Surrenders a bill to its carrier.
    uint32 internal constant SURRENDER = 1 << 4;
    /// @notice Issues and revokes release orders.
    uint32 internal constant RELEASE = 1 << 5;
    /// @notice Passes the right to collect on, makes appointments, commissions and arranges inspections.
    uint32 internal constant COLLECT = 1 << 6;
    /// @notice Sets and clears holds, instructs and completes inspections.
    uint32 internal constant HOLD = 1 << 7;
    /// @notice Confirms gate-out, answers appointments.
    uint32 internal constant GATE = 1 << 8;
    /// @notice Applies for, corrects and uses export-refund certificates, and files refund claims.
    uint32 internal constant CERTIFICATE = 1 << 9;
    /// @notice Decides on export-refund certificates and refund claims.
    uint32 internal constant TAX = 1 << 10;
    /// @notice Pledges, releases and enforces a pledge.
    uint32 internal constant PLEDGE = 1 << 11;
    /// @notice Anchors documents and milestones.
    uint32 internal constant ANCHOR = 1 << 12;
    /// @notice Freezes and unfreezes records.
    uint32 internal constant FREEZE = 1 << 13;

    /// @notice Every power that is defined.
    uint32 internal constant ALL = (1 << 14) - 1;
}
