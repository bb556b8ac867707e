// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInspections} from "../../../../contracts/interfaces/IInspections.sol";
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
} from "../../../../contracts/types/Actions.sol";
import {Attendance, InspectionResult, InspectionState} from "../../../../contracts/types/InspectionWord.sol";
import {HoldAuthority} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Inspections} from "../ghosts/Inspections.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Registry} from "../ghosts/Registry.sol";
import {FORWARDER} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrderBase} from "./OrderBase.sol";

/// @notice Inspections of containers, from the instruction to the result.
contract InspectionHandler is OrderBase {
    uint256 private constant MAX_INSPECTIONS = 60;

    Inspections private immutable INSPECTIONS;
    IInspections private immutable OFFICE;

    constructor(Registry registry, Bills bills, Orders orders, Inspections inspections)
        OrderBase(registry, bills, orders)
    {
        INSPECTIONS = inspections;
        OFFICE = _contracts().inspections;
    }

    function instruct(uint256 seed) external drawn(seed) {
        vm.assume(INSPECTIONS.count() < MAX_INSPECTIONS);
        (bytes32 orderId, Orders.GhostOrder memory order) = _orderThat(_inspectable);
        uint8 authority = uint8(_lies() ? _below(6) : _toInspect(order, 0) == 0 ? 1 : 0);
        uint256 containers = authority > 1 ? 1 : _toInspect(order, authority);
        if (_chance(30)) containers &= _random();
        if (_lies()) containers |= uint256(1) << _below(4);
        InstructInspection memory action = InstructInspection({
            inspectionId: _lies() ? _some() : _newId(),
            actor: _or(authority > 1 ? 0 : order.setters[authority]),
            orderId: orderId,
            authority: authority,
            containers: containers,
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(INSTRUCT_INSPECTION_TYPEHASH, action));
        bytes memory signatures = _signed(address(OFFICE), structHash, action.actor, Powers.HOLD);
        _call(address(OFFICE), abi.encodeCall(OFFICE.instruct, (action, signatures)));

        _must(INSPECTIONS.get(action.inspectionId).version == 0, "instruct: twice");
        _must(authority <= uint8(HoldAuthority.Quarantine), "instruct: by no office that inspects");
        _must(containers != 0, "instruct: of nothing");
        _must(containers & ~order.held[authority] == 0, "instruct: of what is not held");
        _must(containers & order.out == 0, "instruct: of what is out");
        _must(containers & order.inspected[authority] == 0, "instruct: of what is under inspection");
        _must(action.actor == order.setters[authority], "instruct: under another's hold");
        _mustBeSigned(action.actor, Powers.HOLD, _roles(HoldAuthority(authority)), "instruct");
        Inspections.GhostInspection memory ghost;
        ghost.state = InspectionState.Instructed;
        ghost.orderId = orderId;
        ghost.containers = containers;
        ghost.authority = HoldAuthority(authority);
        ghost.office = action.actor;
        _settle(action.inspectionId, ghost);
    }

    function commission(uint256 seed) external drawn(seed) {
        (bytes32 id, Inspections.GhostInspection memory ghost) =
            _in(_chance(80) ? InspectionState.Instructed : InspectionState.Commissioned);
        Orders.GhostOrder memory order = ORDERS.get(ghost.orderId);
        CommissionInspection memory action = CommissionInspection({
            inspectionId: id,
            version: _seen(ghost.version),
            actor: _or(_pick(_collector(order), order.releaseTo)),
            agent: _or(_pick(FORWARDER, order.terminal)),
            attendance: uint8(_below(_lies() ? 4 : 2)),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(COMMISSION_INSPECTION_TYPEHASH, action));
        bytes memory signatures = _signed(address(OFFICE), structHash, action.actor, Powers.COLLECT);
        _call(address(OFFICE), abi.encodeCall(OFFICE.commission, (action, signatures)));

        bool early = ghost.state == InspectionState.Instructed || ghost.state == InspectionState.Commissioned;
        _mustStand(ghost, action.version, early, "commission");
        bool entitled = action.actor == _collector(order) || action.actor == order.releaseTo;
        _must(entitled, "commission: by a stranger to the cargo");
        _must(REGISTRY.activeAs(action.agent, Roles.TERMINAL | Roles.FORWARDER), "commission: of nobody");
        _mustBeSigned(action.actor, Powers.COLLECT, 0, "commission");
        ghost.state = InspectionState.Commissioned;
        ghost.principal = action.actor;
        ghost.agent = action.agent;
        ghost.attendance = Attendance(action.attendance);
        _settle(id, ghost);
    }

    function acceptCommission(uint256 seed) external drawn(seed) {
        (bytes32 id, Inspections.GhostInspection memory ghost) = _in(InspectionState.Commissioned);
        AcceptCommission memory action = AcceptCommission(id, _seen(ghost.version), _or(ghost.agent), 0, bytes32(0));
        bytes32 structHash = keccak256(abi.encode(ACCEPT_COMMISSION_TYPEHASH, action));
        bytes memory signatures = _signed(address(OFFICE), structHash, action.actor, Powers.COLLECT);
        _call(address(OFFICE), abi.encodeCall(OFFICE.acceptCommission, (action, signatures)));

        _mustStand(ghost, action.version, ghost.state == InspectionState.Commissioned, "acceptCommission");
        _mustBeAgent(ghost, action.actor, "acceptCommission");
        ghost.state = InspectionState.Accepted;
        _settle(id, ghost);
    }

    function schedule(uint256 seed) external drawn(seed) {
        (bytes32 id, Inspections.GhostInspection memory ghost) =
            _in(_chance(80) ? InspectionState.Accepted : InspectionState.Scheduled);
        ScheduleInspection memory action = ScheduleInspection({
            inspectionId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.agent),
            scheduledAt: uint40(REGISTRY.clock() + _below(3 days) - (_lies() ? 3 days : 0)),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(SCHEDULE_INSPECTION_TYPEHASH, action));
        bytes memory signatures = _signed(address(OFFICE), structHash, action.actor, Powers.COLLECT);
        _call(address(OFFICE), abi.encodeCall(OFFICE.schedule, (action, signatures)));

        bool accepted = ghost.state == InspectionState.Accepted || ghost.state == InspectionState.Scheduled;
        _mustStand(ghost, action.version, accepted, "schedule");
        _must(action.scheduledAt >= REGISTRY.clock(), "schedule: into the past");
        _mustBeAgent(ghost, action.actor, "schedule");
        ghost.state = InspectionState.Scheduled;
        ghost.scheduledAt = action.scheduledAt;
        _settle(id, ghost);
    }

    function complete(uint256 seed) external drawn(seed) {
        (bytes32 id, Inspections.GhostInspection memory ghost) = _in(InspectionState(1 + _below(7)));
        CompleteInspection memory action = CompleteInspection({
            inspectionId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.office),
            result: uint8(_below(_lies() ? 5 : 3)),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(COMPLETE_INSPECTION_TYPEHASH, action));
        bytes memory signatures = _signed(address(OFFICE), structHash, action.actor, Powers.HOLD);
        _call(address(OFFICE), abi.encodeCall(OFFICE.complete, (action, signatures)));

        _mustStand(ghost, action.version, ghost.state != InspectionState.Passed, "complete");
        _must(action.actor == ghost.office, "complete: not by the office that instructed it");
        _mustBeSigned(action.actor, Powers.HOLD, _roles(ghost.authority), "complete");
        if (action.result == uint8(InspectionResult.Pass)) ghost.state = InspectionState.Passed;
        else if (action.result == uint8(InspectionResult.Fail)) ghost.state = InspectionState.Failed;
        else ghost.state = InspectionState.Sampled;
        _settle(id, ghost);
    }

    /// @dev What an office holds and does not inspect yet.
    function _toInspect(Orders.GhostOrder memory order, uint8 authority) private pure returns (uint256) {
        return order.held[authority] & ~order.inspected[authority];
    }

    function _inspectable(Orders.GhostOrder memory order) private pure returns (bool) {
        return _toInspect(order, 0) | _toInspect(order, 1) != 0;
    }

    function _some() private returns (bytes32) {
        uint256 count = INSPECTIONS.count();
        return count == 0 ? bytes32(uint256(1)) : INSPECTIONS.idAt(_below(count));
    }

    /// @dev An inspection in this state, or any if there is none; now and then any.
    function _in(InspectionState state) private returns (bytes32 id, Inspections.GhostInspection memory ghost) {
        uint256 count = INSPECTIONS.count();
        id = _some();
        bool any = _lies();
        uint256 start = count == 0 ? 0 : _below(count);
        for (uint256 i = 0; i < count && !any; ++i) {
            bytes32 other = INSPECTIONS.idAt((start + i) % count);
            if (INSPECTIONS.get(other).state != state) continue;
            id = other;
            break;
        }
        ghost = INSPECTIONS.get(id);
    }

    function _roles(HoldAuthority authority) private pure returns (uint32) {
        return authority == HoldAuthority.Customs ? Roles.CUSTOMS : Roles.CUSTOMS | Roles.INSPECTION_BODY;
    }

    function _mustStand(Inspections.GhostInspection memory ghost, uint32 seen, bool allowed, string memory action)
        private
    {
        _must(ghost.version != 0 && ghost.version == seen, string.concat(action, ": at another version"));
        _must(allowed, string.concat(action, ": in another state"));
    }

    function _mustBeAgent(Inspections.GhostInspection memory ghost, uint24 actor, string memory action) private {
        _must(actor == ghost.agent, string.concat(action, ": not by the agent"));
        _mustBeSigned(actor, Powers.COLLECT, 0, action);
    }

    /// @dev The version goes up by one, the contract says what the law says, and the order knows what is under inspection.
    function _settle(bytes32 id, Inspections.GhostInspection memory ghost) private {
        ++ghost.version;
        INSPECTIONS.put(id, ghost);
        string memory what = INSPECTIONS.difference(OFFICE, id);
        _must(bytes(what).length == 0, string.concat("an inspection differs from the law: ", what));
        Orders.GhostOrder memory order = ORDERS.get(ghost.orderId);
        order.inspected[uint8(ghost.authority)] = INSPECTIONS.openOn(ghost.orderId, ghost.authority);
        order.everInspected = true;
        // An inspection is no action on the order: its version stays.
        _settle(ghost.orderId, order, false);
    }
}
