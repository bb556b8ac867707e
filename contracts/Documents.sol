// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IDocuments} from "./interfaces/IDocuments.sol";
import {IReleaseOrder} from "./interfaces/IReleaseOrder.sol";
import {ITaxRefundCertificate} from "./interfaces/ITaxRefundCertificate.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {Subjects} from "./libraries/Subjects.sol";
import {Acts} from "./types/Act.sol";
import {
    CONSUME_DOCUMENT_TYPEHASH,
    ConsumeDocument,
    REGISTER_DOCUMENT_TYPEHASH,
    REGISTER_INTERCHANGE_TYPEHASH,
    REVOKE_DOCUMENT_TYPEHASH,
    RegisterDocument,
    RegisterInterchange,
    RevokeDocument,
    SUPERSEDE_DOCUMENT_TYPEHASH,
    SupersedeDocument
} from "./types/Actions.sol";
import {DocumentState, DocumentType, DocumentWord, DocumentWords} from "./types/DocumentWord.sol";
import {Mandate, Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";
import {SubjectKind} from "./types/Subject.sol";

/// @title Documents
/// @notice Commitments of supporting documents; see {IDocuments}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
contract Documents is IDocuments, SignedActions, Subjects {
    uint256 private constant VALID = 1 << uint8(DocumentState.Valid);
    /// @dev Not used up, not revoked, not superseded: its issuer still disposes of it.
    uint256 private constant STANDING = VALID | (1 << uint8(DocumentState.Expired));

    mapping(bytes32 documentId => DocumentWord) private _documents;

    constructor(
        IConsortium consortium,
        IBillOfLading bills,
        IReleaseOrder orders,
        ITaxRefundCertificate certificates
    ) SignedActions(consortium) Subjects(bills, orders, certificates) {}

    /// @inheritdoc IDocuments
    function register(RegisterDocument calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        if (action.documentType == 0 || action.documentType > uint8(type(DocumentType).max)) {
            revert DocumentTypeUnknown(action.documentType);
        }
        DocumentType kind = DocumentType(action.documentType);
        if (kind == DocumentType.EquipmentInterchangeReceipt) revert DocumentNeedsBoth(action.documentId);
        _requireNew(action.documentId, kind, action.validUntil);
        SubjectKind about = _requireSubject(action.subjectKind, action.subject);
        if (action.consumerRoles & ~Roles.ALL != 0) revert DocumentUndefinedRoles(action.consumerRoles);
        Mandate mandate = Mandates.by(action.actor, Powers.ANCHOR, issuerRoles(kind));
        if (action.consumer != 0) mandate = mandate.to(action.consumer, action.consumerRoles);
        address wallet = _authorize(REGISTER_DOCUMENT_TYPEHASH, 10, mandate, signatures);

        DocumentWord word = DocumentWords.create(
            kind, action.validUntil, action.actor, action.consumer, action.consumerRoles
        );
        _documents[action.documentId] = word;
        _registered(action.documentId, word, about, action.subject, 0, wallet);
        _remark(action.documentId, 1, 10);
    }

    /// @inheritdoc IDocuments
    function registerInterchange(RegisterInterchange calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        DocumentType kind = DocumentType.EquipmentInterchangeReceipt;
        _requireNew(action.documentId, kind, 0);
        SubjectKind about = _requireSubject(action.subjectKind, action.subject);
        if (action.haulier == action.actor) revert DocumentSameParty(action.documentId, action.actor);
        (address wallet, address haulierWallet) = _authorizeBoth(
            REGISTER_INTERCHANGE_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.ANCHOR, issuerRoles(kind)),
            Mandates.by(action.haulier, Powers.ANCHOR, Roles.HAULIER),
            signatures
        );

        _documents[action.documentId] = DocumentWords.create(kind, 0, action.actor, 0, 0).signedWith(action.haulier);
        emit InterchangeRegistered(
            action.documentId,
            Acts.by(action.actor, wallet, 1).to(action.haulier).how(uint16(about)),
            action.subject,
            haulierWallet
        );
        _remark(action.documentId, 1, 7);
    }

    /// @inheritdoc IDocuments
    function supersede(SupersedeDocument calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        DocumentWord old = _require(action.documentId, action.version, STANDING);
        _requireDisposer(action.documentId, old, action.actor);
        _requireNew(action.successor, old.documentType(), action.validUntil);
        SubjectKind about = _requireSubject(action.subjectKind, action.subject);
        address wallet = _authorize(
            SUPERSEDE_DOCUMENT_TYPEHASH,
            9,
            Mandates.by(action.actor, Powers.ANCHOR, issuerRoles(old.documentType())),
            signatures
        );

        DocumentWord word = DocumentWords.create(
            old.documentType(), action.validUntil, action.actor, old.consumer(), old.consumerRoles()
        );
        _documents[action.successor] = word;
        old = _moved(action.documentId, old, DocumentState.Superseded);
        emit DocumentSuperseded(action.documentId, Acts.by(action.actor, wallet, old.version()), action.successor);
        _remark(action.documentId, old.version(), 9);
        _registered(action.successor, word, about, action.subject, action.documentId, wallet);
        _remark(action.successor, 1, 9);
    }

    /// @inheritdoc IDocuments
    function revoke(RevokeDocument calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        DocumentWord word = _require(action.documentId, action.version, STANDING);
        _requireDisposer(action.documentId, word, action.actor);
        address wallet = _authorize(
            REVOKE_DOCUMENT_TYPEHASH, 5, Mandates.by(action.actor, Powers.ANCHOR, 0), signatures
        );

        word = _moved(action.documentId, word, DocumentState.Revoked);
        emit DocumentRevoked(action.documentId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.documentId, word.version(), 5);
    }

    /// @inheritdoc IDocuments
    function consume(ConsumeDocument calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        DocumentWord word = _require(action.documentId, action.version, VALID);
        uint24 consumer = word.consumer();
        if (consumer == 0 && word.consumerRoles() == 0) revert DocumentNotConsumable(action.documentId);
        if (consumer != 0 && action.actor != consumer) {
            revert DocumentNotConsumer(action.documentId, action.actor, consumer);
        }
        if (action.usedFor == 0) revert DocumentUseMissing(action.documentId);
        address wallet = _authorize(
            CONSUME_DOCUMENT_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.ANCHOR, word.consumerRoles()),
            signatures
        );

        word = _moved(action.documentId, word, DocumentState.Consumed);
        emit DocumentConsumed(action.documentId, Acts.by(action.actor, wallet, word.version()), action.usedFor);
        _remark(action.documentId, word.version(), 6);
    }

    /// @inheritdoc IDocuments
    function documentOf(bytes32 documentId) external view returns (Document memory) {
        DocumentWord word = _documents[documentId];
        return Document({
            state: word.stateAt(block.timestamp),
            documentType: word.documentType(),
            version: word.version(),
            validUntil: word.validUntil(),
            issuer: word.issuer(),
            consumer: word.consumer(),
            consumerRoles: word.consumerRoles(),
            counterpart: word.counterpart()
        });
    }

    /// @inheritdoc IDocuments
    /// @dev Accepted bodies report and certify packing; customs alone certifies inspection and quarantine; charges are
    /// acknowledged and published by who charges them. Who certifies origin differs by treaty: any member.
    function issuerRoles(DocumentType documentType) public pure returns (uint32) {
        if (documentType == DocumentType.CrossBorderInvoice) return Roles.SHIPPER;
        if (
            documentType == DocumentType.DangerousGoodsPackingCertificate
                || documentType == DocumentType.ThirdPartyInspectionReport
        ) return Roles.INSPECTION_BODY;
        if (documentType == DocumentType.InspectionQuarantineCertificate) return Roles.CUSTOMS;
        if (documentType == DocumentType.ArrivalNotice) return Roles.CARRIER | Roles.FORWARDER;
        if (
            documentType == DocumentType.ProofOfPayment || documentType == DocumentType.EquipmentInterchangeReceipt
        ) return Roles.CARRIER | Roles.TERMINAL;
        if (documentType == DocumentType.EmissionStatement) {
            return Roles.CARRIER | Roles.HAULIER | Roles.PORT_AUTHORITY;
        }
        if (documentType == DocumentType.Tariff) return Roles.CARRIER | Roles.TERMINAL | Roles.PORT_AUTHORITY;
        return 0;
    }

    function _moved(bytes32 documentId, DocumentWord word, DocumentState state) private returns (DocumentWord moved) {
        moved = word.withState(state).advanced();
        _documents[documentId] = moved;
    }

    function _registered(
        bytes32 documentId,
        DocumentWord word,
        SubjectKind about,
        bytes32 subject,
        bytes32 supersedes,
        address wallet
    ) private {
        emit DocumentRegistered(
            documentId,
            Acts.by(word.issuer(), wallet, word.version()).to(word.consumer()).how(uint16(word.documentType())),
            subject,
            about,
            word.validUntil(),
            word.consumerRoles(),
            supersedes
        );
    }

    function _requireNew(bytes32 documentId, DocumentType kind, uint40 validUntil) private view {
        if (documentId == 0) revert DocumentEmptyId();
        if (DocumentWord.unwrap(_documents[documentId]) != 0) revert DocumentAlreadyRegistered(documentId);
        if (validUntil == 0) {
            if (kind == DocumentType.DangerousGoodsPackingCertificate) revert DocumentValidityMissing(kind);
        } else if (validUntil < block.timestamp) {
            revert DocumentValidityPassed(validUntil, block.timestamp);
        }
    }

    function _require(bytes32 documentId, uint32 seen, uint256 allowed) private view returns (DocumentWord word) {
        word = _documents[documentId];
        if (DocumentWord.unwrap(word) == 0) revert DocumentUnknown(documentId);
        if (seen != word.version()) revert DocumentStaleVersion(documentId, seen, word.version());
        DocumentState state = word.stateAt(block.timestamp);
        bool fits = (1 << uint8(state)) & allowed != 0;
        if (!fits) revert DocumentUnexpectedState(documentId, state, allowed);
    }

    function _requireDisposer(bytes32 documentId, DocumentWord word, uint24 actor) private pure {
        if (actor != word.issuer()) revert DocumentNotIssuer(documentId, actor, word.issuer());
        if (word.counterpart() != 0) revert DocumentNeedsBoth(documentId);
    }
}
