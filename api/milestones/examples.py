"""A batch of milestones that the documentation and its tests anchor."""

from typing import Any

EVENT: dict[str, Any] = {
    "eventType": "EQUIPMENT",
    "eventClassifierCode": "ACT",
    "eventDateTime": "2026-11-24T13:53:07.250Z",
    "equipmentEventTypeCode": "GTOT",
    "equipmentReference": "CSQU3054383",
}
PREPARE: dict[str, Any] = {
    "events": [EVENT, EVENT | {"equipmentReference": "MSKU9070323"}],
    "salt": "0x" + "7a" * 32,
}
CORRECT: dict[str, Any] = {
    "events": [EVENT | {"eventDateTime": "2026-11-24T13:55:00.000Z"}],
    "salt": "0x" + "7b" * 32,
    "subject_kind": "PORT_CALL",
    "subject": "0x" + "5b" * 32,
}
