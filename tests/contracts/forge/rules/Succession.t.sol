// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import {IBillRefusals} from "../../../../contracts/interfaces/IBillRefusals.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {
    COMBINE_BILLS_TYPEHASH,
    CombineBills,
    SPLIT_BILL_TYPEHASH,
    SplitBill,
    VOID_BILL_TYPEHASH
} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {BANK, CARRIER, CONSIGNEE, Cast, COURT, SECOND_CARRIER, SHIPPER} from "../utils/Cast.sol";
import {Signing} from "../utils/Signing.sol";
import {vm} from "../utils/Vm.sol";
import {Intent} from "./Rules.sol";
import {ServicesBase} from "./ServicesBase.sol";

/// @notice The rules of a bill's end: voiding, reissue, split and combination; and of a court's freeze.
contract SuccessionRules is ServicesBase {
    bytes32 private constant NEXT = keccak256("next");
    uint256 private constant ACCEPTED = 1 << uint8(BillState.SurrenderedForAmendment);
    uint256 private constant ALIVE = 0xff & ~uint256(1 | (1 << uint8(BillState.Voided)));

    function _ofCarrier(Intent memory i, uint256 allowed) private {
        _common(i, allowed);
        _refuse(
            _but(i, ACTOR, SECOND_CARRIER),
            _errorOn(IBillRefusals.BillNotCarrier.selector, bytes32(_word(i, ID)), SECOND_CARRIER, CARRIER)
        );
        _needs(i, 0, CARRIER, Powers.ISSUE, Roles.CARRIER);
    }

    function _ended(uint32 version, SurrenderReason reason) private pure returns (IBillOfLading.Bill memory bill) {
        bill = _circulated(version);
        (bill.state, bill.holder, bill.surrenderedBy) = (BillState.SurrenderedForAmendment, CARRIER, SHIPPER);
        (bill.reason, bill.replaced) = (reason, true);
    }

    function _expectSuccessor(bytes32 id, bytes32 origin) private {
        emit IBillOfLadingServices.SuccessorIssued(
            id, _by(CARRIER, 1, SHIPPER, uint16(BillKind.ToOrder)), SHIPPER, origin
        );
    }

    function test_void() external {
        Intent memory i = _void(BILL, 1, SHIPPER);
        _ofCarrier(i, ISSUED);
        _refusePledged(i);
        _refuse(_but(i, 3, BANK), _errorOn(IBillRefusals.BillNotHolder.selector, BILL, BANK, SHIPPER));
        _refuse(_on(_but(i, 3, BANK), RESTRICTED, 2), _errorOn(IBillRefusals.BillCirculated.selector, RESTRICTED));
        _needs(i, 1, SHIPPER, Powers.SURRENDER, 0);
        _expect();
        emit IBillOfLadingServices.BillVoided(BILL, _by(CARRIER, 2, SHIPPER, 0), Cast.wallet(SHIPPER));
        _expectRemark(BILL, 2);
        _accept(i);
        IBillOfLading.Bill memory bill = _fresh(2);
        bill.state = BillState.Voided;
        _isBill(BILL, bill);
        bytes4 unexpected = IBillRefusals.BillUnexpectedState.selector;
        _refuse(_freeze(BILL, 2, COURT), _errorOn(unexpected, BILL, uint8(BillState.Voided), ALIVE));
    }

    function test_void_endsWhatIsPending() external {
        _accept(_requestAmendment(BILL, 1, SHIPPER, CONTENT));
        _accept(_nominate(APART, 1, CONSIGNEE, TO_ORDER, BANK, 0));
        _accept(_void(BILL, 2, SHIPPER));
        _accept(_void(APART, 2, SHIPPER));
        IBillOfLading.Bill memory bill = _fresh(3);
        bill.state = BillState.Voided;
        _isBill(BILL, bill);
        bill.titleHolder = CONSIGNEE;
        _isBill(APART, bill);
    }

    /// @dev The carrier, which holds its own bill, attests by two wallets, or by one twice: one for each part that it has.
    function test_void_byACarrierThatHoldsTheBill() external {
        _accept(_issue(NEXT, BillKind.ToOrder, CARRIER, CARRIER));
        Intent memory i = _void(NEXT, 1, CARRIER);
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = _hash(i);
        bytes memory one = Signing.sign(Cast.key(CARRIER), i.target, _setHash(VOID_BILL_TYPEHASH, 0, leaves[0]));
        _accept(i.target, abi.encodeCall(ISigned.attest, (VOID_BILL_TYPEHASH, leaves, bytes.concat(one, one))));
        _accept(i.target, _data(i, ""));
        _same(uint8(_bill(NEXT).state), uint8(BillState.Voided));
    }

    function test_reissue() external {
        bytes32 id = keccak256("surrendered");
        _surrendered(id, SurrenderReason.ChangeOfDestination);
        Intent memory i = _reissue(id, 3, NEXT);
        _ofCarrier(i, ACCEPTED);
        _refuse(_but(i, 3, 0), _error(IBillRefusals.BillEmptyId.selector));
        _refuse(_but(i, 3, uint256(BILL)), _errorOn(IBillRefusals.BillAlreadyIssued.selector, BILL));
        bytes4 reason = IBillRefusals.BillUnexpectedReason.selector;
        bytes32 other = keccak256("split");
        _surrendered(other, SurrenderReason.Split);
        _refuse(_on(i, other, 3), _errorOn(reason, other, uint8(SurrenderReason.Split)));
        other = keccak256("combined");
        _surrendered(other, SurrenderReason.Combine);
        _refuse(_on(i, other, 3), _errorOn(reason, other, uint8(SurrenderReason.Combine)));
        _expect();
        _expectSuccessor(NEXT, id);
        emit IBillOfLadingServices.BillReissued(id, _by(CARRIER, 4), NEXT);
        _expectRemark(id, 4);
        _accept(i);
        _isBill(id, _ended(4, SurrenderReason.ChangeOfDestination));
        _isBill(NEXT, _fresh(1));
        _same(abi.encode(on.services.successorOf(id)), abi.encode(NEXT));
        _same(abi.encode(on.services.originOf(NEXT)), abi.encode(id));
        _same(abi.encode(on.services.originOf(id)), abi.encode(bytes32(0)));
        _refuse(_reissue(id, 4, keccak256("again")), _errorOn(IBillRefusals.BillAlreadyReplaced.selector, id));
    }

    function test_reissue_bySets() external {
        bytes32 id = keccak256("surrendered");
        _surrendered(id, SurrenderReason.Amendment);
        Intent memory i = _reissue(id, 3, NEXT);
        _accept(i.target, _data(i, _signaturesInSets(i)));
        _isBill(NEXT, _fresh(1));
    }

    function test_reissue_toAnActiveMember() external {
        bytes32 id = keccak256("surrendered");
        _surrendered(id, SurrenderReason.Amendment);
        _suspend(SHIPPER);
        bytes memory suspended = _error(IConsortium.ConsortiumMemberSuspended.selector, SHIPPER);
        _refuse(_reissue(id, 3, NEXT), suspended);
    }

    /// @dev What the successor can do, its origin's title could.
    function test_reissue_ofEachTitle() external {
        _accept(_endorse(BILL, 1, SHIPPER, IN_BLANK, 0, BANK));
        _reissued(BILL, 2, BANK, BillKind.Bearer);
        _reissued(RESTRICTED, 2, BANK, BillKind.Straight);
        _reissued(STRAIGHT, 1, SHIPPER, BillKind.Straight);
    }

    function _reissued(bytes32 id, uint32 version, uint24 holder, BillKind kind) private {
        bytes32 next = keccak256(abi.encode("after", id));
        _accept(_surrenderFor(id, version, holder, SurrenderReason.SwitchBill));
        _accept(_acceptSurrender(id, version + 1));
        _expect();
        emit IBillOfLadingServices.SuccessorIssued(next, _by(CARRIER, 1, holder, uint16(kind)), holder, id);
        emit IBillOfLadingServices.BillReissued(id, _by(CARRIER, version + 3), next);
        _expectRemark(id, version + 3);
        _accept(_reissue(id, version + 2, next));
        IBillOfLading.Bill memory bill = _fresh(1);
        (bill.kind, bill.holder, bill.titleHolder) = (kind, holder, holder);
        bill.blank = kind == BillKind.Bearer;
        _isBill(next, bill);
        _same((on.bills.wordOf(next) >> 112) & 0xffffff, bill.blank ? 0 : holder);
    }

    function _children(uint256 count) private pure returns (bytes32[] memory children) {
        children = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            children[i] = keccak256(abi.encode("child", i));
        }
    }

    function _refuseSplit(SplitBill memory a, uint256 key, bytes memory reason) private {
        _refuse(address(on.bills), _split(a, key), reason);
    }

    function test_split() external {
        bytes32 id = keccak256("to be split");
        _surrendered(id, SurrenderReason.Split);
        uint256 key = Cast.key(CARRIER);
        SplitBill memory a = SplitBill(id, 3, CARRIER, PARTY, REMARK, _children(2));
        a.version = 2;
        _refuseSplit(a, key, _errorOn(IBillRefusals.BillStaleVersion.selector, id, 2, 3));
        (a.version, a.actor) = (3, SECOND_CARRIER);
        _refuseSplit(a, key, _errorOn(IBillRefusals.BillNotCarrier.selector, id, SECOND_CARRIER, CARRIER));
        a.actor = CARRIER;
        bytes4 count = IBillRefusals.BillCount.selector;
        a.children = _children(1);
        _refuseSplit(a, key, _error(count, 1));
        a.children = _children(65);
        _refuseSplit(a, key, _error(count, 65));
        a.children = _children(2);
        a.children[1] = a.children[0];
        _refuseSplit(a, key, _errorOn(IBillRefusals.BillAlreadyIssued.selector, a.children[0]));
        a.children[1] = 0;
        _refuseSplit(a, key, _error(IBillRefusals.BillEmptyId.selector));
        a.children = _children(2);
        bytes32 other = keccak256("reissued");
        _surrendered(other, SurrenderReason.Amendment);
        a.billId = other;
        bytes4 reason = IBillRefusals.BillUnexpectedReason.selector;
        _refuseSplit(a, key, _errorOn(reason, other, uint8(SurrenderReason.Amendment)));
        a.billId = id;
        bytes4 lacks = IConsortium.ConsortiumWalletLacksPower.selector;
        uint32 powers = Powers.ALL & ~Powers.ISSUE;
        uint256 clerk = _enrol(CARRIER, powers, 0);
        _refuseSplit(a, clerk, _error(lacks, vm.addr(clerk), powers, Powers.ISSUE));

        _expect();
        _expectSuccessor(a.children[0], id);
        _expectSuccessor(a.children[1], id);
        emit IBillOfLadingServices.BillSplit(id, _by(CARRIER, 4), a.children);
        _expectRemark(id, 4);
        _accept(address(on.bills), _split(a, key));
        _isBill(id, _ended(4, SurrenderReason.Split));
        _isBill(a.children[0], _fresh(1));
        _isBill(a.children[1], _fresh(1));
        _same(abi.encode(on.services.originOf(a.children[1])), abi.encode(id));
        a.version = 4;
        _refuseSplit(a, key, _errorOn(IBillRefusals.BillAlreadyReplaced.selector, id));
    }

    function test_split_bySetsAndIntoAsManyAsMayBe() external {
        bytes32 id = keccak256("to be split");
        _surrendered(id, SurrenderReason.Split);
        SplitBill memory a = SplitBill(id, 3, CARRIER, PARTY, REMARK, _children(64));
        bytes memory head = abi.encode(
            a.billId, a.version, a.actor, a.representedParty, a.remark, keccak256(abi.encodePacked(a.children))
        );
        Intent memory i = _toBills(IBillOfLadingServices.splitBill.selector, SPLIT_BILL_TYPEHASH, head, CARRIER);
        _accept(i.target, abi.encodeCall(IBillOfLadingServices.splitBill, (a, _signaturesInSets(i))));
        _isBill(a.children[63], _fresh(1));
    }

    function _parents() private returns (CombineBills memory a) {
        bytes32[] memory parents = new bytes32[](2);
        uint32[] memory versions = new uint32[](2);
        for (uint256 i = 0; i < 2; ++i) {
            (parents[i], versions[i]) = (keccak256(abi.encode("parent", i)), 3);
            _surrendered(parents[i], SurrenderReason.Combine);
        }
        return CombineBills(NEXT, CARRIER, PARTY, REMARK, parents, versions);
    }

    function _refuseCombination(CombineBills memory a, bytes memory reason) private {
        _refuse(address(on.bills), _combine(a, Cast.key(CARRIER)), reason);
    }

    function test_combine() external {
        CombineBills memory a = _parents();
        bytes32[] memory parents = a.parents;
        a.parents = _children(1);
        _refuseCombination(a, _error(IBillRefusals.BillCount.selector, 1));
        a.parents = _children(65);
        _refuseCombination(a, _error(IBillRefusals.BillCount.selector, 65));
        a.parents = _children(3);
        _refuseCombination(a, _error(IBillRefusals.BillVersionsMismatch.selector, 3, 2));
        a.parents = parents;
        a.versions[1] = 4;
        _refuseCombination(a, _errorOn(IBillRefusals.BillStaleVersion.selector, parents[1], 4, 3));
        (a.versions[1], a.actor) = (3, SECOND_CARRIER);
        bytes4 carrier = IBillRefusals.BillNotCarrier.selector;
        _refuseCombination(a, _errorOn(carrier, parents[0], SECOND_CARRIER, CARRIER));
        (a.actor, a.billId) = (CARRIER, BILL);
        _refuseCombination(a, _errorOn(IBillRefusals.BillAlreadyIssued.selector, BILL));
        a.billId = 0;
        _refuseCombination(a, _error(IBillRefusals.BillEmptyId.selector));
        a.billId = NEXT;
        bytes32 other = keccak256("split");
        _surrendered(other, SurrenderReason.Split);
        a.parents[1] = other;
        bytes4 reason = IBillRefusals.BillUnexpectedReason.selector;
        _refuseCombination(a, _errorOn(reason, other, uint8(SurrenderReason.Split)));
        a.parents[1] = a.parents[0];
        _refuseCombination(a, _errorOn(IBillRefusals.BillAlreadyReplaced.selector, a.parents[0]));
        a.parents[1] = keccak256(abi.encode("parent", uint256(1)));

        _expect();
        _expectSuccessor(NEXT, 0);
        emit IBillOfLadingServices.BillCombined(a.parents[0], _by(CARRIER, 4), NEXT);
        emit IBillOfLadingServices.BillCombined(a.parents[1], _by(CARRIER, 4), NEXT);
        _expectRemark(NEXT, 1);
        _accept(address(on.bills), _combine(a, Cast.key(CARRIER)));
        _isBill(NEXT, _fresh(1));
        for (uint256 i = 0; i < 2; ++i) {
            _isBill(a.parents[i], _ended(4, SurrenderReason.Combine));
            _same(abi.encode(on.services.successorOf(a.parents[i])), abi.encode(NEXT));
        }
        _same(abi.encode(on.services.originOf(NEXT)), abi.encode(bytes32(0)));
    }

    function test_combine_bySets() external {
        CombineBills memory a = _parents();
        bytes memory head = abi.encode(
            a.billId,
            a.actor,
            a.representedParty,
            a.remark,
            keccak256(abi.encodePacked(a.parents)),
            keccak256(abi.encodePacked(a.versions))
        );
        bytes4 selector = IBillOfLadingServices.combineBills.selector;
        Intent memory i = _toBills(selector, COMBINE_BILLS_TYPEHASH, head, CARRIER);
        _accept(i.target, abi.encodeCall(IBillOfLadingServices.combineBills, (a, _signaturesInSets(i))));
        _isBill(NEXT, _fresh(1));
    }

    /// @dev What is combined is alike: the same party with the same title.
    function test_combine_ofBillsThatDiffer() external {
        CombineBills memory a = _parents();
        _accept(_surrenderFor(RESTRICTED, 2, BANK, SurrenderReason.Combine));
        _accept(_acceptSurrender(RESTRICTED, 3));
        (a.parents[1], a.versions[1]) = (RESTRICTED, 4);
        _refuseCombination(a, _errorOn(IBillRefusals.BillCombinationDiffers.selector, RESTRICTED));
    }

    function test_freeze() external {
        Intent memory i = _freeze(BILL, 1, COURT);
        _bindsVersion(i, IBillRefusals.BillStaleVersion.selector);
        _refuse(_on(i, FROZEN, 2), _errorOn(IBillRefusals.BillFrozen.selector, FROZEN));
        _refuse(_on(i, NEXT, 1), _errorOn(IBillRefusals.BillUnknown.selector, NEXT));
        _needs(i, COURT, Powers.FREEZE, Roles.COURT);
        _expect();
        emit IBillOfLadingServices.FreezeOrdered(BILL, _by(COURT, 2));
        _expectRemark(BILL, 2);
        _accept(i);
        IBillOfLading.Bill memory bill = _fresh(2);
        bill.frozen = true;
        _isBill(BILL, bill);
        _same(on.services.frozenBy(BILL), COURT);
    }

    function test_freeze_inEachStateThatIsNotVoided() external {
        _accept(_freeze(ENDED, 3, COURT));
        _same(abi.encode(_bill(ENDED).frozen), abi.encode(true));
        _accept(_surrender(BILL, 1, SHIPPER, CONSIGNEE));
        _accept(_freeze(BILL, 2, COURT));
        _accept(_surrenderFor(STRAIGHT, 1, SHIPPER, SurrenderReason.SwitchToPaper));
        _accept(_toPaper(STRAIGHT, 2, 1));
        _accept(_freeze(STRAIGHT, 3, COURT));
    }

    function test_freeze_ofARestrictedBill() external {
        _refuse(_unfreeze(RESTRICTED, 2, COURT), _errorOn(IBillRefusals.BillNotFrozen.selector, RESTRICTED));
        _accept(_freeze(RESTRICTED, 2, COURT));
        _accept(_unfreeze(RESTRICTED, 3, COURT));
        IBillOfLading.Bill memory bill = _circulated(4);
        (bill.holder, bill.titleHolder, bill.restricted) = (BANK, BANK, true);
        _isBill(RESTRICTED, bill);
    }

    function test_unfreeze() external {
        Intent memory i = _unfreeze(FROZEN, 2, COURT);
        _bindsVersion(i, IBillRefusals.BillStaleVersion.selector);
        _refuse(_on(i, BILL, 1), _errorOn(IBillRefusals.BillNotFrozen.selector, BILL));
        _refuse(_on(i, NEXT, 1), _errorOn(IBillRefusals.BillUnknown.selector, NEXT));
        bytes4 another = IBillRefusals.BillFrozenByAnother.selector;
        _refuse(_but(i, ACTOR, BANK), _errorOn(another, FROZEN, BANK, COURT));
        _needs(i, COURT, Powers.FREEZE, Roles.COURT);
        _expect();
        emit IBillOfLadingServices.FreezeLifted(FROZEN, _by(COURT, 3));
        _expectRemark(FROZEN, 3);
        _accept(i);
        _isBill(FROZEN, _fresh(3));
        _same(on.services.frozenBy(FROZEN), 0);
    }
}
