// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillRefusals} from "../../../../contracts/interfaces/IBillRefusals.sol";
import {BillState} from "../../../../contracts/types/BillWord.sol";
import {BANK, CONSIGNEE, SHIPPER} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {BillsCases} from "./BillsCases.sol";
import {Intent} from "./Rules.sol";

/// @notice The everyday actions look at a bill's word all at once: no word but the very one lets them pass.
contract ShortcutsRules is BillsCases {
    uint256 private constant AT_VERSION = 32;
    uint256 private constant AT_HOLDER = 88;
    uint256 private constant AT_TITLE = 112;

    uint256 private _before;

    function test_transfer_byNoOtherWord() external {
        _byNoOtherWord(_transfer(BILL, 1, SHIPPER, BANK));
    }

    function test_surrender_byNoOtherWord() external {
        Intent memory i = _surrender(BILL, 1, SHIPPER, CONSIGNEE);
        _byNoOtherWord(i);
        _byNoOtherTitle(i);
    }

    function test_endorse_byNoOtherWord() external {
        Intent memory i = _endorse(BILL, 1, SHIPPER, TO_ORDER, BANK, BANK);
        _byNoOtherWord(i);
        _byNoOtherTitle(i);
    }

    function _byNoOtherWord(Intent memory i) private {
        _before = on.bills.wordOf(BILL);
        for (uint32 version = 2; version <= 4; ++version) {
            _put(AT_VERSION, 32, version);
            _refuse(i, _errorOn(IBillRefusals.BillStaleVersion.selector, BILL, 1, version));
        }
        for (uint24 holder = 1; holder <= 2 * SHIPPER; ++holder) {
            if (holder == SHIPPER) continue;
            _put(AT_HOLDER, 24, holder);
            _refuse(i, _errorOn(IBillRefusals.BillNotHolder.selector, BILL, SHIPPER, holder));
        }
        for (uint8 state = uint8(BillState.Issued) + 1; state <= uint8(type(BillState).max); ++state) {
            _put(0, 8, state);
            _refuse(i, _errorOn(IBillRefusals.BillUnexpectedState.selector, BILL, state, ISSUED));
        }
    }

    function _byNoOtherTitle(Intent memory i) private {
        for (uint24 title = 1; title <= 2 * SHIPPER; ++title) {
            if (title == SHIPPER) continue;
            _put(AT_TITLE, 24, title);
            _refuse(i, _errorOn(IBillRefusals.BillNotTitleHolder.selector, BILL, SHIPPER, title));
        }
    }

    /// @dev The bill's word as it was, but for this field.
    function _put(uint256 at, uint256 bits, uint256 value) private {
        uint256 mask = ((1 << bits) - 1) << at;
        vm.store(address(on.bills), _slotOf(BILL), bytes32((_before & ~mask) | (value << at)));
    }
}
