// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice The states of a shared container (拼箱). Out follows from its bills' release orders; it is never stored.
enum BoxState {
    None,
    Shared,
    Dissolved,
    Out
}

/// @notice The mutable state of one shared container, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             Shared or Dissolved
///     32 | version           1 at its declaration, +1 at each action
///     24 | carrier           member that declared it
type BoxWord is uint256;

using BoxWords for BoxWord global;

library BoxWords {
    uint256 private constant VERSION = 8;
    uint256 private constant CARRIER = 40;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_32 = 0xffffffff;

    function create(uint24 carrier_) internal pure returns (BoxWord) {
        return BoxWord.wrap(uint256(BoxState.Shared) | (uint256(1) << VERSION) | (uint256(carrier_) << CARRIER));
    }

    function stored(BoxWord w) internal pure returns (BoxState) {
        return BoxState(BoxWord.unwrap(w) & MASK_8);
    }

    function version(BoxWord w) internal pure returns (uint32) {
        return uint32(BoxWord.unwrap(w) >> VERSION);
    }

    function carrier(BoxWord w) internal pure returns (uint24) {
        return uint24(BoxWord.unwrap(w) >> CARRIER);
    }

    /// @dev Into the state, at the next version.
    function moved(BoxWord w, BoxState state_) internal pure returns (BoxWord) {
        uint256 kept = BoxWord.unwrap(w) & ~(MASK_8 | (MASK_32 << VERSION));
        return BoxWord.wrap(kept | uint256(state_) | (uint256(Versions.next(w.version())) << VERSION));
    }
}
