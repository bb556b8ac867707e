"""Typed actions: EIP-712 messages, made from the contracts' own definitions.

The digest is built by hand from precomputed type hashes, forty times faster than from the JSON form; the tests hold
it against eth-account's `encode_typed_data` for every action.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from eth_utils.address import is_checksum_address, to_checksum_address

from contracts.bindings import ActionSpec, FieldSpec, actions
from wallets.errors import ActionFieldError
from wallets.hashing import keccak

DOMAIN_NAME: Final = "Quayledger"
DOMAIN_VERSION: Final = "1"

Scalar = int | str
Value = Scalar | list[Scalar]
Message = Mapping[str, Value]

_DOMAIN_FIELDS: Final = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
)
_DOMAIN_TYPE: Final = f"EIP712Domain({','.join(f'{kind} {name}' for name, kind in _DOMAIN_FIELDS)})"
_HEX32: Final = re.compile(r"0x[0-9a-fA-F]{64}")
_HEX20: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,77}")
_WORD: Final = 32
_LIST: Final = "[]"


@dataclass(frozen=True)
class Domain:
    """Where an action counts: one contract on one chain (EIP-712 domain)."""

    chain_id: int
    verifying_contract: str


@dataclass(frozen=True)
class TypedAction:
    """An action with all its fields in canonical form.

    Integers are `int`, `bytes32` is 0x and 64 lower-case hex digits, an address has its checksum (ERC-55), a list is
    a `list` of such.
    """

    name: str
    message: Message

    @property
    def spec(self) -> ActionSpec:
        """The action's definition."""
        return actions()[self.name]

    @property
    def values(self) -> tuple[Value, ...]:
        """The fields' values in the order of the definition."""
        return tuple(self.message[field.name] for field in self.spec.fields)


def parse_action(name: str, message: Mapping[str, object]) -> TypedAction:
    """Checks a message against the action's definition and makes it canonical.

    Args:
        name: The action's name, such as "Endorse".
        message: A value for every field; integers may come as decimal strings, as wallets write them.

    Raises:
        ActionFieldError: naming the field and the rule.
    """
    spec = actions().get(name)
    if spec is None:
        known = ", ".join(actions())
        raise ActionFieldError(name, "", f"there is no such action; there are {known}")
    unknown = sorted(set(message) - {field.name for field in spec.fields})
    if unknown:
        raise ActionFieldError(name, unknown[0], "is no field of this action")
    return TypedAction(
        name, {field.name: _canonical(name, field, message) for field in spec.fields}
    )


def typed_data(action: TypedAction, domain: Domain) -> dict[str, Any]:
    """The action as EIP-712 JSON, for any wallet's `eth_signTypedData_v4`."""
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN_FIELDS],
            action.name: [{"name": field.name, "type": field.type} for field in action.spec.fields],
        },
        "primaryType": action.name,
        "domain": {
            "name": DOMAIN_NAME,
            "version": DOMAIN_VERSION,
            "chainId": domain.chain_id,
            "verifyingContract": domain.verifying_contract,
        },
        # Numbers beyond 2^53 do not survive JSON in every wallet: as decimal strings all do.
        "message": {
            name: str(value) if isinstance(value, int) and value >= 2**53 else value
            for name, value in action.message.items()
        },
    }


def digest(action: TypedAction, domain: Domain) -> bytes:
    """The 32 bytes that the wallet signs; they are the action's id everywhere."""
    return keccak(b"\x19\x01" + domain_separator(domain) + struct_hash(action))


def struct_hash(action: TypedAction) -> bytes:
    """The hash of the action alone, whatever contract and chain it is for (EIP-712 hashStruct)."""
    return keccak(action.spec.type_hash + words(action))


def words(action: TypedAction) -> bytes:
    """The action's fields as EIP-712 hashes them, a word each; a static struct's are its ABI encoding, too."""
    message = action.message
    return b"".join([encoded(message[name]) for name, encoded in _encoders(action.name)])


def action_id(action: TypedAction, domain: Domain) -> str:
    """The digest as 0x and 64 hex digits."""
    return "0x" + digest(action, domain).hex()


