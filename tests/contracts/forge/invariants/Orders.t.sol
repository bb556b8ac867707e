// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ISharedContainers} from "../../../../contracts/interfaces/ISharedContainers.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Campaign} from "./Campaign.sol";

contract OrdersTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withEverydayBills();
        _withOrders();
        _withMembers();
    }

    function invariant_atMostOneLiveOrderOnABill() public {
        _requireLawful();
        IReleaseOrder orders = _registry.contracts().orders;
        for (uint256 i = 0; i < _bills.count(); ++i) {
            bytes32 bill = _bills.idAt(i);
            require(_orders.liveOn(bill) <= 1, "two live orders on a bill");
            require((orders.liveOrderOf(bill) != 0) == (_orders.liveOn(bill) == 1), "a live order that is not known");
        }
    }

    /// @notice A container that several bills share leaves on all their orders at once or not at all, and by a gate-out that was
    /// lawful on each of them.
    function invariant_aSharedContainerNeverLeavesUnlessEveryBillIsReleased() public {
        _requireLawful();
        ISharedContainers boxes = _registry.contracts().boxes;
        for (uint256 i = 0; i < _orders.boxCount(); ++i) {
            string memory what = _orders.boxDifference(boxes, _orders.boxIdAt(i));
            require(bytes(what).length == 0, what);
        }
    }

    /// @notice Each gate-out was of a container that was in, not held, and of an order that was active; what is out stays
    /// out, and nothing else leaves.
    function invariant_noContainerLeavesTwiceOrWhileHeldExpiredOrRevoked() public {
        _requireLawful();
        IReleaseOrder orders = _registry.contracts().orders;
        for (uint256 i = 0; i < _orders.count(); ++i) {
            bytes32 id = _orders.idAt(i);
            string memory what = _orders.difference(orders, id, _registry.clock());
            require(bytes(what).length == 0, what);
        }
    }
}
