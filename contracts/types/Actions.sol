// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// An EIP-712 type is one string, however long.
// solhint-disable max-line-length

// Every action that a wallet can sign: one struct, one EIP-712 type hash, one external function
// `f(Action calldata action, bytes calldata signatures)` of the contract named in the heading.
//
// Conventions: `bytes32` ids are salted commitments; `uint24` is a member; `uint40` is a time in seconds
// since 1970 UTC; a `uint8` whose description starts with the name of an enum carries that enum. `version` is
// the record's version that the signer saw: the contract accepts the action at that version only.
//
// Names that mean the same in every event, error and function: `action` is one of these structs and `signatures` what
// ISigned describes; `wallet` signed, or is the wallet in question, and then `signer` signed; `seen` and `current` are the
// signer's and the record's version, or `current` its state, and `allowed` has a bit for each state that would do; `time` is
// the block's, in seconds since 1970 UTC.

// --- Consortium --------------------------------------------------------------------------------

/// @notice The governors admit an organisation with its first wallet.
/// @param identity The salted commitment of its legal identifier (LEI or 统一社会信用代码).
/// @param name Its name, 1 to 64 bytes of UTF-8.
/// @param roles Roles: what it is admitted as.
/// @param wallet Its first wallet, which gets every power and never expires.
struct AdmitMember {
    bytes32 identity;
    string name;
    uint32 roles;
    address wallet;
}

bytes32 constant ADMIT_MEMBER_TYPEHASH = keccak256(
    "AdmitMember(bytes32 identity,string name,uint32 roles,address wallet)"
);

/// @notice A member's admin wallet gives another wallet powers until a time; the wallet proves that it exists by signing too.
/// @param member The member.
/// @param version The version of the member that the signers saw.
/// @param wallet The wallet; one that is enrolled already gets these powers and this expiry instead.
/// @param powers Powers: the families of actions that it may sign.
/// @param expiresAt When it ends: seconds since 1970 UTC, inclusive; 0 for never.
struct EnrolWallet {
    uint24 member;
    uint32 version;
    address wallet;
    uint32 powers;
    uint40 expiresAt;
}

bytes32 constant ENROL_WALLET_TYPEHASH = keccak256(
    "EnrolWallet(uint24 member,uint32 version,address wallet,uint32 powers,uint40 expiresAt)"
);

/// @notice A member's admin wallet revokes a wallet for good.
/// @param member The member.
/// @param version The version of the member that the signer saw.
/// @param wallet The wallet; it can never be enrolled again.
struct RevokeWallet {
    uint24 member;
    uint32 version;
    address wallet;
}

bytes32 constant REVOKE_WALLET_TYPEHASH = keccak256(
    "RevokeWallet(uint24 member,uint32 version,address wallet)"
);

/// @notice The governors change what a member is admitted as.
/// @param member The member.
/// @param version The version of the member that the signers saw.
/// @param roles Roles: what it is admitted as from now on.
struct ChangeRoles {
    uint24 member;
    uint32 version;
    uint32 roles;
}

bytes32 constant CHANGE_ROLES_TYPEHASH = keccak256(
    "ChangeRoles(uint24 member,uint32 version,uint32 roles)"
);

/// @notice The governors suspend a member: it neither acts nor receives, and loses nothing.
/// @param member The member.
/// @param version The version of the member that the signers saw.
struct SuspendMember {
    uint24 member;
    uint32 version;
}

bytes32 constant SUSPEND_MEMBER_TYPEHASH = keccak256(
    "SuspendMember(uint24 member,uint32 version)"
);

/// @notice The governors end a member's suspension.
/// @param member The member.
/// @param version The version of the member that the signers saw.
struct ReinstateMember {
    uint24 member;
    uint32 version;
}

bytes32 constant REINSTATE_MEMBER_TYPEHASH = keccak256(
    "ReinstateMember(uint24 member,uint32 version)"
);

/// @notice The governors change how many of them have to sign.
/// @param member The number 0: the consortium itself.
/// @param version The version of the consortium that the signers saw.
/// @param threshold How many governors have to sign from now on.
struct ChangeThreshold {
    uint24 member;
    uint32 version;
    uint8 threshold;
}

bytes32 constant CHANGE_THRESHOLD_TYPEHASH = keccak256(
    "ChangeThreshold(uint24 member,uint32 version,uint8 threshold)"
);

/// @notice A member's admin wallet asks for two wallets' signatures on families of actions (four-eyes).
/// @param member The member.
/// @param version The version of the member that the signer saw.
/// @param powers Powers: the families that need two wallets from now on; 0 for none.
struct SetFourEyes {
    uint24 member;
    uint32 version;
    uint32 powers;
}

bytes32 constant SET_FOUR_EYES_TYPEHASH = keccak256(
    "SetFourEyes(uint24 member,uint32 version,uint32 powers)"
);

/// @notice The governors propose a new admin wallet for a member that has lost its own.
/// @param member The member.
/// @param version The version of the member that the signers saw.
/// @param wallet The new wallet.
struct ProposeRecovery {
    uint24 member;
    uint32 version;
    address wallet;
}

