// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAppointments} from "../../../../contracts/interfaces/IAppointments.sol";
import {AppointmentState} from "../../../../contracts/types/AppointmentWord.sol";

/// @notice The law of appointments in plain words, apart from the contract.
contract Appointments {
    struct GhostAppointment {
        AppointmentState stored;
        uint32 version;
        bytes32 orderId;
        uint8 container;
        uint24 collector;
        uint24 terminal;
        uint40 opensAt;
        uint40 closesAt;
    }

    bytes32[] private _ids;
    mapping(bytes32 => GhostAppointment) private _appointments;

    function count() external view returns (uint256) {
        return _ids.length;
    }

    function idAt(uint256 place) external view returns (bytes32) {
        return _ids[place];
    }

    function get(bytes32 id) external view returns (GhostAppointment memory) {
        return _appointments[id];
    }

    function put(bytes32 id, GhostAppointment memory appointment) external {
        if (_appointments[id].version == 0) _ids.push(id);
        _appointments[id] = appointment;
    }

    /// @notice Whether somebody waits for a container by it, or waits for the answer.
    function stands(GhostAppointment memory ghost, uint256 time) public pure returns (bool) {
        AppointmentState state = stateOf(ghost, time);
        return state == AppointmentState.Requested || state == AppointmentState.Confirmed;
    }

    function stateOf(GhostAppointment memory ghost, uint256 time) public pure returns (AppointmentState) {
        bool open = ghost.stored == AppointmentState.Requested || ghost.stored == AppointmentState.Confirmed;
        return open && ghost.closesAt < time ? AppointmentState.Ended : ghost.stored;
    }

    /// @notice How many appointments of a member for a container stand.
    function standing(bytes32 orderId, uint8 container, uint24 collector, uint256 time)
        external
        view
        returns (uint256 many)
    {
        for (uint256 i = 0; i < _ids.length; ++i) {
            GhostAppointment storage a = _appointments[_ids[i]];
            if (a.orderId != orderId || a.container != container || a.collector != collector) continue;
            if (stands(a, time)) ++many;
        }
    }

    /// @notice What the contract says that differs from what the law says; empty if nothing does.
    function difference(IAppointments contract_, bytes32 id, uint256 time) external view returns (string memory) {
        GhostAppointment memory ghost = _appointments[id];
        IAppointments.Appointment memory real = contract_.appointmentOf(id);
        if (real.version != ghost.version) return "version";
        if (real.state != stateOf(ghost, time)) return "state";
        if (real.orderId != ghost.orderId || real.container != ghost.container) return "container";
        if (real.collector != ghost.collector || real.terminal != ghost.terminal) return "parties";
        if (real.opensAt != ghost.opensAt || real.closesAt != ghost.closesAt) return "window";
        return "";
    }
}
