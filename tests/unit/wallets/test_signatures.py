"""Who signed: each kind of piece, alone and joined; what is no piece is refused."""

from __future__ import annotations

import pytest

from tests.unit.wallets.messages import ADDRESS, DOMAIN, plain_message, signer
from wallets.action_set import sign_set, signed_rows
from wallets.errors import SignatureError
from wallets.signatures import Signer, compact_signature, plain_signature, signers
from wallets.signer import LocalSigner
from wallets.typed_action import TypedAction, action_id, parse_action

COMPANY = "0x5FbDB2315678afecb367f032d93F642f64180aa3"


def _action(seed: int = 1) -> TypedAction:
    return parse_action("Endorse", plain_message("Endorse") | {"version": seed})


def _plain() -> bytes:
    return signer().sign_action(_action(), DOMAIN)


def _contract(own: bytes = b"company seal") -> bytes:
    return bytes.fromhex(COMPANY[2:]).rjust(32, b"\0") + len(own).to_bytes(32, "big") + b"\0" + own


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_every_action_of_a_set_is_proved_by_its_piece_alone(count: int) -> None:
    actions = [_action(seed) for seed in range(1, count + 1)]
    signed = sign_set(actions, DOMAIN, signer())
    for place, action in enumerate(actions):
        assert signers(action, DOMAIN, signed.piece(place)) == [Signer(ADDRESS, proven=True)]
    others = signers(actions[0], DOMAIN, signed.piece(count - 1))
    assert (others == [Signer(ADDRESS, proven=True)]) is (count == 1)


@pytest.mark.parametrize("count", [1, 3, 8])
def test_all_rows_of_a_set_at_once_are_what_each_is_alone(count: int) -> None:
    actions = [_action(seed) for seed in range(1, count + 1)]
    one, other = (
        sign_set(actions, DOMAIN, each) for each in (signer(), LocalSigner.from_key(b"\x07" * 32))
    )
    rows = signed_rows(actions, DOMAIN, [one.signature, other.signature])
    assert rows.ids == [action_id(action, DOMAIN) for action in actions]
    joined = [a + b for a, b in zip(one.pieces(), other.pieces(), strict=True)]
    assert rows.signatures == joined
    for action, signatures in zip(actions, rows.signatures, strict=True):
        assert [s.wallet for s in signers(action, DOMAIN, signatures)] == rows.signers


def test_joined_pieces_of_all_kinds_are_told_apart() -> None:
    piece = sign_set([_action(), _action(2)], DOMAIN, signer()).piece(0)
    found = signers(_action(), DOMAIN, _contract() + piece + _plain() + _contract(b""))
    assert found == [
        Signer(COMPANY, proven=False),
        Signer(ADDRESS, proven=True),
        Signer(ADDRESS, proven=True),
        Signer(COMPANY, proven=False),
    ]


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_compact_form_is_the_same_signature(seed: int) -> None:
    action = _action(seed)
    plain = signer().sign_action(action, DOMAIN)
    compact = compact_signature(plain)
    assert len(compact) == 64
    assert plain_signature(compact) == plain
    assert signers(action, DOMAIN, compact) == [Signer(ADDRESS, proven=True)]
    joined = signers(action, DOMAIN, _contract() + compact)
    assert joined == [Signer(COMPANY, proven=False), Signer(ADDRESS, proven=True)]


@pytest.mark.parametrize(
    "other",
    [b"", bytes(64), bytes(65), b"\xff" * 65, bytes(64) + b"\x1d", bytes(130)],
    ids=["nothing", "64", "v 0", "high s", "v 29", "two"],
)
def test_what_is_no_lone_signature_stays_as_it_is(other: bytes) -> None:
    assert compact_signature(other) == other


@pytest.mark.parametrize("length", [0, 1, 63, 66, 131])
def test_what_pieces_cannot_make_up_is_refused(length: int) -> None:
    with pytest.raises(SignatureError):
        signers(_action(), DOMAIN, (_plain() * 3)[:length])


@pytest.mark.parametrize("cut", [1, 12, 14])
def test_a_contract_s_piece_that_is_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(SignatureError, match=r"more bytes follow|65 bytes"):
        signers(_action(), DOMAIN, _contract()[:-cut])


def test_a_set_s_piece_that_is_cut_off_or_too_high_is_refused() -> None:
    piece = sign_set([_action(), _action(2)], DOMAIN, signer()).piece(0)
    with pytest.raises(SignatureError, match="more bytes follow"):
        signers(_action(), DOMAIN, piece[:-1])
    with pytest.raises(SignatureError, match="more bytes follow"):
        signers(_action(), DOMAIN, piece[:65])
    with pytest.raises(SignatureError, match="at most 16, not 17"):
        signers(_action(), DOMAIN, piece[:65] + bytes([17]) + piece[66:] + bytes(32 * 17))
