"""What is asked of a long history: every list, by every filter, for members of every size and for an office."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Final

from chain import filters
from chain.feed import Feed, Position
from chain.filters import Listing, Sort
from chain.read_model import ReadModel
from chain.visibility import RecordKind
from scripts.bench.history.trade import (
    BIG_BANK,
    BIG_CARRIER,
    BIG_TERMINAL,
    COURT,
    CUSTOMS,
    MIDDLE,
    TAX,
    TINY,
    id_of,
)

CALLERS: Final = {
    "tiny": TINY,
    "middle": MIDDLE,
    "carrier": BIG_CARRIER,
    "terminal": BIG_TERMINAL,
    "bank": BIG_BANK,
    "customs": CUSTOMS,
    "court": COURT,
    "tax": TAX,
}

LISTS: Final[Mapping[str, type[Any]]] = {
    "bills": filters.BillFilter,
    "orders": filters.OrderFilter,
    "boxes": filters.BoxFilter,
    "appointments": filters.AppointmentFilter,
    "inspections": filters.InspectionFilter,
    "certificates": filters.CertificateFilter,
    "claims": filters.ClaimFilter,
    "documents": filters.DocumentFilter,
    "milestone_batches": filters.MilestoneFilter,
}
"""The read model's lists and what they are filtered by."""

_FIRST: Final = 5
"""A consignment of the beginning, whose records are there however short the history."""

_VALUES: Final[Mapping[str, Any]] = {
    "state": (1, 2, 3, 4),
    "kind": (1, 3),
    "certificate_type": (1,),
    "management_class": (1,),
    "document_type": (0, 1),
    "subject_kind": (2,),
    "carrier": (BIG_CARRIER, 2),
    "holder": (MIDDLE + 100, BIG_BANK),
    "title_holder": (MIDDLE + 100,),
    "terminal": (BIG_TERMINAL, 12),
    "collector": (240,),
    "office": (CUSTOMS,),
    "agent": (0,),
    "applicant": (MIDDLE, TINY),
    "exporter": (MIDDLE,),
    "user": (MIDDLE,),
    "tax_authority": (TAX,),
    "issuer": (BIG_CARRIER, 2),
    "consumer": (0, BIG_TERMINAL),
    "observer": (BIG_TERMINAL,),
    "bill_id": (id_of("bill", _FIRST),),
    "order_id": (id_of("order", _FIRST),),
    "subject": (id_of("order", _FIRST),),
    "used_for": (id_of("claim", _FIRST),),
    "release_to": (MIDDLE + 100,),
    "pledgee": (0,),
}
"""Values that each filter is tried with: of much and of little."""

LISTINGS: Final = {
    "oldest first": Listing(Sort.MADE),
    "a week of the beginning": Listing(made_since=1_760_100_000, made_before=1_760_700_000),
    "latest change first": Listing(Sort.LATEST),
    "earliest change first": Listing(Sort.UPDATED),
    "with a big carrier": Listing(party=BIG_CARRIER),
    "with a shipper": Listing(party=MIDDLE),
}
"""What every list can be asked for besides."""

Ask = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """One question by one caller."""

    caller: str
    what: str
    ask: Ask


def cases(read: ReadModel, feed: Feed, callers: Sequence[str] = tuple(CALLERS)) -> Iterator[Case]:
    """All questions of these callers."""
    for caller in callers:
        member = CALLERS[caller]
        for name, kind in LISTS.items():
            listed = getattr(read, name)
            for chosen in choices(kind):
                said = ", ".join(f"{key}={_short(value)}" for key, value in chosen.items())
                asked = partial(listed, member, kind(**chosen))
                yield Case(caller, f"{name}({said})", asked)
            for said, listing in LISTINGS.items():
                asked = partial(listed, member, None, listing=listing)
                yield Case(caller, f"{name}({said})", asked)
        yield Case(caller, "events from the first", partial(feed.page, None, member, 100))
    of_bill = (RecordKind.BILL, id_of("bill", _FIRST))
    yield Case("anybody", "a bill's history", partial(read.history, *of_bill))


async def newest_events(feed: Feed) -> list[Case]:
    """The feed as it is asked again and again: from a place near its end."""
    newest = await feed.newest()
    near = None if newest is None else Position(newest.number - 2, 0, newest.block)
    what = "events of the last two blocks"
    return [
        Case(caller, what, partial(feed.after, near, member, 100))
        for caller, member in CALLERS.items()
    ]


def choices(kind: type[Any]) -> Iterator[dict[str, Any]]:
    """Nothing, each value of each filter, and each filter with a state."""
    yield {}
    names = [field.name for field in fields(kind)]
    for name in names:
        yield from ({name: value} for value in _VALUES[name])
    for name in names:
        if name != "state":
            yield {"state": _VALUES["state"][0], name: _VALUES[name][0]}


def _short(value: Any) -> str:
    return f"{value[:6]}…" if isinstance(value, str) else str(value)
