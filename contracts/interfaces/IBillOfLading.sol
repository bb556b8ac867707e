// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {
    AcceptSurrender,
    Endorse,
    EnforcePledge,
    IssueBill,
    Pledge,
    RejectSurrender,
    RejectTransfer,
    ReleasePledge,
    SignBill,
    SurrenderForAmendment,
    SurrenderForDelivery,
    TransferPossession
} from "../types/Actions.sol";
import {BillKind, BillState, SurrenderReason} from "../types/BillWord.sol";
import {IBillRefusals} from "./IBillRefusals.sol";

/// @title The electronic bill of lading (电子提单) and its non-negotiable kin, the sea waybill
/// @notice One party at a time has possession, and only that party's signature moves it (MLETR art. 11; Electronic
/// Trade Documents Act 2023 s. 2). Title and possession are kept apart, as in law.
/// @dev The everyday half; the rarer one, {IBillOfLadingServices}, is reached at the same address (ADR 0005).
interface IBillOfLading is IBillRefusals {
    /// @notice The state of a bill in full.
    /// @param state BillState.
    /// @param kind BillKind as issued.
    /// @param version The version that the next action must carry.
    /// @param carrier The member that issued it.
    /// @param holder The member in possession; the carrier from a surrender on.
    /// @param titleHolder The member with title; the holder while the bill is blank-endorsed.
    /// @param surrenderedBy The member that surrendered it, while that is pending or done; else 0.
    /// @param releaseTo The member that is to receive delivery, as named at the surrender; else 0.
    /// @param pledgee The bank that it is pledged to, or 0.
    /// @param nominee The endorsee that the title holder nominated, or 0.
    /// @param reason SurrenderReason: what it is surrendered for, if not for delivery.
    /// @param blank Whether title follows possession.
    /// @param restricted Whether the title holder may not endorse on.
    /// @param circulated Whether it was ever transferred, endorsed or surrendered.
    /// @param amendmentRequested Whether the holder asked for an amendment that the carrier has not made.
    /// @param replaced Whether another bill, or several, were issued in its place.
    /// @param frozen Whether a court froze it.
    struct Bill {
        BillState state;
        BillKind kind;
        uint32 version;
        uint24 carrier;
        uint24 holder;
        uint24 titleHolder;
        uint24 surrenderedBy;
        uint24 releaseTo;
        uint24 pledgee;
        uint24 nominee;
        SurrenderReason reason;
        bool blank;
        bool restricted;
        bool circulated;
        bool amendmentRequested;
        bool replaced;
        bool frozen;
    }

    /// @notice A bill was issued (ISSUE).
    /// @custom:counterparty holder
    /// @custom:detail kind, a BillKind
    event BillIssued(bytes32 indexed billId, Act act, uint24 titleHolder);
    /// @notice Title was endorsed, and possession delivered to `holder` if it is another than before
    /// (ENDORSE_TO_ORDER, ENDORSE, BLANK_ENDORSE).
    /// @custom:counterparty endorsee
    /// @custom:detail endorsement, an EndorsementKind
    event BillEndorsed(bytes32 indexed billId, Act act, uint24 holder);
    /// @notice Possession moved (TRANSFER).
    /// @custom:counterparty holder
    event PossessionTransferred(bytes32 indexed billId, Act act);
    /// @notice The last transfer was sent back: possession is with `holder` and title with `titleHolder` again.
    /// @custom:counterparty holder
    event TransferRejected(bytes32 indexed billId, Act act, uint24 titleHolder);
    /// @notice The bill was surrendered for delivery to `releaseTo` (SURRENDER_FOR_DELIVERY).
    /// @custom:counterparty releaseTo
    event SurrenderRequested(bytes32 indexed billId, Act act);
    /// @notice The bill was surrendered for another document in its place (SURRENDER_FOR_AMENDMENT).
    /// @custom:detail reason, a SurrenderReason
    event SurrenderForAmendmentRequested(bytes32 indexed billId, Act act);
    /// @notice The carrier accepted the surrender of `surrenderedBy` (SACC).
    /// @custom:counterparty surrenderedBy
    event SurrenderAccepted(bytes32 indexed billId, Act act);
    /// @notice The carrier refused the surrender; possession is with `holder` again (SREJ).
    /// @custom:counterparty holder
    event SurrenderRejected(bytes32 indexed billId, Act act);

