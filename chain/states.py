"""The contracts' enums and role bits as Python names; a test compares them with the Solidity source."""

from enum import IntEnum, IntFlag


class BillKind(IntEnum):
    """Kinds of transport document (提单种类); BillKind in BillWord.sol."""

    STRAIGHT = 0
    TO_ORDER = 1
    BEARER = 2
    SEA_WAYBILL = 3


class BillState(IntEnum):
    """States of a transport document; BillState in BillWord.sol."""

    NONE = 0
    ISSUED = 1
    PENDING_SURRENDER_FOR_DELIVERY = 2
    SURRENDERED_FOR_DELIVERY = 3
    PENDING_SURRENDER_FOR_AMENDMENT = 4
    SURRENDERED_FOR_AMENDMENT = 5
    VOIDED = 6
    ON_PAPER = 7


class EndorsementKind(IntEnum):
    """Ways to endorse (背书); EndorsementKind in BillWord.sol."""

    TO_ORDER = 0
    RESTRICTIVE = 1
    IN_BLANK = 2


class SurrenderReason(IntEnum):
    """What a bill is surrendered for other than delivery; SurrenderReason in BillWord.sol."""

    NONE = 0
    AMENDMENT = 1
    CHANGE_OF_DESTINATION = 2
    SWITCH_BILL = 3
    SWITCH_TO_PAPER = 4
    SPLIT = 5
    COMBINE = 6


class ReleaseOrderState(IntEnum):
    """States of a release order (放货指令); ReleaseOrderState in OrderWord.sol."""

    NONE = 0
    ACTIVE = 1
    REVOKED = 2
    COMPLETED = 3
    EXPIRED = 4


class ReleaseFlow(IntEnum):
    """How the containers of an order leave; ReleaseFlow in OrderWord.sol."""

    YARD = 0
    DIRECT_PICKUP = 1
    DIRECT_LOADING = 2


class BoxState(IntEnum):
    """States of a shared container (拼箱); BoxState in BoxWord.sol."""

    NONE = 0
    SHARED = 1
    DISSOLVED = 2
    OUT = 3


class AppointmentState(IntEnum):
    """States of an appointment (提箱预约); AppointmentState in AppointmentWord.sol."""

    NONE = 0
    REQUESTED = 1
    CONFIRMED = 2
    REFUSED = 3
    CANCELLED = 4
    ENDED = 5


class InspectionState(IntEnum):
    """States of an inspection (查验); InspectionState in InspectionWord.sol."""

    NONE = 0
    INSTRUCTED = 1
    COMMISSIONED = 2
    ACCEPTED = 3
    SCHEDULED = 4
    SAMPLED = 5
    PASSED = 6
    FAILED = 7


class InspectionResult(IntEnum):
    """What customs found; InspectionResult in InspectionWord.sol."""

    PASS = 0
    SAMPLE_SENT = 1
    FAIL = 2


class Attendance(IntEnum):
    """Whether the consignee's side attends an inspection; Attendance in InspectionWord.sol."""

    ACCOMPANIED = 0
    UNACCOMPANIED = 1


class HoldAuthority(IntEnum):
    """Who may hold cargo (扣留); HoldAuthority in OrderWord.sol."""

    CUSTOMS = 0
    QUARANTINE = 1
    CARRIER = 2
    TERMINAL = 3
    COURT = 4


class CertificateState(IntEnum):
    """States of a refund certificate; CertificateState in CertificateWord.sol."""

    NONE = 0
    SUBMITTED = 1
    ACCEPTED = 2
    RETURNED = 3
    ISSUED = 4
    REFUSED = 5
    USED = 6
    VOIDED = 7
    WITHDRAWN = 8
    VOID_APPLIED = 9


class SubjectKind(IntEnum):
    """What a document or a batch of milestones is about; SubjectKind in Subject.sol."""

    NONE = 0
    BILL = 1
    RELEASE_ORDER = 2
    CERTIFICATE = 3
    CONTAINER = 4
    PORT_CALL = 5


class DocumentType(IntEnum):
    """The supporting documents of the trade (随附单证); DocumentType in DocumentWord.sol."""

    NONE = 0
    CROSS_BORDER_INVOICE = 1
    DANGEROUS_GOODS_PACKING_CERTIFICATE = 2
    INSPECTION_QUARANTINE_CERTIFICATE = 3
    CERTIFICATE_OF_ORIGIN = 4
    THIRD_PARTY_INSPECTION_REPORT = 5
    ARRIVAL_NOTICE = 6
    PROOF_OF_PAYMENT = 7
    EQUIPMENT_INTERCHANGE_RECEIPT = 8
    EMISSION_STATEMENT = 9
    TARIFF = 10
    OTHER = 11


class DocumentState(IntEnum):
    """States of a supporting document; DocumentState in DocumentWord.sol."""

    NONE = 0
    VALID = 1
    SUPERSEDED = 2
    REVOKED = 3
    CONSUMED = 4
    EXPIRED = 5


class MilestoneState(IntEnum):
    """States of a batch of milestones; MilestoneState in MilestoneWord.sol."""

    NONE = 0
    ANCHORED = 1
    CORRECTED = 2


class ClaimState(IntEnum):
    """States of a refund claim (出口退税申报); ClaimState in ClaimWord.sol."""

    NONE = 0
    FILED = 1
    RETURNED = 2
    ACCEPTED = 3
    REVIEWED = 4
    APPROVED = 5
    REFUSED = 6
    PAID = 7
    WITHDRAWN = 8


class ManagementClass(IntEnum):
    """Management classes of exporting firms (出口企业分类管理); ManagementClass in ClaimWord.sol."""

    NONE = 0
    CLASS1 = 1
    CLASS2 = 2
    CLASS3 = 3
    CLASS4 = 4


class ClaimOutcome(IntEnum):
    """How a claim is concluded (办结); ClaimOutcome in ClaimWord.sol."""

    NONE = 0
    APPROVED = 1
    REFUSED = 2


class Role(IntFlag):
    """What an organisation is admitted as; Roles.sol."""

    CARRIER = 1 << 0
    SHIPPER = 1 << 1
    CONSIGNEE = 1 << 2
    FORWARDER = 1 << 3
    BANK = 1 << 4
    TERMINAL = 1 << 5
    HAULIER = 1 << 6
    CUSTOMS = 1 << 7
    TAX_AUTHORITY = 1 << 8
    INSPECTION_BODY = 1 << 9
    PORT_AUTHORITY = 1 << 10
    INSURER = 1 << 11
    COURT = 1 << 12
    GOVERNOR = 1 << 13


POWER_ADMIN = 1 << 0
"""The power that enrols and revokes the member's own wallets; Powers.ADMIN in Powers.sol."""
