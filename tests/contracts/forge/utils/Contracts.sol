// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IActionTypes} from "../../../../contracts/interfaces/IActionTypes.sol";
import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import {vm} from "./Vm.sol";

/// @notice A deployment, from the code that `scripts/dev/forge.py` wrote.
struct Contracts {
    IConsortium consortium;
    IBillOfLading bills;
    IReleaseOrder orders;
    ITaxRefundCertificate certificates;
}

uint40 constant RECOVERY_DELAY = 7 days;
uint8 constant THRESHOLD = 2;

/// @notice Deploys as chain/deploy.py does: the directory names what follows from the deployer's nonces.
library Deployer {
    error DeploymentFailed(string name);

    function deploy(IConsortium.FoundingMember[] memory founders) internal returns (Contracts memory made) {
        uint256 nonce = vm.getNonce(address(this)) + 2;
        IConsortium.DirectoryEntry[] memory directory = new IConsortium.DirectoryEntry[](4);
        string[4] memory names = ["BillOfLading", "ReleaseOrder", "Inspections", "TaxRefundCertificate"];
        for (uint256 i = 0; i < names.length; ++i) {
            directory[i] = IConsortium.DirectoryEntry(names[i], vm.computeCreateAddress(address(this), nonce + i));
        }
        address types = create("ActionTypes", "");
        made.consortium = IConsortium(
            create("Consortium", abi.encode(founders, THRESHOLD, RECOVERY_DELAY, IActionTypes(types), directory))
        );
        made.bills = IBillOfLading(create(names[0], abi.encode(made.consortium)));
        made.orders = IReleaseOrder(create(names[1], abi.encode(made.consortium, made.bills, directory[2].target)));
        create(names[2], abi.encode(made.consortium, made.orders));
        made.certificates = ITaxRefundCertificate(create(names[3], abi.encode(made.consortium, made.bills)));
    }

    function create(string memory name, bytes memory arguments) internal returns (address made) {
        string memory folder = vm.envOr("QUAY_FORGE_CODE", "build/forge/code");
        bytes memory code =
            bytes.concat(vm.parseBytes(vm.readFile(string.concat(folder, "/", name, ".hex"))), arguments);
        assembly ("memory-safe") {
            made := create(0, add(code, 32), mload(code))
        }
        if (made == address(0)) revert DeploymentFailed(name);
    }
}
