"""The ledger that fixtures speak to: one of its own, or a gateway that runs already."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.client import SyncQuayClient
from scripts.quay.supervise import Founder, Genesis, Plan, Supervisor
from wallets import keystore
from wallets.signer import LocalSigner, Signer

ROLES: Final = (
    "carrier",
    "shipper",
    "consignee",
    "bank",
    "forwarder",
    "haulier",
    "terminal",
    "customs",
    "tax_authority",
)
"""The members of an embedded ledger; the carrier governs it."""

PASSWORD: Final = "QUAY_WALLET_PASSWORD"  # noqa: S105 - the variable's name


@dataclass(frozen=True)
class Member:
    """A member of the ledger: who it is, and its client."""

    role: str
    number: int
    signer: Signer
    client: SyncQuayClient


class Ledger:
    """A gateway, and its members by role."""

    def __init__(self, url: str, signer_of: Callable[[str], Signer]) -> None:
        self.url = url
        self._signer_of = signer_of
        self._members: dict[str, Member] = {}
        self._opened = ExitStack()

    def member(self, role: str) -> Member:
        """The member with a role, such as "carrier"; signed in once."""
        if role not in self._members:
            signer = self._signer_of(role)
            client = self._opened.enter_context(SyncQuayClient(self.url, signer))
            self._members[role] = Member(role, client.sign_in().member, signer, client)
        return self._members[role]

    def close(self) -> None:
        """Closes the members' clients."""
        self._opened.close()


@contextmanager
def embedded(data_dir: Path) -> Iterator[Ledger]:
    """Starts node and gateway with a member for each role, and ends them."""
    signers = {role: LocalSigner.from_key(secrets.token_bytes(32)) for role in ROLES}
    founders = tuple(
        Founder(role, "0x" + secrets.token_hex(32), signer.address, _roles(role))
        for role, signer in signers.items()
    )
    supervisor = Supervisor(Plan(data_dir, port=0, node_port=0))
    # Not in a thread: the node ends with the thread that started it.
    with asyncio.Runner() as runner:
        try:
            runner.run(supervisor.start(Genesis(founders, 1)))
            ledger = Ledger(supervisor.url, lambda role: _known(signers, role))
            try:
                yield ledger
            finally:
                ledger.close()
        finally:
            runner.run(supervisor.stop())


@contextmanager
def running(url: str, wallets: str | None) -> Iterator[Ledger]:
    """Speaks to a gateway that runs, as the members whose keystores are in a directory."""

    def signer_of(role: str) -> Signer:
        if wallets is None:
            raise LookupError(f"--quay-wallets says where the keystore {role}.json is")
        return keystore.open_(Path(wallets) / f"{role}.json", os.environ.get(PASSWORD, ""))

    ledger = Ledger(url, signer_of)
    try:
        yield ledger
    finally:
        ledger.close()


def _roles(role: str) -> tuple[str, ...]:
    return (role.upper(), "GOVERNOR") if role == ROLES[0] else (role.upper(),)


def _known(signers: dict[str, LocalSigner], role: str) -> LocalSigner:
    if role not in signers:
        raise LookupError(f"no member is a {role!r}; there are {', '.join(signers)}")
    return signers[role]
