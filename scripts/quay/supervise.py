"""The supervisor: node, deployment and gateway of one data directory, started and stopped in order.

The one module of `scripts` that imports `chain`, and it does so for processes and deployment only:
whatever is said to the ledger goes through the gateway.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from api.client import ClientError, QuayClient, RetryPolicy
from chain.deploy import FoundingMember, ensure_deployed, load_or_create_key
from chain.errors import ChainError, DirectoryInUseError
from chain.lock import DirectoryLock
from chain.node import AnvilNode, ChildNode, dies_with_parent, free_port, port_is_free
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from contracts.bindings import enums
from scripts.quay.console import CommandError
from scripts.quay.processes import Child

HOST = "127.0.0.1"
READY_SECONDS = 60.0
NODE_PORT = 8545
GATEWAY_PORT = 8000
LOCK = "quay.lock"
_WATCH_SECONDS = 0.25
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH")
"""What the gateway inherits of our environment beside its settings: nothing that could be a secret."""
_SETTINGS = ("QUAY_API_", "QUAY_CHAIN_")


@dataclass(frozen=True)
class Founder:
    """A founding governor: its name on the ledger, its identity's commitment, its wallet's address."""

    name: str
    identity: str
    wallet: str
    roles: tuple[str, ...] = ("GOVERNOR",)


@dataclass(frozen=True)
class Genesis:
    """Who founds a consortium, and how many governors' signatures an admission takes."""

    founders: tuple[Founder, ...]
    threshold: int

    @classmethod
    def load(cls, path: Path) -> Genesis | None:
        """Reads a genesis file; None if there is none.

        Raises:
            CommandError: the file is no genesis.
        """
        if not path.exists():
            return None
        try:
            raw = json.loads(path.read_text("utf-8"))
            founders = tuple(
                Founder(f["name"], f["identity"], f["wallet"], tuple(f["roles"]))
                for f in raw["founders"]
            )
            return cls(founders, int(raw["threshold"]))
        except (ValueError, KeyError, TypeError) as exc:
            message = f"{path} is no genesis file: {type(exc).__name__} {exc}"
            raise CommandError(message) from exc

    def save(self, path: Path) -> None:
        """Writes the genesis file."""
        raw: dict[str, Any] = {
            "threshold": self.threshold,
            "founders": [
                {"name": f.name, "identity": f.identity, "wallet": f.wallet, "roles": list(f.roles)}
                for f in self.founders
            ],
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(raw, indent=2, ensure_ascii=False) + "\n", "utf-8")

    def members(self) -> list[FoundingMember]:
        """The founders as the deployment takes them."""
        bits = enums()["Roles"]
        return [
            FoundingMember(f.identity, f.name, sum(bits[role] for role in f.roles), f.wallet)
            for f in self.founders
        ]


@dataclass(frozen=True)
class Plan:
    """What to start. Ports are wishes: one that is in use is replaced, and `notice` is told."""

    data_dir: Path
    port: int = GATEWAY_PORT
    node_port: int = NODE_PORT
    rpc_url: str | None = None
    node: Callable[[Path, int], ChildNode] = lambda data_dir, port: AnvilNode(data_dir, port=port)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def genesis_path(self) -> Path:
        """Where the founders are written down."""
        return self.data_dir / "genesis.json"

    @property
    def deployment_path(self) -> Path:
        """Where the contracts' addresses are written down."""
        return self.data_dir / "deployment.json"

    @property
    def lock_path(self) -> Path:
        """Held while a ledger runs here."""
        return self.data_dir / LOCK

    @property
    def gateway_log(self) -> Path:
        """Where the gateway's output goes."""
        return self.data_dir / "logs" / "gateway.log"


