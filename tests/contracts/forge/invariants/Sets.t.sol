// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {OrderHandler} from "../handlers/OrderHandler.sol";
import {Campaign} from "./Campaign.sol";

/// @notice Sets and batches over bills and gates.
contract SetsTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withSurrenders();
        _withSets();
        bytes4[] memory orders = new bytes4[](1);
        orders[0] = OrderHandler.issue.selector;
        _withSome(address(new OrderHandler(_registry, _bills, _orders)), orders);
        _withMembers();
    }

    /// @notice An action of a set is done once, as it would be alone, and by those alone who signed the set; one that fails
    /// leaves its neighbours as they are. The handlers ask all this at every set and batch.
    function invariant_anActionInCompanyIsDoneOnceAndAsAlone() public {
        _requireLawful();
        IBillOfLading bills = _registry.contracts().bills;
        for (uint256 i = 0; i < _bills.count(); ++i) {
            string memory what = _bills.difference(bills, _bills.idAt(i));
            require(bytes(what).length == 0, what);
        }
        IReleaseOrder orders = _registry.contracts().orders;
        for (uint256 i = 0; i < _orders.count(); ++i) {
            string memory what = _orders.difference(orders, _orders.idAt(i), _registry.clock());
            require(bytes(what).length == 0, what);
        }
    }
}
