"""Actions per second: through the gateway, against raw transactions of the same calls on the same node."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

import aiohttp

from chain.deploy import Deployment
from scripts.bench.cast import Signed, issue, new_id
from scripts.bench.raw import RawSender

ACTIONS: Final = 1_000
ROUNDS: Final = 3
IN_FLIGHT: Final = 64
WAIT_SECONDS: Final = 20


async def measure(
    sender: RawSender, deployment: Deployment, gateway: str, token: str
) -> dict[str, Any]:
    """Rates of both ways in alternating rounds, and the ratio of their medians.

    Issues of bills are signed before the clock starts; it stops when the last one is mined (raw) or final (gateway).
    """
    raw, ours = [], []
    for _ in range(ROUNDS):
        raw.append(await _raw_round(sender, deployment))
        ours.append(await gateway_round(deployment, gateway, token))
    raw_rate, our_rate = sorted(raw)[ROUNDS // 2], sorted(ours)[ROUNDS // 2]
    return {
        "actions_per_round": ACTIONS,
        "in_flight": IN_FLIGHT,
        "raw_per_second": [round(rate, 1) for rate in raw],
        "gateway_per_second": [round(rate, 1) for rate in ours],
        "ratio_gateway_to_raw": round(our_rate / raw_rate, 2),
    }


async def _raw_round(sender: RawSender, deployment: Deployment) -> float:
    raws = [sender.raw(issue(deployment, new_id())) for _ in range(ACTIONS)]
    started = time.perf_counter()
    await sender.flood(raws, IN_FLIGHT)
    return ACTIONS / (time.perf_counter() - started)


async def gateway_round(
    deployment: Deployment, gateway: str, token: str, in_flight: int = IN_FLIGHT
) -> float:
    """Issues bills through the gateway; actions a second, signing not counted."""
    signed = iter([issue(deployment, new_id()) for _ in range(ACTIONS)])
    headers = {"Authorization": f"Bearer {token}", "Prefer": f"wait={WAIT_SECONDS}"}
    connector = aiohttp.TCPConnector(limit=in_flight)
    async with aiohttp.ClientSession(gateway, headers=headers, connector=connector) as http:
        started = time.perf_counter()
        await asyncio.gather(*(_worker(http, signed) for _ in range(in_flight)))
        return ACTIONS / (time.perf_counter() - started)


async def _worker(http: aiohttp.ClientSession, signed: Any) -> None:
    for one in signed:
        await submit(http, one)


async def submit(http: aiohttp.ClientSession, one: Signed) -> None:
    """Submits an action and waits until it is final. Raises RuntimeError if it is not."""
    async with http.post("/v1/actions", json=body_of(one)) as answer:
        record = await answer.json()
    while record.get("status") in {"accepted", "submitted"}:
        async with http.get(f"/v1/actions/{record['action_id']}?wait={WAIT_SECONDS}") as answer:
            record = await answer.json()
    if record.get("status") != "final":
        message = f"a benchmark's action did not become final: {record}"
        raise RuntimeError(message)


def body_of(one: Signed) -> dict[str, Any]:
    """What is posted to /v1/actions."""
    return {
        "action": one.action.name,
        "message": dict(one.action.message),
        "signatures": ["0x" + one.signature.hex()],
    }
