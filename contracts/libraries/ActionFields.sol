// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Written by `python -m chain.codegen` from contracts/types/Actions.sol.

// A check is one expression, however long.
// solhint-disable max-line-length

import {
    AcceptApplication,
    AcceptClaim,
    AcceptCommission,
    AcceptDelegation,
    AcceptSurrender,
    AdmitMember,
    Amend,
    AnchorMilestones,
    ApplyCertificate,
    ApplyVoid,
    CancelAppointment,
    ChangeRoles,
    ChangeThreshold,
    ClearHold,
    CombineBills,
    CommissionInspection,
    CompleteInspection,
    CompleteRecovery,
    ConcludeClaim,
    ConfirmAppointment,
    ConsumeDocument,
    ConvertToPaper,
    CorrectGateOut,
    CorrectMilestones,
    DeclineDelegation,
    DelegateCollection,
    Endorse,
    EnforcePledge,
    EnrolWallet,
    ExecuteNomination,
    ExtendReleaseOrder,
    FileClaim,
    FreezeBill,
    GateOut,
    InstructInspection,
    IssueBill,
    IssueCertificate,
    IssueReleaseOrder,
    Nominate,
    PayRefund,
    Pledge,
    ProposeRecovery,
    RefileClaim,
    RefuseAppointment,
    RefuseCertificate,
    RegisterDocument,
    RegisterInterchange,
    ReinstateMember,
    Reissue,
    RejectSurrender,
    RejectTransfer,
    ReleasePledge,
    ReplaceCertificate,
    RequestAmendment,
    RequestAppointment,
    ResubmitApplication,
    ReturnApplication,
    ReturnClaim,
    ReturnFromPaper,
    ReviewClaim,
    RevokeDocument,
    RevokeReleaseOrder,
    RevokeWallet,
    ScheduleInspection,
    SetFourEyes,
    SetHold,
    ShareContainer,
    SignBill,
    SplitBill,
    SupersedeDocument,
    SurrenderForAmendment,
    SurrenderForDelivery,
    SuspendMember,
    TransferPossession,
    UnfreezeBill,
    UnshareContainer,
    UseCertificate,
    VetoRecovery,
    VoidBill,
    VoidCertificate,
    WithdrawApplication,
    WithdrawClaim,
    WithdrawDelegation
} from "../types/Actions.sol";

