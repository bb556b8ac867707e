"""What documentation and tests show with proofs: an event of a batch, and a container number of a bill."""

from typing import Any

from api.bills.examples import CONTAINER, DOCUMENT, SALT
from api.milestones.examples import EVENT
from wallets.commitment import commit
from wallets.milestones import batch_of

_BATCH = batch_of([EVENT, EVENT | {"equipmentReference": "MSKU9070323"}], bytes(range(32)))
_SHOWN = _BATCH.prove(0)

MILESTONE: dict[str, Any] = {
    "batch_id": "0x" + _BATCH.root.hex(),
    "place": _SHOWN.place,
    "event": _SHOWN.event,
    "salt": "0x" + _SHOWN.salt.hex(),
    "proof": ["0x" + step.hex() for step in _SHOWN.proof],
}

_POINTER = "/utilizedTransportEquipments/0/equipment/equipmentReference"
_BILL = commit(DOCUMENT, bytes.fromhex(SALT[2:]))
_FIELD = _BILL.prove_field(_POINTER)

FIELD: dict[str, Any] = {
    "root": "0x" + _BILL.root.hex(),
    "pointer": _POINTER,
    "value": CONTAINER,
    "salt": "0x" + _FIELD.leaf_salt.hex(),
    "proof": ["0x" + step.hex() for step in _FIELD.proof],
    "kind": "bill",
}