bytes32 constant PROPOSE_RECOVERY_TYPEHASH = keccak256(
    "ProposeRecovery(uint24 member,uint32 version,address wallet)"
);

/// @notice A member's admin wallet vetoes a proposed recovery: it has not lost its wallets.
/// @param member The member.
/// @param version The version of the member that the signer saw.
struct VetoRecovery {
    uint24 member;
    uint32 version;
}

bytes32 constant VETO_RECOVERY_TYPEHASH = keccak256(
    "VetoRecovery(uint24 member,uint32 version)"
);

/// @notice The new wallet of a recovery that nobody vetoed takes over after the delay.
/// @param member The member.
/// @param version The version of the member that the signer saw.
struct CompleteRecovery {
    uint24 member;
    uint32 version;
}

bytes32 constant COMPLETE_RECOVERY_TYPEHASH = keccak256(
    "CompleteRecovery(uint24 member,uint32 version)"
);

// --- BillOfLading ------------------------------------------------------------------------------

/// @notice The carrier issues a bill to its first holder (签发).
/// @param billId The bill: the salted commitment of its original content.
/// @param actor The carrier.
/// @param kind BillKind: straight, to order, bearer or sea waybill.
/// @param holder The member in possession first (issue-to party).
/// @param titleHolder The named consignee (straight, sea waybill) or the order party (to order); 0 for a bearer bill.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct IssueBill {
    bytes32 billId;
    uint24 actor;
    uint8 kind;
    uint24 holder;
    uint24 titleHolder;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ISSUE_BILL_TYPEHASH = keccak256(
    "IssueBill(bytes32 billId,uint24 actor,uint8 kind,uint24 holder,uint24 titleHolder,uint24 representedParty,bytes32 remark)"
);

/// @notice The title holder in possession endorses the bill, and delivers it if a new holder is named (背书).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param endorsement EndorsementKind: to order, restrictive or in blank.
/// @param endorsee The member that gets title; 0 in blank.
/// @param deliverTo The member that gets possession; 0 if possession stays.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct Endorse {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint8 endorsement;
    uint24 endorsee;
    uint24 deliverTo;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ENDORSE_TYPEHASH = keccak256(
    "Endorse(bytes32 billId,uint32 version,uint24 actor,uint8 endorsement,uint24 endorsee,uint24 deliverTo,uint24 representedParty,bytes32 remark)"
);

/// @notice The holder passes possession on (转移占有).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param holder The member that gets possession.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct TransferPossession {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 holder;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant TRANSFER_POSSESSION_TYPEHASH = keccak256(
    "TransferPossession(bytes32 billId,uint32 version,uint24 actor,uint24 holder,uint24 representedParty,bytes32 remark)"
);

