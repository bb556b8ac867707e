// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "./interfaces/IConsortium.sol";
import {IRefundClaim} from "./interfaces/IRefundClaim.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {Acts} from "./types/Act.sol";
import {
    ACCEPT_CLAIM_TYPEHASH,
    AcceptClaim,
    CONCLUDE_CLAIM_TYPEHASH,
    ConcludeClaim,
    FILE_CLAIM_TYPEHASH,
    FileClaim,
    PAY_REFUND_TYPEHASH,
    PayRefund,
    REFILE_CLAIM_TYPEHASH,
    RETURN_CLAIM_TYPEHASH,
    REVIEW_CLAIM_TYPEHASH,
    RefileClaim,
    ReturnClaim,
    ReviewClaim,
    WITHDRAW_CLAIM_TYPEHASH,
    WithdrawClaim
} from "./types/Actions.sol";
import {ClaimOutcome, ClaimState, ClaimWord, ClaimWords, ManagementClass} from "./types/ClaimWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title RefundClaim
/// @notice Export refund claims and their clock; see {IRefundClaim}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
contract RefundClaim is IRefundClaim, SignedActions {
    uint256 private constant FILED = 1 << uint8(ClaimState.Filed);
    uint256 private constant RETURNED = 1 << uint8(ClaimState.Returned);
    uint256 private constant ACCEPTED = 1 << uint8(ClaimState.Accepted);
    uint256 private constant REVIEWED = 1 << uint8(ClaimState.Reviewed);
    uint256 private constant APPROVED = 1 << uint8(ClaimState.Approved);

    mapping(bytes32 claimId => ClaimWord) private _claims;
    /// @dev Written only where a claim was corrected: before that its id is its content.
    mapping(bytes32 claimId => bytes32) private _contentOf;

    constructor(IConsortium consortium) SignedActions(consortium) {}

    /// @inheritdoc IRefundClaim
    function file(FileClaim calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        if (action.claimId == 0) revert ClaimEmptyId();
        if (ClaimWord.unwrap(_claims[action.claimId]) != 0) revert ClaimAlreadyFiled(action.claimId);
        address wallet = _authorize(
            FILE_CLAIM_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.CERTIFICATE, Roles.SHIPPER).to(action.taxAuthority, Roles.TAX_AUTHORITY),
            signatures
        );

        _claims[action.claimId] = ClaimWords.create(action.actor, action.taxAuthority);
        emit ClaimFiled(action.claimId, Acts.by(action.actor, wallet, 1).to(action.taxAuthority));
        _remark(action.claimId, 1, 5);
    }

    /// @inheritdoc IRefundClaim
    function returnClaim(ReturnClaim calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        ClaimWord word = _require(action.claimId, action.version, FILED);
        _requireTaxAuthority(action.claimId, word, action.actor);
        if (action.remark == 0) revert ClaimReasonMissing(action.claimId);
        address wallet = _authorizeTax(action.actor, RETURN_CLAIM_TYPEHASH, 5, signatures);

        word = _moved(action.claimId, word, ClaimState.Returned);
        emit ClaimReturned(action.claimId, Acts.by(action.actor, wallet, word.version()), action.remark);
        _remark(action.claimId, word.version(), 5);
    }

    /// @inheritdoc IRefundClaim
    function refile(RefileClaim calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        ClaimWord word = _require(action.claimId, action.version, RETURNED);
        _requireExporter(action.claimId, word, action.actor);
        if (action.content == 0) revert ClaimEmptyContent(action.claimId);
        address wallet = _authorizeExporter(action.actor, REFILE_CLAIM_TYPEHASH, 6, signatures);

        _contentOf[action.claimId] = action.content;
        word = _moved(action.claimId, word, ClaimState.Filed);
        emit ClaimRefiled(action.claimId, Acts.by(action.actor, wallet, word.version()), action.content);
        _remark(action.claimId, word.version(), 6);
    }

    /// @inheritdoc IRefundClaim
    function withdraw(WithdrawClaim calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        ClaimWord word = _require(action.claimId, action.version, FILED | RETURNED);
        _requireExporter(action.claimId, word, action.actor);
        address wallet = _authorizeExporter(action.actor, WITHDRAW_CLAIM_TYPEHASH, 5, signatures);

        word = _moved(action.claimId, word, ClaimState.Withdrawn);
        emit ClaimWithdrawn(action.claimId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.claimId, word.version(), 5);
    }

    /// @inheritdoc IRefundClaim
    function accept(AcceptClaim calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        ClaimWord word = _require(action.claimId, action.version, FILED);
        _requireTaxAuthority(action.claimId, word, action.actor);
        if (action.managementClass == 0 || action.managementClass > uint8(type(ManagementClass).max)) {
            revert ClaimClassUnknown(action.managementClass);
        }
        address wallet = _authorizeTax(action.actor, ACCEPT_CLAIM_TYPEHASH, 6, signatures);

        ManagementClass class = ManagementClass(action.managementClass);
        word = _moved(action.claimId, word.accepted(class), ClaimState.Accepted);
        emit ClaimAccepted(action.claimId, Acts.by(action.actor, wallet, word.version()).how(uint16(class)));
        _remark(action.claimId, word.version(), 6);
    }

    /// @inheritdoc IRefundClaim
    function review(ReviewClaim calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        ClaimWord word = _require(action.claimId, action.version, ACCEPTED);
        _requireTaxAuthority(action.claimId, word, action.actor);
        address wallet = _authorizeTax(action.actor, REVIEW_CLAIM_TYPEHASH, 5, signatures);

        word = _moved(action.claimId, word, ClaimState.Reviewed);
        emit ClaimReviewed(action.claimId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.claimId, word.version(), 5);
    }

    /// @inheritdoc IRefundClaim
    function conclude(ConcludeClaim calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        ClaimWord word = _require(action.claimId, action.version, REVIEWED);
        _requireTaxAuthority(action.claimId, word, action.actor);
        if (action.outcome == 0 || action.outcome > uint8(type(ClaimOutcome).max)) {
            revert ClaimOutcomeUnknown(action.outcome);
        }
        ClaimOutcome outcome = ClaimOutcome(action.outcome);
        if (outcome == ClaimOutcome.Refused && action.remark == 0) revert ClaimReasonMissing(action.claimId);
        address wallet = _authorizeTax(action.actor, CONCLUDE_CLAIM_TYPEHASH, 6, signatures);

        bool approved = outcome == ClaimOutcome.Approved;
        word = _moved(action.claimId, word.concluded(), approved ? ClaimState.Approved : ClaimState.Refused);
        bytes32 reason = approved ? bytes32(0) : action.remark;
        emit ClaimConcluded(action.claimId, Acts.by(action.actor, wallet, word.version()).how(uint16(outcome)), reason);
        _remark(action.claimId, word.version(), 6);
    }

    /// @inheritdoc IRefundClaim
    function pay(PayRefund calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        ClaimWord word = _require(action.claimId, action.version, APPROVED);
        _requireTaxAuthority(action.claimId, word, action.actor);
        address wallet = _authorizeTax(action.actor, PAY_REFUND_TYPEHASH, 5, signatures);

        word = _moved(action.claimId, word.paid(), ClaimState.Paid);
        emit RefundPaid(action.claimId, Acts.by(action.actor, wallet, word.version()));
        _remark(action.claimId, word.version(), 5);
    }

    /// @inheritdoc IRefundClaim
    function claimOf(bytes32 claimId) external view returns (Claim memory) {
        ClaimWord word = _claims[claimId];
        bytes32 corrected = _contentOf[claimId];
        return Claim({
            state: word.state(),
            version: word.version(),
            exporter: word.exporter(),
            taxAuthority: word.taxAuthority(),
            content: corrected == 0 && word.version() != 0 ? claimId : corrected
        });
    }

    /// @inheritdoc IRefundClaim
    function clockOf(bytes32 claimId) external view returns (Clock memory) {
        ClaimWord word = _claims[claimId];
        return Clock({
            managementClass: word.managementClass(),
            filedAt: word.filedAt(),
            acceptedAt: word.acceptedAt(),
            concludedAt: word.concludedAt(),
            paidAt: word.paidAt()
        });
    }

    function _moved(bytes32 claimId, ClaimWord word, ClaimState state) private returns (ClaimWord moved) {
        moved = word.withState(state).advanced();
        _claims[claimId] = moved;
    }

    function _authorizeTax(uint24 actor, bytes32 typeHash, uint256 fields, bytes calldata signatures)
        private
        returns (address)
    {
        return _authorize(typeHash, fields, Mandates.by(actor, Powers.TAX, Roles.TAX_AUTHORITY), signatures);
    }

    function _authorizeExporter(uint24 actor, bytes32 typeHash, uint256 fields, bytes calldata signatures)
        private
        returns (address)
    {
        return _authorize(typeHash, fields, Mandates.by(actor, Powers.CERTIFICATE, Roles.SHIPPER), signatures);
    }

    function _require(bytes32 claimId, uint32 seen, uint256 allowed) private view returns (ClaimWord word) {
        word = _claims[claimId];
        if (ClaimWord.unwrap(word) == 0) revert ClaimUnknown(claimId);
        if (seen != word.version()) revert ClaimStaleVersion(claimId, seen, word.version());
        if ((1 << uint8(word.state())) & allowed == 0) revert ClaimUnexpectedState(claimId, word.state(), allowed);
    }

    function _requireTaxAuthority(bytes32 claimId, ClaimWord word, uint24 actor) private pure {
        if (actor != word.taxAuthority()) revert ClaimNotTaxAuthority(claimId, actor, word.taxAuthority());
    }

    function _requireExporter(bytes32 claimId, ClaimWord word, uint24 actor) private pure {
        if (actor != word.exporter()) revert ClaimNotExporter(claimId, actor, word.exporter());
    }
}
