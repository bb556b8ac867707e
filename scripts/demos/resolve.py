"""From placeholders to values: who a part is, which record is meant, what a version is now."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts.demos.cast import Cast
from scripts.demos.consignments import Consignment
from scripts.demos.steps import Commitment, FromNow, Member, NewRecord, RecordId, VersionOf
from wallets.commitment import commit


@dataclass
class Scene:
    """What a consignment has come to: its records' ids by name, and what was signed by mark."""

    consignment: Consignment
    cast: Cast
    records: dict[str, str] = field(default_factory=dict)
    signed: dict[str, Any] = field(default_factory=dict)
    _commitments: dict[Commitment, str] = field(default_factory=dict)

    def record_id(self, record: str) -> str:
        """The id of a record that exists already.

        Raises:
            LookupError: there is none of this name yet.
        """
        try:
            return self.records[record]
        except KeyError:
            message = f"consignment {self.consignment.key} has no {record} yet"
            raise LookupError(message) from None

    def commitment(self, of: Commitment) -> str:
        """A salted commitment; of the same text again the same one, as both parties know its salt."""
        return self._commitments.setdefault(of, _committed({"text": of.of}))


def _committed(content: Mapping[str, Any]) -> str:
    return "0x" + commit(content, secrets.token_bytes(32)).root.hex()


def resolved(value: object, scene: Scene, version: Callable[[str], int] | None = None) -> Any:
    """The value with every placeholder in it replaced, at any depth.

    Args:
        value: plain JSON with placeholders.
        scene: where the placeholders point.
        version: tells a record's version; needed for `VersionOf` only.
    """
    match value:
        case Member(part):
            return scene.cast.member(scene.consignment, part)
        case RecordId(record):
            return scene.record_id(record)
        case VersionOf(record):
            return version(record) if version else None
        case Commitment():
            return scene.commitment(value)
        case NewRecord(record, document):
            scene.records[record] = _committed(document)
            return scene.records[record]
        case FromNow(days):
            time = datetime.now(UTC) + timedelta(days=days)
            return time.strftime("%Y-%m-%dT%H:%M:%SZ")
        case Mapping():
            return {k: resolved(v, scene, version) for k, v in value.items()}
        case list() | tuple():
            return [resolved(v, scene, version) for v in value]
        case _:
            return value
