// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {vm} from "./Vm.sol";

// The founding members, by number.
uint24 constant GOVERNOR = 1;
uint24 constant SECOND_GOVERNOR = 2;
uint24 constant THIRD_GOVERNOR = 3;
uint24 constant CARRIER = 4;
uint24 constant SECOND_CARRIER = 5;
uint24 constant SHIPPER = 6;
uint24 constant PRINCIPAL = 7;
uint24 constant CONSIGNEE = 8;
uint24 constant BANK = 9;
uint24 constant SECOND_BANK = 10;
uint24 constant FORWARDER = 11;
uint24 constant HAULIER = 12;
uint24 constant TERMINAL = 13;
uint24 constant SECOND_TERMINAL = 14;
uint24 constant CUSTOMS = 15;
uint24 constant SECOND_CUSTOMS = 16;
uint24 constant TAX_AUTHORITY = 17;
uint24 constant SECOND_TAX_AUTHORITY = 18;
uint24 constant COURT = 19;
uint24 constant INSPECTION_BODY = 20;
uint24 constant STRANGER = 21;
uint24 constant FOUNDERS = 21;

/// @notice The founding members: their roles and the keys of their first wallets.
library Cast {
    function key(uint24 member) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("first wallet of", member)));
    }

    function wallet(uint24 member) internal pure returns (address) {
        return vm.addr(key(member));
    }

    function roles(uint24 member) internal pure returns (uint32) {
        if (member <= THIRD_GOVERNOR) return Roles.GOVERNOR | Roles.PORT_AUTHORITY;
        if (member <= SECOND_CARRIER) return Roles.CARRIER;
        if (member <= PRINCIPAL) return Roles.SHIPPER;
        if (member == CONSIGNEE) return Roles.CONSIGNEE;
        if (member <= SECOND_BANK) return Roles.BANK;
        if (member == FORWARDER) return Roles.FORWARDER;
        if (member == HAULIER) return Roles.HAULIER;
        if (member <= SECOND_TERMINAL) return Roles.TERMINAL;
        if (member <= SECOND_CUSTOMS) return Roles.CUSTOMS;
        if (member <= SECOND_TAX_AUTHORITY) return Roles.TAX_AUTHORITY;
        if (member == COURT) return Roles.COURT;
        return member == INSPECTION_BODY ? Roles.INSPECTION_BODY : Roles.INSURER;
    }

    function founders() internal pure returns (IConsortium.FoundingMember[] memory all) {
        all = new IConsortium.FoundingMember[](FOUNDERS);
        for (uint24 member = 1; member <= FOUNDERS; ++member) {
            all[member - 1] = IConsortium.FoundingMember({
                identity: keccak256(abi.encode("identity of", member)),
                name: "founder",
                roles: roles(member),
                wallet: wallet(member)
            });
        }
    }
}