class Supervisor:
    """Starts the parts in order, watches them, and stops them in the opposite order.

    async with Supervisor(plan) as ledger:
        await ledger.start(genesis)
        await ledger.watch(stop)
    """

    def __init__(self, plan: Plan, notice: Callable[[str], None] = lambda _: None) -> None:
        self.plan = plan
        self.port = plan.port
        self._notice = notice
        self._lock: DirectoryLock | None = None
        self._node: ChildNode | None = None
        self._gateway: Child | None = None

    @property
    def url(self) -> str:
        """The gateway's address."""
        return f"http://{HOST}:{self.port}"

    @property
    def rpc_url(self) -> str:
        """The node's address.

        Raises:
            CommandError: the node has not been started.
        """
        if self.plan.rpc_url is not None:
            return self.plan.rpc_url
        if self._node is None:
            message = "the node is not running"
            raise CommandError(message)
        return self._node.url

    @property
    def pids(self) -> dict[str, int]:
        """The processes that are ours, by name."""
        pids = {"node": self._node.pid} if self._node is not None else {}
        return pids | ({"gateway": self._gateway.pid} if self._gateway is not None else {})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, genesis: Genesis | None) -> None:
        """Starts node and gateway, and deploys the contracts if they are not there yet.

        Raises:
            CommandError: a part does not start; the text has its last lines. Or the data directory
                is another's.
        """
        self._hold_directory()
        self.start_node()
        try:
            await self.deploy(genesis)
        except ChainError as exc:
            raise CommandError(str(exc)) from exc
        await self.start_gateway()

    def start_node(self) -> None:
        """Starts the embedded node, unless the plan names one that runs elsewhere.

        Raises:
            CommandError: it does not start, or the data directory is another's.
        """
        if self.plan.rpc_url is not None:
            return
        self._hold_directory()
        # Started in the main thread: the kernel ends a child when the thread that made it ends.
        port = self._free(self.plan.node_port, "node")
        node = self.plan.node(self.plan.data_dir / "node", port)
        try:
            self._node = node.start()
        except ChainError as exc:
            raise CommandError(str(exc)) from exc

    async def deploy(self, genesis: Genesis | None) -> None:
        """Deploys the contracts with these founders, unless the data directory has a deployment.

        Whether that one is on the chain is for the gateway to see: it can bring back what an
        embedded node has lost.

        Raises:
            ChainError: the node or the contracts say no.
            CommandError: there is no genesis for a new deployment.
        """
        path = self.plan.deployment_path
        if path.exists():
            return
        if genesis is None:
            message = f"{self.plan.data_dir} has no deployment and no founders are named"
            raise CommandError(message)
        key = load_or_create_key(self.plan.data_dir / "relayer.key")
        async with JsonRpc(self.rpc_url) as rpc:
            await ensure_deployed(rpc, path, key, genesis.members(), genesis.threshold)

    async def start_gateway(self) -> None:
        """Starts the gateway and waits until it is ready.

        Raises:
            CommandError: it ended, or was not ready in time.
        """
        if self._gateway is None:
            self.port = self._free(self.port, "gateway")
        self._gateway = await Child.start(
            "the gateway",
            [sys.executable, "-m", "api"],
            self._gateway_environment(),
            self.plan.gateway_log,
            before_exec=dies_with_parent(signal.SIGKILL),
        )
        await self._until_ready(self._gateway)

    async def kill_gateway(self) -> None:
        """Kills the gateway (SIGKILL), as a fault would."""
        if self._gateway is not None:
            self._gateway.kill()
            await self._gateway.ended()

    def kill_node(self) -> None:
        """Kills the embedded node (SIGKILL), as a fault would; `start_node` starts it again."""
        if self._node is not None:
            self._node.kill()

    async def advance_clock(self, seconds: int) -> None:
        """Sets the embedded development node's clock ahead, and makes a block at the new time.

        Raises:
            CommandError: the node is not an embedded one, or does not know how.
        """
        if self.plan.rpc_url is not None:
            message = "only an embedded node's clock can be advanced"
            raise CommandError(message)
        try:
            async with JsonRpc(self.rpc_url) as rpc:
                await rpc.raw("evm_increaseTime", seconds)
                await rpc.raw("evm_mine")
        except ChainError as exc:
            raise CommandError(str(exc)) from exc

    async def watch(self, stop: asyncio.Event) -> None:
        """Returns when `stop` is set.

        Raises:
            CommandError: a part ended by itself.
        """
        while not stop.is_set():
            self._require_running()
            try:
                await asyncio.wait_for(stop.wait(), _WATCH_SECONDS)
            except TimeoutError:
                continue

    async def stop(self) -> None:
        """Stops the gateway, then the node; says nothing if they are gone already."""
        if self._gateway is not None:
            await self._gateway.stop()
        if self._node is not None:
            self._node.stop()
        if self._lock is not None:
            self._lock.release()

    def _hold_directory(self) -> None:
        """Keeps a second ledger from the directory: its node would go on with a chain of its own."""
        if self._lock is None:
            try:
                self._lock = DirectoryLock.take(self.plan.lock_path)
            except DirectoryInUseError as exc:
                raise CommandError(str(exc)) from exc

    def _require_running(self) -> None:
        gateway, node = self._gateway, self._node
        if gateway is not None and gateway.status is not None:
            raise CommandError(_ended(gateway.name, gateway.in_words(), gateway.last_lines()))
        if node is not None and not node.running:
            raise CommandError(_ended("the node", "ended", node.last_lines()))

    async def _until_ready(self, gateway: Child) -> None:
        deadline = time.monotonic() + READY_SECONDS
        async with QuayClient(self.url, retry=RetryPolicy(give_up_after=0), timeout=5) as client:
            while time.monotonic() < deadline:
                self._require_running()
                if await _is_ready(client):
                    return
                await asyncio.sleep(0.05)
        raise CommandError(
            _ended(gateway.name, f"is not ready after {READY_SECONDS:g} s", gateway.last_lines())
        )

    def _gateway_environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name in _PASSED_ON or name.startswith(_SETTINGS)
        }
        data_dir = str(self.plan.data_dir.resolve())
        return {
            **inherited,
            "QUAY_CHAIN_RPC_URL": self.rpc_url,
            "QUAY_CHAIN_DATA_DIR": data_dir,
            "QUAY_API_HOST": HOST,
            "QUAY_API_PORT": str(self.port),
            **self.plan.environment,
        }

    def _free(self, port: int, what: str) -> int:
        """The port, or a free one if it is in use."""
        if port == 0:
            return free_port()
        if port_is_free(port):
            return port
        other = free_port()
        self._notice(f"port {port} is in use: the {what} takes port {other} instead")
        return other


def chain_environment(data_dir: Path, rpc_url: str) -> dict[str, str]:
    """The environment in which `python -m chain …` works on a data directory."""
    return {
        **os.environ,
        "QUAY_CHAIN_DATA_DIR": str(data_dir.resolve()),
        "QUAY_CHAIN_RPC_URL": rpc_url,
    }


def is_deployed(data_dir: Path) -> bool:
    """Whether a data directory has a deployment."""
    return ChainSettings(data_dir=data_dir).deployment_path.exists()


def holder_of(data_dir: Path) -> str | None:
    """The process that runs a ledger in a data directory, None if there is none."""
    if not (data_dir / LOCK).exists():
        return None
    try:
        DirectoryLock.take(data_dir / LOCK).release()
    except DirectoryInUseError as exc:
        return exc.holder
    return None


def majority(founders: Sequence[Founder]) -> int:
    """More than half of them."""
    return len(founders) // 2 + 1


async def _is_ready(client: QuayClient) -> bool:
    try:
        await client.service.ready()
    except ClientError:
        return False
    return True


def _ended(what: str, how: str, last_lines: str) -> str:
    tail = f"; its last lines:\n{last_lines}" if last_lines else ""
    return f"{what} {how}{tail}"
