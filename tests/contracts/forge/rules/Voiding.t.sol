// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import {CertificateState, CertificateType} from "../../../../contracts/types/CertificateWord.sol";
import {PRINCIPAL, SHIPPER, TAX_AUTHORITY} from "../utils/Cast.sol";
import {Intent} from "./Rules.sol";
import {CertificatesBase} from "./CertificatesBase.sol";

/// @notice The rules of a certificate's voiding and of its replacement.
contract VoidingRules is CertificatesBase {
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
}
