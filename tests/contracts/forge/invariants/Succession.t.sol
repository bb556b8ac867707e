// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {BillHandler} from "../handlers/BillHandler.sol";
import {BillServicesHandler} from "../handlers/BillServicesHandler.sol";
import {BillSuccessionHandler} from "../handlers/BillSuccessionHandler.sol";
import {Campaign} from "./Campaign.sol";

/// @notice The way to a split or a combination is long: this campaign walks nothing else.
contract SuccessionTest is Campaign {
    function setUp() public override {
        super.setUp();
        bytes4[] memory everyday = new bytes4[](3);
        everyday[0] = BillHandler.issue.selector;
        everyday[1] = BillHandler.acceptSurrender.selector;
        everyday[2] = BillHandler.endorse.selector;
        _withSome(address(new BillHandler(_registry, _bills)), everyday);
        bytes4[] memory services = new bytes4[](1);
        services[0] = BillServicesHandler.surrenderForAmendment.selector;
        _withSome(address(new BillServicesHandler(_registry, _bills)), services);
        bytes4[] memory succession = new bytes4[](3);
        succession[0] = BillSuccessionHandler.reissue.selector;
        succession[1] = BillSuccessionHandler.splitBill.selector;
        succession[2] = BillSuccessionHandler.combineBills.selector;
        _withSome(address(new BillSuccessionHandler(_registry, _bills)), succession);
    }

    /// @notice An ended bill is replaced once, by bills that begin with the party that surrendered it, and stays ended.
    function invariant_aBillIsReplacedOnce() public {
        _requireLawful();
        IBillOfLading bills = _registry.contracts().bills;
        for (uint256 i = 0; i < _bills.count(); ++i) {
            bytes32 id = _bills.idAt(i);
            require(!_bills.movedAfterItsEnd(bills, id), "a bill moved after its end");
            bool ended = _bills.ended(bills.billOf(id).state);
            require(ended || !bills.billOf(id).replaced, "a bill that lives beside its successor");
        }
    }
}
