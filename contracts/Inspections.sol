// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "./interfaces/IConsortium.sol";
import {IInspections} from "./interfaces/IInspections.sol";
import {IReleaseOrder} from "./interfaces/IReleaseOrder.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {Acts} from "./types/Act.sol";
import {
    ACCEPT_COMMISSION_TYPEHASH,
    AcceptCommission,
    COMMISSION_INSPECTION_TYPEHASH,
    COMPLETE_INSPECTION_TYPEHASH,
    CommissionInspection,
    CompleteInspection,
    INSTRUCT_INSPECTION_TYPEHASH,
    InstructInspection,
    SCHEDULE_INSPECTION_TYPEHASH,
    ScheduleInspection
} from "./types/Actions.sol";
import {
    Attendance,
    InspectionResult,
    InspectionState,
    InspectionWord,
    InspectionWords
} from "./types/InspectionWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {HoldAuthority} from "./types/OrderWord.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title Inspections
/// @notice Inspections of containers (查验); see {IInspections}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
///
/// That no container leaves under an open or failed inspection takes no look at this contract at the gate: each container of
/// {openOn} is under a hold of the same authority, because the instruction needs it, {IReleaseOrder-clearHold} refuses while
/// the container is in {openOn}, and a gate-out needs a container without a hold.
contract Inspections is IInspections, SignedActions {
    uint256 private constant INSTRUCTED = 1 << uint8(InspectionState.Instructed);
    uint256 private constant COMMISSIONED = 1 << uint8(InspectionState.Commissioned);
    uint256 private constant ACCEPTED = 1 << uint8(InspectionState.Accepted);
    uint256 private constant SCHEDULED = 1 << uint8(InspectionState.Scheduled);
    uint256 private constant SAMPLED = 1 << uint8(InspectionState.Sampled);
    uint256 private constant FAILED = 1 << uint8(InspectionState.Failed);

    /// @notice Where the release orders are.
    IReleaseOrder public immutable ORDERS;

    mapping(bytes32 inspectionId => InspectionWord) private _inspections;
    mapping(bytes32 inspectionId => bytes32 orderId) private _orders;
    mapping(bytes32 inspectionId => uint256 containers) private _containers;
    mapping(bytes32 orderId => mapping(HoldAuthority => uint256 containers)) private _open;
    mapping(bytes32 orderId => uint256 count) private _counts;

    constructor(IConsortium consortium, IReleaseOrder orders) SignedActions(consortium) {
        ORDERS = orders;
    }

    /// @inheritdoc IInspections
    function instruct(InstructInspection calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        if (action.inspectionId == 0) revert InspectionEmptyId();
        if (InspectionWord.unwrap(_inspections[action.inspectionId]) != 0) {
            revert InspectionAlreadyInstructed(action.inspectionId);
        }
        if (action.authority > uint8(HoldAuthority.Quarantine)) revert InspectionAuthority(action.authority);
        HoldAuthority authority = HoldAuthority(action.authority);
        _requireHeld(action, authority);
        address wallet = _authorize(
            INSTRUCT_INSPECTION_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.HOLD, _rolesOf(authority)),
            signatures
        );

        _inspections[action.inspectionId] = InspectionWords.create(authority, action.actor);
        _orders[action.inspectionId] = action.orderId;
        _containers[action.inspectionId] = action.containers;
        _open[action.orderId][authority] |= action.containers;
        ++_counts[action.orderId];
        emit InspectionInstructed(
            action.inspectionId,
            Acts.by(action.actor, wallet, 1).how(uint16(authority)),
            action.orderId,
            action.containers
        );
        _remark(action.inspectionId, 1, 7);
    }

    /// @inheritdoc IInspections
    function commission(CommissionInspection calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        InspectionWord inspection = _require(action.inspectionId, action.version, INSTRUCTED | COMMISSIONED);
        IReleaseOrder.Order memory order = ORDERS.orderOf(_orders[action.inspectionId]);
        if (action.actor != order.collector && action.actor != order.releaseTo) {
            revert InspectionNotPrincipal(action.inspectionId, action.actor);
        }
        if (action.attendance > uint8(type(Attendance).max)) revert InspectionAttendanceUnknown(action.attendance);
        Attendance attendance = Attendance(action.attendance);
        address wallet = _authorize(
            COMMISSION_INSPECTION_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.COLLECT, 0).to(action.agent, Roles.TERMINAL | Roles.FORWARDER),
            signatures
        );

        inspection = inspection.withCommission(action.actor, action.agent, attendance).moved(
            InspectionState.Commissioned
        );
        _inspections[action.inspectionId] = inspection;
        emit InspectionCommissioned(
            action.inspectionId,
            Acts.by(action.actor, wallet, inspection.version()).to(action.agent).how(uint16(attendance))
        );
        _remark(action.inspectionId, inspection.version(), 7);
    }

    /// @inheritdoc IInspections
    function acceptCommission(AcceptCommission calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        InspectionWord inspection = _require(action.inspectionId, action.version, COMMISSIONED);
        _requireAgent(action.inspectionId, inspection, action.actor);
        address wallet = _authorize(
            ACCEPT_COMMISSION_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.COLLECT, 0),
            signatures
        );

        inspection = inspection.moved(InspectionState.Accepted);
        _inspections[action.inspectionId] = inspection;
        emit CommissionAccepted(action.inspectionId, Acts.by(action.actor, wallet, inspection.version()));
        _remark(action.inspectionId, inspection.version(), 5);
    }

    /// @inheritdoc IInspections
    function schedule(ScheduleInspection calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        InspectionWord inspection = _require(action.inspectionId, action.version, ACCEPTED | SCHEDULED);
        _requireAgent(action.inspectionId, inspection, action.actor);
        if (action.scheduledAt < block.timestamp) revert InspectionTimePassed(action.scheduledAt, block.timestamp);
        address wallet = _authorize(
            SCHEDULE_INSPECTION_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.COLLECT, 0),
            signatures
        );

        inspection = inspection.withScheduledAt(action.scheduledAt).moved(InspectionState.Scheduled);
        _inspections[action.inspectionId] = inspection;
        emit InspectionScheduled(
            action.inspectionId, Acts.by(action.actor, wallet, inspection.version()), action.scheduledAt
        );
        _remark(action.inspectionId, inspection.version(), 6);
    }

    /// @inheritdoc IInspections
    function complete(CompleteInspection calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        InspectionWord inspection = _require(
            action.inspectionId, action.version, INSTRUCTED | COMMISSIONED | ACCEPTED | SCHEDULED | SAMPLED | FAILED
        );
        if (action.actor != inspection.office()) {
            revert InspectionNotOffice(action.inspectionId, action.actor, inspection.office());
        }
        if (action.result > uint8(type(InspectionResult).max)) revert InspectionResultUnknown(action.result);
        InspectionResult result = InspectionResult(action.result);
        HoldAuthority authority = inspection.authority();
        address wallet = _authorize(
            COMPLETE_INSPECTION_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.HOLD, _rolesOf(authority)),
            signatures
        );

        inspection = inspection.moved(_stateAfter(result));
        _inspections[action.inspectionId] = inspection;
        if (result == InspectionResult.Pass) {
            _open[_orders[action.inspectionId]][authority] &= ~_containers[action.inspectionId];
        }
        emit InspectionCompleted(
            action.inspectionId, Acts.by(action.actor, wallet, inspection.version()).how(uint16(result))
        );
        _remark(action.inspectionId, inspection.version(), 6);
    }

    /// @inheritdoc IInspections
    function inspectionOf(bytes32 inspectionId) external view returns (Inspection memory) {
        InspectionWord inspection = _inspections[inspectionId];
        return Inspection({
            state: inspection.state(),
            version: inspection.version(),
            orderId: _orders[inspectionId],
            containers: _containers[inspectionId],
            authority: inspection.authority(),
            office: inspection.office(),
            principal: inspection.principal(),
            agent: inspection.agent(),
            attendance: inspection.attendance(),
            scheduledAt: inspection.scheduledAt()
        });
    }

    /// @inheritdoc IInspections
    function openOn(bytes32 orderId, HoldAuthority authority) external view returns (uint256) {
        return _open[orderId][authority];
    }

    /// @inheritdoc IInspections
    function countOf(bytes32 orderId) external view returns (uint256) {
        return _counts[orderId];
    }

    function _require(bytes32 inspectionId, uint32 seen, uint256 allowed)
        private
        view
        returns (InspectionWord inspection)
    {
        inspection = _inspections[inspectionId];
        if (InspectionWord.unwrap(inspection) == 0) revert InspectionUnknown(inspectionId);
        if (seen != inspection.version()) revert InspectionStaleVersion(inspectionId, seen, inspection.version());
        InspectionState state = inspection.state();
        if ((1 << uint8(state)) & allowed == 0) revert InspectionUnexpectedState(inspectionId, state, allowed);
    }

    /// @dev Every container is held, by the actor, and under no other inspection.
    function _requireHeld(InstructInspection calldata action, HoldAuthority authority) private view {
        if (action.containers == 0) revert InspectionContainersMissing();
        (uint24 setter, uint256 held) = ORDERS.holdOf(action.orderId, authority);
        uint256 loose = action.containers & ~held;
        if (loose != 0) revert InspectionNotHeld(action.orderId, loose);
        if (action.actor != setter) revert InspectionHoldOfAnother(action.orderId, action.actor, setter);
        uint256 open = _open[action.orderId][authority] & action.containers;
        if (open != 0) revert InspectionAlreadyOpen(action.orderId, open);
    }

    function _requireAgent(bytes32 inspectionId, InspectionWord inspection, uint24 actor) private pure {
        if (actor != inspection.agent()) revert InspectionNotAgent(inspectionId, actor, inspection.agent());
    }

    /// @dev As for the hold of the same authority.
    function _rolesOf(HoldAuthority authority) private pure returns (uint32) {
        return authority == HoldAuthority.Customs ? Roles.CUSTOMS : Roles.CUSTOMS | Roles.INSPECTION_BODY;
    }

    function _stateAfter(InspectionResult result) private pure returns (InspectionState) {
        if (result == InspectionResult.Pass) return InspectionState.Passed;
        return result == InspectionResult.Fail ? InspectionState.Failed : InspectionState.Sampled;
    }
}
