// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharedContainers} from "../../../../contracts/interfaces/ISharedContainers.sol";
import {
    SHARE_CONTAINER_TYPEHASH,
    ShareContainer,
    UNSHARE_CONTAINER_TYPEHASH,
    UnshareContainer
} from "../../../../contracts/types/Actions.sol";
import {BillState} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Boxes} from "../ghosts/Boxes.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Registry} from "../ghosts/Registry.sol";
import {vm} from "../utils/Vm.sol";
import {OrderBase} from "./OrderBase.sol";

/// @notice Containers that several bills share: declared, and declared to be shared no more.
contract BoxHandler is OrderBase {
    uint256 private constant MAX_BOXES = 30;

    ISharedContainers private immutable SHARED;

    constructor(Registry registry, Bills bills, Orders orders) OrderBase(registry, bills, orders) {
        SHARED = _contracts().boxes;
    }

    function share(uint256 seed) external drawn(seed) {
        vm.assume(ORDERS.boxCount() < MAX_BOXES);
        uint256 count = _lies() ? _below(4) : 2 + _below(2);
        (bytes32[] memory billIds, uint24 carrier) = _billsToShare(count);
        uint8[] memory containers = new uint8[](_lies() ? _below(4) : count);
        for (uint256 i = 0; i < containers.length; ++i) {
            containers[i] = uint8(_below(_lies() ? 256 : 2));
        }
        ShareContainer memory action = ShareContainer({
            boxId: _lies() ? _some() : _newId(),
            actor: _or(carrier),
            representedParty: 0,
            remark: 0,
            billIds: billIds,
            containers: containers
        });
        bytes memory signatures = _signedOrder(_hash(SHARE_CONTAINER_TYPEHASH, action), action.actor, Powers.RELEASE);
        _call(address(SHARED), abi.encodeCall(SHARED.share, (action, signatures)));

        _must(ORDERS.box(action.boxId).version == 0, "share: twice");
        _must(count > 1 && count == containers.length, "share: too few, or too few numbers");
        _mustBeSigned(action.actor, Powers.RELEASE, Roles.CARRIER, "share");
        Boxes.GhostBox memory ghost;
        (ghost.version, ghost.carrier) = (1, action.actor);
        ghost.slots = new Boxes.GhostSlot[](count);
        for (uint256 i = 0; i < count; ++i) {
            _mustBeFree(billIds[i], containers[i], action.actor);
            for (uint256 j = 0; j < i; ++j) {
                _must(billIds[i] != billIds[j], "share: a bill twice");
            }
            ghost.slots[i] = Boxes.GhostSlot(billIds[i], containers[i]);
        }
        ORDERS.putBox(action.boxId, ghost);
        _advanceOrders(ghost);
    }

    function unshare(uint256 seed) external drawn(seed) {
        vm.assume(_chance(40));
        bytes32 id = _some();
        Boxes.GhostBox memory ghost = ORDERS.box(id);
        UnshareContainer memory action = UnshareContainer(id, _seen(ghost.version), _or(ghost.carrier), 0, bytes32(0));
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(UNSHARE_CONTAINER_TYPEHASH, action)), action.actor, Powers.RELEASE);
        _call(address(SHARED), abi.encodeCall(SHARED.unshare, (action, signatures)));

        _must(ghost.version != 0 && ghost.version == action.version, "unshare: at another version");
        _must(!ghost.dissolved, "unshare: twice");
        _must(action.actor == ghost.carrier, "unshare: not by the carrier that declared it");
        _mustBeSigned(action.actor, Powers.RELEASE, Roles.CARRIER, "unshare");
        for (uint256 i = 0; i < ghost.slots.length; ++i) {
            _must(BILLS.get(ghost.slots[i].billId).frozenBy == 0, "unshare: of a frozen bill");
            (, Orders.GhostOrder memory order) = ORDERS.lastOn(ghost.slots[i].billId);
            _must((order.out >> ghost.slots[i].container) & 1 == 0, "unshare: what has left");
            if (order.revoked) continue;
            // Customs, quarantine and the court.
            _must(order.setters[0] | order.setters[1] | order.setters[4] == 0, "unshare: what an office holds");
        }
        ghost.dissolved = true;
        ++ghost.version;
        ORDERS.putBox(id, ghost);
        _advanceOrders(ghost);
    }

    /// @dev Two or three bills; mostly such as could be released together.
    function _billsToShare(uint256 count) private returns (bytes32[] memory billIds, uint24 carrier) {
        billIds = new bytes32[](count);
        if (count == 0) return (billIds, 0);
        (billIds[0],) = _orderedBill(0, 0);
        (, Orders.GhostOrder memory first) = ORDERS.lastOn(billIds[0]);
        for (uint256 i = 1; i < count; ++i) {
            billIds[i] = _chance(30) ? _someBill() : _like(first);
        }
        carrier = BILLS.get(billIds[0]).carrier;
    }

    /// @dev A bill with a live order to this terminal and collector, or to any.
    function _orderedBill(uint24 terminal, uint24 collector) private returns (bytes32 billId, bool found) {
        uint256 count = ORDERS.count();
        uint256 start = count == 0 ? 0 : _below(count);
        for (uint256 i = 0; i < count; ++i) {
            Orders.GhostOrder memory order = ORDERS.get(ORDERS.idAt((start + i) % count));
            if (!_active(order)) continue;
            if (terminal != 0 && (order.terminal != terminal || _collector(order) != collector)) continue;
            return (order.billId, true);
        }
        return (_someBill(), false);
    }

    function _like(Orders.GhostOrder memory first) private returns (bytes32 billId) {
        for (uint256 i = 0; i < 3; ++i) {
            (billId,) = _orderedBill(first.terminal, _collector(first));
            if (billId != first.billId) break;
        }
    }

    function _some() private returns (bytes32) {
        uint256 count = ORDERS.boxCount();
        return count == 0 ? bytes32(uint256(1)) : ORDERS.boxIdAt(_below(count));
    }

    function _hash(bytes32 typeHash, ShareContainer memory action) private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                typeHash,
                action.boxId,
                action.actor,
                action.representedParty,
                action.remark,
                keccak256(abi.encodePacked(action.billIds)),
                keccak256(abi.encodePacked(action.containers))
            )
        );
    }

    function _mustBeFree(bytes32 billId, uint8 container, uint24 actor) private {
        Bills.GhostBill memory bill = BILLS.get(billId);
        _must(bill.version != 0 && bill.state != BillState.Voided && !bill.replaced, "share: of a bill that ended");
        _must(actor == bill.carrier, "share: of another carrier's bill");
        _must(ORDERS.boxOn(billId, container) == 0, "share: what is shared");
        (, Orders.GhostOrder memory order) = ORDERS.lastOn(billId);
        _must((order.out >> container) & 1 == 0, "share: what has left");
        bool live = order.version != 0 && !order.revoked;
        _must(!live || container < order.containers, "share: of no such container");
    }

    /// @dev The terms of the live orders changed, and the contract says what the law says.
    function _advanceOrders(Boxes.GhostBox memory ghost) private {
        for (uint256 i = 0; i < ghost.slots.length; ++i) {
            (bytes32 orderId, Orders.GhostOrder memory order) = ORDERS.lastOn(ghost.slots[i].billId);
            if (order.version == 0 || order.revoked) continue;
            _settle(orderId, order, true);
        }
    }
}
