// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {HoldAuthority} from "../../../../contracts/types/OrderWord.sol";
import {CARRIER, Cast, TERMINAL} from "../utils/Cast.sol";
import {RecordsBase} from "./RecordsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The actions on release orders.
abstract contract OrdersBase is RecordsBase {
    bytes32 internal constant PICKUP = keccak256("pickup");

    function _toOrders(bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        internal
        view
        returns (Intent memory)
    {
        return _intent(address(on.orders), selector, typeHash, fields, by);
    }

    function _setHold(bytes32 id, uint32 version, uint24 actor, HoldAuthority authority, uint256 containers)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(Types.SetHold(id, version, actor, uint8(authority), containers, PARTY, REMARK));
        return _toOrders(IReleaseOrder.setHold.selector, Types.SET_HOLD_TYPEHASH, fields, actor);
    }

    function _clearHold(bytes32 id, uint32 version, uint24 actor, HoldAuthority authority, uint256 containers)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields =
            abi.encode(Types.ClearHold(id, version, actor, uint8(authority), containers, PARTY, REMARK));
        return _toOrders(IReleaseOrder.clearHold.selector, Types.CLEAR_HOLD_TYPEHASH, fields, actor);
    }

    function _delegate(bytes32 id, uint32 version, uint24 actor, uint24 to) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.DelegateCollection(id, version, actor, to, PARTY, REMARK));
        return _toOrders(IReleaseOrder.delegateCollection.selector, Types.DELEGATE_COLLECTION_TYPEHASH, fields, actor);
    }

    function _acceptDelegation(bytes32 id, uint32 version, uint24 actor) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.AcceptDelegation(id, version, actor, PARTY, REMARK));
        return _toOrders(IReleaseOrder.acceptDelegation.selector, Types.ACCEPT_DELEGATION_TYPEHASH, fields, actor);
    }

    function _declineDelegation(bytes32 id, uint32 version, uint24 actor) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.DeclineDelegation(id, version, actor, PARTY, REMARK));
        return _toOrders(IReleaseOrder.declineDelegation.selector, Types.DECLINE_DELEGATION_TYPEHASH, fields, actor);
    }

    function _withdrawDelegation(bytes32 id, uint32 version, uint24 actor, uint24 from)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(Types.WithdrawDelegation(id, version, actor, from, PARTY, REMARK));
        bytes4 selector = IReleaseOrder.withdrawDelegation.selector;
        return _toOrders(selector, Types.WITHDRAW_DELEGATION_TYPEHASH, fields, actor);
    }

    function _extend(bytes32 id, uint32 version, uint40 until) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.ExtendReleaseOrder(id, version, CARRIER, until, PARTY, REMARK));
        return _toOrders(IReleaseOrder.extend.selector, Types.EXTEND_RELEASE_ORDER_TYPEHASH, fields, CARRIER);
    }

    function _gateOut(bytes32 id, uint32 version, uint8 container, uint24 collector)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields =
            abi.encode(Types.GateOut(id, version, TERMINAL, container, collector, PICKUP, PARTY, REMARK));
        return _toOrders(IReleaseOrder.gateOut.selector, Types.GATE_OUT_TYPEHASH, fields, TERMINAL);
    }

    function _correctGateOut(bytes32 id, uint32 version, uint8 container) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.CorrectGateOut(id, version, TERMINAL, CARRIER, container, PARTY, REMARK));
        bytes4 selector = IReleaseOrder.correctGateOut.selector;
        return _with(_toOrders(selector, Types.CORRECT_GATE_OUT_TYPEHASH, fields, TERMINAL), Cast.key(CARRIER));
    }

    function _revokeOrder(bytes32 id, uint32 version, bytes32 bill) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.RevokeReleaseOrder(id, version, CARRIER, bill, PARTY, REMARK));
        return _toOrders(IReleaseOrder.revoke.selector, Types.REVOKE_RELEASE_ORDER_TYPEHASH, fields, CARRIER);
    }
}
