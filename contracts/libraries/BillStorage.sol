// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillRefusals} from "../interfaces/IBillRefusals.sol";
import {IConsortium} from "../interfaces/IConsortium.sol";
import {BillKind, BillState, BillWord, BillWords} from "../types/BillWord.sol";
import {SignedActions} from "./SignedActions.sol";

/// @title What both halves of the bill of lading stand on: the storage, and the requirements that actions share
abstract contract BillStorage is IBillRefusals, SignedActions {
    /// @dev The paper originals that stand in place of an electronic bill.
    struct PaperSet {
        bytes32 commitment;
        uint8 originals;
    }

    /// @dev A bill's word by itself, so that who reads and writes it looks for its place once.
    struct BillSlot {
        BillWord word;
    }

    // Each half has all of it, used or not: that is what makes the layouts alike.
    // slither-disable-start unused-state
    uint256 internal constant ISSUED = 1 << uint8(BillState.Issued);

    mapping(bytes32 billId => BillSlot) internal _bills;
    mapping(bytes32 billId => uint24 court) internal _frozenBy;
    /// @dev The content as amended; 0 while it is the one that the id commits to.
    mapping(bytes32 billId => bytes32 content) internal _contents;
    /// @dev Counts only while the bill's FLAG_AMENDMENT_REQUESTED is set.
    mapping(bytes32 billId => bytes32 content) internal _requestedContents;
    mapping(bytes32 billId => PaperSet) internal _papers;
    mapping(bytes32 billId => bytes32 newBillId) internal _successors;
    mapping(bytes32 newBillId => bytes32 billId) internal _origins;
    // slither-disable-end unused-state

    constructor(IConsortium consortium) SignedActions(consortium) {}

    /// @dev The bill, if the signer saw its current version; frozen or not.
    function _requireVersion(bytes32 billId, uint32 seen) internal view returns (BillWord bill) {
        bill = _bills[billId].word;
        if (BillWord.unwrap(bill) == 0) revert BillUnknown(billId);
        if (seen != bill.version()) revert BillStaleVersion(billId, seen, bill.version());
    }

    /// @dev The bill, if the signer saw its current version, no court froze it and its state is one of `allowed` (a bit each).
    function _require(bytes32 billId, uint32 seen, uint256 allowed) internal view returns (BillWord bill) {
        bill = _requireVersion(billId, seen);
        if (bill.has(BillWords.FLAG_FROZEN)) revert BillFrozen(billId);
        if (allowed & (1 << uint8(bill.state())) == 0) revert BillUnexpectedState(billId, bill.state(), allowed);
    }

    function _requireNotPledged(bytes32 billId, BillWord bill) internal pure {
        if (bill.pledgee() != 0) revert BillPledged(billId, bill.pledgee());
    }

    function _requireNegotiable(bytes32 billId, BillWord bill) internal pure {
        BillKind kind = bill.kind();
        if (kind != BillKind.ToOrder && kind != BillKind.Bearer) revert BillUnexpectedKind(billId, kind);
    }

    function _requireUnrestricted(bytes32 billId, BillWord bill) internal pure {
        if (bill.has(BillWords.FLAG_RESTRICTED)) revert BillEndorsementRestricted(billId, bill.titleHolder());
    }

    function _requireNotWaybill(bytes32 billId, BillWord bill) internal pure {
        if (bill.kind() == BillKind.SeaWaybill) revert BillUnexpectedKind(billId, BillKind.SeaWaybill);
    }

    function _requireHolder(bytes32 billId, BillWord bill, uint24 actor) internal pure {
        if (actor != bill.holder()) revert BillNotHolder(billId, actor, bill.holder());
    }

    function _requireTitleHolder(bytes32 billId, BillWord bill, uint24 actor) internal pure {
        if (actor != bill.titleHolder()) revert BillNotTitleHolder(billId, actor, bill.titleHolder());
    }

    function _requireCarrier(bytes32 billId, BillWord bill, uint24 actor) internal pure {
        if (actor != bill.carrier()) revert BillNotCarrier(billId, actor, bill.carrier());
    }

    function _requirePledgee(bytes32 billId, BillWord bill, uint24 actor) internal pure {
        if (bill.pledgee() == 0) revert BillNotPledged(billId);
        if (actor != bill.pledgee()) revert BillNotPledgee(billId, actor, bill.pledgee());
    }
}
