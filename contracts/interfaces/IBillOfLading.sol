// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AcceptSurrender,
    Endorse,
    IssueBill,
    RejectSurrender,
    RejectTransfer,
    SurrenderForDelivery,
    TransferPossession
} from "../types/Actions.sol";
import {BillKind, BillState, EndorsementKind} from "../types/BillWord.sol";

/// @title The electronic bill of lading (电子提单) and its non-negotiable kin, the sea waybill
/// @notice One party at a time has possession, and only that party's signature moves it (MLETR art. 11; Electronic
/// Trade Documents Act 2023 s. 2). Title and possession are kept apart, as in law.
interface IBillOfLading {
    /// @notice The state of a bill in full.
    /// @param state BillState.
    /// @param kind BillKind as issued.
    /// @param version The version that the next action must carry.
    /// @param carrier The member that issued it.
    /// @param holder The member in possession; the carrier from a surrender on.
    /// @param titleHolder The member with title; the holder while the bill is blank-endorsed.
    /// @param surrenderedBy The member that surrendered it, while that is pending or done; else 0.
    /// @param releaseTo The member that is to receive delivery, as named at the surrender; else 0.
    /// @param blank Whether title follows possession.
    /// @param restricted Whether the title holder may not endorse on.
    struct Bill {
        BillState state;
        BillKind kind;
        uint32 version;
        uint24 carrier;
        uint24 holder;
        uint24 titleHolder;
        uint24 surrenderedBy;
        uint24 releaseTo;
        bool blank;
        bool restricted;
    }

    /// @notice A bill was issued (ISSUE).
    event BillIssued(
        bytes32 indexed billId,
        uint24 indexed actor,
        uint24 indexed holder,
        uint32 version,
        BillKind kind,
        uint24 titleHolder,
        address wallet
    );
    /// @notice Title was endorsed, and possession delivered to `holder` if it is another than before
    /// (ENDORSE_TO_ORDER, ENDORSE, BLANK_ENDORSE).
    event BillEndorsed(
        bytes32 indexed billId,
        uint24 indexed actor,
        uint24 indexed endorsee,
        uint32 version,
        EndorsementKind endorsement,
        uint24 holder,
        address wallet
    );
    /// @notice Possession moved (TRANSFER).
    event PossessionTransferred(
        bytes32 indexed billId, uint24 indexed actor, uint24 indexed holder, uint32 version, address wallet
    );
    /// @notice The last transfer was sent back: possession is with `holder` and title with `titleHolder` again.
    event TransferRejected(
        bytes32 indexed billId,
        uint24 indexed actor,
        uint24 indexed holder,
        uint32 version,
        uint24 titleHolder,
        address wallet
    );
    /// @notice The bill was surrendered for delivery to `releaseTo` (SURRENDER_FOR_DELIVERY).
    event SurrenderRequested(
        bytes32 indexed billId, uint24 indexed actor, uint24 indexed releaseTo, uint32 version, address wallet
    );
    /// @notice The carrier accepted the surrender of `surrenderedBy` (SACC).
    event SurrenderAccepted(
        bytes32 indexed billId, uint24 indexed actor, uint24 indexed surrenderedBy, uint32 version, address wallet
    );
    /// @notice The carrier refused the surrender; possession is with `holder` again (SREJ).
    event SurrenderRejected(
        bytes32 indexed billId, uint24 indexed actor, uint24 indexed holder, uint32 version, address wallet
    );

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
    error BillRecipientUnchanged(bytes32 billId, uint24 recipient);
    /// @notice There is no transfer that this actor may reject now.
    error BillNothingToReject(bytes32 billId, uint24 actor);

    /// @notice The carrier issues a bill to its first holder.
    /// @dev Requirements: a new id, a kind, a title holder where the kind has one, the role CARRIER, the power ISSUE, active
    /// parties. Emits {BillIssued}.
    function issue(IssueBill calldata action, bytes calldata signatures) external;

    /// @notice The title holder in possession endorses, and delivers if `deliverTo` is named.
    /// @dev Requirements: version, state Issued, a kind that is negotiable, possession and title with the actor, not
    /// endorsed restrictively, the power TRANSFER, active parties. Emits {BillEndorsed}.
    function endorse(Endorse calldata action, bytes calldata signatures) external;

    /// @notice The holder passes possession on.
    /// @dev Requirements: version, state Issued, not a sea waybill, possession with the actor, the power TRANSFER, an active
    /// recipient. Emits {PossessionTransferred}.
    function transferPossession(TransferPossession calldata action, bytes calldata signatures) external;

    /// @notice The party that received the last transfer sends it back.
    /// @dev Requirements: version, state Issued, the last action was a transfer to the actor, the power TRANSFER. Emits
    /// {TransferRejected}.
    function rejectTransfer(RejectTransfer calldata action, bytes calldata signatures) external;

    /// @notice The holder that also has title surrenders the bill for delivery; the carrier has possession meanwhile.
    /// @dev Requirements: version, state Issued, not a sea waybill, possession and title with the actor, the power
    /// SURRENDER, an active recipient. Emits {SurrenderRequested}.
    function surrenderForDelivery(SurrenderForDelivery calldata action, bytes calldata signatures) external;

    /// @notice The carrier accepts the surrender: the bill is accomplished and nothing follows.
    /// @dev Requirements: version, state PendingSurrenderForDelivery, the actor is the bill's carrier, the power ISSUE.
    /// Emits {SurrenderAccepted}.
    function acceptSurrender(AcceptSurrender calldata action, bytes calldata signatures) external;

    /// @notice The carrier refuses the surrender: possession goes back.
    /// @dev Requirements: as {acceptSurrender}. Emits {SurrenderRejected}.
    function rejectSurrender(RejectSurrender calldata action, bytes calldata signatures) external;

    /// @notice The state of a bill; state None if there is none.
    function billOf(bytes32 billId) external view returns (Bill memory);

    /// @notice The packed word of a bill, as BillWord lays it out; 0 if there is none.
    function wordOf(bytes32 billId) external view returns (uint256);
}
