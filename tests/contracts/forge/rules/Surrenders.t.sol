// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillRefusals} from "../../../../contracts/interfaces/IBillRefusals.sol";
import {BillState, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {BANK, CARRIER, CONSIGNEE, SECOND_CARRIER, SHIPPER} from "../utils/Cast.sol";
import {Intent} from "./Rules.sol";
import {ServicesBase} from "./ServicesBase.sol";

/// @notice The rules of surrender: for delivery, for another document in the bill's place, and the carrier's answer.
contract SurrendersRules is ServicesBase {
    uint256 private constant SURRENDERED =
        (1 << uint8(BillState.PendingSurrenderForDelivery)) | (1 << uint8(BillState.PendingSurrenderForAmendment));

    function _pending(uint32 version) private pure returns (IBillOfLading.Bill memory bill) {
        bill = _circulated(version);
        (bill.state, bill.holder, bill.surrenderedBy) = (BillState.PendingSurrenderForDelivery, CARRIER, SHIPPER);
        bill.releaseTo = CONSIGNEE;
    }

    function _pendingFor(uint32 version, SurrenderReason reason) private pure returns (IBillOfLading.Bill memory bill) {
        bill = _circulated(version);
        (bill.state, bill.holder, bill.surrenderedBy, bill.reason) =
        (BillState.PendingSurrenderForAmendment, CARRIER, SHIPPER, reason);
    }

    function _ofCarrier(Intent memory i) private {
        _common(i, SURRENDERED);
        _refuse(
            _but(i, ACTOR, SECOND_CARRIER),
            _errorOn(IBillRefusals.BillNotCarrier.selector, BILL, SECOND_CARRIER, CARRIER)
        );
        _needs(i, CARRIER, Powers.ISSUE, Roles.CARRIER);
    }

    function test_surrender() external {
        Intent memory i = _surrender(BILL, 1, SHIPPER, CONSIGNEE);
        _common(i, ISSUED);
        _refusePledged(i);
        _refuseWaybill(i);
        _refuseOthers(i);
        _refuse(_but(i, 3, 0), _errorOn(IBillRefusals.BillRecipientMissing.selector, BILL));
        _receives(i, 3, 0);
        _needs(i, SHIPPER, Powers.SURRENDER, 0);
        _expect();
        emit IBillOfLading.SurrenderRequested(BILL, _by(SHIPPER, 2, CONSIGNEE, 0));
        _expectRemark(BILL, 2);
        _accept(i);
        _isBill(BILL, _pending(2));
    }

    function test_surrenderFor() external {
        Intent memory i = _surrenderFor(BILL, 1, SHIPPER, SurrenderReason.Combine);
        _common(i, ISSUED);
        _refusePledged(i);
        _refuseWaybill(i);
        _refuseOthers(i);
        bytes4 unknown = IBillRefusals.BillReasonUnknown.selector;
        _refuse(_but(i, 3, 0), _error(unknown, 0));
        _refuse(_but(i, 3, 7), _error(unknown, 7));
        _needs(i, SHIPPER, Powers.SURRENDER, 0);
        _expect();
        emit IBillOfLading.SurrenderForAmendmentRequested(BILL, _by(SHIPPER, 2, 0, uint16(SurrenderReason.Combine)));
        _expectRemark(BILL, 2);
        _accept(i);
        _isBill(BILL, _pendingFor(2, SurrenderReason.Combine));
    }

    function test_surrenderFor_eachReason() external {
        for (uint8 reason = 1; reason <= 6; ++reason) {
            bytes32 id = keccak256(abi.encode("reason", reason));
            _issued(id);
            _accept(_surrenderFor(id, 1, SHIPPER, SurrenderReason(reason)));
            _isBill(id, _pendingFor(2, SurrenderReason(reason)));
            _accept(_rejectSurrender(id, 2));
            _isBill(id, _circulated(3));
        }
    }

    /// @dev What was pending ends with the surrender, and so does the right to reject what came before it.
    function test_surrender_endsWhatIsPending() external {
        _accept(_transfer(BILL, 1, SHIPPER, BANK));
        _accept(_transfer(BILL, 2, BANK, SHIPPER));
        _accept(_surrender(BILL, 3, SHIPPER, CONSIGNEE));
        _isBill(BILL, _pending(4));
        _accept(_rejectSurrender(BILL, 4));
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 5, SHIPPER), _errorOn(nothing, BILL, SHIPPER));
        _accept(_requestAmendment(BILL, 5, SHIPPER, CONTENT));
        _accept(_surrender(BILL, 6, SHIPPER, CONSIGNEE));
        _isBill(BILL, _pending(7));
    }

    function test_acceptSurrender() external {
        _accept(_surrender(BILL, 1, SHIPPER, CONSIGNEE));
        Intent memory i = _acceptSurrender(BILL, 2);
        _ofCarrier(i);
        _expect();
        emit IBillOfLading.SurrenderAccepted(BILL, _by(CARRIER, 3, SHIPPER, 0));
        _expectRemark(BILL, 3);
        _accept(i);
        IBillOfLading.Bill memory bill = _pending(3);
        bill.state = BillState.SurrenderedForDelivery;
        _isBill(BILL, bill);
    }

    function test_acceptSurrender_forAmendment() external {
        _accept(_surrenderFor(BILL, 1, SHIPPER, SurrenderReason.Split));
        _expect();
        emit IBillOfLading.SurrenderAccepted(BILL, _by(CARRIER, 3, SHIPPER, 0));
        _expectRemark(BILL, 3);
        _accept(_acceptSurrender(BILL, 2));
        IBillOfLading.Bill memory bill = _pendingFor(3, SurrenderReason.Split);
        bill.state = BillState.SurrenderedForAmendment;
        _isBill(BILL, bill);
    }

    function test_acceptSurrender_refusedWhereItIsForPaper() external {
        _accept(_surrenderFor(BILL, 1, SHIPPER, SurrenderReason.SwitchToPaper));
        _refuse(_acceptSurrender(BILL, 2), _errorOn(IBillRefusals.BillSurrenderedForPaper.selector, BILL));
    }

    function test_rejectSurrender() external {
        _accept(_endorse(BILL, 1, SHIPPER, RESTRICTIVE, BANK, BANK));
        _accept(_surrender(BILL, 2, BANK, CONSIGNEE));
        Intent memory i = _rejectSurrender(BILL, 3);
        _ofCarrier(i);
        _expect();
        emit IBillOfLading.SurrenderRejected(BILL, _by(CARRIER, 4, BANK, 0));
        _expectRemark(BILL, 4);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(4);
        (bill.holder, bill.titleHolder, bill.restricted) = (BANK, BANK, true);
        _isBill(BILL, bill);
        _same(on.bills.wordOf(BILL) >> 136, 0);
    }
}
