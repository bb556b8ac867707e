"""Looks a deployment over and says what to fix: directory, secrets, database, node, contracts, gas.

It changes nothing.
"""

from __future__ import annotations

import shutil
import stat
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chain.deploy import Deployment, check, load_or_create_key
from chain.endpoints import FAR_BEHIND, Identity, node_urls
from chain.errors import ChainError, DeploymentError, WrongChainError
from chain.notary import NOTE_GAS
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.store.engine import open_engine
from chain.store.migrate import Migrations, revision_of
from chain.store.place import Place, Store

_LEAST_BYTES: Final = 1 << 30
_CLOCK_SECONDS: Final = 60
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_SECRETS: Final = ("gateway.key", "gateway.sqlite")
_GAS_OF_A_DAY: Final = 10_000_000_000
"""What 200,000 actions cost."""

_GAS_OF_NOTES: Final = 30 * NOTE_GAS
"""What a month of daily anchors of the audit log costs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: how it went, and what to do about it if it went wrong."""

    check: str
    ok: bool
    told: str
    remedy: str = ""


async def examine(
    settings: ChainSettings, stores: dict[Store, Migrations]
) -> AsyncIterator[Finding]:
    """The findings in the order in which they are best mended. `stores` are those that are truth."""
    yield _directory(settings.data_dir)
    secrets = (settings.data_dir / name for name in _SECRETS)
    for path in (*secrets, *settings.lane_key_paths, settings.notary_key_path):
        if path.exists():
            yield _secret(path)
    for store, migrations in stores.items():
        yield await _store(settings.place(store), migrations)
    deployment, finding = _deployment(settings)
    yield finding
    if settings.rpc_url is None:
        yield Finding(
            "node", ok=False, told="no node is named", remedy="set QUAY_CHAIN_RPC_URL, or --rpc-url"
        )
        return
    urls = node_urls(settings.rpc_url)
    found = [await _node(url, deployment) for url in urls]
    newest = max(node.head for node in found)
    for place, node in enumerate(found, 1):
        yield node.finding("node" if len(urls) == 1 else f"node {place} of {len(urls)}", newest)
    sound = next((n.url for n in found if n.wrong is None and newest - n.head <= FAR_BEHIND), None)
    if sound is None:
        return
    async with JsonRpc(sound) as rpc:
        async for finding in _chain(settings, rpc, deployment):
            yield finding


@dataclass(frozen=True, slots=True)
class _Node:
    """One of the nodes: what it is, or what is wrong with it and what to do."""

    url: str
    told: str
    head: int = -1
    wrong: str | None = None

    def finding(self, check: str, newest: int) -> Finding:
        """What there is to say of it, beside the newest block that any has."""
        behind = newest - self.head
        if self.wrong is None and behind > FAR_BEHIND:
            remedy = (
                f"see why it is {behind} blocks behind another node: it is not gone back to before"
            )
            return Finding(check, ok=False, told=self.told, remedy=remedy)
        return Finding(check, ok=self.wrong is None, told=self.told, remedy=self.wrong or "")


async def _node(url: str, deployment: Deployment | None) -> _Node:
    async with JsonRpc(url, retry_for=0) as rpc:
        if deployment is not None:
            rpc.nodes.expected = Identity(deployment.chain_id, deployment.genesis_hash)
        name = rpc.nodes.name
        try:
            version, head = await rpc.client_version(), await rpc.block_number()
        except WrongChainError as error:
            return _Node(url, str(error), wrong="name the node of this deployment's chain")
        except ChainError as error:
            return _Node(url, str(error), wrong=f"start the node at {name}, or name another")
        return _Node(url, f"{name} answers: {version} at block {head}", head)


def _directory(path: Path) -> Finding:
    if not path.is_dir():
        return Finding(
            "data directory",
            ok=False,
            told=f"{path} is not there",
            remedy="name the deployment's directory, or make one with `quay up`",
        )
    free = shutil.disk_usage(path).free
    told = f"{path}, {free / (1 << 30):.1f} GiB free"
    if free < _LEAST_BYTES:
        return Finding("data directory", ok=False, told=told, remedy="make room: a full disk stops")
    return Finding("data directory", ok=True, told=told)


