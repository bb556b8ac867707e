// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillRefusals} from "../../../../contracts/interfaces/IBillRefusals.sol";
import {BillKind, BillState} from "../../../../contracts/types/BillWord.sol";
import {BANK, CONSIGNEE, COURT, SHIPPER} from "../utils/Cast.sol";
import {BillsBase} from "./BillsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice Bills on which an everyday action is refused, each for another reason.
abstract contract BillsCases is BillsBase {
    /// @dev Held by the shipper, whose title is the consignee's.
    bytes32 internal constant APART = keccak256("apart");
    /// @dev Pledged to the bank by the shipper, at version 2.
    bytes32 internal constant PLEDGED = keccak256("pledged");
    /// @dev Endorsed restrictively to the bank, which holds it, at version 2.
    bytes32 internal constant RESTRICTED = keccak256("restricted");
    bytes32 internal constant WAYBILL = keccak256("waybill");
    bytes32 internal constant STRAIGHT = keccak256("straight");
    /// @dev Accomplished, at version 3.
    bytes32 internal constant ENDED = keccak256("ended");
    /// @dev Frozen by the court, at version 2.
    bytes32 internal constant FROZEN = keccak256("frozen");

    uint256 internal constant ISSUED = 1 << uint8(BillState.Issued);
    uint256 private constant BILLS_SLOT = 2;

    function _arrange() internal virtual override {
        _issued(BILL);
        _accept(_issue(APART, BillKind.ToOrder, SHIPPER, CONSIGNEE));
        _issued(PLEDGED);
        _accept(_pledge(PLEDGED, 1, SHIPPER, BANK));
        _issued(RESTRICTED);
        _accept(_endorse(RESTRICTED, 1, SHIPPER, RESTRICTIVE, BANK, BANK));
        _accept(_issue(WAYBILL, BillKind.SeaWaybill, SHIPPER, SHIPPER));
        _accept(_issue(STRAIGHT, BillKind.Straight, SHIPPER, SHIPPER));
        _accomplished(ENDED);
        _issued(FROZEN);
        _accept(_freeze(FROZEN, 1, COURT));
    }

    /// @dev Where the bill's word lies, behind two slots of the domain's names.
    function _slotOf(bytes32 id) internal pure returns (bytes32) {
        return keccak256(abi.encode(id, BILLS_SLOT));
    }

    /// @dev The same action on another bill.
    function _on(Intent memory i, bytes32 bill, uint32 version) internal pure returns (Intent memory) {
        return _but(_but(i, ID, uint256(bill)), VERSION, version);
    }

    /// @dev A bill as issued, but that has been in circulation.
    function _circulated(uint32 version) internal pure returns (IBillOfLading.Bill memory bill) {
        bill = _fresh(version);
        bill.circulated = true;
    }

    /// @dev At the current version, of a bill that is there, in these states, and not frozen.
    function _common(Intent memory i, uint256 allowed) internal {
        _bindsVersion(i, IBillRefusals.BillStaleVersion.selector);
        bytes32 none = keccak256("no such bill");
        _refuse(_on(i, none, 1), _errorOn(IBillRefusals.BillUnknown.selector, none));
        _refuse(_on(i, FROZEN, 2), _errorOn(IBillRefusals.BillFrozen.selector, FROZEN));
        bytes4 unexpected = IBillRefusals.BillUnexpectedState.selector;
        uint8 ended = uint8(BillState.SurrenderedForDelivery);
        _refuse(_on(i, ENDED, 3), _errorOn(unexpected, ENDED, ended, allowed));
    }

    function _refusePledged(Intent memory i) internal {
        _refuse(_on(i, PLEDGED, 2), _errorOn(IBillRefusals.BillPledged.selector, PLEDGED, BANK));
    }

    function _refuseWaybill(Intent memory i) internal {
        bytes4 kind = IBillRefusals.BillUnexpectedKind.selector;
        _refuse(_on(i, WAYBILL, 1), _errorOn(kind, WAYBILL, uint8(BillKind.SeaWaybill)));
    }

    /// @dev For a negotiable bill's holder with an unrestricted title.
    function _refuseOtherTitles(Intent memory i) internal {
        _refuseWaybill(i);
        bytes4 kind = IBillRefusals.BillUnexpectedKind.selector;
        _refuse(_on(i, STRAIGHT, 1), _errorOn(kind, STRAIGHT, uint8(BillKind.Straight)));
        _refuseOthers(i);
        _refuse(
            _on(_but(i, ACTOR, BANK), RESTRICTED, 2),
            _errorOn(IBillRefusals.BillEndorsementRestricted.selector, RESTRICTED, BANK)
        );
    }

    /// @dev For the holder with title.
    function _refuseOthers(Intent memory i) internal {
        _refuse(
            _on(_but(i, ACTOR, CONSIGNEE), APART, 1),
            _errorOn(IBillRefusals.BillNotHolder.selector, APART, CONSIGNEE, SHIPPER)
        );
        _refuse(_on(i, APART, 1), _errorOn(IBillRefusals.BillNotTitleHolder.selector, APART, SHIPPER, CONSIGNEE));
    }
}
