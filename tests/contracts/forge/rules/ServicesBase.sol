// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBillOfLadingServices} from "../../../../contracts/interfaces/IBillOfLadingServices.sol";
import "../../../../contracts/types/Actions.sol" as Types;
import {CARRIER} from "../utils/Cast.sol";
import {Signing} from "../utils/Signing.sol";
import {BillsCases} from "./BillsCases.sol";
import {Intent} from "./Rules.sol";

/// @notice The rarer actions on bills.
abstract contract ServicesBase is BillsCases {
    bytes32 internal constant CONTENT = keccak256("amended");
    bytes32 internal constant PAPER = keccak256("paper");

    function _nominate(bytes32 id, uint32 version, uint24 actor, uint8 how, uint24 endorsee, uint24 deliverTo)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(Types.Nominate(id, version, actor, how, endorsee, deliverTo, PARTY, REMARK));
        return _toBills(IBillOfLadingServices.nominate.selector, Types.NOMINATE_TYPEHASH, fields, actor);
    }

    function _execute(bytes32 id, uint32 version, uint24 actor, uint24 endorsee) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.ExecuteNomination(id, version, actor, endorsee, PARTY, REMARK));
        bytes4 selector = IBillOfLadingServices.executeNomination.selector;
        return _toBills(selector, Types.EXECUTE_NOMINATION_TYPEHASH, fields, actor);
    }

    function _requestAmendment(bytes32 id, uint32 version, uint24 actor, bytes32 content)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields = abi.encode(Types.RequestAmendment(id, version, actor, content, PARTY, REMARK));
        bytes4 selector = IBillOfLadingServices.requestAmendment.selector;
        return _toBills(selector, Types.REQUEST_AMENDMENT_TYPEHASH, fields, actor);
    }

    function _amend(bytes32 id, uint32 version, bytes32 content) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.Amend(id, version, CARRIER, content, PARTY, REMARK));
        return _toBills(IBillOfLadingServices.amend.selector, Types.AMEND_TYPEHASH, fields, CARRIER);
    }

    function _toPaper(bytes32 id, uint32 version, uint8 originals) internal view returns (Intent memory) {
        bytes memory fields = abi.encode(Types.ConvertToPaper(id, version, CARRIER, PAPER, originals, PARTY, REMARK));
        bytes4 selector = IBillOfLadingServices.convertToPaper.selector;
        return _toBills(selector, Types.CONVERT_TO_PAPER_TYPEHASH, fields, CARRIER);
    }

    function _fromPaper(bytes32 id, uint32 version, uint8 originals, uint24 holder, uint24 title)
        internal
        view
        returns (Intent memory)
    {
        bytes memory fields =
            abi.encode(Types.ReturnFromPaper(id, version, CARRIER, originals, holder, title, PARTY, REMARK));
        bytes4 selector = IBillOfLadingServices.returnFromPaper.selector;
        return _toBills(selector, Types.RETURN_FROM_PAPER_TYPEHASH, fields, CARRIER);
    }

    function _unfreeze(bytes32 id, uint32 version, uint24 court) internal view returns (Intent memory) {
        bytes4 selector = IBillOfLadingServices.unfreeze.selector;
        return _plain(selector, Types.UNFREEZE_BILL_TYPEHASH, id, version, court);
    }

    function _split(Types.SplitBill memory a, uint256 key) internal view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(
                Types.SPLIT_BILL_TYPEHASH,
                a.billId,
                a.version,
                a.actor,
                a.representedParty,
                a.remark,
                keccak256(abi.encodePacked(a.children))
            )
        );
        return abi.encodeCall(IBillOfLadingServices.splitBill, (a, Signing.sign(key, address(on.bills), structHash)));
    }

    function _combine(Types.CombineBills memory a, uint256 key) internal view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(
                Types.COMBINE_BILLS_TYPEHASH,
                a.billId,
                a.actor,
                a.representedParty,
                a.remark,
                keccak256(abi.encodePacked(a.parents)),
                keccak256(abi.encodePacked(a.versions))
            )
        );
        return abi.encodeCall(IBillOfLadingServices.combineBills, (a, Signing.sign(key, address(on.bills), structHash)));
    }
}
