"""What a story is made of: steps that say who does what, and how it must end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias


@dataclass(frozen=True)
class Member:
    """In an intent: the member number of the party that plays this part, such as "bank"."""

    part: str


@dataclass(frozen=True)
class RecordId:
    """In an intent: the id of a record of this consignment: "bill", "order" or "certificate 1"."""

    record: str


@dataclass(frozen=True)
class VersionOf:
    """In an intent: a record's version as the ledger has it now, for actions built offline."""

    record: str


@dataclass(frozen=True)
class Commitment:
    """In an intent: a salted commitment of this text, such as a reason for a refusal."""

    of: str


@dataclass(frozen=True)
class NewRecord:
    """In an intent: the id of a record that the step makes, the salted commitment of its document."""

    record: str
    document: Mapping[str, object]


@dataclass(frozen=True)
class FromNow:
    """In an intent or a document: the time that many days from now, RFC 3339."""

    days: int


Value: TypeAlias = object
"""A term of an intent: plain JSON, or one of the placeholders above, at any depth."""


class Manner(Enum):
    """How a step comes to the gateway."""

    ACT = "prepare, sign, submit, await"
    DOCUMENT = "as ACT, for a new record made from a document"
    SEAL = "prepare and sign, and keep the signed action for later"
    SEND = "submit the sealed action"
    OFFLINE = "build and sign the action without asking the gateway, then submit it"
    REPEAT = "submit an action that took effect once more: nothing must happen"
    REPLAY = "put the signature of an action that took effect under its successor"


@dataclass(frozen=True)
class Step:
    """One step of a consignment.

    Attributes:
        does: what happens, as the report says it.
        actor: the part of the consignment whose wallet signs, such as "shipper".
        action: the typed action's name.
        record: the record that it is about: "bill", "order" or "certificate 1".
        intent: the action's fields besides record, version and actor.
        refusal: the name of the error that the step must end with; None if it must succeed.
        manner: how it comes to the gateway.
        document: for `DOCUMENT`, the document.
        mark: a name for what this step signed, for a later `SEND`, `REPEAT` or `REPLAY`.
        of: for those three, the mark of what was signed.
        cosigner: the part that signs after the actor, where an action takes both.
    """

    does: str
    actor: str
    action: str
    record: str
    intent: Mapping[str, Value] = field(default_factory=dict)
    refusal: str | None = None
    manner: Manner = Manner.ACT
    document: Mapping[str, object] | None = None
    mark: str | None = None
    of: str | None = None
    cosigner: str | None = None


@dataclass(frozen=True)
class Together:
    """Steps that need not wait for each other, such as the gates of one terminal."""

    steps: tuple[Step, ...]


Course: TypeAlias = "tuple[Step | Together, ...]"
"""The steps of one consignment, in order."""


def steps_of(course: Course) -> list[Step]:
    """All steps of a course."""
    found: list[Step] = []
    for item in course:
        found.extend(item.steps if isinstance(item, Together) else (item,))
    return found
