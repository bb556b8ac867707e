"""A second gateway beside the ledger's own: on its database and node, with a data directory and relayer of its own."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
import time
from pathlib import Path

import httpx

from chain.node import dies_with_parent, free_port
from scripts.quay.processes import Child
from scripts.quay.supervise import HOST, READY_SECONDS, Supervisor, chain_environment


class SecondGateway:
    """Started after the first one, whose deployment and gateway.key it has copies of."""

    def __init__(self, ledger: Supervisor, data_dir: Path) -> None:
        self.url = f"http://{HOST}:{(port := free_port())}"
        data_dir.mkdir()
        for name in ("deployment.json", "gateway.key"):
            shutil.copy(ledger.plan.data_dir / name, data_dir)
        self._log = data_dir / "gateway.log"
        self._environment = {
            **chain_environment(data_dir, ledger.rpc_url),
            **ledger.plan.environment,
            "QUAY_API_HOST": HOST,
            "QUAY_API_PORT": str(port),
        }
        self._process: Child | None = None

    async def start(self) -> None:
        """Starts it and waits until it is ready."""
        self._process = await Child.start(
            "the second gateway",
            [sys.executable, "-m", "api"],
            self._environment,
            self._log,
            before_exec=dies_with_parent(signal.SIGKILL),
        )
        deadline = time.monotonic() + READY_SECONDS
        async with httpx.AsyncClient(trust_env=False) as http:
            while not await self._is_ready(http):
                late = time.monotonic() > deadline or self._process.status is not None
                assert not late, self._process.last_lines()
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """As a fault would."""
        if self._process is not None:
            self._process.kill()
            await self._process.ended()

    async def _is_ready(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.url}/ready", timeout=5)).is_success
        except httpx.TransportError:
            return False
