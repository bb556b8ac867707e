// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInspections} from "../../../../contracts/interfaces/IInspections.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {Attendance, InspectionResult, InspectionState} from "../../../../contracts/types/InspectionWord.sol";
import {HoldAuthority, ReleaseFlow} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {BANK, CONSIGNEE, CUSTOMS, FORWARDER, INSPECTION_BODY, SECOND_CUSTOMS, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrdersBase} from "./OrdersBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of inspections: instructed on a hold, commissioned, scheduled, completed.
contract InspectionsRules is OrdersBase {
    bytes32 private constant CHECK = keccak256("inspection");
    bytes32 private constant SECOND = keccak256("second inspection");
    uint256 private constant BOXES = 3;
    uint256 private constant INSTRUCTED = 1 << uint8(InspectionState.Instructed);
    uint256 private constant COMMISSIONED = 1 << uint8(InspectionState.Commissioned);
    uint256 private constant ACCEPTED = 1 << uint8(InspectionState.Accepted);
    uint256 private constant SCHEDULED = 1 << uint8(InspectionState.Scheduled);
    uint256 private constant OPEN = INSTRUCTED | COMMISSIONED | ACCEPTED | SCHEDULED
        | (1 << uint8(InspectionState.Sampled)) | (1 << uint8(InspectionState.Failed));

    /// @dev Customs hold two of the three containers.
    function _arrange() internal override {
        _ordered(ORDER, BILL);
        _accept(_setHold(ORDER, 1, CUSTOMS, HoldAuthority.Customs, BOXES));
    }

    function _to(bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        private
        view
        returns (Intent memory)
    {
        return _intent(address(on.inspections), selector, typeHash, fields, by);
    }

    function _instruct(bytes32 id, uint24 actor, HoldAuthority authority, uint256 containers)
        private
        view
        returns (Intent memory)
    {
        bytes memory fields =
            abi.encode(Types.InstructInspection(id, actor, ORDER, uint8(authority), containers, PARTY, REMARK));
        return _to(IInspections.instruct.selector, Types.INSTRUCT_INSPECTION_TYPEHASH, fields, actor);
    }

    function _commission(uint32 version, uint24 actor, uint24 agent) private view returns (Intent memory) {
        bytes memory fields = abi.encode(
            Types.CommissionInspection(CHECK, version, actor, agent, uint8(Attendance.Unaccompanied), PARTY, REMARK)
        );
        return _to(IInspections.commission.selector, Types.COMMISSION_INSPECTION_TYPEHASH, fields, actor);
    }

    function _acceptIt(uint32 version, uint24 agent) private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.AcceptCommission(CHECK, version, agent, PARTY, REMARK));
        return _to(IInspections.acceptCommission.selector, Types.ACCEPT_COMMISSION_TYPEHASH, fields, agent);
    }

    function _schedule(uint32 version, uint24 agent, uint40 time) private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.ScheduleInspection(CHECK, version, agent, time, PARTY, REMARK));
        return _to(IInspections.schedule.selector, Types.SCHEDULE_INSPECTION_TYPEHASH, fields, agent);
    }

    function _complete(uint32 version, uint24 office, InspectionResult result) private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.CompleteInspection(CHECK, version, office, uint8(result), PARTY, REMARK));
        return _to(IInspections.complete.selector, Types.COMPLETE_INSPECTION_TYPEHASH, fields, office);
    }

    function _is(InspectionState state, uint32 version, uint24 principal, uint24 agent, uint8 attended, uint40 time)
        private
        view
    {
        _same(
            abi.encode(on.inspections.inspectionOf(CHECK)),
            abi.encode(state, version, ORDER, BOXES, HoldAuthority.Customs, CUSTOMS, principal, agent, attended, time)
        );
    }

    function _refuseIn(InspectionState state, Intent memory i, uint256 allowed) private {
        if ((1 << uint8(state)) & allowed != 0) return;
        bytes4 unexpected = IInspections.InspectionUnexpectedState.selector;
        _refuse(i, _errorOn(unexpected, CHECK, uint8(state), allowed));
    }

    function _refuseAllBut(InspectionState state, uint32 version) private {
        _refuseIn(state, _commission(version, CONSIGNEE, TERMINAL), INSTRUCTED | COMMISSIONED);
        _refuseIn(state, _acceptIt(version, TERMINAL), COMMISSIONED);
        _refuseIn(state, _schedule(version, TERMINAL, START), ACCEPTED | SCHEDULED);
        _refuseIn(state, _complete(version, CUSTOMS, InspectionResult.Fail), OPEN);
    }

    function _instructed() private {
        _accept(_instruct(CHECK, CUSTOMS, HoldAuthority.Customs, BOXES));
    }

    function test_instruct() external {
        Intent memory i = _instruct(CHECK, CUSTOMS, HoldAuthority.Customs, BOXES);
        _refuse(_but(i, ID, 0), _error(IInspections.InspectionEmptyId.selector));
        _refuse(_but(i, 3, 2), _error(IInspections.InspectionAuthority.selector, 2));
        _refuse(_but(i, 4, 0), _error(IInspections.InspectionContainersMissing.selector));
        _refuse(_but(i, 4, 7), _errorOn(IInspections.InspectionNotHeld.selector, ORDER, 4));
        _refuse(
            _but(i, 1, SECOND_CUSTOMS),
            _errorOn(IInspections.InspectionHoldOfAnother.selector, ORDER, SECOND_CUSTOMS, CUSTOMS)
        );
        _needs(i, CUSTOMS, Powers.HOLD, Roles.CUSTOMS);
        _expect();
        emit IInspections.InspectionInstructed(CHECK, _by(CUSTOMS, 1), ORDER, BOXES);
        _expectRemark(CHECK, 1);
        _accept(i);
        _is(InspectionState.Instructed, 1, 0, 0, 0, 0);
        _same(on.inspections.openOn(ORDER, HoldAuthority.Customs), BOXES);
        _same(on.inspections.openOn(ORDER, HoldAuthority.Quarantine), 0);
        _same(on.inspections.countOf(ORDER), 1);
        _refuse(i, _errorOn(IInspections.InspectionAlreadyInstructed.selector, CHECK));
        _refuse(
            _instruct(SECOND, CUSTOMS, HoldAuthority.Customs, 2),
            _errorOn(IInspections.InspectionAlreadyOpen.selector, ORDER, 2)
        );
        _refuseAllBut(InspectionState.Instructed, 1);
        // What is looked at does not go straight from the ship.
        _same(uint8(on.orders.orderOf(ORDER).flow), uint8(ReleaseFlow.Yard));
    }

    function test_instruct_endsTheDirectPickup() external {
        (bytes32 order, bytes32 bill) = (keccak256("direct order"), keccak256("its bill"));
        _accomplished(bill);
        uint8 direct = uint8(ReleaseFlow.DirectPickup);
        _accept(_but(_issueOrder(order, bill, 1, UNTIL), 7, direct));
        _accept(_setHold(order, 1, CUSTOMS, HoldAuthority.Customs, 1));
        _same(uint8(on.orders.orderOf(order).flow), direct);
        _accept(_but(_instruct(CHECK, CUSTOMS, HoldAuthority.Customs, 1), 2, uint256(order)));
        _same(uint8(on.orders.orderOf(order).flow), uint8(ReleaseFlow.Yard));
    }

    function test_instruct_forQuarantine() external {
        _accept(_setHold(ORDER, 2, INSPECTION_BODY, HoldAuthority.Quarantine, 7));
        Intent memory i = _instruct(CHECK, INSPECTION_BODY, HoldAuthority.Quarantine, 1);
        _needs(i, INSPECTION_BODY, Powers.HOLD, Roles.CUSTOMS | Roles.INSPECTION_BODY);
        _expect();
        emit IInspections.InspectionInstructed(
            CHECK, _by(INSPECTION_BODY, 1, 0, uint16(HoldAuthority.Quarantine)), ORDER, 1
        );
        _expectRemark(CHECK, 1);
        _accept(i);
        _accept(_instruct(SECOND, INSPECTION_BODY, HoldAuthority.Quarantine, 6));
        _same(on.inspections.openOn(ORDER, HoldAuthority.Quarantine), 7);
        _same(on.inspections.countOf(ORDER), 2);
        _same(uint8(on.inspections.inspectionOf(CHECK).authority), uint8(HoldAuthority.Quarantine));
        i = _complete(1, INSPECTION_BODY, InspectionResult.Pass);
        _needs(i, INSPECTION_BODY, Powers.HOLD, Roles.CUSTOMS | Roles.INSPECTION_BODY);
        _accept(i);
        _same(on.inspections.openOn(ORDER, HoldAuthority.Quarantine), 6);
    }

    function test_commission() external {
        _instructed();
        Intent memory i = _commission(1, CONSIGNEE, TERMINAL);
        _bindsVersion(i, IInspections.InspectionStaleVersion.selector);
        _refuse(_but(i, ID, uint256(SECOND)), _errorOn(IInspections.InspectionUnknown.selector, SECOND));
        _refuse(_but(i, ACTOR, BANK), _errorOn(IInspections.InspectionNotPrincipal.selector, CHECK, BANK));
        _refuse(_but(i, 4, 2), _error(IInspections.InspectionAttendanceUnknown.selector, 2));
        _receives(i, 3, Roles.TERMINAL | Roles.FORWARDER);
        _needs(i, CONSIGNEE, Powers.COLLECT, 0);
        _expect();
        emit IInspections.InspectionCommissioned(CHECK, _by(CONSIGNEE, 2, TERMINAL, 1));
        _expectRemark(CHECK, 2);
        _accept(i);
        _is(InspectionState.Commissioned, 2, CONSIGNEE, TERMINAL, 1, 0);
        _refuseAllBut(InspectionState.Commissioned, 2);
        // Another agent, and accompanied, while the first has not accepted.
        _accept(_but(_commission(2, CONSIGNEE, FORWARDER), 4, 0));
        _is(InspectionState.Commissioned, 3, CONSIGNEE, FORWARDER, 0, 0);
    }

    function test_commission_byTheCollectorOrWhoHadTheRightFirst() external {
        _instructed();
        _accept(_delegate(ORDER, 2, CONSIGNEE, FORWARDER));
        _accept(_acceptDelegation(ORDER, 3, FORWARDER));
        _accept(_commission(1, FORWARDER, TERMINAL));
        _is(InspectionState.Commissioned, 2, FORWARDER, TERMINAL, 1, 0);
        _accept(_commission(2, CONSIGNEE, TERMINAL));
        _is(InspectionState.Commissioned, 3, CONSIGNEE, TERMINAL, 1, 0);
    }

    function _ofAgent(Intent memory i) private {
        _bindsVersion(i, IInspections.InspectionStaleVersion.selector);
        _refuse(
            _but(i, ACTOR, FORWARDER), _errorOn(IInspections.InspectionNotAgent.selector, CHECK, FORWARDER, TERMINAL)
        );
        _needs(i, TERMINAL, Powers.COLLECT, 0);
    }

    function test_acceptAndSchedule() external {
        _instructed();
        _accept(_commission(1, CONSIGNEE, TERMINAL));
        Intent memory i = _acceptIt(2, TERMINAL);
        _ofAgent(i);
        _expect();
        emit IInspections.CommissionAccepted(CHECK, _by(TERMINAL, 3));
        _expectRemark(CHECK, 3);
        _accept(i);
        _is(InspectionState.Accepted, 3, CONSIGNEE, TERMINAL, 1, 0);
        _refuseAllBut(InspectionState.Accepted, 3);

        i = _schedule(3, TERMINAL, START);
        _refuse(_but(i, 3, START - 1), _error(IInspections.InspectionTimePassed.selector, START - 1, START));
        _ofAgent(i);
        _expect();
        emit IInspections.InspectionScheduled(CHECK, _by(TERMINAL, 4), START);
        _expectRemark(CHECK, 4);
        _accept(i);
        _is(InspectionState.Scheduled, 4, CONSIGNEE, TERMINAL, 1, START);
        _refuseAllBut(InspectionState.Scheduled, 4);
        // At another time, whose bits are others.
        _accept(_schedule(4, TERMINAL, type(uint40).max));
        _is(InspectionState.Scheduled, 5, CONSIGNEE, TERMINAL, 1, type(uint40).max);
        _accept(_schedule(5, TERMINAL, START + 1));
        _is(InspectionState.Scheduled, 6, CONSIGNEE, TERMINAL, 1, START + 1);
    }

    function test_complete() external {
        _instructed();
        Intent memory i = _complete(1, CUSTOMS, InspectionResult.SampleSent);
        _bindsVersion(i, IInspections.InspectionStaleVersion.selector);
        _refuse(
            _but(i, ACTOR, SECOND_CUSTOMS),
            _errorOn(IInspections.InspectionNotOffice.selector, CHECK, SECOND_CUSTOMS, CUSTOMS)
        );
        _refuse(_but(i, 3, 3), _error(IInspections.InspectionResultUnknown.selector, 3));
        _needs(i, CUSTOMS, Powers.HOLD, Roles.CUSTOMS);
        _expect();
        emit IInspections.InspectionCompleted(CHECK, _by(CUSTOMS, 2, 0, uint16(InspectionResult.SampleSent)));
        _expectRemark(CHECK, 2);
        _accept(i);
        _is(InspectionState.Sampled, 2, 0, 0, 0, 0);
        _same(on.inspections.openOn(ORDER, HoldAuthority.Customs), BOXES);
        _refuseAllBut(InspectionState.Sampled, 2);

        _expect();
        emit IInspections.InspectionCompleted(CHECK, _by(CUSTOMS, 3, 0, uint16(InspectionResult.Fail)));
        _expectRemark(CHECK, 3);
        _accept(_complete(2, CUSTOMS, InspectionResult.Fail));
        _is(InspectionState.Failed, 3, 0, 0, 0, 0);
        _same(on.inspections.openOn(ORDER, HoldAuthority.Customs), BOXES);
        _refuseAllBut(InspectionState.Failed, 3);

        _expect();
        emit IInspections.InspectionCompleted(CHECK, _by(CUSTOMS, 4, 0, uint16(InspectionResult.Pass)));
        _expectRemark(CHECK, 4);
        _accept(_complete(3, CUSTOMS, InspectionResult.Pass));
        _is(InspectionState.Passed, 4, 0, 0, 0, 0);
        _same(on.inspections.openOn(ORDER, HoldAuthority.Customs), 0);
        _refuseAllBut(InspectionState.Passed, 4);
    }

    function test_complete_inEachState() external {
        _instructed();
        _accept(_commission(1, CONSIGNEE, TERMINAL));
        _accept(_complete(2, CUSTOMS, InspectionResult.SampleSent));
        _is(InspectionState.Sampled, 3, CONSIGNEE, TERMINAL, 1, 0);
        IInspections.Inspection memory none;
        _same(abi.encode(on.inspections.inspectionOf(SECOND)), abi.encode(none));
    }

    function test_complete_whenAcceptedAndWhenScheduled() external {
        _instructed();
        _accept(_commission(1, CONSIGNEE, TERMINAL));
        _accept(_acceptIt(2, TERMINAL));
        Intent memory i = _complete(3, CUSTOMS, InspectionResult.Pass);
        bytes32 slot = keccak256(abi.encode(CHECK, uint256(2)));
        bytes32 before = vm.load(address(on.inspections), slot);
        _accept(i);
        _is(InspectionState.Passed, 4, CONSIGNEE, TERMINAL, 1, 0);
        vm.store(address(on.inspections), slot, before);
        _accept(_schedule(3, TERMINAL, START));
        _accept(_complete(4, CUSTOMS, InspectionResult.Pass));
    }

    function test_versionsEnd() external {
        _instructed();
        bytes32 slot = keccak256(abi.encode(CHECK, uint256(2)));
        uint256 word = uint256(vm.load(address(on.inspections), slot));
        vm.store(address(on.inspections), slot, bytes32(word | (uint256(type(uint32).max >> 1) << 8)));
        _accept(_complete(type(uint32).max >> 1, CUSTOMS, InspectionResult.Fail));
        _is(InspectionState.Failed, 1 << 31, 0, 0, 0, 0);
        vm.store(address(on.inspections), slot, bytes32(word | (uint256(type(uint32).max) << 8)));
        _refuse(_complete(type(uint32).max, CUSTOMS, InspectionResult.Pass), _error(Versions.VersionExhausted.selector));
    }
}
