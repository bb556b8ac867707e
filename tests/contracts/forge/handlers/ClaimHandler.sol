// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRefundClaim} from "../../../../contracts/interfaces/IRefundClaim.sol";
import {
    ACCEPT_CLAIM_TYPEHASH,
    AcceptClaim,
    CONCLUDE_CLAIM_TYPEHASH,
    ConcludeClaim,
    FILE_CLAIM_TYPEHASH,
    FileClaim,
    PAY_REFUND_TYPEHASH,
    PayRefund,
    REFILE_CLAIM_TYPEHASH,
    RETURN_CLAIM_TYPEHASH,
    REVIEW_CLAIM_TYPEHASH,
    RefileClaim,
    ReturnClaim,
    ReviewClaim,
    WITHDRAW_CLAIM_TYPEHASH,
    WithdrawClaim
} from "../../../../contracts/types/Actions.sol";
import {ClaimOutcome, ClaimState, ManagementClass} from "../../../../contracts/types/ClaimWord.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {Roles} from "../../../../contracts/types/Roles.sol";
import {Claims} from "../ghosts/Claims.sol";
import {Registry} from "../ghosts/Registry.sol";
import {PRINCIPAL, SECOND_TAX_AUTHORITY, SHIPPER, TAX_AUTHORITY} from "../utils/Cast.sol";
import {vm} from "../utils/Vm.sol";
import {Handler} from "./Handler.sol";

