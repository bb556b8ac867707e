// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../interfaces/IBillOfLading.sol";
import {IConsortium} from "../interfaces/IConsortium.sol";
import {BoxWord} from "../types/BoxWord.sol";
import {HoldAuthority, OrderWord, ReleaseOrderState} from "../types/OrderWord.sol";
import {SignedActions} from "./SignedActions.sol";

/// @title What both halves of the release order stand on: the storage, and what both look up in it
abstract contract OrderStorage is SignedActions {
    /// @dev One bill's part in a shared container.
    struct BoxSlot {
        bytes32 billId;
        uint8 container;
    }

    // Each half has all of it, used or not: that is what makes the layouts alike. Some the other half alone writes.
    // slither-disable-start unused-state,uninitialized-state
    /// @dev The authorities that are no party to the order.
    uint8 internal constant OFFICES = uint8(
        (1 << uint8(HoldAuthority.Customs)) | (1 << uint8(HoldAuthority.Quarantine)) | (1 << uint8(HoldAuthority.Court))
    );

    /// @notice Where the bills are.
    IBillOfLading public immutable BILLS;

    mapping(bytes32 orderId => OrderWord) internal _orders;
    mapping(bytes32 orderId => uint256 containers) internal _gatedOut;
    /// @dev The order that was issued last on a bill; if it is revoked, the next one carries over what left under it.
    mapping(bytes32 billId => bytes32 orderId) internal _lastOrders;
    /// @dev The member behind each authority's live hold: 24 bits an authority.
    mapping(bytes32 orderId => uint256 members) internal _holdSetters;
    mapping(bytes32 orderId => mapping(HoldAuthority => uint256 containers)) internal _containerHolds;
    /// @dev The bill of an order that has, or had, a shared container; of no other.
    mapping(bytes32 orderId => bytes32 billId) internal _billOf;
    mapping(bytes32 boxId => BoxWord) internal _boxes;
    mapping(bytes32 boxId => BoxSlot[]) internal _slots;
    mapping(bytes32 billId => uint256 containers) internal _shared;
    mapping(bytes32 billId => mapping(uint8 container => bytes32 boxId)) internal _boxOn;
    // slither-disable-end unused-state,uninitialized-state

    constructor(IConsortium consortium, IBillOfLading bills) SignedActions(consortium) {
        BILLS = bills;
    }

    /// @dev The order on a bill that is not revoked; 0 if there is none.
    function _liveOrderOf(bytes32 billId) internal view returns (bytes32 orderId, OrderWord order) {
        orderId = _lastOrders[billId];
        order = _orders[orderId];
        if (order.stored() != ReleaseOrderState.Active) return (0, OrderWord.wrap(0));
    }

    /// @dev The shared container that an order's container is part of; 0, for an everyday order at no cost, if it is none's.
    function _boxWith(bytes32 orderId, OrderWord order, uint8 container) internal view returns (bytes32) {
        return order.isShared() ? _boxOn[_billOf[orderId]][container] : bytes32(0);
    }
}
