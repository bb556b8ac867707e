// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";
import {HoldAuthority} from "./OrderWord.sol";

/// @notice The states of an inspection (查验). All but Passed keep its containers in.
enum InspectionState {
    None,
    Instructed, // 已布控
    Commissioned, // 已委托
    Accepted, // 已接受委托
    Scheduled, // 已预约查验
    Sampled, // 已送检
    Passed, // 查验通过
    Failed // 查验不通过
}

/// @notice What customs found.
enum InspectionResult {
    Pass,
    SampleSent, // 送检: the inspection stays open
    Fail
}

/// @notice Whether the consignee's side attends.
enum Attendance {
    Accompanied, // 陪同
    Unaccompanied // 无陪同
}

/// @notice The mutable state of one inspection, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             InspectionState
///     32 | version           1 at the instruction, +1 at each action
///      8 | authority         HoldAuthority whose hold keeps the containers in: customs or quarantine
///      8 | attendance        Attendance, once commissioned
///     40 | scheduledAt       seconds since 1970 UTC, once scheduled
///     24 | office            member that instructed it
///     24 | principal         member that commissioned it
///     24 | agent             terminal or forwarder that is commissioned
///     88 | –                 free
type InspectionWord is uint256;

using InspectionWords for InspectionWord global;

library InspectionWords {
    uint256 private constant VERSION = 8;
    uint256 private constant AUTHORITY = 40;
    uint256 private constant ATTENDANCE = 48;
    uint256 private constant SCHEDULED_AT = 56;
    uint256 private constant OFFICE = 96;
    uint256 private constant PRINCIPAL = 120;
    uint256 private constant AGENT = 144;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_32 = 0xffffffff;
    uint256 private constant MASK_40 = 0xffffffffff;

    function create(HoldAuthority authority_, uint24 office_) internal pure returns (InspectionWord) {
        return InspectionWord.wrap(
            uint256(InspectionState.Instructed) | (uint256(1) << VERSION) | (uint256(authority_) << AUTHORITY)
                | (uint256(office_) << OFFICE)
        );
    }

    function state(InspectionWord w) internal pure returns (InspectionState) {
        return InspectionState(InspectionWord.unwrap(w) & MASK_8);
    }

    function version(InspectionWord w) internal pure returns (uint32) {
        return uint32(InspectionWord.unwrap(w) >> VERSION);
    }

    function authority(InspectionWord w) internal pure returns (HoldAuthority) {
        return HoldAuthority((InspectionWord.unwrap(w) >> AUTHORITY) & MASK_8);
    }

    function attendance(InspectionWord w) internal pure returns (Attendance) {
        return Attendance((InspectionWord.unwrap(w) >> ATTENDANCE) & MASK_8);
    }

    function scheduledAt(InspectionWord w) internal pure returns (uint40) {
        return uint40(InspectionWord.unwrap(w) >> SCHEDULED_AT);
    }

    function office(InspectionWord w) internal pure returns (uint24) {
        return uint24(InspectionWord.unwrap(w) >> OFFICE);
    }

    function principal(InspectionWord w) internal pure returns (uint24) {
        return uint24(InspectionWord.unwrap(w) >> PRINCIPAL);
    }

    function agent(InspectionWord w) internal pure returns (uint24) {
        return uint24(InspectionWord.unwrap(w) >> AGENT);
    }

    /// @dev Who commissioned whom, attended or not; an earlier commission that was not accepted is gone.
    function withCommission(InspectionWord w, uint24 principal_, uint24 agent_, Attendance attendance_)
        internal
        pure
        returns (InspectionWord)
    {
        uint256 kept = InspectionWord.unwrap(w) & ~(MASK_8 << ATTENDANCE) & ((uint256(1) << PRINCIPAL) - 1);
        return InspectionWord.wrap(
            kept | (uint256(attendance_) << ATTENDANCE) | (uint256(principal_) << PRINCIPAL)
                | (uint256(agent_) << AGENT)
        );
    }

    function withScheduledAt(InspectionWord w, uint40 time) internal pure returns (InspectionWord) {
        return InspectionWord.wrap(
            (InspectionWord.unwrap(w) & ~(MASK_40 << SCHEDULED_AT)) | (uint256(time) << SCHEDULED_AT)
        );
    }

    /// @dev Another state, and the version that follows.
    function moved(InspectionWord w, InspectionState state_) internal pure returns (InspectionWord) {
        uint256 kept = InspectionWord.unwrap(w) & ~(MASK_8 | (MASK_32 << VERSION));
        return InspectionWord.wrap(kept | uint256(state_) | (uint256(Versions.next(w.version())) << VERSION));
    }
}
