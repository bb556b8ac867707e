"""Messages for every typed action: random ones, and one plain one of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, cast

from hypothesis import strategies as st

from contracts.bindings import FieldSpec, actions
from wallets.signer import LocalSigner
from wallets.typed_action import Domain, Scalar, TypedAction, Value, parse_action

ACTION_NAMES: Final = tuple(actions())
DOMAIN: Final = Domain(1337, "0x5FbDB2315678afecb367f032d93F642f64180aa3")
KEY: Final = bytes.fromhex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
ADDRESS: Final = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
"""The address of KEY: the first account of every development node, as its documentation lists it."""

addresses = st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())
domains = st.builds(Domain, st.integers(1, 2**256 - 1), addresses)
# What UTF-8 cannot carry (lone surrogates) is no text.
texts = st.text(st.characters(exclude_categories=("Cs",)))


def signer() -> LocalSigner:
    """The signer of KEY."""
    return LocalSigner.from_key(KEY)


def field_values(field: FieldSpec) -> st.SearchStrategy[Any]:
    """Every value that a field's type can carry."""
    if field.type.endswith("[]"):
        return st.lists(field_values(replace(field, type=field.type[:-2])), max_size=3)
    match field.type:
        case "bytes32":
            return st.binary(min_size=32, max_size=32).map(lambda raw: "0x" + raw.hex())
        case "address":
            return addresses
        case "string":
            return texts
        case kind:
            return st.integers(0, 2 ** int(kind.removeprefix("uint")) - 1)


@st.composite
def messages(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A message of the action with any values in range."""
    return {field.name: draw(field_values(field)) for field in actions()[name].fields}


@st.composite
def typed_actions(draw: st.DrawFn) -> TypedAction:
    """Any action with any values in range."""
    name = draw(st.sampled_from(ACTION_NAMES))
    return parse_action(name, draw(messages(name)))


def plain_value(field: FieldSpec, seed: int = 1) -> Value:
    """A value for a field that is not 0 and differs by the seed."""
    if field.type.endswith("[]"):
        item = replace(field, type=field.type[:-2])
        return [cast("Scalar", plain_value(item, seed + place)) for place in range(2)]
    match field.type:
        case "bytes32":
            return "0x" + f"{seed:02x}" * 32
        case "address":
            return "0x" + f"{seed:02x}" * 20
        case "string":
            return f"name {seed}"
        case _:
            return seed


def plain_message(name: str) -> dict[str, Value]:
    """A message of the action in which no field is 0."""
    return {
        field.name: plain_value(field, place)
        for place, field in enumerate(actions()[name].fields, start=1)
    }
