"""Writes the SDK's verbs, `api/client/verbs.py`: every action of the contracts as a typed call.

Run `python -m scripts.dev.client_verbs` to write them, with `--check` to fail if they are not current.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Final

from api.actions.intent import VERSIONS, message_of
from api.client.calls import camel
from api.errors import InvalidInput
from contracts.bindings import ActionSpec, FieldSpec, actions
from scripts.dev.pages import ROOT, formatted, write_or_check

PAGE: Final = ROOT / "api" / "client" / "verbs.py"

_HEAD: Final = '''"""What can be done with each kind of record. Written from the contracts by `make fix`; do not edit.

Names of enums and bit tables may be spelled in any way, or be numbers; times are `datetime`, RFC 3339 or seconds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias, Unpack

from api.client.calls import Acting, Group, M, action

Choice: TypeAlias = str | int
Choices: TypeAlias = Sequence[str] | str | int
Moment: TypeAlias = datetime | str | int

'''

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "Consortium": ("Participant", "members and their wallets"),
    "BillOfLading": ("Bill", "a bill of lading"),
    "ReleaseOrder": ("Release", "a release order"),
    "SharedContainer": ("SharedContainer", "a container that several bills share"),
    "Appointments": ("Appointment", "a window to collect a container"),
    "Inspections": ("Inspection", "an inspection of containers"),
    "TaxRefundCertificate": ("Certificate", "an export tax refund certificate"),
    "RefundClaim": ("Claim", "an export refund claim"),
    "Documents": ("Document", "a supporting document"),
    "Milestones": ("Milestone", "a batch of port operation events"),
}
_VERBS: Final[Mapping[str, str]] = {
    "AdmitMember": "admit",
    "SuspendMember": "suspend",
    "ReinstateMember": "reinstate",
    "IssueBill": "issue_unseen",
    "TransferPossession": "transfer",
    "SurrenderForDelivery": "surrender",
    "SignBill": "sign",
    "FreezeBill": "freeze",
    "UnfreezeBill": "unfreeze",
    "VoidBill": "void",
    "SplitBill": "split",
    "CombineBills": "combine",
    "IssueReleaseOrder": "issue_unseen",
    "SetHold": "hold",
    "DelegateCollection": "delegate",
    "ExtendReleaseOrder": "extend",
    "RevokeReleaseOrder": "revoke",
    "ShareContainer": "share",
    "UnshareContainer": "unshare",
    "RequestAppointment": "request_unseen",
    "InstructInspection": "instruct_unseen",
    "AcceptCommission": "accept",
    "ApplyCertificate": "apply_unseen",
    "AcceptApplication": "accept",
    "ReturnApplication": "send_back",
    "ResubmitApplication": "resubmit",
    "WithdrawApplication": "withdraw",
    "FileClaim": "file_unseen",
    "ReturnClaim": "send_back",
    "PayRefund": "pay",
    "RegisterDocument": "register_unseen",
    "RegisterInterchange": "register_interchange_unseen",
    "SupersedeDocument": "supersede_unseen",
    "RevokeDocument": "revoke",
    "AnchorMilestones": "anchor_unseen",
    "CorrectMilestones": "correct_unseen",
}
"""Where the verb is not the action's name without that of its record."""

_NOUN: Final = re.compile(r"(Certificate|Claim|Document|Appointment|Inspection)$")
_APART: Final = {"ShareContainer": "SharedContainer", "UnshareContainer": "SharedContainer"}
_GIVEN: Final = frozenset({"actor", "representedParty", "remark"}) | VERSIONS
"""What `Acting` has, and what the gateway fills in."""


def verb_of(spec: ActionSpec) -> str:
    """The name of an action's call."""
    return _VERBS.get(spec.name) or snake(_NOUN.sub("", spec.name))


def kind_of(spec: ActionSpec) -> str:
    """The kind of record that an action is about, by its contract."""
    return _APART.get(spec.name, spec.contract)


def snake(name: str) -> str:
    """`deliverTo` in Python's spelling."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def module() -> str:
    """The module of all verbs."""
    return formatted(_HEAD + "\n".join(_group(kind) for kind in _KINDS))


def _group(kind: str) -> str:
    name, words = _KINDS[kind]
    specs = [spec for spec in actions().values() if kind_of(spec) == kind]
    lines = [f"class {name}Verbs(Group[M]):", f'    """What can be done with {words}."""', ""]
    return "\n".join(lines) + "\n" + "\n".join(_verb(spec) for spec in specs)


def _verb(spec: ActionSpec) -> str:
    fields = [field for field in spec.fields if field.name not in _GIVEN]
    required = _required(spec)
    fields.sort(key=lambda field: field.name not in required)
    first, *rest = fields
    about = first.name in required
    arguments = ["self", *([_argument(spec, first, required)] if about else []), "*"]
    arguments += [_argument(spec, field, required) for field in (rest if about else fields)]
    if arguments[-1] == "*":
        arguments.pop()
    told = [f"{snake(f.name)}: {f.doc}" for f in fields if f.doc]
    text = ["", "Args:", *(f"    {line}" for line in told)] if told else []
    return "\n".join(
        [
            f'    @action("{spec.name}")',
            f"    def {verb_of(spec)}({', '.join([*arguments, '**more: Unpack[Acting]'])}) -> None:",
            f'        """{spec.doc}',
            *(f"        {line}".rstrip() for line in text),
            '        """',
            "",
        ]
    )


def _argument(spec: ActionSpec, field: FieldSpec, required: frozenset[str]) -> str:
    kind = _type(field)
    if field.name not in required:
        return f"{snake(field.name)}: {kind} | None = None"
    nullable = " | None" if spec.name in {"SupersedeDocument", "CorrectMilestones"} else ""
    about = field is spec.fields[0]
    return f"{snake(field.name)}: {kind}{'' if about else nullable}"


def _type(field: FieldSpec) -> str:
    match field.type:
        case "uint256":
            return "Sequence[int]"
        case "uint40":
            return "Moment"
        case kind if kind.endswith("[]"):
            return "Sequence[int]" if kind.startswith("uint") else "Sequence[str]"
        case _ if field.enum in {"Roles", "Powers"}:
            return "Choices"
        case _ if field.enum:
            return "Choice"
        case kind:
            return "int" if kind.startswith("uint") else "str"


def _required(spec: ActionSpec) -> frozenset[str]:
    """The fields that an intent cannot leave out."""
    version: int | list[int] = [1] if "versions" in {f.name for f in spec.fields} else 1
    try:
        message_of(spec, {}, member=1, version=version)
    except InvalidInput as missing:
        return frozenset(error.field.removeprefix("intent.") for error in missing.errors)
    return frozenset()


def _clashes() -> Iterator[str]:
    """Verbs that two actions of one record have, and fields that do not come back from Python's spelling."""
    seen = set()
    for spec in actions().values():
        verb = (kind_of(spec), verb_of(spec))
        if verb in seen:
            yield f"two actions are {verb}"
        seen.add(verb)
        yield from (f.name for f in spec.fields if camel(snake(f.name)) != f.name)


def main(arguments: list[str]) -> int:
    """Writes or checks the module."""
    if clashes := list(_clashes()):
        print("; ".join(clashes), file=sys.stderr)
        return 1
    return write_or_check(PAGE, module(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
