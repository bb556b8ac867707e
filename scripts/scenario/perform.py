"""Performs a scenario's steps one after the other, branches side by side, and compares."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from api.client import ClientError
from scripts.scenario import model as m
from scripts.scenario.acting import Actor, Denial, Outcome
from scripts.scenario.expect import differences
from scripts.scenario.load import Located, Script
from scripts.scenario.problems import Place, ValueProblem
from scripts.scenario.reading import Reader
from scripts.scenario.results import NOT_REACHED, StepResult
from scripts.scenario.scene import Record, Scene
from scripts.scenario.sealed import Sealer
from scripts.scenario.telling import Tellings
from scripts.scenario.values import seconds
from scripts.scenario.voyage import issue_in_bulk
from wallets.errors import WalletError


class Failed(Exception):
    """A step did not end as the scenario says: what was expected, what was found, and where."""

    def __init__(self, text: str, *path: str | int) -> None:
        super().__init__(text)
        self.path = path


@dataclass(frozen=True)
class Done:
    """How a step ended, if it ended as the scenario says."""

    outcome: str
    action_id: str | None = None
    gas: int | None = None


class Performer:
    """Performs the steps of one run."""

    def __init__(
        self,
        scene: Scene,
        tellings: Tellings,
        began: float,
        advance: Callable[[float], Awaitable[None]] | None,
        ended: Callable[[StepResult], None],
    ) -> None:
        self._scene = scene
        self._tellings = tellings
        self._began = began
        self._advance = advance
        self._ended = ended
        self._broken = False
        self.results: list[StepResult] = []

    async def run(self, script: Script, scene: Scene | None = None, lane: int = 0) -> None:
        """Performs steps in order; after one that ended wrongly none is tried."""
        here = scene or self._scene
        for located in script.steps:
            if isinstance(located.step, m.Parallel):
                await asyncio.gather(
                    *(
                        self.run(branch, here, lane + place)
                        for place, branch in enumerate(located.branches)
                    )
                )
            elif isinstance(located.step, m.Include) and located.included is not None:
                await self._include(located, here, lane)
            else:
                await self._one(located, here, lane)

    async def _include(self, located: Located, here: Scene, lane: int) -> None:
        included = located.included
        if included is None:
            return
        if (
            self._broken
        ):  # what it is given may be what a step that was not reached would have named
            await self.run(included, here, lane)
            return
        try:
            given = here.value(located.step.with_) if isinstance(located.step, m.Include) else {}
        except ValueProblem as exc:
            self._note(located, here, 0.0, lane, NOT_REACHED, str(exc))
            return
        inner = here.within({**included.parameters, **given})
        await self.run(included, inner, lane)

    async def _one(self, located: Located, scene: Scene, lane: int) -> None:
        if self._broken:
            self._note(located, scene, time.perf_counter(), lane, NOT_REACHED)
            return
        began = time.perf_counter()
        try:
            done = await Steps(scene, self._tellings, self._advance).perform(located.step)
        except Failed as exc:
            place = located.source.place((*located.path, *exc.path))
            self._note(located, scene, began, lane, "failed", str(exc), place)
        except (ClientError, ValueProblem, WalletError) as exc:
            self._note(located, scene, began, lane, "failed", str(exc))
        except Exception as exc:  # noqa: BLE001 - a fault in a step ends its run, and no other
            self._note(located, scene, began, lane, "failed", f"{type(exc).__name__}: {exc}")
        else:
            self._note(located, scene, began, lane, done.outcome, done=done)
        scene.ended[located.title] = time.perf_counter()

    def _note(
        self,
        located: Located,
        scene: Scene,
        began: float,
        lane: int,
        outcome: str,
        mistake: str | None = None,
        place: Place | None = None,
        done: Done | None = None,
    ) -> None:
        self._broken = self._broken or mistake is not None
        ended = time.perf_counter()
        reached = outcome != NOT_REACHED
        result = StepResult(
            name=located.title,
            by=_signers(located.who, scene),
            place=place or located.place,
            began=(began if reached else ended) - self._began,
            seconds=ended - began if reached else 0.0,
            outcome=outcome,
            mistake=mistake,
            action_id=done.action_id if done else None,
            gas=done.gas if done else None,
            lane=lane,
        )
        self.results.append(result)
        self._ended(result)


_POLL: Final = 0.05


class Steps:
    """Each kind of step, in one scene."""

    def __init__(
        self,
        scene: Scene,
        tellings: Tellings,
        advance: Callable[[float], Awaitable[None]] | None,
    ) -> None:
        self._scene = scene
        self._tellings = tellings
        self._advance = advance
        self._reader = Reader(scene)

    async def perform(self, step: m.Step) -> Done:  # noqa: C901, PLR0911, PLR0912 - one arm for each kind of step
        """Performs a step. Raises Failed, ValueProblem, ClientError."""
        match step:
            case m.Act():
                return await self._act(step)
            case m.Submit():
                outcome = await Actor(self._scene).submit(step)
                return self._judged(outcome, step.refused)
            case m.Read():
                record = self._scene.record(self._scene.value(step.read))
                return await self._reads(step, lambda: self._reader.record(record, step.by))
            case m.Get():
                return await self._get(step)
            case m.Verify():
                await self._until(step, lambda: self._reader.verify(step))
                return Done("verified")
            case m.Event():
                return await self._event(step)
            case m.Wait():
                await asyncio.sleep(seconds(self._scene.value(step.wait)))
                return Done("waited")
            case m.Advance():
                return await self._advances(step)
            case m.Time():
                return self._elapsed(step.elapsed)
            case m.Let():
                self._scene.variables.update(self._scene.value(step.let))
                return Done("named")
            case m.Bulk():
                return await self._bulk(step)
            case m.Seal():
                await Sealer(self._scene).seal(step)
                return Done("sealed")
            case m.Open():
                denial = await Sealer(self._scene).open(step)
                return self._judged(Outcome(denial=denial), step.refused, "opened")
            case _:
                raise ValueProblem(f"{type(step).__name__} is no step that can be performed")

    # --- acting ----------------------------------------------------------------------------------

    async def _act(self, step: m.Act) -> Done:
        if step.each is None:
            return await self.act_once(step)
        items = self._scene.value(step.each)
        if not isinstance(items, list):
            raise Failed(f"expected a list, found {items!r}", "each")
        scenes = [self._scene.within({**self._scene.variables, "each": item}) for item in items]
        each = [Steps(scene, self._tellings, self._advance) for scene in scenes]
        # All are awaited, whichever fails: none may go on when the run has closed its connections.
        ended = await asyncio.gather(*(one.act_once(step) for one in each), return_exceptions=True)
        done: list[Done] = []
        for one in ended:
            if isinstance(one, BaseException):
                raise one
            done.append(one)
        gas = sum(one.gas or 0 for one in done)
        outcome = done[0].outcome if done else "nothing to do"
        return Done(f"{len(done)} × {outcome}", gas=gas or None)

    async def act_once(self, step: m.Act) -> Done:
        """Does an action in this scene, and holds what became of it against the step. Raises Failed."""
        outcome = await Actor(self._scene).act(step)
        done = self._judged(outcome, step.refused, "kept back" if step.keep else "final")
        if step.expect:
            record = outcome.record
            if record is None:
                raise Failed("expected fields of a record, and the step is about none", "expect")
            await self._until(step, lambda: self._reader.record(record, step.by))
        return done

    def _judged(
        self, outcome: Outcome, refused: str | m.Refusal | None, well: str = "final"
    ) -> Done:
        """An outcome held against what the step says of it."""
        wanted = self._scene.value(refused.error if isinstance(refused, m.Refusal) else refused)
        at = refused.at if isinstance(refused, m.Refusal) else None
        denial = outcome.denial
        if not wanted:
            if denial is not None:
                raise Failed(f"expected success, found {_told(denial)}")
            action = outcome.action
            if action is None:
                return Done(well)
            return Done(action.status, action.action_id, action.gas_used)
        if denial is None:
            raise Failed(f"expected the refusal {wanted}, found success", "refused")
        if wanted not in {denial.error, denial.code}:
            raise Failed(f"expected the refusal {wanted}, found {_told(denial)}", "refused")
        if at is not None and at != denial.at:
            raise Failed(
                f"expected the refusal at {at}, found {denial.error} at {denial.at}", "refused"
            )
        return Done(f"refused: {denial.error}")

    async def _bulk(self, step: m.Bulk) -> Done:
        records = await issue_in_bulk(self._scene, step)
        for record in records if step.expect else ():
            await self._until(step, lambda record=record: self._reader.record(record, step.by))  # type: ignore[misc]
        return Done(f"{len(records)} issued")

    # --- reading ---------------------------------------------------------------------------------

    async def _get(self, step: m.Get) -> Done:
        seen: list[Any] = []

        async def look() -> Any:
            seen.append(await self._reader.get(step))
            return seen[-1]

        done = await self._reads(step, look)
        if step.save and seen:
            self._scene.variables[step.save] = seen[-1]
        return done

    async def _reads(self, step: m.Read | m.Get, look: Callable[[], Awaitable[Any]]) -> Done:
        if step.refused is not None and self._scene.value(_error_of(step.refused)):
            denial = await self._reader.denial(look)
            return self._judged(Outcome(denial=denial), step.refused)
        await self._until(step, look)
        return Done("read")

    async def _until(
        self, step: m.Act | m.Read | m.Get | m.Verify | m.Bulk, look: Callable[[], Awaitable[Any]]
    ) -> None:
        """Looks until what is seen is as expected, for as long as the step allows."""
        within = 10.0 if isinstance(step, m.Bulk) else seconds(self._scene.value(step.within))
        deadline = time.perf_counter() + within
        while True:
            found = differences(step.expect, await look(), self._scene)
            if not found:
                return
            if time.perf_counter() >= deadline:
                text = "; ".join(one.text for one in found)
                raise Failed(text, "expect", *found[0].path)
            await asyncio.sleep(_POLL)

    def _hold(self, expected: dict[str, Any], answer: Any) -> None:
        found = differences(expected, answer, self._scene)
        if found:
            raise Failed("; ".join(one.text for one in found), "expect", *found[0].path)

    async def _event(self, step: m.Event) -> Done:
        record: Record | None = None
        if step.on is not None:
            record = self._scene.record(self._scene.value(step.on))
        within = seconds(self._scene.value(step.within))
        seen, told = await self._tellings.await_event(step, record, within)
        if seen is None:
            raise Failed(
                f"expected the event {step.event} within {within:g} s, found {told}", "event"
            )
        self._hold(step.expect, seen)
        return Done(f"told by {step.by}")

    # --- time ------------------------------------------------------------------------------------

    async def _advances(self, step: m.Advance) -> Done:
        if self._advance is None:
            raise Failed("expected an embedded ledger, whose clock can be advanced", "advance")
        await self._advance(seconds(self._scene.value(step.advance)))
        return Done("advanced")

    def _elapsed(self, elapsed: m.Elapsed) -> Done:
        ended = self._scene.ended
        if elapsed.since not in ended:
            raise Failed(
                f"expected a step before this one, found {elapsed.since!r}", "elapsed", "since"
            )
        until = time.perf_counter() if elapsed.until is None else ended.get(elapsed.until)
        if until is None:
            raise Failed(
                f"expected a step before this one, found {elapsed.until!r}", "elapsed", "until"
            )
        took = until - ended[elapsed.since]
        if elapsed.at_most is not None and took > seconds(self._scene.value(elapsed.at_most)):
            raise Failed(
                f"expected at most {elapsed.at_most}, found {took:.3f} s", "elapsed", "at_most"
            )
        if elapsed.at_least is not None and took < seconds(self._scene.value(elapsed.at_least)):
            raise Failed(
                f"expected at least {elapsed.at_least}, found {took:.3f} s", "elapsed", "at_least"
            )
        return Done(f"{took:.3f} s")


def _signers(who: Any, scene: Scene) -> str:
    """Who does a step, in words: an expression's value, or as it stands where it has none here."""
    with suppress(ValueProblem):
        who = scene.value(who)
    return " + ".join(map(str, who)) if isinstance(who, list) else str(who or "")


def _error_of(refused: str | m.Refusal) -> str:
    return refused.error if isinstance(refused, m.Refusal) else refused


def _told(denial: Denial) -> str:
    return f"the refusal {denial.error} at {denial.at}: {denial.reason}"
