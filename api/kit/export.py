"""Whole lists as lines: NDJSON, or CSV for a spreadsheet, page after page as they are read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Annotated, Any, Final, TypeVar

from fastapi import Header
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.client.rows import CSV, NDJSON
from chain.lists import Found, Place

PAGE: Final = 500

R = TypeVar("R")
Fetch = Callable[[str | None, int], Awaitable[Found[R]]]
"""Reads so many records after a cursor."""

Accept = Annotated[
    str | None, Header(description=f"`{NDJSON}` (the default) or `{CSV}`.", examples=[CSV])
]
EXPORTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "All records, a line each; CSV begins with a line of names.",
        "content": {
            NDJSON: {"schema": {"type": "string"}},
            CSV: {"schema": {"type": "string"}},
        },
    }
}


async def export(
    fetch: Fetch[R],
    cursor: Callable[[Place], str],
    place: Callable[[R], Place],
    shown: Callable[[R], BaseModel],
    model: type[BaseModel],
    accept: str | None,
) -> StreamingResponse:
    """The answer with all records that `fetch` finds, as `shown`.

    The first page is read before it begins, so that what is wrong can still be said.
    """
    first = await fetch(None, PAGE)
    as_csv = accept is not None and CSV in accept and NDJSON not in accept
    names = list(model.model_fields)

    async def lines() -> AsyncIterator[str]:
        if as_csv:
            yield _csv(names)
        page = first
        while True:
            for record in page:
                value = shown(record)
                yield _row(value, names) if as_csv else value.model_dump_json() + "\n"
            last = place(page[-1]) if len(page) == PAGE else page.further
            if last is None:
                return
            page = await fetch(cursor(last), PAGE)

    return StreamingResponse(lines(), media_type=CSV if as_csv else NDJSON)


def _row(value: BaseModel, names: Sequence[str]) -> str:
    row = value.model_dump(mode="json")
    return _csv([_cell(row[name]) for name in names])


def _cell(value: object) -> str:
    """Text as it is, nothing for null, and JSON for all else."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _csv(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
