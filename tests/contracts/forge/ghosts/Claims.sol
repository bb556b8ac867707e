// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRefundClaim} from "../../../../contracts/interfaces/IRefundClaim.sol";
import {ClaimState, ManagementClass} from "../../../../contracts/types/ClaimWord.sol";

/// @notice The law of refund claims in plain words, apart from the contract.
contract Claims {
    struct GhostClaim {
        ClaimState state;
        uint32 version;
        uint24 exporter;
        uint24 taxAuthority;
        bytes32 content;
        ManagementClass class;
        uint40 filedAt;
        uint40 acceptedAt;
        uint40 concludedAt;
        uint40 paidAt;
    }

    bytes32[] private _ids;
    mapping(bytes32 => GhostClaim) private _claims;
    mapping(bytes32 => uint256) private _reached;
    mapping(bytes32 => bytes32) private _last;

    function count() external view returns (uint256) {
        return _ids.length;
    }

    function idAt(uint256 place) external view returns (bytes32) {
        return _ids[place];
    }

    function get(bytes32 id) external view returns (GhostClaim memory) {
        return _claims[id];
    }

    function put(IRefundClaim contract_, bytes32 id, GhostClaim memory claim) external {
        if (_claims[id].version == 0) _ids.push(id);
        _claims[id] = claim;
        uint256 step = stepOf(claim.state);
        if (step > _reached[id]) _reached[id] = step;
        if (ended(claim.state) && _last[id] == 0) _last[id] = _seal(contract_, id);
    }

    /// @notice How far a claim in this state has come; filed and returned are the same step.
    function stepOf(ClaimState state) public pure returns (uint256) {
        if (state == ClaimState.None) return 0;
        if (state == ClaimState.Filed || state == ClaimState.Returned) return 1;
        if (state == ClaimState.Accepted) return 2;
        if (state == ClaimState.Reviewed) return 3;
        if (state == ClaimState.Approved || state == ClaimState.Refused) return 4;
        return 5;
    }

    function ended(ClaimState state) public pure returns (bool) {
        return state == ClaimState.Refused || state == ClaimState.Paid || state == ClaimState.Withdrawn;
    }

    /// @notice Whether a claim has moved after its end, or gone back behind a step that it had taken.
    function turnedBack(IRefundClaim contract_, bytes32 id) external view returns (bool) {
        if (stepOf(contract_.claimOf(id).state) < _reached[id]) return true;
        return _last[id] != 0 && _last[id] != _seal(contract_, id);
    }

    /// @notice Whether the clock runs as it must: each time once, none before the one of the step before.
    function clockRunsWrong(IRefundClaim contract_, bytes32 id) external view returns (bool) {
        IRefundClaim.Clock memory clock = contract_.clockOf(id);
        uint256 step = stepOf(contract_.claimOf(id).state);
        if (contract_.claimOf(id).state == ClaimState.Withdrawn) step = 1;
        if ((clock.acceptedAt != 0) != (step >= 2) || (clock.concludedAt != 0) != (step >= 4)) return true;
        if ((clock.paidAt != 0) != (step == 5) || clock.filedAt == 0) return true;
        if (clock.acceptedAt != 0 && clock.acceptedAt < clock.filedAt) return true;
        if (clock.concludedAt != 0 && clock.concludedAt < clock.acceptedAt) return true;
        return clock.paidAt != 0 && clock.paidAt < clock.concludedAt;
    }

    /// @notice What the contract says that differs from what the law says; empty if nothing does.
    function difference(IRefundClaim contract_, bytes32 id) external view returns (string memory) {
        GhostClaim memory ghost = _claims[id];
        IRefundClaim.Claim memory real = contract_.claimOf(id);
        IRefundClaim.Clock memory clock = contract_.clockOf(id);
        if (real.version != ghost.version) return "version";
        if (real.state != ghost.state) return "state";
        if (real.exporter != ghost.exporter || real.taxAuthority != ghost.taxAuthority) return "parties";
        if (real.content != ghost.content) return "content";
        if (clock.managementClass != ghost.class) return "management class";
        if (clock.filedAt != ghost.filedAt || clock.acceptedAt != ghost.acceptedAt) return "filed or accepted at";
        if (clock.concludedAt != ghost.concludedAt || clock.paidAt != ghost.paidAt) return "concluded or paid at";
        return "";
    }

    function _seal(IRefundClaim contract_, bytes32 id) private view returns (bytes32) {
        return keccak256(abi.encode(contract_.claimOf(id), contract_.clockOf(id)));
    }
}
