// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GATE_OUT_TYPEHASH, GateOut} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Registry} from "../ghosts/Registry.sol";
import {Attempt} from "../utils/Sets.sol";
import {OrderBase} from "./OrderBase.sol";
import {SetBase} from "./SetBase.sol";

/// @notice Many gates at once: one terminal's gate-outs of an order as a set, and gate-outs of many orders in a batch.
contract OrderSetHandler is OrderBase, SetBase {
    uint256 private constant MAX = 4;

    constructor(Registry registry, Bills bills, Orders orders) OrderBase(registry, bills, orders) {}

    function gateOutSet(uint256 seed) external drawn(seed) {
        (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_active);
        uint24 terminal = _or(order.terminal);
        GateOut[] memory actions = new GateOut[](1 + _below(MAX));
        bytes[] memory encoded = new bytes[](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) {
            actions[i] = _gateOut(id, order, terminal, i);
            encoded[i] = abi.encode(actions[i]);
        }
        bool[] memory done = _executeSet(
            Plan({
                target: address(CONTRACT),
                selector: CONTRACT.gateOut.selector,
                typeHash: GATE_OUT_TYPEHASH,
                actions: encoded,
                one: Party(terminal, Powers.GATE, 0),
                other: Party(0, 0, 0)
            })
        );

        for (uint256 i = 0; i < actions.length; ++i) {
            if (done[i]) _settleGateOut(actions[i]);
        }
        _mustHaveLeftOthers(actions, done);
    }

    function gateOutBatch(uint256 seed) external drawn(seed) {
        GateOut[] memory actions = new GateOut[](1 + _below(MAX));
        Attempt[] memory attempts = new Attempt[](actions.length);
        address[][] memory signers = new address[][](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) {
            (bytes32 id, Orders.GhostOrder memory order) = _orderThat(_active);
            actions[i] = _gateOut(id, order, _or(order.terminal), _below(3));
            bytes memory signatures =
                _signedOrder(keccak256(abi.encode(GATE_OUT_TYPEHASH, actions[i])), actions[i].actor, Powers.GATE);
            signers[i] = _signers;
            attempts[i] = Attempt(address(CONTRACT), abi.encodeCall(CONTRACT.gateOut, (actions[i], signatures)));
        }
        bool[] memory done = _executeBatch(attempts);

        for (uint256 i = 0; i < actions.length; ++i) {
            if (!done[i]) continue;
            _signers = signers[i];
            _settleGateOut(actions[i]);
            REGISTRY.accepted(attempts[i].target, attempts[i].data);
        }
        _mustHaveLeftOthers(actions, done);
    }

    function _gateOut(bytes32 id, Orders.GhostOrder memory order, uint24 terminal, uint256 container)
        private
        returns (GateOut memory)
    {
        if (_lies()) container = _below(4);
        return GateOut({
            orderId: id,
            version: _seen(order.version),
            actor: terminal,
            container: uint8(container),
            collector: _or(_collector(order)),
            pickup: 0,
            representedParty: 0,
            remark: 0
        });
    }

    /// @dev Neither a failing action nor a done one has touched what the others are about.
    function _mustHaveLeftOthers(GateOut[] memory actions, bool[] memory done) private {
        for (uint256 i = 0; i < actions.length; ++i) {
            _compare(actions[i].orderId);
        }
        _mustHaveDone(done);
    }
}
