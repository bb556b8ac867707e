// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IMilestones} from "./interfaces/IMilestones.sol";
import {IReleaseOrder} from "./interfaces/IReleaseOrder.sol";
import {ITaxRefundCertificate} from "./interfaces/ITaxRefundCertificate.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {Subjects} from "./libraries/Subjects.sol";
import {Acts} from "./types/Act.sol";
import {
    ANCHOR_MILESTONES_TYPEHASH,
    AnchorMilestones,
    CORRECT_MILESTONES_TYPEHASH,
    CorrectMilestones
} from "./types/Actions.sol";
import {Mandates} from "./types/Mandate.sol";
import {MilestoneState, MilestoneWord, MilestoneWords} from "./types/MilestoneWord.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";
import {SubjectKind} from "./types/Subject.sol";

/// @title Milestones
/// @notice Merkle-anchored batches of port operation events; see {IMilestones}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
contract Milestones is IMilestones, SignedActions, Subjects {
    /// @dev Who stands where the events happen.
    uint32 private constant OBSERVERS = Roles.CARRIER | Roles.FORWARDER | Roles.TERMINAL | Roles.HAULIER | Roles.CUSTOMS
        | Roles.INSPECTION_BODY | Roles.PORT_AUTHORITY;

    mapping(bytes32 batchId => MilestoneWord) private _batches;

    constructor(
        IConsortium consortium,
        IBillOfLading bills,
        IReleaseOrder orders,
        ITaxRefundCertificate certificates
    ) SignedActions(consortium) Subjects(bills, orders, certificates) {}

    /// @inheritdoc IMilestones
    function anchor(AnchorMilestones calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        _requireNew(action.batchId, action.events, action.earliestAt, action.latestAt);
        SubjectKind about = _requireSubject(action.subjectKind, action.subject);
        address wallet = _authorize(
            ANCHOR_MILESTONES_TYPEHASH, 9, Mandates.by(action.actor, Powers.ANCHOR, OBSERVERS), signatures
        );

        MilestoneWord word =
            MilestoneWords.create(about, action.actor, action.events, action.earliestAt, action.latestAt);
        _batches[action.batchId] = word;
        _anchored(action.batchId, word, action.subject, 0, wallet);
        _remark(action.batchId, 1, 9);
    }

    /// @inheritdoc IMilestones
    function correct(CorrectMilestones calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MilestoneWord old = _require(action.batchId, action.version);
        if (action.actor != old.observer()) {
            revert MilestonesNotObserver(action.batchId, action.actor, old.observer());
        }
        _requireNew(action.correction, action.events, action.earliestAt, action.latestAt);
        SubjectKind about = _requireSubject(action.subjectKind, action.subject);
        address wallet = _authorize(
            CORRECT_MILESTONES_TYPEHASH, 11, Mandates.by(action.actor, Powers.ANCHOR, OBSERVERS), signatures
        );

        MilestoneWord word =
            MilestoneWords.create(about, action.actor, action.events, action.earliestAt, action.latestAt);
        _batches[action.correction] = word;
        old = old.withState(MilestoneState.Corrected).advanced();
        _batches[action.batchId] = old;
        emit MilestonesCorrected(action.batchId, Acts.by(action.actor, wallet, old.version()), action.correction);
        _remark(action.batchId, old.version(), 11);
        _anchored(action.correction, word, action.subject, action.batchId, wallet);
        _remark(action.correction, 1, 11);
    }

    /// @inheritdoc IMilestones
    /// @dev A leaf hashes 36 bytes and a pair 64: no inner node passes for an event.
    function verify(bytes32 batchId, uint32 place, bytes32 event_, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        if (place >= _batches[batchId].events()) return false;
        return MerkleProof.verifyCalldata(proof, batchId, keccak256(abi.encodePacked(place, event_)));
    }

    /// @inheritdoc IMilestones
    function batchOf(bytes32 batchId) external view returns (MilestoneBatch memory) {
        MilestoneWord word = _batches[batchId];
        return MilestoneBatch({
            state: word.state(),
            subjectKind: word.subjectKind(),
            version: word.version(),
            observer: word.observer(),
            events: word.events(),
            earliestAt: word.earliestAt(),
            latestAt: word.latestAt()
        });
    }

    function _anchored(bytes32 batchId, MilestoneWord word, bytes32 subject, bytes32 corrects, address wallet) private {
        emit MilestonesAnchored(
            batchId,
            Acts.by(word.observer(), wallet, word.version()).how(uint16(word.subjectKind())),
            subject,
            word.events(),
            word.earliestAt(),
            word.latestAt(),
            corrects
        );
    }

    function _requireNew(bytes32 batchId, uint32 events, uint40 earliestAt, uint40 latestAt) private view {
        if (batchId == 0) revert MilestonesEmptyId();
        if (MilestoneWord.unwrap(_batches[batchId]) != 0) revert MilestonesAlreadyAnchored(batchId);
        if (events == 0) revert MilestonesNoEvents();
        if (earliestAt > latestAt) revert MilestonesTimesReversed(earliestAt, latestAt);
        if (latestAt > block.timestamp) revert MilestonesNotYet(latestAt, block.timestamp);
    }

    function _require(bytes32 batchId, uint32 seen) private view returns (MilestoneWord word) {
        word = _batches[batchId];
        if (MilestoneWord.unwrap(word) == 0) revert MilestonesUnknown(batchId);
        if (seen != word.version()) revert MilestonesStaleVersion(batchId, seen, word.version());
        if (word.state() != MilestoneState.Anchored) {
            revert MilestonesUnexpectedState(batchId, word.state(), 1 << uint8(MilestoneState.Anchored));
        }
    }
}
