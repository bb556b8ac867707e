// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import {Pledge, TransferPossession} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Registry} from "../ghosts/Registry.sol";
import {BANK, CONSIGNEE, FORWARDER, PRINCIPAL, SECOND_BANK, SHIPPER} from "../utils/Cast.sol";
import {Handler} from "./Handler.sol";

/// @notice What the handlers of bills share.
abstract contract BillBase is Handler {
    uint256 internal constant MAX_BILLS = 80;

    Bills internal immutable BILLS;
    IBillOfLading internal immutable CONTRACT;
    IBillOfLadingServices internal immutable SERVICES;
    uint256 private _serial;

    constructor(Registry registry, Bills bills) Handler(registry) {
        BILLS = bills;
        CONTRACT = _contracts().bills;
        SERVICES = _contracts().services;
    }

    function _newId() internal returns (bytes32) {
        return keccak256(abi.encode(address(this), "bill", ++_serial));
    }

    /// @dev A party that deals in bills.
    function _party() internal returns (uint24) {
        uint24[6] memory parties = [SHIPPER, PRINCIPAL, CONSIGNEE, BANK, SECOND_BANK, FORWARDER];
        return parties[_below(parties.length)];
    }

    function _represented() internal returns (uint24) {
        return _chance(90) ? 0 : _anyone();
    }

    /// @dev Any bill; an id that is none, if there is none.
    function _someBill() internal returns (bytes32) {
        uint256 count = BILLS.count();
        return count == 0 ? bytes32(uint256(1)) : BILLS.idAt(_below(count));
    }

    /// @dev A bill that fits, or now and then any.
    function _billThat(function(Bills.GhostBill memory) internal pure returns (bool) fits)
        internal
        returns (bytes32 id, Bills.GhostBill memory bill)
    {
        uint256 count = BILLS.count();
        id = _someBill();
        if (!_lies()) {
            uint256 start = count == 0 ? 0 : _below(count);
            for (uint256 i = 0; i < count; ++i) {
                bytes32 other = BILLS.idAt((start + i) % count);
                if (!fits(BILLS.get(other))) continue;
                id = other;
                break;
            }
        }
        bill = BILLS.get(id);
    }

    function _free(Bills.GhostBill memory bill) internal pure returns (bool) {
        return bill.frozenBy == 0 && bill.pledgee == 0;
    }

    function _circulates(Bills.GhostBill memory bill) internal pure returns (bool) {
        return _free(bill) && bill.state == BillState.Issued && bill.kind != BillKind.SeaWaybill;
    }

    function _endorsable(Bills.GhostBill memory bill) internal pure returns (bool) {
        bool negotiable = bill.kind == BillKind.ToOrder || bill.kind == BillKind.Bearer;
        return _surrenderable(bill) && negotiable && !bill.restricted;
    }

    function _surrenderable(Bills.GhostBill memory bill) internal pure returns (bool) {
        return _circulates(bill) && bill.holder == _title(bill);
    }

    function _rejectable(Bills.GhostBill memory bill) internal pure returns (bool) {
        return _free(bill) && bill.state == BillState.Issued && bill.mayReject != 0;
    }

    function _surrendered(Bills.GhostBill memory bill) internal pure returns (bool) {
        bool pending =
            bill.state == BillState.PendingSurrenderForDelivery || bill.state == BillState.PendingSurrenderForAmendment;
        return _free(bill) && pending;
    }

    /// @dev A surrender that the carrier accepts as such; one for paper it answers by converting, one for a split by splitting.
    function _acceptable(Bills.GhostBill memory bill) internal pure returns (bool) {
        return _surrendered(bill) && bill.reason != SurrenderReason.SwitchToPaper;
    }

    function _signedBill(bytes32 structHash, uint24 actor, uint32 power) internal returns (bytes memory) {
        return _signed(address(CONTRACT), structHash, actor, power);
    }

    function _title(Bills.GhostBill memory bill) internal pure returns (uint24) {
        return bill.blank ? bill.holder : bill.title;
    }

    /// @dev That a bill may move at all: it lives, in the right state, and the signer saw it as it is.
    function _mustMove(Bills.GhostBill memory bill, uint32 seen, BillState state, string memory action) internal {
        _must(bill.version != 0 && bill.version == seen, string.concat(action, ": at another version"));
        _must(bill.state == state, string.concat(action, ": in another state"));
        _must(bill.frozenBy == 0, string.concat(action, ": while a court's freeze lasts"));
    }

    /// @dev That no bank has a pledge: while one has, nothing leaves without it.
    function _mustBeUnpledged(Bills.GhostBill memory bill, string memory action) internal {
        _must(bill.pledgee == 0, string.concat(action, ": from under a pledge"));
    }

    function _mustBeHolder(Bills.GhostBill memory bill, uint24 actor, uint32 power, string memory action) internal {
        _must(actor == bill.holder, string.concat(action, ": not by the holder"));
        _mustBeSigned(actor, power, 0, action);
    }

    function _mustBeCarrier(Bills.GhostBill memory bill, uint24 actor, string memory action) internal {
        _must(actor == bill.carrier, string.concat(action, ": not by the carrier"));
        _mustBeSigned(actor, Powers.ISSUE, Roles.CARRIER, action);
    }

    /// @dev Before a transfer: who may send it back, and what goes back to whom.
    function _remember(Bills.GhostBill memory bill, uint24 recipient, bool delivered) internal pure {
        _moves(bill);
        bill.mayReject = recipient;
        bill.delivered = delivered;
        bill.formerHolder = bill.holder;
        bill.formerTitle = bill.title;
        bill.formerlyBlank = bill.blank;
        bill.formerlyRestricted = bill.restricted;
    }

    /// @dev After any other act of its own, its recipient cannot send it back.
    function _act(Bills.GhostBill memory bill) internal pure {
        bill.mayReject = 0;
        bill.formerHolder = 0;
        bill.formerTitle = 0;
        bill.formerlyBlank = false;
        bill.formerlyRestricted = false;
        bill.delivered = false;
    }

    /// @dev When it moves, there is nothing to send back, and what is pending lapses.
    function _moves(Bills.GhostBill memory bill) internal pure {
        _act(bill);
        _lapse(bill);
        bill.circulated = true;
    }

    function _lapse(Bills.GhostBill memory bill) internal pure {
        bill.nominee = 0;
        bill.nomineeReceives = false;
        bill.nomineeRestricted = false;
        bill.amendmentRequested = false;
    }

    /// @dev An accepted transfer of possession; compared by the caller, who may have had more done at once.
    function _settleTransfer(TransferPossession memory action) internal {
        Bills.GhostBill memory bill = BILLS.get(action.billId);
        _mustMove(bill, action.version, BillState.Issued, "transferPossession");
        _mustBeUnpledged(bill, "transferPossession");
        _mustBeHolder(bill, action.actor, Powers.TRANSFER, "transferPossession");
        _must(bill.kind != BillKind.SeaWaybill, "transferPossession: of a sea waybill");
        _must(REGISTRY.active(action.holder), "transferPossession: to nobody");
        _remember(bill, action.holder, true);
        bill.holder = action.holder;
        _put(action.billId, bill);
    }

    /// @dev An accepted pledge; compared by the caller.
    function _settlePledge(Pledge memory action) internal {
        Bills.GhostBill memory bill = BILLS.get(action.billId);
        _mustMove(bill, action.version, BillState.Issued, "pledge");
        _mustBeUnpledged(bill, "pledge");
        _must(action.actor == bill.holder && action.actor == _title(bill), "pledge: not by the holder with title");
        _must(bill.kind == BillKind.ToOrder || bill.kind == BillKind.Bearer, "pledge: not negotiable");
        _must(!bill.restricted, "pledge: of what cannot be endorsed on");
        _mustBeSignedByBoth(
            Party(action.actor, Powers.PLEDGE, 0), Party(action.pledgee, Powers.PLEDGE, Roles.BANK), "pledge"
        );
        _act(bill);
        _lapse(bill);
        bill.pledgee = action.pledgee;
        _put(action.billId, bill);
    }

    /// @dev The version goes up by one, and the contract says what the law says.
    function _settle(bytes32 id, Bills.GhostBill memory bill) internal {
        _put(id, bill);
        _compare(id);
    }

    function _put(bytes32 id, Bills.GhostBill memory bill) internal {
        ++bill.version;
        BILLS.put(id, bill);
        if (BILLS.ended(bill.state)) BILLS.end(id, CONTRACT.wordOf(id));
    }

    function _compare(bytes32 id) internal {
        string memory what = BILLS.difference(CONTRACT, id);
        if (bytes(what).length == 0) what = BILLS.serviceDifference(SERVICES, id);
        _must(bytes(what).length == 0, string.concat("a bill differs from the law: ", what));
    }
}
