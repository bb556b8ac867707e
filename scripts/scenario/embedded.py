"""The ledger that scenarios run on when no gateway is named: three governors, two of whom decide."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scripts.quay.supervise import Founder, Genesis, Plan, Supervisor
from scripts.scenario.cast import governors_at, new_commitment
from scripts.scenario.run import Ground
from wallets.signer import LocalSigner

_GOVERNORS: Final = 3
_THRESHOLD: Final = 2
_ENVIRONMENT: Final = {"QUAY_API_WEBHOOK_PRIVATE_NETWORKS": '["127.0.0.0/8"]'}


@asynccontextmanager
async def embedded_ledger() -> AsyncIterator[tuple[Ground, Supervisor]]:
    """A fresh ledger of real processes in a directory that is deleted afterwards. Raises CommandError."""
    governors = [LocalSigner.from_key(secrets.token_bytes(32)) for _ in range(_GOVERNORS)]
    founders = tuple(
        Founder(f"Governor {place}", new_commitment({"governor": place}), governor.address)
        for place, governor in enumerate(governors, 1)
    )
    ahead = 0.0
    with TemporaryDirectory(prefix="quay-scenario-") as directory:
        plan = Plan(Path(directory), port=0, node_port=0, environment=_ENVIRONMENT)
        async with Supervisor(plan) as ledger:
            await ledger.start(Genesis(founders, _THRESHOLD))

            async def advance(seconds: float) -> None:
                nonlocal ahead
                await ledger.advance_clock(int(seconds))
                ahead += int(seconds)

            numbered = await governors_at(ledger.url, governors)
            yield Ground(ledger.url, numbered, advance, lambda: ahead), ledger
