"""The whole story against any gateway: admissions, then every consignment in parallel.

result = await run_story("http://127.0.0.1:8000", load_story(), keys)
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from api.client import ClientError
from scripts.demos.cast import GATE, Cast
from scripts.demos.consignments import Consignment, Organisation, StoryData, Way
from scripts.demos.consortium import Admission
from scripts.demos.courses import course_of
from scripts.demos.report import ConsignmentResult, Listener, Silent, StepResult, StoryResult
from scripts.demos.resolve import Scene
from scripts.demos.runner import CourseRunner
from wallets.signer import Signer


async def run_story(
    base_url: str,
    data: StoryData,
    keys: Mapping[str, Signer],
    listener: Listener | None = None,
) -> StoryResult:
    """Tells the story through the HTTP API alone.

    Args:
        base_url: the gateway's address.
        data: who takes part and what is shipped.
        keys: the wallets by key (see `wallet_keys`): they sign here, the gateway gets signatures.
            Those of the governors must be on the ledger already.
        listener: is told of every step as it ends.

    Raises:
        ConsortiumError: the governors' wallets are not on this ledger.
        ClientError: the gateway is not one of ours, or not there.
    """
    began = time.perf_counter()
    listener = listener or Silent()
    cast = Cast(base_url, data.organisations, keys)
    try:
        steps = await Admission(cast, listener).run()
        courses = (_consignment(c, cast, listener) for c in data.consignments)
        told = await asyncio.gather(*courses) if all(s.ok for s in steps) else []
        chain_id = await _chain_id(cast)
    finally:
        await cast.close()
    return StoryResult(
        gateway=base_url,
        chain_id=chain_id,
        steps=(*steps, *(step for results, _ in told for step in results)),
        consignments=tuple(summary for _, summary in told),
        seconds=time.perf_counter() - began,
    )


def wallet_keys(organisations: Sequence[Organisation]) -> list[str]:
    """The keys of the wallets that the story needs: one for each organisation and each gate."""
    keys = [organisation.key for organisation in organisations]
    return keys + [o.key + GATE for o in organisations if "TERMINAL" in o.roles]


async def _chain_id(cast: Cast) -> int:
    player = next(iter(cast.players.values()))
    return (await player.client.deployment()).chain_id


async def _consignment(
    consignment: Consignment, cast: Cast, listener: Listener
) -> tuple[list[StepResult], ConsignmentResult]:
    scene = Scene(consignment, cast)
    results = await CourseRunner(scene, listener).run(course_of(consignment))
    return results, await _summary(scene, results)


async def _summary(scene: Scene, results: Sequence[StepResult]) -> ConsignmentResult:
    """The states at the end, as the carrier and the applicant read them from the gateway."""
    consignment, records = scene.consignment, scene.records
    bill = await _state(scene, "carrier", "bills", "bill")
    orders = [
        await _state(scene, "carrier", "releases", name)
        for name in records
        if name.startswith("order")
    ]
    certificate = await _state(scene, "applicant", "certificates", "certificate")
    claim = await _state(scene, "certificate user", "claims", "claim")
    out = sum(int(order.get("gated_out", 0)) for order in orders)
    count = len(consignment.containers)
    told = all(r.ok for r in results) and _ended_well(consignment, bill, orders, out)
    return ConsignmentResult(
        key=consignment.key,
        number=consignment.number,
        kind=str(consignment.kind),
        way=str(consignment.way),
        ok=told,
        steps=len(results),
        bill=_text(bill.get("state")),
        order=" ".join(sorted({str(order.get("state")) for order in orders})) or None,
        containers=count,
        containers_out=out,
        certificate=_text(certificate.get("state")),
        claim=_text(claim.get("state")),
        bill_id=records.get("bill"),
        order_ids=tuple(records[name] for name in records if name.startswith("order")),
    )


_BILL_ENDS = {Way.SEA_WAYBILL: "ISSUED", Way.SPLIT: "SURRENDERED_FOR_AMENDMENT"}


def _ended_well(
    consignment: Consignment,
    bill: Mapping[str, object],
    orders: Sequence[Mapping[str, object]],
    out: int,
) -> bool:
    """Whether the records are where the way leads: all containers out but the one held."""
    held = consignment.way is Way.CONTAINER_HELD
    return (
        bill.get("state") == _BILL_ENDS.get(consignment.way, "SURRENDERED_FOR_DELIVERY")
        and {order.get("state") for order in orders} == {"ACTIVE" if held else "COMPLETED"}
        and out == len(consignment.containers) - held
    )


async def _state(scene: Scene, reader: str, collection: str, record: str) -> Mapping[str, Any]:
    if record not in scene.records:
        return {}
    player = scene.cast.player(scene.consignment, reader)
    try:
        return await player.client.get(f"/v1/{collection}/{scene.records[record]}")
    except ClientError:
        # The record was named and never made: its step has already said why.
        return {}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
