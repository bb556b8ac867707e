"""An event of a batch that the documentation and its tests show: its proof leads to the batch's id."""

from typing import Any

from wallets.milestones import batch_of

_EVENT: dict[str, Any] = {
    "eventType": "EQUIPMENT",
    "eventClassifierCode": "ACT",
    "eventDateTime": "2026-11-24T13:53:07.250Z",
    "equipmentEventTypeCode": "GTOT",
    "equipmentReference": "CSQU3054383",
}
_BATCH = batch_of([_EVENT, _EVENT | {"equipmentReference": "MSKU9070323"}], bytes(range(32)))
_SHOWN = _BATCH.prove(0)

MILESTONE: dict[str, Any] = {
    "batch_id": "0x" + _BATCH.root.hex(),
    "place": _SHOWN.place,
    "event": _SHOWN.event,
    "salt": "0x" + _SHOWN.salt.hex(),
    "proof": ["0x" + step.hex() for step in _SHOWN.proof],
}
