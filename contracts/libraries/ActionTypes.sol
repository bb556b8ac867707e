// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// An EIP-712 type is one string, however long.
// solhint-disable max-line-length

import {ISigned} from "../interfaces/ISigned.sol";
import {
    ACCEPT_DELEGATION_TYPEHASH,
    ACCEPT_SURRENDER_TYPEHASH,
    ADMIT_MEMBER_TYPEHASH,
    APPLY_CERTIFICATE_TYPEHASH,
    CHANGE_ROLES_TYPEHASH,
    CHANGE_THRESHOLD_TYPEHASH,
    CLEAR_HOLD_TYPEHASH,
    COMPLETE_RECOVERY_TYPEHASH,
    DELEGATE_COLLECTION_TYPEHASH,
    ENDORSE_TYPEHASH,
    ENROL_WALLET_TYPEHASH,
    GATE_OUT_TYPEHASH,
    ISSUE_BILL_TYPEHASH,
    ISSUE_CERTIFICATE_TYPEHASH,
    ISSUE_RELEASE_ORDER_TYPEHASH,
    PROPOSE_RECOVERY_TYPEHASH,
    REFUSE_CERTIFICATE_TYPEHASH,
    REINSTATE_MEMBER_TYPEHASH,
    REJECT_SURRENDER_TYPEHASH,
    REJECT_TRANSFER_TYPEHASH,
    REVOKE_RELEASE_ORDER_TYPEHASH,
    REVOKE_WALLET_TYPEHASH,
    SET_FOUR_EYES_TYPEHASH,
    SET_HOLD_TYPEHASH,
    SURRENDER_FOR_DELIVERY_TYPEHASH,
    SUSPEND_MEMBER_TYPEHASH,
    TRANSFER_POSSESSION_TYPEHASH,
    USE_CERTIFICATE_TYPEHASH,
    VETO_RECOVERY_TYPEHASH,
    VOID_CERTIFICATE_TYPEHASH
} from "../types/Actions.sol";

