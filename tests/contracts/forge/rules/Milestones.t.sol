// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMilestones} from "../../../../contracts/interfaces/IMilestones.sol";
import {Subjects} from "../../../../contracts/libraries/Subjects.sol";
import {
    ANCHOR_MILESTONES_TYPEHASH,
    AnchorMilestones,
    CORRECT_MILESTONES_TYPEHASH,
    CorrectMilestones
} from "../../../../contracts/types/Actions.sol";
import {MilestoneState} from "../../../../contracts/types/MilestoneWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {SubjectKind} from "../../../../contracts/types/Subject.sol";
import {GOVERNOR, TERMINAL} from "../utils/Cast.sol";
import {RecordsBase} from "./RecordsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of milestones, and of what a document or a batch may be about.
contract MilestonesRules is RecordsBase {
    bytes32 private constant BATCH = keccak256("batch");
    bytes32 private constant NEXT = keccak256("correction");
    bytes32 private constant SUBJECT = keccak256("port call");
    uint8 private constant PORT_CALL = uint8(SubjectKind.PortCall);
    uint32 private constant EVENTS = 77;
    uint40 private constant EARLIEST = START - 50;
    uint40 private constant LATEST = START;
    uint32 private constant OBSERVERS = Roles.CARRIER | Roles.FORWARDER | Roles.TERMINAL | Roles.HAULIER | Roles.CUSTOMS
        | Roles.INSPECTION_BODY | Roles.PORT_AUTHORITY;

    function _anchor(bytes32 id) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(AnchorMilestones(id, TERMINAL, PORT_CALL, SUBJECT, EVENTS, EARLIEST, LATEST, PARTY, REMARK));
        return
            _intent(address(on.milestones), IMilestones.anchor.selector, ANCHOR_MILESTONES_TYPEHASH, fields, TERMINAL);
    }

    function _correct(bytes32 id, uint32 version, bytes32 next) private view returns (Intent memory) {
        bytes memory fields = abi.encode(
            CorrectMilestones(id, version, TERMINAL, next, PORT_CALL, SUBJECT, EVENTS, EARLIEST, LATEST, PARTY, REMARK)
        );
        return
            _intent(address(on.milestones), IMilestones.correct.selector, CORRECT_MILESTONES_TYPEHASH, fields, TERMINAL);
    }

    function _isBatch(bytes32 id, MilestoneState state, uint32 version) private view {
        _same(
            abi.encode(on.milestones.batchOf(id)),
            abi.encode(state, SubjectKind.PortCall, version, TERMINAL, EVENTS, EARLIEST, LATEST)
        );
    }

    /// @dev The places where an anchoring's or a correction's events and times stand.
    function _refuseBatch(Intent memory i, uint256 id, uint256 events) private {
        _refuse(_but(i, id, 0), _error(IMilestones.MilestonesEmptyId.selector));
        _refuse(_but(i, events, 0), _error(IMilestones.MilestonesNoEvents.selector));
        _refuse(
            _but(i, events + 1, LATEST + 1), _error(IMilestones.MilestonesTimesReversed.selector, LATEST + 1, LATEST)
        );
        _refuse(_but(i, events + 2, START + 1), _error(IMilestones.MilestonesNotYet.selector, START + 1, START));
    }

    function _refuseSubject(Intent memory i, uint256 kind) private {
        _refuse(_but(i, kind, PORT_CALL + 1), _error(Subjects.SubjectKindUnknown.selector, PORT_CALL + 1));
        bytes4 mismatch = Subjects.SubjectMismatch.selector;
        _refuse(_but(i, kind, 0), abi.encodeWithSelector(mismatch, 0, SUBJECT));
        _refuse(_but(i, kind + 1, 0), abi.encodeWithSelector(mismatch, PORT_CALL, 0));
        for (uint8 record = 1; record <= 3; ++record) {
            bytes memory reason = abi.encodeWithSelector(Subjects.SubjectNotOnLedger.selector, record, SUBJECT);
            _refuse(_but(i, kind, record), reason);
        }
    }

    function test_anchor() external {
        Intent memory i = _anchor(BATCH);
        _refuseBatch(i, 0, 4);
        _refuseSubject(i, 2);
        _needs(i, TERMINAL, Powers.ANCHOR, OBSERVERS);
        _expect();
        emit IMilestones.MilestonesAnchored(BATCH, _by(TERMINAL, 1, 0, PORT_CALL), SUBJECT, EVENTS, EARLIEST, LATEST, 0);
        _expectRemark(BATCH, 1);
        _accept(i);
        _isBatch(BATCH, MilestoneState.Anchored, 1);
        _refuse(i, _errorOn(IMilestones.MilestonesAlreadyAnchored.selector, BATCH));
    }

    function test_anchor_ofOneEventAtOneTime() external {
        _accept(_but(_but(_anchor(BATCH), 4, 1), 5, LATEST));
        _same(on.milestones.batchOf(BATCH).earliestAt, LATEST);
        IMilestones.MilestoneBatch memory none;
        _same(abi.encode(on.milestones.batchOf(NEXT)), abi.encode(none));
    }

    function test_anchor_aboutEachKindOfSubject() external {
        _ordered(ORDER, BILL);
        _accept(_apply(CERTIFICATE, 1, ITEM, QUANTITY, QUANTITY));
        bytes32[6] memory subjects = [bytes32(0), BILL, ORDER, CERTIFICATE, SUBJECT, SUBJECT];
        for (uint8 kind = 0; kind < 6; ++kind) {
            bytes32 id = keccak256(abi.encode("about", kind));
            _accept(_but(_but(_anchor(id), 2, kind), 3, uint256(subjects[kind])));
            _same(uint8(on.milestones.batchOf(id).subjectKind), kind);
        }
    }

    function test_correct() external {
        _accept(_anchor(BATCH));
        Intent memory i = _correct(BATCH, 1, NEXT);
        _bindsVersion(i, IMilestones.MilestonesStaleVersion.selector);
        _refuse(_but(i, ID, uint256(NEXT)), _errorOn(IMilestones.MilestonesUnknown.selector, NEXT));
        _refuse(
            _but(i, ACTOR, GOVERNOR), _errorOn(IMilestones.MilestonesNotObserver.selector, BATCH, GOVERNOR, TERMINAL)
        );
        _refuse(_but(i, 3, uint256(BATCH)), _errorOn(IMilestones.MilestonesAlreadyAnchored.selector, BATCH));
        _refuseBatch(i, 3, 6);
        _refuseSubject(i, 4);
        _needs(i, TERMINAL, Powers.ANCHOR, OBSERVERS);
        _expect();
        emit IMilestones.MilestonesCorrected(BATCH, _by(TERMINAL, 2), NEXT);
        _expectRemark(BATCH, 2);
        emit IMilestones.MilestonesAnchored(
            NEXT, _by(TERMINAL, 1, 0, PORT_CALL), SUBJECT, EVENTS, EARLIEST, LATEST, BATCH
        );
        _expectRemark(NEXT, 1);
        _accept(i);

        _isBatch(BATCH, MilestoneState.Corrected, 2);
        _isBatch(NEXT, MilestoneState.Anchored, 1);
        bytes4 unexpected = IMilestones.MilestonesUnexpectedState.selector;
        uint256 anchored = 1 << uint8(MilestoneState.Anchored);
        _refuse(
            _correct(BATCH, 2, keccak256("third")),
            _errorOn(unexpected, BATCH, uint8(MilestoneState.Corrected), anchored)
        );
    }

    function test_verify() external {
        (bytes32 first, bytes32 second) = (keccak256("first"), keccak256("second"));
        bytes32 a = keccak256(abi.encodePacked(uint32(0), first));
        bytes32 b = keccak256(abi.encodePacked(uint32(1), second));
        bytes32 root = a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
        _accept(_but(_anchor(root), 4, 2));
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = b;
        _same(abi.encode(on.milestones.verify(root, 0, first, proof)), abi.encode(true));
        _same(abi.encode(on.milestones.verify(root, 1, first, proof)), abi.encode(false));
        _same(abi.encode(on.milestones.verify(root, 0, second, proof)), abi.encode(false));
        proof[0] = a;
        _same(abi.encode(on.milestones.verify(root, 1, second, proof)), abi.encode(true));
        // What lies beyond the number of events is none.
        bytes32 single = keccak256(abi.encodePacked(uint32(1), second));
        _accept(_but(_anchor(single), 4, 1));
        _same(abi.encode(on.milestones.verify(single, 1, second, new bytes32[](0))), abi.encode(false));
    }
}
