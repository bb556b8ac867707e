"""`quay up`: a ledger of one's own, until Ctrl-C."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from scripts.quay.console import CommandError, note, say
from scripts.quay.local_wallets import make_wallets
from scripts.quay.signals import run_with_stop, unless_stopped
from scripts.quay.supervise import (
    Founder,
    Genesis,
    Plan,
    Supervisor,
    holder_of,
    is_deployed,
    majority,
)
from wallets.commitment import commit

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
DATA_DIR = Path(".quay")
DEVELOPMENT_GOVERNOR = "development-governor"


@dataclass(frozen=True)
class Options:
    """The options of the command line; see `quay up --help`."""

    data_dir: Path | None
    port: int
    node_port: int
    rpc_url: str | None
    governors: tuple[str, ...]
    threshold: int | None


def run(options: Options) -> int:
    """Runs the ledger until Ctrl-C; returns the exit status.

    Raises:
        CommandError: something does not start, or ended by itself, or the directory is another's.
    """
    data_dir = options.data_dir or free_directory()
    genesis = genesis_for(data_dir, options)
    plan = Plan(data_dir, options.port, options.node_port, options.rpc_url)

    async def serve(stop: asyncio.Event) -> int:
        async with Supervisor(plan, note) as ledger:
            await unless_stopped(ledger.start(genesis), stop)
            say(f"ready  gateway {ledger.url}  docs {ledger.url}/docs  node {ledger.rpc_url}")
            await ledger.watch(stop)
            note("stopping")
        return 0

    return run_with_stop(serve)


def free_directory() -> Path:
    """The usual data directory; while a ledger runs there, another one, and that is told."""
    for number in count(1):
        path = DATA_DIR if number == 1 else Path(f"{DATA_DIR}-{number}")
        holder = holder_of(path)
        if holder is None:
            return path
        note(f"{path} is in use by process {holder}: this is another ledger, in another directory")
    raise AssertionError  # pragma: no cover - numbers do not end


def genesis_for(data_dir: Path, options: Options) -> Genesis | None:
    """Who founds the ledger; None where it is founded already.

    Raises:
        CommandError: an address is none, governors are named for a ledger that has some, or the
            threshold does not fit.
    """
    path = data_dir / "genesis.json"
    if is_deployed(data_dir):
        if options.governors:
            message = f"{data_dir} is founded already: --governor is for a new ledger"
            raise CommandError(message)
        return None
    genesis = None if options.governors else Genesis.load(path)
    if genesis is None:
        founders = _founders(data_dir, options)
        genesis = Genesis(founders, options.threshold or majority(founders))
    if not 1 <= genesis.threshold <= len(genesis.founders):
        message = f"--threshold must be 1 to {len(genesis.founders)}, the number of governors"
        raise CommandError(message)
    genesis.save(path)
    return genesis


def _founders(data_dir: Path, options: Options) -> tuple[Founder, ...]:
    for address in options.governors:
        if not _ADDRESS.fullmatch(address):
            message = f"--governor {address!r} is no address: 0x and 40 hexadecimal digits"
            raise CommandError(message)
    if len({address.lower() for address in options.governors}) < len(options.governors):
        message = "--governor names a wallet twice: each governor has its own"
        raise CommandError(message)
    if options.governors:
        return tuple(
            Founder(f"Governor {number}", _identity(address), address)
            for number, address in enumerate(options.governors, start=1)
        )
    return (_development_governor(data_dir / "wallets"),)


def _development_governor(directory: Path) -> Founder:
    signer = make_wallets(directory, [DEVELOPMENT_GOVERNOR])[DEVELOPMENT_GOVERNOR]
    note(
        f"no --governor is named: made a development governor, {signer.address}, in {directory} "
        "(its password is beside it: for development only)"
    )
    return Founder("Development governor", _identity(signer.address), signer.address)


def _identity(address: str) -> str:
    """A founder's identity: the governors' legal identifiers are not asked for on the command line."""
    return "0x" + commit({"wallet": address.lower()}, secrets.token_bytes(32)).root.hex()
