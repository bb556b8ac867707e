// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Written by `python -m chain.codegen` from contracts/types/Actions.sol.

// An EIP-712 type is one string, however long.
// solhint-disable max-line-length

import {IActionTypes} from "./interfaces/IActionTypes.sol";
import {ISigned} from "./interfaces/ISigned.sol";
import {
    ACCEPT_APPLICATION_TYPEHASH,
    ACCEPT_CLAIM_TYPEHASH,
    ACCEPT_COMMISSION_TYPEHASH,
    ACCEPT_DELEGATION_TYPEHASH,
    ACCEPT_SURRENDER_TYPEHASH,
    ADMIT_MEMBER_TYPEHASH,
    AMEND_TYPEHASH,
    ANCHOR_MILESTONES_TYPEHASH,
    APPLY_CERTIFICATE_TYPEHASH,
    APPLY_VOID_TYPEHASH,
    CANCEL_APPOINTMENT_TYPEHASH,
    CHANGE_ROLES_TYPEHASH,
    CHANGE_THRESHOLD_TYPEHASH,
    CLEAR_HOLD_TYPEHASH,
    COMBINE_BILLS_TYPEHASH,
    COMMISSION_INSPECTION_TYPEHASH,
    COMPLETE_INSPECTION_TYPEHASH,
    COMPLETE_RECOVERY_TYPEHASH,
    CONCLUDE_CLAIM_TYPEHASH,
    CONFIRM_APPOINTMENT_TYPEHASH,
    CONSUME_DOCUMENT_TYPEHASH,
    CONVERT_TO_PAPER_TYPEHASH,
    CORRECT_GATE_OUT_TYPEHASH,
    CORRECT_MILESTONES_TYPEHASH,
    DECLINE_DELEGATION_TYPEHASH,
    DELEGATE_COLLECTION_TYPEHASH,
    ENDORSE_TYPEHASH,
    ENFORCE_PLEDGE_TYPEHASH,
    ENROL_WALLET_TYPEHASH,
    EXECUTE_NOMINATION_TYPEHASH,
    EXTEND_RELEASE_ORDER_TYPEHASH,
    FILE_CLAIM_TYPEHASH,
    FREEZE_BILL_TYPEHASH,
    GATE_OUT_TYPEHASH,
    INSTRUCT_INSPECTION_TYPEHASH,
    ISSUE_BILL_TYPEHASH,
    ISSUE_CERTIFICATE_TYPEHASH,
    ISSUE_RELEASE_ORDER_TYPEHASH,
    NOMINATE_TYPEHASH,
    PAY_REFUND_TYPEHASH,
    PLEDGE_TYPEHASH,
    PROPOSE_RECOVERY_TYPEHASH,
    REFILE_CLAIM_TYPEHASH,
    REFUSE_APPOINTMENT_TYPEHASH,
    REFUSE_CERTIFICATE_TYPEHASH,
    REGISTER_DOCUMENT_TYPEHASH,
    REGISTER_INTERCHANGE_TYPEHASH,
    REINSTATE_MEMBER_TYPEHASH,
    REISSUE_TYPEHASH,
    REJECT_SURRENDER_TYPEHASH,
    REJECT_TRANSFER_TYPEHASH,
    RELEASE_PLEDGE_TYPEHASH,
    REPLACE_CERTIFICATE_TYPEHASH,
    REQUEST_AMENDMENT_TYPEHASH,
    REQUEST_APPOINTMENT_TYPEHASH,
    RESUBMIT_APPLICATION_TYPEHASH,
    RETURN_APPLICATION_TYPEHASH,
    RETURN_CLAIM_TYPEHASH,
    RETURN_FROM_PAPER_TYPEHASH,
    REVIEW_CLAIM_TYPEHASH,
    REVOKE_DOCUMENT_TYPEHASH,
    REVOKE_RELEASE_ORDER_TYPEHASH,
    REVOKE_WALLET_TYPEHASH,
    SCHEDULE_INSPECTION_TYPEHASH,
    SET_FOUR_EYES_TYPEHASH,
    SET_HOLD_TYPEHASH,
    SHARE_CONTAINER_TYPEHASH,
    SIGN_BILL_TYPEHASH,
    SPLIT_BILL_TYPEHASH,
    SUPERSEDE_DOCUMENT_TYPEHASH,
    SURRENDER_FOR_AMENDMENT_TYPEHASH,
    SURRENDER_FOR_DELIVERY_TYPEHASH,
    SUSPEND_MEMBER_TYPEHASH,
    TRANSFER_POSSESSION_TYPEHASH,
    UNFREEZE_BILL_TYPEHASH,
    UNSHARE_CONTAINER_TYPEHASH,
    USE_CERTIFICATE_TYPEHASH,
    VETO_RECOVERY_TYPEHASH,
    VOID_BILL_TYPEHASH,
    VOID_CERTIFICATE_TYPEHASH,
    WITHDRAW_APPLICATION_TYPEHASH,
    WITHDRAW_CLAIM_TYPEHASH,
    WITHDRAW_DELEGATION_TYPEHASH
} from "./types/Actions.sol";

