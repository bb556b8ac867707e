// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {CertificateState, CertificateType} from "../../../../contracts/types/CertificateWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {BANK, PRINCIPAL, SHIPPER, TAX_AUTHORITY} from "../utils/Cast.sol";
import {RecordsBase} from "./RecordsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The actions on refund certificates, and what is refused in each state.
abstract contract CertificatesBase is RecordsBase {
    bytes32 internal constant NEXT = keccak256("replacement");
    bytes32 internal constant CONTENT = keccak256("corrected");
    bytes32 internal constant USE = keccak256("use");
    uint8 internal constant EXPORT = uint8(CertificateType.AgencyExport);
    // Fields of an application.
    uint256 internal constant TYPE = 2;
    uint256 internal constant TAX = 3;
    uint256 internal constant USER = 4;
    uint256 internal constant ITEM_ = 5;
    uint256 internal constant QUANTITY_ = 6;
    uint256 internal constant DECLARED = 7;
    uint256 internal constant BILL_ = 8;

    uint256 internal constant SUBMITTED = 1 << uint8(CertificateState.Submitted);
    uint256 internal constant ACCEPTED = 1 << uint8(CertificateState.Accepted);
    uint256 internal constant RETURNED = 1 << uint8(CertificateState.Returned);
    uint256 internal constant ISSUED = 1 << uint8(CertificateState.Issued);
    uint256 internal constant VOID_APPLIED = 1 << uint8(CertificateState.VoidApplied);

    function _to(bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        internal
        view
        returns (Intent memory)
    {
        return _intent(address(on.certificates), selector, typeHash, fields, by);
    }

    function _plain(bytes4 selector, bytes32 typeHash, uint32 version, uint24 by)
        internal
        view
        returns (Intent memory)
    {
        return _to(selector, typeHash, abi.encode(CERTIFICATE, version, by, PARTY, REMARK), by);
    }

    function _good() internal view returns (Intent memory) {
        return _apply(CERTIFICATE, EXPORT, ITEM, QUANTITY - 400, QUANTITY);
    }

    function _acceptIt(uint32 version) internal view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.acceptApplication.selector;
        return _plain(selector, Types.ACCEPT_APPLICATION_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _returnIt(uint32 version) internal view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.returnApplication.selector;
        return _plain(selector, Types.RETURN_APPLICATION_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _issueIt(uint32 version) internal view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.issue.selector;
        return _plain(selector, Types.ISSUE_CERTIFICATE_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _refuseIt(uint32 version) internal view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.refuse.selector;
        return _plain(selector, Types.REFUSE_CERTIFICATE_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _voidIt(uint32 version) internal view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.void.selector;
        return _plain(selector, Types.VOID_CERTIFICATE_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _withdrawIt(uint32 version) internal view returns (Intent memory) {
        bytes4 selector = ITaxRefundCertificate.withdraw.selector;
        return _plain(selector, Types.WITHDRAW_APPLICATION_TYPEHASH, version, SHIPPER);
    }

    function _resubmit(uint32 version, uint64 quantity) internal view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.ResubmitApplication(CERTIFICATE, version, SHIPPER, CONTENT, quantity, PARTY, REMARK));
        return _to(ITaxRefundCertificate.resubmit.selector, Types.RESUBMIT_APPLICATION_TYPEHASH, fields, SHIPPER);
    }

    function _useIt(uint32 version, uint24 user) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.UseCertificate(CERTIFICATE, version, user, USE, PARTY, REMARK));
        return _to(ITaxRefundCertificate.use.selector, Types.USE_CERTIFICATE_TYPEHASH, fields, user);
    }

    function _applyVoid(uint32 version, bytes32 next, uint64 quantity) internal view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.ApplyVoid(CERTIFICATE, version, SHIPPER, next, quantity, 0, PARTY, REMARK));
        return _to(ITaxRefundCertificate.applyVoid.selector, Types.APPLY_VOID_TYPEHASH, fields, SHIPPER);
    }

    function _replaceIt(uint32 version, bytes32 next) internal view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.ReplaceCertificate(CERTIFICATE, version, TAX_AUTHORITY, next, PARTY, REMARK));
        bytes4 selector = ITaxRefundCertificate.replace.selector;
        return _to(selector, Types.REPLACE_CERTIFICATE_TYPEHASH, fields, TAX_AUTHORITY);
    }

    function _issuedOne() internal {
        _accept(_good());
        _accept(_acceptIt(1));
        _accept(_issueIt(2));
    }

    function _is(CertificateState state, uint32 version, uint64 quantity) internal view {
        _is(state, version, quantity, CERTIFICATE, 0, 0);
    }

    function _is(
        CertificateState state,
        uint32 version,
        uint64 quantity,
        bytes32 content,
        bytes32 replacement,
        uint64 corrected
    ) internal view {
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

    function _taken(uint64 certified, uint64 declared) internal view {
        (uint64 c, uint64 d) = on.certificates.quantityOf(ITEM, CertificateType.AgencyExport);
        _same(abi.encode(c, d), abi.encode(certified, declared));
    }

    function _ofTaxAuthority(Intent memory i) internal {
        _bindsVersion(i, ITaxRefundCertificate.CertificateStaleVersion.selector);
        _refuse(
            _but(i, ACTOR, BANK),
            _errorOn(ITaxRefundCertificate.CertificateNotTaxAuthority.selector, CERTIFICATE, BANK, TAX_AUTHORITY)
        );
        _needs(i, TAX_AUTHORITY, Powers.TAX, Roles.TAX_AUTHORITY);
    }

    function _ofApplicant(Intent memory i) internal {
        _bindsVersion(i, ITaxRefundCertificate.CertificateStaleVersion.selector);
        bytes4 another = ITaxRefundCertificate.CertificateNotApplicant.selector;
        _refuse(_but(i, ACTOR, BANK), _errorOn(another, CERTIFICATE, BANK, SHIPPER));
        _needs(i, SHIPPER, Powers.CERTIFICATE, Roles.SHIPPER | Roles.FORWARDER);
    }

    function _refuseIn(CertificateState state, Intent memory i, uint256 allowed) internal {
        if ((1 << uint8(state)) & allowed != 0) return;
        bytes4 unexpected = ITaxRefundCertificate.CertificateUnexpectedState.selector;
        _refuse(i, _errorOn(unexpected, CERTIFICATE, uint8(state), allowed));
    }

    function _refuseAllBut(CertificateState state, uint32 version) internal {
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

    function _quantity(uint64 asked, uint64 left) internal pure returns (bytes memory) {
        return _errorOn(ITaxRefundCertificate.CertificateQuantity.selector, ITEM, asked, left);
    }

    function _reason() internal pure returns (bytes memory) {
        return _errorOn(ITaxRefundCertificate.CertificateReasonMissing.selector, CERTIFICATE);
    }
}
