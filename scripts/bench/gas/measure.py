"""Gas per action by receipts: alone, as a share of batches of 10 and 50, and as a share of a set of 50 signed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from chain import abi
from chain.deploy import Deployment
from contracts.bindings import actions
from scripts.bench.cast import MEMBER, ZERO, Signed
from scripts.bench.gas.floor import Parts, parts_of
from scripts.bench.gas.life import Life, Step
from scripts.bench.gas.steps import STEPS
from scripts.bench.raw import RawSender
from wallets.action_set import set_digest
from wallets.typed_action import parse_action

CALL_GAS: Final = 700_000
SMALL: Final = 10
LARGE: Final = 50

Figures = dict[str, float]


class Measurement:
    """Leads lives through the steps on one ledger and reads what each step costs."""

    def __init__(self, sender: RawSender, deployment: Deployment) -> None:
        self._sender = sender
        self._deployment = deployment
        numbers = iter(range(1 + SMALL + LARGE + LARGE))
        self._alone = Life(next(numbers))
        self._small = [Life(next(numbers)) for _ in range(SMALL)]
        self._large = [Life(next(numbers)) for _ in range(LARGE)]
        self._set = [Life(next(numbers)) for _ in range(LARGE)]

    async def run(self, steps: Iterable[Step] = STEPS) -> dict[str, Figures]:
        """The figures of each step by its label; a step that occurs twice counts its second time."""
        return {step.label: await self._measure(step) for step in steps}

    async def parts(self, steps: Iterable[Step] = STEPS) -> dict[str, Parts]:
        """Where the gas of each step alone went; it takes a node that keeps traces."""
        found: dict[str, Parts] = {}
        for step in steps:
            if step.after_seconds:
                await self._sender.advance(step.after_seconds)
            data, used, transaction_hash = await self._direct(step)
            found[step.label] = parts_of(data, used, await self._sender.trace(transaction_hash))
        return found

    async def _measure(self, step: Step) -> Figures:
        if step.after_seconds:
            await self._sender.advance(step.after_seconds)
        figures: Figures = {
            "direct": (await self._direct(step))[1],
            "batch10": await self._batched(step, self._small),
            "batch50": await self._batched(step, self._large),
        }
        if step.as_set:
            figures["set50"] = await self._as_set(step, self._set)
        else:
            await self._batched(step, self._set)
        return figures

    async def _direct(self, step: Step) -> tuple[bytes, int, str]:
        """The calldata, the gas and the hash of a transaction of the step alone."""
        signed = self._signed(step, self._alone)
        data = abi.encode_action(signed.action, signed.signature)
        receipt = await self._sender.transact(self._sender.target(signed), data)
        return data, int(receipt["gasUsed"], 16), receipt["transactionHash"]

    def _signed(self, step: Step, life: Life) -> Signed:
        spec = actions()[step.action]
        empty = {given.name: ZERO if given.type == "bytes32" else 0 for given in spec.fields}
        known: dict[str, Any] = {**empty, **step.fields(life)}
        if "actor" in empty:
            known["actor"] = MEMBER[step.by[0]]
        action = parse_action(step.action, known)
        domain = self._deployment.domain(spec.contract)
        pieces = [life.signer(key).sign_action(action, domain) for key in step.by]
        return Signed(action, b"".join(pieces))

    async def _batched(self, step: Step, lives: Sequence[Life]) -> float:
        calls = [
            (self._sender.target(one), CALL_GAS, abi.encode_action(one.action, one.signature))
            for one in (self._signed(step, life) for life in lives)
        ]
        return await self._shared(abi.encode_batch(calls), len(lives))

    async def _as_set(self, step: Step, lives: Sequence[Life]) -> float:
        """One wallet, or two, sign for all of the lives at once."""
        together = [self._signed(step, life).action for life in lives]
        target = self._sender.addresses[together[0].spec.contract]
        digest = set_digest(together, self._deployment.domain(together[0].spec.contract))
        pieces = [lives[0].signer(key).sign_digest(digest) for key in step.by]
        data = abi.encode_set(target, CALL_GAS, together, b"".join(pieces))
        return await self._shared(data, len(lives))

    async def _shared(self, data: bytes, count: int) -> float:
        receipt = await self._sender.transact_batch(data)
        return round(int(receipt["gasUsed"], 16) / count, 1)
