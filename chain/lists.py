"""Pages of a list, by an index that gives them in their order: the work is that of a page, however long the list.

A list is driven by one index: that of the caller's readers, or that of a column that a filter names. Of several the
shortest drives, if it is short; counting stops where it no longer matters. What the index does not answer is asked
of each record that it gives, by primary key. By last change, a short index is put in order; else the index of all
changes drives, from where the reader is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    exists,
    false,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chain.filters import ANY, Listing, Wanted
from chain.store.read_model import record_parties, record_readers
from chain.visibility import ID_COLUMNS, MADE_AT, Access, RecordKind, access

SHORT: Final = 500
"""Entries of an index that are looked at rather than to read any other."""

_READERS: Final = ""
_PARTY: Final = "party"
_MANY: Final = "party of many"
"""Stand for the index of the caller's readers, of a counterparty's few records, and of its readers if it has many."""

_STATE: Final = "state"


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


async def choose(connection: AsyncConnection, page: Page, member: int | None) -> Select[Any]:
    """The statement of a page of what a member may read, None for all, in the list's order."""
    rights = None if member is None else await access(connection, member)
    readers = None if rights is None else rights.to(page.kind)
    if page.wanted.ids is not None:
        return _few(page, page.wanted.ids, readers)
    drivers = [*page.wanted.equal]
    if page.listing.party is not None:
        drivers.append(_PARTY)
    if readers is not None:
        drivers.append(_READERS)
    elif page.wanted.states is not None:
        drivers.append(_STATE)
    return by(page, await _driver(connection, page, drivers, rights), readers)


def by(page: Page, driver: str | None, readers: Sequence[int] | None) -> Select[Any]:
    """The page by one index: of a column, of readers, or with None of all records in the list's order."""
    states = page.wanted.states or (None,)
    if driver == _READERS and readers is not None:
        parts = [_by_reader(page, reader, state) for reader in readers for state in states]
    elif driver == _MANY and page.listing.party is not None:
        party = page.listing.party
        parts = [_by_reader(page, party, state, readers) for state in states]
    elif driver == _PARTY:
        parts = [_few(page, _party_to(page), readers)]
    elif driver == _STATE:
        parts = [_by_column(page, {_STATE: state}, readers) for state in states]
    else:
        found = {} if driver is None else {driver: page.wanted.equal[driver]}
        parts = [_by_column(page, found, readers)]
    return parts[0] if len(parts) == 1 else _merged(page, parts)


async def _driver(
    connection: AsyncConnection, page: Page, drivers: Sequence[str], rights: Access | None
) -> str | None:
    """The shortest index; of those that are all long, one of the caller's own records, or that of all changes."""
    by_update = page.listing.sort.by_update
    if not drivers:
        return None
    if len(drivers) == 1 and not by_update and drivers[0] != _PARTY:
        return drivers[0]
    counts = [_count(page, driver, rights) for driver in drivers]
    lengths = (await connection.execute(select(*counts))).one()
    if by_update and min(lengths) == SHORT:
        return None
    own = None if rights is None else rights.member

    def rank(place: int) -> tuple[int, bool, bool]:
        value = page.wanted.equal.get(drivers[place])
        return lengths[place], value != own, drivers[place] not in (_READERS, _STATE)

    first = min(range(len(drivers)), key=rank)
    return _MANY if drivers[first] == _PARTY and lengths[first] == SHORT else drivers[first]


def _count(page: Page, driver: str, rights: Access | None) -> ColumnElement[int]:
    """How long an index is, as far as it matters."""
    table: FromClause = page.record_id.table
    matches: list[ColumnElement[bool]] = []
    if driver == _PARTY:
        table = _party_to(page).subquery()
    elif driver == _READERS:
        table = record_readers
        readers = (rights and rights.to(page.kind)) or ()
        matches = [table.c.kind == page.kind.value, table.c.member.in_(readers)]
    elif driver != _STATE:
        matches = [table.c[driver] == page.wanted.equal[driver]]
    if driver in (_READERS, _STATE) and page.wanted.states is not None:
        matches.append(table.c.state.in_(page.wanted.states))
    one: ColumnElement[int] = literal_column("1").label("one")
    short = select(one).select_from(table).where(*matches).limit(SHORT)
    return select(func.count()).select_from(short.subquery()).scalar_subquery()


