// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IActionTypes} from "../../../../contracts/interfaces/IActionTypes.sol";
import {IAppointments} from "../../../../contracts/interfaces/IAppointments.sol";
import {IBatch} from "../../../../contracts/interfaces/IBatch.sol";
import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {IDocuments} from "../../../../contracts/interfaces/IDocuments.sol";
import {IInspections} from "../../../../contracts/interfaces/IInspections.sol";
import {IMilestones} from "../../../../contracts/interfaces/IMilestones.sol";
import {IRefundClaim} from "../../../../contracts/interfaces/IRefundClaim.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ISharedContainers} from "../../../../contracts/interfaces/ISharedContainers.sol";
import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import {vm} from "./Vm.sol";

/// @notice A deployment, from the code that `scripts/dev/forge.py` wrote.
struct Contracts {
    IConsortium consortium;
    IBillOfLading bills;
    IBillOfLadingServices services;
    IReleaseOrder orders;
    ISharedContainers boxes;
    IInspections inspections;
    IAppointments appointments;
    ITaxRefundCertificate certificates;
    IRefundClaim claims;
    IDocuments documents;
    IMilestones milestones;
    IBatch batch;
}

uint40 constant RECOVERY_DELAY = 7 days;
uint8 constant THRESHOLD = 2;

/// @notice Deploys as chain/deploy.py does: the directory names what follows from the deployer's nonces.
library Deployer {
    uint256 private constant NAMES = 11;

    error DeploymentFailed(string name);

    function deploy(IConsortium.FoundingMember[] memory founders) internal returns (Contracts memory made) {
        IConsortium.DirectoryEntry[] memory directory = new IConsortium.DirectoryEntry[](NAMES);
        for (uint256 i = 0; i < NAMES; ++i) {
            // The consortium itself takes one nonce between the types of the actions and what its directory names.
            uint256 nonce = vm.getNonce(address(this)) + 2 + i;
            directory[i] = IConsortium.DirectoryEntry(name(i), vm.computeCreateAddress(address(this), nonce));
        }
        address types = create("ActionTypes", "");
        made.consortium = IConsortium(
            create("Consortium", abi.encode(founders, THRESHOLD, RECOVERY_DELAY, IActionTypes(types), directory))
        );
        address services = create(name(0), abi.encode(made.consortium, directory[3].target));
        made.bills = IBillOfLading(create(name(1), abi.encode(made.consortium, services)));
        made.services = IBillOfLadingServices(address(made.bills));
        address shared = create(name(2), abi.encode(made.consortium, made.bills));
        bytes memory orders = abi.encode(made.consortium, made.bills, directory[4].target, shared);
        made.orders = IReleaseOrder(create(name(3), orders));
        made.boxes = ISharedContainers(address(made.orders));
        made.inspections = IInspections(create(name(4), abi.encode(made.consortium, made.orders)));
        made.appointments = IAppointments(create(name(5), abi.encode(made.consortium, made.orders)));
        made.certificates = ITaxRefundCertificate(create(name(6), abi.encode(made.consortium, made.bills)));
        made.claims = IRefundClaim(create(name(7), abi.encode(made.consortium)));
        bytes memory subjects = abi.encode(made.consortium, made.bills, made.orders, made.certificates);
        made.documents = IDocuments(create(name(8), subjects));
        made.milestones = IMilestones(create(name(9), subjects));
        made.batch = IBatch(create(name(10), ""));
    }

    /// @dev What the directory names, in the order of deployment.
    function name(uint256 place) internal pure returns (string memory) {
        string[NAMES] memory names = [
            "BillOfLadingServices",
            "BillOfLading",
            "SharedContainers",
            "ReleaseOrder",
            "Inspections",
            "Appointments",
            "TaxRefundCertificate",
            "RefundClaim",
            "Documents",
            "Milestones",
            "Batch"
        ];
        return names[place];
    }

    function create(string memory contractName, bytes memory arguments) internal returns (address made) {
        string memory folder = vm.envOr("QUAY_FORGE_CODE", "build/forge/code");
        bytes memory code =
            bytes.concat(vm.parseBytes(vm.readFile(string.concat(folder, "/", contractName, ".hex"))), arguments);
        assembly ("memory-safe") {
            made := create(0, add(code, 32), mload(code))
        }
        if (made == address(0)) revert DeploymentFailed(contractName);
    }
}
