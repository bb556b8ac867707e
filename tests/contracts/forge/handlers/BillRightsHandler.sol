// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ENFORCE_PLEDGE_TYPEHASH,
    EnforcePledge,
    FREEZE_BILL_TYPEHASH,
    FreezeBill,
    PLEDGE_TYPEHASH,
    Pledge,
    RELEASE_PLEDGE_TYPEHASH,
    ReleasePledge,
    SIGN_BILL_TYPEHASH,
    SignBill,
    UNFREEZE_BILL_TYPEHASH,
    UnfreezeBill
} from "../../../../contracts/types/Actions.sol";
import {BillKind, BillState} from "../../../../contracts/types/BillWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Bills} from "../ghosts/Bills.sol";
import {Registry} from "../ghosts/Registry.sol";
import {BANK, COURT, SECOND_BANK} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {BillBase} from "./BillBase.sol";

/// @notice Others' rights in a bill, a bank's pledge and a court's freeze; and the holder's signing.
contract BillRightsHandler is BillBase {
    constructor(Registry registry, Bills bills) BillBase(registry, bills) {}

    function pledge(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_endorsable);
        Pledge memory action = Pledge({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            pledgee: _or(_pick(BANK, SECOND_BANK)),
            representedParty: _represented(),
            remark: 0
        });
        bytes32 structHash = keccak256(abi.encode(PLEDGE_TYPEHASH, action));
        bytes memory signatures = bytes.concat(
            _signedBill(structHash, action.actor, Powers.PLEDGE),
            _signedToo(address(CONTRACT), structHash, action.pledgee, Powers.PLEDGE)
        );
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.pledge, (action, signatures)));

        _settlePledge(action);
        _compare(id);
    }

    function releasePledge(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_pledged);
        ReleasePledge memory action = ReleasePledge({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.pledgee),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(RELEASE_PLEDGE_TYPEHASH, action)), action.actor, Powers.PLEDGE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.releasePledge, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "releasePledge");
        _mustBePledgee(bill, action.actor, "releasePledge");
        bill.pledgee = 0;
        _settle(id, bill);
    }

    function enforcePledge(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_pledged);
        EnforcePledge memory action = EnforcePledge({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.pledgee),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(ENFORCE_PLEDGE_TYPEHASH, action)), action.actor, Powers.PLEDGE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.enforcePledge, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "enforcePledge");
        _mustBePledgee(bill, action.actor, "enforcePledge");
        _moves(bill);
        bill.holder = bill.pledgee;
        if (!bill.blank) bill.title = bill.pledgee;
        bill.pledgee = 0;
        _settle(id, bill);
    }

    function sign(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_circulates);
        SignBill memory action = SignBill({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.holder),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(SIGN_BILL_TYPEHASH, action)), action.actor, Powers.TRANSFER);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.sign, (action, signatures)));

        _mustMove(bill, action.version, BillState.Issued, "sign");
        _mustBeHolder(bill, action.actor, Powers.TRANSFER, "sign");
        // A holder that has acted cannot send the transfer back; an endorsee without possession has not acted yet.
        if (bill.delivered) _act(bill);
        _settle(id, bill);
    }

    function freeze(uint256 seed) external drawn(seed) {
        // A freeze stops everything: mostly, courts have other things to do.
        vm.assume(_chance(35));
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_unfrozen);
        FreezeBill memory action = FreezeBill({
            billId: id, version: _seen(bill.version), actor: _or(COURT), representedParty: _represented(), remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(FREEZE_BILL_TYPEHASH, action)), action.actor, Powers.FREEZE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.freeze, (action, signatures)));

        _mustMove(bill, action.version, bill.state, "freeze");
        _must(bill.state != BillState.Voided, "freeze: of a void bill");
        _mustBeSigned(action.actor, Powers.FREEZE, Roles.COURT, "freeze");
        bill.frozenBy = action.actor;
        _settle(id, bill);
    }

    function unfreeze(uint256 seed) external drawn(seed) {
        (bytes32 id, Bills.GhostBill memory bill) = _billThat(_frozen);
        UnfreezeBill memory action = UnfreezeBill({
            billId: id,
            version: _seen(bill.version),
            actor: _or(bill.frozenBy),
            representedParty: _represented(),
            remark: 0
        });
        bytes memory signatures =
            _signedBill(keccak256(abi.encode(UNFREEZE_BILL_TYPEHASH, action)), action.actor, Powers.FREEZE);
        _call(address(CONTRACT), abi.encodeCall(SERVICES.unfreeze, (action, signatures)));

        _must(bill.version != 0 && bill.version == action.version, "unfreeze: at another version");
        _must(bill.frozenBy != 0 && action.actor == bill.frozenBy, "unfreeze: not by the court that froze it");
        _mustBeSigned(action.actor, Powers.FREEZE, Roles.COURT, "unfreeze");
        bill.frozenBy = 0;
        _settle(id, bill);
    }

    function _mustBePledgee(Bills.GhostBill memory bill, uint24 actor, string memory action) private {
        _must(bill.pledgee != 0 && actor == bill.pledgee, string.concat(action, ": not by the bank"));
        _mustBeSigned(actor, Powers.PLEDGE, 0, action);
    }

    function _pledged(Bills.GhostBill memory bill) private pure returns (bool) {
        return bill.pledgee != 0 && bill.frozenBy == 0;
    }

    function _frozen(Bills.GhostBill memory bill) private pure returns (bool) {
        return bill.frozenBy != 0;
    }

    function _unfrozen(Bills.GhostBill memory bill) private pure returns (bool) {
        return bill.frozenBy == 0;
    }
}
