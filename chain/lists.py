"""Pages of a list, by an index that gives them in their order: the work is that of a page, however long the list.

A list is driven by one range of the index of readers: the caller's entries, or those of them with a state, a value or
a counterparty; an office's are the entries of all records. Of several ranges the shortest drives, if it is short;
counting stops where it no longer matters. What the range does not answer is asked of each record that it gives,
by primary key, and of so many of them at most: a page may be shorter than asked for, and say where it goes on.
What hangs on one record is found by that record, in the order of its own index.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    false,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.facets import FACETS, KINDS_OF_RECORDS, ONE_PART, place_of
from chain.filters import ANY, Listing, Wanted
from chain.store.read_model import record_pairs, record_parties, record_readers
from chain.visibility import EVERYTHING, ID_COLUMNS, MADE_AT, RecordKind, access

SHORT: Final = 500
"""Entries of an index that are looked through for one page."""

_ALL: Final = "all"
_STATE: Final = "state"
_PARTY: Final = "party"

R = TypeVar("R")
S = TypeVar("S")
Place = tuple[int, str]
"""A place in a list: the time that it goes by, and the record's id."""


class Found(list[R]):
    """The records of a page in the list's order. With `further` there may be more after that place.

    It is told where so many were looked at as one page may, and those of them that are in the list do not fill it.
    """

    further: Place | None = None

    def shown(self, records: Iterable[S]) -> "Found[S]":
        """The same page in another form."""
        found = Found(records)
        found.further = self.further
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """A list and the part of it that is asked for: after the record of this id, so many."""

    kind: RecordKind
    wanted: Wanted
    after: str | None
    limit: int
    listing: Listing = ANY

    @property
    def record_id(self) -> Column[str]:
        """The column of the records' ids."""
        return ID_COLUMNS[self.kind]

    @property
    def place(self) -> Column[int]:
        """The column that the list goes by, before the id."""
        if self.listing.sort.by_update:
            updated_at: Column[int] = self.record_id.table.c.updated_at
            return updated_at
        return MADE_AT[self.kind]

    @property
    def order(self) -> str:
        """The column of the index of readers that the list goes by."""
        return "updated_at" if self.listing.sort.by_update else "made_at"

    @property
    def conditions(self) -> set[str]:
        """What is asked of the records besides times: by columns, state and party."""
        asked = {*self.wanted.equal}
        if self.wanted.state is not None:
            asked.add(_STATE)
        if self.listing.party is not None:
            asked.add(_PARTY)
        return asked

    @property
    def asks_times(self) -> bool:
        """Whether something is asked of times that the list does not go by."""
        listing = self.listing
        if listing.sort.by_update:
            return listing.made_since is not None or listing.made_before is not None
        return listing.updated_since is not None


@dataclass(frozen=True, slots=True)
class Range:
    """A range of an index for each reader: its entries with one state, value or party, or all of them.

    `answers` is the condition that it answers. `in_order` is whether the index has it in the list's order.
    `asks` is whether anything is left to ask of each record that may be true of few.
    """

    entries: Table
    readers: tuple[int, ...]
    match: ColumnElement[bool] | None
    answers: str
    in_order: bool
    asks: bool

    def of(self, reader: int, kind: RecordKind) -> ColumnElement[bool]:
        """True of this reader's entries in it."""
        entry = self.entries.c
        mine = and_(entry.member == reader, entry.kind == kind.value)
        return mine if self.match is None else and_(mine, self.match)


async def find(connection: AsyncConnection, page: Page, member: int | None) -> Found[Any]:
    """The rows of a page of what a member may read, None for all, in the list's order."""
    rights = None if member is None else await access(connection, member)
    readers = None if rights is None else rights.to(page.kind)
    end: Place | None = None
    hangs_on = next((name for name in page.wanted.equal if name not in FACETS[page.kind]), None)
    if page.wanted.ids is not None:
        statement = _few(page, page.wanted.ids, readers)
    elif hangs_on is not None:
        statement = _by_record(page, hangs_on, readers)
    else:
        chosen, is_short = await _choose(connection, page, readers, member)
        if chosen.asks and not is_short:
            end = await _end(connection, page, chosen)
        statement = _by_range(page, chosen, readers, end)
    found = Found((await connection.execute(statement)).mappings().all())
    if len(found) < page.limit:
        found.further = end
    return found


async def _choose(
    connection: AsyncConnection, page: Page, readers: Sequence[int] | None, member: int | None
) -> tuple[Range, bool]:
    """The range that drives the list, and whether it is known to be short."""
    ranges = _ranges(page, readers, member)
    if len(ranges) > 1:
        counts = [_count(page, candidate) for candidate in ranges]
        lengths = (await connection.execute(select(*counts))).one()
        shortest = min(range(len(ranges)), key=lambda place: lengths[place])
        if lengths[shortest] < SHORT:
            return ranges[shortest], True
    in_order = [candidate for candidate in ranges if candidate.in_order]
    return next((one for one in in_order if not one.asks), in_order[0]), False


