// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {
    ENROL_WALLET_TYPEHASH,
    EnrolWallet,
    SET_FOUR_EYES_TYPEHASH,
    SetFourEyes
} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {BillRightsHandler} from "../handlers/BillRightsHandler.sol";
import {BillServicesHandler} from "../handlers/BillServicesHandler.sol";
import {FOUNDERS} from "../utils/Cast.sol";
import {ContractWallet} from "../utils/ContractWallet.sol";
import {Signing} from "../utils/Signing.sol";
import {vm} from "../utils/Vm.sol";
import {Campaign} from "./Campaign.sol";

/// @notice Every member asks for two wallets' signatures on all it does: keys, contracts, or one of each.
contract FourEyesTest is Campaign {
    function setUp() public override {
        super.setUp();
        for (uint24 member = 1; member <= FOUNDERS; ++member) {
            _pair(member);
        }
        _withEverydayBills();
        _withTwoParties();
        _withOrders();
        _withSets();
        _withPapers();
        _withTime();
    }

    /// @notice No record moves by one wallet where its party asks for two, nor by one wallet twice.
    function invariant_nothingMovesByOneWalletWhereTwoAreAsked() public {
        _requireLawful();
        for (uint24 member = 1; member <= FOUNDERS; ++member) {
            require(_registry.contracts().consortium.memberOf(member).fourEyes == Powers.ALL, "four eyes closed");
        }
    }

    /// @dev The actions of two members: pledge and voiding. And what ends a pledge.
    function _withTwoParties() private {
        bytes4[] memory rights = new bytes4[](3);
        rights[0] = BillRightsHandler.pledge.selector;
        rights[1] = BillRightsHandler.releasePledge.selector;
        rights[2] = BillRightsHandler.enforcePledge.selector;
        _withSome(address(new BillRightsHandler(_registry, _bills)), rights);
        bytes4[] memory services = new bytes4[](1);
        services[0] = BillServicesHandler.voidBill.selector;
        _withSome(address(new BillServicesHandler(_registry, _bills)), services);
    }

    /// @dev Gives a member a second wallet, a contract of every third member, and closes its every power to one alone.
    function _pair(uint24 member) private {
        uint256 key = uint256(keccak256(abi.encode("second wallet of", member)));
        address wallet = member % 3 == 0 ? address(new ContractWallet(key)) : vm.addr(key);
        IConsortium consortium = _registry.contracts().consortium;
        EnrolWallet memory enrolment = EnrolWallet(member, 1, wallet, Powers.ALL, 0);
        bytes32 structHash = keccak256(abi.encode(ENROL_WALLET_TYPEHASH, enrolment));
        bytes memory consent = Signing.signAs(wallet, key, address(consortium), structHash);
        consortium.enrolWallet(enrolment, bytes.concat(_adminSignature(member, structHash), consent));
        _registry.enrol(member, wallet, key, Powers.ALL, 0);
        SetFourEyes memory rule = SetFourEyes(member, 2, Powers.ALL);
        structHash = keccak256(abi.encode(SET_FOUR_EYES_TYPEHASH, rule));
        consortium.setFourEyes(rule, _adminSignature(member, structHash));
        _registry.setFourEyes(member, Powers.ALL);
    }

    function _adminSignature(uint24 member, bytes32 structHash) private view returns (bytes memory) {
        address wallet = _registry.walletsOf(member)[0];
        return Signing.signAs(wallet, _registry.keyOf(wallet), address(_registry.contracts().consortium), structHash);
    }
}
