// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillOfLading} from "../../../contracts/BillOfLading.sol";
import {BillOfLadingServices} from "../../../contracts/BillOfLadingServices.sol";
import {IConsortium} from "../../../contracts/interfaces/IConsortium.sol";
import {IReleaseOrder} from "../../../contracts/interfaces/IReleaseOrder.sol";
import "../../../contracts/types/Actions.sol" as Actions;
import {BillState, BillWord, BillWords} from "../../../contracts/types/BillWord.sol";
import {NoOrders, OnlyOne, Proof, svm} from "./Proof.sol";

/// @notice In a consortium where one member alone may act, by one wallet: whatever is sent, from whatever state, a bill moves
/// only by that member, as the law allows, and only if that wallet signed this very action at the bill's version.
abstract contract BillsProof is Proof {
    uint256 private constant FREEZE = (uint256(BillWords.FLAG_FROZEN) << 16) | (uint256(type(uint32).max) << 32);

    /// @dev The states that a bill may leave: in circulation, surrendered and not answered, on paper.
    uint256 private constant LIVING = (1 << uint8(BillState.Issued))
        | (1 << uint8(BillState.PendingSurrenderForDelivery)) | (1 << uint8(BillState.PendingSurrenderForAmendment))
        | (1 << uint8(BillState.OnPaper));

    uint24 private _member;
    address private _wallet;
    BillOfLading private _bills;

    constructor(bool reached) Proof(reached) {}

    function setUp() public {
        _member = uint24(svm.createUint(24, "member"));
        _wallet = svm.createAddress("wallet");
        IConsortium consortium = IConsortium(address(new OnlyOne(_member, _wallet)));
        _bills = new BillOfLading(
            consortium, address(new BillOfLadingServices(consortium, IReleaseOrder(address(new NoOrders()))))
        );
        svm.enableSymbolicStorage(address(_bills));
    }

    function check_issue() public {
        bytes32 id = svm.createBytes32("any bill");
        uint256 before = _bills.wordOf(id);
        Made memory made = _make(address(_bills), BillOfLading.issueBill.selector, 7, ONE);
        if (!made.ok || _bills.wordOf(id) == before) return;
        BillWord bill = BillWord.wrap(_bills.wordOf(id));
        assert(before == 0 && _word(made.action, 0) == uint256(id));
        assert(bill.version() == 1 && bill.holder() != 0 && bill.carrier() == _member);
        assert(_signer(address(_bills), Actions.ISSUE_BILL_TYPEHASH, made) == _wallet);
        assert(!REACHED);
    }

    function check_endorse() public {
        _proveMove(BillOfLading.endorseBill.selector, Actions.ENDORSE_TYPEHASH, 8, _byHolder);
    }

    function check_transferPossession() public {
        _proveMove(BillOfLading.transfer.selector, Actions.TRANSFER_POSSESSION_TYPEHASH, 6, _byHolder);
    }

    function check_rejectTransfer() public {
        _proveMove(BillOfLading.rejectTransfer.selector, Actions.REJECT_TRANSFER_TYPEHASH, 5, _byRecipient);
    }

    function check_surrenderForDelivery() public {
        _proveMove(BillOfLading.surrenderForDelivery.selector, Actions.SURRENDER_FOR_DELIVERY_TYPEHASH, 6, _byHolder);
    }

    function check_acceptSurrender() public {
        _proveMove(BillOfLading.acceptSurrender.selector, Actions.ACCEPT_SURRENDER_TYPEHASH, 5, _byCarrier);
    }

    function check_rejectSurrender() public {
        _proveMove(BillOfLading.rejectSurrender.selector, Actions.REJECT_SURRENDER_TYPEHASH, 5, _byCarrier);
    }

    function check_surrenderForAmendment() public {
        _proveMove(BillOfLading.surrenderForAmendment.selector, Actions.SURRENDER_FOR_AMENDMENT_TYPEHASH, 6, _byHolder);
    }

    function check_nominate() public {
        _proveMove(BillOfLadingServices.nominate.selector, Actions.NOMINATE_TYPEHASH, 8, _byTitleHolder);
    }

    function check_executeNomination() public {
        _proveMove(BillOfLadingServices.executeNomination.selector, Actions.EXECUTE_NOMINATION_TYPEHASH, 6, _byHolder);
    }

    function check_amend() public {
        _proveMove(BillOfLadingServices.amend.selector, Actions.AMEND_TYPEHASH, 6, _asItsCarrier);
    }

    function check_convertToPaper() public {
        _proveMove(BillOfLadingServices.convertToPaper.selector, Actions.CONVERT_TO_PAPER_TYPEHASH, 7, _byCarrier);
    }

    function check_returnFromPaper() public {
        _proveMove(BillOfLadingServices.returnFromPaper.selector, Actions.RETURN_FROM_PAPER_TYPEHASH, 8, _byCarrier);
    }

    function check_sign() public {
        _proveMove(BillOfLading.sign.selector, Actions.SIGN_BILL_TYPEHASH, 5, _inPossession);
    }

    function check_releasePledge() public {
        _proveMove(BillOfLading.releasePledge.selector, Actions.RELEASE_PLEDGE_TYPEHASH, 5, _byPledgee);
    }

    function check_enforcePledge() public {
        _proveMove(BillOfLading.enforcePledge.selector, Actions.ENFORCE_PLEDGE_TYPEHASH, 5, _byPledgee);
    }

    function check_freeze() public {
        _proveFreeze(BillOfLadingServices.freeze.selector, Actions.FREEZE_BILL_TYPEHASH, true);
    }

    function check_unfreeze() public {
        _proveFreeze(BillOfLadingServices.unfreeze.selector, Actions.UNFREEZE_BILL_TYPEHASH, false);
    }

    function _proveMove(
        bytes4 selector,
        bytes32 typeHash,
        uint256 words,
        function(BillWord) internal view returns (bool) lawful
    ) private {
        bytes32 id = svm.createBytes32("any bill");
        BillWord before = BillWord.wrap(_bills.wordOf(id));
        Made memory made = _make(address(_bills), selector, words, ONE);
        if (!made.ok) return;
        BillWord bill = BillWord.wrap(_bills.wordOf(id));
        if (BillWord.unwrap(bill) == BillWord.unwrap(before)) return;
        // It is the bill that the action names, it is alive and free, and it is at the version that the signer saw.
        assert(_word(made.action, 0) == uint256(id) && BillWord.unwrap(before) != 0);
        assert((uint256(1) << uint8(before.state())) & LIVING != 0);
        assert(!before.has(BillWords.FLAG_FROZEN));
        assert(_word(made.action, 1) == before.version() && bill.version() == uint256(before.version()) + 1);
        assert(bill.kind() == before.kind() && bill.carrier() == before.carrier());
        assert(_word(made.action, 2) == _member && lawful(before));
        assert(_signer(address(_bills), typeHash, made) == _wallet);
        assert(!REACHED);
    }

    /// @dev A freeze moves nothing: it changes its own flag and the version.
    function _proveFreeze(bytes4 selector, bytes32 typeHash, bool frozen) private {
        bytes32 id = svm.createBytes32("any bill");
        BillWord before = BillWord.wrap(_bills.wordOf(id));
        Made memory made = _make(address(_bills), selector, 5, ONE);
        if (!made.ok) return;
        BillWord bill = BillWord.wrap(_bills.wordOf(id));
        if (BillWord.unwrap(bill) == BillWord.unwrap(before)) return;
        assert(_word(made.action, 0) == uint256(id) && before.has(BillWords.FLAG_FROZEN) != frozen);
        assert(_word(made.action, 1) == before.version() && bill.version() == uint256(before.version()) + 1);
        assert(bill.has(BillWords.FLAG_FROZEN) == frozen);
        assert((BillWord.unwrap(bill) ^ BillWord.unwrap(before)) & ~FREEZE == 0);
        assert(_signer(address(_bills), typeHash, made) == _wallet);
        assert(!REACHED);
    }

    function _inPossession(BillWord before) private view returns (bool) {
        return before.holder() == _member && before.state() == BillState.Issued;
    }

    function _byHolder(BillWord before) private view returns (bool) {
        return _inPossession(before) && before.pledgee() == 0;
    }

    function _byCarrier(BillWord before) private view returns (bool) {
        return before.carrier() == _member && before.state() != BillState.Issued;
    }

    function _asItsCarrier(BillWord before) private view returns (bool) {
        return before.carrier() == _member && before.has(BillWords.FLAG_AMENDMENT_REQUESTED);
    }

    function _byTitleHolder(BillWord before) private view returns (bool) {
        return before.titleHolder() == _member && before.holder() != _member && before.pledgee() == 0;
    }

    function _byRecipient(BillWord before) private view returns (bool) {
        return (before.holder() == _member || before.titleHolder() == _member) && before.pledgee() == 0;
    }

    function _byPledgee(BillWord before) private view returns (bool) {
        return before.pledgee() == _member && _member != 0;
    }
}

contract BillsProven is BillsProof(false) {}

contract BillsReached is BillsProof(true) {}
