// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatch} from "../../../../contracts/interfaces/IBatch.sol";
import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {PLEDGE_TYPEHASH, SIGN_BILL_TYPEHASH} from "../../../../contracts/types/Actions.sol";
import {BillState} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {BANK, Cast, SHIPPER} from "../utils/Cast.sol";
import {Signing} from "../utils/Signing.sol";
import {Log, vm} from "../utils/Vm.sol";
import {BillsBase} from "./BillsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice A contract that takes any call and keeps what it was last called with.
contract Recorder {
    bytes public last;

    fallback() external {
        last = msg.data;
    }
}

/// @notice The rules of sets and batches: one signature for many actions, and many actions in one transaction.
contract SetsRules is BillsBase {
    bytes4 private constant LENGTH = ISigned.SignatureLength.selector;
    bytes4 private constant HEIGHT = ISigned.SignatureSetHeight.selector;
    uint32 private constant GAS = 3_000_000;

    function _id(uint256 place) private pure returns (bytes32) {
        return keccak256(abi.encode("bill of a set", place));
    }

    /// @dev The root of nested arrays of two over leaves that are filled up with the last one.
    function _root(bytes32[] memory leaves, uint256 height) private pure returns (bytes32) {
        bytes32[] memory row = new bytes32[](1 << height);
        for (uint256 i = 0; i < row.length; ++i) {
            row[i] = leaves[i < leaves.length ? i : leaves.length - 1];
        }
        for (uint256 width = row.length / 2; width != 0; width /= 2) {
            for (uint256 i = 0; i < width; ++i) {
                row[i] = keccak256(abi.encode(row[2 * i], row[2 * i + 1]));
            }
        }
        return row[0];
    }

    function _signSet(uint256 key, bytes32 typeHash, bytes32[] memory leaves, uint256 height)
        private
        view
        returns (bytes memory)
    {
        return Signing.sign(key, address(on.bills), _setHash(typeHash, height, _root(leaves, height)));
    }

    /// @dev The signing of so many bills by their holder.
    function _signings(uint256 count) private returns (Intent[] memory all, bytes32[] memory leaves) {
        (all, leaves) = (new Intent[](count), new bytes32[](count));
        for (uint256 i = 0; i < count; ++i) {
            if (_bill(_id(i)).state == BillState.None) _issued(_id(i));
            all[i] = _sign(_id(i), _bill(_id(i)).version, SHIPPER);
            leaves[i] = _hash(all[i]);
        }
    }

    function _attest(bytes32 typeHash, bytes32[] memory leaves, bytes memory signatures) private {
        _accept(address(on.bills), abi.encodeCall(ISigned.attest, (typeHash, leaves, signatures)));
    }

    function _piece(bytes memory signature, uint8 height, uint32 place, bytes memory proof)
        private
        pure
        returns (bytes memory)
    {
        bytes memory shifted = bytes.concat(signature);
        shifted[64] = bytes1(uint8(shifted[64]) + 32);
        return bytes.concat(shifted, bytes1(height), bytes4(place), proof);
    }

    function test_attested_ofEachSize() external {
        for (uint256 count = 1; count <= 5; ++count) {
            (Intent[] memory all, bytes32[] memory leaves) = _signings(count);
            uint256 height = count == 1 ? 0 : count == 2 ? 1 : count <= 4 ? 2 : 3;
            _refuse(all[0].target, _data(all[0], ""), _error(LENGTH, 0));
            _attest(SIGN_BILL_TYPEHASH, leaves, _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, height));
            for (uint256 i = 0; i < count; ++i) {
                uint32 version = _bill(_id(i)).version;
                _expect();
                emit IBillOfLading.BillSigned(_id(i), _by(SHIPPER, version + 1));
                _expectRemark(_id(i), version + 1);
                _accept(all[i].target, _data(all[i], ""));
            }
        }
    }

    function test_attested_byTwo() external {
        uint256 second = _enrol(SHIPPER, Powers.ALL, 0);
        (Intent[] memory all, bytes32[] memory leaves) = _signings(2);
        bytes memory one = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 1);
        bytes memory other = _signSet(second, SIGN_BILL_TYPEHASH, leaves, 1);
        _attest(SIGN_BILL_TYPEHASH, leaves, bytes.concat(one, other));
        _setFourEyes(SHIPPER, Powers.TRANSFER);
        _accept(all[0].target, _data(all[0], ""));
        _accept(all[1].target, _data(all[1], ""));
        (all, leaves) = _signings(1);
        bytes4 missing = IConsortium.ConsortiumSecondSignatureMissing.selector;
        _attest(SIGN_BILL_TYPEHASH, leaves, _signSet(second, SIGN_BILL_TYPEHASH, leaves, 0));
        _refuse(all[0].target, _data(all[0], ""), _error(missing, SHIPPER, Powers.TRANSFER));
    }

    function test_attested_forTwoMembers() external {
        _issued(BILL);
        Intent memory i = _pledge(BILL, 1, SHIPPER, BANK);
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = _hash(i);
        bytes memory one = _signSet(Cast.key(SHIPPER), PLEDGE_TYPEHASH, leaves, 0);
        _attest(PLEDGE_TYPEHASH, leaves, one);
        _refuse(i.target, _data(i, ""), _error(LENGTH, 0));
        _attest(PLEDGE_TYPEHASH, leaves, bytes.concat(one, _signSet(Cast.key(BANK), PLEDGE_TYPEHASH, leaves, 0)));
        _expect();
        emit IBillOfLading.PledgeMade(BILL, _by(SHIPPER, 2, BANK, 0), Cast.wallet(BANK));
        _expectRemark(BILL, 2);
        _accept(i.target, _data(i, ""));
    }

    function test_attested_refusals() external {
        bytes32[] memory leaves = new bytes32[](0);
        address bills = address(on.bills);
        _refuse(bills, abi.encodeCall(ISigned.attest, (SIGN_BILL_TYPEHASH, leaves, "")), _error(HEIGHT, 0));
        leaves = new bytes32[](1);
        _refuse(bills, abi.encodeCall(ISigned.attest, (SIGN_BILL_TYPEHASH, leaves, "")), _error(LENGTH, 0));
        bytes memory setPiece = _piece(new bytes(65), 0, 0, "");
        bytes memory within = abi.encodeCall(ISigned.attest, (SIGN_BILL_TYPEHASH, leaves, setPiece));
        // A set's signature is not one over a set of sets.
        _refuse(bills, within, _error(ISigned.SignatureInvalid.selector));
        bytes32 setHash = _setHash(SIGN_BILL_TYPEHASH, 0, 0);
        setPiece = _piece(Signing.sign(Cast.key(SHIPPER), bills, setHash), 0, 0, "");
        within = abi.encodeCall(ISigned.attest, (SIGN_BILL_TYPEHASH, leaves, setPiece));
        _refuse(bills, within, _error(ISigned.SignatureInvalid.selector));
    }

    /// @dev An attestation stands for its own actions, and the last one counts.
    function test_attested_twice() external {
        (uint256 second, uint256 clerk) =
            (_enrol(SHIPPER, Powers.ALL, 0), _enrol(SHIPPER, Powers.ALL & ~Powers.TRANSFER, 0));
        (Intent[] memory all, bytes32[] memory leaves) = _signings(2);
        bytes32[] memory last = new bytes32[](1);
        (last[0], leaves) = (leaves[1], _first(leaves));
        bytes memory one = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 0);
        _attest(SIGN_BILL_TYPEHASH, leaves, bytes.concat(one, _signSet(second, SIGN_BILL_TYPEHASH, leaves, 0)));
        bytes memory other = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, last, 0);
        _attest(SIGN_BILL_TYPEHASH, last, bytes.concat(other, _signSet(clerk, SIGN_BILL_TYPEHASH, last, 0)));
        _setFourEyes(SHIPPER, Powers.TRANSFER);
        _accept(all[0].target, _data(all[0], ""));
        _attest(SIGN_BILL_TYPEHASH, last, other);
        bytes4 missing = IConsortium.ConsortiumSecondSignatureMissing.selector;
        _refuse(all[1].target, _data(all[1], ""), _error(missing, SHIPPER, Powers.TRANSFER));
    }

    function _first(bytes32[] memory leaves) private pure returns (bytes32[] memory first) {
        first = new bytes32[](1);
        first[0] = leaves[0];
    }

    /// @dev All its actions are the same one, so that the tree's nodes are alike in each row.
    function test_attested_ofTheLargestSet() external {
        _issued(BILL);
        Intent memory i = _sign(BILL, 1, SHIPPER);
        bytes32[] memory leaves = new bytes32[]((1 << 15) + 1);
        bytes32 node = _hash(i);
        for (uint256 k = 0; k < leaves.length; ++k) {
            leaves[k] = node;
        }
        for (uint256 level = 0; level < 16; ++level) {
            node = keccak256(abi.encode(node, node));
        }
        bytes32 setHash = _setHash(SIGN_BILL_TYPEHASH, 16, node);
        _attest(SIGN_BILL_TYPEHASH, leaves, Signing.sign(Cast.key(SHIPPER), address(on.bills), setHash));
        _accept(i.target, _data(i, ""));
        bytes memory data = abi.encodeCall(ISigned.attest, (SIGN_BILL_TYPEHASH, new bytes32[]((1 << 16) + 1), ""));
        _refuse(address(on.bills), data, _error(HEIGHT, 17));
    }

    function test_pieces_ofEachPlace() external {
        (Intent[] memory all, bytes32[] memory leaves) = _signings(4);
        bytes memory signature = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 2);
        bytes32 left = keccak256(abi.encode(leaves[0], leaves[1]));
        bytes32 right = keccak256(abi.encode(leaves[2], leaves[3]));
        for (uint32 i = 0; i < 4; ++i) {
            bytes memory proof = abi.encode(leaves[i ^ 1], i < 2 ? right : left);
            _expect();
            emit IBillOfLading.BillSigned(_id(i), _by(SHIPPER, 2));
            _expectRemark(_id(i), 2);
            _accept(all[i].target, _data(all[i], _piece(signature, 2, i, proof)));
        }
        bytes32[] memory alone = new bytes32[](1);
        (all,) = _signings(1);
        alone[0] = _hash(all[0]);
        signature = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, alone, 0);
        _accept(all[0].target, _data(all[0], _piece(signature, 0, 0, "")));
    }

    function test_pieces_ofTheTallestTree() external {
        _issued(BILL);
        Intent memory i = _sign(BILL, 1, SHIPPER);
        bytes32 node = _hash(i);
        bytes memory proof;
        // The place's bits are all ones.
        for (uint256 level = 0; level < 16; ++level) {
            bytes32 other = keccak256(abi.encode("level", level));
            proof = bytes.concat(proof, other);
            node = keccak256(abi.encode(other, node));
        }
        bytes memory signature =
            Signing.sign(Cast.key(SHIPPER), address(on.bills), _setHash(SIGN_BILL_TYPEHASH, 16, node));
        _refuse(i.target, _data(i, _piece(signature, 17, 0xffff, bytes.concat(proof, bytes32(0)))), _error(HEIGHT, 17));
        _accept(i.target, _data(i, _piece(signature, 16, 0xffff, proof)));
    }

    function test_pieces_refusals() external {
        (Intent[] memory all, bytes32[] memory leaves) = _signings(2);
        bytes memory signature = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 1);
        bytes memory good = _piece(signature, 1, 0, abi.encode(leaves[1]));
        Intent memory i = all[0];
        for (uint256 length = 65; length < good.length; ++length) {
            bytes memory cut = bytes.concat(good);
            assembly ("memory-safe") {
                mstore(cut, length)
            }
            _refuse(i.target, _data(i, cut), _error(LENGTH, length));
        }
        _refuse(i.target, _data(i, bytes.concat(good, bytes1(0))), _error(LENGTH, good.length + 1));
        bytes memory wrong = _piece(signature, 1, 1, abi.encode(leaves[1]));
        (bool ok,) = i.target.call(_data(i, wrong));
        if (ok) revert AcceptedAgainstTheLaw();
        bytes memory first = _piece(signature, 1, 0, abi.encode(leaves[1]));
        uint256 second = _enrol(SHIPPER, Powers.TRANSFER, 0);
        _accept(i.target, _data(i, bytes.concat(first, Signing.sign(second, i.target, _hash(i)))));
    }

    function test_pieces_ofTwoWalletsAndOfTwoMembers() external {
        uint256 second = _enrol(SHIPPER, Powers.TRANSFER, 0);
        _setFourEyes(SHIPPER, Powers.TRANSFER);
        _issued(BILL);
        Intent memory i = _with(_sign(BILL, 1, SHIPPER), second);
        _accept(i.target, _data(i, _signaturesInSets(i)));
        i = _pledge(BILL, 2, SHIPPER, BANK);
        _accept(i.target, _data(i, _signaturesInSets(i)));
    }

    // --- batches ---------------------------------------------------------------------------------------------------

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
