// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {
    Amend,
    CombineBills,
    ConvertToPaper,
    ExecuteNomination,
    FreezeBill,
    Nominate,
    Reissue,
    RequestAmendment,
    ReturnFromPaper,
    SplitBill,
    UnfreezeBill,
    VoidBill
} from "../types/Actions.sol";
import {IBillRefusals} from "./IBillRefusals.sol";

/// @title The rarer half of the bill of lading
/// @notice What {IBillOfLading} does not do itself; call it at that contract's address (ADR 0005).
interface IBillOfLadingServices is IBillRefusals {
    /// @notice The title holder, without possession, nominated an endorsee.
    /// @custom:counterparty endorsee
    /// @custom:detail endorsement, an EndorsementKind
    event NominationMade(bytes32 indexed billId, Act act, uint24 deliverTo);
    /// @notice The holder executed the nomination: title is with `endorsee`, possession with `holder`.
    /// @custom:counterparty endorsee
    /// @custom:detail endorsement, an EndorsementKind
    event NominationExecuted(bytes32 indexed billId, Act act, uint24 holder);
    /// @notice The holder, and the bank of a pledged bill, asked for an amendment.
    event AmendmentRequested(bytes32 indexed billId, Act act, bytes32 content);
    /// @notice The carrier amended the content, which was `previous`.
    event BillAmended(bytes32 indexed billId, Act act, bytes32 content, bytes32 previous);
    /// @notice Paper originals were issued; the electronic bill rests (SWTP).
    /// @custom:detail originals
    event ConvertedToPaper(bytes32 indexed billId, Act act, bytes32 paper);
    /// @notice The paper set is back with the carrier; the electronic bill lives again, blank if `titleHolder` is 0.
    /// @custom:counterparty holder
    event ReturnedFromPaper(bytes32 indexed billId, Act act, uint24 titleHolder);
    /// @notice Carrier and first holder, which signed by `holderWallet`, ended the bill (VOIDED).
    /// @custom:counterparty holder
    event BillVoided(bytes32 indexed billId, Act act, address holderWallet);
    /// @notice A new bill was issued in place of `origin`; of several (0), each of which tells its own end.
    /// @custom:counterparty holder
    /// @custom:detail kind, a BillKind
    event SuccessorIssued(bytes32 indexed billId, Act act, uint24 titleHolder, bytes32 origin);
    /// @notice The bill ended in favour of `newBillId`.
    event BillReissued(bytes32 indexed billId, Act act, bytes32 newBillId);
    /// @notice The bill ended in favour of its parts.
    event BillSplit(bytes32 indexed billId, Act act, bytes32[] children);
    /// @notice The bill ended in favour of `newBillId`, together with others.
    event BillCombined(bytes32 indexed billId, Act act, bytes32 newBillId);
    /// @notice A court froze the bill (冻结).
    event FreezeOrdered(bytes32 indexed billId, Act act);
    /// @notice The court ended its freeze (解冻).
    event FreezeLifted(bytes32 indexed billId, Act act);

    /// @notice The title holder names an endorsee while another has possession: an endorsement from afar. It lapses when
    /// the bill moves, and a new one replaces it.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, a kind that is negotiable, title with the actor and
    /// possession with another, not endorsed restrictively, an endorsement by name of another member, delivery to that
    /// member or nobody, the power TRANSFER, an active endorsee. Emits {NominationMade}.
    function nominate(Nominate calldata action, bytes calldata signatures) external;

    /// @notice The holder executes the nomination: title passes, and possession where it says so. The endorsee may reject it
    /// as it may an endorsement.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, possession with the actor, the endorsee is the
    /// nominee, the power TRANSFER, an active endorsee. Emits {NominationExecuted}.
    function executeNomination(ExecuteNomination calldata action, bytes calldata signatures) external;

    /// @notice The holder asks for an amendment; the request lapses when the bill moves or is pledged.
    /// @dev Requirements: version, not frozen, state Issued, possession with the actor, another content than the present one,
    /// the power SURRENDER; of a pledged bill the bank's signature too, after the holder's, with the power PLEDGE. Emits
    /// {AmendmentRequested}.
    function requestAmendment(RequestAmendment calldata action, bytes calldata signatures) external;

