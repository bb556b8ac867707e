// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {
    AcceptDelegation,
    ClearHold,
    CorrectGateOut,
    DeclineDelegation,
    DelegateCollection,
    ExtendReleaseOrder,
    GateOut,
    IssueReleaseOrder,
    RevokeReleaseOrder,
    SetHold,
    WithdrawDelegation
} from "../types/Actions.sol";
import {BillState} from "../types/BillWord.sol";
import {HoldAuthority, ReleaseFlow, ReleaseOrderState} from "../types/OrderWord.sol";

/// @title Paperless cargo release (无纸化放货)
/// @notice The carrier orders a terminal to release containers to the party that surrendered the bill. Authorities
/// hold and clear; the right to collect is passed on with acceptance; the terminal confirms each container that
/// leaves.
interface IReleaseOrder {
    /// @notice The state of a release order in full.
    /// @param state ReleaseOrderState at this moment.
    /// @param version The version that the next action must carry; a gate-out does not advance it.
    /// @param carrier The member that issued it.
    /// @param terminal The member that confirms gate-out.
    /// @param releaseTo The member that had the right to collect first.
    /// @param collector The member that has it now.
    /// @param invited The delegate that has not accepted yet, or 0.
    /// @param containers Number of containers.
    /// @param validUntil Seconds since 1970 UTC, inclusive.
    /// @param flow How the containers leave; a direct flow falls back to the yard with the first inspection.
    /// @param orderHolds A bit for each HoldAuthority that holds the whole order.
    /// @param heldContainers A bit for each container that any authority holds on its own.
    /// @param gatedOut A bit for each container that has left.
    /// @param shared A bit for each container that the bill shares with others (ISharedContainers).
    struct Order {
        ReleaseOrderState state;
        uint32 version;
        uint24 carrier;
        uint24 terminal;
        uint24 releaseTo;
        uint24 collector;
        uint24 invited;
        uint16 containers;
        uint40 validUntil;
        ReleaseFlow flow;
        uint8 orderHolds;
        uint256 heldContainers;
        uint256 gatedOut;
        uint256 shared;
    }

    /// @notice A release order was issued on a bill.
    /// @custom:counterparty releaseTo
    /// @custom:detail flow, a ReleaseFlow
    event ReleaseOrderIssued(
        bytes32 indexed orderId, Act act, bytes32 billId, uint24 terminal, uint16 containers, uint40 validUntil
    );
    /// @notice The containers of these bits left under the bill's revoked orders, the last of which is `formerOrderId`.
    event ContainersCarriedOver(bytes32 indexed orderId, Act act, bytes32 formerOrderId, uint256 containers);
    /// @notice An authority holds the order (`containers` is 0) or the containers of these bits.
    /// @custom:detail authority, a HoldAuthority
    event HoldSet(bytes32 indexed orderId, Act act, uint256 containers);
    /// @notice An authority cleared its hold of the order (`containers` is 0) or of the containers of these bits.
    /// @custom:detail authority, a HoldAuthority
    event HoldCleared(bytes32 indexed orderId, Act act, uint256 containers);
    /// @notice The right to collect was offered to `delegate`.
    /// @custom:counterparty delegate
    event CollectionRightDelegated(bytes32 indexed orderId, Act act);
    /// @notice The delegate accepted: the right to collect is its own now.
    event DelegationAccepted(bytes32 indexed orderId, Act act);
    /// @notice The invited delegate declined.
    event DelegationDeclined(bytes32 indexed orderId, Act act);
    /// @notice The right to collect, or its offer, was taken back from `delegate` and from all that had it through it.
    /// @custom:counterparty delegate
    event DelegationWithdrawn(bytes32 indexed orderId, Act act);
    /// @notice The order is valid until a later time.
    event ReleaseOrderExtended(bytes32 indexed orderId, Act act, uint40 validUntil);
    /// @notice A container left through the terminal's gate.
    /// @custom:counterparty collector
    /// @custom:detail container
    event ContainerGatedOut(bytes32 indexed orderId, Act act, bytes32 pickup);
    /// @notice A gate-out was recorded in error: the container is in.
    /// @param carrierWallet The (first) wallet that signed for the carrier.
    /// @custom:counterparty carrier
    /// @custom:detail container
    event GateOutCorrected(bytes32 indexed orderId, Act act, address carrierWallet);
    /// @notice A container that several bills share left, on all their orders.
    /// @custom:counterparty collector
    event SharedContainerLeft(bytes32 indexed boxId, Act act, bytes32 pickup);
    /// @notice A container that several bills share is in, on all their orders: its gate-out was recorded in error.
    /// @param carrierWallet The (first) wallet that signed for the carrier.
    /// @custom:counterparty carrier
    event SharedContainerReturned(bytes32 indexed boxId, Act act, address carrierWallet);
    /// @notice The carrier revoked the order.
    event ReleaseOrderRevoked(bytes32 indexed orderId, Act act);

