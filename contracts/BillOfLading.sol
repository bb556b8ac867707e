// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {SignedActions} from "./libraries/SignedActions.sol";
import {
    ACCEPT_SURRENDER_TYPEHASH,
    AcceptSurrender,
    ENDORSE_TYPEHASH,
    Endorse,
    ISSUE_BILL_TYPEHASH,
    IssueBill,
    REJECT_SURRENDER_TYPEHASH,
    REJECT_TRANSFER_TYPEHASH,
    RejectSurrender,
    RejectTransfer,
    SURRENDER_FOR_DELIVERY_TYPEHASH,
    SurrenderForDelivery,
    TRANSFER_POSSESSION_TYPEHASH,
    TransferPossession
} from "./types/Actions.sol";
import {BillKind, BillState, BillWord, BillWords, EndorsementKind} from "./types/BillWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title BillOfLading
/// @notice The electronic bill of lading (电子提单); see {IBillOfLading}.
/// @dev Every action reads the same: version and state → parties → signature → effect → event.
contract BillOfLading is IBillOfLading, SignedActions {
    mapping(bytes32 billId => BillWord) private _bills;

    constructor(IConsortium consortium) SignedActions(consortium) {}

    /// @inheritdoc IBillOfLading
    function issue(IssueBill calldata action, bytes calldata signatures) external {
        if (action.billId == 0) revert BillEmptyId();
        if (BillWord.unwrap(_bills[action.billId]) != 0) revert BillAlreadyIssued(action.billId);
        if (action.kind > uint8(type(BillKind).max)) revert BillKindUnknown(action.kind);
        BillKind kind = BillKind(action.kind);
        if ((kind == BillKind.Bearer) != (action.titleHolder == 0)) {
            revert BillTitleHolderMismatch(kind, action.titleHolder);
        }
        if (action.holder == 0) revert BillRecipientMissing(action.billId);
        if (action.titleHolder != action.holder && action.titleHolder != 0) {
            CONSORTIUM.requireMember(action.titleHolder, 0);
        }
        address wallet = _authorize(
            ISSUE_BILL_TYPEHASH,
            7,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER).to(action.holder, 0),
            signatures
        );

        BillWord bill = BillWords.create(kind, action.actor, action.holder, action.titleHolder);
        _bills[action.billId] = bill;
        emit BillIssued(action.billId, action.actor, action.holder, 1, kind, bill.titleHolder(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLading
    function endorse(Endorse calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, BillState.Issued);
        if (action.endorsement > uint8(type(EndorsementKind).max)) revert BillEndorsementUnknown(action.endorsement);
        EndorsementKind endorsement = EndorsementKind(action.endorsement);
        _requireNegotiable(action.billId, bill);
        _requireHolder(action.billId, bill, action.actor);
        _requireTitleHolder(action.billId, bill, action.actor);
        if (bill.has(BillWords.FLAG_RESTRICTED)) revert BillEndorsementRestricted(action.billId, action.actor);
        if ((endorsement == EndorsementKind.InBlank) != (action.endorsee == 0)) {
            revert BillEndorseeMismatch(endorsement, action.endorsee);
        }
        if (action.endorsee == action.actor && !bill.has(BillWords.FLAG_BLANK)) {
            revert BillRecipientUnchanged(action.billId, action.actor);
        }
        if (action.deliverTo == action.actor) revert BillRecipientUnchanged(action.billId, action.actor);
        if (action.deliverTo != 0 && action.deliverTo != action.endorsee) CONSORTIUM.requireMember(action.deliverTo, 0);
        address wallet = _authorize(
            ENDORSE_TYPEHASH,
            8,
            Mandates.by(action.actor, Powers.TRANSFER, 0).to(action.endorsee, 0),
            signatures
        );

        bill = _endorsed(bill, endorsement, action.endorsee, action.deliverTo).advanced();
        _bills[action.billId] = bill;
        emit BillEndorsed(
            action.billId, action.actor, action.endorsee, bill.version(), endorsement, bill.holder(), wallet
        );
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLading
    function transferPossession(TransferPossession calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, BillState.Issued);
        _requireNotWaybill(action.billId, bill);
        _requireHolder(action.billId, bill, action.actor);
        if (action.holder == 0) revert BillRecipientMissing(action.billId);
        if (action.holder == action.actor) revert BillRecipientUnchanged(action.billId, action.actor);
        address wallet = _authorize(
            TRANSFER_POSSESSION_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.TRANSFER, 0).to(action.holder, 0),
            signatures
        );

        bill = bill.remembered(BillWords.FLAG_HOLDER_MAY_REJECT).withHolder(action.holder).advanced();
        _bills[action.billId] = bill;
        emit PossessionTransferred(action.billId, action.actor, action.holder, bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLading
    function rejectTransfer(RejectTransfer calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, BillState.Issued);
        bool asHolder = bill.has(BillWords.FLAG_HOLDER_MAY_REJECT) && action.actor == bill.holder();
        bool asEndorsee = bill.has(BillWords.FLAG_ENDORSEE_MAY_REJECT) && action.actor == bill.titleHolder();
        if (!asHolder && !asEndorsee) revert BillNothingToReject(action.billId, action.actor);
        address wallet = _authorize(
            REJECT_TRANSFER_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.TRANSFER, 0),
            signatures
        );

        bill = bill.restored().advanced();
        _bills[action.billId] = bill;
        emit TransferRejected(
            action.billId, action.actor, bill.holder(), bill.version(), bill.titleHolder(), wallet
        );
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLading
    function surrenderForDelivery(SurrenderForDelivery calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, BillState.Issued);
        _requireNotWaybill(action.billId, bill);
        _requireHolder(action.billId, bill, action.actor);
        _requireTitleHolder(action.billId, bill, action.actor);
        if (action.releaseTo == 0) revert BillRecipientMissing(action.billId);
        address wallet = _authorize(
            SURRENDER_FOR_DELIVERY_TYPEHASH,
            6,
            Mandates.by(action.actor, Powers.SURRENDER, 0).to(action.releaseTo, 0),
            signatures
        );

        bill = _surrendered(bill, action.actor, action.releaseTo).advanced();
        _bills[action.billId] = bill;
        emit SurrenderRequested(action.billId, action.actor, action.releaseTo, bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLading
    function acceptSurrender(AcceptSurrender calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, BillState.PendingSurrenderForDelivery);
        _requireCarrier(action.billId, bill, action.actor);
        address wallet = _authorize(
            ACCEPT_SURRENDER_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER),
            signatures
        );

        bill = bill.withState(BillState.SurrenderedForDelivery).advanced();
        _bills[action.billId] = bill;
        emit SurrenderAccepted(action.billId, action.actor, bill.previousHolder(), bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLading
    function rejectSurrender(RejectSurrender calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, BillState.PendingSurrenderForDelivery);
        _requireCarrier(action.billId, bill, action.actor);
        address wallet = _authorize(
            REJECT_SURRENDER_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.ISSUE, Roles.CARRIER),
            signatures
        );

        bill = _returned(bill).advanced();
        _bills[action.billId] = bill;
        emit SurrenderRejected(action.billId, action.actor, bill.holder(), bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLading
    function billOf(bytes32 billId) external view returns (Bill memory) {
        BillWord bill = _bills[billId];
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
            blank: bill.has(BillWords.FLAG_BLANK),
            restricted: bill.has(BillWords.FLAG_RESTRICTED)
        });
    }

    /// @inheritdoc IBillOfLading
    function wordOf(bytes32 billId) external view returns (uint256) {
        return BillWord.unwrap(_bills[billId]);
    }

    /// @dev A blank bill that is endorsed by name becomes special again (the blank is filled in).
    function _endorsed(BillWord bill, EndorsementKind endorsement, uint24 endorsee, uint24 deliverTo)
        private
        pure
        returns (BillWord)
    {
        uint16 mayReject = deliverTo != 0
            ? BillWords.FLAG_HOLDER_MAY_REJECT
            : endorsee != 0 ? BillWords.FLAG_ENDORSEE_MAY_REJECT : 0;
        uint16 nature = endorsement == EndorsementKind.Restrictive
            ? BillWords.FLAG_RESTRICTED
            : endorsement == EndorsementKind.InBlank ? BillWords.FLAG_BLANK : 0;
        bill = bill.remembered(mayReject).withTitleHolder(endorsee);
        bill = bill.withFlags((bill.flags() & ~(BillWords.FLAG_RESTRICTED | BillWords.FLAG_BLANK)) | nature);
        return deliverTo == 0 ? bill : bill.withHolder(deliverTo);
    }

    /// @dev The carrier has possession while the surrender is open (DCSA surrender 3.0.4).
    function _surrendered(BillWord bill, uint24 by, uint24 releaseTo) private pure returns (BillWord) {
        return bill.forgotten().withPreviousHolder(by).withHolder(bill.carrier()).withReleaseTo(releaseTo)
            .withState(BillState.PendingSurrenderForDelivery);
    }

    function _returned(BillWord bill) private pure returns (BillWord) {
        return bill.withHolder(bill.previousHolder()).withPreviousHolder(0).withReleaseTo(0).withState(BillState.Issued);
    }

    function _require(bytes32 billId, uint32 seen, BillState allowed) private view returns (BillWord bill) {
        bill = _bills[billId];
        if (BillWord.unwrap(bill) == 0) revert BillUnknown(billId);
        if (seen != bill.version()) revert BillStaleVersion(billId, seen, bill.version());
        if (bill.state() != allowed) revert BillUnexpectedState(billId, bill.state(), 1 << uint8(allowed));
    }

    function _requireNegotiable(bytes32 billId, BillWord bill) private pure {
        BillKind kind = bill.kind();
        if (kind != BillKind.ToOrder && kind != BillKind.Bearer) revert BillUnexpectedKind(billId, kind);
    }

    function _requireNotWaybill(bytes32 billId, BillWord bill) private pure {
        if (bill.kind() == BillKind.SeaWaybill) revert BillUnexpectedKind(billId, BillKind.SeaWaybill);
    }

    function _requireHolder(bytes32 billId, BillWord bill, uint24 actor) private pure {
        if (actor != bill.holder()) revert BillNotHolder(billId, actor, bill.holder());
    }

    function _requireTitleHolder(bytes32 billId, BillWord bill, uint24 actor) private pure {
        if (actor != bill.titleHolder()) revert BillNotTitleHolder(billId, actor, bill.titleHolder());
    }

    function _requireCarrier(bytes32 billId, BillWord bill, uint24 actor) private pure {
        if (actor != bill.carrier()) revert BillNotCarrier(billId, actor, bill.carrier());
    }
}
