"""What the words of shared containers, appointments and inspections say, and what the history does."""

from __future__ import annotations

from typing import Final

from chain.evidence.layouts import APPOINTMENT, BOX, INSPECTION
from chain.evidence.words import Facts, Words, entry, fields_of, named, number
from chain.indexer.projection import MemoryRows
from chain.states import BoxState
from chain.store.rows import Appointment, Inspection, SharedSlot
from wallets.hashing import keccak

MOST_PARTS: Final = 16
"""Bills that may share a container."""


def box_slots(box_id: str) -> dict[str, int]:
    """The slots of a shared container."""
    parts = entry("ReleaseOrder", "_slots", int(box_id, 16))
    first = int.from_bytes(keccak(parts.to_bytes(32, "big")), "big")
    return {"box": entry("ReleaseOrder", "_boxes", int(box_id, 16)), "parts": parts} | {
        f"{name}_{place}": first + 2 * place + offset
        for place in range(MOST_PARTS)
        for offset, name in enumerate(("bill", "container"))
    }


def box_further(words: Words) -> dict[str, int]:
    """Where it is told whether the container is out: under the last order of the first bill, as for all of them."""
    found = {"last_order": entry("ReleaseOrder", "_lastOrders", words["bill_0"])}
    if "last_order" in words:
        found["gated_out"] = entry("ReleaseOrder", "_gatedOut", words["last_order"])
    return found


def box_of_words(words: Words) -> Facts:
    """What storage says of a shared container."""
    facts = fields_of(BOX, words["box"])
    if facts["state"] == BoxState.SHARED and words["gated_out"] >> words["container_0"] & 1:
        facts["state"] = BoxState.OUT
    facts["parts"] = words["parts"]
    for place in range(words["parts"]):
        facts |= {name: words[name] for name in (f"bill_{place}", f"container_{place}")}
    return facts


def parts_of_rows(rows: MemoryRows) -> Facts:
    """What the history says of the bills that share it."""
    parts = sorted(rows.all(SharedSlot), key=lambda part: part.place)
    facts: Facts = {"parts": len(parts)}
    for part in parts:
        facts[f"bill_{part.place}"] = int(part.bill_id, 16)
        facts[f"container_{part.place}"] = part.container_index
    return facts


def appointment_slots(appointment_id: str) -> dict[str, int]:
    """The slots of an appointment."""
    key = int(appointment_id, 16)
    return {
        "appointment": entry("Appointments", "_appointments", key),
        "order": entry("Appointments", "_orders", key),
    }


def inspection_slots(inspection_id: str) -> dict[str, int]:
    """The slots of an inspection."""
    key = int(inspection_id, 16)
    return {
        "inspection": entry("Inspections", "_inspections", key),
        "order": entry("Inspections", "_orders", key),
        "containers": entry("Inspections", "_containers", key),
    }


def appointment_of_words(words: Words) -> Facts:
    """What storage says of an appointment."""
    return fields_of(APPOINTMENT, words["appointment"]) | {"order": words["order"]}


def appointment_of_row(row: Appointment) -> Facts:
    """What the history says of an appointment."""
    return named(APPOINTMENT, row) | {"order": number(row.order_id)}


def inspection_of_words(words: Words) -> Facts:
    """What storage says of an inspection."""
    facts = fields_of(INSPECTION, words["inspection"])
    return facts | {"order": words["order"], "containers": words["containers"]}


def inspection_of_row(row: Inspection) -> Facts:
    """What the history says of an inspection."""
    facts = named(INSPECTION, row)
    return facts | {"order": number(row.order_id), "containers": row.containers}
