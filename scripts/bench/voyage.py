"""A voyage of bills in one upload, against raw transactions of the same calls, on a node that mines every second."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import aiohttp

from api.bills.examples import DOCUMENT
from chain.deploy import Deployment
from chain.node import AnvilNode
from scripts.bench.cast import MEMBER, WALLETS, issue, new_id
from scripts.bench.raw import RawSender

BILLS: Final = 5_000
ROUNDS: Final = 3
BLOCK_SECONDS: Final = 1
_POLL_SECONDS: Final = 0.2


class SteadyAnvil(AnvilNode):
    """Anvil with a block every so many seconds, as a network of validators has it, and not one for each transaction."""

    def __init__(self, data_dir: Path, port: int, block_seconds: int = BLOCK_SECONDS) -> None:
        super().__init__(data_dir, port=port)
        self._block_seconds = block_seconds

    def _command(self) -> Sequence[str]:
        return [*super()._command(), "--block-time", str(self._block_seconds)]


async def measure(
    sender: RawSender, deployment: Deployment, gateway: str, token: str
) -> dict[str, Any]:
    """Rates of both ways in alternating rounds, and the ratio of their medians.

    The clock starts for the voyage with its signature, when rows were checked and kept, and for raw transactions, which
    are signed, with the first that is sent; it stops when the last bill is final, and mined.
    """
    raw, ours, uploads = [], [], []
    for _ in range(ROUNDS):
        raw.append(await raw_round(sender, deployment))
        upload, rate = await voyage_round(gateway, token)
        ours.append(rate)
        uploads.append(upload)
    raw_rate, our_rate = sorted(raw)[ROUNDS // 2], sorted(ours)[ROUNDS // 2]
    return {
        "bills_per_round": BILLS,
        "block_seconds": BLOCK_SECONDS,
        "raw_per_second": [round(rate, 1) for rate in raw],
        "voyage_per_second": [round(rate, 1) for rate in ours],
        "upload_seconds": [round(seconds, 1) for seconds in uploads],
        "ratio_voyage_to_raw": round(our_rate / raw_rate, 2),
    }


async def raw_round(sender: RawSender, deployment: Deployment) -> float:
    """Bills a second by transactions of their own."""
    raws = [sender.raw(issue(deployment, new_id())) for _ in range(BILLS)]
    started = time.perf_counter()
    await sender.burst(raws)
    return BILLS / (time.perf_counter() - started)


async def voyage_round(gateway: str, token: str) -> tuple[float, float]:
    """Seconds for the upload, and bills a second from the signature on."""
    headers = {"Authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(600)
    async with aiohttp.ClientSession(gateway, headers=headers, timeout=timeout) as http:
        started = time.perf_counter()
        sent = {"data": _rows(), "headers": {"Content-Type": "application/x-ndjson"}}
        voyage = await _call(http, "POST", "/v1/bulk-issues", **sent)
        uploaded = time.perf_counter()
        signature = WALLETS["carrier"].sign_digest(bytes.fromhex(voyage["digest"][2:]))
        path = f"/v1/bulk-issues/{voyage['bulk_id']}"
        body = {"signatures": ["0x" + signature.hex()]}
        voyage = await _call(http, "POST", f"{path}/signature", json=body)
        while voyage["status"] != "done":
            await asyncio.sleep(_POLL_SECONDS)
            voyage = await _call(http, "GET", path)
        ended = time.perf_counter()
    if voyage["counts"].get("final") != BILLS:
        message = f"a benchmark's voyage did not become final: {voyage['counts']}"
        raise RuntimeError(message)
    return uploaded - started, BILLS / (ended - uploaded)


def _rows() -> bytes:
    lines = []
    for number in range(BILLS):
        reference = f"B{secrets.token_hex(4)}{number}".upper()
        document = DOCUMENT | {"transportDocumentReference": reference}
        row = {
            "document": document,
            "holder": MEMBER["shipper"],
            "salt": "0x" + secrets.token_hex(32),
        }
        lines.append(json.dumps(row))
    return ("\n".join(lines) + "\n").encode()


async def _call(http: aiohttp.ClientSession, method: str, path: str, **sent: Any) -> dict[str, Any]:
    async with http.request(method, path, **sent) as answer:
        if answer.status >= 400:  # noqa: PLR2004 - HTTP's errors begin there
            message = f"{method} {path}: {answer.status} {(await answer.text())[:500]}"
            raise RuntimeError(message)
        return dict(await answer.json())