def _secret(path: Path) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    told = f"{path.name} has mode {mode:03o}"
    if mode & _OTHERS:
        remedy = f"chmod 600 {path}: others can read it"
        return Finding("secret", ok=False, told=told, remedy=remedy)
    return Finding("secret", ok=True, told=told)


async def _store(place: Place, migrations: Migrations) -> Finding:
    what = f"the {migrations.store}"
    if place.path is not None and not place.path.exists():
        return Finding(what, ok=True, told=f"{place.name} is not made yet: the gateway makes it")
    engine = open_engine(place, durable=True)
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(revision_of, migrations)
    except Exception as error:  # noqa: BLE001 - whatever the database says is the finding
        remedy = "start the database, or mend QUAY_CHAIN_DATABASE_URL"
        return Finding(what, ok=False, told=str(error).splitlines()[0], remedy=remedy)
    finally:
        await engine.dispose()
    told = f"{place.name}, revision {found.at or 'none'} of {found.newest}"
    if not found.known:
        remedy = "run the version of the software that wrote it, or a later one"
        return Finding(what, ok=False, told=told, remedy=remedy)
    later = "" if found.at == found.newest else ", raised at the next start"
    return Finding(what, ok=True, told=told + later)


def _deployment(settings: ChainSettings) -> tuple[Deployment | None, Finding]:
    path = settings.deployment_path
    try:
        deployment = Deployment.load(path)
    except (ValueError, KeyError, TypeError, OSError) as error:
        remedy = "bring the file back from a backup"
        told = f"{path} cannot be read: {error}"
        return None, Finding("deployment", ok=False, told=told, remedy=remedy)
    if deployment is None:
        remedy = "`quay up` deploys, or copy deployment.json from a gateway of the same ledger"
        return None, Finding("deployment", ok=False, told=f"{path} is not there", remedy=remedy)
    told = f"{len(deployment.addresses)} contracts on chain {deployment.chain_id}"
    return deployment, Finding("deployment", ok=True, told=told)


async def _chain(
    settings: ChainSettings, rpc: JsonRpc, deployment: Deployment | None
) -> AsyncIterator[Finding]:
    yield _clock(_time_of(await rpc.block("latest")))
    if deployment is not None:
        yield await _contracts(rpc, deployment)
    for path in settings.lane_key_paths:
        if path.exists():
            yield await _gas("relayer's gas", path, rpc, _GAS_OF_A_DAY)
    if settings.notary_key_path.exists():
        yield await _gas("notary's gas", settings.notary_key_path, rpc, _GAS_OF_NOTES)


def _time_of(head: dict[str, object] | None) -> int:
    return 0 if head is None else int(str(head["timestamp"]), 16)


def _clock(mined_at: int) -> Finding:
    ahead = mined_at - int(time.time())
    if ahead > _CLOCK_SECONDS:
        return Finding(
            "clock",
            ok=False,
            told=f"the newest block is {ahead} s ahead of this machine",
            remedy="set this machine's clock, or the node's: expiries go by blocks",
        )
    return Finding("clock", ok=True, told=f"the newest block is {max(0, -ahead)} s old")


async def _contracts(rpc: JsonRpc, deployment: Deployment) -> Finding:
    try:
        await check(rpc, deployment)
    except ChainError as error:
        lost = isinstance(error, DeploymentError)
        remedy = (
            "start the gateway: it brings an embedded node back from its journal"
            if lost
            else "name the node of this deployment's chain"
        )
        return Finding("contracts", ok=False, told=str(error), remedy=remedy)
    return Finding("contracts", ok=True, told="all there, of this version's sources")


async def _gas(check: str, key: Path, rpc: JsonRpc, needed: int) -> Finding:
    address = load_or_create_key(key).address
    fee = max((await rpc.fees()).values())
    balance = int(await rpc.raw("eth_getBalance", address, "latest"), 16)
    told = f"{key.name}: {address} has {balance} wei, gas costs {fee} wei"
    if balance < fee * needed:
        remedy = "send it some: it pays for transactions, and has no right on the ledger"
        return Finding(check, ok=False, told=told, remedy=remedy)
    return Finding(check, ok=True, told=told)
