// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {GateOut} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState} from "../../../../contracts/types/BillWord.sol";
import {HoldAuthority, ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Boxes} from "../ghosts/Boxes.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Registry} from "../ghosts/Registry.sol";
import {COURT, CUSTOMS, SECOND_CUSTOMS} from "../utils/Cast.sol";
import {Handler} from "./Handler.sol";

/// @notice What the handlers of release orders share.
abstract contract OrderBase is Handler {
    uint256 internal constant AUTHORITIES = 5;

    Bills internal immutable BILLS;
    Orders internal immutable ORDERS;
    IReleaseOrder internal immutable CONTRACT;
    uint256 private _serial;

    constructor(Registry registry, Bills bills, Orders orders) Handler(registry) {
        BILLS = bills;
        ORDERS = orders;
        CONTRACT = _contracts().orders;
    }

    function _newId() internal returns (bytes32) {
        return keccak256(abi.encode(address(this), "order", ++_serial));
    }

    function _someBill() internal returns (bytes32) {
        uint256 count = BILLS.count();
        return count == 0 ? bytes32(uint256(1)) : BILLS.idAt(_below(count));
    }

    /// @dev A bill whose cargo can be released and is not yet; now and then any.
    function _billToRelease() internal returns (bytes32 id, Bills.GhostBill memory bill) {
        uint256 count = BILLS.count();
        id = _someBill();
        if (!_lies()) {
            uint256 start = count == 0 ? 0 : _below(count);
            for (uint256 i = 0; i < count; ++i) {
                bytes32 other = BILLS.idAt((start + i) % count);
                bill = BILLS.get(other);
                bool waybill = bill.kind == BillKind.SeaWaybill && bill.state == BillState.Issued;
                if (!waybill && bill.state != BillState.SurrenderedForDelivery) continue;
                if (bill.frozenBy != 0 || ORDERS.liveOn(other) != 0) continue;
                id = other;
                break;
            }
        }
        bill = BILLS.get(id);
    }

    /// @dev An order that fits, or now and then any.
    function _orderThat(function(Orders.GhostOrder memory) internal view returns (bool) fits)
        internal
        returns (bytes32 id, Orders.GhostOrder memory order)
    {
        uint256 count = ORDERS.count();
        if (count == 0) return (bytes32(uint256(1)), order);
        uint256 start = _below(count);
        id = ORDERS.idAt(start);
        bool any = _lies();
        for (uint256 i = 0; i < count && !any; ++i) {
            bytes32 other = ORDERS.idAt((start + i) % count);
            if (!fits(ORDERS.get(other))) continue;
            id = other;
            break;
        }
        order = ORDERS.get(id);
    }

    function _active(Orders.GhostOrder memory order) internal view returns (bool) {
        return ORDERS.stateOf(order, REGISTRY.clock()) == ReleaseOrderState.Active;
    }

    function _open(Orders.GhostOrder memory order) internal view returns (bool) {
        return _active(order) || ORDERS.stateOf(order, REGISTRY.clock()) == ReleaseOrderState.Expired;
    }

    function _heldAtAll(Orders.GhostOrder memory order) internal view returns (bool) {
        for (uint256 i = 0; i < AUTHORITIES; ++i) {
            if (order.setters[i] != 0) return _open(order);
        }
        return false;
    }

    function _delegable(Orders.GhostOrder memory order) internal view returns (bool) {
        return _active(order) && order.invited == 0 && order.collectors.length < 2;
    }

    function _invites(Orders.GhostOrder memory order) internal view returns (bool) {
        return _active(order) && order.invited != 0;
    }

    function _delegated(Orders.GhostOrder memory order) internal view returns (bool) {
        return _open(order) && (order.invited != 0 || order.collectors.length != 0);
    }

    function _begun(Orders.GhostOrder memory order) internal pure returns (bool) {
        return order.out != 0;
    }

    /// @dev An authority that holds something; any, if none does.
    function _holding(Orders.GhostOrder memory order) internal returns (uint8) {
        uint256 start = _below(AUTHORITIES);
        for (uint256 i = 0; i < AUTHORITIES; ++i) {
            if (order.setters[(start + i) % AUTHORITIES] != 0) return uint8((start + i) % AUTHORITIES);
        }
        return uint8(start);
    }

    function _authority(Orders.GhostOrder memory order, uint8 authority) internal returns (uint24) {
        if (authority < AUTHORITIES && order.setters[authority] != 0) return order.setters[authority];
        if (authority == uint8(HoldAuthority.Carrier)) return order.carrier;
        if (authority == uint8(HoldAuthority.Terminal)) return order.terminal;
        return authority == uint8(HoldAuthority.Court) ? COURT : _pick(CUSTOMS, SECOND_CUSTOMS);
    }

    function _collector(Orders.GhostOrder memory order) internal pure returns (uint24) {
        uint256 last = order.collectors.length;
        return last == 0 ? order.releaseTo : order.collectors[last - 1];
    }

    function _with(uint24[] memory members, uint24 next) internal pure returns (uint24[] memory more) {
        more = new uint24[](members.length + 1);
        for (uint256 i = 0; i < members.length; ++i) {
            more[i] = members[i];
        }
        more[members.length] = next;
    }

    function _signedOrder(bytes32 structHash, uint24 actor, uint32 power) internal returns (bytes memory) {
        return _signed(address(CONTRACT), structHash, actor, power);
    }

    /// @dev That an order may change at all: it is active, or expired where that will do, and the signer saw it as it is.
    function _mustStand(Orders.GhostOrder memory order, uint32 seen, bool expiredToo, string memory action) internal {
        _must(order.version != 0 && order.version == seen, string.concat(action, ": at another version"));
        _must(expiredToo ? _open(order) : _active(order), string.concat(action, ": expired, revoked or completed"));
    }

    function _mustBeAuthority(Orders.GhostOrder memory order, uint24 actor, uint8 authority, string memory action)
        internal
    {
        uint32 roles = 0;
        if (authority == uint8(HoldAuthority.Customs)) roles = Roles.CUSTOMS;
        else if (authority == uint8(HoldAuthority.Quarantine)) roles = Roles.CUSTOMS | Roles.INSPECTION_BODY;
        else if (authority == uint8(HoldAuthority.Court)) roles = Roles.COURT;
        else if (authority == uint8(HoldAuthority.Carrier)) _must(actor == order.carrier, "hold: as another's carrier");
        else _must(actor == order.terminal, "hold: as another's terminal");
        _mustBeSigned(actor, Powers.HOLD, roles, action);
    }

    /// @dev An accepted gate-out; compared by the caller, who may have had more done at once.
    function _settleGateOut(GateOut memory action) internal {
        Orders.GhostOrder memory order = ORDERS.get(action.orderId);
        _mustStand(order, action.version, false, "gateOut");
        _mustBeSigned(action.actor, Powers.GATE, Roles.TERMINAL, "gateOut");
        _must(REGISTRY.active(action.collector), "gateOut: to nobody");
        Boxes.GhostSlot[] memory slots = _together(order.billId, action.container);
        for (uint256 i = 0; i < slots.length; ++i) {
            _leave(action, slots[i]);
        }
    }

    /// @dev A shared container leaves only if it could leave on the order of each of its bills.
    function _leave(GateOut memory action, Boxes.GhostSlot memory slot) private {
        (bytes32 id, Orders.GhostOrder memory order) = ORDERS.lastOn(slot.billId);
        _must(_active(order), "gateOut: of a bill without an active order");
        _must(action.actor == order.terminal, "gateOut: not by the terminal");
        _must(slot.container < order.containers, "gateOut: of a container that is not");
        _must((order.out >> slot.container) & 1 == 0, "gateOut: a container twice");
        _must(!ORDERS.isHeld(order, slot.container), "gateOut: a held container");
        uint256 inspected = order.inspected[0] | order.inspected[1];
        _must((inspected >> slot.container) & 1 == 0, "gateOut: a container under inspection");
        _must(action.collector == _collector(order), "gateOut: to another than the collector");
        order.out |= uint256(1) << slot.container;
        // A gate-out leaves the version, so that forty gates work one order at once.
        _put(id, order, false);
    }

    /// @dev A bill's container, and those that are one with it.
    function _together(bytes32 billId, uint8 container) internal view returns (Boxes.GhostSlot[] memory slots) {
        bytes32 boxId = ORDERS.boxOn(billId, container);
        if (boxId != 0) return ORDERS.box(boxId).slots;
        slots = new Boxes.GhostSlot[](1);
        slots[0] = Boxes.GhostSlot(billId, container);
    }

    /// @dev The contract says what the law says of all the orders on which a container left or came back.
    function _compareTogether(bytes32 billId, uint8 container) internal {
        Boxes.GhostSlot[] memory slots = _together(billId, container);
        for (uint256 i = 0; i < slots.length; ++i) {
            (bytes32 id,) = ORDERS.lastOn(slots[i].billId);
            _compare(id);
        }
    }

    /// @dev The version goes up by one where the terms changed, and the contract says what the law says.
    function _settle(bytes32 id, Orders.GhostOrder memory order, bool advances) internal {
        _put(id, order, advances);
        _compare(id);
    }

    function _put(bytes32 id, Orders.GhostOrder memory order, bool advances) internal {
        if (advances) ++order.version;
        ORDERS.put(id, order);
    }

    function _compare(bytes32 id) internal {
        string memory what = ORDERS.difference(CONTRACT, id, REGISTRY.clock());
        _must(bytes(what).length == 0, string.concat("an order differs from the law: ", what));
    }
}
