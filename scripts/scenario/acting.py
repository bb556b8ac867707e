"""Acting: an action is prepared, signed and handed in as a step says; a record is made from a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from api.client import ActionFailed, ActionRecord, PreparedAction, Refused
from api.client.checks import domain_of, meant_by
from contracts.bindings import ActionSpec, actions
from scripts.scenario.cast import Hand
from scripts.scenario.intent import intent_of
from scripts.scenario.kinds import MEMBER, PREPARED, about
from scripts.scenario.making import document_of, filled, further_records, record_of
from scripts.scenario.model import Act, Submit
from scripts.scenario.problems import ValueProblem
from scripts.scenario.scene import Kept, Record, Scene
from wallets.typed_action import action_id, parse_action

_PATIENCE: Final = 60.0
_EMPTY: Final = "0x" + "00" * 32


@dataclass(frozen=True)
class Denial:
    """A refusal that came: the error's name, where, and the reason in words."""

    error: str
    code: str
    at: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """How an action ended: it took effect, was kept back, or was refused."""

    action: ActionRecord | None = None
    denial: Denial | None = None
    record: Record | None = None


@dataclass(frozen=True)
class _Ready:
    """A signed action, and the record that it is about."""

    kept: Kept
    record: Record | None


class Actor:
    """Carries the acting steps of one scene out."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    async def act(self, step: Act) -> Outcome:
        """Does what a step says. A refusal is an outcome; what cannot even be tried is a ValueProblem."""
        hands = self._scene.hands(step.by)
        stage = "prepare"
        record: Record | None = None
        try:
            ready = await self._ready(step, hands)
            record = ready.record
            if step.keep:
                self._scene.kept[step.keep] = ready.kept
                return Outcome(record=record)
            stage = "accept"
            relay = self._scene.hands(step.through)[0] if step.through else hands[0]
            done = await self._hand_in(relay, ready.kept)
        except Refused as refused:
            return Outcome(denial=_denied(refused, stage), record=record)
        except ActionFailed as failed:
            return Outcome(denial=_failed(failed), record=record)
        self._remember(step, record, ready.kept)
        return Outcome(action=done, record=record)

    async def submit(self, step: Submit) -> Outcome:
        """Hands in what was kept back."""
        kept = self._scene.kept.get(step.submit)
        if kept is None:
            raise ValueProblem(f"nothing was kept back as {step.submit!r}")
        if step.change:
            changed = intent_of(actions()[kept.action], step.change, self._scene)
            kept = replace(kept, message={**kept.message, **changed})
        try:
            done = await self._hand_in(self._scene.hands(step.by)[0], kept)
        except Refused as refused:
            return Outcome(denial=_denied(refused, "accept"))
        except ActionFailed as failed:
            return Outcome(denial=_failed(failed))
        return Outcome(action=done)

    async def _hand_in(self, hand: Hand, kept: Kept) -> ActionRecord:
        client = hand.client
        taken = await client.submit(kept.action, kept.message, kept.signatures, 20.0)
        return await client.wait(taken, _PATIENCE)

    def _remember(self, step: Act, record: Record | None, kept: Kept) -> None:
        if record is not None and record.kind is not MEMBER:
            self._scene.records.setdefault(record.name, record)
        self._scene.kept.setdefault(step.save or step.do, kept)

    # --- making it ready -------------------------------------------------------------------------

    async def _ready(self, step: Act, hands: Sequence[Hand]) -> _Ready:
        spec = actions()[step.do]
        if step.do in PREPARED and about(spec).id_field not in step.with_ and not step.direct:
            return await self._from_document(step, spec, hands)
        further = further_records(step, spec, hands[0], self._scene)
        record = record_of(step, spec, hands[0], self._scene)
        intent = intent_of(spec, {**step.with_, **further}, self._scene)
        if record is not None:
            intent.setdefault(spec.fields[0].name, _id_of(record))
        intent = {**filled(spec, record, further), **intent}
        self._scene.records.update(
            {one.name: one for value in further.values() for one in _listed(value)}
        )
        if step.direct:
            return _Ready(await self._directly(spec, hands, record, intent), record)
        prepared = await hands[0].client.prepare(step.do, **intent)
        return _Ready(await _signed(hands, prepared, intent), record)

    async def _from_document(self, step: Act, spec: ActionSpec, hands: Sequence[Hand]) -> _Ready:
        document = document_of(step, hands[0], self._scene)
        said = {k: v for k, v in step.with_.items() if k not in IN_DOCUMENT.get(step.do, ())}
        intent = intent_of(spec, said, self._scene)
        terms = {_snake(name): value for name, value in intent.items() if value is not None}
        client, kind = hands[0].client, about(spec)
        prepare = {
            "bills": client.prepare_bill,
            "releases": client.prepare_release,
            "certificates": client.prepare_certificate,
            "claims": client.prepare_claim,
        }[kind.collection]
        made = await prepare(document, **terms)
        name = step.save or f"{step.do} of {hands[0].organisation}"
        record = Record(name, kind, made.record_id, hands[0].organisation, document, made.salt)
        return _Ready(await _signed(hands, made.prepared, made.intent), record)

    # --- without the gateway ---------------------------------------------------------------------

    async def _directly(
        self,
        spec: ActionSpec,
        hands: Sequence[Hand],
        record: Record | None,
        intent: Mapping[str, Any],
    ) -> Kept:
        """Builds and signs an action that no gateway has prepared."""
        message: dict[str, Any] = {}
        for field in spec.fields:
            if intent.get(field.name) is not None:
                message[field.name] = meant_by(field, intent[field.name])
            elif field.name == "actor":
                message[field.name] = self._scene.cast.number(hands[0].organisation)
            elif field.name == "version":
                message[field.name] = await self._version(record)
            elif field.type.endswith("[]"):
                message[field.name] = []
            else:
                message[field.name] = _EMPTY if field.type == "bytes32" else 0
        action = parse_action(spec.name, message)
        domain = domain_of(spec.contract, await hands[0].client.deployment())
        signatures = tuple(hand.signer.sign_action(action, domain) for hand in hands)
        return Kept(action.name, action.message, signatures, action_id(action, domain))

    async def _version(self, record: Record | None) -> int:
        """A record's version, asked as the member that made it."""
        if record is None:
            return 0
        reader = self._scene.cast.player(record.maker).main.client
        return int((await reader.get(record.path))["version"])


def _id_of(record: Record) -> Any:
    return int(record.id) if record.kind is MEMBER else record.id


async def _signed(
    hands: Sequence[Hand], prepared: PreparedAction, intent: Mapping[str, Any]
) -> Kept:
    signers = [hand.signer for hand in hands]
    signatures = await hands[0].client.sign(prepared, signers, **intent)
    return Kept(prepared.action, prepared.message, tuple(signatures), prepared.action_id)


def _denied(refused: Refused, at: str) -> Denial:
    error = refused.contract_error
    name = error.name if error else refused.code
    return Denial(name, refused.code, at, refused.problem.in_words())


def _failed(failed: ActionFailed) -> Denial:
    error = failed.contract_error
    name = error.name if error else "failed"
    return Denial(name, name, "chain", str(failed))


def _listed(value: Any) -> list[Record]:
    return value if isinstance(value, list) else [value]


IN_DOCUMENT: Final = {
    "IssueReleaseOrder": ("billId", "containers", "validUntil"),
    "ApplyCertificate": ("certificateType",),
}
"""Fields of actions that stand in the record's document."""


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda match: "_" + match[0].lower(), name)
