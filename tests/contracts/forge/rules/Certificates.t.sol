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
import {Intent} from "./Rules.sol";
import {CertificatesBase} from "./CertificatesBase.sol";

/// @notice The rules of refund certificates: quantities, whose turn it is in each state, and use.
contract CertificatesRules is CertificatesBase {
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

    function test_versionsEnd() external {
        _accept(_good());
        bytes32 slot = keccak256(abi.encode(CERTIFICATE, uint256(2)));
        uint256 word = uint256(vm.load(address(on.certificates), slot));
        vm.store(address(on.certificates), slot, bytes32(word | (uint256(type(uint32).max) << 16)));
        _refuse(_acceptIt(type(uint32).max), _error(Versions.VersionExhausted.selector));
    }
}
