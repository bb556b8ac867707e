"""Lists of a synthetic trade in real databases: what is in them, and that an index gives every page in its order."""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

import chain.lists
from chain.feed import Feed
from chain.filters import Filters, Listing, Sort
from chain.indexer.apply import roll_back
from chain.indexer.follow import Follower
from chain.queries import MAX_LIMIT
from chain.read_model import ReadModel
from chain.states import DocumentType, SubjectKind
from chain.store import read_model as tables
from chain.store.rows import Row
from chain.store.stores import open_read_model
from chain.visibility import AUTHORITIES, ID_COLUMNS, MADE_AT, RecordKind
from scripts.bench.history.cases import CALLERS, LISTINGS, LISTS, cases, choices
from scripts.bench.history.source import TradeSource
from scripts.bench.history.trade import members
from tests.support.storage import settings_of

ACTIONS = 4_000
KINDS = dict(zip(LISTS, ID_COLUMNS, strict=True))
ROLES = dict(members())
SUBJECTS = {
    SubjectKind.BILL: RecordKind.BILL,
    SubjectKind.RELEASE_ORDER: RecordKind.ORDER,
    SubjectKind.CERTIFICATE: RecordKind.CERTIFICATE,
}


@dataclass(frozen=True)
class History:
    """A filled read model, and its rows by kind in the order of lists."""

    engine: AsyncEngine
    read: ReadModel
    rows: dict[RecordKind, list[Any]]
    parties: dict[tuple[str, str], set[int]]
    slots: dict[str, list[str]]

    def may_read(self, kind: RecordKind, row: Any, member: int) -> bool:
        """The rule of who reads what, in plain words."""
        if ROLES[member] & AUTHORITIES[kind]:
            return True
        if member in self.parties[kind.contract, getattr(row, ID_COLUMNS[kind].name)]:
            return True
        if kind in (RecordKind.APPOINTMENT, RecordKind.INSPECTION):
            return member in self.parties["ReleaseOrder", row.order_id]
        if kind is RecordKind.BOX:
            orders = [o for o in self.rows[RecordKind.ORDER] if o.bill_id in self.slots[row.box_id]]
            return any(member in self.parties["ReleaseOrder", o.order_id] for o in orders)
        if kind not in (RecordKind.DOCUMENT, RecordKind.MILESTONES):
            return False
        if row.subject_kind in SUBJECTS:
            of_subject = SUBJECTS[row.subject_kind].contract
            if member in self.parties[of_subject, row.subject]:
                return True
        if kind is RecordKind.MILESTONES:
            return False
        may_use = row.consumer == 0 and bool(ROLES[member] & row.consumer_roles)
        return may_use or row.document_type == DocumentType.TARIFF

    def listed(self, kind: RecordKind, member: int, wanted: Filters, time: int) -> list[str]:
        """The ids that a list should have."""
        return [
            getattr(row, ID_COLUMNS[kind].name)
            for row in self.rows[kind]
            if self.may_read(kind, row, member) and self._matches(row, wanted, time)
        ]

    def is_listed(self, kind: RecordKind, row: Any, listing: Listing) -> bool:
        """Whether a record is one of those that every list can be asked for."""
        made_at = getattr(row, MADE_AT[kind].name)
        parties = self.parties[kind.contract, getattr(row, ID_COLUMNS[kind].name)]
        return (
            (listing.made_since is None or made_at >= listing.made_since)
            and (listing.made_before is None or made_at < listing.made_before)
            and (listing.updated_since is None or row.updated_at >= listing.updated_since)
            and (listing.party is None or listing.party in parties)
        )

    def _matches(self, row: Any, wanted: Filters, time: int) -> bool:
        for field in fields(wanted):
            value = getattr(wanted, field.name)
            if value is None:
                continue
            if field.name == "bill_id" and hasattr(row, "box_id"):
                found: Any = value if value in self.slots[row.box_id] else None
            elif field.name == "state" and hasattr(row, "state_at"):
                found = row.state_at(time)
            else:
                found = getattr(row, field.name)
            if found != value:
                return False
        return True


async def fill(folder: Path, actions: int) -> AsyncEngine:
    engine = await open_read_model(settings_of(folder))
    source = TradeSource()
    source.grow(actions)
    await Follower(engine, source, 1).catch_up()
    return engine


