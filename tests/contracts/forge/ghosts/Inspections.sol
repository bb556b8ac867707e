// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInspections} from "../../../../contracts/interfaces/IInspections.sol";
import {Attendance, InspectionState} from "../../../../contracts/types/InspectionWord.sol";
import {HoldAuthority} from "../../../../contracts/types/OrderWord.sol";

/// @notice The law of inspections in plain words, apart from the contract.
contract Inspections {
    struct GhostInspection {
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

    bytes32[] private _ids;
    mapping(bytes32 => GhostInspection) private _inspections;

    function count() external view returns (uint256) {
        return _ids.length;
    }

    function idAt(uint256 place) external view returns (bytes32) {
        return _ids[place];
    }

    function get(bytes32 id) external view returns (GhostInspection memory) {
        return _inspections[id];
    }

    function put(bytes32 id, GhostInspection memory inspection) external {
        if (_inspections[id].version == 0) _ids.push(id);
        _inspections[id] = inspection;
    }

    /// @notice The containers of an order that an authority has not passed yet, added up from scratch.
    function openOn(bytes32 orderId, HoldAuthority authority) public view returns (uint256 containers) {
        for (uint256 i = 0; i < _ids.length; ++i) {
            GhostInspection storage ghost = _inspections[_ids[i]];
            if (ghost.orderId != orderId || ghost.authority != authority) continue;
            if (ghost.state != InspectionState.Passed) containers |= ghost.containers;
        }
    }

    /// @notice How many inspections there were on an order.
    function countOn(bytes32 orderId) public view returns (uint256 many) {
        for (uint256 i = 0; i < _ids.length; ++i) {
            if (_inspections[_ids[i]].orderId == orderId) ++many;
        }
    }

    /// @notice What the contract says that differs from what the law says; empty if nothing does.
    function difference(IInspections contract_, bytes32 id) external view returns (string memory) {
        GhostInspection memory ghost = _inspections[id];
        IInspections.Inspection memory real = contract_.inspectionOf(id);
        if (real.version != ghost.version) return "version";
        if (real.state != ghost.state) return "state";
        if (real.orderId != ghost.orderId || real.containers != ghost.containers) return "containers";
        if (real.authority != ghost.authority || real.office != ghost.office) return "office";
        if (real.principal != ghost.principal || real.agent != ghost.agent) return "commission";
        if (real.attendance != ghost.attendance || real.scheduledAt != ghost.scheduledAt) return "appointment";
        if (contract_.openOn(ghost.orderId, ghost.authority) != openOn(ghost.orderId, ghost.authority)) {
            return "containers under inspection";
        }
        if (contract_.countOf(ghost.orderId) != countOn(ghost.orderId)) return "number of inspections";
        return "";
    }
}
