// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocuments} from "../../../../contracts/interfaces/IDocuments.sol";
import {IMilestones} from "../../../../contracts/interfaces/IMilestones.sol";
import {DocumentState, DocumentType} from "../../../../contracts/types/DocumentWord.sol";
import {MilestoneState} from "../../../../contracts/types/MilestoneWord.sol";

/// @notice The law of supporting documents and of milestones in plain words, apart from the contracts.
contract Papers {
    struct GhostDocument {
        DocumentState stored;
        DocumentType kind;
        uint32 version;
        uint40 validUntil;
        uint24 issuer;
        uint24 consumer;
        uint32 consumerRoles;
        uint24 counterpart;
    }

    struct GhostBatch {
        MilestoneState state;
        uint32 version;
        uint24 observer;
        uint32 events;
        // What the root was anchored with: subject, number and times of its events. None of it ever changes.
        bytes32 terms;
    }

    bytes32[] private _documentIds;
    bytes32[] private _batchIds;
    mapping(bytes32 => GhostDocument) private _documents;
    mapping(bytes32 => GhostBatch) private _batches;

    function documentCount() external view returns (uint256) {
        return _documentIds.length;
    }

    function documentAt(uint256 place) external view returns (bytes32) {
        return _documentIds[place];
    }

    function document(bytes32 id) external view returns (GhostDocument memory) {
        return _documents[id];
    }

    function putDocument(bytes32 id, GhostDocument memory ghost) external {
        if (_documents[id].version == 0) _documentIds.push(id);
        _documents[id] = ghost;
    }

    function stateOf(GhostDocument memory ghost, uint256 time) public pure returns (DocumentState) {
        bool over = ghost.validUntil != 0 && ghost.validUntil < time;
        return ghost.stored == DocumentState.Valid && over ? DocumentState.Expired : ghost.stored;
    }

    function batchCount() external view returns (uint256) {
        return _batchIds.length;
    }

    function batchAt(uint256 place) external view returns (bytes32) {
        return _batchIds[place];
    }

    function batch(bytes32 id) external view returns (GhostBatch memory) {
        return _batches[id];
    }

    function putBatch(bytes32 id, GhostBatch memory ghost) external {
        if (_batches[id].version == 0) _batchIds.push(id);
        _batches[id] = ghost;
    }

    /// @notice What the contract says of a document that differs from what the law says; empty if nothing does.
    function documentDifference(IDocuments contract_, bytes32 id, uint256 time) external view returns (string memory) {
        GhostDocument memory ghost = _documents[id];
        IDocuments.Document memory real = contract_.documentOf(id);
        if (real.version != ghost.version) return "version";
        if (real.state != stateOf(ghost, time)) return "state";
        if (real.documentType != ghost.kind || real.validUntil != ghost.validUntil) return "terms";
        if (real.issuer != ghost.issuer || real.counterpart != ghost.counterpart) return "issuer";
        if (real.consumer != ghost.consumer || real.consumerRoles != ghost.consumerRoles) return "consumer";
        return "";
    }

    function termsOf(uint8 about, uint32 events, uint40 earliestAt, uint40 latestAt) public pure returns (bytes32) {
        return keccak256(abi.encode(about, events, earliestAt, latestAt));
    }

    /// @notice What the contract says of a batch that differs from what the law says; empty if nothing does.
    function batchDifference(IMilestones contract_, bytes32 id) external view returns (string memory) {
        GhostBatch memory ghost = _batches[id];
        IMilestones.MilestoneBatch memory real = contract_.batchOf(id);
        if (real.version != ghost.version || real.state != ghost.state) return "version or state";
        if (real.observer != ghost.observer || real.events != ghost.events) return "observer or events";
        if (termsOf(uint8(real.subjectKind), real.events, real.earliestAt, real.latestAt) != ghost.terms) {
            return "terms";
        }
        return "";
    }
}
