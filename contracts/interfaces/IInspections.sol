// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {
    AcceptCommission,
    CommissionInspection,
    CompleteInspection,
    InstructInspection,
    ScheduleInspection
} from "../types/Actions.sol";
import {Attendance, InspectionState} from "../types/InspectionWord.sol";
import {HoldAuthority} from "../types/OrderWord.sol";

/// @title Inspections of containers (查验)
/// @notice Customs instructs; the consignee's side commissions the terminal or a forwarder online, to attend or to go without;
/// the agent schedules; customs says what it found. What keeps the containers in is the hold that the office has set on
/// each of them before it instructs: {IReleaseOrder-clearHold} refuses to clear it until the inspection is passed.
interface IInspections {
    /// @notice An inspection in full.
    /// @param state InspectionState.
    /// @param version The version that the next action must carry.
    /// @param orderId The release order.
    /// @param containers A bit for each container that is inspected.
    /// @param authority Whose hold keeps them in.
    /// @param office The member that instructed it.
    /// @param principal The member that commissioned it, or 0.
    /// @param agent The member that is commissioned, or 0.
    /// @param attendance Whether the consignee's side attends; of no account before the commission.
    /// @param scheduledAt When it is to be, or 0: seconds since 1970 UTC.
    struct Inspection {
        InspectionState state;
        uint32 version;
        bytes32 orderId;
        uint256 containers;
        HoldAuthority authority;
        uint24 office;
        uint24 principal;
        uint24 agent;
        Attendance attendance;
        uint40 scheduledAt;
    }

    /// @notice The office instructed an inspection.
    /// @custom:detail authority, a HoldAuthority
    event InspectionInstructed(bytes32 indexed inspectionId, Act act, bytes32 orderId, uint256 containers);
    /// @notice The consignee's side commissioned `agent`.
    /// @custom:counterparty agent
    /// @custom:detail attendance, an Attendance
    event InspectionCommissioned(bytes32 indexed inspectionId, Act act);
    /// @notice The agent accepted.
    event CommissionAccepted(bytes32 indexed inspectionId, Act act);
    /// @notice The agent scheduled the inspection, or moved it.
    event InspectionScheduled(bytes32 indexed inspectionId, Act act, uint40 scheduledAt);
    /// @notice The office said what it found.
    /// @custom:detail result, an InspectionResult
    event InspectionCompleted(bytes32 indexed inspectionId, Act act);

    /// @notice The id is empty.
    error InspectionEmptyId();
    /// @notice An inspection of this id exists.
    error InspectionAlreadyInstructed(bytes32 inspectionId);
    /// @notice There is no inspection of this id.
    error InspectionUnknown(bytes32 inspectionId);
    /// @notice The signer saw another version of the inspection than the current one.
    error InspectionStaleVersion(bytes32 inspectionId, uint32 seen, uint32 current);
    /// @notice The inspection's state does not allow this; `allowed` has a bit for each InspectionState that does.
    error InspectionUnexpectedState(bytes32 inspectionId, InspectionState current, uint256 allowed);
    /// @notice Only customs and quarantine inspect.
    error InspectionAuthority(uint8 authority);
    /// @notice No container is named.
    error InspectionContainersMissing();
    /// @notice The containers of these bits are not held one by one by this authority.
    error InspectionNotHeld(bytes32 orderId, uint256 containers);
    /// @notice The hold is another member's.
    /// @param setter The member that set the hold.
    error InspectionHoldOfAnother(bytes32 orderId, uint24 actor, uint24 setter);
    /// @notice The containers of these bits are under another inspection.
    error InspectionAlreadyOpen(bytes32 orderId, uint256 containers);
    /// @notice The actor neither has the right to collect nor had it first.
    error InspectionNotPrincipal(bytes32 inspectionId, uint24 actor);
    /// @notice There is no such attendance.
    error InspectionAttendanceUnknown(uint8 attendance);
    /// @notice The actor is not the agent that was commissioned.
    error InspectionNotAgent(bytes32 inspectionId, uint24 actor, uint24 agent);
    /// @notice The time is in the past.
    error InspectionTimePassed(uint40 scheduledAt, uint256 time);
    /// @notice The actor is not the office that instructed.
    error InspectionNotOffice(bytes32 inspectionId, uint24 actor, uint24 office);
    /// @notice There is no such result.
    error InspectionResultUnknown(uint8 result);

    /// @notice The office instructs the inspection of containers that it holds (布控).
    /// @dev Requirements: a new id, customs or quarantine, containers, each under the actor's own hold of this authority and
    /// under no other inspection, the power HOLD, the role CUSTOMS (quarantine: or INSPECTION_BODY). A direct flow of the
    /// order falls back to the yard. Emits {InspectionInstructed}.
    function instruct(InstructInspection calldata action, bytes calldata signatures) external;

    /// @notice The consignee's side commissions the terminal or a forwarder, to be attended or not (查验委托).
    /// @dev Requirements: version, state Instructed or Commissioned, the member with the right to collect or the one that had it
    /// first, an agent with the role TERMINAL or FORWARDER, the power COLLECT. Emits {InspectionCommissioned}.
    function commission(CommissionInspection calldata action, bytes calldata signatures) external;

    /// @notice The agent accepts the commission (接受委托).
    /// @dev Requirements: version, state Commissioned, the agent, the power COLLECT. Emits {CommissionAccepted}.
    function acceptCommission(AcceptCommission calldata action, bytes calldata signatures) external;

    /// @notice The agent schedules the inspection, or moves it (预约查验).
    /// @dev Requirements: version, state Accepted or Scheduled, the agent, a time that is not passed, the power COLLECT. Emits
    /// {InspectionScheduled}.
    function schedule(ScheduleInspection calldata action, bytes calldata signatures) external;

    /// @notice The office says what it found; it may do so from the documents, too, and think better of a failure (查验结果).
    /// @dev Requirements: version, any state but Passed, the office, a result, the power HOLD. Only a pass frees the containers
    /// for the office to clear its hold. Emits {InspectionCompleted}.
    function complete(CompleteInspection calldata action, bytes calldata signatures) external;

    /// @notice An inspection; state None if there is none.
    function inspectionOf(bytes32 inspectionId) external view returns (Inspection memory);

    /// @notice The containers of an order that an authority inspects or has found wanting: their holds stay.
    function openOn(bytes32 orderId, HoldAuthority authority) external view returns (uint256 containers);

    /// @notice How many inspections were instructed on an order.
    function countOf(bytes32 orderId) external view returns (uint256);
}
