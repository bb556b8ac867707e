// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReleaseOrder} from "../../../contracts/ReleaseOrder.sol";
import {IBillOfLading} from "../../../contracts/interfaces/IBillOfLading.sol";
import {IConsortium} from "../../../contracts/interfaces/IConsortium.sol";
import {IInspections} from "../../../contracts/interfaces/IInspections.sol";
import "../../../contracts/types/Actions.sol" as Actions;
import {HoldAuthority, OrderWord, ReleaseOrderState} from "../../../contracts/types/OrderWord.sol";
import {NoOrders, OnlyOne, Proof, hevm, svm} from "./Proof.sol";

/// @notice Inspections that say anything.
contract AnyInspections {
    mapping(bytes32 orderId => mapping(HoldAuthority => uint256)) public openOn;
    mapping(bytes32 orderId => uint256) public countOf;
}

/// @notice Bills that are anything; one field would do.
contract AnyBills {
    mapping(bytes32 billId => IBillOfLading.Bill) private _bills;

    function billOf(bytes32 billId) external view returns (IBillOfLading.Bill memory) {
        return _bills[billId];
    }
}

/// @notice What the proofs of release orders share: any order, and all that the contract knows of it, at any time.
abstract contract OrdersProof is Proof {
    /// @dev Where the contract keeps which containers left; with a wrong place no proof holds.
    uint256 private constant GATED_OUT = 3;

    ReleaseOrder internal _orders;

    constructor(bool reached) Proof(reached) {}

    function _deploy(IConsortium consortium) internal {
        address inspections = address(new AnyInspections());
        address bills = address(new AnyBills());
        _orders = new ReleaseOrder(consortium, IBillOfLading(bills), IInspections(inspections), address(new NoOrders()));
        svm.enableSymbolicStorage(address(_orders));
        svm.enableSymbolicStorage(inspections);
        svm.enableSymbolicStorage(bills);
        hevm.warp(svm.createUint(64, "time"));
    }

    function _orderWord(bytes32 id) internal view returns (OrderWord) {
        return OrderWord.wrap(_orders.wordOf(id));
    }

    /// @dev Read from the storage: the view tells much more, and would go every way that it can.
    function _out(bytes32 id) internal view returns (uint256) {
        return uint256(hevm.load(address(_orders), keccak256(abi.encode(id, GATED_OUT))));
    }

    /// @dev Whether any authority holds a container, alone or with its whole order.
    function _isHeld(bytes32 id, OrderWord order, uint256 container) internal view returns (bool) {
        uint256 held = order.orderHolds();
        for (uint256 i = 0; i <= uint256(type(HoldAuthority).max); ++i) {
            (, uint256 containers) = _orders.holdOf(id, HoldAuthority(i));
            held |= (uint256(order.containerHolds()) >> i) & (containers >> container) & 1;
        }
        return held != 0;
    }
}

/// @notice In a consortium where one member alone may act, by one wallet: what leaves the terminal, and how.
abstract contract GatesProof is OrdersProof {
    uint24 private _member;
    address private _wallet;

    constructor(bool reached) OrdersProof(reached) {}

    function setUp() public {
        _member = uint24(svm.createUint(24, "member"));
        _wallet = svm.createAddress("wallet");
        _deploy(IConsortium(address(new OnlyOne(_member, _wallet))));
    }

    /// @notice A container that no bills share leaves once: it was in, nobody held it, its order was active, and the terminal's
    /// wallet signed this very gate-out for whoever has the right to collect. Nothing else of the order leaves with it.
    function check_gateOut() public {
        bytes32 id = svm.createBytes32("any order");
        (uint256 before, OrderWord order) = (_out(id), _orderWord(id));
        Made memory made = _any(8, ONE);
        hevm.assume(_word(made.action, 0) == uint256(id) && !order.isShared());
        _send(address(_orders), ReleaseOrder.gateOut.selector, made);
        if (!made.ok) return;
        assert(_orders.wordOf(id) == OrderWord.unwrap(order));
        uint256 container = _word(made.action, 3);
        uint256 bit = uint256(1) << container;
        assert(before & bit == 0 && _out(id) == before | bit && bit & order.allContainers() == bit);
        assert(order.version() == _word(made.action, 1));
        assert(order.stored() == ReleaseOrderState.Active && block.timestamp <= order.validUntil());
        assert(!_isHeld(id, order, container));
        assert(order.terminal() == _member && _word(made.action, 2) == _member);
        assert(_word(made.action, 4) == order.collector());
        assert(_signer(address(_orders), Actions.GATE_OUT_TYPEHASH, made) == _wallet);
        assert(!REACHED);
    }
}

contract GatesProven is GatesProof(false) {}

contract GatesReached is GatesProof(true) {}