    /// @notice The holder confirmed possession; nothing else changed (SIGN).
    event BillSigned(bytes32 indexed billId, Act act);
    /// @notice The holder pledged the bill to a bank, which signed by `pledgeeWallet`.
    /// @custom:counterparty pledgee
    event PledgeMade(bytes32 indexed billId, Act act, address pledgeeWallet);
    /// @notice The bank released its pledge.
    event PledgeReleased(bytes32 indexed billId, Act act);
    /// @notice The bank enforced its pledge against `pledgor`: it has possession and title now.
    /// @custom:counterparty pledgor
    event PledgeEnforced(bytes32 indexed billId, Act act);

    /// @notice The carrier issues a bill to its first holder.
    /// @dev Requirements: a new id, a kind, a title holder where the kind has one, the role CARRIER, the power ISSUE, active
    /// parties. Emits {BillIssued}.
    function issueBill(IssueBill calldata action, bytes calldata signatures) external;

    /// @notice The title holder in possession endorses, and delivers if `deliverTo` is named.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, a kind that is negotiable, possession and title
    /// with the actor, not endorsed restrictively, the power TRANSFER, active parties. Emits {BillEndorsed}.
    function endorseBill(Endorse calldata action, bytes calldata signatures) external;

    /// @notice The holder passes possession on.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, not a sea waybill, possession with the actor, the
    /// power TRANSFER, an active recipient. Emits {PossessionTransferred}.
    function transfer(TransferPossession calldata action, bytes calldata signatures) external;

    /// @notice The party that received the last transfer sends it back.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, the last move was a transfer to the actor, which
    /// has not acted since, the power TRANSFER. Emits {TransferRejected}.
    function rejectTransfer(RejectTransfer calldata action, bytes calldata signatures) external;

    /// @notice The holder that also has title surrenders the bill for delivery; the carrier has possession meanwhile.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, not a sea waybill, possession and title with the
    /// actor, the power SURRENDER, an active recipient. Emits {SurrenderRequested}.
    function surrenderForDelivery(SurrenderForDelivery calldata action, bytes calldata signatures) external;

    /// @notice The holder that also has title surrenders the bill for another document; the carrier has possession meanwhile.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, a reason, not a sea waybill, possession and title
    /// with the actor, the power SURRENDER. Emits {SurrenderForAmendmentRequested}.
    function surrenderForAmendment(SurrenderForAmendment calldata action, bytes calldata signatures) external;

    /// @notice The carrier accepts the surrender: for delivery the bill is accomplished and nothing follows; for amendment
    /// it makes room for its successor. A surrender for paper is accepted by {IBillOfLadingServices-convertToPaper}.
    /// @dev Requirements: version, not frozen, a surrender pending, not for paper, the actor is the bill's carrier, the power
    /// ISSUE. Emits {SurrenderAccepted}.
    function acceptSurrender(AcceptSurrender calldata action, bytes calldata signatures) external;

    /// @notice The carrier refuses the surrender: possession goes back.
    /// @dev Requirements: as {acceptSurrender}, for paper too. Emits {SurrenderRejected}.
    function rejectSurrender(RejectSurrender calldata action, bytes calldata signatures) external;

    /// @notice The holder confirms its possession: an entry in the chain of the bill, no change (DCSA SIGN).
    /// @dev Requirements: version, not frozen, state Issued, possession with the actor, the power TRANSFER. Emits
    /// {BillSigned}.
    function sign(SignBill calldata action, bytes calldata signatures) external;

    /// @notice The holder with title pledges the bill to a bank: neither moves it without the other.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, a kind that is negotiable and not endorsed
    /// restrictively (else its enforcement would pass title that cannot pass), possession and title with the actor, another
    /// member as pledgee, which holds the role BANK; the power PLEDGE and signatures of both, the actor's first. Emits
    /// {PledgeMade}.
    function pledge(Pledge calldata action, bytes calldata signatures) external;

    /// @notice The bank gives the pledge up.
    /// @dev Requirements: version, not frozen, state Issued, pledged to the actor, the power PLEDGE. Emits {PledgeReleased}.
    function releasePledge(ReleasePledge calldata action, bytes calldata signatures) external;

    /// @notice The bank takes possession and title; the pledge ends.
    /// @dev Requirements: as {releasePledge}. When it may is a matter of the parties' contract. Emits {PledgeEnforced}.
    function enforcePledge(EnforcePledge calldata action, bytes calldata signatures) external;

    /// @notice Whether there is a live pledge on a bill: what a second bank asks; it does not tell whose.
    function isPledged(bytes32 billId) external view returns (bool);

    /// @notice The state of a bill; state None if there is none.
    function billOf(bytes32 billId) external view returns (Bill memory);

    /// @notice The packed word of a bill, as BillWord lays it out; 0 if there is none.
    function wordOf(bytes32 billId) external view returns (uint256);
}
