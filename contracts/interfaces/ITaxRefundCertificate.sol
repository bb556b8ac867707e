// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {
    AcceptApplication,
    ApplyCertificate,
    ApplyVoid,
    IssueCertificate,
    RefuseCertificate,
    ReplaceCertificate,
    ResubmitApplication,
    ReturnApplication,
    UseCertificate,
    VoidCertificate,
    WithdrawApplication
} from "../types/Actions.sol";
import {CertificateState, CertificateType} from "../types/CertificateWord.sol";

/// @title Export tax refund certificates (出口退税证明)
/// @notice Applied for on an item of an export declaration, accepted or returned for correction, issued or refused by the
/// tax authority, and used once. Used is the end: it is voided or replaced only while unused, on its applicant's
/// application (GACC and STA Announcement 2025 No. 256), and until the authority has done so it is in force. The certificates of
/// one type on one item never exceed the item's quantity. Who applies for and uses which type: {CertificateRules}.
interface ITaxRefundCertificate {
    /// @notice The state of a certificate in full.
    /// @param state CertificateState.
    /// @param certificateType CertificateType.
    /// @param version The version that the next action must carry.
    /// @param applicant The member that applied.
    /// @param taxAuthority The member that decides.
    /// @param user The member that may use it, once.
    /// @param quantity Quantity certified, in thousandths of the declared unit.
    /// @param declarationItem The salted commitment of the declaration's item.
    /// @param content The salted commitment of the application as it stands: its id, or that of its last correction.
    /// @param replacement The certificate that is applied for in its place, or that has taken it; 0 for none.
    /// @param corrected The quantity of that certificate; 0 for none.
    struct Certificate {
        CertificateState state;
        CertificateType certificateType;
        uint32 version;
        uint24 applicant;
        uint24 taxAuthority;
        uint24 user;
        uint64 quantity;
        bytes32 declarationItem;
        bytes32 content;
        bytes32 replacement;
        uint64 corrected;
    }

    /// @notice A certificate was applied for.
    /// @custom:counterparty taxAuthority
    /// @custom:detail certificateType, a CertificateType
    event CertificateApplied(
        bytes32 indexed certificateId,
        Act act,
        uint24 user,
        bytes32 declarationItem,
        uint64 quantity,
        uint64 declaredQuantity,
        bytes32 billId
    );
    /// @notice An application was accepted for processing.
    event CertificateAccepted(bytes32 indexed certificateId, Act act);
    /// @notice An application was returned to be corrected; `reason` is the commitment of the encrypted reason.
    event CertificateReturned(bytes32 indexed certificateId, Act act, bytes32 reason);
    /// @notice A returned application was corrected: `content` is its commitment now.
    event CertificateResubmitted(bytes32 indexed certificateId, Act act, bytes32 content, uint64 quantity);
    /// @notice An application was withdrawn.
    event CertificateWithdrawn(bytes32 indexed certificateId, Act act);
    /// @notice A certificate was issued.
    event CertificateIssued(bytes32 indexed certificateId, Act act);
    /// @notice A certificate was refused; `reason` is the commitment of the encrypted reason.
    event CertificateRefused(bytes32 indexed certificateId, Act act, bytes32 reason);
    /// @notice A certificate was used, for the claim or declaration of this commitment.
    event CertificateUsed(bytes32 indexed certificateId, Act act, bytes32 usedFor);
    /// @notice The applicant asked for the certificate to be voided, or replaced if `replacement` names another.
    event CertificateVoidApplied(
        bytes32 indexed certificateId, Act act, bytes32 replacement, uint64 quantity, bytes32 billId
    );
    /// @notice A certificate was voided unused.
    event CertificateVoided(bytes32 indexed certificateId, Act act);
    /// @notice A certificate was voided unused, and `replacement` issued in its place.
    event CertificateReplaced(bytes32 indexed certificateId, Act act, bytes32 replacement);
    /// @notice A certificate was issued in the place of `replaces`; `actor` is the tax authority of both.
    /// @custom:counterparty applicant
    /// @custom:detail certificateType, a CertificateType
    event CertificateReissued(
        bytes32 indexed certificateId,
        Act act,
        bytes32 replaces,
        uint24 user,
        bytes32 declarationItem,
        uint64 quantity,
        uint64 declaredQuantity,
        bytes32 billId
    );

