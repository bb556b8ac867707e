"""Prefer, JSON paths, secrets, keys, pages: the small parts, each by its rule."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from api.actions.prefer import wait_of
from api.auth.tokens import KeyParts, hashed, is_token, key_text, new_key, new_token, parse_key
from api.errors import FieldProblem
from api.kit.pagination import page_of
from api.kit.schema import seconds_of
from api.kit.secret import GatewaySecret
from api.openapi import OUTPUT, rendered
from api.validation import field_problems, json_path, prefixed


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("wait=5", 5),
        ("respond-async, wait=2.5", 2.5),
        ('wait="7"', 7),
        ("WAIT = 3", 3),
        ("wait=-1", 0),
        ("wait=soon", 0),
        ("await=5", 0),
        ("wait=5s", 0),
        ("wait=99999999999", 0),
    ],
)
def test_prefer_wait(prefer: str | None, seconds: float) -> None:
    assert wait_of(prefer) == seconds


def test_json_paths() -> None:
    assert json_path(("document", "items", 0, "hsCode")) == "document.items[0].hsCode"
    assert json_path(()) == "$"


def test_a_document_s_problems_are_told_below_it() -> None:
    problems = [FieldProblem("$", "r", "m", "z"), FieldProblem("a[0]", "r", "m", "z")]
    assert [p.field for p in prefixed(problems, "document")] == ["document", "document.a[0]"]


def test_an_unknown_rule_still_has_both_languages() -> None:
    (problem,) = field_problems([{"type": "new_rule", "loc": ("body", "a"), "msg": "Must be odd"}])
    assert (problem.field, problem.rule, problem.message) == ("a", "new_rule", "must be odd")
    assert "new_rule" in problem.message_zh


def test_chinese_words_carry_the_rule_s_own_numbers() -> None:
    error = {"type": "too_long", "loc": ("body", "a"), "msg": "…", "ctx": {"max_length": 64}}
    (problem,) = field_problems([error])
    assert problem.message_zh == "至多可有 64 项"


def test_keys_are_taken_apart_as_they_were_put_together() -> None:
    for _ in range(50):  # secrets with "_" in them, too
        key = new_key()
        assert parse_key(key_text(key)) == key
    assert parse_key("quay_0123456789abcdef_short") is None
    assert parse_key(key_text(KeyParts("0" * 16, "a" * 43)) + "\n") is None
    assert not is_token(key_text(new_key()))
    assert is_token(new_token())
    assert len(hashed(new_token())) == 64


def test_the_gateway_s_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "gateway.key"
    first = GatewaySecret.open(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = GatewaySecret.open(path)
    assert first.mac("purpose", "a", "b") == again.mac("purpose", "a", "b")
    assert first.mac("purpose", "a", "b") != first.mac("purpose", "ab", "")
    assert first.mac("purpose", "a", "b") != first.mac("another", "a", "b")
    assert path.read_bytes().hex() not in repr(first)


def test_a_secret_of_another_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gateway.key"
    path.write_bytes(b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        GatewaySecret.open(path)


def test_a_page_tells_of_a_next_one_only_if_there_is_one() -> None:
    assert page_of(["a", "b", "c"], 2, str) == (["a", "b"], "b")
    assert page_of(["a", "b"], 2, str) == (["a", "b"], None)


def test_times_become_seconds_and_anything_else_stays() -> None:
    assert seconds_of("1970-01-02T00:00:00Z") == 86_400
    assert seconds_of("1970-01-02T08:00:00+08:00") == 86_400
    for other in (5, "5", "soon", "1970-01-02T00:00:00", None):
        assert seconds_of(other) == other


def test_the_committed_description_is_current() -> None:
    assert OUTPUT.read_text("utf-8") == rendered(), "run python -m api.openapi"
