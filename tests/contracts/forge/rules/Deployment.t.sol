// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {SecondHalf} from "../../../../contracts/libraries/SecondHalf.sol";
import {UNFREEZE_BILL_TYPEHASH} from "../../../../contracts/types/Actions.sol";
import {Cast, COURT} from "../utils/Cast.sol";
import {Contracts, Deployer} from "../utils/Contracts.sol";
import {vm} from "../utils/Vm.sol";
import {BillsBase} from "./BillsBase.sol";
import {Intent} from "./Rules.sol";

/// @notice The rules of a deployment: whom each contract asks, and how the bills' two halves hang together.
contract DeploymentRules is BillsBase {
    bytes4 private constant UNKNOWN = bytes4(keccak256("BillUnknown(bytes32)"));

    function _answers(address target, string memory question, address answer) private {
        (bool ok, bytes memory said) = target.call(abi.encodeWithSignature(question));
        if (!ok) revert Refused(said);
        _same(said, abi.encode(answer));
    }

    function test_eachContractKnowsTheOthers() external {
        Contracts memory made = Deployer.deploy(Cast.founders());
        address consortium = address(made.consortium);
        address[8] memory records = [
            address(made.services),
            address(made.orders),
            address(made.inspections),
            address(made.appointments),
            address(made.certificates),
            address(made.claims),
            address(made.documents),
            address(made.milestones)
        ];
        for (uint256 i = 0; i < records.length; ++i) {
            _answers(records[i], "CONSORTIUM()", consortium);
            _answers(records[i], "TYPES()", address(ISigned(consortium).TYPES()));
        }
        _answers(address(made.services), "ORDERS()", address(made.orders));
        _answers(address(made.orders), "BILLS()", address(made.bills));
        _answers(address(made.orders), "INSPECTIONS()", address(made.inspections));
        _answers(address(made.inspections), "ORDERS()", address(made.orders));
        _answers(address(made.appointments), "ORDERS()", address(made.orders));
        _answers(address(made.certificates), "BILLS()", address(made.bills));
        for (uint256 i = 6; i < 8; ++i) {
            _answers(records[i], "BILLS()", address(made.bills));
            _answers(records[i], "ORDERS()", address(made.orders));
            _answers(records[i], "CERTIFICATES()", address(made.certificates));
        }
        // What the first half does not know, the second one answers with the first one's storage.
        on = made;
        _issued(BILL);
        bytes memory said = abi.encode(made.services.contentOf(BILL));
        _same(said, abi.encode(BILL));
        bytes memory fields = abi.encode(keccak256("none"), uint32(1), COURT, PARTY, REMARK);
        Intent memory lost = _intent(
            address(made.bills), IBillOfLadingServices.unfreeze.selector, UNFREEZE_BILL_TYPEHASH, fields, COURT
        );
        _refuse(lost, _errorOn(UNKNOWN, keccak256("none")));
    }

    function test_theFirstHalfNeedsTheSecond() external {
        string memory path = string.concat(vm.envOr("QUAY_FORGE_CODE", "build/forge/code"), "/BillOfLading.hex");
        bytes memory arguments = abi.encode(on.consortium, address(0xdead));
        bytes memory code = bytes.concat(vm.parseBytes(vm.readFile(path)), arguments);
        address made;
        bytes memory reason;
        assembly ("memory-safe") {
            made := create(0, add(code, 32), mload(code))
            reason := mload(0x40)
            mstore(reason, returndatasize())
            returndatacopy(add(reason, 32), 0, returndatasize())
            mstore(0x40, add(add(reason, 64), returndatasize()))
        }
        _same(abi.encode(made), abi.encode(address(0)));
        _same(reason, _error(SecondHalf.SecondHalfMissing.selector, address(0xdead)));
    }
}
