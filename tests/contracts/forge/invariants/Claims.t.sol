// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRefundClaim} from "../../../../contracts/interfaces/IRefundClaim.sol";
import {Campaign} from "./Campaign.sol";

contract ClaimsTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withClaims();
        _withMembers();
    }

    /// @notice A claim takes each step once and forward, its times follow each other and never change, and after its end
    /// nothing does.
    function invariant_aClaimFollowsItsClockAndNeverTurnsBack() public {
        _requireLawful();
        IRefundClaim claims = _registry.contracts().claims;
        for (uint256 i = 0; i < _claims.count(); ++i) {
            bytes32 id = _claims.idAt(i);
            string memory what = _claims.difference(claims, id);
            require(bytes(what).length == 0, what);
            require(!_claims.turnedBack(claims, id), "a claim that turned back");
            require(!_claims.clockRunsWrong(claims, id), "a claim whose clock runs wrong");
        }
    }
}
