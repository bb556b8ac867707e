"""The official list as it is read: complete, and unchanged by us."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

from api.kit.unlocode import find_place, official_list, ports_like


def test_the_whole_list_is_read() -> None:
    assert len(official_list()) > 115_000
    assert sum(place.is_port for place in official_list().values()) > 17_000


def test_functions_are_those_of_the_list() -> None:
    rotterdam = find_place("NLRTM")
    assert rotterdam is not None
    assert rotterdam.is_port
    assert rotterdam.functions == set("12345")
    hongqiao = find_place("CNSHA")
    assert hongqiao is not None
    assert not hongqiao.is_port
    assert hongqiao.name == "Shanghai Hongqiao International Apt"


def test_changed_entries_of_the_issue_count() -> None:
    """The shipped database says that Wittdün is no port; the changed list says that it is."""
    wittduen = find_place("DE69S")
    assert wittduen is not None
    assert wittduen.is_port
    assert find_place("EGSCN") is not None


def test_unknown_codes() -> None:
    assert find_place("XXABC") is None
    assert find_place("CN") is None
    assert find_place("") is None


def test_ports_like_an_airport() -> None:
    airport = find_place("CNNGB")
    assert airport is not None
    assert [port.code for port in ports_like(airport)] == ["CNNBG", "CNNBO"]


def test_the_shipped_database_is_never_opened() -> None:
    database = Path(str(distribution("pyunlocode").locate_file("pyunlocode/unlocode.db")))
    before = database.stat()
    official_list.cache_clear()
    assert find_place("CNYSA") is not None
    assert (database.stat().st_mtime_ns, database.stat().st_size) == (
        before.st_mtime_ns,
        before.st_size,
    )
    assert not database.with_name("unlocode.db-journal").exists()
