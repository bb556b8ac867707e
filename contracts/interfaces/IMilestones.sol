// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {AnchorMilestones, CorrectMilestones} from "../types/Actions.sol";
import {MilestoneState} from "../types/MilestoneWord.sol";
import {SubjectKind} from "../types/Subject.sol";

/// @title Milestones (作业节点)
/// @notice Batches of port operation events that have happened, signed by who observed them. A batch's id is the root of
/// a Merkle tree over its events' salted commitments: one event can be shown without the others. Batches are only ever
/// added; what was wrong is corrected by a later batch and stays visible.
interface IMilestones {
    /// @notice The state of a batch in full.
    /// @param state MilestoneState.
    /// @param subjectKind SubjectKind of what all its events are about.
    /// @param version The version that the next action must carry.
    /// @param observer The member that observed and signed.
    /// @param events Number of events.
    /// @param earliestAt When the earliest event happened: seconds since 1970 UTC.
    /// @param latestAt When the latest event happened: seconds since 1970 UTC.
    struct MilestoneBatch {
        MilestoneState state;
        SubjectKind subjectKind;
        uint32 version;
        uint24 observer;
        uint32 events;
        uint40 earliestAt;
        uint40 latestAt;
    }

    /// @notice A batch was anchored; `corrects` is the one that it corrects, or 0.
    /// @custom:detail subjectKind, a SubjectKind
    event MilestonesAnchored(
        bytes32 indexed batchId,
        Act act,
        bytes32 subject,
        uint32 events,
        uint40 earliestAt,
        uint40 latestAt,
        bytes32 corrects
    );
    /// @notice A batch was corrected by another one, which was anchored with it.
    event MilestonesCorrected(bytes32 indexed batchId, Act act, bytes32 correction);

    /// @notice The id is empty.
    error MilestonesEmptyId();
    /// @notice A batch of this id exists: it was anchored before.
    error MilestonesAlreadyAnchored(bytes32 batchId);
    /// @notice There is no batch of this id.
    error MilestonesUnknown(bytes32 batchId);
    /// @notice The signer saw another version of the batch than the current one.
    error MilestonesStaleVersion(bytes32 batchId, uint32 seen, uint32 current);
    /// @notice The state does not allow this; `allowed` has a bit for each MilestoneState that does.
    error MilestonesUnexpectedState(bytes32 batchId, MilestoneState current, uint256 allowed);
    /// @notice A batch has at least one event.
    error MilestonesNoEvents();
    /// @notice The earliest event is later than the latest.
    error MilestonesTimesReversed(uint40 earliestAt, uint40 latestAt);
    /// @notice Milestones have happened: the latest is later than the block's time.
    error MilestonesNotYet(uint40 latestAt, uint256 time);
    /// @notice The actor is not the observer of this batch.
    error MilestonesNotObserver(bytes32 batchId, uint24 actor, uint24 observer);

    /// @notice The observer anchors a batch of events.
    /// @dev Requirements: a new id, a subject of this ledger if it is a record, at least one event, times in order and none
    /// to come, a role that observes, the power ANCHOR. Emits {MilestonesAnchored}.
    function anchor(AnchorMilestones calldata action, bytes calldata signatures) external;

    /// @notice The observer anchors a batch that says what is right where an earlier one is wrong.
    /// @dev Requirements: version, state Anchored, the batch's observer, the new one as in {anchor}. Emits
    /// {MilestonesCorrected}, {MilestonesAnchored}.
    function correct(CorrectMilestones calldata action, bytes calldata signatures) external;

    /// @notice Whether a batch has this event at this place; whether the batch was corrected is for {batchOf} to say.
    /// @param batchId The batch.
    /// @param place The event's place in the batch, from 0.
    /// @param event_ The event's own salted commitment.
    /// @param proof The hashes beside its path to the root, from the leaf up; a pair is hashed in ascending order.
    function verify(bytes32 batchId, uint32 place, bytes32 event_, bytes32[] calldata proof)
        external
        view
        returns (bool);

    /// @notice The state of a batch; state None if there is none.
    function batchOf(bytes32 batchId) external view returns (MilestoneBatch memory);
}
