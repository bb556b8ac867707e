// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import {CertificateState} from "../../../../contracts/types/CertificateWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Certificates} from "../ghosts/Certificates.sol";
import {Registry} from "../ghosts/Registry.sol";
import {Handler} from "./Handler.sol";

/// @notice What the handlers of certificates share.
abstract contract CertificateBase is Handler {
    uint256 internal constant MAX_CERTIFICATES = 60;

    Certificates internal immutable CERTIFICATES;
    ITaxRefundCertificate internal immutable CONTRACT;
    uint256 private _serial;

    constructor(Registry registry, Certificates certificates) Handler(registry) {
        CERTIFICATES = certificates;
        CONTRACT = _contracts().certificates;
    }

    function _newId() internal returns (bytes32) {
        return keccak256(abi.encode(address(this), "certificate", ++_serial));
    }

    function _some() internal returns (bytes32) {
        uint256 count = CERTIFICATES.count();
        return count == 0 ? bytes32(uint256(1)) : CERTIFICATES.idAt(_below(count));
    }

    /// @dev A certificate in this state, or now and then in any.
    function _in(CertificateState state)
        internal
        returns (bytes32 id, Certificates.GhostCertificate memory certificate)
    {
        uint256 count = CERTIFICATES.count();
        if (count == 0) return (bytes32(uint256(1)), certificate);
        uint256 start = _below(count);
        id = CERTIFICATES.idAt(start);
        bool any = _lies();
        for (uint256 i = 0; i < count && !any; ++i) {
            bytes32 other = CERTIFICATES.idAt((start + i) % count);
            if (CERTIFICATES.get(other).state != state) continue;
            id = other;
            break;
        }
        certificate = CERTIFICATES.get(id);
    }

    /// @dev What an item has left once a certificate's own quantity is free again.
    function _left(Certificates.GhostCertificate memory ghost) internal view returns (uint256) {
        uint256 certified = CERTIFICATES.certifiedOf(ghost.item, ghost.kind);
        return CERTIFICATES.declaredOf(ghost.item, ghost.kind) + ghost.quantity - certified;
    }

    function _inForce(Certificates.GhostCertificate memory ghost) internal pure returns (bool) {
        return ghost.state == CertificateState.Issued || ghost.state == CertificateState.VoidApplied;
    }

    function _mustMove(
        Certificates.GhostCertificate memory ghost,
        uint32 seen,
        CertificateState state,
        string memory action
    ) internal {
        _must(ghost.version != 0 && ghost.version == seen, string.concat(action, ": at another version"));
        _must(ghost.state == state, string.concat(action, ": in another state"));
    }

    function _mustBeTax(Certificates.GhostCertificate memory ghost, uint24 actor, string memory action) internal {
        _must(actor == ghost.taxAuthority, string.concat(action, ": not by its tax authority"));
        _mustBeSigned(actor, Powers.TAX, Roles.TAX_AUTHORITY, action);
    }

    function _mustBeApplicant(Certificates.GhostCertificate memory ghost, uint24 actor, string memory action) internal {
        _must(actor == ghost.applicant, string.concat(action, ": not by its applicant"));
        _mustBeSigned(actor, Powers.CERTIFICATE, CONTRACT.applicantRoles(ghost.kind), action);
    }

    function _settle(bytes32 id, Certificates.GhostCertificate memory ghost) internal {
        ++ghost.version;
        CERTIFICATES.put(id, ghost);
        if (CERTIFICATES.ended(ghost.state)) CERTIFICATES.end(CONTRACT, id);
        string memory what = CERTIFICATES.difference(CONTRACT, id);
        _must(bytes(what).length == 0, string.concat("a certificate differs from the law: ", what));
    }
}
