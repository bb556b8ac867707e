// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInspections} from "../../../../contracts/interfaces/IInspections.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {INSTRUCT_INSPECTION_TYPEHASH, InstructInspection} from "../../../../contracts/types/Actions.sol";
import {HoldAuthority} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {BANK, CARRIER, CONSIGNEE, COURT, CUSTOMS, INSPECTION_BODY, SECOND_CUSTOMS, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrdersCases} from "./OrdersCases.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of holds: who sets which, on the order and on single containers, and who clears them.
contract HoldsRules is OrdersCases {
    uint256 private constant AUTHORITY = 3;
    uint256 private constant CONTAINERS = 4;
    HoldAuthority private constant BY_CUSTOMS = HoldAuthority.Customs;

    function _holdOf(HoldAuthority authority, uint24 member, uint256 containers) private view {
        (uint24 setter, uint256 held) = on.orders.holdOf(ORDER, authority);
        _same(abi.encode(setter, held), abi.encode(member, containers));
    }

    function _ofAnAuthority(Intent memory i) private {
        _common(i, ACTIVE_BIT | EXPIRED_BIT);
        _refuse(_but(i, AUTHORITY, 5), _error(IReleaseOrder.ReleaseOrderAuthorityUnknown.selector, 5));
        _needs(i, CUSTOMS, Powers.HOLD, Roles.CUSTOMS);
    }

    function test_setHold_onTheOrder() external {
        Intent memory i = _setHold(ORDER, 1, CUSTOMS, BY_CUSTOMS, 0);
        _ofAnAuthority(i);
        _expect();
        emit IReleaseOrder.HoldSet(ORDER, _by(CUSTOMS, 2), 0);
        _expectRemark(ORDER, 2);
        _accept(i);
        IReleaseOrder.Order memory o = _freshOrder(2);
        o.orderHolds = 1;
        _isOrder(ORDER, o);
        _holdOf(BY_CUSTOMS, CUSTOMS, 0);
        _same(on.orders.holdsOn(ORDER, 2), 1);
        bytes4 held = IReleaseOrder.ReleaseOrderAlreadyHeld.selector;
        _refuse(_but(i, VERSION, 2), abi.encodeWithSelector(held, ORDER, BY_CUSTOMS, 0));
    }

    function test_setHold_onContainers() external {
        _accept(_gateOut(ORDER, 1, 1, CONSIGNEE));
        Intent memory i = _setHold(ORDER, 1, CUSTOMS, BY_CUSTOMS, 4);
        bytes4 unknown = IReleaseOrder.ReleaseOrderUnknownContainer.selector;
        _refuse(_but(i, CONTAINERS, 12), _errorOn(unknown, ORDER, 12));
        bytes4 out = IReleaseOrder.ReleaseOrderContainerAlreadyOut.selector;
        _refuse(_but(i, CONTAINERS, 7), _errorOn(out, ORDER, 2));
        _expect();
        emit IReleaseOrder.HoldSet(ORDER, _by(CUSTOMS, 2), 4);
        _expectRemark(ORDER, 2);
        _accept(i);
        IReleaseOrder.Order memory o = _freshOrder(2);
        (o.heldContainers, o.gatedOut) = (4, 2);
        _isOrder(ORDER, o);
        _holdOf(BY_CUSTOMS, CUSTOMS, 4);
        _same(on.orders.holdsOn(ORDER, 2), 1);
        _same(on.orders.holdsOn(ORDER, 0), 0);
        bytes4 held = IReleaseOrder.ReleaseOrderAlreadyHeld.selector;
        _refuse(_but(i, VERSION, 2), abi.encodeWithSelector(held, ORDER, BY_CUSTOMS, 4));
        // One more.
        _accept(_setHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 1));
        _holdOf(BY_CUSTOMS, CUSTOMS, 5);
    }

    function test_setHold_eachAuthorityItsOwn() external {
        uint24[5] memory members = [CUSTOMS, INSPECTION_BODY, CARRIER, TERMINAL, COURT];
        uint32[5] memory roles = [Roles.CUSTOMS, Roles.CUSTOMS | Roles.INSPECTION_BODY, 0, 0, Roles.COURT];
        for (uint32 k = 0; k < 5; ++k) {
            HoldAuthority authority = HoldAuthority(k);
            Intent memory i = _setHold(ORDER, 2 * k + 1, members[k], authority, 0);
            bytes4 another = IReleaseOrder.ReleaseOrderNotAuthority.selector;
            if (roles[k] == 0) {
                _refuse(_but(i, ACTOR, BANK), abi.encodeWithSelector(another, ORDER, BANK, authority));
            }
            _needs(i, members[k], Powers.HOLD, roles[k]);
            _expect();
            emit IReleaseOrder.HoldSet(ORDER, _by(members[k], 2 * k + 2, 0, uint16(k)), 0);
            _expectRemark(ORDER, 2 * k + 2);
            _accept(i);
            // The first container, and the first two, and so on.
            _accept(_setHold(ORDER, 2 * k + 2, members[k], authority, k < 3 ? (2 << k) - 1 : 2));
            _holdOf(authority, members[k], k < 3 ? (2 << k) - 1 : 2);
        }
        IReleaseOrder.Order memory o = _freshOrder(11);
        (o.orderHolds, o.heldContainers) = (0x1f, 7);
        _isOrder(ORDER, o);
        for (uint32 k = 0; k < 5; ++k) {
            _expect();
            emit IReleaseOrder.HoldCleared(ORDER, _by(members[k], 12 + k, 0, uint16(k)), 0);
            _expectRemark(ORDER, 12 + k);
            _accept(_clearHold(ORDER, 11 + k, members[k], HoldAuthority(k), 0));
            _holdOf(HoldAuthority(k), members[k], k < 3 ? (2 << k) - 1 : 2);
        }
        _same(on.orders.holdsOn(ORDER, 0), 7);
        _same(on.orders.holdsOn(ORDER, 1), 0x1e);
        _same(on.orders.holdsOn(ORDER, 2), 4);
        for (uint32 k = 0; k < 5; ++k) {
            _accept(_clearHold(ORDER, 16 + k, members[k], HoldAuthority(k), k < 3 ? (2 << k) - 1 : 2));
            _holdOf(HoldAuthority(k), 0, 0);
        }
        _isOrder(ORDER, _freshOrder(21));
    }

    function test_setHold_onAnExpiredOrderByTheSameMember() external {
        vm.warp(UNTIL + 1);
        _accept(_setHold(ORDER, 1, CUSTOMS, BY_CUSTOMS, 1));
        bytes4 another = IReleaseOrder.ReleaseOrderHoldOfAnother.selector;
        _refuse(
            _setHold(ORDER, 2, SECOND_CUSTOMS, BY_CUSTOMS, 2),
            abi.encodeWithSelector(another, ORDER, BY_CUSTOMS, CUSTOMS)
        );
        _accept(_setHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 2));
    }

    /// @dev Of one authority, whether another one holds does not matter; and its two kinds of hold have one setter.
    function test_holds_byAuthorityAndOnOrderAndContainers() external {
        _accept(_setHold(ORDER, 1, COURT, HoldAuthority.Court, 0));
        bytes4 held = IReleaseOrder.ReleaseOrderAlreadyHeld.selector;
        _refuse(
            _setHold(ORDER, 2, COURT, HoldAuthority.Court, 0),
            abi.encodeWithSelector(held, ORDER, HoldAuthority.Court, 0)
        );
        bytes4 notHeld = IReleaseOrder.ReleaseOrderNotHeld.selector;
        _refuse(_clearHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 0), abi.encodeWithSelector(notHeld, ORDER, BY_CUSTOMS, 0));
        _accept(_setHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 0));
        _accept(_setHold(ORDER, 3, CUSTOMS, BY_CUSTOMS, 1));
        _accept(_clearHold(ORDER, 4, CUSTOMS, BY_CUSTOMS, 1));
        _holdOf(BY_CUSTOMS, CUSTOMS, 0);
        _same(on.orders.holdsOn(ORDER, 0), 0x11);
    }

    function test_clearHold() external {
        _accept(_setHold(ORDER, 1, CUSTOMS, BY_CUSTOMS, 0));
        Intent memory i = _clearHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 0);
        bytes4 another = IReleaseOrder.ReleaseOrderHoldOfAnother.selector;
        _refuse(_but(i, ACTOR, SECOND_CUSTOMS), abi.encodeWithSelector(another, ORDER, BY_CUSTOMS, CUSTOMS));
        bytes4 notHeld = IReleaseOrder.ReleaseOrderNotHeld.selector;
        _refuse(_but(i, CONTAINERS, 1), abi.encodeWithSelector(notHeld, ORDER, BY_CUSTOMS, 1));
        _ofAnAuthority(i);
        vm.warp(UNTIL + 1);
        _expect();
        emit IReleaseOrder.HoldCleared(ORDER, _by(CUSTOMS, 3), 0);
        _expectRemark(ORDER, 3);
        _accept(i);
        vm.warp(UNTIL);
        _isOrder(ORDER, _freshOrder(3));
        _holdOf(BY_CUSTOMS, 0, 0);
        _refuse(_but(i, VERSION, 3), abi.encodeWithSelector(notHeld, ORDER, BY_CUSTOMS, 0));
        // Anybody of customs may hold now.
        _accept(_setHold(ORDER, 3, SECOND_CUSTOMS, BY_CUSTOMS, 0));
    }

    function test_clearHold_ofContainers() external {
        _accept(_setHold(ORDER, 1, CUSTOMS, BY_CUSTOMS, 7));
        bytes4 notHeld = IReleaseOrder.ReleaseOrderNotHeld.selector;
        _refuse(_clearHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 0), abi.encodeWithSelector(notHeld, ORDER, BY_CUSTOMS, 0));
        _expect();
        emit IReleaseOrder.HoldCleared(ORDER, _by(CUSTOMS, 3), 3);
        _expectRemark(ORDER, 3);
        _accept(_clearHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 3));
        _holdOf(BY_CUSTOMS, CUSTOMS, 4);
        _same(on.orders.holdsOn(ORDER, 2), 1);
        _refuse(_clearHold(ORDER, 3, CUSTOMS, BY_CUSTOMS, 5), abi.encodeWithSelector(notHeld, ORDER, BY_CUSTOMS, 5));
        _accept(_clearHold(ORDER, 3, CUSTOMS, BY_CUSTOMS, 4));
        _holdOf(BY_CUSTOMS, 0, 0);
        _isOrder(ORDER, _freshOrder(4));
    }

    function test_clearHold_refusedWhileAnInspectionIsOpen() external {
        _accept(_setHold(ORDER, 1, CUSTOMS, BY_CUSTOMS, 7));
        bytes memory fields = abi.encode(
            InstructInspection(keccak256("inspection"), CUSTOMS, ORDER, uint8(BY_CUSTOMS), 2, PARTY, REMARK)
        );
        _accept(
            _intent(
                address(on.inspections), IInspections.instruct.selector, INSTRUCT_INSPECTION_TYPEHASH, fields, CUSTOMS
            )
        );
        bytes4 inspected = IReleaseOrder.ReleaseOrderUnderInspection.selector;
        _refuse(_clearHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 7), _errorOn(inspected, ORDER, 2));
        _accept(_clearHold(ORDER, 2, CUSTOMS, BY_CUSTOMS, 5));
    }
}