/// @title ActionTypes
/// @notice The EIP-712 types of the actions in letters; see {IActionTypes}.
/// @dev A contract of its own, so that the letters burden no record's contract. The answer is held against the type
/// hash: a misspelt type refuses, it does not mislead.
contract ActionTypes is IActionTypes {
    uint256 private constant MAX_HEIGHT = 16;

    /// @inheritdoc IActionTypes
    function setTypeHash(bytes32 typeHash, uint256 height) external pure returns (bytes32) {
        (bytes memory typeString, uint256 nameLength) = _typeOf(typeHash);
        if (keccak256(typeString) != typeHash) revert ISigned.SignatureTypeUnknown(typeHash);
        if (height > MAX_HEIGHT) revert ISigned.SignatureSetHeight(height);
        // The dimensions and the name are the heads of what is longer: a string is as long as its first word says.
        bytes memory dimensions = "[2][2][2][2][2][2][2][2][2][2][2][2][2][2][2][2]";
        uint256 length = typeString.length;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(dimensions, mul(height, 3))
            mstore(typeString, nameLength)
        }
        bytes memory set = bytes.concat("Set(", typeString, dimensions, " tree)");
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(typeString, length)
        }
        return keccak256(bytes.concat(set, typeString));
    }

    /// @dev The type string, and how many of its letters are the name.
    // One line a type reads better than a search.
    // slither-disable-next-line cyclomatic-complexity
    function _typeOf(bytes32 typeHash) private pure returns (bytes memory typeString, uint256 nameLength) {
        if (typeHash == ADMIT_MEMBER_TYPEHASH) return ("AdmitMember(bytes32 identity,string name,uint32 roles,address wallet)", 11);
        if (typeHash == ENROL_WALLET_TYPEHASH) return ("EnrolWallet(uint24 member,uint32 version,address wallet,uint32 powers,uint40 expiresAt)", 11);
        if (typeHash == REVOKE_WALLET_TYPEHASH) return ("RevokeWallet(uint24 member,uint32 version,address wallet)", 12);
        if (typeHash == CHANGE_ROLES_TYPEHASH) return ("ChangeRoles(uint24 member,uint32 version,uint32 roles)", 11);
        if (typeHash == SUSPEND_MEMBER_TYPEHASH) return ("SuspendMember(uint24 member,uint32 version)", 13);
        if (typeHash == REINSTATE_MEMBER_TYPEHASH) return ("ReinstateMember(uint24 member,uint32 version)", 15);
        if (typeHash == CHANGE_THRESHOLD_TYPEHASH) return ("ChangeThreshold(uint24 member,uint32 version,uint8 threshold)", 15);
        if (typeHash == SET_FOUR_EYES_TYPEHASH) return ("SetFourEyes(uint24 member,uint32 version,uint32 powers)", 11);
        if (typeHash == PROPOSE_RECOVERY_TYPEHASH) return ("ProposeRecovery(uint24 member,uint32 version,address wallet)", 15);
        if (typeHash == VETO_RECOVERY_TYPEHASH) return ("VetoRecovery(uint24 member,uint32 version)", 12);
        if (typeHash == COMPLETE_RECOVERY_TYPEHASH) return ("CompleteRecovery(uint24 member,uint32 version)", 16);
        if (typeHash == ISSUE_BILL_TYPEHASH) return ("IssueBill(bytes32 billId,uint24 actor,uint8 kind,uint24 holder,uint24 titleHolder,uint24 representedParty,bytes32 remark)", 9);
        if (typeHash == ENDORSE_TYPEHASH) return ("Endorse(bytes32 billId,uint32 version,uint24 actor,uint8 endorsement,uint24 endorsee,uint24 deliverTo,uint24 representedParty,bytes32 remark)", 7);
        if (typeHash == TRANSFER_POSSESSION_TYPEHASH) return ("TransferPossession(bytes32 billId,uint32 version,uint24 actor,uint24 holder,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == REJECT_TRANSFER_TYPEHASH) return ("RejectTransfer(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 14);
        if (typeHash == SURRENDER_FOR_DELIVERY_TYPEHASH) return ("SurrenderForDelivery(bytes32 billId,uint32 version,uint24 actor,uint24 releaseTo,uint24 representedParty,bytes32 remark)", 20);
        if (typeHash == ACCEPT_SURRENDER_TYPEHASH) return ("AcceptSurrender(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 15);
        if (typeHash == REJECT_SURRENDER_TYPEHASH) return ("RejectSurrender(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 15);
        if (typeHash == SIGN_BILL_TYPEHASH) return ("SignBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 8);
        if (typeHash == PLEDGE_TYPEHASH) return ("Pledge(bytes32 billId,uint32 version,uint24 actor,uint24 pledgee,uint24 representedParty,bytes32 remark)", 6);
        if (typeHash == RELEASE_PLEDGE_TYPEHASH) return ("ReleasePledge(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 13);
        if (typeHash == ENFORCE_PLEDGE_TYPEHASH) return ("EnforcePledge(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 13);
        if (typeHash == FREEZE_BILL_TYPEHASH) return ("FreezeBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 10);
        if (typeHash == UNFREEZE_BILL_TYPEHASH) return ("UnfreezeBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 12);
        if (typeHash == NOMINATE_TYPEHASH) return ("Nominate(bytes32 billId,uint32 version,uint24 actor,uint8 endorsement,uint24 endorsee,uint24 deliverTo,uint24 representedParty,bytes32 remark)", 8);
        if (typeHash == EXECUTE_NOMINATION_TYPEHASH) return ("ExecuteNomination(bytes32 billId,uint32 version,uint24 actor,uint24 endorsee,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == REQUEST_AMENDMENT_TYPEHASH) return ("RequestAmendment(bytes32 billId,uint32 version,uint24 actor,bytes32 content,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == AMEND_TYPEHASH) return ("Amend(bytes32 billId,uint32 version,uint24 actor,bytes32 content,uint24 representedParty,bytes32 remark)", 5);
        if (typeHash == SURRENDER_FOR_AMENDMENT_TYPEHASH) return ("SurrenderForAmendment(bytes32 billId,uint32 version,uint24 actor,uint8 reason,uint24 representedParty,bytes32 remark)", 21);
        if (typeHash == CONVERT_TO_PAPER_TYPEHASH) return ("ConvertToPaper(bytes32 billId,uint32 version,uint24 actor,bytes32 paper,uint8 originals,uint24 representedParty,bytes32 remark)", 14);
        if (typeHash == RETURN_FROM_PAPER_TYPEHASH) return ("ReturnFromPaper(bytes32 billId,uint32 version,uint24 actor,uint8 originals,uint24 holder,uint24 titleHolder,uint24 representedParty,bytes32 remark)", 15);
        if (typeHash == VOID_BILL_TYPEHASH) return ("VoidBill(bytes32 billId,uint32 version,uint24 actor,uint24 holder,uint24 representedParty,bytes32 remark)", 8);
        if (typeHash == REISSUE_TYPEHASH) return ("Reissue(bytes32 billId,uint32 version,uint24 actor,bytes32 newBillId,uint24 representedParty,bytes32 remark)", 7);
        if (typeHash == SPLIT_BILL_TYPEHASH) return ("SplitBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark,bytes32[] children)", 9);
        if (typeHash == COMBINE_BILLS_TYPEHASH) return ("CombineBills(bytes32 billId,uint24 actor,uint24 representedParty,bytes32 remark,bytes32[] parents,uint32[] versions)", 12);
        if (typeHash == ISSUE_RELEASE_ORDER_TYPEHASH) return ("IssueReleaseOrder(bytes32 orderId,uint24 actor,bytes32 billId,uint24 terminal,uint24 releaseTo,uint16 containers,uint40 validUntil,uint8 flow,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == SET_HOLD_TYPEHASH) return ("SetHold(bytes32 orderId,uint32 version,uint24 actor,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)", 7);
        if (typeHash == CLEAR_HOLD_TYPEHASH) return ("ClearHold(bytes32 orderId,uint32 version,uint24 actor,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)", 9);
        if (typeHash == DELEGATE_COLLECTION_TYPEHASH) return ("DelegateCollection(bytes32 orderId,uint32 version,uint24 actor,uint24 delegate,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == ACCEPT_DELEGATION_TYPEHASH) return ("AcceptDelegation(bytes32 orderId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == DECLINE_DELEGATION_TYPEHASH) return ("DeclineDelegation(bytes32 orderId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == WITHDRAW_DELEGATION_TYPEHASH) return ("WithdrawDelegation(bytes32 orderId,uint32 version,uint24 actor,uint24 delegate,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == EXTEND_RELEASE_ORDER_TYPEHASH) return ("ExtendReleaseOrder(bytes32 orderId,uint32 version,uint24 actor,uint40 validUntil,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == GATE_OUT_TYPEHASH) return ("GateOut(bytes32 orderId,uint32 version,uint24 actor,uint8 container,uint24 collector,bytes32 pickup,uint24 representedParty,bytes32 remark)", 7);
        if (typeHash == CORRECT_GATE_OUT_TYPEHASH) return ("CorrectGateOut(bytes32 orderId,uint32 version,uint24 actor,uint24 carrier,uint8 container,uint24 representedParty,bytes32 remark)", 14);
        if (typeHash == REVOKE_RELEASE_ORDER_TYPEHASH) return ("RevokeReleaseOrder(bytes32 orderId,uint32 version,uint24 actor,bytes32 billId,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == SHARE_CONTAINER_TYPEHASH) return ("ShareContainer(bytes32 boxId,uint24 actor,uint24 representedParty,bytes32 remark,bytes32[] billIds,uint8[] containers)", 14);
        if (typeHash == UNSHARE_CONTAINER_TYPEHASH) return ("UnshareContainer(bytes32 boxId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == REQUEST_APPOINTMENT_TYPEHASH) return ("RequestAppointment(bytes32 appointmentId,uint24 actor,bytes32 orderId,uint8 container,uint40 opensAt,uint40 closesAt,bytes32 pickup,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == CONFIRM_APPOINTMENT_TYPEHASH) return ("ConfirmAppointment(bytes32 appointmentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == REFUSE_APPOINTMENT_TYPEHASH) return ("RefuseAppointment(bytes32 appointmentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == CANCEL_APPOINTMENT_TYPEHASH) return ("CancelAppointment(bytes32 appointmentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == INSTRUCT_INSPECTION_TYPEHASH) return ("InstructInspection(bytes32 inspectionId,uint24 actor,bytes32 orderId,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == COMMISSION_INSPECTION_TYPEHASH) return ("CommissionInspection(bytes32 inspectionId,uint32 version,uint24 actor,uint24 agent,uint8 attendance,uint24 representedParty,bytes32 remark)", 20);
        if (typeHash == ACCEPT_COMMISSION_TYPEHASH) return ("AcceptCommission(bytes32 inspectionId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == SCHEDULE_INSPECTION_TYPEHASH) return ("ScheduleInspection(bytes32 inspectionId,uint32 version,uint24 actor,uint40 scheduledAt,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == COMPLETE_INSPECTION_TYPEHASH) return ("CompleteInspection(bytes32 inspectionId,uint32 version,uint24 actor,uint8 result,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == APPLY_CERTIFICATE_TYPEHASH) return ("ApplyCertificate(bytes32 certificateId,uint24 actor,uint8 certificateType,uint24 taxAuthority,uint24 user,bytes32 declarationItem,uint64 quantity,uint64 declaredQuantity,bytes32 billId,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == ACCEPT_APPLICATION_TYPEHASH) return ("AcceptApplication(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == RETURN_APPLICATION_TYPEHASH) return ("ReturnApplication(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == RESUBMIT_APPLICATION_TYPEHASH) return ("ResubmitApplication(bytes32 certificateId,uint32 version,uint24 actor,bytes32 content,uint64 quantity,uint24 representedParty,bytes32 remark)", 19);
        if (typeHash == WITHDRAW_APPLICATION_TYPEHASH) return ("WithdrawApplication(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 19);
        if (typeHash == ISSUE_CERTIFICATE_TYPEHASH) return ("IssueCertificate(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == REFUSE_CERTIFICATE_TYPEHASH) return ("RefuseCertificate(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == USE_CERTIFICATE_TYPEHASH) return ("UseCertificate(bytes32 certificateId,uint32 version,uint24 actor,bytes32 usedFor,uint24 representedParty,bytes32 remark)", 14);
        if (typeHash == APPLY_VOID_TYPEHASH) return ("ApplyVoid(bytes32 certificateId,uint32 version,uint24 actor,bytes32 replacement,uint64 quantity,bytes32 billId,uint24 representedParty,bytes32 remark)", 9);
        if (typeHash == VOID_CERTIFICATE_TYPEHASH) return ("VoidCertificate(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 15);
        if (typeHash == REPLACE_CERTIFICATE_TYPEHASH) return ("ReplaceCertificate(bytes32 certificateId,uint32 version,uint24 actor,bytes32 replacement,uint24 representedParty,bytes32 remark)", 18);
        if (typeHash == FILE_CLAIM_TYPEHASH) return ("FileClaim(bytes32 claimId,uint24 actor,uint24 taxAuthority,uint24 representedParty,bytes32 remark)", 9);
        if (typeHash == RETURN_CLAIM_TYPEHASH) return ("ReturnClaim(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 11);
        if (typeHash == REFILE_CLAIM_TYPEHASH) return ("RefileClaim(bytes32 claimId,uint32 version,uint24 actor,bytes32 content,uint24 representedParty,bytes32 remark)", 11);
        if (typeHash == WITHDRAW_CLAIM_TYPEHASH) return ("WithdrawClaim(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 13);
        if (typeHash == ACCEPT_CLAIM_TYPEHASH) return ("AcceptClaim(bytes32 claimId,uint32 version,uint24 actor,uint8 managementClass,uint24 representedParty,bytes32 remark)", 11);
        if (typeHash == REVIEW_CLAIM_TYPEHASH) return ("ReviewClaim(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 11);
        if (typeHash == CONCLUDE_CLAIM_TYPEHASH) return ("ConcludeClaim(bytes32 claimId,uint32 version,uint24 actor,uint8 outcome,uint24 representedParty,bytes32 remark)", 13);
        if (typeHash == PAY_REFUND_TYPEHASH) return ("PayRefund(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 9);
        if (typeHash == REGISTER_DOCUMENT_TYPEHASH) return ("RegisterDocument(bytes32 documentId,uint24 actor,uint8 documentType,uint8 subjectKind,bytes32 subject,uint40 validUntil,uint24 consumer,uint32 consumerRoles,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == REGISTER_INTERCHANGE_TYPEHASH) return ("RegisterInterchange(bytes32 documentId,uint24 actor,uint24 haulier,uint8 subjectKind,bytes32 subject,uint24 representedParty,bytes32 remark)", 19);
        if (typeHash == SUPERSEDE_DOCUMENT_TYPEHASH) return ("SupersedeDocument(bytes32 documentId,uint32 version,uint24 actor,bytes32 successor,uint8 subjectKind,bytes32 subject,uint40 validUntil,uint24 representedParty,bytes32 remark)", 17);
        if (typeHash == REVOKE_DOCUMENT_TYPEHASH) return ("RevokeDocument(bytes32 documentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)", 14);
        if (typeHash == CONSUME_DOCUMENT_TYPEHASH) return ("ConsumeDocument(bytes32 documentId,uint32 version,uint24 actor,bytes32 usedFor,uint24 representedParty,bytes32 remark)", 15);
        if (typeHash == ANCHOR_MILESTONES_TYPEHASH) return ("AnchorMilestones(bytes32 batchId,uint24 actor,uint8 subjectKind,bytes32 subject,uint32 events,uint40 earliestAt,uint40 latestAt,uint24 representedParty,bytes32 remark)", 16);
        if (typeHash == CORRECT_MILESTONES_TYPEHASH) return ("CorrectMilestones(bytes32 batchId,uint32 version,uint24 actor,bytes32 correction,uint8 subjectKind,bytes32 subject,uint32 events,uint40 earliestAt,uint40 latestAt,uint24 representedParty,bytes32 remark)", 17);
    }
}
