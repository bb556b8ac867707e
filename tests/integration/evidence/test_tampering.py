"""No part of a file of evidence can be altered, taken away or put elsewhere: the check that finds it says so."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest_asyncio

from chain.evidence.report import Answer, Report
from chain.evidence.verify import verify
from tests.contracts import records
from tests.integration.evidence.conftest import evidence_of, full_life, hash_at
from tests.support.world import World

Path = tuple[str | int, ...]


@pytest_asyncio.fixture(scope="module")
async def genuine(world: World) -> tuple[dict[str, Any], list[str], str]:
    """A file, the hash and the consortium that its reader trusts."""
    content = await evidence_of(world, await full_life(world))
    return content, [await hash_at(world, content["state_block"])], world.address("Consortium")


def _leaves(part: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(part, dict):
        for key, inner in part.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from _leaves(inner, (*path, place))
    else:
        yield path


def _nodes(part: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    inner = (
        part.items()
        if isinstance(part, dict)
        else enumerate(part)
        if isinstance(part, list)
        else ()
    )
    for key, found in inner:
        yield from _nodes(found, (*path, key))


def _at(content: Any, path: Path) -> Any:
    for key in path:
        content = content[key]
    return content


def _altered(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "0x00"
    text = str(value)
    place = len(text) // 2
    return text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :]


def _with(content: Any, path: Path, value: Any) -> Any:
    changed = copy.deepcopy(content)
    _at(changed, path[:-1])[path[-1]] = value
    return changed


def _without(content: Any, path: Path) -> Any:
    changed = copy.deepcopy(content)
    del _at(changed, path[:-1])[path[-1]]
    return changed


async def test_every_value_counts(genuine: tuple[dict[str, Any], list[str], str]) -> None:
    content, trusted, consortium = genuine
    assert verify(content, trusted, consortium=consortium).answer is Answer.VALID
    found: Counter[str] = Counter()
    for path in _leaves(content):
        if path == ("document",):
            continue
        changed = _with(content, path, _altered(_at(content, path)))
        report = verify(changed, trusted, consortium=consortium)
        assert report.answer is not Answer.VALID, path
        if report.answer is Answer.INVALID:
            found[_named(report)] += 1
    assert set(found) >= {"format", "headers", "transactions", "state proofs", "contracts"}
    assert set(found) >= {"history", "signatures"}


async def test_nothing_can_be_taken_away(genuine: tuple[dict[str, Any], list[str], str]) -> None:
    content, trusted, consortium = genuine
    optional = {
        ("document",),
        ("format",),
        ("version",),
        *(
            (("contracts", name, "code"))
            for name, c in content["contracts"].items()
            if not c["code"]
        ),
    }
    for path in _nodes(content):
        if path in optional:
            continue
        report = verify(_without(content, path), trusted, consortium=consortium)
        assert report.answer is not Answer.VALID, path


async def test_a_part_of_another_record_is_no_part_of_this(
    world: World, genuine: tuple[dict[str, Any], list[str], str]
) -> None:
    content, trusted, consortium = genuine
    other = await evidence_of(world, await records.bill(world, "SurrenderedForDelivery"))
    for part in ("record", "headers", "transactions", "actions", "accounts"):
        report = verify(_with(content, (part,), other[part]), trusted, consortium=consortium)
        assert report.answer is Answer.INVALID, part


async def test_an_older_state_is_not_passed_off_as_the_newest(
    world: World, genuine: tuple[dict[str, Any], list[str], str]
) -> None:
    """Evidence of a state is of its block: with the hash of another block it tells nothing."""
    record = await records.bill(world, "Issued")
    before = await evidence_of(world, record)
    await world.act(records.surrender(world, record))
    newest = [await hash_at(world, await world.rpc.block_number())]
    report = verify(before, newest, consortium=world.address("Consortium"))
    assert report.answer is Answer.CANNOT_TELL


def _named(report: Report) -> str:
    return report.checks[-1].name
