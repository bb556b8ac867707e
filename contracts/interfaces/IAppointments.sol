// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {CancelAppointment, ConfirmAppointment, RefuseAppointment, RequestAppointment} from "../types/Actions.sol";
import {AppointmentState} from "../types/AppointmentWord.sol";
import {ReleaseOrderState} from "../types/OrderWord.sol";

/// @title Appointments to collect containers (提箱预约)
/// @notice Whoever has the right to collect asks the terminal for a window to come for a container; the terminal answers. An
/// appointment opens no gate: the release order's lights and its right to collect are looked at again at the gate-out.
interface IAppointments {
    /// @notice An appointment in full.
    /// @param state AppointmentState at this moment.
    /// @param version The version that the next action must carry.
    /// @param orderId The release order.
    /// @param container The container's place in the order.
    /// @param collector The member that asked for it.
    /// @param terminal The member that answers.
    /// @param opensAt Begin of the window, seconds since 1970 UTC.
    /// @param closesAt End of the window, inclusive.
    struct Appointment {
        AppointmentState state;
        uint32 version;
        bytes32 orderId;
        uint8 container;
        uint24 collector;
        uint24 terminal;
        uint40 opensAt;
        uint40 closesAt;
    }

    /// @notice The party with the right to collect asked for a window.
    /// @custom:counterparty terminal
    /// @custom:detail container
    event AppointmentRequested(
        bytes32 indexed appointmentId, Act act, bytes32 orderId, uint40 opensAt, uint40 closesAt, bytes32 pickup
    );
    /// @notice The terminal confirmed it.
    event AppointmentConfirmed(bytes32 indexed appointmentId, Act act);
    /// @notice The terminal refused it.
    event AppointmentRefused(bytes32 indexed appointmentId, Act act);
    /// @notice The party that asked for it cancelled it.
    event AppointmentCancelled(bytes32 indexed appointmentId, Act act);

    /// @notice The id is empty.
    error AppointmentEmptyId();
    /// @notice An appointment of this id exists.
    error AppointmentAlreadyRequested(bytes32 appointmentId);
    /// @notice There is no appointment of this id.
    error AppointmentUnknown(bytes32 appointmentId);
    /// @notice The signer saw another version of the appointment than the current one.
    error AppointmentStaleVersion(bytes32 appointmentId, uint32 seen, uint32 current);
    /// @notice The appointment's state does not allow this; `allowed` has a bit for each AppointmentState that does.
    error AppointmentUnexpectedState(bytes32 appointmentId, AppointmentState current, uint256 allowed);
    /// @notice The window ends before it begins.
    error AppointmentWindow(uint40 opensAt, uint40 closesAt);
    /// @notice The window is in the past.
    error AppointmentWindowPassed(uint40 closesAt, uint256 time);
    /// @notice No truck and driver are named.
    error AppointmentPickupMissing();
    /// @notice The release order is not active.
    error AppointmentOrderNotActive(bytes32 orderId, ReleaseOrderState state);
    /// @notice The window ends after the release order does.
    error AppointmentBeyondValidity(bytes32 orderId, uint40 closesAt, uint40 validUntil);
    /// @notice The member does not have the right to collect.
    error AppointmentNotCollector(bytes32 orderId, uint24 member, uint24 collector);
    /// @notice The release order has no such container.
    error AppointmentUnknownContainer(bytes32 orderId, uint8 container);
    /// @notice The container has left.
    error AppointmentContainerOut(bytes32 orderId, uint8 container);
    /// @notice The container or its order is held: `authorities` has a bit for each HoldAuthority that does.
    error AppointmentHeld(bytes32 orderId, uint8 container, uint8 authorities);
    /// @notice The collector has another appointment for this container.
    error AppointmentContainerTaken(bytes32 orderId, uint8 container, bytes32 appointmentId);
    /// @notice The container is shared, and this one of its bills has no live release order.
    error AppointmentSharedBillNotReleased(bytes32 orderId, uint8 container, bytes32 billId);
    /// @notice The container is shared, and this order of another of its bills names another terminal.
    /// @param expected The terminal of the order that the appointment is on.
    error AppointmentSharedElsewhere(bytes32 orderId, uint24 terminal, uint24 expected);
    /// @notice The actor is not the terminal that answers.
    error AppointmentNotTerminal(bytes32 appointmentId, uint24 actor, uint24 terminal);
    /// @notice The actor did not ask for this appointment.
    error AppointmentNotRequester(bytes32 appointmentId, uint24 actor, uint24 collector);

    /// @notice The party with the right to collect asks for a window (申请预约).
    /// @dev Requirements: a new id, a window that is not over, truck and driver, an active order that lasts as long, the
    /// current collector, a container of the order that is in and that nobody holds, no other appointment of this collector
    /// for it, the power COLLECT, an active terminal; where several bills share the container, all this of each of their
    /// orders, and one terminal. Emits {AppointmentRequested}.
    function request(RequestAppointment calldata action, bytes calldata signatures) external;

    /// @notice The terminal confirms the window (确认预约).
    /// @dev Requirements: version, state Requested, the order's terminal, all that the request needed and still holds, the
    /// power GATE. Emits {AppointmentConfirmed}.
    function confirm(ConfirmAppointment calldata action, bytes calldata signatures) external;

    /// @notice The terminal refuses the window (拒绝预约); the remark may say why.
    /// @dev Requirements: version, state Requested, the order's terminal, the power GATE. Emits {AppointmentRefused}.
    function refuse(RefuseAppointment calldata action, bytes calldata signatures) external;

    /// @notice The party that asked for the window gives it up (取消预约).
    /// @dev Requirements: version, state Requested or Confirmed, the requester, the power COLLECT. Emits
    /// {AppointmentCancelled}.
    function cancel(CancelAppointment calldata action, bytes calldata signatures) external;

    /// @notice An appointment; state None if there is none.
    function appointmentOf(bytes32 appointmentId) external view returns (Appointment memory);
}
