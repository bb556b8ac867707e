// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract whose second half is a contract of its own
/// @notice What the first half has no function for, the second half's code does on the first one's storage, under the first
/// one's address and with the same calldata: outside there is one contract. EIP-170's limit on a contract's size
/// asks for it.
/// @dev The second half is named once, at deployment: nobody can name another, so this is no upgradable proxy (ADR 0005).
/// Both halves inherit the same contracts in the same order, whence the same storage layout; a test compares them. A call
/// to the second half's own address finds an empty storage and is refused there.
abstract contract SecondHalf {
    /// @notice The contract whose code does what this one has no function for.
    address public immutable SECOND_HALF;

    /// @notice There is no code at the address named as the second half: a call to it would succeed and do nothing.
    error SecondHalfMissing(address secondHalf);

    constructor(address secondHalf) {
        if (secondHalf.code.length == 0) revert SecondHalfMissing(secondHalf);
        SECOND_HALF = secondHalf;
    }

    // Nothing but the forwarding, and no ether is taken.
    // solhint-disable-next-line no-complex-fallback,payable-fallback
    fallback() external {
        address secondHalf = SECOND_HALF;
        // What comes back is the second half's answer or refusal, byte by byte: only assembly hands it on unread.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let start := mload(0x40)
            calldatacopy(start, 0, calldatasize())
            let succeeded := delegatecall(gas(), secondHalf, start, calldatasize(), 0, 0)
            returndatacopy(start, 0, returndatasize())
            switch succeeded
            case 0 { revert(start, returndatasize()) }
            default { return(start, returndatasize()) }
        }
    }
}
