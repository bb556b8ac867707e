// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice The states of a release order (放货指令). Expired and Completed follow from the clock and
/// from the containers that are out; they are never stored.
enum ReleaseOrderState {
    None,
    Active,
    Revoked,
    Completed,
    Expired
}

/// @notice Who may hold cargo (扣留), each for its own reason.
enum HoldAuthority {
    Customs, // 海关
    Quarantine, // 检疫 / 查验
    Carrier, // 船公司: freight and charges
    Terminal, // 码头: storage, damage
    Court // 法院
}

/// @notice How the containers of an order leave. It changes no rule of the gate: every light must be green in each.
enum ReleaseFlow {
    Yard, // through the terminal's yard
    DirectPickup, // 船边直提: from the ship's side to the truck
    DirectLoading // 抵港直装: from the gate to the ship, without a stay in the yard
}

/// @notice The mutable state of one release order, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             Active or Revoked
///      8 | lastContainer     number of containers - 1; containers are 0 … lastContainer
///     32 | version           1 at issue, +1 at each change of terms (not at a gate-out)
///     40 | validUntil        seconds since 1970 UTC, inclusive
///      8 | orderHolds        bit per HoldAuthority that holds the whole order
///      8 | containerHolds    bit per HoldAuthority that holds single containers
///     24 | carrier           member that issued it
///     24 | terminal          member that confirms gate-out
///     24 | releaseTo         first with the right to collect
///     24 | firstDelegate     second with it
///     24 | secondDelegate    third and last with it
///     24 | invited           delegate that has not accepted yet
///      2 | flow              ReleaseFlow
///      1 | shared            1 while the bill has a container that it shares with others
///      5 | flags             reserved
type OrderWord is uint256;

using OrderWords for OrderWord global;

