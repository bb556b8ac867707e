// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAppointments} from "../../../../contracts/interfaces/IAppointments.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {AppointmentState} from "../../../../contracts/types/AppointmentWord.sol";
import {HoldAuthority, ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {CONSIGNEE, CUSTOMS, FORWARDER, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrdersBase} from "./OrdersBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of appointments to collect containers.
contract AppointmentsRules is OrdersBase {
    bytes32 private constant VISIT = keccak256("appointment");
    bytes32 private constant SECOND = keccak256("second appointment");
    uint40 private constant OPENS = START + 10;
    uint40 private constant CLOSES = START + 20;
    uint8 private constant BOX = 2;
    uint256 private constant REQUESTED = 1 << uint8(AppointmentState.Requested);
    uint256 private constant STANDS = REQUESTED | (1 << uint8(AppointmentState.Confirmed));

    function _arrange() internal override {
        _ordered(ORDER, BILL);
    }

    function _request(bytes32 id, uint24 actor, uint8 container) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.RequestAppointment(id, actor, ORDER, container, OPENS, CLOSES, PICKUP, PARTY, REMARK));
        return _intent(
            address(on.appointments), IAppointments.request.selector, Types.REQUEST_APPOINTMENT_TYPEHASH, fields, actor
        );
    }

    function _answer(bytes4 selector, bytes32 typeHash, uint32 version, uint24 by)
        private
        view
        returns (Intent memory)
    {
        return _intent(address(on.appointments), selector, typeHash, abi.encode(VISIT, version, by, PARTY, REMARK), by);
    }

    function _confirm(uint32 version) private view returns (Intent memory) {
        return _answer(IAppointments.confirm.selector, Types.CONFIRM_APPOINTMENT_TYPEHASH, version, TERMINAL);
    }

    function _refuseIt(uint32 version) private view returns (Intent memory) {
        return _answer(IAppointments.refuse.selector, Types.REFUSE_APPOINTMENT_TYPEHASH, version, TERMINAL);
    }

    function _cancel(uint32 version) private view returns (Intent memory) {
        return _answer(IAppointments.cancel.selector, Types.CANCEL_APPOINTMENT_TYPEHASH, version, CONSIGNEE);
    }

    function _is(AppointmentState state, uint32 version) private view {
        _same(
            abi.encode(on.appointments.appointmentOf(VISIT)),
            abi.encode(state, version, ORDER, BOX, CONSIGNEE, TERMINAL, OPENS, CLOSES)
        );
    }

    function _refuseMoved(AppointmentState state, uint32 version) private {
        bytes4 unexpected = IAppointments.AppointmentUnexpectedState.selector;
        _refuse(_confirm(version), _errorOn(unexpected, VISIT, uint8(state), REQUESTED));
        _refuse(_refuseIt(version), _errorOn(unexpected, VISIT, uint8(state), REQUESTED));
        if (state == AppointmentState.Confirmed) return;
        _refuse(_cancel(version), _errorOn(unexpected, VISIT, uint8(state), STANDS));
    }

    function test_request() external {
        Intent memory i = _request(VISIT, CONSIGNEE, BOX);
        _refuse(_but(i, ID, 0), _error(IAppointments.AppointmentEmptyId.selector));
        _refuse(_but(i, 4, CLOSES + 1), _error(IAppointments.AppointmentWindow.selector, CLOSES + 1, CLOSES));
        _refuse(
            _but(_but(i, 4, START - 2), 5, START - 1),
            _error(IAppointments.AppointmentWindowPassed.selector, START - 1, START)
        );
        _refuse(_but(i, 6, 0), _error(IAppointments.AppointmentPickupMissing.selector));
        bytes4 inactive = IAppointments.AppointmentOrderNotActive.selector;
        _refuse(_but(i, 2, uint256(BILL)), _errorOn(inactive, BILL, uint8(ReleaseOrderState.None)));
        _refuse(
            _but(i, 1, FORWARDER), _errorOn(IAppointments.AppointmentNotCollector.selector, ORDER, FORWARDER, CONSIGNEE)
        );
        _refuse(_but(i, 3, 3), _errorOn(IAppointments.AppointmentUnknownContainer.selector, ORDER, 3));
        _refuse(
            _but(i, 5, UNTIL + 1), _errorOn(IAppointments.AppointmentBeyondValidity.selector, ORDER, UNTIL + 1, UNTIL)
        );
        _needs(i, CONSIGNEE, Powers.COLLECT, 0);
        _setRoles(TERMINAL, Roles.BANK);
        bytes4 lacks = IConsortium.ConsortiumMemberLacksRole.selector;
        _refuse(i, _error(lacks, TERMINAL, Roles.BANK, Roles.TERMINAL));
        _setRoles(TERMINAL, Roles.TERMINAL);
        _expect();
        emit IAppointments.AppointmentRequested(VISIT, _by(CONSIGNEE, 1, TERMINAL, BOX), ORDER, OPENS, CLOSES, PICKUP);
        _expectRemark(VISIT, 1);
        _accept(i);
        _is(AppointmentState.Requested, 1);
        _refuse(i, _errorOn(IAppointments.AppointmentAlreadyRequested.selector, VISIT));
        // One for a container; another container is another one.
        _refuse(
            _request(SECOND, CONSIGNEE, BOX),
            abi.encodeWithSelector(IAppointments.AppointmentContainerTaken.selector, ORDER, BOX, VISIT)
        );
        _accept(_request(SECOND, CONSIGNEE, 0));
        IAppointments.Appointment memory none;
        _same(abi.encode(on.appointments.appointmentOf(BILL)), abi.encode(none));
    }

    function test_request_ofAnInstantUntilTheOrdersEnd() external {
        _accept(_but(_but(_request(VISIT, CONSIGNEE, BOX), 4, START), 5, START));
        _accept(_but(_but(_request(SECOND, CONSIGNEE, 0), 4, UNTIL), 5, UNTIL));
    }

    function test_request_ofAContainerThatIsInAndNotHeld() external {
        _accept(_gateOut(ORDER, 1, 1, CONSIGNEE));
        _accept(_setHold(ORDER, 1, CUSTOMS, HoldAuthority.Customs, 1));
        _refuse(_request(VISIT, CONSIGNEE, 1), _errorOn(IAppointments.AppointmentContainerOut.selector, ORDER, 1));
        _refuse(_request(VISIT, CONSIGNEE, 0), _errorOn(IAppointments.AppointmentHeld.selector, ORDER, 0, 1));
        _accept(_request(VISIT, CONSIGNEE, BOX));
        vm.warp(UNTIL + 1);
        bytes4 inactive = IAppointments.AppointmentOrderNotActive.selector;
        _refuse(
            _but(_but(_request(SECOND, CONSIGNEE, BOX), 4, UNTIL + 1), 5, UNTIL + 1),
            _errorOn(inactive, ORDER, uint8(ReleaseOrderState.Expired))
        );
    }

    function test_request_ofANewCollector() external {
        _accept(_request(VISIT, CONSIGNEE, BOX));
        _accept(_delegate(ORDER, 1, CONSIGNEE, FORWARDER));
        _accept(_acceptDelegation(ORDER, 2, FORWARDER));
        // What the former collector had booked counts for nothing.
        _accept(_request(SECOND, FORWARDER, BOX));
        _refuse(_confirm(1), _errorOn(IAppointments.AppointmentNotCollector.selector, ORDER, CONSIGNEE, FORWARDER));
        // When the right is back, it counts again.
        _accept(_withdrawDelegation(ORDER, 3, CONSIGNEE, FORWARDER));
        _refuse(
            _request(keccak256("third"), CONSIGNEE, BOX),
            abi.encodeWithSelector(IAppointments.AppointmentContainerTaken.selector, ORDER, BOX, VISIT)
        );
        _accept(_confirm(1));
    }

    function _ofTerminal(Intent memory i) private {
        _bindsVersion(i, IAppointments.AppointmentStaleVersion.selector);
        _refuse(
            _but(i, ACTOR, CUSTOMS), _errorOn(IAppointments.AppointmentNotTerminal.selector, VISIT, CUSTOMS, TERMINAL)
        );
        _needs(i, TERMINAL, Powers.GATE, Roles.TERMINAL);
    }

    function test_confirm() external {
        _refuse(_confirm(1), _errorOn(IAppointments.AppointmentUnknown.selector, VISIT));
        _accept(_request(VISIT, CONSIGNEE, BOX));
        Intent memory i = _confirm(1);
        _ofTerminal(i);
        vm.warp(CLOSES);
        _expect();
        emit IAppointments.AppointmentConfirmed(VISIT, _by(TERMINAL, 2));
        _expectRemark(VISIT, 2);
        _accept(i);
        _is(AppointmentState.Confirmed, 2);
        _refuseMoved(AppointmentState.Confirmed, 2);
        _refuse(
            _but(_request(SECOND, CONSIGNEE, BOX), 5, CLOSES + 9),
            abi.encodeWithSelector(IAppointments.AppointmentContainerTaken.selector, ORDER, BOX, VISIT)
        );
        vm.warp(CLOSES + 1);
        _is(AppointmentState.Ended, 2);
        _refuseMoved(AppointmentState.Ended, 2);
    }

    function test_confirm_ofWhatCouldLeaveNow() external {
        _accept(_request(VISIT, CONSIGNEE, BOX));
        _suspend(CONSIGNEE);
        _refuse(_confirm(1), _error(IConsortium.ConsortiumMemberSuspended.selector, CONSIGNEE));
        _accept(_setHold(ORDER, 1, CUSTOMS, HoldAuthority.Customs, 4));
        _refuse(_confirm(1), _errorOn(IAppointments.AppointmentHeld.selector, ORDER, BOX, 1));
    }

    function test_refuse() external {
        _accept(_request(VISIT, CONSIGNEE, BOX));
        Intent memory i = _refuseIt(1);
        _ofTerminal(i);
        _expect();
        emit IAppointments.AppointmentRefused(VISIT, _by(TERMINAL, 2));
        _expectRemark(VISIT, 2);
        _accept(i);
        _is(AppointmentState.Refused, 2);
        _refuseMoved(AppointmentState.Refused, 2);
        _accept(_request(SECOND, CONSIGNEE, BOX));
        vm.warp(CLOSES + 1);
        _is(AppointmentState.Refused, 2);
    }

    function test_cancel() external {
        _accept(_request(VISIT, CONSIGNEE, BOX));
        Intent memory i = _cancel(1);
        _bindsVersion(i, IAppointments.AppointmentStaleVersion.selector);
        _refuse(
            _but(i, ACTOR, CUSTOMS), _errorOn(IAppointments.AppointmentNotRequester.selector, VISIT, CUSTOMS, CONSIGNEE)
        );
        _needs(i, CONSIGNEE, Powers.COLLECT, 0);
        _expect();
        emit IAppointments.AppointmentCancelled(VISIT, _by(CONSIGNEE, 2));
        _expectRemark(VISIT, 2);
        _accept(i);
        _is(AppointmentState.Cancelled, 2);
        _refuseMoved(AppointmentState.Cancelled, 2);
    }

    function test_cancel_ofAConfirmedOne() external {
        _accept(_request(VISIT, CONSIGNEE, BOX));
        _accept(_confirm(1));
        _accept(_cancel(2));
        _is(AppointmentState.Cancelled, 3);
    }

    function test_requested_endsWithItsWindow() external {
        _accept(_request(VISIT, CONSIGNEE, BOX));
        vm.warp(CLOSES + 1);
        _is(AppointmentState.Ended, 1);
        _refuseMoved(AppointmentState.Ended, 1);
    }

    function test_versionsEnd() external {
        _accept(_request(VISIT, CONSIGNEE, BOX));
        bytes32 slot = keccak256(abi.encode(VISIT, uint256(2)));
        uint256 word = uint256(vm.load(address(on.appointments), slot));
        vm.store(address(on.appointments), slot, bytes32(word | (uint256(type(uint32).max >> 1) << 8)));
        _accept(_confirm(type(uint32).max >> 1));
        _is(AppointmentState.Confirmed, 1 << 31);
        vm.store(address(on.appointments), slot, bytes32(word | (uint256(type(uint32).max) << 8)));
        _refuse(_cancel(type(uint32).max), _error(Versions.VersionExhausted.selector));
    }
}
