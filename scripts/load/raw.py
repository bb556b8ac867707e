"""The same actions as raw transactions, signed beforehand, straight to the same node."""

from __future__ import annotations

import time
from itertools import islice, zip_longest
from random import Random

from chain.rpc import JsonRpc
from scripts.bench.raw import RawSender
from scripts.load.crew import Crew
from scripts.load.port import actions_of, consignments


async def raw_rate(rpc_url: str, crew: Crew, dice: Random, count: int, in_flight: int) -> float:
    """Actions a second of so many consignments side by side, a transaction for each action, without a gateway.

    Raises:
        ChainError: The node does not answer.
        RuntimeError: A transaction reverted.
    """
    lives = [actions_of(steps) for steps in islice(consignments(crew, dice), count)]
    in_order = [act for turn in zip_longest(*lives) for act in turn if act is not None]
    async with JsonRpc(rpc_url, timeout=120) as rpc:
        sender = RawSender(rpc, dict(crew.deployment.addresses), crew.deployment.chain_id)
        raws = [sender.raw(crew.sign(act.name, act.by, act.fields)) for act in in_order]
        started = time.perf_counter()
        await sender.flood(raws, in_flight)
        return len(raws) / (time.perf_counter() - started)
