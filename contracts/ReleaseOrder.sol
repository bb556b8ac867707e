// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IInspections} from "./interfaces/IInspections.sol";
import {IReleaseOrder} from "./interfaces/IReleaseOrder.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {Acts} from "./types/Act.sol";
import {
    ACCEPT_DELEGATION_TYPEHASH,
    AcceptDelegation,
    CLEAR_HOLD_TYPEHASH,
    CORRECT_GATE_OUT_TYPEHASH,
    ClearHold,
    CorrectGateOut,
    DECLINE_DELEGATION_TYPEHASH,
    DELEGATE_COLLECTION_TYPEHASH,
    DeclineDelegation,
    DelegateCollection,
    EXTEND_RELEASE_ORDER_TYPEHASH,
    ExtendReleaseOrder,
    GATE_OUT_TYPEHASH,
    GateOut,
    ISSUE_RELEASE_ORDER_TYPEHASH,
    IssueReleaseOrder,
    REVOKE_RELEASE_ORDER_TYPEHASH,
    RevokeReleaseOrder,
    SET_HOLD_TYPEHASH,
    SetHold,
    WITHDRAW_DELEGATION_TYPEHASH,
    WithdrawDelegation
} from "./types/Actions.sol";
import {BillKind, BillState} from "./types/BillWord.sol";
import {HoldAuthority, OrderWord, OrderWords, ReleaseFlow, ReleaseOrderState} from "./types/OrderWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title ReleaseOrder
/// @notice Paperless cargo release (无纸化放货); see {IReleaseOrder}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
contract ReleaseOrder is IReleaseOrder, SignedActions {
    uint256 private constant MAX_CONTAINERS = 256;
    uint256 private constant ACTIVE = 1 << uint8(ReleaseOrderState.Active);
    uint256 private constant EXPIRED = 1 << uint8(ReleaseOrderState.Expired);
    uint256 private constant COMPLETED = 1 << uint8(ReleaseOrderState.Completed);
    uint256 private constant AUTHORITIES = uint256(type(HoldAuthority).max) + 1;
    /// @dev The authorities that are no party to the order.
    uint8 private constant OFFICES = uint8(
        (1 << uint8(HoldAuthority.Customs)) | (1 << uint8(HoldAuthority.Quarantine)) | (1 << uint8(HoldAuthority.Court))
    );
    uint256 private constant MEMBER_BITS = 24;
    uint256 private constant MEMBER_MASK = 0xffffff;

    /// @notice Where the bills are.
    IBillOfLading public immutable BILLS;
    /// @notice Where the inspections are.
    IInspections public immutable INSPECTIONS;

    mapping(bytes32 orderId => OrderWord) private _orders;
    mapping(bytes32 orderId => uint256 containers) private _gatedOut;
    /// @dev The order that was issued last on a bill; if it is revoked, the next one carries over what left under it.
    mapping(bytes32 billId => bytes32 orderId) private _lastOrders;
    /// @dev The member behind each authority's live hold: 24 bits an authority.
    mapping(bytes32 orderId => uint256 members) private _holdSetters;
    mapping(bytes32 orderId => mapping(HoldAuthority => uint256 containers)) private _containerHolds;

    constructor(IConsortium consortium, IBillOfLading bills, IInspections inspections) SignedActions(consortium) {
        BILLS = bills;
        INSPECTIONS = inspections;
    }

    /// @inheritdoc IReleaseOrder
    function issue(IssueReleaseOrder calldata action, bytes calldata signatures) external {
        if (action.orderId == 0) revert ReleaseOrderEmptyId();
        if (OrderWord.unwrap(_orders[action.orderId]) != 0) revert ReleaseOrderAlreadyIssued(action.orderId);
        if (action.containers == 0 || action.containers > MAX_CONTAINERS) {
            revert ReleaseOrderContainerCount(action.containers);
        }
        if (action.validUntil < block.timestamp) revert ReleaseOrderValidityPassed(action.validUntil, block.timestamp);
        if (action.flow > uint8(type(ReleaseFlow).max)) revert ReleaseOrderFlowUnknown(action.flow);
        uint256 carried = _requireReleasable(action);
        CONSORTIUM.requireMember(action.releaseTo, 0);
        address wallet = _authorize(
            ISSUE_RELEASE_ORDER_TYPEHASH,
            10,
            Mandates.by(action.actor, Powers.RELEASE, Roles.CARRIER).to(action.terminal, Roles.TERMINAL),
            signatures
        );

        _orders[action.orderId] = OrderWords.create(
            action.actor,
            action.terminal,
            action.releaseTo,
            uint8(action.containers - 1),
            action.validUntil,
            ReleaseFlow(action.flow)
        );
        bytes32 former = _lastOrders[action.billId];
        _lastOrders[action.billId] = action.orderId;
        emit ReleaseOrderIssued(
            action.orderId,
            Acts.by(action.actor, wallet, 1).to(action.releaseTo).how(uint16(ReleaseFlow(action.flow))),
            action.billId,
            action.terminal,
            action.containers,
            action.validUntil
        );
        if (carried != 0) {
            _gatedOut[action.orderId] = carried;
            emit ContainersCarriedOver(action.orderId, Acts.by(action.actor, wallet, 1), former, carried);
        }
        _remark(action.orderId, 1, action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function setHold(SetHold calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED);
        (HoldAuthority authority, uint32 roles) =
            _requireAuthority(action.orderId, order, action.actor, action.authority);
        _requireHoldable(action, order, authority);
        address wallet = _authorize(
            SET_HOLD_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.HOLD, roles),
            signatures
        );

        uint8 bit = uint8(1 << uint8(authority));
        if (action.containers == 0) {
            order = order.withOrderHolds(order.orderHolds() | bit);
        } else {
            _containerHolds[action.orderId][authority] |= action.containers;
            order = order.withContainerHolds(order.containerHolds() | bit);
        }
        _setSetter(action.orderId, authority, action.actor);
        order = order.advanced();
        _orders[action.orderId] = order;
        emit HoldSet(
            action.orderId, Acts.by(action.actor, wallet, order.version()).how(uint16(authority)), action.containers
        );
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function clearHold(ClearHold calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED);
        (HoldAuthority authority, uint32 roles) =
            _requireAuthority(action.orderId, order, action.actor, action.authority);
        uint8 bit = uint8(1 << uint8(authority));
        bool held = action.containers == 0
            ? order.orderHolds() & bit != 0
            : action.containers & ~_containerHolds[action.orderId][authority] == 0;
        if (!held) revert ReleaseOrderNotHeld(action.orderId, authority, action.containers);
        _requireSetter(action.orderId, authority, action.actor);
        uint256 inspected = INSPECTIONS.openOn(action.orderId, authority) & action.containers;
        if (inspected != 0) revert ReleaseOrderUnderInspection(action.orderId, inspected);
        address wallet = _authorize(
            CLEAR_HOLD_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.HOLD, roles),
            signatures
        );

        if (action.containers == 0) {
            order = order.withOrderHolds(order.orderHolds() & ~bit);
        } else {
            uint256 left = _containerHolds[action.orderId][authority] & ~action.containers;
            _containerHolds[action.orderId][authority] = left;
            if (left == 0) order = order.withContainerHolds(order.containerHolds() & ~bit);
        }
        if ((order.orderHolds() | order.containerHolds()) & bit == 0) _setSetter(action.orderId, authority, 0);
        order = order.advanced();
        _orders[action.orderId] = order;
        emit HoldCleared(
            action.orderId, Acts.by(action.actor, wallet, order.version()).how(uint16(authority)), action.containers
        );
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function delegateCollection(DelegateCollection calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE);
        _requireCollector(action.orderId, order, action.actor);
        if (action.delegate == 0) revert ReleaseOrderDelegateMissing(action.orderId);
        if (order.invited() != 0) revert ReleaseOrderDelegationPending(action.orderId, order.invited());
        if (order.secondDelegate() != 0) revert ReleaseOrderDelegationExhausted(action.orderId);
        if (action.delegate == order.releaseTo() || action.delegate == order.firstDelegate()) {
            revert ReleaseOrderDelegateUnchanged(action.orderId, action.delegate);
        }
        address wallet = _authorize(
            DELEGATE_COLLECTION_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.COLLECT, 0).to(action.delegate, Roles.CONSIGNEE | Roles.FORWARDER | Roles.HAULIER),
            signatures
        );

        order = order.withInvited(action.delegate).advanced();
        _orders[action.orderId] = order;
        emit CollectionRightDelegated(
            action.orderId, Acts.by(action.actor, wallet, order.version()).to(action.delegate)
        );
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function acceptDelegation(AcceptDelegation calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE);
        _requireInvited(action.orderId, order, action.actor);
        address wallet = _authorize(
            ACCEPT_DELEGATION_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.COLLECT, 0),
            signatures
        );

        order = order.withAcceptance().advanced();
        _orders[action.orderId] = order;
        emit DelegationAccepted(action.orderId, Acts.by(action.actor, wallet, order.version()));
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function declineDelegation(DeclineDelegation calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED);
        _requireInvited(action.orderId, order, action.actor);
        address wallet = _authorize(
            DECLINE_DELEGATION_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.COLLECT, 0),
            signatures
        );

        order = order.withInvited(0).advanced();
        _orders[action.orderId] = order;
        emit DelegationDeclined(action.orderId, Acts.by(action.actor, wallet, order.version()));
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function withdrawDelegation(WithdrawDelegation calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED);
        _requireDelegator(action.orderId, order, action.actor, action.delegate);
        address wallet = _authorize(
            WITHDRAW_DELEGATION_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.COLLECT, 0),
            signatures
        );

        order = order.without(action.delegate).advanced();
        _orders[action.orderId] = order;
        emit DelegationWithdrawn(action.orderId, Acts.by(action.actor, wallet, order.version()).to(action.delegate));
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function extend(ExtendReleaseOrder calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED);
        _requireCarrier(action.orderId, order, action.actor);
        if (action.validUntil <= order.validUntil()) {
            revert ReleaseOrderNotExtended(action.orderId, action.validUntil, order.validUntil());
        }
        if (action.validUntil < block.timestamp) revert ReleaseOrderValidityPassed(action.validUntil, block.timestamp);
        address wallet = _authorize(
            EXTEND_RELEASE_ORDER_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.RELEASE, Roles.CARRIER),
            signatures
        );

        order = order.withValidUntil(action.validUntil).advanced();
        _orders[action.orderId] = order;
        emit ReleaseOrderExtended(action.orderId, Acts.by(action.actor, wallet, order.version()), action.validUntil);
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function gateOut(GateOut calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE);
        _requireTerminal(action.orderId, order, action.actor);
        uint256 bit = 1 << action.container;
        if (bit & order.allContainers() == 0) revert ReleaseOrderUnknownContainer(action.orderId, bit);
        uint256 out = _gatedOut[action.orderId];
        if (out & bit != 0) revert ReleaseOrderContainerAlreadyOut(action.orderId, bit);
        _requireNoHold(action.orderId, order, action.container);
        _requireCollector(action.orderId, order, action.collector);
        address wallet = _authorize(
            GATE_OUT_TYPEHASH,
            8,
            Mandates.by(action.actor, Powers.GATE, Roles.TERMINAL).to(action.collector, 0),
            signatures
        );

        _gatedOut[action.orderId] = out | bit;
        emit ContainerGatedOut(
            action.orderId,
            Acts.by(action.actor, wallet, action.version).to(action.collector).how(action.container),
            action.pickup
        );
        _remark(action.orderId, action.version, action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function correctGateOut(CorrectGateOut calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED | COMPLETED);
        _requireTerminal(action.orderId, order, action.actor);
        _requireCarrier(action.orderId, order, action.carrier);
        uint256 bit = 1 << action.container;
        uint256 out = _gatedOut[action.orderId];
        if (out & bit == 0) revert ReleaseOrderContainerNotOut(action.orderId, action.container);
        if (action.remark == 0) revert ReleaseOrderReasonMissing(action.orderId);
        (address wallet, address carrierWallet) = _authorizeBoth(
            CORRECT_GATE_OUT_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.GATE, Roles.TERMINAL),
            Mandates.by(action.carrier, Powers.RELEASE, Roles.CARRIER),
            signatures
        );

        _gatedOut[action.orderId] = out & ~bit;
        order = order.advanced();
        _orders[action.orderId] = order;
        emit GateOutCorrected(
            action.orderId,
            Acts.by(action.actor, wallet, order.version()).to(action.carrier).how(action.container),
            carrierWallet
        );
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function revoke(RevokeReleaseOrder calldata action, bytes calldata signatures) external {
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED);
        _requireCarrier(action.orderId, order, action.actor);
        if (_lastOrders[action.billId] != action.orderId) {
            revert ReleaseOrderOfAnotherBill(action.orderId, action.billId);
        }
        uint8 offices = (order.orderHolds() | order.containerHolds()) & OFFICES;
        if (offices != 0) revert ReleaseOrderHeldByOffice(action.orderId, offices);
        address wallet = _authorize(
            REVOKE_RELEASE_ORDER_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.RELEASE, Roles.CARRIER),
            signatures
        );

        order = order.withState(ReleaseOrderState.Revoked).advanced();
        _orders[action.orderId] = order;
        emit ReleaseOrderRevoked(action.orderId, Acts.by(action.actor, wallet, order.version()));
        _remark(action.orderId, order.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IReleaseOrder
    function orderOf(bytes32 orderId) external view returns (Order memory) {
        OrderWord order = _orders[orderId];
        if (OrderWord.unwrap(order) == 0) {
            // An order of zeros says that there is none.
            // slither-disable-next-line uninitialized-local
            Order memory none;
            return none;
        }
        return Order({
            state: _stateOf(orderId, order),
            version: order.version(),
            carrier: order.carrier(),
            terminal: order.terminal(),
            releaseTo: order.releaseTo(),
            collector: order.collector(),
            invited: order.invited(),
            containers: uint16(order.lastContainer()) + 1,
            validUntil: order.validUntil(),
            flow: INSPECTIONS.countOf(orderId) == 0 ? order.flow() : ReleaseFlow.Yard,
            orderHolds: order.orderHolds(),
            heldContainers: _heldContainers(orderId),
            gatedOut: _gatedOut[orderId]
        });
    }

    /// @inheritdoc IReleaseOrder
    function liveOrderOf(bytes32 billId) external view returns (bytes32) {
        bytes32 last = _lastOrders[billId];
        return _orders[last].stored() == ReleaseOrderState.Revoked ? bytes32(0) : last;
    }

    /// @inheritdoc IReleaseOrder
    function holdsOn(bytes32 orderId, uint8 container) external view returns (uint8) {
        return _holdsOn(orderId, _orders[orderId], container);
    }

    /// @inheritdoc IReleaseOrder
    function holdOf(bytes32 orderId, HoldAuthority authority) external view returns (uint24 member, uint256 containers) {
        return (_setterOf(orderId, authority), _containerHolds[orderId][authority]);
    }

    /// @inheritdoc IReleaseOrder
    function wordOf(bytes32 orderId) external view returns (uint256) {
        return OrderWord.unwrap(_orders[orderId]);
    }

    function _setSetter(bytes32 orderId, HoldAuthority authority, uint24 member) private {
        uint256 offset = uint256(authority) * MEMBER_BITS;
        _holdSetters[orderId] = (_holdSetters[orderId] & ~(MEMBER_MASK << offset)) | (uint256(member) << offset);
    }

    function _require(bytes32 orderId, uint32 seen, uint256 allowed) private view returns (OrderWord order) {
        order = _orders[orderId];
        if (OrderWord.unwrap(order) == 0) revert ReleaseOrderUnknown(orderId);
        if (seen != order.version()) revert ReleaseOrderStaleVersion(orderId, seen, order.version());
        ReleaseOrderState state = _stateOf(orderId, order);
        if ((1 << uint8(state)) & allowed == 0) revert ReleaseOrderUnexpectedState(orderId, state, allowed);
    }

    /// @dev A sea waybill needs no surrender: its named consignee is entitled. Returns the containers that left under the
    /// bill's revoked orders: a new one numbers its containers as they did, so that none leaves twice.
    function _requireReleasable(IssueReleaseOrder calldata action) private view returns (uint256 carried) {
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

    function _requireHoldable(SetHold calldata action, OrderWord order, HoldAuthority authority) private view {
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

    function _requireSetter(bytes32 orderId, HoldAuthority authority, uint24 actor) private view {
        uint24 setter = _setterOf(orderId, authority);
        if (actor != setter) revert ReleaseOrderHoldOfAnother(orderId, authority, setter);
    }

    function _setterOf(bytes32 orderId, HoldAuthority authority) private view returns (uint24) {
        return uint24(_holdSetters[orderId] >> (uint256(authority) * MEMBER_BITS));
    }

    function _stateOf(bytes32 orderId, OrderWord order) private view returns (ReleaseOrderState) {
        if (order.stored() != ReleaseOrderState.Active) return order.stored();
        if (_gatedOut[orderId] == order.allContainers()) return ReleaseOrderState.Completed;
        return block.timestamp > order.validUntil() ? ReleaseOrderState.Expired : ReleaseOrderState.Active;
    }

    function _requireNoHold(bytes32 orderId, OrderWord order, uint8 container) private view {
        uint8 holds = _holdsOn(orderId, order, container);
        if (holds != 0) revert ReleaseOrderHeld(orderId, container, holds);
    }

    function _holdsOn(bytes32 orderId, OrderWord order, uint8 container) private view returns (uint8 holds) {
        holds = order.orderHolds();
        uint8 single = order.containerHolds();
        for (uint8 i = 0; single >> i != 0; ++i) {
            if ((single >> i) & 1 == 0) continue;
            if ((_containerHolds[orderId][HoldAuthority(i)] >> container) & 1 != 0) holds |= uint8(1 << i);
        }
    }

    function _heldContainers(bytes32 orderId) private view returns (uint256 containers) {
        for (uint256 i = 0; i < AUTHORITIES; ++i) {
            containers |= _containerHolds[orderId][HoldAuthority(i)];
        }
    }

    /// @dev Who may act as an authority: the order's own carrier and terminal, or any member with the office's role.
    function _requireAuthority(bytes32 orderId, OrderWord order, uint24 actor, uint8 authority_)
        private
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

    function _requireCarrier(bytes32 orderId, OrderWord order, uint24 actor) private pure {
        if (actor != order.carrier()) revert ReleaseOrderNotCarrier(orderId, actor, order.carrier());
    }

    function _requireTerminal(bytes32 orderId, OrderWord order, uint24 actor) private pure {
        if (actor != order.terminal()) revert ReleaseOrderNotTerminal(orderId, actor, order.terminal());
    }

    function _requireInvited(bytes32 orderId, OrderWord order, uint24 actor) private pure {
        if (order.invited() == 0 || actor != order.invited()) {
            revert ReleaseOrderNotInvited(orderId, actor, order.invited());
        }
    }

    /// @dev The actor stands before the delegate in the chain: first with the right, first delegate, second, invited.
    function _requireDelegator(bytes32 orderId, OrderWord order, uint24 actor, uint24 delegate) private pure {
        bool first = delegate == order.firstDelegate();
        if (delegate == 0 || (!first && delegate != order.secondDelegate() && delegate != order.invited())) {
            revert ReleaseOrderNotDelegate(orderId, delegate);
        }
        if (actor != order.releaseTo() && (first || actor != order.firstDelegate())) {
            revert ReleaseOrderNotDelegator(orderId, actor, delegate);
        }
    }

    function _requireCollector(bytes32 orderId, OrderWord order, uint24 member) private pure {
        if (member != order.collector()) revert ReleaseOrderNotCollector(orderId, member, order.collector());
    }
}
