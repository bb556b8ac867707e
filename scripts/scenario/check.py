"""What can be known to be wrong before a run: names that do not exist, fields that an action does not have.

It follows the steps in their order and knows what is saved, kept and named by then; branches of `parallel` may use
what any of them saves.
"""

from __future__ import annotations

from typing import Any, Final

from contracts.bindings import ActionSpec, FieldSpec, actions
from scripts.scenario import model as m
from scripts.scenario.acting import IN_DOCUMENT
from scripts.scenario.cast import GOVERNORS
from scripts.scenario.check_names import Known, NameChecker
from scripts.scenario.documents import BILL_OPTIONS, GOODS, ORDER_OPTIONS
from scripts.scenario.kinds import (
    COMMITTED,
    MEMBER,
    NEW,
    PREPARED,
    about,
    creates,
    is_member,
    named_by,
)
from scripts.scenario.load import Loaded, Located, Script
from scripts.scenario.problems import Mistake, Place, ScenarioError, ValueProblem, one_of
from scripts.scenario.values import moment

_LEFT_TO_GATEWAY: Final = frozenset({"version", "versions", "actor"})
_MAKE: Final = {
    "IssueBill": BILL_OPTIONS,
    "IssueReleaseOrder": ORDER_OPTIONS,
    "FileClaim": ("certificates",),
    "AnchorMilestones": ("events",),
    "CorrectMilestones": ("events",),
}
_NUMBER_OF_GOVERNORS: Final = 9


def checked(loaded: Loaded) -> Loaded:
    """The scenario, if nothing in it is known to be wrong. Raises ScenarioError."""
    found = mistakes_in(loaded)
    if found:
        raise ScenarioError(found)
    return loaded


def mistakes_in(loaded: Loaded) -> list[Mistake]:
    """Everything that is known to be wrong in a scenario, in the order of its lines."""
    return sorted(set(_Checker(loaded).run()))


