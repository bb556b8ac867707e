// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatch} from "./interfaces/IBatch.sol";

/// @title Batch
/// @notice Many signed actions in one transaction; see {IBatch}.
/// @dev It has no authority and no state: every call carries its own signatures, and the targets ignore who calls.
contract Batch is IBatch {
    /// @dev Gas that stays here to report a failure after the call: a log of the revert data, and the loop.
    uint256 private constant RESERVE = 20_000;

    /// @inheritdoc IBatch
    function execute(Call[] calldata calls) external returns (bool[] memory succeeded, bytes[] memory reasons) {
        succeeded = new bool[](calls.length);
        reasons = new bytes[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            Call calldata item = calls[i];
            _requireGas(i, item.gasLimit);
            // A failure is an outcome to report, not to propagate. The batch has no state that a callee could find half
            // done, and a relayer that batches calls to contracts of long answers pays for them itself.
            // solhint-disable avoid-low-level-calls
            // slither-disable-next-line low-level-calls,calls-loop,return-bomb,reentrancy-events
            (bool ok, bytes memory reason) = item.target.call{gas: item.gasLimit}(item.data);
            // solhint-enable avoid-low-level-calls
            succeeded[i] = ok;
            if (ok) continue;
            reasons[i] = reason;
            // slither-disable-next-line reentrancy-events
            emit CallFailed(i, item.target, reason);
        }
    }

    /// @dev EIP-150 passes on at most 63/64 of the gas at hand; with less than `needed` the call would fail for want of
    /// gas that the relayer owed, and the failure would look like the action's own.
    function _requireGas(uint256 index, uint256 needed) private view {
        uint256 available = gasleft() > RESERVE ? ((gasleft() - RESERVE) * 63) / 64 : 0;
        if (available < needed) revert BatchOutOfGas(index, available, needed);
    }
}
