// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillRefusals} from "../../../../contracts/interfaces/IBillRefusals.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ISharedContainers} from "../../../../contracts/interfaces/ISharedContainers.sol";
import {SHARE_CONTAINER_TYPEHASH, ShareContainer} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {BoxState} from "../../../../contracts/types/BoxWord.sol";
import {HoldAuthority, ReleaseFlow} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Versions} from "../../../../contracts/types/Versions.sol";
import {CARRIER, CONSIGNEE, COURT, CUSTOMS, Cast, SECOND_CARRIER, SHIPPER, TERMINAL} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {BoxesBase} from "./BoxesBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of a shared container's declaration and of its end, and what its bills and orders may not meanwhile.
contract BoxesRules is BoxesBase {
    function _refuseSharing(ShareContainer memory a, bytes memory reason) private {
        _refuse(address(on.orders), _share(a, Cast.key(CARRIER)), reason);
    }

    function _isBox(BoxState state, uint32 version, uint256 slots) private view {
        ISharedContainers.Box memory box = on.boxes.boxOf(BOX);
        _same(abi.encode(box.state, box.version, box.carrier), abi.encode(state, version, CARRIER));
        _same(box.slots.length, slots);
    }

    function _sharedOrder(uint32 version, uint256 shared) private pure returns (IReleaseOrder.Order memory o) {
        o = _freshOrder(version);
        o.shared = shared;
    }

    function test_share() external {
        _expect();
        emit ISharedContainers.ContainerShared(ORDER, _by(CARRIER, 2, 0, 1), BOX);
        emit ISharedContainers.ContainerShared(OTHER, _by(CARRIER, 2, 0, 2), BOX);
        ShareContainer memory a = _sharing();
        emit ISharedContainers.SharedContainerDeclared(BOX, _by(CARRIER, 1), a.billIds, a.containers);
        _expectRemark(BOX, 1);
        _share(a);

        _isBox(BoxState.Shared, 1, 2);
        ISharedContainers.Slot[] memory slots = on.boxes.slotsWith(ORDER, 1);
        _same(abi.encode(slots), abi.encode(on.boxes.boxOf(BOX).slots));
        _same(abi.encode(slots[0]), abi.encode(BILL, 1, ORDER));
        _same(abi.encode(slots[1]), abi.encode(OTHER_BILL, 2, OTHER));
        _same(on.boxes.slotsWith(ORDER, 2).length, 0);
        _same(abi.encode(on.boxes.boxOn(BILL, 1)), abi.encode(BOX));
        _same(abi.encode(on.boxes.boxOn(OTHER_BILL, 1)), abi.encode(bytes32(0)));
        _same(on.boxes.sharedOf(BILL), 2);
        _same(on.boxes.sharedOf(OTHER_BILL), 4);
        _isOrder(ORDER, _sharedOrder(2, 2));
        _isOrder(OTHER, _sharedOrder(2, 4));
        _refuseSharing(a, _errorOn(ISharedContainers.SharedContainerAlreadyDeclared.selector, BOX));
    }

    function test_share_ofBillsWithoutOrdersAndOrdersAfterwards() external {
        ShareContainer memory a = _sharing();
        (a.billIds[1], a.containers[1]) = (THIRD_BILL, 255);
        _expect();
        emit ISharedContainers.ContainerShared(ORDER, _by(CARRIER, 2, 0, 1), BOX);
        emit ISharedContainers.SharedContainerDeclared(BOX, _by(CARRIER, 1), a.billIds, a.containers);
        _expectRemark(BOX, 1);
        _share(a);
        _same(abi.encode(on.boxes.boxOf(BOX).slots[1]), abi.encode(THIRD_BILL, 255, bytes32(0)));
        _accept(_surrender(THIRD_BILL, 1, SHIPPER, CONSIGNEE));
        _accept(_acceptSurrender(THIRD_BILL, 2));
        bytes32 id = keccak256("third order");
        bytes4 missing = IReleaseOrder.ReleaseOrderSharedContainerMissing.selector;
        _refuse(_issueOrder(id, THIRD_BILL, 255, UNTIL), _errorOn(missing, id, 1 << 255));
        _accept(_but(_issueOrder(id, THIRD_BILL, 256, UNTIL), 7, uint8(ReleaseFlow.DirectPickup)));
        IReleaseOrder.Order memory o = _sharedOrder(1, 1 << 255);
        (o.containers, o.flow) = (256, ReleaseFlow.DirectPickup);
        _isOrder(id, o);
        _same(abi.encode(on.boxes.slotsWith(id, 255)[1]), abi.encode(THIRD_BILL, 255, id));
        // An id is an order's or a shared container's.
        bytes4 issued = IReleaseOrder.ReleaseOrderAlreadyIssued.selector;
        _refuse(_issueOrder(BOX, REVOKED_BILL, 3, UNTIL), _errorOn(issued, BOX));
    }

    function test_share_refusals() external {
        ShareContainer memory a = _sharing();
        a.boxId = 0;
        _refuseSharing(a, _error(ISharedContainers.SharedContainerEmptyId.selector));
        a.boxId = ORDER;
        _refuseSharing(a, _errorOn(ISharedContainers.SharedContainerAlreadyDeclared.selector, ORDER));
        a = _sharing();
        bytes4 count = ISharedContainers.SharedContainerBillCount.selector;
        a.billIds = new bytes32[](1);
        _refuseSharing(a, _error(count, 1));
        a.billIds = new bytes32[](17);
        _refuseSharing(a, _error(count, 17));
        a.billIds = new bytes32[](3);
        _refuseSharing(a, _error(ISharedContainers.SharedContainerNumbersMismatch.selector, 3, 2));
        a = _sharing();
        a.billIds[1] = BILL;
        bytes4 twice = ISharedContainers.SharedContainerBillTwice.selector;
        _refuseSharing(a, abi.encodeWithSelector(twice, BOX, BILL));
        a = _sharing();
        a.actor = SECOND_CARRIER;
        bytes4 carrier = ISharedContainers.SharedContainerNotCarrier.selector;
        _refuseSharing(a, _errorOn(carrier, BOX, SECOND_CARRIER, CARRIER));
        a = _sharing();
        a.containers[1] = 3;
        _refuseSharing(a, _errorOn(ISharedContainers.SharedContainerUnknownNumber.selector, OTHER, 3));
        a = _sharing();
        _accept(_gateOut(ORDER, 1, 1, CONSIGNEE));
        _refuseSharing(a, _errorOn(ISharedContainers.SharedContainerSlotOut.selector, BILL, 1));
        a.containers[0] = 0;
        uint32 powers = Powers.ALL & ~Powers.RELEASE;
        uint256 clerk = _enrol(CARRIER, powers, 0);
        bytes4 lacks = IConsortium.ConsortiumWalletLacksPower.selector;
        _refuse(address(on.orders), _share(a, clerk), _error(lacks, vm.addr(clerk), powers, Powers.RELEASE));
        uint32 roles = Roles.ALL & ~Roles.CARRIER;
        _setRoles(CARRIER, roles);
        bytes4 role = IConsortium.ConsortiumMemberLacksRole.selector;
        _refuseSharing(a, _error(role, CARRIER, roles, Roles.CARRIER));
        _setRoles(CARRIER, Roles.CARRIER);
        _share(a);
        a.boxId = keccak256("another");
        bytes4 taken = ISharedContainers.SharedContainerSlotTaken.selector;
        _refuseSharing(a, abi.encodeWithSelector(taken, BILL, 0, BOX));
    }

    function test_share_refusedOfBillsThatEnded() external {
        ShareContainer memory a = _sharing();
        bytes4 ended = ISharedContainers.SharedContainerBillEnded.selector;
        a.billIds[1] = keccak256("none");
        _refuseSharing(a, _errorOn(ended, a.billIds[1], uint8(BillState.None)));
        a.billIds[1] = keccak256("voided");
        _issued(a.billIds[1]);
        _accept(_void(a.billIds[1], 1, SHIPPER));
        _refuseSharing(a, _errorOn(ended, a.billIds[1], uint8(BillState.Voided)));
        a.billIds[1] = keccak256("replaced");
        _surrendered(a.billIds[1], SurrenderReason.Amendment);
        _accept(_reissue(a.billIds[1], 3, keccak256("next")));
        _refuseSharing(a, _errorOn(ended, a.billIds[1], uint8(BillState.SurrenderedForAmendment)));
        // What left under a revoked order has left.
        _accept(_gateOut(OTHER, 1, 2, CONSIGNEE));
        _accept(_revokeOrder(OTHER, 1, OTHER_BILL));
        a.billIds[1] = OTHER_BILL;
        _refuseSharing(a, _errorOn(ISharedContainers.SharedContainerSlotOut.selector, OTHER_BILL, 2));
    }

    function test_share_byASetAndBySixteenBills() external {
        ShareContainer memory a = ShareContainer(BOX, CARRIER, PARTY, REMARK, new bytes32[](16), new uint8[](16));
        for (uint8 k = 0; k < 16; ++k) {
            a.billIds[k] = keccak256(abi.encode("one of sixteen", k));
            a.containers[k] = k;
            _issued(a.billIds[k]);
        }
        Intent memory i = _toOrders(ISharedContainers.share.selector, SHARE_CONTAINER_TYPEHASH, _head(a), CARRIER);
        _accept(i.target, abi.encodeCall(ISharedContainers.share, (a, _signaturesInSets(i))));
        _isBox(BoxState.Shared, 1, 16);
        for (uint8 k = 0; k < 16; ++k) {
            _same(on.boxes.sharedOf(a.billIds[k]), 1 << k);
        }
    }

    function test_unshare() external {
        bytes4 unknown = ISharedContainers.SharedContainerUnknown.selector;
        _refuse(_unshare(1), _errorOn(unknown, BOX));
        _share(_sharing());
        // The bill shares another one, too, and goes on sharing it.
        ShareContainer memory a = _sharing();
        (a.boxId, a.billIds[1], a.containers[0]) = (keccak256("another"), THIRD_BILL, 0);
        _share(a);
        _same(on.boxes.sharedOf(BILL), 3);
        Intent memory i = _unshare(1);
        bytes4 stale = ISharedContainers.SharedContainerStaleVersion.selector;
        _bindsVersion(i, stale);
        bytes4 carrier = ISharedContainers.SharedContainerNotCarrier.selector;
        _refuse(_but(i, ACTOR, SECOND_CARRIER), _errorOn(carrier, BOX, SECOND_CARRIER, CARRIER));
        _needs(i, CARRIER, Powers.RELEASE, Roles.CARRIER);
        _expect();
        emit ISharedContainers.ContainerUnshared(ORDER, _by(CARRIER, 4, 0, 1), BOX);
        emit ISharedContainers.ContainerUnshared(OTHER, _by(CARRIER, 3, 0, 2), BOX);
        emit ISharedContainers.SharedContainerDissolved(BOX, _by(CARRIER, 2));
        _expectRemark(BOX, 2);
        _accept(i);
        _isBox(BoxState.Dissolved, 2, 2);
        _same(abi.encode(on.boxes.boxOn(BILL, 1)), abi.encode(bytes32(0)));
        _isOrder(ORDER, _sharedOrder(4, 1));
        _isOrder(OTHER, _freshOrder(3));
        _same(on.orders.wordOf(OTHER) >> 250, 0);
        bytes4 unexpected = ISharedContainers.SharedContainerUnexpectedState.selector;
        _refuse(_unshare(2), _errorOn(unexpected, BOX, uint8(BoxState.Dissolved), SHARED_BIT));
        // The numbers are free again, for a box of another id.
        a = _sharing();
        a.boxId = keccak256("a third");
        _share(a);
    }

    function test_unshare_ofABillWithoutAnOrder() external {
        ShareContainer memory a = _sharing();
        a.billIds[1] = THIRD_BILL;
        _share(a);
        _expect();
        emit ISharedContainers.ContainerUnshared(ORDER, _by(CARRIER, 3, 0, 1), BOX);
        emit ISharedContainers.SharedContainerDissolved(BOX, _by(CARRIER, 2));
        _expectRemark(BOX, 2);
        _accept(_unshare(1));
    }

    function test_unshare_refusedWhileAnOfficeKeepsItInAndOnceItIsOut() external {
        _share(_sharing());
        bytes4 held = ISharedContainers.SharedContainerHeldByOffice.selector;
        _accept(_setHold(OTHER, 2, CUSTOMS, HoldAuthority.Customs, 1));
        _refuse(_unshare(1), abi.encodeWithSelector(held, BOX, OTHER, 1));
        _accept(_clearHold(OTHER, 3, CUSTOMS, HoldAuthority.Customs, 1));
        _accept(_setHold(OTHER, 4, COURT, HoldAuthority.Court, 0));
        _accept(_setHold(OTHER, 5, TERMINAL, HoldAuthority.Terminal, 0));
        _refuse(_unshare(1), abi.encodeWithSelector(held, BOX, OTHER, 16));
        _accept(_clearHold(OTHER, 6, COURT, HoldAuthority.Court, 0));
        _accept(_clearHold(OTHER, 7, TERMINAL, HoldAuthority.Terminal, 0));
        _accept(_setHold(ORDER, 2, CUSTOMS, HoldAuthority.Customs, 0));
        _refuse(_unshare(1), abi.encodeWithSelector(held, BOX, ORDER, 1));
        _accept(_clearHold(ORDER, 3, CUSTOMS, HoldAuthority.Customs, 0));
        _accept(_freeze(OTHER_BILL, 3, COURT));
        bytes4 frozen = ISharedContainers.SharedContainerBillFrozen.selector;
        _refuse(_unshare(1), abi.encodeWithSelector(frozen, BOX, OTHER_BILL));
        _accept(_gateOut(ORDER, 4, 1, CONSIGNEE));
        _isBox(BoxState.Out, 1, 2);
        bytes4 unexpected = ISharedContainers.SharedContainerUnexpectedState.selector;
        _refuse(_unshare(1), _errorOn(unexpected, BOX, uint8(BoxState.Out), SHARED_BIT));
    }

    /// @dev A bill that shares containers does not end, nor is it replaced.
    function test_billsThatShareDoNotEnd() external {
        ShareContainer memory a = _sharing();
        a.billIds[0] = keccak256("surrendered");
        _surrendered(a.billIds[0], SurrenderReason.Amendment);
        (a.billIds[1], a.containers[1]) = (THIRD_BILL, 7);
        _share(a);
        bytes4 shares = IBillRefusals.BillSharesContainers.selector;
        _refuse(_void(THIRD_BILL, 1, SHIPPER), _errorOn(shares, THIRD_BILL, 128));
        _refuse(_reissue(a.billIds[0], 3, keccak256("next")), _errorOn(shares, a.billIds[0], 2));
        _accept(_unshare(1));
        _accept(_void(THIRD_BILL, 1, SHIPPER));
        _accept(_reissue(a.billIds[0], 3, keccak256("next")));
    }

    function test_aReleasedWaybillDoesNotEnd() external {
        (bytes32 waybill, bytes32 order) = (keccak256("waybill"), keccak256("its order"));
        _accept(_issue(waybill, BillKind.SeaWaybill, SHIPPER, CONSIGNEE));
        _accept(_issueOrder(order, waybill, 3, UNTIL));
        bytes4 released = IBillRefusals.BillHasReleaseOrder.selector;
        _refuse(_void(waybill, 1, SHIPPER), abi.encodeWithSelector(released, waybill, order));
        _accept(_revokeOrder(order, 1, waybill));
        _accept(_void(waybill, 1, SHIPPER));
    }

    function test_versionsEnd() external {
        _share(_sharing());
        bytes32 slot = keccak256(abi.encode(BOX, uint256(8)));
        uint256 word = uint256(vm.load(address(on.orders), slot));
        vm.store(address(on.orders), slot, bytes32(word | (uint256(type(uint32).max) << 8)));
        _isBox(BoxState.Shared, type(uint32).max, 2);
        _refuse(_unshare(type(uint32).max), _error(Versions.VersionExhausted.selector));
        vm.store(address(on.orders), slot, bytes32(word | (uint256(type(uint32).max >> 1) << 8)));
        _accept(_unshare(type(uint32).max >> 1));
        _isBox(BoxState.Dissolved, 1 << 31, 2);
    }
}
