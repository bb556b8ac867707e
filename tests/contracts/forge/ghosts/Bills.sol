// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import {BillKind, BillState, SurrenderReason} from "../../../../contracts/types/BillWord.sol";

/// @notice The law of bills in plain words, apart from the contract: what the accepted actions have made of each bill.
contract Bills {
    struct GhostBill {
        uint32 version;
        uint24 carrier;
        uint24 holder;
        uint24 title;
        uint24 surrenderedBy;
        uint24 releaseTo;
        uint24 pledgee;
        uint24 frozenBy;
        uint24 nominee;
        // Who may send the last transfer back, whether it got possession, and to whom what goes.
        uint24 mayReject;
        uint24 formerHolder;
        uint24 formerTitle;
        BillKind kind;
        BillState state;
        bool blank;
        bool restricted;
        bool formerlyBlank;
        bool formerlyRestricted;
        bool delivered;
        bool nomineeReceives;
        bool nomineeRestricted;
        bool circulated;
        bool amendmentRequested;
        bool replaced;
        SurrenderReason reason;
        uint8 originals;
        bytes32 content;
        bytes32 requested;
    }

    /// @dev What may still change in an ended bill's word: a court's freeze, that another stands in its place, the version.
    uint256 private constant AFTER = (uint256(1) << 22) | (uint256(1) << 25) | (uint256(type(uint32).max) << 32);

    bytes32[] private _ids;
    mapping(bytes32 => GhostBill) private _bills;
    mapping(bytes32 => uint256) private _lastWords;

    function count() external view returns (uint256) {
        return _ids.length;
    }

    function idAt(uint256 place) external view returns (bytes32) {
        return _ids[place];
    }

    function get(bytes32 id) external view returns (GhostBill memory) {
        return _bills[id];
    }

    function put(bytes32 id, GhostBill memory bill) external {
        if (_bills[id].version == 0) _ids.push(id);
        _bills[id] = bill;
    }

    /// @notice Remembers the contract's word of a bill that has ended: it must stay so for good.
    function end(bytes32 id, uint256 word) external {
        if (_lastWords[id] == 0) _lastWords[id] = word & ~AFTER;
    }

    /// @notice Whether a bill that ended has moved since.
    function movedAfterItsEnd(IBillOfLading contract_, bytes32 id) external view returns (bool) {
        return _lastWords[id] != 0 && _lastWords[id] != contract_.wordOf(id) & ~AFTER;
    }

    /// @notice Whether nothing may follow in this state.
    function ended(BillState state) external pure returns (bool) {
        return state == BillState.SurrenderedForDelivery || state == BillState.SurrenderedForAmendment
            || state == BillState.Voided;
    }

    /// @notice What the contract's other half says that differs from what the law says; empty if nothing does.
    function serviceDifference(IBillOfLadingServices contract_, bytes32 id) external view returns (string memory) {
        GhostBill storage ghost = _bills[id];
        if (contract_.contentOf(id) != ghost.content) return "content";
        if (contract_.requestedContentOf(id) != (ghost.amendmentRequested ? ghost.requested : bytes32(0))) {
            return "content requested";
        }
        (bytes32 paper, uint8 originals) = contract_.paperOf(id);
        if (originals != ghost.originals || (paper != 0) != (ghost.originals != 0)) return "paper set";
        if ((ghost.state == BillState.OnPaper) != (ghost.originals != 0)) return "paper and electronic both alive";
        if (contract_.frozenBy(id) != ghost.frozenBy) return "court";
        return "";
    }

    /// @notice What the contract says that differs from what the law says; empty if nothing does.
    function difference(IBillOfLading contract_, bytes32 id) external view returns (string memory) {
        GhostBill storage ghost = _bills[id];
        IBillOfLading.Bill memory real = contract_.billOf(id);
        if (real.version != ghost.version) return "version";
        if (real.state != ghost.state) return "state";
        if (real.kind != ghost.kind || real.carrier != ghost.carrier) return "kind or carrier";
        if (real.holder != ghost.holder) return "holder";
        if (real.titleHolder != (ghost.blank ? ghost.holder : ghost.title)) return "title holder";
        if (real.blank != ghost.blank || real.restricted != ghost.restricted) return "nature of the title";
        if (real.pledgee != ghost.pledgee || contract_.isPledged(id) != (ghost.pledgee != 0)) return "pledge";
        if (real.frozen != (ghost.frozenBy != 0)) return "freeze";
        if (real.nominee != ghost.nominee || real.amendmentRequested != ghost.amendmentRequested) {
            return "what is pending";
        }
        if (real.circulated != ghost.circulated || real.reason != ghost.reason) return "circulation or reason";
        if (real.replaced != ghost.replaced) return "replacement";
        if (real.surrenderedBy != ghost.surrenderedBy || real.releaseTo != ghost.releaseTo) return "surrender";
        return "";
    }
}
