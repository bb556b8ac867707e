// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ApplyCertificate,
    IssueCertificate,
    RefuseCertificate,
    UseCertificate,
    VoidCertificate
} from "../types/Actions.sol";
import {CertificateState, CertificateType} from "../types/CertificateWord.sol";

/// @title Export tax refund certificates (出口退税证明)
/// @notice Applied for on an item of an export declaration, issued or refused by the tax authority, used once, and
/// voided only while unused (GACC and STA Announcement 2025 No. 256). The certificates of one type on one item never
/// exceed the item's quantity.
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
    struct Certificate {
        CertificateState state;
        CertificateType certificateType;
        uint32 version;
        uint24 applicant;
        uint24 taxAuthority;
        uint24 user;
        uint64 quantity;
        bytes32 declarationItem;
    }

    /// @notice A certificate was applied for.
    event CertificateApplied(
        bytes32 indexed certificateId,
        uint24 indexed actor,
        uint24 indexed taxAuthority,
        uint32 version,
        CertificateType certificateType,
        uint24 user,
        bytes32 declarationItem,
        uint64 quantity,
        uint64 declaredQuantity,
        bytes32 billId,
        address wallet
    );
    /// @notice A certificate was issued.
    event CertificateIssued(bytes32 indexed certificateId, uint24 indexed actor, uint32 version, address wallet);
    /// @notice A certificate was refused; `reason` is the commitment of the encrypted reason.
    event CertificateRefused(
        bytes32 indexed certificateId, uint24 indexed actor, uint32 version, bytes32 reason, address wallet
    );
    /// @notice A certificate was used, for the claim or declaration of this commitment.
    event CertificateUsed(
        bytes32 indexed certificateId, uint24 indexed actor, uint32 version, bytes32 usedFor, address wallet
    );
    /// @notice A certificate was voided unused.
    event CertificateVoided(bytes32 indexed certificateId, uint24 indexed actor, uint32 version, address wallet);

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
    error CertificateQuantity(bytes32 declarationItem, uint64 quantity, uint64 left);
    /// @notice Another application declared another quantity for the same item.
    error CertificateDeclaredQuantity(bytes32 declarationItem, uint64 declaredQuantity, uint64 before);
    /// @notice The bill is not on this ledger.
    error CertificateBillUnknown(bytes32 billId);
    /// @notice The actor is not the tax authority of this certificate.
    error CertificateNotTaxAuthority(bytes32 certificateId, uint24 actor, uint24 taxAuthority);
    /// @notice The actor is not the member that the certificate is for.
    error CertificateNotUser(bytes32 certificateId, uint24 actor, uint24 user);
    /// @notice A refusal states its reason.
    error CertificateReasonMissing(bytes32 certificateId);
    /// @notice A use names what it is for.
    error CertificateUseMissing(bytes32 certificateId);

    /// @notice The applicant applies for a certificate.
    /// @dev Requirements: a new id, a type, an item, a quantity that the item has left, a bill of this ledger if one is named,
    /// roles by type (see {applicantRoles}, {userRoles}), the power CERTIFICATE. Emits {CertificateApplied}.
    function applyFor(ApplyCertificate calldata action, bytes calldata signatures) external;

    /// @notice The tax authority issues the certificate.
    /// @dev Requirements: version, state Submitted, the certificate's authority, the power TAX. Emits {CertificateIssued}.
    function issue(IssueCertificate calldata action, bytes calldata signatures) external;

    /// @notice The tax authority refuses, with a reason; the quantity is free again.
    /// @dev Requirements: as {issue}, and a remark. Emits {CertificateRefused}.
    function refuse(RefuseCertificate calldata action, bytes calldata signatures) external;

    /// @notice The user uses the certificate: once, and for good.
    /// @dev Requirements: version, state Issued, the certificate's user, what it is used for, the power CERTIFICATE. Emits
    /// {CertificateUsed}.
    function use(UseCertificate calldata action, bytes calldata signatures) external;

    /// @notice The tax authority voids a certificate that was not used; the quantity is free again.
    /// @dev Requirements: version, state Issued, the certificate's authority, the power TAX. Emits {CertificateVoided}.
    function void(VoidCertificate calldata action, bytes calldata signatures) external;

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
