// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    CORRECT_GATE_OUT_TYPEHASH,
    CorrectGateOut,
    DECLINE_DELEGATION_TYPEHASH,
    DeclineDelegation,
    EXTEND_RELEASE_ORDER_TYPEHASH,
    ExtendReleaseOrder,
    WITHDRAW_DELEGATION_TYPEHASH,
    WithdrawDelegation
} from "../../../../contracts/types/Actions.sol";
import {ReleaseOrderState} from "../../../../contracts/types/OrderWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Boxes} from "../ghosts/Boxes.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Registry} from "../ghosts/Registry.sol";
import {OrderBase} from "./OrderBase.sol";

/// @notice What changes an order's terms after its issue, and what undoes: extension, declined and withdrawn delegations, a
/// gate-out recorded in error.
contract OrderTermsHandler is OrderBase {
    constructor(Registry registry, Bills bills, Orders orders) OrderBase(registry, bills, orders) {}

    function extend(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_open);
        ExtendReleaseOrder memory action = ExtendReleaseOrder({
            orderId: id,
            version: _seen(order.version),
            actor: _or(order.carrier),
            validUntil: uint40(_chance(50) ? order.validUntil : REGISTRY.clock()) + uint40(_below(10 days)),
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(EXTEND_RELEASE_ORDER_TYPEHASH, action)), action.actor, Powers.RELEASE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.extend, (action, signatures)));

        _mustStand(order, action.version, true, "extend");
        _must(action.actor == order.carrier, "extend: not by the carrier");
        _mustBeSigned(action.actor, Powers.RELEASE, Roles.CARRIER, "extend");
        _must(action.validUntil > order.validUntil, "extend: to no later time");
        _must(action.validUntil >= REGISTRY.clock(), "extend: into the past");
        order.validUntil = action.validUntil;
        _settle(id, order, true);
    }

    function declineDelegation(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_invites);
        DeclineDelegation memory action = DeclineDelegation({
            orderId: id, version: _seen(order.version), actor: _or(order.invited), representedParty: 0, remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(DECLINE_DELEGATION_TYPEHASH, action)), action.actor, Powers.COLLECT);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.declineDelegation, (action, signatures)));

        _mustStand(order, action.version, true, "declineDelegation");
        _must(order.invited != 0 && action.actor == order.invited, "declineDelegation: not by the invited");
        _mustBeSigned(action.actor, Powers.COLLECT, 0, "declineDelegation");
        order.invited = 0;
        _settle(id, order, true);
    }

    function withdrawDelegation(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_delegated);
        uint24[] memory chain = _chain(order);
        uint256 place = chain.length < 2 ? 0 : 1 + _below(chain.length - 1);
        WithdrawDelegation memory action = WithdrawDelegation({
            orderId: id,
            version: _seen(order.version),
            actor: _or(place == 0 ? order.releaseTo : chain[_below(place)]),
            delegate: _or(chain[place]),
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedOrder(keccak256(abi.encode(WITHDRAW_DELEGATION_TYPEHASH, action)), action.actor, Powers.COLLECT);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.withdrawDelegation, (action, signatures)));

        _mustStand(order, action.version, true, "withdrawDelegation");
        _mustBeSigned(action.actor, Powers.COLLECT, 0, "withdrawDelegation");
        uint256 by = _placeIn(chain, action.actor);
        uint256 from = _placeIn(chain, action.delegate);
        _must(from != 0 && from < chain.length, "withdrawDelegation: from no delegate");
        _must(by < from, "withdrawDelegation: not by one who passed it on");
        order.invited = 0;
        order.collectors = new uint24[](0);
        for (uint256 i = 1; i < from; ++i) {
            order.collectors = _with(order.collectors, chain[i]);
        }
        _settle(id, order, true);
    }

    function correctGateOut(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_begun);
        CorrectGateOut memory action = CorrectGateOut({
            orderId: id,
            version: _seen(order.version),
            actor: _or(order.terminal),
            carrier: _or(order.carrier),
            container: _out(order),
            representedParty: 0,
            remark: _lies() ? bytes32(0) : bytes32(uint256(1))
        });
        bytes32 structHash = keccak256(abi.encode(CORRECT_GATE_OUT_TYPEHASH, action));
        bytes memory signatures = bytes.concat(
            _signedOrder(structHash, action.actor, Powers.GATE),
            _signedToo(address(CONTRACT), structHash, action.carrier, Powers.RELEASE)
        );
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.correctGateOut, (action, signatures)));

        bool completed = ORDERS.stateOf(order, REGISTRY.clock()) == ReleaseOrderState.Completed;
        _must(order.version != 0 && order.version == action.version, "correctGateOut: at another version");
        _must(completed || _open(order), "correctGateOut: of a revoked order");
        _must(action.actor == order.terminal, "correctGateOut: not by the terminal");
        _must(action.carrier == order.carrier, "correctGateOut: not by the carrier");
        _mustBeSignedByBoth(
            Party(action.actor, Powers.GATE, Roles.TERMINAL),
            Party(action.carrier, Powers.RELEASE, Roles.CARRIER),
            "correctGateOut"
        );
        _must((order.out >> action.container) & 1 == 1, "correctGateOut: of a container that is in");
        Boxes.GhostSlot[] memory slots = _together(order.billId, action.container);
        for (uint256 i = 0; i < slots.length; ++i) {
            (bytes32 otherId, Orders.GhostOrder memory other) = ORDERS.lastOn(slots[i].billId);
            _must(other.version != 0 && !other.revoked, "correctGateOut: of a bill without a live order");
            other.out &= ~(uint256(1) << slots[i].container);
            // The version goes up, so that the gate-out's signature cannot be used again.
            _put(otherId, other, true);
        }
        _compareTogether(order.billId, action.container);
    }

    /// @dev The release-to party, the delegates that accepted, and the invited one, in this order.
    function _chain(Orders.GhostOrder memory order) private pure returns (uint24[] memory chain) {
        chain = _with(new uint24[](0), order.releaseTo);
        for (uint256 i = 0; i < order.collectors.length; ++i) {
            chain = _with(chain, order.collectors[i]);
        }
        if (order.invited != 0) chain = _with(chain, order.invited);
    }

    function _placeIn(uint24[] memory chain, uint24 member) private pure returns (uint256 place) {
        while (place < chain.length && chain[place] != member) ++place;
    }

    function _out(Orders.GhostOrder memory order) private returns (uint8 container) {
        container = uint8(_below(uint256(order.containers) + 1));
        for (uint256 i = 0; i < order.containers && !_lies(); ++i) {
            if ((order.out >> container) & 1 == 1) return container;
            container = uint8((uint256(container) + 1) % order.containers);
        }
    }
}
