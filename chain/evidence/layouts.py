"""Where the fields of each packed word stand, as its type says (contracts/types/*Word.sol)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Layout = Mapping[str, tuple[int, int]]
"""A word's fields: the offset from the least significant bit, and the bits."""

BILL: Final[Layout] = {
    "state": (0, 8),
    "kind": (8, 8),
    "flags": (16, 16),
    "version": (32, 32),
    "carrier": (64, 24),
    "holder": (88, 24),
    "title_holder": (112, 24),
    "previous_holder": (136, 24),
    "release_to": (184, 24),
    "pledgee": (208, 24),
    "nominee": (232, 24),
}
BILL_FLAGS: Final = {
    "restricted": 0,
    "blank": 1,
    "frozen": 6,
    "amendment_requested": 7,
    "circulated": 8,
    "replaced": 9,
}
BILL_REASON: Final = (12, 3)
ORDER: Final[Layout] = {
    "state": (0, 8),
    "last_container": (8, 8),
    "version": (16, 32),
    "valid_until": (48, 40),
    "order_holds": (88, 8),
    "carrier": (104, 24),
    "terminal": (128, 24),
    "release_to": (152, 24),
    "first_delegate": (176, 24),
    "second_delegate": (200, 24),
    "invited": (224, 24),
    "flow": (248, 2),
}
BOX: Final[Layout] = {
    "state": (0, 8),
    "version": (8, 32),
    "carrier": (40, 24),
}
APPOINTMENT: Final[Layout] = {
    "state": (0, 8),
    "version": (8, 32),
    "opens_at": (40, 40),
    "closes_at": (80, 40),
    "container_index": (120, 8),
    "collector": (128, 24),
    "terminal": (152, 24),
}
INSPECTION: Final[Layout] = {
    "state": (0, 8),
    "version": (8, 32),
    "authority": (40, 8),
    "attendance": (48, 8),
    "scheduled_at": (56, 40),
    "office": (96, 24),
    "principal": (120, 24),
    "agent": (144, 24),
}
CERTIFICATE: Final[Layout] = {
    "state": (0, 8),
    "certificate_type": (8, 8),
    "version": (16, 32),
    "applicant": (48, 24),
    "tax_authority": (72, 24),
    "user": (96, 24),
    "quantity": (120, 64),
}
CLAIM: Final[Layout] = {
    "state": (0, 8),
    "management_class": (8, 8),
    "version": (16, 32),
    "exporter": (48, 24),
    "tax_authority": (72, 24),
    "filed_at": (96, 40),
    "accepted_at": (136, 40),
    "concluded_at": (176, 40),
    "paid_at": (216, 40),
}
DOCUMENT: Final[Layout] = {
    "state": (0, 8),
    "document_type": (8, 8),
    "version": (16, 32),
    "valid_until": (48, 40),
    "issuer": (88, 24),
    "consumer": (112, 24),
    "consumer_roles": (136, 32),
    "counterpart": (168, 24),
}
MILESTONES: Final[Layout] = {
    "state": (0, 8),
    "subject_kind": (8, 8),
    "version": (16, 32),
    "observer": (48, 24),
    "events": (72, 32),
    "earliest_at": (104, 40),
    "latest_at": (144, 40),
}
MEMBER: Final[Layout] = {
    "version": (0, 32),
    "roles": (32, 32),
    "four_eyes": (64, 32),
    "admin_wallets": (96, 16),
    "suspended": (112, 8),
}
WALLET: Final[Layout] = {
    "member": (0, 24),
    "powers": (24, 32),
    "expires_at": (56, 40),
    "revoked": (160, 8),
}
