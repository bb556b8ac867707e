"""Carries out the steps of a consignment through the gateway's client, and says how each ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.client import (
    ActionFailed,
    ActionRecord,
    ClientError,
    PreparedAction,
    PreparedRecord,
    Refused,
)
from scripts.demos.cast import Player
from scripts.demos.report import Listener, StepError, StepResult
from scripts.demos.resolve import Scene, resolved
from scripts.demos.steps import Course, Manner, Step, Together, steps_of
from wallets.signer import Signer
from wallets.typed_action import Domain, TypedAction, action_id, parse_action

ZERO = "0x" + "00" * 32
PATIENCE = 120.0
"""Seconds that an action may take to its end."""

_COLLECTIONS = {
    "bill": "bills",
    "order": "releases",
    "certificate": "certificates",
    "claim": "claims",
}
_ID_FIELDS = {
    "bills": "billId",
    "releases": "orderId",
    "certificates": "certificateId",
    "claims": "claimId",
}
_READERS = {"certificates": "applicant", "claims": "certificate user"}
"""Who may see a record, where that is not the carrier."""
_LEFT_OUT = {"representedParty": 0, "remark": ZERO}
_GATE_LEFT_OUT = {**_LEFT_OUT, "pickup": ZERO}


@dataclass(frozen=True)
class Signed:
    """An action with its signatures, ready to be handed in by anyone."""

    action: str
    message: Mapping[str, Any]
    signatures: tuple[bytes, ...]
    action_id: str


@dataclass(frozen=True)
class Ending:
    """How a step ended, whatever was expected."""

    result: str
    record: ActionRecord | None = None
    error: StepError | None = None


class CourseRunner:
    """Runs one consignment's course, step after step."""

    def __init__(self, scene: Scene, listener: Listener) -> None:
        self._scene = scene
        self._listener = listener
        self._results: list[StepResult] = []

    async def run(self, course: Course) -> list[StepResult]:
        """Runs the course; after a step that ended wrongly nothing more is tried."""
        self._listener.began(self._scene.consignment.key, len(steps_of(course)))
        broken = False
        for item in course:
            steps = item.steps if isinstance(item, Together) else (item,)
            if broken:
                ended = [self._not_reached(step) for step in steps]
            else:
                ended = await asyncio.gather(*(self._step(step) for step in steps))
            for result in ended:
                self._results.append(result)
                self._listener.ended(result)
            broken = broken or any(not result.ok for result in ended)
        return self._results

    async def _step(self, step: Step) -> StepResult:
        player = self._scene.cast.player(self._scene.consignment, step.actor)
        began = time.perf_counter()
        ending = await outcome(self._perform(step, player))
        return self._result(step, player, ending, time.perf_counter() - began)

    async def _perform(self, step: Step, player: Player) -> Ending:
        match step.manner:
            case Manner.SEAL:
                self._keep(step, await self._prepared(step, player))
                return Ending("sealed")
            case Manner.REPEAT:
                return await self._repeat(step, player)
            case Manner.SEND:
                signed = self._scene.signed[step.of or ""]
            case Manner.REPLAY:
                signed = await self._replay(step)
            case Manner.OFFLINE:
                signed = await self._offline(step, player)
            case Manner.DOCUMENT:
                signed = await self._from_document(step, player)
            case Manner.ACT:
                signed = await self._prepared(step, player)
        self._keep(step, signed)
        return Ending("final", await self._hand_in(player, signed))

    async def _hand_in(self, player: Player, signed: Signed) -> ActionRecord:
        client = player.client
        record = await client.submit(
            signed.action, signed.message, signed.signatures, min(PATIENCE, 20.0)
        )
        return await client.wait(record, PATIENCE)

    # --- the manners -----------------------------------------------------------------------------

    async def _prepared(self, step: Step, player: Player) -> Signed:
        intent = self._about(step) | resolved(step.intent, self._scene)
        prepared = await player.client.prepare(step.action, **intent)
        return await _sign(player, prepared, intent, self._cosigners(step))

    async def _from_document(self, step: Step, player: Player) -> Signed:
        terms = resolved(step.intent, self._scene)
        document = resolved(step.document or {}, self._scene)
        made = await _prepare_document(player, self._collection(step.record), document, terms)
        self._scene.records[step.record] = made.record_id
        return await _sign(player, made.prepared, made.intent)

    async def _offline(self, step: Step, player: Player) -> Signed:
        version = await self._version(step.record)
        terms = resolved(step.intent, self._scene, lambda _: version)
        rest = _GATE_LEFT_OUT if step.action == "GateOut" else _LEFT_OUT
        message = {**rest, **self._about(step), "actor": player.number, **terms}
        return await _sign_offline(player, parse_action(step.action, message))

    async def _repeat(self, step: Step, player: Player) -> Ending:
        signed: Signed = self._scene.signed[step.of or ""]
        before = await self._version(step.record)
        record = await self._hand_in(player, signed)
        if record.action_id != signed.action_id or await self._version(step.record) != before:
            reason = "the repeated action changed the record"
            return Ending("error", record, StepError("ExecutedTwice", reason))
        return Ending("unchanged", record)

    async def _replay(self, step: Step) -> Signed:
        signed: Signed = self._scene.signed[step.of or ""]
        changed = resolved(step.intent, self._scene)
        message = {**signed.message, **changed, "version": await self._version(step.record)}
        return Signed(signed.action, message, signed.signatures, "")

    def _cosigners(self, step: Step) -> list[Signer]:
        if step.cosigner is None:
            return []
        return [self._scene.cast.player(self._scene.consignment, step.cosigner).signer]

    # --- around them -----------------------------------------------------------------------------

    def _keep(self, step: Step, signed: Signed) -> None:
        if step.mark is not None:
            self._scene.signed[step.mark] = signed

    def _collection(self, record: str) -> str:
        """Of "order" and of "order 2" alike."""
        return _COLLECTIONS[record.split(maxsplit=1)[0]]

    def _about(self, step: Step) -> dict[str, str]:
        field = _ID_FIELDS[self._collection(step.record)]
        return {field: self._scene.record_id(step.record)}

    async def _version(self, record: str) -> int:
        """A record's version, asked as somebody who may see it."""
        reader = _READERS.get(self._collection(record), "carrier")
        player = self._scene.cast.player(self._scene.consignment, reader)
        path = f"/v1/{self._collection(record)}/{self._scene.record_id(record)}"
        return int((await player.client.get(path))["version"])

    def _not_reached(self, step: Step) -> StepResult:
        player = self._scene.cast.player(self._scene.consignment, step.actor)
        return self._result(step, player, Ending("not reached"), 0.0)

    def _result(self, step: Step, player: Player, ending: Ending, seconds: float) -> StepResult:
        return step_result(
            self._scene.consignment.key,
            step,
            player,
            ending,
            seconds,
            self._scene.records.get(step.record),
        )


