"""Refund claims brought to any state, and the good action of every kind on them."""

from __future__ import annotations

from typing import Any, Final

from tests.contracts.records import REASON, Record
from tests.support.world import Intent, World

CONTRACT: Final = "RefundClaim"
_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "ReturnClaim": {"remark": REASON},
    "RefileClaim": {"content": "0x" + "55" * 32},
    "AcceptClaim": {"managementClass": 1},
    "ConcludeClaim": {"outcome": 1},
}
_OF_THE_EXPORTER: Final = {"RefileClaim", "WithdrawClaim"}
_REVIEWED: Final = ["AcceptClaim", "ReviewClaim"]
_PATHS: Final = {
    "Filed": [],
    "Returned": ["ReturnClaim"],
    "Withdrawn": ["WithdrawClaim"],
    "Accepted": ["AcceptClaim"],
    "Reviewed": _REVIEWED,
    "Approved": [*_REVIEWED, "ConcludeClaim"],
    "Paid": [*_REVIEWED, "ConcludeClaim", "PayRefund"],
}


async def claim(world: World, state: str) -> Record:
    """A claim of the shipper in a state."""
    record = Record(CONTRACT, world.new_id(), 0)
    if state == "None":
        return record
    await world.act(file_claim(world, record))
    record.version = 1
    for name in _PATHS.get(state, _REVIEWED):
        await world.act(claim_action(name, record))
        record.version += 1
    if state == "Refused":
        refusal = claim_action("ConcludeClaim", record).but(outcome=2, remark=REASON)
        await world.act(refusal)
        record.version += 1
    return record


def file_claim(world: World, record: Record, **changes: Any) -> Intent:
    """A claim by the shipper."""
    fields = {"claimId": record.record_id, "taxAuthority": world.member("tax_authority")}
    return Intent("FileClaim", "shipper", fields | changes)


def claim_action(name: str, record: Record) -> Intent:
    """Anything after the filing, by whom the table names; a conclusion approves."""
    fields: dict[str, Any] = {"claimId": record.record_id, "version": record.version}
    by = "shipper" if name in _OF_THE_EXPORTER else "tax_authority"
    return Intent(name, by, fields | _FIELDS.get(name, {}))
