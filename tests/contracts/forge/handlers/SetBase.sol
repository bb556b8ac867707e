// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatch} from "../../../../contracts/interfaces/IBatch.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {Attempt, Rehearsal, Sets} from "../utils/Sets.sol";
import {Log, vm} from "../utils/Vm.sol";
import {Handler} from "./Handler.sol";

/// @notice Many actions in one transaction: in a batch, or under one signature as a set.
/// @dev What is held against the contracts: an action fares in company as it would alone. Each is relayed alone first, in a
/// rehearsal of which nothing stays; and what was done is not done again, neither with a proof nor while it is attested.
abstract contract SetBase is Handler {
    /// @notice Actions of one type, and the one or two members that sign them all.
    struct Plan {
        address target;
        bytes4 selector;
        bytes32 typeHash;
        bytes[] actions;
        Party one;
        Party other;
    }

    error NothingDone();

    /// @dev More than any action of the campaigns needs.
    uint32 private constant GAS_LIMIT = 2_000_000;
    uint256 private constant PIECE = 65;

    Rehearsal private immutable REHEARSAL = new Rehearsal();

    /// @dev Signs and executes a set; for each action, whether it was done.
    function _executeSet(Plan memory plan) internal returns (bool[] memory done) {
        bytes32[] memory hashes = _hashes(plan);
        bytes memory signatures = _signedSet(plan, hashes);
        (bool provable, Attempt[] memory alone) = _alone(plan, hashes, signatures);
        bool[] memory expected = REHEARSAL.outcome(alone);
        IBatch.ActionSet memory set = Sets.pack(plan.target, GAS_LIMIT, plan.selector, plan.typeHash, plan.actions);
        done = _execute(abi.encodeCall(IBatch.executeSet, (set, signatures)), plan.actions.length, gasleft());
        if (provable) _mustEqual(done, expected, "a set's action fares otherwise than alone");
        _mustNotRepeat(plan, alone, done, provable);
    }

    /// @dev Executes calls in a batch, now and then with little gas; for each, whether it was done.
    function _executeBatch(Attempt[] memory attempts) internal returns (bool[] memory done) {
        bool[] memory expected = REHEARSAL.outcome(attempts);
        IBatch.Group[] memory groups = new IBatch.Group[](attempts.length);
        for (uint256 i = 0; i < attempts.length; ++i) {
            bytes[] memory calls = new bytes[](1);
            calls[0] = attempts[i].data;
            groups[i] = IBatch.Group(attempts[i].target, GAS_LIMIT, calls);
        }
        uint256 gas = _chance(20) ? GAS_LIMIT / 2 + _below(2 * GAS_LIMIT) : gasleft();
        done = _execute(abi.encodeCall(IBatch.execute, (groups)), attempts.length, gas);
        _mustEqual(done, expected, "a batch's call fares otherwise than alone");
    }

    /// @dev The handler reverts where nothing was done, so that the table of calls tells it apart, and reports stay.
    function _mustHaveDone(bool[] memory done) internal view {
        for (uint256 i = 0; i < done.length; ++i) {
            if (done[i]) return;
        }
        if (bytes(REGISTRY.breach()).length == 0) revert NothingDone();
    }

    function _execute(bytes memory data, uint256 count, uint256 gas) private returns (bool[] memory done) {
        address batch = address(_contracts().batch);
        vm.recordLogs();
        (bool ok, bytes memory reason) = batch.call{gas: gas}(data);
        Log[] memory logs = vm.getRecordedLogs();
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
        done = new bool[](count);
        for (uint256 i = 0; i < count; ++i) {
            done[i] = true;
        }
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == batch) done[uint256(logs[i].topics[1])] = false;
        }
    }

    function _hashes(Plan memory plan) private pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](plan.actions.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(bytes.concat(plan.typeHash, plan.actions[i]));
        }
    }

    function _signedSet(Plan memory plan, bytes32[] memory hashes) private returns (bytes memory signatures) {
        bytes32 setType = ISigned(plan.target).TYPES().setTypeHash(plan.typeHash, Sets.height(hashes.length));
        bytes32 structHash = keccak256(abi.encode(setType, Sets.root(hashes)));
        signatures = _signed(plan.target, structHash, plan.one.member, plan.one.power);
        if (plan.other.power == 0) return signatures;
        return bytes.concat(signatures, _signedToo(plan.target, structHash, plan.other.member, plan.other.power));
    }

    /// @dev Each action with the set's signatures and its own proof. Contracts sign sets as a whole alone.
    function _alone(Plan memory plan, bytes32[] memory hashes, bytes memory signatures)
        private
        pure
        returns (bool provable, Attempt[] memory attempts)
    {
        provable = signatures.length % PIECE == 0;
        for (uint256 end = PIECE; end <= signatures.length; end += PIECE) {
            provable = provable && signatures[end - 1] != 0;
        }
        attempts = new Attempt[](plan.actions.length);
        for (uint256 i = 0; i < attempts.length; ++i) {
            bytes memory proofs = provable ? _proofs(signatures, Sets.path(hashes, i)) : signatures;
            attempts[i] = _attempt(plan, i, proofs);
        }
    }

    function _attempt(Plan memory plan, uint256 i, bytes memory signatures) private pure returns (Attempt memory) {
        bytes memory tail = abi.encode(signatures);
        bytes memory head = bytes.concat(plan.selector, plan.actions[i], bytes32(plan.actions[i].length + 32));
        // Behind the action as a bytes parameter: its length and the padded bytes, without the offset of one alone.
        bytes memory data = new bytes(head.length + tail.length - 32);
        for (uint256 place = 0; place < data.length; ++place) {
            data[place] = place < head.length ? head[place] : tail[place - head.length + 32];
        }
        return Attempt(plan.target, data);
    }

    function _proofs(bytes memory signatures, bytes memory path) private pure returns (bytes memory pieces) {
        for (uint256 start = 0; start < signatures.length; start += PIECE) {
            bytes memory piece = new bytes(PIECE);
            for (uint256 i = 0; i < PIECE; ++i) {
                piece[i] = signatures[start + i];
            }
            piece[PIECE - 1] = bytes1(uint8(piece[PIECE - 1]) + 32);
            pieces = bytes.concat(pieces, piece, path);
        }
    }

    function _mustEqual(bool[] memory done, bool[] memory expected, string memory what) private {
        for (uint256 i = 0; i < done.length; ++i) {
            _must(done[i] == expected[i], what);
        }
    }

    /// @dev What was done is refused with its proof, and without a signature while the set's attestation lasts.
    function _mustNotRepeat(Plan memory plan, Attempt[] memory alone, bool[] memory done, bool provable) private {
        for (uint256 i = 0; i < done.length; ++i) {
            if (!done[i]) continue;
            Attempt[] memory again = new Attempt[](2);
            (again[0], again[1]) = (alone[i], _attempt(plan, i, ""));
            bool[] memory repeated = REHEARSAL.outcome(again);
            _must(!repeated[0] && !repeated[1], "a set's action twice");
            if (provable) REGISTRY.accepted(alone[i].target, alone[i].data);
        }
    }
}
