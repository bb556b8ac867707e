"""How long an action takes from 'accepted' to final under half load, on a node that mines every second."""

from __future__ import annotations

import asyncio
import time
from statistics import quantiles
from typing import Any, Final

import aiohttp

from chain.deploy import Deployment
from scripts.bench.cast import Signed, issue, new_id
from scripts.bench.throughput import body_of, gateway_round
from scripts.bench.voyage import BLOCK_SECONDS

SECONDS: Final = 20
IN_FLIGHT: Final = 500
"""More than are settled in a block: the wait for blocks must not be what limits the rate."""
_WAIT_SECONDS: Final = 30


async def measure(deployment: Deployment, gateway: str, token: str) -> dict[str, Any]:
    """Percentiles in block times, at half the rate that the gateway takes on this node."""
    full = await gateway_round(deployment, gateway, token, in_flight=IN_FLIGHT)
    rate = full / 2
    signed = [issue(deployment, new_id()) for _ in range(int(rate * SECONDS))]
    headers = {"Authorization": f"Bearer {token}"}
    started = time.perf_counter()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(gateway, headers=headers, connector=connector) as http:
        tasks = []
        for number, one in enumerate(signed):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(_seconds_to_final(http, one)))
        seconds = await asyncio.gather(*tasks)
    cuts = quantiles(seconds, n=100)
    return {
        "actions": len(signed),
        "full_load_per_second": round(full, 1),
        "block_seconds": BLOCK_SECONDS,
        "p50_blocks": round(cuts[49] / BLOCK_SECONDS, 2),
        "p99_blocks": round(cuts[98] / BLOCK_SECONDS, 2),
    }


async def _seconds_to_final(http: aiohttp.ClientSession, one: Signed) -> float:
    async with http.post("/v1/actions", json=body_of(one)) as answer:
        record = await answer.json()
    accepted = time.perf_counter()
    while record.get("status") in {"accepted", "submitted"}:
        path = f"/v1/actions/{record['action_id']}?wait={_WAIT_SECONDS}"
        async with http.get(path) as answer:
            record = await answer.json()
    if record.get("status") != "final":
        message = f"a benchmark's action did not become final: {record}"
        raise RuntimeError(message)
    return time.perf_counter() - accepted
