"""Actions per second: through the gateway, against raw transactions of the same calls on the same node."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

import aiohttp

from chain import abi
from chain.deploy import Deployment
from scripts.bench.cast import Signed, issue, new_id
from scripts.bench.raw import ACTION_GAS, RawSender

ACTIONS: Final = 1_000
ROUNDS: Final = 3
LEDGERS: Final = (0, 6_000, 12_000, 18_000)
"""How many bills a ledger holds before its rounds: a development node hashes its whole state for each block, so that
raw transactions, with a block each, slow down as a ledger fills."""
IN_FLIGHT: Final = 256
"""Callers at once, each with one action; raw transactions alike."""
WAIT_SECONDS: Final = 20
_TOGETHER: Final = 100


async def measure(
    sender: RawSender, deployment: Deployment, gateway: str, token: str
) -> list[dict[str, Any]]:
    """For each filling of the ledger the rates of both ways in alternating rounds, and the ratio of their medians.

    Issues of bills are signed before the clock starts; it stops when the last one is mined (raw) or final (gateway).
    """
    report, held = [], 0
    for wanted in LEDGERS:
        held += await _fill(sender, deployment, wanted - held)
        raw, ours = [], []
        for _ in range(ROUNDS):
            raw.append(await _raw_round(sender, deployment))
            ours.append(await gateway_round(deployment, gateway, token))
        raw_rate, our_rate = sorted(raw)[ROUNDS // 2], sorted(ours)[ROUNDS // 2]
        report.append(
            {
                "bills_before": held,
                "actions_per_round": ACTIONS,
                "in_flight": IN_FLIGHT,
                "raw_per_second": [round(rate, 1) for rate in raw],
                "gateway_per_second": [round(rate, 1) for rate in ours],
                "ratio_gateway_to_raw": round(our_rate / raw_rate, 2),
            }
        )
        held += 2 * ROUNDS * ACTIONS
    return report


async def _fill(sender: RawSender, deployment: Deployment, bills: int) -> int:
    """Issues so many more bills, many in a transaction; how many it issued."""
    for start in range(0, bills, _TOGETHER):
        signed = [issue(deployment, new_id()) for _ in range(min(_TOGETHER, bills - start))]
        calls = [
            (sender.target(one), ACTION_GAS, abi.encode_action(one.action, one.signature))
            for one in signed
        ]
        await sender.transact_batch(abi.encode_batch(calls))
    return max(bills, 0)


async def _raw_round(sender: RawSender, deployment: Deployment) -> float:
    raws = [sender.raw(issue(deployment, new_id())) for _ in range(ACTIONS)]
    started = time.perf_counter()
    await sender.flood(raws, IN_FLIGHT)
    return ACTIONS / (time.perf_counter() - started)


async def gateway_round(
    deployment: Deployment,
    gateway: str,
    token: str,
    *,
    in_flight: int = IN_FLIGHT,
    actions: int = ACTIONS,
) -> float:
    """Issues bills through the gateway; actions a second, signing not counted."""
    signed = iter([issue(deployment, new_id()) for _ in range(actions)])
    headers = {"Authorization": f"Bearer {token}", "Prefer": f"wait={WAIT_SECONDS}"}
    connector = aiohttp.TCPConnector(limit=in_flight)
    async with aiohttp.ClientSession(gateway, headers=headers, connector=connector) as http:
        started = time.perf_counter()
        await asyncio.gather(*(_worker(http, signed) for _ in range(in_flight)))
        return actions / (time.perf_counter() - started)


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
