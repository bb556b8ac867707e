"""The story's first part: the governors admit the organisations, and terminals enrol their gates."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Sequence
from typing import Any

from api.client import ActionRecord, PreparedAction, Refused
from scripts.demos.cast import GATE, Cast, Player
from scripts.demos.consignments import Organisation
from scripts.demos.report import Listener, StepResult
from scripts.demos.runner import Ending, outcome, step_result
from scripts.demos.steps import Step
from wallets.commitment import commit
from wallets.signer import Signer

CONSORTIUM = "consortium"
_NOT_ENROLLED = "wallet_not_enrolled"
_LAG = 0.05
_LAG_TRIES = 200


class ConsortiumError(RuntimeError):
    """The consortium cannot be set up as the story needs it."""


class Admission:
    """Brings every player onto the ledger, by signatures of the governors alone."""

    def __init__(self, cast: Cast, listener: Listener) -> None:
        self._cast = cast
        self._listener = listener
        self._results: list[StepResult] = []

    async def run(self) -> list[StepResult]:
        """Signs everybody in; who is no member yet is admitted, what is no wallet yet enrolled.

        Raises:
            ConsortiumError: there is no governor on the ledger among the players.
        """
        players = self._cast.players
        known = {key for key in players if await sign_in_if_enrolled(players[key])}
        governors = self._cast.governors()
        if not governors:
            message = "none of the wallets given is a governor of this ledger"
            raise ConsortiumError(message)
        newcomers = [k for k in players if k not in known and not k.endswith(GATE)]
        gates = [k for k in players if k not in known and k.endswith(GATE)]
        self._listener.began(CONSORTIUM, len(newcomers) + len(gates))
        for key in newcomers:
            await self._step(governors[0], _admits(players[key]), self._admit(players[key]))
        for key in gates:
            admin = players[key.removesuffix(GATE)]
            await self._step(admin, _enrols(), self._enrol(admin, players[key]))
        return self._results

    async def _step(self, actor: Player, step: Step, attempt: Awaitable[Ending]) -> None:
        began = time.perf_counter()
        ending = await outcome(attempt)
        seconds = time.perf_counter() - began
        record_id = ending.record.record_id if ending.record else None
        result = step_result(CONSORTIUM, step, actor, ending, seconds, record_id)
        self._results.append(result)
        self._listener.ended(result)

    async def _admit(self, player: Player) -> Ending:
        governors = self._cast.governors()
        signers = [governor.signer for governor in governors]
        record = await _act(
            governors[0],
            "AdmitMember",
            signers,
            identity=identity_of(player.organisation),
            name=player.organisation.name,
            roles=list(player.organisation.roles),
            wallet=player.signer.address,
        )
        await wait_until_enrolled(player)
        return Ending("final", record)

    async def _enrol(self, admin: Player, gate: Player) -> Ending:
        record = await _act(
            admin,
            "EnrolWallet",
            [admin.signer, gate.signer],
            member=admin.number,
            wallet=gate.signer.address,
            powers=["GATE"],
        )
        await wait_until_enrolled(gate)
        return Ending("final", record)


def identity_of(organisation: Organisation) -> str:
    """The commitment of an organisation's legal identifier under a fresh salt, as 0x-hex."""
    identifier = dict(organisation.identifier)
    return "0x" + commit(identifier, secrets.token_bytes(32)).root.hex()


async def sign_in_if_enrolled(player: Player) -> bool:
    """Signs a player in; False if its wallet is not enrolled."""
    try:
        session = await player.client.sign_in()
    except Refused as refused:
        if refused.code != _NOT_ENROLLED:
            raise
        return False
    player.member = session.member
    return True


async def wait_until_enrolled(player: Player) -> None:
    """Signs a player in as soon as the gateway has seen its enrolment.

    Raises:
        ConsortiumError: it has not within ten seconds.
    """
    for _ in range(_LAG_TRIES):
        if await sign_in_if_enrolled(player):
            return
        await asyncio.sleep(_LAG)
    message = f"the gateway does not see the enrolment of {player.signer.address}"
    raise ConsortiumError(message)


async def _act(
    player: Player,
    action: str,
    signers: Sequence[Signer],
    **intent: Any,
) -> ActionRecord:
    client = player.client
    prepared: PreparedAction = await client.prepare(action, **intent)
    return await client.carry_out(prepared, signers, **intent)


def _admits(player: Player) -> Step:
    who = f"{player.organisation.name} ({', '.join(player.organisation.roles).lower()})"
    return Step(f"admits {who}", "governor", "AdmitMember", "member")


def _enrols() -> Step:
    return Step("enrols its gate's wallet, for gate-outs alone", "admin", "EnrolWallet", "member")
