// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAppointments} from "../../../../contracts/interfaces/IAppointments.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {REQUEST_APPOINTMENT_TYPEHASH, RequestAppointment} from "../../../../contracts/types/Actions.sol";
import {HoldAuthority, ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {CARRIER, CONSIGNEE, CUSTOMS, Cast, HAULIER, SECOND_TERMINAL, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {BoxesBase} from "./BoxesBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of the gate for a container that several bills share: it leaves, and returns, for all of them.
contract SharedGatesRules is BoxesBase {
    bytes32 private constant THIRD = keccak256("third order");
    bytes32 private constant VISIT = keccak256("appointment");

    function _arrange() internal override {
        super._arrange();
        _share(_sharing());
    }

    function _out(bytes32 order) private view returns (uint256) {
        return on.orders.orderOf(order).gatedOut;
    }

    function test_gateOut_ofAllAtOnce() external {
        _expect();
        emit IReleaseOrder.ContainerGatedOut(ORDER, _by(TERMINAL, 2, CONSIGNEE, 1), PICKUP);
        _expectRemark(ORDER, 2);
        emit IReleaseOrder.ContainerGatedOut(OTHER, _by(TERMINAL, 2, CONSIGNEE, 2), PICKUP);
        _expectRemark(OTHER, 2);
        emit IReleaseOrder.SharedContainerLeft(BOX, _by(TERMINAL, 1, CONSIGNEE, 0), PICKUP);
        _accept(_gateOut(ORDER, 2, 1, CONSIGNEE));
        _same(abi.encode(_out(ORDER), _out(OTHER)), abi.encode(2, 4));
        // The others of the order leave alone.
        _accept(_gateOut(ORDER, 2, 2, CONSIGNEE));
        _same(abi.encode(_out(ORDER), _out(OTHER)), abi.encode(6, 4));
    }

    function test_gateOut_refusedWhileOneIsNotReady() external {
        Intent memory i = _gateOut(ORDER, 2, 1, CONSIGNEE);
        _accept(_setHold(OTHER, 2, CUSTOMS, HoldAuthority.Customs, 4));
        _refuse(i, _errorOn(IReleaseOrder.ReleaseOrderHeld.selector, OTHER, 2, 1));
        _accept(_clearHold(OTHER, 3, CUSTOMS, HoldAuthority.Customs, 4));
        _accept(_delegate(OTHER, 4, CONSIGNEE, HAULIER));
        _accept(_acceptDelegation(OTHER, 5, HAULIER));
        bytes4 collector = IReleaseOrder.ReleaseOrderNotCollector.selector;
        _refuse(i, _errorOn(collector, OTHER, CONSIGNEE, HAULIER));
        _accept(_withdrawDelegation(OTHER, 6, CONSIGNEE, HAULIER));
        _accept(_revokeOrder(OTHER, 7, OTHER_BILL));
        bytes4 notReleased = IReleaseOrder.ReleaseOrderSharedBillNotReleased.selector;
        _refuse(i, abi.encodeWithSelector(notReleased, ORDER, 1, OTHER_BILL));
        _same(on.orders.wordOf(OTHER) >> 250, 0);
        _same(on.orders.orderOf(OTHER).shared, 0);
        _same(on.boxes.slotsWith(OTHER, 2).length, 0);
        _accept(_but(_issueOrder(THIRD, OTHER_BILL, 3, START + 5), 3, SECOND_TERMINAL));
        bytes4 terminal = IReleaseOrder.ReleaseOrderNotTerminal.selector;
        _refuse(i, _errorOn(terminal, THIRD, TERMINAL, SECOND_TERMINAL));
        vm.warp(START + 6);
        bytes4 state = IReleaseOrder.ReleaseOrderUnexpectedState.selector;
        _refuse(i, _errorOn(state, THIRD, uint8(ReleaseOrderState.Expired), ACTIVE_BIT));
    }

    /// @dev Whichever of the orders the terminal works on, the first one counts as the last one does.
    function test_gateOut_onTheLastOrder() external {
        Intent memory i = _gateOut(OTHER, 2, 2, CONSIGNEE);
        _accept(_setHold(ORDER, 2, CUSTOMS, HoldAuthority.Customs, 2));
        _refuse(i, _errorOn(IReleaseOrder.ReleaseOrderHeld.selector, ORDER, 1, 1));
        bytes4 held = IAppointments.AppointmentHeld.selector;
        _refuse(_request(VISIT, OTHER, 2), _errorOn(held, ORDER, 1, 1));
        _accept(_clearHold(ORDER, 3, CUSTOMS, HoldAuthority.Customs, 2));
        _accept(_revokeOrder(ORDER, 4, BILL));
        bytes4 notReleased = IReleaseOrder.ReleaseOrderSharedBillNotReleased.selector;
        _refuse(i, abi.encodeWithSelector(notReleased, OTHER, 2, BILL));
    }

    function test_correct_allAtOnce() external {
        _accept(_gateOut(ORDER, 2, 1, CONSIGNEE));
        _expect();
        emit IReleaseOrder.GateOutCorrected(ORDER, _by(TERMINAL, 3, CARRIER, 1), Cast.wallet(CARRIER));
        _expectRemark(ORDER, 3);
        emit IReleaseOrder.GateOutCorrected(OTHER, _by(TERMINAL, 3, CARRIER, 2), Cast.wallet(CARRIER));
        _expectRemark(OTHER, 3);
        emit IReleaseOrder.SharedContainerReturned(BOX, _by(TERMINAL, 1, CARRIER, 0), Cast.wallet(CARRIER));
        _accept(_correctGateOut(OTHER, 2, 2));
        _same(abi.encode(_out(ORDER), _out(OTHER)), abi.encode(0, 0));
        _accept(_gateOut(OTHER, 3, 2, CONSIGNEE));
        _same(abi.encode(_out(ORDER), _out(OTHER)), abi.encode(2, 4));
    }

    function test_correct_refusedWhileOneIsNotReleased() external {
        _accept(_gateOut(ORDER, 2, 1, CONSIGNEE));
        _accept(_revokeOrder(OTHER, 2, OTHER_BILL));
        bytes4 notReleased = IReleaseOrder.ReleaseOrderSharedBillNotReleased.selector;
        _refuse(_correctGateOut(ORDER, 2, 1), abi.encodeWithSelector(notReleased, ORDER, 1, OTHER_BILL));
        _accept(_issueOrder(THIRD, OTHER_BILL, 3, UNTIL));
        _same(_out(THIRD), 4);
        _accept(_correctGateOut(ORDER, 2, 1));
        _same(abi.encode(_out(ORDER), _out(THIRD)), abi.encode(0, 0));
    }

    // --- appointments -----------------------------------------------------------------------------------------------

    function _request(bytes32 id, bytes32 order, uint8 container) private view returns (Intent memory) {
        bytes memory fields = abi.encode(
            RequestAppointment(id, CONSIGNEE, order, container, START + 1, START + 9, PICKUP, PARTY, REMARK)
        );
        return _intent(
            address(on.appointments), IAppointments.request.selector, REQUEST_APPOINTMENT_TYPEHASH, fields, CONSIGNEE
        );
    }

    function test_appointment_forAllOfThem() external {
        _accept(_setHold(OTHER, 2, CUSTOMS, HoldAuthority.Customs, 4));
        bytes4 held = IAppointments.AppointmentHeld.selector;
        _refuse(_request(VISIT, ORDER, 1), _errorOn(held, OTHER, 2, 1));
        _accept(_request(keccak256("of one's own"), ORDER, 2));
        _accept(_clearHold(OTHER, 3, CUSTOMS, HoldAuthority.Customs, 4));
        _accept(_request(VISIT, ORDER, 1));
        bytes4 taken = IAppointments.AppointmentContainerTaken.selector;
        bytes32 second = keccak256("second");
        _refuse(_request(second, OTHER, 2), abi.encodeWithSelector(taken, ORDER, 1, VISIT));
        _refuse(_request(second, ORDER, 1), abi.encodeWithSelector(taken, ORDER, 1, VISIT));
        _accept(_request(second, OTHER, 1));
    }

    function test_appointment_whereAllAreReleasedAtOneTerminal() external {
        _accept(_revokeOrder(OTHER, 2, OTHER_BILL));
        bytes4 notReleased = IAppointments.AppointmentSharedBillNotReleased.selector;
        _refuse(_request(VISIT, ORDER, 1), abi.encodeWithSelector(notReleased, ORDER, 1, OTHER_BILL));
        _accept(_but(_issueOrder(THIRD, OTHER_BILL, 3, UNTIL), 3, SECOND_TERMINAL));
        bytes4 elsewhere = IAppointments.AppointmentSharedElsewhere.selector;
        _refuse(_request(VISIT, ORDER, 1), _errorOn(elsewhere, THIRD, SECOND_TERMINAL, TERMINAL));
    }
}
