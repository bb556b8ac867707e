// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocuments} from "../../../../contracts/interfaces/IDocuments.sol";
import {IMilestones} from "../../../../contracts/interfaces/IMilestones.sol";
import {Campaign} from "./Campaign.sol";

contract PapersTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withEverydayBills();
        _withPapers();
        _withMembers();
    }

    /// @notice A document is used up by its consumer alone, while it stands, and once; what is superseded, revoked or corrected
    /// stays so.
    function invariant_documentsAreUsedUpOnceAndMilestonesStay() public {
        _requireLawful();
        IDocuments documents = _registry.contracts().documents;
        for (uint256 i = 0; i < _papers.documentCount(); ++i) {
            string memory what = _papers.documentDifference(documents, _papers.documentAt(i), _registry.clock());
            require(bytes(what).length == 0, what);
        }
        IMilestones milestones = _registry.contracts().milestones;
        for (uint256 i = 0; i < _papers.batchCount(); ++i) {
            string memory what = _papers.batchDifference(milestones, _papers.batchAt(i));
            require(bytes(what).length == 0, what);
        }
    }
}