def _ranges(page: Page, readers: Sequence[int] | None, member: int | None) -> list[Range]:
    """The ranges that can drive a list; of those that are long and in its order the first does."""
    mine = (EVERYTHING,) if readers is None else tuple(readers)
    equal, listing, entry = page.wanted.equal, page.listing, record_readers.c
    by_update, conditions = listing.sort.by_update, page.conditions
    found: list[Range] = []

    def add(
        match: ColumnElement[bool] | None,
        answers: str,
        of: tuple[int, ...] = mine,
        entries: Table = record_readers,
    ) -> None:
        asks = page.asks_times or conditions != {answers}
        found.append(Range(entries, of, match, answers, not by_update, asks))

    if listing.party is not None and readers is None:
        add(None, _ALL, (listing.party,))
    elif listing.party is not None and listing.party != member:
        add(record_pairs.c.party == listing.party, _PARTY, entries=record_pairs)
    for name in sorted(equal, key=lambda name: name in KINDS_OF_RECORDS):
        of_members, value = name not in KINDS_OF_RECORDS, equal[name]
        # Whatever names a member, it may read.
        of = (EVERYTHING,) if of_members and value == member else mine
        if of_members and name in ONE_PART and of != (EVERYTHING,):
            add(record_pairs.c.party == value, _ALL, entries=record_pairs)
        elif value or not of_members:
            add(place_of(page.kind, name) == value, name, of)
    if page.wanted.state is not None:
        add(entry.state == page.wanted.state, _STATE)
    if by_update or not found:
        asks = page.asks_times or bool(conditions)
        found.append(Range(record_readers, mine, None, _ALL, in_order=True, asks=asks))
    return found


def _count(page: Page, candidate: Range) -> ColumnElement[int]:
    """How long a range is, as far as it matters."""
    one: ColumnElement[int] = literal_column("1").label("one")
    parts = [
        select(one)
        .select_from(candidate.entries)
        .where(candidate.of(reader, page.kind))
        .limit(SHORT)
        for reader in candidate.readers
    ]
    lengths = [
        select(func.count()).select_from(part.subquery()).scalar_subquery() for part in parts
    ]
    total: ColumnElement[int] = sum(lengths[1:], start=lengths[0])
    return total


async def _end(connection: AsyncConnection, page: Page, chosen: Range) -> Place | None:
    """Where so many entries of the range were looked at as one page may; None if it has no more."""
    entry = chosen.entries.c
    order = (entry[page.order], entry.record_id)
    parts = []
    for reader in chosen.readers:
        entries: Select[Any] = select(*order).where(chosen.of(reader, page.kind))
        entries = _from_last(page, _in_time(page, entries, order[0]), *order)
        parts.append(_ordered(page, entries, *order).offset(SHORT - 1).limit(1).subquery())
    statement = union_all(*(select(part) for part in parts))
    ends = [(place, record_id) for place, record_id in await connection.execute(statement)]
    if not ends:
        return None
    return max(ends) if page.listing.sort.descends else min(ends)


def _by_range(
    page: Page, chosen: Range, readers: Sequence[int] | None, end: Place | None
) -> Select[Any]:
    """The page by one range of an index."""
    parts = [_by_reader(page, chosen, reader, readers, end) for reader in chosen.readers]
    if chosen.answers == _STATE and page.wanted.since is not None:
        parts.append(_few(page, page.wanted.since, readers, end))
    return parts[0] if len(parts) == 1 else _merged(page, parts)


def _by_reader(
    page: Page, chosen: Range, reader: int, readers: Sequence[int] | None, end: Place | None
) -> Select[Any]:
    entry = chosen.entries.c
    answered = chosen.answers
    # The entries of its own are what a reader may read.
    may_read = None if readers is None or reader in readers else readers
    statement = (
        select(page.record_id.table)
        .join_from(chosen.entries, page.record_id.table, page.record_id == entry.record_id)
        .where(chosen.of(reader, page.kind), *_questions(page, may_read, answered))
    )
    place: ColumnElement[int] = entry[page.order] if chosen.in_order else _asked_only(page.place)
    return _in_order(page, statement, place, entry.record_id, end)


def _by_record(page: Page, name: str, readers: Sequence[int] | None) -> Select[Any]:
    """The records that hang on another one, whose id is in this column."""
    table = page.record_id.table
    statement = select(table).where(
        table.c[name] == page.wanted.equal[name], *_questions(page, readers, name)
    )
    sorts = page.listing.sort.by_update
    place = _asked_only(page.place) if sorts else page.place
    return _in_order(page, statement, place, page.record_id)