    /// @notice The carrier amends the content, never alone: it must be what the holder requested.
    /// @dev Requirements: version, not frozen, state Issued, the actor is the bill's carrier, the content requested, the power
    /// ISSUE. Emits {BillAmended}.
    function amend(Amend calldata action, bytes calldata signatures) external;

    /// @notice The carrier accepts a surrender for paper. Paper and electronic bill never live together.
    /// @dev Requirements: version, not frozen, a surrender for paper pending, the actor is the bill's carrier, a commitment
    /// and at least one original, the power ISSUE. Emits {ConvertedToPaper}.
    function convertToPaper(ConvertToPaper calldata action, bytes calldata signatures) external;

    /// @notice The carrier lets the electronic bill live again, for the party that presented the complete paper set.
    /// @dev Requirements: version, not frozen, state OnPaper, the actor is the bill's carrier, as many originals as were issued,
    /// a holder, the named consignee as title holder of a straight bill, the power ISSUE, active parties. Emits
    /// {ReturnedFromPaper}.
    function returnFromPaper(ReturnFromPaper calldata action, bytes calldata signatures) external;

    /// @notice Carrier and first holder end a bill that never circulated.
    /// @dev Requirements: version, not frozen, state Issued, not pledged, the actor is the bill's carrier, `holder` its holder,
    /// never circulated, without a live release order or a shared container; the powers ISSUE and SURRENDER and signatures of
    /// both, the carrier's first. Emits {BillVoided}.
    function voidBill(VoidBill calldata action, bytes calldata signatures) external;

    /// @notice The carrier issues a new bill in place of one that was surrendered for amendment, change of destination or a
    /// switch. It is for the party that surrendered, with its title: blank stays bearer, a restricted or straight title
    /// is straight, any other to order.
    /// @dev Requirements: version, not frozen, state SurrenderedForAmendment, not replaced, the actor is the bill's carrier,
    /// no shared container, surrendered for one of these, a new id, the power ISSUE, an active party. Emits {SuccessorIssued},
    /// {BillReissued}.
    function reissue(Reissue calldata action, bytes calldata signatures) external;

    /// @notice The carrier issues several bills in place of one that was surrendered for a split. That they cover it exactly is
    /// for the documents to show.
    /// @dev Requirements: as {reissue}, surrendered for a split, 2 to 64 new ids. Emits {SuccessorIssued} for each,
    /// {BillSplit}.
    function splitBill(SplitBill calldata action, bytes calldata signatures) external;

    /// @notice The carrier issues one bill in place of several that one party surrendered for it.
    /// @dev Requirements: a new id, 2 to 64 bills with their versions, each as for {reissue} and surrendered for a
    /// combination, all alike in party and title; the power ISSUE, an active party. Emits {SuccessorIssued}, {BillCombined}
    /// for each.
    function combineBills(CombineBills calldata action, bytes calldata signatures) external;

    /// @notice A court freezes the bill: no other action is lawful until the same court unfreezes it.
    /// @dev Requirements: version, not frozen, any state but Voided (an accomplished bill too: no release order can be issued
    /// on it then), the role COURT, the power FREEZE. Emits {FreezeOrdered}.
    function freeze(FreezeBill calldata action, bytes calldata signatures) external;

    /// @notice The court ends its freeze: all is as before it.
    /// @dev Requirements: version, frozen by the actor, the role COURT, the power FREEZE. Emits {FreezeLifted}.
    function unfreeze(UnfreezeBill calldata action, bytes calldata signatures) external;

    /// @notice The commitment of a bill's content: as amended, or its id; 0 if there is no such bill.
    function contentOf(bytes32 billId) external view returns (bytes32);

    /// @notice The content that the holder requested and the carrier has not made; 0 if there is none.
    function requestedContentOf(bytes32 billId) external view returns (bytes32);

    /// @notice The commitment of the paper set in place of a bill and its number of originals; 0 if it is not on paper.
    function paperOf(bytes32 billId) external view returns (bytes32 commitment, uint8 originals);

    /// @notice The bill that was issued in place of this one, alone or with others; 0 if none was, or several were.
    function successorOf(bytes32 billId) external view returns (bytes32);

    /// @notice The bill in whose place this one was issued; 0 if in none's or in several's.
    function originOf(bytes32 billId) external view returns (bytes32);

    /// @notice The court that froze the bill; 0 if it is not frozen.
    function frozenBy(bytes32 billId) external view returns (uint24);
}
