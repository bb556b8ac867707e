"""Rows of an upload: what JSON and CSV say, and what is neither."""

from __future__ import annotations

import pytest

from api.client.rows import CSV, NDJSON, Columns, RowError, json_of, read_rows, records


def test_csv_puts_each_cell_in_its_place() -> None:
    text = (
        "\r\ndocument.a.b,document.list[0].n:json,document.list[1].n:json,holder,remark\r\n"
        'x,1.5,true,7,\r\n\r\n"two\nlines, ""quoted""",,null,8,0x\r\n'
    )
    assert list(read_rows(text, CSV)) == [
        (3, {"document": {"a": {"b": "x"}, "list": [{"n": 1.5}, {"n": True}]}, "holder": 7}),
        (
            5,
            {
                "document": {"a": {"b": 'two\nlines, "quoted"'}, "list": [{"n": None}]},
                "holder": 8,
                "remark": "0x",
            },
        ),
    ]


def test_lines_of_json_keep_their_numbers() -> None:
    assert list(read_rows('{"a": 1}\n\n{"b": "提单"}\n', NDJSON)) == [
        (1, {"a": 1}),
        (3, {"b": "提单"}),
    ]


def test_a_record_that_is_not_ended_is_told_with_its_first_line() -> None:
    assert list(records(["a", '"b', "c"])) == [(1, "a"), (2, '"b\nc')]


@pytest.mark.parametrize(
    "header", ["", "a,a", "a..b", "a[b]", "[0]", "a[1234]", "a.", ",".join("abc") + ","]
)
def test_columns_are_paths_each_of_its_own(header: str) -> None:
    with pytest.raises(RowError):
        Columns(header)


@pytest.mark.parametrize(
    ("header", "record"),
    [
        ("a,a.b", "1,2"),
        ("a.b,a", "1,2"),
        ("a,b", "1"),
        ("a,b", "1,2,3"),
        ("holder", "x"),
        ("a", 'x"y"z,'),
    ],
)
def test_a_record_that_does_not_fit_is_refused(header: str, record: str) -> None:
    with pytest.raises(RowError):
        Columns(header).row(record)


@pytest.mark.parametrize("text", ["", "{", "NaN", "[" * 100_000, '"\\ud800"', "1 2"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(RowError):
        json_of(text)
