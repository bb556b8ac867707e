"""The feed of events in real databases: in order, to those who may read, from wherever a reader left off."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.feed import Feed, Position
from chain.indexer.apply import apply_events, roll_back
from chain.indexer.events import LogEvent
from chain.store.stores import open_read_model
from tests.support.storage import settings_of
from tests.unit.chain.story import BANK, CARRIER, FORWARDER, SHIPPER, TAX, bill_life


@pytest.fixture(scope="module", autouse=True)
def on_each_database(storage: str) -> None:
    """All of these tests, with SQLite and with PostgreSQL."""


@pytest_asyncio.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = await open_read_model(settings_of(tmp_path))
    yield engine
    await engine.dispose()


async def _apply(engine: AsyncEngine, events: Sequence[LogEvent]) -> None:
    marks = [(event.block_number, event.block_hash, event.time) for event in events]
    async with engine.begin() as connection:
        await apply_events(connection, events, marks)


async def _names(feed: Feed, member: int, after: Position | None = None) -> list[str]:
    return [event.name for event in await feed.after(after, member, 100)]


async def test_everybody_reads_their_own_in_order(engine: AsyncEngine) -> None:
    feed = Feed(engine)
    assert await feed.newest() is None
    await _apply(engine, bill_life())
    told = [event.name for event in bill_life()]
    of_bill = [event.name for event in bill_life() if event.contract == "BillOfLading"]
    assert await _names(feed, CARRIER) == told
    assert await _names(feed, SHIPPER) == of_bill
    assert await _names(feed, TAX) == []
    newest = await feed.newest()
    assert newest is not None
    assert await _names(feed, CARRIER, newest) == []


async def test_pages_leave_nothing_out(engine: AsyncEngine) -> None:
    feed = Feed(engine)
    await _apply(engine, bill_life())
    seen: list[str] = []
    place: Position | None = None
    while page := await feed.after(place, CARRIER, 3):
        seen += [event.name for event in page]
        place = Position.parse(str(page[-1].position))
        assert await feed.resumed(place) == place
    assert seen == [event.name for event in bill_life()]


async def test_who_becomes_a_party_reads_what_was_before(engine: AsyncEngine) -> None:
    feed = Feed(engine)
    await _apply(engine, bill_life()[:1])
    assert await _names(feed, BANK) == []
    await _apply(engine, bill_life()[1:2])
    assert await _names(feed, BANK) == ["BillIssued", "BillEndorsed"]
    assert await _names(feed, FORWARDER) == []


async def test_a_reader_of_blocks_that_are_gone_reads_again_and_misses_nothing(
    engine: AsyncEngine,
) -> None:
    feed = Feed(engine)
    await _apply(engine, bill_life()[:4])
    place = (await feed.after(None, CARRIER, 100))[-1].position
    async with engine.begin() as connection:
        await roll_back(connection, 2)
    others = [
        replace(event, block_hash=f"0x{'f' * 8}{event.block_number:056x}") for event in bill_life()
    ]
    await _apply(engine, others[2:])
    back = await feed.resumed(place)
    assert back != place
    assert await _names(feed, CARRIER, back) == [event.name for event in bill_life()]


@pytest.mark.parametrize(
    "text",
    ["", "1", "1-2", "1-2-3", "1-2-00000000-4", "-1-2-00000000", "١-2-00000000", "1-2-0000000g"],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
        Position.parse(text)