library OrderWords {
    uint256 private constant LAST_CONTAINER = 8;
    uint256 private constant VERSION = 16;
    uint256 private constant VALID_UNTIL = 48;
    uint256 private constant ORDER_HOLDS = 88;
    uint256 private constant CONTAINER_HOLDS = 96;
    uint256 private constant CARRIER = 104;
    uint256 private constant TERMINAL = 128;
    uint256 private constant RELEASE_TO = 152;
    uint256 private constant FIRST_DELEGATE = 176;
    uint256 private constant SECOND_DELEGATE = 200;
    uint256 private constant INVITED = 224;
    uint256 private constant FLOW = 248;
    uint256 private constant SHARED = 250;

    uint256 private constant MASK_2 = 3;
    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_24 = 0xffffff;
    uint256 private constant MASK_32 = 0xffffffff;
    uint256 private constant MASK_40 = 0xffffffffff;

    function create(
        uint24 carrier_,
        uint24 terminal_,
        uint24 releaseTo_,
        uint8 lastContainer_,
        uint40 validUntil_,
        ReleaseFlow flow_
    ) internal pure returns (OrderWord) {
        return OrderWord.wrap(
            uint256(ReleaseOrderState.Active) | (uint256(lastContainer_) << LAST_CONTAINER) | (uint256(1) << VERSION)
                | (uint256(validUntil_) << VALID_UNTIL) | (uint256(carrier_) << CARRIER)
                | (uint256(terminal_) << TERMINAL) | (uint256(releaseTo_) << RELEASE_TO)
                | (uint256(flow_) << FLOW)
        );
    }

    function stored(OrderWord w) internal pure returns (ReleaseOrderState) {
        return ReleaseOrderState(OrderWord.unwrap(w) & MASK_8);
    }

    function lastContainer(OrderWord w) internal pure returns (uint8) {
        return uint8(OrderWord.unwrap(w) >> LAST_CONTAINER);
    }

    /// @dev A bit for each container of the order.
    function allContainers(OrderWord w) internal pure returns (uint256) {
        return type(uint256).max >> (255 - w.lastContainer());
    }

    function version(OrderWord w) internal pure returns (uint32) {
        return uint32(OrderWord.unwrap(w) >> VERSION);
    }

    function validUntil(OrderWord w) internal pure returns (uint40) {
        return uint40(OrderWord.unwrap(w) >> VALID_UNTIL);
    }

    function orderHolds(OrderWord w) internal pure returns (uint8) {
        return uint8(OrderWord.unwrap(w) >> ORDER_HOLDS);
    }

    function containerHolds(OrderWord w) internal pure returns (uint8) {
        return uint8(OrderWord.unwrap(w) >> CONTAINER_HOLDS);
    }

    function carrier(OrderWord w) internal pure returns (uint24) {
        return uint24(OrderWord.unwrap(w) >> CARRIER);
    }

    function terminal(OrderWord w) internal pure returns (uint24) {
        return uint24(OrderWord.unwrap(w) >> TERMINAL);
    }

    function releaseTo(OrderWord w) internal pure returns (uint24) {
        return uint24(OrderWord.unwrap(w) >> RELEASE_TO);
    }

    function firstDelegate(OrderWord w) internal pure returns (uint24) {
        return uint24(OrderWord.unwrap(w) >> FIRST_DELEGATE);
    }

    function secondDelegate(OrderWord w) internal pure returns (uint24) {
        return uint24(OrderWord.unwrap(w) >> SECOND_DELEGATE);
    }

    function invited(OrderWord w) internal pure returns (uint24) {
        return uint24(OrderWord.unwrap(w) >> INVITED);
    }

    function flow(OrderWord w) internal pure returns (ReleaseFlow) {
        return ReleaseFlow((OrderWord.unwrap(w) >> FLOW) & MASK_2);
    }

    function isShared(OrderWord w) internal pure returns (bool) {
        return (OrderWord.unwrap(w) >> SHARED) & 1 != 0;
    }

    /// @dev Who has the right to collect now: the last delegate that accepted.
    function collector(OrderWord w) internal pure returns (uint24) {
        if (w.secondDelegate() != 0) return w.secondDelegate();
        return w.firstDelegate() != 0 ? w.firstDelegate() : w.releaseTo();
    }

    function withState(OrderWord w, ReleaseOrderState state_) internal pure returns (OrderWord) {
        return OrderWord.wrap((OrderWord.unwrap(w) & ~MASK_8) | uint256(state_));
    }

    function withOrderHolds(OrderWord w, uint8 holds) internal pure returns (OrderWord) {
        return OrderWord.wrap((OrderWord.unwrap(w) & ~(MASK_8 << ORDER_HOLDS)) | (uint256(holds) << ORDER_HOLDS));
    }

    function withContainerHolds(OrderWord w, uint8 holds) internal pure returns (OrderWord) {
        return OrderWord.wrap(
            (OrderWord.unwrap(w) & ~(MASK_8 << CONTAINER_HOLDS)) | (uint256(holds) << CONTAINER_HOLDS)
        );
    }

    function withInvited(OrderWord w, uint24 member) internal pure returns (OrderWord) {
        return _with(w, INVITED, member);
    }

    function withValidUntil(OrderWord w, uint40 validUntil_) internal pure returns (OrderWord) {
        return OrderWord.wrap((OrderWord.unwrap(w) & ~(MASK_40 << VALID_UNTIL)) | (uint256(validUntil_) << VALID_UNTIL));
    }

    function withShared(OrderWord w, bool shared) internal pure returns (OrderWord) {
        return OrderWord.wrap((OrderWord.unwrap(w) & ~(uint256(1) << SHARED)) | (shared ? uint256(1) << SHARED : 0));
    }

    /// @dev Takes the right, or the invitation, from a delegate and from everybody that has it through that delegate.
    function without(OrderWord w, uint24 delegate) internal pure returns (OrderWord) {
        if (delegate == w.firstDelegate()) w = _with(w, FIRST_DELEGATE, 0);
        return _with(_with(w, SECOND_DELEGATE, 0), INVITED, 0);
    }

    /// @dev The invited member becomes the collector.
    function withAcceptance(OrderWord w) internal pure returns (OrderWord) {
        uint256 seat = w.firstDelegate() == 0 ? FIRST_DELEGATE : SECOND_DELEGATE;
        return _with(_with(w, seat, w.invited()), INVITED, 0);
    }

    /// @dev Adds one to the version.
    function advanced(OrderWord w) internal pure returns (OrderWord) {
        uint256 next = Versions.next(w.version());
        return OrderWord.wrap((OrderWord.unwrap(w) & ~(MASK_32 << VERSION)) | (next << VERSION));
    }

    function _with(OrderWord w, uint256 offset, uint24 member) private pure returns (OrderWord) {
        return OrderWord.wrap((OrderWord.unwrap(w) & ~(MASK_24 << offset)) | (uint256(member) << offset));
    }
}
