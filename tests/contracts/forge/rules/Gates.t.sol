// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {HoldAuthority, ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {
    CARRIER,
    CONSIGNEE,
    CUSTOMS,
    Cast,
    FORWARDER,
    HAULIER,
    SECOND_CARRIER,
    SECOND_TERMINAL,
    TERMINAL
} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrdersCases} from "./OrdersCases.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of the gate: which container leaves with whom, and what corrects a record made in error.
contract GatesRules is OrdersCases {
    uint256 private constant CONTAINER = 3;
    uint256 private constant COLLECTOR = 4;

    function _is(uint32 version, uint256 out, ReleaseOrderState state) private view {
        IReleaseOrder.Order memory o = _freshOrder(version);
        (o.gatedOut, o.state) = (out, state);
        _isOrder(ORDER, o);
    }

    function _expectGatedOut(uint8 container) private {
        _expect();
        emit IReleaseOrder.ContainerGatedOut(ORDER, _by(TERMINAL, 1, CONSIGNEE, container), PICKUP);
        _expectRemark(ORDER, 1);
    }

    function test_gateOut() external {
        Intent memory i = _gateOut(ORDER, 1, 2, CONSIGNEE);
        _common(i, ACTIVE_BIT);
        bytes4 terminal = IReleaseOrder.ReleaseOrderNotTerminal.selector;
        _refuse(_but(i, ACTOR, SECOND_TERMINAL), _errorOn(terminal, ORDER, SECOND_TERMINAL, TERMINAL));
        bytes4 unknown = IReleaseOrder.ReleaseOrderUnknownContainer.selector;
        _refuse(_but(i, CONTAINER, 3), _errorOn(unknown, ORDER, 8));
        bytes4 collector = IReleaseOrder.ReleaseOrderNotCollector.selector;
        _refuse(_but(i, COLLECTOR, FORWARDER), _errorOn(collector, ORDER, FORWARDER, CONSIGNEE));
        _needs(i, TERMINAL, Powers.GATE, Roles.TERMINAL);
        vm.warp(UNTIL);
        _expectGatedOut(2);
        _accept(i);
        // The version stays: forty gates work one order at once.
        _is(1, 4, ReleaseOrderState.Active);
        bytes4 out = IReleaseOrder.ReleaseOrderContainerAlreadyOut.selector;
        _refuse(i, _errorOn(out, ORDER, 4));
        _expectGatedOut(0);
        _accept(_but(i, CONTAINER, 0));
        _is(1, 5, ReleaseOrderState.Active);
        _expectGatedOut(1);
        _accept(_but(i, CONTAINER, 1));
        _is(1, 7, ReleaseOrderState.Completed);
        vm.warp(UNTIL + 1);
        _is(1, 7, ReleaseOrderState.Completed);
    }

    function test_gateOut_ofTheLastOf256() external {
        bytes32 bill = keccak256("large bill");
        bytes32 order = keccak256("large order");
        _accomplished(bill);
        _accept(_issueOrder(order, bill, 256, UNTIL));
        _accept(_gateOut(order, 1, 255, CONSIGNEE));
        _same(on.orders.orderOf(order).gatedOut, 1 << 255);
    }

    function test_gateOut_refusedOfWhatIsHeld() external {
        bytes4 held = IReleaseOrder.ReleaseOrderHeld.selector;
        _accept(_setHold(ORDER, 1, CUSTOMS, HoldAuthority.Customs, 4));
        _refuse(_gateOut(ORDER, 2, 2, CONSIGNEE), abi.encodeWithSelector(held, ORDER, 2, 1));
        _accept(_gateOut(ORDER, 2, 1, CONSIGNEE));
        _accept(_setHold(ORDER, 2, CARRIER, HoldAuthority.Carrier, 0));
        _refuse(_gateOut(ORDER, 3, 2, CONSIGNEE), abi.encodeWithSelector(held, ORDER, 2, 5));
        _refuse(_gateOut(ORDER, 3, 0, CONSIGNEE), abi.encodeWithSelector(held, ORDER, 0, 4));
    }

    function test_gateOut_withTheDelegate() external {
        _accept(_delegate(ORDER, 1, CONSIGNEE, HAULIER));
        _accept(_gateOut(ORDER, 2, 0, CONSIGNEE));
        _accept(_acceptDelegation(ORDER, 2, HAULIER));
        bytes4 collector = IReleaseOrder.ReleaseOrderNotCollector.selector;
        _refuse(_gateOut(ORDER, 3, 1, CONSIGNEE), _errorOn(collector, ORDER, CONSIGNEE, HAULIER));
        _accept(_gateOut(ORDER, 3, 1, HAULIER));
        _suspend(HAULIER);
        bytes memory suspended = _error(IConsortium.ConsortiumMemberSuspended.selector, HAULIER);
        _refuse(_gateOut(ORDER, 3, 2, HAULIER), suspended);
    }

    function test_correctGateOut() external {
        for (uint8 container = 0; container < 3; ++container) {
            _accept(_gateOut(ORDER, 1, container, CONSIGNEE));
        }
        Intent memory i = _correctGateOut(ORDER, 1, 1);
        _common(i, ACTIVE_BIT | EXPIRED_BIT | COMPLETED_BIT);
        bytes4 terminal = IReleaseOrder.ReleaseOrderNotTerminal.selector;
        _refuse(_but(i, ACTOR, SECOND_TERMINAL), _errorOn(terminal, ORDER, SECOND_TERMINAL, TERMINAL));
        bytes4 carrier = IReleaseOrder.ReleaseOrderNotCarrier.selector;
        _refuse(_but(i, 3, SECOND_CARRIER), _errorOn(carrier, ORDER, SECOND_CARRIER, CARRIER));
        _refuse(_but(i, 6, 0), _errorOn(IReleaseOrder.ReleaseOrderReasonMissing.selector, ORDER));
        _needs(i, 0, TERMINAL, Powers.GATE, Roles.TERMINAL);
        _needs(i, 1, CARRIER, Powers.RELEASE, Roles.CARRIER);
        _expect();
        emit IReleaseOrder.GateOutCorrected(ORDER, _by(TERMINAL, 2, CARRIER, 1), Cast.wallet(CARRIER));
        _expectRemark(ORDER, 2);
        _accept(i);
        _is(2, 5, ReleaseOrderState.Active);
        bytes4 notOut = IReleaseOrder.ReleaseOrderContainerNotOut.selector;
        _refuse(_but(i, VERSION, 2), _errorOn(notOut, ORDER, 1));
        // The old signature over its gate-out is good no more.
        bytes4 stale = IReleaseOrder.ReleaseOrderStaleVersion.selector;
        _refuse(_gateOut(ORDER, 1, 1, CONSIGNEE), _errorOn(stale, ORDER, 1, 2));
        vm.warp(UNTIL + 1);
        _accept(_correctGateOut(ORDER, 2, 0));
        _is(3, 4, ReleaseOrderState.Expired);
    }
}