def _few(
    page: Page,
    ids: Select[Any],
    readers: Sequence[int] | None,
    end: Place | None = None,
) -> Select[Any]:
    """Of a few records, which are put in order when they are found."""
    found, table = ids.subquery(), page.record_id.table
    statement = select(table).join_from(found, table, page.record_id == found.c[0])
    statement = statement.where(*_questions(page, readers))
    return _in_order(page, statement, _asked_only(page.place), page.record_id, end)


def _merged(page: Page, parts: Sequence[Select[Any]]) -> Select[Any]:
    """The first of several lists, each cut to a page; a record may be in more than one."""
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    order = (found.c[page.place.name], found.c[page.record_id.name])
    return _ordered(page, select(found), *order).limit(page.limit)


def _in_order(
    page: Page,
    statement: Select[Any],
    place: ColumnElement[int],
    record_id: ColumnElement[str],
    end: Place | None = None,
) -> Select[Any]:
    """The page of what a statement finds; `place` and `record_id` are columns of the index that drives it."""
    statement = _from_last(page, _in_time(page, statement, place), place, record_id)
    listing, columns = page.listing, page.record_id.table.c
    made_at, updated_at = _asked_only(MADE_AT[page.kind]), _asked_only(columns.updated_at)
    if listing.sort.by_update:
        if listing.made_since is not None:
            statement = statement.where(made_at >= listing.made_since)
        if listing.made_before is not None:
            statement = statement.where(made_at < listing.made_before)
    elif listing.updated_since is not None:
        statement = statement.where(updated_at >= listing.updated_since)
    if end is not None:
        here, there = tuple_(place, record_id), tuple_(literal(end[0]), literal(end[1]))
        statement = statement.where(here >= there if listing.sort.descends else here <= there)
    return _ordered(page, statement, place, record_id).limit(page.limit)


def _in_time(page: Page, statement: Select[Any], place: ColumnElement[int]) -> Select[Any]:
    """Within the times of the list's own order."""
    listing = page.listing
    if listing.sort.by_update:
        if listing.updated_since is not None:
            statement = statement.where(place >= listing.updated_since)
        return statement
    if listing.made_since is not None:
        statement = statement.where(place >= listing.made_since)
    if listing.made_before is not None:
        statement = statement.where(place < listing.made_before)
    return statement


def _from_last(
    page: Page, statement: Select[Any], place: ColumnElement[int], record_id: ColumnElement[str]
) -> Select[Any]:
    """After the last record of the page before."""
    if page.after is None:
        return statement
    last: Any = page.listing.place
    if last is None:
        pages = page.record_id.table.alias()
        of_last = pages.c[page.record_id.name] == page.after
        last = select(pages.c[page.place.name]).where(of_last).scalar_subquery()
    # Compared as a pair, both databases go on from the place in the index.
    here, end = tuple_(place, record_id), tuple_(last, literal(page.after))
    return statement.where(here < end if page.listing.sort.descends else here > end)


def _ordered(page: Page, statement: Select[Any], *order: ColumnElement[Any]) -> Select[Any]:
    columns = [column.desc() for column in order] if page.listing.sort.descends else [*order]
    return statement.order_by(*columns)


def _questions(
    page: Page, readers: Sequence[int] | None, answered: str = ""
) -> Iterator[ColumnElement[bool]]:
    """What is asked of each record that the index gives."""
    wanted, columns = page.wanted, page.record_id.table.c
    for name, value in wanted.equal.items():
        if name != answered:
            yield _asked(columns[name] == value)
    if answered == _STATE:
        if wanted.stays is not None:
            yield _asked(wanted.stays)
    elif wanted.is_in is not None:
        yield _asked(wanted.is_in)
    if page.listing.party is not None and answered != _PARTY:
        yield _is_there(
            record_parties.c.contract == page.kind.contract,
            record_parties.c.record_id == page.record_id,
            record_parties.c.member == page.listing.party,
        )
    if readers is not None:
        yield _may_read(page.kind, readers)


def _asked(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same, but no index answers it, and PostgreSQL takes it for true of every other record.

    Taken for rarer, it would have it that a page needs the whole list, and make that instead.
    """
    return func.coalesce(condition, false())


def _asked_only(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same value, but no index has it: a planner is not to choose another than we did."""
    if isinstance(column.type, Integer):
        return column + literal_column("0", column.type)
    return column.concat(literal_column("''", column.type))


def _is_there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a row is there, probed for each record: of EXISTS, PostgreSQL would make a list of all rows first."""
    one: Select[Any] = select(literal_column("1")).where(*conditions).limit(1)
    return one.scalar_subquery().is_not(None)


def _may_read(kind: RecordKind, readers: Sequence[int]) -> ColumnElement[bool]:
    rights = record_readers.alias()
    return _is_there(
        rights.c.kind == kind.value,
        rights.c.record_id == ID_COLUMNS[kind],
        rights.c.member.in_(readers),
    )
