// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {BillKind, BillState} from "../../../../contracts/types/BillWord.sol";
import {HoldAuthority, ReleaseFlow, ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {BANK, CARRIER, CONSIGNEE, COURT, CUSTOMS, SECOND_CARRIER, SHIPPER, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {OrdersCases} from "./OrdersCases.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of a release order's terms: issue, extension, revocation and the order after it.
contract OrdersRules is OrdersCases {
    bytes32 private constant NEW = keccak256("new order");
    bytes32 private constant NEW_BILL = keccak256("bill of the new order");
    uint256 private constant BILL_ = 2;
    uint256 private constant TERMINAL_ = 3;
    uint256 private constant RELEASE_TO = 4;
    uint256 private constant CONTAINERS = 5;
    uint256 private constant VALID_UNTIL = 6;
    uint256 private constant FLOW = 7;

    function test_issue() external {
        _accomplished(NEW_BILL);
        Intent memory i = _issueOrder(NEW, NEW_BILL, 3, UNTIL);
        _refuse(_but(i, ID, 0), _error(IReleaseOrder.ReleaseOrderEmptyId.selector));
        _refuse(_but(i, ID, uint256(ORDER)), _errorOn(IReleaseOrder.ReleaseOrderAlreadyIssued.selector, ORDER));
        bytes4 count = IReleaseOrder.ReleaseOrderContainerCount.selector;
        _refuse(_but(i, CONTAINERS, 0), _error(count, 0));
        _refuse(_but(i, CONTAINERS, 257), _error(count, 257));
        bytes4 passed = IReleaseOrder.ReleaseOrderValidityPassed.selector;
        _refuse(_but(i, VALID_UNTIL, START - 1), _error(passed, START - 1, START));
        _refuse(_but(i, FLOW, 3), _error(IReleaseOrder.ReleaseOrderFlowUnknown.selector, 3));
        _refuse(
            _but(i, BILL_, uint256(BILL)),
            abi.encodeWithSelector(IReleaseOrder.ReleaseOrderBillHasOrder.selector, BILL, ORDER)
        );
        bytes4 carrier = IReleaseOrder.ReleaseOrderNotCarrier.selector;
        _refuse(_but(i, 1, SECOND_CARRIER), _errorOn(carrier, NEW, SECOND_CARRIER, CARRIER));
        bytes4 wrong = IReleaseOrder.ReleaseOrderWrongReleaseTo.selector;
        _refuse(_but(i, RELEASE_TO, BANK), _errorOn(wrong, NEW, BANK, CONSIGNEE));
        _receives(i, TERMINAL_, Roles.TERMINAL);
        _needs(i, CARRIER, Powers.RELEASE, Roles.CARRIER);
        _expect();
        emit IReleaseOrder.ReleaseOrderIssued(NEW, _by(CARRIER, 1, CONSIGNEE, 0), NEW_BILL, TERMINAL, 3, UNTIL);
        _expectRemark(NEW, 1);
        _accept(i);
        _isOrder(NEW, _freshOrder(1));
        _same(abi.encode(on.orders.liveOrderOf(NEW_BILL)), abi.encode(NEW));
        IReleaseOrder.Order memory none;
        _isOrder(keccak256("none"), none);
        _same(on.orders.wordOf(keccak256("none")), 0);
    }

    function test_issue_ofAsManyContainersAsMayBeUntilNow() external {
        _accomplished(NEW_BILL);
        _accept(_but(_issueOrder(NEW, NEW_BILL, 256, START), FLOW, uint8(ReleaseFlow.DirectLoading)));
        IReleaseOrder.Order memory o = _freshOrder(1);
        (o.containers, o.validUntil, o.flow) = (256, START, ReleaseFlow.DirectLoading);
        _isOrder(NEW, o);
        _same(
            on.orders.wordOf(NEW),
            1 | (uint256(255) << 8) | (uint256(1) << 16) | (uint256(START) << 48) | (uint256(CARRIER) << 104)
                | (uint256(TERMINAL) << 128) | (uint256(CONSIGNEE) << 152) | (uint256(2) << 248)
        );
        vm.warp(START + 1);
        o.state = ReleaseOrderState.Expired;
        _isOrder(NEW, o);
    }

    function test_issue_tellsTheFlow() external {
        _accomplished(NEW_BILL);
        uint8 direct = uint8(ReleaseFlow.DirectPickup);
        _expect();
        emit IReleaseOrder.ReleaseOrderIssued(NEW, _by(CARRIER, 1, CONSIGNEE, direct), NEW_BILL, TERMINAL, 1, UNTIL);
        _expectRemark(NEW, 1);
        _accept(_but(_issueOrder(NEW, NEW_BILL, 1, UNTIL), FLOW, direct));
    }

    function test_issue_onAnAccomplishedBillOnly() external {
        bytes4 notNow = IReleaseOrder.ReleaseOrderBillNotReleasable.selector;
        Intent memory i = _issueOrder(NEW, NEW_BILL, 3, UNTIL);
        _refuse(i, _errorOn(notNow, NEW_BILL, uint8(BillState.None)));
        _issued(NEW_BILL);
        _refuse(i, _errorOn(notNow, NEW_BILL, uint8(BillState.Issued)));
        _accept(_surrender(NEW_BILL, 1, SHIPPER, CONSIGNEE));
        _refuse(i, _errorOn(notNow, NEW_BILL, uint8(BillState.PendingSurrenderForDelivery)));
        _accept(_acceptSurrender(NEW_BILL, 2));
        _accept(_freeze(NEW_BILL, 3, COURT));
        _refuse(i, _errorOn(IReleaseOrder.ReleaseOrderBillFrozen.selector, NEW_BILL));
    }

    function test_issue_toAnActiveMember() external {
        _accomplished(NEW_BILL);
        _suspend(CONSIGNEE);
        bytes memory reason = _error(IConsortium.ConsortiumMemberSuspended.selector, CONSIGNEE);
        _refuse(_issueOrder(NEW, NEW_BILL, 3, UNTIL), reason);
    }

    /// @dev A sea waybill needs no surrender: its named consignee is entitled.
    function test_issue_onASeaWaybill() external {
        _accept(_issue(NEW_BILL, BillKind.SeaWaybill, SHIPPER, CONSIGNEE));
        Intent memory i = _issueOrder(NEW, NEW_BILL, 3, UNTIL);
        bytes4 wrong = IReleaseOrder.ReleaseOrderWrongReleaseTo.selector;
        _refuse(_but(i, RELEASE_TO, SHIPPER), _errorOn(wrong, NEW, SHIPPER, CONSIGNEE));
        _accept(i);
        bytes32 ended = keccak256("voided waybill");
        _accept(_issue(ended, BillKind.SeaWaybill, SHIPPER, CONSIGNEE));
        _accept(_void(ended, 1, SHIPPER));
        bytes4 notNow = IReleaseOrder.ReleaseOrderBillNotReleasable.selector;
        _refuse(_issueOrder(keccak256("other"), ended, 3, UNTIL), _errorOn(notNow, ended, uint8(BillState.Voided)));
    }

    function test_extend() external {
        Intent memory i = _extend(ORDER, 1, UNTIL + 5);
        _common(i, ACTIVE_BIT | EXPIRED_BIT);
        bytes4 carrier = IReleaseOrder.ReleaseOrderNotCarrier.selector;
        _refuse(_but(i, ACTOR, SECOND_CARRIER), _errorOn(carrier, ORDER, SECOND_CARRIER, CARRIER));
        bytes4 notLonger = IReleaseOrder.ReleaseOrderNotExtended.selector;
        _refuse(_but(i, 3, UNTIL), _errorOn(notLonger, ORDER, UNTIL, UNTIL));
        _refuse(_but(i, 3, UNTIL - 1), _errorOn(notLonger, ORDER, UNTIL - 1, UNTIL));
        _needs(i, CARRIER, Powers.RELEASE, Roles.CARRIER);
        vm.warp(UNTIL + 6);
        bytes4 passed = IReleaseOrder.ReleaseOrderValidityPassed.selector;
        _refuse(i, _error(passed, UNTIL + 5, UNTIL + 6));
        vm.warp(UNTIL + 5);
        _expect();
        emit IReleaseOrder.ReleaseOrderExtended(ORDER, _by(CARRIER, 2), UNTIL + 5);
        _expectRemark(ORDER, 2);
        _accept(i);
        IReleaseOrder.Order memory o = _freshOrder(2);
        o.validUntil = UNTIL + 5;
        _isOrder(ORDER, o);
        // To other bits than before, and to all of them; to no other field's.
        _accept(_extend(ORDER, 2, 1 << 31));
        (o.version, o.validUntil) = (3, 1 << 31);
        _isOrder(ORDER, o);
        _accept(_extend(ORDER, 3, type(uint40).max));
        (o.version, o.validUntil) = (4, type(uint40).max);
        _isOrder(ORDER, o);
    }

    function test_revoke() external {
        _accept(_gateOut(ORDER, 1, 1, CONSIGNEE));
        Intent memory i = _revokeOrder(ORDER, 1, BILL);
        _common(i, ACTIVE_BIT | EXPIRED_BIT);
        bytes4 carrier = IReleaseOrder.ReleaseOrderNotCarrier.selector;
        _refuse(_but(i, ACTOR, SECOND_CARRIER), _errorOn(carrier, ORDER, SECOND_CARRIER, CARRIER));
        _refuse(
            _but(i, 3, uint256(REVOKED_BILL)),
            abi.encodeWithSelector(IReleaseOrder.ReleaseOrderOfAnotherBill.selector, ORDER, REVOKED_BILL)
        );
        _needs(i, CARRIER, Powers.RELEASE, Roles.CARRIER);
        _expect();
        emit IReleaseOrder.ReleaseOrderRevoked(ORDER, _by(CARRIER, 2));
        _expectRemark(ORDER, 2);
        _accept(i);
        IReleaseOrder.Order memory o = _freshOrder(2);
        (o.state, o.gatedOut) = (ReleaseOrderState.Revoked, 2);
        _isOrder(ORDER, o);
        _same(abi.encode(on.orders.liveOrderOf(BILL)), abi.encode(bytes32(0)));

        // The next one numbers its containers alike, and none leaves twice.
        bytes4 others = IReleaseOrder.ReleaseOrderOtherContainers.selector;
        _refuse(_issueOrder(NEW, BILL, 4, UNTIL), _errorOn(others, NEW, 4, 3));
        _expect();
        emit IReleaseOrder.ReleaseOrderIssued(NEW, _by(CARRIER, 1, CONSIGNEE, 0), BILL, TERMINAL, 3, UNTIL);
        emit IReleaseOrder.ContainersCarriedOver(NEW, _by(CARRIER, 1), ORDER, 2);
        _expectRemark(NEW, 1);
        _accept(_issueOrder(NEW, BILL, 3, UNTIL));
        o = _freshOrder(1);
        o.gatedOut = 2;
        _isOrder(NEW, o);
        _same(abi.encode(on.orders.liveOrderOf(BILL)), abi.encode(NEW));
    }

    function test_revoke_ofAnExpiredOneWhoseContainersAreAllIn() external {
        vm.warp(UNTIL + 1);
        _accept(_revokeOrder(ORDER, 1, BILL));
        _expect();
        emit IReleaseOrder.ReleaseOrderIssued(NEW, _by(CARRIER, 1, CONSIGNEE, 0), BILL, TERMINAL, 4, UNTIL + 1);
        _expectRemark(NEW, 1);
        _accept(_issueOrder(NEW, BILL, 4, UNTIL + 1));
    }

    /// @dev What an office keeps in, a revocation does not let out.
    function test_revoke_refusedWhileAnOfficeHolds() external {
        bytes4 held = IReleaseOrder.ReleaseOrderHeldByOffice.selector;
        uint24[3] memory offices = [CUSTOMS, CUSTOMS, COURT];
        HoldAuthority[3] memory authorities = [HoldAuthority.Customs, HoldAuthority.Quarantine, HoldAuthority.Court];
        uint32 version = 1;
        for (uint256 i = 0; i < 3; ++i) {
            uint256 containers = i == 1 ? 0 : 4;
            _accept(_setHold(ORDER, version, offices[i], authorities[i], containers));
            bytes memory reason = _errorOn(held, ORDER, 1 << uint8(authorities[i]));
            _refuse(_revokeOrder(ORDER, version + 1, BILL), reason);
            _accept(_clearHold(ORDER, version + 1, offices[i], authorities[i], containers));
            version += 2;
        }
        _accept(_setHold(ORDER, version, CARRIER, HoldAuthority.Carrier, 0));
        _accept(_setHold(ORDER, version + 1, TERMINAL, HoldAuthority.Terminal, 1));
        _accept(_revokeOrder(ORDER, version + 2, BILL));
    }

    function test_versionsEnd() external {
        bytes32 slot = keccak256(abi.encode(ORDER, uint256(2)));
        uint256 word = uint256(vm.load(address(on.orders), slot));
        vm.store(address(on.orders), slot, bytes32(word | (uint256(type(uint32).max >> 1) << 16)));
        _accept(_extend(ORDER, type(uint32).max >> 1, UNTIL + 1));
        IReleaseOrder.Order memory o = _freshOrder(1 << 31);
        o.validUntil = UNTIL + 1;
        _isOrder(ORDER, o);
        vm.store(address(on.orders), slot, bytes32(word | (uint256(type(uint32).max) << 16)));
        _refuse(_extend(ORDER, type(uint32).max, UNTIL + 1), _error(Versions.VersionExhausted.selector));
    }
}