@cache
def domain_separator(domain: Domain) -> bytes:
    """The hash of the domain (EIP-712)."""
    return keccak(
        keccak(_DOMAIN_TYPE.encode())
        + keccak(DOMAIN_NAME.encode())
        + keccak(DOMAIN_VERSION.encode())
        + _uint_word(domain.chain_id)
        + _address_word(domain.verifying_contract)
    )


def _canonical(action: str, field: FieldSpec, message: Mapping[str, object]) -> Value:
    if field.name not in message:
        raise ActionFieldError(action, field.name, f"is missing ({field.type}: {field.doc})")
    try:
        return _parsed(field.type, message[field.name])
    except ValueError as error:
        raise ActionFieldError(action, field.name, str(error)) from None


def _parsed(field_type: str, value: object) -> Value:
    if not field_type.endswith(_LIST):
        return _PARSERS[_kind(field_type)](field_type, value)
    item_type = field_type.removesuffix(_LIST)
    if not isinstance(value, list | tuple):
        message = f"must be a list of {item_type}"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for every broken rule
    items: list[Scalar] = []
    for place, item in enumerate(value):
        try:
            items.append(_PARSERS[_kind(item_type)](item_type, item))
        except ValueError as error:
            message = f"item {place} {error}"
            raise ValueError(message) from None
    return items


@cache
def _encoders(name: str) -> tuple[tuple[str, Callable[[Any], bytes]], ...]:
    """The fields of the action of this name, each with what makes its word in the struct's hash."""
    return tuple((field.name, _encoder(field.type)) for field in actions()[name].fields)


def _encoder(field_type: str) -> Callable[[Any], bytes]:
    """A list is the hash of its items' words (EIP-712 encodeData)."""
    item = _ENCODERS[_kind(field_type.removesuffix(_LIST))]
    if not field_type.endswith(_LIST):
        return item
    return lambda items: keccak(b"".join(map(item, items)))


def _kind(field_type: str) -> str:
    return "uint" if field_type.startswith("uint") else field_type


def _parse_uint(field_type: str, value: object) -> int:
    number = int(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else value
    bits = int(field_type.removeprefix("uint"))
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 1 << bits:
        message = f"must be an integer from 0 to 2^{bits} - 1 ({field_type})"
        raise ValueError(message)
    return number


def _parse_bytes32(_: str, value: object) -> str:
    if not isinstance(value, str) or not _HEX32.fullmatch(value):
        message = "must be 0x and 64 hex digits (bytes32)"
        raise ValueError(message)
    return value.lower()


def _parse_address(_: str, value: object) -> str:
    if not isinstance(value, str) or not _HEX20.fullmatch(value):
        message = "must be 0x and 40 hex digits (address)"
        raise ValueError(message)
    mixed_case = value[2:] not in {value[2:].lower(), value[2:].upper()}
    if mixed_case and not is_checksum_address(value):
        message = "has a wrong checksum (ERC-55)"
        raise ValueError(message)
    return to_checksum_address(value)


def _parse_string(_: str, value: object) -> str:
    if not isinstance(value, str):
        message = "must be a string"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for every broken rule
    try:
        value.encode()
    except UnicodeEncodeError:
        message = "must be text that UTF-8 can carry"
        raise ValueError(message) from None
    return value


def _uint_word(value: Scalar) -> bytes:
    return int(value).to_bytes(_WORD, "big")


def _bytes32_word(value: Scalar) -> bytes:
    return bytes.fromhex(str(value)[2:])


def _address_word(value: Scalar) -> bytes:
    return bytes.fromhex(str(value)[2:]).rjust(_WORD, b"\0")


def _string_word(value: Scalar) -> bytes:
    return keccak(str(value).encode())


_PARSERS: Final[Mapping[str, Callable[[str, object], Scalar]]] = {
    "uint": _parse_uint,
    "bytes32": _parse_bytes32,
    "address": _parse_address,
    "string": _parse_string,
}
_ENCODERS: Final[Mapping[str, Callable[[Scalar], bytes]]] = {
    "uint": _uint_word,
    "bytes32": _bytes32_word,
    "address": _address_word,
    "string": _string_word,
}
