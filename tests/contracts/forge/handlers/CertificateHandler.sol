// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

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
} from "../../../../contracts/types/Actions.sol";
import {CertificateState, CertificateType} from "../../../../contracts/types/CertificateWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Certificates} from "../ghosts/Certificates.sol";
import {Registry} from "../ghosts/Registry.sol";
import {
    CONSIGNEE,
    CUSTOMS,
    FORWARDER,
    PRINCIPAL,
    SECOND_TAX_AUTHORITY,
    SHIPPER,
    TAX_AUTHORITY
} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {CertificateBase} from "./CertificateBase.sol";

/// @notice The life of refund certificates.
contract CertificateHandler is CertificateBase {
    uint256 private constant ITEMS = 6;
    uint64 private constant DECLARED = 1000;

    constructor(Registry registry, Certificates certificates) CertificateBase(registry, certificates) {}

    function applyFor(uint256 seed) external drawn(seed) {
        vm.assume(CERTIFICATES.count() < MAX_CERTIFICATES);
        uint8 kind = uint8(_lies() ? _below(12) : 1 + _below(9));
        bool agency = kind == uint8(CertificateType.AgencyExport) || kind == uint8(CertificateType.AgencyImport);
        ApplyCertificate memory action = ApplyCertificate({
            certificateId: _lies() ? _some() : _newId(),
            actor: _or(agency ? _pick(FORWARDER, SHIPPER) : SHIPPER),
            certificateType: kind,
            taxAuthority: _or(_pick(TAX_AUTHORITY, SECOND_TAX_AUTHORITY)),
            user: _or(_userOf(kind)),
            declarationItem: keccak256(abi.encode("item", _below(ITEMS))),
            quantity: uint64(_lies() ? _below(2 * DECLARED) : 1 + _below(DECLARED / 3)),
            declaredQuantity: _lies() ? uint64(_below(DECLARED)) : DECLARED,
            billId: 0,
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(APPLY_CERTIFICATE_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.CERTIFICATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.applyFor, (action, signatures)));

        CertificateType type_ = CertificateType(kind);
        _mustBeSigned(action.actor, Powers.CERTIFICATE, CONTRACT.applicantRoles(type_), "applyFor");
        _must(CERTIFICATES.get(action.certificateId).version == 0, "applyFor: twice");
        _must(REGISTRY.activeAs(action.taxAuthority, Roles.TAX_AUTHORITY), "applyFor: to no tax authority");
        _must(REGISTRY.activeAs(action.user, CONTRACT.userRoles(type_)), "applyFor: for a user that is none");
        uint64 declared = CERTIFICATES.declaredOf(action.declarationItem, type_);
        bool taken = CERTIFICATES.certifiedOf(action.declarationItem, type_) != 0;
        _must(!taken || declared == action.declaredQuantity, "applyFor: another declared quantity");
        CERTIFICATES.declare(action.declarationItem, type_, action.declaredQuantity);
        Certificates.GhostCertificate memory ghost;
        ghost.state = CertificateState.Submitted;
        ghost.kind = type_;
        ghost.applicant = action.actor;
        ghost.taxAuthority = action.taxAuthority;
        ghost.user = action.user;
        ghost.quantity = action.quantity;
        ghost.item = action.declarationItem;
        ghost.content = action.certificateId;
        _settle(action.certificateId, ghost);
    }

    function issue(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(CertificateState.Accepted);
        IssueCertificate memory action = IssueCertificate(id, _seen(ghost.version), _or(ghost.taxAuthority), 0, 0);
        bytes32 structHash = keccak256(abi.encode(ISSUE_CERTIFICATE_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.issue, (action, signatures)));

        _mustMove(ghost, action.version, CertificateState.Accepted, "issue certificate");
        _mustBeTax(ghost, action.actor, "issue certificate");
        ghost.state = CertificateState.Issued;
        _settle(id, ghost);
    }

    function refuse(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(CertificateState.Accepted);
        RefuseCertificate memory action = RefuseCertificate(
            id, _seen(ghost.version), _or(ghost.taxAuthority), 0, _lies() ? bytes32(0) : bytes32(uint256(1))
        );
        bytes32 structHash = keccak256(abi.encode(REFUSE_CERTIFICATE_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.refuse, (action, signatures)));

        _mustMove(ghost, action.version, CertificateState.Accepted, "refuse");
        _mustBeTax(ghost, action.actor, "refuse");
        _must(action.remark != 0, "refuse: without a reason");
        ghost.state = CertificateState.Refused;
        _settle(id, ghost);
    }

    function use(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) =
            _in(_chance(70) ? CertificateState.Issued : CertificateState.VoidApplied);
        UseCertificate memory action =
            UseCertificate(id, _seen(ghost.version), _or(ghost.user), _lies() ? bytes32(0) : bytes32(_random()), 0, 0);
        bytes32 structHash = keccak256(abi.encode(USE_CERTIFICATE_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.CERTIFICATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.use, (action, signatures)));

        _mustMove(ghost, action.version, ghost.state, "use");
        _must(_inForce(ghost), "use: of a certificate that is not in force");
        _must(action.actor == ghost.user, "use: by another");
        _mustBeSigned(action.actor, Powers.CERTIFICATE, CONTRACT.userRoles(ghost.kind), "use");
        ghost.state = CertificateState.Used;
        ++ghost.uses;
        _settle(id, ghost);
    }

    function void(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(CertificateState.VoidApplied);
        VoidCertificate memory action = VoidCertificate(id, _seen(ghost.version), _or(ghost.taxAuthority), 0, 0);
        bytes32 structHash = keccak256(abi.encode(VOID_CERTIFICATE_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.void, (action, signatures)));

        _mustMove(ghost, action.version, CertificateState.VoidApplied, "void");
        _mustBeTax(ghost, action.actor, "void");
        _must(ghost.replacement == 0, "void: what is to be replaced");
        ghost.state = CertificateState.Voided;
        _settle(id, ghost);
    }

    function _userOf(uint8 kind) private returns (uint24) {
        if (kind == uint8(CertificateType.TaxRepaidOrNotRefunded)) return CUSTOMS;
        if (kind == uint8(CertificateType.BidWinning) || kind == uint8(CertificateType.CigaretteExempted)) {
            return _pick(TAX_AUTHORITY, SECOND_TAX_AUTHORITY);
        }
        if (kind == uint8(CertificateType.EntrustedExport)) return _pick(FORWARDER, PRINCIPAL);
        return kind == uint8(CertificateType.AgencyImport) ? _pick(CONSIGNEE, PRINCIPAL) : PRINCIPAL;
    }
}
