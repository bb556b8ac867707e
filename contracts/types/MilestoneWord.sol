// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SubjectKind} from "./Subject.sol";
import {Versions} from "./Versions.sol";

/// @notice The states of a batch of milestones.
enum MilestoneState {
    None,
    Anchored, // 已存证
    Corrected // 已更正: a later batch says what is right
}

/// @notice The mutable state of one batch of milestones, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             MilestoneState
///      8 | subjectKind       SubjectKind
///     32 | version           1 when anchored, 2 when corrected
///     24 | observer          member that observed and signed
///     32 | events            number of events; their places are 0 … events - 1
///     40 | earliestAt        seconds since 1970 UTC, of the earliest event
///     40 | latestAt          seconds since 1970 UTC, of the latest event
///     72 | –                 reserved
type MilestoneWord is uint256;

using MilestoneWords for MilestoneWord global;

library MilestoneWords {
    uint256 private constant SUBJECT_KIND = 8;
    uint256 private constant VERSION = 16;
    uint256 private constant OBSERVER = 48;
    uint256 private constant EVENTS = 72;
    uint256 private constant EARLIEST_AT = 104;
    uint256 private constant LATEST_AT = 144;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_32 = 0xffffffff;

    function create(SubjectKind subjectKind_, uint24 observer_, uint32 events_, uint40 earliestAt_, uint40 latestAt_)
        internal
        pure
        returns (MilestoneWord)
    {
        return MilestoneWord.wrap(
            uint256(MilestoneState.Anchored) | (uint256(subjectKind_) << SUBJECT_KIND) | (uint256(1) << VERSION)
                | (uint256(observer_) << OBSERVER) | (uint256(events_) << EVENTS)
                | (uint256(earliestAt_) << EARLIEST_AT) | (uint256(latestAt_) << LATEST_AT)
        );
    }

    function state(MilestoneWord w) internal pure returns (MilestoneState) {
        return MilestoneState(MilestoneWord.unwrap(w) & MASK_8);
    }

    function subjectKind(MilestoneWord w) internal pure returns (SubjectKind) {
        return SubjectKind((MilestoneWord.unwrap(w) >> SUBJECT_KIND) & MASK_8);
    }

    function version(MilestoneWord w) internal pure returns (uint32) {
        return uint32(MilestoneWord.unwrap(w) >> VERSION);
    }

    function observer(MilestoneWord w) internal pure returns (uint24) {
        return uint24(MilestoneWord.unwrap(w) >> OBSERVER);
    }

    function events(MilestoneWord w) internal pure returns (uint32) {
        return uint32(MilestoneWord.unwrap(w) >> EVENTS);
    }

    function earliestAt(MilestoneWord w) internal pure returns (uint40) {
        return uint40(MilestoneWord.unwrap(w) >> EARLIEST_AT);
    }

    function latestAt(MilestoneWord w) internal pure returns (uint40) {
        return uint40(MilestoneWord.unwrap(w) >> LATEST_AT);
    }

    function withState(MilestoneWord w, MilestoneState state_) internal pure returns (MilestoneWord) {
        return MilestoneWord.wrap((MilestoneWord.unwrap(w) & ~MASK_8) | uint256(state_));
    }

    function advanced(MilestoneWord w) internal pure returns (MilestoneWord) {
        uint256 next = Versions.next(w.version());
        return MilestoneWord.wrap((MilestoneWord.unwrap(w) & ~(MASK_32 << VERSION)) | (next << VERSION));
    }
}
