// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ACCEPT_APPLICATION_TYPEHASH,
    APPLY_VOID_TYPEHASH,
    AcceptApplication,
    ApplyVoid,
    REPLACE_CERTIFICATE_TYPEHASH,
    RESUBMIT_APPLICATION_TYPEHASH,
    RETURN_APPLICATION_TYPEHASH,
    ReplaceCertificate,
    ResubmitApplication,
    ReturnApplication,
    WITHDRAW_APPLICATION_TYPEHASH,
    WithdrawApplication
} from "../../../../contracts/types/Actions.sol";
import {CertificateState} from "../../../../contracts/types/CertificateWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Certificates} from "../ghosts/Certificates.sol";
import {Registry} from "../ghosts/Registry.sol";
import {vm} from "../utils/Vm.sol";
import {CertificateBase} from "./CertificateBase.sol";

/// @notice What happens to an application before its decision, and to a certificate that was wrong.
contract CertificateTermsHandler is CertificateBase {
    constructor(Registry registry, Certificates certificates) CertificateBase(registry, certificates) {}

    function acceptApplication(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(CertificateState.Submitted);
        AcceptApplication memory action = AcceptApplication(id, _seen(ghost.version), _or(ghost.taxAuthority), 0, 0);
        bytes32 structHash = keccak256(abi.encode(ACCEPT_APPLICATION_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.acceptApplication, (action, signatures)));

        _mustMove(ghost, action.version, CertificateState.Submitted, "acceptApplication");
        _mustBeTax(ghost, action.actor, "acceptApplication");
        ghost.state = CertificateState.Accepted;
        _settle(id, ghost);
    }

    function returnApplication(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(CertificateState.Submitted);
        bytes32 reason = _lies() ? bytes32(0) : bytes32(uint256(1));
        ReturnApplication memory action =
            ReturnApplication(id, _seen(ghost.version), _or(ghost.taxAuthority), 0, reason);
        bytes32 structHash = keccak256(abi.encode(RETURN_APPLICATION_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.returnApplication, (action, signatures)));

        _mustMove(ghost, action.version, CertificateState.Submitted, "returnApplication");
        _mustBeTax(ghost, action.actor, "returnApplication");
        _must(reason != 0, "returnApplication: without a reason");
        ghost.state = CertificateState.Returned;
        _settle(id, ghost);
    }

    function resubmit(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(CertificateState.Returned);
        ResubmitApplication memory action = ResubmitApplication({
            certificateId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.applicant),
            content: bytes32(_random()),
            quantity: uint64(_below(_left(ghost) + (_lies() ? 100 : 1))),
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(RESUBMIT_APPLICATION_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.CERTIFICATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.resubmit, (action, signatures)));

        _mustMove(ghost, action.version, CertificateState.Returned, "resubmit");
        _mustBeApplicant(ghost, action.actor, "resubmit");
        _must(action.quantity != 0 && action.quantity <= _left(ghost), "resubmit: more than is left");
        ghost.state = CertificateState.Submitted;
        ghost.content = action.content;
        ghost.quantity = action.quantity;
        _settle(id, ghost);
    }

    function withdraw(uint256 seed) external drawn(seed) {
        CertificateState[3] memory open =
            [CertificateState.Submitted, CertificateState.Returned, CertificateState.Accepted];
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(open[_below(open.length)]);
        WithdrawApplication memory action = WithdrawApplication(id, _seen(ghost.version), _or(ghost.applicant), 0, 0);
        bytes32 structHash = keccak256(abi.encode(WITHDRAW_APPLICATION_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.CERTIFICATE);
        // Else most applications would end here.
        vm.assume(_chance(30));
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.withdraw, (action, signatures)));

        _mustMove(ghost, action.version, ghost.state, "withdraw");
        bool undecided = ghost.state == open[0] || ghost.state == open[1] || ghost.state == open[2];
        _must(undecided, "withdraw: after the decision");
        _mustBeApplicant(ghost, action.actor, "withdraw");
        ghost.state = CertificateState.Withdrawn;
        _settle(id, ghost);
    }

    function applyVoid(uint256 seed) external drawn(seed) {
        (bytes32 id, Certificates.GhostCertificate memory ghost) =
            _in(_chance(80) ? CertificateState.Issued : CertificateState.VoidApplied);
        bool replaced = _chance(65);
        ApplyVoid memory action = ApplyVoid({
            certificateId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.applicant),
            replacement: replaced ? (_lies() ? _some() : _newId()) : bytes32(0),
            quantity: replaced ? uint64(_below(_left(ghost) + (_lies() ? 100 : 1))) : 0,
            billId: 0,
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(APPLY_VOID_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.CERTIFICATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.applyVoid, (action, signatures)));

        _mustMove(ghost, action.version, ghost.state, "applyVoid");
        _must(_inForce(ghost), "applyVoid: of a certificate that is not in force");
        _mustBeApplicant(ghost, action.actor, "applyVoid");
        ghost.state = CertificateState.VoidApplied;
        ghost.replacement = action.replacement;
        ghost.corrected = action.quantity;
        _settle(id, ghost);
    }

    function replace(uint256 seed) external drawn(seed) {
        vm.assume(CERTIFICATES.count() < MAX_CERTIFICATES);
        (bytes32 id, Certificates.GhostCertificate memory ghost) = _in(CertificateState.VoidApplied);
        ReplaceCertificate memory action = ReplaceCertificate({
            certificateId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.taxAuthority),
            replacement: _lies() ? _newId() : ghost.replacement,
            representedParty: 0,
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(REPLACE_CERTIFICATE_TYPEHASH, action));
        bytes memory signatures = _signed(address(CONTRACT), structHash, action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.replace, (action, signatures)));

        _mustMove(ghost, action.version, CertificateState.VoidApplied, "replace");
        _mustBeTax(ghost, action.actor, "replace");
        _must(action.replacement != 0 && action.replacement == ghost.replacement, "replace: by what was not asked for");
        _must(CERTIFICATES.get(action.replacement).version == 0, "replace: by a certificate that is");
        _must(ghost.corrected <= _left(ghost), "replace: more than is left");
        // At once: the old one is void, and the new one in force.
        ghost.state = CertificateState.Voided;
        ++ghost.version;
        CERTIFICATES.put(id, ghost);
        CERTIFICATES.end(CONTRACT, id);
        Certificates.GhostCertificate memory successor = CERTIFICATES.get(id);
        successor.state = CertificateState.Issued;
        successor.version = 0;
        successor.quantity = ghost.corrected;
        successor.content = action.replacement;
        successor.replacement = 0;
        successor.corrected = 0;
        _settle(action.replacement, successor);
        string memory what = CERTIFICATES.difference(CONTRACT, id);
        _must(bytes(what).length == 0, string.concat("a replaced certificate differs from the law: ", what));
    }
}
