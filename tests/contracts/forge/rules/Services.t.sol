// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import {IBillRefusals} from "../../../../contracts/interfaces/IBillRefusals.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {BillKind, BillState, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {BANK, CARRIER, CONSIGNEE, Cast, FORWARDER, SECOND_CARRIER, SHIPPER} from "../utils/Cast.sol";
import {Intent} from "./Rules.sol";
import {ServicesBase} from "./ServicesBase.sol";

/// @notice The rules of a bill's rarer services: nomination, amendment, paper.
contract ServicesRules is ServicesBase {
    uint256 private constant PENDING = 1 << uint8(BillState.PendingSurrenderForAmendment);
    uint256 private constant ON_PAPER = 1 << uint8(BillState.OnPaper);
    // Fields of a nomination.
    uint256 private constant HOW = 3;
    uint256 private constant ENDORSEE = 4;
    uint256 private constant DELIVER_TO = 5;

    function _ofCarrier(Intent memory i, uint256 allowed) private {
        _common(i, allowed);
        _refuse(
            _but(i, ACTOR, SECOND_CARRIER),
            _errorOn(IBillRefusals.BillNotCarrier.selector, bytes32(_word(i, ID)), SECOND_CARRIER, CARRIER)
        );
        _needs(i, CARRIER, Powers.ISSUE, Roles.CARRIER);
    }

    /// @dev The shipper's bill, in the forwarder's hands.
    function _away() private {
        _accept(_transfer(BILL, 1, SHIPPER, FORWARDER));
    }

    function _awayBill(uint32 version) private pure returns (IBillOfLading.Bill memory bill) {
        bill = _circulated(version);
        bill.holder = FORWARDER;
    }

    function test_nominate() external {
        _away();
        Intent memory i = _nominate(BILL, 2, SHIPPER, TO_ORDER, BANK, BANK);
        _common(i, ISSUED);
        _refusePledged(i);
        bytes4 kind = IBillRefusals.BillUnexpectedKind.selector;
        _refuse(_on(i, STRAIGHT, 1), _errorOn(kind, STRAIGHT, uint8(BillKind.Straight)));
        _refuse(
            _but(i, ACTOR, FORWARDER), _errorOn(IBillRefusals.BillNotTitleHolder.selector, BILL, FORWARDER, SHIPPER)
        );
        bytes4 possession = IBillRefusals.BillTitleInPossession.selector;
        _refuse(_on(_but(i, ACTOR, BANK), RESTRICTED, 2), _errorOn(possession, RESTRICTED, BANK));
        _accept(_transfer(RESTRICTED, 2, BANK, FORWARDER));
        _refuse(
            _on(_but(i, ACTOR, BANK), RESTRICTED, 3),
            _errorOn(IBillRefusals.BillEndorsementRestricted.selector, RESTRICTED, BANK)
        );
        _refuse(_but(i, HOW, 3), _error(IBillRefusals.BillEndorsementUnknown.selector, 3));
        bytes4 mismatch = IBillRefusals.BillEndorseeMismatch.selector;
        _refuse(_but(i, HOW, IN_BLANK), _error(mismatch, IN_BLANK, BANK));
        _refuse(_but(i, ENDORSEE, 0), _error(mismatch, TO_ORDER, 0));
        bytes4 unchanged = IBillRefusals.BillRecipientUnchanged.selector;
        _refuse(_but(i, ENDORSEE, SHIPPER), _errorOn(unchanged, BILL, SHIPPER));
        _refuse(
            _but(i, DELIVER_TO, CONSIGNEE),
            _errorOn(IBillRefusals.BillDeliveryElsewhere.selector, BILL, BANK, CONSIGNEE)
        );
        _refuse(_but(_but(i, ENDORSEE, FORWARDER), DELIVER_TO, FORWARDER), _errorOn(unchanged, BILL, FORWARDER));
        _receives(_but(i, DELIVER_TO, 0), ENDORSEE, 0);
        _needs(i, SHIPPER, Powers.TRANSFER, 0);
        _expect();
        emit IBillOfLadingServices.NominationMade(BILL, _by(SHIPPER, 3, BANK, TO_ORDER), BANK);
        _expectRemark(BILL, 3);
        _accept(i);
        IBillOfLading.Bill memory bill = _awayBill(3);
        bill.nominee = BANK;
        _isBill(BILL, bill);
        // The forwarder, which has not acted, may still reject; then the nomination has lapsed.
        _accept(_reject(BILL, 3, FORWARDER));
        _isBill(BILL, _circulated(4));
    }

    function test_nominate_inAnothersPlace() external {
        _away();
        _expect();
        emit IBillOfLadingServices.NominationMade(BILL, _by(SHIPPER, 3, BANK, RESTRICTIVE), BANK);
        _expectRemark(BILL, 3);
        _accept(_nominate(BILL, 2, SHIPPER, RESTRICTIVE, BANK, BANK));
        // Neither the restriction nor the delivery of the first one is left.
        _expect();
        emit IBillOfLadingServices.NominationMade(BILL, _by(SHIPPER, 4, CONSIGNEE, TO_ORDER), 0);
        _expectRemark(BILL, 4);
        _accept(_nominate(BILL, 3, SHIPPER, TO_ORDER, CONSIGNEE, 0));
        _accept(_execute(BILL, 4, FORWARDER, CONSIGNEE));
        IBillOfLading.Bill memory bill = _awayBill(5);
        bill.titleHolder = CONSIGNEE;
        _isBill(BILL, bill);
    }

    function test_nominate_isAnActOfAnEndorsee() external {
        _accept(_endorse(BILL, 1, SHIPPER, TO_ORDER, BANK, 0));
        _accept(_nominate(BILL, 2, BANK, TO_ORDER, CONSIGNEE, 0));
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 3, BANK), _errorOn(nothing, BILL, BANK));
        IBillOfLading.Bill memory bill = _circulated(3);
        (bill.titleHolder, bill.nominee) = (BANK, CONSIGNEE);
        _isBill(BILL, bill);
    }

    function test_execute() external {
        _away();
        bytes4 nominee = IBillRefusals.BillNotNominee.selector;
        _refuse(_execute(BILL, 2, FORWARDER, BANK), _errorOn(nominee, BILL, BANK, 0));
        _refuse(_execute(BILL, 2, FORWARDER, 0), _errorOn(nominee, BILL, 0, 0));
        _accept(_nominate(BILL, 2, SHIPPER, RESTRICTIVE, BANK, BANK));
        Intent memory i = _execute(BILL, 3, FORWARDER, BANK);
        _common(i, ISSUED);
        _refusePledged(i);
        _refuse(_but(i, ACTOR, SHIPPER), _errorOn(IBillRefusals.BillNotHolder.selector, BILL, SHIPPER, FORWARDER));
        _refuse(_but(i, 3, CONSIGNEE), _errorOn(nominee, BILL, CONSIGNEE, BANK));
        _needs(i, FORWARDER, Powers.TRANSFER, 0);
        _expect();
        emit IBillOfLadingServices.NominationExecuted(BILL, _by(FORWARDER, 4, BANK, RESTRICTIVE), BANK);
        _expectRemark(BILL, 4);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(4);
        (bill.holder, bill.titleHolder, bill.restricted) = (BANK, BANK, true);
        _isBill(BILL, bill);
        // It goes back as far as it came: to the forwarder and the shipper.
        _accept(_reject(BILL, 4, BANK));
        _isBill(BILL, _awayBill(5));
    }

    function test_execute_ofANomineeThatIsActiveNoMore() external {
        _away();
        _accept(_nominate(BILL, 2, SHIPPER, TO_ORDER, BANK, 0));
        _suspend(BANK);
        _refuse(_execute(BILL, 3, FORWARDER, BANK), _error(IConsortium.ConsortiumMemberSuspended.selector, BANK));
    }

    function test_execute_withoutDelivery() external {
        _away();
        _accept(_nominate(BILL, 2, SHIPPER, TO_ORDER, BANK, 0));
        _expect();
        emit IBillOfLadingServices.NominationExecuted(BILL, _by(FORWARDER, 4, BANK, TO_ORDER), FORWARDER);
        _expectRemark(BILL, 4);
        _accept(_execute(BILL, 3, FORWARDER, BANK));
        IBillOfLading.Bill memory bill = _awayBill(4);
        bill.titleHolder = BANK;
        _isBill(BILL, bill);
    }

    function test_execute_ofARestrictiveOneWithoutDelivery() external {
        _away();
        _accept(_nominate(BILL, 2, SHIPPER, RESTRICTIVE, BANK, 0));
        _accept(_execute(BILL, 3, FORWARDER, BANK));
        IBillOfLading.Bill memory bill = _awayBill(4);
        (bill.titleHolder, bill.restricted) = (BANK, true);
        _isBill(BILL, bill);
    }

    function test_amend_ofARestrictedBill() external {
        _refuse(_amend(RESTRICTED, 2, 0), _errorOn(IBillRefusals.BillAmendmentNotRequested.selector, RESTRICTED));
        _accept(_requestAmendment(RESTRICTED, 2, BANK, CONTENT));
        _accept(_amend(RESTRICTED, 3, CONTENT));
        IBillOfLading.Bill memory bill = _circulated(4);
        (bill.holder, bill.titleHolder, bill.restricted) = (BANK, BANK, true);
        _isBill(RESTRICTED, bill);
    }

    function test_requestAndAmend() external {
        _away();
        Intent memory i = _requestAmendment(BILL, 2, FORWARDER, CONTENT);
        _common(i, ISSUED);
        _refuse(_but(i, ACTOR, SHIPPER), _errorOn(IBillRefusals.BillNotHolder.selector, BILL, SHIPPER, FORWARDER));
        _refuse(_but(i, 3, 0), _errorOn(IBillRefusals.BillEmptyContent.selector, BILL));
        _refuse(
            _but(i, 3, uint256(BILL)), abi.encodeWithSelector(IBillRefusals.BillContentUnchanged.selector, BILL, BILL)
        );
        _needs(i, FORWARDER, Powers.SURRENDER, 0);
        _expect();
        emit IBillOfLadingServices.AmendmentRequested(BILL, _by(FORWARDER, 3), CONTENT);
        _expectRemark(BILL, 3);
        _accept(i);
        IBillOfLading.Bill memory bill = _awayBill(3);
        bill.amendmentRequested = true;
        _isBill(BILL, bill);
        _same(abi.encode(on.services.requestedContentOf(BILL)), abi.encode(CONTENT));
        bytes4 nothing = IBillRefusals.BillNothingToReject.selector;
        _refuse(_reject(BILL, 3, FORWARDER), _errorOn(nothing, BILL, FORWARDER));

        i = _amend(BILL, 3, CONTENT);
        _refuse(_on(i, APART, 1), _errorOn(IBillRefusals.BillAmendmentNotRequested.selector, APART));
        _refuse(
            _but(i, 3, uint256(PAPER)),
            abi.encodeWithSelector(IBillRefusals.BillContentNotRequested.selector, BILL, PAPER, CONTENT)
        );
        _ofCarrier(i, ISSUED);
        _same(abi.encode(on.services.contentOf(BILL)), abi.encode(BILL));
        _expect();
        emit IBillOfLadingServices.BillAmended(BILL, _by(CARRIER, 4), CONTENT, BILL);
        _expectRemark(BILL, 4);
        _accept(i);
        _isBill(BILL, _awayBill(4));
        _same(abi.encode(on.services.contentOf(BILL)), abi.encode(CONTENT));
        _same(abi.encode(on.services.requestedContentOf(BILL)), abi.encode(bytes32(0)));
        _same(abi.encode(on.services.contentOf(keccak256("none"))), abi.encode(bytes32(0)));
        _refuse(
            _requestAmendment(BILL, 4, FORWARDER, CONTENT),
            abi.encodeWithSelector(IBillRefusals.BillContentUnchanged.selector, BILL, CONTENT)
        );
        _accept(_requestAmendment(BILL, 4, FORWARDER, PAPER));
        _expect();
        emit IBillOfLadingServices.BillAmended(BILL, _by(CARRIER, 6), PAPER, CONTENT);
        _expectRemark(BILL, 6);
        _accept(_amend(BILL, 5, PAPER));
    }

    function test_request_lapsesWithATransfer() external {
        _accept(_requestAmendment(BILL, 1, SHIPPER, CONTENT));
        _accept(_transfer(BILL, 2, SHIPPER, FORWARDER));
        _isBill(BILL, _awayBill(3));
        _same(abi.encode(on.services.requestedContentOf(BILL)), abi.encode(bytes32(0)));
        _refuse(_amend(BILL, 3, CONTENT), _errorOn(IBillRefusals.BillAmendmentNotRequested.selector, BILL));
    }

    function test_request_lapsesWithARestrictiveEndorsement() external {
        _accept(_requestAmendment(BILL, 1, SHIPPER, CONTENT));
        _accept(_endorse(BILL, 2, SHIPPER, RESTRICTIVE, BANK, BANK));
        _same(abi.encode(on.services.requestedContentOf(BILL)), abi.encode(bytes32(0)));
    }

    function test_request_ofAPledgedBillIsTheBanksToo() external {
        Intent memory i = _with(_requestAmendment(PLEDGED, 2, SHIPPER, CONTENT), Cast.key(BANK));
        _needs(i, 0, SHIPPER, Powers.SURRENDER, 0);
        _needs(i, 1, BANK, Powers.PLEDGE, 0);
        _expect();
        emit IBillOfLadingServices.AmendmentRequested(PLEDGED, _by(SHIPPER, 3), CONTENT);
        _expectRemark(PLEDGED, 3);
        _accept(i);
        IBillOfLading.Bill memory bill = _fresh(3);
        (bill.pledgee, bill.amendmentRequested) = (BANK, true);
        _isBill(PLEDGED, bill);
    }

    function test_request_byAnEndorsersHolder() external {
        _accept(_endorse(BILL, 1, SHIPPER, RESTRICTIVE, BANK, 0));
        _accept(_requestAmendment(BILL, 2, SHIPPER, CONTENT));
        // The endorsee has not acted, and may reject.
        _accept(_reject(BILL, 3, BANK));
        _isBill(BILL, _circulated(4));
    }

    function _paper(bytes32 id, uint32 version, BillKind kind, uint24 title) private view {
        IBillOfLading.Bill memory bill = _circulated(version);
        (bill.state, bill.kind, bill.holder) = (BillState.OnPaper, kind, CARRIER);
        (bill.titleHolder, bill.surrenderedBy) = (title, SHIPPER);
        _isBill(id, bill);
    }

    function test_toPaper() external {
        _accept(_surrenderFor(BILL, 1, SHIPPER, SurrenderReason.SwitchToPaper));
        Intent memory i = _toPaper(BILL, 2, 3);
        bytes32 other = keccak256("other");
        _issued(other);
        _accept(_surrenderFor(other, 1, SHIPPER, SurrenderReason.Split));
        bytes4 reason = IBillRefusals.BillUnexpectedReason.selector;
        _refuse(_on(i, other, 2), _errorOn(reason, other, uint8(SurrenderReason.Split)));
        _refuse(_but(i, 3, 0), _errorOn(IBillRefusals.BillEmptyContent.selector, BILL));
        _refuse(_but(i, 4, 0), _errorOn(IBillRefusals.BillOriginalsMissing.selector, BILL));
        _ofCarrier(i, PENDING);
        _expect();
        emit IBillOfLadingServices.ConvertedToPaper(BILL, _by(CARRIER, 3, 0, 3), PAPER);
        _expectRemark(BILL, 3);
        _accept(i);
        _paper(BILL, 3, BillKind.ToOrder, SHIPPER);
        (bytes32 commitment, uint8 originals) = on.services.paperOf(BILL);
        _same(abi.encode(commitment, originals), abi.encode(PAPER, 3));
        // Another set of one.
        _accept(_surrenderFor(STRAIGHT, 1, SHIPPER, SurrenderReason.SwitchToPaper));
        _accept(_toPaper(STRAIGHT, 2, 1));
        _paper(STRAIGHT, 3, BillKind.Straight, SHIPPER);
    }

    function _onPaper(bytes32 id, uint32 version, uint24 holder) private {
        _accept(_surrenderFor(id, version, holder, SurrenderReason.SwitchToPaper));
        _accept(_toPaper(id, version + 1, 3));
    }

    function test_fromPaper() external {
        _onPaper(BILL, 1, SHIPPER);
        Intent memory i = _fromPaper(BILL, 3, 3, BANK, CONSIGNEE);
        bytes4 incomplete = IBillRefusals.BillPaperSetIncomplete.selector;
        _refuse(_but(i, 3, 2), _errorOn(incomplete, BILL, 2, 3));
        _refuse(_but(i, 4, 0), _errorOn(IBillRefusals.BillRecipientMissing.selector, BILL));
        _refuse(_but(i, 5, NOBODY), _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY));
        _receives(i, 4, 0);
        _ofCarrier(i, ON_PAPER);
        _expect();
        emit IBillOfLadingServices.ReturnedFromPaper(BILL, _by(CARRIER, 4, BANK, 0), CONSIGNEE);
        _expectRemark(BILL, 4);
        _accept(i);
        IBillOfLading.Bill memory bill = _circulated(4);
        (bill.holder, bill.titleHolder) = (BANK, CONSIGNEE);
        _isBill(BILL, bill);
        (bytes32 commitment, uint8 originals) = on.services.paperOf(BILL);
        _same(abi.encode(commitment, originals), abi.encode(0, 0));
        _same(on.bills.wordOf(BILL) >> 136, 0);
    }

    function test_fromPaper_inBlank() external {
        _onPaper(BILL, 1, SHIPPER);
        _expect();
        emit IBillOfLadingServices.ReturnedFromPaper(BILL, _by(CARRIER, 4, BANK, 0), 0);
        _expectRemark(BILL, 4);
        _accept(_fromPaper(BILL, 3, 3, BANK, 0));
        IBillOfLading.Bill memory bill = _circulated(4);
        (bill.holder, bill.titleHolder, bill.blank) = (BANK, BANK, true);
        _isBill(BILL, bill);
        // And by name again.
        _onPaper(BILL, 4, BANK);
        _accept(_fromPaper(BILL, 6, 3, FORWARDER, FORWARDER));
        bill = _circulated(7);
        (bill.holder, bill.titleHolder) = (FORWARDER, FORWARDER);
        _isBill(BILL, bill);
    }

    function test_fromPaper_aRestrictionStaysWithItsTitle() external {
        _onPaper(RESTRICTED, 2, BANK);
        _accept(_fromPaper(RESTRICTED, 4, 3, SHIPPER, BANK));
        IBillOfLading.Bill memory bill = _circulated(5);
        (bill.titleHolder, bill.restricted) = (BANK, true);
        _isBill(RESTRICTED, bill);
        _accept(_transfer(RESTRICTED, 5, SHIPPER, BANK));
        _onPaper(RESTRICTED, 6, BANK);
        _accept(_fromPaper(RESTRICTED, 8, 3, SHIPPER, SHIPPER));
        _isBill(RESTRICTED, _circulated(9));
    }

    function test_fromPaper_ofABlankBillToItsBearerByName() external {
        _accept(_endorse(BILL, 1, SHIPPER, IN_BLANK, 0, 0));
        _onPaper(BILL, 2, SHIPPER);
        _accept(_fromPaper(BILL, 4, 3, SHIPPER, CARRIER));
        IBillOfLading.Bill memory bill = _circulated(5);
        bill.titleHolder = CARRIER;
        _isBill(BILL, bill);
    }

    function test_fromPaper_ofAStraightBill() external {
        _onPaper(STRAIGHT, 1, SHIPPER);
        bytes4 mismatch = IBillRefusals.BillTitleHolderMismatch.selector;
        _refuse(_fromPaper(STRAIGHT, 3, 3, BANK, BANK), _error(mismatch, uint8(BillKind.Straight), BANK));
        _refuse(_fromPaper(STRAIGHT, 3, 3, BANK, 0), _error(mismatch, uint8(BillKind.Straight), 0));
        _accept(_fromPaper(STRAIGHT, 3, 3, BANK, SHIPPER));
    }
}
