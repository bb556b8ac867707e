"""One pure function per event: (rows, event) → changes. Importing the package registers them all."""

from chain.indexer.handlers import (
    bill,
    bill_services,
    certificate,
    consortium,
    document,
    milestone,
    release_order,
    shared,
)

__all__ = [
    "bill",
    "bill_services",
    "certificate",
    "consortium",
    "document",
    "milestone",
    "release_order",
    "shared",
]
