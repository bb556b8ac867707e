// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "./interfaces/IBillOfLading.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {ISharedContainers} from "./interfaces/ISharedContainers.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {OrderStorage} from "./libraries/OrderStorage.sol";
import {Acts} from "./types/Act.sol";
import {
    SHARE_CONTAINER_TYPEHASH,
    ShareContainer,
    UNSHARE_CONTAINER_TYPEHASH,
    UnshareContainer
} from "./types/Actions.sol";
import {BillState} from "./types/BillWord.sol";
import {BoxState, BoxWord, BoxWords} from "./types/BoxWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {OrderWord} from "./types/OrderWord.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title SharedContainers
/// @notice The second half of the release orders: containers that several bills share; see {ISharedContainers}.
/// @dev It runs on the storage and under the address of {ReleaseOrder} (ADR 0005, ADR 0007). Every action reads the same:
/// version and state → parties → signature → effect → event.
///
/// A container's slots are out all at once or not at all: all are in when they become a shared container, only a gate-out
/// of all of them marks one out, only a correction of all of them marks one in again, and an order that replaces a revoked
/// one carries over what is out. So one slot tells whether the container is out.
contract SharedContainers is ISharedContainers, OrderStorage {
    uint256 private constant SHARED = 1 << uint8(BoxState.Shared);
    uint256 private constant MIN_BILLS = 2;
    uint256 private constant MAX_BILLS = 16;

    constructor(IConsortium consortium, IBillOfLading bills) OrderStorage(consortium, bills) {}

    /// @inheritdoc ISharedContainers
    function share(ShareContainer calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        if (action.boxId == 0) revert SharedContainerEmptyId();
        if (BoxWord.unwrap(_boxes[action.boxId]) | OrderWord.unwrap(_orders[action.boxId]) != 0) {
            revert SharedContainerAlreadyDeclared(action.boxId);
        }
        _requireSlots(action);
        bytes32 structHash = keccak256(
            abi.encode(
                SHARE_CONTAINER_TYPEHASH,
                action.boxId,
                action.actor,
                action.representedParty,
                action.remark,
                keccak256(abi.encodePacked(action.billIds)),
                keccak256(abi.encodePacked(action.containers))
            )
        );
        address wallet = _authorizeHash(
            SHARE_CONTAINER_TYPEHASH,
            structHash,
            Mandates.by(action.actor, Powers.RELEASE, Roles.CARRIER),
            signatures
        );

        _boxes[action.boxId] = BoxWords.create(action.actor);
        for (uint256 i = 0; i < action.billIds.length; ++i) {
            _addSlot(action.boxId, action.billIds[i], action.containers[i], action.actor, wallet);
        }
        emit SharedContainerDeclared(
            action.boxId, Acts.by(action.actor, wallet, 1), action.billIds, action.containers
        );
        _putRemark(action.boxId, 1, action.representedParty, action.remark);
    }

    /// @inheritdoc ISharedContainers
    function unshare(UnshareContainer calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        BoxWord box = _require(action.boxId, action.version, SHARED);
        if (action.actor != box.carrier()) {
            revert SharedContainerNotCarrier(action.boxId, action.actor, box.carrier());
        }
        _requireNothingKept(action.boxId);
        address wallet = _authorize(
            UNSHARE_CONTAINER_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.RELEASE, Roles.CARRIER),
            signatures
        );

        box = box.moved(BoxState.Dissolved);
        _boxes[action.boxId] = box;
        BoxSlot[] storage slots = _slots[action.boxId];
        for (uint256 i = 0; i < slots.length; ++i) {
            _removeSlot(action.boxId, slots[i].billId, slots[i].container, action.actor, wallet);
        }
        emit SharedContainerDissolved(action.boxId, Acts.by(action.actor, wallet, box.version()));
        _remark(action.boxId, box.version(), 5);
    }

    /// @inheritdoc ISharedContainers
    function boxOf(bytes32 boxId) external view returns (Box memory) {
        BoxWord box = _boxes[boxId];
        return Box({
            state: _stateOf(boxId, box), version: box.version(), carrier: box.carrier(), slots: _slotsOf(boxId)
        });
    }

    /// @inheritdoc ISharedContainers
    function boxOn(bytes32 billId, uint8 container) external view returns (bytes32 boxId) {
        return _boxOn[billId][container];
    }

    /// @inheritdoc ISharedContainers
    function sharedOf(bytes32 billId) external view returns (uint256 containers) {
        return _shared[billId];
    }

    /// @inheritdoc ISharedContainers
    function slotsWith(bytes32 orderId, uint8 container) external view returns (Slot[] memory slots) {
        return _slotsOf(_boxWith(orderId, _orders[orderId], container));
    }

    /// @dev A live order's terms change, so that who signs for its gate sees that the container is shared.
    function _addSlot(bytes32 boxId, bytes32 billId, uint8 container, uint24 actor, address wallet) private {
        _slots[boxId].push(BoxSlot(billId, container));
        _boxOn[billId][container] = boxId;
        _shared[billId] |= 1 << container;
        (bytes32 orderId, OrderWord order) = _liveOrderOf(billId);
        if (orderId == 0) return;
        order = order.withShared(true).advanced();
        _orders[orderId] = order;
        _billOf[orderId] = billId;
        emit ContainerShared(orderId, Acts.by(actor, wallet, order.version()).how(container), boxId);
    }

    function _removeSlot(bytes32 boxId, bytes32 billId, uint8 container, uint24 actor, address wallet) private {
        delete _boxOn[billId][container];
        uint256 left = _shared[billId] & ~(1 << container);
        _shared[billId] = left;
        (bytes32 orderId, OrderWord order) = _liveOrderOf(billId);
        if (orderId == 0) return;
        order = order.withShared(left != 0).advanced();
        _orders[orderId] = order;
        emit ContainerUnshared(orderId, Acts.by(actor, wallet, order.version()).how(container), boxId);
    }

    function _require(bytes32 boxId, uint32 seen, uint256 allowed) private view returns (BoxWord box) {
        box = _boxes[boxId];
        if (BoxWord.unwrap(box) == 0) revert SharedContainerUnknown(boxId);
        if (seen != box.version()) revert SharedContainerStaleVersion(boxId, seen, box.version());
        BoxState state = _stateOf(boxId, box);
        if ((1 << uint8(state)) & allowed == 0) revert SharedContainerUnexpectedState(boxId, state, allowed);
    }

    function _requireSlots(ShareContainer calldata action) private view {
        uint256 count = action.billIds.length;
        if (count < MIN_BILLS || count > MAX_BILLS) revert SharedContainerBillCount(count);
        if (action.containers.length != count) {
            revert SharedContainerNumbersMismatch(count, action.containers.length);
        }
        for (uint256 i = 0; i < count; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (action.billIds[j] == action.billIds[i]) {
                    revert SharedContainerBillTwice(action.boxId, action.billIds[i]);
                }
            }
            _requireSlot(action.boxId, action.actor, action.billIds[i], action.containers[i]);
        }
    }

    /// @dev The bill may be anywhere in its life that does not end it: a slot only ever keeps the container in.
    function _requireSlot(bytes32 boxId, uint24 actor, bytes32 billId, uint8 container) private view {
        // Each bill is looked up once, and there are at most sixteen.
        // slither-disable-next-line calls-loop
        IBillOfLading.Bill memory bill = BILLS.billOf(billId);
        if (bill.state == BillState.None || bill.state == BillState.Voided || bill.replaced) {
            revert SharedContainerBillEnded(billId, bill.state);
        }
        if (actor != bill.carrier) revert SharedContainerNotCarrier(boxId, actor, bill.carrier);
        bytes32 other = _boxOn[billId][container];
        if (other != 0) revert SharedContainerSlotTaken(billId, container, other);
        (bytes32 orderId, OrderWord order) = _liveOrderOf(billId);
        if (orderId != 0 && container > order.lastContainer()) revert SharedContainerUnknownNumber(orderId, container);
        if (_isOut(billId, container)) revert SharedContainerSlotOut(billId, container);
    }

    /// @dev What an office keeps in under one bill would leave with the others' cargo, were the container not shared.
    function _requireNothingKept(bytes32 boxId) private view {
        BoxSlot[] storage slots = _slots[boxId];
        for (uint256 i = 0; i < slots.length; ++i) {
            bytes32 billId = slots[i].billId;
            (bytes32 orderId, OrderWord order) = _liveOrderOf(billId);
            uint8 offices = (order.orderHolds() | order.containerHolds()) & OFFICES;
            if (offices != 0) revert SharedContainerHeldByOffice(boxId, orderId, offices);
            // Each bill is looked up once, and there are at most sixteen.
            // slither-disable-next-line calls-loop
            if (BILLS.billOf(billId).frozen) revert SharedContainerBillFrozen(boxId, billId);
        }
    }

    function _stateOf(bytes32 boxId, BoxWord box) private view returns (BoxState) {
        if (box.stored() != BoxState.Shared) return box.stored();
        BoxSlot storage first = _slots[boxId][0];
        return _isOut(first.billId, first.container) ? BoxState.Out : BoxState.Shared;
    }

    /// @dev Whether a bill's container has left, under its live order or a revoked one.
    function _isOut(bytes32 billId, uint8 container) private view returns (bool) {
        return (_gatedOut[_lastOrders[billId]] >> container) & 1 != 0;
    }

    function _slotsOf(bytes32 boxId) private view returns (Slot[] memory found) {
        BoxSlot[] storage slots = _slots[boxId];
        found = new Slot[](slots.length);
        for (uint256 i = 0; i < slots.length; ++i) {
            // The order's word is not asked for.
            // slither-disable-next-line unused-return
            (bytes32 orderId,) = _liveOrderOf(slots[i].billId);
            found[i] = Slot(slots[i].billId, slots[i].container, orderId);
        }
    }
}
