// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    PLEDGE_TYPEHASH,
    Pledge,
    TRANSFER_POSSESSION_TYPEHASH,
    TransferPossession
} from "../../../../contracts/types/Actions.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Registry} from "../ghosts/Registry.sol";
import {BANK, SECOND_BANK} from "../utils/Cast.sol";
import {Attempt} from "../utils/Sets.sol";
import {BillBase} from "./BillBase.sol";
import {SetBase} from "./SetBase.sol";

/// @notice Bills by the handful: one holder's transfers and pledges as sets, and transfers in batches beside what must fail.
contract BillSetHandler is BillBase, SetBase {
    uint256 private constant MAX = 5;

    constructor(Registry registry, Bills bills) BillBase(registry, bills) {}

    function transferSet(uint256 seed) external drawn(seed) {
        (bytes32[] memory ids, uint24 holder) = _billsOfOne(_circulates);
        uint24 recipient = _or(_party());
        TransferPossession[] memory actions = new TransferPossession[](ids.length);
        bytes[] memory encoded = new bytes[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            uint32 version = _seen(BILLS.get(ids[i]).version);
            uint24 to = _chance(70) ? recipient : _party();
            actions[i] = TransferPossession(ids[i], version, holder, to, _represented(), bytes32(0));
            encoded[i] = abi.encode(actions[i]);
        }
        bool[] memory done = _executeSet(
            Plan({
                target: address(CONTRACT),
                selector: CONTRACT.transfer.selector,
                typeHash: TRANSFER_POSSESSION_TYPEHASH,
                actions: encoded,
                one: Party(holder, Powers.TRANSFER, 0),
                other: Party(0, 0, 0)
            })
        );

        for (uint256 i = 0; i < ids.length; ++i) {
            if (done[i]) _settleTransfer(actions[i]);
        }
        _mustHaveLeftOthers(ids, done);
    }

    function pledgeSet(uint256 seed) external drawn(seed) {
        (bytes32[] memory ids, uint24 holder) = _billsOfOne(_endorsable);
        uint24 bank = _or(_pick(BANK, SECOND_BANK));
        Pledge[] memory actions = new Pledge[](ids.length);
        bytes[] memory encoded = new bytes[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            actions[i] = Pledge(ids[i], _seen(BILLS.get(ids[i]).version), holder, bank, _represented(), bytes32(0));
            encoded[i] = abi.encode(actions[i]);
        }
        bool[] memory done = _executeSet(
            Plan({
                target: address(CONTRACT),
                selector: CONTRACT.pledge.selector,
                typeHash: PLEDGE_TYPEHASH,
                actions: encoded,
                one: Party(holder, Powers.PLEDGE, 0),
                other: Party(bank, Powers.PLEDGE, Roles.BANK)
            })
        );

        for (uint256 i = 0; i < ids.length; ++i) {
            if (done[i]) _settlePledge(actions[i]);
        }
        _mustHaveLeftOthers(ids, done);
    }

    /// @notice Transfers by anyone, each with its own signatures, and among them what was accepted before.
    function transferBatch(uint256 seed) external drawn(seed) {
        uint256 count = 1 + _below(MAX);
        TransferPossession[] memory actions = new TransferPossession[](count);
        Attempt[] memory attempts = new Attempt[](count);
        address[][] memory signers = new address[][](count);
        bytes32[] memory ids = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            (bytes32 id, Bills.GhostBill memory bill) = _billThat(_circulates);
            ids[i] = id;
            actions[i] = TransferPossession(
                id, _seen(bill.version), _or(bill.holder), _or(_party()), _represented(), bytes32(0)
            );
            bytes memory signatures = _signedBill(
                keccak256(abi.encode(TRANSFER_POSSESSION_TYPEHASH, actions[i])), actions[i].actor, Powers.TRANSFER
            );
            signers[i] = _signers;
            attempts[i] = Attempt(address(CONTRACT), abi.encodeCall(CONTRACT.transfer, (actions[i], signatures)));
            if (REGISTRY.acceptedCount() == 0 || !_chance(15)) continue;
            (address target, bytes memory call) = REGISTRY.acceptedCall(_below(REGISTRY.acceptedCount()));
            attempts[i] = Attempt(target, call);
            actions[i].version = 0;
        }
        bool[] memory done = _executeBatch(attempts);

        for (uint256 i = 0; i < count; ++i) {
            if (!done[i]) continue;
            _must(actions[i].version != 0, "batch: what was accepted before");
            _signers = signers[i];
            _settleTransfer(actions[i]);
            REGISTRY.accepted(attempts[i].target, attempts[i].data);
        }
        _mustHaveLeftOthers(ids, done);
    }

    /// @dev Up to five bills that fit of one holder, whose number it is; now and then one that does not fit, or one twice.
    function _billsOfOne(function(Bills.GhostBill memory) internal pure returns (bool) fits)
        private
        returns (bytes32[] memory ids, uint24 holder)
    {
        (bytes32 first, Bills.GhostBill memory bill) = _billThat(fits);
        holder = _or(bill.holder);
        bytes32[] memory found = new bytes32[](MAX);
        (found[0], ids) = (first, found);
        uint256 wanted = 1 + _below(MAX);
        uint256 many = 1;
        uint256 start = _random();
        for (uint256 i = 0; i < BILLS.count() && many < wanted; ++i) {
            bytes32 id = BILLS.idAt((start % BILLS.count() + i) % BILLS.count());
            bill = BILLS.get(id);
            bool chosen = id != first && bill.holder == holder && fits(bill);
            if (chosen || _chance(1)) found[many++] = id;
        }
        assembly ("memory-safe") {
            mstore(ids, many)
        }
    }

    /// @dev Neither a failing action nor a done one has touched what the others are about.
    function _mustHaveLeftOthers(bytes32[] memory ids, bool[] memory done) private {
        for (uint256 i = 0; i < ids.length; ++i) {
            _compare(ids[i]);
        }
        _mustHaveDone(done);
    }
}