async def history_of(engine: AsyncEngine) -> History:
    kinds: dict[Any, type[Row]] = {table: kind for kind, table in tables.TABLES.items()}
    rows: dict[RecordKind, list[Any]] = {}
    parties: dict[tuple[str, str], set[int]] = defaultdict(set)
    slots: dict[str, list[str]] = defaultdict(list)
    async with engine.connect() as connection:
        for kind, column in ID_COLUMNS.items():
            newest = select(column.table).order_by(MADE_AT[kind].desc(), column.desc())
            found = (await connection.execute(newest)).mappings()
            rows[kind] = [kinds[column.table](**row) for row in found]
        for row in await connection.execute(select(tables.record_parties)):
            parties[row.contract, row.record_id].add(row.member)
        for row in await connection.execute(select(tables.shared_slots)):
            slots[row.box_id].append(row.bill_id)
    return History(engine, ReadModel(engine, lambda: 0), rows, parties, slots)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def history(storage: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[History]:
    engine = await fill(tmp_path_factory.mktemp(f"history-{storage}"), ACTIONS)
    yield await history_of(engine)
    await engine.dispose()


def _id(row: Any, kind: RecordKind) -> str:
    """Of a row, or of the view that a list has of it."""
    for view in ("order", "box"):
        row = getattr(row, view, row)
    return str(getattr(row, ID_COLUMNS[kind].name))


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", LISTS)
async def test_a_list_has_what_its_reader_may_read_and_asked_for(
    history: History, name: str
) -> None:
    kind, time = KINDS[name], await history.read.time()
    assert 3 < len(history.rows[kind]) <= MAX_LIMIT
    seen = 0
    for caller in ("tiny", "carrier", "terminal", "tax"):
        member = CALLERS[caller]
        for chosen in choices(LISTS[name]):
            wanted = LISTS[name](**chosen)
            found = await getattr(history.read, name)(member, wanted, limit=MAX_LIMIT)
            ids = [_id(row, kind) for row in found]
            assert ids == history.listed(kind, member, wanted, time), (member, chosen)
            seen += len(ids)
    assert seen > len(history.rows[kind])


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", LISTS)
async def test_a_list_in_any_order_has_the_same_records(history: History, name: str) -> None:
    kind = KINDS[name]
    times = sorted(row.updated_at for row in history.rows[kind])
    for caller in ("tiny", "carrier", "customs"):
        readable = [
            row for row in history.rows[kind] if history.may_read(kind, row, CALLERS[caller])
        ]
        for listing in (*LISTINGS.values(), Listing(updated_since=times[len(times) // 2])):
            found = await getattr(history.read, name)(
                CALLERS[caller], limit=MAX_LIMIT, listing=listing
            )
            expected = [row for row in readable if history.is_listed(kind, row, listing)]
            place = "updated_at" if listing.sort.by_update else MADE_AT[kind].name
            expected.sort(key=lambda row: (getattr(row, place), _id(row, kind)))
            if listing.sort.descends:
                expected.reverse()
            assert [_id(row, kind) for row in found] == [_id(row, kind) for row in expected]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", LISTS)
async def test_one_record_is_read_by_those_whose_lists_have_it(history: History, name: str) -> None:
    kind = KINDS[name]
    for member in CALLERS.values():
        for row in history.rows[kind][:20]:
            record_id = getattr(row, ID_COLUMNS[kind].name)
            may = await history.read.may_read(kind, record_id, member)
            assert may == history.may_read(kind, row, member)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("caller", ["carrier", "terminal", "customs"])
async def test_pages_are_the_list_in_pieces(history: History, caller: str) -> None:
    for name, kind in KINDS.items():
        listed = getattr(history.read, name)
        whole = [_id(row, kind) for row in await listed(CALLERS[caller], None, limit=MAX_LIMIT)]
        pieces: list[str] = []
        while page := await listed(CALLERS[caller], None, pieces[-1] if pieces else None, 37):
            pieces += [_id(row, kind) for row in page]
        assert pieces == whole


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", ["bills", "orders", "appointments", "documents"])
async def test_pages_that_look_at_little_are_the_list_in_pieces(
    history: History, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a page does not get to, the next ones have, each record once."""
    monkeypatch.setattr(chain.lists, "SHORT", 25)
    kind, time, short = KINDS[name], await history.read.time(), 0
    for caller in ("carrier", "tax"):
        member = CALLERS[caller]
        for chosen in choices(LISTS[name]):
            wanted = LISTS[name](**chosen)
            listed = set(history.listed(kind, member, wanted, time))
            for sort in (Sort.NEWEST, Sort.UPDATED):
                pieces, unfilled = await _turned(history, name, member, wanted, sort)
                assert len(pieces) == len(listed), (caller, chosen, sort)
                assert set(pieces) == listed
                short += unfilled
    assert short > 0


async def _turned(
    history: History, name: str, member: int, wanted: Filters, sort: Sort
) -> tuple[list[str], int]:
    """All pages of a list, and how many of them were not full though more followed."""
    kind, limit, unfilled = KINDS[name], 31, 0
    pieces: list[str] = []
    last: tuple[int, str] | None = None
    while True:
        listing = Listing(sort, place=last[0] if last and sort.by_update else None)
        after = None if last is None else last[1]
        page = await getattr(history.read, name)(member, wanted, after, limit, listing)
        pieces += [_id(row, kind) for row in page]
        last = page.further
        if len(page) == limit:
            last = _updated_at(page[-1]), _id(page[-1], kind)
        elif last is None:
            return pieces, unfilled
        else:
            unfilled += 1


def _updated_at(row: Any) -> int:
    for view in ("order", "box"):
        row = getattr(row, view, row)
    return int(row.updated_at)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", ["orders", "appointments", "documents"])
async def test_what_ended_since_the_newest_block_is_in_its_list(
    history: History, name: str
) -> None:
    """The index has the states of the newest block's time; a list is of the time at which it is read."""
    kind, time = KINDS[name], await history.read.time()
    found = []
    for later in (0, 3_600, 30 * 86_400):
        read = ReadModel(history.engine, lambda later=later: time + later)  # type: ignore[misc]
        for caller in ("carrier", "customs"):
            for state in range(6):
                wanted = LISTS[name](state=state)
                rows = await getattr(read, name)(CALLERS[caller], wanted, limit=MAX_LIMIT)
                ids = [_id(row, kind) for row in rows]
                assert ids == history.listed(kind, CALLERS[caller], wanted, time + later)
                found.append(ids)
    assert found[:12] != found[12:24] or found[12:24] != found[24:]


@pytest.mark.asyncio(loop_scope="module")
async def test_every_page_comes_from_an_index_in_its_order(history: History, storage: str) -> None:
    asked: dict[str, tuple[str, Any]] = {}

    def note(_: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked[statement] = (case.caller + " " + case.what, parameters)

    event.listen(history.engine.sync_engine, "before_cursor_execute", note)
    for case in cases(history.read, Feed(history.engine), ("tiny", "bank", "customs")):
        await case.ask()
    event.remove(history.engine.sync_engine, "before_cursor_execute", note)
    async with history.engine.connect() as connection:
        if storage == "postgresql":
            # So small a table would be read through; what is left is what no index answers.
            await connection.execute(text("SET enable_seqscan = off"))
            await connection.execute(text("SET enable_sort = off"))
        for statement, (what, parameters) in asked.items():
            plan = await _plan(connection, storage, statement, parameters)
            assert not _without_index(plan, statement), (what, statement, plan)
    assert len(asked) > 100


async def _plan(connection: Any, storage: str, statement: str, parameters: Any) -> list[str]:
    explain = "EXPLAIN QUERY PLAN" if storage == "sqlite" else "EXPLAIN"
    found = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return [str(row[-1]) for row in found]


def _without_index(plan: list[str], statement: str) -> list[str]:
    """Where a table is read through, or put in order after all was found.

    The parts of one page may be put together so, what belongs to its records, the shared containers of one bill, and
    what was counted to be short; and a list of all records is read in the order of an index, up to the page's end.
    """
    paged = "LIMIT" in statement
    counted = " + 0" in statement.rpartition("ORDER BY")[2]
    few = not paged or counted or "UNION" in statement
    return [line for line in plan if _reads_through(line, paged) or (_sorts(line) and not few)]


def _reads_through(line: str, paged: bool) -> bool:
    if line.startswith("SCAN "):
        by_index = paged and "USING INDEX" in line
        return line.split()[1] in tables.metadata.tables and not by_index
    return "Seq Scan" in line


def _sorts(line: str) -> bool:
    return "TEMP B-TREE" in line or "Sort" in line


@pytest.mark.asyncio(loop_scope="module")
async def test_undone_blocks_leave_no_reader_behind(
    tmp_path_factory: pytest.TempPathFactory, storage: str
) -> None:
    """Documents, appointments and shared containers are older than some of their readers."""
    half = ACTIONS // 2
    shorter = await fill(tmp_path_factory.mktemp(f"shorter-{storage}"), half)
    undone = await fill(tmp_path_factory.mktemp(f"undone-{storage}"), ACTIONS)
    source = TradeSource()
    source.grow(half)
    async with undone.begin() as connection:
        await roll_back(connection, await source.height())
    found = []
    for engine in (shorter, undone):
        async with engine.connect() as connection:
            rows = [
                [tuple(row) for row in await connection.execute(select(t).order_by(*t.primary_key))]
                for t in (tables.record_readers, tables.record_pairs)
            ]
            found.append(rows)
        await engine.dispose()
    assert found[0] == found[1]
    assert all(found[0])
