// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillRefusals} from "../../../../contracts/interfaces/IBillRefusals.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {BillKind} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {BANK, CARRIER, CONSIGNEE, Cast, FORWARDER, SECOND_BANK, SHIPPER} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {Intent} from "./Rules.sol";
import {ServicesBase} from "./ServicesBase.sol";

/// @notice The rules of a bill's everyday life: issue, endorsement, possession, rejection, signing, pledge.
contract BillsRules is ServicesBase {
    // Fields of an issue, and of an endorsement.
    uint256 private constant KIND = 2;
    uint256 private constant HOLDER = 3;
    uint256 private constant TITLE = 4;
    uint256 private constant HOW = 3;
    uint256 private constant ENDORSEE = 4;
    uint256 private constant DELIVER_TO = 5;

    function test_issue() external {
        bytes32 id = keccak256("new");
        Intent memory i = _issue(id, BillKind.ToOrder, SHIPPER, CONSIGNEE);
        _refuse(_but(i, ID, 0), _error(IBillRefusals.BillEmptyId.selector));
        _refuse(_but(i, ID, uint256(BILL)), _errorOn(IBillRefusals.BillAlreadyIssued.selector, BILL));
        _refuse(_but(i, KIND, 4), _error(IBillRefusals.BillKindUnknown.selector, 4));
        bytes4 mismatch = IBillRefusals.BillTitleHolderMismatch.selector;
        _refuse(_but(i, TITLE, 0), _error(mismatch, uint8(BillKind.ToOrder), 0));
        _refuse(_but(i, KIND, uint8(BillKind.Bearer)), _error(mismatch, uint8(BillKind.Bearer), CONSIGNEE));
        _refuse(_but(i, HOLDER, 0), _errorOn(IBillRefusals.BillRecipientMissing.selector, id));
        _refuse(_but(i, TITLE, NOBODY), _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY));
        _receives(i, HOLDER, 0);
        _needs(i, CARRIER, Powers.ISSUE, Roles.CARRIER);
        _expect();
        emit IBillOfLading.BillIssued(id, _by(CARRIER, 1, SHIPPER, uint16(BillKind.ToOrder)), CONSIGNEE);
        _expectRemark(id, 1);
        _accept(i);
        IBillOfLading.Bill memory bill = _fresh(1);
        bill.titleHolder = CONSIGNEE;
        _isBill(id, bill);
        _same(
            on.bills.wordOf(id),
            1 | (uint256(1) << 8) | (uint256(1) << 32) | (uint256(CARRIER) << 64) | (uint256(SHIPPER) << 88)
                | (uint256(CONSIGNEE) << 112)
        );
    }

    function test_issue_ofEachKind() external {
        uint24[4] memory titles = [CONSIGNEE, SHIPPER, 0, CONSIGNEE];
        for (uint8 kind = 0; kind < 4; ++kind) {
            bytes32 id = keccak256(abi.encode("kind", kind));
            _expect();
            emit IBillOfLading.BillIssued(id, _by(CARRIER, 1, SHIPPER, kind), kind == 2 ? SHIPPER : titles[kind]);
            _expectRemark(id, 1);
            _accept(_issue(id, BillKind(kind), SHIPPER, titles[kind]));
            IBillOfLading.Bill memory bill = _fresh(1);
            (bill.kind, bill.titleHolder) = (BillKind(kind), kind == 2 ? SHIPPER : titles[kind]);
            bill.blank = kind == 2;
            _isBill(id, bill);
        }
    }

    function test_endorse() external {
        Intent memory i = _endorse(BILL, 1, SHIPPER, TO_ORDER, BANK, BANK);
        _common(i, ISSUED);
        _refusePledged(i);
        _refuseOtherTitles(i);
        _refuse(_but(i, HOW, 3), _error(IBillRefusals.BillEndorsementUnknown.selector, 3));
        bytes4 mismatch = IBillRefusals.BillEndorseeMismatch.selector;
        _refuse(_but(i, HOW, IN_BLANK), _error(mismatch, IN_BLANK, BANK));
        _refuse(_but(i, ENDORSEE, 0), _error(mismatch, TO_ORDER, 0));
        bytes memory unchanged = _errorOn(IBillRefusals.BillRecipientUnchanged.selector, BILL, SHIPPER);
        _refuse(_but(i, ENDORSEE, SHIPPER), unchanged);
        _refuse(_but(i, DELIVER_TO, SHIPPER), unchanged);
        _refuse(_but(i, DELIVER_TO, NOBODY), _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY));
        _receives(_but(i, DELIVER_TO, 0), ENDORSEE, 0);
        _needs(i, SHIPPER, Powers.TRANSFER, 0);
        _expect();
        emit IBillOfLading.BillEndorsed(BILL, _by(SHIPPER, 2, BANK, TO_ORDER), BANK);
        _expectRemark(BILL, 2);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(2);
        (bill.holder, bill.titleHolder) = (BANK, BANK);
        _isBill(BILL, bill);
        // The new holder may give it back, and so may not the old one.
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 2, SHIPPER), _errorOn(nothing, BILL, SHIPPER));
        _accept(_reject(BILL, 2, BANK));
        _isBill(BILL, _circulated(3));
    }

    function test_endorse_withoutDelivery() external {
        _expect();
        emit IBillOfLading.BillEndorsed(BILL, _by(SHIPPER, 2, BANK, RESTRICTIVE), SHIPPER);
        _expectRemark(BILL, 2);
        _accept(_endorse(BILL, 1, SHIPPER, RESTRICTIVE, BANK, 0));
        IBillOfLading.Bill memory bill = _circulated(2);
        (bill.titleHolder, bill.restricted) = (BANK, true);
        _isBill(BILL, bill);
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 2, SHIPPER), _errorOn(nothing, BILL, SHIPPER));
        _expect();
        emit IBillOfLading.TransferRejected(BILL, _by(BANK, 3, SHIPPER, 0), SHIPPER);
        _expectRemark(BILL, 3);
        _accept(_reject(BILL, 2, BANK));
        _isBill(BILL, _circulated(3));
    }

    function test_endorse_inBlankAndByNameAgain() external {
        _expect();
        emit IBillOfLading.BillEndorsed(BILL, _by(SHIPPER, 2, 0, IN_BLANK), BANK);
        _expectRemark(BILL, 2);
        _accept(_endorse(BILL, 1, SHIPPER, IN_BLANK, 0, BANK));
        IBillOfLading.Bill memory bill = _circulated(2);
        (bill.holder, bill.titleHolder, bill.blank) = (BANK, BANK, true);
        _isBill(BILL, bill);
        // The bearer fills in its own name: a blank bill becomes special again.
        _accept(_endorse(BILL, 2, BANK, TO_ORDER, BANK, 0));
        bill = _circulated(3);
        (bill.holder, bill.titleHolder) = (BANK, BANK);
        _isBill(BILL, bill);
        // The rejection of what came after the blank puts the blank back.
        _accept(_reject(BILL, 3, BANK));
        bill = _circulated(4);
        (bill.holder, bill.titleHolder, bill.blank) = (BANK, BANK, true);
        _isBill(BILL, bill);
    }

    function test_endorse_inBlankWithoutDeliveryCannotBeRejected() external {
        _accept(_endorse(BILL, 1, SHIPPER, IN_BLANK, 0, 0));
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 2, SHIPPER), _errorOn(nothing, BILL, SHIPPER));
    }

    function test_endorse_deliveredToAThird() external {
        _accept(_endorse(BILL, 1, SHIPPER, TO_ORDER, BANK, FORWARDER));
        IBillOfLading.Bill memory bill = _circulated(2);
        (bill.holder, bill.titleHolder) = (FORWARDER, BANK);
        _isBill(BILL, bill);
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 2, BANK), _errorOn(nothing, BILL, BANK));
        _accept(_reject(BILL, 2, FORWARDER));
        _isBill(BILL, _circulated(3));
    }

    function test_transfer() external {
        Intent memory i = _transfer(BILL, 1, SHIPPER, FORWARDER);
        _common(i, ISSUED);
        _refusePledged(i);
        _refuseWaybill(i);
        _refuse(_but(i, ACTOR, BANK), _errorOn(IBillRefusals.BillNotHolder.selector, BILL, BANK, SHIPPER));
        _refuse(_but(i, 3, 0), _errorOn(IBillRefusals.BillRecipientMissing.selector, BILL));
        _refuse(_but(i, 3, SHIPPER), _errorOn(IBillRefusals.BillRecipientUnchanged.selector, BILL, SHIPPER));
        _receives(i, 3, 0);
        _needs(i, SHIPPER, Powers.TRANSFER, 0);
        _expect();
        emit IBillOfLading.PossessionTransferred(BILL, _by(SHIPPER, 2, FORWARDER, 0));
        _expectRemark(BILL, 2);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(2);
        bill.holder = FORWARDER;
        _isBill(BILL, bill);
    }

    function test_reject() external {
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 1, SHIPPER), _errorOn(nothing, BILL, SHIPPER));
        _accept(_transfer(BILL, 1, SHIPPER, FORWARDER));
        Intent memory i = _reject(BILL, 2, FORWARDER);
        _common(i, ISSUED);
        _refusePledged(i);
        _needs(i, FORWARDER, Powers.TRANSFER, 0);
        _expect();
        emit IBillOfLading.TransferRejected(BILL, _by(FORWARDER, 3, SHIPPER, 0), SHIPPER);
        _expectRemark(BILL, 3);
        _accept(i);
        _isBill(BILL, _circulated(3));
        // Once.
        _refuse(_reject(BILL, 3, SHIPPER), _errorOn(nothing, BILL, SHIPPER));
        _refuse(_reject(BILL, 3, FORWARDER), _errorOn(nothing, BILL, FORWARDER));
    }

    function test_reject_putsARestrictionBack() external {
        _accept(_transfer(RESTRICTED, 2, BANK, FORWARDER));
        _accept(_reject(RESTRICTED, 3, FORWARDER));
        IBillOfLading.Bill memory bill = _circulated(4);
        (bill.holder, bill.titleHolder, bill.restricted) = (BANK, BANK, true);
        _isBill(RESTRICTED, bill);
    }

    function test_sign() external {
        _accept(_transfer(BILL, 1, SHIPPER, FORWARDER));
        Intent memory i = _sign(BILL, 2, FORWARDER);
        _common(i, ISSUED);
        _refuse(_but(i, ACTOR, BANK), _errorOn(IBillRefusals.BillNotHolder.selector, BILL, BANK, FORWARDER));
        _needs(i, FORWARDER, Powers.TRANSFER, 0);
        _expect();
        emit IBillOfLading.BillSigned(BILL, _by(FORWARDER, 3));
        _expectRemark(BILL, 3);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(3);
        bill.holder = FORWARDER;
        _isBill(BILL, bill);
        // Who has acted has accepted what came.
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 3, FORWARDER), _errorOn(nothing, BILL, FORWARDER));
        _same(on.bills.wordOf(BILL) >> 136, 0);
    }

    function test_sign_ofWhoCouldNotReject() external {
        _accept(_endorse(BILL, 1, SHIPPER, TO_ORDER, BANK, 0));
        _accept(_sign(BILL, 2, SHIPPER));
        // The endorsee, which has not acted, may still reject.
        _accept(_reject(BILL, 3, BANK));
        _isBill(BILL, _circulated(4));
    }

    function test_pledge() external {
        _accept(_transfer(BILL, 1, SHIPPER, FORWARDER));
        _accept(_reject(BILL, 2, FORWARDER));
        _accept(_endorse(BILL, 3, SHIPPER, TO_ORDER, CONSIGNEE, CONSIGNEE));
        Intent memory i = _pledge(BILL, 4, CONSIGNEE, BANK);
        _common(i, ISSUED);
        _refusePledged(_pledge(BILL, 4, SHIPPER, BANK));
        _refuseOtherTitles(_pledge(BILL, 4, SHIPPER, BANK));
        _refuse(_but(i, 3, 0), _errorOn(IBillRefusals.BillRecipientMissing.selector, BILL));
        bytes4 unchanged = IBillRefusals.BillRecipientUnchanged.selector;
        _refuse(_but(i, 3, CONSIGNEE), _errorOn(unchanged, BILL, CONSIGNEE));
        _needs(i, 0, CONSIGNEE, Powers.PLEDGE, 0);
        _needs(i, 1, BANK, Powers.PLEDGE, Roles.BANK);
        _same(abi.encode(on.bills.isPledged(BILL)), abi.encode(false));
        _expect();
        emit IBillOfLading.PledgeMade(BILL, _by(CONSIGNEE, 5, BANK, 0), Cast.wallet(BANK));
        _expectRemark(BILL, 5);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(5);
        (bill.holder, bill.titleHolder, bill.pledgee) = (CONSIGNEE, CONSIGNEE, BANK);
        _isBill(BILL, bill);
        _same(abi.encode(on.bills.isPledged(BILL)), abi.encode(true));
        // Nothing can be rejected any more.
        _accept(_releasePledge(BILL, 5, BANK));
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 6, CONSIGNEE), _errorOn(nothing, BILL, CONSIGNEE));
        _same(on.bills.wordOf(BILL) >> 136, 0);
    }

    function test_pledge_endsARequest() external {
        _accept(_requestAmendment(BILL, 1, SHIPPER, keccak256("amended")));
        _accept(_pledge(BILL, 2, SHIPPER, BANK));
        IBillOfLading.Bill memory bill = _fresh(3);
        bill.pledgee = BANK;
        _isBill(BILL, bill);
    }

    function _ofPledgee(Intent memory i) private {
        _common(i, ISSUED);
        _refuse(_on(_but(i, ACTOR, BANK), BILL, 1), _errorOn(IBillRefusals.BillNotPledged.selector, BILL));
        _refuse(
            _but(i, ACTOR, SECOND_BANK), _errorOn(IBillRefusals.BillNotPledgee.selector, PLEDGED, SECOND_BANK, BANK)
        );
        _needs(i, BANK, Powers.PLEDGE, 0);
    }

    function test_releasePledge() external {
        Intent memory i = _releasePledge(PLEDGED, 2, BANK);
        _ofPledgee(i);
        _expect();
        emit IBillOfLading.PledgeReleased(PLEDGED, _by(BANK, 3));
        _expectRemark(PLEDGED, 3);
        _accept(i);
        _isBill(PLEDGED, _fresh(3));
    }

    function test_enforcePledge() external {
        Intent memory i = _enforcePledge(PLEDGED, 2, BANK);
        _ofPledgee(i);
        _expect();
        emit IBillOfLading.PledgeEnforced(PLEDGED, _by(BANK, 3, SHIPPER, 0));
        _expectRemark(PLEDGED, 3);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(3);
        (bill.holder, bill.titleHolder) = (BANK, BANK);
        _isBill(PLEDGED, bill);
    }

    function test_enforcePledge_ofABearersBill() external {
        bytes32 id = keccak256("bearer");
        _accept(_issue(id, BillKind.Bearer, SHIPPER, 0));
        _accept(_pledge(id, 1, SHIPPER, BANK));
        _accept(_enforcePledge(id, 2, BANK));
        IBillOfLading.Bill memory bill = _circulated(3);
        (bill.kind, bill.holder, bill.titleHolder, bill.blank) = (BillKind.Bearer, BANK, BANK, true);
        _isBill(id, bill);
        // Nobody has title by name.
        _same((on.bills.wordOf(id) >> 112) & 0xffffff, 0);
    }

    /// @dev A restriction is no right to reject, and no act but an endorsement takes it away.
    function test_restricted_staysSo() external {
        _accept(_sign(RESTRICTED, 2, BANK));
        IBillOfLading.Bill memory bill = _circulated(3);
        (bill.holder, bill.titleHolder, bill.restricted) = (BANK, BANK, true);
        _isBill(RESTRICTED, bill);
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(RESTRICTED, 3, BANK), _errorOn(nothing, RESTRICTED, BANK));
        _accept(_endorse(BILL, 1, SHIPPER, RESTRICTIVE, BANK, 0));
        _accept(_sign(BILL, 2, SHIPPER));
        _accept(_reject(BILL, 3, BANK));
    }

    function test_reject_tellsWhoHasWhatAgain() external {
        _accept(_transfer(APART, 1, SHIPPER, FORWARDER));
        _expect();
        emit IBillOfLading.TransferRejected(APART, _by(FORWARDER, 3, SHIPPER, 0), CONSIGNEE);
        _expectRemark(APART, 3);
        _accept(_reject(APART, 2, FORWARDER));
    }

    /// @dev Whose numbers are odd, so that each of their bits is seen to go.
    function test_whatWasBeforeIsForgotten() external {
        _accept(_endorse(BILL, 1, SHIPPER, TO_ORDER, FORWARDER, FORWARDER));
        bytes32 other = keccak256("endorsed on");
        _issued(other);
        _accept(_endorse(other, 1, SHIPPER, TO_ORDER, FORWARDER, FORWARDER));
        _accept(_endorse(other, 2, FORWARDER, TO_ORDER, CONSIGNEE, CONSIGNEE));
        IBillOfLading.Bill memory bill = _circulated(3);
        (bill.holder, bill.titleHolder) = (CONSIGNEE, CONSIGNEE);
        _isBill(other, bill);
        _accept(_endorse(BILL, 2, FORWARDER, TO_ORDER, SHIPPER, 0));
        _same((on.bills.wordOf(BILL) >> 112) & 0xffffff, SHIPPER);
        _accept(_reject(BILL, 3, SHIPPER));
        _accept(_transfer(BILL, 4, FORWARDER, BANK));
        _accept(_reject(BILL, 5, BANK));
        _same(on.bills.wordOf(BILL) >> 136, 0);
        _accept(_transfer(BILL, 6, FORWARDER, BANK));
        _accept(_sign(BILL, 7, BANK));
        _same(on.bills.wordOf(BILL) >> 136, 0);
    }

    function test_versionsEnd() external {
        bytes32 slot = _slotOf(BILL);
        uint256 word = uint256(vm.load(address(on.bills), slot));
        vm.store(address(on.bills), slot, bytes32(word | (uint256(type(uint32).max >> 1) << 32)));
        _accept(_sign(BILL, type(uint32).max >> 1, SHIPPER));
        _isBill(BILL, _fresh(1 << 31));
        vm.store(address(on.bills), slot, bytes32(word | (uint256(type(uint32).max) << 32)));
        _refuse(_sign(BILL, type(uint32).max, SHIPPER), _error(Versions.VersionExhausted.selector));
    }
}
