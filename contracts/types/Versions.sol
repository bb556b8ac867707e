// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The versions of records
/// @notice A version counts the changes of a record's terms; an action is good at one version only, which stands for a nonce.
library Versions {
    /// @notice The record has changed 2^32 - 1 times and can change no more: a version that wrapped would let old signatures
    /// live again.
    error VersionExhausted();

    /// @dev Reverts if there is no version after this one.
    function requireNext(uint32 version) internal pure {
        if (version == type(uint32).max) revert VersionExhausted();
    }

    /// @dev The version after this one.
    function next(uint32 version) internal pure returns (uint32) {
        requireNext(version);
        unchecked {
            return version + 1;
        }
    }
}
