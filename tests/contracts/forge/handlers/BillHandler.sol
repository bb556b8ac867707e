// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

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
} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState, EndorsementKind, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Registry} from "../ghosts/Registry.sol";
import {CARRIER, SECOND_CARRIER} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {BillBase} from "./BillBase.sol";

/// @notice The everyday life of bills: issue, endorsement, possession, surrender for delivery.
contract BillHandler is BillBase {
    constructor(Registry registry, Bills bills) BillBase(registry, bills) {}

    function issue(uint256 seed) external drawn(seed) {
        vm.assume(BILLS.count() < MAX_BILLS);
        uint8 kind = uint8(_below(_lies() ? 6 : 4));
        uint24 holder = _or(_party());
        uint24 titleHolder = kind == uint8(BillKind.Bearer) ? 0 : _chance(60) ? holder : _party();
        IssueBill memory action = IssueBill({
            billId: _lies() ? _someBill() : _newId(),
            actor: _or(_pick(CARRIER, SECOND_CARRIER)),
            kind: kind,
            holder: holder,
            titleHolder: _or(titleHolder),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(ISSUE_BILL_TYPEHASH, action)), action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.issueBill, (action, signatures)));

        _mustBeSigned(action.actor, Powers.ISSUE, Roles.CARRIER, "issue");
        _must(BILLS.get(action.billId).version == 0, "issue: twice");
        _must(REGISTRY.active(action.holder), "issue: to nobody");
        _must(action.titleHolder == 0 || REGISTRY.active(action.titleHolder), "issue: title with nobody");
        _must((kind == uint8(BillKind.Bearer)) == (action.titleHolder == 0), "issue: title does not suit the kind");
        Bills.GhostBill memory bill;
        bill.kind = BillKind(kind);
        bill.state = BillState.Issued;
        bill.carrier = action.actor;
        bill.holder = action.holder;
        bill.title = action.titleHolder;
        bill.blank = bill.kind == BillKind.Bearer;
        bill.content = action.billId;
        _settle(action.billId, bill);
    }

    function endorse(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_endorsable);
        uint8 endorsement = uint8(_below(_lies() ? 5 : 3));
        bool inBlank = endorsement == uint8(EndorsementKind.InBlank);
        Endorse memory action = Endorse({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            endorsement: endorsement,
            endorsee: inBlank ? 0 : _or(_party()),
            deliverTo: 0,
            representedParty: _represented(),
            remark: 0
        });
        if (_chance(60)) action.deliverTo = inBlank ? _or(_party()) : _or(action.endorsee);
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(ENDORSE_TYPEHASH, action)), action.actor, Powers.TRANSFER);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.endorseBill, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "endorse");
        _mustBeUnpledged(bill, "endorse");
        _mustBeHolder(bill, action.actor, Powers.TRANSFER, "endorse");
        _must(_title(bill) == action.actor, "endorse: not by the title holder");
        _must(bill.kind == BillKind.ToOrder || bill.kind == BillKind.Bearer, "endorse: not negotiable");
        _must(!bill.restricted, "endorse: after a restrictive endorsement");
        _must(action.endorsee == 0 || REGISTRY.active(action.endorsee), "endorse: to nobody");
        _must(action.deliverTo == 0 || REGISTRY.active(action.deliverTo), "endorse: delivered to nobody");
        _must(inBlank == (action.endorsee == 0), "endorse: the endorsee does not suit");
        _remember(bill, action.deliverTo != 0 ? action.deliverTo : action.endorsee, action.deliverTo != 0);
        bill.title = action.endorsee;
        bill.blank = inBlank;
        bill.restricted = endorsement == uint8(EndorsementKind.Restrictive);
        if (action.deliverTo != 0) bill.holder = action.deliverTo;
        _settle(id, bill);
    }

    function transferPossession(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_circulates);
        TransferPossession memory action = TransferPossession({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            holder: _or(_chance(40) ? _title(bill) : _party()),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(TRANSFER_POSSESSION_TYPEHASH, action)), action.actor, Powers.TRANSFER);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.transfer, (action, signatures)));

        _settleTransfer(action);
        _compare(id);
    }

    function rejectTransfer(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_rejectable);
        RejectTransfer memory action = RejectTransfer({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.mayReject),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(REJECT_TRANSFER_TYPEHASH, action)), action.actor, Powers.TRANSFER);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.rejectTransfer, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "rejectTransfer");
        _mustBeUnpledged(bill, "rejectTransfer");
        _mustBeSigned(action.actor, Powers.TRANSFER, 0, "rejectTransfer");
        _must(action.actor != 0 && action.actor == bill.mayReject, "rejectTransfer: not by its recipient");
        bill.holder = bill.formerHolder;
        bill.title = bill.formerTitle;
        bill.blank = bill.formerlyBlank;
        bill.restricted = bill.formerlyRestricted;
        _moves(bill);
        _settle(id, bill);
    }

    function surrenderForDelivery(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_surrenderable);
        SurrenderForDelivery memory action = SurrenderForDelivery({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            releaseTo: _or(_party()),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(SURRENDER_FOR_DELIVERY_TYPEHASH, action)), action.actor, Powers.SURRENDER);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.surrenderForDelivery, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "surrenderForDelivery");
        _mustBeUnpledged(bill, "surrenderForDelivery");
        _mustBeHolder(bill, action.actor, Powers.SURRENDER, "surrenderForDelivery");
        _must(_title(bill) == action.actor, "surrenderForDelivery: without title");
        _must(bill.kind != BillKind.SeaWaybill, "surrenderForDelivery: of a sea waybill");
        _must(REGISTRY.active(action.releaseTo), "surrenderForDelivery: to nobody");
        _moves(bill);
        bill.surrenderedBy = action.actor;
        bill.holder = bill.carrier;
        bill.releaseTo = action.releaseTo;
        bill.state = BillState.PendingSurrenderForDelivery;
        _settle(id, bill);
    }

    function acceptSurrender(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_acceptable);
        AcceptSurrender memory action = AcceptSurrender({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(ACCEPT_SURRENDER_TYPEHASH, action)), action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.acceptSurrender, (action, signatures)));

        _mustMove(bill, action.version, bill.state, "acceptSurrender");
        _must(_surrendered(bill), "acceptSurrender: of none");
        _must(bill.reason != SurrenderReason.SwitchToPaper, "acceptSurrender: of one for paper");
        _mustBeCarrier(bill, action.actor, "acceptSurrender");
        bool delivery = bill.state == BillState.PendingSurrenderForDelivery;
        bill.state = delivery ? BillState.SurrenderedForDelivery : BillState.SurrenderedForAmendment;
        _settle(id, bill);
    }

    function rejectSurrender(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_surrendered);
        RejectSurrender memory action = RejectSurrender({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(REJECT_SURRENDER_TYPEHASH, action)), action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.rejectSurrender, (action, signatures)));

        _mustMove(bill, action.version, bill.state, "rejectSurrender");
        _must(_surrendered(bill), "rejectSurrender: of none");
        _mustBeCarrier(bill, action.actor, "rejectSurrender");
        bill.holder = bill.surrenderedBy;
        bill.surrenderedBy = 0;
        bill.releaseTo = 0;
        bill.reason = SurrenderReason.None;
        bill.state = BillState.Issued;
        _settle(id, bill);
    }
}
