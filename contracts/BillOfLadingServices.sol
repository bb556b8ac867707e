// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLadingServices} from "./interfaces/IBillOfLadingServices.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {BillStorage} from "./libraries/BillStorage.sol";
import {FREEZE_BILL_TYPEHASH, FreezeBill, UNFREEZE_BILL_TYPEHASH, UnfreezeBill} from "./types/Actions.sol";
import {BillState, BillWord, BillWords} from "./types/BillWord.sol";
import {Mandates} from "./types/Mandate.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title BillOfLadingServices
/// @notice The rarer half of the bill of lading; see {IBillOfLadingServices}.
/// @dev It runs on the storage and under the address of {BillOfLading} (ADR 0005). Every action reads the same: version and
/// state → parties → signature → effect → event.
contract BillOfLadingServices is IBillOfLadingServices, BillStorage {
    /// @dev Every state but None and Voided.
    uint256 private constant ALIVE = ((2 << uint8(type(BillState).max)) - 1) & ~(1 | (1 << uint8(BillState.Voided)));

    constructor(IConsortium consortium) BillStorage(consortium) {}

    /// @inheritdoc IBillOfLadingServices
    function freeze(FreezeBill calldata action, bytes calldata signatures) external {
        BillWord bill = _require(action.billId, action.version, ALIVE);
        address wallet = _authorize(
            FREEZE_BILL_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.FREEZE, Roles.COURT),
            signatures
        );

        bill = bill.with(BillWords.FLAG_FROZEN).advanced();
        _bills[action.billId] = bill;
        _frozenBy[action.billId] = action.actor;
        emit FreezeOrdered(action.billId, action.actor, bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function unfreeze(UnfreezeBill calldata action, bytes calldata signatures) external {
        BillWord bill = _requireVersion(action.billId, action.version);
        if (!bill.has(BillWords.FLAG_FROZEN)) revert BillNotFrozen(action.billId);
        uint24 court = _frozenBy[action.billId];
        if (action.actor != court) revert BillFrozenByAnother(action.billId, action.actor, court);
        address wallet = _authorize(
            UNFREEZE_BILL_TYPEHASH,
            5,
            Mandates.by(action.actor, Powers.FREEZE, Roles.COURT),
            signatures
        );

        bill = bill.without(BillWords.FLAG_FROZEN).advanced();
        _bills[action.billId] = bill;
        delete _frozenBy[action.billId];
        emit FreezeLifted(action.billId, action.actor, bill.version(), wallet);
        _remark(action.billId, bill.version(), action.representedParty, action.remark);
    }

    /// @inheritdoc IBillOfLadingServices
    function frozenBy(bytes32 billId) external view returns (uint24) {
        return _frozenBy[billId];
    }
}
