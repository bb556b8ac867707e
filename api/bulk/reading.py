"""An upload as it comes: line by line, within bounds, each row checked on its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from api.bills.service import Issue, issue_of
from api.bulk.schemas import BulkRow
from api.client.rows import CSV, NDJSON, Columns, RowError, json_of
from api.errors import FieldProblem, InvalidInput, PlatformError, Words
from api.kit.content import salt_of
from api.validation import MalformedBody, field_problems

_AT_ONCE: Final = 50
_CHUNK_SECONDS: Final = 30.0
_LONGEST_LINE: Final = 1 << 20
_MOST_ERRORS: Final = 20


@dataclass(frozen=True)
class Limits:
    """Of an upload."""

    size: int
    rows: int


@dataclass(frozen=True)
class Good:
    """A row that can be issued."""

    line: int
    issue: Issue


@dataclass(frozen=True)
class Bad:
    """A row that cannot, and why."""

    line: int
    errors: tuple[FieldProblem, ...]


Row = Good | Bad


async def read(
    chunks: AsyncIterator[bytes], media_type: str, carrier: int, limits: Limits
) -> list[Row]:
    """All rows in the order of their lines.

    Raises:
        PlatformError: It is too large or too slow, has no rows, or its columns are none.
    """
    rows: list[Row] = []
    waiting: list[tuple[int, str | bytes]] = []
    columns: Columns | None = None
    async for number, line in _records(_lines(_bounded(chunks, limits.size)), media_type):
        if media_type == CSV and columns is None:
            columns = _columns(line)
            continue
        waiting.append((number, line))
        if len(rows) + len(waiting) > limits.rows:
            raise _too_many(limits.rows)
        if len(waiting) == _AT_ONCE:
            rows += await asyncio.to_thread(_checked, waiting, columns, carrier)
            waiting = []
    rows += await asyncio.to_thread(_checked, waiting, columns, carrier)
    if not rows:
        raise InvalidInput(FieldProblem("$", "too_short", "must have a row", "至少应有一行"))
    return _without_repetitions(rows)


async def _bounded(chunks: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes]:
    size = 0
    while True:
        try:
            async with asyncio.timeout(_CHUNK_SECONDS):
                chunk = await anext(chunks, None)
        except TimeoutError:
            raise PlatformError(
                "body_too_slow",
                408,
                "Request timeout",
                Words("The upload stopped coming.", "上传中断。"),
                remedy=Words("Send it again.", "请重新上传。"),
            ) from None
        if chunk is None:
            return
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        yield chunk


async def _lines(chunks: AsyncIterator[bytes]) -> AsyncIterator[tuple[int, bytes]]:
    number, rest = 0, b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            number += 1
            yield number, line
        if len(rest) > _LONGEST_LINE:
            raise _too_large(_LONGEST_LINE)
    if rest:
        yield number + 1, rest


async def _records(
    lines: AsyncIterator[tuple[int, bytes]], media_type: str
) -> AsyncIterator[tuple[int, bytes]]:
    """The lines that are not blank; with CSV, records, which may have line breaks between quotation marks."""
    begun, start = b"", 0
    async for number, line in lines:
        if media_type == NDJSON:
            if line.strip():
                yield number, line
            continue
        start, begun = (start, begun + b"\n" + line) if begun else (number, line)
        if len(begun) > _LONGEST_LINE:
            raise _too_large(_LONGEST_LINE)
        if begun.count(b'"') % 2 == 0:
            if begun.strip():
                yield start, begun.removesuffix(b"\r")
            begun = b""
    if begun.strip():
        yield start, begun.removesuffix(b"\r")


def _columns(header: bytes) -> Columns:
    try:
        return Columns(header.decode("utf-8-sig"))
    except (RowError, ValueError) as wrong:
        rule = wrong.rule if isinstance(wrong, RowError) else "utf_8"
        raise InvalidInput(
            FieldProblem("rows[1]", rule, str(wrong), "列名应为互不冲突的 JSON 路径")
        ) from None


def _checked(
    waiting: Sequence[tuple[int, str | bytes]], columns: Columns | None, carrier: int
) -> list[Row]:
    return [_row(line, bytes(text), columns, carrier) for line, text in waiting]  # type: ignore[arg-type]


def _row(line: int, raw: bytes, columns: Columns | None, carrier: int) -> Row:
    try:
        text = raw.decode("utf-8-sig")
        value: Any = json_of(text) if columns is None else columns.row(text)
        body = BulkRow.model_validate(value)
        return Good(line, issue_of(body, salt_of(body.salt), carrier))
    except RowError as wrong:
        return Bad(line, (_problem(wrong.rule, str(wrong), "该行无法解析"),))
    except ValidationError as invalid:
        found = field_problems(invalid.errors(include_url=False, include_input=False))
        return Bad(line, tuple(found[:_MOST_ERRORS]))
    except InvalidInput as invalid:
        return Bad(line, invalid.errors[:_MOST_ERRORS])
    except MalformedBody:
        return Bad(line, (_problem("json", "must be well-formed JSON", "应为格式正确的 JSON"),))
    except ValueError:
        return Bad(line, (_problem("utf_8", "must be UTF-8 and a row", "应为 UTF-8 编码的一行"),))


def _without_repetitions(rows: Sequence[Row]) -> list[Row]:
    """A number, or a bill, that an earlier line has already is a fault of the later line."""
    seen: dict[str, int] = {}
    kept: list[Row] = []
    for row in rows:
        earlier = None
        if isinstance(row, Good):
            names = (row.issue.number, row.issue.bill_id)
            earlier = next((seen[name] for name in names if name in seen), None)
            for name in names:
                seen.setdefault(name, row.line)
        kept.append(row if earlier is None else Bad(row.line, (_repeated(earlier),)))
    return kept


def taken(row: Good) -> Bad:
    """The row whose number went to another bill before."""
    return Bad(
        row.line,
        (
            FieldProblem(
                "document.transportDocumentReference",
                "bill_number_taken",
                "must be a number that you have not given to another bill",
                "该提单号已用于另一份提单",
            ),
        ),
    )


def _repeated(line: int) -> FieldProblem:
    return FieldProblem(
        "document.transportDocumentReference",
        "unique_in_upload",
        f"must not be that of line {line}",
        f"不得与第 {line} 行相同",
    )


def _problem(rule: str, message: str, message_zh: str) -> FieldProblem:
    return FieldProblem("$", rule, message, message_zh)


def _too_large(limit: int) -> PlatformError:
    return PlatformError(
        "body_too_large",
        413,
        "Content too large",
        Words(f"It may have at most {limit} bytes.", f"不得超过 {limit} 字节。"),
        remedy=Words("Send the voyage in several uploads.", "请将该航次分多次上传。"),
    )


def _too_many(limit: int) -> PlatformError:
    return PlatformError(
        "too_many_rows",
        413,
        "Content too large",
        Words(f"An upload may have at most {limit} rows.", f"每次上传不得超过 {limit} 行。"),
        remedy=Words("Send the voyage in several uploads.", "请将该航次分多次上传。"),
    )
