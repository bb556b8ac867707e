// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLading} from "../../../../contracts/interfaces/IBillOfLading.sol";
import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {BillKind, BillState, EndorsementKind, SurrenderReason} from "../../../../contracts/types/BillWord.sol";
import {CARRIER, CONSIGNEE, Cast, SHIPPER} from "../utils/Cast.sol";
import {Intent, Rules} from "./Rules.sol";

/// @notice The everyday actions on bills, and bills brought to any state.
abstract contract BillsBase is Rules {
    bytes32 internal constant BILL = keccak256("bill");
    uint8 internal constant TO_ORDER = uint8(EndorsementKind.ToOrder);
    uint8 internal constant RESTRICTIVE = uint8(EndorsementKind.Restrictive);
    uint8 internal constant IN_BLANK = uint8(EndorsementKind.InBlank);

    function _toBills(bytes4 selector, bytes32 typeHash, bytes memory fields, uint24 by)
        internal
        view
        returns (Intent memory)
    {
        return _intent(address(on.bills), selector, typeHash, fields, by);
    }

    function _issue(bytes32 id, BillKind kind, uint24 holder, uint24 title) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.IssueBill(id, CARRIER, uint8(kind), holder, title, PARTY, REMARK));
        return _toBills(IBillOfLading.issueBill.selector, Types.ISSUE_BILL_TYPEHASH, fields, CARRIER);
    }

    function _endorse(bytes32 id, uint32 version, uint24 actor, uint8 how, uint24 endorsee, uint24 deliverTo)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(Types.Endorse(id, version, actor, how, endorsee, deliverTo, PARTY, REMARK));
        return _toBills(IBillOfLading.endorseBill.selector, Types.ENDORSE_TYPEHASH, fields, actor);
    }

    function _transfer(bytes32 id, uint32 version, uint24 actor, uint24 holder) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.TransferPossession(id, version, actor, holder, PARTY, REMARK));
        return _toBills(IBillOfLading.transfer.selector, Types.TRANSFER_POSSESSION_TYPEHASH, fields, actor);
    }

    function _reject(bytes32 id, uint32 version, uint24 actor) internal view returns (Intent memory) {
        return _plain(IBillOfLading.rejectTransfer.selector, Types.REJECT_TRANSFER_TYPEHASH, id, version, actor);
    }

    function _surrender(bytes32 id, uint32 version, uint24 actor, uint24 releaseTo)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(Types.SurrenderForDelivery(id, version, actor, releaseTo, PARTY, REMARK));
        return
            _toBills(IBillOfLading.surrenderForDelivery.selector, Types.SURRENDER_FOR_DELIVERY_TYPEHASH, fields, actor);
    }

    function _surrenderFor(bytes32 id, uint32 version, uint24 actor, SurrenderReason reason)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(Types.SurrenderForAmendment(id, version, actor, uint8(reason), PARTY, REMARK));
        return
            _toBills(
                IBillOfLading.surrenderForAmendment.selector, Types.SURRENDER_FOR_AMENDMENT_TYPEHASH, fields, actor
            );
    }

    function _acceptSurrender(bytes32 id, uint32 version) internal view returns (Intent memory) {
        return _plain(IBillOfLading.acceptSurrender.selector, Types.ACCEPT_SURRENDER_TYPEHASH, id, version, CARRIER);
    }

    function _rejectSurrender(bytes32 id, uint32 version) internal view returns (Intent memory) {
        return _plain(IBillOfLading.rejectSurrender.selector, Types.REJECT_SURRENDER_TYPEHASH, id, version, CARRIER);
    }

    function _sign(bytes32 id, uint32 version, uint24 actor) internal view returns (Intent memory) {
        return _plain(IBillOfLading.sign.selector, Types.SIGN_BILL_TYPEHASH, id, version, actor);
    }

    function _pledge(bytes32 id, uint32 version, uint24 actor, uint24 pledgee) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.Pledge(id, version, actor, pledgee, PARTY, REMARK));
        Intent memory i = _toBills(IBillOfLading.pledge.selector, Types.PLEDGE_TYPEHASH, fields, actor);
        return _with(i, Cast.key(pledgee));
    }

    function _releasePledge(bytes32 id, uint32 version, uint24 actor) internal view returns (Intent memory) {
        return _plain(IBillOfLading.releasePledge.selector, Types.RELEASE_PLEDGE_TYPEHASH, id, version, actor);
    }

    function _enforcePledge(bytes32 id, uint32 version, uint24 actor) internal view returns (Intent memory) {
        return _plain(IBillOfLading.enforcePledge.selector, Types.ENFORCE_PLEDGE_TYPEHASH, id, version, actor);
    }

    function _void(bytes32 id, uint32 version, uint24 holder) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.VoidBill(id, version, CARRIER, holder, PARTY, REMARK));
        bytes4 selector = IBillOfLadingServices.voidBill.selector;
        return _with(_toBills(selector, Types.VOID_BILL_TYPEHASH, fields, CARRIER), Cast.key(holder));
    }

    function _freeze(bytes32 id, uint32 version, uint24 court) internal view returns (Intent memory) {
        return _plain(IBillOfLadingServices.freeze.selector, Types.FREEZE_BILL_TYPEHASH, id, version, court);
    }

    function _reissue(bytes32 id, uint32 version, bytes32 next) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.Reissue(id, version, CARRIER, next, PARTY, REMARK));
        return _toBills(IBillOfLadingServices.reissue.selector, Types.REISSUE_TYPEHASH, fields, CARRIER);
    }

    /// @dev An action that names the bill and nothing else.
    function _plain(bytes4 selector, bytes32 typeHash, bytes32 id, uint32 version, uint24 actor)
        internal
        view
        returns (Intent memory)
    {
        return _toBills(selector, typeHash, abi.encode(id, version, actor, PARTY, REMARK), actor);
    }

    /// @dev A bill to order that the shipper holds with title, at version 1.
    function _issued(bytes32 id) internal {
        _accept(_issue(id, BillKind.ToOrder, SHIPPER, SHIPPER));
    }

    /// @dev A bill to order whose surrender for delivery to the consignee was accepted, at version 3.
    function _accomplished(bytes32 id) internal {
        _issued(id);
        _accept(_surrender(id, 1, SHIPPER, CONSIGNEE));
        _accept(_acceptSurrender(id, 2));
    }

    /// @dev Issued, surrendered by the shipper for this reason, and accepted: at version 3.
    function _surrendered(bytes32 id, SurrenderReason reason) internal {
        _issued(id);
        _accept(_surrenderFor(id, 1, SHIPPER, reason));
        _accept(_acceptSurrender(id, 2));
    }

    function _bill(bytes32 id) internal view returns (IBillOfLading.Bill memory) {
        return on.bills.billOf(id);
    }

    function _isBill(bytes32 id, IBillOfLading.Bill memory expected) internal view {
        _same(abi.encode(_bill(id)), abi.encode(expected));
    }

    /// @dev What a bill to order is that the shipper holds with title.
    function _fresh(uint32 version) internal pure returns (IBillOfLading.Bill memory b) {
        (b.state, b.kind, b.version) = (BillState.Issued, BillKind.ToOrder, version);
        (b.carrier, b.holder, b.titleHolder) = (CARRIER, SHIPPER, SHIPPER);
    }
}
