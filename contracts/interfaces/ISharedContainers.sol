// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Act} from "../types/Act.sol";
import {ShareContainer, UnshareContainer} from "../types/Actions.sol";
import {BillState} from "../types/BillWord.sol";
import {BoxState} from "../types/BoxWord.sol";

/// @title Containers that several bills share (拼箱, LCL)
/// @notice The carrier declares that one physical container carries cargo of several bills. It leaves only when each of
/// them is released: {IReleaseOrder-gateOut} of one order is the gate-out of them all.
/// @dev Reached at the address of the release orders (ADR 0005). What is shared is a slot: a bill and the number of
/// the container among those of its release order, so that a slot can be shared before there is an order, and an order
/// that replaces a revoked one has it, too.
interface ISharedContainers {
    /// @notice A shared container in full.
    /// @param state BoxState at this moment.
    /// @param version The version that the next action must carry.
    /// @param carrier The member that declared it.
    /// @param slots The bills that share it.
    struct Box {
        BoxState state;
        uint32 version;
        uint24 carrier;
        Slot[] slots;
    }

    /// @notice One bill's part in a shared container.
    /// @param billId The bill.
    /// @param container The container's number among those of the bill's release order.
    /// @param orderId The bill's live release order, or 0.
    struct Slot {
        bytes32 billId;
        uint8 container;
        bytes32 orderId;
    }

    /// @notice The carrier declared that the slots of these `billIds` and `containers` are one container.
    event SharedContainerDeclared(bytes32 indexed boxId, Act act, bytes32[] billIds, uint8[] containers);
    /// @notice The carrier declared that the container is shared no more.
    event SharedContainerDissolved(bytes32 indexed boxId, Act act);
    /// @notice A container of a live order is shared from now on.
    /// @custom:detail container
    event ContainerShared(bytes32 indexed orderId, Act act, bytes32 boxId);
    /// @notice A container of a live order is shared no more.
    /// @custom:detail container
    event ContainerUnshared(bytes32 indexed orderId, Act act, bytes32 boxId);

    /// @notice The id is empty.
    error SharedContainerEmptyId();
    /// @notice A shared container of this id was declared before, or a release order issued.
    error SharedContainerAlreadyDeclared(bytes32 boxId);
    /// @notice There is no shared container of this id.
    error SharedContainerUnknown(bytes32 boxId);
    /// @notice The signer saw another version of the shared container than the current one.
    error SharedContainerStaleVersion(bytes32 boxId, uint32 seen, uint32 current);
    /// @notice The shared container's state does not allow this; `allowed` has a bit for each BoxState that does.
    error SharedContainerUnexpectedState(bytes32 boxId, BoxState current, uint256 allowed);
    /// @notice A container is shared by 2 to 16 bills; `bills` are named.
    error SharedContainerBillCount(uint256 bills);
    /// @notice Each bill needs its container's number: `bills` are named, and so many `containers`.
    error SharedContainerNumbersMismatch(uint256 bills, uint256 containers);
    /// @notice The bill is named twice: it has one part in one container.
    error SharedContainerBillTwice(bytes32 boxId, bytes32 billId);
    /// @notice There is no such bill, or it has ended: it was voided, or others were issued in its place.
    error SharedContainerBillEnded(bytes32 billId, BillState state);
    /// @notice The actor is not the carrier of the bill or the shared container.
    error SharedContainerNotCarrier(bytes32 boxId, uint24 actor, uint24 carrier);
    /// @notice The bill's container is part of another shared container already.
    error SharedContainerSlotTaken(bytes32 billId, uint8 container, bytes32 boxId);
    /// @notice The bill's live order has no such container.
    error SharedContainerUnknownNumber(bytes32 orderId, uint8 container);
    /// @notice The bill's container has left already.
    error SharedContainerSlotOut(bytes32 billId, uint8 container);
    /// @notice Customs, quarantine or the court holds one of the orders: `authorities` has a bit for each HoldAuthority.
    error SharedContainerHeldByOffice(bytes32 boxId, bytes32 orderId, uint8 authorities);
    /// @notice A court froze one of the bills: its cargo stays with the others'.
    error SharedContainerBillFrozen(bytes32 boxId, bytes32 billId);

    /// @notice The carrier declares that one container is shared by several bills (拼箱).
    /// @dev Requirements: a new id, 2 to 16 bills with a container number each, no bill twice, bills of this carrier
    /// that have not ended, containers that are part of no shared container, that the bills' live orders have and that have not
    /// left, the role CARRIER, the power RELEASE. Emits {SharedContainerDeclared}, and for each live order
    /// {ContainerShared}.
    function share(ShareContainer calldata action, bytes calldata signatures) external;

    /// @notice The carrier declares that the container is shared no more: each bill's container leaves on its own order.
    /// @dev Requirements: version, state Shared, the carrier that declared it, no hold of customs, quarantine or the court on
    /// any of the orders and no frozen bill (what one of them keeps in must not leave with the others), the role CARRIER,
    /// the power RELEASE. Emits {SharedContainerDissolved}, and for each live order {ContainerUnshared}.
    function unshare(UnshareContainer calldata action, bytes calldata signatures) external;

    /// @notice A shared container; state None if there is none.
    function boxOf(bytes32 boxId) external view returns (Box memory);

    /// @notice The shared container that a bill's container is part of; 0 if it is part of none.
    function boxOn(bytes32 billId, uint8 container) external view returns (bytes32 boxId);

    /// @notice The containers of a bill that are shared: a bit for each number.
    function sharedOf(bytes32 billId) external view returns (uint256 containers);

    /// @notice The slots that leave together with an order's container, its own among them; none if it is not shared.
    function slotsWith(bytes32 orderId, uint8 container) external view returns (Slot[] memory slots);
}
