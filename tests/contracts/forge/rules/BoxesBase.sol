// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISharedContainers} from "../../../../contracts/interfaces/ISharedContainers.sol";
import {
    SHARE_CONTAINER_TYPEHASH,
    ShareContainer,
    UNSHARE_CONTAINER_TYPEHASH,
    UnshareContainer
} from "../../../../contracts/types/Actions.sol";
import {BoxState} from "../../../../contracts/types/BoxWord.sol";
import {CARRIER, Cast} from "../utils/Cast.sol";
import {Signing} from "../utils/Signing.sol";
import {OrdersCases} from "./OrdersCases.sol";
import {Intent} from "./Rules.sol";

/// @notice Containers that several bills share: two orders, and a bill without one.
abstract contract BoxesBase is OrdersCases {
    bytes32 internal constant BOX = keccak256("shared container");
    bytes32 internal constant OTHER = keccak256("other order");
    bytes32 internal constant OTHER_BILL = keccak256("other bill");
    bytes32 internal constant THIRD_BILL = keccak256("third bill");
    uint256 internal constant SHARED_BIT = 1 << uint8(BoxState.Shared);

    function _arrange() internal virtual override {
        super._arrange();
        _ordered(OTHER, OTHER_BILL);
        _issued(THIRD_BILL);
    }

    /// @dev The first bill's container 1 is the other bill's container 2.
    function _sharing() internal pure returns (ShareContainer memory a) {
        a = ShareContainer(BOX, CARRIER, PARTY, REMARK, new bytes32[](2), new uint8[](2));
        (a.billIds[0], a.billIds[1]) = (BILL, OTHER_BILL);
        (a.containers[0], a.containers[1]) = (1, 2);
    }

    function _head(ShareContainer memory a) internal pure returns (bytes memory) {
        return abi.encode(
            a.boxId,
            a.actor,
            a.representedParty,
            a.remark,
            keccak256(abi.encodePacked(a.billIds)),
            keccak256(abi.encodePacked(a.containers))
        );
    }

    function _share(ShareContainer memory a, uint256 key) internal view returns (bytes memory) {
        bytes32 structHash = keccak256(bytes.concat(SHARE_CONTAINER_TYPEHASH, _head(a)));
        return abi.encodeCall(ISharedContainers.share, (a, Signing.sign(key, address(on.orders), structHash)));
    }

    function _share(ShareContainer memory a) internal {
        _accept(address(on.orders), _share(a, Cast.key(CARRIER)));
    }

    function _unshare(uint32 version) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(UnshareContainer(BOX, version, CARRIER, PARTY, REMARK));
        return _toOrders(ISharedContainers.unshare.selector, UNSHARE_CONTAINER_TYPEHASH, fields, CARRIER);
    }
}
