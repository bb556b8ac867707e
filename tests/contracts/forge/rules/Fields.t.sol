// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAppointments} from "../../../../contracts/interfaces/IAppointments.sol";
import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {IDocuments} from "../../../../contracts/interfaces/IDocuments.sol";
import {IInspections} from "../../../../contracts/interfaces/IInspections.sol";
import {IMilestones} from "../../../../contracts/interfaces/IMilestones.sol";
import {IRefundClaim} from "../../../../contracts/interfaces/IRefundClaim.sol";
import {IReleaseOrder} from "../../../../contracts/interfaces/IReleaseOrder.sol";
import {ISharedContainers} from "../../../../contracts/interfaces/ISharedContainers.sol";
import {ITaxRefundCertificate} from "../../../../contracts/interfaces/ITaxRefundCertificate.sol";
import {ActionFields} from "../../../../contracts/libraries/ActionFields.sol";
import {Rules} from "./Rules.sol";

/// @notice The rules of every action's fields: a number beyond its field is refused by the field's name, the largest one is not.
/// @dev Of each action the width of each field in bits, in hex; 00 where any word will do, or a list is.
contract FieldsRules is Rules {
    bytes4 private constant OUT_OF_RANGE = ActionFields.ActionFieldOutOfRange.selector;
    uint256 private constant WORD = 0x20;

    /// @dev The call of an action of these words, signed by nobody. One that carries a list lies behind its offset.
    function _call(bytes4 selector, uint256[] memory words, bool list) private pure returns (bytes memory) {
        bytes memory head;
        if (list) head = abi.encode(2 * WORD, 2 * WORD + words.length * WORD);
        bytes memory tail = list ? bytes("") : abi.encode((words.length + 1) * WORD);
        return bytes.concat(selector, head, abi.encodePacked(words), tail, bytes32(0));
    }

    function _ranges(address target, bytes4 selector, bytes memory widths, bool list) private {
        uint256[] memory words = new uint256[](widths.length);
        for (uint256 field = 0; field < widths.length; ++field) {
            uint256 bits = uint8(widths[field]);
            if (bits == 0) continue;
            words[field] = 1 << bits;
            bytes memory reason = abi.encodeWithSelector(OUT_OF_RANGE, selector, field);
            _refuse(target, _call(selector, words, list), reason);
            words[field] = 1 << 255;
            _refuse(target, _call(selector, words, list), reason);
            words[field] = 0;
        }
        for (uint256 field = 0; field < widths.length; ++field) {
            uint256 bits = uint8(widths[field]);
            if (bits != 0) words[field] = (1 << bits) - 1;
            else if (!list) words[field] = type(uint256).max;
        }
        (bool ok, bytes memory said) = target.call(_call(selector, words, list));
        if (ok) revert AcceptedAgainstTheLaw();
        if (bytes4(said) == OUT_OF_RANGE || said.length < 4) revert Refused(said);
    }

    function test_fields_ofMembers() external {
        address target = address(on.consortium);
        _ranges(target, IConsortium.admitMember.selector, hex"000020a0", true);
        _ranges(target, IConsortium.enrolWallet.selector, hex"1820a02028", false);
        _ranges(target, IConsortium.revokeWallet.selector, hex"1820a0", false);
        _ranges(target, IConsortium.changeRoles.selector, hex"182020", false);
        _ranges(target, IConsortium.suspendMember.selector, hex"1820", false);
        _ranges(target, IConsortium.reinstateMember.selector, hex"1820", false);
        _ranges(target, IConsortium.changeThreshold.selector, hex"182008", false);
        _ranges(target, IConsortium.setFourEyes.selector, hex"182020", false);
        _ranges(target, IConsortium.proposeRecovery.selector, hex"1820a0", false);
        _ranges(target, IConsortium.vetoRecovery.selector, hex"1820", false);
        _ranges(target, IConsortium.completeRecovery.selector, hex"1820", false);
    }

    function test_fields_ofBills() external {
        address target = address(on.bills);
        _ranges(target, IBillOfLading.issueBill.selector, hex"00180818181800", false);
        _ranges(target, IBillOfLading.endorseBill.selector, hex"0020180818181800", false);
        _ranges(target, IBillOfLading.transfer.selector, hex"002018181800", false);
        _ranges(target, IBillOfLading.rejectTransfer.selector, hex"0020181800", false);
        _ranges(target, IBillOfLading.surrenderForDelivery.selector, hex"002018181800", false);
        _ranges(target, IBillOfLading.acceptSurrender.selector, hex"0020181800", false);
        _ranges(target, IBillOfLading.rejectSurrender.selector, hex"0020181800", false);
        _ranges(target, IBillOfLading.sign.selector, hex"0020181800", false);
        _ranges(target, IBillOfLading.pledge.selector, hex"002018181800", false);
        _ranges(target, IBillOfLading.releasePledge.selector, hex"0020181800", false);
        _ranges(target, IBillOfLading.enforcePledge.selector, hex"0020181800", false);
        _ranges(target, IBillOfLading.surrenderForAmendment.selector, hex"002018081800", false);
    }

    function test_fields_ofBillsServices() external {
        address target = address(on.bills);
        _ranges(target, IBillOfLadingServices.freeze.selector, hex"0020181800", false);
        _ranges(target, IBillOfLadingServices.unfreeze.selector, hex"0020181800", false);
        _ranges(target, IBillOfLadingServices.nominate.selector, hex"0020180818181800", false);
        _ranges(target, IBillOfLadingServices.executeNomination.selector, hex"002018181800", false);
        _ranges(target, IBillOfLadingServices.requestAmendment.selector, hex"002018001800", false);
        _ranges(target, IBillOfLadingServices.amend.selector, hex"002018001800", false);
        _ranges(target, IBillOfLadingServices.convertToPaper.selector, hex"00201800081800", false);
        _ranges(target, IBillOfLadingServices.returnFromPaper.selector, hex"0020180818181800", false);
        _ranges(target, IBillOfLadingServices.voidBill.selector, hex"002018181800", false);
        _ranges(target, IBillOfLadingServices.reissue.selector, hex"002018001800", false);
        _ranges(target, IBillOfLadingServices.splitBill.selector, hex"002018180000", true);
        _ranges(target, IBillOfLadingServices.combineBills.selector, hex"001818000000", true);
    }

    function test_fields_ofOrders() external {
        address target = address(on.orders);
        _ranges(target, IReleaseOrder.issue.selector, hex"00180018181028081800", false);
        _ranges(target, IReleaseOrder.setHold.selector, hex"00201808001800", false);
        _ranges(target, IReleaseOrder.clearHold.selector, hex"00201808001800", false);
        _ranges(target, IReleaseOrder.delegateCollection.selector, hex"002018181800", false);
        _ranges(target, IReleaseOrder.acceptDelegation.selector, hex"0020181800", false);
        _ranges(target, IReleaseOrder.declineDelegation.selector, hex"0020181800", false);
        _ranges(target, IReleaseOrder.withdrawDelegation.selector, hex"002018181800", false);
        _ranges(target, IReleaseOrder.extend.selector, hex"002018281800", false);
        _ranges(target, IReleaseOrder.gateOut.selector, hex"0020180818001800", false);
        _ranges(target, IReleaseOrder.correctGateOut.selector, hex"00201818081800", false);
        _ranges(target, IReleaseOrder.revoke.selector, hex"002018001800", false);
    }

    function test_fields_ofSharedContainers() external {
        address target = address(on.orders);
        _ranges(target, ISharedContainers.share.selector, hex"001818000000", true);
        _ranges(target, ISharedContainers.unshare.selector, hex"0020181800", false);
    }

    function test_fields_ofAppointments() external {
        address target = address(on.appointments);
        _ranges(target, IAppointments.request.selector, hex"001800082828001800", false);
        _ranges(target, IAppointments.confirm.selector, hex"0020181800", false);
        _ranges(target, IAppointments.refuse.selector, hex"0020181800", false);
        _ranges(target, IAppointments.cancel.selector, hex"0020181800", false);
    }

    function test_fields_ofInspections() external {
        address target = address(on.inspections);
        _ranges(target, IInspections.instruct.selector, hex"00180008001800", false);
        _ranges(target, IInspections.commission.selector, hex"00201818081800", false);
        _ranges(target, IInspections.acceptCommission.selector, hex"0020181800", false);
        _ranges(target, IInspections.schedule.selector, hex"002018281800", false);
        _ranges(target, IInspections.complete.selector, hex"002018081800", false);
    }

    function test_fields_ofCertificates() external {
        address target = address(on.certificates);
        _ranges(target, ITaxRefundCertificate.applyFor.selector, hex"0018081818004040001800", false);
        _ranges(target, ITaxRefundCertificate.acceptApplication.selector, hex"0020181800", false);
        _ranges(target, ITaxRefundCertificate.returnApplication.selector, hex"0020181800", false);
        _ranges(target, ITaxRefundCertificate.resubmit.selector, hex"00201800401800", false);
        _ranges(target, ITaxRefundCertificate.withdraw.selector, hex"0020181800", false);
        _ranges(target, ITaxRefundCertificate.issue.selector, hex"0020181800", false);
        _ranges(target, ITaxRefundCertificate.refuse.selector, hex"0020181800", false);
        _ranges(target, ITaxRefundCertificate.use.selector, hex"002018001800", false);
        _ranges(target, ITaxRefundCertificate.applyVoid.selector, hex"0020180040001800", false);
        _ranges(target, ITaxRefundCertificate.void.selector, hex"0020181800", false);
        _ranges(target, ITaxRefundCertificate.replace.selector, hex"002018001800", false);
    }

    function test_fields_ofClaims() external {
        address target = address(on.claims);
        _ranges(target, IRefundClaim.file.selector, hex"0018181800", false);
        _ranges(target, IRefundClaim.returnClaim.selector, hex"0020181800", false);
        _ranges(target, IRefundClaim.refile.selector, hex"002018001800", false);
        _ranges(target, IRefundClaim.withdraw.selector, hex"0020181800", false);
        _ranges(target, IRefundClaim.accept.selector, hex"002018081800", false);
        _ranges(target, IRefundClaim.review.selector, hex"0020181800", false);
        _ranges(target, IRefundClaim.conclude.selector, hex"002018081800", false);
        _ranges(target, IRefundClaim.pay.selector, hex"0020181800", false);
    }

    function test_fields_ofDocuments() external {
        address target = address(on.documents);
        _ranges(target, IDocuments.register.selector, hex"00180808002818201800", false);
        _ranges(target, IDocuments.registerInterchange.selector, hex"00181808001800", false);
        _ranges(target, IDocuments.supersede.selector, hex"002018000800281800", false);
        _ranges(target, IDocuments.revoke.selector, hex"0020181800", false);
        _ranges(target, IDocuments.consume.selector, hex"002018001800", false);
    }

    function test_fields_ofMilestones() external {
        address target = address(on.milestones);
        _ranges(target, IMilestones.anchor.selector, hex"001808002028281800", false);
        _ranges(target, IMilestones.correct.selector, hex"0020180008002028281800", false);
    }
}
