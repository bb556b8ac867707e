// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import {Campaign} from "./Campaign.sol";

contract CertificatesTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withCertificates();
        _withMembers();
    }

    /// @notice A certificate is used once at most, never moves after its end, and the item's quantity is never exceeded.
    function invariant_usedOnceAndNeverMoreThanDeclared() public {
        _requireLawful();
        ITaxRefundCertificate certificates = _registry.contracts().certificates;
        for (uint256 i = 0; i < _certificates.count(); ++i) {
            bytes32 id = _certificates.idAt(i);
            string memory what = _certificates.difference(certificates, id);
            require(bytes(what).length == 0, what);
            require(!_certificates.movedAfterItsEnd(certificates, id), "a certificate moved after its end");
        }
    }
}
