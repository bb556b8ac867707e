// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../interfaces/IConsortium.sol";
import {ISigned} from "../interfaces/ISigned.sol";
import {Mandate} from "../types/Mandate.sol";
import {Signed} from "./Signed.sol";

/// @title What every record's contract shares
/// @notice An action is lawful by its signature alone: whoever sends the transaction is of no account.
abstract contract SignedActions is Signed {
    /// @notice An action was done for another member, or carries a remark.
    /// @param recordId The record that the action changed.
    /// @param version The record's version after the action.
    /// @param representedParty The member that it was done for, or 0.
    /// @param remark The commitment of an encrypted remark, or 0.
    event Remarked(bytes32 indexed recordId, uint32 version, uint24 representedParty, bytes32 remark);

    /// @notice Who may act.
    IConsortium public immutable CONSORTIUM;

    constructor(IConsortium consortium) Signed(ISigned(address(consortium)).TYPES()) {
        CONSORTIUM = consortium;
    }

    /// @dev Reverts unless the running function's action, of so many fields, is signed as the mandate asks. Returns the
    /// (first) wallet that signed.
    function _authorize(bytes32 typeHash, uint256 fields, Mandate mandate, bytes calldata signatures)
        internal
        returns (address wallet)
    {
        return _authorizeHash(typeHash, _structHash(typeHash, fields), mandate, signatures);
    }

    /// @dev As `_authorize`, for an action whose struct hash the function computed itself: one that carries a list.
    function _authorizeHash(bytes32 typeHash, bytes32 structHash, Mandate mandate, bytes calldata signatures)
        internal
        returns (address wallet)
    {
        address second;
        (wallet, second) = _signers(typeHash, structHash, signatures);
        _ask(mandate, wallet, second, signatures.length == 0);
    }

    /// @dev Asks the consortium, and reverts with its reason if it refuses; it knows its answer to the same question by a
    /// neighbour in a set. By hand, because Solidity would look for code at the address first (the constructor has found it),
    /// and would check again that addresses are addresses: 250 gas.
    function _ask(Mandate mandate, address first, address second, bool fromSet) private {
        IConsortium consortium = CONSORTIUM;
        bytes4 selector = fromSet ? IConsortium.checkMandateFromSet.selector : IConsortium.checkMandate.selector;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let question := mload(0x40)
            mstore(question, selector)
            mstore(add(question, 0x04), mandate)
            mstore(add(question, 0x24), first)
            mstore(add(question, 0x44), second)
            if iszero(call(gas(), consortium, 0, question, 0x64, 0, 0)) {
                returndatacopy(question, 0, returndatasize())
                revert(question, returndatasize())
            }
        }
    }

    /// @dev Reverts unless two members signed the running function's action, of so many fields, as their mandates ask: the
    /// first member's pieces come first, and either member's are two under its four-eyes rule. Of three pieces the
    /// second is the first member's if its wallet is. Returns each member's (first) wallet.
    function _authorizeBoth(
        bytes32 typeHash,
        uint256 fields,
        Mandate first,
        Mandate second,
        bytes calldata signatures
    ) internal returns (address wallet, address otherWallet) {
        (address[4] memory wallets, uint256 count) =
            _signersForTwo(typeHash, _structHash(typeHash, fields), signatures);
        bool firstHasTwo =
            count == 4 || (count == 3 && CONSORTIUM.walletOf(wallets[1]).member == first.actor());
        uint256 next = firstHasTwo ? 2 : 1;
        _ask(first, wallets[0], firstHasTwo ? wallets[1] : address(0), false);
        _ask(second, wallets[next], wallets[next + 1], false);
        return (wallets[0], wallets[next]);
    }

    /// @dev Puts the represented party and the remark of the running function's action on record, where there are any: the
    /// last two of its `fields`.
    function _remark(bytes32 recordId, uint32 version, uint256 fields) internal {
        uint24 representedParty;
        bytes32 remark;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let end := add(4, mul(fields, 0x20))
            representedParty := calldataload(sub(end, 0x40))
            remark := calldataload(sub(end, 0x20))
        }
        if (representedParty | uint256(remark) != 0) _putRemark(recordId, version, representedParty, remark);
    }

    /// @dev As `_remark`, for an action that carries a list.
    function _putRemark(bytes32 recordId, uint32 version, uint24 representedParty, bytes32 remark) internal {
        if (representedParty | uint256(remark) == 0) return;
        // In a loop only where several bills, sixteen at most, share a container.
        // slither-disable-next-line calls-loop
        if (representedParty != 0) CONSORTIUM.requireMember(representedParty, 0);
        emit Remarked(recordId, version, representedParty, remark);
    }
}
