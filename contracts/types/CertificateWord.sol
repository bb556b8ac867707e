// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice The nine electronic export tax refund certificates (出口退(免)税证明).
enum CertificateType {
    None,
    AgencyExport, // 代理出口货物证明
    EntrustedExport, // 委托出口货物证明
    AgencyImport, // 代理进口货物证明
    ProcessingExemption, // 来料加工免税证明
    DomesticSale, // 出口货物转内销证明
    BidWinning, // 中标证明通知书
    TaxRepaidOrNotRefunded, // 出口货物已补税/未退税证明
    CigarettePurchaseExemption, // 准予免税购进出口卷烟证明
    CigaretteExempted // 出口卷烟已免税证明
}

/// @notice The states of a certificate.
enum CertificateState {
    None,
    Submitted, // 已申请
    Accepted, // 已受理
    Returned, // 退回补正
    Issued, // 已开具
    Refused, // 不予开具
    Used, // 已使用
    Voided, // 已作废
    Withdrawn, // 已撤回
    VoidApplied // 已开具，申请作废或更正: in force until the tax authority decides
}

/// @notice The mutable state of one certificate, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             CertificateState
///      8 | certificateType   CertificateType
///     32 | version           1 at the application, +1 at each action
///     24 | applicant         member that applied
///     24 | taxAuthority      member that decides
///     24 | user              member that may use it, once
///     64 | quantity          of the declaration's item, in thousandths of its unit
///     64 | corrected         quantity of the certificate asked for in its place; 0 for none
///      8 | –                 reserved
type CertificateWord is uint256;

using CertificateWords for CertificateWord global;

library CertificateWords {
    uint256 private constant TYPE = 8;
    uint256 private constant VERSION = 16;
    uint256 private constant APPLICANT = 48;
    uint256 private constant TAX_AUTHORITY = 72;
    uint256 private constant USER = 96;
    uint256 private constant QUANTITY = 120;
    uint256 private constant CORRECTED = 184;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_32 = 0xffffffff;
    uint256 private constant MASK_64 = 0xffffffffffffffff;

    function create(CertificateType type_, uint24 applicant_, uint24 taxAuthority_, uint24 user_, uint64 quantity_)
        internal
        pure
        returns (CertificateWord)
    {
        return CertificateWord.wrap(
            uint256(CertificateState.Submitted) | (uint256(type_) << TYPE) | (uint256(1) << VERSION)
                | (uint256(applicant_) << APPLICANT) | (uint256(taxAuthority_) << TAX_AUTHORITY)
                | (uint256(user_) << USER) | (uint256(quantity_) << QUANTITY)
        );
    }

    function state(CertificateWord w) internal pure returns (CertificateState) {
        return CertificateState(CertificateWord.unwrap(w) & MASK_8);
    }

    function certificateType(CertificateWord w) internal pure returns (CertificateType) {
        return CertificateType((CertificateWord.unwrap(w) >> TYPE) & MASK_8);
    }

    function version(CertificateWord w) internal pure returns (uint32) {
        return uint32(CertificateWord.unwrap(w) >> VERSION);
    }

    function applicant(CertificateWord w) internal pure returns (uint24) {
        return uint24(CertificateWord.unwrap(w) >> APPLICANT);
    }

    function taxAuthority(CertificateWord w) internal pure returns (uint24) {
        return uint24(CertificateWord.unwrap(w) >> TAX_AUTHORITY);
    }

    function user(CertificateWord w) internal pure returns (uint24) {
        return uint24(CertificateWord.unwrap(w) >> USER);
    }

    function quantity(CertificateWord w) internal pure returns (uint64) {
        return uint64(CertificateWord.unwrap(w) >> QUANTITY);
    }

    function corrected(CertificateWord w) internal pure returns (uint64) {
        return uint64(CertificateWord.unwrap(w) >> CORRECTED);
    }

    function withState(CertificateWord w, CertificateState state_) internal pure returns (CertificateWord) {
        return CertificateWord.wrap((CertificateWord.unwrap(w) & ~MASK_8) | uint256(state_));
    }

    function withQuantity(CertificateWord w, uint64 quantity_) internal pure returns (CertificateWord) {
        return _with(w, QUANTITY, quantity_);
    }

    function withCorrected(CertificateWord w, uint64 quantity_) internal pure returns (CertificateWord) {
        return _with(w, CORRECTED, quantity_);
    }

    /// @dev Adds one to the version.
    function advanced(CertificateWord w) internal pure returns (CertificateWord) {
        uint256 next = Versions.next(w.version());
        return CertificateWord.wrap((CertificateWord.unwrap(w) & ~(MASK_32 << VERSION)) | (next << VERSION));
    }

    function _with(CertificateWord w, uint256 offset, uint64 quantity_) private pure returns (CertificateWord) {
        return CertificateWord.wrap(
            (CertificateWord.unwrap(w) & ~(MASK_64 << offset)) | (uint256(quantity_) << offset)
        );
    }
}
