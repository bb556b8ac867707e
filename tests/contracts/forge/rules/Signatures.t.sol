// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {SignedActions} from "../../../../contracts/libraries/SignedActions.sol";
import {ENROL_WALLET_TYPEHASH} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {BANK, Cast, SHIPPER} from "../utils/Cast.sol";
import {ContractWallet} from "../utils/ContractWallet.sol";
import {Signing} from "../utils/Signing.sol";
import {vm} from "../utils/Vm.sol";
import {BillsBase} from "./BillsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice A wallet that answers what it is told to, whatever it is asked.
contract Answering {
    bytes private _answer;
    bool private _reverts;

    constructor(bytes memory answer, bool reverts) {
        (_answer, _reverts) = (answer, reverts);
    }

    fallback() external {
        bytes memory answer = _answer;
        if (_reverts) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
        assembly ("memory-safe") {
            return(add(answer, 32), mload(answer))
        }
    }
}

/// @notice The rules of signatures: how each kind of piece is read, and whose two members' signatures are.
contract SignaturesRules is BillsBase {
    bytes4 private constant LENGTH = ISigned.SignatureLength.selector;
    bytes4 private constant MAGIC = 0x1626ba7e;
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    Intent private _good;

    function _arrange() internal override {
        _issued(BILL);
        _good = _sign(BILL, 1, SHIPPER);
    }

    function _piece(Intent memory i, uint256 key) private view returns (bytes memory) {
        return Signing.sign(key, i.target, _hash(i));
    }

    function _compact(bytes memory piece) private pure returns (bytes memory) {
        (bytes32 r, uint256 s) = (_at(piece, 0), uint256(_at(piece, 32)));
        return abi.encodePacked(r, s | (uint256(uint8(piece[64]) - 27) << 255));
    }

    function _at(bytes memory data, uint256 place) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), place))
        }
    }

    function _v(bytes memory piece, uint8 v) private pure returns (bytes memory other) {
        other = bytes.concat(piece);
        other[64] = bytes1(v);
    }

    function _passes(Intent memory i, bytes memory signatures) private {
        _accept(i.target, _data(i, signatures));
    }

    function _fails(Intent memory i, bytes memory signatures, bytes memory reason) private {
        _refuse(i.target, _data(i, signatures), reason);
    }

    /// @dev Whoever a signature over other words recovers to is nobody that is known.
    function _failsUnknown(Intent memory i, bytes memory signatures) private {
        (bool ok, bytes memory reason) = i.target.call(_data(i, signatures));
        if (ok) revert AcceptedAgainstTheLaw();
        _same(abi.encode(bytes4(reason)), abi.encode(IConsortium.ConsortiumUnknownWallet.selector));
    }

    function _enrolContract(address wallet, bytes memory piece) private {
        uint32 version = on.consortium.memberOf(SHIPPER).version;
        bytes memory fields = abi.encode(SHIPPER, version, wallet, Powers.ALL, 0);
        Intent memory i =
            _intent(address(on.consortium), IConsortium.enrolWallet.selector, ENROL_WALLET_TYPEHASH, fields, SHIPPER);
        _passes(i, bytes.concat(_piece(i, Cast.key(SHIPPER)), piece));
    }

    function _ofContract(address wallet, bytes memory content) private pure returns (bytes memory) {
        return abi.encodePacked(uint256(uint160(wallet)), content.length, uint8(0), content);
    }

    function test_long() external {
        _expect();
        emit IBillOfLading.BillSigned(BILL, _by(SHIPPER, 2));
        _expectRemark(BILL, 2);
        _passes(_good, _piece(_good, Cast.key(SHIPPER)));
    }

    function test_compact() external {
        bytes memory compact = _compact(_piece(_good, Cast.key(SHIPPER)));
        _expect();
        emit IBillOfLading.BillSigned(BILL, _by(SHIPPER, 2));
        _expectRemark(BILL, 2);
        _passes(_good, compact);
        // Of two texts, the two values of v come up.
        for (uint32 version = 2; version < 10; ++version) {
            Intent memory i = _sign(BILL, version, SHIPPER);
            _passes(i, _compact(_piece(i, Cast.key(SHIPPER))));
        }
    }

    function test_lengths() external {
        bytes memory piece = _piece(_good, Cast.key(SHIPPER));
        _fails(_good, "", _error(LENGTH, 0));
        _fails(_good, new bytes(1), _error(LENGTH, 1));
        _fails(_good, new bytes(63), _error(LENGTH, 63));
        _fails(_good, bytes.concat(piece, bytes1(0)), _error(LENGTH, 66));
        _fails(_good, bytes.concat(piece, new bytes(63)), _error(LENGTH, 128));
        _fails(_good, bytes.concat(piece, piece, piece), _error(LENGTH, 195));
        // From 32 on, v says that a set's proof follows.
        _fails(_good, _v(piece, 31), _error(ISigned.SignatureInvalid.selector));
        _fails(_good, _v(piece, 32), _error(LENGTH, 65));
    }

    function test_refusedOfOtherForms() external {
        bytes memory piece = _piece(_good, Cast.key(SHIPPER));
        bytes memory invalid = _error(ISigned.SignatureInvalid.selector);
        _fails(_good, _v(piece, 1), invalid);
        _fails(_good, _v(piece, 26), invalid);
        _fails(_good, _v(piece, 29), invalid);
        uint8 otherV = uint8(piece[64]) == 27 ? 28 : 27;
        bytes memory high = abi.encodePacked(_at(piece, 0), ORDER - uint256(_at(piece, 32)), otherV);
        _fails(_good, high, invalid);
        _fails(_good, abi.encodePacked(bytes32(0), _at(piece, 32), uint8(27)), invalid);
        _failsUnknown(_good, _v(piece, otherV));
        _failsUnknown(_good, Signing.sign(Cast.key(SHIPPER), address(1), _hash(_good)));
    }

    function test_twoWallets() external {
        uint256 second = _enrol(SHIPPER, Powers.TRANSFER, 0);
        bytes memory first = _piece(_good, Cast.key(SHIPPER));
        bytes memory other = _piece(_good, second);
        _fails(
            _good,
            bytes.concat(first, first),
            _error(IConsortium.ConsortiumSameWalletTwice.selector, Cast.wallet(SHIPPER))
        );
        _setFourEyes(SHIPPER, Powers.TRANSFER);
        bytes4 missing = IConsortium.ConsortiumSecondSignatureMissing.selector;
        _fails(_good, first, _error(missing, SHIPPER, Powers.TRANSFER));
        _passes(_good, bytes.concat(first, _compact(other)));
        Intent memory i = _sign(BILL, 2, SHIPPER);
        _expect();
        emit IBillOfLading.BillSigned(BILL, _byWallet(vm.addr(second), SHIPPER, 3, 0, 0));
        _expectRemark(BILL, 3);
        _passes(i, bytes.concat(_piece(i, second), _piece(i, Cast.key(SHIPPER))));
    }

    function test_contractWallet() external {
        uint256 key = 0xc0de;
        address wallet = address(new ContractWallet(key));
        bytes32 slot = keccak256(abi.encode(wallet, uint256(7)));
        // As any wallet of the shipper.
        vm.store(
            address(on.consortium),
            slot,
            vm.load(address(on.consortium), keccak256(abi.encode(Cast.wallet(SHIPPER), uint256(7))))
        );
        _same(on.consortium.walletOf(wallet).member, SHIPPER);
        bytes memory piece = Signing.signAs(wallet, key, _good.target, _hash(_good));
        _fails(_good, bytes.concat(piece, bytes1(0)), _error(LENGTH, piece.length + 1));
        bytes memory refused = _error(ISigned.SignatureContractRefused.selector, wallet);
        _fails(_good, _ofContract(wallet, new bytes(130)), refused);
        bytes memory claims = abi.encodePacked(uint256(uint160(wallet)), uint256(131), uint8(0), new bytes(130));
        _fails(_good, claims, _error(LENGTH, 195));
        _setFourEyes(SHIPPER, Powers.TRANSFER);
        bytes memory key_ = _piece(_good, Cast.key(SHIPPER));
        _fails(_good, bytes.concat(key_, claims), _error(LENGTH, 260));
        _passes(_good, bytes.concat(piece, key_));
        Intent memory i = _sign(BILL, 2, SHIPPER);
        piece = Signing.signAs(wallet, key, i.target, _hash(i));
        _passes(i, bytes.concat(_piece(i, Cast.key(SHIPPER)), piece));
    }

    function test_contractWallet_thatIsNoGoodWallet() external {
        bytes32 magic = bytes32(MAGIC);
        _refusesContract(new Answering("", false));
        _refusesContract(new Answering(abi.encodePacked(MAGIC), false));
        _refusesContract(new Answering(abi.encode(uint256(1)), false));
        _refusesContract(new Answering(abi.encode(uint256(magic) + 1), false));
        _refusesContract(new Answering(abi.encode(magic, magic), false));
        _refusesContract(new Answering(abi.encode(magic), true));
        Answering good = new Answering(abi.encode(magic), false);
        _enrolContract(address(good), _ofContract(address(good), ""));
        _passes(_good, _ofContract(address(good), ""));
    }

    function _refusesContract(Answering wallet) private {
        bytes memory reason = _error(ISigned.SignatureContractRefused.selector, address(wallet));
        _fails(_good, _ofContract(address(wallet), ""), reason);
    }

    /// @dev Its code: if the gas at hand is 200,000 but what asking costs, the answer is yes.
    function test_contractWallet_getsJustSoMuchGas() external {
        address wallet = address(0x6a5);
        vm.etch(wallet, hex"5a62030d3e14631626ba7e60e01b025f5260205ff3");
        _enrolContract(wallet, _ofContract(wallet, ""));
        _passes(_good, _ofContract(wallet, ""));
    }

    function test_forTwo() external {
        Intent memory i = _pledge(BILL, 1, SHIPPER, BANK);
        (uint256 holder2, uint256 bank2) = (_enrol(SHIPPER, Powers.ALL, 0), _enrol(BANK, Powers.ALL, 0));
        bytes memory holder = _piece(i, Cast.key(SHIPPER));
        bytes memory bank = _piece(i, Cast.key(BANK));
        _fails(i, holder, _error(LENGTH, 65));
        _fails(i, "", _error(LENGTH, 0));
        bytes memory five = bytes.concat(holder, bank, holder, bank, holder);
        _fails(i, five, _error(LENGTH, 325));
        bytes4 another = IConsortium.ConsortiumWalletOfAnotherMember.selector;
        _fails(i, bytes.concat(bank, holder), _error(another, Cast.wallet(BANK), BANK, SHIPPER));
        _fails(i, bytes.concat(holder, holder), _error(another, Cast.wallet(SHIPPER), SHIPPER, BANK));

        _setFourEyes(SHIPPER, Powers.PLEDGE);
        bytes4 missing = IConsortium.ConsortiumSecondSignatureMissing.selector;
        _fails(i, bytes.concat(holder, bank), _error(missing, SHIPPER, Powers.PLEDGE));
        bytes memory three = bytes.concat(holder, _piece(i, holder2), bank);
        _setFourEyes(BANK, Powers.PLEDGE);
        _fails(i, three, _error(missing, BANK, Powers.PLEDGE));
        _fails(i, bytes.concat(holder, bank, _piece(i, bank2)), _error(missing, SHIPPER, Powers.PLEDGE));
        _expect();
        emit IBillOfLading.PledgeMade(BILL, _byWallet(vm.addr(holder2), SHIPPER, 2, BANK, 0), vm.addr(bank2));
        _expectRemark(BILL, 2);
        _passes(i, bytes.concat(_piece(i, holder2), holder, _piece(i, bank2), bank));
    }

    function test_forTwo_ofWhomOneNeedsTwoWallets() external {
        Intent memory i = _pledge(BILL, 1, SHIPPER, BANK);
        uint256 second = _enrol(SHIPPER, Powers.ALL, 0);
        _setFourEyes(SHIPPER, Powers.PLEDGE);
        _expect();
        emit IBillOfLading.PledgeMade(BILL, _by(SHIPPER, 2, BANK, 0), Cast.wallet(BANK));
        _expectRemark(BILL, 2);
        _passes(i, bytes.concat(_piece(i, Cast.key(SHIPPER)), _piece(i, second), _compact(_piece(i, Cast.key(BANK)))));
        second = _enrol(BANK, Powers.ALL, 0);
        _setFourEyes(BANK, Powers.PLEDGE);
        i = _releasePledge(BILL, 2, BANK);
        _passes(i, bytes.concat(_piece(i, Cast.key(BANK)), _piece(i, second)));
        _setFourEyes(SHIPPER, 0);
        i = _pledge(BILL, 3, SHIPPER, BANK);
        _expect();
        emit IBillOfLading.PledgeMade(BILL, _by(SHIPPER, 4, BANK, 0), vm.addr(second));
        _expectRemark(BILL, 4);
        _passes(i, bytes.concat(_piece(i, Cast.key(SHIPPER)), _piece(i, second), _piece(i, Cast.key(BANK))));
    }

    function test_remark_isOnRecordWhereThereIsOne() external {
        uint256 last = _good.fields.length / 32 - 1;
        Intent memory bare = _but(_but(_good, last, 0), last - 1, 0);
        _expect();
        emit IBillOfLading.BillSigned(BILL, _by(SHIPPER, 2));
        _accept(bare);
        Intent memory party = _but(_sign(BILL, 2, SHIPPER), last, 0);
        _expect();
        emit IBillOfLading.BillSigned(BILL, _by(SHIPPER, 3));
        emit SignedActions.Remarked(BILL, 3, PARTY, 0);
        _accept(party);
        Intent memory remark = _but(_sign(BILL, 3, SHIPPER), last - 1, 0);
        _expect();
        emit IBillOfLading.BillSigned(BILL, _by(SHIPPER, 4));
        emit SignedActions.Remarked(BILL, 4, 0, REMARK);
        _accept(remark);
        bytes memory unknown = _error(IConsortium.ConsortiumUnknownMember.selector, NOBODY);
        _refuse(_but(_sign(BILL, 4, SHIPPER), last - 1, NOBODY), unknown);
    }

    function test_theDomainIsTheContractsOwn() external view {
        (bool ok, bytes memory said) = address(on.bills).staticcall(abi.encodeWithSignature("eip712Domain()"));
        if (!ok) revert Refused(said);
        _same(
            said,
            abi.encode(bytes1(0x0f), "Quayledger", "1", block.chainid, address(on.bills), bytes32(0), new uint256[](0))
        );
        _same(
            uint256(uint160(address(ISigned(address(on.bills)).TYPES()))),
            uint160(address(ISigned(address(on.consortium)).TYPES()))
        );
        _same(uint256(uint160(address(SignedActions(address(on.bills)).CONSORTIUM()))), uint160(address(on.consortium)));
    }
}
