// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {BillState} from "../../../../contracts/types/BillWord.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Campaign} from "./Campaign.sol";

contract BillsTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withBills();
        _withMembers();
    }

    /// @notice Every accepted move was signed by the holder, the carrier or the recipient that the law names, at the
    /// current version; and after it every bill has the one holder that the law gives it.
    function invariant_oneHolderWhoseSignatureAloneMovesTheBill() public {
        _requireLawful();
        IBillOfLading bills = _registry.contracts().bills;
        for (uint256 i = 0; i < _bills.count(); ++i) {
            bytes32 id = _bills.idAt(i);
            IBillOfLading.Bill memory bill = bills.billOf(id);
            require(bill.holder != 0 && bill.holder == _bills.get(id).holder, "a bill without its one holder");
            require(bill.version == _bills.get(id).version, "a version that did not go up by one an action");
        }
    }

    function invariant_anEndedBillNeverMoves() public {
        _requireLawful();
        IBillOfLading bills = _registry.contracts().bills;
        for (uint256 i = 0; i < _bills.count(); ++i) {
            require(!_bills.movedAfterItsEnd(bills, _bills.idAt(i)), "a bill moved after its end");
        }
    }

    /// @notice Nobody but the bank ends a pledge, and a pledged bill stays with its pledgor: it leaves by release or enforcement.
    function invariant_aPledgedBillNeverLeavesWithoutTheBank() public {
        _requireLawful();
        IBillOfLading bills = _registry.contracts().bills;
        for (uint256 i = 0; i < _bills.count(); ++i) {
            Bills.GhostBill memory ghost = _bills.get(_bills.idAt(i));
            IBillOfLading.Bill memory bill = bills.billOf(_bills.idAt(i));
            require(bill.pledgee == ghost.pledgee, "a pledge that came or went by itself");
            require(bill.pledgee == 0 || bill.state == BillState.Issued, "a pledged bill that was surrendered");
        }
    }
}
