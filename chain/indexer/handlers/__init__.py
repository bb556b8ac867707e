"""One pure function per event: (rows, event) → changes. Importing the package registers them all."""

from chain.indexer.handlers import (
    appointment,
    bill,
    bill_services,
    certificate,
    claim,
    consortium,
    document,
    inspection,
    milestone,
    release_order,
    shared,
    shared_container,
)

__all__ = [
    "appointment",
    "bill",
    "bill_services",
    "certificate",
    "claim",
    "consortium",
    "document",
    "inspection",
    "milestone",
    "release_order",
    "shared",
    "shared_container",
]