async def outcome(attempt: Any) -> Ending:
    """Awaits an attempt and turns the client's errors into endings."""
    try:
        ending: Ending = await attempt
    except Refused as refused:
        return Ending("refused", None, _error_of_refusal(refused))
    except ActionFailed as failed:
        error = failed.contract_error
        name = error.name if error else "failed"
        reason = (error.detail if error else "") or str(failed)
        return Ending(
            "refused", failed.record, StepError(name, reason, error.args if error else {})
        )
    except (ClientError, LookupError, ValueError) as exc:
        return Ending("error", None, StepError(type(exc).__name__, str(exc)))
    return ending


def step_result(
    consignment: str,
    step: Step,
    player: Player,
    ending: Ending,
    seconds: float,
    record_id: str | None,
) -> StepResult:
    """A step's result: what happened beside what the story says."""
    record = ending.record
    executed = record is not None and ending.result != "unchanged"
    return StepResult(
        consignment=consignment,
        does=step.does,
        actor=player.organisation.key,
        actor_name=player.organisation.name,
        member=player.member,
        wallet=player.signer.address,
        signers=tuple(record.signers) if record else (),
        action=step.action,
        record=step.record,
        record_id=record_id,
        result=ending.result,
        expected=step.refusal,
        ok=as_told(step, ending),
        error=ending.error,
        gas=record.gas_used if record and executed else None,
        seconds=seconds,
        action_id=record.action_id if record else None,
        transaction=record.transaction_hash if record else None,
        block=record.block_number if record else None,
    )


def as_told(step: Step, ending: Ending) -> bool:
    """Whether a step ended as the story says: success, or the refusal of that name."""
    if step.refusal is not None:
        return (
            ending.result == "refused"
            and ending.error is not None
            and ending.error.name == step.refusal
        )
    expected = {Manner.SEAL: "sealed", Manner.REPEAT: "unchanged"}.get(step.manner, "final")
    return ending.result == expected


def _error_of_refusal(refused: Refused) -> StepError:
    error = refused.contract_error
    name = error.name if error else refused.code
    return StepError(name, refused.problem.detail, error.args if error else {})


async def _sign(
    player: Player,
    prepared: PreparedAction,
    intent: Mapping[str, Any],
    cosigners: Sequence[Signer] = (),
) -> Signed:
    signatures = await player.client.sign(prepared, [player.signer, *cosigners], **intent)
    return Signed(prepared.action, prepared.message, signatures, prepared.action_id)


async def _sign_offline(player: Player, action: TypedAction) -> Signed:
    """Signs an action that no gateway has prepared: all it takes is the contracts' addresses."""
    deployment = await player.client.deployment()
    domain = Domain(deployment.chain_id, deployment.addresses[action.spec.contract])
    signature = player.signer.sign_action(action, domain)
    return Signed(action.name, action.message, (signature,), action_id(action, domain))


async def _prepare_document(
    player: Player, collection: str, document: Mapping[str, Any], terms: Mapping[str, Any]
) -> PreparedRecord:
    client = player.client
    prepare = {
        "bills": client.prepare_bill,
        "releases": client.prepare_release,
        "certificates": client.prepare_certificate,
        "claims": client.prepare_claim,
    }
    return await prepare[collection](document, **terms)