/// @title The EIP-712 types of the actions in letters
/// @notice A set's type is made from its actions' type, so that the letters are needed where a set is checked. Every answer
/// is held against its type hash: a misspelt one refuses, it does not mislead.
library ActionTypes {
    /// @dev The types of {Consortium}.
    // One line a type reads better than a search.
    // slither-disable-next-line cyclomatic-complexity
    function ofConsortium(bytes32 typeHash) internal pure returns (string memory name, string memory fields) {
        if (typeHash == ADMIT_MEMBER_TYPEHASH) {
            (name, fields) = ("AdmitMember", "(bytes32 identity,string name,uint32 roles,address wallet)");
        }
        if (typeHash == ENROL_WALLET_TYPEHASH) {
            (name, fields) = ("EnrolWallet", "(uint24 member,uint32 version,address wallet,uint32 powers,uint40 expiresAt)");
        }
        if (typeHash == REVOKE_WALLET_TYPEHASH) {
            (name, fields) = ("RevokeWallet", "(uint24 member,uint32 version,address wallet)");
        }
        if (typeHash == CHANGE_ROLES_TYPEHASH) {
            (name, fields) = ("ChangeRoles", "(uint24 member,uint32 version,uint32 roles)");
        }
        if (typeHash == SUSPEND_MEMBER_TYPEHASH) {
            (name, fields) = ("SuspendMember", "(uint24 member,uint32 version)");
        }
        if (typeHash == REINSTATE_MEMBER_TYPEHASH) {
            (name, fields) = ("ReinstateMember", "(uint24 member,uint32 version)");
        }
        if (typeHash == CHANGE_THRESHOLD_TYPEHASH) {
            (name, fields) = ("ChangeThreshold", "(uint24 member,uint32 version,uint8 threshold)");
        }
        if (typeHash == SET_FOUR_EYES_TYPEHASH) {
            (name, fields) = ("SetFourEyes", "(uint24 member,uint32 version,uint32 powers)");
        }
        if (typeHash == PROPOSE_RECOVERY_TYPEHASH) {
            (name, fields) = ("ProposeRecovery", "(uint24 member,uint32 version,address wallet)");
        }
        if (typeHash == VETO_RECOVERY_TYPEHASH) {
            (name, fields) = ("VetoRecovery", "(uint24 member,uint32 version)");
        }
        if (typeHash == COMPLETE_RECOVERY_TYPEHASH) {
            (name, fields) = ("CompleteRecovery", "(uint24 member,uint32 version)");
        }
        _requireRight(typeHash, name, fields);
    }

    /// @dev The types of {BillOfLading}.
    function ofBill(bytes32 typeHash) internal pure returns (string memory name, string memory fields) {
        if (typeHash == ISSUE_BILL_TYPEHASH) {
            (name, fields) = ("IssueBill", "(bytes32 billId,uint24 actor,uint8 kind,uint24 holder,uint24 titleHolder,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == ENDORSE_TYPEHASH) {
            (name, fields) = ("Endorse", "(bytes32 billId,uint32 version,uint24 actor,uint8 endorsement,uint24 endorsee,uint24 deliverTo,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == TRANSFER_POSSESSION_TYPEHASH) {
            (name, fields) = ("TransferPossession", "(bytes32 billId,uint32 version,uint24 actor,uint24 holder,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == REJECT_TRANSFER_TYPEHASH) {
            (name, fields) = ("RejectTransfer", "(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == SURRENDER_FOR_DELIVERY_TYPEHASH) {
            (name, fields) = ("SurrenderForDelivery", "(bytes32 billId,uint32 version,uint24 actor,uint24 releaseTo,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == ACCEPT_SURRENDER_TYPEHASH) {
            (name, fields) = ("AcceptSurrender", "(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == REJECT_SURRENDER_TYPEHASH) {
            (name, fields) = ("RejectSurrender", "(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)");
        }
        _requireRight(typeHash, name, fields);
    }

    /// @dev The types of {ReleaseOrder}.
    function ofOrder(bytes32 typeHash) internal pure returns (string memory name, string memory fields) {
        if (typeHash == ISSUE_RELEASE_ORDER_TYPEHASH) {
            (name, fields) = ("IssueReleaseOrder", "(bytes32 orderId,uint24 actor,bytes32 billId,uint24 terminal,uint24 releaseTo,uint16 containers,uint40 validUntil,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == SET_HOLD_TYPEHASH) {
            (name, fields) = ("SetHold", "(bytes32 orderId,uint32 version,uint24 actor,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == CLEAR_HOLD_TYPEHASH) {
            (name, fields) = ("ClearHold", "(bytes32 orderId,uint32 version,uint24 actor,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == DELEGATE_COLLECTION_TYPEHASH) {
            (name, fields) = ("DelegateCollection", "(bytes32 orderId,uint32 version,uint24 actor,uint24 delegate,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == ACCEPT_DELEGATION_TYPEHASH) {
            (name, fields) = ("AcceptDelegation", "(bytes32 orderId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == GATE_OUT_TYPEHASH) {
            (name, fields) = ("GateOut", "(bytes32 orderId,uint32 version,uint24 actor,uint8 container,uint24 collector,bytes32 pickup,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == REVOKE_RELEASE_ORDER_TYPEHASH) {
            (name, fields) = ("RevokeReleaseOrder", "(bytes32 orderId,uint32 version,uint24 actor,bytes32 billId,uint24 representedParty,bytes32 remark)");
        }
        _requireRight(typeHash, name, fields);
    }

    /// @dev The types of {TaxRefundCertificate}.
    function ofCertificate(bytes32 typeHash) internal pure returns (string memory name, string memory fields) {
        if (typeHash == APPLY_CERTIFICATE_TYPEHASH) {
            (name, fields) = ("ApplyCertificate", "(bytes32 certificateId,uint24 actor,uint8 certificateType,uint24 taxAuthority,uint24 user,bytes32 declarationItem,uint64 quantity,uint64 declaredQuantity,bytes32 billId,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == ISSUE_CERTIFICATE_TYPEHASH) {
            (name, fields) = ("IssueCertificate", "(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == REFUSE_CERTIFICATE_TYPEHASH) {
            (name, fields) = ("RefuseCertificate", "(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == USE_CERTIFICATE_TYPEHASH) {
            (name, fields) = ("UseCertificate", "(bytes32 certificateId,uint32 version,uint24 actor,bytes32 usedFor,uint24 representedParty,bytes32 remark)");
        }
        if (typeHash == VOID_CERTIFICATE_TYPEHASH) {
            (name, fields) = ("VoidCertificate", "(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)");
        }
        _requireRight(typeHash, name, fields);
    }

    function _requireRight(bytes32 typeHash, string memory name, string memory fields) private pure {
        if (keccak256(bytes.concat(bytes(name), bytes(fields))) != typeHash) {
            revert ISigned.SignatureTypeUnknown(typeHash);
        }
    }
}
