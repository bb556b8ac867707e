// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {CARRIER, CONSIGNEE, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrdersBase} from "./OrdersBase.sol";
import {Intent} from "./Rules.sol";

/// @notice An order for three containers, and orders on which an action is refused, each for another reason.
abstract contract OrdersCases is OrdersBase {
    /// @dev Revoked, at version 2, and its bill.
    bytes32 internal constant REVOKED = keccak256("revoked order");
    bytes32 internal constant REVOKED_BILL = keccak256("its bill");
    /// @dev All that it has, one container, has left.
    bytes32 internal constant COMPLETED = keccak256("completed order");
    /// @dev Its validity ended a second ago.
    bytes32 internal constant EXPIRED = keccak256("expired order");

    uint256 internal constant ACTIVE_BIT = 1 << uint8(ReleaseOrderState.Active);
    uint256 internal constant EXPIRED_BIT = 1 << uint8(ReleaseOrderState.Expired);
    uint256 internal constant COMPLETED_BIT = 1 << uint8(ReleaseOrderState.Completed);

    function _arrange() internal virtual override {
        _ordered(ORDER, BILL);
        _ordered(REVOKED, REVOKED_BILL);
        _accept(_revokeOrder(REVOKED, 1, REVOKED_BILL));
        bytes32 bill = keccak256("bill of a completed order");
        _accomplished(bill);
        _accept(_issueOrder(COMPLETED, bill, 1, UNTIL));
        _accept(_gateOut(COMPLETED, 1, 0, CONSIGNEE));
        bill = keccak256("bill of an expired order");
        _accomplished(bill);
        vm.warp(START - 1);
        _accept(_issueOrder(EXPIRED, bill, 3, START - 1));
        vm.warp(START);
    }

    /// @dev An order as it was issued.
    function _freshOrder(uint32 version) internal pure returns (IReleaseOrder.Order memory o) {
        (o.state, o.version, o.carrier, o.terminal) = (ReleaseOrderState.Active, version, CARRIER, TERMINAL);
        (o.releaseTo, o.collector, o.containers, o.validUntil) = (CONSIGNEE, CONSIGNEE, 3, UNTIL);
    }

    function _isOrder(bytes32 id, IReleaseOrder.Order memory expected) internal view {
        _same(abi.encode(on.orders.orderOf(id)), abi.encode(expected));
    }

    function _onOrder(Intent memory i, bytes32 id, uint32 version) internal pure returns (Intent memory) {
        return _but(_but(i, ID, uint256(id)), VERSION, version);
    }

    /// @dev At the current version, of an order that is there, in these states.
    function _common(Intent memory i, uint256 allowed) internal {
        _bindsVersion(i, IReleaseOrder.ReleaseOrderStaleVersion.selector);
        bytes32 none = keccak256("no such order");
        _refuse(_onOrder(i, none, 1), _errorOn(IReleaseOrder.ReleaseOrderUnknown.selector, none));
        bytes4 unexpected = IReleaseOrder.ReleaseOrderUnexpectedState.selector;
        _refuse(_onOrder(i, REVOKED, 2), _errorOn(unexpected, REVOKED, uint8(ReleaseOrderState.Revoked), allowed));
        if (allowed & COMPLETED_BIT == 0) {
            uint8 completed = uint8(ReleaseOrderState.Completed);
            _refuse(_onOrder(i, COMPLETED, 1), _errorOn(unexpected, COMPLETED, completed, allowed));
        }
        if (allowed & EXPIRED_BIT == 0) {
            uint8 expired = uint8(ReleaseOrderState.Expired);
            _refuse(_onOrder(i, EXPIRED, 1), _errorOn(unexpected, EXPIRED, expired, allowed));
        }
    }
}
