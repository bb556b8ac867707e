// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {BANK, CONSIGNEE, FORWARDER, HAULIER} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrdersCases} from "./OrdersCases.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of the right to collect: delegated, accepted or declined, withdrawn.
contract CollectionRules is OrdersCases {
    bytes4 private constant NOT_COLLECTOR = IReleaseOrder.ReleaseOrderNotCollector.selector;
    bytes4 private constant NOT_INVITED = IReleaseOrder.ReleaseOrderNotInvited.selector;
    bytes4 private constant NOT_DELEGATOR = IReleaseOrder.ReleaseOrderNotDelegator.selector;
    bytes4 private constant NOT_DELEGATE = IReleaseOrder.ReleaseOrderNotDelegate.selector;

    function _is(uint32 version, uint24 collector, uint24 invited) private view {
        IReleaseOrder.Order memory o = _freshOrder(version);
        (o.collector, o.invited) = (collector, invited);
        _isOrder(ORDER, o);
    }

    /// @dev The forwarder has the right, at version 3.
    function _delegated() private {
        _accept(_delegate(ORDER, 1, CONSIGNEE, FORWARDER));
        _accept(_acceptDelegation(ORDER, 2, FORWARDER));
    }

    /// @dev The haulier has it after the forwarder, at version 5.
    function _delegatedOn() private {
        _delegated();
        _accept(_delegate(ORDER, 3, FORWARDER, HAULIER));
        _accept(_acceptDelegation(ORDER, 4, HAULIER));
    }

    function test_delegate() external {
        Intent memory i = _delegate(ORDER, 1, CONSIGNEE, FORWARDER);
        _common(i, ACTIVE_BIT);
        _refuse(_but(i, ACTOR, BANK), _errorOn(NOT_COLLECTOR, ORDER, BANK, CONSIGNEE));
        _refuse(_but(i, 3, 0), _errorOn(IReleaseOrder.ReleaseOrderDelegateMissing.selector, ORDER));
        bytes4 unchanged = IReleaseOrder.ReleaseOrderDelegateUnchanged.selector;
        _refuse(_but(i, 3, CONSIGNEE), _errorOn(unchanged, ORDER, CONSIGNEE));
        _receives(i, 3, Roles.CONSIGNEE | Roles.FORWARDER | Roles.HAULIER);
        _needs(i, CONSIGNEE, Powers.COLLECT, 0);
        _expect();
        emit IReleaseOrder.CollectionRightDelegated(ORDER, _by(CONSIGNEE, 2, FORWARDER, 0));
        _expectRemark(ORDER, 2);
        _accept(i);
        _is(2, CONSIGNEE, FORWARDER);
        bytes4 pending = IReleaseOrder.ReleaseOrderDelegationPending.selector;
        _refuse(_delegate(ORDER, 2, CONSIGNEE, HAULIER), _errorOn(pending, ORDER, FORWARDER));
    }

    function test_accept() external {
        _refuse(_acceptDelegation(ORDER, 1, 0), _errorOn(NOT_INVITED, ORDER, 0, 0));
        _accept(_delegate(ORDER, 1, CONSIGNEE, FORWARDER));
        Intent memory i = _acceptDelegation(ORDER, 2, FORWARDER);
        _common(i, ACTIVE_BIT);
        _refuse(_but(i, ACTOR, BANK), _errorOn(NOT_INVITED, ORDER, BANK, FORWARDER));
        _needs(i, FORWARDER, Powers.COLLECT, 0);
        _expect();
        emit IReleaseOrder.DelegationAccepted(ORDER, _by(FORWARDER, 3));
        _expectRemark(ORDER, 3);
        _accept(i);
        _is(3, FORWARDER, 0);
        bytes4 unchanged = IReleaseOrder.ReleaseOrderDelegateUnchanged.selector;
        _refuse(_delegate(ORDER, 3, FORWARDER, FORWARDER), _errorOn(unchanged, ORDER, FORWARDER));
        _refuse(_delegate(ORDER, 3, FORWARDER, CONSIGNEE), _errorOn(unchanged, ORDER, CONSIGNEE));
        _refuse(_delegate(ORDER, 3, CONSIGNEE, HAULIER), _errorOn(NOT_COLLECTOR, ORDER, CONSIGNEE, FORWARDER));
    }

    function test_accept_byASecondDelegateWhoIsTheLast() external {
        _delegatedOn();
        _is(5, HAULIER, 0);
        bytes4 exhausted = IReleaseOrder.ReleaseOrderDelegationExhausted.selector;
        _refuse(_delegate(ORDER, 5, HAULIER, BANK), _errorOn(exhausted, ORDER));
        _same((on.orders.wordOf(ORDER) >> 176) & 0xffffff, FORWARDER);
        _same((on.orders.wordOf(ORDER) >> 200) & 0xffffff, HAULIER);
    }

    function test_decline() external {
        _accept(_delegate(ORDER, 1, CONSIGNEE, FORWARDER));
        Intent memory i = _declineDelegation(ORDER, 2, FORWARDER);
        _common(i, ACTIVE_BIT | EXPIRED_BIT);
        _refuse(_but(i, ACTOR, BANK), _errorOn(NOT_INVITED, ORDER, BANK, FORWARDER));
        _needs(i, FORWARDER, Powers.COLLECT, 0);
        vm.warp(UNTIL + 1);
        _expect();
        emit IReleaseOrder.DelegationDeclined(ORDER, _by(FORWARDER, 3));
        _expectRemark(ORDER, 3);
        _accept(i);
        vm.warp(UNTIL);
        _is(3, CONSIGNEE, 0);
    }

    function test_withdraw_anInvitation() external {
        Intent memory i = _withdrawDelegation(ORDER, 2, CONSIGNEE, FORWARDER);
        _refuse(_but(i, VERSION, 1), _errorOn(NOT_DELEGATE, ORDER, FORWARDER));
        _refuse(_but(_but(i, VERSION, 1), 3, 0), _errorOn(NOT_DELEGATE, ORDER, 0));
        _accept(_delegate(ORDER, 1, CONSIGNEE, FORWARDER));
        _common(i, ACTIVE_BIT | EXPIRED_BIT);
        _refuse(_but(i, 3, HAULIER), _errorOn(NOT_DELEGATE, ORDER, HAULIER));
        _refuse(_but(i, ACTOR, BANK), _errorOn(NOT_DELEGATOR, ORDER, BANK, FORWARDER));
        // 0 stands for no first delegate; it is nobody.
        _refuse(_but(i, ACTOR, 0), _errorOn(bytes4(keccak256("ConsortiumUnknownMember(uint24)")), bytes32(0)));
        _needs(i, CONSIGNEE, Powers.COLLECT, 0);
        vm.warp(UNTIL + 1);
        _expect();
        emit IReleaseOrder.DelegationWithdrawn(ORDER, _by(CONSIGNEE, 3, FORWARDER, 0));
        _expectRemark(ORDER, 3);
        _accept(i);
        vm.warp(UNTIL);
        _is(3, CONSIGNEE, 0);
    }

    function test_withdraw_fromTheFirstDelegateAndAllAfterIt() external {
        _delegatedOn();
        _refuse(
            _withdrawDelegation(ORDER, 5, FORWARDER, FORWARDER), _errorOn(NOT_DELEGATOR, ORDER, FORWARDER, FORWARDER)
        );
        _refuse(_withdrawDelegation(ORDER, 5, HAULIER, FORWARDER), _errorOn(NOT_DELEGATOR, ORDER, HAULIER, FORWARDER));
        _accept(_withdrawDelegation(ORDER, 5, CONSIGNEE, FORWARDER));
        _is(6, CONSIGNEE, 0);
        _same(on.orders.wordOf(ORDER) >> 176, 0);
    }

    /// @dev Whose number is odd, so that each of its bits is seen to go.
    function test_withdraw_leavesNothing() external {
        _accept(_delegate(ORDER, 1, CONSIGNEE, HAULIER));
        _accept(_acceptDelegation(ORDER, 2, HAULIER));
        _accept(_delegate(ORDER, 3, HAULIER, FORWARDER));
        _accept(_acceptDelegation(ORDER, 4, FORWARDER));
        _accept(_withdrawDelegation(ORDER, 5, CONSIGNEE, HAULIER));
        _is(6, CONSIGNEE, 0);
        _same(on.orders.wordOf(ORDER) >> 176, 0);
    }

    function test_withdraw_fromTheSecondByTheFirst() external {
        _delegatedOn();
        _refuse(_withdrawDelegation(ORDER, 5, HAULIER, HAULIER), _errorOn(NOT_DELEGATOR, ORDER, HAULIER, HAULIER));
        _accept(_withdrawDelegation(ORDER, 5, FORWARDER, HAULIER));
        _is(6, FORWARDER, 0);
        _same(on.orders.wordOf(ORDER) >> 176, FORWARDER);
    }

    function test_withdraw_fromTheSecondByWhoHadTheRightFirst() external {
        _delegatedOn();
        _accept(_withdrawDelegation(ORDER, 5, CONSIGNEE, HAULIER));
        _is(6, FORWARDER, 0);
    }

    function test_withdraw_fromTheFirstWhileASecondIsInvited() external {
        _delegated();
        _accept(_delegate(ORDER, 3, FORWARDER, HAULIER));
        _is(4, FORWARDER, HAULIER);
        _accept(_withdrawDelegation(ORDER, 4, CONSIGNEE, FORWARDER));
        _is(5, CONSIGNEE, 0);
        _same(on.orders.wordOf(ORDER) >> 176, 0);
    }
}
