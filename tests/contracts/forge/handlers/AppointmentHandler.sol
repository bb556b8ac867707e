// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAppointments} from "../../../../contracts/interfaces/IAppointments.sol";
import {
    CANCEL_APPOINTMENT_TYPEHASH,
    CONFIRM_APPOINTMENT_TYPEHASH,
    CancelAppointment,
    ConfirmAppointment,
    REFUSE_APPOINTMENT_TYPEHASH,
    REQUEST_APPOINTMENT_TYPEHASH,
    RefuseAppointment,
    RequestAppointment
} from "../../../../contracts/types/Actions.sol";
import {AppointmentState} from "../../../../contracts/types/AppointmentWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Appointments} from "../ghosts/Appointments.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Boxes} from "../ghosts/Boxes.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Registry} from "../ghosts/Registry.sol";
import {vm} from "../utils/Vm.sol";
import {OrderBase} from "./OrderBase.sol";

/// @notice Appointments to collect containers, and the terminal's answers.
contract AppointmentHandler is OrderBase {
    uint256 private constant MAX_APPOINTMENTS = 60;

    Appointments private immutable APPOINTMENTS;
    IAppointments private immutable YARD;

    constructor(Registry registry, Bills bills, Orders orders, Appointments appointments)
        OrderBase(registry, bills, orders)
    {
        APPOINTMENTS = appointments;
        YARD = _contracts().appointments;
    }

    function request(uint256 seed) external drawn(seed) {
        vm.assume(APPOINTMENTS.count() < MAX_APPOINTMENTS);
        (bytes32 orderId, Orders.GhostOrder memory order) = _orderThat(_active);
        uint40 opensAt = uint40(REGISTRY.clock() + _below(1 days));
        uint40 closesAt = opensAt + uint40(_below(2 days));
        if (closesAt > order.validUntil && !_lies()) closesAt = order.validUntil;
        if (opensAt > closesAt && !_lies()) opensAt = closesAt;
        RequestAppointment memory action = RequestAppointment({
            appointmentId: _lies() ? _some() : _newId(),
            actor: _or(_collector(order)),
            orderId: orderId,
            container: uint8(_below(uint256(order.containers) + (_lies() ? 2 : 1))),
            opensAt: opensAt,
            closesAt: _lies() ? uint40(REGISTRY.clock() - _below(2)) : closesAt,
            pickup: _lies() ? bytes32(0) : bytes32(uint256(1)),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(REQUEST_APPOINTMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(YARD), structHash, action.actor, Powers.COLLECT);
        _call(address(YARD), abi.encodeCall(YARD.request, (action, signatures)));

        _must(APPOINTMENTS.get(action.appointmentId).version == 0, "request: twice");
        _must(action.opensAt <= action.closesAt, "request: a window that ends before it begins");
        _must(REGISTRY.clock() <= action.closesAt, "request: a window that is over");
        _must(action.pickup != 0, "request: for no truck");
        _must(REGISTRY.activeAs(order.terminal, Roles.TERMINAL), "request: of no terminal");
        _mustBeSigned(action.actor, Powers.COLLECT, 0, "request");
        _must(
            APPOINTMENTS.standing(orderId, action.container, action.actor, REGISTRY.clock()) == 0,
            "request: beside another of the same collector"
        );
        Appointments.GhostAppointment memory ghost;
        ghost.stored = AppointmentState.Requested;
        ghost.orderId = orderId;
        ghost.container = action.container;
        ghost.collector = action.actor;
        ghost.terminal = order.terminal;
        ghost.opensAt = action.opensAt;
        ghost.closesAt = action.closesAt;
        _mustBeCollectable(ghost, "request");
        _settle(action.appointmentId, ghost);
    }

    function confirm(uint256 seed) external drawn(seed) {
        (bytes32 id, Appointments.GhostAppointment memory ghost) = _requested();
        ConfirmAppointment memory action =
            ConfirmAppointment(id, _seen(ghost.version), _or(ghost.terminal), 0, bytes32(0));
        bytes32 structHash = keccak256(abi.encode(CONFIRM_APPOINTMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(YARD), structHash, action.actor, Powers.GATE);
        _call(address(YARD), abi.encodeCall(YARD.confirm, (action, signatures)));

        _mustBeAnswered(ghost, action.version, action.actor, "confirm");
        _mustBeCollectable(ghost, "confirm");
        _must(REGISTRY.active(ghost.collector), "confirm: to nobody");
        ghost.stored = AppointmentState.Confirmed;
        _settle(id, ghost);
    }

    function refuse(uint256 seed) external drawn(seed) {
        (bytes32 id, Appointments.GhostAppointment memory ghost) = _requested();
        RefuseAppointment memory action =
            RefuseAppointment(id, _seen(ghost.version), _or(ghost.terminal), 0, bytes32(0));
        bytes32 structHash = keccak256(abi.encode(REFUSE_APPOINTMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(YARD), structHash, action.actor, Powers.GATE);
        _call(address(YARD), abi.encodeCall(YARD.refuse, (action, signatures)));

        _mustBeAnswered(ghost, action.version, action.actor, "refuse");
        ghost.stored = AppointmentState.Refused;
        _settle(id, ghost);
    }

    function cancel(uint256 seed) external drawn(seed) {
        (bytes32 id, Appointments.GhostAppointment memory ghost) = _appointment(true);
        CancelAppointment memory action =
            CancelAppointment(id, _seen(ghost.version), _or(ghost.collector), 0, bytes32(0));
        bytes32 structHash = keccak256(abi.encode(CANCEL_APPOINTMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(YARD), structHash, action.actor, Powers.COLLECT);
        _call(address(YARD), abi.encodeCall(YARD.cancel, (action, signatures)));

        _must(ghost.version != 0 && ghost.version == action.version, "cancel: at another version");
        _must(APPOINTMENTS.stands(ghost, REGISTRY.clock()), "cancel: of one that does not stand");
        _must(action.actor == ghost.collector, "cancel: not by its collector");
        _mustBeSigned(action.actor, Powers.COLLECT, 0, "cancel");
        ghost.stored = AppointmentState.Cancelled;
        _settle(id, ghost);
    }

    function _some() private returns (bytes32) {
        uint256 count = APPOINTMENTS.count();
        return count == 0 ? bytes32(uint256(1)) : APPOINTMENTS.idAt(_below(count));
    }

    function _requested() private returns (bytes32, Appointments.GhostAppointment memory) {
        return _appointment(false);
    }

    /// @dev One that waits for an answer, or stands at all; now and then any.
    function _appointment(bool confirmedToo) private returns (bytes32 id, Appointments.GhostAppointment memory ghost) {
        uint256 count = APPOINTMENTS.count();
        id = _some();
        bool any = _lies();
        uint256 start = count == 0 ? 0 : _below(count);
        for (uint256 i = 0; i < count && !any; ++i) {
            bytes32 other = APPOINTMENTS.idAt((start + i) % count);
            AppointmentState state = APPOINTMENTS.stateOf(APPOINTMENTS.get(other), REGISTRY.clock());
            bool fits = state == AppointmentState.Requested || (confirmedToo && state == AppointmentState.Confirmed);
            if (!fits) continue;
            id = other;
            break;
        }
        ghost = APPOINTMENTS.get(id);
    }

    /// @dev That the container could leave with this collector now, and until the window ends.
    function _mustBeCollectable(Appointments.GhostAppointment memory ghost, string memory action) private {
        Orders.GhostOrder memory named = ORDERS.get(ghost.orderId);
        Boxes.GhostSlot[] memory slots = _together(named.billId, ghost.container);
        for (uint256 i = 0; i < slots.length; ++i) {
            (, Orders.GhostOrder memory order) = ORDERS.lastOn(slots[i].billId);
            uint8 container = slots[i].container;
            _must(_active(order), string.concat(action, ": on an order that is not active"));
            _must(ghost.collector == _collector(order), string.concat(action, ": not for the collector"));
            _must(container < order.containers, string.concat(action, ": for a container that is not"));
            _must((order.out >> container) & 1 == 0, string.concat(action, ": for a container that is out"));
            _must(!ORDERS.isHeld(order, container), string.concat(action, ": for a held container"));
            _must(ghost.closesAt <= order.validUntil, string.concat(action, ": beyond the order's validity"));
            _must(ghost.terminal == order.terminal, string.concat(action, ": at another terminal"));
        }
    }

    function _mustBeAnswered(
        Appointments.GhostAppointment memory ghost,
        uint32 seen,
        uint24 actor,
        string memory action
    ) private {
        _must(ghost.version != 0 && ghost.version == seen, string.concat(action, ": at another version"));
        bool asked = APPOINTMENTS.stateOf(ghost, REGISTRY.clock()) == AppointmentState.Requested;
        _must(asked, string.concat(action, ": of one that asks nothing"));
        _must(actor == ghost.terminal, string.concat(action, ": not by the terminal"));
        _mustBeSigned(actor, Powers.GATE, Roles.TERMINAL, action);
    }

    function _settle(bytes32 id, Appointments.GhostAppointment memory ghost) private {
        ++ghost.version;
        APPOINTMENTS.put(id, ghost);
        string memory what = APPOINTMENTS.difference(YARD, id, REGISTRY.clock());
        _must(bytes(what).length == 0, string.concat("an appointment differs from the law: ", what));
    }
}
