// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAppointments} from "./interfaces/IAppointments.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IReleaseOrder} from "./interfaces/IReleaseOrder.sol";
import {ISharedContainers} from "./interfaces/ISharedContainers.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {Acts} from "./types/Act.sol";
import {
    CANCEL_APPOINTMENT_TYPEHASH,
    CONFIRM_APPOINTMENT_TYPEHASH,
    CancelAppointment,
    ConfirmAppointment,
    REFUSE_APPOINTMENT_TYPEHASH,
    REQUEST_APPOINTMENT_TYPEHASH,
    RefuseAppointment,
    RequestAppointment
} from "./types/Actions.sol";
import {AppointmentState, AppointmentWord, AppointmentWords} from "./types/AppointmentWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {ReleaseOrderState} from "./types/OrderWord.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title Appointments
/// @notice Appointments to collect containers (提箱预约); see {IAppointments}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
contract Appointments is IAppointments, SignedActions {
    uint256 private constant REQUESTED = 1 << uint8(AppointmentState.Requested);
    uint256 private constant CONFIRMED = 1 << uint8(AppointmentState.Confirmed);

    /// @notice Where the release orders are.
    IReleaseOrder public immutable ORDERS;

    mapping(bytes32 appointmentId => AppointmentWord) private _appointments;
    mapping(bytes32 appointmentId => bytes32 orderId) private _orders;
    /// @dev The appointment that a collector made last for a container: the right to collect may leave it and come back.
    mapping(bytes32 orderId => mapping(uint8 container => mapping(uint24 collector => bytes32 appointmentId))) private
        _latest;

    constructor(IConsortium consortium, IReleaseOrder orders) SignedActions(consortium) {
        ORDERS = orders;
    }

    /// @inheritdoc IAppointments
    function request(RequestAppointment calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        if (action.appointmentId == 0) revert AppointmentEmptyId();
        if (AppointmentWord.unwrap(_appointments[action.appointmentId]) != 0) {
            revert AppointmentAlreadyRequested(action.appointmentId);
        }
        if (action.closesAt < action.opensAt) revert AppointmentWindow(action.opensAt, action.closesAt);
        if (action.closesAt < block.timestamp) revert AppointmentWindowPassed(action.closesAt, block.timestamp);
        if (action.pickup == 0) revert AppointmentPickupMissing();
        (uint24 terminal, ISharedContainers.Slot[] memory slots) =
            _requireCollectable(action.orderId, action.container, action.actor, action.closesAt);
        _requireFree(action.orderId, action.container, action.actor, slots);
        address wallet = _authorize(
            REQUEST_APPOINTMENT_TYPEHASH,
            9,
            Mandates.by(action.actor, Powers.COLLECT, 0).to(terminal, Roles.TERMINAL),
            signatures
        );

        _appointments[action.appointmentId] =
            AppointmentWords.create(action.opensAt, action.closesAt, action.container, action.actor, terminal);
        _orders[action.appointmentId] = action.orderId;
        _latest[action.orderId][action.container][action.actor] = action.appointmentId;
        emit AppointmentRequested(
            action.appointmentId,
            Acts.by(action.actor, wallet, 1).to(terminal).how(action.container),
            action.orderId,
            action.opensAt,
            action.closesAt,
            action.pickup
        );
        _remark(action.appointmentId, 1, 9);
    }

    /// @inheritdoc IAppointments
    function confirm(ConfirmAppointment calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        AppointmentWord appointment = _require(action.appointmentId, action.version, REQUESTED);
        _requireTerminal(action.appointmentId, appointment, action.actor);
        // The terminal of an order never changes.
        // slither-disable-next-line unused-return
        _requireCollectable(
            _orders[action.appointmentId], appointment.container(), appointment.collector(), appointment.closesAt()
        );
        address wallet = _authorize(
            CONFIRM_APPOINTMENT_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.GATE, Roles.TERMINAL).to(appointment.collector(), 0),
            signatures
        );

        appointment = appointment.moved(AppointmentState.Confirmed);
        _appointments[action.appointmentId] = appointment;
        emit AppointmentConfirmed(action.appointmentId, Acts.by(action.actor, wallet, appointment.version()));
        _remark(action.appointmentId, appointment.version(), 5);
    }

    /// @inheritdoc IAppointments
    function refuse(RefuseAppointment calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        AppointmentWord appointment = _require(action.appointmentId, action.version, REQUESTED);
        _requireTerminal(action.appointmentId, appointment, action.actor);
        address wallet = _authorize(
            REFUSE_APPOINTMENT_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.GATE, Roles.TERMINAL),
            signatures
        );

        appointment = appointment.moved(AppointmentState.Refused);
        _appointments[action.appointmentId] = appointment;
        emit AppointmentRefused(action.appointmentId, Acts.by(action.actor, wallet, appointment.version()));
        _remark(action.appointmentId, appointment.version(), 5);
    }

    /// @inheritdoc IAppointments
    function cancel(CancelAppointment calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        AppointmentWord appointment = _require(action.appointmentId, action.version, REQUESTED | CONFIRMED);
        if (action.actor != appointment.collector()) {
            revert AppointmentNotRequester(action.appointmentId, action.actor, appointment.collector());
        }
        address wallet = _authorize(
            CANCEL_APPOINTMENT_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.COLLECT, 0),
            signatures
        );

        appointment = appointment.moved(AppointmentState.Cancelled);
        _appointments[action.appointmentId] = appointment;
        emit AppointmentCancelled(action.appointmentId, Acts.by(action.actor, wallet, appointment.version()));
        _remark(action.appointmentId, appointment.version(), 5);
    }

    /// @inheritdoc IAppointments
    function appointmentOf(bytes32 appointmentId) external view returns (Appointment memory) {
        AppointmentWord appointment = _appointments[appointmentId];
        return Appointment({
            state: appointment.stateAt(block.timestamp),
            version: appointment.version(),
            orderId: _orders[appointmentId],
            container: appointment.container(),
            collector: appointment.collector(),
            terminal: appointment.terminal(),
            opensAt: appointment.opensAt(),
            closesAt: appointment.closesAt()
        });
    }

    function _require(bytes32 appointmentId, uint32 seen, uint256 allowed)
        private
        view
        returns (AppointmentWord appointment)
    {
        appointment = _appointments[appointmentId];
        if (AppointmentWord.unwrap(appointment) == 0) revert AppointmentUnknown(appointmentId);
        if (seen != appointment.version()) {
            revert AppointmentStaleVersion(appointmentId, seen, appointment.version());
        }
        AppointmentState state = appointment.stateAt(block.timestamp);
        // The state follows from the clock, but what is compared is whether it is one of a set.
        // slither-disable-next-line incorrect-equality
        if ((1 << uint8(state)) & allowed == 0) revert AppointmentUnexpectedState(appointmentId, state, allowed);
    }

    /// @dev The container could leave with the collector now, and until the window's end; one that several bills share, on
    /// the orders of all of them. Returns the order's terminal and those bills' slots, none if it is not shared.
    function _requireCollectable(bytes32 orderId, uint8 container, uint24 collector, uint40 closesAt)
        private
        view
        returns (uint24 terminal, ISharedContainers.Slot[] memory slots)
    {
        IReleaseOrder.Order memory order = _requireCollectableOn(orderId, container, collector, closesAt);
        terminal = order.terminal;
        if ((order.shared >> container) & 1 == 0) return (terminal, slots);
        slots = ISharedContainers(address(ORDERS)).slotsWith(orderId, container);
        for (uint256 i = 0; i < slots.length; ++i) {
            bytes32 other = slots[i].orderId;
            if (other == orderId) continue;
            if (other == 0) revert AppointmentSharedBillNotReleased(orderId, container, slots[i].billId);
            uint24 theirs = _requireCollectableOn(other, slots[i].container, collector, closesAt).terminal;
            if (theirs != terminal) revert AppointmentSharedElsewhere(other, theirs, terminal);
        }
    }

    function _requireCollectableOn(bytes32 orderId, uint8 container, uint24 collector, uint40 closesAt)
        private
        view
        returns (IReleaseOrder.Order memory order)
    {
        // In a loop only where several bills, sixteen at most, share the container.
        // slither-disable-start calls-loop
        order = ORDERS.orderOf(orderId);
        if (order.state != ReleaseOrderState.Active) revert AppointmentOrderNotActive(orderId, order.state);
        if (collector != order.collector) revert AppointmentNotCollector(orderId, collector, order.collector);
        if (container >= order.containers) revert AppointmentUnknownContainer(orderId, container);
        if ((order.gatedOut >> container) & 1 != 0) revert AppointmentContainerOut(orderId, container);
        uint8 holds = ORDERS.holdsOn(orderId, container);
        if (holds != 0) revert AppointmentHeld(orderId, container, holds);
        if (closesAt > order.validUntil) revert AppointmentBeyondValidity(orderId, closesAt, order.validUntil);
        // slither-disable-end calls-loop
    }

    /// @dev The collector has no other window for the container, on whichever of its bills' orders it was asked for.
    function _requireFree(
        bytes32 orderId,
        uint8 container,
        uint24 collector,
        ISharedContainers.Slot[] memory slots
    ) private view {
        _requireFreeOn(orderId, container, collector);
        for (uint256 i = 0; i < slots.length; ++i) {
            _requireFreeOn(slots[i].orderId, slots[i].container, collector);
        }
    }

    /// @dev What a former collector had booked counts for nothing while the right to collect is another's.
    function _requireFreeOn(bytes32 orderId, uint8 container, uint24 collector) private view {
        bytes32 latest = _latest[orderId][container][collector];
        AppointmentState state = _appointments[latest].stateAt(block.timestamp);
        if ((1 << uint8(state)) & (REQUESTED | CONFIRMED) != 0) {
            revert AppointmentContainerTaken(orderId, container, latest);
        }
    }

    function _requireTerminal(bytes32 appointmentId, AppointmentWord appointment, uint24 actor) private pure {
        if (actor != appointment.terminal()) {
            revert AppointmentNotTerminal(appointmentId, actor, appointment.terminal());
        }
    }
}
