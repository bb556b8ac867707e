// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {IDocuments} from "../../../../contracts/interfaces/IDocuments.sol";
import {Subjects} from "../../../../contracts/libraries/Subjects.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {DocumentState, DocumentType} from "../../../../contracts/types/DocumentWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {SubjectKind} from "../../../../contracts/types/Subject.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {BANK, Cast, CUSTOMS, HAULIER, INSPECTION_BODY, SHIPPER, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {Intent, Rules} from "./Rules.sol";

/// @notice The rules of documents: who registers which, who uses them up, and what follows.
contract DocumentsRules is Rules {
    bytes32 private constant DOC = keccak256("document");
    bytes32 private constant NEXT = keccak256("successor");
    bytes32 private constant SUBJECT = keccak256("container");
    bytes32 private constant USE = keccak256("use");
    uint8 private constant CONTAINER = uint8(SubjectKind.Container);
    uint40 private constant UNTIL = START + 100;
    uint256 private constant VALID = 1 << uint8(DocumentState.Valid);
    uint256 private constant STANDING = VALID | (1 << uint8(DocumentState.Expired));
    // Fields of a registration.
    uint256 private constant TYPE = 2;
    uint256 private constant VALID_UNTIL = 5;
    uint256 private constant CONSUMER = 6;
    uint256 private constant CONSUMER_ROLES = 7;

    function _to(bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        private
        view
        returns (Intent memory)
    {
        return _intent(address(on.documents), selector, typeHash, fields, by);
    }

    /// @dev A report of the inspection body, which customs may use up.
    function _register(bytes32 id, DocumentType kind, uint24 issuer) private view returns (Intent memory) {
        bytes memory fields = abi.encode(
            Types.RegisterDocument(
                id, issuer, uint8(kind), CONTAINER, SUBJECT, UNTIL, CUSTOMS, Roles.CUSTOMS, PARTY, REMARK
            )
        );
        return _to(IDocuments.register.selector, Types.REGISTER_DOCUMENT_TYPEHASH, fields, issuer);
    }

    function _report(bytes32 id) private view returns (Intent memory) {
        return _register(id, DocumentType.ThirdPartyInspectionReport, INSPECTION_BODY);
    }

    function _interchange(bytes32 id) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.RegisterInterchange(id, TERMINAL, HAULIER, CONTAINER, SUBJECT, PARTY, REMARK));
        Intent memory i =
            _to(IDocuments.registerInterchange.selector, Types.REGISTER_INTERCHANGE_TYPEHASH, fields, TERMINAL);
        return _with(i, Cast.key(HAULIER));
    }

    function _supersede(bytes32 id, uint32 version, bytes32 next) private view returns (Intent memory) {
        bytes memory fields = abi.encode(
            Types.SupersedeDocument(id, version, INSPECTION_BODY, next, CONTAINER, SUBJECT, UNTIL, PARTY, REMARK)
        );
        return _to(IDocuments.supersede.selector, Types.SUPERSEDE_DOCUMENT_TYPEHASH, fields, INSPECTION_BODY);
    }

    function _revoke(bytes32 id, uint32 version, uint24 issuer) private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.RevokeDocument(id, version, issuer, PARTY, REMARK));
        return _to(IDocuments.revoke.selector, Types.REVOKE_DOCUMENT_TYPEHASH, fields, issuer);
    }

    function _consume(bytes32 id, uint32 version, uint24 consumer) private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.ConsumeDocument(id, version, consumer, USE, PARTY, REMARK));
        return _to(IDocuments.consume.selector, Types.CONSUME_DOCUMENT_TYPEHASH, fields, consumer);
    }

    function _isReport(bytes32 id, DocumentState state, uint32 version) private view {
        _same(
            abi.encode(on.documents.documentOf(id)),
            abi.encode(
                state,
                DocumentType.ThirdPartyInspectionReport,
                version,
                UNTIL,
                INSPECTION_BODY,
                CUSTOMS,
                Roles.CUSTOMS,
                0
            )
        );
    }

    function _expectRegistered(bytes32 id, bytes32 supersedes) private {
        uint16 kind = uint16(DocumentType.ThirdPartyInspectionReport);
        emit IDocuments.DocumentRegistered(
            id, _by(INSPECTION_BODY, 1, CUSTOMS, kind), SUBJECT, SubjectKind.Container, UNTIL, Roles.CUSTOMS, supersedes
        );
        _expectRemark(id, 1);
    }

    function _refuseMoved(bytes32 id, DocumentState state) private {
        bytes4 unexpected = IDocuments.DocumentUnexpectedState.selector;
        uint32 version = on.documents.documentOf(id).version;
        _refuse(_consume(id, version, CUSTOMS), _errorOn(unexpected, id, uint8(state), VALID));
        if (state == DocumentState.Expired) return;
        _refuse(_revoke(id, version, INSPECTION_BODY), _errorOn(unexpected, id, uint8(state), STANDING));
        _refuse(_supersede(id, version, keccak256("no")), _errorOn(unexpected, id, uint8(state), STANDING));
    }

    function test_register() external {
        Intent memory i = _report(DOC);
        bytes4 unknown = IDocuments.DocumentTypeUnknown.selector;
        _refuse(_but(i, TYPE, 0), _error(unknown, 0));
        _refuse(_but(i, TYPE, uint8(DocumentType.Other) + 1), _error(unknown, uint8(DocumentType.Other) + 1));
        _refuse(
            _but(i, TYPE, uint8(DocumentType.EquipmentInterchangeReceipt)),
            _errorOn(IDocuments.DocumentNeedsBoth.selector, DOC)
        );
        _refuse(_but(i, ID, 0), _error(IDocuments.DocumentEmptyId.selector));
        _refuse(_but(i, 3, 9), _error(Subjects.SubjectKindUnknown.selector, 9));
        _refuse(_but(i, VALID_UNTIL, START - 1), _error(IDocuments.DocumentValidityPassed.selector, START - 1, START));
        _refuse(_but(i, CONSUMER_ROLES, 1 << 14), _error(IDocuments.DocumentUndefinedRoles.selector, 1 << 14));
        _receives(i, CONSUMER, Roles.CUSTOMS);
        _needs(i, INSPECTION_BODY, Powers.ANCHOR, Roles.INSPECTION_BODY);
        _expect();
        _expectRegistered(DOC, 0);
        _accept(i);
        _isReport(DOC, DocumentState.Valid, 1);
        _refuse(i, _errorOn(IDocuments.DocumentAlreadyRegistered.selector, DOC));
        IDocuments.Document memory none;
        _same(abi.encode(on.documents.documentOf(NEXT)), abi.encode(none));
    }

    function test_register_validUntilNowOrForGood() external {
        _accept(_but(_report(DOC), VALID_UNTIL, START));
        _accept(_but(_report(NEXT), VALID_UNTIL, 0));
        _same(uint8(on.documents.documentOf(DOC).state), uint8(DocumentState.Valid));
        vm.warp(START + 1);
        _same(uint8(on.documents.documentOf(DOC).state), uint8(DocumentState.Expired));
        _same(uint8(on.documents.documentOf(NEXT).state), uint8(DocumentState.Valid));
        Intent memory packing =
            _register(keccak256("packing"), DocumentType.DangerousGoodsPackingCertificate, INSPECTION_BODY);
        _refuse(
            _but(packing, VALID_UNTIL, 0),
            _error(IDocuments.DocumentValidityMissing.selector, uint8(DocumentType.DangerousGoodsPackingCertificate))
        );
        _accept(packing);
    }

    /// @dev 0: any member.
    function test_issuerRoles() external view {
        uint32[12] memory roles = [
            0,
            Roles.SHIPPER,
            Roles.INSPECTION_BODY,
            Roles.CUSTOMS,
            0,
            Roles.INSPECTION_BODY,
            Roles.CARRIER | Roles.FORWARDER,
            Roles.CARRIER | Roles.TERMINAL,
            Roles.CARRIER | Roles.TERMINAL,
            Roles.CARRIER | Roles.HAULIER | Roles.PORT_AUTHORITY,
            Roles.CARRIER | Roles.TERMINAL | Roles.PORT_AUTHORITY,
            0
        ];
        for (uint8 kind = 0; kind < 12; ++kind) {
            _same(on.documents.issuerRoles(DocumentType(kind)), roles[kind]);
        }
    }

    function test_registerInterchange() external {
        Intent memory i = _interchange(DOC);
        _refuse(_but(i, ID, 0), _error(IDocuments.DocumentEmptyId.selector));
        _refuse(_but(i, 3, 9), _error(Subjects.SubjectKindUnknown.selector, 9));
        _refuse(_but(i, 2, TERMINAL), _errorOn(IDocuments.DocumentSameParty.selector, DOC, TERMINAL));
        _needs(i, 0, TERMINAL, Powers.ANCHOR, Roles.CARRIER | Roles.TERMINAL);
        _needs(i, 1, HAULIER, Powers.ANCHOR, Roles.HAULIER);
        _expect();
        emit IDocuments.InterchangeRegistered(DOC, _by(TERMINAL, 1, HAULIER, CONTAINER), SUBJECT, Cast.wallet(HAULIER));
        _expectRemark(DOC, 1);
        _accept(i);
        _same(
            abi.encode(on.documents.documentOf(DOC)),
            abi.encode(DocumentState.Valid, DocumentType.EquipmentInterchangeReceipt, 1, 0, TERMINAL, 0, 0, HAULIER)
        );
        _refuse(i, _errorOn(IDocuments.DocumentAlreadyRegistered.selector, DOC));
        // Neither disposes of it alone, and nobody uses it up.
        _refuse(_revoke(DOC, 1, TERMINAL), _errorOn(IDocuments.DocumentNeedsBoth.selector, DOC));
        _refuse(_consume(DOC, 1, TERMINAL), _errorOn(IDocuments.DocumentNotConsumable.selector, DOC));
    }

    function test_supersede() external {
        _accept(_report(DOC));
        Intent memory i = _supersede(DOC, 1, NEXT);
        _bindsVersion(i, IDocuments.DocumentStaleVersion.selector);
        _refuse(_but(i, ID, uint256(NEXT)), _errorOn(IDocuments.DocumentUnknown.selector, NEXT));
        _refuse(_but(i, ACTOR, BANK), _errorOn(IDocuments.DocumentNotIssuer.selector, DOC, BANK, INSPECTION_BODY));
        _refuse(_but(i, 3, uint256(DOC)), _errorOn(IDocuments.DocumentAlreadyRegistered.selector, DOC));
        _refuse(_but(i, 4, 9), _error(Subjects.SubjectKindUnknown.selector, 9));
        _refuse(_but(i, 6, START - 1), _error(IDocuments.DocumentValidityPassed.selector, START - 1, START));
        _needs(i, INSPECTION_BODY, Powers.ANCHOR, Roles.INSPECTION_BODY);
        vm.warp(UNTIL);
        _expect();
        emit IDocuments.DocumentSuperseded(DOC, _by(INSPECTION_BODY, 2), NEXT);
        _expectRemark(DOC, 2);
        _expectRegistered(NEXT, DOC);
        _accept(i);
        _isReport(DOC, DocumentState.Superseded, 2);
        _isReport(NEXT, DocumentState.Valid, 1);
        _refuseMoved(DOC, DocumentState.Superseded);
    }

    function test_revoke() external {
        _accept(_report(DOC));
        vm.warp(UNTIL + 1);
        _refuseMoved(DOC, DocumentState.Expired);
        Intent memory i = _revoke(DOC, 1, INSPECTION_BODY);
        _bindsVersion(i, IDocuments.DocumentStaleVersion.selector);
        _refuse(_revoke(NEXT, 1, INSPECTION_BODY), _errorOn(IDocuments.DocumentUnknown.selector, NEXT));
        _refuse(_revoke(DOC, 1, BANK), _errorOn(IDocuments.DocumentNotIssuer.selector, DOC, BANK, INSPECTION_BODY));
        _needs(i, INSPECTION_BODY, Powers.ANCHOR, 0);
        _expect();
        emit IDocuments.DocumentRevoked(DOC, _by(INSPECTION_BODY, 2));
        _expectRemark(DOC, 2);
        _accept(i);
        _isReport(DOC, DocumentState.Revoked, 2);
        _refuseMoved(DOC, DocumentState.Revoked);
    }

    function test_consume() external {
        _accept(_report(DOC));
        Intent memory i = _consume(DOC, 1, CUSTOMS);
        _bindsVersion(i, IDocuments.DocumentStaleVersion.selector);
        _refuse(_consume(DOC, 1, BANK), _errorOn(IDocuments.DocumentNotConsumer.selector, DOC, BANK, CUSTOMS));
        _refuse(_but(i, 3, 0), _errorOn(IDocuments.DocumentUseMissing.selector, DOC));
        _needs(i, CUSTOMS, Powers.ANCHOR, Roles.CUSTOMS);
        vm.warp(UNTIL);
        _expect();
        emit IDocuments.DocumentConsumed(DOC, _by(CUSTOMS, 2), USE);
        _expectRemark(DOC, 2);
        _accept(i);
        _isReport(DOC, DocumentState.Consumed, 2);
        _refuseMoved(DOC, DocumentState.Consumed);
    }

    function test_consume_byAnyWithTheRoleOrByOneOfAnyRole() external {
        _accept(_but(_report(DOC), CONSUMER, 0));
        _refuse(
            _consume(DOC, 1, BANK),
            _error(IConsortium.ConsortiumMemberLacksRole.selector, BANK, Roles.BANK, Roles.CUSTOMS)
        );
        _accept(_consume(DOC, 1, CUSTOMS));
        _accept(_but(_but(_report(NEXT), CONSUMER, BANK), CONSUMER_ROLES, 0));
        _accept(_consume(NEXT, 1, BANK));
        bytes32 third = keccak256("third");
        _accept(_but(_but(_report(third), CONSUMER, 0), CONSUMER_ROLES, 0));
        _refuse(_consume(third, 1, BANK), _errorOn(IDocuments.DocumentNotConsumable.selector, third));
        // All roles are roles, and the last type is one.
        _accept(_register(keccak256("other"), DocumentType.Other, BANK));
        _accept(_but(_report(keccak256("fourth")), CONSUMER_ROLES, Roles.ALL));
        _same(on.documents.documentOf(keccak256("fourth")).consumerRoles, Roles.ALL);
    }

    function test_versionsEnd() external {
        _accept(_report(DOC));
        bytes32 slot = keccak256(abi.encode(DOC, uint256(2)));
        uint256 word = uint256(vm.load(address(on.documents), slot));
        vm.store(address(on.documents), slot, bytes32(word | (uint256(type(uint32).max) << 16)));
        _same(on.documents.documentOf(DOC).version, type(uint32).max);
        _refuse(_consume(DOC, type(uint32).max, CUSTOMS), _error(Versions.VersionExhausted.selector));
    }
}
