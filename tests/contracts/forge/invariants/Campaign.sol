// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appointments} from "../ghosts/Appointments.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Certificates} from "../ghosts/Certificates.sol";
import {Claims} from "../ghosts/Claims.sol";
import {Inspections} from "../ghosts/Inspections.sol";
import {Orders} from "../ghosts/Orders.sol";
import {Papers} from "../ghosts/Papers.sol";
import {Registry} from "../ghosts/Registry.sol";
import {AppointmentHandler} from "../handlers/AppointmentHandler.sol";
import {BillHandler} from "../handlers/BillHandler.sol";
import {BillRightsHandler} from "../handlers/BillRightsHandler.sol";
import {BillServicesHandler} from "../handlers/BillServicesHandler.sol";
import {BillSetHandler} from "../handlers/BillSetHandler.sol";
import {BillSuccessionHandler} from "../handlers/BillSuccessionHandler.sol";
import {BoxHandler} from "../handlers/BoxHandler.sol";
import {CertificateHandler} from "../handlers/CertificateHandler.sol";
import {CertificateTermsHandler} from "../handlers/CertificateTermsHandler.sol";
import {ClaimHandler} from "../handlers/ClaimHandler.sol";
import {GovernanceHandler} from "../handlers/GovernanceHandler.sol";
import {InspectionHandler} from "../handlers/InspectionHandler.sol";
import {OrderHandler} from "../handlers/OrderHandler.sol";
import {OrderSetHandler} from "../handlers/OrderSetHandler.sol";
import {OrderTermsHandler} from "../handlers/OrderTermsHandler.sol";
import {PaperHandler} from "../handlers/PaperHandler.sol";
import {WalletHandler} from "../handlers/WalletHandler.sol";
import {FuzzSelector, vm} from "../utils/Vm.sol";

/// @notice A deployment, the law's own account of it, and the handlers that a campaign picks from.
/// @dev Every `invariant_` function is a campaign of its own: Forge calls the handlers of `targetContracts` in random
/// order, and the function after each call.
abstract contract Campaign {
    Registry internal _registry;
    Bills internal _bills;
    Orders internal _orders;
    Certificates internal _certificates;
    Papers internal _papers;
    Appointments internal _appointments;
    Inspections internal _inspections;
    Claims internal _claims;
    address[] private _targets;
    FuzzSelector[] private _selectors;

    function setUp() public virtual {
        _registry = new Registry();
        _bills = new Bills();
        _orders = new Orders();
        _certificates = new Certificates();
        _papers = new Papers();
        _appointments = new Appointments();
        _inspections = new Inspections();
        _claims = new Claims();
    }

    function targetContracts() public view returns (address[] memory) {
        return _targets;
    }

    /// @notice Where a campaign does not use all of a handler: the functions that it uses.
    function targetSelectors() public view returns (FuzzSelector[] memory) {
        return _selectors;
    }

    function _withSome(address handler, bytes4[] memory selectors) internal {
        _targets.push(handler);
        _selectors.push(FuzzSelector(handler, selectors));
    }

    /// @dev Bills on their way to a surrender, and nothing else of them.
    function _withSurrenders() internal {
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = BillHandler.issue.selector;
        selectors[1] = BillHandler.surrenderForDelivery.selector;
        selectors[2] = BillHandler.acceptSurrender.selector;
        _withSome(address(new BillHandler(_registry, _bills)), selectors);
    }

    /// @dev Time, and the replay of what was accepted, without any change of members.
    function _withTime() internal {
        bytes4[] memory selectors = new bytes4[](2);
        selectors[0] = WalletHandler.pass.selector;
        selectors[1] = WalletHandler.replay.selector;
        _withSome(address(new WalletHandler(_registry)), selectors);
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
        _targets.push(address(new BoxHandler(_registry, _bills, _orders)));
    }

    function _withYard() internal {
        _targets.push(address(new InspectionHandler(_registry, _bills, _orders, _inspections)));
        _targets.push(address(new AppointmentHandler(_registry, _bills, _orders, _appointments)));
    }

    function _withSets() internal {
        _targets.push(address(new BillSetHandler(_registry, _bills)));
        _targets.push(address(new OrderSetHandler(_registry, _bills, _orders)));
    }

    function _withClaims() internal {
        _targets.push(address(new ClaimHandler(_registry, _claims)));
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
