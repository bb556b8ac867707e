// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLadingServices} from "./interfaces/IBillOfLadingServices.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {BillStorage} from "./libraries/BillStorage.sol";
import {
    AMEND_TYPEHASH,
    Amend,
    CONVERT_TO_PAPER_TYPEHASH,
    ConvertToPaper,
    EXECUTE_NOMINATION_TYPEHASH,
    ExecuteNomination,
    FREEZE_BILL_TYPEHASH,
    FreezeBill,
    NOMINATE_TYPEHASH,
    Nominate,
    REQUEST_AMENDMENT_TYPEHASH,
    RETURN_FROM_PAPER_TYPEHASH,
    RequestAmendment,
    ReturnFromPaper,
    UNFREEZE_BILL_TYPEHASH,
    UnfreezeBill,
    VOID_BILL_TYPEHASH,
    VoidBill
} from "./types/Actions.sol";
import {BillKind, BillState, BillWord, BillWords, EndorsementKind, SurrenderReason} from "./types/BillWord.sol";
import {Mandate, Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title BillOfLadingServices
/// @notice The rarer half of the bill of lading; see {IBillOfLadingServices}.
/// @dev It runs on the storage and under the address of {BillOfLading} (ADR 0005). Every action reads the same: version and
/// state → parties → signature → effect → event.
contract BillOfLadingServices is IBillOfLadingServices, BillStorage {
    /// @dev Every state but None and Voided.
    uint256 private constant ALIVE = ((2 << uint8(type(BillState).max)) - 1) & ~(1 | (1 << uint8(BillState.Voided)));

    uint256 private constant SURRENDERED = 1 << uint8(BillState.PendingSurrenderForAmendment);
    uint256 private constant ON_PAPER = 1 << uint8(BillState.OnPaper);
    uint16 private constant NOMINATION = BillWords.FLAG_NOMINEE_RECEIVES | BillWords.FLAG_NOMINEE_RESTRICTED;

    constructor(IConsortium consortium) BillStorage(consortium) {}

    /// @inheritdoc IBillOfLadingServices
    function nominate(Nominate calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireNotPledged(action.billId, bill);
        _requireNegotiable(action.billId, bill);
        _requireTitleHolder(action.billId, bill, action.actor);
        if (action.actor == bill.holder()) revert BillTitleInPossession(action.billId, action.actor);
        _requireUnrestricted(action.billId, bill);
        EndorsementKind endorsement = _requireNomination(action, bill);
        address wallet = _authorize(
            NOMINATE_TYPEHASH,
            8,
            Mandates.by(action.actor, Powers.TRANSFER, 0).to(action.endorsee, 0),
            signatures
        );

        if (bill.has(BillWords.FLAG_ENDORSEE_MAY_REJECT)) bill = bill.acted();
        uint16 how = (action.deliverTo == 0 ? 0 : BillWords.FLAG_NOMINEE_RECEIVES)
            | (endorsement == EndorsementKind.Restrictive ? BillWords.FLAG_NOMINEE_RESTRICTED : 0);
        bill = bill.without(NOMINATION).with(how).withNominee(action.endorsee).advanced();
        _bills[action.billId] = bill;
        emit NominationMade(
            action.billId, action.actor, action.endorsee, bill.version(), endorsement, action.deliverTo, wallet
        );
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function executeNomination(ExecuteNomination calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireNotPledged(action.billId, bill);
        _requireHolder(action.billId, bill, action.actor);
        uint24 nominee = bill.nominee();
        if (nominee == 0 || action.endorsee != nominee) revert BillNotNominee(action.billId, action.endorsee, nominee);
        address wallet = _authorize(
            EXECUTE_NOMINATION_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.TRANSFER, 0).to(nominee, 0),
            signatures
        );

        EndorsementKind endorsement = bill.has(BillWords.FLAG_NOMINEE_RESTRICTED)
            ? EndorsementKind.Restrictive
            : EndorsementKind.ToOrder;
        uint24 deliverTo = bill.has(BillWords.FLAG_NOMINEE_RECEIVES) ? nominee : 0;
        bill = _endorsed(bill, endorsement, nominee, deliverTo).advanced();
        _bills[action.billId] = bill;
        emit NominationExecuted(
            action.billId, action.actor, nominee, bill.version(), endorsement, bill.holder(), wallet
        );
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function requestAmendment(RequestAmendment calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireHolder(action.billId, bill, action.actor);
        if (action.content == 0) revert BillEmptyContent(action.billId);
        if (action.content == _contentOf(action.billId)) revert BillContentUnchanged(action.billId, action.content);
        address wallet = _authorizeWithPledgee(
            REQUEST_AMENDMENT_TYPEHASH, bill, Mandates.by(action.actor, Powers.SURRENDER, 0), signatures
        );

        if (bill.has(BillWords.FLAG_HOLDER_MAY_REJECT)) bill = bill.acted();
        bill = bill.with(BillWords.FLAG_AMENDMENT_REQUESTED).advanced();
        _bills[action.billId] = bill;
        _requestedContents[action.billId] = action.content;
        emit AmendmentRequested(action.billId, action.actor, action.content, bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function amend(Amend calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireCarrier(action.billId, bill, action.actor);
        if (!bill.has(BillWords.FLAG_AMENDMENT_REQUESTED)) revert BillAmendmentNotRequested(action.billId);
        bytes32 requested = _requestedContents[action.billId];
        if (action.content != requested) revert BillContentNotRequested(action.billId, action.content, requested);
        address wallet = _authorize(
            AMEND_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER),
            signatures
        );

        bytes32 previous = _contentOf(action.billId);
        bill = bill.without(BillWords.FLAG_AMENDMENT_REQUESTED).advanced();
        _bills[action.billId] = bill;
        _contents[action.billId] = action.content;
        delete _requestedContents[action.billId];
        emit BillAmended(action.billId, action.actor, action.content, bill.version(), previous, wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function convertToPaper(ConvertToPaper calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, SURRENDERED);
        if (bill.reason() != SurrenderReason.SwitchToPaper) revert BillUnexpectedReason(action.billId, bill.reason());
        _requireCarrier(action.billId, bill, action.actor);
        if (action.paper == 0) revert BillEmptyContent(action.billId);
        if (action.originals == 0) revert BillOriginalsMissing(action.billId);
        address wallet = _authorize(
            CONVERT_TO_PAPER_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER),
            signatures
        );

        bill = bill.withReason(SurrenderReason.None).withState(BillState.OnPaper).advanced();
        _bills[action.billId] = bill;
        _papers[action.billId] = PaperSet(action.paper, action.originals);
        emit ConvertedToPaper(
            action.billId, action.actor, action.paper, bill.version(), action.originals, wallet
        );
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function returnFromPaper(ReturnFromPaper calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ON_PAPER);
        _requireCarrier(action.billId, bill, action.actor);
        uint8 issued = _papers[action.billId].originals;
        if (action.originals != issued) revert BillPaperSetIncomplete(action.billId, action.originals, issued);
        if (action.holder == 0) revert BillRecipientMissing(action.billId);
        bool unchanged = !bill.has(BillWords.FLAG_BLANK) && action.titleHolder == bill.titleHolder();
        if (bill.kind() == BillKind.Straight && !unchanged) {
            revert BillTitleHolderMismatch(BillKind.Straight, action.titleHolder);
        }
        if (action.titleHolder != 0) CONSORTIUM.requireMember(action.titleHolder, 0);
        address wallet = _authorize(
            RETURN_FROM_PAPER_TYPEHASH,
            8,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER).to(action.holder, 0),
            signatures
        );

        // A restriction stays with the title that it was made on.
        bill = bill.moved().withHolder(action.holder).withTitleHolder(action.titleHolder).withState(BillState.Issued);
        if (!unchanged) bill = bill.without(BillWords.FLAG_RESTRICTED | BillWords.FLAG_BLANK);
        if (action.titleHolder == 0) bill = bill.with(BillWords.FLAG_BLANK);
        bill = bill.advanced();
        _bills[action.billId] = bill;
        delete _papers[action.billId];
        emit ReturnedFromPaper(
            action.billId, action.actor, action.holder, bill.version(), action.titleHolder, wallet
        );
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function voidBill(VoidBill calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireNotPledged(action.billId, bill);
        _requireCarrier(action.billId, bill, action.actor);
        _requireHolder(action.billId, bill, action.holder);
        if (bill.has(BillWords.FLAG_CIRCULATED)) revert BillCirculated(action.billId);
        (address wallet, address holderWallet) = _authorizeBoth(
            VOID_BILL_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER),
            Mandates.by(action.holder, Powers.SURRENDER, 0),
            signatures
        );

        bill = bill.lapsed().withState(BillState.Voided).advanced();
        _bills[action.billId] = bill;
        emit BillVoided(action.billId, action.actor, action.holder, bill.version(), wallet, holderWallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function freeze(FreezeBill calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ALIVE);
        address wallet = _authorize(
            FREEZE_BILL_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.FREEZE, Roles.COURT),
            signatures
        );

        bill = bill.with(BillWords.FLAG_FROZEN).advanced();
        _bills[action.billId] = bill;
        _frozenBy[action.billId] = action.actor;
        emit FreezeOrdered(action.billId, action.actor, bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function unfreeze(UnfreezeBill calldata action, bytes calldata signatures) external {
        BillWord bill = _requireVersion(action.billId, action.version);
        if (!bill.has(BillWords.FLAG_FROZEN)) revert BillNotFrozen(action.billId);
        uint24 court = _frozenBy[action.billId];
        if (action.actor != court) revert BillFrozenByAnother(action.billId, action.actor, court);
        address wallet = _authorize(
            UNFREEZE_BILL_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.FREEZE, Roles.COURT),
            signatures
        );

        bill = bill.without(BillWords.FLAG_FROZEN).advanced();
        _bills[action.billId] = bill;
        delete _frozenBy[action.billId];
        emit FreezeLifted(action.billId, action.actor, bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function contentOf(bytes32 billId) external view returns (bytes32) {
        return BillWord.unwrap(_bills[billId]) == 0 ? bytes32(0) : _contentOf(billId);
    }

    /// @inheritdoc IBillOfLadingServices
    function requestedContentOf(bytes32 billId) external view returns (bytes32) {
        return _bills[billId].has(BillWords.FLAG_AMENDMENT_REQUESTED) ? _requestedContents[billId] : bytes32(0);
    }

    /// @inheritdoc IBillOfLadingServices
    function paperOf(bytes32 billId) external view returns (bytes32 commitment, uint8 originals) {
        PaperSet storage paper = _papers[billId];
        return (paper.commitment, paper.originals);
    }

    /// @inheritdoc IBillOfLadingServices
    function frozenBy(bytes32 billId) external view returns (uint24) {
        return _frozenBy[billId];
    }

    /// @dev A request of six fields by the holder; of a pledged bill the bank signs too.
    function _authorizeWithPledgee(bytes32 typeHash, BillWord bill, Mandate holder, bytes calldata signatures)
        private
        view
        returns (address wallet)
    {
        if (bill.pledgee() == 0) return _authorize(typeHash, 6, holder, signatures);
        // The bank's wallet is checked; the event names the holder's.
        // slither-disable-next-line unused-return
        (wallet,) = _authorizeBoth(typeHash, 6, holder, Mandates.by(bill.pledgee(), Powers.PLEDGE, 0), signatures);
    }

    function _contentOf(bytes32 billId) private view returns (bytes32) {
        bytes32 amended = _contents[billId];
        return amended == 0 ? billId : amended;
    }

    function _requireNomination(Nominate calldata action, BillWord bill) private pure returns (EndorsementKind kind) {
        if (action.endorsement > uint8(type(EndorsementKind).max)) revert BillEndorsementUnknown(action.endorsement);
        kind = EndorsementKind(action.endorsement);
        if (kind == EndorsementKind.InBlank || action.endorsee == 0) revert BillEndorseeMismatch(kind, action.endorsee);
        if (action.endorsee == action.actor) revert BillRecipientUnchanged(action.billId, action.actor);
        if (action.deliverTo == 0) return kind;
        if (action.deliverTo != action.endorsee) {
            revert BillDeliveryElsewhere(action.billId, action.endorsee, action.deliverTo);
        }
        if (action.deliverTo == bill.holder()) revert BillRecipientUnchanged(action.billId, action.deliverTo);
    }
}