/// @title The range of every action's fields
/// @notice A number beyond its field's type is refused by the field's name, before any field is read.
/// @dev A `check` lays the bits beyond the types over one another: all are 0, or the first that is not is looked for.
/// A `read` returns the fields as well, but for the represented party and the remark. The action is the first parameter
/// of the running function.
library ActionFields {
    /// @notice A number is larger than its field's type allows.
    /// @param selector The selector of the function that takes the action.
    /// @param field The field's place in the action, counted from 0.
    error ActionFieldOutOfRange(bytes4 selector, uint256 field);

    /// @dev Names the first field that is too large. `widths` has a byte a field, the first one's lowest: its bits, or
    /// 0 where any word will do.
    function _refuse(uint256 widths, uint256 start) private pure {
        for (uint256 field = 0; widths >> (8 * field) != 0; ++field) {
            uint256 bits = (widths >> (8 * field)) & 0xff;
            uint256 word;
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                word := calldataload(add(start, mul(field, 0x20)))
            }
            if (bits != 0 && word >> bits != 0) revert ActionFieldOutOfRange(msg.sig, field);
        }
    }

    function check(AdmitMember calldata action) internal pure {
        uint256 beyond;
        uint256 start;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            start := action
            beyond := or(shr(160, calldataload(add(action, 0x60))), shr(32, calldataload(add(action, 0x40))))
        }
        if (beyond != 0) _refuse(0xa0200000, start);
    }

    function check(EnrolWallet calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(160, calldataload(0x44)), or(shr(40, calldataload(0x84)), or(shr(32, or(calldataload(0x24), calldataload(0x64))), shr(24, calldataload(0x04)))))
        }
        if (beyond != 0) _refuse(0x2820a02018, 4);
    }

    function check(RevokeWallet calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(160, calldataload(0x44)), or(shr(32, calldataload(0x24)), shr(24, calldataload(0x04))))
        }
        if (beyond != 0) _refuse(0xa02018, 4);
    }

    function check(ChangeRoles calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, or(calldataload(0x24), calldataload(0x44))), shr(24, calldataload(0x04)))
        }
        if (beyond != 0) _refuse(0x202018, 4);
    }

    function check(SuspendMember calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, calldataload(0x04)))
        }
        if (beyond != 0) _refuse(0x2018, 4);
    }

    function check(ReinstateMember calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, calldataload(0x04)))
        }
        if (beyond != 0) _refuse(0x2018, 4);
    }

    function check(ChangeThreshold calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, calldataload(0x04)), shr(8, calldataload(0x44))))
        }
        if (beyond != 0) _refuse(0x82018, 4);
    }

    function check(SetFourEyes calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, or(calldataload(0x24), calldataload(0x44))), shr(24, calldataload(0x04)))
        }
        if (beyond != 0) _refuse(0x202018, 4);
    }

    function check(ProposeRecovery calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(160, calldataload(0x44)), or(shr(32, calldataload(0x24)), shr(24, calldataload(0x04))))
        }
        if (beyond != 0) _refuse(0xa02018, 4);
    }

    function check(VetoRecovery calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, calldataload(0x04)))
        }
        if (beyond != 0) _refuse(0x2018, 4);
    }

    function check(CompleteRecovery calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, calldataload(0x04)))
        }
        if (beyond != 0) _refuse(0x2018, 4);
    }

    function read(IssueBill calldata)
        internal
        pure
        returns (bytes32 billId, uint24 actor, uint8 kind, uint24 holder, uint24 titleHolder)
    {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            billId := calldataload(0x04)
            actor := calldataload(0x24)
            kind := calldataload(0x44)
            holder := calldataload(0x64)
            titleHolder := calldataload(0x84)
            beyond := or(shr(24, or(actor, or(holder, or(titleHolder, calldataload(0xa4))))), shr(8, kind))
        }
        if (beyond != 0) _refuse(0x181818081800, 4);
    }

    function read(Endorse calldata)
        internal
        pure
        returns (bytes32 billId, uint32 version, uint24 actor, uint8 endorsement, uint24 endorsee, uint24 deliverTo)
    {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            billId := calldataload(0x04)
            version := calldataload(0x24)
            actor := calldataload(0x44)
            endorsement := calldataload(0x64)
            endorsee := calldataload(0x84)
            deliverTo := calldataload(0xa4)
            beyond := or(shr(32, version), or(shr(24, or(actor, or(endorsee, or(deliverTo, calldataload(0xc4))))), shr(8, endorsement)))
        }
        if (beyond != 0) _refuse(0x18181808182000, 4);
    }

    function read(TransferPossession calldata)
        internal
        pure
        returns (bytes32 billId, uint32 version, uint24 actor, uint24 holder)
    {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            billId := calldataload(0x04)
            version := calldataload(0x24)
            actor := calldataload(0x44)
            holder := calldataload(0x64)
            beyond := or(shr(32, version), shr(24, or(actor, or(holder, calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1818182000, 4);
    }

    function read(RejectTransfer calldata)
        internal
        pure
        returns (bytes32 billId, uint32 version, uint24 actor)
    {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            billId := calldataload(0x04)
            version := calldataload(0x24)
            actor := calldataload(0x44)
            beyond := or(shr(32, version), shr(24, or(actor, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function read(SurrenderForDelivery calldata)
        internal
        pure
        returns (bytes32 billId, uint32 version, uint24 actor, uint24 releaseTo)
    {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            billId := calldataload(0x04)
            version := calldataload(0x24)
            actor := calldataload(0x44)
            releaseTo := calldataload(0x64)
            beyond := or(shr(32, version), shr(24, or(actor, or(releaseTo, calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1818182000, 4);
    }

    function read(AcceptSurrender calldata)
        internal
        pure
        returns (bytes32 billId, uint32 version, uint24 actor)
    {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            billId := calldataload(0x04)
            version := calldataload(0x24)
            actor := calldataload(0x44)
            beyond := or(shr(32, version), shr(24, or(actor, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function read(RejectSurrender calldata)
        internal
        pure
        returns (bytes32 billId, uint32 version, uint24 actor)
    {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            billId := calldataload(0x04)
            version := calldataload(0x24)
            actor := calldataload(0x44)
            beyond := or(shr(32, version), shr(24, or(actor, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(SignBill calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(Pledge calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), or(calldataload(0x64), calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1818182000, 4);
    }

    function check(ReleasePledge calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(EnforcePledge calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(FreezeBill calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(UnfreezeBill calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(Nominate calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), or(calldataload(0x84), or(calldataload(0xa4), calldataload(0xc4))))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18181808182000, 4);
    }

    function check(ExecuteNomination calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), or(calldataload(0x64), calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1818182000, 4);
    }

    function check(RequestAmendment calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(Amend calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(SurrenderForAmendment calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0x84))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x1808182000, 4);
    }

    function check(ConvertToPaper calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0xa4))), shr(8, calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x180800182000, 4);
    }

    function check(ReturnFromPaper calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), or(calldataload(0x84), or(calldataload(0xa4), calldataload(0xc4))))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18181808182000, 4);
    }

    function check(VoidBill calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), or(calldataload(0x64), calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1818182000, 4);
    }

    function check(Reissue calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(SplitBill calldata action) internal pure {
        uint256 beyond;
        uint256 start;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            start := action
            beyond := or(shr(32, calldataload(add(action, 0x20))), shr(24, or(calldataload(add(action, 0x40)), calldataload(add(action, 0x60)))))
        }
        if (beyond != 0) _refuse(0x18182000, start);
    }

    function check(CombineBills calldata action) internal pure {
        uint256 beyond;
        uint256 start;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            start := action
            beyond := shr(24, or(calldataload(add(action, 0x20)), calldataload(add(action, 0x40))))
        }
        if (beyond != 0) _refuse(0x181800, start);
        for (uint256 i = 0; i < action.versions.length; ++i) {
            uint256 word;
            uint32[] calldata versions = action.versions;
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                word := calldataload(add(versions.offset, mul(i, 0x20)))
            }
            if (word >> 32 != 0) revert ActionFieldOutOfRange(msg.sig, 5);
        }
    }

    function check(IssueReleaseOrder calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, calldataload(0xc4)), or(shr(24, or(calldataload(0x24), or(calldataload(0x64), or(calldataload(0x84), calldataload(0x104))))), or(shr(16, calldataload(0xa4)), shr(8, calldataload(0xe4)))))
        }
        if (beyond != 0) _refuse(0x180828101818001800, 4);
    }

    function check(SetHold calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0xa4))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x180008182000, 4);
    }

    function check(ClearHold calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0xa4))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x180008182000, 4);
    }

    function check(DelegateCollection calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), or(calldataload(0x64), calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1818182000, 4);
    }

    function check(AcceptDelegation calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(DeclineDelegation calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(WithdrawDelegation calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), or(calldataload(0x64), calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1818182000, 4);
    }

    function check(ExtendReleaseOrder calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, calldataload(0x64)), or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1828182000, 4);
    }

    function check(GateOut calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), or(calldataload(0x84), calldataload(0xc4)))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18001808182000, 4);
    }

    function check(CorrectGateOut calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), or(calldataload(0x64), calldataload(0xa4)))), shr(8, calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x180818182000, 4);
    }

    function check(RevokeReleaseOrder calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(ShareContainer calldata action) internal pure {
        uint256 beyond;
        uint256 start;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            start := action
            beyond := shr(24, or(calldataload(add(action, 0x20)), calldataload(add(action, 0x40))))
        }
        if (beyond != 0) _refuse(0x181800, start);
        for (uint256 i = 0; i < action.containers.length; ++i) {
            uint256 word;
            uint8[] calldata containers = action.containers;
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                word := calldataload(add(containers.offset, mul(i, 0x20)))
            }
            if (word >> 8 != 0) revert ActionFieldOutOfRange(msg.sig, 5);
        }
    }

    function check(UnshareContainer calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(RequestAppointment calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, or(calldataload(0x84), calldataload(0xa4))), or(shr(24, or(calldataload(0x24), calldataload(0xe4))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x1800282808001800, 4);
    }

    function check(ConfirmAppointment calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(RefuseAppointment calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(CancelAppointment calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(InstructInspection calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(24, or(calldataload(0x24), calldataload(0xa4))), shr(8, calldataload(0x64)))
        }
        if (beyond != 0) _refuse(0x180008001800, 4);
    }

    function check(CommissionInspection calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), or(calldataload(0x64), calldataload(0xa4)))), shr(8, calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x180818182000, 4);
    }

    function check(AcceptCommission calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(ScheduleInspection calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, calldataload(0x64)), or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1828182000, 4);
    }

    function check(CompleteInspection calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0x84))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x1808182000, 4);
    }

    function check(ApplyCertificate calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(64, or(calldataload(0xc4), calldataload(0xe4))), or(shr(24, or(calldataload(0x24), or(calldataload(0x64), or(calldataload(0x84), calldataload(0x124))))), shr(8, calldataload(0x44))))
        }
        if (beyond != 0) _refuse(0x18004040001818081800, 4);
    }

    function check(AcceptApplication calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(ReturnApplication calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(ResubmitApplication calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(64, calldataload(0x84)), or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0xa4)))))
        }
        if (beyond != 0) _refuse(0x184000182000, 4);
    }

    function check(WithdrawApplication calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(IssueCertificate calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(RefuseCertificate calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(UseCertificate calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(ApplyVoid calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(64, calldataload(0x84)), or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0xc4)))))
        }
        if (beyond != 0) _refuse(0x18004000182000, 4);
    }

    function check(VoidCertificate calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(ReplaceCertificate calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(FileClaim calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := shr(24, or(calldataload(0x24), or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18181800, 4);
    }

    function check(ReturnClaim calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(RefileClaim calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(WithdrawClaim calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(AcceptClaim calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0x84))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x1808182000, 4);
    }

    function check(ReviewClaim calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(ConcludeClaim calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0x84))), shr(8, calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x1808182000, 4);
    }

    function check(PayRefund calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(RegisterDocument calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, calldataload(0xa4)), or(shr(32, calldataload(0xe4)), or(shr(24, or(calldataload(0x24), or(calldataload(0xc4), calldataload(0x104)))), shr(8, or(calldataload(0x44), calldataload(0x64))))))
        }
        if (beyond != 0) _refuse(0x182018280008081800, 4);
    }

    function check(RegisterInterchange calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(24, or(calldataload(0x24), or(calldataload(0x44), calldataload(0xa4)))), shr(8, calldataload(0x64)))
        }
        if (beyond != 0) _refuse(0x180008181800, 4);
    }

    function check(SupersedeDocument calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, calldataload(0xc4)), or(shr(32, calldataload(0x24)), or(shr(24, or(calldataload(0x44), calldataload(0xe4))), shr(8, calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x1828000800182000, 4);
    }

    function check(RevokeDocument calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x64))))
        }
        if (beyond != 0) _refuse(0x18182000, 4);
    }

    function check(ConsumeDocument calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(32, calldataload(0x24)), shr(24, or(calldataload(0x44), calldataload(0x84))))
        }
        if (beyond != 0) _refuse(0x1800182000, 4);
    }

    function check(AnchorMilestones calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, or(calldataload(0xa4), calldataload(0xc4))), or(shr(32, calldataload(0x84)), or(shr(24, or(calldataload(0x24), calldataload(0xe4))), shr(8, calldataload(0x44)))))
        }
        if (beyond != 0) _refuse(0x1828282000081800, 4);
    }

    function check(CorrectMilestones calldata) internal pure {
        uint256 beyond;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            beyond := or(shr(40, or(calldataload(0xe4), calldataload(0x104))), or(shr(32, or(calldataload(0x24), calldataload(0xc4))), or(shr(24, or(calldataload(0x44), calldataload(0x124))), shr(8, calldataload(0x84)))))
        }
        if (beyond != 0) _refuse(0x18282820000800182000, 4);
    }
}
