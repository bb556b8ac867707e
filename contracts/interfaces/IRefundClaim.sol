// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {
    AcceptClaim,
    ConcludeClaim,
    FileClaim,
    PayRefund,
    RefileClaim,
    ReturnClaim,
    ReviewClaim,
    WithdrawClaim
} from "../types/Actions.sol";
import {ClaimState, ManagementClass} from "../types/ClaimWord.sol";

/// @title Export refund claims and their clock (出口退税申报)
/// @notice Filed by the exporter, then accepted, reviewed, concluded and paid by the tax authority, each at the time of its
/// block. The targets for refunds (such as three working days) are averages over claims of a management class, from acceptance to
/// conclusion: so the class is the authority's to state, and the contract keeps the times and judges none. Working days
/// are counted off chain, by the official calendar. A certificate is used for a claim by naming the claim's id
/// ({UseCertificate}'s `usedFor`).
interface IRefundClaim {
    /// @notice The state of a claim in full.
    /// @param state ClaimState.
    /// @param version The version that the next action must carry.
    /// @param exporter The member that filed it.
    /// @param taxAuthority The member that decides.
    /// @param content The salted commitment of the claim as it stands: its id, or that of its last correction.
    struct Claim {
        ClaimState state;
        uint32 version;
        uint24 exporter;
        uint24 taxAuthority;
        bytes32 content;
    }

    /// @notice A claim's clock: block times in seconds since 1970 UTC; 0 where it has not come to that.
    /// @param managementClass The class that it was accepted under; None before.
    /// @param filedAt When it was filed first (申报).
    /// @param acceptedAt When it was accepted (受理).
    /// @param concludedAt When it was concluded (办结).
    /// @param paidAt When the refund was paid (退库).
    struct Clock {
        ManagementClass managementClass;
        uint40 filedAt;
        uint40 acceptedAt;
        uint40 concludedAt;
        uint40 paidAt;
    }

    /// @notice A claim was filed.
    /// @custom:counterparty taxAuthority
    event ClaimFiled(bytes32 indexed claimId, Act act);
    /// @notice A claim was returned to be corrected; `reason` is the commitment of the encrypted reason.
    event ClaimReturned(bytes32 indexed claimId, Act act, bytes32 reason);
    /// @notice A returned claim was corrected: `content` is its commitment now.
    event ClaimRefiled(bytes32 indexed claimId, Act act, bytes32 content);
    /// @notice A claim was withdrawn.
    event ClaimWithdrawn(bytes32 indexed claimId, Act act);
    /// @notice A claim was accepted under a management class.
    /// @custom:detail managementClass, a ManagementClass
    event ClaimAccepted(bytes32 indexed claimId, Act act);
    /// @notice A claim was reviewed.
    event ClaimReviewed(bytes32 indexed claimId, Act act);
    /// @notice A claim was concluded; `reason` is the commitment of the encrypted reason of a refusal, else 0.
    /// @custom:detail outcome, a ClaimOutcome
    event ClaimConcluded(bytes32 indexed claimId, Act act, bytes32 reason);
    /// @notice The refund of an approved claim was paid.
    event RefundPaid(bytes32 indexed claimId, Act act);

    /// @notice The id is empty.
    error ClaimEmptyId();
    /// @notice A claim of this id exists: it was filed before.
    error ClaimAlreadyFiled(bytes32 claimId);
    /// @notice There is no claim of this id.
    error ClaimUnknown(bytes32 claimId);
    /// @notice The signer saw another version of the claim than the current one.
    error ClaimStaleVersion(bytes32 claimId, uint32 seen, uint32 current);
    /// @notice The state does not allow this; `allowed` has a bit for each ClaimState that does.
    error ClaimUnexpectedState(bytes32 claimId, ClaimState current, uint256 allowed);
    /// @notice The actor is not the exporter that filed the claim.
    error ClaimNotExporter(bytes32 claimId, uint24 actor, uint24 exporter);
    /// @notice The actor is not the tax authority of this claim.
    error ClaimNotTaxAuthority(bytes32 claimId, uint24 actor, uint24 taxAuthority);
    /// @notice There is no such management class: they are 1 to 4.
    error ClaimClassUnknown(uint8 managementClass);
    /// @notice There is no such outcome: approved or refused.
    error ClaimOutcomeUnknown(uint8 outcome);
    /// @notice The commitment of the corrected claim is empty.
    error ClaimEmptyContent(bytes32 claimId);
    /// @notice A refusal, and a return for correction, state their reason.
    error ClaimReasonMissing(bytes32 claimId);

    /// @notice The exporter files a claim.
    /// @dev Requirements: a new id, the role SHIPPER, the power CERTIFICATE, a tax authority. Emits {ClaimFiled}.
    function file(FileClaim calldata action, bytes calldata signatures) external;

    /// @notice The tax authority sends a claim back to be corrected, with a reason.
    /// @dev Requirements: version, state Filed, the claim's authority, a remark, the power TAX. Emits {ClaimReturned}.
    function returnClaim(ReturnClaim calldata action, bytes calldata signatures) external;

    /// @notice The exporter files a returned claim again, corrected; the time of the first filing stays.
    /// @dev Requirements: version, state Returned, the claim's exporter, a content, the power CERTIFICATE. Emits {ClaimRefiled}.
    function refile(RefileClaim calldata action, bytes calldata signatures) external;

    /// @notice The exporter withdraws a claim before it is accepted.
    /// @dev Requirements: version, state Filed or Returned, the claim's exporter, the power CERTIFICATE. Emits {ClaimWithdrawn}.
    function withdraw(WithdrawClaim calldata action, bytes calldata signatures) external;

    /// @notice The tax authority accepts the claim under the exporter's management class; the clock starts.
    /// @dev Requirements: version, state Filed, the claim's authority, a class, the power TAX. Emits {ClaimAccepted}.
    function accept(AcceptClaim calldata action, bytes calldata signatures) external;

    /// @notice The tax authority has reviewed the claim.
    /// @dev Requirements: version, state Accepted, the claim's authority, the power TAX. Emits {ClaimReviewed}.
    function review(ReviewClaim calldata action, bytes calldata signatures) external;

    /// @notice The tax authority approves or refuses the claim; the clock stops.
    /// @dev Requirements: version, state Reviewed, the claim's authority, an outcome, a remark with a refusal, the power TAX.
    /// Emits {ClaimConcluded}.
    function conclude(ConcludeClaim calldata action, bytes calldata signatures) external;

    /// @notice The tax authority has had the refund of an approved claim paid.
    /// @dev Requirements: version, state Approved, the claim's authority, the power TAX. Emits {RefundPaid}.
    function pay(PayRefund calldata action, bytes calldata signatures) external;

    /// @notice The state of a claim; state None if there is none.
    function claimOf(bytes32 claimId) external view returns (Claim memory);

    /// @notice The clock of a claim; all 0 if there is none.
    function clockOf(bytes32 claimId) external view returns (Clock memory);
}
