"""A secret does not show itself."""

import json
import logging
import pickle

import pytest

from wallets.secret import Secret, reveal


def test_it_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret("hunter2")
    logging.getLogger("test").warning("password %s %r", secret, secret)
    assert "hunter2" not in f"{secret} {secret!r} {[secret]} {caplog.text}"


def test_it_is_revealed_on_purpose() -> None:
    assert reveal(Secret("hunter2")) == Secret("hunter2").reveal() == reveal("hunter2") == "hunter2"
    assert Secret("x")
    assert not Secret("")


def test_it_is_not_written() -> None:
    with pytest.raises(TypeError, match="not written"):
        pickle.dumps(Secret("hunter2"))
    with pytest.raises(TypeError):
        json.dumps(Secret("hunter2"))


def test_two_are_never_equal_by_accident() -> None:
    assert Secret("a") != Secret("a")
