// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice The states of an appointment to collect a container (提箱预约). Ended follows from the clock; it is never stored.
enum AppointmentState {
    None,
    Requested, // 已申请
    Confirmed, // 已确认
    Refused, // 已拒绝
    Cancelled, // 已取消
    Ended // the window has passed
}

/// @notice The state of one appointment, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             AppointmentState, as stored
///     32 | version           1 at the request, +1 at each action
///     40 | opensAt           begin of the window: seconds since 1970 UTC
///     40 | closesAt          end of the window, inclusive
///      8 | container         the container's place in the order
///     24 | collector         member that asked for it
///     24 | terminal          member that answers
///     80 | –                 free
type AppointmentWord is uint256;

using AppointmentWords for AppointmentWord global;

library AppointmentWords {
    uint256 private constant VERSION = 8;
    uint256 private constant OPENS_AT = 40;
    uint256 private constant CLOSES_AT = 80;
    uint256 private constant CONTAINER = 120;
    uint256 private constant COLLECTOR = 128;
    uint256 private constant TERMINAL = 152;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_32 = 0xffffffff;

    function create(uint40 opensAt_, uint40 closesAt_, uint8 container_, uint24 collector_, uint24 terminal_)
        internal
        pure
        returns (AppointmentWord)
    {
        return AppointmentWord.wrap(
            uint256(AppointmentState.Requested) | (uint256(1) << VERSION) | (uint256(opensAt_) << OPENS_AT)
                | (uint256(closesAt_) << CLOSES_AT) | (uint256(container_) << CONTAINER)
                | (uint256(collector_) << COLLECTOR) | (uint256(terminal_) << TERMINAL)
        );
    }

    /// @dev The state at a time: an appointment that stands ends with its window.
    function stateAt(AppointmentWord w, uint256 time) internal pure returns (AppointmentState) {
        AppointmentState stored = AppointmentState(AppointmentWord.unwrap(w) & MASK_8);
        bool stands = stored == AppointmentState.Requested || stored == AppointmentState.Confirmed;
        return stands && time > w.closesAt() ? AppointmentState.Ended : stored;
    }

    function version(AppointmentWord w) internal pure returns (uint32) {
        return uint32(AppointmentWord.unwrap(w) >> VERSION);
    }

    function opensAt(AppointmentWord w) internal pure returns (uint40) {
        return uint40(AppointmentWord.unwrap(w) >> OPENS_AT);
    }

    function closesAt(AppointmentWord w) internal pure returns (uint40) {
        return uint40(AppointmentWord.unwrap(w) >> CLOSES_AT);
    }

    function container(AppointmentWord w) internal pure returns (uint8) {
        return uint8(AppointmentWord.unwrap(w) >> CONTAINER);
    }

    function collector(AppointmentWord w) internal pure returns (uint24) {
        return uint24(AppointmentWord.unwrap(w) >> COLLECTOR);
    }

    function terminal(AppointmentWord w) internal pure returns (uint24) {
        return uint24(AppointmentWord.unwrap(w) >> TERMINAL);
    }

    /// @dev Another state, and the version that follows.
    function moved(AppointmentWord w, AppointmentState state_) internal pure returns (AppointmentWord) {
        uint256 kept = AppointmentWord.unwrap(w) & ~(MASK_8 | (MASK_32 << VERSION));
        return AppointmentWord.wrap(kept | uint256(state_) | (uint256(Versions.next(w.version())) << VERSION));
    }
}
