// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../interfaces/IBillOfLading.sol";
import {IReleaseOrder} from "../interfaces/IReleaseOrder.sol";
import {ITaxRefundCertificate} from "../interfaces/ITaxRefundCertificate.sol";
import {BillState} from "../types/BillWord.sol";
import {CertificateState} from "../types/CertificateWord.sol";
import {ReleaseOrderState} from "../types/OrderWord.sol";
import {SubjectKind} from "../types/Subject.sol";

/// @title What documents and milestones are about
/// @notice A subject that is a record must be on this ledger: whoever is party to it may read what is attached to it, so
/// that an id which anybody could take later will not do.
abstract contract Subjects {
    /// @notice There is no such kind of subject.
    error SubjectKindUnknown(uint8 subjectKind);
    /// @notice A subject has a kind and an id; nothing single has neither.
    error SubjectMismatch(uint8 subjectKind, bytes32 subject);
    /// @notice The subject is no record of this ledger.
    error SubjectNotOnLedger(uint8 subjectKind, bytes32 subject);

    /// @notice Where the bills are.
    IBillOfLading public immutable BILLS;
    /// @notice Where the release orders are.
    IReleaseOrder public immutable ORDERS;
    /// @notice Where the refund certificates are.
    ITaxRefundCertificate public immutable CERTIFICATES;

    constructor(IBillOfLading bills, IReleaseOrder orders, ITaxRefundCertificate certificates) {
        BILLS = bills;
        ORDERS = orders;
        CERTIFICATES = certificates;
    }

    /// @dev Reverts unless this can be a subject. Returns its kind.
    function _requireSubject(uint8 subjectKind, bytes32 subject) internal view returns (SubjectKind kind) {
        if (subjectKind > uint8(type(SubjectKind).max)) revert SubjectKindUnknown(subjectKind);
        kind = SubjectKind(subjectKind);
        if ((kind == SubjectKind.None) != (subject == 0)) revert SubjectMismatch(subjectKind, subject);
        if (!_isThere(kind, subject)) revert SubjectNotOnLedger(subjectKind, subject);
    }

    function _isThere(SubjectKind kind, bytes32 subject) private view returns (bool) {
        if (kind == SubjectKind.Bill) return BILLS.billOf(subject).state != BillState.None;
        if (kind == SubjectKind.ReleaseOrder) return ORDERS.orderOf(subject).state != ReleaseOrderState.None;
        if (kind == SubjectKind.Certificate) {
            return CERTIFICATES.certificateOf(subject).state != CertificateState.None;
        }
        return true;
    }
}
