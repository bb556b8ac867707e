// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillOfLading} from "../../../contracts/BillOfLading.sol";
import {BillOfLadingServices} from "../../../contracts/BillOfLadingServices.sol";
import {IConsortium} from "../../../contracts/interfaces/IConsortium.sol";
import {IReleaseOrder} from "../../../contracts/interfaces/IReleaseOrder.sol";
import {BillState, BillWord} from "../../../contracts/types/BillWord.sol";
import {AllButOne, NoOrders, Proof, svm} from "./Proof.sol";

/// @notice In a consortium where everyone may act, by any wallet, but one member that signs nothing: what is in its hand or
/// pledged to it stays.
contract AbsenceProven is Proof {
    /// @dev State, the flag of a blank title, holder, title holder and pledgee.
    uint256 private constant KEPT =
        0xff | (uint256(1) << 17) | (uint256(type(uint48).max) << 88) | (uint256(type(uint24).max) << 208);

    uint24 private _absent;
    BillOfLading private _bills;

    constructor() Proof(false) {}

    function setUp() public {
        _absent = uint24(svm.createUint(24, "absent"));
        IConsortium consortium = IConsortium(address(new AllButOne(_absent)));
        _bills = new BillOfLading(
            consortium, address(new BillOfLadingServices(consortium, IReleaseOrder(address(new NoOrders()))))
        );
        svm.enableSymbolicStorage(address(_bills));
    }

    function check_endorse() public {
        _proveStays(BillOfLading.endorseBill.selector, 8, ONE);
    }

    function check_transferPossession() public {
        _proveStays(BillOfLading.transfer.selector, 6, ONE);
    }

    function check_rejectTransfer() public {
        _proveStays(BillOfLading.rejectTransfer.selector, 5, ONE);
    }

    function check_surrenderForDelivery() public {
        _proveStays(BillOfLading.surrenderForDelivery.selector, 6, ONE);
    }

    function check_acceptSurrender() public {
        _proveStays(BillOfLading.acceptSurrender.selector, 5, ONE);
    }

    function check_rejectSurrender() public {
        _proveStays(BillOfLading.rejectSurrender.selector, 5, ONE);
    }

    function check_surrenderForAmendment() public {
        _proveStays(BillOfLading.surrenderForAmendment.selector, 6, ONE);
    }

    function check_nominate() public {
        _proveStays(BillOfLadingServices.nominate.selector, 8, ONE);
    }

    function check_executeNomination() public {
        _proveStays(BillOfLadingServices.executeNomination.selector, 6, ONE);
    }

    function check_requestAmendment() public {
        _proveStays(BillOfLadingServices.requestAmendment.selector, 6, ONE);
    }

    function check_amend() public {
        _proveStays(BillOfLadingServices.amend.selector, 6, ONE);
    }

    function check_convertToPaper() public {
        _proveStays(BillOfLadingServices.convertToPaper.selector, 7, ONE);
    }

    function check_voidBill() public {
        _proveStays(BillOfLadingServices.voidBill.selector, 6, TWO);
    }

    function check_sign() public {
        _proveStays(BillOfLading.sign.selector, 5, ONE);
    }

    function check_pledge() public {
        _proveStays(BillOfLading.pledge.selector, 6, TWO);
    }

    function check_releasePledge() public {
        _proveStays(BillOfLading.releasePledge.selector, 5, ONE);
    }

    function check_enforcePledge() public {
        _proveStays(BillOfLading.enforcePledge.selector, 5, ONE);
    }

    function check_freeze() public {
        _proveStays(BillOfLadingServices.freeze.selector, 5, ONE);
    }

    function check_unfreeze() public {
        _proveStays(BillOfLadingServices.unfreeze.selector, 5, ONE);
    }

    function _proveStays(bytes4 selector, uint256 words, uint256 length) private {
        bytes32 id = svm.createBytes32("any bill");
        BillWord before = BillWord.wrap(_bills.wordOf(id));
        Made memory made = _make(address(_bills), selector, words, length);
        if (!made.ok || _absent == 0) return;
        uint256 word = BillWord.unwrap(before);
        uint256 now_ = _bills.wordOf(id);
        bool issued = before.state() == BillState.Issued;
        if (before.pledgee() == _absent && issued) assert((word ^ now_) & KEPT == 0);
        if (before.pledgee() == 0 && before.holder() == _absent && before.titleHolder() == _absent && issued) {
            assert((word ^ now_) & KEPT == 0);
        }
        // No pledge begins without its bank.
        assert(BillWord.wrap(now_).pledgee() != _absent || before.pledgee() == _absent);
        // Whence the first proof says all: what is pledged is in circulation, before and after every action.
        bool sound = before.pledgee() == 0 || issued;
        assert(!sound || BillWord.wrap(now_).pledgee() == 0 || now_ & 0xff == uint256(BillState.Issued));
    }
}