def _by_reader(
    page: Page, reader: int, state: int | None, readers: Sequence[int] | None = None
) -> Select[Any]:
    """The records of one reader, who is the caller if there are no `readers` to ask for besides."""
    entry = record_readers.c
    statement = (
        select(page.record_id.table)
        .join_from(record_readers, page.record_id.table, page.record_id == entry.record_id)
        .where(entry.member == reader, entry.kind == page.kind.value, *_questions(page, readers))
    )
    if state is not None:
        statement = statement.where(entry.state == state)
    by_update = page.listing.sort.by_update
    return _in_order(
        page, statement, _asked_only(page.place) if by_update else entry.made_at, entry.record_id
    )


def _by_column(page: Page, found: dict[str, Any], readers: Sequence[int] | None) -> Select[Any]:
    """The records that have these values: of one column, or all with none."""
    table = page.record_id.table
    matches = [table.c[name] == value for name, value in found.items()]
    statement = select(table).where(*matches, *_questions(page, readers, *found))
    if page.wanted.states is not None and _STATE not in found:
        statement = statement.where(_asked(table.c.state.in_(page.wanted.states)))
    sorts = page.listing.sort.by_update and bool(found)
    return _in_order(
        page, statement, _asked_only(page.place) if sorts else page.place, page.record_id
    )


def _few(page: Page, ids: Select[tuple[str]], readers: Sequence[int] | None) -> Select[Any]:
    """Of a few records, which are put in order when they are found."""
    found, table = ids.subquery(), page.record_id.table
    statement = select(table).join_from(found, table, page.record_id == found.c[0])
    statement = statement.where(*_questions(page, readers))
    if page.wanted.states is not None:
        statement = statement.where(_asked(table.c.state.in_(page.wanted.states)))
    return _in_order(page, statement, _asked_only(page.place), page.record_id)


def _party_to(page: Page) -> Select[tuple[str]]:
    """The ids of the records, of the same contract, that the counterparty is a party to."""
    return select(record_parties.c.record_id).where(
        record_parties.c.member == page.listing.party,
        record_parties.c.contract == page.kind.contract,
    )


def _merged(page: Page, parts: Sequence[Select[Any]]) -> Select[Any]:
    """The first of several lists, each cut to a page; a record may be in more than one."""
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    order = (found.c[page.place.name], found.c[page.record_id.name])
    return _ordered(page, select(found), *order)


def _in_order(
    page: Page, statement: Select[Any], place: ColumnElement[int], record_id: ColumnElement[str]
) -> Select[Any]:
    """The page of what a statement finds; `place` and `record_id` are columns of the index that drives it."""
    listing, columns = page.listing, page.record_id.table.c
    by_update = listing.sort.by_update
    made_at = _asked_only(MADE_AT[page.kind]) if by_update else place
    updated_at = place if by_update else _asked_only(columns.updated_at)
    if listing.made_since is not None:
        statement = statement.where(made_at >= listing.made_since)
    if listing.made_before is not None:
        statement = statement.where(made_at < listing.made_before)
    if listing.updated_since is not None:
        statement = statement.where(updated_at >= listing.updated_since)
    if page.after is not None:
        last: Any = listing.place
        if last is None:
            pages = page.record_id.table.alias()
            of_last = pages.c[page.record_id.name] == page.after
            last = select(pages.c[page.place.name]).where(of_last).scalar_subquery()
        # Compared as a pair, both databases go on from the place in the index.
        here, end = tuple_(place, record_id), tuple_(last, literal(page.after))
        statement = statement.where(here < end if listing.sort.descends else here > end)
    return _ordered(page, statement, place, record_id)


def _ordered(page: Page, statement: Select[Any], *order: ColumnElement[Any]) -> Select[Any]:
    columns = [column.desc() for column in order] if page.listing.sort.descends else [*order]
    return statement.order_by(*columns).limit(page.limit)


def _questions(
    page: Page, readers: Sequence[int] | None, *but: str
) -> Iterator[ColumnElement[bool]]:
    """What is asked of each record that the index gives."""
    columns = page.record_id.table.c
    for name, value in page.wanted.equal.items():
        if name not in but:
            yield _asked(columns[name] == value)
    yield from page.wanted.also
    if page.listing.party is not None:
        yield exists().where(
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


def _may_read(kind: RecordKind, readers: Sequence[int]) -> ColumnElement[bool]:
    rights = record_readers.alias()
    return exists().where(
        rights.c.kind == kind.value,
        rights.c.record_id == ID_COLUMNS[kind],
        rights.c.member.in_(readers),
    )