    /// @notice The id is empty.
    error CertificateEmptyId();
    /// @notice A certificate of this id exists: it was applied for before.
    error CertificateAlreadyApplied(bytes32 certificateId);
    /// @notice There is no certificate of this id.
    error CertificateUnknown(bytes32 certificateId);
    /// @notice The signer saw another version of the certificate than the current one.
    error CertificateStaleVersion(bytes32 certificateId, uint32 seen, uint32 current);
    /// @notice The state does not allow this; `allowed` has a bit for each CertificateState that does.
    error CertificateUnexpectedState(bytes32 certificateId, CertificateState current, uint256 allowed);
    /// @notice There is no such type of certificate: they are 1 to 9.
    error CertificateTypeUnknown(uint8 certificateType);
    /// @notice The commitment of the declaration's item is empty.
    error CertificateEmptyItem();
    /// @notice The quantity is 0, or more than the declaration's item has left for this type.
    /// @param left What the item has left, in thousandths of its unit.
    error CertificateQuantity(bytes32 declarationItem, uint64 quantity, uint64 left);
    /// @notice Another application declared another quantity for the same item.
    /// @param before The quantity declared before, in thousandths of its unit.
    error CertificateDeclaredQuantity(bytes32 declarationItem, uint64 declaredQuantity, uint64 before);
    /// @notice The bill is not on this ledger.
    error CertificateBillUnknown(bytes32 billId);
    /// @notice The actor is not the tax authority of this certificate.
    error CertificateNotTaxAuthority(bytes32 certificateId, uint24 actor, uint24 taxAuthority);
    /// @notice The actor is not the member that the certificate is for.
    error CertificateNotUser(bytes32 certificateId, uint24 actor, uint24 user);
    /// @notice The actor is not the member that applied.
    error CertificateNotApplicant(bytes32 certificateId, uint24 actor, uint24 applicant);
    /// @notice The commitment of the corrected application is empty.
    error CertificateEmptyContent(bytes32 certificateId);
    /// @notice The applicant asked for another replacement, `asked`, than the tax authority decides on; 0 is to void alone.
    error CertificateReplacement(bytes32 certificateId, bytes32 replacement, bytes32 asked);
    /// @notice A refusal, and a return for correction, state their reason.
    error CertificateReasonMissing(bytes32 certificateId);
    /// @notice A use names what it is for.
    error CertificateUseMissing(bytes32 certificateId);

    /// @notice The applicant applies for a certificate.
    /// @dev Requirements: a new id, a type, an item, a quantity that the item has left, a bill of this ledger if one is named,
    /// roles by type (see {applicantRoles}, {userRoles}), the power CERTIFICATE. Emits {CertificateApplied}.
    function applyFor(ApplyCertificate calldata action, bytes calldata signatures) external;

    /// @notice The tax authority accepts the application for processing.
    /// @dev Requirements: version, state Submitted, the certificate's authority, the power TAX. Emits {CertificateAccepted}.
    function acceptApplication(AcceptApplication calldata action, bytes calldata signatures) external;

    /// @notice The tax authority sends the application back to be corrected, with a reason; it keeps its quantity.
    /// @dev Requirements: as {acceptApplication}, and a remark. Emits {CertificateReturned}.
    function returnApplication(ReturnApplication calldata action, bytes calldata signatures) external;

    /// @notice The applicant submits a returned application again, with a corrected content and quantity.
    /// @dev Requirements: version, state Returned, the certificate's applicant, a content, a quantity that the item has left
    /// beside the other certificates, the power CERTIFICATE. Emits {CertificateResubmitted}.
    function resubmit(ResubmitApplication calldata action, bytes calldata signatures) external;

    /// @notice The applicant withdraws the application before it is decided; the quantity is free again.
    /// @dev Requirements: version, state Submitted, Returned or Accepted, the certificate's applicant, the power CERTIFICATE.
    /// Emits {CertificateWithdrawn}.
    function withdraw(WithdrawApplication calldata action, bytes calldata signatures) external;

    /// @notice The tax authority issues the certificate.
    /// @dev Requirements: version, state Accepted, the certificate's authority, the power TAX. Emits {CertificateIssued}.
    function issue(IssueCertificate calldata action, bytes calldata signatures) external;

    /// @notice The tax authority refuses, with a reason; the quantity is free again.
    /// @dev Requirements: as {issue}, and a remark. Emits {CertificateRefused}.
    function refuse(RefuseCertificate calldata action, bytes calldata signatures) external;

    /// @notice The user uses the certificate: once, and for good.
    /// @dev Requirements: version, state Issued or VoidApplied, the certificate's user, what it is used for, the power
    /// CERTIFICATE. Emits {CertificateUsed}.
    function use(UseCertificate calldata action, bytes calldata signatures) external;

    /// @notice The applicant applies to have an unused certificate voided, or replaced by one with a corrected content and
    /// quantity: same type, item, authority and user. It may apply again, otherwise, until the authority has decided.
    /// @dev Requirements: version, state Issued or VoidApplied, the certificate's applicant; of a replacement a new id, a
    /// quantity that fits in the certificate's place, a bill of this ledger if one is named; the power CERTIFICATE. Emits
    /// {CertificateVoidApplied}.
    function applyVoid(ApplyVoid calldata action, bytes calldata signatures) external;

    /// @notice The tax authority voids an unused certificate whose applicant asks for it; the quantity is free again.
    /// @dev Requirements: version, state VoidApplied, the certificate's authority, an application without a replacement, the
    /// power TAX. Emits {CertificateVoided}.
    function void(VoidCertificate calldata action, bytes calldata signatures) external;

    /// @notice The tax authority voids an unused certificate and issues the one that its applicant asks for in its place.
    /// @dev Requirements: version, state VoidApplied, the certificate's authority, the replacement that was applied for, its
    /// id and its quantity still free, the power TAX. Emits {CertificateReissued} and {CertificateReplaced}.
    function replace(ReplaceCertificate calldata action, bytes calldata signatures) external;

    /// @notice The state of a certificate; state None if there is none.
    function certificateOf(bytes32 certificateId) external view returns (Certificate memory);

    /// @notice How much of an item is certified by one type, and how much was declared; thousandths of its unit.
    function quantityOf(bytes32 declarationItem, CertificateType certificateType)
        external
        view
        returns (uint64 certified, uint64 declared);

    /// @notice The roles of which an applicant for this type must hold one.
    function applicantRoles(CertificateType certificateType) external pure returns (uint32);

    /// @notice The roles of which the user of this type must hold one.
    function userRoles(CertificateType certificateType) external pure returns (uint32);
}
