// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {CARRIER, CONSIGNEE, PRINCIPAL, SHIPPER, TAX_AUTHORITY, TERMINAL} from "../utils/Cast.sol";
import {BillsBase} from "./BillsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice A record of every kind to act on: orders on accomplished bills, and certificates.
abstract contract RecordsBase is BillsBase {
    bytes32 internal constant ORDER = keccak256("order");
    bytes32 internal constant CERTIFICATE = keccak256("certificate");
    bytes32 internal constant ITEM = keccak256("item");
    uint64 internal constant QUANTITY = 1000;
    uint40 internal constant UNTIL = START + 1000;

    function _issueOrder(bytes32 id, bytes32 bill, uint16 containers, uint40 until)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(
            Types.IssueReleaseOrder(id, CARRIER, bill, TERMINAL, CONSIGNEE, containers, until, 0, PARTY, REMARK)
        );
        return
            _intent(
                address(on.orders), IReleaseOrder.issue.selector, Types.ISSUE_RELEASE_ORDER_TYPEHASH, fields, CARRIER
            );
    }

    /// @dev An order for three containers on an accomplished bill.
    function _ordered(bytes32 id, bytes32 bill) internal {
        _accomplished(bill);
        _accept(_issueOrder(id, bill, 3, UNTIL));
    }

    function _apply(bytes32 id, uint8 kind, bytes32 item, uint64 quantity, uint64 declared)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(
            Types.ApplyCertificate(
                id, SHIPPER, kind, TAX_AUTHORITY, PRINCIPAL, item, quantity, declared, 0, PARTY, REMARK
            )
        );
        return _intent(
            address(on.certificates),
            ITaxRefundCertificate.applyFor.selector,
            Types.APPLY_CERTIFICATE_TYPEHASH,
            fields,
            SHIPPER
        );
    }
}
