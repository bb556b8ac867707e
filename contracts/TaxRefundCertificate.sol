// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {ITaxRefundCertificate} from "./interfaces/ITaxRefundCertificate.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {
    APPLY_CERTIFICATE_TYPEHASH,
    ApplyCertificate,
    ISSUE_CERTIFICATE_TYPEHASH,
    IssueCertificate,
    REFUSE_CERTIFICATE_TYPEHASH,
    RefuseCertificate,
    USE_CERTIFICATE_TYPEHASH,
    UseCertificate,
    VOID_CERTIFICATE_TYPEHASH,
    VoidCertificate
} from "./types/Actions.sol";
import {BillState} from "./types/BillWord.sol";
import {CertificateState, CertificateType, CertificateWord, CertificateWords} from "./types/CertificateWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title TaxRefundCertificate
/// @notice Export tax refund certificates (出口退税证明); see {ITaxRefundCertificate}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
contract TaxRefundCertificate is ITaxRefundCertificate, SignedActions {
    /// @dev What certificates of one type take of one item; thousandths of its unit.
    struct Share {
        uint64 certified;
        uint64 declared;
    }

    /// @notice Where the bills are.
    IBillOfLading public immutable BILLS;

    mapping(bytes32 certificateId => CertificateWord) private _certificates;
    mapping(bytes32 certificateId => bytes32) private _itemOf;
    mapping(bytes32 declarationItem => mapping(CertificateType => Share)) private _shares;

    constructor(IConsortium consortium, IBillOfLading bills) SignedActions(consortium) {
        BILLS = bills;
    }

    /// @inheritdoc ITaxRefundCertificate
    function applyFor(ApplyCertificate calldata action, bytes calldata signatures) external {
        CertificateType kind = _requireApplicable(action);
        CONSORTIUM.requireMember(action.user, userRoles(kind));
        address wallet = _authorize(
            APPLY_CERTIFICATE_TYPEHASH,
            11,
            Mandates.by(action.actor, Powers.CERTIFICATE, applicantRoles(kind)).to(action.taxAuthority, Roles.TAX_AUTHORITY),
            signatures
        );

        Share storage share = _shares[action.declarationItem][kind];
        share.declared = action.declaredQuantity;
        share.certified += action.quantity;
        _certificates[action.certificateId] =
            CertificateWords.create(kind, action.actor, action.taxAuthority, action.user, action.quantity);
        _itemOf[action.certificateId] = action.declarationItem;
        emit CertificateApplied(
            action.certificateId,
            action.actor,
            action.taxAuthority,
            1,
            kind,
            action.user,
            action.declarationItem,
            action.quantity,
            action.declaredQuantity,
            action.billId,
            wallet
        );
        _remark(action.certificateId, 1, action.representedParty, action.remark);
    }

    /// @inheritdoc ITaxRefundCertificate
    function issue(IssueCertificate calldata action, bytes calldata signatures) external {
        CertificateWord word = _require(action.certificateId, action.version, CertificateState.Submitted);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        address wallet =
            _authorizeTax(action.actor, ISSUE_CERTIFICATE_TYPEHASH, 5, signatures);

        word = _moved(action.certificateId, word, CertificateState.Issued);
        emit CertificateIssued(action.certificateId, action.actor, word.version(), wallet);
        _remark(action.certificateId, word.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc ITaxRefundCertificate
    function refuse(RefuseCertificate calldata action, bytes calldata signatures) external {
        CertificateWord word = _require(action.certificateId, action.version, CertificateState.Submitted);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        if (action.remark == 0) revert CertificateReasonMissing(action.certificateId);
        address wallet =
            _authorizeTax(action.actor, REFUSE_CERTIFICATE_TYPEHASH, 5, signatures);

        _free(action.certificateId, word);
        word = _moved(action.certificateId, word, CertificateState.Refused);
        emit CertificateRefused(action.certificateId, action.actor, word.version(), action.remark, wallet);
        _remark(action.certificateId, word.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc ITaxRefundCertificate
    function use(UseCertificate calldata action, bytes calldata signatures) external {
        CertificateWord word = _require(action.certificateId, action.version, CertificateState.Issued);
        if (action.actor != word.user()) revert CertificateNotUser(action.certificateId, action.actor, word.user());
        if (action.usedFor == 0) revert CertificateUseMissing(action.certificateId);
        address wallet = _authorize(
            USE_CERTIFICATE_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.CERTIFICATE, userRoles(word.certificateType())),
            signatures
        );

        word = _moved(action.certificateId, word, CertificateState.Used);
        emit CertificateUsed(action.certificateId, action.actor, word.version(), action.usedFor, wallet);
        _remark(action.certificateId, word.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc ITaxRefundCertificate
    function void(VoidCertificate calldata action, bytes calldata signatures) external {
        CertificateWord word = _require(action.certificateId, action.version, CertificateState.Issued);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        address wallet =
            _authorizeTax(action.actor, VOID_CERTIFICATE_TYPEHASH, 5, signatures);

        _free(action.certificateId, word);
        word = _moved(action.certificateId, word, CertificateState.Voided);
        emit CertificateVoided(action.certificateId, action.actor, word.version(), wallet);
        _remark(action.certificateId, word.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc ITaxRefundCertificate
    function certificateOf(bytes32 certificateId) external view returns (Certificate memory) {
        CertificateWord word = _certificates[certificateId];
        return Certificate({
            state: word.state(),
            certificateType: word.certificateType(),
            version: word.version(),
            applicant: word.applicant(),
            taxAuthority: word.taxAuthority(),
            user: word.user(),
            quantity: word.quantity(),
            declarationItem: _itemOf[certificateId]
        });
    }

    /// @inheritdoc ITaxRefundCertificate
    function quantityOf(bytes32 declarationItem, CertificateType certificateType)
        external
        view
        returns (uint64 certified, uint64 declared)
    {
        Share storage share = _shares[declarationItem][certificateType];
        return (share.certified, share.declared);
    }

    /// @inheritdoc ITaxRefundCertificate
    /// @dev Agents apply for types 1 and 3; all others are the exporter's own (STA Announcement 2026 No. 5).
    function applicantRoles(CertificateType certificateType) public pure returns (uint32) {
        if (certificateType == CertificateType.AgencyExport) return Roles.SHIPPER | Roles.FORWARDER;
        if (certificateType == CertificateType.AgencyImport) {
            return Roles.SHIPPER | Roles.CONSIGNEE | Roles.FORWARDER;
        }
        return Roles.SHIPPER;
    }

    /// @inheritdoc ITaxRefundCertificate
    /// @dev Customs alone uses type 7 (GACC and STA Announcement 2025 No. 256); tax offices use types 6 and 9.
    function userRoles(CertificateType certificateType) public pure returns (uint32) {
        if (certificateType == CertificateType.TaxRepaidOrNotRefunded) return Roles.CUSTOMS;
        if (certificateType == CertificateType.BidWinning || certificateType == CertificateType.CigaretteExempted) {
            return Roles.TAX_AUTHORITY;
        }
        if (certificateType == CertificateType.EntrustedExport) return Roles.SHIPPER | Roles.FORWARDER;
        if (certificateType == CertificateType.AgencyImport) return Roles.SHIPPER | Roles.CONSIGNEE;
        return Roles.SHIPPER;
    }

    function _moved(bytes32 certificateId, CertificateWord word, CertificateState state)
        private
        returns (CertificateWord moved)
    {
        moved = word.withState(state).advanced();
        _certificates[certificateId] = moved;
    }

    function _free(bytes32 certificateId, CertificateWord word) private {
        _shares[_itemOf[certificateId]][word.certificateType()].certified -= word.quantity();
    }

    function _requireApplicable(ApplyCertificate calldata action) private view returns (CertificateType kind) {
        if (action.certificateId == 0) revert CertificateEmptyId();
        if (CertificateWord.unwrap(_certificates[action.certificateId]) != 0) {
            revert CertificateAlreadyApplied(action.certificateId);
        }
        if (action.certificateType == 0 || action.certificateType > uint8(type(CertificateType).max)) {
            revert CertificateTypeUnknown(action.certificateType);
        }
        kind = CertificateType(action.certificateType);
        if (action.declarationItem == 0) revert CertificateEmptyItem();
        Share storage share = _shares[action.declarationItem][kind];
        if (share.declared != 0 && share.declared != action.declaredQuantity) {
            revert CertificateDeclaredQuantity(action.declarationItem, action.declaredQuantity, share.declared);
        }
        uint64 left = action.declaredQuantity - share.certified;
        if (action.quantity == 0 || action.quantity > left) {
            revert CertificateQuantity(action.declarationItem, action.quantity, left);
        }
        if (action.billId != 0 && BILLS.billOf(action.billId).state == BillState.None) {
            revert CertificateBillUnknown(action.billId);
        }
    }

    function _authorizeTax(uint24 actor, bytes32 typeHash, uint256 fields, bytes calldata signatures)
        private
        view
        returns (address)
    {
        return _authorize(typeHash, fields, Mandates.by(actor, Powers.TAX, Roles.TAX_AUTHORITY), signatures);
    }

    function _require(bytes32 certificateId, uint32 seen, CertificateState allowed)
        private
        view
        returns (CertificateWord word)
    {
        word = _certificates[certificateId];
        if (CertificateWord.unwrap(word) == 0) revert CertificateUnknown(certificateId);
        if (seen != word.version()) revert CertificateStaleVersion(certificateId, seen, word.version());
        if (word.state() != allowed) {
            revert CertificateUnexpectedState(certificateId, word.state(), 1 << uint8(allowed));
        }
    }

    function _requireTaxAuthority(bytes32 certificateId, CertificateWord word, uint24 actor) private pure {
        if (actor != word.taxAuthority()) {
            revert CertificateNotTaxAuthority(certificateId, actor, word.taxAuthority());
        }
    }
}
