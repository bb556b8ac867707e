// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocuments} from "../../../../contracts/interfaces/IDocuments.sol";
import {IMilestones} from "../../../../contracts/interfaces/IMilestones.sol";
import {
    ANCHOR_MILESTONES_TYPEHASH,
    AnchorMilestones,
    CONSUME_DOCUMENT_TYPEHASH,
    CORRECT_MILESTONES_TYPEHASH,
    ConsumeDocument,
    CorrectMilestones,
    REGISTER_DOCUMENT_TYPEHASH,
    REGISTER_INTERCHANGE_TYPEHASH,
    REVOKE_DOCUMENT_TYPEHASH,
    RegisterDocument,
    RegisterInterchange,
    RevokeDocument,
    SUPERSEDE_DOCUMENT_TYPEHASH,
    SupersedeDocument
} from "../../../../contracts/types/Actions.sol";
import {DocumentState, DocumentType} from "../../../../contracts/types/DocumentWord.sol";
import {MilestoneState} from "../../../../contracts/types/MilestoneWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {SubjectKind} from "../../../../contracts/types/Subject.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Papers} from "../ghosts/Papers.sol";
import {Registry} from "../ghosts/Registry.sol";
import {CARRIER, CONSIGNEE, CUSTOMS, HAULIER, INSPECTION_BODY, SHIPPER, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {Handler} from "./Handler.sol";

/// @notice What is attached to the records: documents that are used up once, and milestones.
contract PaperHandler is Handler {
    uint256 private constant MAX_PAPERS = 40;

    Bills private immutable BILLS;
    Papers private immutable PAPERS;
    IDocuments private immutable DOCUMENTS;
    IMilestones private immutable MILESTONES;
    uint256 private _serial;

    constructor(Registry registry, Bills bills, Papers papers) Handler(registry) {
        BILLS = bills;
        PAPERS = papers;
        DOCUMENTS = _contracts().documents;
        MILESTONES = _contracts().milestones;
    }

    function register(uint256 seed) external drawn(seed) {
        vm.assume(PAPERS.documentCount() < MAX_PAPERS);
        uint8 kind = uint8(_lies() ? _below(14) : 1 + _below(11));
        (uint8 about, bytes32 subject) = _subject();
        RegisterDocument memory action = RegisterDocument({
            documentId: _lies() ? _someDocument() : _newId(),
            actor: _or(_issuer(kind)),
            documentType: kind,
            subjectKind: about,
            subject: subject,
            validUntil: _validUntil(),
            consumer: _chance(40) ? 0 : _or(_pick(CUSTOMS, CONSIGNEE)),
            consumerRoles: _chance(50) ? 0 : Roles.CUSTOMS | Roles.CONSIGNEE,
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(REGISTER_DOCUMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(DOCUMENTS), structHash, action.actor, Powers.ANCHOR);
        _call(address(DOCUMENTS), abi.encodeCall(DOCUMENTS.register, (action, signatures)));

        uint32 roles = DOCUMENTS.issuerRoles(DocumentType(kind));
        _mustBeSigned(action.actor, Powers.ANCHOR, roles, "register");
        _must(PAPERS.document(action.documentId).version == 0, "register: twice");
        _mustBeThere(about, subject, "register");
        Papers.GhostDocument memory ghost;
        ghost.stored = DocumentState.Valid;
        ghost.kind = DocumentType(kind);
        ghost.version = 0;
        ghost.validUntil = action.validUntil;
        ghost.issuer = action.actor;
        ghost.consumer = action.consumer;
        ghost.consumerRoles = action.consumerRoles;
        _settle(action.documentId, ghost);
    }

    function registerInterchange(uint256 seed) external drawn(seed) {
        vm.assume(PAPERS.documentCount() < MAX_PAPERS);
        (uint8 about, bytes32 subject) = _subject();
        RegisterInterchange memory action = RegisterInterchange({
            documentId: _lies() ? _someDocument() : _newId(),
            actor: _or(_pick(TERMINAL, CARRIER)),
            haulier: _or(HAULIER),
            subjectKind: about,
            subject: subject,
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(REGISTER_INTERCHANGE_TYPEHASH, action));
        bytes memory signatures = bytes.concat(
            _signed(address(DOCUMENTS), structHash, action.actor, Powers.ANCHOR),
            _signedToo(address(DOCUMENTS), structHash, action.haulier, Powers.ANCHOR)
        );
        _call(address(DOCUMENTS), abi.encodeCall(DOCUMENTS.registerInterchange, (action, signatures)));

        _mustBeSignedByBoth(
            Party(action.actor, Powers.ANCHOR, Roles.CARRIER | Roles.TERMINAL),
            Party(action.haulier, Powers.ANCHOR, Roles.HAULIER),
            "registerInterchange"
        );
        _must(action.actor != action.haulier, "registerInterchange: with itself");
        _must(PAPERS.document(action.documentId).version == 0, "registerInterchange: twice");
        _mustBeThere(about, subject, "registerInterchange");
        Papers.GhostDocument memory ghost;
        ghost.stored = DocumentState.Valid;
        ghost.kind = DocumentType.EquipmentInterchangeReceipt;
        ghost.issuer = action.actor;
        ghost.counterpart = action.haulier;
        _settle(action.documentId, ghost);
    }

    function supersede(uint256 seed) external drawn(seed) {
        vm.assume(PAPERS.documentCount() < MAX_PAPERS);
        (bytes32 id, Papers.GhostDocument memory ghost) = _documentIn(DocumentState.Valid);
        (uint8 about, bytes32 subject) = _subject();
        SupersedeDocument memory action = SupersedeDocument({
            documentId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.issuer),
            successor: _lies() ? _someDocument() : _newId(),
            subjectKind: about,
            subject: subject,
            validUntil: _validUntil(),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(SUPERSEDE_DOCUMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(DOCUMENTS), structHash, action.actor, Powers.ANCHOR);
        _call(address(DOCUMENTS), abi.encodeCall(DOCUMENTS.supersede, (action, signatures)));

        _mustStand(ghost, action.version, true, "supersede");
        _must(action.actor == ghost.issuer, "supersede: not by its issuer");
        _must(ghost.counterpart == 0, "supersede: without its other party");
        _mustBeSigned(action.actor, Powers.ANCHOR, DOCUMENTS.issuerRoles(ghost.kind), "supersede");
        _must(PAPERS.document(action.successor).version == 0, "supersede: by a document that is");
        _mustBeThere(about, subject, "supersede");
        ghost.stored = DocumentState.Superseded;
        _settle(id, ghost);
        ghost.stored = DocumentState.Valid;
        ghost.version = 0;
        ghost.validUntil = action.validUntil;
        _settle(action.successor, ghost);
    }

    function revoke(uint256 seed) external drawn(seed) {
        (bytes32 id, Papers.GhostDocument memory ghost) = _documentIn(DocumentState.Valid);
        RevokeDocument memory action = RevokeDocument(id, _seen(ghost.version), _or(ghost.issuer), 0, 0);
        bytes32 structHash = keccak256(abi.encode(REVOKE_DOCUMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(DOCUMENTS), structHash, action.actor, Powers.ANCHOR);
        _call(address(DOCUMENTS), abi.encodeCall(DOCUMENTS.revoke, (action, signatures)));

        _mustStand(ghost, action.version, true, "revoke document");
        _must(action.actor == ghost.issuer, "revoke document: not by its issuer");
        _must(ghost.counterpart == 0, "revoke document: without its other party");
        _mustBeSigned(action.actor, Powers.ANCHOR, 0, "revoke document");
        ghost.stored = DocumentState.Revoked;
        _settle(id, ghost);
    }

    function consume(uint256 seed) external drawn(seed) {
        (bytes32 id, Papers.GhostDocument memory ghost) = _documentIn(DocumentState.Valid);
        ConsumeDocument memory action = ConsumeDocument({
            documentId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.consumer == 0 ? CUSTOMS : ghost.consumer),
            usedFor: _lies() ? bytes32(0) : bytes32(_random()),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(CONSUME_DOCUMENT_TYPEHASH, action));
        bytes memory signatures = _signed(address(DOCUMENTS), structHash, action.actor, Powers.ANCHOR);
        _call(address(DOCUMENTS), abi.encodeCall(DOCUMENTS.consume, (action, signatures)));

        // Once: it must stand, and does not stand any more.
        _mustStand(ghost, action.version, false, "consume");
        _must(ghost.consumer != 0 || ghost.consumerRoles != 0, "consume: what nobody may use up");
        _must(ghost.consumer == 0 || action.actor == ghost.consumer, "consume: not by its consumer");
        _mustBeSigned(action.actor, Powers.ANCHOR, ghost.consumerRoles, "consume");
        ghost.stored = DocumentState.Consumed;
        _settle(id, ghost);
    }

    function anchor(uint256 seed) external drawn(seed) {
        vm.assume(PAPERS.batchCount() < MAX_PAPERS);
        (uint8 about, bytes32 subject) = _subject();
        uint40 latest = uint40(REGISTRY.clock() - _below(2 days) + (_lies() ? 3 days : 0));
        AnchorMilestones memory action = AnchorMilestones({
            batchId: _lies() ? _someBatch() : _newId(),
            actor: _or(_pick(TERMINAL, CARRIER)),
            subjectKind: about,
            subject: subject,
            events: uint32(_lies() ? 0 : 1 + _below(50)),
            earliestAt: latest - uint40(_below(1 days)) + (_lies() ? 2 days : 0),
            latestAt: latest,
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(ANCHOR_MILESTONES_TYPEHASH, action));
        bytes memory signatures = _signed(address(MILESTONES), structHash, action.actor, Powers.ANCHOR);
        _call(address(MILESTONES), abi.encodeCall(MILESTONES.anchor, (action, signatures)));

        _mustBeSigned(action.actor, Powers.ANCHOR, 0, "anchor");
        _must(PAPERS.batch(action.batchId).version == 0, "anchor: twice");
        _must(action.latestAt <= REGISTRY.clock(), "anchor: what has not happened");
        _mustBeThere(about, subject, "anchor");
        bytes32 terms = PAPERS.termsOf(about, action.events, action.earliestAt, action.latestAt);
        _settleBatch(action.batchId, Papers.GhostBatch(MilestoneState.Anchored, 0, action.actor, action.events, terms));
    }

    function correct(uint256 seed) external drawn(seed) {
        vm.assume(PAPERS.batchCount() < MAX_PAPERS);
        bytes32 id = _someBatch();
        Papers.GhostBatch memory ghost = PAPERS.batch(id);
        (uint8 about, bytes32 subject) = _subject();
        CorrectMilestones memory action = CorrectMilestones({
            batchId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.observer),
            correction: _lies() ? _someBatch() : _newId(),
            subjectKind: about,
            subject: subject,
            events: 1 + uint32(_below(50)),
            earliestAt: uint40(REGISTRY.clock() - 1 days),
            latestAt: uint40(REGISTRY.clock()),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(CORRECT_MILESTONES_TYPEHASH, action));
        bytes memory signatures = _signed(address(MILESTONES), structHash, action.actor, Powers.ANCHOR);
        _call(address(MILESTONES), abi.encodeCall(MILESTONES.correct, (action, signatures)));

        _must(ghost.version != 0 && ghost.version == action.version, "correct: at another version");
        _must(ghost.state == MilestoneState.Anchored, "correct: twice");
        _must(action.actor == ghost.observer, "correct: not by its observer");
        _mustBeSigned(action.actor, Powers.ANCHOR, 0, "correct");
        _must(PAPERS.batch(action.correction).version == 0, "correct: by a batch that is");
        _mustBeThere(about, subject, "correct");
        ghost.state = MilestoneState.Corrected;
        _settleBatch(id, ghost);
        ghost.state = MilestoneState.Anchored;
        ghost.version = 0;
        ghost.events = action.events;
        ghost.terms = PAPERS.termsOf(about, action.events, action.earliestAt, action.latestAt);
        _settleBatch(action.correction, ghost);
    }

    function _newId() private returns (bytes32) {
        return keccak256(abi.encode(address(this), ++_serial));
    }

    function _someDocument() private returns (bytes32) {
        uint256 count = PAPERS.documentCount();
        return count == 0 ? bytes32(uint256(1)) : PAPERS.documentAt(_below(count));
    }

    function _someBatch() private returns (bytes32) {
        uint256 count = PAPERS.batchCount();
        return count == 0 ? bytes32(uint256(1)) : PAPERS.batchAt(_below(count));
    }

    /// @dev A document in this state, or now and then in any.
    function _documentIn(DocumentState state) private returns (bytes32 id, Papers.GhostDocument memory ghost) {
        uint256 count = PAPERS.documentCount();
        id = _someDocument();
        bool any = _lies();
        uint256 start = count == 0 ? 0 : _below(count);
        for (uint256 i = 0; i < count && !any; ++i) {
            bytes32 other = PAPERS.documentAt((start + i) % count);
            if (PAPERS.stateOf(PAPERS.document(other), REGISTRY.clock()) != state) continue;
            id = other;
            break;
        }
        ghost = PAPERS.document(id);
    }

    function _subject() private returns (uint8 about, bytes32 subject) {
        if (_lies()) return (uint8(_below(7)), bytes32(_below(2)));
        uint256 count = BILLS.count();
        if (count != 0 && _chance(40)) return (uint8(SubjectKind.Bill), BILLS.idAt(_below(count)));
        return _chance(50) ? (uint8(SubjectKind.Container), bytes32(_random())) : (0, bytes32(0));
    }

    function _issuer(uint8 kind) private pure returns (uint24) {
        if (kind == uint8(DocumentType.CrossBorderInvoice)) return SHIPPER;
        if (kind == uint8(DocumentType.DangerousGoodsPackingCertificate)) return INSPECTION_BODY;
        if (kind == uint8(DocumentType.ThirdPartyInspectionReport)) return INSPECTION_BODY;
        return kind == uint8(DocumentType.InspectionQuarantineCertificate) ? CUSTOMS : CARRIER;
    }

    function _validUntil() private returns (uint40) {
        return _chance(30) ? 0 : uint40(REGISTRY.clock() + _below(20 days) - (_lies() ? 20 days : 0));
    }

    function _mustBeThere(uint8 about, bytes32 subject, string memory action) private {
        bool there = about != uint8(SubjectKind.Bill) || BILLS.get(subject).version != 0;
        _must(there, string.concat(action, ": on a bill that is not"));
    }

    function _mustStand(Papers.GhostDocument memory ghost, uint32 seen, bool expiredToo, string memory action) private {
        DocumentState state = PAPERS.stateOf(ghost, REGISTRY.clock());
        _must(ghost.version != 0 && ghost.version == seen, string.concat(action, ": at another version"));
        bool stands = state == DocumentState.Valid || (expiredToo && state == DocumentState.Expired);
        _must(stands, string.concat(action, ": of a document that does not stand"));
    }

    function _settle(bytes32 id, Papers.GhostDocument memory ghost) private {
        ++ghost.version;
        PAPERS.putDocument(id, ghost);
        string memory what = PAPERS.documentDifference(DOCUMENTS, id, REGISTRY.clock());
        _must(bytes(what).length == 0, string.concat("a document differs from the law: ", what));
    }

    function _settleBatch(bytes32 id, Papers.GhostBatch memory ghost) private {
        ++ghost.version;
        PAPERS.putBatch(id, ghost);
        string memory what = PAPERS.batchDifference(MILESTONES, id);
        _must(bytes(what).length == 0, string.concat("a batch differs from the law: ", what));
    }
}
