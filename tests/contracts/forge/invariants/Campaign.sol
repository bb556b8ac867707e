// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bills} from "../ghosts/Bills.sol";
import {Certificates} from "../ghosts/Certificates.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Papers} from "../ghosts/Papers.sol";
import {Registry} from "../ghosts/Registry.sol";
import {BillHandler} from "../handlers/BillHandler.sol";
import {BillRightsHandler} from "../handlers/BillRightsHandler.sol";
import {BillServicesHandler} from "../handlers/BillServicesHandler.sol";
import {BillSuccessionHandler} from "../handlers/BillSuccessionHandler.sol";
import {CertificateHandler} from "../handlers/CertificateHandler.sol";
import {CertificateTermsHandler} from "../handlers/CertificateTermsHandler.sol";
import {GovernanceHandler} from "../handlers/GovernanceHandler.sol";
import {OrderHandler} from "../handlers/OrderHandler.sol";
import {OrderTermsHandler} from "../handlers/OrderTermsHandler.sol";
import {PaperHandler} from "../handlers/PaperHandler.sol";
import {WalletHandler} from "../handlers/WalletHandler.sol";
import {vm} from "../utils/Vm.sol";

/// @notice A deployment, the law's own account of it, and the handlers that a campaign picks from.
/// @dev Every `invariant_` function is a campaign of its own: Forge calls the handlers of `targetContracts` in random
/// order, and the function after each call.
abstract contract Campaign {
    Registry internal _registry;
    Bills internal _bills;
    Orders internal _orders;
    Certificates internal _certificates;
    Papers internal _papers;
    address[] private _targets;

    function setUp() public virtual {
        _registry = new Registry();
        _bills = new Bills();
        _orders = new Orders();
        _certificates = new Certificates();
        _papers = new Papers();
    }

    function targetContracts() public view returns (address[] memory) {
        return _targets;
    }

    function _with(address handler) internal {
        _targets.push(handler);
    }

    function _withEverydayBills() internal {
        _targets.push(address(new BillHandler(_registry, _bills)));
    }

    function _withBills() internal {
        _withEverydayBills();
        _targets.push(address(new BillRightsHandler(_registry, _bills)));
        _targets.push(address(new BillServicesHandler(_registry, _bills)));
        _targets.push(address(new BillSuccessionHandler(_registry, _bills)));
    }

    function _withOrders() internal {
        _targets.push(address(new OrderHandler(_registry, _bills, _orders)));
        _targets.push(address(new OrderTermsHandler(_registry, _bills, _orders)));
    }

    function _withCertificates() internal {
        _targets.push(address(new CertificateHandler(_registry, _certificates)));
        _targets.push(address(new CertificateTermsHandler(_registry, _certificates)));
    }

    function _withPapers() internal {
        _targets.push(address(new PaperHandler(_registry, _bills, _papers)));
    }

    function _withMembers() internal {
        _targets.push(address(new GovernanceHandler(_registry)));
        _targets.push(address(new WalletHandler(_registry)));
    }

    /// @dev No action was accepted against the law, and no record differs from what the law made of it.
    function _requireLawful() internal {
        vm.warp(_registry.clock());
        string memory breach = _registry.breach();
        require(bytes(breach).length == 0, breach);
    }
}
