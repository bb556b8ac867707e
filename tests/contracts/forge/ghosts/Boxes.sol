// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The law of shared containers in plain words: which bills' containers are one.
abstract contract Boxes {
    struct GhostSlot {
        bytes32 billId;
        uint8 container;
    }

    struct GhostBox {
        uint32 version;
        uint24 carrier;
        bool dissolved;
        GhostSlot[] slots;
    }

    bytes32[] private _boxIds;
    mapping(bytes32 => GhostBox) private _boxes;

    function boxCount() public view returns (uint256) {
        return _boxIds.length;
    }

    function boxIdAt(uint256 place) public view returns (bytes32) {
        return _boxIds[place];
    }

    function box(bytes32 id) public view returns (GhostBox memory) {
        return _boxes[id];
    }

    function putBox(bytes32 id, GhostBox memory ghost) external {
        if (_boxes[id].version == 0) _boxIds.push(id);
        delete _boxes[id];
        GhostBox storage kept = _boxes[id];
        (kept.version, kept.carrier, kept.dissolved) = (ghost.version, ghost.carrier, ghost.dissolved);
        for (uint256 i = 0; i < ghost.slots.length; ++i) {
            kept.slots.push(ghost.slots[i]);
        }
    }

    /// @notice The live shared container that a bill's container is; 0 if it is none.
    function boxOn(bytes32 billId, uint256 container) public view returns (bytes32) {
        for (uint256 i = 0; i < _boxIds.length; ++i) {
            GhostBox storage ghost = _boxes[_boxIds[i]];
            if (ghost.dissolved) continue;
            for (uint256 j = 0; j < ghost.slots.length; ++j) {
                if (ghost.slots[j].billId == billId && ghost.slots[j].container == container) return _boxIds[i];
            }
        }
        return 0;
    }

    /// @notice The containers that a bill shares: a bit each.
    function sharedOf(bytes32 billId) public view returns (uint256 containers) {
        for (uint256 i = 0; i < _boxIds.length; ++i) {
            GhostBox storage ghost = _boxes[_boxIds[i]];
            if (ghost.dissolved) continue;
            for (uint256 j = 0; j < ghost.slots.length; ++j) {
                if (ghost.slots[j].billId == billId) containers |= uint256(1) << ghost.slots[j].container;
            }
        }
    }
}
