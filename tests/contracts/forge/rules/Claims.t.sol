// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRefundClaim} from "../../../../contracts/interfaces/IRefundClaim.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {ClaimOutcome, ClaimState, ManagementClass} from "../../../../contracts/types/ClaimWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {BANK, SHIPPER, TAX_AUTHORITY} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {Intent, Rules} from "./Rules.sol";

/// @notice The rules of refund claims: whose turn it is in each state, and what the clock says.
contract ClaimsRules is Rules {
    bytes32 private constant CLAIM = keccak256("claim");
    bytes32 private constant CONTENT = keccak256("corrected");
    uint256 private constant FILED = 1 << uint8(ClaimState.Filed);
    uint256 private constant RETURNED = 1 << uint8(ClaimState.Returned);
    uint256 private constant ACCEPTED = 1 << uint8(ClaimState.Accepted);
    uint256 private constant REVIEWED = 1 << uint8(ClaimState.Reviewed);
    uint256 private constant APPROVED = 1 << uint8(ClaimState.Approved);

    function _to(bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        private
        view
        returns (Intent memory)
    {
        return _intent(address(on.claims), selector, typeHash, fields, by);
    }

    function _plain(bytes4 selector, bytes32 typeHash, uint32 version, uint24 by) private view returns (Intent memory) {
        return _to(selector, typeHash, abi.encode(CLAIM, version, by, PARTY, REMARK), by);
    }

    function _file() private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.FileClaim(CLAIM, SHIPPER, TAX_AUTHORITY, PARTY, REMARK));
        return _to(IRefundClaim.file.selector, Types.FILE_CLAIM_TYPEHASH, fields, SHIPPER);
    }

    function _return(uint32 version) private view returns (Intent memory) {
        return _plain(IRefundClaim.returnClaim.selector, Types.RETURN_CLAIM_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _refile(uint32 version) private view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.RefileClaim(CLAIM, version, SHIPPER, CONTENT, PARTY, REMARK));
        return _to(IRefundClaim.refile.selector, Types.REFILE_CLAIM_TYPEHASH, fields, SHIPPER);
    }

    function _withdraw(uint32 version) private view returns (Intent memory) {
        return _plain(IRefundClaim.withdraw.selector, Types.WITHDRAW_CLAIM_TYPEHASH, version, SHIPPER);
    }

    function _acceptClaim(uint32 version) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.AcceptClaim(CLAIM, version, TAX_AUTHORITY, uint8(ManagementClass.Class4), PARTY, REMARK));
        return _to(IRefundClaim.accept.selector, Types.ACCEPT_CLAIM_TYPEHASH, fields, TAX_AUTHORITY);
    }

    function _review(uint32 version) private view returns (Intent memory) {
        return _plain(IRefundClaim.review.selector, Types.REVIEW_CLAIM_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _conclude(uint32 version, ClaimOutcome outcome) private view returns (Intent memory) {
        bytes memory fields =
            abi.encode(Types.ConcludeClaim(CLAIM, version, TAX_AUTHORITY, uint8(outcome), PARTY, REMARK));
        return _to(IRefundClaim.conclude.selector, Types.CONCLUDE_CLAIM_TYPEHASH, fields, TAX_AUTHORITY);
    }

    function _pay(uint32 version) private view returns (Intent memory) {
        return _plain(IRefundClaim.pay.selector, Types.PAY_REFUND_TYPEHASH, version, TAX_AUTHORITY);
    }

    function _isClaim(ClaimState state, uint32 version, bytes32 content) private view {
        _same(abi.encode(on.claims.claimOf(CLAIM)), abi.encode(state, version, SHIPPER, TAX_AUTHORITY, content));
    }

    function _clock(ManagementClass class, uint40 accepted, uint40 concluded, uint40 paid) private view {
        _same(abi.encode(on.claims.clockOf(CLAIM)), abi.encode(class, START, accepted, concluded, paid));
    }

    function _ofTaxAuthority(Intent memory i) private {
        _bindsVersion(i, IRefundClaim.ClaimStaleVersion.selector);
        _refuse(_but(i, ACTOR, BANK), _errorOn(IRefundClaim.ClaimNotTaxAuthority.selector, CLAIM, BANK, TAX_AUTHORITY));
        _needs(i, TAX_AUTHORITY, Powers.TAX, Roles.TAX_AUTHORITY);
    }

    function _ofExporter(Intent memory i) private {
        _bindsVersion(i, IRefundClaim.ClaimStaleVersion.selector);
        _refuse(_but(i, ACTOR, BANK), _errorOn(IRefundClaim.ClaimNotExporter.selector, CLAIM, BANK, SHIPPER));
        _needs(i, SHIPPER, Powers.CERTIFICATE, Roles.SHIPPER);
    }

    /// @dev What is refused in this state says in which states it is not.
    function _refuseIn(ClaimState state, Intent memory i, uint256 allowed) private {
        bytes4 unexpected = IRefundClaim.ClaimUnexpectedState.selector;
        _refuse(i, _errorOn(unexpected, CLAIM, uint8(state), allowed));
    }

    function _refuseAllBut(ClaimState state, uint32 version) private {
        uint256 now_ = 1 << uint8(state);
        if (now_ & FILED == 0) _refuseIn(state, _return(version), FILED);
        if (now_ & FILED == 0) _refuseIn(state, _acceptClaim(version), FILED);
        if (now_ & RETURNED == 0) _refuseIn(state, _refile(version), RETURNED);
        if (now_ & (FILED | RETURNED) == 0) _refuseIn(state, _withdraw(version), FILED | RETURNED);
        if (now_ & ACCEPTED == 0) _refuseIn(state, _review(version), ACCEPTED);
        if (now_ & REVIEWED == 0) _refuseIn(state, _conclude(version, ClaimOutcome.Approved), REVIEWED);
        if (now_ & APPROVED == 0) _refuseIn(state, _pay(version), APPROVED);
    }

    function test_file() external {
        Intent memory i = _file();
        _refuse(_but(i, ID, 0), _error(IRefundClaim.ClaimEmptyId.selector));
        _refuse(_return(1), _errorOn(IRefundClaim.ClaimUnknown.selector, CLAIM));
        _receives(i, 2, Roles.TAX_AUTHORITY);
        _needs(i, SHIPPER, Powers.CERTIFICATE, Roles.SHIPPER);
        _expect();
        emit IRefundClaim.ClaimFiled(CLAIM, _by(SHIPPER, 1, TAX_AUTHORITY, 0));
        _expectRemark(CLAIM, 1);
        _accept(i);
        _isClaim(ClaimState.Filed, 1, CLAIM);
        _clock(ManagementClass.None, 0, 0, 0);
        _refuse(i, _errorOn(IRefundClaim.ClaimAlreadyFiled.selector, CLAIM));
        _refuseAllBut(ClaimState.Filed, 1);
        IRefundClaim.Claim memory none;
        _same(abi.encode(on.claims.claimOf(keccak256("none"))), abi.encode(none));
    }

    function test_returnAndRefile() external {
        _accept(_file());
        Intent memory i = _return(1);
        _refuse(_but(i, 4, 0), _errorOn(IRefundClaim.ClaimReasonMissing.selector, CLAIM));
        _ofTaxAuthority(i);
        _expect();
        emit IRefundClaim.ClaimReturned(CLAIM, _by(TAX_AUTHORITY, 2), REMARK);
        _expectRemark(CLAIM, 2);
        _accept(i);
        _isClaim(ClaimState.Returned, 2, CLAIM);
        _refuseAllBut(ClaimState.Returned, 2);

        vm.warp(START + 5);
        i = _refile(2);
        _refuse(_but(i, 3, 0), _errorOn(IRefundClaim.ClaimEmptyContent.selector, CLAIM));
        _ofExporter(i);
        _expect();
        emit IRefundClaim.ClaimRefiled(CLAIM, _by(SHIPPER, 3), CONTENT);
        _expectRemark(CLAIM, 3);
        _accept(i);
        _isClaim(ClaimState.Filed, 3, CONTENT);
        _clock(ManagementClass.None, 0, 0, 0);
    }

    function test_withdraw() external {
        _accept(_file());
        Intent memory i = _withdraw(1);
        _ofExporter(i);
        _expect();
        emit IRefundClaim.ClaimWithdrawn(CLAIM, _by(SHIPPER, 2));
        _expectRemark(CLAIM, 2);
        _accept(i);
        _isClaim(ClaimState.Withdrawn, 2, CLAIM);
        _refuseAllBut(ClaimState.Withdrawn, 2);
    }

    function test_withdraw_ofAReturnedOne() external {
        _accept(_file());
        _accept(_return(1));
        _accept(_withdraw(2));
        _isClaim(ClaimState.Withdrawn, 3, CLAIM);
    }

    function test_acceptReviewApprovePay() external {
        _accept(_file());
        vm.warp(START + 10);
        Intent memory i = _acceptClaim(1);
        bytes4 class = IRefundClaim.ClaimClassUnknown.selector;
        _refuse(_but(i, 3, 0), _error(class, 0));
        _refuse(_but(i, 3, 5), _error(class, 5));
        _ofTaxAuthority(i);
        _expect();
        emit IRefundClaim.ClaimAccepted(CLAIM, _by(TAX_AUTHORITY, 2, 0, uint16(ManagementClass.Class4)));
        _expectRemark(CLAIM, 2);
        _accept(i);
        _isClaim(ClaimState.Accepted, 2, CLAIM);
        _clock(ManagementClass.Class4, START + 10, 0, 0);
        _refuseAllBut(ClaimState.Accepted, 2);

        i = _review(2);
        _ofTaxAuthority(i);
        _expect();
        emit IRefundClaim.ClaimReviewed(CLAIM, _by(TAX_AUTHORITY, 3));
        _expectRemark(CLAIM, 3);
        _accept(i);
        _isClaim(ClaimState.Reviewed, 3, CLAIM);
        _refuseAllBut(ClaimState.Reviewed, 3);

        vm.warp(START + 20);
        i = _conclude(3, ClaimOutcome.Approved);
        _expect();
        emit IRefundClaim.ClaimConcluded(CLAIM, _by(TAX_AUTHORITY, 4, 0, uint16(ClaimOutcome.Approved)), 0);
        _expectRemark(CLAIM, 4);
        _accept(i);
        _isClaim(ClaimState.Approved, 4, CLAIM);
        _clock(ManagementClass.Class4, START + 10, START + 20, 0);
        _refuseAllBut(ClaimState.Approved, 4);

        vm.warp(START + 30);
        i = _pay(4);
        _ofTaxAuthority(i);
        _expect();
        emit IRefundClaim.RefundPaid(CLAIM, _by(TAX_AUTHORITY, 5));
        _expectRemark(CLAIM, 5);
        _accept(i);
        _isClaim(ClaimState.Paid, 5, CLAIM);
        _clock(ManagementClass.Class4, START + 10, START + 20, START + 30);
        _refuseAllBut(ClaimState.Paid, 5);
    }

    function test_refuse() external {
        _accept(_file());
        _accept(_but(_acceptClaim(1), 3, 1));
        _clock(ManagementClass.Class1, START, 0, 0);
        _accept(_review(2));
        Intent memory i = _conclude(3, ClaimOutcome.Refused);
        bytes4 outcome = IRefundClaim.ClaimOutcomeUnknown.selector;
        _refuse(_but(i, 3, 0), _error(outcome, 0));
        _refuse(_but(i, 3, 3), _error(outcome, 3));
        _refuse(_but(i, 5, 0), _errorOn(IRefundClaim.ClaimReasonMissing.selector, CLAIM));
        _ofTaxAuthority(i);
        _expect();
        emit IRefundClaim.ClaimConcluded(CLAIM, _by(TAX_AUTHORITY, 4, 0, uint16(ClaimOutcome.Refused)), REMARK);
        _expectRemark(CLAIM, 4);
        _accept(i);
        _isClaim(ClaimState.Refused, 4, CLAIM);
        _refuseAllBut(ClaimState.Refused, 4);
    }

    function test_approve_needsNoReason() external {
        _accept(_file());
        _accept(_acceptClaim(1));
        _accept(_review(2));
        _accept(_but(_conclude(3, ClaimOutcome.Approved), 5, 0));
        _isClaim(ClaimState.Approved, 4, CLAIM);
    }

    function test_versionsEnd() external {
        _accept(_file());
        bytes32 slot = keccak256(abi.encode(CLAIM, uint256(2)));
        uint256 word = uint256(vm.load(address(on.claims), slot));
        vm.store(address(on.claims), slot, bytes32(word | (uint256(type(uint32).max) << 16)));
        _refuse(_return(type(uint32).max), _error(Versions.VersionExhausted.selector));
    }
}
