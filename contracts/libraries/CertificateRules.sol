// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CertificateType} from "../types/CertificateWord.sol";
import {Roles} from "../types/Roles.sol";

/// @title Who applies for a refund certificate of each type, and who uses it
/// @notice The nine electronic types (STA Announcement 2026 No. 5). The tax authority issues every one of them, and the
/// certificates of one type on one declaration item never exceed the item's quantity, whatever the type.
///
///  # | certificate                            | applicant                 | used by                   | bill
/// ---|----------------------------------------|---------------------------|---------------------------|------------
///  1 | agency export 代理出口货物证明            | shipper, forwarder        | shipper (principal)       | if by sea
///  2 | entrusted export 委托出口货物证明         | shipper                   | shipper, forwarder (agent)| if by sea
///  3 | agency import 代理进口货物证明            | shipper, consignee, forw. | shipper, consignee        | if by sea
///  4 | processing exemption 来料加工免税证明     | shipper                   | shipper (processor)       | –
///  5 | domestic sale 出口货物转内销证明          | shipper                   | shipper                   | –
///  6 | bid winning 中标证明通知书               | shipper (winner)          | tax authority             | –
///  7 | repaid / not refunded 已补税/未退税证明   | shipper                   | customs                   | if by sea
///  8 | cigarette purchase 准予免税购进出口卷烟证明 | shipper                   | shipper (supplier)        | –
///  9 | cigarettes exempted 出口卷烟已免税证明    | shipper (supplier)        | tax authority             | –
///
/// @dev IMPORTANT: only type 7's user is settled by a source at hand (GACC and STA Announcement 2025 No. 256); agents' part
/// in types 1 and 3 is that of the announcement, the rest is the trade's practice. So the table admits by role alone: which
/// firm it is, and whether a bill is named (goods by sea have one), is for the tax authority to look at before it accepts; a
/// gateway can insist on a bill by a setting. No type is refused for want of a bill here; one that is named must exist.
library CertificateRules {
    /// @dev The roles of which an applicant for this type must hold one.
    function applicants(CertificateType kind) internal pure returns (uint32) {
        if (kind == CertificateType.AgencyExport) return Roles.SHIPPER | Roles.FORWARDER;
        if (kind == CertificateType.AgencyImport) return Roles.SHIPPER | Roles.CONSIGNEE | Roles.FORWARDER;
        return Roles.SHIPPER;
    }

    /// @dev The roles of which the user of this type must hold one.
    function users(CertificateType kind) internal pure returns (uint32) {
        if (kind == CertificateType.TaxRepaidOrNotRefunded) return Roles.CUSTOMS;
        if (kind == CertificateType.BidWinning || kind == CertificateType.CigaretteExempted) {
            return Roles.TAX_AUTHORITY;
        }
        if (kind == CertificateType.EntrustedExport) return Roles.SHIPPER | Roles.FORWARDER;
        if (kind == CertificateType.AgencyImport) return Roles.SHIPPER | Roles.CONSIGNEE;
        return Roles.SHIPPER;
    }
}
