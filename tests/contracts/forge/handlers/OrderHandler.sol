// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ACCEPT_DELEGATION_TYPEHASH,
    AcceptDelegation,
    CLEAR_HOLD_TYPEHASH,
    ClearHold,
    DELEGATE_COLLECTION_TYPEHASH,
    DelegateCollection,
    GATE_OUT_TYPEHASH,
    GateOut,
    ISSUE_RELEASE_ORDER_TYPEHASH,
    IssueReleaseOrder,
    REVOKE_RELEASE_ORDER_TYPEHASH,
    RevokeReleaseOrder,
    SET_HOLD_TYPEHASH,
    SetHold
} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState} from "../../../../contracts/types/BillWord.sol";
import {HoldAuthority, ReleaseFlow} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Registry} from "../ghosts/Registry.sol";
import {FORWARDER, HAULIER, SECOND_TERMINAL, TERMINAL} from "../utils/Cast.sol";
import {OrderBase} from "./OrderBase.sol";

/// @notice The release of cargo: orders, holds, the right to collect, gate-out, revocation.
contract OrderHandler is OrderBase {
    constructor(Registry registry, Bills bills, Orders orders) OrderBase(registry, bills, orders) {}

    function issue(uint256 seed) external drawn(seed) {
        (bytes32 billId, Bills.GhostBill memory bill) = _billToRelease();
        bool waybill = bill.kind == BillKind.SeaWaybill;
        IssueReleaseOrder memory action = IssueReleaseOrder({
            orderId: _newId(),
            actor: _or(bill.carrier),
            billId: billId,
            terminal: _or(_pick(TERMINAL, SECOND_TERMINAL)),
            releaseTo: _or(waybill ? bill.title : bill.releaseTo),
            containers: _containersFor(billId),
            validUntil: uint40(REGISTRY.clock() + _below(30 days) - (_lies() ? 30 days : 0)),
            flow: uint8(_below(_lies() ? 5 : 3)),
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(ISSUE_RELEASE_ORDER_TYPEHASH, action)), action.actor, Powers.RELEASE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.issue, (action, signatures)));

        _mustBeSigned(action.actor, Powers.RELEASE, Roles.CARRIER, "issue order");
        _must(action.actor == bill.carrier, "issue order: not by the bill's carrier");
        _must(
            bill.state == BillState.SurrenderedForDelivery || (waybill && bill.state == BillState.Issued),
            "issue order: on a bill that is not accomplished"
        );
        _must(bill.frozenBy == 0, "issue order: on a frozen bill");
        _must(action.releaseTo == (waybill ? bill.title : bill.releaseTo), "issue order: to another party");
        _must(REGISTRY.activeAs(action.terminal, Roles.TERMINAL), "issue order: to no terminal");
        _must(ORDERS.liveOn(billId) == 0, "issue order: a second live one on the bill");
        Orders.GhostOrder memory order;
        order.billId = billId;
        order.carrier = action.actor;
        order.terminal = action.terminal;
        order.releaseTo = action.releaseTo;
        order.containers = action.containers;
        order.validUntil = action.validUntil;
        order.flow = ReleaseFlow(action.flow);
        (bytes32 former, Orders.GhostOrder memory before) = ORDERS.lastOn(billId);
        order.out = before.out;
        _must(order.out == 0 || order.containers == before.containers, "issue order: of other containers");
        _must(former == 0 || before.revoked, "issue order: beside a live one");
        _must(ORDERS.sharedOf(billId) & ~ORDERS.all(order) == 0, "issue order: without what the bill shares");
        _settle(action.orderId, order, true);
    }

    function setHold(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_open);
        uint8 authority = uint8(_below(_lies() ? 7 : 5));
        uint256 containers = _chance(50) ? 0 : uint256(1) << _below(order.containers + 1);
        if (containers != 0 && _chance(30)) containers |= _random() & ORDERS.all(order);
        SetHold memory action = SetHold({
            orderId: id,
            version: _seen(order.version),
            actor: _or(_authority(order, authority)),
            authority: authority,
            containers: containers,
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(SET_HOLD_TYPEHASH, action)), action.actor, Powers.HOLD);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.setHold, (action, signatures)));

        _mustStand(order, action.version, true, "setHold");
        _mustBeAuthority(order, action.actor, authority, "setHold");
        _must(containers & ~ORDERS.all(order) == 0, "setHold: on containers that are not");
        _must(containers & order.out == 0, "setHold: on containers that are out");
        _must(order.setters[authority] == 0 || order.setters[authority] == action.actor, "setHold: over another's hold");
        order.setters[authority] = action.actor;
        if (containers == 0) order.orderHeld[authority] = true;
        else order.held[authority] |= containers;
        _settle(id, order, true);
    }

    function clearHold(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_heldAtAll);
        uint8 authority = _holding(order);
        uint256 containers = order.held[authority];
        if (order.orderHeld[authority] && (containers == 0 || _chance(60))) containers = 0;
        else if (_chance(40)) containers &= _random();
        ClearHold memory action = ClearHold({
            orderId: id,
            version: _seen(order.version),
            actor: _or(order.setters[authority]),
            authority: authority,
            containers: containers,
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(CLEAR_HOLD_TYPEHASH, action)), action.actor, Powers.HOLD);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.clearHold, (action, signatures)));

        _mustStand(order, action.version, true, "clearHold");
        _mustBeAuthority(order, action.actor, authority, "clearHold");
        _must(order.setters[authority] == action.actor, "clearHold: of another");
        bool office = authority <= uint8(HoldAuthority.Quarantine);
        _must(!office || order.inspected[authority] & containers == 0, "clearHold: under inspection");
        if (containers == 0) order.orderHeld[authority] = false;
        else order.held[authority] &= ~containers;
        if (!order.orderHeld[authority] && order.held[authority] == 0) order.setters[authority] = 0;
        _settle(id, order, true);
    }

    function delegateCollection(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_delegable);
        DelegateCollection memory action = DelegateCollection({
            orderId: id,
            version: _seen(order.version),
            actor: _or(_collector(order)),
            delegate: _or(order.collectors.length == 0 ? _pick(FORWARDER, HAULIER) : HAULIER),
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(DELEGATE_COLLECTION_TYPEHASH, action)), action.actor, Powers.COLLECT);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.delegateCollection, (action, signatures)));

        _mustStand(order, action.version, false, "delegateCollection");
        _mustBeSigned(action.actor, Powers.COLLECT, 0, "delegateCollection");
        _must(action.actor == _collector(order), "delegateCollection: not by the collector");
        _must(order.invited == 0, "delegateCollection: twice");
        _must(order.collectors.length < 2, "delegateCollection: too often");
        order.invited = action.delegate;
        _settle(id, order, true);
    }

    function acceptDelegation(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_invites);
        AcceptDelegation memory action = AcceptDelegation({
            orderId: id, version: _seen(order.version), actor: _or(order.invited), representedParty: 0, remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(ACCEPT_DELEGATION_TYPEHASH, action)), action.actor, Powers.COLLECT);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.acceptDelegation, (action, signatures)));

        _mustStand(order, action.version, false, "acceptDelegation");
        _mustBeSigned(action.actor, Powers.COLLECT, 0, "acceptDelegation");
        _must(order.invited != 0 && action.actor == order.invited, "acceptDelegation: not by the invited");
        order.collectors = _with(order.collectors, order.invited);
        order.invited = 0;
        _settle(id, order, true);
    }

    function gateOut(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_active);
        uint8 container = uint8(_lies() ? _below(256) : _below(uint256(order.containers) + 1));
        GateOut memory action = GateOut({
            orderId: id,
            version: _seen(order.version),
            actor: _or(order.terminal),
            container: container,
            collector: _or(_collector(order)),
            pickup: 0,
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(GATE_OUT_TYPEHASH, action)), action.actor, Powers.GATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.gateOut, (action, signatures)));

        _settleGateOut(action);
        _compareTogether(order.billId, container);
    }

    function revoke(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_open);
        RevokeReleaseOrder memory action = RevokeReleaseOrder({
            orderId: id,
            version: _seen(order.version),
            actor: _or(order.carrier),
            billId: _lies() ? _someBill() : order.billId,
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(REVOKE_RELEASE_ORDER_TYPEHASH, action)), action.actor, Powers.RELEASE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.revoke, (action, signatures)));

        _mustStand(order, action.version, true, "revoke");
        _mustBeSigned(action.actor, Powers.RELEASE, Roles.CARRIER, "revoke");
        _must(action.actor == order.carrier, "revoke: not by the carrier");
        _must(action.billId == order.billId, "revoke: on another bill");
        for (uint8 i = 0; i < AUTHORITIES; ++i) {
            bool office = i != uint8(HoldAuthority.Carrier) && i != uint8(HoldAuthority.Terminal);
            _must(!office || order.setters[i] == 0, "revoke: from under an office's hold");
        }
        order.revoked = true;
        _settle(id, order, true);
    }

    /// @dev As many as the bill's former order has, if any left under it; now and then any number.
    function _containersFor(bytes32 billId) private returns (uint16) {
        (, Orders.GhostOrder memory former) = ORDERS.lastOn(billId);
        if (_lies()) return uint16(_below(300));
        if (former.out != 0) return former.containers;
        return uint16(_chance(10) ? 256 : (ORDERS.sharedOf(billId) == 0 ? 1 : 2) + _below(3));
    }
}
