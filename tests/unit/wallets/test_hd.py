"""Derivation gives the wallets that every Ethereum wallet derives from the same words."""

import pytest

from tests.unit.wallets.messages import ADDRESS
from wallets.hd import MnemonicError, derive, new_mnemonic
from wallets.secret import Secret

JUNK = "test test test test test test test test test test test junk"


@pytest.mark.parametrize(
    ("index", "address"),
    [
        # The accounts that development nodes list at their start.
        (0, ADDRESS),
        (1, "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
        (9, "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720"),
    ],
)
def test_the_well_known_mnemonic_gives_the_well_known_wallets(index: int, address: str) -> None:
    assert derive(Secret(JUNK), index).address == address


def test_a_passphrase_gives_other_wallets() -> None:
    assert derive(JUNK, 0, passphrase="x").address != ADDRESS


@pytest.mark.parametrize(
    "words", ["", "test", JUNK.replace("junk", "test"), JUNK.replace("junk", "zzz")]
)
def test_words_that_are_no_mnemonic_are_refused(words: str) -> None:
    with pytest.raises(MnemonicError, match="no mnemonic"):
        derive(words, 0)


@pytest.mark.parametrize("index", [-1, 2**31])
def test_an_index_is_not_hardened(index: int) -> None:
    with pytest.raises(MnemonicError, match="index"):
        derive(JUNK, index)


def test_new_words_are_new() -> None:
    one, other = new_mnemonic(), new_mnemonic()
    assert one.reveal() != other.reveal()
    assert len(one.reveal().split()) == 12
    assert derive(one, 0).address != derive(other, 0).address
