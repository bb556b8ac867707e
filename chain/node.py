"""An embedded node as a child process: Anvil by default, Hardhat's node for comparison.

The node listens on loopback, takes no fees, keeps its state in a file of the data directory across clean stops, and
ends with its parent, even one that was killed. It is in a process group of its own, so that a Ctrl-C in the terminal
reaches only us, and we stop things in their order.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final, Self

from chain.compile import ROOT
from chain.errors import NodeStartError, PortInUseError
from chain.settings import DEFAULT_CHAIN_ID

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.05
_LAST_LINES: Final = 15
_PORT_TRIES: Final = 5
_LOOPBACK: Final = "127.0.0.1"
_PR_SET_PDEATHSIG: Final = 1
_STATES: Final = 16
"""States of past blocks that Anvil has in memory, for reorganisations and proofs; by default it has ten times as many
and writes the rest to the user's home, where a killed node leaves gigabytes."""


class ChildNode:
    """A node that we start and stop.

    Args:
        data_dir: Where it keeps its state and its log.
        port: The port to listen on; 0 for any free one.
        chain_id: The chain's id (EIP-155).
    """

    name = "node"

    def __init__(self, data_dir: Path, *, port: int = 0, chain_id: int = DEFAULT_CHAIN_ID) -> None:
        self.data_dir = data_dir
        self.chain_id = chain_id
        self.port = 0
        self._asked_port = port
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """Its JSON-RPC address."""
        return f"http://{_LOOPBACK}:{self.port}"

    @property
    def pid(self) -> int:
        """Its process id; 0 while it is not started."""
        return self._process.pid if self._process else 0

    @property
    def log_path(self) -> Path:
        """Where its output goes."""
        return self.data_dir / f"{self.name}.log"

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Starts it and waits until it answers.

        Raises:
            PortInUseError: the port that was asked for is taken.
            NodeStartError: it ended or did not answer in time; the text has its last lines.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        for attempt in range(_PORT_TRIES):
            self.port = self._asked_port or free_port()
            if self._asked_port and not port_is_free(self._asked_port):
                raise PortInUseError(self._asked_port)
            try:
                self._launch()
                self._wait_until_it_answers()
            except NodeStartError:
                self.kill()
                # A free port may be taken by another before the node has it: then another one will do.
                lost_the_port = not self._asked_port and "in use" in self.last_lines().lower()
                if not lost_the_port or attempt == _PORT_TRIES - 1:
                    raise
            else:
                return self
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def stop(self) -> None:
        """Stops it cleanly: it writes its state before it ends."""
        self._end(self._stop_signal)

    def kill(self) -> None:
        """Ends it at once (SIGKILL): whatever it had not written is lost."""
        self._end(signal.SIGKILL)

    def last_lines(self) -> str:
        """The end of its output."""
        if not self.log_path.exists():
            return ""
        return "\n".join(self.log_path.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:])

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    _stop_signal = signal.SIGTERM

    def _command(self) -> Sequence[str]:
        raise NotImplementedError

    def _environment(self) -> dict[str, str]:
        return dict(os.environ)

    def _launch(self) -> None:
        self._log = self.log_path.open("wb")
        self._process = subprocess.Popen(
            self._command(),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=self._environment(),
            start_new_session=True,
            preexec_fn=dies_with_parent(self._stop_signal),  # noqa: PLW1509 - one system call, no lock
        )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not self.running:
                message = f"{self.name} ended at its start:\n{self.last_lines()}"
                raise NodeStartError(message)
            if self._answers():
                return
            time.sleep(_POLL_SECONDS)
        message = f"{self.name} did not answer within {START_SECONDS:.0f} s:\n{self.last_lines()}"
        raise NodeStartError(message)

    def _answers(self) -> bool:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []})
        request = urllib.request.Request(  # noqa: S310 - loopback
            self.url, body.encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=2) as response:  # noqa: S310 - loopback
                answer = json.load(response)
        except (urllib.error.URLError, OSError, ValueError):
            return False
        return int(answer["result"], 16) == self.chain_id

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(how)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None


class AnvilNode(ChildNode):
    """Anvil from npm, mining a block for each transaction, its state in `<data_dir>/anvil-state.json`.

    The genesis is the same at every start: its time is kept in `<data_dir>/genesis-time`, so that a node that lost its
    state can be brought back block by block (`chain.replay`).
    """

    name = "anvil"

    @property
    def state_path(self) -> Path:
        """Where the state is written at a clean stop."""
        return self.data_dir / "anvil-state.json"

    def _command(self) -> Sequence[str]:
        return [
            str(anvil_binary()),
            *("--host", _LOOPBACK, "--port", str(self.port), "--chain-id", str(self.chain_id)),
            *("--gas-price", "0", "--block-base-fee-per-gas", "0", "--disable-min-priority-fee"),
            *("--disable-block-gas-limit", "--accounts", "1", "--hardfork", "cancun", "--silent"),
            *("--prune-history", str(_STATES)),
            *("--timestamp", str(self._genesis_time()), "--state", str(self.state_path)),
        ]

    def _genesis_time(self) -> int:
        kept = self.data_dir / "genesis-time"
        if not kept.exists():
            kept.write_text(str(int(time.time())), "ascii")
        return int(kept.read_text("ascii"))


class HardhatNode(ChildNode):
    """Hardhat's node from npm, configured by `hardhat.config.js`; it keeps nothing across a stop."""

    name = "hardhat"
    _stop_signal = signal.SIGINT

    def _command(self) -> Sequence[str]:
        cli = ROOT / "node_modules" / "hardhat" / "dist" / "src" / "cli.js"
        node = Path(sys.prefix) / "bin" / "node"
        return [str(node), str(cli), "node", "--hostname", _LOOPBACK, "--port", str(self.port)]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "HARDHAT_DISABLE_TELEMETRY_PROMPT": "true", "NO_COLOR": "1"}


def anvil_binary() -> Path:
    """The native Anvil that npm installed for this machine.

    Raises:
        NodeStartError: it is not installed.
    """
    system = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}.get(platform.system(), "")
    machine = "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "amd64"
    package = ROOT / "node_modules" / "@foundry-rs" / f"anvil-{system}-{machine}"
    binary = package / "bin" / ("anvil.exe" if system == "win32" else "anvil")
    if not binary.exists():
        message = f"Anvil is not installed ({binary.name} of {package.name}): run `make setup`"
        raise NodeStartError(message)
    return binary


def free_port() -> int:
    """A port of loopback that is free now."""
    with socket.socket() as listener:
        listener.bind((_LOOPBACK, 0))
        port: int = listener.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port of loopback now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_LOOPBACK, port))
        except OSError:
            return False
        return True


def dies_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program so that it gets this signal when its parent ends (Linux only)."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, int(how))
