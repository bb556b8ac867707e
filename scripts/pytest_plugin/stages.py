"""New records, brought to a stage of their lives by the parties that are entitled to each step."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from api.bills import examples as bills
from api.certificates import examples as certificates
from api.client import ActionRecord
from scripts.pytest_plugin.ledger import Ledger

_USED_FOR: Final = "0x" + "1f" * 32
_VALID_UNTIL: Final = "2036-12-08T15:59:59Z"
Step = Callable[[Ledger, str], ActionRecord]


@dataclass(frozen=True)
class Record:
    """A record that a fixture made: its id, and what proves it."""

    id: str
    stage: str
    document: Mapping[str, Any] = field(repr=False)
    salt: str = field(repr=False)
    bill: Record | None = None
    """The bill that an order stands on."""


def bill(ledger: Ledger, stage: str, **changes: Any) -> Record:
    """A bill to order: issued (to the shipper), endorsed (to the consignee), pending, surrendered."""
    steps = _until(_BILL, stage)
    document = copy.deepcopy(bills.DOCUMENT)
    document["transportDocumentReference"] = f"NSTC{secrets.randbelow(10**10):010d}"
    document |= changes
    holder = ledger.member("shipper").number
    made = ledger.member("carrier").client.bills.issue(document, holder=holder)
    return _brought(ledger, Record(made.record_id, stage, document, made.salt), steps)


def order(ledger: Ledger, stage: str, **changes: Any) -> Record:
    """A release order for the consignee on a surrendered bill: issued, held, gated_out."""
    steps = _until(_ORDER, stage)
    on = bill(ledger, "surrendered")
    document: dict[str, Any] = {
        "billId": on.id,
        "terminal": {
            "facilityCode": "YDTW",
            "facilityCodeListProvider": "SMDG",
            "UNLocationCode": "CNSHG",
        },
        "containerNumbers": [bills.CONTAINER],
        "validUntil": _VALID_UNTIL,
    } | changes
    terminal = ledger.member("terminal").number
    made = ledger.member("carrier").client.releases.issue(document, terminal=terminal)
    return _brought(ledger, Record(made.record_id, stage, document, made.salt, on), steps)


def certificate(ledger: Ledger, stage: str, **changes: Any) -> Record:
    """A certificate that the shipper applied for: applied, accepted, issued, used."""
    steps = _until(_CERTIFICATE, stage)
    document = copy.deepcopy(certificates.DOCUMENT)
    document["declarationItem"] = f"222520260000{secrets.randbelow(10**6):06d}001"
    document |= changes
    authority = ledger.member("tax_authority").number
    exporter = ledger.member("shipper").client.certificates
    made = exporter.apply(document, tax_authority=authority)
    return _brought(ledger, Record(made.record_id, stage, document, made.salt), steps)


def _endorse(ledger: Ledger, bill_id: str) -> ActionRecord:
    to = ledger.member("consignee").number
    return ledger.member("shipper").client.bills.endorse(
        bill_id, endorsement="ToOrder", endorsee=to, deliver_to=to
    )


def _surrender(ledger: Ledger, bill_id: str) -> ActionRecord:
    consignee = ledger.member("consignee")
    return consignee.client.bills.surrender(bill_id, release_to=consignee.number)


def _gate_out(ledger: Ledger, order_id: str) -> ActionRecord:
    collector = ledger.member("consignee").number
    gate = ledger.member("terminal").client.releases
    return gate.gate_out(order_id, container=0, collector=collector)


_BILL: Final[Mapping[str, Sequence[Step]]] = {
    "issued": (),
    "endorsed": (_endorse,),
    "pending": (_endorse, _surrender),
    "surrendered": (
        _endorse,
        _surrender,
        lambda ledger, i: ledger.member("carrier").client.bills.accept_surrender(i),
    ),
}
_ORDER: Final[Mapping[str, Sequence[Step]]] = {
    "issued": (),
    "held": (
        lambda ledger, i: ledger.member("customs").client.releases.hold(i, authority="CUSTOMS"),
    ),
    "gated_out": (_gate_out,),
}
_OFFICE: Final[Sequence[Step]] = (
    lambda ledger, i: ledger.member("tax_authority").client.certificates.accept(i),
    lambda ledger, i: ledger.member("tax_authority").client.certificates.issue(i),
    lambda ledger, i: ledger.member("shipper").client.certificates.use(i, used_for=_USED_FOR),
)
_CERTIFICATE: Final[Mapping[str, Sequence[Step]]] = {
    "applied": (),
    "accepted": _OFFICE[:1],
    "issued": _OFFICE[:2],
    "used": _OFFICE,
}


def _until(stages: Mapping[str, Sequence[Step]], stage: str) -> Sequence[Step]:
    if stage not in stages:
        raise ValueError(f"there is no stage {stage!r}; there are {', '.join(stages)}")
    return stages[stage]


def _brought(ledger: Ledger, record: Record, steps: Sequence[Step]) -> Record:
    for step in steps:
        step(ledger, record.id)
    return record
