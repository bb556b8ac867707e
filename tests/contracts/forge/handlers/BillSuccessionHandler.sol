// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    COMBINE_BILLS_TYPEHASH,
    CombineBills,
    REISSUE_TYPEHASH,
    Reissue,
    SPLIT_BILL_TYPEHASH,
    SplitBill
} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Registry} from "../ghosts/Registry.sol";
import {BillBase} from "./BillBase.sol";

/// @notice Bills in place of others: reissued, split and combined, each original once.
contract BillSuccessionHandler is BillBase {
    constructor(Registry registry, Bills bills) BillBase(registry, bills) {}

    function reissue(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_toReissue);
        Reissue memory action = Reissue({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            newBillId: _lies() ? _someBill() : _newId(),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(REISSUE_TYPEHASH, action)), action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.reissue, (action, signatures)));

        _mustEndHere(id, bill, action.version, action.actor, "reissue");
        _must(bill.reason != SurrenderReason.Split && bill.reason != SurrenderReason.Combine, "reissue: of another");
        _succeed(action.newBillId, bill);
        _replace(id, bill);
    }

    function splitBill(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_toSplit);
        bytes32[] memory children = new bytes32[](_lies() ? _below(3) : 2 + _below(2));
        for (uint256 i = 0; i < children.length; ++i) {
            children[i] = _lies() ? (i == 0 ? _someBill() : children[0]) : _newId();
        }
        SplitBill memory action = SplitBill({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.carrier),
            representedParty: _represented(),
            remark: 0,
            children: children
        });
        bytes32 structHash = keccak256(
            abi.encode(
                SPLIT_BILL_TYPEHASH,
                action.billId,
                action.version,
                action.actor,
                action.representedParty,
                action.remark,
                keccak256(abi.encodePacked(children))
            )
        );
        bytes memory signatures = _signedBill(structHash, action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.splitBill, (action, signatures)));

        _mustEndHere(id, bill, action.version, action.actor, "splitBill");
        _must(bill.reason == SurrenderReason.Split && children.length > 1, "splitBill: of another");
        for (uint256 i = 0; i < children.length; ++i) {
            _succeed(children[i], bill);
        }
        _replace(id, bill);
    }

    function combineBills(uint256 seed) external drawn(seed) {
        bytes32[] memory parents = _pair();
        uint32[] memory versions = new uint32[](2);
        Bills.GhostBill memory bill = BILLS.get(parents[0]);
        versions[0] = _seen(bill.version);
        versions[1] = _seen(BILLS.get(parents[1]).version);
        CombineBills memory action = CombineBills({
            billId: _lies() ? _someBill() : _newId(),
            actor: _or(bill.carrier),
            representedParty: _represented(),
            remark: 0,
            parents: parents,
            versions: versions
        });
        bytes32 structHash = keccak256(
            abi.encode(
                COMBINE_BILLS_TYPEHASH,
                action.billId,
                action.actor,
                action.representedParty,
                action.remark,
                keccak256(abi.encodePacked(parents)),
                keccak256(abi.encodePacked(versions))
            )
        );
        bytes memory signatures = _signedBill(structHash, action.actor, Powers.ISSUE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.combineBills, (action, signatures)));

        _must(parents[0] != parents[1], "combineBills: one with itself");
        _succeed(action.billId, bill);
        for (uint256 i = 0; i < parents.length; ++i) {
            Bills.GhostBill memory parent = BILLS.get(parents[i]);
            _mustEndHere(parents[i], parent, versions[i], action.actor, "combineBills");
            _must(parent.reason == SurrenderReason.Combine, "combineBills: surrendered for something else");
            _must(parent.surrenderedBy == bill.surrenderedBy, "combineBills: of two holders");
            _must(parent.carrier == bill.carrier, "combineBills: of two carriers");
            _replace(parents[i], parent);
        }
    }

    /// @dev An accepted surrender for amendment is answered once, by its carrier.
    function _mustEndHere(bytes32 id, Bills.GhostBill memory bill, uint32 seen, uint24 actor, string memory action)
        private
    {
        _mustMove(bill, seen, BillState.SurrenderedForAmendment, action);
        _must(!bill.replaced, string.concat(action, ": twice"));
        _must(_contracts().boxes.sharedOf(id) == 0, string.concat(action, ": while it shares a container"));
        _mustBeCarrier(bill, actor, action);
    }

    /// @dev The successor begins with the party that surrendered, holding what title it had.
    function _succeed(bytes32 id, Bills.GhostBill memory bill) private {
        _must(BILLS.get(id).version == 0, "a successor that is already");
        _must(REGISTRY.active(bill.surrenderedBy), "a successor for nobody");
        Bills.GhostBill memory successor;
        successor.kind = BillKind.ToOrder;
        if (bill.restricted || bill.kind == BillKind.Straight) successor.kind = BillKind.Straight;
        if (bill.blank) successor.kind = BillKind.Bearer;
        successor.state = BillState.Issued;
        successor.carrier = bill.carrier;
        successor.holder = bill.surrenderedBy;
        successor.title = bill.blank ? 0 : bill.surrenderedBy;
        successor.blank = bill.blank;
        successor.content = id;
        _settle(id, successor);
    }

    function _replace(bytes32 id, Bills.GhostBill memory bill) private {
        bill.replaced = true;
        _settle(id, bill);
    }

    /// @dev Two bills that one holder surrendered to one carrier to be combined; now and then, or if there are none, any two.
    function _pair() private returns (bytes32[] memory pair) {
        pair = new bytes32[](2);
        (pair[0], pair[1]) = (_someBill(), _someBill());
        if (_lies()) return pair;
        for (uint256 i = 0; i < BILLS.count(); ++i) {
            Bills.GhostBill memory one = BILLS.get(BILLS.idAt(i));
            if (!_toCombine(one)) continue;
            for (uint256 j = i + 1; j < BILLS.count(); ++j) {
                if (!_alike(one, BILLS.get(BILLS.idAt(j)))) continue;
                (pair[0], pair[1]) = (BILLS.idAt(i), BILLS.idAt(j));
                return pair;
            }
        }
    }

    function _alike(Bills.GhostBill memory one, Bills.GhostBill memory other) private pure returns (bool) {
        bool parties = one.carrier == other.carrier && one.surrenderedBy == other.surrenderedBy;
        return parties && _toCombine(other) && one.blank == other.blank && one.restricted == other.restricted
            && (one.kind == BillKind.Straight) == (other.kind == BillKind.Straight);
    }

    function _replaceable(Bills.GhostBill memory bill) private pure returns (bool) {
        return _free(bill) && bill.state == BillState.SurrenderedForAmendment && !bill.replaced;
    }

    function _toReissue(Bills.GhostBill memory bill) private pure returns (bool) {
        return _replaceable(bill) && bill.reason != SurrenderReason.Split && bill.reason != SurrenderReason.Combine;
    }

    function _toSplit(Bills.GhostBill memory bill) private pure returns (bool) {
        return _replaceable(bill) && bill.reason == SurrenderReason.Split;
    }

    function _toCombine(Bills.GhostBill memory bill) private pure returns (bool) {
        return _replaceable(bill) && bill.reason == SurrenderReason.Combine;
    }
}
