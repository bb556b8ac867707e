"""The state of one run: records by name, variables, actions kept back, and when steps ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.scenario.cast import Cast, Hand, new_commitment
from scripts.scenario.documents import containers_of
from scripts.scenario.expressions import Evaluator
from scripts.scenario.generate import Generator
from scripts.scenario.kinds import RecordKind
from scripts.scenario.problems import ValueProblem, one_of
from scripts.scenario.values import moment


class Record(Mapping[str, Any]):
    """A record of the ledger under the scenario's name for it; in text it is its id.

    Parts: `id`, `document`, `salt`, `containers` (their numbers) and `seen`, the fields as they were last read.
    """

    def __init__(
        self,
        name: str,
        kind: RecordKind,
        record_id: str,
        maker: str,
        document: Mapping[str, Any] | None = None,
        salt: str | None = None,
    ) -> None:
        self.name, self.kind, self.id, self.maker = name, kind, record_id, maker
        self.document, self.salt = document, salt
        self.seen: Mapping[str, Any] = {}

    @property
    def path(self) -> str:
        """Where the gateway has it."""
        return f"/v1/{self.kind.collection}/{self.id}"

    def _parts(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "document": self.document,
            "salt": self.salt,
            "containers": containers_of(self.document or {}),
            "seen": self.seen,
        }

    def __getitem__(self, key: str) -> Any:
        return self._parts()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts())

    def __len__(self) -> int:
        return len(self._parts())

    def __str__(self) -> str:
        return self.id

    __hash__ = object.__hash__


@dataclass(frozen=True)
class Kept:
    """An action that was signed: to be handed in later, or once more."""

    action: str
    message: Mapping[str, Any]
    signatures: tuple[bytes, ...]
    action_id: str


@dataclass
class Scene:
    """What a run knows; branches share it, includes and rows have variables of their own."""

    cast: Cast
    data: Generator
    variables: dict[str, Any]
    records: dict[str, Record] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    clock: Callable[[], float] = lambda: 0.0

    def within(self, variables: Mapping[str, Any]) -> Scene:
        """The same scene with other variables, as an included file sees it."""
        inner = Scene(self.cast, self.data, dict(variables))
        inner.records, inner.kept, inner.ended = self.records, self.kept, self.ended
        inner.clock = self.clock
        return inner

    @property
    def evaluator(self) -> Evaluator:
        """What evaluates the scenario's expressions here."""
        return Evaluator(self.look_up, functions_of(self))

    def value(self, raw: Any) -> Any:
        """A value with its expressions evaluated. Raises ValueProblem."""
        return self.evaluator.value(raw)

    def look_up(self, name: str) -> Any:
        """What a name stands for: a variable, a record, an organisation's number."""
        if name in self.variables:
            return self.variables[name]
        if name in self.records:
            return self.records[name]
        if name in self.cast.players:
            return self.cast.number(name)
        known = [*self.variables, *self.records, *self.cast.players]
        raise ValueProblem(f"nothing is called {name!r}: {one_of(name, known)}")

    def hands(self, who: str | Sequence[str]) -> list[Hand]:
        """The wallets of `by`. Raises ValueProblem."""
        return self.cast.hands(self.value(who))

    def record(self, name: Any) -> Record:
        """A record by name, or what an expression gave. Raises ValueProblem."""
        if isinstance(name, Record):
            return name
        if name in self.records:
            return self.records[name]
        raise ValueProblem(f"there is no record {name!r}: {one_of(str(name), self.records)}")


PURE: Mapping[str, Callable[..., Any]] = {
    "range": lambda count: list(range(count)),
    "length": len,
    "join": lambda items, between=", ": between.join(map(str, items)),
    "upper": lambda text: str(text).upper(),
    "plus": lambda one, other: one + other,
    "text": str,
    "commitment": lambda text: new_commitment({"text": str(text)}),
}
OF_DATA = (
    "container",
    "containers",
    "bl_number",
    "lei",
    "uscc",
    "imo",
    "ship",
    "locode",
    "declaration",
    "declaration_item",
    "invoice",
    "digits",
    "number",
    "choice",
    "carrier_code",
)
OF_SCENE = ("now", "after", "member", "places")
FUNCTIONS = (*PURE, *OF_DATA, *OF_SCENE)


def functions_of(scene: Scene) -> Mapping[str, Callable[..., Any]]:
    """The functions that expressions may call."""
    own: dict[str, Callable[..., Any]] = {
        "now": lambda: moment("in 0 s", scene.clock()),
        "after": lambda duration: moment(f"in {duration}", scene.clock()),
        "member": scene.cast.number,
        "places": lambda record: list(range(len(scene.record(record)["containers"]))),
    }
    return {**PURE, **{name: getattr(scene.data, name) for name in OF_DATA}, **own}
