"""A voyage in one upload: many bills, one signature."""

from __future__ import annotations

import asyncio
from typing import Final

from api.client import bulk
from api.client.bulk import Row
from api.client.checks import record_id_of
from scripts.scenario import documents
from scripts.scenario.kinds import BILL
from scripts.scenario.model import Bulk
from scripts.scenario.problems import ValueProblem
from scripts.scenario.scene import Record, Scene
from wallets.signer import LocalSigner

_LOOK: Final = 0.1
_LOOKS: Final = 600


async def issue_in_bulk(scene: Scene, step: Bulk) -> list[Record]:
    """Issues a voyage and waits for its end. Raises ValueProblem, ClientError."""
    hands = scene.hands(step.by)
    signers = [hand.signer for hand in hands if isinstance(hand.signer, LocalSigner)]
    said = scene.value(step.with_)
    holder = said.get("holder")
    if not isinstance(holder, str):
        raise ValueProblem(f"holder: expected an organisation, found {holder!r}")
    names = {"carrier": hands[0].organisation, "holder": holder}
    title = said.get("titleHolder", holder)
    rows = [
        Row.of(
            line,
            {
                "document": documents.bill_document(scene.data, "ToOrder", names, {}),
                "holder": scene.cast.number(holder),
                "title_holder": scene.cast.number(title),
            },
        )
        for line in range(1, step.bulk + 1)
    ]
    client = hands[0].client
    await client.sign_in()
    prepared = await client.run(bulk.prepare(client.flows, rows))
    state = await client.run(bulk.sign(client.flows, prepared, rows, signers))
    for _ in range(_LOOKS):
        if state.done:
            break
        await asyncio.sleep(_LOOK)
        state = await client.run(bulk.progress(client.flows, state.bulk_id))
    if state.counts.get("final", 0) != step.bulk:
        raise ValueProblem(f"expected {step.bulk} bills on the ledger, found {dict(state.counts)}")
    return [_saved(scene, step, row, hands[0].organisation) for row in rows]


def _saved(scene: Scene, step: Bulk, row: Row, maker: str) -> Record:
    document = row.value["document"]
    name = f"{step.save or 'bill'}{row.line}"
    record = Record(name, BILL, record_id_of(document, row.salt), maker, document, row.salt)
    if step.save:
        scene.records[name] = record
    return record
