"""A ledger for the measurement: contracts on an Anvil of their own, the same to the byte in every run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from eth_account import Account
from eth_utils.crypto import keccak

from chain.deploy import Deployment, FoundingMember, deploy
from chain.node import AnvilNode
from chain.rpc import JsonRpc
from contracts.bindings import enums
from scripts.bench.cast import genesis


class TracingAnvil(AnvilNode):
    """Anvil that keeps each step of each transaction."""

    def _command(self) -> Sequence[str]:
        return [*super()._command(), "--steps-tracing"]


@dataclass(frozen=True)
class Ledger:
    """A running node with the contracts on it."""

    rpc: JsonRpc
    deployment: Deployment


@asynccontextmanager
async def ledger(data_dir: Path, *, tracing: bool) -> AsyncIterator[Ledger]:
    """Starts a node and deploys from a fixed key: addresses, ids and signatures are the same at each run.

    A node that keeps traces is slow: it is for single transactions.
    """
    roles = enums()["Roles"]
    founders = [
        FoundingMember(
            founder.identity,
            founder.name,
            sum(roles[role] for role in founder.roles),
            founder.wallet,
        )
        for founder in genesis().founders
    ]
    deployer = Account.from_key(keccak(text="benchmark deployer"))
    with (TracingAnvil if tracing else AnvilNode)(data_dir) as node:
        async with JsonRpc(node.url, timeout=120) as rpc:
            yield Ledger(rpc, await deploy(rpc, deployer, founders, 1))