    /// @notice The id is empty.
    error ReleaseOrderEmptyId();
    /// @notice An order of this id was issued before, or a shared container declared.
    error ReleaseOrderAlreadyIssued(bytes32 orderId);
    /// @notice There is no order of this id.
    error ReleaseOrderUnknown(bytes32 orderId);
    /// @notice The signer saw another version of the order than the current one.
    error ReleaseOrderStaleVersion(bytes32 orderId, uint32 seen, uint32 current);
    /// @notice The order's state does not allow this; `allowed` has a bit for each ReleaseOrderState that does.
    error ReleaseOrderUnexpectedState(bytes32 orderId, ReleaseOrderState current, uint256 allowed);
    /// @notice The bill is neither accomplished nor a sea waybill in circulation.
    error ReleaseOrderBillNotReleasable(bytes32 billId, BillState state);
    /// @notice A court froze the bill: nothing is released on it.
    error ReleaseOrderBillFrozen(bytes32 billId);
    /// @notice The bill has a live release order.
    error ReleaseOrderBillHasOrder(bytes32 billId, bytes32 orderId);
    /// @notice The order does not stand on this bill.
    error ReleaseOrderOfAnotherBill(bytes32 orderId, bytes32 billId);
    /// @notice The actor is not the carrier of the bill or the order.
    error ReleaseOrderNotCarrier(bytes32 orderId, uint24 actor, uint24 carrier);
    /// @notice The cargo is to be released to another party.
    /// @param entitled The party that the cargo is to be released to.
    error ReleaseOrderWrongReleaseTo(bytes32 orderId, uint24 releaseTo, uint24 entitled);
    /// @notice An order is for 1 to 256 containers.
    error ReleaseOrderContainerCount(uint16 containers);
    /// @notice Containers have left under the bill's revoked order, which has `former` of them: the new one numbers the same
    /// containers in the same way.
    error ReleaseOrderOtherContainers(bytes32 orderId, uint16 containers, uint16 former);
    /// @notice The bill shares the containers of these bits with others, and the order has no such numbers.
    error ReleaseOrderSharedContainerMissing(bytes32 orderId, uint256 containers);
    /// @notice The container is shared, and this one of its bills has no live order: it leaves when all have one.
    error ReleaseOrderSharedBillNotReleased(bytes32 orderId, uint8 container, bytes32 billId);
    /// @notice The end of validity is in the past.
    error ReleaseOrderValidityPassed(uint40 validUntil, uint256 time);
    /// @notice There is no such flow.
    error ReleaseOrderFlowUnknown(uint8 flow);
    /// @notice The new end of validity is not later than the present one.
    error ReleaseOrderNotExtended(bytes32 orderId, uint40 validUntil, uint40 current);
    /// @notice There is no such authority.
    error ReleaseOrderAuthorityUnknown(uint8 authority);
    /// @notice The actor is not this order's carrier or terminal, and so cannot hold as it.
    error ReleaseOrderNotAuthority(bytes32 orderId, uint24 actor, HoldAuthority authority);
    /// @notice This authority's hold was set by another member, which alone clears it.
    /// @param setter The member that set the hold.
    error ReleaseOrderHoldOfAnother(bytes32 orderId, HoldAuthority authority, uint24 setter);
    /// @notice This is held already; `containers` 0 is the whole order.
    error ReleaseOrderAlreadyHeld(bytes32 orderId, HoldAuthority authority, uint256 containers);
    /// @notice This is not held; `containers` 0 is the whole order.
    error ReleaseOrderNotHeld(bytes32 orderId, HoldAuthority authority, uint256 containers);
    /// @notice The containers of these bits are under an inspection of this authority, or failed one.
    error ReleaseOrderUnderInspection(bytes32 orderId, uint256 containers);
    /// @notice The order has no such container.
    error ReleaseOrderUnknownContainer(bytes32 orderId, uint256 containers);
    /// @notice The container cannot leave: `authorities` has a bit for each HoldAuthority that holds it or the order.
    error ReleaseOrderHeld(bytes32 orderId, uint8 container, uint8 authorities);
    /// @notice The containers of these bits have left already.
    error ReleaseOrderContainerAlreadyOut(bytes32 orderId, uint256 containers);
    /// @notice The container has not left.
    error ReleaseOrderContainerNotOut(bytes32 orderId, uint8 container);
    /// @notice The remark has to carry the commitment of the reason.
    error ReleaseOrderReasonMissing(bytes32 orderId);
    /// @notice The actor is not the order's terminal.
    error ReleaseOrderNotTerminal(bytes32 orderId, uint24 actor, uint24 terminal);
    /// @notice The actor or the collector named does not have the right to collect.
    error ReleaseOrderNotCollector(bytes32 orderId, uint24 member, uint24 collector);
    /// @notice The right was offered already; the delegate must answer first.
    error ReleaseOrderDelegationPending(bytes32 orderId, uint24 invited);
    /// @notice The right has been passed on as often as it can be (consignee, forwarder, haulier).
    error ReleaseOrderDelegationExhausted(bytes32 orderId);
    /// @notice The delegate has, or had, the right already.
    error ReleaseOrderDelegateUnchanged(bytes32 orderId, uint24 delegate);
    /// @notice No delegate is named.
    error ReleaseOrderDelegateMissing(bytes32 orderId);
    /// @notice The right was not offered to the actor.
    error ReleaseOrderNotInvited(bytes32 orderId, uint24 actor, uint24 invited);
    /// @notice The member neither has the right by delegation nor is invited to it.
    error ReleaseOrderNotDelegate(bytes32 orderId, uint24 delegate);
    /// @notice The actor did not delegate to this member, directly or through another delegate.
    error ReleaseOrderNotDelegator(bytes32 orderId, uint24 actor, uint24 delegate);
    /// @notice Customs, quarantine or the court holds: `authorities` has a bit for each HoldAuthority.
    error ReleaseOrderHeldByOffice(bytes32 orderId, uint8 authorities);

