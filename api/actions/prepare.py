"""Preparing: an intent becomes the typed data to sign, at the record's current version."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.actions.intent import OF_OWN_MEMBER, OF_THE_CONSORTIUM, Version, message_of
from api.actions.powers import POWERS, SECONDS
from api.auth.subject import Subject
from api.contract_errors.fields import MEMBER_FIELDS
from api.errors import FieldProblem, InvalidInput, NotFound, Words
from api.kit.etag import Precondition
from api.kit.names import Power
from chain.ledger import Ledger
from chain.visibility import RecordKind
from contracts.bindings import ActionSpec, actions
from wallets.errors import ActionFieldError
from wallets.typed_action import TypedAction, action_id, parse_action, typed_data
from wallets.words import describe

NO_PRECONDITION = Precondition()
_BY_GOVERNORS = frozenset(name for name, power in POWERS.items() if power is Power.GOVERN)
_ID = re.compile(r"0x[0-9a-fA-F]{64}")
_RECORDS: Mapping[RecordKind, tuple[str, str]] = {
    RecordKind.BILL: ("bill", "提单"),
    RecordKind.ORDER: ("release order", "放货指令"),
    RecordKind.BOX: ("shared container", "拼箱"),
    RecordKind.APPOINTMENT: ("appointment", "预约"),
    RecordKind.INSPECTION: ("inspection", "查验"),
    RecordKind.CERTIFICATE: ("certificate", "证明"),
    RecordKind.CLAIM: ("refund claim", "退税申报"),
    RecordKind.DOCUMENT: ("document", "单证"),
    RecordKind.MILESTONES: ("batch of milestones", "节点批次"),
    RecordKind.MEMBER: ("member", "成员"),
}


@dataclass(frozen=True)
class Needed:
    """One signature that an action needs."""

    member: int | None
    power: Power
    wallet: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Prepared:
    """An action ready to be signed."""

    action: TypedAction
    action_id: str
    contract: str
    typed_data: dict[str, Any]
    needed: tuple[Needed, ...]
    words: Words


def spec_named(name: str) -> ActionSpec:
    """The typed action of this name. Raises InvalidInput: there is none."""
    spec = actions().get(name)
    if spec is None:
        raise InvalidInput(
            FieldProblem(
                "action",
                "typed_action",
                "must be a typed action of /v1/definitions/actions",
                "应为 /v1/definitions/actions 中的操作",
            )
        )
    return spec


def parsed(name: str, message: Mapping[str, object], root: str) -> TypedAction:
    """The typed action of a message. Raises InvalidInput: a field breaks its type's rule."""
    spec = spec_named(name)
    try:
        return parse_action(name, message)
    except ActionFieldError as wrong:
        rule, rule_zh = _rule_of(spec, wrong.field, message)
        raise InvalidInput(
            FieldProblem(f"{root}.{wrong.field}", rule, wrong.rule, rule_zh)
        ) from None


def _rule_of(spec: ActionSpec, name: str, message: Mapping[str, object]) -> tuple[str, str]:
    """The rule that a field of a message broke: a stable word, and in Chinese."""
    types = {field.name: field.type for field in spec.fields}
    if name not in types:
        return "extra_forbidden", "该操作没有此字段"
    if name not in message:
        return "missing", "缺少必填字段"
    return types[name], _TYPES_ZH.get(types[name], f"应符合 {types[name]} 的取值范围")


_TYPES_ZH = {
    "bytes32": "应为 0x 加 64 位十六进制数",
    "address": "应为 0x 加 40 位十六进制数，大小写符合 EIP-55",
    "string": "应为字符串",
}


