"""Many wallets from one mnemonic, for demos: BIP-39 seeds and BIP-44 paths m/44'/60'/0'/0/i.

A member of worth keeps a key of its own for each wallet (`wallets.keystore`): whoever learns a mnemonic has them all.
The derivation is eth-account's, which calls it unaudited.
"""

from __future__ import annotations

from typing import Final

from eth_account.hdaccount import generate_mnemonic, key_from_seed, seed_from_mnemonic
from eth_account.types import Language
from eth_utils.exceptions import ValidationError

from wallets.errors import WalletError
from wallets.secret import Secret, reveal
from wallets.signer import LocalSigner

WORDS: Final = 12
_LAST_INDEX: Final = 2**31 - 1  # from 2^31 on indexes are hardened (BIP-32)


class MnemonicError(WalletError):
    """A mnemonic's words or an index are none that wallets can be derived from."""


def new_mnemonic() -> Secret:
    """Twelve random English words (BIP-39, 128 bits)."""
    return Secret(generate_mnemonic(WORDS, Language.ENGLISH))


def derive(mnemonic: Secret | str, index: int, *, passphrase: Secret | str = "") -> LocalSigner:
    """The wallet at m/44'/60'/0'/0/index, as any Ethereum wallet derives it.

    Args:
        mnemonic: 12, 15, 18, 21 or 24 words (BIP-39).
        index: The wallet's place, from 0.
        passphrase: BIP-39's own; most wallets have none.

    Raises:
        MnemonicError: the words are no mnemonic, or the index is out of range.
    """
    if not 0 <= index <= _LAST_INDEX:
        raise MnemonicError(f"a wallet's index is from 0 to {_LAST_INDEX}")
    try:
        seed = seed_from_mnemonic(reveal(mnemonic), reveal(passphrase))
    except (ValidationError, ValueError):
        raise MnemonicError("these words are no mnemonic (BIP-39)") from None
    return LocalSigner.from_key(key_from_seed(seed, f"m/44'/60'/0'/0/{index}"))
