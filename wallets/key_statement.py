"""A member's word for its encryption key: a text that one of its wallets signs (EIP-191).

Whoever seals a document for the member checks the signature before it wraps a key. A gateway that put a key of
its own in its place would need a wallet of the member.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from eth_account.messages import defunct_hash_message

from wallets.recover import recover
from wallets.signer import Signer

MOST_SECONDS: Final = 400 * 86_400
"""How long a statement may hold: a key is published anew at least every thirteen months."""


@dataclass(frozen=True)
class KeyStatement:
    """What is signed: whose key it is, on which ledger, and for how long documents may be sealed for it.

    Attributes:
        member: The member's number.
        public: Its X25519 key, 32 bytes.
        chain_id: The ledger's chain.
        consortium: The address of its Consortium, which keeps members and wallets.
        issued_at: From when; seconds since 1970 UTC.
        expires_at: Until when, inclusive.
    """

    member: int
    public: bytes
    chain_id: int
    consortium: str
    issued_at: int
    expires_at: int

    @property
    def text(self) -> str:
        """The text as a wallet shows and signs it."""
        return (
            "Quayledger encryption key\n\n"
            f"Documents for member {self.member} may be sealed for this X25519 key:\n"
            f"0x{self.public.hex()}\n"
            f"Chain: {self.chain_id}\n"
            f"Consortium: {self.consortium.lower()}\n"
            f"From: {_time(self.issued_at)}\n"
            f"Until: {_time(self.expires_at)}"
        )

    def sign(self, signer: Signer) -> bytes:
        """Signs it with a wallet of the member: 65 bytes r‖s‖v."""
        return signer.sign_message(self.text)

    def signed_by(self, signature: bytes) -> str:
        """The wallet that signed it. Whether it is the member's own, only the ledger knows.

        Raises:
            SignatureError: the signature is malformed.
        """
        return recover(bytes(defunct_hash_message(text=self.text)), signature)

    def holds_at(self, time: float) -> bool:
        """Whether documents may be sealed for the key at a time."""
        lasts = self.expires_at - self.issued_at
        return 0 <= lasts <= MOST_SECONDS and self.issued_at <= time <= self.expires_at


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
