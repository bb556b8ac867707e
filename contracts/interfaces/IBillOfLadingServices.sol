// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FreezeBill, UnfreezeBill} from "../types/Actions.sol";
import {IBillRefusals} from "./IBillRefusals.sol";

/// @title The rarer half of the bill of lading
/// @notice What {IBillOfLading} does not do itself; call it at that contract's address (ADR 0005).
interface IBillOfLadingServices is IBillRefusals {
    /// @notice A court froze the bill (冻结).
    event FreezeOrdered(bytes32 indexed billId, uint24 indexed actor, uint32 version, address wallet);
    /// @notice The court ended its freeze (解冻).
    event FreezeLifted(bytes32 indexed billId, uint24 indexed actor, uint32 version, address wallet);

    /// @notice A court freezes the bill: no other action is lawful until the same court unfreezes it.
    /// @dev Requirements: version, not frozen, any state but Voided (an accomplished bill too: no release order can be issued
    /// on it then), the role COURT, the power FREEZE. Emits {FreezeOrdered}.
    function freeze(FreezeBill calldata action, bytes calldata signatures) external;

    /// @notice The court ends its freeze: all is as before it.
    /// @dev Requirements: version, frozen by the actor, the role COURT, the power FREEZE. Emits {FreezeLifted}.
    function unfreeze(UnfreezeBill calldata action, bytes calldata signatures) external;

    /// @notice The court that froze the bill; 0 if it is not frozen.
    function frozenBy(bytes32 billId) external view returns (uint24);
}
