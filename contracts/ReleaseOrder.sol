// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IInspections} from "./interfaces/IInspections.sol";
import {IReleaseOrder} from "./interfaces/IReleaseOrder.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {OrderRules} from "./libraries/OrderRules.sol";
import {SecondHalf} from "./libraries/SecondHalf.sol";
import {Act, Acts} from "./types/Act.sol";
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
import {HoldAuthority, OrderWord, OrderWords, ReleaseFlow, ReleaseOrderState} from "./types/OrderWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title ReleaseOrder
/// @notice Paperless cargo release (无纸化放货); see {IReleaseOrder}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event. What several bills share is
/// in {SharedContainers}.
contract ReleaseOrder is OrderRules, SecondHalf {
    /// @notice Where the inspections are.
    IInspections public immutable INSPECTIONS;

    constructor(IConsortium consortium, IBillOfLading bills, IInspections inspections, address sharedContainers)
        OrderRules(consortium, bills)
        SecondHalf(sharedContainers)
    {
        INSPECTIONS = inspections;
    }

    /// @inheritdoc IReleaseOrder
    function issue(IssueReleaseOrder calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        if (action.orderId == 0) revert ReleaseOrderEmptyId();
        _requireFreeId(action.orderId);
        if (action.containers == 0 || action.containers > MAX_CONTAINERS) {
            revert ReleaseOrderContainerCount(action.containers);
        }
        if (action.validUntil < block.timestamp) revert ReleaseOrderValidityPassed(action.validUntil, block.timestamp);
        if (action.flow > uint8(type(ReleaseFlow).max)) revert ReleaseOrderFlowUnknown(action.flow);
        uint256 carried = _requireReleasable(action);
        bool shares = _requireSharedNumbers(action);
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
        ).withShared(shares);
        if (shares) _billOf[action.orderId] = action.billId;
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
        _remark(action.orderId, 1, 10);
    }

    /// @inheritdoc IReleaseOrder
    function setHold(SetHold calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _remark(action.orderId, order.version(), 7);
    }

    /// @inheritdoc IReleaseOrder
    function clearHold(ClearHold calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _remark(action.orderId, order.version(), 7);
    }

    /// @inheritdoc IReleaseOrder
    function delegateCollection(DelegateCollection calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _remark(action.orderId, order.version(), 6);
    }

    /// @inheritdoc IReleaseOrder
    function acceptDelegation(AcceptDelegation calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _remark(action.orderId, order.version(), 5);
    }

    /// @inheritdoc IReleaseOrder
    function declineDelegation(DeclineDelegation calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _remark(action.orderId, order.version(), 5);
    }

    /// @inheritdoc IReleaseOrder
    function withdrawDelegation(WithdrawDelegation calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _remark(action.orderId, order.version(), 6);
    }

    /// @inheritdoc IReleaseOrder
    function extend(ExtendReleaseOrder calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _remark(action.orderId, order.version(), 6);
    }

    /// @inheritdoc IReleaseOrder
    function gateOut(GateOut calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        OrderWord order = _require(action.orderId, action.version, ACTIVE);
        _requireTerminal(action.orderId, order, action.actor);
        uint256 out = _requireLeaves(action.orderId, order, action.container, action.collector);
        bytes32 boxId = _boxWith(action.orderId, order, action.container);
        if (boxId != 0) _requireOthersLeave(boxId, action);
        address wallet = _authorize(
            GATE_OUT_TYPEHASH,
            8,
            Mandates.by(action.actor, Powers.GATE, Roles.TERMINAL).to(action.collector, 0),
            signatures
        );

        if (boxId != 0) return _leaveTogether(boxId, action, wallet);
        _leave(action.orderId, action.version, action.container, out, action, wallet);
    }

    /// @inheritdoc IReleaseOrder
    function correctGateOut(CorrectGateOut calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        OrderWord order = _require(action.orderId, action.version, ACTIVE | EXPIRED | COMPLETED);
        _requireTerminal(action.orderId, order, action.actor);
        _requireCarrier(action.orderId, order, action.carrier);
        if ((_gatedOut[action.orderId] >> action.container) & 1 == 0) {
            revert ReleaseOrderContainerNotOut(action.orderId, action.container);
        }
        if (action.remark == 0) revert ReleaseOrderReasonMissing(action.orderId);
        bytes32 boxId = _boxWith(action.orderId, order, action.container);
        if (boxId != 0) _requireOthersReleased(boxId, action.orderId, action.container);
        (address wallet, address carrierWallet) = _authorizeBoth(
            CORRECT_GATE_OUT_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.GATE, Roles.TERMINAL),
            Mandates.by(action.carrier, Powers.RELEASE, Roles.CARRIER),
            signatures
        );

        if (boxId != 0) return _returnTogether(boxId, action, wallet, carrierWallet);
        _return(action.orderId, order, action.container, action, wallet, carrierWallet);
    }

    /// @inheritdoc IReleaseOrder
    function revoke(RevokeReleaseOrder calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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

        // What the bill shares, the next order shares.
        order = order.withShared(false).withState(ReleaseOrderState.Revoked).advanced();
        _orders[action.orderId] = order;
        emit ReleaseOrderRevoked(action.orderId, Acts.by(action.actor, wallet, order.version()));
        _remark(action.orderId, order.version(), 6);
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
            gatedOut: _gatedOut[orderId],
            shared: order.isShared() ? _shared[_billOf[orderId]] : 0
        });
    }

    /// @inheritdoc IReleaseOrder
    function liveOrderOf(bytes32 billId) external view returns (bytes32) {
        // The order's word is not asked for.
        // slither-disable-next-line unused-return
        (bytes32 orderId,) = _liveOrderOf(billId);
        return orderId;
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

    /// @dev Marks one order's container out, beside those that are.
    function _leave(
        bytes32 orderId,
        uint32 version,
        uint8 container,
        uint256 out,
        GateOut calldata action,
        address wallet
    ) private {
        _gatedOut[orderId] = out | (1 << container);
        emit ContainerGatedOut(
            orderId, Acts.by(action.actor, wallet, version).to(action.collector).how(container), action.pickup
        );
        _remark(orderId, version, 8);
    }

    /// @dev A shared container leaves on the orders of all its bills at once.
    function _leaveTogether(bytes32 boxId, GateOut calldata action, address wallet) private {
        BoxSlot[] storage slots = _slots[boxId];
        for (uint256 i = 0; i < slots.length; ++i) {
            (bytes32 orderId, OrderWord order) = _liveOrderOf(slots[i].billId);
            _leave(orderId, order.version(), slots[i].container, _gatedOut[orderId], action, wallet);
        }
        Act act = Acts.by(action.actor, wallet, _boxes[boxId].version()).to(action.collector);
        emit SharedContainerLeft(boxId, act, action.pickup);
    }

    /// @dev Marks one order's container in again.
    function _return(
        bytes32 orderId,
        OrderWord order,
        uint8 container,
        CorrectGateOut calldata action,
        address wallet,
        address carrierWallet
    ) private {
        _gatedOut[orderId] &= ~(1 << container);
        order = order.advanced();
        _orders[orderId] = order;
        emit GateOutCorrected(
            orderId,
            Acts.by(action.actor, wallet, order.version()).to(action.carrier).how(container),
            carrierWallet
        );
        _remark(orderId, order.version(), 7);
    }

    /// @dev A shared container is in again on the orders of all its bills at once.
    function _returnTogether(bytes32 boxId, CorrectGateOut calldata action, address wallet, address carrierWallet)
        private
    {
        BoxSlot[] storage slots = _slots[boxId];
        for (uint256 i = 0; i < slots.length; ++i) {
            (bytes32 orderId, OrderWord order) = _liveOrderOf(slots[i].billId);
            _return(orderId, order, slots[i].container, action, wallet, carrierWallet);
        }
        Act act = Acts.by(action.actor, wallet, _boxes[boxId].version()).to(action.carrier);
        emit SharedContainerReturned(boxId, act, carrierWallet);
    }

    function _setSetter(bytes32 orderId, HoldAuthority authority, uint24 member) private {
        uint256 offset = uint256(authority) * MEMBER_BITS;
        _holdSetters[orderId] = (_holdSetters[orderId] & ~(MEMBER_MASK << offset)) | (uint256(member) << offset);
    }
}
