"""The organisations that the tests act as, each with a wallet of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from eth_utils.crypto import keccak

from wallets.signer import LocalSigner

ROLES: Final = {
    "governor": ("GOVERNOR", "PORT_AUTHORITY"),
    "second_governor": ("GOVERNOR",),
    "carrier": ("CARRIER",),
    "second_carrier": ("CARRIER",),
    "shipper": ("SHIPPER",),
    "principal": ("SHIPPER",),
    "consignee": ("CONSIGNEE",),
    "bank": ("BANK",),
    "forwarder": ("FORWARDER",),
    "haulier": ("HAULIER",),
    "terminal": ("TERMINAL",),
    "second_terminal": ("TERMINAL",),
    "customs": ("CUSTOMS",),
    "second_customs": ("CUSTOMS",),
    "tax_authority": ("TAX_AUTHORITY",),
    "second_tax_authority": ("TAX_AUTHORITY",),
    "court": ("COURT",),
    "stranger": ("INSURER",),
    "second_court": ("COURT",),
    "second_bank": ("BANK",),
}
"""Each persona's roles, in the order of their member numbers (from 1)."""


@dataclass(frozen=True)
class Persona:
    """A member organisation and the wallet that signs for it."""

    key: str
    member: int
    roles: int
    signer: LocalSigner

    @property
    def identity(self) -> bytes:
        """The salted commitment of its legal identifier."""
        return keccak(text=f"identity of {self.key}")


def secret_of(name: str) -> bytes:
    """A fixed private key for a test wallet of this name."""
    return keccak(text=f"quayledger test wallet: {name}")


def personas(role_bits: dict[str, int]) -> dict[str, Persona]:
    """All personas by key; `role_bits` maps a role's name to its bit, as the contracts define it."""
    return {
        key: Persona(
            key=key,
            member=number,
            roles=sum(role_bits[role] for role in roles),
            signer=LocalSigner.from_key(secret_of(key)),
        )
        for number, (key, roles) in enumerate(ROLES.items(), start=1)
    }
