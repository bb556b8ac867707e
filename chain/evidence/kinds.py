"""The kinds of records that evidence can be given of."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from chain.evidence import handling_words as handling
from chain.evidence import trade_words as trade
from chain.evidence.layouts import BOX, DOCUMENT, MILESTONES, Layout
from chain.evidence.words import Facts, Words, entry, fields_of, named
from chain.indexer.projection import MemoryRows
from chain.states import (
    AppointmentState,
    Attendance,
    BillKind,
    BillState,
    BoxState,
    CertificateState,
    ClaimState,
    DocumentState,
    DocumentType,
    HoldAuthority,
    InspectionState,
    ManagementClass,
    MilestoneState,
    ReleaseFlow,
    ReleaseOrderState,
    SubjectKind,
    SurrenderReason,
)
from chain.store.rows import (
    Appointment,
    Bill,
    Certificate,
    Claim,
    Document,
    Inspection,
    MilestoneBatch,
    ReleaseOrder,
    Row,
    SharedContainer,
)

SlotsOf = Generator[dict[str, int], Words, None]
"""Slots by name, and the words in them sent back."""


@dataclass(frozen=True)
class Kind:
    """A kind of record that evidence can be given of.

    Attributes:
        row: Its row, as the history makes it.
        slots: The storage slots of a record by name.
        of_words: What the words in these slots say.
        of_row: What the row says of the same.
        enums: The facts that are members of enums.
        further: More slots, which follow from the words so far.
        besides: What rows beside the record's own say of the same.
        contract: The contract that keeps such records and emits their events, where it is not of the kind's name.
    """

    row: type[Row]
    slots: Callable[[str], dict[str, int]]
    of_words: Callable[[Words], Facts]
    of_row: Callable[[Any], Facts]
    enums: Mapping[str, type[IntEnum]]
    further: Callable[[Words], dict[str, int]] = lambda _: {}
    besides: Callable[[MemoryRows], Facts] = lambda _: {}
    contract: str | None = None


def contract_of(kind: str) -> str:
    """The contract that keeps the records of a kind."""
    return KINDS[kind].contract or kind


def slots_of(kind: str, record_id: str) -> SlotsOf:
    """The slots of a record, by name; whoever reads them sends their words, and gets the slots that follow from those.

    Whoever exports and whoever verifies go the same way.
    """
    words: dict[str, int] = {}
    wanted = KINDS[kind].slots(record_id)
    while wanted:
        words |= yield wanted
        wanted = {n: slot for n, slot in KINDS[kind].further(words).items() if n not in words}


def _of_one_word(
    contract: str, variable: str, row: type[Row], layout: Layout, enums: Mapping[str, type[IntEnum]]
) -> Kind:
    """A kind whose records are one word each, with the names of the row's values."""
    return Kind(
        row,
        lambda record_id: {"word": entry(contract, variable, int(record_id, 16))},
        lambda words: fields_of(layout, words["word"]),
        lambda found: named(layout, found),
        enums,
    )


KINDS: Final[Mapping[str, Kind]] = {
    "BillOfLading": Kind(
        Bill,
        trade.bill_slots,
        trade.bill_of_words,
        trade.bill_of_row,
        {"state": BillState, "kind": BillKind, "surrender_reason": SurrenderReason},
    ),
    "ReleaseOrder": Kind(
        ReleaseOrder,
        trade.order_slots,
        trade.order_of_words,
        trade.order_of_row,
        {"state": ReleaseOrderState, "flow": ReleaseFlow},
    ),
    "SharedContainers": Kind(
        SharedContainer,
        handling.box_slots,
        handling.box_of_words,
        lambda row: named(BOX, row),
        {"state": BoxState},
        further=handling.box_further,
        besides=handling.parts_of_rows,
        contract="ReleaseOrder",
    ),
    "Appointments": Kind(
        Appointment,
        handling.appointment_slots,
        handling.appointment_of_words,
        handling.appointment_of_row,
        {"state": AppointmentState},
    ),
    "Inspections": Kind(
        Inspection,
        handling.inspection_slots,
        handling.inspection_of_words,
        handling.inspection_of_row,
        {"state": InspectionState, "authority": HoldAuthority, "attendance": Attendance},
    ),
    "TaxRefundCertificate": Kind(
        Certificate,
        trade.certificate_slots,
        trade.certificate_of_words,
        trade.certificate_of_row,
        {"state": CertificateState},
    ),
    "RefundClaim": Kind(
        Claim,
        trade.claim_slots,
        trade.claim_of_words,
        trade.claim_of_row,
        {"state": ClaimState, "management_class": ManagementClass},
    ),
    "Documents": _of_one_word(
        "Documents",
        "_documents",
        Document,
        DOCUMENT,
        {"state": DocumentState, "document_type": DocumentType},
    ),
    "Milestones": _of_one_word(
        "Milestones",
        "_batches",
        MilestoneBatch,
        MILESTONES,
        {"state": MilestoneState, "subject_kind": SubjectKind},
    ),
}
"""The kinds of records by the name of the contract, or of its half, that has their actions."""
