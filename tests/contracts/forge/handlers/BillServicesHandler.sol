// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AMEND_TYPEHASH,
    Amend,
    CONVERT_TO_PAPER_TYPEHASH,
    ConvertToPaper,
    EXECUTE_NOMINATION_TYPEHASH,
    ExecuteNomination,
    NOMINATE_TYPEHASH,
    Nominate,
    REQUEST_AMENDMENT_TYPEHASH,
    RETURN_FROM_PAPER_TYPEHASH,
    RequestAmendment,
    ReturnFromPaper,
    SURRENDER_FOR_AMENDMENT_TYPEHASH,
    SurrenderForAmendment,
    VOID_BILL_TYPEHASH,
    VoidBill
} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState, EndorsementKind, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Registry} from "../ghosts/Registry.sol";
import {vm} from "../utils/Vm.sol";
import {BillBase} from "./BillBase.sol";

/// @notice The rarer actions on bills: remote endorsement, amendment, paper and back, voiding.
contract BillServicesHandler is BillBase {
    constructor(Registry registry, Bills bills) BillBase(registry, bills) {}

    function nominate(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_split);
        Nominate memory action = Nominate({
            billId: id,
            version: _seen(bill.version),
            actor: _or(_title(bill)),
            endorsement: uint8(_below(_lies() ? 4 : 2)),
            endorsee: _or(_party()),
            deliverTo: 0,
            representedParty: _represented(),
            remark: 0
        });
        if (_chance(50)) action.deliverTo = _or(action.endorsee);
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(NOMINATE_TYPEHASH, action)), action.actor, Powers.TRANSFER);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.nominate, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "nominate");
        _mustBeUnpledged(bill, "nominate");
        _must(action.actor == _title(bill), "nominate: not by the title holder");
        _must(action.actor != bill.holder, "nominate: with possession");
        _must(bill.kind == BillKind.ToOrder || bill.kind == BillKind.Bearer, "nominate: not negotiable");
        _must(!bill.restricted, "nominate: after a restrictive endorsement");
        _must(action.deliverTo == 0 || action.deliverTo == action.endorsee, "nominate: delivered to another");
        _mustBeSigned(action.actor, Powers.TRANSFER, 0, "nominate");
        if (!bill.delivered) _act(bill);
        bill.nominee = action.endorsee;
        bill.nomineeReceives = action.deliverTo != 0;
        bill.nomineeRestricted = action.endorsement == uint8(EndorsementKind.Restrictive);
        _settle(id, bill);
    }

    function executeNomination(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_nominated);
        ExecuteNomination memory action = ExecuteNomination({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            endorsee: _or(bill.nominee),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(EXECUTE_NOMINATION_TYPEHASH, action)), action.actor, Powers.TRANSFER);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.executeNomination, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "executeNomination");
        _mustBeUnpledged(bill, "executeNomination");
        _mustBeHolder(bill, action.actor, Powers.TRANSFER, "executeNomination");
        _must(bill.nominee != 0 && action.endorsee == bill.nominee, "executeNomination: of another");
        _must(REGISTRY.active(bill.nominee), "executeNomination: to nobody");
        (uint24 nominee, bool receives, bool restricted) = (bill.nominee, bill.nomineeReceives, bill.nomineeRestricted);
        _remember(bill, nominee, receives);
        bill.title = nominee;
        bill.blank = false;
        bill.restricted = restricted;
        if (receives) bill.holder = nominee;
        _settle(id, bill);
    }

    function requestAmendment(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_issued);
        RequestAmendment memory action = RequestAmendment({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            content: _lies() ? bill.content : bytes32(_random()),
            representedParty: _represented(),
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(REQUEST_AMENDMENT_TYPEHASH, action));
        bytes memory signatures = _signedBill(structHash, action.actor, Powers.SURRENDER);
        if (bill.pledgee != 0 && !_lies()) {
            signatures =
                bytes.concat(signatures, _signedToo(address(CONTRACT), structHash, bill.pledgee, Powers.PLEDGE));
        }
        _call(address(CONTRACT), abi.encodeCall(SERVICES.requestAmendment, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "requestAmendment");
        _must(action.actor == bill.holder, "requestAmendment: not by the holder");
        if (bill.pledgee == 0) {
            _mustBeSigned(action.actor, Powers.SURRENDER, 0, "requestAmendment");
        } else {
            _mustBeSignedByBoth(
                Party(action.actor, Powers.SURRENDER, 0), Party(bill.pledgee, Powers.PLEDGE, 0), "requestAmendment"
            );
        }
        if (bill.delivered) _act(bill);
        bill.amendmentRequested = true;
        bill.requested = action.content;
        _settle(id, bill);
    }

    function amend(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_amendable);
        Amend memory action = Amend({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            content: _lies() ? bytes32(_random()) : bill.requested,
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures = _signedBill(keccak256(abi.encode(AMEND_TYPEHASH, action)), action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.amend, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "amend");
        _mustBeCarrier(bill, action.actor, "amend");
        _must(bill.amendmentRequested && action.content == bill.requested, "amend: without the holder's consent");
        bill.amendmentRequested = false;
        bill.content = action.content;
        _settle(id, bill);
    }

    function surrenderForAmendment(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_surrenderable);
        uint8 reason = uint8(1 + _below(_lies() ? 8 : 6));
        if (_chance(30)) reason = uint8(SurrenderReason.SwitchToPaper);
        if (_chance(40)) reason = uint8(SurrenderReason.Combine);
        SurrenderForAmendment memory action = SurrenderForAmendment({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            reason: reason,
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures = _signedBill(
            keccak256(abi.encode(SURRENDER_FOR_AMENDMENT_TYPEHASH, action)), action.actor, Powers.SURRENDER
        );
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.surrenderForAmendment, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "surrenderForAmendment");
        _mustBeUnpledged(bill, "surrenderForAmendment");
        _mustBeHolder(bill, action.actor, Powers.SURRENDER, "surrenderForAmendment");
        _must(_title(bill) == action.actor, "surrenderForAmendment: without title");
        _must(bill.kind != BillKind.SeaWaybill, "surrenderForAmendment: of a sea waybill");
        _moves(bill);
        bill.surrenderedBy = action.actor;
        bill.holder = bill.carrier;
        bill.reason = SurrenderReason(reason);
        bill.state = BillState.PendingSurrenderForAmendment;
        _settle(id, bill);
    }

    function convertToPaper(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_forPaper);
        ConvertToPaper memory action = ConvertToPaper({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            paper: _lies() ? bytes32(0) : bytes32(_random()),
            originals: uint8(_below(4)),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(CONVERT_TO_PAPER_TYPEHASH, action)), action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.convertToPaper, (action, signatures)));

        _mustMove(bill, action.version, BillState.PendingSurrenderForAmendment, "convertToPaper");
        _mustBeCarrier(bill, action.actor, "convertToPaper");
        _must(bill.reason == SurrenderReason.SwitchToPaper, "convertToPaper: surrendered for something else");
        bill.reason = SurrenderReason.None;
        bill.originals = action.originals;
        bill.state = BillState.OnPaper;
        _settle(id, bill);
    }

    function returnFromPaper(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_onPaper);
        bool straight = bill.kind == BillKind.Straight;
        ReturnFromPaper memory action = ReturnFromPaper({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            originals: _lies() ? bill.originals - 1 : bill.originals,
            holder: _or(_party()),
            titleHolder: _or(straight ? bill.title : _chance(30) ? 0 : _party()),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(RETURN_FROM_PAPER_TYPEHASH, action)), action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.returnFromPaper, (action, signatures)));

        _mustMove(bill, action.version, BillState.OnPaper, "returnFromPaper");
        _mustBeCarrier(bill, action.actor, "returnFromPaper");
        _must(action.originals == bill.originals, "returnFromPaper: without the complete set");
        _must(REGISTRY.active(action.holder), "returnFromPaper: to nobody");
        bool unchanged = !bill.blank && action.titleHolder == bill.title;
        _must(!straight || unchanged, "returnFromPaper: another consignee");
        _moves(bill);
        bill.originals = 0;
        bill.surrenderedBy = 0;
        bill.holder = action.holder;
        bill.title = action.titleHolder;
        bill.blank = action.titleHolder == 0;
        bill.restricted = bill.restricted && unchanged;
        bill.state = BillState.Issued;
        _settle(id, bill);
    }

    function voidBill(uint256 seed) external drawn(seed) {
        // Else most bills would end here.
        vm.assume(_chance(25));
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_uncirculated);
        VoidBill memory action = VoidBill({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            holder: _or(bill.holder),
            representedParty: _represented(),
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(VOID_BILL_TYPEHASH, action));
        bytes memory signatures = bytes.concat(
            _signedBill(structHash, action.actor, Powers.ISSUE),
            _signedToo(address(CONTRACT), structHash, action.holder, Powers.SURRENDER)
        );
        _call(address(CONTRACT), abi.encodeCall(SERVICES.voidBill, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "voidBill");
        _mustBeUnpledged(bill, "voidBill");
        _must(!bill.circulated, "voidBill: after it circulated");
        _must(_contracts().orders.liveOrderOf(id) == 0, "voidBill: with a live release order");
        _must(_contracts().boxes.sharedOf(id) == 0, "voidBill: while it shares a container");
        _must(action.actor == bill.carrier && action.holder == bill.holder, "voidBill: not by its carrier and holder");
        _mustBeSignedByBoth(
            Party(action.actor, Powers.ISSUE, Roles.CARRIER), Party(action.holder, Powers.SURRENDER, 0), "voidBill"
        );
        _lapse(bill);
        bill.state = BillState.Voided;
        _settle(id, bill);
    }

    function _split(Bills.GhostBill memory bill) private pure returns (bool) {
        bool negotiable = bill.kind == BillKind.ToOrder || bill.kind == BillKind.Bearer;
        return _circulates(bill) && negotiable && !bill.restricted && bill.holder != _title(bill);
    }

    function _nominated(Bills.GhostBill memory bill) private pure returns (bool) {
        return _circulates(bill) && bill.nominee != 0;
    }

    function _issued(Bills.GhostBill memory bill) private pure returns (bool) {
        return bill.state == BillState.Issued && bill.frozenBy == 0;
    }

    function _amendable(Bills.GhostBill memory bill) private pure returns (bool) {
        return _issued(bill) && bill.amendmentRequested;
    }

    function _forPaper(Bills.GhostBill memory bill) private pure returns (bool) {
        return _surrendered(bill) && bill.reason == SurrenderReason.SwitchToPaper;
    }

    function _onPaper(Bills.GhostBill memory bill) private pure returns (bool) {
        return bill.state == BillState.OnPaper && bill.frozenBy == 0;
    }

    function _uncirculated(Bills.GhostBill memory bill) private pure returns (bool) {
        return _issued(bill) && bill.pledgee == 0 && !bill.circulated;
    }
}