    /// @notice The carrier issues a release order.
    /// @dev Requirements: a new id, 1 to 256 containers, validity not passed, a flow, an accomplished bill or a sea waybill
    /// of this carrier without a live order, all the containers that the bill shares with others, the
    /// entitled party, the role CARRIER, the power RELEASE, an active terminal. Emits
    /// {ReleaseOrderIssued}, and {ContainersCarriedOver} if containers have left under the bill's revoked orders: then it has
    /// as many containers.
    function issue(IssueReleaseOrder calldata action, bytes calldata signatures) external;

    /// @notice An authority holds the order or containers that are still in.
    /// @dev Requirements: version, state Active or Expired, the authority's role or place, no hold of another member for
    /// the same authority, something that is not held, the power HOLD. Emits {HoldSet}.
    function setHold(SetHold calldata action, bytes calldata signatures) external;

    /// @notice The member that set a hold clears it.
    /// @dev Requirements: version, state Active or Expired, something that is held, the setter, no container under an inspection
    /// of this authority, the power HOLD. Emits {HoldCleared}.
    function clearHold(ClearHold calldata action, bytes calldata signatures) external;

    /// @notice The party with the right to collect offers it to a forwarder or haulier.
    /// @dev Requirements: version, state Active, the collector, nobody invited, a seat left, a delegate with the role
    /// CONSIGNEE, FORWARDER or HAULIER that never had the right, the power COLLECT. Emits {CollectionRightDelegated}.
    function delegateCollection(DelegateCollection calldata action, bytes calldata signatures) external;

