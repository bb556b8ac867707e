// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice The supporting documents of the trade (随附单证).
enum DocumentType {
    None,
    CrossBorderInvoice, // 跨境电子发票
    DangerousGoodsPackingCertificate, // 集装箱装运危险货物装箱证明书
    InspectionQuarantineCertificate, // 入境货物检验检疫证明
    CertificateOfOrigin, // 原产地证
    ThirdPartyInspectionReport, // 第三方检验报告
    ArrivalNotice, // 到货通知
    ProofOfPayment, // 费用结清证明
    EquipmentInterchangeReceipt, // 设备交接单
    EmissionStatement, // 碳排放声明
    Tariff, // 收费公示
    Other // 其他
}

/// @notice The states of a document. Expired follows from the clock; it is never stored.
enum DocumentState {
    None,
    Valid, // 有效
    Superseded, // 已被取代
    Revoked, // 已撤销
    Consumed, // 已使用
    Expired // 已过期
}

/// @notice The mutable state of one document, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state             DocumentState but Expired
///      8 | documentType      DocumentType
///     32 | version           1 at registration, +1 at each action
///     40 | validUntil        seconds since 1970 UTC, inclusive; 0 for good
///     24 | issuer            member that registered it
///     24 | consumer          member that may use it up; 0 for any with one of the roles
///     32 | consumerRoles     who uses it up holds one of these; 0 for any
///     24 | counterpart       member that signed it with the issuer; 0 for none
///     64 | –                 reserved
type DocumentWord is uint256;

using DocumentWords for DocumentWord global;

library DocumentWords {
    uint256 private constant TYPE = 8;
    uint256 private constant VERSION = 16;
    uint256 private constant VALID_UNTIL = 48;
    uint256 private constant ISSUER = 88;
    uint256 private constant CONSUMER = 112;
    uint256 private constant CONSUMER_ROLES = 136;
    uint256 private constant COUNTERPART = 168;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_32 = 0xffffffff;

    function create(DocumentType type_, uint40 validUntil_, uint24 issuer_, uint24 consumer_, uint32 consumerRoles_)
        internal
        pure
        returns (DocumentWord)
    {
        return DocumentWord.wrap(
            uint256(DocumentState.Valid) | (uint256(type_) << TYPE) | (uint256(1) << VERSION)
                | (uint256(validUntil_) << VALID_UNTIL) | (uint256(issuer_) << ISSUER)
                | (uint256(consumer_) << CONSUMER) | (uint256(consumerRoles_) << CONSUMER_ROLES)
        );
    }

    /// @dev The state at a time: a valid document may have expired.
    function stateAt(DocumentWord w, uint256 time) internal pure returns (DocumentState) {
        DocumentState stored = DocumentState(DocumentWord.unwrap(w) & MASK_8);
        uint40 until = w.validUntil();
        return stored == DocumentState.Valid && until != 0 && until < time ? DocumentState.Expired : stored;
    }

    function documentType(DocumentWord w) internal pure returns (DocumentType) {
        return DocumentType((DocumentWord.unwrap(w) >> TYPE) & MASK_8);
    }

    function version(DocumentWord w) internal pure returns (uint32) {
        return uint32(DocumentWord.unwrap(w) >> VERSION);
    }

    function validUntil(DocumentWord w) internal pure returns (uint40) {
        return uint40(DocumentWord.unwrap(w) >> VALID_UNTIL);
    }

    function issuer(DocumentWord w) internal pure returns (uint24) {
        return uint24(DocumentWord.unwrap(w) >> ISSUER);
    }

    function consumer(DocumentWord w) internal pure returns (uint24) {
        return uint24(DocumentWord.unwrap(w) >> CONSUMER);
    }

    function consumerRoles(DocumentWord w) internal pure returns (uint32) {
        return uint32(DocumentWord.unwrap(w) >> CONSUMER_ROLES);
    }

    function counterpart(DocumentWord w) internal pure returns (uint24) {
        return uint24(DocumentWord.unwrap(w) >> COUNTERPART);
    }

    /// @dev Of a new document: it has no counterpart yet.
    function signedWith(DocumentWord w, uint24 counterpart_) internal pure returns (DocumentWord) {
        return DocumentWord.wrap(DocumentWord.unwrap(w) | (uint256(counterpart_) << COUNTERPART));
    }

    function withState(DocumentWord w, DocumentState state_) internal pure returns (DocumentWord) {
        return DocumentWord.wrap((DocumentWord.unwrap(w) & ~MASK_8) | uint256(state_));
    }

    function advanced(DocumentWord w) internal pure returns (DocumentWord) {
        uint256 next = Versions.next(w.version());
        return DocumentWord.wrap((DocumentWord.unwrap(w) & ~(MASK_32 << VERSION)) | (next << VERSION));
    }
}
