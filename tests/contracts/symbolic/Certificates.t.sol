// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TaxRefundCertificate} from "../../../contracts/TaxRefundCertificate.sol";
import {IBillOfLading} from "../../../contracts/interfaces/IBillOfLading.sol";
import {IConsortium} from "../../../contracts/interfaces/IConsortium.sol";
import "../../../contracts/types/Actions.sol" as Actions;
import {CertificateState, CertificateWord} from "../../../contracts/types/CertificateWord.sol";
import {AnyBills} from "./Orders.t.sol";
import {OnlyOne, Proof, hevm, svm} from "./Proof.sol";

/// @notice In a consortium where one member alone may act, by one wallet: any certificate, and any item's quantities.
abstract contract CertificatesProof is Proof {
    /// @dev Where the contract keeps the certificates and what they take of the items; with a wrong place no proof holds.
    uint256 private constant CERTIFICATES = 2;
    uint256 private constant SHARES = 6;

    /// @dev The states that a certificate may leave.
    uint256 private constant LIVING = (1 << uint8(CertificateState.Submitted)) | (1 << uint8(CertificateState.Accepted))
        | (1 << uint8(CertificateState.Returned)) | (1 << uint8(CertificateState.Issued))
        | (1 << uint8(CertificateState.VoidApplied));

    uint24 private _member;
    address private _wallet;
    TaxRefundCertificate private _certificates;
    bytes32 private _item;
    uint256 private _kind;

    constructor(bool reached) Proof(reached) {}

    function setUp() public {
        _member = uint24(svm.createUint(24, "member"));
        _wallet = svm.createAddress("wallet");
        _item = svm.createBytes32("any item");
        _kind = svm.createUint(8, "any type");
        address bills = address(new AnyBills());
        _certificates =
            new TaxRefundCertificate(IConsortium(address(new OnlyOne(_member, _wallet))), IBillOfLading(bills));
        svm.enableSymbolicStorage(address(_certificates));
        svm.enableSymbolicStorage(bills);
    }

    function check_applyFor() public {
        bytes32 id = svm.createBytes32("any certificate");
        CertificateWord before = _certificate(id);
        uint256 share = _share();
        Made memory made = _make(address(_certificates), TaxRefundCertificate.applyFor.selector, 11, ONE);
        if (!made.ok) return;
        _proveShare(share, _share());
        if (CertificateWord.unwrap(_certificate(id)) == CertificateWord.unwrap(before)) return;
        assert(CertificateWord.unwrap(before) == 0 && _word(made.action, 0) == uint256(id));
        assert(_certificate(id).state() == CertificateState.Submitted && _certificate(id).version() == 1);
        assert(_certificate(id).applicant() == _member);
        assert(_signer(address(_certificates), Actions.APPLY_CERTIFICATE_TYPEHASH, made) == _wallet);
        assert(!REACHED);
    }

    function check_acceptApplication() public {
        _proveMove(
            TaxRefundCertificate.acceptApplication.selector, Actions.ACCEPT_APPLICATION_TYPEHASH, 5, _byTaxAuthority
        );
    }

    function check_returnApplication() public {
        _proveMove(
            TaxRefundCertificate.returnApplication.selector, Actions.RETURN_APPLICATION_TYPEHASH, 5, _byTaxAuthority
        );
    }

    function check_resubmit() public {
        _proveMove(TaxRefundCertificate.resubmit.selector, Actions.RESUBMIT_APPLICATION_TYPEHASH, 7, _byApplicant);
    }

    function check_withdraw() public {
        _proveMove(TaxRefundCertificate.withdraw.selector, Actions.WITHDRAW_APPLICATION_TYPEHASH, 5, _byApplicant);
    }

    function check_issue() public {
        _proveMove(TaxRefundCertificate.issue.selector, Actions.ISSUE_CERTIFICATE_TYPEHASH, 5, _byTaxAuthority);
    }

    function check_refuse() public {
        _proveMove(TaxRefundCertificate.refuse.selector, Actions.REFUSE_CERTIFICATE_TYPEHASH, 5, _byTaxAuthority);
    }

    function check_use() public {
        _proveMove(TaxRefundCertificate.use.selector, Actions.USE_CERTIFICATE_TYPEHASH, 6, _byUser);
    }

    function check_applyVoid() public {
        _proveMove(TaxRefundCertificate.applyVoid.selector, Actions.APPLY_VOID_TYPEHASH, 8, _byApplicant);
    }

    function check_void() public {
        _proveMove(TaxRefundCertificate.void.selector, Actions.VOID_CERTIFICATE_TYPEHASH, 5, _byTaxAuthority);
    }

    function check_replace() public {
        _proveMove(TaxRefundCertificate.replace.selector, Actions.REPLACE_CERTIFICATE_TYPEHASH, 6, _byTaxAuthority);
    }

    /// @dev A certificate that changes is the one that the action names, in force or on its way, at the version that the
    /// signer saw; it becomes used by its use alone, and its user's. And no item ever has more certified than was declared.
    function _proveMove(
        bytes4 selector,
        bytes32 typeHash,
        uint256 words,
        function(CertificateWord) internal view returns (bool) lawful
    ) private {
        bytes32 id = svm.createBytes32("any certificate");
        CertificateWord before = _certificate(id);
        uint256 share = _share();
        Made memory made = _make(address(_certificates), selector, words, ONE);
        if (!made.ok) return;
        _proveShare(share, _share());
        CertificateWord moved = _certificate(id);
        if (CertificateWord.unwrap(moved) == CertificateWord.unwrap(before)) return;
        if (CertificateWord.unwrap(before) == 0) {
            // What stands in another's place begins issued, by the action that voids that one.
            assert(selector == TaxRefundCertificate.replace.selector && _word(made.action, 3) == uint256(id));
            return;
        }
        assert(_word(made.action, 0) == uint256(id));
        assert((uint256(1) << (CertificateWord.unwrap(before) & 0xff)) & LIVING != 0);
        assert(_word(made.action, 1) == before.version() && moved.version() == uint256(before.version()) + 1);
        assert(_word(made.action, 2) == _member && lawful(before));
        assert(moved.applicant() == before.applicant() && moved.taxAuthority() == before.taxAuthority());
        assert(moved.user() == before.user());
        bool used = CertificateWord.unwrap(moved) & 0xff == uint256(CertificateState.Used);
        assert(used == (selector == TaxRefundCertificate.use.selector));
        assert(_signer(address(_certificates), typeHash, made) == _wallet);
        assert(!REACHED);
    }

    /// @dev What was within the declared quantity stays within it.
    function _proveShare(uint256 before, uint256 now_) private pure {
        if (uint64(before) > uint64(before >> 64)) return;
        assert(uint64(now_) <= uint64(now_ >> 64));
    }

    function _byTaxAuthority(CertificateWord before) private view returns (bool) {
        return before.taxAuthority() == _member;
    }

    function _byApplicant(CertificateWord before) private view returns (bool) {
        return before.applicant() == _member;
    }

    /// @dev In force: issued, or voiding applied for and not decided.
    function _byUser(CertificateWord before) private view returns (bool) {
        uint256 state = CertificateWord.unwrap(before) & 0xff;
        bool inForce = state == uint256(CertificateState.Issued) || state == uint256(CertificateState.VoidApplied);
        return before.user() == _member && inForce;
    }

    function _certificate(bytes32 id) private view returns (CertificateWord) {
        bytes32 slot = keccak256(abi.encode(id, CERTIFICATES));
        return CertificateWord.wrap(uint256(hevm.load(address(_certificates), slot)));
    }

    /// @dev Certified in the lower 64 bits, declared above.
    function _share() private view returns (uint256) {
        bytes32 slot = keccak256(abi.encode(_kind, keccak256(abi.encode(_item, SHARES))));
        return uint256(hevm.load(address(_certificates), slot));
    }
}

contract CertificatesProven is CertificatesProof(false) {}

contract CertificatesReached is CertificatesProof(true) {}
