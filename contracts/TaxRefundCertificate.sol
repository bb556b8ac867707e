// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {ITaxRefundCertificate} from "./interfaces/ITaxRefundCertificate.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {CertificateRules} from "./libraries/CertificateRules.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {Acts} from "./types/Act.sol";
import {
    ACCEPT_APPLICATION_TYPEHASH,
    APPLY_CERTIFICATE_TYPEHASH,
    APPLY_VOID_TYPEHASH,
    AcceptApplication,
    ApplyCertificate,
    ApplyVoid,
    ISSUE_CERTIFICATE_TYPEHASH,
    IssueCertificate,
    REFUSE_CERTIFICATE_TYPEHASH,
    REPLACE_CERTIFICATE_TYPEHASH,
    RESUBMIT_APPLICATION_TYPEHASH,
    RETURN_APPLICATION_TYPEHASH,
    RefuseCertificate,
    ReplaceCertificate,
    ResubmitApplication,
    ReturnApplication,
    USE_CERTIFICATE_TYPEHASH,
    UseCertificate,
    VOID_CERTIFICATE_TYPEHASH,
    VoidCertificate,
    WITHDRAW_APPLICATION_TYPEHASH,
    WithdrawApplication
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

    /// @dev What an applicant asks for in a certificate's place; its quantity is in the certificate's word.
    struct Correction {
        bytes32 certificateId;
        bytes32 billId;
    }

    uint256 private constant SUBMITTED = 1 << uint8(CertificateState.Submitted);
    uint256 private constant ACCEPTED = 1 << uint8(CertificateState.Accepted);
    uint256 private constant RETURNED = 1 << uint8(CertificateState.Returned);
    uint256 private constant ISSUED = 1 << uint8(CertificateState.Issued);
    uint256 private constant VOID_APPLIED = 1 << uint8(CertificateState.VoidApplied);

    /// @notice Where the bills are.
    IBillOfLading public immutable BILLS;

    mapping(bytes32 certificateId => CertificateWord) private _certificates;
    mapping(bytes32 certificateId => bytes32) private _itemOf;
    /// @dev Written only where an application was corrected: before that its id is its content.
    mapping(bytes32 certificateId => bytes32) private _contentOf;
    mapping(bytes32 certificateId => Correction) private _corrections;
    mapping(bytes32 declarationItem => mapping(CertificateType => Share)) private _shares;

    constructor(IConsortium consortium, IBillOfLading bills) SignedActions(consortium) {
        BILLS = bills;
    }

    /// @inheritdoc ITaxRefundCertificate
    function applyFor(ApplyCertificate calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateType kind = _requireApplicable(action);
        CONSORTIUM.requireMember(action.user, CertificateRules.users(kind));
        address wallet = _authorize(
            APPLY_CERTIFICATE_TYPEHASH,
            11,
            Mandates.by(action.actor, Powers.CERTIFICATE, CertificateRules.applicants(kind))
                .to(action.taxAuthority, Roles.TAX_AUTHORITY),
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
            Acts.by(action.actor, wallet, 1).to(action.taxAuthority).how(uint16(kind)),
            action.user,
            action.declarationItem,
            action.quantity,
            action.declaredQuantity,
            action.billId
        );
        _remark(action.certificateId, 1, 11);
    }

    /// @inheritdoc ITaxRefundCertificate
    function acceptApplication(AcceptApplication calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, SUBMITTED);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        address wallet = _authorizeTax(action.actor, ACCEPT_APPLICATION_TYPEHASH, 5, signatures);

        word = _moved(action.certificateId, word, CertificateState.Accepted);
        emit CertificateAccepted(action.certificateId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.certificateId, word.version(), 5);
    }

    /// @inheritdoc ITaxRefundCertificate
    function returnApplication(ReturnApplication calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, SUBMITTED);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        if (action.remark == 0) revert CertificateReasonMissing(action.certificateId);
        address wallet = _authorizeTax(action.actor, RETURN_APPLICATION_TYPEHASH, 5, signatures);

        word = _moved(action.certificateId, word, CertificateState.Returned);
        emit CertificateReturned(action.certificateId, Acts.by(action.actor, wallet, word.version()), action.remark);
        _remark(action.certificateId, word.version(), 5);
    }

    /// @inheritdoc ITaxRefundCertificate
    function resubmit(ResubmitApplication calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, RETURNED);
        _requireApplicant(action.certificateId, word, action.actor);
        if (action.content == 0) revert CertificateEmptyContent(action.certificateId);
        _requireQuantity(_itemOf[action.certificateId], word.certificateType(), word.quantity(), action.quantity);
        address wallet = _authorizeApplicant(word, RESUBMIT_APPLICATION_TYPEHASH, 7, signatures);

        _free(action.certificateId, word);
        _take(action.certificateId, word.certificateType(), action.quantity);
        _contentOf[action.certificateId] = action.content;
        word = _moved(action.certificateId, word.withQuantity(action.quantity), CertificateState.Submitted);
        emit CertificateResubmitted(
            action.certificateId, Acts.by(action.actor, wallet, word.version()), action.content, action.quantity
        );
        _remark(action.certificateId, word.version(), 7);
    }

    /// @inheritdoc ITaxRefundCertificate
    function withdraw(WithdrawApplication calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, SUBMITTED | RETURNED | ACCEPTED);
        _requireApplicant(action.certificateId, word, action.actor);
        address wallet = _authorizeApplicant(word, WITHDRAW_APPLICATION_TYPEHASH, 5, signatures);

        _free(action.certificateId, word);
        word = _moved(action.certificateId, word, CertificateState.Withdrawn);
        emit CertificateWithdrawn(action.certificateId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.certificateId, word.version(), 5);
    }

    /// @inheritdoc ITaxRefundCertificate
    function issue(IssueCertificate calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, ACCEPTED);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        address wallet = _authorizeTax(action.actor, ISSUE_CERTIFICATE_TYPEHASH, 5, signatures);

        word = _moved(action.certificateId, word, CertificateState.Issued);
        emit CertificateIssued(action.certificateId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.certificateId, word.version(), 5);
    }

    /// @inheritdoc ITaxRefundCertificate
    function refuse(RefuseCertificate calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, ACCEPTED);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        if (action.remark == 0) revert CertificateReasonMissing(action.certificateId);
        address wallet = _authorizeTax(action.actor, REFUSE_CERTIFICATE_TYPEHASH, 5, signatures);

        _free(action.certificateId, word);
        word = _moved(action.certificateId, word, CertificateState.Refused);
        emit CertificateRefused(action.certificateId, Acts.by(action.actor, wallet, word.version()), action.remark);
        _remark(action.certificateId, word.version(), 5);
    }

    /// @inheritdoc ITaxRefundCertificate
    function use(UseCertificate calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, ISSUED | VOID_APPLIED);
        if (action.actor != word.user()) revert CertificateNotUser(action.certificateId, action.actor, word.user());
        if (action.usedFor == 0) revert CertificateUseMissing(action.certificateId);
        address wallet = _authorize(
            USE_CERTIFICATE_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.CERTIFICATE, CertificateRules.users(word.certificateType())),
            signatures
        );

        word = _moved(action.certificateId, word, CertificateState.Used);
        emit CertificateUsed(action.certificateId, Acts.by(action.actor, wallet, word.version()), action.usedFor);
        _remark(action.certificateId, word.version(), 6);
    }

    /// @inheritdoc ITaxRefundCertificate
    function applyVoid(ApplyVoid calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, ISSUED | VOID_APPLIED);
        _requireApplicant(action.certificateId, word, action.actor);
        _requireCorrection(action, word);
        address wallet = _authorizeApplicant(word, APPLY_VOID_TYPEHASH, 8, signatures);

        _corrections[action.certificateId] = Correction(action.replacement, action.billId);
        word = _moved(action.certificateId, word.withCorrected(action.quantity), CertificateState.VoidApplied);
        emit CertificateVoidApplied(
            action.certificateId,
            Acts.by(action.actor, wallet, word.version()),
            action.replacement,
            action.quantity,
            action.billId
        );
        _remark(action.certificateId, word.version(), 8);
    }

    /// @inheritdoc ITaxRefundCertificate
    function void(VoidCertificate calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, VOID_APPLIED);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        bytes32 replacement = _corrections[action.certificateId].certificateId;
        if (replacement != 0) revert CertificateReplacement(action.certificateId, 0, replacement);
        address wallet = _authorizeTax(action.actor, VOID_CERTIFICATE_TYPEHASH, 5, signatures);

        _free(action.certificateId, word);
        word = _moved(action.certificateId, word, CertificateState.Voided);
        emit CertificateVoided(action.certificateId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.certificateId, word.version(), 5);
    }

    /// @inheritdoc ITaxRefundCertificate
    function replace(ReplaceCertificate calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        CertificateWord word = _require(action.certificateId, action.version, VOID_APPLIED);
        _requireTaxAuthority(action.certificateId, word, action.actor);
        _requireReplaceable(action, word);
        address wallet = _authorizeTax(action.actor, REPLACE_CERTIFICATE_TYPEHASH, 6, signatures);

        _free(action.certificateId, word);
        _reissue(action.certificateId, word, wallet);
        word = _moved(action.certificateId, word, CertificateState.Voided);
        emit CertificateReplaced(
            action.certificateId, Acts.by(action.actor, wallet, word.version()), action.replacement
        );
        _remark(action.certificateId, word.version(), 6);
    }

    /// @inheritdoc ITaxRefundCertificate
    function certificateOf(bytes32 certificateId) public view returns (Certificate memory) {
        CertificateWord word = _certificates[certificateId];
        return Certificate({
            state: word.state(),
            certificateType: word.certificateType(),
            version: word.version(),
            applicant: word.applicant(),
            taxAuthority: word.taxAuthority(),
            user: word.user(),
            quantity: word.quantity(),
            declarationItem: _itemOf[certificateId],
            content: _contentOf[certificateId] == 0 && word.version() != 0 ? certificateId : _contentOf[certificateId],
            replacement: _corrections[certificateId].certificateId,
            corrected: word.corrected()
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
    function applicantRoles(CertificateType certificateType) external pure returns (uint32) {
        return CertificateRules.applicants(certificateType);
    }

    /// @inheritdoc ITaxRefundCertificate
    function userRoles(CertificateType certificateType) external pure returns (uint32) {
        return CertificateRules.users(certificateType);
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

    function _take(bytes32 certificateId, CertificateType kind, uint64 quantity) private {
        _shares[_itemOf[certificateId]][kind].certified += quantity;
    }

    /// @dev The certificate asked for in another's place begins its life issued.
    function _reissue(bytes32 replaces, CertificateWord before, address wallet) private {
        bytes32 certificateId = _corrections[replaces].certificateId;
        _itemOf[certificateId] = _itemOf[replaces];
        _take(certificateId, before.certificateType(), before.corrected());
        _certificates[certificateId] = CertificateWords.create(
            before.certificateType(), before.applicant(), before.taxAuthority(), before.user(), before.corrected()
        ).withState(CertificateState.Issued);
        _announce(certificateOf(certificateId), replaces, _corrections[replaces].billId, wallet);
    }

    /// @dev The content of a new certificate is its id.
    function _announce(Certificate memory made, bytes32 replaces, bytes32 billId, address wallet) private {
        emit CertificateReissued(
            made.content,
            Acts.by(made.taxAuthority, wallet, made.version).to(made.applicant).how(uint16(made.certificateType)),
            replaces,
            made.user,
            made.declarationItem,
            made.quantity,
            _shares[made.declarationItem][made.certificateType].declared,
            billId
        );
    }

    function _requireApplicable(ApplyCertificate calldata action) private view returns (CertificateType kind) {
        if (action.certificateId == 0) revert CertificateEmptyId();
        _requireNew(action.certificateId);
        if (action.certificateType == 0 || action.certificateType > uint8(type(CertificateType).max)) {
            revert CertificateTypeUnknown(action.certificateType);
        }
        kind = CertificateType(action.certificateType);
        if (action.declarationItem == 0) revert CertificateEmptyItem();
        Share storage share = _shares[action.declarationItem][kind];
        // Where every certificate of the item is gone, its declared quantity may be stated anew: a wrong one binds nobody.
        if (share.certified != 0 && share.declared != action.declaredQuantity) {
            revert CertificateDeclaredQuantity(action.declarationItem, action.declaredQuantity, share.declared);
        }
        uint64 left = action.declaredQuantity - share.certified;
        if (action.quantity == 0 || action.quantity > left) {
            revert CertificateQuantity(action.declarationItem, action.quantity, left);
        }
        _requireBill(action.billId);
    }

    /// @dev A replacement has an id of its own and a quantity that fits in the certificate's place; a plain voiding has neither.
    function _requireCorrection(ApplyVoid calldata action, CertificateWord word) private view {
        if (action.replacement == 0) {
            if (action.quantity != 0 || action.billId != 0) revert CertificateEmptyId();
            return;
        }
        _requireNew(action.replacement);
        _requireQuantity(_itemOf[action.certificateId], word.certificateType(), word.quantity(), action.quantity);
        _requireBill(action.billId);
    }

    /// @dev What was free when the applicant applied may have been taken since.
    function _requireReplaceable(ReplaceCertificate calldata action, CertificateWord word) private view {
        bytes32 asked = _corrections[action.certificateId].certificateId;
        if (asked == 0 || action.replacement != asked) {
            revert CertificateReplacement(action.certificateId, action.replacement, asked);
        }
        _requireNew(asked);
        _requireQuantity(_itemOf[action.certificateId], word.certificateType(), word.quantity(), word.corrected());
    }

    /// @dev The quantity fits in what the item has left once a certificate's `freed` quantity is free again.
    function _requireQuantity(bytes32 item, CertificateType kind, uint64 freed, uint64 quantity) private view {
        Share storage share = _shares[item][kind];
        uint64 left = share.declared - (share.certified - freed);
        if (quantity == 0 || quantity > left) revert CertificateQuantity(item, quantity, left);
    }

    function _requireNew(bytes32 certificateId) private view {
        if (CertificateWord.unwrap(_certificates[certificateId]) != 0) revert CertificateAlreadyApplied(certificateId);
    }

    function _requireBill(bytes32 billId) private view {
        if (billId != 0 && BILLS.billOf(billId).state == BillState.None) revert CertificateBillUnknown(billId);
    }

    function _authorizeTax(uint24 actor, bytes32 typeHash, uint256 fields, bytes calldata signatures)
        private
        returns (address)
    {
        return _authorize(typeHash, fields, Mandates.by(actor, Powers.TAX, Roles.TAX_AUTHORITY), signatures);
    }

    function _authorizeApplicant(CertificateWord word, bytes32 typeHash, uint256 fields, bytes calldata signatures)
        private
        returns (address)
    {
        uint32 roles = CertificateRules.applicants(word.certificateType());
        return _authorize(typeHash, fields, Mandates.by(word.applicant(), Powers.CERTIFICATE, roles), signatures);
    }

    function _require(bytes32 certificateId, uint32 seen, uint256 allowed)
        private
        view
        returns (CertificateWord word)
    {
        word = _certificates[certificateId];
        if (CertificateWord.unwrap(word) == 0) revert CertificateUnknown(certificateId);
        if (seen != word.version()) revert CertificateStaleVersion(certificateId, seen, word.version());
        if ((1 << uint8(word.state())) & allowed == 0) {
            revert CertificateUnexpectedState(certificateId, word.state(), allowed);
        }
    }

    function _requireTaxAuthority(bytes32 certificateId, CertificateWord word, uint24 actor) private pure {
        if (actor != word.taxAuthority()) {
            revert CertificateNotTaxAuthority(certificateId, actor, word.taxAuthority());
        }
    }

    function _requireApplicant(bytes32 certificateId, CertificateWord word, uint24 actor) private pure {
        if (actor != word.applicant()) revert CertificateNotApplicant(certificateId, actor, word.applicant());
    }
}
