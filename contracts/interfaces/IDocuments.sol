// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {
    ConsumeDocument,
    RegisterDocument,
    RegisterInterchange,
    RevokeDocument,
    SupersedeDocument
} from "../types/Actions.sol";
import {DocumentState, DocumentType} from "../types/DocumentWord.sol";
import {SubjectKind} from "../types/Subject.sol";

/// @title Supporting documents (随附单证)
/// @notice Commitments of the documents that go with a shipment, each with its issuer, its type and whether it is still
/// good: valid, superseded, revoked, used up, or expired by the clock. The documents themselves stay with their parties.
interface IDocuments {
    /// @notice The state of a document in full.
    /// @param state DocumentState at this moment.
    /// @param documentType DocumentType.
    /// @param version The version that the next action must carry.
    /// @param validUntil Seconds since 1970 UTC, inclusive; 0 for good.
    /// @param issuer The member that registered it.
    /// @param consumer The member that may use it up; 0 for any with one of the roles.
    /// @param consumerRoles Who uses it up holds one of these roles; 0 for any.
    /// @param counterpart The member that signed it with the issuer, or 0.
    struct Document {
        DocumentState state;
        DocumentType documentType;
        uint32 version;
        uint40 validUntil;
        uint24 issuer;
        uint24 consumer;
        uint32 consumerRoles;
        uint24 counterpart;
    }

    /// @notice A document was registered; `supersedes` is the one whose place it takes, or 0.
    /// @custom:counterparty consumer
    /// @custom:detail documentType, a DocumentType
    event DocumentRegistered(
        bytes32 indexed documentId,
        Act act,
        bytes32 subject,
        SubjectKind subjectKind,
        uint40 validUntil,
        uint32 consumerRoles,
        bytes32 supersedes
    );
    /// @notice Terminal and haulier registered an equipment interchange receipt together.
    /// @param haulierWallet The (first) wallet that signed for the haulier.
    /// @custom:counterparty haulier
    /// @custom:detail subjectKind, a SubjectKind
    event InterchangeRegistered(bytes32 indexed documentId, Act act, bytes32 subject, address haulierWallet);
    /// @notice A document was superseded by another one, which was registered with it.
    event DocumentSuperseded(bytes32 indexed documentId, Act act, bytes32 successor);
    /// @notice A document was revoked.
    event DocumentRevoked(bytes32 indexed documentId, Act act);
    /// @notice A document was used up, for the claim, financing or declaration of this commitment.
    event DocumentConsumed(bytes32 indexed documentId, Act act, bytes32 usedFor);

    /// @notice The id is empty.
    error DocumentEmptyId();
    /// @notice A document of this id exists: it was registered before.
    error DocumentAlreadyRegistered(bytes32 documentId);
    /// @notice There is no document of this id.
    error DocumentUnknown(bytes32 documentId);
    /// @notice The signer saw another version of the document than the current one.
    error DocumentStaleVersion(bytes32 documentId, uint32 seen, uint32 current);
    /// @notice The state does not allow this; `allowed` has a bit for each DocumentState that does.
    error DocumentUnexpectedState(bytes32 documentId, DocumentState current, uint256 allowed);
    /// @notice There is no such type of document.
    error DocumentTypeUnknown(uint8 documentType);
    /// @notice A document of this type expires: it needs a time until which it is valid.
    error DocumentValidityMissing(DocumentType documentType);
    /// @notice The time until which it would be valid has passed.
    error DocumentValidityPassed(uint40 validUntil, uint256 time);
    /// @notice Some of the consumer's roles are not defined.
    error DocumentUndefinedRoles(uint32 consumerRoles);
    /// @notice The actor is not the issuer of this document.
    error DocumentNotIssuer(bytes32 documentId, uint24 actor, uint24 issuer);
    /// @notice The document was registered to be shown, not to be used up.
    error DocumentNotConsumable(bytes32 documentId);
    /// @notice The actor is not the member that may use the document up.
    error DocumentNotConsumer(bytes32 documentId, uint24 actor, uint24 consumer);
    /// @notice An equipment interchange receipt takes the signatures of both sides, and neither undoes it alone.
    error DocumentNeedsBoth(bytes32 documentId);
    /// @notice The two sides of an interchange are two members.
    error DocumentSameParty(bytes32 documentId, uint24 actor);
    /// @notice A use names what it is for.
    error DocumentUseMissing(bytes32 documentId);

    /// @notice The issuer registers a document.
    /// @dev Requirements: a new id, a type, a subject of this ledger if it is a record, a validity not passed (and given,
    /// where the type expires), defined consumer roles, an issuer with a role for the type (see {issuerRoles}; interchange
    /// receipts take {registerInterchange}), an active consumer with one of the roles if one is named, the power ANCHOR. Emits
    /// {DocumentRegistered}.
    function register(RegisterDocument calldata action, bytes calldata signatures) external;

    /// @notice Whoever hands a container over and the haulier register the equipment interchange receipt (设备交接单) together.
    /// @dev A receipt without both signatures proves nothing about who had the box in which condition. Requirements: a new
    /// id, a subject of this ledger if it is a record, two members, an issuer with a role for the type and the power
    /// ANCHOR, a haulier with the power ANCHOR; the issuer's signatures come first. Emits {InterchangeRegistered}.
    function registerInterchange(RegisterInterchange calldata action, bytes calldata signatures) external;

    /// @notice The issuer puts another document in the place of one: the old one ends and the new one begins at once.
    /// @dev Type and consumer pass on. Requirements: version, state Valid or Expired, no interchange receipt, the document's
    /// issuer with a role for the type, the new one as in {register}, the power ANCHOR. Emits {DocumentSuperseded},
    /// {DocumentRegistered}.
    function supersede(SupersedeDocument calldata action, bytes calldata signatures) external;

    /// @notice The issuer revokes a document that was not used up.
    /// @dev An issuer that lost the role of its type still answers for what it issued. Requirements: version, state Valid
    /// or Expired, no interchange receipt, the document's issuer, the power ANCHOR. Emits {DocumentRevoked}.
    function revoke(RevokeDocument calldata action, bytes calldata signatures) external;

    /// @notice Who is entitled uses the document up: once, and for good.
    /// @dev Requirements: version, state Valid, a document that can be used up, its consumer if one is named, what it is
    /// used for, one of the consumer's roles, the power ANCHOR. Emits {DocumentConsumed}.
    function consume(ConsumeDocument calldata action, bytes calldata signatures) external;

    /// @notice The state of a document; state None if there is none.
    function documentOf(bytes32 documentId) external view returns (Document memory);

    /// @notice The roles of which the issuer of this type must hold one; 0 for any member.
    function issuerRoles(DocumentType documentType) external pure returns (uint32);
}
