// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {CertificateState, CertificateType} from "../../../../contracts/types/CertificateWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {BANK, PRINCIPAL, SHIPPER, TAX_AUTHORITY} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {RecordsBase} from "./RecordsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of refund certificates: quantities, whose turn it is in each state, use, voiding and replacement.
contract CertificatesRules is RecordsBase {
    bytes32 private constant NEXT = keccak256("replacement");
    bytes32 private constant CONTENT = keccak256("corrected");
    bytes32 private constant USE = keccak256("use");
    uint8 private constant EXPORT = uint8(CertificateType.AgencyExport);
    // Fields of an application.
    uint256 private constant TYPE = 2;
    uint256 private constant TAX = 3;
    uint256 private constant USER = 4;
    uint256 private constant ITEM_ = 5;
    uint256 private constant QUANTITY_ = 6;
    uint256 private constant DECLARED = 7;
    uint256 private constant BILL_ = 8;

    uint256 private constant SUBMITTED = 1 << uint8(CertificateState.Submitted);
    uint256 private constant ACCEPTED = 1 << uint8(CertificateState.Accepted);
    uint256 private constant RETURNED = 1 << uint8(CertificateState.Returned);
    uint256 private constant ISSUED = 1 << uint8(CertificateState.Issued);
    uint256 private constant VOID_APPLIED = 1 << uint8(CertificateState.VoidApplied);

    function _to(bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        private
        view
        returns (Intent memory)
    {
        return _intent(address(on.certificates), selector, typeHash, fields, by);
    }

    function _plain(bytes4 selector, bytes32 typeHash, uint32 version, uint24 by) private view returns (Intent memory) {
        return _to(selector, typeHash, abi.encode(CERTIFICATE, version, by, PARTY, REMARK), by);
    }

    function _good() private view returns (Intent memory) {
        return _apply(CERTIFICATE, EXPORT, ITEM, QUANTITY - 400, QUANTITY);
    }

    function _acceptIt(uint32 version) private view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.acceptApplication.selector;
        return _plain(selector, Types.ACCEPT_APPLICATION_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _returnIt(uint32 version) private view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.returnApplication.selector;
        return _plain(selector, Types.RETURN_APPLICATION_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _issueIt(uint32 version) private view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.issue.selector;
        return _plain(selector, Types.ISSUE_CERTIFICATE_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _refuseIt(uint32 version) private view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.refuse.selector;
        return _plain(selector, Types.REFUSE_CERTIFICATE_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _voidIt(uint32 version) private view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.void.selector;
        return _plain(selector, Types.VOID_CERTIFICATE_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _withdrawIt(uint32 version) private view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.withdraw.selector;
        return _plain(selector, Types.WITHDRAW_APPLICATION_TYPEHASH, version, SHIPPER);
    }

    function _resubmit(uint32 version, uint64 quantity) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.ResubmitApplication(CERTIFICATE, version, SHIPPER, CONTENT, quantity, PARTY, REMARK));
        return _to(ITaxRefundCertificate.resubmit.selector, Types.RESUBMIT_APPLICATION_TYPEHASH, fields, SHIPPER);
    }

    function _useIt(uint32 version, uint24 user) private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.UseCertificate(CERTIFICATE, version, user, USE, PARTY, REMARK));
        return _to(ITaxRefundCertificate.use.selector, Types.USE_CERTIFICATE_TYPEHASH, fields, user);
    }

    function _applyVoid(uint32 version, bytes32 next, uint64 quantity) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.ApplyVoid(CERTIFICATE, version, SHIPPER, next, quantity, 0, PARTY, REMARK));
        return _to(ITaxRefundCertificate.applyVoid.selector, Types.APPLY_VOID_TYPEHASH, fields, SHIPPER);
    }

    function _replaceIt(uint32 version, bytes32 next) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.ReplaceCertificate(CERTIFICATE, version, TAX_AUTHORITY, next, PARTY, REMARK));
        bytes4 selector = ITaxRefundCertificate.replace.selector;
        return _to(selector, Types.REPLACE_CERTIFICATE_TYPEHASH, fields, TAX_AUTHORITY);
    }

    function _issuedOne() private {
        _accept(_good());
        _accept(_acceptIt(1));
        _accept(_issueIt(2));
    }

    function _is(CertificateState state, uint32 version, uint64 quantity) private view {
        _is(state, version, quantity, CERTIFICATE, 0, 0);
    }

    function _is(
        CertificateState state,
        uint32 version,
        uint64 quantity,
        bytes32 content,
        bytes32 replacement,
        uint64 corrected
    ) private view {
        _same(
            abi.encode(on.certificates.certificateOf(CERTIFICATE)),
            abi.encode(
                state,
                CertificateType.AgencyExport,
                version,
                SHIPPER,
                TAX_AUTHORITY,
                PRINCIPAL,
                quantity,
                ITEM,
                content,
                replacement,
                corrected
            )
        );
    }

    function _taken(uint64 certified, uint64 declared) private view {
        (uint64 c, uint64 d) = on.certificates.quantityOf(ITEM, CertificateType.AgencyExport);
        _same(abi.encode(c, d), abi.encode(certified, declared));
    }

    function _ofTaxAuthority(Intent memory i) private {
        _bindsVersion(i, ITaxRefundCertificate.CertificateStaleVersion.selector);
        _refuse(
            _but(i, ACTOR, BANK),
            _errorOn(ITaxRefundCertificate.CertificateNotTaxAuthority.selector, CERTIFICATE, BANK, TAX_AUTHORITY)
        );
        _needs(i, TAX_AUTHORITY, Powers.TAX, Roles.TAX_AUTHORITY);
    }

    function _ofApplicant(Intent memory i) private {
        _bindsVersion(i, ITaxRefundCertificate.CertificateStaleVersion.selector);
        bytes4 another = ITaxRefundCertificate.CertificateNotApplicant.selector;
        _refuse(_but(i, ACTOR, BANK), _errorOn(another, CERTIFICATE, BANK, SHIPPER));
        _needs(i, SHIPPER, Powers.CERTIFICATE, Roles.SHIPPER | Roles.FORWARDER);
    }

    function _refuseIn(CertificateState state, Intent memory i, uint256 allowed) private {
        if ((1 << uint8(state)) & allowed != 0) return;
        bytes4 unexpected = ITaxRefundCertificate.CertificateUnexpectedState.selector;
        _refuse(i, _errorOn(unexpected, CERTIFICATE, uint8(state), allowed));
    }

    function _refuseAllBut(CertificateState state, uint32 version) private {
        _refuseIn(state, _acceptIt(version), SUBMITTED);
        _refuseIn(state, _returnIt(version), SUBMITTED);
        _refuseIn(state, _resubmit(version, 1), RETURNED);
        _refuseIn(state, _withdrawIt(version), SUBMITTED | RETURNED | ACCEPTED);
        _refuseIn(state, _issueIt(version), ACCEPTED);
        _refuseIn(state, _refuseIt(version), ACCEPTED);
        _refuseIn(state, _useIt(version, PRINCIPAL), ISSUED | VOID_APPLIED);
        _refuseIn(state, _applyVoid(version, 0, 0), ISSUED | VOID_APPLIED);
        _refuseIn(state, _voidIt(version), VOID_APPLIED);
        _refuseIn(state, _replaceIt(version, NEXT), VOID_APPLIED);
    }

    function _quantity(uint64 asked, uint64 left) private pure returns (bytes memory) {
        return _errorOn(ITaxRefundCertificate.CertificateQuantity.selector, ITEM, asked, left);
    }

    function _reason() private pure returns (bytes memory) {
        return _errorOn(ITaxRefundCertificate.CertificateReasonMissing.selector, CERTIFICATE);
    }

    function test_apply() external {
        _issued(BILL);
        Intent memory i = _but(_good(), BILL_, uint256(BILL));
        _refuse(_but(i, ID, 0), _error(ITaxRefundCertificate.CertificateEmptyId.selector));
        bytes4 unknown = ITaxRefundCertificate.CertificateTypeUnknown.selector;
        _refuse(_but(i, TYPE, 0), _error(unknown, 0));
        _refuse(_but(i, TYPE, 10), _error(unknown, 10));
        _refuse(_but(i, ITEM_, 0), _error(ITaxRefundCertificate.CertificateEmptyItem.selector));
        _refuse(_but(i, QUANTITY_, 0), _quantity(0, QUANTITY));
        _refuse(_but(i, QUANTITY_, QUANTITY + 1), _quantity(QUANTITY + 1, QUANTITY));
        bytes4 bill = ITaxRefundCertificate.CertificateBillUnknown.selector;
        _refuse(_but(i, BILL_, uint256(ORDER)), _errorOn(bill, ORDER));
        bytes memory lacks = _error(IConsortium.ConsortiumMemberLacksRole.selector, BANK, Roles.BANK, Roles.SHIPPER);
        _refuse(_but(i, USER, BANK), lacks);
        _refuse(_but(i, USER, NOBODY), _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY));
        _receives(i, TAX, Roles.TAX_AUTHORITY);
        _needs(i, SHIPPER, Powers.CERTIFICATE, Roles.SHIPPER | Roles.FORWARDER);
        _expect();
        emit ITaxRefundCertificate.CertificateApplied(
            CERTIFICATE, _by(SHIPPER, 1, TAX_AUTHORITY, EXPORT), PRINCIPAL, ITEM, QUANTITY - 400, QUANTITY, BILL
        );
        _expectRemark(CERTIFICATE, 1);
        _accept(i);
        _is(CertificateState.Submitted, 1, QUANTITY - 400);
        _taken(QUANTITY - 400, QUANTITY);
        _refuse(i, _errorOn(ITaxRefundCertificate.CertificateAlreadyApplied.selector, CERTIFICATE));
        _refuseAllBut(CertificateState.Submitted, 1);
        ITaxRefundCertificate.Certificate memory none;
        _same(abi.encode(on.certificates.certificateOf(NEXT)), abi.encode(none));
    }

    function test_apply_forWhatTheItemHasLeft() external {
        _accept(_good());
        Intent memory i = _apply(NEXT, EXPORT, ITEM, 400, QUANTITY);
        _refuse(_but(i, QUANTITY_, 401), _quantity(401, 400));
        bytes4 declared = ITaxRefundCertificate.CertificateDeclaredQuantity.selector;
        _refuse(_but(i, DECLARED, QUANTITY + 1), _errorOn(declared, ITEM, QUANTITY + 1, QUANTITY));
        _accept(i);
        _taken(QUANTITY, QUANTITY);
        // Another type and another item have their own.
        _accept(_apply(keccak256("a"), EXPORT, CONTENT, 9, 9));
        _accept(_apply(keccak256("b"), 4, ITEM, QUANTITY, QUANTITY));
        _accept(_but(_apply(keccak256("c"), 9, ITEM, 1, 1), USER, TAX_AUTHORITY));
        _taken(QUANTITY, QUANTITY);
        // Where all are gone, the quantity may be declared anew.
        _accept(_withdrawIt(1));
        bytes memory fields = abi.encode(Types.WithdrawApplication(NEXT, 1, SHIPPER, PARTY, REMARK));
        _accept(_to(ITaxRefundCertificate.withdraw.selector, Types.WITHDRAW_APPLICATION_TYPEHASH, fields, SHIPPER));
        _taken(0, QUANTITY);
        _accept(_apply(keccak256("d"), EXPORT, ITEM, 5, 7));
        _taken(5, 7);
    }

    function test_roles_ofApplicantsAndUsers() external view {
        uint32 shipper = Roles.SHIPPER;
        uint32 agents = Roles.SHIPPER | Roles.FORWARDER;
        uint32[10] memory applicants =
            [shipper, agents, shipper, agents | Roles.CONSIGNEE, shipper, shipper, shipper, shipper, shipper, shipper];
        uint32[10] memory users = [
            shipper,
            shipper,
            agents,
            shipper | Roles.CONSIGNEE,
            shipper,
            shipper,
            Roles.TAX_AUTHORITY,
            Roles.CUSTOMS,
            shipper,
            Roles.TAX_AUTHORITY
        ];
        for (uint8 kind = 0; kind < 10; ++kind) {
            _same(on.certificates.applicantRoles(CertificateType(kind)), applicants[kind]);
            _same(on.certificates.userRoles(CertificateType(kind)), users[kind]);
        }
    }

    function test_returnAndResubmit() external {
        _accept(_good());
        _accept(_apply(NEXT, EXPORT, ITEM, 100, QUANTITY));
        Intent memory i = _returnIt(1);
        _refuse(_but(i, 4, 0), _reason());
        _ofTaxAuthority(i);
        _expect();
        emit ITaxRefundCertificate.CertificateReturned(CERTIFICATE, _by(TAX_AUTHORITY, 2), REMARK);
        _expectRemark(CERTIFICATE, 2);
        _accept(i);
        _is(CertificateState.Returned, 2, QUANTITY - 400);
        _refuseAllBut(CertificateState.Returned, 2);

        i = _resubmit(2, 900);
        _refuse(_but(i, 3, 0), _errorOn(ITaxRefundCertificate.CertificateEmptyContent.selector, CERTIFICATE));
        _refuse(_but(i, 4, 0), _quantity(0, 900));
        _refuse(_but(i, 4, 901), _quantity(901, 900));
        _ofApplicant(i);
        _expect();
        emit ITaxRefundCertificate.CertificateResubmitted(CERTIFICATE, _by(SHIPPER, 3), CONTENT, 900);
        _expectRemark(CERTIFICATE, 3);
        _accept(i);
        _is(CertificateState.Submitted, 3, 900, CONTENT, 0, 0);
        _taken(QUANTITY, QUANTITY);
    }

    function test_withdraw() external {
        _accept(_good());
        Intent memory i = _withdrawIt(1);
        _ofApplicant(i);
        _expect();
        emit ITaxRefundCertificate.CertificateWithdrawn(CERTIFICATE, _by(SHIPPER, 2));
        _expectRemark(CERTIFICATE, 2);
        _accept(i);
        _is(CertificateState.Withdrawn, 2, QUANTITY - 400);
        _taken(0, QUANTITY);
        _refuseAllBut(CertificateState.Withdrawn, 2);
    }

    function test_withdraw_ofAnAcceptedOne() external {
        _accept(_good());
        _accept(_acceptIt(1));
        _accept(_withdrawIt(2));
        _is(CertificateState.Withdrawn, 3, QUANTITY - 400);
    }

    function test_withdraw_ofAReturnedOne() external {
        _accept(_good());
        _accept(_returnIt(1));
        _accept(_withdrawIt(2));
        _is(CertificateState.Withdrawn, 3, QUANTITY - 400);
    }

    function test_acceptIssueUse() external {
        _refuse(_acceptIt(1), _errorOn(ITaxRefundCertificate.CertificateUnknown.selector, CERTIFICATE));
        _accept(_good());
        Intent memory i = _acceptIt(1);
        _ofTaxAuthority(i);
        _expect();
        emit ITaxRefundCertificate.CertificateAccepted(CERTIFICATE, _by(TAX_AUTHORITY, 2));
        _expectRemark(CERTIFICATE, 2);
        _accept(i);
        _is(CertificateState.Accepted, 2, QUANTITY - 400);
        _refuseAllBut(CertificateState.Accepted, 2);

        i = _issueIt(2);
        _ofTaxAuthority(i);
        _expect();
        emit ITaxRefundCertificate.CertificateIssued(CERTIFICATE, _by(TAX_AUTHORITY, 3));
        _expectRemark(CERTIFICATE, 3);
        _accept(i);
        _is(CertificateState.Issued, 3, QUANTITY - 400);
        _refuseAllBut(CertificateState.Issued, 3);

        i = _useIt(3, PRINCIPAL);
        _bindsVersion(i, ITaxRefundCertificate.CertificateStaleVersion.selector);
        bytes4 another = ITaxRefundCertificate.CertificateNotUser.selector;
        _refuse(_but(i, ACTOR, BANK), _errorOn(another, CERTIFICATE, BANK, PRINCIPAL));
        _refuse(_but(i, 3, 0), _errorOn(ITaxRefundCertificate.CertificateUseMissing.selector, CERTIFICATE));
        _needs(i, PRINCIPAL, Powers.CERTIFICATE, Roles.SHIPPER);
        _expect();
        emit ITaxRefundCertificate.CertificateUsed(CERTIFICATE, _by(PRINCIPAL, 4), USE);
        _expectRemark(CERTIFICATE, 4);
        _accept(i);
        _is(CertificateState.Used, 4, QUANTITY - 400);
        _taken(QUANTITY - 400, QUANTITY);
        _refuseAllBut(CertificateState.Used, 4);
    }

    function test_refuse() external {
        _accept(_good());
        _accept(_acceptIt(1));
        Intent memory i = _refuseIt(2);
        _refuse(_but(i, 4, 0), _reason());
        _ofTaxAuthority(i);
        _expect();
        emit ITaxRefundCertificate.CertificateRefused(CERTIFICATE, _by(TAX_AUTHORITY, 3), REMARK);
        _expectRemark(CERTIFICATE, 3);
        _accept(i);
        _is(CertificateState.Refused, 3, QUANTITY - 400);
        _taken(0, QUANTITY);
        _refuseAllBut(CertificateState.Refused, 3);
    }

    function test_void() external {
        _issuedOne();
        Intent memory i = _applyVoid(3, 0, 0);
        bytes memory empty = _error(ITaxRefundCertificate.CertificateEmptyId.selector);
        _refuse(_but(i, 4, 1), empty);
        _refuse(_but(i, 5, uint256(BILL)), empty);
        _ofApplicant(i);
        _expect();
        emit ITaxRefundCertificate.CertificateVoidApplied(CERTIFICATE, _by(SHIPPER, 4), 0, 0, 0);
        _expectRemark(CERTIFICATE, 4);
        _accept(i);
        _is(CertificateState.VoidApplied, 4, QUANTITY - 400);
        _refuseAllBut(CertificateState.VoidApplied, 4);
        bytes4 replacement = ITaxRefundCertificate.CertificateReplacement.selector;
        _refuse(_replaceIt(4, NEXT), abi.encodeWithSelector(replacement, CERTIFICATE, NEXT, 0));
        _refuse(_replaceIt(4, 0), abi.encodeWithSelector(replacement, CERTIFICATE, 0, 0));

        i = _voidIt(4);
        _ofTaxAuthority(i);
        _expect();
        emit ITaxRefundCertificate.CertificateVoided(CERTIFICATE, _by(TAX_AUTHORITY, 5));
        _expectRemark(CERTIFICATE, 5);
        _accept(i);
        _is(CertificateState.Voided, 5, QUANTITY - 400);
        _taken(0, QUANTITY);
        _refuseAllBut(CertificateState.Voided, 5);
    }

    function test_use_whileItsVoidingIsDecided() external {
        _issuedOne();
        _accept(_applyVoid(3, 0, 0));
        _accept(_useIt(4, PRINCIPAL));
        _is(CertificateState.Used, 5, QUANTITY - 400);
    }

    function test_replace() external {
        _issued(BILL);
        _issuedOne();
        _accept(_apply(keccak256("beside"), EXPORT, ITEM, 100, QUANTITY));
        Intent memory i = _but(_applyVoid(3, NEXT, 900), 5, uint256(BILL));
        bytes4 applied = ITaxRefundCertificate.CertificateAlreadyApplied.selector;
        _refuse(_but(i, 3, uint256(CERTIFICATE)), _errorOn(applied, CERTIFICATE));
        _refuse(_but(i, 4, 0), _quantity(0, 900));
        _refuse(_but(i, 4, 901), _quantity(901, 900));
        bytes4 bill = ITaxRefundCertificate.CertificateBillUnknown.selector;
        _refuse(_but(i, 5, uint256(ORDER)), _errorOn(bill, ORDER));
        _expect();
        emit ITaxRefundCertificate.CertificateVoidApplied(CERTIFICATE, _by(SHIPPER, 4), NEXT, 900, BILL);
        _expectRemark(CERTIFICATE, 4);
        _accept(i);
        _is(CertificateState.VoidApplied, 4, QUANTITY - 400, CERTIFICATE, NEXT, 900);
        _taken(QUANTITY - 300, QUANTITY);

        bytes4 replacement = ITaxRefundCertificate.CertificateReplacement.selector;
        _refuse(_voidIt(4), abi.encodeWithSelector(replacement, CERTIFICATE, 0, NEXT));
        i = _replaceIt(4, NEXT);
        _refuse(_but(i, 3, uint256(ITEM)), abi.encodeWithSelector(replacement, CERTIFICATE, ITEM, NEXT));
        _ofTaxAuthority(i);
        _expect();
        emit ITaxRefundCertificate.CertificateReissued(
            NEXT, _by(TAX_AUTHORITY, 1, SHIPPER, EXPORT), CERTIFICATE, PRINCIPAL, ITEM, 900, QUANTITY, BILL
        );
        emit ITaxRefundCertificate.CertificateReplaced(CERTIFICATE, _by(TAX_AUTHORITY, 5), NEXT);
        _expectRemark(CERTIFICATE, 5);
        _accept(i);
        _is(CertificateState.Voided, 5, QUANTITY - 400, CERTIFICATE, NEXT, 900);
        _taken(QUANTITY, QUANTITY);
        _same(
            abi.encode(on.certificates.certificateOf(NEXT)),
            abi.encode(
                CertificateState.Issued,
                CertificateType.AgencyExport,
                1,
                SHIPPER,
                TAX_AUTHORITY,
                PRINCIPAL,
                900,
                ITEM,
                NEXT,
                0,
                0
            )
        );
    }

    function test_replace_mustStillFit() external {
        _issuedOne();
        _accept(_applyVoid(3, NEXT, QUANTITY));
        // What is asked for may be asked for anew.
        _accept(_applyVoid(4, NEXT, QUANTITY - 100));
        _is(CertificateState.VoidApplied, 5, QUANTITY - 400, CERTIFICATE, NEXT, QUANTITY - 100);
        _accept(_apply(keccak256("beside"), EXPORT, ITEM, 200, QUANTITY));
        _refuse(_replaceIt(5, NEXT), _quantity(QUANTITY - 100, QUANTITY - 200));
        _accept(_applyVoid(5, keccak256("late"), 1));
        _accept(_apply(keccak256("late"), EXPORT, ITEM, 1, QUANTITY));
        _refuse(
            _replaceIt(6, keccak256("late")),
            _errorOn(ITaxRefundCertificate.CertificateAlreadyApplied.selector, keccak256("late"))
        );
    }

    function test_versionsEnd() external {
        _accept(_good());
        bytes32 slot = keccak256(abi.encode(CERTIFICATE, uint256(2)));
        uint256 word = uint256(vm.load(address(on.certificates), slot));
        vm.store(address(on.certificates), slot, bytes32(word | (uint256(type(uint32).max) << 16)));
        _refuse(_acceptIt(type(uint32).max), _error(Versions.VersionExhausted.selector));
    }
}
