"""A local signer signs as every Ethereum wallet does and shows nothing but its address."""

from __future__ import annotations

import pickle

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data
from hypothesis import given

from tests.unit.wallets.messages import ADDRESS, DOMAIN, KEY, signer, texts, typed_actions
from wallets.recover import recover
from wallets.signer import LocalSigner, Signer
from wallets.typed_action import TypedAction, digest, typed_data


def test_the_address_is_the_keys() -> None:
    made: Signer = signer()
    assert made.address == ADDRESS


@given(typed_actions())
def test_an_action_is_signed_as_eth_account_signs_it(action: TypedAction) -> None:
    theirs = Account.sign_message(
        encode_typed_data(full_message=typed_data(action, DOMAIN)), KEY
    ).signature
    assert signer().sign_action(action, DOMAIN) == bytes(theirs)
    assert recover(digest(action, DOMAIN), bytes(theirs)) == ADDRESS


@given(texts)
def test_a_text_is_signed_as_eth_account_signs_it(text: str) -> None:
    theirs = Account.sign_message(encode_defunct(text=text), KEY).signature
    assert signer().sign_message(text) == bytes(theirs)


@pytest.mark.parametrize("key", [b"", b"\0" * 32, b"\xff" * 32, b"\1" * 33])
def test_what_is_no_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        LocalSigner.from_key(key)


def test_a_short_key_is_not_padded_to_another() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        LocalSigner.from_key(b"\1" * 31)


def test_it_shows_no_key() -> None:
    made = signer()
    shown = f"{made} {made!r} {made.__dict__}"
    assert ADDRESS in shown
    assert KEY.hex() not in shown
    assert str(int.from_bytes(KEY, "big")) not in shown
    with pytest.raises(TypeError):
        pickle.dumps(made)
