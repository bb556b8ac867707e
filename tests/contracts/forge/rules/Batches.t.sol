// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatch} from "../../../../contracts/interfaces/IBatch.sol";
import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {SIGN_BILL_TYPEHASH, TRANSFER_POSSESSION_TYPEHASH} from "../../../../contracts/types/Actions.sol";
import {BANK, CONSIGNEE, Cast, FORWARDER, SHIPPER} from "../utils/Cast.sol";
import {Log, vm} from "../utils/Vm.sol";
import {Intent} from "./Rules.sol";
import {SetsBase} from "./SetsBase.sol";

/// @notice A contract that takes any call and keeps what it was last called with.
contract Recorder {
    bytes public last;

    fallback() external {
        last = msg.data;
    }
}

/// @notice The rules of batches: many actions in one transaction, each failing alone.
contract BatchesRules is SetsBase {
    function _batch(IBatch.Group[] memory groups) private returns (bool succeeded, bytes memory reason) {
        (bool ok, bytes memory answer) = address(on.batch).call(abi.encodeCall(IBatch.execute, (groups)));
        if (!ok) revert Refused(answer);
        return abi.decode(answer, (bool, bytes));
    }

    function _group(address target, uint32 gasLimit, bytes memory one, bytes memory other)
        private
        pure
        returns (IBatch.Group memory group)
    {
        group = IBatch.Group(target, gasLimit, new bytes[](2));
        (group.calls[0], group.calls[1]) = (one, other);
    }

    function test_batch_eachCallFailsAlone() external {
        (Intent[] memory all,) = _signings(3);
        bytes memory good = _data(all[0], _signatures(all[0]));
        Intent memory stale = _but(all[1], VERSION, 9);
        bytes memory bad = _data(stale, _signatures(stale));
        (, bytes memory reason) = stale.target.call(bad);
        IBatch.Group[] memory groups = new IBatch.Group[](2);
        groups[0] = _group(address(on.bills), GAS, good, bad);
        groups[1] =
            _group(address(on.bills), GAS, _data(all[1], _signatures(all[1])), _data(all[2], _signatures(all[2])));
        vm.recordLogs();
        (bool succeeded, bytes memory last) = _batch(groups);
        _same(abi.encode(succeeded, last), abi.encode(true, ""));
        _same(abi.encode(vm.getRecordedLogs()[2]), abi.encode(_failure(1, reason)));
        for (uint256 i = 0; i < 3; ++i) {
            _same(_bill(_id(i)).version, 2);
        }
        // The last call's outcome is the answer.
        groups = new IBatch.Group[](1);
        groups[0] = _group(address(on.bills), GAS, bad, bad);
        vm.recordLogs();
        (succeeded, last) = _batch(groups);
        _same(abi.encode(succeeded), abi.encode(false));
        (, reason) = stale.target.call(bad);
        _same(last, reason);
        _same(vm.getRecordedLogs().length, 2);
        (succeeded, last) = _batch(new IBatch.Group[](0));
        _same(abi.encode(succeeded, last), abi.encode(false, ""));
    }

    function _failure(uint256 index, bytes memory reason) private view returns (Log memory made) {
        made.topics = new bytes32[](3);
        made.topics[0] = IBatch.CallFailed.selector;
        (made.topics[1], made.topics[2]) = (bytes32(index), bytes32(uint256(uint160(address(on.bills)))));
        (made.data, made.emitter) = (abi.encode(reason), address(on.batch));
    }

    /// @dev Which of two calls runs short of gas, and how much is at hand for it.
    function _short(uint256 gas, uint256 gasLimit) private returns (uint256 index, uint256 available) {
        IBatch.Group[] memory groups = new IBatch.Group[](1);
        groups[0] = _group(address(on.bills), uint32(gasLimit), "", "");
        bytes memory data = abi.encodeCall(IBatch.execute, (groups));
        (bool ok, bytes memory reason) = address(on.batch).call{gas: gas}(data);
        if (ok) revert AcceptedAgainstTheLaw();
        assembly ("memory-safe") {
            index := mload(add(reason, 0x24))
            available := mload(add(reason, 0x44))
        }
        _same(reason, _error(IBatch.BatchOutOfGas.selector, index, available, gasLimit));
    }

    /// @dev At hand is 63/64 of what is left above a reserve of 20,000; what was spent before is the same each time.
    function test_batch_refusedWithTooLittleGas() external {
        uint256 much = 500_000_000;
        (uint256 index, uint256 half) = _short(64_000_000, much);
        (, uint256 whole) = _short(128_000_000, much);
        _same(abi.encode(index, whole - half), abi.encode(0, 63_000_000));
        uint256 spent = 64_000_000 - half * 64 / 63;
        (, uint256 none) = _short(spent - 5_000, much);
        _same(none, 0);
        // Just enough is enough for the first one.
        (index,) = _short(64_000_000, half);
        _same(index, 1);
        (index,) = _short(64_000_000, half + 1);
        _same(index, 0);
    }

    /// @dev The signings of so many bills as a set: each names its bill and its version, the rest is common.
    function _set(Intent[] memory all) private view returns (IBatch.ActionSet memory set) {
        bytes32[] memory common = new bytes32[](5);
        for (uint256 field = 0; field < 5; ++field) {
            common[field] = field < 2 ? bytes32(0) : bytes32(_word(all[0], field));
        }
        bytes32[] memory words = new bytes32[](2 * all.length);
        for (uint256 i = 0; i < all.length; ++i) {
            (words[2 * i], words[2 * i + 1]) = (bytes32(_word(all[i], 0)), bytes32(_word(all[i], 1)));
        }
        set =
            IBatch.ActionSet(address(on.bills), GAS, IBillOfLading.sign.selector, SIGN_BILL_TYPEHASH, common, 3, words);
    }

    function test_batchOfASet() external {
        (Intent[] memory all, bytes32[] memory leaves) = _signings(3);
        IBatch.ActionSet memory set = _set(all);
        bytes memory signatures = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 2);
        vm.recordLogs();
        _accept(address(on.batch), abi.encodeCall(IBatch.executeSet, (set, signatures)));
        _same(vm.getRecordedLogs().length, 6);
        for (uint256 i = 0; i < 3; ++i) {
            _same(_bill(_id(i)).version, 2);
        }
        // One that was done already fails alone, and tells its place.
        (all, leaves) = _signings(4);
        (all[1], leaves[1]) = (_sign(_id(1), 1, SHIPPER), _hash(_sign(_id(1), 1, SHIPPER)));
        set = _set(all);
        signatures = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 2);
        vm.recordLogs();
        _accept(address(on.batch), abi.encodeCall(IBatch.executeSet, (set, signatures)));
        (, bytes memory reason) = address(on.bills).call(_data(all[1], ""));
        _same(abi.encode(vm.getRecordedLogs()[2]), abi.encode(_failure(1, reason)));
        _same(_bill(_id(0)).version, 3);
        _same(_bill(_id(1)).version, 2);
        _same(_bill(_id(3)).version, 2);
    }

    /// @dev Each action's call is its fields and no signatures, to the byte.
    function test_batchOfASet_layout() external {
        Recorder recorder = new Recorder();
        bytes32[] memory common = new bytes32[](3);
        common[1] = keccak256("common");
        bytes32[] memory words = new bytes32[](2);
        (words[0], words[1]) = (keccak256("first"), keccak256("last"));
        IBatch.ActionSet memory set =
            IBatch.ActionSet(address(recorder), GAS, bytes4(0x12345678), keccak256("type"), common, 5, words);
        _accept(address(on.batch), abi.encodeCall(IBatch.executeSet, (set, "")));
        _same(
            recorder.last(),
            abi.encodePacked(bytes4(0x12345678), words[0], common[1], words[1], uint256(0x80), uint256(0))
        );
        // All fields vary.
        (set.common, set.words) = (new bytes32[](2), words);
        set.varying = 3;
        _accept(address(on.batch), abi.encodeCall(IBatch.executeSet, (set, "")));
        _same(recorder.last(), abi.encodePacked(bytes4(0x12345678), words, uint256(0x60), uint256(0)));
    }

    /// @dev Fields that do not vary come before, between and behind those that do; two actions, one after the other.
    function test_batchOfASet_layoutOfAny() external {
        Recorder recorder = new Recorder();
        bytes32[] memory common = new bytes32[](5);
        (common[0], common[2], common[4]) = (keccak256("a"), keccak256("c"), keccak256("e"));
        bytes32[] memory words = new bytes32[](4);
        for (uint256 k = 0; k < 4; ++k) {
            words[k] = keccak256(abi.encode("word", k));
        }
        IBatch.ActionSet memory set =
            IBatch.ActionSet(address(recorder), GAS, bytes4(0x12345678), keccak256("type"), common, 10, words);
        _accept(address(on.batch), abi.encodeCall(IBatch.executeSet, (set, "")));
        bytes memory head = abi.encodePacked(bytes4(0x12345678), common[0], words[2], common[2]);
        _same(recorder.last(), abi.encodePacked(head, words[3], common[4], uint256(0xc0), uint256(0)));
    }

    /// @dev Of a set, too, each action is hashed as it is called, and needs its gas.
    function test_batchOfASet_ofTransfersToSeveral() external {
        uint24[3] memory holders = [BANK, CONSIGNEE, FORWARDER];
        bytes32[] memory common = new bytes32[](6);
        (bytes32[] memory words, bytes32[] memory leaves) = (new bytes32[](6), new bytes32[](3));
        for (uint256 k = 0; k < 3; ++k) {
            _issued(_id(k));
            Intent memory i = _transfer(_id(k), 1, SHIPPER, holders[k]);
            leaves[k] = _hash(i);
            for (uint256 field = 0; field < 6; ++field) {
                common[field] = bytes32(_word(i, field));
            }
            (words[2 * k], words[2 * k + 1]) = (_id(k), bytes32(uint256(holders[k])));
        }
        bytes32 typeHash = TRANSFER_POSSESSION_TYPEHASH;
        bytes4 selector = _transfer(BILL, 1, SHIPPER, BANK).selector;
        IBatch.ActionSet memory set = IBatch.ActionSet(address(on.bills), GAS, selector, typeHash, common, 9, words);
        bytes memory signatures = _signSet(Cast.key(SHIPPER), typeHash, leaves, 2);
        set.gasLimit = 500_000_000;
        (bool ok, bytes memory reason) =
            address(on.batch).call{gas: 64_000_000}(abi.encodeCall(IBatch.executeSet, (set, signatures)));
        uint256 available;
        assembly ("memory-safe") {
            available := mload(add(reason, 0x44))
        }
        _same(abi.encode(ok), abi.encode(false));
        _same(reason, _error(IBatch.BatchOutOfGas.selector, 0, available, 500_000_000));
        set.gasLimit = GAS;
        vm.recordLogs();
        _accept(address(on.batch), abi.encodeCall(IBatch.executeSet, (set, signatures)));
        _same(vm.getRecordedLogs().length, 6);
        for (uint256 k = 0; k < 3; ++k) {
            _same(_bill(_id(k)).holder, holders[k]);
        }
    }

    function test_batchOfASet_mustFit() external {
        (Intent[] memory all,) = _signings(2);
        IBatch.ActionSet memory set = _set(all);
        _refuseSet(set, 0);
        _refuseSet(set, 1 << 5);
        _refuseSet(set, 7);
        set.words = new bytes32[](0);
        _refuseSet(set, 3);
        set.words = new bytes32[](1);
        _refuseSet(set, 3);
    }

    function _refuseSet(IBatch.ActionSet memory set, uint256 varying) private {
        set.varying = varying;
        _refuse(
            address(on.batch),
            abi.encodeCall(IBatch.executeSet, (set, "")),
            _error(IBatch.BatchSetSize.selector, set.common.length, varying, set.words.length)
        );
    }
}
