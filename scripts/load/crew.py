"""Who brings the load: a wallet for each part in a consignment, signed in at the gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from api.client import Deployment, QuayClient
from scripts.bench.cast import Signed
from wallets.signer import Signer
from wallets.typed_action import Domain, parse_action

PARTS: Final = ("carrier", "shipper", "bank", "consignee", "forwarder", "terminal")
"""The parts that a consignment of `scripts.load.port` has."""


@dataclass(frozen=True)
class Hand:
    """One part's wallet, its member's number, and its session."""

    member: int
    signer: Signer
    token: str = field(repr=False)


@dataclass(frozen=True)
class Crew:
    """All parts of a consignment, and the ledger that they sign for."""

    hands: Mapping[str, Hand]
    deployment: Deployment

    @classmethod
    async def sign_in(cls, url: str, signers: Mapping[str, Signer]) -> Crew:
        """Signs every part in at the gateway. Raises ClientError."""
        hands: dict[str, Hand] = {}
        for part in PARTS:
            async with QuayClient(url, signer=signers[part]) as client:
                session = await client.sign_in()
                deployment = await client.deployment()
            hands[part] = Hand(session.member, signers[part], session.token)
        return cls(hands, deployment)

    def member(self, part: str) -> int:
        """The number of a part's member."""
        return self.hands[part].member

    def sign(self, action: str, by: str, fields: Mapping[str, object]) -> Signed:
        """An action of a part, signed."""
        typed = parse_action(action, {"actor": self.member(by), **fields})
        domain = Domain(self.deployment.chain_id, self.deployment.addresses[typed.spec.contract])
        return Signed(typed, self.hands[by].signer.sign_action(typed, domain))