    /// @notice The delegate accepts the right to collect.
    /// @dev Requirements: version, state Active, the invited member, the power COLLECT. Emits {DelegationAccepted}.
    function acceptDelegation(AcceptDelegation calldata action, bytes calldata signatures) external;

    /// @notice The invited delegate declines the right to collect; the right stays where it is.
    /// @dev Requirements: version, state Active or Expired, the invited member, the power COLLECT. Emits
    /// {DelegationDeclined}.
    function declineDelegation(DeclineDelegation calldata action, bytes calldata signatures) external;

    /// @notice Who delegated the right to collect takes it back, before or after acceptance, from the delegate named and
    /// from all that have it through that delegate. What has left stays out.
    /// @dev Requirements: version, state Active or Expired, a delegate or the invited member, an actor that stands before it
    /// in the chain of delegation, the power COLLECT. Emits {DelegationWithdrawn}.
    function withdrawDelegation(WithdrawDelegation calldata action, bytes calldata signatures) external;

    /// @notice The carrier extends the order's validity (展期).
    /// @dev Requirements: version, state Active or Expired, the order's carrier, an end that is later than the present one and
    /// not passed, the power RELEASE. Emits {ReleaseOrderExtended}.
    function extend(ExtendReleaseOrder calldata action, bytes calldata signatures) external;

    /// @notice The terminal confirms that a container left.
    /// @dev Requirements: version, state Active, the order's terminal, a container of the order that is in and that nobody
    /// holds, the current collector, the power GATE. Does not advance the version. Emits {ContainerGatedOut}. A container
    /// that several bills share leaves only if all this is so of the orders of each of them, and on all of them at once,
    /// with an event each; the error names the order that is not ready. {SharedContainerLeft} tells it of the container.
    function gateOut(GateOut calldata action, bytes calldata signatures) external;

    /// @notice The terminal and the carrier correct a gate-out that was recorded in error. It is never an edit: both events
    /// stay on record.
    /// @dev Requirements: version, state Active, Expired or Completed, the order's terminal and its carrier, a container that is
    /// out, a reason, the powers GATE (terminal) and RELEASE (carrier), the terminal's signature first. Emits
    /// {GateOutCorrected}. A container that several bills share is in again on all their orders at once, with an event each,
    /// which needs a live order of each of them. {SharedContainerReturned} tells it of the container.
    function correctGateOut(CorrectGateOut calldata action, bytes calldata signatures) external;

    /// @notice The carrier revokes the order for the containers that are still in (部分放货); another one may replace it. What has
    /// left is out in the new one, too, from its beginning: it numbers its containers as this one did.
    /// @dev Requirements: version, state Active or Expired, the order's carrier, its bill, no hold of
    /// customs, quarantine or the court (a new order must not shake it off), the power RELEASE. Emits
    /// {ReleaseOrderRevoked}.
    function revoke(RevokeReleaseOrder calldata action, bytes calldata signatures) external;

    /// @notice The state of an order; state None if there is none.
    function orderOf(bytes32 orderId) external view returns (Order memory);

    /// @notice The live order of a bill; 0 if there is none.
    function liveOrderOf(bytes32 billId) external view returns (bytes32);

    /// @notice The authorities that keep a container in: a bit for each HoldAuthority.
    function holdsOn(bytes32 orderId, uint8 container) external view returns (uint8);

    /// @notice An authority's hold: the member that set it (0 if there is none), and the containers held one by one.
    function holdOf(bytes32 orderId, HoldAuthority authority) external view returns (uint24 member, uint256 containers);

    /// @notice The packed word of an order, as OrderWord lays it out; 0 if there is none.
    function wordOf(bytes32 orderId) external view returns (uint256);
}
