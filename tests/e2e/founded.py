"""A ledger of real processes whose founders are the organisations that a test needs, one a role."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.quay.supervise import Founder, Genesis, Plan, Supervisor
from wallets.signer import LocalSigner

PARTIES = {
    "carrier": ("CARRIER", "GOVERNOR"),
    "shipper": ("SHIPPER",),
    "bank": ("BANK",),
    "terminal": ("TERMINAL",),
    "customs": ("CUSTOMS",),
    "tax_authority": ("TAX_AUTHORITY",),
}


@dataclass(frozen=True)
class Founded:
    """A running ledger, and each party's key and number."""

    url: str
    keys: Mapping[str, bytes]
    """In the order of the parties' numbers."""

    def signer(self, party: str) -> LocalSigner:
        """A party's wallet."""
        return LocalSigner.from_key(self.keys[party])

    def member(self, party: str) -> int:
        """A party's number."""
        return list(self.keys).index(party) + 1


@asynccontextmanager
async def founded(
    data_dir: Path, parties: Mapping[str, tuple[str, ...]] = PARTIES, **environment: Any
) -> AsyncIterator[Founded]:
    """Starts node and gateway, and ends them."""
    keys = {name: secrets.token_bytes(32) for name in parties}
    founders = tuple(
        Founder(name, "0x" + secrets.token_hex(32), LocalSigner.from_key(keys[name]).address, roles)
        for name, roles in parties.items()
    )
    plan = Plan(data_dir, port=0, node_port=0, environment=environment)
    async with Supervisor(plan) as ledger:
        await ledger.start(Genesis(founders, 1))
        yield Founded(ledger.url, keys)