/// @notice The party that the last transfer went to sends it back before any other act (拒收).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RejectTransfer {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REJECT_TRANSFER_TYPEHASH = keccak256(
    "RejectTransfer(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The holder with title gives the bill back to its carrier against delivery (交还提货).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param releaseTo The member to whom the cargo is to be released.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct SurrenderForDelivery {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 releaseTo;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant SURRENDER_FOR_DELIVERY_TYPEHASH = keccak256(
    "SurrenderForDelivery(bytes32 billId,uint32 version,uint24 actor,uint24 releaseTo,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier accepts the surrender; the bill is accomplished and never moves again.
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct AcceptSurrender {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ACCEPT_SURRENDER_TYPEHASH = keccak256(
    "AcceptSurrender(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier refuses the surrender; the bill goes back to the party that surrendered it.
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RejectSurrender {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REJECT_SURRENDER_TYPEHASH = keccak256(
    "RejectSurrender(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The holder confirms its possession: an entry in the chain of the bill, no change (签注).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct SignBill {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant SIGN_BILL_TYPEHASH = keccak256(
    "SignBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The holder with title pledges the bill to a bank; both sign, the holder first (质押).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The holder.
/// @param pledgee The bank.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct Pledge {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 pledgee;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant PLEDGE_TYPEHASH = keccak256(
    "Pledge(bytes32 billId,uint32 version,uint24 actor,uint24 pledgee,uint24 representedParty,bytes32 remark)"
);

/// @notice The bank gives its pledge up (解除质押).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The bank.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ReleasePledge {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant RELEASE_PLEDGE_TYPEHASH = keccak256(
    "ReleasePledge(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The bank takes possession and title of what was pledged to it (实现质权).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The bank.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct EnforcePledge {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ENFORCE_PLEDGE_TYPEHASH = keccak256(
    "EnforcePledge(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice A court freezes the bill: nothing moves (冻结).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The court.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct FreezeBill {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant FREEZE_BILL_TYPEHASH = keccak256(
    "FreezeBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The court that froze the bill ends its freeze (解冻).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The court.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct UnfreezeBill {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant UNFREEZE_BILL_TYPEHASH = keccak256(
    "UnfreezeBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The title holder names an endorsee while another has possession, who is to execute it (指定).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The title holder.
/// @param endorsement EndorsementKind: to order or restrictive.
/// @param endorsee The member that is to get title.
/// @param deliverTo The endorsee again, if it is to get possession too; 0 if possession stays.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct Nominate {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint8 endorsement;
    uint24 endorsee;
    uint24 deliverTo;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant NOMINATE_TYPEHASH = keccak256(
    "Nominate(bytes32 billId,uint32 version,uint24 actor,uint8 endorsement,uint24 endorsee,uint24 deliverTo,uint24 representedParty,bytes32 remark)"
);

/// @notice The holder executes what the title holder nominated (执行).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The holder.
/// @param endorsee The member that was nominated.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ExecuteNomination {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 endorsee;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant EXECUTE_NOMINATION_TYPEHASH = keccak256(
    "ExecuteNomination(bytes32 billId,uint32 version,uint24 actor,uint24 endorsee,uint24 representedParty,bytes32 remark)"
);

/// @notice The holder asks the carrier to amend the content; a pledged bill's bank signs too (申请改单).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The holder.
/// @param content The salted commitment of the amended content.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RequestAmendment {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    bytes32 content;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REQUEST_AMENDMENT_TYPEHASH = keccak256(
    "RequestAmendment(bytes32 billId,uint32 version,uint24 actor,bytes32 content,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier amends the content as the holder requested (改单).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The carrier.
/// @param content The salted commitment of the amended content.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct Amend {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    bytes32 content;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant AMEND_TYPEHASH = keccak256(
    "Amend(bytes32 billId,uint32 version,uint24 actor,bytes32 content,uint24 representedParty,bytes32 remark)"
);

/// @notice The holder with title gives the bill back to its carrier for another document in its place (交还改单).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The member that acts.
/// @param reason SurrenderReason: what for.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct SurrenderForAmendment {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint8 reason;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant SURRENDER_FOR_AMENDMENT_TYPEHASH = keccak256(
    "SurrenderForAmendment(bytes32 billId,uint32 version,uint24 actor,uint8 reason,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier answers a surrender for paper: the electronic bill rests while the paper set lives (转纸质).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The carrier.
/// @param paper The salted commitment of the paper set, which states the conversion.
/// @param originals How many paper originals were issued.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ConvertToPaper {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    bytes32 paper;
    uint8 originals;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CONVERT_TO_PAPER_TYPEHASH = keccak256(
    "ConvertToPaper(bytes32 billId,uint32 version,uint24 actor,bytes32 paper,uint8 originals,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier, with the complete paper set in hand, lets the electronic bill live again (转回电子).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The carrier.
/// @param originals How many paper originals came back: all of them.
/// @param holder The member that presented them, and gets possession.
/// @param titleHolder The member with title by the paper's endorsements; 0 if endorsed in blank.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ReturnFromPaper {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint8 originals;
    uint24 holder;
    uint24 titleHolder;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant RETURN_FROM_PAPER_TYPEHASH = keccak256(
    "ReturnFromPaper(bytes32 billId,uint32 version,uint24 actor,uint8 originals,uint24 holder,uint24 titleHolder,uint24 representedParty,bytes32 remark)"
);

/// @notice Carrier and first holder end a bill that never circulated; the carrier signs first (作废).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The carrier.
/// @param holder The first holder.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct VoidBill {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 holder;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant VOID_BILL_TYPEHASH = keccak256(
    "VoidBill(bytes32 billId,uint32 version,uint24 actor,uint24 holder,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier issues a new bill in place of one that was surrendered for amendment (换发).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The carrier.
/// @param newBillId The new bill: the salted commitment of its content.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct Reissue {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    bytes32 newBillId;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REISSUE_TYPEHASH = keccak256(
    "Reissue(bytes32 billId,uint32 version,uint24 actor,bytes32 newBillId,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier issues several bills in place of one that was surrendered for a split (拆单).
/// @param billId The bill: the salted commitment of its original content.
/// @param version The version of the bill that the signer saw.
/// @param actor The carrier.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
/// @param children The new bills: the salted commitments of their contents, 2 to 64.
struct SplitBill {
    bytes32 billId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
    bytes32[] children;
}

bytes32 constant SPLIT_BILL_TYPEHASH = keccak256(
    "SplitBill(bytes32 billId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark,bytes32[] children)"
);

/// @notice The carrier issues one bill in place of several that were surrendered for it (并单).
/// @param billId The new bill: the salted commitment of its content.
/// @param actor The carrier.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
/// @param parents The bills that it takes the place of, 2 to 64.
/// @param versions The version of each of them that the signer saw.
struct CombineBills {
    bytes32 billId;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
    bytes32[] parents;
    uint32[] versions;
}

bytes32 constant COMBINE_BILLS_TYPEHASH = keccak256(
    "CombineBills(bytes32 billId,uint24 actor,uint24 representedParty,bytes32 remark,bytes32[] parents,uint32[] versions)"
);

// --- ReleaseOrder ------------------------------------------------------------------------------

/// @notice The carrier orders a terminal to release containers (签发放货指令).
/// @param orderId The release order: the salted commitment of its original content.
/// @param actor The carrier.
/// @param billId The accomplished bill, or the sea waybill, that it stands on.
/// @param terminal The member that confirms gate-out.
/// @param releaseTo The member with the right to collect first: the party named at the surrender, or a sea waybill's consignee.
/// @param containers Number of containers, 1 to 256.
/// @param validUntil When the order ends: seconds since 1970 UTC, inclusive.
/// @param flow ReleaseFlow: through the yard, direct pick-up from the ship's side, or direct loading.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct IssueReleaseOrder {
    bytes32 orderId;
    uint24 actor;
    bytes32 billId;
    uint24 terminal;
    uint24 releaseTo;
    uint16 containers;
    uint40 validUntil;
    uint8 flow;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ISSUE_RELEASE_ORDER_TYPEHASH = keccak256(
    "IssueReleaseOrder(bytes32 orderId,uint24 actor,bytes32 billId,uint24 terminal,uint24 releaseTo,uint16 containers,uint40 validUntil,uint8 flow,uint24 representedParty,bytes32 remark)"
);

/// @notice An authority holds the whole order or single containers (扣留).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param authority HoldAuthority that the actor acts as.
/// @param containers A bit for each container to hold; 0 for the whole order.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct SetHold {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint8 authority;
    uint256 containers;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant SET_HOLD_TYPEHASH = keccak256(
    "SetHold(bytes32 orderId,uint32 version,uint24 actor,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)"
);

/// @notice The authority that set a hold clears it (放行).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param authority HoldAuthority that the actor acts as.
/// @param containers A bit for each container to clear; 0 for the whole order.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ClearHold {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint8 authority;
    uint256 containers;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CLEAR_HOLD_TYPEHASH = keccak256(
    "ClearHold(bytes32 orderId,uint32 version,uint24 actor,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)"
);

/// @notice The party with the right to collect passes it on; it moves when the delegate accepts (委托提货).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param delegate The forwarder or haulier.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct DelegateCollection {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint24 delegate;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant DELEGATE_COLLECTION_TYPEHASH = keccak256(
    "DelegateCollection(bytes32 orderId,uint32 version,uint24 actor,uint24 delegate,uint24 representedParty,bytes32 remark)"
);

/// @notice The delegate accepts the right to collect.
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct AcceptDelegation {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ACCEPT_DELEGATION_TYPEHASH = keccak256(
    "AcceptDelegation(bytes32 orderId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The invited delegate declines the right to collect (拒绝委托).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct DeclineDelegation {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant DECLINE_DELEGATION_TYPEHASH = keccak256(
    "DeclineDelegation(bytes32 orderId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice Who delegated the right to collect takes it back, with all that was delegated from there on (撤回委托).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param delegate The member that loses the right or the invitation.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct WithdrawDelegation {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint24 delegate;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant WITHDRAW_DELEGATION_TYPEHASH = keccak256(
    "WithdrawDelegation(bytes32 orderId,uint32 version,uint24 actor,uint24 delegate,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier extends the order's validity; an expired order is active again (展期).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param validUntil When the order ends from now on: seconds since 1970 UTC, inclusive; later than before.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ExtendReleaseOrder {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint40 validUntil;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant EXTEND_RELEASE_ORDER_TYPEHASH = keccak256(
    "ExtendReleaseOrder(bytes32 orderId,uint32 version,uint24 actor,uint40 validUntil,uint24 representedParty,bytes32 remark)"
);

/// @notice The terminal confirms that a container left through its gate (出闸).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param container The container's place in the order, from 0.
/// @param collector The member that collected it.
/// @param pickup The salted commitment of truck and driver, or 0.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct GateOut {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint8 container;
    uint24 collector;
    bytes32 pickup;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant GATE_OUT_TYPEHASH = keccak256(
    "GateOut(bytes32 orderId,uint32 version,uint24 actor,uint8 container,uint24 collector,bytes32 pickup,uint24 representedParty,bytes32 remark)"
);

/// @notice The terminal and the carrier together correct a gate-out that was recorded in error: the container is in (更正).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signers saw.
/// @param actor The terminal, which signs first.
/// @param carrier The carrier, which signs too.
/// @param container The container's place in the order, from 0.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of the reason.
struct CorrectGateOut {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    uint24 carrier;
    uint8 container;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CORRECT_GATE_OUT_TYPEHASH = keccak256(
    "CorrectGateOut(bytes32 orderId,uint32 version,uint24 actor,uint24 carrier,uint8 container,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier revokes the order for the containers that are still in (撤销).
/// @param orderId The release order: the salted commitment of its original content.
/// @param version The version of the order that the signer saw.
/// @param actor The member that acts.
/// @param billId The bill that the order stands on.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RevokeReleaseOrder {
    bytes32 orderId;
    uint32 version;
    uint24 actor;
    bytes32 billId;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REVOKE_RELEASE_ORDER_TYPEHASH = keccak256(
    "RevokeReleaseOrder(bytes32 orderId,uint32 version,uint24 actor,bytes32 billId,uint24 representedParty,bytes32 remark)"
);

/// @notice The carrier declares that one container is shared by several bills (拼箱).
/// @param boxId The shared container: the salted commitment of its number and voyage.
/// @param actor The carrier.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
/// @param billIds The bills that share it, 2 to 16.
/// @param containers For each of them the container's number in the bill's release order, from 0.
struct ShareContainer {
    bytes32 boxId;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
    bytes32[] billIds;
    uint8[] containers;
}

bytes32 constant SHARE_CONTAINER_TYPEHASH = keccak256(
    "ShareContainer(bytes32 boxId,uint24 actor,uint24 representedParty,bytes32 remark,bytes32[] billIds,uint8[] containers)"
);

/// @notice The carrier declares that a container is shared no more (撤销拼箱).
/// @param boxId The shared container: the salted commitment of its number and voyage.
/// @param version The version of the shared container that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct UnshareContainer {
    bytes32 boxId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant UNSHARE_CONTAINER_TYPEHASH = keccak256(
    "UnshareContainer(bytes32 boxId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

// --- Appointments ------------------------------------------------------------------------------

/// @notice The party with the right to collect asks the terminal for a window to come for a container (申请提箱预约).
/// @param appointmentId The appointment: the salted commitment of its content.
/// @param actor The member with the right to collect.
/// @param orderId The release order.
/// @param container The container's place in the order, from 0.
/// @param opensAt Begin of the window: seconds since 1970 UTC.
/// @param closesAt End of the window: seconds since 1970 UTC, inclusive.
/// @param pickup The salted commitment of truck and driver.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RequestAppointment {
    bytes32 appointmentId;
    uint24 actor;
    bytes32 orderId;
    uint8 container;
    uint40 opensAt;
    uint40 closesAt;
    bytes32 pickup;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REQUEST_APPOINTMENT_TYPEHASH = keccak256(
    "RequestAppointment(bytes32 appointmentId,uint24 actor,bytes32 orderId,uint8 container,uint40 opensAt,uint40 closesAt,bytes32 pickup,uint24 representedParty,bytes32 remark)"
);

/// @notice The terminal confirms an appointment (确认预约).
/// @param appointmentId The appointment: the salted commitment of its content.
/// @param version The version of the appointment that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ConfirmAppointment {
    bytes32 appointmentId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CONFIRM_APPOINTMENT_TYPEHASH = keccak256(
    "ConfirmAppointment(bytes32 appointmentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The terminal refuses an appointment; the remark may say why (拒绝预约).
/// @param appointmentId The appointment: the salted commitment of its content.
/// @param version The version of the appointment that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RefuseAppointment {
    bytes32 appointmentId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REFUSE_APPOINTMENT_TYPEHASH = keccak256(
    "RefuseAppointment(bytes32 appointmentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The party that asked for an appointment gives it up (取消预约).
/// @param appointmentId The appointment: the salted commitment of its content.
/// @param version The version of the appointment that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct CancelAppointment {
    bytes32 appointmentId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CANCEL_APPOINTMENT_TYPEHASH = keccak256(
    "CancelAppointment(bytes32 appointmentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

// --- Inspections -------------------------------------------------------------------------------

/// @notice Customs instructs the inspection of containers that it holds (布控).
/// @param inspectionId The inspection: the salted commitment of its instruction.
/// @param actor The office.
/// @param orderId The release order.
/// @param authority HoldAuthority whose hold keeps the containers in: customs or quarantine.
/// @param containers A bit for each container to inspect.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct InstructInspection {
    bytes32 inspectionId;
    uint24 actor;
    bytes32 orderId;
    uint8 authority;
    uint256 containers;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant INSTRUCT_INSPECTION_TYPEHASH = keccak256(
    "InstructInspection(bytes32 inspectionId,uint24 actor,bytes32 orderId,uint8 authority,uint256 containers,uint24 representedParty,bytes32 remark)"
);

/// @notice The consignee's side commissions the terminal or a forwarder with the inspection (查验委托).
/// @param inspectionId The inspection: the salted commitment of its instruction.
/// @param version The version of the inspection that the signer saw.
/// @param actor The member that acts.
/// @param agent The terminal or forwarder.
/// @param attendance Attendance: accompanied by the consignee's side, or not.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct CommissionInspection {
    bytes32 inspectionId;
    uint32 version;
    uint24 actor;
    uint24 agent;
    uint8 attendance;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant COMMISSION_INSPECTION_TYPEHASH = keccak256(
    "CommissionInspection(bytes32 inspectionId,uint32 version,uint24 actor,uint24 agent,uint8 attendance,uint24 representedParty,bytes32 remark)"
);

/// @notice The agent accepts the commission (接受查验委托).
/// @param inspectionId The inspection: the salted commitment of its instruction.
/// @param version The version of the inspection that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct AcceptCommission {
    bytes32 inspectionId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ACCEPT_COMMISSION_TYPEHASH = keccak256(
    "AcceptCommission(bytes32 inspectionId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The agent schedules the inspection, or moves it (预约查验).
/// @param inspectionId The inspection: the salted commitment of its instruction.
/// @param version The version of the inspection that the signer saw.
/// @param actor The member that acts.
/// @param scheduledAt When it is to be: seconds since 1970 UTC.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ScheduleInspection {
    bytes32 inspectionId;
    uint32 version;
    uint24 actor;
    uint40 scheduledAt;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant SCHEDULE_INSPECTION_TYPEHASH = keccak256(
    "ScheduleInspection(bytes32 inspectionId,uint32 version,uint24 actor,uint40 scheduledAt,uint24 representedParty,bytes32 remark)"
);

/// @notice The office says what the inspection found (查验结果).
/// @param inspectionId The inspection: the salted commitment of its instruction.
/// @param version The version of the inspection that the signer saw.
/// @param actor The member that acts.
/// @param result InspectionResult: pass, sample sent or fail.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct CompleteInspection {
    bytes32 inspectionId;
    uint32 version;
    uint24 actor;
    uint8 result;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant COMPLETE_INSPECTION_TYPEHASH = keccak256(
    "CompleteInspection(bytes32 inspectionId,uint32 version,uint24 actor,uint8 result,uint24 representedParty,bytes32 remark)"
);

// --- TaxRefundCertificate ----------------------------------------------------------------------

/// @notice An exporter applies for a certificate on an item of an export declaration (申请).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param actor The applicant.
/// @param certificateType CertificateType: one of the nine electronic types.
/// @param taxAuthority The competent tax authority.
/// @param user The member that may use the certificate, once.
/// @param declarationItem The salted commitment of the customs declaration's item.
/// @param quantity Quantity certified, in thousandths of the declared unit.
/// @param declaredQuantity Quantity of the whole item, in thousandths of the declared unit.
/// @param billId The bill of lading on this ledger, or 0.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ApplyCertificate {
    bytes32 certificateId;
    uint24 actor;
    uint8 certificateType;
    uint24 taxAuthority;
    uint24 user;
    bytes32 declarationItem;
    uint64 quantity;
    uint64 declaredQuantity;
    bytes32 billId;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant APPLY_CERTIFICATE_TYPEHASH = keccak256(
    "ApplyCertificate(bytes32 certificateId,uint24 actor,uint8 certificateType,uint24 taxAuthority,uint24 user,bytes32 declarationItem,uint64 quantity,uint64 declaredQuantity,bytes32 billId,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority accepts the application for processing (受理).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct AcceptApplication {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ACCEPT_APPLICATION_TYPEHASH = keccak256(
    "AcceptApplication(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority sends the application back to be corrected; the remark carries the reason (退回补正).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ReturnApplication {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant RETURN_APPLICATION_TYPEHASH = keccak256(
    "ReturnApplication(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The applicant submits a returned application again, corrected (补正后重新提交).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param content The salted commitment of the corrected application.
/// @param quantity The quantity that is to be certified, in thousandths of the declared unit.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ResubmitApplication {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    bytes32 content;
    uint64 quantity;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant RESUBMIT_APPLICATION_TYPEHASH = keccak256(
    "ResubmitApplication(bytes32 certificateId,uint32 version,uint24 actor,bytes32 content,uint64 quantity,uint24 representedParty,bytes32 remark)"
);

/// @notice The applicant withdraws the application before it is decided (撤回).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct WithdrawApplication {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant WITHDRAW_APPLICATION_TYPEHASH = keccak256(
    "WithdrawApplication(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority issues the certificate (开具).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct IssueCertificate {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ISSUE_CERTIFICATE_TYPEHASH = keccak256(
    "IssueCertificate(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority refuses; the remark carries the reason (不予开具).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RefuseCertificate {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REFUSE_CERTIFICATE_TYPEHASH = keccak256(
    "RefuseCertificate(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The member that the certificate is for uses it, once (使用).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param usedFor The salted commitment of the refund claim or customs declaration that it is used for.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct UseCertificate {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    bytes32 usedFor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant USE_CERTIFICATE_TYPEHASH = keccak256(
    "UseCertificate(bytes32 certificateId,uint32 version,uint24 actor,bytes32 usedFor,uint24 representedParty,bytes32 remark)"
);

/// @notice The applicant applies to have the unused certificate voided, or replaced by a corrected one (申请作废/更正重开).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param replacement The corrected certificate: the salted commitment of its application; 0 to void alone.
/// @param quantity The quantity that it is to certify, in thousandths of the declared unit; 0 to void alone.
/// @param billId The bill of lading of the corrected application, or 0.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ApplyVoid {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    bytes32 replacement;
    uint64 quantity;
    bytes32 billId;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant APPLY_VOID_TYPEHASH = keccak256(
    "ApplyVoid(bytes32 certificateId,uint32 version,uint24 actor,bytes32 replacement,uint64 quantity,bytes32 billId,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority voids an unused certificate, as its applicant applied for (作废).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct VoidCertificate {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant VOID_CERTIFICATE_TYPEHASH = keccak256(
    "VoidCertificate(bytes32 certificateId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority voids the certificate and issues the corrected one in its place, at once (更正重开).
/// @param certificateId The certificate: the salted commitment of its application.
/// @param version The version of the certificate that the signer saw.
/// @param actor The member that acts.
/// @param replacement The corrected certificate, as the applicant applied for it.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ReplaceCertificate {
    bytes32 certificateId;
    uint32 version;
    uint24 actor;
    bytes32 replacement;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REPLACE_CERTIFICATE_TYPEHASH = keccak256(
    "ReplaceCertificate(bytes32 certificateId,uint32 version,uint24 actor,bytes32 replacement,uint24 representedParty,bytes32 remark)"
);

// --- RefundClaim -------------------------------------------------------------------------------

/// @notice The exporter files a claim for refund (申报).
/// @param claimId The claim: the salted commitment of its original content.
/// @param actor The exporter.
/// @param taxAuthority The tax authority that decides.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct FileClaim {
    bytes32 claimId;
    uint24 actor;
    uint24 taxAuthority;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant FILE_CLAIM_TYPEHASH = keccak256(
    "FileClaim(bytes32 claimId,uint24 actor,uint24 taxAuthority,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority sends the claim back to be corrected; the remark carries the reason (退回补正).
/// @param claimId The claim: the salted commitment of its original content.
/// @param version The version of the claim that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ReturnClaim {
    bytes32 claimId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant RETURN_CLAIM_TYPEHASH = keccak256(
    "ReturnClaim(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The exporter files a returned claim again, corrected (补正后重新申报).
/// @param claimId The claim: the salted commitment of its original content.
/// @param version The version of the claim that the signer saw.
/// @param actor The member that acts.
/// @param content The salted commitment of the corrected claim.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RefileClaim {
    bytes32 claimId;
    uint32 version;
    uint24 actor;
    bytes32 content;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REFILE_CLAIM_TYPEHASH = keccak256(
    "RefileClaim(bytes32 claimId,uint32 version,uint24 actor,bytes32 content,uint24 representedParty,bytes32 remark)"
);

/// @notice The exporter withdraws a claim that is not accepted yet (撤回).
/// @param claimId The claim: the salted commitment of its original content.
/// @param version The version of the claim that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct WithdrawClaim {
    bytes32 claimId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant WITHDRAW_CLAIM_TYPEHASH = keccak256(
    "WithdrawClaim(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority accepts the claim, under the exporter's management class: its clock starts (受理).
/// @param claimId The claim: the salted commitment of its original content.
/// @param version The version of the claim that the signer saw.
/// @param actor The member that acts.
/// @param managementClass ManagementClass of the exporter, 1 to 4, as the tax authority has it.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct AcceptClaim {
    bytes32 claimId;
    uint32 version;
    uint24 actor;
    uint8 managementClass;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ACCEPT_CLAIM_TYPEHASH = keccak256(
    "AcceptClaim(bytes32 claimId,uint32 version,uint24 actor,uint8 managementClass,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority has reviewed the claim (审核).
/// @param claimId The claim: the salted commitment of its original content.
/// @param version The version of the claim that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ReviewClaim {
    bytes32 claimId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REVIEW_CLAIM_TYPEHASH = keccak256(
    "ReviewClaim(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority decides on the claim: its clock stops; a refusal's remark carries the reason (办结).
/// @param claimId The claim: the salted commitment of its original content.
/// @param version The version of the claim that the signer saw.
/// @param actor The member that acts.
/// @param outcome ClaimOutcome: approved or refused.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ConcludeClaim {
    bytes32 claimId;
    uint32 version;
    uint24 actor;
    uint8 outcome;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CONCLUDE_CLAIM_TYPEHASH = keccak256(
    "ConcludeClaim(bytes32 claimId,uint32 version,uint24 actor,uint8 outcome,uint24 representedParty,bytes32 remark)"
);

/// @notice The tax authority has ordered the refund of an approved claim from the treasury (退库).
/// @param claimId The claim: the salted commitment of its original content.
/// @param version The version of the claim that the signer saw.
/// @param actor The member that acts.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct PayRefund {
    bytes32 claimId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant PAY_REFUND_TYPEHASH = keccak256(
    "PayRefund(bytes32 claimId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

// --- Documents ---------------------------------------------------------------------------------

/// @notice The issuer registers a supporting document by its commitment (登记单证).
/// @param documentId The document: the salted commitment of its content.
/// @param actor The issuer.
/// @param documentType DocumentType: what it is.
/// @param subjectKind SubjectKind: what it is about.
/// @param subject The bill, order, certificate, container or port call that it is about, or 0.
/// @param validUntil Until when it is valid: seconds since 1970 UTC, inclusive; 0 for good.
/// @param consumer The member that may use it up, once; 0 for any with one of the roles.
/// @param consumerRoles Roles: who uses it up holds one of these; if no consumer is named either, nobody uses it up.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RegisterDocument {
    bytes32 documentId;
    uint24 actor;
    uint8 documentType;
    uint8 subjectKind;
    bytes32 subject;
    uint40 validUntil;
    uint24 consumer;
    uint32 consumerRoles;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REGISTER_DOCUMENT_TYPEHASH = keccak256(
    "RegisterDocument(bytes32 documentId,uint24 actor,uint8 documentType,uint8 subjectKind,bytes32 subject,uint40 validUntil,uint24 consumer,uint32 consumerRoles,uint24 representedParty,bytes32 remark)"
);

/// @notice Whoever hands a container over and the haulier register their equipment interchange receipt together (设备交接单).
/// @param documentId The receipt: the salted commitment of its content.
/// @param actor The terminal, depot or carrier that hands the container over or takes it back.
/// @param haulier The haulier, which signs too.
/// @param subjectKind SubjectKind: what it is about.
/// @param subject The bill, order, certificate, container or port call that it is about, or 0.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RegisterInterchange {
    bytes32 documentId;
    uint24 actor;
    uint24 haulier;
    uint8 subjectKind;
    bytes32 subject;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REGISTER_INTERCHANGE_TYPEHASH = keccak256(
    "RegisterInterchange(bytes32 documentId,uint24 actor,uint24 haulier,uint8 subjectKind,bytes32 subject,uint24 representedParty,bytes32 remark)"
);

/// @notice The issuer puts another document in the place of one; type and consumer pass on (更正替换).
/// @param documentId The document that ends: the salted commitment of its content.
/// @param version The version of the document that the signer saw.
/// @param actor The issuer.
/// @param successor The document that takes its place: the salted commitment of its content.
/// @param subjectKind SubjectKind: what the new one is about.
/// @param subject The bill, order, certificate, container or port call that the new one is about, or 0.
/// @param validUntil Until when the new one is valid: seconds since 1970 UTC, inclusive; 0 for good.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct SupersedeDocument {
    bytes32 documentId;
    uint32 version;
    uint24 actor;
    bytes32 successor;
    uint8 subjectKind;
    bytes32 subject;
    uint40 validUntil;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant SUPERSEDE_DOCUMENT_TYPEHASH = keccak256(
    "SupersedeDocument(bytes32 documentId,uint32 version,uint24 actor,bytes32 successor,uint8 subjectKind,bytes32 subject,uint40 validUntil,uint24 representedParty,bytes32 remark)"
);

/// @notice The issuer revokes a document that was not used up (撤销).
/// @param documentId The document: the salted commitment of its content.
/// @param version The version of the document that the signer saw.
/// @param actor The issuer.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct RevokeDocument {
    bytes32 documentId;
    uint32 version;
    uint24 actor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant REVOKE_DOCUMENT_TYPEHASH = keccak256(
    "RevokeDocument(bytes32 documentId,uint32 version,uint24 actor,uint24 representedParty,bytes32 remark)"
);

/// @notice Who is entitled uses a document up, once: for one claim, one financing, one declaration (核销使用).
/// @param documentId The document: the salted commitment of its content.
/// @param version The version of the document that the signer saw.
/// @param actor The member that uses it up.
/// @param usedFor The salted commitment of what it is used for.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct ConsumeDocument {
    bytes32 documentId;
    uint32 version;
    uint24 actor;
    bytes32 usedFor;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CONSUME_DOCUMENT_TYPEHASH = keccak256(
    "ConsumeDocument(bytes32 documentId,uint32 version,uint24 actor,bytes32 usedFor,uint24 representedParty,bytes32 remark)"
);

// --- Milestones --------------------------------------------------------------------------------

/// @notice An observer anchors a batch of port operation events that have happened (节点存证).
/// @param batchId The batch: the root of the Merkle tree over its events' salted commitments.
/// @param actor The observer.
/// @param subjectKind SubjectKind: what all its events are about.
/// @param subject The bill, order, certificate, container or port call that they are about, or 0.
/// @param events Number of events.
/// @param earliestAt When the earliest event happened: seconds since 1970 UTC.
/// @param latestAt When the latest event happened: seconds since 1970 UTC.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct AnchorMilestones {
    bytes32 batchId;
    uint24 actor;
    uint8 subjectKind;
    bytes32 subject;
    uint32 events;
    uint40 earliestAt;
    uint40 latestAt;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant ANCHOR_MILESTONES_TYPEHASH = keccak256(
    "AnchorMilestones(bytes32 batchId,uint24 actor,uint8 subjectKind,bytes32 subject,uint32 events,uint40 earliestAt,uint40 latestAt,uint24 representedParty,bytes32 remark)"
);

/// @notice The observer anchors a batch that says what is right where an earlier one is wrong (节点更正).
/// @param batchId The batch that is wrong: the root of its Merkle tree.
/// @param version The version of that batch that the signer saw.
/// @param actor The observer.
/// @param correction The batch that is right: the root of its Merkle tree.
/// @param subjectKind SubjectKind: what all events of the right one are about.
/// @param subject The bill, order, certificate, container or port call that they are about, or 0.
/// @param events Number of events of the right one.
/// @param earliestAt When the earliest of these happened: seconds since 1970 UTC.
/// @param latestAt When the latest of these happened: seconds since 1970 UTC.
/// @param representedParty The member that it is done for, or 0.
/// @param remark The commitment of an encrypted remark, or 0.
struct CorrectMilestones {
    bytes32 batchId;
    uint32 version;
    uint24 actor;
    bytes32 correction;
    uint8 subjectKind;
    bytes32 subject;
    uint32 events;
    uint40 earliestAt;
    uint40 latestAt;
    uint24 representedParty;
    bytes32 remark;
}

bytes32 constant CORRECT_MILESTONES_TYPEHASH = keccak256(
    "CorrectMilestones(bytes32 batchId,uint32 version,uint24 actor,bytes32 correction,uint8 subjectKind,bytes32 subject,uint32 events,uint40 earliestAt,uint40 latestAt,uint24 representedParty,bytes32 remark)"
);
