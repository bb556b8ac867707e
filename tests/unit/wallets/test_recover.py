"""Recovery names the wallet that signed, and takes only signatures that the contracts take."""

from __future__ import annotations

import pytest
from eth_account import Account
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.wallets.messages import ADDRESS, signer
from wallets.errors import SignatureError
from wallets.recover import recover
from wallets.signer import LocalSigner

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
DIGEST = keccak(text="a digest")
SIGNATURE = signer().sign_digest(DIGEST)
keys = st.integers(1, ORDER - 1).map(lambda number: number.to_bytes(32, "big"))


@given(keys, st.binary(min_size=32, max_size=32))
def test_the_signer_is_recovered(key: bytes, digest: bytes) -> None:
    made = LocalSigner.from_key(key)
    assert recover(digest, made.sign_digest(digest)) == made.address


@given(keys, st.binary(min_size=32, max_size=32))
def test_it_recovers_whom_eth_account_recovers(key: bytes, digest: bytes) -> None:
    theirs = Account.unsafe_sign_hash(digest, key)
    assert recover(digest, bytes(theirs.signature)) == Account.from_key(key).address


def test_the_malleable_twin_is_refused() -> None:
    s = int.from_bytes(SIGNATURE[32:64], "big")
    flipped = bytes([27 + 28 - SIGNATURE[64]])
    twin = SIGNATURE[:32] + (ORDER - s).to_bytes(32, "big") + flipped
    with pytest.raises(SignatureError, match="lower half"):
        recover(DIGEST, twin)


@pytest.mark.parametrize("v", [0, 1, 2, 26, 29, 30, 31, 255])
def test_v_is_27_or_28(v: int) -> None:
    with pytest.raises(SignatureError, match=f"v is 27 or 28, this one's is {v}$"):
        recover(DIGEST, SIGNATURE[:64] + bytes([v]))


def test_the_other_v_is_somebody_else() -> None:
    other = bytes([27 + 28 - SIGNATURE[64]])
    assert recover(DIGEST, SIGNATURE) == ADDRESS
    assert recover(DIGEST, SIGNATURE[:64] + other) != ADDRESS


@pytest.mark.parametrize("length", [0, 1, 64, 66, 130])
def test_a_signature_is_65_bytes(length: int) -> None:
    with pytest.raises(SignatureError, match=f"65 bytes r‖s‖v, this one is {length}"):
        recover(DIGEST, (SIGNATURE * 2)[:length])


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (ORDER, 1), (2**256 - 1, 1), (5, 1)], ids=str)
def test_a_signature_of_nobody_is_refused(r: int, s: int) -> None:
    # 5 is no x coordinate of a point of the curve; the others are out of range.
    nobody = r.to_bytes(32, "big") + s.to_bytes(32, "big") + b"\x1b"
    with pytest.raises(SignatureError, match="nobody"):
        recover(DIGEST, nobody)
