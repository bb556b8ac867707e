"""Sign what was asked for, and nothing else: the gateway is not trusted with that.

Before a wallet signs a prepared action, the client computes the digest itself, from the message
and the domain of the deployment that it knows, and compares the message with its own intent. A new
record's id it computes from the document.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.client.errors import UnexpectedAnswer
from api.client.resources import Deployment, PreparedAction
from contracts.bindings import FieldSpec
from wallets.commitment import commit
from wallets.spelling import value_named
from wallets.typed_action import Domain, TypedAction, Value, action_id, parse_action

RECORD_IDS: Mapping[str, tuple[str, str]] = {
    "bills": ("bill_id", "billId"),
    "releases": ("order_id", "orderId"),
    "certificates": ("certificate_id", "certificateId"),
    "claims": ("claim_id", "claimId"),
    "documents": ("document_id", "documentId"),
    "appointments": ("appointment_id", "appointmentId"),
    "inspections": ("inspection_id", "inspectionId"),
}
"""How the id of a new record is called in the gateway's answer, and in the action."""

_TIME = "uint40"
_TERMS = {
    "holder": "holder",
    "title_holder": "titleHolder",
    "terminal": "terminal",
    "release_to": "releaseTo",
    "tax_authority": "taxAuthority",
    "user": "user",
    "bill_id": "billId",
    "document_type": "documentType",
    "subject_kind": "subjectKind",
    "subject": "subject",
    "valid_until": "validUntil",
    "consumer": "consumer",
    "consumer_roles": "consumerRoles",
    "haulier": "haulier",
    "represented_party": "representedParty",
    "remark": "remark",
    "carrier": "actor",
    "applicant": "actor",
}


def checked_action(
    prepared: PreparedAction, deployment: Deployment, intent: Mapping[str, Any]
) -> tuple[TypedAction, Domain]:
    """The action and its domain, once they are known to be what `intent` asked for.

    Raises:
        UnexpectedAnswer: the gateway answered with other terms, for another ledger, or with an id
            that is not this action's digest.
        ActionFieldError: the message is not of this action.
    """
    action = parse_action(prepared.action, prepared.message)
    domain = domain_of(action.spec.contract, deployment)
    if action_id(action, domain) != prepared.action_id:
        message = f"the gateway prepared {prepared.action} for another ledger or under a false id"
        raise UnexpectedAnswer(message)
    fields = {field.name: field for field in action.spec.fields}
    for name, asked in intent.items():
        if asked is None or name not in fields:
            continue
        if meant_by(fields[name], asked) != _comparable(action.message[name]):
            message = f"the gateway changed {name} of {prepared.action}: asked for {asked!r}"
            raise UnexpectedAnswer(message)
    return action, domain


def _comparable(value: Value) -> Value:
    if isinstance(value, list):
        return [str(item).lower() if isinstance(item, str) else item for item in value]
    hexadecimal = isinstance(value, str) and value[:2].lower() == "0x"
    return str(value).lower() if hexadecimal else value


def domain_of(contract: str, deployment: Deployment) -> Domain:
    """The EIP-712 domain of a contract of this deployment.

    Raises:
        UnexpectedAnswer: the deployment has no such contract.
    """
    try:
        return Domain(deployment.chain_id, deployment.addresses[contract])
    except KeyError:
        message = f"the deployment has no contract {contract!r}"
        raise UnexpectedAnswer(message) from None


def record_id_of(document: Mapping[str, Any], salt: str) -> str:
    """The id of the record that this document makes: its salted commitment, as 0x-hex."""
    return "0x" + commit(dict(document), bytes.fromhex(salt.removeprefix("0x"))).root.hex()


def intent_of_terms(terms: Mapping[str, Any]) -> dict[str, Any]:
    """The terms of a new record in the action's names, as far as the action has them."""
    return {_TERMS[name]: value for name, value in terms.items() if name in _TERMS}


def meant_by(field: FieldSpec, asked: object) -> Value | None:
    """What a term of an intent is in the message; None if that cannot be told.

    Names of enums and bits may be spelled in any way (`ToOrder`, `TO_ORDER`); times are RFC 3339;
    containers may be a list of places.
    """
    match asked:
        case bool():
            return None
        case int():
            return asked
        case str() if asked[:2].lower() == "0x":
            return asked.lower()
        case str() if asked.isdecimal():
            return int(asked) if field.type.startswith("uint") else asked
        case str() if field.enum is not None:
            return value_named(field.enum, asked)
        case str() if field.type == _TIME:
            return int(datetime.fromisoformat(asked).timestamp())
        case str():
            return asked
        case list() | tuple() if field.type.endswith("[]"):
            return [item.lower() if isinstance(item, str) else item for item in asked]
        case list() | tuple():
            return _bits(field, asked)
        case _:
            return None


def _bits(field: FieldSpec, asked: Sequence[object]) -> int | None:
    total = 0
    for item in asked:
        if isinstance(item, int):
            total |= 1 << item
        elif field.enum is None or (bit := value_named(field.enum, str(item))) is None:
            return None
        else:
            total |= bit
    return total
