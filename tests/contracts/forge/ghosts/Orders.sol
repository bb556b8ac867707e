// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ISharedContainers} from "../../../../contracts/interfaces/ISharedContainers.sol";
import {BoxState} from "../../../../contracts/types/BoxWord.sol";
import {ReleaseFlow, ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {Boxes} from "./Boxes.sol";

/// @notice The law of release orders in plain words, apart from the contract.
contract Orders is Boxes {
    struct GhostOrder {
        bytes32 billId;
        uint32 version;
        uint24 carrier;
        uint24 terminal;
        uint24 releaseTo;
        uint24 invited;
        uint24[] collectors;
        uint16 containers;
        uint40 validUntil;
        ReleaseFlow flow;
        bool revoked;
        // Five authorities: who set its hold, whether on the order, on which containers.
        uint24[5] setters;
        bool[5] orderHeld;
        uint256[5] held;
        uint256 out;
        // Under an inspection of customs or of quarantine that nobody has passed yet; and whether there ever was one.
        uint256[2] inspected;
        bool everInspected;
    }

    bytes32[] private _ids;
    mapping(bytes32 => GhostOrder) private _orders;
    mapping(bytes32 => bytes32[]) private _ofBill;

    function count() external view returns (uint256) {
        return _ids.length;
    }

    function idAt(uint256 place) external view returns (bytes32) {
        return _ids[place];
    }

    function get(bytes32 id) external view returns (GhostOrder memory) {
        return _orders[id];
    }

    function put(bytes32 id, GhostOrder memory order) external {
        if (_orders[id].version == 0) {
            _ids.push(id);
            _ofBill[order.billId].push(id);
        }
        _orders[id] = order;
    }

    /// @notice How many orders on a bill are not revoked.
    function liveOn(bytes32 billId) public view returns (uint256 live) {
        bytes32[] storage ids = _ofBill[billId];
        for (uint256 i = 0; i < ids.length; ++i) {
            if (!_orders[ids[i]].revoked) ++live;
        }
    }

    /// @notice The order that was issued last on a bill; none has the id 0.
    function lastOn(bytes32 billId) public view returns (bytes32 id, GhostOrder memory order) {
        bytes32[] storage ids = _ofBill[billId];
        if (ids.length == 0) return (0, order);
        id = ids[ids.length - 1];
        order = _orders[id];
    }

    function all(GhostOrder memory order) public pure returns (uint256) {
        return type(uint256).max >> (256 - order.containers);
    }

    /// @notice Whether anybody holds a container, on its own or with the whole order.
    function isHeld(GhostOrder memory order, uint256 container) external pure returns (bool) {
        for (uint256 i = 0; i < 5; ++i) {
            if (order.orderHeld[i] || (order.held[i] >> container) & 1 != 0) return true;
        }
        return false;
    }

    function stateOf(GhostOrder memory order, uint256 time) public pure returns (ReleaseOrderState) {
        if (order.version == 0) return ReleaseOrderState.None;
        if (order.revoked) return ReleaseOrderState.Revoked;
        if (order.out == all(order)) return ReleaseOrderState.Completed;
        return time > order.validUntil ? ReleaseOrderState.Expired : ReleaseOrderState.Active;
    }

    /// @notice Whether a shared container is out on each of its bills' orders alike; else what is wrong.
    function boxDifference(ISharedContainers contract_, bytes32 boxId) external view returns (string memory) {
        GhostBox memory ghost = box(boxId);
        ISharedContainers.Box memory real = contract_.boxOf(boxId);
        if (real.version != ghost.version || real.carrier != ghost.carrier) return "version or carrier";
        if (real.slots.length != ghost.slots.length) return "slots";
        if (ghost.dissolved) return real.state == BoxState.Dissolved ? "" : "a box that is shared no more";
        bool out = real.state == BoxState.Out;
        if (!out && real.state != BoxState.Shared) return "state";
        for (uint256 i = 0; i < ghost.slots.length; ++i) {
            (, GhostOrder memory order) = lastOn(ghost.slots[i].billId);
            bool gone = (order.out >> ghost.slots[i].container) & 1 != 0;
            if (gone != out) return "a box that left on one bill and not on another";
            if (contract_.boxOn(ghost.slots[i].billId, ghost.slots[i].container) != boxId) return "the box of a slot";
        }
        return "";
    }

    /// @notice What the contract says that differs from what the law says; empty if nothing does.
    function difference(IReleaseOrder contract_, bytes32 id, uint256 time) external view returns (string memory) {
        GhostOrder memory ghost = _orders[id];
        IReleaseOrder.Order memory real = contract_.orderOf(id);
        if (real.version != ghost.version) return "version";
        if (real.state != stateOf(ghost, time)) return "state";
        if (real.carrier != ghost.carrier || real.terminal != ghost.terminal) return "carrier or terminal";
        if (real.releaseTo != ghost.releaseTo || real.invited != ghost.invited) return "release-to or invited";
        uint256 last = ghost.collectors.length;
        if (real.collector != (last == 0 ? ghost.releaseTo : ghost.collectors[last - 1])) return "collector";
        if (real.flow != (ghost.everInspected ? ReleaseFlow.Yard : ghost.flow)) return "flow";
        if (real.containers != ghost.containers || real.validUntil != ghost.validUntil) return "terms";
        if (real.gatedOut != ghost.out) return "containers out";
        if (real.shared != (ghost.revoked || ghost.version == 0 ? 0 : sharedOf(ghost.billId))) return "what is shared";
        uint256 held = 0;
        for (uint256 i = 0; i < 5; ++i) {
            held |= ghost.held[i];
            if ((real.orderHolds >> i) & 1 != (ghost.orderHeld[i] ? 1 : 0)) return "holds of the order";
        }
        if (real.heldContainers != held) return "holds of containers";
        bytes32 live = contract_.liveOrderOf(ghost.billId);
        if (ghost.version != 0 && !ghost.revoked && live != id) return "live order";
        return "";
    }
}
