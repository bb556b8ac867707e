"""A ledger of real processes to measure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from api.client.aio import QuayClient
from chain.deploy import Deployment
from chain.rpc import JsonRpc
from scripts.bench.cast import WALLETS, genesis
from scripts.bench.raw import RawSender
from scripts.quay.console import CommandError
from scripts.quay.supervise import Plan, Supervisor


@dataclass(frozen=True)
class Bench:
    """A ledger that runs, and who is signed in there."""

    url: str
    token: str
    deployment: Deployment
    sender: RawSender
    node: str
    gateway_pid: int


@asynccontextmanager
async def running(plan: Plan) -> AsyncIterator[Bench]:
    """A fresh ledger of the benchmark's members, stopped at the end. Raises CommandError, ChainError."""
    async with Supervisor(plan) as ledger:
        await ledger.start(genesis())
        deployment = Deployment.load(plan.deployment_path)
        if deployment is None:
            message = "the ledger was started without a deployment"
            raise CommandError(message)
        async with QuayClient(ledger.url, signer=WALLETS["carrier"]) as client:
            token = (await client.sign_in()).token
        async with JsonRpc(ledger.rpc_url, timeout=120) as rpc:
            sender = RawSender(rpc, deployment.addresses, deployment.chain_id)
            yield Bench(
                ledger.url,
                token,
                deployment,
                sender,
                await rpc.client_version(),
                ledger.pids["gateway"],
            )
