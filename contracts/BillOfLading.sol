// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {BillStorage} from "./libraries/BillStorage.sol";
import {SecondHalf} from "./libraries/SecondHalf.sol";
import {Acts} from "./types/Act.sol";
import {
    ACCEPT_SURRENDER_TYPEHASH,
    AcceptSurrender,
    ENDORSE_TYPEHASH,
    ENFORCE_PLEDGE_TYPEHASH,
    Endorse,
    EnforcePledge,
    ISSUE_BILL_TYPEHASH,
    IssueBill,
    PLEDGE_TYPEHASH,
    Pledge,
    REJECT_SURRENDER_TYPEHASH,
    REJECT_TRANSFER_TYPEHASH,
    RELEASE_PLEDGE_TYPEHASH,
    RejectSurrender,
    RejectTransfer,
    ReleasePledge,
    SIGN_BILL_TYPEHASH,
    SURRENDER_FOR_DELIVERY_TYPEHASH,
    SURRENDER_FOR_AMENDMENT_TYPEHASH,
    SignBill,
    SurrenderForAmendment,
    SurrenderForDelivery,
    TRANSFER_POSSESSION_TYPEHASH,
    TransferPossession
} from "./types/Actions.sol";
import {BillKind, BillState, BillWord, BillWords, EndorsementKind, SurrenderReason} from "./types/BillWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title BillOfLading
/// @notice The electronic bill of lading (电子提单); see {IBillOfLading}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event. The rarer actions are in
/// {BillOfLadingServices}. The busiest actions read all fields at once, and hold the bill's word against what they need by one
/// comparison: only if that fails do the requirements look one by one for the one that is not met. Their functions are named
/// so that their selectors are low and found first.
contract BillOfLading is IBillOfLading, BillStorage, SecondHalf {
    uint256 private constant SURRENDERED = (1 << uint8(BillState.PendingSurrenderForDelivery))
        | (1 << uint8(BillState.PendingSurrenderForAmendment));

    constructor(IConsortium consortium, address services) BillStorage(consortium) SecondHalf(services) {}

    /// @inheritdoc IBillOfLading
    function issueBill(IssueBill calldata action, bytes calldata signatures) external {
        (bytes32 billId, uint24 actor, uint8 code, uint24 holder, uint24 titleHolder) = ActionFields.read(action);
        if (billId == 0) revert BillEmptyId();
        BillSlot storage slot = _bills[billId];
        if (BillWord.unwrap(slot.word) != 0) revert BillAlreadyIssued(billId);
        if (code > uint8(type(BillKind).max)) revert BillKindUnknown(code);
        BillKind kind = BillKind(code);
        if ((kind == BillKind.Bearer) != (titleHolder == 0)) {
            revert BillTitleHolderMismatch(kind, titleHolder);
        }
        if (holder == 0) revert BillRecipientMissing(billId);
        if (titleHolder != holder && titleHolder != 0) {
            CONSORTIUM.requireMember(titleHolder, 0);
        }
        address wallet = _authorize(
            ISSUE_BILL_TYPEHASH,
            7,
            Mandates.by(actor, Powers.ISSUE, Roles.CARRIER).to(holder, 0),
            signatures
        );

        BillWord bill = BillWords.create(kind, actor, holder, titleHolder);
        slot.word = bill;
        emit BillIssued(billId, Acts.by(actor, wallet, 1).to(holder).how(uint16(kind)), bill.titleHolder());
        _remark(billId, 1, 7);
    }

    /// @inheritdoc IBillOfLading
    function endorseBill(Endorse calldata action, bytes calldata signatures) external {
        (bytes32 billId, uint32 version, uint24 actor, uint8 code, uint24 endorsee, uint24 deliverTo) =
            ActionFields.read(action);
        BillSlot storage slot = _bills[billId];
        BillWord bill = slot.word;
        if (!bill.endorsable(version, actor) || code > uint8(type(EndorsementKind).max)) {
            _require(billId, version, ISSUED);
            _requireNotPledged(billId, bill);
            if (code > uint8(type(EndorsementKind).max)) revert BillEndorsementUnknown(code);
            _requireNegotiable(billId, bill);
            _requireHolder(billId, bill, actor);
            _requireTitleHolder(billId, bill, actor);
            _requireUnrestricted(billId, bill);
        }
        if ((code == uint8(EndorsementKind.InBlank)) != (endorsee == 0)) {
            revert BillEndorseeMismatch(EndorsementKind(code), endorsee);
        }
        if (endorsee == actor && !bill.has(BillWords.FLAG_BLANK)) {
            revert BillRecipientUnchanged(billId, actor);
        }
        if (deliverTo != 0) {
            if (deliverTo == actor) revert BillRecipientUnchanged(billId, actor);
            if (deliverTo != endorsee) CONSORTIUM.requireMember(deliverTo, 0);
        }
        address wallet = _authorize(
            ENDORSE_TYPEHASH,
            8,
            Mandates.by(actor, Powers.TRANSFER, 0).to(endorsee, 0),
            signatures
        );

        bill = bill.endorsed(code, endorsee, deliverTo).advanced();
        slot.word = bill;
        emit BillEndorsed(
            billId,
            Acts.by(actor, wallet, bill.version()).to(endorsee).how(code),
            bill.holder()
        );
        _remark(billId, bill.version(), 8);
    }

    /// @inheritdoc IBillOfLading
    function transfer(TransferPossession calldata action, bytes calldata signatures) external {
        (bytes32 billId, uint32 version, uint24 actor, uint24 holder) = ActionFields.read(action);
        BillSlot storage slot = _bills[billId];
        BillWord bill = slot.word;
        if (!bill.transferable(version, actor)) {
            _require(billId, version, ISSUED);
            _requireNotPledged(billId, bill);
            _requireNotWaybill(billId, bill);
            _requireHolder(billId, bill, actor);
        }
        if (holder == 0) revert BillRecipientMissing(billId);
        if (holder == actor) revert BillRecipientUnchanged(billId, actor);
        address wallet = _authorize(
            TRANSFER_POSSESSION_TYPEHASH,
            6,
            Mandates.by(actor, Powers.TRANSFER, 0).to(holder, 0),
            signatures
        );

        bill = bill.remembered(BillWords.FLAG_HOLDER_MAY_REJECT).withHolder(holder).advanced();
        slot.word = bill;
        emit PossessionTransferred(billId, Acts.by(actor, wallet, bill.version()).to(holder));
        _remark(billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLading
    function rejectTransfer(RejectTransfer calldata action, bytes calldata signatures) external {
        (bytes32 billId, uint32 version, uint24 actor) = ActionFields.read(action);
        BillWord bill = _require(billId, version, ISSUED);
        _requireNotPledged(billId, bill);
        bool asHolder = bill.has(BillWords.FLAG_HOLDER_MAY_REJECT) && actor == bill.holder();
        bool asEndorsee = bill.has(BillWords.FLAG_ENDORSEE_MAY_REJECT) && actor == bill.titleHolder();
        if (!asHolder && !asEndorsee) revert BillNothingToReject(billId, actor);
        address wallet = _authorize(
            REJECT_TRANSFER_TYPEHASH,
            5,
            Mandates.by(actor, Powers.TRANSFER, 0),
            signatures
        );

        bill = bill.restored().advanced();
        _bills[billId].word = bill;
        emit TransferRejected(billId, Acts.by(actor, wallet, bill.version()).to(bill.holder()), bill.titleHolder());
        _remark(billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLading
    function surrenderForDelivery(SurrenderForDelivery calldata action, bytes calldata signatures) external {
        (bytes32 billId, uint32 version, uint24 actor, uint24 releaseTo) = ActionFields.read(action);
        BillSlot storage slot = _bills[billId];
        BillWord bill = slot.word;
        if (!bill.surrenderable(version, actor)) {
            _require(billId, version, ISSUED);
            _requireNotPledged(billId, bill);
            _requireNotWaybill(billId, bill);
            _requireHolder(billId, bill, actor);
            _requireTitleHolder(billId, bill, actor);
        }
        if (releaseTo == 0) revert BillRecipientMissing(billId);
        address wallet = _authorize(
            SURRENDER_FOR_DELIVERY_TYPEHASH,
            6,
            Mandates.by(actor, Powers.SURRENDER, 0).to(releaseTo, 0),
            signatures
        );

        bill = _surrendered(bill, actor, BillState.PendingSurrenderForDelivery).withReleaseTo(releaseTo)
            .advanced();
        slot.word = bill;
        emit SurrenderRequested(billId, Acts.by(actor, wallet, bill.version()).to(releaseTo));
        _remark(billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLading
    function surrenderForAmendment(SurrenderForAmendment calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireNotPledged(action.billId, bill);
        if (action.reason == 0 || action.reason > uint8(type(SurrenderReason).max)) {
            revert BillReasonUnknown(action.reason);
        }
        SurrenderReason reason = SurrenderReason(action.reason);
        _requireNotWaybill(action.billId, bill);
        _requireHolder(action.billId, bill, action.actor);
        _requireTitleHolder(action.billId, bill, action.actor);
        address wallet = _authorize(
            SURRENDER_FOR_AMENDMENT_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.SURRENDER, 0),
            signatures
        );

        bill = _surrendered(bill, action.actor, BillState.PendingSurrenderForAmendment).withReason(reason).advanced();
        _bills[action.billId].word = bill;
        emit SurrenderForAmendmentRequested(
            action.billId, Acts.by(action.actor, wallet, bill.version()).how(uint16(reason))
        );
        _remark(action.billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLading
    function acceptSurrender(AcceptSurrender calldata action, bytes calldata signatures) external {
        (bytes32 billId, uint32 version, uint24 actor) = ActionFields.read(action);
        BillWord bill = _require(billId, version, SURRENDERED);
        if (bill.reason() == SurrenderReason.SwitchToPaper) revert BillSurrenderedForPaper(billId);
        _requireCarrier(billId, bill, actor);
        address wallet = _authorize(
            ACCEPT_SURRENDER_TYPEHASH,
            5,
            Mandates.by(actor, Powers.ISSUE, Roles.CARRIER),
            signatures
        );

        bool forDelivery = bill.state() == BillState.PendingSurrenderForDelivery;
        bill = bill.withState(
            forDelivery ? BillState.SurrenderedForDelivery : BillState.SurrenderedForAmendment
        ).advanced();
        _bills[billId].word = bill;
        emit SurrenderAccepted(billId, Acts.by(actor, wallet, bill.version()).to(bill.previousHolder()));
        _remark(billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLading
    function rejectSurrender(RejectSurrender calldata action, bytes calldata signatures) external {
        (bytes32 billId, uint32 version, uint24 actor) = ActionFields.read(action);
        BillWord bill = _require(billId, version, SURRENDERED);
        _requireCarrier(billId, bill, actor);
        address wallet = _authorize(
            REJECT_SURRENDER_TYPEHASH,
            5,
            Mandates.by(actor, Powers.ISSUE, Roles.CARRIER),
            signatures
        );

        bill = _returned(bill).advanced();
        _bills[billId].word = bill;
        emit SurrenderRejected(billId, Acts.by(actor, wallet, bill.version()).to(bill.holder()));
        _remark(billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLading
    function sign(SignBill calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireHolder(action.billId, bill, action.actor);
        address wallet = _authorize(
            SIGN_BILL_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.TRANSFER, 0),
            signatures
        );

        if (bill.has(BillWords.FLAG_HOLDER_MAY_REJECT)) bill = bill.acted();
        bill = bill.advanced();
        _bills[action.billId].word = bill;
        emit BillSigned(action.billId, Acts.by(action.actor, wallet, bill.version()));
        _remark(action.billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLading
    function pledge(Pledge calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requireNotPledged(action.billId, bill);
        _requireNegotiable(action.billId, bill);
        _requireHolder(action.billId, bill, action.actor);
        _requireTitleHolder(action.billId, bill, action.actor);
        _requireUnrestricted(action.billId, bill);
        if (action.pledgee == 0) revert BillRecipientMissing(action.billId);
        if (action.pledgee == action.actor) revert BillRecipientUnchanged(action.billId, action.actor);
        (address wallet, address pledgeeWallet) = _authorizeBoth(
            PLEDGE_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.PLEDGE, 0),
            Mandates.by(action.pledgee, Powers.PLEDGE, Roles.BANK),
            signatures
        );

        bill = bill.acted().lapsed().withPledgee(action.pledgee).advanced();
        _bills[action.billId].word = bill;
        emit PledgeMade(action.billId, Acts.by(action.actor, wallet, bill.version()).to(action.pledgee), pledgeeWallet);
        _remark(action.billId, bill.version(), 6);
    }

    /// @inheritdoc IBillOfLading
    function releasePledge(ReleasePledge calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requirePledgee(action.billId, bill, action.actor);
        address wallet = _authorize(
            RELEASE_PLEDGE_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.PLEDGE, 0),
            signatures
        );

        bill = bill.withPledgee(0).advanced();
        _bills[action.billId].word = bill;
        emit PledgeReleased(action.billId, Acts.by(action.actor, wallet, bill.version()));
        _remark(action.billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLading
    function enforcePledge(EnforcePledge calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BillWord bill = _require(action.billId, action.version, ISSUED);
        _requirePledgee(action.billId, bill, action.actor);
        uint24 pledgor = bill.holder();
        address wallet = _authorize(
            ENFORCE_PLEDGE_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.PLEDGE, 0),
            signatures
        );

        bill = bill.moved().withPledgee(0).withHolder(action.actor);
        if (!bill.has(BillWords.FLAG_BLANK)) bill = bill.withTitleHolder(action.actor);
        bill = bill.advanced();
        _bills[action.billId].word = bill;
        emit PledgeEnforced(action.billId, Acts.by(action.actor, wallet, bill.version()).to(pledgor));
        _remark(action.billId, bill.version(), 5);
    }

    /// @inheritdoc IBillOfLading
    function isPledged(bytes32 billId) external view returns (bool) {
        return _bills[billId].word.pledgee() != 0;
    }

    /// @inheritdoc IBillOfLading
    function billOf(bytes32 billId) external view returns (Bill memory) {
        BillWord bill = _bills[billId].word;
        BillState state = bill.state();
        bool surrendered = state != BillState.Issued;
        return Bill({
            state: state,
            kind: bill.kind(),
            version: bill.version(),
            carrier: bill.carrier(),
            holder: bill.holder(),
            titleHolder: bill.titleHolder(),
            surrenderedBy: surrendered ? bill.previousHolder() : 0,
            releaseTo: bill.releaseTo(),
            pledgee: bill.pledgee(),
            nominee: bill.nominee(),
            reason: bill.reason(),
            blank: bill.has(BillWords.FLAG_BLANK),
            restricted: bill.has(BillWords.FLAG_RESTRICTED),
            circulated: bill.has(BillWords.FLAG_CIRCULATED),
            amendmentRequested: bill.has(BillWords.FLAG_AMENDMENT_REQUESTED),
            replaced: bill.has(BillWords.FLAG_REPLACED),
            frozen: bill.has(BillWords.FLAG_FROZEN)
        });
    }

    /// @inheritdoc IBillOfLading
    function wordOf(bytes32 billId) external view returns (uint256) {
        return BillWord.unwrap(_bills[billId].word);
    }

    /// @dev The carrier has possession while the surrender is open (DCSA surrender 3.0.4).
    function _surrendered(BillWord bill, uint24 by, BillState pending) private pure returns (BillWord) {
        return bill.moved().withPreviousHolder(by).withHolder(bill.carrier()).withState(pending);
    }

    function _returned(BillWord bill) private pure returns (BillWord) {
        return bill.withHolder(bill.previousHolder()).withPreviousHolder(0).withReleaseTo(0).withReason(
            SurrenderReason.None
        ).withState(BillState.Issued);
    }
}