class Preparer:
    """Makes typed data from intents."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def prepare(
        self,
        name: str,
        intent: Mapping[str, object],
        subject: Subject,
        precondition: Precondition = NO_PRECONDITION,
    ) -> Prepared:
        """The typed data of an intent, at the current version of the record.

        Raises:
            InvalidInput: A field is unknown, missing or breaks its rule.
            NotFound: There is no such record, or the caller may not read it.
            PlatformError: 412: the record is at another version than the caller takes it to be.
        """
        spec = spec_named(name)
        version = await self._version(spec, intent, subject)
        precondition.require(version if isinstance(version, int) else None)
        message = message_of(spec, intent, member=subject.member, version=version)
        return await self.prepared(parsed(name, message, "intent"))

    async def prepared(self, action: TypedAction) -> Prepared:
        """What to sign for a typed action."""
        spec = actions()[action.name]
        domain = self._ledger.domain(spec.contract)
        words = describe(action, await self._names(action))
        return Prepared(
            action=action,
            action_id=action_id(action, domain),
            contract=spec.contract,
            typed_data=dict(typed_data(action, domain)),
            needed=await self.needed(action),
            words=Words(words.en, words.zh),
        )

    async def _version(
        self, spec: ActionSpec, intent: Mapping[str, object], subject: Subject
    ) -> Version:
        """The record's current version, for the actions that carry one; a list for the one of several."""
        names = [field.name for field in spec.fields]
        if "versions" in names:
            return [await self._version_of_parent(given, subject) for given in _parents(intent)]
        if "version" not in names:
            return None
        key = names[0]
        kind = RecordKind.of(spec.contract, key)
        default = _default_member(spec, subject)
        record_id = _record_id(kind, key, intent.get(key, default))
        if not await self._readable(kind, record_id, subject):
            raise NotFound(*_RECORDS[kind])
        version = await self._ledger.read.version_of(kind, record_id)
        if version is None:
            raise NotFound(*_RECORDS[kind])
        return version

    async def _version_of_parent(self, given: object, subject: Subject) -> int:
        bill_id = _record_id(RecordKind.BILL, "parents", given)
        bill = await self._ledger.read.bill(bill_id, subject.member)
        if bill is None:
            raise NotFound(*_RECORDS[RecordKind.BILL])
        return bill.version

    async def require_version(
        self, action: TypedAction, subject: Subject, precondition: Precondition
    ) -> None:
        """Lets an action pass whose record is at the version that the caller takes it to be.

        Raises:
            PlatformError: 412: it is at another one, or there is no such record for the caller.
        """
        if not precondition.given:
            return
        current, key = None, action.spec.fields[0].name
        if "version" in action.message:
            kind, record_id = RecordKind.of(action.spec.contract, key), str(action.message[key])
            if await self._readable(kind, record_id, subject):
                current = await self._ledger.read.version_of(kind, record_id)
        precondition.require(current)

    async def _readable(self, kind: RecordKind, record_id: str, subject: Subject) -> bool:
        if kind is RecordKind.MEMBER:
            return True
        return await self._ledger.read.may_read(kind, record_id, subject.member)

    async def needed(self, action: TypedAction) -> tuple[Needed, ...]:
        """Whose signatures it takes, in their order."""
        power, message = POWERS[action.name], action.message
        if action.name in _BY_GOVERNORS:
            threshold = await self._ledger.read.threshold()
            return (Needed(None, power, role="GOVERNOR"),) * threshold
        newcomer = await self._newcomer(action)
        if action.name == "CompleteRecovery":
            return newcomer
        needed = await self._of(int(str(message.get("actor", message.get("member", 0)))), power)
        if action.name in SECONDS:
            field, second_power = SECONDS[action.name]
            needed += await self._of(int(str(message[field])), second_power)
        return needed + await self._of_pledgee(action) + newcomer

    async def _of_pledgee(self, action: TypedAction) -> tuple[Needed, ...]:
        """The bank's consent to the amendment of a bill that is pledged to it."""
        if action.name != "RequestAmendment":
            return ()
        bill = await self._ledger.read.bill(str(action.message["billId"]))
        if bill is None or not bill.pledgee:
            return ()
        return await self._of(bill.pledgee, Power.PLEDGE)

    async def signatures_of(self, name: str, member: int) -> int:
        """How many of a member's wallets sign an action of this name: two under its four-eyes rule."""
        return len(await self._of(member, POWERS[name]))

    async def _of(self, number: int, power: Power) -> tuple[Needed, ...]:
        """A member's signature, or two under its four-eyes rule."""
        member = await self._ledger.read.member(number)
        four_eyes = member is not None and bool(member.four_eyes & power)
        return (Needed(number, power),) * (2 if four_eyes else 1)

    async def _newcomer(self, action: TypedAction) -> tuple[Needed, ...]:
        """The wallet that signs because it is to be enrolled."""
        if action.name == "EnrolWallet":
            return (Needed(None, Power(0), wallet=str(action.message["wallet"])),)
        if action.name == "CompleteRecovery":
            member = await self._ledger.read.member(int(str(action.message["member"])))
            wallet = None if member is None else member.recovery_wallet
            return (Needed(None, Power(0), wallet=wallet),)
        return ()

    async def _names(self, action: TypedAction) -> dict[int, str]:
        """The names of the members that an action names."""
        numbers = {
            value
            for field, value in action.message.items()
            if field in MEMBER_FIELDS and isinstance(value, int) and value
        }
        found = [await self._ledger.read.member(number) for number in sorted(numbers)]
        return {member.number: member.name for member in found if member is not None}


def _default_member(spec: ActionSpec, subject: Subject) -> int | None:
    """Whom an action is about if its intent does not say."""
    if spec.name in OF_THE_CONSORTIUM:
        return 0
    return subject.member if spec.name in OF_OWN_MEMBER else None


def _parents(intent: Mapping[str, object]) -> list[object]:
    """The records that an action is on. Raises InvalidInput: they are no list."""
    given = intent.get("parents")
    if isinstance(given, list):
        return given
    rule, words = ("missing", "field required") if given is None else ("list", "must be a list")
    raise InvalidInput(FieldProblem("intent.parents", rule, words, "应为列表"))


def _record_id(kind: RecordKind, key: str, value: object) -> str:
    if kind is RecordKind.MEMBER and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if kind is not RecordKind.MEMBER and isinstance(value, str) and _is_id(value):
        return value.lower()
    missing = value is None
    rule = "missing" if missing else "member_number" if kind is RecordKind.MEMBER else "bytes32"
    raise InvalidInput(
        FieldProblem(
            f"intent.{key}",
            rule,
            "field required" if missing else f"must satisfy the rule: {rule}",
            "缺少必填字段" if missing else f"应符合规则：{rule}",
        )
    )


def _is_id(value: str) -> bool:
    return _ID.fullmatch(value) is not None
