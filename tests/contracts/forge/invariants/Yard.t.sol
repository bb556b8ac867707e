// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAppointments} from "../../../../contracts/interfaces/IAppointments.sol";
import {IInspections} from "../../../../contracts/interfaces/IInspections.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {Appointments} from "../ghosts/Appointments.sol";
import {Inspections} from "../ghosts/Inspections.sol";
import {OrderHandler} from "../handlers/OrderHandler.sol";
import {OrderTermsHandler} from "../handlers/OrderTermsHandler.sol";
import {Campaign} from "./Campaign.sol";

/// @notice The terminal's yard: holds, inspections, appointments and the gate.
contract YardTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withSurrenders();
        _withGates();
        _withYard();
        _withTime();
    }

    /// @dev Of the orders what leads to the gate, holds, and moves the right to collect there and back.
    function _withGates() private {
        bytes4[] memory orders = new bytes4[](6);
        orders[0] = OrderHandler.issue.selector;
        orders[1] = OrderHandler.setHold.selector;
        orders[2] = OrderHandler.clearHold.selector;
        orders[3] = OrderHandler.delegateCollection.selector;
        orders[4] = OrderHandler.acceptDelegation.selector;
        orders[5] = OrderHandler.gateOut.selector;
        _withSome(address(new OrderHandler(_registry, _bills, _orders)), orders);
        bytes4[] memory terms = new bytes4[](2);
        terms[0] = OrderTermsHandler.withdrawDelegation.selector;
        terms[1] = OrderTermsHandler.correctGateOut.selector;
        _withSome(address(new OrderTermsHandler(_registry, _bills, _orders)), terms);
    }

    /// @notice What is under an open inspection is in, and under a hold of the same office.
    function invariant_noContainerLeavesUnderInspection() public {
        _requireLawful();
        IInspections inspections = _registry.contracts().inspections;
        IReleaseOrder orders = _registry.contracts().orders;
        for (uint256 i = 0; i < _inspections.count(); ++i) {
            Inspections.GhostInspection memory ghost = _inspections.get(_inspections.idAt(i));
            uint256 open = inspections.openOn(ghost.orderId, ghost.authority);
            (, uint256 held) = orders.holdOf(ghost.orderId, ghost.authority);
            require(open & ~held == 0, "an inspection without its hold");
            require(open & orders.orderOf(ghost.orderId).gatedOut == 0, "a container that left under inspection");
            string memory what = _inspections.difference(inspections, _inspections.idAt(i));
            require(bytes(what).length == 0, what);
        }
    }

    /// @notice A collector waits for a container by one appointment at most, and none outlasts its order's validity.
    function invariant_noContainerIsBookedTwiceByItsCollector() public {
        _requireLawful();
        IAppointments appointments = _registry.contracts().appointments;
        uint256 time = _registry.clock();
        for (uint256 i = 0; i < _appointments.count(); ++i) {
            bytes32 id = _appointments.idAt(i);
            Appointments.GhostAppointment memory ghost = _appointments.get(id);
            uint256 standing = _appointments.standing(ghost.orderId, ghost.container, ghost.collector, time);
            require(standing <= 1, "a container that is booked twice");
            require(ghost.closesAt <= _orders.get(ghost.orderId).validUntil, "a window beyond the order's validity");
            string memory what = _appointments.difference(appointments, id, time);
            require(bytes(what).length == 0, what);
        }
    }
}
