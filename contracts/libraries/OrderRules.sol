// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../interfaces/IBillOfLading.sol";
import {IConsortium} from "../interfaces/IConsortium.sol";
import {IReleaseOrder} from "../interfaces/IReleaseOrder.sol";
import {GateOut, IssueReleaseOrder, SetHold} from "../types/Actions.sol";
import {BillKind, BillState} from "../types/BillWord.sol";
import {BoxWord} from "../types/BoxWord.sol";
import {HoldAuthority, OrderWord, ReleaseOrderState} from "../types/OrderWord.sol";
import {Roles} from "../types/Roles.sol";
import {OrderStorage} from "./OrderStorage.sol";

/// @title What the actions on release orders require, and what they look up for it
/// @notice The refusals of {IReleaseOrder}; the actions themselves are in {ReleaseOrder}.
abstract contract OrderRules is IReleaseOrder, OrderStorage {
    uint256 internal constant MAX_CONTAINERS = 256;
    uint256 internal constant ACTIVE = 1 << uint8(ReleaseOrderState.Active);
    uint256 internal constant EXPIRED = 1 << uint8(ReleaseOrderState.Expired);
    uint256 internal constant COMPLETED = 1 << uint8(ReleaseOrderState.Completed);
    uint256 internal constant AUTHORITIES = uint256(type(HoldAuthority).max) + 1;
    uint256 internal constant MEMBER_BITS = 24;
    uint256 internal constant MEMBER_MASK = 0xffffff;

    constructor(IConsortium consortium, IBillOfLading bills) OrderStorage(consortium, bills) {}

    function _require(bytes32 orderId, uint32 seen, uint256 allowed) internal view returns (OrderWord order) {
        order = _orders[orderId];
        if (OrderWord.unwrap(order) == 0) revert ReleaseOrderUnknown(orderId);
        if (seen != order.version()) revert ReleaseOrderStaleVersion(orderId, seen, order.version());
        _requireState(orderId, order, allowed);
    }

    function _requireState(bytes32 orderId, OrderWord order, uint256 allowed) internal view {
        ReleaseOrderState state = _stateOf(orderId, order);
        if ((1 << uint8(state)) & allowed == 0) revert ReleaseOrderUnexpectedState(orderId, state, allowed);
    }

    /// @dev A sea waybill needs no surrender: its named consignee is entitled. Returns the containers that left under the
    /// bill's revoked orders: a new one numbers its containers as they did, so that none leaves twice.
    function _requireReleasable(IssueReleaseOrder calldata action) internal view returns (uint256 carried) {
        IBillOfLading.Bill memory bill = BILLS.billOf(action.billId);
        bool waybill = bill.kind == BillKind.SeaWaybill && bill.state == BillState.Issued;
        if (!waybill && bill.state != BillState.SurrenderedForDelivery) {
            revert ReleaseOrderBillNotReleasable(action.billId, bill.state);
        }
        if (bill.frozen) revert ReleaseOrderBillFrozen(action.billId);
        if (action.actor != bill.carrier) revert ReleaseOrderNotCarrier(action.orderId, action.actor, bill.carrier);
        uint24 entitled = waybill ? bill.titleHolder : bill.releaseTo;
        if (action.releaseTo != entitled) {
            revert ReleaseOrderWrongReleaseTo(action.orderId, action.releaseTo, entitled);
        }
        bytes32 last = _lastOrders[action.billId];
        if (last == 0) return 0;
        OrderWord former = _orders[last];
        if (former.stored() != ReleaseOrderState.Revoked) revert ReleaseOrderBillHasOrder(action.billId, last);
        carried = _gatedOut[last];
        uint16 count = uint16(former.lastContainer()) + 1;
        if (carried != 0 && action.containers != count) {
            revert ReleaseOrderOtherContainers(action.orderId, action.containers, count);
        }
    }

    /// @dev Orders and shared containers are records of one contract: an id is of one of them.
    function _requireFreeId(bytes32 orderId) internal view {
        if (OrderWord.unwrap(_orders[orderId]) | BoxWord.unwrap(_boxes[orderId]) != 0) {
            revert ReleaseOrderAlreadyIssued(orderId);
        }
    }

    /// @dev An order has the containers that its bill shares. Returns whether there is one.
    function _requireSharedNumbers(IssueReleaseOrder calldata action) internal view returns (bool shares) {
        uint256 shared = _shared[action.billId];
        uint256 missing = shared & ~(type(uint256).max >> (MAX_CONTAINERS - action.containers));
        if (missing != 0) revert ReleaseOrderSharedContainerMissing(action.orderId, missing);
        return shared != 0;
    }

    /// @dev The container is one of the order's, is in, nobody holds it, and the collector has the right to it. Returns what
    /// is out.
    function _requireLeaves(bytes32 orderId, OrderWord order, uint8 container, uint24 collector)
        internal
        view
        returns (uint256 out)
    {
        uint256 bit = 1 << container;
        if (bit & order.allContainers() == 0) revert ReleaseOrderUnknownContainer(orderId, bit);
        out = _gatedOut[orderId];
        if (out & bit != 0) revert ReleaseOrderContainerAlreadyOut(orderId, bit);
        _requireNoHold(orderId, order, container);
        _requireCollector(orderId, order, collector);
    }

    /// @dev The shared container could leave on each of its bills' orders alone: the error names the order that it cannot on.
    function _requireOthersLeave(bytes32 boxId, GateOut calldata action) internal view {
        _requireOthersReleased(boxId, action.orderId, action.container);
        BoxSlot[] storage slots = _slots[boxId];
        for (uint256 i = 0; i < slots.length; ++i) {
            (bytes32 orderId, OrderWord order) = _liveOrderOf(slots[i].billId);
            if (orderId == action.orderId) continue;
            _requireState(orderId, order, ACTIVE);
            _requireTerminal(orderId, order, action.actor);
            // What is out is read again when it is marked.
            // slither-disable-next-line unused-return
            _requireLeaves(orderId, order, slots[i].container, action.collector);
        }
    }

    /// @dev Each bill of the shared container has a live order.
    function _requireOthersReleased(bytes32 boxId, bytes32 orderId, uint8 container) internal view {
        BoxSlot[] storage slots = _slots[boxId];
        for (uint256 i = 0; i < slots.length; ++i) {
            bytes32 billId = slots[i].billId;
            // The order's word is not asked for.
            // slither-disable-next-line unused-return
            (bytes32 other,) = _liveOrderOf(billId);
            if (other == 0) revert ReleaseOrderSharedBillNotReleased(orderId, container, billId);
        }
    }

    function _requireHoldable(SetHold calldata action, OrderWord order, HoldAuthority authority) internal view {
        uint256 containers = action.containers;
        if (containers & ~order.allContainers() != 0) revert ReleaseOrderUnknownContainer(action.orderId, containers);
        uint256 out = _gatedOut[action.orderId] & containers;
        if (out != 0) revert ReleaseOrderContainerAlreadyOut(action.orderId, out);
        bool held = containers == 0
            ? order.orderHolds() & (1 << uint8(authority)) != 0
            : containers & ~_containerHolds[action.orderId][authority] == 0;
        if (held) revert ReleaseOrderAlreadyHeld(action.orderId, authority, containers);
        if (_setterOf(action.orderId, authority) != 0) {
            _requireSetter(action.orderId, authority, action.actor);
        }
    }

    function _requireSetter(bytes32 orderId, HoldAuthority authority, uint24 actor) internal view {
        uint24 setter = _setterOf(orderId, authority);
        if (actor != setter) revert ReleaseOrderHoldOfAnother(orderId, authority, setter);
    }

    function _setterOf(bytes32 orderId, HoldAuthority authority) internal view returns (uint24) {
        return uint24(_holdSetters[orderId] >> (uint256(authority) * MEMBER_BITS));
    }

    function _stateOf(bytes32 orderId, OrderWord order) internal view returns (ReleaseOrderState) {
        if (order.stored() != ReleaseOrderState.Active) return order.stored();
        if (_gatedOut[orderId] == order.allContainers()) return ReleaseOrderState.Completed;
        return block.timestamp > order.validUntil() ? ReleaseOrderState.Expired : ReleaseOrderState.Active;
    }

    function _requireNoHold(bytes32 orderId, OrderWord order, uint8 container) internal view {
        uint8 holds = _holdsOn(orderId, order, container);
        if (holds != 0) revert ReleaseOrderHeld(orderId, container, holds);
    }

    function _holdsOn(bytes32 orderId, OrderWord order, uint8 container) internal view returns (uint8 holds) {
        holds = order.orderHolds();
        uint8 single = order.containerHolds();
        for (uint8 i = 0; single >> i != 0; ++i) {
            if ((single >> i) & 1 == 0) continue;
            if ((_containerHolds[orderId][HoldAuthority(i)] >> container) & 1 != 0) holds |= uint8(1 << i);
        }
    }

    function _heldContainers(bytes32 orderId) internal view returns (uint256 containers) {
        for (uint256 i = 0; i < AUTHORITIES; ++i) {
            containers |= _containerHolds[orderId][HoldAuthority(i)];
        }
    }

    /// @dev Who may act as an authority: the order's own carrier and terminal, or any member with the office's role.
    function _requireAuthority(bytes32 orderId, OrderWord order, uint24 actor, uint8 authority_)
        internal
        pure
        returns (HoldAuthority authority, uint32 roles)
    {
        if (authority_ >= AUTHORITIES) revert ReleaseOrderAuthorityUnknown(authority_);
        authority = HoldAuthority(authority_);
        if (authority == HoldAuthority.Customs) return (authority, Roles.CUSTOMS);
        if (authority == HoldAuthority.Quarantine) return (authority, Roles.CUSTOMS | Roles.INSPECTION_BODY);
        if (authority == HoldAuthority.Court) return (authority, Roles.COURT);
        uint24 party = authority == HoldAuthority.Carrier ? order.carrier() : order.terminal();
        if (actor != party) revert ReleaseOrderNotAuthority(orderId, actor, authority);
        return (authority, 0);
    }

    function _requireCarrier(bytes32 orderId, OrderWord order, uint24 actor) internal pure {
        if (actor != order.carrier()) revert ReleaseOrderNotCarrier(orderId, actor, order.carrier());
    }

    function _requireTerminal(bytes32 orderId, OrderWord order, uint24 actor) internal pure {
        if (actor != order.terminal()) revert ReleaseOrderNotTerminal(orderId, actor, order.terminal());
    }

    function _requireInvited(bytes32 orderId, OrderWord order, uint24 actor) internal pure {
        if (order.invited() == 0 || actor != order.invited()) {
            revert ReleaseOrderNotInvited(orderId, actor, order.invited());
        }
    }

    /// @dev The actor stands before the delegate in the chain: first with the right, first delegate, second, invited.
    function _requireDelegator(bytes32 orderId, OrderWord order, uint24 actor, uint24 delegate) internal pure {
        bool first = delegate == order.firstDelegate();
        if (delegate == 0 || (!first && delegate != order.secondDelegate() && delegate != order.invited())) {
            revert ReleaseOrderNotDelegate(orderId, delegate);
        }
        if (actor != order.releaseTo() && (first || actor != order.firstDelegate())) {
            revert ReleaseOrderNotDelegator(orderId, actor, delegate);
        }
    }

    function _requireCollector(bytes32 orderId, OrderWord order, uint24 member) internal pure {
        if (member != order.collector()) revert ReleaseOrderNotCollector(orderId, member, order.collector());
    }
}
