"""From an intent in the trade's words to a message in the contract's values."""

from collections.abc import Mapping

from api.errors import FieldProblem, InvalidInput
from api.kit.names import ENUMS, FLAGS, names_in
from api.kit.schema import seconds_of
from contracts.bindings import ActionSpec, FieldSpec
from wallets.spelling import value_named

EMPTY = "0x" + "00" * 32
_PLACES = 256

# What a field is when the intent leaves it out: the contracts' own "none".
_DEFAULTS: Mapping[str, int | str] = {
    "representedParty": 0,
    "remark": EMPTY,
    "titleHolder": 0,
    "endorsee": 0,
    "deliverTo": 0,
    "pickup": EMPTY,
    "flow": 0,
    "expiresAt": 0,
    "subjectKind": 0,
    "subject": EMPTY,
    "consumer": 0,
    "consumerRoles": 0,
}
_WHOLE_ORDER = frozenset({"SetHold", "ClearHold"})
_ABOUT = frozenset({"subjectKind", "subject"})
# What a successor says anew, be it null: left out, it would silently be dropped.
_RESTATED: Mapping[str, frozenset[str]] = {
    "SupersedeDocument": _ABOUT | {"validUntil"},
    "CorrectMilestones": _ABOUT,
}
_VALID_FOR_GOOD = frozenset({"RegisterDocument", "SupersedeDocument"})
# The same, for fields that other actions cannot do without.
_DEFAULTS_OF: Mapping[tuple[str, str], int | str] = {
    ("ApplyCertificate", "billId"): EMPTY,
    ("ApplyVoid", "billId"): EMPTY,
    ("ApplyVoid", "replacement"): EMPTY,
    ("ApplyVoid", "quantity"): 0,
}
_TIMES = "uint40"

OF_OWN_MEMBER = frozenset({"EnrolWallet", "RevokeWallet", "SetFourEyes", "VetoRecovery"})
"""Actions about the caller's own member, unless the intent names another."""

OF_THE_CONSORTIUM = frozenset({"ChangeThreshold"})
"""Actions about the consortium itself: the member 0."""


Version = int | list[int] | None

VERSIONS = frozenset({"version", "versions"})
"""The fields that the gateway fills in."""


def message_of(
    spec: ActionSpec, intent: Mapping[str, object], *, member: int, version: Version
) -> dict[str, object]:
    """Fills in what the caller need not say and translates the rest, value by value.

    `member` is the caller's; `version` the record's, for the actions that carry one, or a list of
    the records' for the one that carries several. Types and
    ranges are checked afterwards, by the typed action itself.

    Raises:
        InvalidInput: A field that the action does not have, one that is missing, an unknown name.
    """
    names = {f.name for f in spec.fields}
    errors = [_unknown(name) for name in intent if name not in names]
    if not intent.keys().isdisjoint(VERSIONS):
        errors.append(_VERSION)
    message: dict[str, object] = {}
    for field in spec.fields:
        try:
            message[field.name] = _value(spec, field, intent, member=member, version=version)
        except InvalidInput as wrong:
            errors.extend(wrong.errors)
    if errors:
        raise InvalidInput(*errors)
    return message


def _value(
    spec: ActionSpec,
    field: FieldSpec,
    intent: Mapping[str, object],
    *,
    member: int,
    version: Version,
) -> object:
    if field.name in VERSIONS:
        return version
    if field.name in intent and intent[field.name] is not None:
        return _translated(field, intent[field.name])
    if field.name == "actor" or (field.name == "member" and spec.name in OF_OWN_MEMBER):
        return member
    if field.name == "member" and spec.name in OF_THE_CONSORTIUM:
        return 0
    if field.name == "containers" and spec.name in _WHOLE_ORDER:
        return 0
    if field.name in _RESTATED.get(spec.name, ()) and field.name not in intent:
        raise InvalidInput(_missing(field.name))
    if field.name == "validUntil" and spec.name in _VALID_FOR_GOOD:
        return 0
    if (spec.name, field.name) in _DEFAULTS_OF:
        return _DEFAULTS_OF[spec.name, field.name]
    if field.name in _DEFAULTS:
        return _DEFAULTS[field.name]
    raise InvalidInput(_missing(field.name))


def _missing(field: str) -> FieldProblem:
    return FieldProblem(f"intent.{field}", "missing", "field required", "缺少必填字段")


def _translated(field: FieldSpec, value: object) -> object:
    path = f"intent.{field.name}"
    table = field.enum or ""
    if table in ENUMS and isinstance(value, str) and not value.isdigit():
        return _named(path, table, value)
    if table in FLAGS and isinstance(value, str | list):
        return _bits(path, table, value)
    if field.type == _TIMES:
        return seconds_of(value)
    if field.name == "containers" and field.type == "uint256" and isinstance(value, list):
        return _places(path, value)
    return value


def _named(path: str, table: str, name: str) -> int:
    found = value_named(table, name)
    if found is None:
        expected = names_in(table)
        raise InvalidInput(
            FieldProblem(path, "enum", f"must be one of {expected}", f"应为以下之一：{expected}")
        )
    return found


def _bits(path: str, table: str, value: str | list[object]) -> object:
    if isinstance(value, str):
        return value if value.isdigit() else _named(path, table, value)
    total = 0
    for index, name in enumerate(value):
        total |= _named(f"{path}[{index}]", table, str(name))
    return total


def _places(path: str, places: list[object]) -> int:
    if not places:
        raise InvalidInput(
            FieldProblem(
                path,
                "too_short",
                "must name a container; leave it out for the whole order",
                "应至少列出一个箱；若为整单请省略该字段",
            )
        )
    bitmap = 0
    for index, place in enumerate(places):
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < _PLACES:
            raise InvalidInput(
                FieldProblem(
                    f"{path}[{index}]",
                    "container_index",
                    "must be a container's place, 0 to 255",
                    "应为箱序号，0 至 255",
                )
            )
        bitmap |= 1 << place
    return bitmap


def _unknown(name: str) -> FieldProblem:
    return FieldProblem(
        f"intent.{name}",
        "extra_forbidden",
        "the action has no such field",
        "该操作没有此字段",
    )


_VERSION = FieldProblem(
    "intent.version",
    "extra_forbidden",
    "the gateway fills in the current version; to sign another one, submit the message itself",
    "版本由网关填入当前值；如需其他版本，请直接提交消息",
)