/// @notice Refund claims and their clock.
contract ClaimHandler is Handler {
    uint256 private constant MAX_CLAIMS = 60;

    Claims private immutable CLAIMS;
    IRefundClaim private immutable CONTRACT;
    uint256 private _serial;

    constructor(Registry registry, Claims claims) Handler(registry) {
        CLAIMS = claims;
        CONTRACT = _contracts().claims;
    }

    function file(uint256 seed) external drawn(seed) {
        vm.assume(CLAIMS.count() < MAX_CLAIMS);
        FileClaim memory action = FileClaim({
            claimId: _lies() ? _some() : keccak256(abi.encode(address(this), "claim", ++_serial)),
            actor: _or(_pick(SHIPPER, PRINCIPAL)),
            taxAuthority: _or(_pick(TAX_AUTHORITY, SECOND_TAX_AUTHORITY)),
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(FILE_CLAIM_TYPEHASH, action)), action.actor, Powers.CERTIFICATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.file, (action, signatures)));

        _mustBeSigned(action.actor, Powers.CERTIFICATE, Roles.SHIPPER, "file");
        _must(CLAIMS.get(action.claimId).version == 0, "file: twice");
        _must(REGISTRY.activeAs(action.taxAuthority, Roles.TAX_AUTHORITY), "file: with no tax authority");
        Claims.GhostClaim memory ghost;
        ghost.state = ClaimState.Filed;
        ghost.exporter = action.actor;
        ghost.taxAuthority = action.taxAuthority;
        ghost.content = action.claimId;
        ghost.filedAt = _now();
        _settle(action.claimId, ghost);
    }

    function returnClaim(uint256 seed) external drawn(seed) {
        (bytes32 id, Claims.GhostClaim memory ghost) = _in(ClaimState.Filed);
        ReturnClaim memory action = ReturnClaim(id, _seen(ghost.version), _or(ghost.taxAuthority), 0, _reason());
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(RETURN_CLAIM_TYPEHASH, action)), action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.returnClaim, (action, signatures)));

        _mustMove(ghost, action.version, ClaimState.Filed, "returnClaim");
        _mustBeTax(ghost, action.actor, "returnClaim");
        _must(action.remark != 0, "returnClaim: without a reason");
        ghost.state = ClaimState.Returned;
        _settle(id, ghost);
    }

    function refile(uint256 seed) external drawn(seed) {
        (bytes32 id, Claims.GhostClaim memory ghost) = _in(ClaimState.Returned);
        RefileClaim memory action = RefileClaim({
            claimId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.exporter),
            content: _lies() ? bytes32(0) : bytes32(_random()),
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(REFILE_CLAIM_TYPEHASH, action)), action.actor, Powers.CERTIFICATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.refile, (action, signatures)));

        _mustMove(ghost, action.version, ClaimState.Returned, "refile");
        _mustBeExporter(ghost, action.actor, "refile");
        _must(action.content != 0, "refile: of nothing");
        ghost.state = ClaimState.Filed;
        ghost.content = action.content;
        // The clock keeps the day of the first filing.
        _settle(id, ghost);
    }

    function withdraw(uint256 seed) external drawn(seed) {
        vm.assume(_chance(40));
        (bytes32 id, Claims.GhostClaim memory ghost) = _in(_chance(50) ? ClaimState.Filed : ClaimState.Returned);
        WithdrawClaim memory action = WithdrawClaim(id, _seen(ghost.version), _or(ghost.exporter), 0, bytes32(0));
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(WITHDRAW_CLAIM_TYPEHASH, action)), action.actor, Powers.CERTIFICATE);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.withdraw, (action, signatures)));

        _mustMove(ghost, action.version, ghost.state, "withdraw claim");
        _must(CLAIMS.stepOf(ghost.state) == 1, "withdraw claim: after its acceptance");
        _mustBeExporter(ghost, action.actor, "withdraw claim");
        ghost.state = ClaimState.Withdrawn;
        _settle(id, ghost);
    }

    function accept(uint256 seed) external drawn(seed) {
        (bytes32 id, Claims.GhostClaim memory ghost) = _in(ClaimState.Filed);
        AcceptClaim memory action = AcceptClaim({
            claimId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.taxAuthority),
            managementClass: uint8(_lies() ? _below(7) : 1 + _below(4)),
            representedParty: 0,
            remark: 0
        });
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(ACCEPT_CLAIM_TYPEHASH, action)), action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.accept, (action, signatures)));

        _mustMove(ghost, action.version, ClaimState.Filed, "accept claim");
        _mustBeTax(ghost, action.actor, "accept claim");
        _must(action.managementClass != 0, "accept claim: without a class");
        ghost.state = ClaimState.Accepted;
        ghost.class = ManagementClass(action.managementClass);
        ghost.acceptedAt = _now();
        _settle(id, ghost);
    }

    function review(uint256 seed) external drawn(seed) {
        (bytes32 id, Claims.GhostClaim memory ghost) = _in(ClaimState.Accepted);
        ReviewClaim memory action = ReviewClaim(id, _seen(ghost.version), _or(ghost.taxAuthority), 0, bytes32(0));
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(REVIEW_CLAIM_TYPEHASH, action)), action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.review, (action, signatures)));

        _mustMove(ghost, action.version, ClaimState.Accepted, "review");
        _mustBeTax(ghost, action.actor, "review");
        ghost.state = ClaimState.Reviewed;
        _settle(id, ghost);
    }

    function conclude(uint256 seed) external drawn(seed) {
        (bytes32 id, Claims.GhostClaim memory ghost) = _in(ClaimState.Reviewed);
        ConcludeClaim memory action = ConcludeClaim({
            claimId: id,
            version: _seen(ghost.version),
            actor: _or(ghost.taxAuthority),
            outcome: uint8(_lies() ? _below(5) : 1 + _below(2)),
            representedParty: 0,
            remark: _reason()
        });
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(CONCLUDE_CLAIM_TYPEHASH, action)), action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.conclude, (action, signatures)));

        _mustMove(ghost, action.version, ClaimState.Reviewed, "conclude");
        _mustBeTax(ghost, action.actor, "conclude");
        bool approved = action.outcome == uint8(ClaimOutcome.Approved);
        _must(approved || action.outcome == uint8(ClaimOutcome.Refused), "conclude: with no outcome");
        _must(approved || action.remark != 0, "conclude: refused without a reason");
        ghost.state = approved ? ClaimState.Approved : ClaimState.Refused;
        ghost.concludedAt = _now();
        _settle(id, ghost);
    }

    function pay(uint256 seed) external drawn(seed) {
        (bytes32 id, Claims.GhostClaim memory ghost) = _in(ClaimState.Approved);
        PayRefund memory action = PayRefund(id, _seen(ghost.version), _or(ghost.taxAuthority), 0, bytes32(0));
        bytes memory signatures =
            _signedClaim(keccak256(abi.encode(PAY_REFUND_TYPEHASH, action)), action.actor, Powers.TAX);
        _call(address(CONTRACT), abi.encodeCall(CONTRACT.pay, (action, signatures)));

        _mustMove(ghost, action.version, ClaimState.Approved, "pay");
        _mustBeTax(ghost, action.actor, "pay");
        ghost.state = ClaimState.Paid;
        ghost.paidAt = _now();
        _settle(id, ghost);
    }

    function _some() private returns (bytes32) {
        uint256 count = CLAIMS.count();
        return count == 0 ? bytes32(uint256(1)) : CLAIMS.idAt(_below(count));
    }

    /// @dev A claim in this state, or now and then in any.
    function _in(ClaimState state) private returns (bytes32 id, Claims.GhostClaim memory ghost) {
        uint256 count = CLAIMS.count();
        id = _some();
        bool any = _lies();
        uint256 start = count == 0 ? 0 : _below(count);
        for (uint256 i = 0; i < count && !any; ++i) {
            bytes32 other = CLAIMS.idAt((start + i) % count);
            if (CLAIMS.get(other).state != state) continue;
            id = other;
            break;
        }
        ghost = CLAIMS.get(id);
    }

    function _reason() private returns (bytes32) {
        return _lies() ? bytes32(0) : bytes32(uint256(1));
    }

    function _now() private view returns (uint40) {
        return uint40(REGISTRY.clock());
    }

    function _signedClaim(bytes32 structHash, uint24 actor, uint32 power) private returns (bytes memory) {
        return _signed(address(CONTRACT), structHash, actor, power);
    }

    function _mustMove(Claims.GhostClaim memory ghost, uint32 seen, ClaimState state, string memory action) private {
        _must(ghost.version != 0 && ghost.version == seen, string.concat(action, ": at another version"));
        _must(ghost.state == state, string.concat(action, ": in another state"));
    }

    function _mustBeTax(Claims.GhostClaim memory ghost, uint24 actor, string memory action) private {
        _must(actor == ghost.taxAuthority, string.concat(action, ": not by its tax authority"));
        _mustBeSigned(actor, Powers.TAX, Roles.TAX_AUTHORITY, action);
    }

    function _mustBeExporter(Claims.GhostClaim memory ghost, uint24 actor, string memory action) private {
        _must(actor == ghost.exporter, string.concat(action, ": not by its exporter"));
        _mustBeSigned(actor, Powers.CERTIFICATE, Roles.SHIPPER, action);
    }

    function _settle(bytes32 id, Claims.GhostClaim memory ghost) private {
        ++ghost.version;
        CLAIMS.put(CONTRACT, id, ghost);
        string memory what = CLAIMS.difference(CONTRACT, id);
        _must(bytes(what).length == 0, string.concat("a claim differs from the law: ", what));
    }
}
