// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLadingServices} from "./interfaces/IBillOfLadingServices.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IReleaseOrder} from "./interfaces/IReleaseOrder.sol";
import {ISharedContainers} from "./interfaces/ISharedContainers.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {BillStorage} from "./libraries/BillStorage.sol";
import {Acts} from "./types/Act.sol";
import {
    AMEND_TYPEHASH,
    Amend,
    COMBINE_BILLS_TYPEHASH,
    CONVERT_TO_PAPER_TYPEHASH,
    CombineBills,
    ConvertToPaper,
    EXECUTE_NOMINATION_TYPEHASH,
    ExecuteNomination,
    FREEZE_BILL_TYPEHASH,
    FreezeBill,
    NOMINATE_TYPEHASH,
    Nominate,
    REISSUE_TYPEHASH,
    REQUEST_AMENDMENT_TYPEHASH,
    RETURN_FROM_PAPER_TYPEHASH,
    Reissue,
    RequestAmendment,
    ReturnFromPaper,
    SPLIT_BILL_TYPEHASH,
    SplitBill,
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
    uint256 private constant ACCEPTED = 1 << uint8(BillState.SurrenderedForAmendment);
    uint256 private constant MAX_BILLS = 64;
    uint256 private constant ON_PAPER = 1 << uint8(BillState.OnPaper);
    uint16 private constant NOMINATION = BillWords.FLAG_NOMINEE_RECEIVES | BillWords.FLAG_NOMINEE_RESTRICTED;

    /// @notice Where the release orders are.
    IReleaseOrder public immutable ORDERS;

    constructor(IConsortium consortium, IReleaseOrder orders) BillStorage(consortium) {
        ORDERS = orders;
    }

    /// @inheritdoc IBillOfLadingServices
    function nominate(Nominate calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _bills[action.billId].word = bill;
        emit NominationMade(
            action.billId,
            Acts.by(action.actor, wallet, bill.version()).to(action.endorsee).how(uint16(endorsement)),
            action.deliverTo
        );
        _remark(action.billId, bill.version(), 8);
    }

    /// @inheritdoc IBillOfLadingServices
    function executeNomination(ExecuteNomination calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        bill = bill.endorsed(uint8(endorsement), nominee, deliverTo).advanced();
        _bills[action.billId].word = bill;
        emit NominationExecuted(
            action.billId,
            Acts.by(action.actor, wallet, bill.version()).to(nominee).how(uint16(endorsement)),
            bill.holder()
        );
        _remark(action.billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLadingServices
    function requestAmendment(RequestAmendment calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireHolder(action.billId, bill, action.actor);
        if (action.content == 0) revert BillEmptyContent(action.billId);
        if (action.content == _contentOf(action.billId)) revert BillContentUnchanged(action.billId, action.content);
        address wallet = _authorizeWithPledgee(
            REQUEST_AMENDMENT_TYPEHASH, bill, Mandates.by(action.actor, Powers.SURRENDER, 0), signatures
        );

        if (bill.has(BillWords.FLAG_HOLDER_MAY_REJECT)) bill = bill.acted();
        bill = bill.with(BillWords.FLAG_AMENDMENT_REQUESTED).advanced();
        _bills[action.billId].word = bill;
        _requestedContents[action.billId] = action.content;
        emit AmendmentRequested(action.billId, Acts.by(action.actor, wallet, bill.version()), action.content);
        _remark(action.billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLadingServices
    function amend(Amend calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _bills[action.billId].word = bill;
        _contents[action.billId] = action.content;
        delete _requestedContents[action.billId];
        emit BillAmended(action.billId, Acts.by(action.actor, wallet, bill.version()), action.content, previous);
        _remark(action.billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLadingServices
    function convertToPaper(ConvertToPaper calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, SURRENDERED);
        _requireReason(action.billId, bill, SurrenderReason.SwitchToPaper);
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
        _bills[action.billId].word = bill;
        _papers[action.billId] = PaperSet(action.paper, action.originals);
        emit ConvertedToPaper(
            action.billId, Acts.by(action.actor, wallet, bill.version()).how(action.originals), action.paper
        );
        _remark(action.billId, bill.version(), 7);
    }

    /// @inheritdoc IBillOfLadingServices
    function returnFromPaper(ReturnFromPaper calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _bills[action.billId].word = bill;
        delete _papers[action.billId];
        emit ReturnedFromPaper(
            action.billId, Acts.by(action.actor, wallet, bill.version()).to(action.holder), action.titleHolder
        );
        _remark(action.billId, bill.version(), 8);
    }

    /// @inheritdoc IBillOfLadingServices
    function voidBill(VoidBill calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireNotPledged(action.billId, bill);
        _requireCarrier(action.billId, bill, action.actor);
        _requireHolder(action.billId, bill, action.holder);
        if (bill.has(BillWords.FLAG_CIRCULATED)) revert BillCirculated(action.billId);
        _requireNotReleased(action.billId);
        _requireNothingShared(action.billId);
        (address wallet, address holderWallet) = _authorizeBoth(
            VOID_BILL_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER),
            Mandates.by(action.holder, Powers.SURRENDER, 0),
            signatures
        );

        bill = bill.lapsed().withState(BillState.Voided).advanced();
        _bills[action.billId].word = bill;
        emit BillVoided(action.billId, Acts.by(action.actor, wallet, bill.version()).to(action.holder), holderWallet);
        _remark(action.billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLadingServices
    function reissue(Reissue calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _requireReplaceable(action.billId, action.version, action.actor);
        SurrenderReason reason = bill.reason();
        if (reason == SurrenderReason.Split || reason == SurrenderReason.Combine) {
            revert BillUnexpectedReason(action.billId, reason);
        }
        address wallet = _authorizeIssue(REISSUE_TYPEHASH, _structHash(REISSUE_TYPEHASH, 6), bill, signatures);

        _issueSuccessor(action.newBillId, action.billId, bill, wallet);
        _successors[action.billId] = action.newBillId;
        uint32 version = _replace(action.billId, bill);
        emit BillReissued(action.billId, Acts.by(action.actor, wallet, version), action.newBillId);
        _remark(action.billId, version, 6);
    }

    /// @inheritdoc IBillOfLadingServices
    function splitBill(SplitBill calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _requireReplaceable(action.billId, action.version, action.actor);
        _requireReason(action.billId, bill, SurrenderReason.Split);
        _requireCount(action.children.length);
        bytes32 structHash = keccak256(
            abi.encode(
                SPLIT_BILL_TYPEHASH,
                action.billId,
                action.version,
                action.actor,
                action.representedParty,
                action.remark,
                keccak256(abi.encodePacked(action.children))
            )
        );
        address wallet = _authorizeIssue(SPLIT_BILL_TYPEHASH, structHash, bill, signatures);

        for (uint256 i = 0; i < action.children.length; ++i) {
            _issueSuccessor(action.children[i], action.billId, bill, wallet);
        }
        uint32 version = _replace(action.billId, bill);
        emit BillSplit(action.billId, Acts.by(action.actor, wallet, version), action.children);
        _putRemark(action.billId, version, action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function combineBills(CombineBills calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _requireCombinable(action);
        bytes32 structHash = keccak256(
            abi.encode(
                COMBINE_BILLS_TYPEHASH,
                action.billId,
                action.actor,
                action.representedParty,
                action.remark,
                keccak256(abi.encodePacked(action.parents)),
                keccak256(abi.encodePacked(action.versions))
            )
        );
        address wallet = _authorizeIssue(COMBINE_BILLS_TYPEHASH, structHash, bill, signatures);

        _issueSuccessor(action.billId, 0, bill, wallet);
        for (uint256 i = 0; i < action.parents.length; ++i) {
            bytes32 parentId = action.parents[i];
            // One that is named twice was replaced a moment ago.
            uint32 version = _replace(parentId, _requireNotReplaced(parentId, _bills[parentId].word));
            _successors[parentId] = action.billId;
            emit BillCombined(parentId, Acts.by(action.actor, wallet, version), action.billId);
        }
        _putRemark(action.billId, 1, action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function freeze(FreezeBill calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ALIVE);
        address wallet = _authorize(
            FREEZE_BILL_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.FREEZE, Roles.COURT),
            signatures
        );

        bill = bill.with(BillWords.FLAG_FROZEN).advanced();
        _bills[action.billId].word = bill;
        _frozenBy[action.billId] = action.actor;
        emit FreezeOrdered(action.billId, Acts.by(action.actor, wallet, bill.version()));
        _remark(action.billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLadingServices
    function unfreeze(UnfreezeBill calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
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
        _bills[action.billId].word = bill;
        delete _frozenBy[action.billId];
        emit FreezeLifted(action.billId, Acts.by(action.actor, wallet, bill.version()));
        _remark(action.billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLadingServices
    function contentOf(bytes32 billId) external view returns (bytes32) {
        return BillWord.unwrap(_bills[billId].word) == 0 ? bytes32(0) : _contentOf(billId);
    }

    /// @inheritdoc IBillOfLadingServices
    function requestedContentOf(bytes32 billId) external view returns (bytes32) {
        return _bills[billId].word.has(BillWords.FLAG_AMENDMENT_REQUESTED) ? _requestedContents[billId] : bytes32(0);
    }

    /// @inheritdoc IBillOfLadingServices
    function paperOf(bytes32 billId) external view returns (bytes32 commitment, uint8 originals) {
        PaperSet storage paper = _papers[billId];
        return (paper.commitment, paper.originals);
    }

    /// @inheritdoc IBillOfLadingServices
    function successorOf(bytes32 billId) external view returns (bytes32) {
        return _successors[billId];
    }

    /// @inheritdoc IBillOfLadingServices
    function originOf(bytes32 billId) external view returns (bytes32) {
        return _origins[billId];
    }

    /// @inheritdoc IBillOfLadingServices
    function frozenBy(bytes32 billId) external view returns (uint24) {
        return _frozenBy[billId];
    }

    /// @dev Issues a bill for the party that surrendered the one that it takes the place of, with the same title.
    function _issueSuccessor(bytes32 billId, bytes32 origin, BillWord bill, address wallet) private {
        if (billId == 0) revert BillEmptyId();
        if (BillWord.unwrap(_bills[billId].word) != 0) revert BillAlreadyIssued(billId);
        BillWord successor = _successorOf(bill);
        _bills[billId].word = successor;
        if (origin != 0) _origins[billId] = origin;
        emit SuccessorIssued(
            billId,
            Acts.by(successor.carrier(), wallet, 1).to(successor.holder()).how(uint16(successor.kind())),
            successor.titleHolder(),
            origin
        );
    }

    function _replace(bytes32 billId, BillWord bill) private returns (uint32 version) {
        bill = bill.with(BillWords.FLAG_REPLACED).advanced();
        _bills[billId].word = bill;
        return bill.version();
    }

    /// @dev A request of six fields by the holder; of a pledged bill the bank signs too.
    function _authorizeWithPledgee(bytes32 typeHash, BillWord bill, Mandate holder, bytes calldata signatures)
        private
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

    /// @dev The carrier issues to the party that surrendered.
    function _authorizeIssue(bytes32 typeHash, bytes32 structHash, BillWord bill, bytes calldata signatures)
        private
        returns (address wallet)
    {
        Mandate mandate = Mandates.by(bill.carrier(), Powers.ISSUE, Roles.CARRIER).to(bill.previousHolder(), 0);
        return _authorizeHash(typeHash, structHash, mandate, signatures);
    }

    /// @dev Only a sea waybill is released while it can still end; every other bill is accomplished before.
    function _requireNotReleased(bytes32 billId) private view {
        bytes32 orderId = ORDERS.liveOrderOf(billId);
        if (orderId != 0) revert BillHasReleaseOrder(billId, orderId);
    }

    /// @dev A shared container waits for each of its bills: one that ended would keep it in for ever, and what takes the
    /// bill's place would let it out without the others.
    function _requireNothingShared(bytes32 billId) private view {
        // In a loop only where bills, sixty-four at most, are combined.
        // slither-disable-next-line calls-loop
        uint256 containers = ISharedContainers(address(ORDERS)).sharedOf(billId);
        if (containers != 0) revert BillSharesContainers(billId, containers);
    }

    /// @dev A bill that was surrendered for amendment and accepted, and that nothing was issued in place of.
    function _requireReplaceable(bytes32 billId, uint32 seen, uint24 actor) private view returns (BillWord bill) {
        bill = _requireNotReplaced(billId, _require(billId, seen, ACCEPTED));
        _requireCarrier(billId, bill, actor);
        _requireNothingShared(billId);
    }

    function _requireCombinable(CombineBills calldata action) private view returns (BillWord first) {
        _requireCount(action.parents.length);
        if (action.versions.length != action.parents.length) {
            revert BillVersionsMismatch(action.parents.length, action.versions.length);
        }
        for (uint256 i = 0; i < action.parents.length; ++i) {
            bytes32 parentId = action.parents[i];
            BillWord parent = _requireReplaceable(parentId, action.versions[i], action.actor);
            _requireReason(parentId, parent, SurrenderReason.Combine);
            if (i == 0) first = parent;
            if (BillWord.unwrap(_successorOf(parent)) != BillWord.unwrap(_successorOf(first))) {
                revert BillCombinationDiffers(parentId);
            }
        }
    }

    /// @dev Kind and title of a successor say what its origin's title can do: nobody loses or gains by the exchange.
    function _successorOf(BillWord bill) private pure returns (BillWord) {
        uint24 holder = bill.previousHolder();
        BillKind kind = bill.has(BillWords.FLAG_BLANK)
            ? BillKind.Bearer
            : bill.has(BillWords.FLAG_RESTRICTED) || bill.kind() == BillKind.Straight
                ? BillKind.Straight
                : BillKind.ToOrder;
        return BillWords.create(kind, bill.carrier(), holder, kind == BillKind.Bearer ? 0 : holder);
    }

    function _requireNotReplaced(bytes32 billId, BillWord bill) private pure returns (BillWord) {
        if (bill.has(BillWords.FLAG_REPLACED)) revert BillAlreadyReplaced(billId);
        return bill;
    }

    function _requireReason(bytes32 billId, BillWord bill, SurrenderReason reason) private pure {
        if (bill.reason() != reason) revert BillUnexpectedReason(billId, bill.reason());
    }

    function _requireCount(uint256 count) private pure {
        if (count < 2 || count > MAX_BILLS) revert BillCount(count);
    }
}
