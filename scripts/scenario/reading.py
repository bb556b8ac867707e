"""Reading: records and any address, as a member or as the public."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from pydantic_core import to_jsonable_python

from api.client import Refused
from scripts.scenario.acting import Denial
from scripts.scenario.documents import merged
from scripts.scenario.model import Get, Verify
from scripts.scenario.problems import ValueProblem
from scripts.scenario.scene import Record, Scene

_VERIFIED: Final = {
    "bills": "bill",
    "releases": "release",
    "certificates": "certificate",
    "claims": "claim",
    "documents": "document",
    "appointments": "appointment",
    "inspections": "inspection",
}


class Reader:
    """Reads what is expected of."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    async def record(self, record: Record, by: str | Sequence[str]) -> Any:
        """A record as a member sees it."""
        client = self._scene.hands(by)[0].client
        seen = await client.get(record.path)
        record.seen = seen
        return seen

    async def get(self, step: Get) -> Any:
        """The answer of an address."""
        scene = self._scene
        path = str(scene.value(step.get))
        query = {key: _text(scene.value(value), scene) for key, value in step.query.items()}
        client = scene.cast.nobody if step.by is None else scene.hands(step.by)[0].client
        return await client.get(path, **query)

    async def verify(self, step: Verify) -> Any:
        """What the public verification says of a record's document, forged as the step says."""
        scene = self._scene
        record = scene.record(scene.value(step.verify))
        if record.document is None or record.salt is None:
            raise ValueProblem(f"{record.name} has no document that could be verified")
        document = merged(record.document, scene.value(step.change))
        kind = _VERIFIED.get(record.kind.collection)
        verification = scene.cast.nobody.verification
        return as_told(await verification.document(document, record.salt, kind))

    async def denial(self, look: Callable[[], Awaitable[Any]]) -> Denial | None:
        """The refusal of a look, None if it was not refused."""
        try:
            await look()
        except Refused as refused:
            return Denial(refused.code, refused.code, "read", refused.problem.in_words())
        return None


def as_told(answer: Any) -> Any:
    """An answer of one of the SDK's types with the fields as the gateway tells them."""
    return to_jsonable_python(answer)


def _text(value: Any, scene: Scene) -> str:
    if isinstance(value, str) and value in scene.cast.players:
        return str(scene.cast.number(value))
    if isinstance(value, str) and value in scene.records:
        return scene.records[value].id
    return str(value)
