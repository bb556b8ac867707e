// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaign} from "./Campaign.sol";

/// @notice All handlers together: no action on one record breaks the law of another.
contract LedgerTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withBills();
        _withOrders();
        _withYard();
        _withSets();
        _withCertificates();
        _withClaims();
        _withPapers();
        _withMembers();
    }

    function invariant_noActionIsAcceptedAgainstTheLaw() public {
        _requireLawful();
    }
}