class _Checker(NameChecker):
    def __init__(self, loaded: Loaded) -> None:
        super().__init__()
        self._loaded = loaded

    def run(self) -> list[Mistake]:
        scenario, source = self._loaded.scenario, self._loaded.source
        organisations = {
            name: set(value.wallets) if isinstance(value, m.Organisation) else set()
            for name, value in scenario.organisations.items()
        }
        for place in range(1, _NUMBER_OF_GOVERNORS + 1):
            organisations[f"governor{place}"] = set()
        columns = {name for row in self._loaded.rows for name in row}
        known = Known(organisations, {"row", "copy"}, columns=columns)
        self._organisations()
        for name, value in scenario.variables.items():
            self._expressions(value, known, source.place(("variables", name)))
            known.names.add(name)
        self._script(self._loaded.script, known)
        return self._mistakes

    def _organisations(self) -> None:
        source = self._loaded.source
        for name, value in self._loaded.scenario.organisations.items():
            path: tuple[str, ...] = ("organisations", name)
            if name in {GOVERNORS, "row", "copy", "each"}:
                self._say(source.key_place(path), f"{name!r} is a word of the language")
            roles = value
            if isinstance(value, m.Organisation):
                path, roles = (*path, "roles"), value.roles
                for wallet, powers in value.wallets.items():
                    said = powers.powers if isinstance(powers, m.Wallet) else powers
                    where = source.place(("organisations", name, "wallets", wallet))
                    self._names("Powers", said or [], where)
            self._names("Roles", roles, source.place(path))

    # --- steps -----------------------------------------------------------------------------------

    def _script(self, script: Script, known: Known) -> None:
        for located in script.steps:
            if isinstance(located.step, m.Parallel):
                for branch in located.branches:
                    self._saved_by(branch, known)
                for branch in located.branches:
                    self._script(branch, known)
            elif isinstance(located.step, m.Include):
                self._value(located, ("with",), located.step.with_, known)
                if located.included is not None:
                    inner = {"row", "copy", *located.included.parameters}
                    self._script(located.included, known.with_names(inner))
            else:
                self._step(located, known)
                known.titles.add(located.title)

    def _saved_by(self, script: Script, known: Known) -> None:
        """What the steps of a branch save is known to the branches beside it."""
        for located in script.all_steps():
            if isinstance(located.step, m.Act) and located.step.save:
                spec = actions().get(located.step.do)
                known.records.setdefault(located.step.save, about(spec) if spec else None)

    def _step(self, located: Located, known: Known) -> None:  # noqa: C901 - one arm for each kind of step
        step = located.step
        match step:
            case m.Act():
                self._act(located, step, known)
            case m.Submit():
                self._who(located, step.by, known)
                if step.submit not in known.kept:
                    text = f"nothing was kept back as {step.submit!r}: {one_of(step.submit, known.kept)}"
                    self._say(located.source.place((*located.path, "submit")), text)
                self._refused(located, step.refused, known)
            case m.Read() | m.Verify() | m.Seal() | m.Open():
                self._record(located, located.kind, getattr(step, located.kind), known)
            case m.Event():
                self._organisation(located, "to", step.to, known)
                if step.on is not None:
                    self._record(located, "on", step.on, known)
            case m.Wait() | m.Advance():
                self._duration(located, (located.kind,), getattr(step, located.kind))
            case m.Time():
                self._elapsed(located, step.elapsed, known)
            case m.Let():
                self._value(located, ("let",), step.let, known)
                known.names.update(step.let)
            case m.Bulk():
                self._bulk(located, step, known)
        self._common(located, known)

    def _common(self, located: Located, known: Known) -> None:
        step = located.step
        if isinstance(step, m.Read | m.Get | m.Seal | m.Open | m.Bulk) and step.by is not None:
            self._who(located, step.by, known)
        if isinstance(step, m.Seal):
            for place, name in enumerate(step.readers):
                self._organisation(located, "readers", name, known, place)
        if isinstance(step, m.Get):
            self._value(located, ("get",), step.get, known)
            self._value(located, ("query",), step.query, known)
            if step.save:
                known.names.add(step.save)
        if isinstance(step, m.Read | m.Get | m.Open):
            self._refused(located, step.refused, known)
        if isinstance(step, m.Read | m.Get | m.Act | m.Event):
            self._duration(located, ("within",), step.within)
        expect = getattr(step, "expect", None)
        if expect:
            self._value(located, ("expect",), expect, _in_each(step, known))
            self._checks(located, ("expect",), expect)

    def _act(self, located: Located, step: m.Act, known: Known) -> None:
        at = located.path
        self._who(located, step.by, known)
        if step.through is not None:
            self._organisation(located, "through", step.through, known)
        spec = actions().get(step.do)
        inner = _in_each(step, known)
        if step.each is not None:
            self._value(located, ("each",), step.each, known)
        if spec is None:
            text = f"the contracts have no action {step.do!r}: {one_of(step.do, actions())}"
            self._say(located.source.place((*at, "do")), text)
        else:
            self._about(located, step, spec, inner)
            self._fields(located, step, spec, inner)
            self._generated(located, step, spec)
            self._saves(step, spec, known)
        self._value(located, ("with",), step.with_, inner)
        self._value(located, ("document",), step.document, inner)
        self._value(located, ("make",), step.make, inner)
        self._refused(located, step.refused, inner)
        if step.refused is not None and step.expect:
            place = located.source.key_place((*at, "expect"))
            self._say(
                place,
                "a step that must be refused leaves nothing to expect; read it in a step of its own",
            )
        known.kept.update(filter(None, [step.keep, step.save or step.do]))

    def _about(self, located: Located, step: m.Act, spec: ActionSpec, known: Known) -> None:
        kind = about(spec)
        if kind is MEMBER:
            if step.on is not None:
                self._organisation(located, "on", step.on, known)
            return
        if creates(step.do):
            if step.on is not None:
                place = located.source.key_place((*located.path, "on"))
                self._say(place, f"{step.do} makes a {kind.title}: say `save`, not `on`")
            return
        if step.on is not None:
            self._record(located, "on", step.on, known, kind)
        elif kind.id_field not in step.with_:
            text = (
                f"{step.do} is about a {kind.title}: expected `on` with its name, which is missing"
            )
            self._say(located.place, text)

    def _fields(self, located: Located, step: m.Act, spec: ActionSpec, known: Known) -> None:
        fields = {one.name: one for one in spec.fields}
        for name, value in step.with_.items():
            place = located.source.key_place((*located.path, "with", name))
            if name not in fields:
                wanted = [one for one in fields if one not in _LEFT_TO_GATEWAY]
                self._say(place, f"{step.do} has no field {name!r}: {one_of(name, wanted)}")
            elif name in _LEFT_TO_GATEWAY - {"actor"} and not step.direct:
                self._say(
                    place, f"{name} is the gateway's to fill in, but in a step with `direct: true`"
                )
            else:
                at = located.source.place((*located.path, "with", name))
                self._field(fields[name], value, at, known, new=(spec.name, name) in NEW)

    def _field(self, spec: FieldSpec, value: Any, place: Place, known: Known, *, new: bool) -> None:
        items = value if isinstance(value, list) else [value]
        for item in items:
            if not isinstance(item, str) or "${" in item or item.startswith("0x"):
                continue
            if is_member(spec) and not item.isdigit():
                self._member(item, place, known)
            elif spec.enum is not None and not item.isdigit():
                self._names(spec.enum, item, place)
            elif spec.type.startswith("bytes32") and not new and spec.name not in COMMITTED:
                self._named_record(item, named_by(spec), place, known)
            elif spec.type == "uint40":
                self._time(item, place)

    def _time(self, text: str, place: Place) -> None:
        try:
            moment(text)
        except ValueProblem as exc:
            self._say(place, str(exc))

    def _generated(self, located: Located, step: m.Act, spec: ActionSpec) -> None:
        known = _MAKE.get(step.do, ())
        for name in step.make:
            if name not in known:
                place = located.source.key_place((*located.path, "make", name))
                self._say(place, f"nothing of {step.do} is made by {name!r}: {one_of(name, known)}")
        goods = step.make.get("goods")
        if isinstance(goods, str) and "${" not in goods and goods not in GOODS:
            place = located.source.place((*located.path, "make", "goods"))
            self._say(place, f"there are no goods {goods!r}: {one_of(goods, GOODS)}")
        if step.do in PREPARED and about(spec).id_field not in step.with_ and not step.direct:
            self._from_document(located, step, spec)

    def _from_document(self, located: Located, step: m.Act, spec: ActionSpec) -> None:
        needed = {
            "IssueBill": ("holder",),
            "IssueReleaseOrder": ("billId", "terminal"),
            "ApplyCertificate": ("taxAuthority",),
            "FileClaim": ("taxAuthority",),
        }[step.do]
        for name in needed:
            if name not in step.with_:
                self._say(located.place, f"{step.do} needs the field {name!r}, which is missing")
        in_document = {
            "IssueReleaseOrder": ("containers", "validUntil"),
            "ApplyCertificate": _OF_ITEM,
        }
        for name in step.with_:
            if name in in_document.get(step.do, ()):
                place = located.source.key_place((*located.path, "with", name))
                self._say(
                    place, f"{name} stands in the document: say it under `document` or `make`"
                )
        for name in {one.name for one in spec.fields} & set(step.document):
            if name not in {
                *IN_DOCUMENT.get(step.do, ()),
                *_OF_ITEM,
                "billId",
                "terminal",
                "certificateType",
            }:
                place = located.source.key_place((*located.path, "document", name))
                self._say(place, f"{name} is a field of the action: say it under `with`")

    def _saves(self, step: m.Act, spec: ActionSpec, known: Known) -> None:
        if step.save:
            known.records[step.save] = about(spec)
        for name, value in step.with_.items():
            if (spec.name, name) in NEW:
                for one in value if isinstance(value, list) else [value]:
                    known.records.setdefault(str(one), about(spec))

    def _bulk(self, located: Located, step: m.Bulk, known: Known) -> None:
        for name, value in step.with_.items():
            place = located.source.place((*located.path, "with", name))
            if name not in {"holder", "titleHolder"}:
                self._say(
                    place,
                    f"a bill in bulk has no {name!r}: {one_of(name, ['holder', 'titleHolder'])}",
                )
            elif isinstance(value, str):
                self._member(value, place, known)
        if "holder" not in step.with_:
            self._say(located.place, "a bill in bulk needs a 'holder', which is missing")
        for place_ in range(step.bulk if step.save else 0):
            known.records[f"{step.save}{place_ + 1}"] = None


def _in_each(step: m.Step, known: Known) -> Known:
    """What is known inside a step: of one that is done for each of several, the one, too."""
    if isinstance(step, m.Act) and step.each is not None:
        return known.with_names({*known.names, "each"})
    return known


_OF_ITEM: Final = ("quantity", "declaredQuantity", "declarationItem")
