// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {
    PLEDGE_TYPEHASH,
    REVOKE_WALLET_TYPEHASH,
    SIGN_BILL_TYPEHASH,
    TRANSFER_POSSESSION_TYPEHASH
} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {BANK, Cast, SHIPPER} from "../utils/Cast.sol";
import {Signing} from "../utils/Signing.sol";
import {vm} from "../utils/Vm.sol";
import {Intent} from "./Rules.sol";
import {SetsBase} from "./SetsBase.sol";

/// @notice The rules of sets: one signature for many actions.
contract SetsRules is SetsBase {
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

    /// @dev Each action of a set is asked about as things stand when it is done.
    function test_attested_whileMemberAndWalletsChange() external {
        uint256 clerk = _enrol(SHIPPER, Powers.TRANSFER, 0);
        (Intent[] memory all, bytes32[] memory leaves) = _signings(3);
        _attest(SIGN_BILL_TYPEHASH, leaves, _signSet(clerk, SIGN_BILL_TYPEHASH, leaves, 2));
        _accept(all[0].target, _data(all[0], ""));
        bytes memory fields = abi.encode(SHIPPER, on.consortium.memberOf(SHIPPER).version, vm.addr(clerk));
        bytes4 selector = IConsortium.revokeWallet.selector;
        Intent memory i = _intent(address(on.consortium), selector, REVOKE_WALLET_TYPEHASH, fields, SHIPPER);
        _accept(i);
        bytes memory revoked = _error(IConsortium.ConsortiumWalletRevoked.selector, vm.addr(clerk));
        _refuse(all[1].target, _data(all[1], ""), revoked);
        _attest(SIGN_BILL_TYPEHASH, leaves, _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 2));
        _accept(all[1].target, _data(all[1], ""));
        _suspend(SHIPPER);
        bytes memory suspended = _error(IConsortium.ConsortiumMemberSuspended.selector, SHIPPER);
        _refuse(all[2].target, _data(all[2], ""), suspended);
    }

    /// @dev A recipient that is suspended meanwhile receives nothing more.
    function test_attested_whileTheRecipientChanges() external {
        bytes32[] memory leaves = new bytes32[](2);
        Intent[2] memory all;
        for (uint256 k = 0; k < 2; ++k) {
            _issued(_id(k));
            all[k] = _transfer(_id(k), 1, SHIPPER, BANK);
            leaves[k] = _hash(all[k]);
        }
        bytes32 typeHash = TRANSFER_POSSESSION_TYPEHASH;
        _attest(typeHash, leaves, _signSet(Cast.key(SHIPPER), typeHash, leaves, 1));
        _accept(all[0].target, _data(all[0], ""));
        _suspend(BANK);
        bytes memory suspended = _error(IConsortium.ConsortiumMemberSuspended.selector, BANK);
        _refuse(all[1].target, _data(all[1], ""), suspended);
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
        (uint256 second, uint256 odd) = (_enrol(SHIPPER, Powers.ALL, 0), _oddWallet());
        uint256 clerk = _enrol(SHIPPER, Powers.ALL & ~Powers.TRANSFER, 0);
        (Intent[] memory all, bytes32[] memory leaves) = _signings(2);
        bytes32[] memory last = new bytes32[](1);
        (last[0], leaves) = (leaves[1], _first(leaves));
        bytes memory one = _signSet(Cast.key(SHIPPER), SIGN_BILL_TYPEHASH, leaves, 0);
        _attest(SIGN_BILL_TYPEHASH, leaves, bytes.concat(one, _signSet(second, SIGN_BILL_TYPEHASH, leaves, 0)));
        bytes memory other = _signSet(odd, SIGN_BILL_TYPEHASH, last, 0);
        _attest(SIGN_BILL_TYPEHASH, last, bytes.concat(other, _signSet(clerk, SIGN_BILL_TYPEHASH, last, 0)));
        _setFourEyes(SHIPPER, Powers.TRANSFER);
        _accept(all[0].target, _data(all[0], ""));
        _attest(SIGN_BILL_TYPEHASH, last, other);
        bytes4 missing = IConsortium.ConsortiumSecondSignatureMissing.selector;
        _refuse(all[1].target, _data(all[1], ""), _error(missing, SHIPPER, Powers.TRANSFER));
    }

    function test_attested_byAWalletOfAnyAddress() external {
        uint256 odd = _oddWallet();
        (Intent[] memory all, bytes32[] memory leaves) = _signings(1);
        _attest(SIGN_BILL_TYPEHASH, leaves, _signSet(odd, SIGN_BILL_TYPEHASH, leaves, 0));
        _accept(all[0].target, _data(all[0], ""));
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
}
