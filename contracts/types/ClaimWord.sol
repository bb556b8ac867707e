// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice The states of a refund claim (出口退税申报).
enum ClaimState {
    None,
    Filed, // 已申报
    Returned, // 退回补正
    Accepted, // 已受理
    Reviewed, // 已审核
    Approved, // 已办结，准予退税
    Refused, // 已办结，不予退税
    Paid, // 已退库
    Withdrawn // 已撤回
}

/// @notice The management classes of exporting firms (出口企业分类管理).
enum ManagementClass {
    None,
    Class1, // 一类
    Class2, // 二类
    Class3, // 三类
    Class4 // 四类
}

/// @notice The ways in which a claim is concluded (办结).
enum ClaimOutcome {
    None,
    Approved, // 准予退税
    Refused // 不予退税
}

/// @notice The mutable state of one claim and its clock, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             ClaimState
///      8 | managementClass   ManagementClass that the tax authority accepted it under
///     32 | version           1 at the filing, +1 at each action
///     24 | exporter          member that filed it
///     24 | taxAuthority      member that decides
///     40 | filedAt           申报, the first time; block times, in seconds since 1970 UTC
///     40 | acceptedAt        受理
///     40 | concludedAt       办结
///     40 | paidAt            退库
type ClaimWord is uint256;

using ClaimWords for ClaimWord global;

library ClaimWords {
    uint256 private constant CLASS = 8;
    uint256 private constant VERSION = 16;
    uint256 private constant EXPORTER = 48;
    uint256 private constant TAX_AUTHORITY = 72;
    uint256 private constant FILED_AT = 96;
    uint256 private constant ACCEPTED_AT = 136;
    uint256 private constant CONCLUDED_AT = 176;
    uint256 private constant PAID_AT = 216;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_32 = 0xffffffff;

    function create(uint24 exporter_, uint24 taxAuthority_) internal view returns (ClaimWord) {
        return ClaimWord.wrap(
            uint256(ClaimState.Filed) | (uint256(1) << VERSION) | (uint256(exporter_) << EXPORTER)
                | (uint256(taxAuthority_) << TAX_AUTHORITY) | (uint256(uint40(block.timestamp)) << FILED_AT)
        );
    }

    function state(ClaimWord w) internal pure returns (ClaimState) {
        return ClaimState(ClaimWord.unwrap(w) & MASK_8);
    }

    function managementClass(ClaimWord w) internal pure returns (ManagementClass) {
        return ManagementClass((ClaimWord.unwrap(w) >> CLASS) & MASK_8);
    }

    function version(ClaimWord w) internal pure returns (uint32) {
        return uint32(ClaimWord.unwrap(w) >> VERSION);
    }

    function exporter(ClaimWord w) internal pure returns (uint24) {
        return uint24(ClaimWord.unwrap(w) >> EXPORTER);
    }

    function taxAuthority(ClaimWord w) internal pure returns (uint24) {
        return uint24(ClaimWord.unwrap(w) >> TAX_AUTHORITY);
    }

    function filedAt(ClaimWord w) internal pure returns (uint40) {
        return uint40(ClaimWord.unwrap(w) >> FILED_AT);
    }

    function acceptedAt(ClaimWord w) internal pure returns (uint40) {
        return uint40(ClaimWord.unwrap(w) >> ACCEPTED_AT);
    }

    function concludedAt(ClaimWord w) internal pure returns (uint40) {
        return uint40(ClaimWord.unwrap(w) >> CONCLUDED_AT);
    }

    function paidAt(ClaimWord w) internal pure returns (uint40) {
        return uint40(ClaimWord.unwrap(w) >> PAID_AT);
    }

    function withState(ClaimWord w, ClaimState state_) internal pure returns (ClaimWord) {
        return ClaimWord.wrap((ClaimWord.unwrap(w) & ~MASK_8) | uint256(state_));
    }

    /// @dev Accepted now, under this class; a claim is accepted once.
    function accepted(ClaimWord w, ManagementClass class_) internal view returns (ClaimWord) {
        return _stamped(ClaimWord.wrap(ClaimWord.unwrap(w) | (uint256(class_) << CLASS)), ACCEPTED_AT);
    }

    /// @dev Concluded now; a claim is concluded once.
    function concluded(ClaimWord w) internal view returns (ClaimWord) {
        return _stamped(w, CONCLUDED_AT);
    }

    /// @dev Paid now; a claim is paid once.
    function paid(ClaimWord w) internal view returns (ClaimWord) {
        return _stamped(w, PAID_AT);
    }

    /// @dev Adds one to the version.
    function advanced(ClaimWord w) internal pure returns (ClaimWord) {
        uint256 next = Versions.next(w.version());
        return ClaimWord.wrap((ClaimWord.unwrap(w) & ~(MASK_32 << VERSION)) | (next << VERSION));
    }

    function _stamped(ClaimWord w, uint256 offset) private view returns (ClaimWord) {
        return ClaimWord.wrap(ClaimWord.unwrap(w) | (uint256(uint40(block.timestamp)) << offset));
    }
}
