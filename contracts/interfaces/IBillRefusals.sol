// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillKind, BillState, EndorsementKind, SurrenderReason} from "../types/BillWord.sol";

/// @title What the bill of lading refuses, in both of its halves
/// @notice See {IBillOfLading} and {IBillOfLadingServices}.
interface IBillRefusals {
    /// @notice The id is empty.
    error BillEmptyId();
    /// @notice A bill of this id exists: it was issued before.
    error BillAlreadyIssued(bytes32 billId);
    /// @notice There is no bill of this id.
    error BillUnknown(bytes32 billId);
    /// @notice The signer saw another version of the bill than the current one.
    error BillStaleVersion(bytes32 billId, uint32 seen, uint32 current);
    /// @notice The bill is in a state that does not allow this; `allowed` has a bit for each BillState that does.
    error BillUnexpectedState(bytes32 billId, BillState current, uint256 allowed);
    /// @notice There is no such kind of bill.
    error BillKindUnknown(uint8 kind);
    /// @notice There is no such kind of endorsement.
    error BillEndorsementUnknown(uint8 endorsement);
    /// @notice This kind of bill does not allow this.
    error BillUnexpectedKind(bytes32 billId, BillKind kind);
    /// @notice A bearer bill names no title holder; every other kind names one.
    error BillTitleHolderMismatch(BillKind kind, uint24 titleHolder);
    /// @notice The actor does not have possession.
    error BillNotHolder(bytes32 billId, uint24 actor, uint24 holder);
    /// @notice The actor does not have title.
    error BillNotTitleHolder(bytes32 billId, uint24 actor, uint24 titleHolder);
    /// @notice The actor is not the bill's carrier.
    error BillNotCarrier(bytes32 billId, uint24 actor, uint24 carrier);
    /// @notice Title was endorsed restrictively: it cannot be endorsed on.
    error BillEndorsementRestricted(bytes32 billId, uint24 titleHolder);
    /// @notice An endorsement in blank names no endorsee; every other one names one.
    error BillEndorseeMismatch(EndorsementKind endorsement, uint24 endorsee);
    /// @notice No recipient is named.
    error BillRecipientMissing(bytes32 billId);
    /// @notice The recipient has it already.
    /// @param recipient The member that has it.
    error BillRecipientUnchanged(bytes32 billId, uint24 recipient);
    /// @notice There is no transfer that this actor may reject now.
    error BillNothingToReject(bytes32 billId, uint24 actor);
    /// @notice A court froze the bill: nothing moves.
    error BillFrozen(bytes32 billId);
    /// @notice The bill is not frozen.
    error BillNotFrozen(bytes32 billId);
    /// @notice Another court froze the bill: that one alone unfreezes it.
    /// @param court The court that froze it.
    error BillFrozenByAnother(bytes32 billId, uint24 actor, uint24 court);
    /// @notice The bill is pledged: this takes the bank's release first.
    error BillPledged(bytes32 billId, uint24 pledgee);
    /// @notice The bill is not pledged.
    error BillNotPledged(bytes32 billId);
    /// @notice The actor is not the bank that the bill is pledged to.
    error BillNotPledgee(bytes32 billId, uint24 actor, uint24 pledgee);
    /// @notice The actor has possession as well as title: it endorses itself.
    error BillTitleInPossession(bytes32 billId, uint24 actor);
    /// @notice A nomination delivers to its endorsee or to nobody.
    error BillDeliveryElsewhere(bytes32 billId, uint24 endorsee, uint24 deliverTo);
    /// @notice The title holder nominated another member, or nobody (0).
    error BillNotNominee(bytes32 billId, uint24 endorsee, uint24 nominee);
    /// @notice The commitment is empty.
    error BillEmptyContent(bytes32 billId);
    /// @notice The content is this one already.
    error BillContentUnchanged(bytes32 billId, bytes32 content);
    /// @notice The holder requested no amendment, or the bill moved since.
    error BillAmendmentNotRequested(bytes32 billId);
    /// @notice The holder requested another content.
    /// @param requested The content that the holder requested.
    error BillContentNotRequested(bytes32 billId, bytes32 content, bytes32 requested);
    /// @notice There is no such reason of a surrender.
    error BillReasonUnknown(uint8 reason);
    /// @notice The bill was surrendered for paper: the carrier converts it, or refuses.
    error BillSurrenderedForPaper(bytes32 billId);
    /// @notice The bill was surrendered for something else.
    error BillUnexpectedReason(bytes32 billId, SurrenderReason reason);
    /// @notice A paper set has at least one original.
    error BillOriginalsMissing(bytes32 billId);
    /// @notice Not as many paper originals came back as were issued.
    /// @param issued How many originals were issued.
    error BillPaperSetIncomplete(bytes32 billId, uint8 originals, uint8 issued);
    /// @notice The bill was transferred, endorsed or surrendered: it can no more be voided.
    error BillCirculated(bytes32 billId);
    /// @notice The sea waybill has a live release order: it is revoked before the bill ends.
    error BillHasReleaseOrder(bytes32 billId, bytes32 orderId);
    /// @notice The bill shares the containers of these bits with other bills: the carrier says that it does so no more (and
    /// declares the sharing anew with what takes the bill's place) before the bill ends.
    error BillSharesContainers(bytes32 billId, uint256 containers);
    /// @notice Another bill, or several, were issued in place of this one: that happens once.
    error BillAlreadyReplaced(bytes32 billId);
    /// @notice A split makes, and a combination takes, 2 to 64 bills.
    /// @param count How many there are.
    error BillCount(uint256 count);
    /// @notice Each of the bills to combine has its version.
    /// @param bills How many bills are named.
    error BillVersionsMismatch(uint256 bills, uint256 versions);
    /// @notice The bills to combine differ in who surrendered them or in how they can be transferred.
    error BillCombinationDiffers(bytes32 billId);
}
