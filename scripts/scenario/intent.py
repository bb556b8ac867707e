"""From what a step says to what an action takes: organisations, records, commitments, times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from contracts.bindings import ActionSpec, FieldSpec
from scripts.scenario.cast import new_commitment
from scripts.scenario.kinds import COMMITTED, is_member, named_by
from scripts.scenario.problems import ValueProblem, one_of
from scripts.scenario.scene import Record, Scene
from scripts.scenario.values import moment

_ID: Final = "bytes32"
_TIME: Final = "uint40"


def intent_of(spec: ActionSpec, said: Mapping[str, Any], scene: Scene) -> dict[str, Any]:
    """An action's fields as the gateway takes them. Raises ValueProblem naming the field."""
    fields = {field.name: field for field in spec.fields}
    return {name: field_value(fields[name], value, scene) for name, value in said.items()}


def field_value(field: FieldSpec, value: Any, scene: Scene) -> Any:
    """One field's value."""
    try:
        return _value(field, scene.value(value), scene)
    except ValueProblem as exc:
        raise ValueProblem(f"{field.name}: {exc}") from exc


def _value(field: FieldSpec, value: Any, scene: Scene) -> Any:
    if value is None:
        return None
    if field.type.endswith("[]"):
        items = value if isinstance(value, list) else [value]
        return [_id(field, item, scene) if _ID in field.type else item for item in items]
    if is_member(field):
        return scene.cast.number(value) if isinstance(value, str) and not value.isdigit() else value
    if field.type == _ID:
        return _id(field, value, scene)
    if field.type == _TIME:
        return moment(value, scene.clock())
    if field.type == "address" and isinstance(value, str) and not value.startswith("0x"):
        return scene.cast.hands(value)[0].signer.address
    return value


def _id(field: FieldSpec, value: Any, scene: Scene) -> Any:
    """A record's id, or a commitment to a text."""
    if isinstance(value, Record):
        return value.id
    if not isinstance(value, str) or value.startswith("0x"):
        return value
    if value in scene.records:
        return scene.records[value].id
    if field.name in COMMITTED:
        return new_commitment({"text": value})
    kind = named_by(field)
    what = f"a {kind.title}" if kind else "a record"
    raise ValueProblem(f"expected {what}, found {value!r}: {one_of(value, scene.records)}")
