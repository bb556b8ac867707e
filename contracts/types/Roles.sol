// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What an organisation is admitted as: one bit a role, so that a member may hold several.
/// @dev Admission, and every later change of roles, is the governors' decision.
library Roles {
    /// @notice Issues bills and release orders, answers surrenders (承运人).
    uint32 internal constant CARRIER = 1 << 0;
    /// @notice Ships goods; applies for export-refund certificates (托运人 / 出口企业).
    uint32 internal constant SHIPPER = 1 << 1;
    /// @notice Receives goods (收货人 / 进口企业).
    uint32 internal constant CONSIGNEE = 1 << 2;
    /// @notice Acts for a principal in carriage and clearance (货运代理).
    uint32 internal constant FORWARDER = 1 << 3;
    /// @notice Finances against the bill (银行).
    uint32 internal constant BANK = 1 << 4;
    /// @notice Confirms gate-out (码头).
    uint32 internal constant TERMINAL = 1 << 5;
    /// @notice Collects containers (集卡车队).
    uint32 internal constant HAULIER = 1 << 6;
    /// @notice Holds and clears cargo (海关).
    uint32 internal constant CUSTOMS = 1 << 7;
    /// @notice Issues, refuses and voids export-refund certificates (税务机关).
    uint32 internal constant TAX_AUTHORITY = 1 << 8;
    /// @notice An inspection body whose reports customs accepts (采信机构).
    uint32 internal constant INSPECTION_BODY = 1 << 9;
    /// @notice Runs the port's single window (口岸办).
    uint32 internal constant PORT_AUTHORITY = 1 << 10;
    /// @notice Insures cargo or credit (保险).
    uint32 internal constant INSURER = 1 << 11;
    /// @notice Freezes and unfreezes records (法院).
    uint32 internal constant COURT = 1 << 12;
    /// @notice Signs admissions together with other governors (联盟治理方).
    uint32 internal constant GOVERNOR = 1 << 13;

    /// @notice Every role that is defined.
    uint32 internal constant ALL = (1 << 14) - 1;
}
