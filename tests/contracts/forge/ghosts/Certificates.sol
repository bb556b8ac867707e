// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import {CertificateState, CertificateType} from "../../../../contracts/types/CertificateWord.sol";

/// @notice The law of refund certificates in plain words, apart from the contract.
contract Certificates {
    struct GhostCertificate {
        CertificateState state;
        CertificateType kind;
        uint32 version;
        uint24 applicant;
        uint24 taxAuthority;
        uint24 user;
        uint64 quantity;
        bytes32 item;
        bytes32 content;
        bytes32 replacement;
        uint64 corrected;
        uint256 uses;
    }

    bytes32[] private _ids;
    bytes32[] private _items;
    mapping(bytes32 => GhostCertificate) private _certificates;
    mapping(bytes32 => uint64) private _declared;
    mapping(bytes32 => bytes32) private _last;

    function count() external view returns (uint256) {
        return _ids.length;
    }

    function idAt(uint256 place) external view returns (bytes32) {
        return _ids[place];
    }

    function get(bytes32 id) external view returns (GhostCertificate memory) {
        return _certificates[id];
    }

    function put(bytes32 id, GhostCertificate memory certificate) external {
        if (_certificates[id].version == 0) _ids.push(id);
        _certificates[id] = certificate;
    }

    /// @notice Remembers what the contract says of a certificate that has ended: it must stay so for good.
    function end(ITaxRefundCertificate contract_, bytes32 id) external {
        if (_last[id] == 0) _last[id] = keccak256(abi.encode(contract_.certificateOf(id)));
    }

    /// @notice Whether a certificate that ended has moved since.
    function movedAfterItsEnd(ITaxRefundCertificate contract_, bytes32 id) external view returns (bool) {
        return _last[id] != 0 && _last[id] != keccak256(abi.encode(contract_.certificateOf(id)));
    }

    function ended(CertificateState state) external pure returns (bool) {
        return state == CertificateState.Used || !stands(state);
    }

    /// @notice Notes the quantity that an item was declared with, at the first application for a type.
    function declare(bytes32 item, CertificateType kind, uint64 quantity) external {
        _declared[keccak256(abi.encode(item, kind))] = quantity;
    }

    function declaredOf(bytes32 item, CertificateType kind) public view returns (uint64) {
        return _declared[keccak256(abi.encode(item, kind))];
    }

    /// @notice What the certificates of a type that stand take of an item, added up from scratch.
    function certifiedOf(bytes32 item, CertificateType kind) public view returns (uint256 sum) {
        for (uint256 i = 0; i < _ids.length; ++i) {
            GhostCertificate storage c = _certificates[_ids[i]];
            if (c.item == item && c.kind == kind && stands(c.state)) sum += c.quantity;
        }
    }

    /// @notice Whether a certificate in this state takes its quantity of the item.
    function stands(CertificateState state) public pure returns (bool) {
        return state != CertificateState.None && state != CertificateState.Refused && state != CertificateState.Voided
            && state != CertificateState.Withdrawn;
    }

    /// @notice What the contract says that differs from what the law says; empty if nothing does.
    function difference(ITaxRefundCertificate contract_, bytes32 id) external view returns (string memory) {
        GhostCertificate storage ghost = _certificates[id];
        ITaxRefundCertificate.Certificate memory real = contract_.certificateOf(id);
        if (real.version != ghost.version) return "version";
        if (real.state != ghost.state) return "state";
        if (real.certificateType != ghost.kind || real.quantity != ghost.quantity) return "terms";
        if (real.applicant != ghost.applicant || real.taxAuthority != ghost.taxAuthority) return "parties";
        if (real.user != ghost.user || real.declarationItem != ghost.item) return "user or item";
        if (real.content != ghost.content || real.replacement != ghost.replacement) return "content or replacement";
        if (real.corrected != ghost.corrected) return "corrected quantity";
        if (ghost.uses > 1) return "used twice";
        (uint64 certified, uint64 declared) = contract_.quantityOf(ghost.item, ghost.kind);
        if (declared != declaredOf(ghost.item, ghost.kind)) return "declared quantity";
        if (certified != certifiedOf(ghost.item, ghost.kind)) return "certified quantity";
        if (certified > declared) return "more certified than declared";
        return "";
    }
}
