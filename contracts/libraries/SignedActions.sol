// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IConsortium} from "../interfaces/IConsortium.sol";

/// @title What every record's contract shares
/// @notice An action is lawful by its signature alone: whoever sends the transaction is of no account.
abstract contract SignedActions is EIP712 {
    /// @notice An action was done for another member, or carries a remark.
    /// @param recordId The record that the action changed.
    /// @param version The record's version after the action.
    /// @param representedParty The member that it was done for, or 0.
    /// @param remark The commitment of an encrypted remark, or 0.
    event Remarked(bytes32 indexed recordId, uint32 version, uint24 indexed representedParty, bytes32 remark);

    /// @notice Who may act.
    IConsortium public immutable CONSORTIUM;

    constructor(IConsortium consortium) EIP712("Quayledger", "1") {
        CONSORTIUM = consortium;
    }

    /// @dev Reverts unless `actor` holds one of `roles` (any, if 0), a wallet of it with `power` signed, and
    /// `recipient`, unless it is 0, is active and holds one of `recipientRoles` (any, if 0).
    function _authorize(
        uint24 actor,
        uint32 power,
        uint32 roles,
        uint24 recipient,
        uint32 recipientRoles,
        bytes32 structHash,
        bytes calldata signatures
    ) internal view returns (address wallet) {
        return CONSORTIUM.authorize(
            actor, power, roles, recipient, recipientRoles, _hashTypedDataV4(structHash), signatures
        );
    }

    /// @dev Puts the represented party and the remark on record, where there are any.
    function _remark(bytes32 recordId, uint32 version, uint24 representedParty, bytes32 remark) internal {
        if (representedParty != 0) CONSORTIUM.requireMember(representedParty, 0);
        if (representedParty != 0 || remark != 0) emit Remarked(recordId, version, representedParty, remark);
    }
}
