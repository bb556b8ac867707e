"""Every number and address of every action at the end of its type: what is beyond is refused by the field's place.

What no wallet of ours would sign, a relayer can still send: the words are laid by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from chain import abi
from chain.errors import ContractRefusal
from contracts.bindings import ActionSpec, actions
from tests.support.world import World

WORD: Final = 32
ANY: Final = 2**256 - 1
NAMES: Final = sorted(actions())
GAS: Final = 400_000


def bits(kind: str) -> int:
    """How many bits a type has; 256 where any word will do."""
    if kind == "address":
        return 160
    return int(kind.removeprefix("uint").removesuffix("[]")) if kind.startswith("uint") else 256


def calldata(spec: ActionSpec, words: dict[int, int], element: int = 0) -> bytes:
    """A call with these words at the fields' places, and one element in each list."""
    head = [words.get(place, 0) for place in range(len(spec.fields))]
    tail: list[int] = []
    for place, field in enumerate(spec.fields):
        if field.type == "string" or field.type.endswith("[]"):
            head[place] = WORD * (len(spec.fields) + len(tail))
            tail += [1, element if field.type.startswith("uint") else 0]
    body = [*head, *tail]
    static = not tail
    # A static action stands in its place, another behind the two offsets.
    before = [] if static else [2 * WORD]
    signatures = WORD * (len(before) + 1 + len(body))
    laid = [*body, signatures, 0] if static else [*before, signatures, *body, 0]
    selector = abi.function(spec.contract, spec.function).selector
    return selector + b"".join(word.to_bytes(WORD, "big") for word in laid)


async def refusal(world: World, spec: ActionSpec, data: bytes) -> ContractRefusal:
    with pytest.raises(ContractRefusal) as refused:
        await world.rpc.call(world.address(spec.contract), data)
    return refused.value


def bounded(spec: ActionSpec) -> Iterator[tuple[int, str]]:
    """The places and types of the fields that have a bound."""
    for place, field in enumerate(spec.fields):
        if bits(field.type) < 256:
            yield place, field.type


@pytest.mark.parametrize("name", NAMES)
async def test_a_field_beyond_its_type_is_refused_by_its_place(world: World, name: str) -> None:
    spec = actions()[name]
    selector = "0x" + abi.function(spec.contract, spec.function).selector.hex()
    for place, kind in bounded(spec):
        for beyond in (1 << bits(kind), ANY):
            word = {} if kind.endswith("[]") else {place: beyond}
            refused = await refusal(world, spec, calldata(spec, word, beyond if not word else 0))
            assert (refused.name, refused.args_by_name) == (
                "ActionFieldOutOfRange",
                {"selector": selector, "field": place},
            ), spec.fields[place]


@pytest.mark.parametrize("name", NAMES)
async def test_the_largest_value_of_a_field_is_in_range(world: World, name: str) -> None:
    spec = actions()[name]
    largest = {place: (1 << bits(field.type)) - 1 for place, field in enumerate(spec.fields)}
    of_lists = [(1 << bits(f.type)) - 1 for f in spec.fields if f.type.endswith("[]")]
    refused = await refusal(world, spec, calldata(spec, largest, min(of_lists, default=0)))
    assert refused.name not in {"ActionFieldOutOfRange", "", "Unknown"}


@pytest.mark.parametrize("name", NAMES)
async def test_of_several_fields_the_first_is_named(world: World, name: str) -> None:
    spec = actions()[name]
    refused = await refusal(
        world, spec, calldata(spec, dict.fromkeys(range(len(spec.fields)), ANY))
    )
    assert refused.args_by_name["field"] == next(bounded(spec))[0]


async def test_a_field_beyond_its_type_fails_alone_in_a_batch(world: World) -> None:
    cells = [
        (actions()[name], place, kind) for name in NAMES for place, kind in bounded(actions()[name])
    ]
    calls = []
    for spec, place, kind in cells:
        beyond = 1 << bits(kind)
        word = {} if kind.endswith("[]") else {place: beyond}
        calls.append((spec.contract, calldata(spec, word, beyond if not word else 0)))
    for start in range(0, len(calls), 50):
        part = calls[start : start + 50]
        outcome = await world.mixed_batch(part, gas_limit=GAS)
        assert outcome == ["ActionFieldOutOfRange"] * len(part)


def test_functions_of_one_selector_have_the_same_fields_at_the_same_places() -> None:
    """So the selector and the place tell the field's name."""
    known: dict[bytes, list[str]] = {}
    for spec in actions().values():
        selector = abi.function(spec.contract, spec.function).selector
        names = [spec.fields[place].name for place, _ in bounded(spec)]
        assert known.setdefault(selector, names) == names, spec.name
